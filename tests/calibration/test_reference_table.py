"""The calibrator against an exact answer: with unlimited capacity, counts by state are independent Poisson and the posterior is known."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from ami_sim.calibration.checks import Expected, ecdf_chance, quantile, rank_truths, verdict
from ami_sim.calibration.reference_table import Table, Waves, box_around, calibrate, uniforms

Floats = NDArray[np.float64]
YEAR = 11.0  # months
SD = np.array([0.5, 0.6, 0.7])  # of the log of: arrivals a month, the rate of leaving a month, the share that goes to work
MIDDLE = np.log([9.0, 0.10, 0.5])
OBSERVED = np.array([52.0, 14.0])


def means(z: Floats) -> Floats:
    """Expected counts inside and gone to work after a year of Poisson arrivals with exponential stays: the integral, solved."""
    arrivals, rate, odds = np.exp(MIDDLE + SD * z).T
    share = odds / (1 + odds)
    inside = arrivals * (1 - np.exp(-rate * YEAR)) / rate
    gone = arrivals * YEAR - inside
    return np.column_stack((inside, gone * share))


def simulate(z: Floats, wave: int) -> Floats:
    counts = np.random.default_rng([7, wave]).poisson(means(z))
    return np.asarray(2 * np.sqrt(counts + 3 / 8))


NAMES = ("a", "b", "c")


def exact() -> tuple[Floats, Floats]:
    """Posterior mean and sd of z on a grid: independent Poisson likelihoods times the normal prior."""
    axis = np.linspace(-3.6, 3.6, 61)
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    weight = np.exp(np.asarray(stats.poisson.logpmf(OBSERVED, means(grid))).sum(axis=1) + np.asarray(stats.norm.logpdf(grid)).sum(axis=1))
    weight /= weight.sum()
    middle = weight @ grid
    return middle, np.sqrt(weight @ np.square(grid - middle))


def test_two_waves_recover_the_exact_poisson_posterior() -> None:
    waves = Waves(power=13, nearest=800, draws=500, seed=3)
    found = calibrate(lambda z, wave: {"": simulate(z, wave)}, NAMES, {"": 2 * np.sqrt(OBSERVED + 3 / 8)}, waves)
    posterior, first, second, _ = found[""]
    middle, spread = exact()
    assert np.abs(posterior.mean - middle).max() < 0.12
    assert posterior.sd == pytest.approx(spread, rel=0.12)
    assert len(second.z) > len(first.z)
    draws = posterior.resampled(2000, 1)
    assert draws.mean(axis=0) == pytest.approx(posterior.mean, abs=0.05)


def test_ranks_are_even_and_intervals_cover() -> None:
    z = stats.norm.ppf(uniforms(12, NAMES, 5))
    table = Table(z, simulate(z, 1))
    ranks = rank_truths(table, ("a", "b", "c"), 800, 200, 1, {"distance": Expected(table).distance})
    assert ranks.chances().min() > 0.05 / 4
    assert ranks.coverage(0.9) == pytest.approx(0.9, abs=0.06)
    assert ranks.spread_left[:3].max() < 0.95


def test_a_calibrator_that_is_too_sure_is_found_out() -> None:
    z = stats.norm.ppf(uniforms(11, NAMES, 5))
    table = Table(z, simulate(z, 1))
    truths = table.z[:200]
    narrow = [table.posterior(table.s[i], 400, i) for i in range(200)]
    ranks = np.array([p._replace(z=p.mean + 0.4 * (p.z - p.mean)).below(t)[0] for p, t in zip(narrow, truths, strict=True)])
    assert ecdf_chance(ranks) < 0.01


def test_a_figure_that_never_varies_does_no_harm() -> None:
    z = stats.norm.ppf(uniforms(11, NAMES, 5))
    s = simulate(z, 1)
    plain = Table(z, s).posterior(s[5], 400)
    with_constant = Table(z, np.column_stack((s, np.ones(len(s))))).posterior(np.append(s[5], 1.0), 400)
    assert np.isfinite(with_constant.z).all()
    assert with_constant.mean == pytest.approx(plain.mean, abs=0.1)


def test_a_parameter_without_information_stays_the_prior() -> None:
    z = stats.norm.ppf(uniforms(12, (*NAMES, "d"), 9))
    table = Table(z, simulate(z[:, :3], 1))
    posterior = table.posterior(table.s[3], 1000)
    assert posterior.sd[3] == pytest.approx(1.0, abs=0.08)
    assert verdict(float(posterior.sd[3])) == "still the prior"
    low, high = box_around(posterior)
    assert low[3] < -3 < 3 < high[3]


def test_weighted_quantiles_of_equal_weights_are_quantiles() -> None:
    values = np.arange(101.0)
    assert quantile(values, np.ones(101), np.array([0.05, 0.5, 0.95])) == pytest.approx([4.55, 50, 95.45], abs=0.2)


def test_two_readings_of_one_figure_are_fitted_from_the_same_simulations() -> None:
    """The figure is z plus 0 or 2: read in two ways, one observed 1 says that z is 1, or that it is -1."""
    seen: list[int] = []

    def simulate_read(z: Floats, wave: int) -> dict[str, Floats]:
        seen.append(wave)
        noise = 0.1 * np.sin(37 * z)
        return {"plain": z + noise, "moved": z + noise + 2}

    observed = np.array([1.0])
    found = calibrate(simulate_read, ("a",), {"plain": observed, "moved": observed}, Waves(power=11, nearest=100, draws=50, seed=1))
    assert seen == [1, 2]
    assert found["plain"].posterior.mean == pytest.approx([1.0], abs=0.1)
    assert found["moved"].posterior.mean == pytest.approx([-1.0], abs=0.1)
    assert np.array_equal(found["plain"].second.z, found["moved"].second.z)


def test_points_belong_to_a_name_and_not_to_a_place() -> None:
    points = uniforms(6, NAMES, 1)
    again = uniforms(6, ("c", "new", "a", "b"), 1)
    assert np.array_equal(again[:, [2, 3, 0]], points)
    assert (uniforms(6, NAMES, 2) != points).all()
    assert (np.sort((points * 64).astype(int), axis=0) == np.arange(64)[:, None]).all(), "one point in every 64th"

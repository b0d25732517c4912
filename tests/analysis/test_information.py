"""What information is worth: known answers of a normal toy.

Benefit B = mu + a t1 + b t2 with t1, t2 standard normal, lived with chance of standard deviation `CHANCE`. For B ~ N(mu, s²) perfect
knowledge is worth the unit normal loss s phi(mu/s) - |mu| Phi(-|mu|/s); knowing t1 has s = a, a study of N people of t1 has
s = a sqrt(N/(N + v)), v being the variance of one observation.
"""

from statistics import fmean, stdev

import numpy as np
import pytest
from scipy.stats import norm

from ami_sim.analysis.information import Floats, Value, enbs, evpi, evppi, evsi, gain, leading, shrunk_together

MU, A, B, CHANCE = 0.3, 1.0, 0.7, 3.0
TRIALS = 12


def loss(mu: float, spread: float) -> float:
    """Give the unit normal loss."""
    return float(spread * norm.pdf(mu / spread) - abs(mu) * norm.cdf(-abs(mu) / spread))


def toy(seed: int, draws: int, each: int) -> tuple[Floats, Floats]:
    """Parameters [draw, 2] and runs [draw, option, replication]; option 0 is the reference."""
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=(draws, 2))
    x = (MU + A * theta[:, 0] + B * theta[:, 1])[:, None] + CHANCE * rng.normal(size=(draws, each))
    return theta, np.stack([np.zeros_like(x), x], axis=1)


def values(found: list[Value]) -> tuple[float, float]:
    """Mean over trials and its standard error."""
    return fmean(row.value for row in found), stdev(row.value for row in found) / len(found) ** 0.5


def test_knowing_one_parameter_has_its_known_value_with_one_noisy_run_a_draw() -> None:
    found = []
    for seed in range(TRIALS):
        theta, runs = toy(seed, 2000, 1)
        found.append(evppi(runs, theta[:, :1], resamples=40))
    mean, error = values(found)
    assert abs(mean - loss(MU, A)) < 3 * error
    assert fmean(row.se for row in found) == pytest.approx(stdev(row.value for row in found), rel=0.6)
    assert fmean(row.dummy for row in found) < 0.01
    assert all(np.isnan(row.share) for row in found)


def test_a_parameter_that_matters_to_nothing_is_worth_nothing() -> None:
    theta, runs = toy(5, 2000, 2)
    idle = np.random.default_rng(9).normal(size=(len(theta), 1))
    found = evppi(runs, idle, resamples=20)
    assert found.value < 0.01
    assert found.r2 < 0.01
    assert found.share < 0.05


def test_where_nothing_varies_there_is_nothing_to_know() -> None:
    found = evpi(np.zeros((5, 2, 2)), resamples=2)
    assert (found.value, found.share, found.r2) == (0.0, 0.0, 0.0)
    assert leading(np.zeros((5, 3))) == 0
    assert leading(np.array([[0.0, -5.0, -2.0]])) == 2  # the best of those that are not the reference


def test_knowledge_removes_at_most_all_of_the_variance_there_is() -> None:
    theta, runs = toy(5, 500, 1)
    assert evppi(runs[:, :, 0], theta, resamples=2, tau2=0.01).share == 1.0
    assert np.isnan(evppi(runs[:, :, 0], theta, resamples=2).share)
    assert evppi(runs[:, :, 0], theta, resamples=2, at_most=0.001).value == 0.001


def test_perfect_knowledge_is_worth_its_known_value_and_naive_run_means_say_far_too_much() -> None:
    found, naive, shares, parts = [], [], [], []
    for seed in range(TRIALS):
        theta, runs = toy(100 + seed, 2000, 2)
        found.append(evpi(runs, resamples=5))
        naive.append(gain(runs.mean(axis=2)))
        part = evppi(runs, theta[:, :1], resamples=2, at_most=found[-1].value)
        shares.append(part.share)
        parts.append(part.value <= found[-1].value)
    mean, error = values(found)
    truth = loss(MU, (A**2 + B**2) ** 0.5)
    assert abs(mean - truth) < 3 * error
    assert fmean(naive) > 2 * truth
    assert fmean(shares) == pytest.approx(A**2 / (A**2 + B**2), abs=0.06)
    assert all(parts)


def test_a_study_has_its_known_value_below_that_of_its_parameter() -> None:
    people, variance = 10, 20.0
    found = []
    for seed in range(TRIALS):
        theta, runs = toy(200 + seed, 2000, 1)
        rng = np.random.default_rng(300 + seed)
        seen = theta[:, 0] + (variance / people) ** 0.5 * rng.normal(size=len(theta))
        found.append(evsi(runs, seen[:, None], resamples=2))
    mean, error = values(found)
    truth = loss(MU, A * (people / (people + variance)) ** 0.5)
    assert abs(mean - truth) < 3 * error
    assert truth < loss(MU, A)
    assert enbs(found[0], 0.05) == found[0].value - 0.05


def test_a_bend_has_value_where_a_line_finds_none() -> None:
    rng = np.random.default_rng(4)
    t = rng.normal(size=3000)
    x = 2.0 * (t**2 - 1) - 0.3
    truth = float(np.maximum(2.0 * (rng.normal(size=1_000_000) ** 2 - 1) - 0.3, 0).mean())
    runs = np.column_stack([np.zeros_like(x), x + 2 * rng.normal(size=len(x))])
    found = evppi(runs, t[:, None], resamples=40)
    assert abs(found.value - truth) < 3 * found.se
    line = np.polyval(np.polyfit(t, runs[:, 1], 1), t)
    assert gain(np.column_stack([np.zeros_like(x), line])) < 0.1 * truth


def test_options_are_shrunk_together_to_the_covariance_of_what_is_expected() -> None:
    rng = np.random.default_rng(6)
    draws, each = 4000, 2
    mixed = np.array([[1.0, 0.6, 0.0], [0.0, 0.8, 0.0]])  # the third option has no expected variation of its own
    expected = rng.normal(size=(draws, 2)) @ mixed
    runs = expected[:, :, None] + 1.5 * rng.normal(size=(draws, 3, each))
    found = np.cov(shrunk_together(runs).T)
    np.testing.assert_allclose(found, mixed.T @ mixed, atol=0.12)
    constant = np.concatenate([np.zeros((draws, 1, each)), runs[:, :1]], axis=1)
    shrunk = shrunk_together(constant)
    assert (shrunk[:, 0] == 0).all()
    assert shrunk[:, 1].var(ddof=1) == pytest.approx(1, abs=0.12)


def test_a_clear_decision_makes_knowledge_worthless() -> None:
    theta, runs = toy(8, 500, 2)
    runs[:, 1] += 100
    assert evppi(runs, theta, resamples=5).value == 0
    assert evpi(runs, resamples=5).value == 0


def test_means_without_replications_are_refused() -> None:
    _, runs = toy(1, 100, 1)
    for wrong in (runs, runs[:, :, 0]):
        with pytest.raises(ValueError, match="2 replications or more"):
            evpi(wrong)

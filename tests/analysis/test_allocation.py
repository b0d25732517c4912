"""Draws and replications: the best split, stopping, and the three intervals' coverage on a normal toy with two levels."""

import numpy as np
import pytest
from scipy.stats import norm

from ami_sim.analysis.allocation import Floats, Target, allocate, reached, spread_of_tau2
from ami_sim.analysis.differences import _estimate as computing
from ami_sim.analysis.uncertainty import credible, pooled

MONEY = Target("net_result", "municipality", 0.5, "absolute")
SHARE = Target("people_met", "", 0.1, "relative")


def two_levels(seed: int, draws: int, each: int, tau: float = 1.0, sigma: float = 3.0, trials: int = 1) -> Floats:
    """Runs [trial, draw, replication] with mean 0."""
    rng = np.random.default_rng(seed)
    return np.asarray(tau * rng.normal(size=(trials, draws, 1)) + sigma * rng.normal(size=(trials, draws, each)))


@pytest.mark.parametrize(("each", "known"), [(2, 0.449), (5, 0.294), (10, 0.272), (20, 0.291), (50, 0.373)])
def test_the_spread_of_tau2_follows_its_formula(each: int, known: float) -> None:
    runs = two_levels(each, 1000 // each, each, trials=1500)
    found = runs.mean(axis=2).var(axis=1, ddof=1) - runs.var(axis=2, ddof=1).mean(axis=1) / each
    assert spread_of_tau2(1.0, 9.0, 1000, each) == pytest.approx(known, abs=0.001)
    assert float(found.std()) == pytest.approx(known, rel=0.08)


def test_the_best_replications_a_draw_are_one_more_than_the_ratio() -> None:
    spreads = {each: spread_of_tau2(1.0, 9.0, 1000, each) for each in range(2, 51)}
    assert min(spreads, key=lambda each: spreads[each]) == 10
    found = allocate(two_levels(1, 3000, 10)[0])
    assert found.ratio == pytest.approx(9, rel=0.15)
    assert found.for_spread == round(1 + found.ratio)
    assert found.for_mean == 2
    assert allocate(two_levels(1, 3000, 10)[0], draw_cost=4.0).for_mean == 6


def test_the_interval_of_the_ratio_covers_it_as_often_as_it_says() -> None:
    runs = two_levels(11, 50, 4, sigma=2.0, trials=600)
    found = [allocate(trial) for trial in runs]
    assert np.mean([row.low <= 4.0 <= row.high for row in found]) == pytest.approx(0.95, abs=0.025)


def test_draws_that_cannot_be_told_from_chance_ask_for_the_most() -> None:
    rng = np.random.default_rng(0)
    runs = rng.normal(size=(40, 2))
    runs -= runs.mean(axis=1, keepdims=True)  # every draw has the same mean
    found = allocate(runs)
    assert (found.tau2, found.ratio, found.for_spread) == (0.0, np.inf, 50)
    same = allocate(np.repeat(rng.normal(size=(40, 1)), 2, axis=1))
    assert (same.sig2, same.ratio, same.for_spread) == (0.0, 0.0, 2)
    assert (same.low, same.high) == (0.0, 0.0)
    fewest = allocate(np.array([[1.0, 3.0], [5.0, 7.0]]))
    assert (fewest.tau2, fewest.sig2, fewest.ratio) == pytest.approx((7.0, 2.0, 2 / 7))  # as worked out in test_uncertainty
    with pytest.raises(ValueError, match="two of each or more"):
        allocate(rng.normal(size=(40, 1)))


def test_computing_interval_covers_the_mean_for_any_number_of_replications() -> None:
    trials = 1000
    for each in (2, 10):
        runs = two_levels(20 + each, 40, each, trials=trials)
        found = computing(runs.reshape(trials, -1), [each] * 40, 0.95)
        covered = np.mean((found.low <= 0) & (found.high >= 0))
        assert covered == pytest.approx(0.95, abs=0.021)  # three standard errors


def test_credible_interval_holds_the_expected_value_of_a_new_draw_and_raw_means_hold_too_much() -> None:
    runs = two_levels(31, 1000, 10, trials=100)
    low, high = credible(runs)
    assert np.mean(norm.cdf(high) - norm.cdf(low)) == pytest.approx(0.95, abs=0.01)
    raw = np.quantile(runs.mean(axis=2), [0.025, 0.975], axis=1)
    assert np.mean(norm.cdf(raw[1]) - norm.cdf(raw[0])) > 0.98


def test_prediction_interval_holds_one_new_life() -> None:
    runs = two_levels(32, 1000, 2, trials=100)
    low, high = pooled(runs)
    spread = 10**0.5
    assert np.mean(norm.cdf(high / spread) - norm.cdf(low / spread)) == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_relative_target_is_the_same_for_gains_and_losses(sign: float) -> None:
    rng = np.random.default_rng(5)
    units = 10 + rng.normal(size=100)
    (row,) = reached([{"a": sign * units}], [SHARE])
    assert row.reached
    assert row.wanted == pytest.approx(0.1 / 1.1 * abs(row.mean))
    (few,) = reached([{"a": sign * units[:29]}], [SHARE])
    assert not few.reached  # too few draws to believe a half-width
    assert few.half_width < few.wanted


def test_a_mean_about_zero_never_reaches_a_relative_target_but_an_absolute_one() -> None:
    units = np.random.default_rng(6).normal(size=100)
    units -= units.mean()
    relative, absolute = reached([{"a": units}, {"a": units}], [SHARE, MONEY])
    assert not relative.reached
    assert absolute.reached
    assert absolute.half_width == pytest.approx(1.984 * units.std(ddof=1) / 10, rel=1e-3)


def test_stopping_at_a_relative_target_keeps_the_error_within_it() -> None:
    within = []
    for seed in range(300):
        units = 1.0 + np.random.default_rng(seed).normal(size=4000) * 1.5
        at = 30
        while not (row := reached([{"a": units[:at]}], [SHARE])[0]).reached:
            at += 20
        within.append(abs(row.mean - 1.0) <= 0.1)
    assert np.mean(within) > 0.95 - 0.025


def test_what_is_not_defined_is_left_out() -> None:
    units = np.random.default_rng(7).normal(size=60)
    units[::2] = np.nan
    rows = reached([{"a": units, "b": np.full(60, np.nan)}], [MONEY])
    assert [(row.option, row.draws) for row in rows] == [("a", 30)]
    (lone,) = reached([{"a": np.array([1.0])}], [MONEY])
    assert lone.half_width == np.inf
    assert not lone.reached

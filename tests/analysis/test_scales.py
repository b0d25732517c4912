"""Intervals on a quantity's own scale, worked out by hand, and where no interval can be said."""

import numpy as np
import pytest

from ami_sim.analysis.differences import summarise
from ami_sim.analysis.scales import ends_on_scale
from ami_sim.analysis.uncertainty import FEWEST_RUNS, credible, pooled
from tests.analysis.test_differences import toy


def ends(mean: float, half: float, unit: str) -> tuple[float, float]:
    low, high = ends_on_scale(np.array([mean]), np.array([half]), [unit])
    return float(low[0]), float(high[0])


def test_a_queue_has_no_end_below_nought() -> None:
    """A queue of 29 give or take 46: on the log of 1 + x its half width is 46 / 30."""
    assert ends(29.0, 46.0, "persons") == pytest.approx((30 * np.exp(-46 / 30) - 1, 30 * np.exp(46 / 30) - 1))
    assert ends(0.5, 3.0, "days")[0] == 0.0
    assert ends(29.0, 46.0, "kr") == (-17.0, 75.0)
    assert ends(29.0, 46.0, "steps") == (-17.0, 75.0)


def test_a_share_stays_between_nought_and_one() -> None:
    """A share of 0.95 give or take 0.11: odds of 19, a half width of 0.11 / 0.0475 on their log."""
    stretch = np.exp(0.11 / (0.95 * 0.05))
    assert ends(0.95, 0.11, "share") == pytest.approx((19 / stretch / (1 + 19 / stretch), 19 * stretch / (1 + 19 * stretch)))
    assert ends(1.2, 0.1, "share") == pytest.approx((1.1, 1.3))  # use of places beyond what there is
    assert ends(0.3, 0.0, "share") == (0.3, 0.3)


@pytest.mark.parametrize("unit", ["persons", "share"])
def test_the_mean_is_inside_and_a_narrow_interval_is_the_plain_one(unit: str) -> None:
    for half in (0.001, 0.2, 5.0, 80.0):
        low, high = ends(0.4, half, unit)
        assert 0 <= low < 0.4 < high
        assert unit != "share" or high <= 1
    assert ends(0.4, 0.001, unit) == pytest.approx((0.399, 0.401), abs=1e-5)


def test_levels_of_a_summary_are_on_their_scale_and_differences_are_not() -> None:
    summary = summarise(toy({"no": [0.0, 60.0], "60": [10.0, 90.0]}, "queue_mapping_mean", "persons"), experiment="e", references=["no"])
    level = summary[(summary["reference"] == "") & (summary["scenario"] == "no")].iloc[0]
    difference = summary[summary["reference"] == "no"].iloc[0]
    assert 0 <= level["ci_low"] < 30 < level["ci_high"]
    assert difference["ci_low"] < 0
    assert difference["mean"] - difference["ci_low"] == pytest.approx(difference["ci_high"] - difference["mean"])


def test_the_interval_of_an_expected_value_never_lies_beside_its_mean() -> None:
    """Nineteen draws in twenty give 0.07 and one 3.67: the mean of 0.25 is beyond every quantile that leaves the one out."""
    runs = np.full((1, 40, 2), 0.07)
    runs[0, 0] = 7.27
    (low,), (high,) = credible(runs, 0.9)
    assert low == pytest.approx(0.07)
    assert high == pytest.approx(0.25)


def test_one_future_has_no_interval_of_few_runs() -> None:
    few, enough = np.arange(FEWEST_RUNS - 1.0)[None, :, None], np.arange(float(FEWEST_RUNS))[None, :, None]
    assert np.isnan(pooled(few)).all()
    assert not np.isnan(pooled(enough)).any()


@pytest.mark.parametrize(("draws", "level"), [(39, 0.95), (99, 0.95), (199, 0.9)])
def test_quantiles_of_draws_hold_their_level_of_the_next(draws: int, level: float) -> None:
    """Of n + 1 draws alike in law the last falls between two of the others' ordered values with probability (k - j) / (n + 1)."""
    luck = np.random.default_rng(draws)
    many = luck.normal(size=(4_000, draws + 1))
    low, high = pooled(many[:, :draws, None], level)
    inside = ((low < many[:, draws]) & (many[:, draws] < high)).mean()
    assert inside == pytest.approx(level, abs=0.012)

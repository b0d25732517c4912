"""One number with all that may be said of it."""

from math import isnan

import numpy as np
import pytest

from ami_sim.analysis.estimate import Runs, compared, estimate, half_width
from tests.analysis.conftest import paired_rows


def test_a_paired_difference_has_the_means_difference_and_a_narrower_interval_than_the_level() -> None:
    frame = paired_rows({"no": 1.0, "60": 3.0}, replications=4, draws=200, shared=2.0, own=0.1, between=0.5)
    difference, level = (compared(frame, "60", against, "queue_place_mean") for against in ("no", ""))
    assert difference.mean == pytest.approx(2.0, abs=0.15)
    assert level.half > difference.half
    assert difference.low < difference.mean < difference.high
    assert difference.lowest <= difference.low
    assert difference.highest >= difference.high
    assert difference.told_apart
    assert difference.unit == "persons"


def test_chance_is_the_share_of_draws_above_zero_not_of_runs() -> None:
    luck = np.random.default_rng(1)
    runs = 0.5 + luck.normal(0, 1.0, (4000, 1)) + luck.normal(0, 10.0, (4000, 30))
    assert estimate(runs, "kr").chance == pytest.approx(0.69, abs=0.03)  # P(N(0.5, 1) > 0)


def test_what_chance_hides_is_not_told_apart() -> None:
    runs = np.tile(np.array([[-1.0, 1.0], [1.0, -1.0]]), (20, 1))
    found = estimate(runs, "kr")
    assert not found.resolved
    assert isnan(found.chance)
    assert not found.told_apart
    luck = np.random.default_rng(2).normal(size=(40, 2))
    held = estimate(luck, "kr")
    assert (held.low, held.high) == pytest.approx(tuple(np.quantile(luck.mean(axis=1), [0.025, 0.975], method="weibull")))
    assert held.half < (held.high - held.low) / 2


def test_one_draw_has_only_the_interval_of_the_computing() -> None:
    found = estimate(np.array([[1.0, 2.0, 3.0]]), "kr")
    assert isnan(found.low)
    assert found.half == pytest.approx(half_width(np.array([1.0, 2.0, 3.0])))
    assert found.half == pytest.approx(4.3027 / np.sqrt(3), rel=1e-4)  # t with two degrees of freedom


def test_two_values_have_an_interval_and_one_has_none() -> None:
    assert half_width(np.array([10.0, 12.0])) == pytest.approx(12.7062, rel=1e-5)  # S = root 2, t with one degree of freedom
    assert isnan(half_width(np.array([10.0])))


def test_chance_without_replications_is_the_share_of_draws_and_with_one_draw_that_of_runs() -> None:
    assert estimate(np.array([[0.0], [1.0], [-1.0], [2.0]]), "kr").chance == 0.5  # nought is not above nought
    assert estimate(np.array([[-1.0, 2.0, 3.0]]), "kr").chance == pytest.approx(2 / 3)


def test_what_leaves_nought_out_is_told_apart() -> None:
    shifted = np.repeat(np.arange(40.0)[:, None], 2, axis=1)
    assert not estimate(shifted - 20, "kr").told_apart
    assert estimate(shifted + 20, "kr").told_apart
    assert estimate(-shifted - 20, "kr").told_apart
    assert estimate(shifted + 20, "kr").chance == 1.0


def test_a_number_that_never_varies_is_told_apart_unless_it_is_zero() -> None:
    assert estimate(np.full((5, 2), 3.0), "kr").told_apart
    assert not estimate(np.zeros((5, 2)), "kr").told_apart


@pytest.mark.parametrize(("column", "words"), [("scenario", ("61", "queue_place_mean")), ("measure", ("60", "queue_plac_mean"))])
def test_a_name_that_nobody_wrote_is_refused_with_the_nearest(column: str, words: tuple[str, str]) -> None:
    frame = paired_rows({"no": 1.0, "60": 3.0}, replications=2)
    with pytest.raises(KeyError, match=rf"{column}: .*(60|queue_place_mean)"):
        Runs(frame).of(*words)

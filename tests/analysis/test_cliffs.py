"""Cliffs worked out by hand: steps between neighbours, the median step, the answer's interval and chance."""

import numpy as np
import pytest

from ami_sim.analysis.cliffs import MOVES, moved

PLACES = np.sort(np.append(np.array(MOVES), 0.0))


def same(*answers: float) -> np.ndarray:
    """Give answers that are the same in two lives."""
    return np.array([answers, answers]).T


def test_a_proportional_answer_is_no_cliff() -> None:
    """Steps of 100, 50, 50, 50, 50, 100 for moves of 10, 5, 5, 5, 5, 10 %: twice the median step at most."""
    found = moved(PLACES, same(*(1000 * PLACES)), 100.0)
    assert (found.largest, found.at, found.cliff) == (-200.0, -0.2, False)
    assert abs(found.step) == 100.0


def test_a_step_that_its_neighbours_do_not_have_is_a_cliff_between_two_moves() -> None:
    found = moved(PLACES, same(0, 0, 0, 50, 50, 50, 50), 100.0)
    assert (found.cliff, found.step, found.low, found.high) == (True, 50.0, -0.05, 0.0)
    assert (found.largest, found.half) == (-50.0, 0.0)


@pytest.mark.parametrize(("width", "cliff"), [(499.0, True), (501.0, False)])
def test_a_step_under_a_tenth_of_the_interval_is_none(width: float, cliff: bool) -> None:
    assert moved(PLACES, same(0, 0, 0, 50, 50, 50, 50), width).cliff is cliff


def test_a_step_that_chance_makes_is_none() -> None:
    """One life in two jumps by 100: the mean step is 50, its standard error 50, and twice that is not exceeded."""
    answers = np.array([[0, 0, 0, 100, 100, 100, 100], [0, 0, 0, 0, 0, 0, 0]], float).T
    found = moved(PLACES, answers, 1.0)
    assert (found.step, found.cliff) == (50.0, False)
    assert found.half == pytest.approx(100.0)


def test_moves_that_cannot_be_made_are_left_out() -> None:
    answers = same(-20, -10, -5, 0, 5, np.nan, np.nan)
    found = moved(PLACES, answers, 1.0)
    assert (found.largest, found.at) == (-20.0, -0.2)
    only = moved(PLACES, np.where(PLACES[:, None] == 0.0, 7.0, np.nan) * np.ones((7, 2)), 1.0)
    assert (only.largest, only.cliff) == (0.0, False)

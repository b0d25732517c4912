"""A window lived again: distances worked out by hand, and a process that forgets is further from a log that does not."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.calibration.own.lived_again import (
    ANY,
    NOTHING,
    Chains,
    Ways,
    chains_of,
    distances,
    distances_of,
    ends_of,
    lived_again,
    occupancy,
    ways_of,
)
from ami_sim.calibration.own.mapping import Map
from ami_sim.calibration.own.rows import CLOSED, GOES_ON, CaseLog, check_rows
from ami_sim.calibration.own.table import pick, read_table
from ami_sim.scenario.registry import STAGES
from tests.calibration.own.logs import log_of, map_of

A, B = 2, 3


def chains(*rows: tuple[int, int, float, float, int], window: float = 70.0) -> Chains:
    case, stage, start, end, to = (np.array(column) for column in zip(*rows, strict=True))
    return Chains(case, stage, start.astype(np.float64), end.astype(np.float64), to, window)


def read(log: pd.DataFrame, given: Map) -> CaseLog:
    raw = read_table(log)
    return check_rows(pick(raw.frame, given.wanted, ""), given, STAGES, raw.unreadable)


def test_who_is_where_on_a_day_is_counted() -> None:
    found = occupancy(
        chains((0, A, 0, 10, B), (0, B, 10, 70, GOES_ON), (1, A, -5, 20, CLOSED)), np.array([A, B]), np.array([0.0, 10.0, 30.0])
    )
    assert found.tolist() == [[2, 0], [1, 1], [0, 1]]


def test_what_ends_when_and_in_what_is_as_by_hand() -> None:
    made = chains((0, A, 0, 10, B), (0, B, 10, 70, GOES_ON), (1, A, 0, 30, CLOSED), (2, A, 0, 30, B), (2, B, 30, 70, GOES_ON))
    ways = ways_of(made)
    assert ways[A, ANY].times.tolist() == [10, 10, 30, 30]
    assert ways[A, ANY].gone == pytest.approx([0, 1 / 3, 2 / 3, 1])  # closed, then on to B, at each time
    assert ways[A, ANY].rate == pytest.approx(3 / 70)
    assert (A, NOTHING) not in ways  # three ends are too few to be taken apart


def test_a_stay_that_has_lasted_goes_on_from_there() -> None:
    ways = Ways(np.array([10.0, 30.0]), np.array([B, CLOSED]), np.array([0.5, 1.0]), 1.0)
    length, to = ends_of(ways, np.full(50, 10.0), False, np.random.default_rng(1))
    assert set(length) == {30.0}
    assert set(to) == {CLOSED}
    length, to = ends_of(ways, np.full(1000, 5.0), True, np.random.default_rng(1))
    assert length.min() > 5
    assert length.mean() == pytest.approx(6.0, abs=0.15)


def test_distances_are_those_worked_out_by_hand() -> None:
    one, other = chains((0, A, 0, 35, CLOSED)), chains((0, A, 0, 49, CLOSED))
    found = distances(one, other, np.array([0.0, 0.0]))
    # Ten Mondays, one person, there until day 35 or 49: they differ on days 35 and 42.
    assert found["in_progress"] == pytest.approx(np.sqrt(2 / 10))
    assert found["waits"] == found["cycle_times"] == pytest.approx(14)
    assert found["exits"] == 0
    assert found["arrivals"] == 0  # who is there at the first moment is no arrival
    came = chains((0, A, 1, 35, CLOSED))
    assert distances(came, other, np.array([0.0, 0.0]))["arrivals"] == pytest.approx(np.sqrt(1 / 2))  # one came in the first of two months


def test_cases_go_on_from_their_first_stays_to_the_end_of_the_window() -> None:
    seen = chains_of(read(log_of(200), map_of()))
    again = lived_again(seen, ways_of(seen), False, np.random.default_rng(2))
    assert np.array_equal(again.start[again.first], seen.start[seen.first])
    assert np.array_equal(again.stage[again.first], seen.stage[seen.first])
    assert again.end.max() <= seen.window
    assert (again.end[again.to == GOES_ON] == seen.window).all()


def test_a_process_that_forgets_is_further_from_a_log_that_does_not() -> None:
    found = distances_of(read(log_of(1500), map_of())).set_index("distance")
    ours, forgets, floor = (found[name].astype(float) for name in ("semi_markov", "markov", "floor"))
    assert ours["cycle_times"] < forgets["cycle_times"]
    assert ours["waits"] < 2 * floor["waits"]
    assert ours["in_progress"] < 1.5 * floor["in_progress"]
    assert distances_of(read(log_of(10), map_of())).empty

"""Dots, curves and causes by hand: small frames whose numbers are worked out here."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.causes import REST, causes
from ami_sim.analysis.flows import flows
from ami_sim.analysis.futures import at_most, differences_by_run, dots


def measures(rows: list[tuple[int, str, float]]) -> pd.DataFrame:
    whole = [(0, run, option, "waiting", "", "", "persons", value) for run, option, value in rows]
    return pd.DataFrame(whole, columns=["draw", "replication", "scenario", "measure", "actor", "group", "unit", "value"])


def test_differences_are_within_a_run_and_a_run_without_either_is_left_out() -> None:
    frame = measures([(0, "a", 10), (0, "b", 13), (1, "a", 20), (1, "b", 18), (2, "a", 5)])
    assert differences_by_run(frame, "b", "a", "waiting").tolist() == [-2.0, 3.0]
    assert differences_by_run(frame, "c", "a", "waiting").size == 0


def test_each_dot_stands_for_as_many_futures() -> None:
    assert dots(np.arange(1.0, 101.0), 20).tolist() == [3.0 + 5 * at for at in range(20)]  # the middle of 1-5, 6-10, ...
    assert dots(np.array([3.0, 1.0, 2.0]), 20).tolist() == [1.0, 2.0, 3.0]  # all, where there are few
    assert at_most(np.array([1.0, 2.0, 2.0, 9.0])).tolist() == [0.25, 0.5, 0.75, 1.0]


def summary(rows: list[tuple[str, str, str, str, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["scenario", "reference", "measure", "actor", "mean"])
    return frame.assign(group="", interval="computing", ci_low=frame["mean"] - 1, ci_high=frame["mean"] + 3)


def test_the_causes_and_the_rest_add_up_to_the_difference() -> None:
    found = causes(
        summary(
            [
                ("a", "", "net_cost", "municipality", 100.0),
                ("b", "", "net_cost", "municipality", 112.0),
                ("b", "a", "net_cost", "municipality", 12.0),
                ("b", "a", "net_cost", "ami", 20.0),
                ("b", "a", "aid_saved_by:open_work", "", 15.0),  # saved: 15 less is paid
            ]
        ),
        "b",
        "a",
    )
    assert found is not None
    assert {step.cause: step.kr for step in found.steps} == {"open_work": -15.0, "ami": 20.0, REST: 7.0}
    assert (found.reference, found.option, found.rest) == (100.0, 112.0, 7.0)
    work = found.steps[0]
    assert (work.low, work.high) == (-18.0, -14.0)  # the ends change places with the sign
    assert causes(summary([("b", "a", "net_cost", "municipality", 1.0)]), "b", "a") is None


@pytest.mark.parametrize("runs", [1, 2])
def test_moves_a_year_are_means_of_runs_and_leave_out_what_is_before_the_parting_and_moves_within_a_stage(runs: int) -> None:
    rows = [(0, run, "a", after, 1, to, 12.0) for run in range(runs) for after, to in ((0, 2), (1, 2), (1, 2), (1, 1))]
    frame = pd.DataFrame(rows, columns=["draw", "replication", "scenario", "after", "stage", "to_stage", "amount"])
    [(scenario, stage, to, a_year)] = flows(frame, years=6.0).itertuples(index=False, name=None)
    assert (scenario, stage, to, a_year) == ("a", 1, 2, 4.0)  # 24 in 6 years

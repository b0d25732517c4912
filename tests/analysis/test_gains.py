"""Who gains, per person followed, on a frame whose answers are known."""

import pandas as pd
import pytest

from ami_sim.analysis.gains import gains, ordered


def frame() -> pd.DataFrame:
    rows = []
    for draw in range(3):
        for replication in range(2):
            for scenario, months, met in (("no", 10.0, 0.0), ("today", 10.0 + 4 * draw, 2.0)):
                key = (draw, replication, scenario)
                for group, people in (("", 8.0), ("sex:woman", 4.0), ("limit:cases", 4.0), ("step:1", 0.0)):
                    rows.append((*key, "people_followed", group, people))
                    rows.append((*key, "months_in_work", group, months))
                    rows.append((*key, "people_met", group, met))
    return pd.DataFrame(rows, columns=["draw", "replication", "scenario", "measure", "group", "value"])


def test_differences_and_levels_are_divided_by_the_persons_followed() -> None:
    found = {(gain.group, gain.measure): gain for gain in gains(frame(), "today", "no", ["months_in_work"], ["people_met"])}
    assert found["", "months_in_work"].mean == pytest.approx(4 / 8)
    assert found["sex:woman", "months_in_work"].mean == pytest.approx(4 / 4)
    assert found["sex:woman", "people_met"].mean == pytest.approx(2 / 4)
    half = 4.302653 * 0.5 / 3**0.5  # Student's t for three draws: wider than quantiles of so few
    assert (found["", "months_in_work"].low, found["", "months_in_work"].high) == pytest.approx((0.5 - half, 0.5 + half))


def test_groups_without_anybody_and_limits_have_no_rows() -> None:
    groups = {gain.group for gain in gains(frame(), "today", "no", ["months_in_work"], ["people_met"])}
    assert groups == {"", "sex:woman"}


def test_results_without_backgrounds_give_nothing() -> None:
    old = frame()
    assert gains(old[old["measure"] != "people_followed"], "today", "no", ["months_in_work"], []) == []


def test_everybody_comes_first() -> None:
    assert ordered(["step:1", "sex:man", "limit:mapping", ""]) == ["", "sex:man", "step:1"]

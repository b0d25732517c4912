"""What holds from each date: staff who are away, what those on aid have besides, and what may be extended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from ami_sim.model.lowering import lower
from ami_sim.model.tables import CASES, GROUPS, SLOTS, Plan
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.registry import FIND_WORK, REFER

RAGUNDA = "calibration/ragunda/scenario.toml"
TRUST = {"source": "a test", "sure": "L", "mark": "assumed"}


def planned(settings: Mapping[str, Any]) -> Plan:
    return lower(load_scenario(RAGUNDA, settings))


def limits(plan: Plan, when: date) -> list[int]:
    """Give the limits that hold on a date."""
    entry = max(e for e in range(1, plan.tables.entries) if plan.date(plan.tables.dates[e]) <= when)
    return list(plan.tables.capacity[entry])


def test_supervisors_who_are_away_take_their_places_and_consultants_their_mappings_not_their_cases() -> None:
    rows = [
        {"role": "supervisor", "share": 0.5, "months": [7], **TRUST},
        {"role": "consultant", "share": 0.25, "from": date(2020, 3, 10), "until": date(2020, 4, 9), **TRUST},
    ]
    plain, away = planned({}), planned({"unit.today.away": rows})
    outdoor = GROUPS + plain.groups.index("outdoor")
    ordinary = GROUPS + plain.groups.index("ordinary")
    for year in (2019, 2024):
        before, after = limits(plain, date(year, 7, 15)), limits(away, date(year, 7, 15))
        assert (before[outdoor], after[outdoor]) == (1300, 650)
        assert after[ordinary] == before[ordinary]
        assert limits(away, date(year, 8, 15)) == limits(plain, date(year, 8, 15))
    before, after = limits(plain, date(2020, 3, 15)), limits(away, date(2020, 3, 15))
    assert (before[SLOTS], after[SLOTS]) == (8, 6)
    assert after[CASES] == before[CASES]
    assert limits(away, date(2020, 4, 10)) == limits(plain, date(2020, 4, 10))


def test_nobody_is_more_than_away() -> None:
    rows = [{"share": 0.7, **TRUST}, {"role": "supervisor", "share": 0.7, **TRUST}]
    away = planned({"unit.today.away": rows})
    assert limits(away, date(2020, 5, 1))[GROUPS + away.groups.index("outdoor")] == 0


def test_those_on_aid_can_be_referred_faster_and_find_work_sooner_besides_what_everybody_does() -> None:
    change = {"from": date(2020, 2, 1), "factors": {"find_work": 0.8}, "on_aid": {"find_work": 1.5}, **TRUST}
    plan = planned({"economy": [change], "unit.today.referral": 2.0, "unit.today.referral_aid": 3.0})
    last, on_aid = plan.tables.economy[-1], plan.tables.on_aid[-1]
    assert (last[FIND_WORK], on_aid[FIND_WORK]) == (0.8, 1.5)
    assert (last[REFER], on_aid[REFER]) == (2.0, 3.0)
    assert sum(plan.tables.rerates[2:]) == 1


def test_an_intervention_has_dates_of_its_own() -> None:
    plan = planned({"intervention.coaching.opens": date(2019, 2, 1), "intervention.coaching.closes": date(2021, 1, 1)})
    row = next(i for i, found in enumerate(plan.rows) if found.name == "coaching")
    days = [plan.date(plan.tables.dates[e]) for e in range(1, plan.tables.entries) if plan.tables.open_rows[e] >> row & 1]
    assert (days[0], days[-1]) == (date(2019, 2, 1), date(2020, 12, 1))


def test_af_may_decide_slower_under_one_rule() -> None:
    plan = planned({"rule.new_start_long.decision": "100 days"})
    asks = {row.name: plan.tables.asks[i] for i, row in enumerate(plan.rows)}
    assert asks["new_start_long"] == pytest.approx(100.0)
    assert asks["new_start_short"] == pytest.approx(21.0)
    assert asks["work_practice"] == 0.0


def test_af_answers_slower_in_some_months() -> None:
    plan = planned({"application.by_month": [1.0] * 6 + [2.0] + [1.0] * 5})
    pace = {plan.date(plan.tables.dates[e]): plan.tables.pace[e] for e in range(1, plan.tables.entries)}
    assert (pace[date(2020, 6, 1)], pace[date(2020, 7, 1)], pace[date(2020, 8, 1)]) == (1.0, 2.0, 1.0)

"""Who belongs to which group, what was used of each limit, how many stand where on average each month, and how conditions are coded."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ami_sim.model.person import PERSON
from ami_sim.model.tables import CASES, GROUPS, LOG, MONEY, SLOTS, UNLIMITED
from ami_sim.record.background import groups_of, lives_on_aid, mark_on_aid
from ami_sim.record.measures.queues import used_of, utilisation
from ami_sim.record.monthly import month_edges, monthly_beside
from ami_sim.record.spells import Condition, code_of, coded, conditions_of, days_by_condition, spells_of, transitions
from ami_sim.scenario.registry import (
    AID_SPELL,
    ARRIVAL,
    BORN_ABROAD,
    CALENDAR,
    FIND_WORK,
    I_AID,
    I_WORK,
    ILL_HEALTH,
    LANGUAGE_NEED,
    NOT_REFERRED,
    RELAPSE,
    UNBORN,
    WAITING_MAPPING,
    WOMAN,
    WORK,
    members,
)
from tests.record.lives import Asked, Life, Then, lives_by_hand, months_of, spells_by_hand

YEAR = 365.25


def test_groups_are_read_from_what_an_official_sees_on_the_parting_date_or_on_arrival() -> None:
    people = np.zeros(4, PERSON)
    people["traits"] = [WOMAN | BORN_ABROAD, LANGUAGE_NEED, ILL_HEALTH | WOMAN, 0]
    people["children"] = [0, 1, 2, 0]
    people["referrer"], people["assessed"], people["schooling"] = [0, 1, 0, 1], [0, 4, 2, 2], [0, 1, 2, 0]
    # 24.9, 25.0, 34.9 and 50 years on the parting date or, for the last, 50 on arrival 400 days after it.
    parting = 100.0
    people["began"] = [0, 0, 0, 500]
    people["born"] = [parting - 24.9 * YEAR, parting - 25.0 * YEAR, parting - 34.9 * YEAR, 500 - 50.0 * YEAR]
    yes, no = True, False
    found = {name: mask.tolist() for name, mask in groups_of(people, ["ifo", "af"], parting, np.array([yes, no, yes, no])).items()}
    assert found["on_aid:yes"] == [not other for other in found["on_aid:no"]] == [yes, no, yes, no]
    assert found[""] == [yes] * 4
    assert found["sex:woman"] == [yes, no, yes, no]
    assert found["sex:man"] == [no, yes, no, yes]
    assert found["born_abroad:yes"] == [yes, no, no, no]
    assert found["language_need:yes"] == [no, yes, no, no]
    assert found["ill_health:no"] == [yes, yes, no, yes]
    assert found["children:yes"] == [no, yes, yes, no]
    assert found["children:no"] == [yes, no, no, yes]
    assert found["age:under 25"] == [yes, no, no, no]
    assert found["age:25-34"] == [no, yes, yes, no]
    assert found["age:35-49"] == [no] * 4
    assert found["age:50 and over"] == [no, no, no, yes]
    assert found["referrer:ifo"] == [yes, no, yes, no]
    assert found["referrer:af"] == [no, yes, no, yes]
    assert [found[f"step:{step}"] for step in (1, 3, 5)] == [[yes, no, no, no], [no, no, yes, yes], [no, yes, no, no]]
    schooling = [name for name in found if name.startswith("schooling:")]
    assert np.sum([found[name] for name in schooling], axis=0).tolist() == [1, 1, 1, 1]
    assert found[schooling[0]] == [yes, no, no, yes]


def test_who_lives_on_aid_is_read_on_the_parting_date_or_on_arrival_not_by_the_door() -> None:
    """Parting on day 100: off aid by then, on a gap in it then, on aid only later, and on topped-up activity support on arrival."""
    lives: list[Life] = [
        (Then(0, "calendar", "not_referred", "aid"), Then(100, "find_work", "work", "work")),
        (Then(0, "calendar", "not_referred", "family"), Then(99, "gap_begins", "not_referred", "aid_gap")),
        (Then(0, "calendar", "not_referred", "state_benefit"), Then(101, "benefit_ends", "not_referred", "aid")),
        (Then(150, "arrival", "not_referred", "activity"), Then(160, "find_work", "work", "work")),
    ]
    spells, plain = spells_by_hand(lives, 200.0), np.zeros(5, np.bool_)
    assert lives_on_aid(spells, 5, 100.0).tolist() == [False, True, False, True, False]
    aid = np.isin(np.arange(256), members(AID_SPELL))
    mark_on_aid(spells.person, spells.start, spells.end, spells.income, aid, 100.0, plain)
    assert plain.tolist() == [False, True, False, True, False]


PLACED: Life = (
    Then(50, "arrival", "waiting_mapping"),
    Then(120, "start", "mapping"),
    Then(140, "planned_end", "waiting_place"),
    Then(150, "start", "in_intervention", row=1, group=0),
    Then(180, "planned_end", "not_referred"),
)
ALONE: Life = (Then(90, "arrival", "waiting_place"), Then(130, "start", "in_intervention", row=1, group=-1))  # a stay without a place


def used(capacity: list[list[float]], dates: list[float]) -> dict[str, float]:
    """Give the use of limits; the run parts on day 100 and ends on day 200; a stay takes half a place and 300 kr a day of wage money."""
    tables: Any = SimpleNamespace(dates=[0.0, *dates], capacity=[[0] * (GROUPS + 2), *capacity], money=[0, 300], place=[0, 50])
    plan = Asked(100.0, 200.0, rows=("mapping", "stay"), groups=("outdoor", "school"), tables=tables)
    return {number.group: number.value for number in utilisation.function(lives_by_hand((PLACED, ALONE), plan))}


def limits(slots: float, cases: float, money: float, outdoor: float, school: float) -> list[float]:
    found = [0.0] * (GROUPS + 2)
    found[SLOTS], found[CASES], found[MONEY] = slots, cases, money
    found[GROUPS:] = [outdoor, school]
    return found


def test_use_is_what_was_held_over_what_there_was_since_the_parting() -> None:
    """Two slots until day 150 and four after it: 50 x 2 + 50 x 4 = 300 slot days, of which PLACED's mapping takes twenty."""
    found = used([limits(2, 5, 900, 100, 0), limits(4, 5, 900, 300, 0)], [0.0, 150.0])
    assert found["limit:mapping"] == pytest.approx(20 / 300)
    assert found["limit:cases"] == pytest.approx((20 + 10 + 30 + 30 + 70) / 500)  # mapping, waiting for a place, stays
    assert found["limit:wage_money"] == pytest.approx((30 + 70) * 300 / (100 * 900))
    assert found["group:outdoor"] == pytest.approx(30 * 50 / (50 * 100 + 50 * 300))
    assert found[""] == pytest.approx(30 * 50 / (50 * 100 + 50 * 300))  # a stay in no group takes no place
    assert np.isnan(found["group:school"])


def test_use_of_what_has_no_end_is_not_defined() -> None:
    found = used([limits(UNLIMITED, UNLIMITED, 900, 100, 0)], [0.0])
    assert np.isnan(found["limit:mapping"])
    assert found["limit:wage_money"] == pytest.approx(100 * 300 / (100 * 900))
    assert np.isnan([used_of(1.0, 0.0), used_of(1.0, UNLIMITED)]).all()
    assert used_of(1.0, 4.0) == 0.25


def test_months_begin_on_their_firsts_and_the_run_ends_on_its_last_day() -> None:
    plan: Any = SimpleNamespace(scenario=SimpleNamespace(start=date(2018, 11, 15), end=date(2019, 2, 10)), horizon=87.0, parting=47.0)
    assert month_edges(plan).tolist() == [0.0, 16.0, 47.0, 78.0, 87.0]
    plan.scenario.end, plan.horizon = date(2019, 2, 1), 78.0
    assert month_edges(plan).tolist() == [0.0, 16.0, 47.0, 78.0]
    plan.parting = 50.0  # a parting inside January: the month comes in two pieces
    assert month_edges(plan).tolist() == [0.0, 16.0, 47.0, 50.0, 78.0]


def test_averages_by_month_are_days_over_the_months_length() -> None:
    """Months of 30 and 20 days: A is on aid for 40 days and works for 10; B comes on day 15 and waits on activity support."""
    a: Life = (Then(0, "calendar", "not_referred", "aid"), Then(40, "find_work", "work", "work"))
    b: Life = (Then(15, "arrival", "waiting_mapping", "activity"), Then(45, "start", "mapping", "aid_gap"))
    spells, edges = spells_by_hand((a, b), 50.0), np.array([0.0, 30.0, 50.0])
    found = {name: values.tolist() for name, values in months_of(spells, edges).items()}
    assert found["on_aid"] == pytest.approx([(30 + 15) / 30, (10 + 15) / 20])  # activity support counts, a gap does not
    assert found["in_work"] == pytest.approx([0, 10 / 20])
    assert found["queue_mapping"] == found["stage:waiting_mapping"] == pytest.approx([15 / 30, 15 / 20])
    assert found["queue_place"] == found["in_intervention"] == [0.0, 0.0]
    assert found["stage:mapping"] == pytest.approx([0, 5 / 20])
    assert found["income:aid_gap"] == pytest.approx([0, 5 / 20])
    assert "stage:unborn" not in found
    assert "income:none" not in found


def test_waiting_differs_from_the_reference_run_by_run_and_money_is_left_out() -> None:
    own = {"queue_place": np.array([3.0, 1.0]), "queue_mapping": np.array([2.0, 2.0]), "net_result:state": np.array([9.0, 9.0])}
    other = {"queue_place": np.array([1.0, 4.0]), "queue_mapping": np.array([2.0, 0.5]), "net_result:state": np.array([1.0, 1.0])}
    found = {name: values.tolist() for name, values in monthly_beside(own, other).items()}
    assert found == {"difference:queue_place": [2.0, -3.0], "difference:queue_mapping": [0.0, 1.5]}
    only = {"job:new": np.array([1.0, 2.0])}
    assert monthly_beside(only, {})["difference:job:new"].tolist() == [1.0, 2.0]
    assert monthly_beside({}, only)["difference:job:new"].tolist() == [-1.0, -2.0]


def test_events_are_counted_by_kind_and_month() -> None:
    a: Life = (Then(0, "calendar", "not_referred"), Then(10, "find_work", "work", "work"), Then(29, "relapse", "not_referred"))
    b: Life = (Then(5, "arrival", "not_referred"), Then(30, "find_work", "work", "work"))
    kinds, counts = transitions(spells_by_hand((a, b), 60.0), np.array([0.0, 30.0, 60.0]))
    found = {tuple(kind): row for kind, row in zip(kinds.tolist(), counts.tolist(), strict=True)}
    assert found == {
        (CALENDAR, UNBORN, NOT_REFERRED): [1, 0],
        (ARRIVAL, UNBORN, NOT_REFERRED): [1, 0],
        (FIND_WORK, NOT_REFERRED, WORK): [1, 1],
        (RELAPSE, WORK, NOT_REFERRED): [1, 0],
    }


def test_what_happens_outside_the_months_is_not_counted() -> None:
    a: Life = (Then(0, "calendar", "not_referred"), Then(10, "find_work", "work", "work"), Then(29, "relapse", "not_referred"))
    kinds, counts = transitions(spells_by_hand((a,), 60.0), np.array([5.0, 20.0]))
    assert kinds.tolist() == [[FIND_WORK, NOT_REFERRED, WORK]]
    assert counts.tolist() == [[1]]


def test_a_condition_is_read_back_from_its_number() -> None:
    rows = np.array([[WORK, I_WORK, -1, -1, 0, 0], [5, 6, 12, 7, 9, 5], [2, 15, 0, -1, 3, 7]])
    codes = code_of(*rows.T)
    assert conditions_of(codes).tolist() == rows.tolist()
    assert len(set(codes.tolist())) == 3
    spells = spells_by_hand(((Then(0, "calendar", "waiting_mapping", "aid"),),), 10.0, [4])
    assert conditions_of(coded(spells)).tolist() == [[WAITING_MAPPING, I_AID, -1, -1, 4, 0]]


def test_days_in_a_condition_are_those_inside_the_months() -> None:
    a: Life = (Then(5, "arrival", "not_referred", "aid"), Then(40, "find_work", "work", "work"))
    conditions, days = days_by_condition(spells_by_hand((a, a), 50.0, [0, 3]), np.array([10.0, 30.0, 50.0]))
    found = {condition: days[:, at].tolist() for at, condition in enumerate(conditions)}
    assert found == {
        Condition(NOT_REFERRED, I_AID, -1, -1, 0, 0): [20.0, 10.0],
        Condition(NOT_REFERRED, I_AID, -1, -1, 3, 0): [20.0, 10.0],
        Condition(WORK, I_WORK, -1, -1, 0, 0): [0.0, 10.0],
        Condition(WORK, I_WORK, -1, -1, 3, 0): [0.0, 10.0],
    }


def test_a_log_becomes_spells_person_by_person() -> None:
    log = np.zeros(4, LOG)
    log["time"], log["person"] = [0.0, 3.0, 7.0, 9.0], [1, 0, 1, 1]
    log["stage"] = [NOT_REFERRED, NOT_REFERRED, WORK, NOT_REFERRED]
    spells = spells_of(log, 10.0)
    assert spells.person.tolist() == [0, 1, 1, 1]
    assert spells.start.tolist() == [3.0, 0.0, 7.0, 9.0]
    assert spells.end.tolist() == [10.0, 7.0, 9.0, 10.0]
    assert spells.came_from.tolist() == [0, 0, NOT_REFERRED, WORK]
    assert spells.days.tolist() == [7.0, 7.0, 2.0, 1.0]
    assert spells.after(8.0).tolist() == [2.0, 0.0, 1.0, 1.0]
    assert len(spells_of(log[:0], 10.0).person) == 0

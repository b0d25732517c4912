"""The counts of a first year, worked out by hand in a few lives of 300 days from the first of September."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ami_sim.model.person import PERSON
from ami_sim.record.first_year import COUNTS, MEANS, SUSTAINED, extra_jobs_lost, first_year_counts, gone_on, same_counts
from ami_sim.scenario.registry import I_AID, IN_INTERVENTION, INCOMES, NOT_REFERRED, SUBSIDISED, WORK
from tests.record.lives import Life, Then, spells_by_hand

HORIZON = 300.0
JANUARY = 122.0  # the first of January from the first of September
EXTRA, PRACTICE = 1, 2  # service rows
FIVE_HUNDRED: Any = SimpleNamespace(at=lambda theta: 500.0)  # kr a day


def door(**income: float) -> Any:
    """Write a door by what people live on who come through it."""
    return SimpleNamespace(income={name: SimpleNamespace(at=lambda theta, share=share: share) for name, share in income.items()})


PLAN: Any = SimpleNamespace(
    scenario=SimpleNamespace(
        start=date(2018, 9, 1),
        referrer={"ifo": door(aid=1.0), "af": door(aid=0.5, state_benefit=0.5), "family": door(family=1.0)},
        timeline=[SimpleNamespace(from_=date(2018, 9, 1), unit="today")],
        unit={"today": SimpleNamespace(wage_money=SimpleNamespace(amount=FIVE_HUNDRED))},
    ),
    theta={},
    referrers=("ifo", "af", "family"),
    tables=SimpleNamespace(money=[0, 365_250, 0]),  # an extra job takes 1 000 kr a day
    rows=[SimpleNamespace(intervention=name) for name in ("", "extra_job", "work_practice")],
)

# A: on aid, mapped on day 20, waits for a place from 50, in an extra job from 80 whose wage replaces the aid, until the turn of the year,
#    then without a place; works from day 150 to the end.
A: Life = (
    Then(0, "calendar", "waiting_mapping", "aid"),
    Then(20, "start", "mapping", "aid"),
    Then(50, "planned_end", "waiting_place", "aid"),
    Then(80, "start", "in_intervention", "ami_wage", EXTRA, 0),
    Then(JANUARY, "planned_end", "waiting_place", "aid"),
    Then(150, "find_work", "work", "work"),
)
# B: in an extra job on the first day that keeps the household from aid; at once in practice at the turn of the year, and there at the end.
B: Life = (
    Then(0, "calendar", "in_intervention", "ami_wage", EXTRA, 0),
    Then(JANUARY + 10, "planned_end", "in_intervention", "activity", PRACTICE, 0),
)
# C: on a benefit when mapped; works for 100 days from day 60 on, with a birthday on the way, and is in need again; paused at the end.
C: Life = (
    Then(0, "calendar", "waiting_mapping", "state_benefit"),
    Then(10, "start", "mapping", "state_benefit"),
    Then(40, "planned_end", "waiting_place", "state_benefit"),
    Then(60, "find_work", "work", "work"),
    Then(110, "band", "work", "work"),
    Then(160, "relapse", "not_referred", "aid"),
    Then(250, "wait_too_long", "paused", "aid"),
)
# D: never met; studies from day 100. E: met, studies for 90 days (too short a time) and is in need again; in the queue at the end.
D: Life = (Then(0, "calendar", "not_referred", "aid"), Then(100, "start_studies", "studies", "studies"))
E: Life = (
    Then(30, "arrival", "waiting_mapping", "aid_gap"),
    Then(50, "start", "mapping", "aid_gap"),
    Then(70, "start_studies", "studies", "studies"),
    Then(160, "relapse", "waiting_mapping", "aid"),
)


def people() -> np.ndarray:
    found = np.zeros(5, PERSON)
    found["stage"] = NOT_REFERRED
    found["stage"][1], found["fallback"][1] = IN_INTERVENTION, I_AID
    found["children"] = [2, 0, 1, 3, 0]
    found["referrer"] = [0, 1, 2, 0, 0]
    return found


def counted(until: float = HORIZON) -> dict[str, float]:
    aid = [[12_000.0 * (income == I_AID)] for income in range(len(INCOMES))]  # kr a month, of one household
    found = first_year_counts(spells_by_hand((A, B, C, D, E), HORIZON), PLAN, people(), until, aid)
    return dict(zip(COUNTS, found.tolist(), strict=True))


AID_DAYS = (80 + 28) + (HORIZON - JANUARY - 10) + (HORIZON - 160) + 100 + (HORIZON - 160)  # A, B's activity support, C, D, E; no gaps


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("met", 4),  # all but D: three mapped, B in a place on the first day
        ("met_from_aid", 3),  # A, E in a gap, and B whom the job keeps from it
        ("share_from_aid", 3 / 4),
        ("share_with_children", 2 / 4),  # A and C; D was not met
        ("active", 1),  # B
        ("employed", 0),
        ("switched", 1),  # A came from aid to a wage; B had it from the first day
        ("to_work", 2),  # A is there; C was for 100 days in a row
        ("to_studies", 0),  # E's 90 days are less than three months, D was not met
        ("extra_jobs_lost", 1),  # A's; B went on at once
        ("queue", 1),  # E
        ("paused", 1),  # C
        ("aid_stock", AID_DAYS / HORIZON),
        ("aid_touched", 5),
        ("aid_share", AID_DAYS / HORIZON / 5),
        ("met_by_aid_door", 2),  # A and E came through IFO's door, where all are on aid; B and C did not
        ("beyond_wage_money", (11 + 91) - 45.5),  # to the end of November: A from day 80, B from the first; 91 days at 500 kr set aside
        ("aid_paid", (80 + 28 + 140 + 100 + 140) / HORIZON * 0.144),  # A, A, C, D, E live on aid itself: 144 tkr a year
        ("wages_paid", (42 + 132) / HORIZON * 0.36525),  # A's and B's extra jobs
        ("left", 3),  # A and C for work, E for studies; B is there
        ("left_to_work", 2 / 3),
        ("left_to_studies", 1 / 3),
    ],
)
def test_counts_of_five_lives(name: str, value: float) -> None:
    assert counted()[name] == pytest.approx(value)


def test_the_same_lives_counted_earlier_in_the_year() -> None:
    """On day 100 A is in the extra job, B in the first one, C at work for 40 days, E still studying since day 70."""
    found = counted(100.0)
    assert (found["met"], found["active"], found["employed"], found["switched"]) == (4, 2, 2, 1)
    assert (found["to_work"], found["to_studies"]) == (1, 1)  # whoever is there on the day counts, however short
    assert (found["queue"], found["paused"], found["extra_jobs_lost"]) == (0, 0, 0)
    assert found["aid_stock"] == pytest.approx((80 + 100) / 100)
    assert (found["aid_touched"], found["aid_share"]) == pytest.approx((2, 0.9))


def test_nobody_at_all_gives_noughts() -> None:
    found = first_year_counts(spells_by_hand((D,), HORIZON), PLAN, people()[3:4], 50.0)
    assert dict(zip(COUNTS, found.tolist(), strict=True)) == {name: 0.0 for name in COUNTS} | {
        "aid_stock": 1.0,
        "aid_touched": 1.0,
        "aid_share": 1.0,
    }


@pytest.mark.parametrize(("length", "counts"), [(SUSTAINED - 1, False), (SUSTAINED, True)])
def test_three_unbroken_months_count_and_a_day_less_does_not(length: float, counts: bool) -> None:
    life: Life = (
        Then(0, "calendar", "mapping", "aid"),
        Then(10, "find_work", "work", "work"),
        Then(40, "band", "subsidised_elsewhere", "subsidised"),
        Then(10 + length, "relapse", "not_referred", "aid"),
    )
    stages = (WORK, SUBSIDISED)
    found = gone_on(spells_by_hand((life,), HORIZON), stages, np.array([0.0]), 200.0)
    assert found.tolist() == [counts]
    assert gone_on(spells_by_hand((life,), HORIZON), stages, np.array([60.0]), 200.0).tolist() == [False]  # met after both jobs began


def test_who_is_met_on_the_day_a_job_begins_has_gone_on_and_a_job_of_the_count_date_is_none_yet() -> None:
    life: Life = (Then(0, "calendar", "mapping", "aid"), Then(10, "find_work", "work", "work"))
    spells = spells_by_hand((life,), HORIZON)
    assert gone_on(spells, (WORK,), np.array([10.0]), 50.0).tolist() == [True]
    assert gone_on(spells, (WORK,), np.array([10.1]), 50.0).tolist() == [False]
    assert gone_on(spells, (WORK,), np.array([0.0]), 10.0).tolist() == [False]


@pytest.mark.parametrize(("day", "lost"), [(90.0, 0), (91.0, 1), (180.0, 1), (181.0, 0)])
def test_the_turn_of_the_year_is_december_to_february(day: float, lost: int) -> None:
    life: Life = (Then(0, "calendar", "in_intervention", "ami_wage", EXTRA, 0), Then(day, "planned_end", "waiting_place", "aid"))
    assert extra_jobs_lost(spells_by_hand((life,), HORIZON), PLAN, HORIZON) == lost
    other: Life = (Then(0, "calendar", "in_intervention", "ami_wage", PRACTICE, 0), Then(day, "planned_end", "waiting_place", "aid"))
    assert extra_jobs_lost(spells_by_hand((other,), HORIZON), PLAN, HORIZON) == 0


def test_counts_are_whole_and_the_others_are_means() -> None:
    assert {name for name, value in counted().items() if value != round(value)} == set(MEANS)
    assert same_counts(np.ones((2, len(COUNTS))), np.ones((2, len(COUNTS))))

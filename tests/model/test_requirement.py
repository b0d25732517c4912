"""The requirement to take part: three persons by hand on both engines, what follows a refusal, and hours that add up in whole runs."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ami_sim.engines.protocol import Run, engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.person import take_rows
from ami_sim.model.tables import Plan
from ami_sim.record.checks import check_run
from ami_sim.record.measures.lives import Lives
from ami_sim.record.measures.requirement import requirement, requirement_by_month
from ami_sim.record.monthly import month_edges
from ami_sim.record.spells import Spells, spells_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import build, read_source
from ami_sim.scenario.registry import (
    AID_CUT,
    AID_PAID,
    DROP_OUT,
    I_SUBSIDISED,
    I_WORK,
    START,
    UNDER_REQUIREMENT,
    WORK_PREMIUM,
    members,
)

START_2026 = Path(__file__).parents[2] / "calibration" / "ragunda_2026" / "scenario.toml"
SOURCE = read_source(START_2026)
WEEK, ROW = 7.0, {"source": "a test", "sure": "L", "mark": "assumed"}
LATER = "2028-07-01"


def plan_of(settings: Mapping[str, Any]) -> Plan:
    """Lower the start of 2026 with other settings."""
    return lower(build(SOURCE, dict(settings)))


def lives_of(run: Run, people: np.ndarray, plan: Plan) -> Lives:
    """Read a run's lives."""
    spells = spells_of(run.log, plan.horizon)
    return Lives(spells, plan, people, {"": np.ones(len(people), np.bool_)}, np.zeros(len(spells.start), np.bool_))


def measured(run: Run, people: np.ndarray, plan: Plan) -> dict[tuple[str, str], float]:
    """Measure what the requirement asks for in a run, by measure and group."""
    return {(row.measure, row.group): row.value for row in requirement(lives_of(run, people, plan))}


def by_month(run: Run, people: np.ndarray, plan: Plan) -> dict[str, list[float]]:
    """Measure the same by month."""
    return {name: values.tolist() for name, values in requirement_by_month(lives_of(run, people, plan), month_edges(plan)).items()}


# Nothing happens to anybody of itself; one place, a stay of 150 days at 12 hours a week (0.3 of 40), no activities beside it.
STILL = {f"clock.{name}.rate": "0 per month" for name in SOURCE.tables["clock"]}
QUIET: dict[str, Any] = {
    **STILL,
    **{f"referrer.{name}.rate": "0 per month" for name in SOURCE.tables["referrer"]},
    **{"end": date(2027, 1, 1), "referrer.ifo.rate": "6 per month", "referrer.ifo.dated": [], "referrer.ifo.stock": False},
    **{"referrer.ifo.enters": "waiting_place", "life.case_patience": "50 years", "activity": {}, "household_change": {}},
    **{"family.children": 0, "intervention.occupation.length": {"kind": "fixed", "typical": "150 days"}, "parting": date(2026, 1, 2)},
    **{"intervention.occupation.hold_out": "0 days", "intervention.occupation.pause": 1.0, "intervention.occupation.extend": 0.0},
    **{"intervention.occupation.groups": ["indoor"], "intervention.occupation.place": 1.0},
    "unit.in_2026.posts": [
        {"role": "supervisor", "count": 1, "cost": "590 tkr per year", "funder": "ami", "group": "indoor", "places": 1, **ROW},
        {"role": "consultant", "count": 1, "cost": "590 tkr per year", "funder": "ami", "mappings": 1, "cases": 25, **ROW},
    ],
    "unit.in_2026.places": [],
}


def three(plan: Plan) -> np.ndarray:
    """Give Ada, Bo and Cai, of forty: Ada comes on 28 June with a small child, Cai on 1 August at step 1, Bo on 1 September."""
    people = take_rows(population(plan, 1, 0, 0, live=engine_named("compiled").live), np.arange(3))
    homes = [kind for kind, _ in plan.scenario.prices.compositions]
    people["id"], people["number"] = np.arange(3), np.arange(1, 4)
    people["arrives"] = people["idle_since"] = people["began"] = [178.0, 243.0, 212.0]
    people["born"], people["traits"], people["retires"] = -40 * 365.25, 0, np.inf
    people["step"] = people["assessed"] = [2, 2, 0]
    people["household"] = [homes.index("couple_one_child"), homes.index("single"), homes.index("single")]
    people["children"] = [1, 0, 0]
    people["family"] = people["birth"] = people["partner"] = np.inf
    return people


@pytest.mark.parametrize("engine", ["compiled", "simpy"])
def test_three_persons_by_hand(engine: str) -> None:
    """On aid for three months of 91.3125 days at the earliest, and from 1 October (day 273) on; the year ends on day 365.

    Ada: from day 273, 92 days; in the stay until day 178 + 150 = 328, so 55 days of 12 hours a week; 10 hours a week less for the child.
    Cai: from day 212 + 91.3125; takes the place on day 328, 37 days of 12 hours; 25 hours a week less at step 1.
    Bo: from day 243 + 91.3125, and waits all the time.
    """
    plan = plan_of(QUIET)
    people = three(plan)
    run = engine_named(engine).simulate(plan, people)
    check_run(run.log, plan, people)
    found = measured(run, people, plan)
    ada, cai, bo = 92.0, 365 - 303.3125, 365 - 334.3125
    demanded = 40 * (ada + cai + bo) / WEEK
    excused = (10 * ada + 25 * cai) / WEEK
    met = 12 * (55 + 37) / WEEK
    assert demanded == pytest.approx(1_053.571, abs=1e-3)
    assert excused == pytest.approx(351.741, abs=1e-3)
    assert met == pytest.approx(157.714, abs=1e-3)
    assert found["requirement_hours", ""] == pytest.approx(demanded, rel=1e-12)
    assert found["requirement_excused", ""] == pytest.approx(excused, rel=1e-12)
    assert found["requirement_met", ""] == pytest.approx(met, rel=1e-12)
    assert found["requirement_unmet", ""] == pytest.approx(544.116, abs=1e-3)
    assert found["requirement_persons", ""] == pytest.approx((ada + cai + bo) / 92)
    assert found["requirement_places_lacking", ""] == pytest.approx(found["requirement_unmet", ""] * WEEK / 92 / 40)
    assert found["requirement_unmet", "stage:in_intervention"] == pytest.approx((30 - 12) * 55 / WEEK + (15 - 12) * 37 / WEEK)
    assert found["requirement_refusals", ""] == 0
    months = by_month(run, people, plan)  # the second piece begins with the parting on 2 January, so that October is the eleventh
    assert months["requirement_hours"][:10] == [0.0] * 10
    assert months["requirement_hours"][10] == pytest.approx(40 * (31 + 304 - 303.3125) / WEEK)  # Ada all of October, Cai from day 303.3125
    assert months["requirement_excused"][10] == pytest.approx((10 * 31 + 25 * 0.6875) / WEEK)
    assert months["requirement_met"][10] == pytest.approx(12 * 31 / WEEK)  # Cai waits
    assert months["requirement_unmet"][10] == pytest.approx((18 * 31 + 15 * 0.6875) / WEEK)
    assert months["requirement_persons"][12] == pytest.approx((31 + 31 + bo) / 31)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"requirement.incomes": ["aidd"]}, 'requirement.incomes: "aidd" is not known'),
        ({"requirement.factors.find_wrk": 2}, "requirement.factors"),
        ({"requirement.less[0].stages": ["sick"]}, r"requirement.less\[0\].stages"),
        ({"requirement.less[1].children": ["0-7"]}, "is not known"),
        ({"requirement.hours": 400}, "hours"),
        ({"requirement.ages": [66, 18]}, "expected the lower age first"),
        ({"requirement.status": "law"}, "status"),
        ({"requirement.until": date(2026, 1, 1)}, "is before from"),
        ({"premium.cohort_until": date(2025, 1, 1)}, "is not after cohort_from"),
        ({"premium.cohort_from": date(2025, 1, 1), "premium.cohort_until": date(2025, 6, 30)}, "is before the scenario.s start"),
    ],
)
def test_a_requirement_that_makes_no_sense_is_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        build(SOURCE, settings)


@cache
def whole() -> tuple[Plan, np.ndarray, Run]:
    """Run two and a half years in which many leave their stays, none with good cause."""
    plan = plan_of({"end": date.fromisoformat(LATER), "requirement.factors.drop_out": 8.0, "requirement.good_cause": 0.0})
    people = population(plan, 1, 0, 0, live=engine_named("compiled").live)
    run = engine_named("compiled").simulate(plan, people)
    check_run(run.log, plan, people)
    return plan, people, run


def test_both_engines_give_the_same_log_bit_by_bit() -> None:
    plan, people, run = whole()
    assert run.log.tobytes() == engine_named("simpy").simulate(plan, people).log.tobytes()


def spells_with(right: int) -> tuple[Spells, np.ndarray]:
    """Give the spells of the run and which of them have a right."""
    plan, _, run = whole()
    spells = spells_of(run.log, plan.horizon)
    return spells, spells.rights & right > 0


def test_the_requirement_holds_from_its_day_for_whoever_is_on_aid() -> None:
    spells, under = spells_with(UNDER_REQUIREMENT)
    assert under.sum() > 100
    assert spells.start[under].min() == 273.0
    assert set(np.unique(spells.income[under])) <= set(members(AID_PAID))


def test_whoever_leaves_without_good_cause_has_aid_cut_for_the_time_or_until_taking_part_again() -> None:
    spells, cut = spells_with(AID_CUT)
    left = (spells.what == DROP_OUT) & (spells.rights & UNDER_REQUIREMENT > 0)
    assert left.sum() > 20
    assert cut[left].all()
    longest = max(
        float(spells.days[cut & (spells.person == person) & (spells.start < start + 31) & (spells.start >= start)].sum())
        for person, start in zip(spells.person[left].tolist(), spells.start[left].tolist(), strict=True)
    )
    assert longest == pytest.approx(365.25 / 12, abs=1e-6)
    assert not cut[spells.what == START].any()


def test_hours_demanded_are_met_unmet_and_excused() -> None:
    plan, people, run = whole()
    found = measured(run, people, plan)
    demanded, *parts = (found[f"requirement_{name}", ""] for name in ("hours", "met", "unmet", "excused"))
    assert min(parts) > 0
    assert demanded == pytest.approx(sum(parts), rel=1e-12)
    by_stage = [value for (name, group), value in found.items() if name == "requirement_unmet" and group]
    assert sum(by_stage) == pytest.approx(found["requirement_unmet", ""])
    spells, under = spells_with(UNDER_REQUIREMENT)
    assert demanded == pytest.approx(40 / WEEK * spells.after(plan.parting)[under].sum())
    months = by_month(run, people, plan)
    for name in ("hours", "met", "unmet", "excused", "refusals", "cut_months"):
        assert sum(months[f"requirement_{name}"]) == pytest.approx(found[f"requirement_{name}", ""])  # it holds after the parting only
    for asked_for, *become in zip(*(months[f"requirement_{name}"] for name in ("hours", "met", "unmet", "excused")), strict=True):
        assert asked_for == pytest.approx(sum(become))
    assert found["requirement_refusals", ""] == ((spells.what == DROP_OUT) & (spells.rights & AID_CUT > 0)).sum()


def test_the_premium_is_of_a_closed_cohort_and_for_eighteen_months_of_work() -> None:
    _, people, _ = whole()
    spells, has = spells_with(WORK_PREMIUM)
    first = np.unique(spells.person[has & (spells.start <= 60)])
    assert set(np.unique(spells.person[has])) == set(first)  # nobody comes to have it later
    assert (people["aid_since"][first] <= -184).all()  # since 1 July 2025 at the latest
    working = has & np.isin(spells.income, (I_WORK, I_SUBSIDISED))
    months = np.bincount(spells.person[working], weights=spells.days[working]) / (365.25 / 12)
    assert 17.9 < months.max() < 18.0001
    assert spells.end[has].max() <= (date(2028, 3, 1) - date(2026, 1, 1)).days


def test_without_a_requirement_nothing_changes_by_a_bit() -> None:
    bare = {name: table for name, table in SOURCE.tables.items() if name not in ("requirement", "premium")}
    logs = []
    for tables in (bare, bare | {"requirement": SOURCE.tables["requirement"] | {"from": date(2040, 1, 1)}}):
        plan = lower(build(SOURCE.changed(tables), {"end": date(2027, 7, 1)}))
        people = population(plan, 1, 0, 0, live=engine_named("compiled").live)
        logs.append(engine_named("compiled").simulate(plan, people).log)
    assert logs[0].tobytes() == logs[1].tobytes()
    assert not (logs[0]["rights"] & (UNDER_REQUIREMENT | AID_CUT | WORK_PREMIUM)).any()

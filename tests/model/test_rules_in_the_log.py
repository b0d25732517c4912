"""Rules read back from what a run writes down: how long a-kassa lasts, whom an economy touches, whom a strategy lets go first.

Everything is read from the log, so that a rule holds whichever way the engines come to write it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pytest

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.record.spells import Spells, spells_of
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.registry import AKASSA_MEMBER, EARNINGS_RELATED, EVENTS, INCOMES, JOINED_AKASSA, STAGES

TRUST = {"source": "a test", "sure": "L", "mark": "assumed"}
STILL: dict[str, Any] = {"family": None, "household_change": {}}  # children stay what they are
WEEK = 7.0
FEW = 20  # events below which nothing has been shown


class Ran(NamedTuple):
    """A run: its spells, and how many children each person has."""

    spells: Spells
    children: np.ndarray


def ran(settings: Mapping[str, Any], end: str = "2022-01-01") -> Ran:
    plan = lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), {"end": end, **settings}))
    engine = engine_named("compiled")
    people = population(plan, 3, 0, 0, None, engine.live)
    return Ran(spells_of(engine.simulate(plan, people).log, plan.horizon), people["children"])


def incomes(*names: str) -> list[int]:
    return [INCOMES.index(name) for name in names]


def test_akassa_lasts_longer_for_who_has_children() -> None:
    """Ten weeks without children and fourteen with them, counted from the day on which somebody begins to live on it."""
    spells, children = ran({"life.akassa_length": "10 weeks", "life.akassa_length_with_child": "14 weeks", **STILL}, "2027-01-01")
    akassa = spells.income == INCOMES.index("akassa")
    before = np.r_[-1, np.where(spells.person[1:] == spells.person[:-1], spells.income[:-1], -1)]
    expired = np.flatnonzero((spells.what == EVENTS.index("rights_expire")) & (before == INCOMES.index("akassa")))
    lengths: dict[bool, list[float]] = {True: [], False: []}
    for row in expired:
        first = row
        while akassa[first - 1] and spells.person[first - 1] == spells.person[row]:
            first -= 1
        if before[first] == INCOMES.index("ami_wage"):  # a new right, in its whole length
            lengths[bool(children[spells.person[row]])].append(float(spells.start[row] - spells.start[first]))
    for family, weeks in ((False, 10), (True, 14)):
        whole = np.isclose(lengths[family], weeks * WEEK)  # somebody may come back to what is left of an old right
        assert whole.sum() > FEW
        assert max(lengths[family]) == pytest.approx(weeks * WEEK)
        assert whole.mean() > 0.9


def test_an_economy_of_those_on_aid_touches_them_alone() -> None:
    """Where nobody on aid can find work any more, nobody on aid or in a gap of it does, and those who live on other things do."""
    change = {"from": "2019-01-01", "on_aid": {"find_work": 0.0}, **TRUST}
    spells, _ = ran({"economy": [change]}, "2024-01-01")
    found = np.flatnonzero(spells.what == EVENTS.index("find_work"))
    later = found[spells.start[found] > 130.0]  # the scenario starts four months earlier
    before = spells.income[later - 1]
    assert (spells.person[later] == spells.person[later - 1]).all()
    assert not np.isin(before, incomes("aid", "aid_gap")).any()
    assert len(later) > FEW
    assert np.isin(spells.income[found[spells.start[found] < 100.0] - 1], incomes("aid", "aid_gap")).any()


def test_families_first_means_that_no_family_waits_while_somebody_without_children_is_mapped() -> None:
    first = {"title": "Families first", "weights": {"children": -1e6}, "ageing": 1.0, "legal": "A test.", **TRUST}
    spells, children = ran({"strategy.first": first, "order.mapping": "first", **STILL}, "2021-01-01")
    waiting = spells.stage == STAGES.index("waiting_mapping")
    mapped = np.flatnonzero((spells.what == EVENTS.index("start")) & (spells.stage == STAGES.index("mapping")))
    overtaken, families = 0, 0
    for row in mapped:
        day, family = spells.start[row], children[spells.person[row]] > 0
        others = waiting & (spells.start < day) & (spells.end > day)
        with_children = children[spells.person[others]] > 0
        families += int(family and (~with_children).any())
        overtaken += int(not family and with_children.any())
    assert families > FEW
    assert overtaken == 0


def test_who_joins_an_akassa_on_the_first_day_is_paid_by_what_was_earned_after_a_year() -> None:
    """Of those in none before: nobody when nobody joins, all whose membership has lasted by then when everybody does."""
    jobs = {f"intervention.{name}.joins": 1.0 for name in ("new_start_job", "wage_subsidy", "extra_job", "introduction_job")}
    found = {}
    for name, settings in (("nobody", {}), ("all", jobs), ("all, at once", {**jobs, "life.akassa_membership": "0 days"})):
        plan = lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), {"end": "2027-01-01", **settings}))
        engine = engine_named("compiled")
        people = population(plan, 3, 0, 0, None, engine.live)
        spells = spells_of(engine.simulate(plan, people).log, plan.horizon)
        none_before = people["traits"][spells.person] & AKASSA_MEMBER == 0
        from_wage = (spells.income[:-1] == INCOMES.index("ami_wage")) & (spells.person[1:] == spells.person[:-1])
        begins = (spells.income == INCOMES.index("akassa")) & np.r_[False, from_wage] & none_before
        earned = spells.rights[begins] & EARNINGS_RELATED > 0
        found[name] = (int(begins.sum()), int(earned.sum()))
        joined = spells.rights & JOINED_AKASSA > 0
        assert joined.any() == (name != "nobody")
        assert not (joined & ~none_before).any()
    assert found["nobody"][0] > FEW
    assert found["nobody"][1] == 0
    assert 0 < found["all"][1] < found["all"][0]
    assert found["all, at once"][1] == found["all, at once"][0] > FEW


def test_refusal_can_follow_attendance() -> None:
    """A factor for each stage: nobody in a stay is refused, and those who have dropped out often are."""
    stages = {"in_need": 1.0, "in_intervention": 0.0, "paused": 20.0}
    spells, _ = ran({"clock.aid_ends.stages": stages}, "2024-01-01")
    refused = spells.came_from[spells.what == EVENTS.index("aid_ends")]
    assert not (refused == STAGES.index("in_intervention")).any()
    assert (refused == STAGES.index("paused")).sum() > FEW

"""Identities and impossibilities: what must hold whatever the parameters are, with the reason in each test's name.

What the memo or the literature claims is never forced here; the model reports how often it agrees.
"""

from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from ami_sim.accounts.ledger import ORE, by_actor, fold, society_result
from ami_sim.accounts.present import present_value
from ami_sim.engines.protocol import Run
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import no_own_rank
from ami_sim.record.spells import days_by_condition
from ami_sim.runs.replicate import Prepared, observe
from ami_sim.scenario.contracts import JobTerms, yearly_net_cost
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.registry import IN_INTERVENTION, LEFT, MAPPING, WAITING_MAPPING, WAITING_PLACE
from tests.theory.queues import RAGUNDA, THEORY, Seen, once, plan_of

FREE = {"unit.free": {"title": "No limit", "unlimited": True, "wage_money": {"amount": "0 kr per year", "hard": False, **THEORY}, **THEORY}}


@lru_cache(maxsize=16)
def _seen(name: str) -> tuple[Seen, dict[tuple[str, str], float]]:
    every: dict[str, dict[str, Any]] = {
        "today": {},
        "empty": {"timeline": [{"from": "2018-09-01", "unit": "empty_world", **THEORY}], "cohort": []},
        "free": FREE | {"timeline": [{"from": "2018-09-01", "unit": "free", **THEORY}]},
        "nobody": {"cohort": []}
        | {f"referrer.{door}.rate": "0 per month" for door in ("ifo", "af", "establishment", "kaa", "care", "self")},
    }
    settings = every[name]
    plan = plan_of(str(RAGUNDA), {"end": "2025-01-01", "present": None, **settings})
    seen = once(plan, 0)
    outcome, _ = observe(Prepared(name, plan, no_own_rank), seen.people, Run(seen.log, len(seen.log)))
    return seen, {key[:2]: value for key, value in outcome.measures.items() if not key[2]}


def test_25_full_time_jobs_at_half_the_cost_from_af_exceed_the_wage_budget_of_2_9_million_since_half_a_wage_is_over_116_000_a_year() -> (
    None
):
    labour = load_scenario(RAGUNDA).prices
    terms = JobTerms(
        hours=1.0,
        wage=labour.in_year(labour.labour.wage, labour.labour.index, 2019),
        contributions=labour.labour.contributions[2019],
        statutory=labour.labour.statutory,
        base="wage_and_contributions",
        share=0.5,
        cap=1e9,
    )
    assert 25 * yearly_net_cost(terms) > 2_900_000


def test_nobody_in_need_leaves_the_units_own_cost_and_nothing_else_since_every_other_flow_belongs_to_a_person() -> None:
    seen, measures = _seen("nobody")
    option = Prepared("nobody", seen.plan, no_own_rank)
    own = option.factors @ np.rint(option.booked * ORE).astype(np.int64) / ORE
    for actor in ("municipality", "state", "person", "society"):
        assert measures["net_result", actor] == pytest.approx(float(by_actor(own, option.book.lines)[actor]), abs=0.01)
    assert measures["aid_cost", ""] == 0.0
    assert len(seen.log) == 0


def test_without_measures_nobody_is_mapped_or_placed_since_nothing_is_offered() -> None:
    seen, measures = _seen("empty")
    assert not np.isin(seen.log["stage"], (MAPPING, WAITING_PLACE, IN_INTERVENTION)).any()
    assert measures["people_met", ""] == measures["people_active", ""] == 0.0


def test_nobody_waits_for_mapping_where_nothing_is_scarce_since_every_start_follows_at_once() -> None:
    seen, measures = _seen("free")
    assert len(seen.waits(WAITING_MAPPING)[1]) > 50
    assert seen.waits(WAITING_MAPPING)[1].max() == 0.0
    assert measures["wait_mapping_mean_days", ""] == 0.0


@pytest.mark.parametrize("name", ["today", "empty", "free"])
def test_everybodys_days_add_up_to_the_time_since_they_came_since_each_is_in_one_place_at_a_time(name: str) -> None:
    seen, _ = _seen(name)
    days = np.bincount(seen.spells.person, weights=seen.spells.days, minlength=len(seen.people))
    came = np.where(np.isfinite(seen.people["arrives"]), seen.people["arrives"], 0.0)
    assert np.abs(days - (seen.plan.horizon - came)).max() < 1e-6


def test_aid_saved_is_at_most_the_aid_of_the_reference_since_aid_is_never_negative() -> None:
    for name in ("today", "empty", "free"):
        assert _seen(name)[1]["aid_cost", ""] > 0.0


def test_nobody_works_longer_than_there_are_months_since_work_takes_time() -> None:
    for name in ("today", "empty", "free"):
        seen, measures = _seen(name)
        assert 0.0 < measures["months_in_work", ""] < len(seen.people) * seen.window / (365.25 / 12)


def test_who_left_costs_and_earns_nothing_since_they_are_gone() -> None:
    seen, _ = _seen("today")
    option = Prepared("today", seen.plan, no_own_rank)
    conditions, days = days_by_condition(seen.spells, option.edges)
    gone = [i for i, condition in enumerate(conditions) if condition.stage == LEFT]
    assert gone
    assert not fold(days[:, gone], [conditions[i] for i in gone], option.months, option.book).any()


def test_at_a_rate_of_nought_a_krona_is_worth_the_same_whenever_it_comes_and_at_a_higher_rate_less() -> None:
    seen, _ = _seen("today")
    option = Prepared("today", seen.plan, no_own_rank)
    conditions, days = days_by_condition(seen.spells, option.edges)
    ledger = fold(days, conditions, option.months, option.book)
    start = seen.plan.scenario.start
    plain, some, more = (present_value(ledger, option.months, rate, start) for rate in (0.0, 0.035, 0.07))
    assert plain == pytest.approx(ledger.sum(axis=0))
    assert ((some <= plain) & (more <= some)).all()
    assert (more < plain).any()


def test_transfers_cancel_in_society_since_what_one_pays_another_gets() -> None:
    seen, _ = _seen("today")
    option = Prepared("today", seen.plan, no_own_rank)
    conditions, days = days_by_condition(seen.spells, option.edges)
    ledger = fold(days, conditions, option.months, option.book, option.booked)
    transfers = np.array([line.nature == "transfer" for line in option.book.lines])
    assert ledger[:, transfers].any()
    assert not society_result(ledger * transfers, option.book.lines).any()


def test_twice_as_long_services_meet_no_more_people_through_the_same_slots_since_a_slot_serves_one_at_a_time() -> None:
    """With a queue that never empties the number mapped is set by slots and lengths alone; the same luck makes every stay twice as long."""
    settings: dict[str, Any] = {
        "referrer.first.rate": "3 per day",
        "mapping.length": {"kind": "gamma", "typical": "1 day", "spread": 2.0, "grid": 0.0},
    }
    short = once(plan_of("mapping", {**settings, "end": "2004-01-01"}), 0)
    settings["mapping.length"] = {**settings["mapping.length"], "typical": "2 days"}
    long = once(plan_of("mapping", {**settings, "end": "2004-01-01"}), 0)
    mapped = [int((seen.log["stage"] == LEFT).sum()) for seen in (short, long)]
    assert abs(mapped[1] - mapped[0] / 2) < 0.05 * mapped[0]


def test_the_plan_of_an_overridden_copy_leaves_the_first_plan_as_it_was_since_nothing_handed_in_is_changed() -> None:
    first = load_scenario(RAGUNDA)
    before = repr(lower(first).tables)
    load_scenario(RAGUNDA, {"life.retirement_age": 60.0})
    assert repr(lower(first).tables) == before

"""Lives of a few spells, seen as a run is seen, at Ragunda's prices: for measures in kronor whose values are worked out in the test."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from ami_sim.accounts.ledger import fold
from ami_sim.model.lowering import lower
from ami_sim.model.person import PERSON
from ami_sim.model.strategies import no_own_rank
from ami_sim.record.measures.lives import Lives
from ami_sim.record.reading import Reading
from ami_sim.record.spells import coded, conditions_of, days_by_kind, transitions
from ami_sim.runs.replicate import Prepared
from ami_sim.runs.seen import Seen
from ami_sim.scenario.load import bundled, load_scenario
from tests.record.lives import Life, spells_by_hand

END = "2024-01-01"


@cache
def base() -> Prepared:
    """Prepare the base scenario with its money undiscounted and no unit that costs anything."""
    return prepared({})


def prepared(more: Mapping[str, Any] | None = None) -> Prepared:
    """Prepare the same with other settings."""
    if more is None:
        return base()
    nothing = {"timeline[0].unit": "empty_world", "cohort": [], "discount": 0.0, "end": END, **more}
    return Prepared("by hand", lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), nothing)), no_own_rank)


def day(date: str) -> float:
    """Give the days from the start to a date."""
    return float((np.datetime64(date) - np.datetime64(prepared().plan.scenario.start)).astype(np.int64))


def seen(lives: Sequence[Life], numbers: Sequence[int] = (), option: Prepared | None = None) -> Seen:
    """See some lives; numbers: who each is, the same for the same person in another option. option: the base scenario's by default."""
    option = option or prepared()
    plan = option.plan
    spells = spells_by_hand(lives, plan.horizon)
    people = np.zeros(len(lives), PERSON)
    people["number"] = people["key"] = numbers or np.arange(len(lives))
    kinds, kind = np.unique(coded(spells), return_inverse=True)
    met, days, _ = days_by_kind(np.zeros_like(kinds), kind, spells, option.edges)
    every, first = conditions_of(kinds), np.arange(len(lives)) == 0
    groups = {"": np.ones(len(lives), np.bool_), "first": first, "others": ~first}
    read = Reading(spells, kinds, every, kind, met, days, transitions(spells, option.edges), {}, groups)
    ledger = fold(days, read.conditions, option.months, option.book, option.booked)
    on_aid = option.book.on_aid(every, plan.scenario.prices.price_year)[kind]
    return Seen(option.paths, Lives(spells, plan, people, groups, on_aid), read, option.book.parts(every), ledger)

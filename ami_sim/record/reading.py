"""A log read once into what it says of everybody's lives, whatever they cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import Plan
from ami_sim.record.background import groups_of, lives_on_aid
from ami_sim.record.checks import check_run
from ami_sim.record.measures.jobs import instruments
from ami_sim.record.monthly import classes_of, monthly_people
from ami_sim.record.spells import Floats, Ints, Spells, coded, conditions_of, days_by_kind, numbered, spells_of, transitions

Moves = tuple[Ints, Ints]  # transitions: (what, from stage, to stage), a row each, and counts [transition, month]


@dataclass(frozen=True, eq=False)
class Reading:
    """What a log says.

    kinds: the conditions of all spells as numbers, every: a row for each of them; kind: which one each spell is in. met: those in which
    somebody was after the start date, days: in each of them, [month, condition]. monthly: figures of people by month. groups: of people,
    by name.
    """

    spells: Spells
    kinds: Ints
    every: Ints
    kind: Ints
    met: Ints
    days: Floats
    moves: Moves
    monthly: Mapping[str, Floats]
    groups: Mapping[str, NDArray[np.bool_]]

    @cached_property
    def conditions(self) -> Ints:
        """The conditions in which somebody was after the start date, a row each."""
        return self.every[self.met]


def read(log: np.ndarray, plan: Plan, people: np.ndarray, edges: Floats) -> Reading:
    """Read a log, whose identities are checked first; edges: first day of each month, and the end."""
    check_run(log, plan, people)
    spells = spells_of(log, plan.horizon)
    kinds, kind = numbered(coded(spells))
    every = conditions_of(kinds)
    classes = classes_of(every)
    met, days, sums = days_by_kind(classes.of, kind, spells, edges)
    monthly = monthly_people(spells, classes, sums, edges, plan.vocabulary, instruments(plan))
    groups = groups_of(people, plan.referrers, plan.parting, lives_on_aid(spells, len(people), plan.parting))
    return Reading(spells, kinds, every, kind, met, days, transitions(spells, edges), monthly, groups)

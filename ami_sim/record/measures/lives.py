"""What a measure of people reads: the spells of a run, who the people are, and days and events counted from the parting date on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import Plan
from ami_sim.record.measures.dates import OnDays, dates_after, seen_on
from ami_sim.record.spells import Floats, Ints, Spells
from ami_sim.scenario.registry import IN_INTERVENTION, MAPPING, W_NOTHING, WAITING_PLACE, WAITS_FOR

Flags = NDArray[np.bool_]
CASE = (MAPPING, WAITING_PLACE, IN_INTERVENTION)  # stages in which a consultant holds the person's case


@dataclass(frozen=True, eq=False)
class Lives:
    """One run: spells, plan, people (records), groups of people by name ("" is everybody), and the spells in which aid is paid.

    on_aid: spells in which the household is paid aid, alone or on top of something else.
    """

    spells: Spells
    plan: Plan
    people: np.ndarray
    groups: Mapping[str, Flags]
    on_aid: Flags

    @property
    def parting(self) -> float:
        """The parting date, days from the start date: everything is counted from it on."""
        return self.plan.parting

    @cached_property
    def days(self) -> Floats:
        """Days of each spell after the parting."""
        return self.spells.after(self.parting)

    @cached_property
    def since(self) -> Flags:
        """Spells that began on the parting date or later."""
        found: Flags = self.spells.start >= self.parting
        return found

    @cached_property
    def members(self) -> Floats:
        """Who is in each group, 1 or 0: [group, person]."""
        return np.array(list(self.groups.values())).astype(np.float64)

    @cached_property
    def on_dates(self) -> OnDays:
        """Where everybody is at `dates.AFTER_MONTHS`, and when they were first met after the parting."""
        return seen_on(self.spells, len(self.people), dates_after(self.parting, self.spells.horizon), self.parting)

    @cached_property
    def added_days(self) -> "AddedDays":
        """Person-days after the parting, added up in one pass."""
        spells, plan = self.spells, self.plan
        found = AddedDays(
            np.zeros(len(plan.vocabulary.stages)),
            np.zeros((len(plan.rows), len(plan.groups) + 1)),
            np.zeros((len(self.people), len(WAITS_FOR))),
        )
        kernels().days(spells.person, spells.stage, spells.row, spells.group, spells.waits, self.days, *found)
        return found

    @cached_property
    def stays(self) -> Ints:
        """The spells in an intervention, by their place."""
        return np.flatnonzero(self.spells.stage == IN_INTERVENTION)

    @cached_property
    def begun(self) -> Floats:
        """What each spell counts as an event: 1 after the parting, 0 before it."""
        return self.since.astype(np.float64)

    def events(self, chosen: Flags) -> Floats:
        """Count the chosen spells that began after the parting: one number a person."""
        return self.added(chosen, self.begun, 1.0)

    def added(self, chosen: Flags, amounts: Floats, weight: float) -> Floats:
        """Add up an amount of each of the chosen spells, weighed: one number a person."""
        found = np.zeros(len(self.people))
        kernels().chosen(self.spells.person, chosen, amounts, weight, found)
        return found


class AddedDays(NamedTuple):
    """Person-days in each stage; in stays, [service row, group], the last for those without a group; and of each person who waits for a

    job of the unit's, by what stands in the way, [person, reason].
    """

    stages: Floats
    stays: Floats
    waits: Floats


def add_days(
    person: Ints, stage: Ints, row: Ints, group: Ints, waits: Ints, days: Floats, stages: Floats, stays: Floats, waiting: Floats
) -> None:
    """Add the days of each spell to those of its stage, its stay and what it waits for."""
    for i in range(len(person)):
        stages[stage[i]] += days[i]
        if stage[i] == IN_INTERVENTION:
            stays[row[i], group[i]] += days[i]  # -1, no group, is the last
        if waits[i] != W_NOTHING:
            waiting[person[i], waits[i]] += days[i]


def add_chosen(person: Ints, chosen: Flags, amounts: Floats, weight: float, found: Floats) -> None:
    """Add the weighed amounts of the chosen spells to what is found of each person."""
    for i in range(len(person)):
        if chosen[i]:
            found[person[i]] += amounts[i] * weight


class Kernels(NamedTuple):
    """The passes, compiled."""

    chosen: Any
    days: Any


@lru_cache(maxsize=1)
def kernels() -> Kernels:
    """Compile the passes."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    numbers, floats, table = numba.int64[::1], numba.float64[::1], numba.float64[:, ::1]
    return Kernels(
        compiled(numba.void(numbers, numba.boolean[::1], floats, numba.float64, floats), add_chosen),
        compiled(numba.void(*[numbers] * 5, floats, floats, table, table), add_days),
    )

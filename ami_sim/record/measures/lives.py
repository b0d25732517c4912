"""What a measure of people reads: the spells of a run, who the people are, and days and events counted from the parting date on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import Plan
from ami_sim.record.spells import Floats, Ints, Spells, among
from ami_sim.scenario.quantities import MONTH
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
    def had_case(self) -> Flags:
        """Spells that began while a consultant held the person's case."""
        return among(self.spells.came_from, CASE)

    @cached_property
    def stage_days(self) -> Floats:
        """Person-days after the parting in each stage."""
        return np.bincount(self.spells.stage, weights=self.days, minlength=len(self.plan.vocabulary.stages)).astype(np.float64)

    @cached_property
    def waiting_days(self) -> Floats:
        """Days after the parting in which each person waits for a job of the unit's, by what stands in the way: [person, reason]."""
        waits = np.flatnonzero(self.spells.waits != W_NOTHING)
        where = self.spells.person[waits] * len(WAITS_FOR) + self.spells.waits[waits]
        counted = np.bincount(where, weights=self.days[waits], minlength=len(self.people) * len(WAITS_FOR))
        return counted.astype(np.float64).reshape(len(self.people), len(WAITS_FOR))

    @cached_property
    def stay_days(self) -> Floats:
        """Person-days after the parting in stays: [service row, group], the last for those without a group."""
        rows, groups = len(self.plan.rows), len(self.plan.groups) + 1
        where = self.spells.row[self.stays] * groups + self.spells.group[self.stays] % groups
        return np.bincount(where, weights=self.days[self.stays], minlength=rows * groups).astype(np.float64).reshape(rows, groups)

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

    def time(self, chosen: Flags, weight: float = 1 / MONTH) -> Floats:
        """Add up the days after the parting in the chosen spells, weighed (as months, unless said otherwise): one number a person."""
        return self.added(chosen, self.days, weight)

    def added(self, chosen: Flags, amounts: Floats, weight: float) -> Floats:
        """Add up an amount of each of the chosen spells, weighed: one number a person."""
        found = np.zeros(len(self.people))
        kernel()(self.spells.person, chosen, amounts, weight, found)
        return found


def add_chosen(person: Ints, chosen: Flags, amounts: Floats, weight: float, found: Floats) -> None:
    """Add the weighed amounts of the chosen spells to what is found of each person."""
    for i in range(len(person)):
        if chosen[i]:
            found[person[i]] += amounts[i] * weight


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `add_chosen` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    floats = numba.float64[::1]
    return compiled(numba.void(numba.int64[::1], numba.boolean[::1], floats, numba.float64, floats), add_chosen)

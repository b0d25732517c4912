"""What a measure of people reads: the spells of a run, who the people are, and days and events counted from the parting date on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import Plan
from ami_sim.record.spells import Floats, Spells, among
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import IN_INTERVENTION, MAPPING, WAITING_PLACE

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

    def events(self, chosen: Flags) -> Floats:
        """Count the chosen spells that began after the parting: one number a person."""
        return np.bincount(self.spells.person[self.since & chosen], minlength=len(self.people)).astype(np.float64)

    def time(self, chosen: Flags, weight: float | Floats = 1 / MONTH) -> Floats:
        """Add up the days after the parting in the chosen spells, weighed (as months, unless said otherwise): one number a person."""
        weights = self.days[chosen] * weight
        return np.bincount(self.spells.person[chosen], weights=weights, minlength=len(self.people)).astype(np.float64)

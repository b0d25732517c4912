"""What the exclusion of everybody in need on one day costs, by payer, age, step and children, as their lives go on in the model."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.runs.cohort import Cohort, follow_cohort
from ami_sim.scenario.scenario import Scenario

SPANS: Final = (1.0, 5.0, 10.0, 40.0)  # years
PAYERS: Final = ("municipality", "region", "state", "public", "person", "society")
BAND: Final = (0.1, 0.9)  # of runs: one in ten lies below the first, one in ten above the second
Floats = NDArray[np.float64]


class Sum(NamedTuple):
    """What a payer loses on all of them, kr: the mean over runs and the ends of `BAND`."""

    mean: float
    low: float
    high: float


class GroupCost(NamedTuple):
    """A group that holds somebody, means over runs. each: kr a person, by payer and span; month: kr a month less of exclusion, by payer.

    years_out: a person, by span. child_years: in all, by span.
    """

    name: str
    persons: float
    each: dict[str, dict[float, float]]
    month: dict[str, float]
    years_out: dict[float, float]
    child_years: dict[float, float]


@dataclass(frozen=True)
class CohortResult:
    """A followed cohort: everybody out of work and in need on the parting date, with the scenario they live in."""

    scenario: Scenario
    cohort: Cohort

    @property
    def runs(self) -> int:
        """How often their lives were run."""
        return len(self.cohort.costs)

    def lost(self, actor: str) -> Floats:
        """Give the kr a payer loses [replication, group, span]."""
        return np.array([cost.lost[actor] for cost in self.cohort.costs])

    @cached_property
    def persons(self) -> Floats:
        """Persons [replication, group]."""
        return np.array([cost.persons for cost in self.cohort.costs])

    @cached_property
    def years_out(self) -> Floats:
        """Years out of work in all [replication, group, span]."""
        return np.array([cost.years_out for cost in self.cohort.costs])

    @cached_property
    def child_years(self) -> Floats:
        """Years of children in households whose adult is out of work [replication, group, span]."""
        return np.array([cost.child_years for cost in self.cohort.costs])

    def sums(self, actor: str) -> tuple[Sum, ...]:
        """Give what a payer loses on all of them over each span."""
        sums = self.lost(actor)[:, 0, :]
        low, high = np.quantile(sums, BAND, axis=0)
        return tuple(Sum(*map(float, row)) for row in zip(sums.mean(axis=0), low, high, strict=True))

    def groups(self) -> list[GroupCost]:
        """Give every group that holds somebody in some run."""
        spans, found = self.cohort.spans, []
        out, children = self.years_out.sum(axis=0), self.child_years.sum(axis=0)
        lost = {actor: self.lost(actor).sum(axis=0) for actor in PAYERS}

        def by_span(values: Floats) -> dict[float, float]:
            return dict(zip(spans, map(float, values), strict=True))

        for index, name in enumerate(self.cohort.groups):
            people, first = float(self.persons[:, index].sum()), out[index, 0]
            if people == 0:
                continue
            each = {actor: by_span(kr[index] / people) for actor, kr in lost.items()}
            month = {actor: float(kr[index, 0] / first / 12) if first > 0 else 0.0 for actor, kr in lost.items()}
            shares = by_span(out[index] / people), by_span(children[index] / self.runs)
            found.append(GroupCost(name, people / self.runs, each, month, *shares))
        return found


def cost_of_cohort(scenario: Scenario, replications: int, seed: int = 2019, unit: str = "before_2018") -> CohortResult:
    """Follow everybody in need on the parting date over the longest span, with a unit from then on.

    Raises InputError for a unit that is not there, or for no replications.
    """
    return CohortResult(scenario, follow_cohort(scenario, unit, SPANS, replications, seed))

"""What pages may quote besides results: what exclusion costs, what the first year taught, what the law says, what others found."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from ami_sim.calibration.learnt import learnt
from ami_sim.calibration.outside import Fit, Outside, Profile, fitted, profile, read_outside
from ami_sim.scenario.experiment import Question
from ami_sim.scenario.load import find, load_scenario
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.cohort import CohortResult, cost_of_cohort
from ami_sim.workflow.exclusion import ExclusionCost, cost_of_exclusion
from ami_sim.workflow.life_course import DRAWS, LifeCourse, followed

PROFILE_MONTHS: Final = (12.0, 24.0, 36.0, 48.0, 60.0, 72.0, 84.0, 96.0, 108.0, 120.0)  # after a job began
SCENARIO: Final = "calibration/ragunda/scenario.toml"


@dataclass(frozen=True)
class Sizes:
    """How much facts are taken over.

    profile: draws of the prior behind the profile. draws: of every assumption, for whole lives; lives: of each type of person in each
    replication of them. cohort: runs of a cohort's lives at single assumed values, chance only. workers: processes that live them.
    """

    profile: int = 200
    draws: int = DRAWS
    lives: int = 100
    cohort: int = 50
    workers: int = 1


QUICK: Final = Sizes(profile=4, draws=2, lives=4, cohort=2)  # where only the way from question to page is tried


@dataclass(frozen=True)
class Facts:
    """Facts of a municipality. learnt: parameters by what the first year taught about them; legal: by order of a queue.

    outside: what other studies found, beside the municipality's files.
    """

    scenario: Scenario
    exclusion: ExclusionCost
    learnt: Mapping[str, list[str]]
    legal: Mapping[str, str]
    outside: Outside = field(default_factory=Outside)
    sizes: Sizes = Sizes()

    @cached_property
    def cohort(self) -> CohortResult:
        """Everybody in need on the parting date, followed for the longest span when a page first asks."""
        return cost_of_cohort(self.scenario, self.sizes.cohort)

    @cached_property
    def lives(self) -> LifeCourse:
        """Types of people followed over whole lives, over draws of every assumption, when a page first asks."""
        return followed(self.scenario, lives=self.sizes.lives, draws=self.sizes.draws, workers=self.sizes.workers)

    @cached_property
    def fits(self) -> Mapping[str, Fit]:
        """The effect rows fitted to each measured path of `outside`, when a page first asks."""
        return {name: fitted(path, self.scenario) for name, path in self.outside.path.items()}

    @cached_property
    def profile(self) -> Profile:
        """What a job at the unit does to open work through ten years, by type of workplace, over draws of the prior."""
        return profile(self.scenario, PROFILE_MONTHS, self.sizes.profile)


def read_facts(questions: Iterable[Question] = (), sizes: Sizes = Sizes(), scenario: str = SCENARIO) -> Facts:
    """Read the facts of a scenario; orders of the questions' options are among the legal ones."""
    described = load_scenario(scenario)
    options = (option for question in questions for option in question.scenarios.values())
    legal = {name: row.legal for each in (described, *options) for name, row in each.strategy.items()}
    taught: dict[str, list[str]] = {}
    for name, verdict in learnt(find(scenario).parent).items():
        taught.setdefault(verdict, []).append(name)
    return Facts(described, cost_of_exclusion(described), taught, legal, read_outside(find(scenario).parent), sizes)

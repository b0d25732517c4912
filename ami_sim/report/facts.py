"""What pages may quote besides results: what exclusion costs at most, what the first year taught, what the law says of an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ami_sim.calibration.checks import verdict
from ami_sim.calibration.posterior import read_posterior
from ami_sim.report.number_formats import MILLION, THOUSAND, write_amount, write_number
from ami_sim.scenario.experiment import Question
from ami_sim.scenario.load import find, load_scenario
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.cohort import PAYERS, CohortResult, Sum, cost_of_cohort
from ami_sim.workflow.exclusion import SPANS, ExclusionCost, cost_of_exclusion

COHORT_RUNS: Final = 50  # a cohort's lives at single assumed values: chance only
SCENARIO: Final = "calibration/ragunda/scenario.toml"


@dataclass(frozen=True)
class Exclusion:
    """What one person's exclusion costs at most, in the words of a page."""

    result: ExclusionCost

    @property
    def persons(self) -> list[str]:
        """Name the person types."""
        return list(self.result.costs)

    @property
    def published(self) -> list[tuple[str, str, str, str]]:
        """Give published sums: name, sum, and the lowest and highest of the other reading."""
        rows = self.result.published.items()
        return [(name, write_amount(total, "kr"), write_amount(low, "kr"), write_amount(high, "kr")) for name, (total, low, high) in rows]

    def title(self, who: str) -> str:
        """Give a person type's title."""
        return self.result.prices.person_type[who].title

    def quote(self, who: str, actor: str, years: int) -> str:
        """Write what it costs a payer over 1, 5, 10 or 40 years; 0 years for a month."""
        cost = self.result.costs[who][actor]
        return write_amount(cost.spans[SPANS.index(float(years))] if years else cost.month, "kr")


@dataclass(frozen=True)
class Followed:
    """Everybody in need on the parting date, followed for the longest span; simulated when a page first asks."""

    scenario: Scenario

    @cached_property
    def result(self) -> CohortResult:
        """Follow them."""
        return cost_of_cohort(self.scenario, COHORT_RUNS)

    @property
    def persons(self) -> str:
        """Say how many they are on average."""
        return write_number(self.result.persons[:, 0].mean())

    @property
    def runs(self) -> int:
        """Give the number of runs."""
        return self.result.runs

    @property
    def payers(self) -> list[tuple[str, list[str]]]:
        """Give each payer's sums in mnkr over the spans: mean, and where eight runs of ten lie."""
        return [(actor, [in_mnkr(one) for one in self.result.sums(actor)]) for actor in PAYERS]

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """Give each group: persons; tkr a person over 1, 5, 10 and 40 years, municipality and society; years out of ten; kr a month."""
        found = []
        for group in self.result.groups():
            each = [kr / THOUSAND for actor in ("municipality", "society") for kr in group.each[actor].values()]
            months = [write_number(10 * round(group.month[actor] / 10)) for actor in ("municipality", "public", "society")]
            found.append((group.name, *map(write_number, (group.persons, *each)), write_number(group.years_out[10.0], 1), *months))
        return found

    @property
    def child_years(self) -> str:
        """Say how many child-years fall in households whose adult is out of work, over ten years."""
        return write_number(self.result.child_years[:, 0, self.result.cohort.spans.index(10.0)].mean())


def in_mnkr(total: Sum) -> str:
    """Write a sum and where eight runs of ten lie, in mnkr."""
    mean, low, high = (write_number(kr / MILLION, 1) for kr in total)
    return f"{mean} ({low} to {high})"


def facts(questions: Iterable[Question] = (), scenario: str = SCENARIO) -> dict[str, Any]:
    """Give what templates know by name: `exclusion`, `cohort`, `learnt`, `kr`, and `legal` for the orders of scenario and questions."""
    described = load_scenario(scenario)
    orders = dict(described.strategy)
    for question in questions:
        for option in question.scenarios.values():
            orders |= option.strategy

    def legal(name: str) -> str:
        """Say whether an order of the queues may be used as policy."""
        return orders[name].legal

    def kr(amount: float) -> str:
        """Write a sum that a template has reckoned from others."""
        return write_amount(amount, "kr", signed=True)

    page = Exclusion(cost_of_exclusion(described))
    return {"exclusion": page, "cohort": Followed(described), "learnt": what_was_learnt(scenario), "legal": legal, "kr": kr}


def what_was_learnt(scenario: str = SCENARIO) -> dict[str, list[str]]:
    """Give the parameters by what the first year taught: "learnt", "partly learnt" or "still the prior"; none without a posterior."""
    posterior = read_posterior(find(scenario).parent)
    found: dict[str, list[str]] = {}
    for name, left in (posterior.manifest["left of the prior's spread"] if posterior else {}).items():
        found.setdefault(verdict(left), []).append(name)
    return found

"""What pages may quote besides results: what exclusion costs at most, what the first year taught, what the law says of an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from ami_sim.calibration.checks import verdict
from ami_sim.calibration.posterior import read_posterior
from ami_sim.report.number_formats import THOUSAND, write_amount, write_number
from ami_sim.report.pages.cohort import PAYERS, CohortPage, cohort_page
from ami_sim.report.pages.exclusion import SPANS, ExclusionPage, exclusion_page
from ami_sim.scenario.experiment import Question
from ami_sim.scenario.load import find, load_scenario
from ami_sim.scenario.scenario import Scenario

COHORT_RUNS: Final = 50  # a cohort's lives at single assumed values: chance only
SCENARIO: Final = "calibration/ragunda/scenario.toml"


@dataclass(frozen=True)
class Exclusion:
    """What one person's exclusion costs at most, in the words of a page."""

    page: ExclusionPage

    @property
    def persons(self) -> list[str]:
        """Name the person types."""
        return list(self.page.costs)

    @property
    def published(self) -> list[tuple[str, str, str, str]]:
        """Give published sums: name, sum, and the lowest and highest of the other reading."""
        rows = self.page.published.items()
        return [(name, write_amount(total, "kr"), write_amount(low, "kr"), write_amount(high, "kr")) for name, (total, low, high) in rows]

    def title(self, who: str) -> str:
        """Give a person type's title."""
        return self.page.prices.person_type[who].title

    def quote(self, who: str, actor: str, years: int) -> str:
        """Write what it costs a payer over 1, 5, 10 or 40 years; 0 years for a month."""
        at = 0 if years == 0 else 1 + SPANS.index(float(years))
        return write_amount(self.page.costs[who][actor][at], "kr")


@dataclass(frozen=True)
class Followed:
    """Everybody in need on the parting date, followed for the longest span; simulated when a page first asks."""

    scenario: Scenario

    @cached_property
    def page(self) -> CohortPage:
        """Follow them."""
        return cohort_page(self.scenario, COHORT_RUNS)

    @property
    def persons(self) -> str:
        """Say how many they are on average."""
        return write_number(self.page.persons[:, 0].mean())

    @property
    def runs(self) -> int:
        """Give the number of runs."""
        return len(self.page.cohort.costs)

    @property
    def payers(self) -> list[tuple[str, list[str]]]:
        """Give each payer's sums in mnkr over the spans: mean, and where eight runs of ten lie."""
        return [(actor, [self._sum(actor, at) for at in range(len(self.page.cohort.spans))]) for actor in PAYERS]

    def _sum(self, actor: str, at: int) -> str:
        sums = self.page.lost(actor)[:, 0, at] / 1e6
        low, high = np.quantile(sums, [0.1, 0.9])
        return f"{write_number(sums.mean(), 1)} ({write_number(low, 1)} to {write_number(high, 1)})"

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """Give each group: persons; tkr a person over 1, 5, 10 and 40 years, municipality and society; years out of ten; kr a month."""
        found, cohort = [], self.page.cohort
        out = np.array([cost.years_out for cost in cohort.costs]).sum(axis=0)
        people = self.page.persons.sum(axis=0)
        for index, name in enumerate(cohort.groups):
            if people[index] == 0:
                continue
            each = [self.page.lost(actor).sum(axis=0)[index] / people[index] / THOUSAND for actor in ("municipality", "society")]
            months = [self.page.lost(actor).sum(axis=0)[index, 0] / out[index, 0] / 12 for actor in ("municipality", "public", "society")]
            cells = [write_number(people[index] / self.runs), *(write_number(value) for sums in each for value in sums)]
            cells += [write_number(out[index, cohort.spans.index(10.0)] / people[index], 1)]
            found.append((name, *cells, *(write_number(10 * round(value / 10)) for value in months)))
        return found

    @property
    def child_years(self) -> str:
        """Say how many child-years fall in households whose adult is out of work, over ten years."""
        cohort = self.page.cohort
        years = np.array([cost.child_years[0, cohort.spans.index(10.0)] for cost in cohort.costs])
        return write_number(years.mean())


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

    page = Exclusion(exclusion_page(described, "", "en"))
    return {"exclusion": page, "cohort": Followed(described), "learnt": what_was_learnt(scenario), "legal": legal, "kr": kr}


def what_was_learnt(scenario: str = SCENARIO) -> dict[str, list[str]]:
    """Give the parameters by what the first year taught: "learnt", "partly learnt" or "still the prior"; none without a posterior."""
    posterior = read_posterior(find(scenario).parent)
    found: dict[str, list[str]] = {}
    for name, left in (posterior.manifest["left of the prior's spread"] if posterior else {}).items():
        found.setdefault(verdict(left), []).append(name)
    return found

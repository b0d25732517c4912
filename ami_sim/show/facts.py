"""What pages may quote besides results: what exclusion costs at most, what the first year taught, what the law says of an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from ami_sim.calibration.checks import verdict
from ami_sim.calibration.posterior import read_posterior
from ami_sim.scenario.experiment import Question
from ami_sim.scenario.load import find, load_scenario
from ami_sim.show.exclusion_page import SPANS, ExclusionPage, exclusion_page
from ami_sim.study.numbers import write_amount

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


def facts(questions: Iterable[Question] = (), scenario: str = SCENARIO) -> dict[str, Any]:
    """Give what templates know by name: `exclusion`, `learnt`, `kr`, and `legal` for the orders of scenario and questions."""
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
    return {"exclusion": page, "learnt": what_was_learnt(scenario), "legal": legal, "kr": kr}


def what_was_learnt(scenario: str = SCENARIO) -> dict[str, list[str]]:
    """Give the parameters by what the first year taught: "learnt", "partly learnt" or "still the prior"; none without a posterior."""
    posterior = read_posterior(find(scenario).parent)
    found: dict[str, list[str]] = {}
    for name, left in (posterior.manifest["left of the prior's spread"] if posterior else {}).items():
        found.setdefault(verdict(left), []).append(name)
    return found

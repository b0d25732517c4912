"""What pages quote besides results, in the words of a page: what exclusion costs at most, for one person and for a cohort."""

from dataclasses import dataclass
from typing import Any

from ami_sim.report.number_formats import MILLION, THOUSAND, write_amount, write_number
from ami_sim.report.quoted_outside import QuotedOutside
from ami_sim.workflow.cohort import PAYERS, CohortResult, Sum
from ami_sim.workflow.exclusion import SPANS, ExclusionCost
from ami_sim.workflow.facts import Facts


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
    """Everybody in need on the parting date, followed for the longest span, in the words of a page."""

    facts: Facts

    @property
    def result(self) -> CohortResult:
        """What following them gave."""
        return self.facts.cohort

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


def quotable(found: Facts) -> dict[str, Any]:
    """Give what templates know by name: `exclusion`, `cohort`, `learnt`, `outside`, `kr`, and `legal` for the orders of the queues."""

    def legal(name: str) -> str:
        """Say whether an order of the queues may be used as policy."""
        return found.legal[name]

    def kr(amount: float) -> str:
        """Write a sum that a template has worked out from others."""
        return write_amount(amount, "kr", signed=True)

    quoted = {"exclusion": Exclusion(found.exclusion), "cohort": Followed(found), "outside": QuotedOutside(found)}
    return {**quoted, "learnt": dict(found.learnt), "legal": legal, "kr": kr}

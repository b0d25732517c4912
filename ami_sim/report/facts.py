"""What pages quote besides results, in the words of a page: what exclusion costs at most, for one person and for a cohort."""

from dataclasses import dataclass
from typing import Any

from ami_sim.report.backgrounds import cohort_title, group_title
from ami_sim.report.number_formats import MILLION, THOUSAND, write_amount, write_number
from ami_sim.report.quoted_outside import QuotedOutside
from ami_sim.report.words import Language, actor_title, say, shipped
from ami_sim.workflow.cohort import PAYERS, CohortResult, Sum
from ami_sim.workflow.exclusion import SPANS, ExclusionCost
from ami_sim.workflow.facts import Facts


@dataclass(frozen=True)
class Exclusion:
    """What one person's exclusion costs at most, in the words of a page."""

    result: ExclusionCost
    language: Language = "en"

    @property
    def persons(self) -> list[str]:
        """Name the person types."""
        return list(self.result.costs)

    @property
    def published(self) -> list[tuple[str, str, str, str]]:
        """Give published sums: name, sum, and the lowest and highest of the other reading."""
        titles = {name: shipped(self.language, row.title) for name, row in self.result.prices.published.items()}

        def kr(amount: float) -> str:
            return write_amount(amount, "kr", self.language)

        return [(titles[name], kr(total), kr(low), kr(high)) for name, (total, low, high) in self.result.published.items()]

    def title(self, who: str) -> str:
        """Give a person type's title."""
        return shipped(self.language, self.result.prices.person_type[who].title)

    def quote(self, who: str, actor: str, years: int) -> str:
        """Write what it costs a payer over 1, 5, 10 or 40 years; 0 years for a month."""
        cost = self.result.costs[who][actor]
        return write_amount(cost.spans[SPANS.index(float(years))] if years else cost.month, "kr", self.language)


@dataclass(frozen=True)
class Followed:
    """Everybody in need on the parting date, followed for the longest span, in the words of a page."""

    facts: Facts
    language: Language = "en"

    @property
    def result(self) -> CohortResult:
        """What following them gave."""
        return self.facts.cohort

    @property
    def persons(self) -> str:
        """Say how many they are on average."""
        return write_number(self.result.persons[:, 0].mean(), 0, self.language)

    @property
    def runs(self) -> int:
        """Give the number of runs."""
        return self.result.runs

    @property
    def payers(self) -> list[tuple[str, list[str]]]:
        """Give each payer's sums in mnkr over the spans: mean, and where eight runs of ten lie."""
        return [(actor_title(self.language, actor), [in_mnkr(one, self.language) for one in self.result.sums(actor)]) for actor in PAYERS]

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """Give each group: persons; tkr a person over 1, 5, 10 and 40 years, municipality and society; years out of ten; kr a month."""
        found: list[tuple[str, ...]] = []

        def number(value: float, decimals: int = 0) -> str:
            return write_number(value, decimals, self.language)

        for group in self.result.groups():
            each = [kr / THOUSAND for actor in ("municipality", "society") for kr in group.each[actor].values()]
            months = [number(10 * round(group.month[actor] / 10)) for actor in ("municipality", "public", "society")]
            found.append(
                (cohort_title(group.name, self.language), *map(number, (group.persons, *each)), number(group.years_out[10.0], 1), *months)
            )
        return found

    @property
    def child_years(self) -> str:
        """Say how many child-years fall in households whose adult is out of work, over ten years."""
        return write_number(self.result.child_years[:, 0, self.result.cohort.spans.index(10.0)].mean(), 0, self.language)


def in_mnkr(total: Sum, language: Language) -> str:
    """Write a sum and where eight runs of ten lie, in mnkr."""
    mean, low, high = (write_number(kr / MILLION, 1, language) for kr in total)
    return say(language, "quotes.spread", middle=mean, low=low, high=high)


def quotable(found: Facts, language: Language) -> dict[str, Any]:
    """Give what templates know by name: `exclusion`, `cohort`, `outside`, `learnt`, and functions that write a sum or name what is counted.

    legal: whether an order of the queues may be used as policy; kr: a sum; group: a background group; actor: a payer.
    """

    def legal(name: str) -> str:
        """Say whether an order of the queues may be used as policy."""
        return shipped(language, found.legal[name])

    def kr(amount: float) -> str:
        """Write a sum that a template has worked out from others."""
        return write_amount(amount, "kr", language, signed=True)

    def group(name: str) -> str:
        """Name a background group."""
        return group_title(name, language)

    def actor(name: str) -> str:
        """Name a payer."""
        return actor_title(language, name)

    quoted = {
        "exclusion": Exclusion(found.exclusion, language),
        "cohort": Followed(found, language),
        "outside": QuotedOutside(found, language),
    }
    return {**quoted, "learnt": dict(found.learnt), "legal": legal, "kr": kr, "group": group, "actor": actor}

"""What pages quote besides results, in the words of a page: what exclusion costs over lives, at most, and for a cohort."""

from dataclasses import dataclass
from typing import Any

from ami_sim.report.backgrounds import cohort_title, group_title
from ami_sim.report.document import Number
from ami_sim.report.number_formats import MILLION, THOUSAND, write_amount, write_number, write_scaled
from ami_sim.report.pages.life_course import PAYERS_SHOWN, SPANS_SHOWN, TKR, how_said, interval, payer_titles, span_title, titled
from ami_sim.report.quoted_outside import QuotedOutside
from ami_sim.report.words import Language, actor_title, say, shipped
from ami_sim.workflow.cohort import PAYERS, CohortResult, Sum
from ami_sim.workflow.exclusion import SPANS, ExclusionCost
from ami_sim.workflow.facts import Facts
from ami_sim.workflow.life_course import LifeCourse


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


@dataclass(frozen=True)
class Lives:
    """Whole lives of types of people, in the words of a page."""

    facts: Facts
    language: Language = "en"

    @property
    def result(self) -> LifeCourse:
        """What following them gave."""
        return self.facts.lives

    @property
    def how(self) -> str:
        """Say what the numbers are and what their intervals hold."""
        return how_said(self.result, self.language, short=True)

    @property
    def payers(self) -> list[str]:
        """Title the payers of `rows`."""
        return list(payer_titles(self.language).values())

    @property
    def rows(self) -> list[tuple[str, str, list[str]]]:
        """Give who, over how long, and for each payer tkr a person with the interval in brackets."""
        found = []
        for cohort, row in self.result.cohorts.items():
            for span in SPANS_SHOWN:
                numbers = [interval(self.result, self.result.cost(cohort, "accounts", payer, span), TKR) for payer in PAYERS_SHOWN]
                said = [in_brackets(number, self.language) for number in numbers]
                found.append((titled(row, self.language), span_title(self.result, span, self.language), said))
        return found

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """Give what is not known, and what would be needed to know it."""
        rows = self.result.file.unknown.values()
        return [(titled(row, self.language), row.needed_sv if self.language == "sv" else row.needed) for row in rows]


def in_brackets(number: Number, language: Language) -> str:
    """Write a number with its interval behind it."""
    middle, low, high = (write_scaled(kr, number.own_scale, language) for kr in (number.value, number.low, number.high))
    return say(language, "quotes.spread", middle=middle, low=low, high=high)


def in_mnkr(total: Sum, language: Language) -> str:
    """Write a sum and where eight runs of ten lie, in mnkr."""
    mean, low, high = (write_number(kr / MILLION, 1, language) for kr in total)
    return say(language, "quotes.spread", middle=mean, low=low, high=high)


def quotable(found: Facts, language: Language) -> dict[str, Any]:
    """Give what templates know by name: `exclusion`, `lives`, `cohort`, `outside`, `learnt`, and functions that write or name something.

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
        "lives": Lives(found, language),
        "cohort": Followed(found, language),
        "outside": QuotedOutside(found, language),
    }
    return {**quoted, "learnt": dict(found.learnt), "legal": legal, "kr": kr, "group": group, "actor": actor}

"""What one person's exclusion costs, by payer and over how many years: an upper bound, with published sums beside it."""

import io
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.exclusion import exclusion, other_reading, published_sum
from ami_sim.accounts.pricing import price_book
from ami_sim.model.lowering import lower
from ami_sim.report.number_formats import MILLION, THOUSAND, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.prices import PersonType, Prices, Situation
from ami_sim.scenario.registry import INCOMES, RIGHTS, STAGES
from ami_sim.scenario.scenario import Scenario

SPANS: Final = (1.0, 5.0, 10.0, 40.0)  # years
ACTORS_SHOWN: Final = ("municipality", "ifo", "other_municipal", "region", "state", "public", "person", "employer", "society")
WORDS: Final[dict[str, dict[Language, str]]] = {
    "title": {"en": "{name}: {title}", "sv": "{name}: {title}"},
    "who": {"en": "Who pays", "sv": "Vem betalar"},
    "month": {"en": "a month, kr", "sv": "en månad, kr"},
    "years": {"en": "{years} y, tkr", "sv": "{years} år, tkr"},
    "published": {"en": "Published sums (Nilsson), kept apart", "sv": "Publicerade summor (Nilsson), var för sig"},
    "sum": {"en": "sum, mnkr", "sv": "summa, mnkr"},
    "other": {"en": "other reading, mnkr", "sv": "annan läsning, mnkr"},
    "what": {"en": "What", "sv": "Vad"},
    "yearly": {"en": "tkr a year", "sv": "tkr per år"},
    "reading": {"en": "reading", "sv": "läsning"},
    "bound": {
        "en": "An upper bound, not a forecast: the other life is taken as certain and lasting, from the first day, with nobody displaced."
        " Plus is a cost of exclusion to that payer; minus a gain. Prices of {year}, spread evenly, at {rate} % a year."
        " The month is what one month less of exclusion is worth.",
        "sv": "En övre gräns, ingen prognos: det andra livet antas säkert och varaktigt, från första dagen, utan undanträngning."
        " Plus är en kostnad för betalaren av utanförskapet, minus en vinst. {year} års priser, jämnt fördelat, {rate} % ränta."
        " Månaden är vad en månad mindre av utanförskap är värd.",
    },
    "apart": {
        "en": "Nilsson's sums overlap (production is real, support a transfer, services a resource) and are never added. They are upper"
        " bounds and are used nowhere else. The rate is not stated: both readings give the rounded sums.",
        "sv": "Nilssons summor överlappar (produktion är verklig, stöd en transferering, insatser en resurs) och läggs aldrig ihop."
        " De är övre gränser och används ingen annanstans. Räntan anges inte: båda läsningarna ger de avrundade summorna.",
    },
}


@dataclass(frozen=True)
class ExclusionPage:
    """Costs of exclusion by person type, payer and span (kr), and the published sums (kr) with their other reading."""

    scenario: str
    prices: Prices
    rate: float
    costs: dict[str, dict[str, tuple[float, ...]]]
    published: dict[str, tuple[float, float, float]]  # sum, the other reading's lowest and highest
    language: Language = "en"

    def parts(self) -> RenderableType:
        """Give everything a console prints, in order."""
        words = {name: text[self.language] for name, text in WORDS.items()}
        said: list[RenderableType] = []
        for name, costs in self.costs.items():
            title = words["title"].format(name=name, title=self.prices.person_type[name].title)
            table = Table(title=title, title_justify="left", padding=(0, 1))
            table.add_column(words["who"])
            heads = [words["month"], *(words["years"].format(years=f"{span:g}") for span in SPANS)]
            for head in heads:
                table.add_column(head, justify="right", no_wrap=True)
            for actor in ACTORS_SHOWN:
                month, *sums = costs[actor]
                cells = [write_number(month, 0, self.language)] + [write_number(kr / THOUSAND, 0, self.language) for kr in sums]
                style = "bold" if actor == "municipality" else None
                table.add_row(actor_title(self.language, actor), *cells, style=style)
            said += [table, Text("")]
        rate = write_number(100 * self.rate, 1, self.language)
        bound = words["bound"].format(year=self.prices.price_year, rate=rate)
        said += [Text(bound), Text(""), self._published(words), Text(words["apart"])]
        return Group(*said)

    def _published(self, words: dict[str, str]) -> Table:
        table = Table(title=words["published"], title_justify="left", padding=(0, 1))
        for head in (words["what"], words["yearly"], words["reading"], words["sum"], words["other"]):
            table.add_column(head, justify="left" if head in (words["what"], words["reading"]) else "right")
        for name, (total, low, high) in self.published.items():
            row = self.prices.published[name]
            reading = f"{row.years} y, {100 * row.rate:g} %, {row.payments} of year"
            span = "–".join(write_number(kr / MILLION, 2, self.language) for kr in (low, high))
            yearly = write_number(row.amount.value * 365.25 / THOUSAND, 0, self.language)
            table.add_row(row.title, yearly, reading, write_number(total / MILLION, 2, self.language), span)
        return table

    def as_text(self, width: int = 140) -> str:
        """Give the same as plain text."""
        out = io.StringIO()
        Console(file=out, width=width, color_system=None, legacy_windows=False).print(self.parts())
        return "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())

    def as_dict(self) -> dict[str, Any]:
        """Give plain values for scripts, kr."""
        people = {}
        for name, costs in self.costs.items():
            row = self.prices.person_type[name]
            spans = {
                actor: {"month": values[0]} | {f"{span:g}": kr for span, kr in zip(SPANS, values[1:], strict=True)}
                for actor, values in costs.items()
            }
            people[name] = {"title": row.title, "household": row.household, "source": row.source, "cost": spans}
        published = {
            name: {"title": self.prices.published[name].title, "sum": total, "other_reading": [low, high], "upper_bound": True}
            for name, (total, low, high) in self.published.items()
        }
        notes = {"upper_bound": True, "never_added": True, "price_year": self.prices.price_year, "rate": self.rate, "unit": "kr"}
        return {"scenario": self.scenario, **notes, "person_types": people, "published": published}


def condition_of_type(person: PersonType, situation: Situation, prices: Prices) -> Standing:
    """Give the condition that the accounts price for a person type."""
    rights = sum(1 << RIGHTS.index(word) for word in situation.rights)
    household = list(prices.household).index(person.household)
    return Standing(STAGES.index(situation.stage), INCOMES.index(situation.income), household=household, rights=rights)


def exclusion_page(scenario: Scenario, who: str = "", language: Language = "en") -> ExclusionPage:
    """Reckon what exclusion costs for every person type of the prices (or one), at the scenario's discount rate."""
    prices, book = scenario.prices, price_book(lower(scenario))
    if who and who not in prices.person_type:
        raise InputError(f'--who: "{who}" is not a person type.{nearest(who, prices.person_type)}')
    costs: dict[str, dict[str, tuple[float, ...]]] = {}
    for name, row in prices.person_type.items():
        if who in ("", name):
            out, instead = (condition_of_type(row, situation, prices) for situation in (row.out, row.instead))
            spans = exclusion(book, out, instead, prices.price_year, SPANS, scenario.discount)
            monthly = exclusion(book, out, instead, prices.price_year, (1.0,), 0.0)
            costs[name] = {actor: (monthly[actor][0] / 12, *values) for actor, values in spans.items()}
    published = {name: (published_sum(row), *other_reading(row)) for name, row in prices.published.items()}
    return ExclusionPage(scenario.name, prices, scenario.discount, costs, published, language)

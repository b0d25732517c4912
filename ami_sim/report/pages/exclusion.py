"""The page on what one person's exclusion costs: a table a person type, and the published sums."""

from typing import Any, Final

from ami_sim.report.document import Cell, Column, Number, Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import MILLION, THOUSAND, Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title
from ami_sim.scenario.quantities import YEAR
from ami_sim.workflow.exclusion import SPANS, ExclusionCost

ACTORS_SHOWN: Final = ("municipality", "ifo", "other_municipal", "region", "state", "public", "person", "employer", "society")
KR, TKR = Scale(1.0, "kr", 0), Scale(THOUSAND, "tkr", 0)
WORDS: Final[dict[str, dict[Language, str]]] = {
    "page": {"en": "What one person's exclusion costs: {scenario}", "sv": "Vad en persons utanförskap kostar: {scenario}"},
    "section": {"en": "By payer", "sv": "Per betalare"},
    "reading_of": {"en": "{years} y, {rate} %, paid {payments}", "sv": "{years} år, {rate} %, betalt {payments}"},
    "start": {"en": "at the start of each year", "sv": "i början av varje år"},
    "end": {"en": "at the end of each year", "sv": "i slutet av varje år"},
    "evenly": {"en": "evenly over the year", "sv": "jämnt över året"},
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


def page_of(result: ExclusionCost, language: Language = "en") -> Page:
    """Give the page in a language."""
    words = {name: text[language] for name, text in WORDS.items()}
    tables = tuple(by_payer(result, name, words, language) for name in result.costs)
    bound = words["bound"].format(year=result.prices.price_year, rate=write_number(100 * result.rate, 1, language))
    costs = Section("costs", words["section"], (*tables, Sentence(bound)))
    apart = Section("published", words["published"], (published(result, words, language), Sentence(words["apart"])))
    return Page(words["page"].format(scenario=result.scenario), sections=(costs, apart), data=data_of(result), language=language)


def by_payer(result: ExclusionCost, name: str, words: dict[str, str], language: Language) -> Table:
    """Lay out a person type's costs: a row a payer, a month and each span beside each other."""
    heads = [words["month"], *(words["years"].format(years=f"{span:g}") for span in SPANS)]
    rows = []
    for actor in ACTORS_SHOWN:
        cost = result.costs[name][actor]
        numbers = [Number(cost.month, "kr", scale=KR), *(Number(kr, "kr", scale=TKR) for kr in cost.spans)]
        cells: tuple[Cell, ...] = (actor_title(language, actor), *numbers)
        rows.append(Row(cells, "strong" if actor == "municipality" else ""))
    columns = (Column(words["who"], "left"), *(Column(head) for head in heads))
    return Table(f"{name}: {result.prices.person_type[name].title}", columns, tuple(rows), key=name)


def published(result: ExclusionCost, words: dict[str, str], language: Language) -> Table:
    """Lay out the published sums beside their other reading."""
    rows = []
    for name, found in result.published.items():
        row = result.prices.published[name]
        rate = write_number(100 * row.rate, 1, language)
        reading = words["reading_of"].format(years=row.years, rate=rate, payments=words[row.payments])
        yearly, total, low, high = (
            write_number(kr, decimals, language)
            for kr, decimals in (
                (row.amount.value * YEAR / THOUSAND, 0),
                *((kr / MILLION, 2) for kr in (found.total, found.low, found.high)),
            )
        )
        rows.append(Row((row.title, yearly, reading, total, f"{low}–{high}")))
    heads = (("what", "left"), ("yearly", "right"), ("reading", "left"), ("sum", "right"), ("other", "right"))
    return Table("", tuple(Column(words[head], "left" if side == "left" else "right") for head, side in heads), tuple(rows))


def data_of(result: ExclusionCost) -> dict[str, Any]:
    """Give plain values for scripts, kr."""
    people = {}
    for name, costs in result.costs.items():
        row = result.prices.person_type[name]
        spans = {
            actor: {"month": cost.month} | {f"{span:g}": kr for span, kr in zip(SPANS, cost.spans, strict=True)}
            for actor, cost in costs.items()
        }
        people[name] = {"title": row.title, "household": row.household, "source": row.source, "cost": spans}
    sums = {
        name: {
            "title": result.prices.published[name].title,
            "sum": found.total,
            "other_reading": [found.low, found.high],
            "upper_bound": True,
        }
        for name, found in result.published.items()
    }
    notes = {"upper_bound": True, "never_added": True, "price_year": result.prices.price_year, "rate": result.rate, "unit": "kr"}
    return {"scenario": result.scenario, **notes, "person_types": people, "published": sums}

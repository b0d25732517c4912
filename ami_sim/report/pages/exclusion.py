"""The page on what one person's exclusion costs: a table a person type, and the published sums."""

from typing import Any, Final

from ami_sim.report.columns import columns
from ami_sim.report.document import Cell, Column, Number, Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import MILLION, THOUSAND, Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title, say, shipped
from ami_sim.scenario.quantities import YEAR
from ami_sim.workflow.exclusion import SPANS, ExclusionCost

ACTORS_SHOWN: Final = ("municipality", "ifo", "other_municipal", "region", "state", "public", "person", "employer", "society")
KR, TKR = Scale(1.0, "kr", 0), Scale(THOUSAND, "tkr", 0)


def page_of(result: ExclusionCost, language: Language = "en") -> Page:
    """Give the page in a language."""
    tables = tuple(by_payer(result, name, language) for name in result.costs)
    bound = say(language, "exclusion.bound", year=str(result.prices.price_year), rate=write_number(100 * result.rate, 1, language))
    costs = Section("costs", say(language, "exclusion.section"), (*tables, Sentence(bound)))
    apart = Section(
        "published", say(language, "exclusion.published"), (published(result, language), Sentence(say(language, "exclusion.apart")))
    )
    return Page(say(language, "exclusion.page", scenario=result.scenario), sections=(costs, apart), data=data_of(result), language=language)


def by_payer(result: ExclusionCost, name: str, language: Language) -> Table:
    """Lay out a person type's costs: a row a payer, a month and each span beside each other."""
    heads = [say(language, "exclusion.month"), *(say(language, "exclusion.years", years=f"{span:g}") for span in SPANS)]
    rows = []
    for actor in ACTORS_SHOWN:
        cost = result.costs[name][actor]
        numbers = [Number(cost.month, "kr", scale=KR), *(Number(kr, "kr", scale=TKR) for kr in cost.spans)]
        cells: tuple[Cell, ...] = (actor_title(language, actor), *numbers)
        rows.append(Row(cells, "strong" if actor == "municipality" else ""))
    columns = (Column(say(language, "exclusion.who"), "left"), *(Column(head) for head in heads))
    return Table(f"{name}: {shipped(language, result.prices.person_type[name].title)}", columns, tuple(rows), key=name)


def published(result: ExclusionCost, language: Language) -> Table:
    """Lay out the published sums beside their other reading."""
    rows = []
    for name, found in result.published.items():
        row = result.prices.published[name]
        rate = write_number(100 * row.rate, 1, language)
        reading = say(
            language, "exclusion.reading-of", years=f"{row.years:g}", rate=rate, payments=say(language, f"exclusion.{row.payments}")
        )
        yearly, total, low, high = (
            write_number(kr, decimals, language)
            for kr, decimals in (
                (row.amount.value * YEAR / THOUSAND, 0),
                *((kr / MILLION, 2) for kr in (found.total, found.low, found.high)),
            )
        )
        rows.append(Row((shipped(language, row.title), reading, yearly, total, f"{low}–{high}")))
    heads = columns(language, "exclusion", ("what", "reading"), ("yearly", "sum", "other"))
    return Table("", heads, tuple(rows))


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

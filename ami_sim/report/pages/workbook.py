"""The workbook of a comparison: every table, the differences by month, the budget years, and every figure with its source, a sheet each."""

import re
from collections.abc import Iterator
from math import isfinite
from typing import Any, Final

from ami_sim.analysis.uncertainty import shown
from ami_sim.report.basis import interval_label
from ami_sim.report.columns import columns
from ami_sim.report.document import EMPTY, Cell, Column, Number, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.errors import told
from ami_sim.report.evidence_words import Spoken, decimals_of
from ami_sim.report.monthly_picture import differences
from ami_sim.report.number_formats import Scale, write_unit
from ami_sim.report.option_titles import option_titles
from ami_sim.report.pages.comparison import comparison_page
from ami_sim.report.pages.evidence import unit_of
from ami_sim.report.pages.memo import Memo
from ami_sim.report.render.xlsx import YEAR
from ami_sim.report.requirement_picture import month_table, months_of
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title, say, shipped
from ami_sim.report.words import title as title_of
from ami_sim.workflow.behind import Rests
from ami_sim.workflow.compare import Comparison

PERSONS: Final = Scale(1.0, "persons", 2)
KRONOR: Final = Scale(1.0, "kr", 0)
MOST_DECIMALS: Final = 4  # of a parameter
AMOUNT: Final = re.compile(r"(?P<sign>-?)(?P<whole>\d+)(?:\.(?P<rest>\d+))?(?: (?P<unit>.+))?")  # `20000 kr`, `0.35`, `6 months`


def workbook_page(result: Comparison, rests: Rests, language: Language = "en") -> Page:
    """Give the page whose tables become sheets. rests: the figures behind the result."""
    whole = comparison_page(result, language)
    tables = tuple(Section(one.key, one.title, tuple(part for part in one.parts if isinstance(part, Table))) for one in whole.sections)
    made: dict[str, tuple[Part, ...]] = {
        "months": tuple(months(result, language)),
        "requirement": () if months_of(result).empty else (month_table(result, language),),
        "budget": (budget(result, language),) if not result.budget.empty else (),
        "figures": tuple(figures(rests, result, language)),
        "parameters": (parameters(rests, language),) if rests.parameters else (),
        "meanings": (meanings(result, language),),
    }
    further = tuple(Section(key, say(language, f"workbook.{key}"), parts) for key, parts in made.items() if parts)
    record = (Section("record", say(language, "memo.record"), (Memo(result, language).record(),)),)
    notes = (say(language, "workbook.typed"), say(language, "workbook.marks"), *notes_of(result, whole))
    title = say(language, "workbook.title", title=shipped(language, result.title))
    return Page(title, whole.lead, (*(one for one in tables if one.parts), *further, *record), notes, language=language)


def notes_of(result: Comparison, whole: Page) -> tuple[str, ...]:
    """Give the notes of the table, of which the second says where the interval stands: here in columns of its own."""
    rests, interval, *further = whole.notes
    if result.summary["ci_low"].notna().any():
        plan = result.manifest["plan"]
        runs = say(whole.language, "table.runs", draws=int(plan["draws"]), replications=int(plan["replications"]))
        interval = say(whole.language, "workbook.interval", label=interval_label(whole.language, shown(result.summary)), runs=runs)
    return (rests, interval, *further)


def amount(text: str, language: Language) -> tuple[Cell, str]:
    """Take a written figure apart into its number and its unit; what is no number stays a text, without a unit."""
    found = AMOUNT.fullmatch(text)
    if found is None:
        return text, ""
    decimals = len(found["rest"] or "")
    unit = write_unit(found["unit"].replace(" ", "_"), language) if found["unit"] else ""
    return Number(float(f"{found['sign']}{found['whole']}.{found['rest'] or 0}"), "", scale=Scale(1.0, "", decimals)), unit


def heads(language: Language, left: tuple[str, ...], right: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Give the columns of a sheet."""
    return columns(language, "workbook", left, right)


def number(value: Any, scale: Scale, low: Any = float("nan"), high: Any = float("nan")) -> Cell:
    """Give a number of a frame as a cell; nothing where it is not defined."""
    return Number(float(value), scale.unit, float(low), float(high), scale) if isfinite(float(value)) else ""


def months(result: Comparison, language: Language) -> Iterator[Table]:
    """Lay out the paired differences by month: a row a month of an option and a measure."""
    rows = differences(result)
    if rows.empty:
        return
    titles = option_titles(result.titles, language)
    cells = rows[["scenario", "measure", "month", "mean", "q05", "q95"]].itertuples(index=False, name=None)
    lines = tuple(
        Row((titles[str(option)], measure_title(str(measure), language), f"{month:%Y-%m}", number(mean, PERSONS, low, high)))
        for option, measure, month, mean, low, high in cells
    )
    last = (Column(say(language, "workbook.mean"), unit=write_unit("persons", language)),)
    table = Table(say(language, "workbook.months-title"), (*heads(language, ("option", "measure", "month")), *last), lines, lead=3)
    yield Table(**{**vars(table), "how_to_read": say(language, "memo.monthly-read")})


def budget(result: Comparison, language: Language) -> Table:
    """Lay out the budget years: a row a year of an option's line."""
    titles = option_titles(result.titles, language)
    names = ["scenario", "committee", "line", "year", "mean", "p10", "p90", "budget", "overrun_probability", "overrun_mean"]
    lines = []
    for option, committee, line, year, mean, low, high, aside, risk, over in result.budget[names].itertuples(index=False, name=None):
        row = (titles[str(option)], actor_title(language, str(committee)), title_of(language, "lines", str(line)))
        risks = (number(aside, KRONOR), number(risk, Scale(0.01, "%", 0)), number(over, KRONOR))
        lines.append(Row((*row, Number(float(year), YEAR), number(mean, KRONOR, low, high), *risks)))
    kronor = write_unit("kr", language)
    named = heads(language, ("option", "committee", "line"), ("year",))
    money = {name: Column(say(language, f"workbook.{name}"), unit=kronor) for name in ("mean", "set", "over-by")}
    columns = (*named, money["mean"], money["set"], *heads(language, (), ("over",)), money["over-by"])
    return Table(say(language, "workbook.budget-title"), columns, tuple(lines), lead=4, how_to_read=say(language, "workbook.one-of-ten"))


def figures(rests: Rests, result: Comparison, language: Language) -> Iterator[Part]:
    """Lay out every figure with its source, or say why it could not be read."""
    if rests.why_not:
        yield Sentence(say(language, "workbook.no-files", why=told(rests.why_not, language)))
    titles, words = option_titles(result.titles, language), Spoken(language)
    lines = tuple(
        Row(
            (
                titles[row.option] if row.option else "",
                row.path,
                *amount(row.written, language),
                words.text(row.source) if row.source else EMPTY,
                say(language, f"evidence.sure-{row.sure}") if row.sure else EMPTY,
                say(language, f"evidence.mark-{row.mark}") if row.mark else EMPTY,
            )
        )
        for row in rests.figures
    )
    columns = heads(language, ("option", "path", "written", "unit", "source", "sure", "mark-head"))
    said = say(language, "workbook.figures-read")
    yield Table(say(language, "workbook.figures-title"), columns, lines, lead=2, how_to_read=said)


def parameters(rests: Rests, language: Language) -> Table:
    """Lay out the uncertain parameters with their ranges and sources."""
    lines, words = [], Spoken(language)
    for name, row in (rests.parameters or {}).items():
        decimals = max(decimals_of(number, MOST_DECIMALS) for number in (row.median, row.low, row.high))
        middle = Number(row.median, "", row.low, row.high, Scale(1.0, "", decimals))
        sure, mark = say(language, f"evidence.sure-{row.sure}"), say(language, f"evidence.mark-{row.mark}")
        told = (shipped(language, row.why), middle, unit_of(row, language), words.text(row.source), sure, mark, ", ".join(row.evidence))
        lines.append(Row((name, *told)))
    columns = heads(language, ("parameter", "meaning", "median", "unit", "source", "sure", "mark-head", "evidence"))
    return Table(say(language, "workbook.parameters-title"), columns, tuple(lines))


def meanings(result: Comparison, language: Language) -> Table:
    """Lay out what each measure of the summary counts."""
    units = dict(zip(result.summary["measure"].astype(str), result.summary["unit"].astype(str), strict=True))
    lines = tuple(
        Row((name, measure_title(name, language), write_unit(unit, language), result.labels.get(name, {}).get("definition", "") or EMPTY))
        for name, unit in units.items()
    )
    return Table(say(language, "workbook.meanings-title"), heads(language, ("name", "measure", "unit", "counts")), lines, lead=2)

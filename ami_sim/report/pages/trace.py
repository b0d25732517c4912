"""The page of one printed total: its parts, whether they add up to what was printed, and where each price comes from."""

from typing import Any, Final

from ami_sim.report.document import Column, Number, Page, Row, Section, Sentence, Steps, Table
from ami_sim.report.number_formats import Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.workflow.trace import OwnCost, Piece, Trace

DAYS, ORE = Scale(1.0, "", 1), Scale(1.0, "", 2)
MOST: Final = 40  # parts that are printed; the rest are added up
WORDS: Final[dict[str, dict[Language, str]]] = {
    "page": {"en": "One total back to its rows", "sv": "En summa tillbaka till sina rader"},
    "own_cost": {"en": "{title} ({funder}, from {opens} to {closes})", "sv": "{title} ({funder}, från {opens} till {closes})"},
    "parts": {"en": "The parts", "sv": "Delarna"},
    "source": {"en": "{path} ({mark}, {sure}): {source}", "sv": "{path} ({mark}, {sure}): {source}"},
    "title": {
        "en": "{line}, option {option}, {year}: mean of {runs} runs, current kronor",
        "sv": "{line}, alternativ {option}, {year}: medel av {runs} körningar, löpande kronor",
    },
    "flow": {"en": "Flow", "sv": "Flöde"},
    "where": {"en": "Condition", "sv": "Tillstånd"},
    "days": {"en": "Person-days", "sv": "Persondagar"},
    "month": {"en": "kr a month", "sv": "kr i månaden"},
    "kr": {"en": "kr", "sv": "kr"},
    "rest": {"en": "{count} smaller parts", "sv": "{count} mindre delar"},
    "total": {"en": "Total", "sv": "Summa"},
    "sum": {
        "en": "The parts add up to {sum} kr; budget.csv says {printed} kr (runs are rounded to öre).",
        "sv": "Delarna blir {sum} kr; budget.csv säger {printed} kr (körningar avrundas till öre).",
    },
    "sources": {
        "en": "Prices behind it (row, kind of figure, how sure: source)",
        "sv": "Priser bakom (rad, slags uppgift, säkerhet: källa)",
    },
}


def page_of(result: Trace, language: Language = "en") -> Page:
    """Give the page in a language."""
    words = {name: text[language] for name, text in WORDS.items()}
    parts: list[Table | Sentence] = [table_of(result, words, language)]
    if result.printed is not None:
        total, printed = (write_number(kr, 2, language) for kr in (result.total, result.printed))
        parts.append(Sentence(words["sum"].format(sum=total, printed=printed)))
    rows = (words["source"].format(path=path, mark=row.mark, sure=row.sure, source=row.source) for path, row in result.sources.items())
    return Page(
        words["page"],
        sections=(
            Section("parts", words["parts"], tuple(parts)),
            Section("sources", words["sources"], (Steps(tuple(rows)),)),
        ),
        data=data_of(result, words),
        language=language,
    )


def table_of(result: Trace, words: dict[str, str], language: Language) -> Table:
    """Lay the largest parts out, the rest added up, and the total."""
    rows = [Row((piece.flow, where(piece, words), *numbers(piece.days, piece.per_month, piece.kr))) for piece in result.pieces[:MOST]]
    if rest := result.pieces[MOST:]:
        more = words["rest"].format(count=len(rest))
        rows.append(Row(("", more, "", "", Number(sum(piece.kr for piece in rest), scale=ORE)), "faint"))
    rows.append(Row((words["total"], "", "", "", Number(result.total, scale=ORE)), "strong"))
    title = words["title"].format(line=result.line, option=result.option, year=result.year, runs=result.runs)
    heads = (Column(words["flow"], "left"), Column(words["where"], "left"), *(Column(words[name]) for name in ("days", "month", "kr")))
    return Table(title, heads, tuple(rows), lead=2)


def where(piece: Piece, words: dict[str, str]) -> str:
    """Write where a part comes from: a condition by its names, or a cost of the unit with its dates."""
    if isinstance(piece.where, OwnCost):
        return words["own_cost"].format(**vars(piece.where))
    return ", ".join(piece.where)


def numbers(days: float | None, per_month: float | None, kr: float) -> tuple[Number | str, ...]:
    """Write a part's numbers; a cost of the unit has neither days nor a price a month."""
    return tuple("" if value is None else Number(value, scale=scale) for value, scale in ((days, DAYS), (per_month, ORE), (kr, ORE)))


def data_of(result: Trace, words: dict[str, str]) -> dict[str, Any]:
    """Give plain values for scripts, all parts."""
    sources = {path: {"source": row.source, "sure": row.sure, "mark": row.mark} for path, row in result.sources.items()}
    said = {"line": result.line, "option": result.option, "year": result.year, "runs": result.runs}
    parts = [{**vars(piece), "where": where(piece, words)} for piece in result.pieces]
    return {**said, "total": result.total, "printed": result.printed, "parts": parts, "sources": sources}

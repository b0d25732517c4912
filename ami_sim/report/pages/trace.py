"""The page of one printed total: its parts, whether they add up to what was printed, and where each price comes from."""

from typing import Any, Final

from ami_sim.report.columns import columns
from ami_sim.report.document import Number, Page, Row, Section, Sentence, Steps, Table
from ami_sim.report.number_formats import Scale, write_number
from ami_sim.report.option_titles import option_titles, row_title
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title, known_title, say, shipped, title
from ami_sim.workflow.trace import OwnCost, Piece, Trace

DAYS, ORE = Scale(1.0, "", 1), Scale(1.0, "", 2)
MOST: Final = 40  # parts that are printed; the rest are added up


def page_of(result: Trace, language: Language = "en") -> Page:
    """Give the page in a language."""
    parts: list[Table | Sentence] = [table_of(result, language)]
    if result.printed is not None:
        total, printed = (write_number(kr, 2, language) for kr in (result.total, result.printed))
        parts.append(Sentence(say(language, "trace.sum", sum=total, printed=printed)))
    rows = (
        say(language, "trace.source", path=path, mark=row.mark, sure=row.sure, source=row.source) for path, row in result.sources.items()
    )
    return Page(
        say(language, "trace.page"),
        sections=(
            Section("parts", say(language, "trace.parts"), tuple(parts)),
            Section("sources", say(language, "trace.sources"), (Steps(tuple(rows)),)),
        ),
        data=data_of(result, language),
        language=language,
    )


def table_of(result: Trace, language: Language) -> Table:
    """Lay the largest parts out, the rest added up, and the total."""
    rows = [
        Row((flow(piece.flow, language), where(result, piece, language), *numbers(piece.days, piece.per_month, piece.kr)))
        for piece in result.pieces[:MOST]
    ]
    if rest := result.pieces[MOST:]:
        more = say(language, "trace.rest", count=len(rest))
        rows.append(Row(("", more, "", "", Number(sum(piece.kr for piece in rest), scale=ORE)), "faint"))
    rows.append(Row((say(language, "trace.total"), "", "", "", Number(result.total, scale=ORE)), "strong"))
    heading = say(
        language,
        "trace.title",
        line=result.line,
        option=option_titles(result.titles, language)[result.option],
        year=str(result.year),
        runs=result.runs,
    )
    heads = columns(language, "trace", ("flow", "where"), ("days", "month", "kr"))
    return Table(heading, heads, tuple(rows), lead=2)


def flow(name: str, language: Language) -> str:
    """Write a flow of the accounts with its ends by their titles: `aid: ifo -> person`."""
    kind, _, ends = name.partition(": ")
    payer, _, payee = ends.partition(" -> ")
    if not payee:
        return name
    what = known_title(language, "flows", kind) or title(language, "lines", kind)
    return say(language, "trace.flow-of", what=what, payer=actor_title(language, payer), payee=actor_title(language, payee))


def where(result: Trace, piece: Piece, language: Language) -> str:
    """Write where a part comes from: a condition by its names, or a cost of the unit with its dates."""
    if isinstance(piece.where, OwnCost):
        cost = piece.where
        told = {"title": shipped(language, cost.title), "funder": actor_title(language, cost.funder)}
        return say(language, "trace.own-cost", **told, opens=str(cost.opens), closes=str(cost.closes))
    first = (title(language, file, word) for file, word in zip(("stages", "incomes"), piece.where, strict=False))
    more = (known_title(language, "rights", word) or row_title(word, result.titles, language) for word in piece.where[2:])
    return ", ".join((*first, *more))


def numbers(days: float | None, per_month: float | None, kr: float) -> tuple[Number | str, ...]:
    """Write a part's numbers; a cost of the unit has neither days nor a price a month."""
    return tuple("" if value is None else Number(value, scale=scale) for value, scale in ((days, DAYS), (per_month, ORE), (kr, ORE)))


def plain_where(result: Trace, piece: Piece, language: Language) -> str:
    """Write where a part comes from for scripts: a condition by the names it has in files."""
    return where(result, piece, language) if isinstance(piece.where, OwnCost) else ", ".join(piece.where)


def data_of(result: Trace, language: Language) -> dict[str, Any]:
    """Give plain values for scripts, all parts."""
    sources = {path: {"source": row.source, "sure": row.sure, "mark": row.mark} for path, row in result.sources.items()}
    said = {"line": result.line, "option": result.option, "year": result.year, "runs": result.runs}
    parts = [{**vars(piece), "where": plain_where(result, piece, language)} for piece in result.pieces]
    return {**said, "total": result.total, "printed": result.printed, "parts": parts, "sources": sources}

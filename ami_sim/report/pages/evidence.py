"""The evidence page: a few rows and parameters in full, many as tables."""

from ami_sim.report.document import Column, Number, Page, Part, Row, Section, Sentence, Steps, Table
from ami_sim.report.evidence_words import Spoken, decimals_of
from ami_sim.report.number_formats import Scale, write_number, write_unit
from ami_sim.report.words import Language, say, shipped
from ami_sim.scenario.priors import Parameter
from ami_sim.workflow.evidence import Sources

FEW = 6  # rows that are written in full; more become a table
FIELDS = ("says", "when", "source", "sure", "use", "why")  # of a row of the evidence, as they follow each other
WIDE = {"what": 4, "says": 4, "source": 3, "meaning": 4}  # columns of text, by their share of the room
DIGITS = 4  # decimals of a prior; zeros at the end are dropped


def evidence_page(sources: Sources, language: Language = "en") -> Page:
    """Write what is known about something: the parameters, and the rows of the evidence."""
    data = {
        "about": sources.about,
        "file": str(sources.file),
        "rows": list(sources.rows() if language == "en" else sources.rows(Spoken(language))),
        "parameters": {name: row.model_dump(mode="json") for name, row in sources.parameters.items()},
    }
    about = say(language, "evidence.title", about=sources.about) if sources.about else say(language, "evidence.title-all")
    sections = []
    if sources.parameters:
        sections.append(Section("parameters", say(language, "evidence.parameters"), parameters(sources, language)))
    if sources.entries:
        sections.append(Section("rows", say(language, "evidence.rows"), rows(sources, language)))
    return Page(about, sections=tuple(sections), data=data, language=language)


def parameters(sources: Sources, language: Language) -> tuple[Part, ...]:
    """Write a few parameters in full, many as a table."""
    if len(sources.parameters) > FEW:
        return (parameter_table(sources.parameters, language),)
    return tuple(part for name, row in sources.parameters.items() for part in in_full(name, row, language))


def in_full(name: str, row: Parameter, language: Language) -> tuple[Part, ...]:
    """Say what a parameter is, its range and where it comes from."""
    middle, low, high = (_digits(value, language) for value in (row.median, row.low, row.high))
    sure = say(language, f"evidence.sure-{row.sure}")
    mark = say(language, f"evidence.mark-{row.mark}")
    shape = say(language, f"evidence.shape-{row.shape}")
    points = (
        say(language, "evidence.range", median=middle, low=low, high=high, unit=unit_of(row, language), shape=shape),
        say(language, "evidence.source-of", source=Spoken(language).text(row.source), sure=sure, mark=mark, day=row.set_on),
        say(language, f"evidence.learns-{row.learns}"),
        say(language, "evidence.rests-on", rows=", ".join(row.evidence)) if row.evidence else say(language, "evidence.rests-on-none"),
    )
    return Sentence(say(language, "evidence.named", name=name, what=shipped(language, row.why)), strong=True), Steps(points)


def unit_of(row: Parameter, language: Language) -> str:
    """Write the unit of a parameter."""
    return write_unit(row.unit.replace(" ", "_"), language)


def parameter_table(found: dict[str, Parameter], language: Language) -> Table:
    """Lay many parameters out as a table."""
    heads = ("parameter", "median", "low", "high", "unit", "meaning", "rests")
    columns = _columns(heads, ("median", "low", "high"), language)
    lines = []
    for name, row in found.items():
        numbers = (Number(value, scale=Scale(1.0, "", decimals_of(value, DIGITS))) for value in (row.median, row.low, row.high))
        lines.append(Row((name, *numbers, unit_of(row, language), shipped(language, row.why), ", ".join(row.evidence))))
    return Table(say(language, "evidence.parameters-title"), columns, tuple(lines), key="parameters")


def rows(sources: Sources, language: Language) -> tuple[Part, ...]:
    """Write a few rows of the evidence in full, many as a table."""
    found = sources.rows(Spoken(language))
    if len(found) > FEW:
        return (row_table(found, language),)
    return tuple(part for row in found for part in row_in_full(row, language))


def row_in_full(row: dict[str, str], language: Language) -> tuple[Part, ...]:
    """Say one row of the evidence."""
    kind = say(language, f"evidence.kind-{_id(row['kind'])}")
    told = tuple(
        say(language, "evidence.field", field=say(language, f"evidence.{name}"), text=_cell(name, row, language))
        for name in FIELDS
        if row[name]
    )
    return Sentence(say(language, "evidence.row", id=row["id"], kind=kind, what=row["what"]), strong=True), Steps(told)


def row_table(found: tuple[dict[str, str], ...], language: Language) -> Table:
    """Lay many rows of the evidence out as a table."""
    heads = ("id", "what", "says", "source", "sure", "use")
    lines = tuple(Row(tuple(_cell(name, row, language) for name in heads)) for row in found)
    return Table(say(language, "evidence.rows-title"), _columns(heads, (), language), lines, key="rows")


def _columns(heads: tuple[str, ...], right: tuple[str, ...], language: Language) -> tuple[Column, ...]:
    return tuple(Column(say(language, f"evidence.{head}"), "right" if head in right else "left", wide=WIDE.get(head, 0)) for head in heads)


def _cell(name: str, row: dict[str, str], language: Language) -> str:
    return say(language, f"evidence.{name}-{_id(row[name])}") if name in ("sure", "use") and row[name] else row[name]


def _id(word: str) -> str:
    return word.replace(" ", "_")


def _digits(value: float, language: Language) -> str:
    return write_number(value, decimals_of(value, DIGITS), language)

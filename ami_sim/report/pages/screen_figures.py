"""The page of a screening of figures: what an answer hangs on, drawn or not, and where it breaks."""

from typing import Any

import pandas as pd

from ami_sim.report.document import Cell, Column, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.number_formats import write_number
from ami_sim.report.option_titles import option_titles
from ami_sim.report.words import Language, say, shipped
from ami_sim.report.writer import Writer, percent
from ami_sim.workflow.screen_figures import Screened

LEFT = ("figure", "written", "kind")
KEYS = ("figure", "written", "kind", "change", "half", "at", "share", "cliff")


def figures_page(found: Screened, language: Language = "en") -> Page:
    """Write a screening of figures, the largest change first."""
    heading = say(language, "screen.figures-heading")
    title = say(language, "screen.figures-title", title=shipped(language, found.title))
    section = Section("figures", heading, tuple(figures_parts(found, language)), data=values_of(found))
    return Page(title, (), (section,), data={"title": title, "opening": []}, language=language)


def figures_parts(found: Screened, language: Language) -> list[Part]:
    """Write what the answer hangs on: how it was looked for, the leading figures, and the cliffs."""
    leading = found.leading
    writer = Writer.of(language, [found.headline, *leading["change"].tolist()])
    names = option_titles(found.titles, language)
    named = {"option": names[found.option], "reference": names[found.reference], "payer": say(language, f"screen.payer_{found.payer}")}
    said = say(
        language,
        "screen.figures-said",
        headline=writer.amount(found.headline),
        width=writer.amount(found.width, signed=False),
        tried=found.tried,
        figures=found.figures,
        replications=found.replications,
        **named,
    )
    title = say(language, "screen.figures-table", unit=writer.unit, **named)
    columns = tuple(Column(say(language, f"screen.figures-{key}"), "left" if key in LEFT else "right") for key in KEYS)
    rows = tuple(Row(cells_of(row, found, writer, language)) for row in records(leading))
    return [Sentence(said), Table(title, columns, rows, key="figures"), Sentence(cliffs_said(found, language))]


def cells_of(row: dict[str, Any], found: Screened, writer: Writer, language: Language) -> tuple[Cell, ...]:
    """Write one figure: where it stands, as it is written, what it is, what moving it does; what chance alone could do is marked."""
    source = " ".join((say(language, f"check.mark-{row['mark']}") if row["mark"] else "", row["sure"])).strip()
    sure = abs(row["change"]) > row["half"]
    between = say(language, "screen.figures-between", low=by(row["step_low"], language), high=by(row["step_high"], language))
    return (
        str(row["figure"]),
        str(row["written"]),
        "; ".join(word for word in (say(language, f"screen.figures-{'drawn' if row['drawn'] else 'fixed'}"), source) if word),
        writer.number(row["change"]) + ("" if sure else " ~"),
        writer.number(row["half"], signed=False),
        by(row["at"], language),
        percent(abs(row["change"]) / found.width if found.width else 0.0, language),
        between if row["cliff"] else "",
    )


def by(move: float, language: Language) -> str:
    """Write a move as a signed share in per cent."""
    return say(language, "screen.figures-move", at=write_number(100 * move, 0, language, signed=True))


def cliffs_said(found: Screened, language: Language) -> str:
    """Say which figures are cliffs."""
    cliffs = found.cliffs
    looked = int(found.frame["looked_at"].astype(bool).sum())
    if not cliffs:
        return say(language, "screen.figures-no-cliff", looked=looked)
    return say(language, "screen.figures-cliffs", count=len(cliffs), looked=looked, names=", ".join(cliffs))


def values_of(found: Screened) -> dict[str, Any]:
    """Give the numbers for scripts."""
    about = ("option", "reference", "payer", "headline", "width", "replications", "tried", "minutes")
    return {name: getattr(found, name) for name in about} | {"figures": records(found.frame)}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows of a frame by the names of their columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict(orient="records")]

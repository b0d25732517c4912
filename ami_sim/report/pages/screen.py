"""The page of a screening: which parameters could move an answer at all, before any figure of the first year is used."""

from typing import Final

from ami_sim.report.document import Cell, Column, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.option_titles import option_titles
from ami_sim.report.words import Language, say, shipped
from ami_sim.report.writer import Writer, percent
from ami_sim.workflow.screen import NOTHING, Screening

SHOWN: Final = 20  # parameters of an option


def screening_page(found: Screening, language: Language = "en") -> Page:
    """Write a screening, an option at a time, the largest mean absolute effect first."""
    names = option_titles(found.titles, language)
    said = [say(language, "screen.morris", trajectories=found.trajectories, rows=found.rows)]
    if found.sobol:
        told = ", ".join(f"{names[name]} {percent(r2, language)}" for name, r2 in found.fits.items())
        said.append(say(language, "screen.sobol", runs=found.sobol, told=told))
    parts: list[Part] = [Sentence(text) for text in said]
    for option in found.options:
        writer = Writer.of(language, found.morris(option)["mu_star"].tolist())
        floor = say(language, "screen.floor", floor=writer.amount(found.floor(option), signed=False))
        parts += [option_table(found, option, writer, language), Sentence(floor)]
        said.append(floor)
    frame, heading = found.frame, say(language, "screen.heading")
    values = {name: frame[frame["option"] == name].drop(columns="option").to_dict(orient="records") for name in found.options}
    title = say(language, "screen.title", title=shipped(language, found.title))
    section = Section("screening", heading, tuple(parts), data={"heading": heading, "said": said, "options": values})
    return Page(title, (), (section,), data={"title": title, "opening": []}, language=language)


def option_table(found: Screening, option: str, writer: Writer, language: Language) -> Table:
    """Write one option's leading parameters."""
    more, names = found.indices(option), option_titles(found.titles, language)
    rows = []
    for row in found.morris(option).head(SHOWN).to_dict("records"):
        name = str(row["parameter"])
        cells: list[Cell] = [say(language, "screen.nothing") if name == NOTHING else name]
        cells += [writer.cell(row[key], signed=False) for key in ("mu_star", "mu_star_half", "sigma")]
        if len(more):
            cells += [percent(max(0.0, float(more[key].to_dict()[name])), language) for key in ("first", "total")]
        rows.append(Row(tuple(cells)))
    keys = ("parameter", "effect", "half", "spread", *(("first", "total") if len(more) else ()))
    columns = tuple(Column(say(language, f"screen.{key}"), "left" if at == 0 else "right") for at, key in enumerate(keys))
    payer = say(language, f"screen.payer_{found.payer}")
    title = say(language, "screen.table", option=names[option], reference=names[found.reference], payer=payer, unit=writer.unit)
    return Table(title, columns, tuple(rows), key=option)

"""The parts a decision page is made of: headings, sentences and grids, written for a console, a file or a script."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ami_sim.report.number_formats import Scale, scale_for, smallest_percent, write_number, write_scaled, write_span, write_unit
from ami_sim.report.numbers import CHANCE
from ami_sim.report.vocabulary import Language

EMPTY: Final = "–"
WIDTH: Final = 160


@dataclass(frozen=True)
class Grid:
    """A small table: its title, the columns' headings and cells of text; the first column is left-aligned."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def as_table(self) -> Table:
        """Give the table for a console."""
        table = Table(title=Text(self.title), title_justify="left", padding=(0, 1))
        for at, column in enumerate(self.columns):
            table.add_column(Text(column), justify="left" if at == 0 else "right")
        for row in self.rows:
            table.add_row(*(Text(cell) for cell in row))
        return table

    def as_markdown(self) -> str:
        """Give the table for a page."""
        lines = [f"**{self.title}**", "", "| " + " | ".join(self.columns) + " |"]
        lines.append("|" + "|".join([" :-- ", *[" --: "] * (len(self.columns) - 1)]) + "|")
        lines += ["| " + " | ".join(cell.replace("\n", "<br>").replace("|", "/") for cell in row) + " |" for row in self.rows]
        return "\n".join(lines)


Part = str | Grid


@dataclass(frozen=True)
class Section:
    """One question and its answer: sentences and grids in order, and the same as plain values for scripts."""

    key: str
    heading: str
    parts: tuple[Part, ...]
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page of sections below a title."""

    title: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    about: dict[str, Any] = field(default_factory=dict)

    def parts(self) -> RenderableType:
        """Give everything a console prints."""
        said: list[RenderableType] = [Text(self.title, style="bold"), *(Text(line) for line in self.opening)]
        for section in self.sections:
            said += [Text(""), Text(section.heading, style="bold underline")]
            for part in section.parts:
                said.append(part.as_table() if isinstance(part, Grid) else Text(part))
        return Group(*said)

    def as_text(self, width: int = WIDTH) -> str:
        """Give the page as plain text."""
        out = io.StringIO()
        Console(file=out, width=width, color_system=None, legacy_windows=False).print(self.parts())
        return "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())

    def as_markdown(self) -> str:
        """Give the page as Markdown."""
        blocks = [f"# {self.title}", *self.opening]
        for section in self.sections:
            blocks.append(f"## {section.heading}")
            blocks += [part.as_markdown() if isinstance(part, Grid) else part for part in section.parts]
        return "\n\n".join(blocks) + "\n"

    def as_dict(self) -> dict[str, Any]:
        """Give plain values for scripts; what is not defined is null."""
        sections = {
            section.key: {"heading": section.heading, "said": [part for part in section.parts if isinstance(part, str)], **section.values}
            for section in self.sections
        }
        found: dict[str, Any] = plain({"title": self.title, "opening": list(self.opening), **self.about, **sections})
        return found


def plain(value: Any) -> Any:
    """Make values that JSON knows: numbers without NaN or infinity, lists, text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not isfinite(value) else value


@dataclass(frozen=True)
class Writer:
    """Writes kronor, shares and spans in one language; kronor on one scale."""

    language: Language
    scale: Scale

    @classmethod
    def of(cls, language: Language, numbers: Sequence[float], unit: str = "kr") -> "Writer":
        """Choose the scale from the numbers that stand together."""
        return cls(language, scale_for(unit, [float(number) for number in numbers]))

    @property
    def unit(self) -> str:
        """The unit in words."""
        return write_unit(self.scale.unit, self.language)

    def number(self, value: float, *, signed: bool = True) -> str:
        """Write a number without its unit, or a dash where it is not defined."""
        return write_scaled(float(value), self.scale, self.language, signed=signed) if isfinite(value) else EMPTY

    def amount(self, value: float, *, signed: bool = True) -> str:
        """Write a number with its unit."""
        return f"{self.number(value, signed=signed)}\u00a0{self.unit}" if isfinite(value) else EMPTY

    def span(self, low: float, high: float, *, signed: bool = True, resolved: bool = True) -> str:
        """Write an interval without its unit; one that holds chance too is marked."""
        if not (isfinite(low) and isfinite(high)):
            return EMPTY
        return write_span(float(low), float(high), self.scale, self.language, signed=signed) + ("" if resolved else CHANCE)


def percent(share: float, language: Language, decimals: int = 0) -> str:
    """Write a share in per cent, or a dash; what is small but not zero is not written as 0."""
    if not isfinite(share):
        return EMPTY
    if 0 < share < 0.005 and not decimals:
        return "<\u00a01\u00a0%"
    if 0.995 < share < 1 and not decimals:
        return ">\u00a099\u00a0%"
    return f"{write_number(100 * share, decimals, language)}\u00a0%"


def probability(share: float, trials: int, language: Language) -> str:
    """Write a probability that is a share of so many trials: none of a hundred is below 1 %, not 0 %; all of them is above 99 %."""
    if share in (0.0, 1.0) and trials > 0:
        edge = smallest_percent(trials)
        return f"<\u00a0{edge}\u00a0%" if share == 0.0 else f">\u00a0{100 - edge}\u00a0%"
    return percent(share, language)


def figure(value: float, language: Language) -> str:
    """Write a parameter's value with three significant digits."""
    if not isfinite(value):
        return EMPTY
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3 if size >= 0.1 else 4
    return write_number(value, decimals, language)

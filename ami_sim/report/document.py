"""One document for every output: a page of sections with sentences, tables and charts, which renderers write for a reader.

All text is plain text, never markup: a renderer escapes it for what it writes, so that a title like `a [/x] <b>` comes out as written.
Numbers stay numbers with their unit, interval and scale until a renderer writes them. `page.to("html")` asks the renderer of that name in
`ami_sim.report.render`; `as_text`, `as_markdown`, `as_html` and `as_dict` are short for the common ones.

    Page("Who waits", sections=(Section("queues", "Queues", (Sentence("They grow."),), main=True),))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, Final, Literal

from ami_sim.report.number_formats import HARD_SPACE, Scale, scale_for, write_scaled, write_span, write_unit
from ami_sim.report.words import Language
from ami_sim.scenario.errors import InputError, nearest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EMPTY: Final = "–"  # a number that is not defined
ALIKE: Final = "~"  # before a difference that cannot be told from zero
CHANCE: Final = "*"  # after an interval that holds chance too
WIDTH: Final = 160  # characters a line where nothing says how wide the paper is
DPI: Final = 150


@dataclass(frozen=True)
class Number:
    """A number of a table: its value in the measure's own unit, its interval, and how it is written.

    value, low, high: in `unit` (kr, share, days ...); NaN where not defined. scale: what the whole row is written on; None takes the
    number's own. difference: a plus before positive numbers, and `~` when the interval holds zero. resolved: False marks an interval that
    holds chance too. with_unit: write the unit after the number, for tables that have no column or heading for it.
    """

    value: float
    unit: str = ""
    low: float = nan
    high: float = nan
    scale: Scale | None = None
    difference: bool = False
    resolved: bool = True
    with_unit: bool = False

    @property
    def has_interval(self) -> bool:
        """Say whether there is an interval."""
        return isfinite(self.low) and isfinite(self.high)

    @property
    def own_scale(self) -> Scale:
        """Give the row's scale, or the number's own."""
        return self.scale or scale_for(self.unit, [self.value, self.low, self.high])

    def written(self, language: Language) -> str:
        """Write the number, and its interval on a second line."""
        if not isfinite(self.value):
            return EMPTY
        scale = self.own_scale
        said = write_scaled(self.value, scale, language, signed=self.difference)
        if self.difference and self.has_interval and self.low <= 0 <= self.high and self.low < self.high:
            said = f"{ALIKE}{HARD_SPACE}{said}"
        if self.with_unit and scale.unit:
            said += HARD_SPACE + write_unit(scale.unit, language)
        if not self.has_interval:
            return said
        span = write_span(self.low, self.high, scale, language, signed=self.difference)
        return f"{said}\n{span}{'' if self.resolved or self.low == self.high else HARD_SPACE + CHANCE}"

    def as_value(self) -> float | dict[str, Any]:
        """Give the bare number, or value and interval, for scripts."""
        ends = {"low": self.low, "high": self.high, "free_of_chance": self.resolved}
        return {"value": self.value, **ends} if self.has_interval else self.value


Cell = str | Number


def written(cell: Cell, language: Language) -> str:
    """Write a cell as text; a line break stands between a number and its interval."""
    return cell.written(language) if isinstance(cell, Number) else cell


@dataclass(frozen=True)
class Column:
    """A column: heading, where its cells stand, unit; `wide`: its share of the room left beside other wide ones (0: as it needs)."""

    title: str
    align: Literal["left", "right"] = "right"
    unit: str = ""
    wide: int = 0


@dataclass(frozen=True)
class Row:
    """Cells from the left; missing ones are empty. look: "heading" opens a group of rows, "strong" and "faint" are printed so."""

    cells: tuple[Cell, ...]
    look: Literal["", "heading", "strong", "faint"] = ""


@dataclass(frozen=True)
class Table:
    """A titled table. lead: how many columns from the left name the row; they are repeated when a narrow screen splits the others."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    key: str = ""
    lead: int = 1
    how_to_read: str = ""


@dataclass(frozen=True)
class Chart:
    """A picture with the words it needs: an alternative text, one sentence on how to read it, and the table of what is drawn.

    draw: makes the matplotlib figure when a renderer needs it; image: a PNG that is there already.
    """

    key: str
    title: str
    alt: str
    how_to_read: str
    draw: "Callable[[], Figure] | None" = None
    image: bytes = b""
    behind: Table | None = None

    def png(self) -> bytes:
        """Give the picture as a PNG; it is drawn once, for all documents that are made from the same page."""
        return self.drawn

    @cached_property
    def drawn(self) -> bytes:
        """The picture, kept when it has been drawn."""
        if self.draw is None:
            return self.image
        out = BytesIO()
        self.draw().savefig(out, format="png", dpi=DPI, bbox_inches="tight")
        return out.getvalue()


@dataclass(frozen=True)
class Sentence:
    """Running text: one or more whole sentences. strong: the one to read first."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Note:
    """Small print: what a reader must know to read the numbers right."""

    text: str


@dataclass(frozen=True)
class Steps:
    """A list: what to do in order when `numbered`, else points of equal standing."""

    items: tuple[str, ...]
    numbered: bool = False


Part = Sentence | Note | Steps | Table | Chart


@dataclass(frozen=True)
class Section:
    """One question and its answer. main: it stands on the first screen; the others come when asked for by `key`, or all at once.

    data: the same as plain values for scripts.
    """

    key: str
    title: str
    parts: tuple[Part, ...]
    main: bool = True
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page: title, an opening in sentences, sections, and notes that hold for all of it.

    data: what a script gets as JSON, under keys that stay; without it a script gets the page's own structure (`structure`).
    """

    title: str
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    language: Language = "en"

    def chosen(self, every: bool = True, names: tuple[str, ...] = ()) -> tuple[Section, ...]:
        """Give the sections to show: those named, all, or the main ones. InputError names the section nearest to an unknown name."""
        known = [section.key for section in self.sections]
        for name in names:
            if name not in known:
                raise InputError(f'--section: "{name}" is not on this page; expected {", ".join(known)}.{nearest(name, known)}')
        if names:
            return tuple(section for section in self.sections if section.key in names)
        return tuple(section for section in self.sections if every or section.main)

    def to(self, renderer: str, **how: Any) -> Any:
        """Write the page by the renderer of that name: terminal, markdown, html, json, notebook."""
        from ami_sim.report.render import render

        return render(self, renderer, **how)

    def as_text(self, width: int = WIDTH, every: bool = True, sections: tuple[str, ...] = ()) -> str:
        """Give the page as plain text of at most `width` characters a line."""
        return str(self.to("terminal", width=width, every=every, sections=sections))

    def as_markdown(self) -> str:
        """Give the page as Markdown."""
        return str(self.to("markdown"))

    def as_html(self) -> str:
        """Give the page as one HTML file that needs nothing else."""
        return str(self.to("html"))

    def as_dict(self) -> dict[str, Any]:
        """Give plain values for scripts; what is not defined is null."""
        own = dict(self.data) | {section.key: dict(section.data) for section in self.sections if section.data}
        found: dict[str, Any] = plain(own or structure(self))
        return found

    def _repr_html_(self) -> str:
        return str(self.to("notebook"))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.as_text(), "text/html": self._repr_html_()}


def structure(page: Page) -> dict[str, Any]:
    """Give a page's own structure as plain values: numbers as numbers, text as text."""
    sections = [{"key": one.key, "title": one.title, "parts": [_part(part) for part in one.parts]} for one in page.sections]
    return {"title": page.title, "language": page.language, "lead": list(page.lead), "sections": sections, "notes": list(page.notes)}


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Table):
        rows = [[cell.as_value() if isinstance(cell, Number) else cell for cell in row.cells] for row in part.rows]
        columns = [{"title": column.title, "unit": column.unit} for column in part.columns]
        return {"table": part.title, "key": part.key, "columns": columns, "rows": rows}
    if isinstance(part, Chart):
        return {"chart": part.title, "key": part.key, "alt": part.alt, "behind": _part(part.behind) if part.behind else None}
    return {"steps": list(part.items)} if isinstance(part, Steps) else {type(part).__name__.lower(): part.text}


def plain(value: Any) -> Any:
    """Make values that JSON knows: numbers without NaN or infinity, lists, text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not isfinite(value) else value

"""A page on a terminal, or as plain text: tables fit the width, and a table that does not is split between its columns."""

import io
from collections.abc import Iterator
from textwrap import wrap

from rich.box import HEAVY_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from ami_sim.report.document import WIDTH, Chart, Note, Page, Part, Sentence, Steps, Table, written
from ami_sim.report.words import Language, say

LOOKS = {"": None, "heading": "bold", "strong": "bold", "faint": "dim"}
AROUND = 3  # characters around a column's text: a space on each side and a line
LABEL_WIDTH = 34  # characters of a column that names rows; longer ones are folded when room is short
HEADING = 18  # characters a heading may take however narrow its column
NARROWEST = 24  # characters for the columns of numbers, however narrow the terminal


def render(page: Page, width: int = WIDTH, every: bool = True, sections: tuple[str, ...] = ()) -> str:
    """Give the page as plain text of at most `width` characters a line."""
    out = io.StringIO()
    console = Console(file=out, width=width, color_system=None, legacy_windows=False)
    console.print(parts(page, width, every, sections))
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())


def parts(page: Page, width: int = WIDTH, every: bool = True, sections: tuple[str, ...] = ()) -> RenderableType:
    """Give everything a console of that width prints, in order: the main sections, those named, or all of them."""
    said: list[RenderableType] = [Text(page.title, style="bold")] if page.title else []
    said += [Text(line) for line in page.lead]
    shown = page.chosen(every, sections)
    for section in shown:
        if section.title:
            said += [Text(""), Text(section.title, style="bold underline")]
        for part in section.parts:
            said += drawn(part, page.language, width)
    more = [section.key for section in page.sections if section not in shown]
    if more and not sections:
        said += [Text(""), Text(say(page.language, "page.more", sections=", ".join(more)), style="dim")]
    if page.notes:
        said += [Text(""), *(Text(note) for note in page.notes)]
    return Group(*said)


def drawn(part: Part, language: Language, width: int) -> list[RenderableType]:
    """Give one part as a console prints it; of a chart, its words and the table behind it."""
    if isinstance(part, Sentence):
        return [Text(part.text, style="bold" if part.strong else "")]
    if isinstance(part, Note):
        return [Text(part.text, style="dim")]
    if isinstance(part, Steps):
        marks = (f"{at}." if part.numbered else "-" for at in range(1, len(part.items) + 1))
        return [Padding(Text(f"{mark} {item}"), (0, 0, 0, 2), expand=False) for mark, item in zip(marks, part.items, strict=True)]
    if isinstance(part, Chart):
        return drawn(part.behind, language, width) if part.behind else [Text(f"{part.title}: {part.alt}")]
    tables: list[RenderableType] = [*blocks(part, language, width)]
    return [*tables, Text(part.how_to_read, style="dim")] if part.how_to_read else tables


def blocks(table: Table, language: Language, width: int) -> Iterator[RichTable]:
    """Split a table between columns until each block fits; those that name the rows are repeated. One with wide columns is folded."""
    cells = [[written(cell, language) for cell in row.cells] for row in table.rows]
    needs = [widest(table, cells, at) + AROUND for at in range(len(table.columns))]
    left = [at for at in range(len(table.columns)) if at < table.lead]
    room = max(width - 1 - sum(min(needs[at], LABEL_WIDTH + AROUND) for at in left), NARROWEST)
    folds = any(column.wide for column in table.columns)
    block: list[int] = []
    for at in range(table.lead, len(table.columns)):
        if block and sum(needs[column] for column in block) + needs[at] > room and not folds:
            yield block_of(table, cells, [*left, *block], sum(needs) + 1 > width)
            block = []
        block.append(at)
    yield block_of(table, cells, [*left, *block], sum(needs) + 1 > width)


def headed(table: Table, cells: list[list[str]], at: int) -> str:
    """Fold a column's heading to the width its cells take anyhow, but at least `HEADING`."""
    return "\n".join(wrap(table.columns[at].title, max(HEADING, longest(table, cells, at)), break_long_words=False))


def longest(table: Table, cells: list[list[str]], at: int) -> int:
    """Give the characters of a column's widest cell."""
    column = [row[at] for row, own in zip(cells, table.rows, strict=True) if at < len(row) and own.look != "heading"]
    return max((cell_len(line) for text in column for line in text.splitlines()), default=0)


def widest(table: Table, cells: list[list[str]], at: int) -> int:
    """Give the characters of a column's widest line, its heading's among them."""
    return max(longest(table, cells, at), *(cell_len(line) for line in (headed(table, cells, at) or " ").splitlines()))


def block_of(table: Table, cells: list[list[str]], columns: list[int], tight: bool) -> RichTable:
    """Lay some columns of a table out."""
    ratios = any(table.columns[at].wide for at in columns)
    named = any(column.title for column in table.columns)  # names and meanings beside each other need no lines
    block = RichTable(
        title=Text(table.title) if table.title else None,
        title_justify="left",
        padding=(0, 1),
        expand=ratios,
        box=HEAVY_HEAD if named else None,
        show_header=named,
    )
    for at in columns:
        column = table.columns[at]
        names = at < table.lead
        block.add_column(
            Text(headed(table, cells, at)),
            justify=column.align,
            no_wrap=column.align == "right",
            ratio=column.wide or None,
            max_width=LABEL_WIDTH if names and tight and not column.wide else None,
        )
    for row, texts in zip(table.rows, cells, strict=True):
        if row.look == "heading":
            block.add_section()
        block.add_row(*(Text(texts[at] if at < len(texts) else "") for at in columns), style=LOOKS[row.look])
    return block

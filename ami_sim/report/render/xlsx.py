"""A page as an Excel workbook: a sheet a table, numbers as numbers with their format, and a first sheet that says what the others hold.

A number with an interval becomes three columns, and a fourth with the marks that a reader of paper gets. No text begins with a sign that
a program may take for a formula.
"""

from io import BytesIO
from itertools import count
from math import isfinite
from typing import TYPE_CHECKING, Final, NamedTuple

from ami_sim.report.document import ALIKE, CHANCE, Cell, Column, Number, Page, Row, Sentence, Table
from ami_sim.report.number_formats import Scale
from ami_sim.report.words import Language, say
from ami_sim.scenario.errors import InputError

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
LONGEST: Final = 31  # characters of a sheet's name
FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
YEAR: Final = "year"  # the unit of a calendar year: written without a space between thousands
WIDEST: Final = 60  # characters of a column
HEAD: Final = 2  # the row, from 0, in which a table's headings stand


class Sheet(NamedTuple):
    """One table on a sheet of its own, with what a reader must know of it."""

    name: str
    title: str
    table: Table
    said: tuple[str, ...]


class Laid(NamedTuple):
    """One column of a sheet: of which column of the table, and what of its numbers; an empty word is the cell itself."""

    at: int
    part: str
    title: str


def render(page: Page) -> bytes:
    """Give the file's bytes."""
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise InputError('report: XlsxWriter is not installed; expected the extra "documents": pip install "ami-sim[documents]"') from error
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}) as book:
        book.set_properties({"title": page.title})
        found = sheets(page)
        contents(book, page, found)
        for sheet in found:
            write(book, sheet, page.language)
    return out.getvalue()


def sheets(page: Page) -> list[Sheet]:
    """Give a sheet a table, each with a name of its own; the sentences of a section stand on its first."""
    found: list[Sheet] = []
    names: set[str] = {named(say(page.language, "workbook.contents"), set())}
    for section in page.sections:
        said = tuple(part.text for part in section.parts if isinstance(part, Sentence))
        for table in (part for part in section.parts if isinstance(part, Table)):
            name = named(section.title, names)
            names.add(name.casefold())
            found.append(Sheet(name, table.title or section.title, table, (*said, *([table.how_to_read] if table.how_to_read else ()))))
            said = ()
    return found


def named(title: str, taken: set[str]) -> str:
    """Give a sheet's name: as much of a title as there is room for, with a number where another has it."""
    whole = title.translate(FORBIDDEN).strip()
    ends = (f" {number}" if number > 1 else "" for number in count(1))
    return next(name for name in (whole[: LONGEST - len(end)].strip() + end for end in ends) if name.casefold() not in taken)


def contents(book: "Workbook", page: Page, found: list[Sheet]) -> None:
    """Write the first sheet: title, what is asked, what the sheets hold, and what holds for all of them."""
    sheet, wrapped = book.add_worksheet(named(say(page.language, "workbook.contents"), set())), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, safe(page.title), book.add_format({"bold": True, "font_size": 14}))
    row = 1
    for line in (*page.lead, *page.notes):
        sheet.merge_range(row, 0, row, 1, safe(line), wrapped)
        sheet.set_row(row, 15.0 * (1 + len(line) // 115))
        row += 1
    row += 1
    bold = book.add_format({"bold": True, "bottom": 1})
    for at, key in enumerate(("sheet", "holds")):
        sheet.write_string(row, at, say(page.language, f"workbook.{key}"), bold)
    for one in found:
        row += 1
        sheet.write_url(row, 0, f"internal:'{one.name}'!A1", string=one.name)
        sheet.write_string(row, 1, safe(one.title))


def write(book: "Workbook", one: Sheet, language: Language) -> None:
    """Write a table on its sheet: its title, its headings, its rows, and what is said of it below."""
    sheet = book.add_worksheet(one.name)
    laid = columns(one.table, language)
    headings = unlike([each.title for each in laid])
    sheet.write_string(0, 0, safe(one.title), book.add_format({"bold": True, "font_size": 12}))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 2})
    for at, title in enumerate(headings):
        sheet.write_string(HEAD, at, safe(title), head)
    formats: dict[tuple[str, bool], Format] = {}
    for number, row in enumerate(one.table.rows, HEAD + 1):
        strong = row.look in ("heading", "strong")
        for at, each in enumerate(laid):
            cell = value(row, each)
            shape = (format_of(row.cells[each.at]) if isinstance(cell, float) else "", strong)
            if shape not in formats:
                formats[shape] = book.add_format({"bold": strong, **({"num_format": shape[0]} if shape[0] else {})})
            put(sheet, number, at, cell, formats[shape])
    for at, title in enumerate(headings):
        longest = max([len(title) // 2, *(len(str(value(row, laid[at]) or "")) for row in one.table.rows[:200])])
        sheet.set_column(at, at, min(WIDEST, max(10, longest + 2)))
    last = HEAD + len(one.table.rows)
    sheet.freeze_panes(HEAD + 1, min(one.table.lead, len(laid) - 1))
    sheet.autofilter(HEAD, 0, max(last, HEAD), len(laid) - 1)
    sheet.repeat_rows(HEAD)
    for below, text in enumerate(one.said, last + 2):
        sheet.write_string(below, 0, safe(text))


def put(sheet: "Worksheet", row: int, at: int, cell: float | str | None, shape: "Format") -> None:
    """Write one cell: a number, a text, or nothing."""
    if isinstance(cell, float):
        sheet.write_number(row, at, cell, shape)
    elif cell:
        sheet.write_string(row, at, safe(cell), shape)


def columns(table: Table, language: Language) -> list[Laid]:
    """Lay a table's columns out: one whose numbers have intervals becomes three, and one with marks has a column for them."""
    found = []
    for at, column in enumerate(table.columns):
        numbers = [row.cells[at] for row in table.rows if at < len(row.cells)]
        found.append(Laid(at, "", titled(column)))
        if any(isinstance(cell, Number) and cell.has_interval for cell in numbers):
            found += [Laid(at, part, say(language, f"workbook.{part}", column=titled(column))) for part in ("low", "high")]
            if any(marks(cell) for cell in numbers):
                found.append(Laid(at, "mark", say(language, "workbook.mark", column=titled(column))))
    return found


def titled(column: Column) -> str:
    """Give a column's heading, with the unit that its numbers have."""
    return f"{column.title} ({column.unit})" if column.unit else column.title


def unlike(titles: list[str]) -> list[str]:
    """Tell headings apart that would be the same."""
    return [f"{title} ({titles[:at].count(title) + 1})" if title in titles[:at] else title for at, title in enumerate(titles)]


def value(row: Row, laid: Laid) -> float | str | None:
    """Give what stands in a cell: a number on its written scale, a text, or nothing."""
    if laid.at >= len(row.cells):
        return None
    cell = row.cells[laid.at]
    if not isinstance(cell, Number):
        return cell if laid.part == "" else None
    if laid.part == "mark":
        return marks(cell) or None
    bare = {"": cell.value, "low": cell.low, "high": cell.high}[laid.part]
    return bare / divisor(cell.own_scale) if isfinite(bare) else None


def divisor(scale: Scale) -> float:
    """Give what a number is divided by: a share stays a share, which Excel writes in per cent."""
    return 1.0 if scale.unit == "%" else scale.divisor


def marks(cell: Cell) -> str:
    """Give the marks of a difference that cannot be told from zero, and of an interval that holds chance."""
    if not isinstance(cell, Number) or not cell.has_interval:
        return ""
    alike = cell.difference and cell.low <= 0 <= cell.high and cell.low < cell.high
    return (ALIKE if alike else "") + ("" if cell.resolved or cell.low == cell.high else CHANCE)


def format_of(cell: Cell) -> str:
    """Give the format of a number: Excel writes the decimal sign and the space between thousands as the reader's own machine does."""
    assert isinstance(cell, Number)
    if cell.unit == YEAR:
        return "0"
    scale = cell.own_scale
    whole = ("0" if scale.unit == "%" else "#,##0") + ("." + "0" * scale.decimals if scale.decimals else "")
    return whole + ("%" if scale.unit == "%" else "")


def safe(text: str) -> str:
    """Give a text that no program takes for a formula: a space stands before a sign that would begin one."""
    return f" {text}" if text.startswith(FORMULA) else text

"""A page's tables as CSV for the spreadsheet of a language: where decimals have a comma, cells are parted by `;`, and a mark says UTF-8."""

import csv
from io import StringIO
from math import isfinite

from ami_sim.report.document import Cell, Page, Table
from ami_sim.report.words import Language, habits

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(page: Page) -> bytes:
    """Give the file's bytes: every table, its headings first, an empty line between two."""
    decimal = habits(page.language).decimal
    out = StringIO()
    write = csv.writer(out, delimiter=";" if decimal == "," else ",", lineterminator="\r\n")
    tables = [part for section in page.sections for part in section.parts if isinstance(part, Table)]
    for at, table in enumerate(tables):
        if at:
            write.writerow([])
        write.writerow([plain(column.title, page.language) for column in table.columns])
        write.writerows([plain(one, page.language) for one in row.cells] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def plain(cell: Cell, language: Language) -> str:
    """Write a cell: a number with all its digits and no space in it, a text so that no program takes it for a formula."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(FORMULA) else cell
    if not isfinite(cell.value):
        return ""
    return f"{cell.value / cell.own_scale.divisor:.12g}".replace(".", habits(language).decimal)

"""A page as Markdown: every character of a text stands as itself, whatever it means to Markdown or HTML."""

import re

from ami_sim.report.document import Chart, Note, Page, Part, Sentence, Steps, Table, written
from ami_sim.report.words import Language

# What Markdown (GitHub's and MyST's) may read as its own: escaped wherever it stands, at a word's edge, or at a line's beginning.
ANYWHERE = re.compile(r"([\\`*\[\]<>|$]|~~|&(?=#?\w+;)|(?<!\w)_|_(?!\w))")
AT_THE_START = re.compile(r"^(\s*)([-+#>=]|\d+[.)](?=\s|$)|~)", re.MULTILINE)


def render(page: Page) -> str:
    """Give the page as Markdown; a chart is its words, and the table behind it."""
    said = [f"# {escaped(page.title)}"] if page.title else []
    said += [escaped(line) for line in page.lead]
    for section in page.sections:
        said += [f"## {escaped(section.title)}"] if section.title else []
        said += [part_of(part, page.language) for part in section.parts]
    said += [escaped(note) for note in page.notes]
    return "\n\n".join(said) + "\n"


def part_of(part: Part, language: Language) -> str:
    """Write one part."""
    if isinstance(part, Sentence):
        return f"**{escaped(part.text)}**" if part.strong else escaped(part.text)
    if isinstance(part, Note):
        return escaped(part.text)
    if isinstance(part, Steps):
        return "\n".join(f"{f'{at}.' if part.numbered else '-'} {escaped(item)}" for at, item in enumerate(part.items, 1))
    if isinstance(part, Chart):
        behind = [table_of(part.behind, language)] if part.behind else [escaped(part.alt)]
        return "\n\n".join([f"**{escaped(part.title)}**", *behind, escaped(part.how_to_read)])
    return table_of(part, language)


def table_of(table: Table, language: Language) -> str:
    """Write a table with its title above it; a line break within a cell is `<br>`."""
    lines = [f"**{escaped(table.title)}**", ""] if table.title else []
    lines.append(row_of([column.title for column in table.columns]))
    lines.append("|" + "|".join(" --: " if column.align == "right" else " :-- " for column in table.columns) + "|")
    for row in table.rows:
        cells = [written(cell, language) for cell in row.cells]
        lines.append(row_of([*cells, *[""] * (len(table.columns) - len(cells))], strong=row.look in ("heading", "strong")))
    if table.how_to_read:
        lines += ["", escaped(table.how_to_read)]
    return "\n".join(lines)


def row_of(cells: list[str], strong: bool = False) -> str:
    """Write one row of a table."""
    texts = ["<br>".join(escaped(line) for line in cell.splitlines()) for cell in cells]
    return "| " + " | ".join(f"**{text}**" if strong and text else text for text in texts) + " |"


def escaped(text: str) -> str:
    """Write text so that Markdown shows it as it is."""
    return AT_THE_START.sub(lambda found: f"{found[1]}{numbered(found[2])}", ANYWHERE.sub(r"\\\1", text))


def numbered(mark: str) -> str:
    """Escape what opens a list or heading: before the sign, or before the full stop of a number."""
    return f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}"

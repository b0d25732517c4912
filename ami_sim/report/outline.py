"""Headings with sentences and tables: what a check prints, as plain text or as plain values for scripts."""

import io
from dataclasses import dataclass
from pathlib import Path
from shutil import get_terminal_size
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

WIDTHS: Final = (100, 160)  # characters a line: the least and the most


@dataclass(frozen=True)
class Section:
    """A heading with sentences and a table: `columns`, and one tuple of texts a row."""

    title: str
    said: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Meaning:
    """What a file means. Print `as_text()`, or take `as_dict()` for scripts."""

    file: Path
    kind: str
    title: str
    sections: tuple[Section, ...]

    def as_text(self, width: int | None = None) -> str:
        """Give it as plain text, as wide as the terminal unless a width is given."""
        out = io.StringIO()
        wide = width or min(max(get_terminal_size((WIDTHS[1], 40)).columns, WIDTHS[0]), WIDTHS[1])
        console = Console(file=out, width=wide, color_system=None, legacy_windows=False)
        console.print(Text(f"{self.file}: {self.kind}. {self.title}"))
        for section in self.sections:
            console.print(Text(f"\n{section.title}"))
            for sentence in section.said:
                console.print(Padding(Text(sentence), (0, 0, 0, 2)))
            if section.rows:
                table = Table(box=SIMPLE_HEAD, pad_edge=False)
                for column in section.columns:
                    table.add_column(Text(column), overflow="fold")
                for row in section.rows:
                    table.add_row(*(Text(cell) for cell in row))
                console.print(Padding(table, (0, 0, 0, 2)))
        return "\n".join(line.rstrip() for line in out.getvalue().splitlines())

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain values: sentences and rows by section."""
        parts = {
            section.title: {"said": list(section.said), "rows": [dict(zip(section.columns, row, strict=True)) for row in section.rows]}
            for section in self.sections
        }
        return {"file": str(self.file), "kind": self.kind, "title": self.title, "sections": parts}

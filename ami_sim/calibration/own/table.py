"""A log's table as it was written: CSV in any habit, Excel, parquet, XES, OCEL 2.0, or a frame; cells as text, none read yet."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import pandas as pd

from ami_sim.record.log_formats import from_ocel, from_xes
from ami_sim.scenario.errors import InputError, nearest

SEPARATORS: Final = (";", "\t", "|", ",")  # where a head has as many of two, the first
MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))  # of the order of bytes
QUOTE: Final = '"'
READERS: Final = (".csv", ".txt", ".tsv", ".xlsx", ".parquet", ".xes", ".jsonocel")
BINARY: Final[dict[str, Callable[[bytes], pd.DataFrame]]] = {
    ".xlsx": lambda content: pd.read_excel(io.BytesIO(content), dtype=object),
    ".parquet": lambda content: pd.read_parquet(io.BytesIO(content)),
    ".xes": from_xes,
    ".jsonocel": from_ocel,
}


@dataclass(frozen=True)
class RawTable:
    """Cells as text (dates of Excel and parquet as times), and how many lines did not fit the head and could not be read."""

    frame: pd.DataFrame
    unreadable: int = 0


def read_table(source: Path | pd.DataFrame, separator: str = "") -> RawTable:
    """Read a log's table. separator: between the cells of a CSV; "" takes the one its head has most of.

    InputError for a file that is not there, is empty, or is none of the kinds.
    """
    if isinstance(source, pd.DataFrame):
        return RawTable(as_texts(source))
    if source.suffix.lower() not in READERS:
        raise InputError(f'{source}: "{source.suffix}" is no kind of log; expected one of {", ".join(READERS)}')
    try:
        content = source.read_bytes()
    except OSError as error:
        raise InputError(f"{source}: cannot be read ({error.strerror})") from error
    if not content.strip():
        raise InputError(f"{source}: is empty; expected a head and a row for each spell")
    if source.suffix.lower() in BINARY:
        return RawTable(as_texts(read_binary(source, content)))
    return read_csv(source, content, separator)


def read_binary(path: Path, content: bytes) -> pd.DataFrame:
    """Read the first sheet of an Excel file, a parquet file, or a log in a format of process mining."""
    try:
        return BINARY[path.suffix.lower()](content)
    except ImportError as error:
        raise InputError(f"{path}: Excel files need another package; expected a CSV file, or ami-sim installed with [excel]") from error
    except (ValueError, OSError, KeyError, BadZipFile) as error:
        raise InputError(f"{path}: cannot be read ({' '.join(str(error).split())}); expected a whole file") from error


def as_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Give a frame with its cells as text without spaces around, "" for none; columns of times stay. InputError for two of one name."""
    names = [str(name).strip() for name in frame.columns]
    twice = [name for name in names if name and names.count(name) > 1]
    if twice:
        raise InputError(f'columns: "{twice[0]}" stands twice in the head; expected names that differ')
    found = {}
    for at, name in enumerate(frame.columns):
        column = frame.iloc[:, at]
        if not pd.api.types.is_datetime64_any_dtype(column):
            column = column.astype("str").where(column.notna(), "").astype("str").str.strip()
        found[str(name).strip()] = column
    return pd.DataFrame(found).reset_index(drop=True)


def read_csv(path: Path, content: bytes, separator: str) -> RawTable:
    """Read a CSV: its encoding by its first bytes, else UTF-8, else the code page of Western Europe.

    A line of more cells than the head is not readable and counted, unless what it has more is empty; one of fewer lacks the last.
    """
    text = decoded(content).lstrip("\r\n")
    first = text.split("\n", 1)[0]
    between = separator or max(SEPARATORS, key=first.count)
    head = [cell.strip() for cell in next(csv.reader([first.rstrip("\r")], delimiter=between), [])]
    if not any(head):
        raise InputError(f"{path}: has no head; expected a table with a head")
    plain = None if QUOTE in text else read_plain(text, between, head)
    if plain is not None:
        return RawTable(as_texts(plain))
    csv.field_size_limit(max(len(text), csv.field_size_limit()))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    if any(swallowed(cell, between, len(head)) for row in rows for cell in row if "\n" in cell):
        rows = [[cell.strip(' \r"') for cell in line.split(between)] for line in text.split("\n")]
    rows = [row for row in rows[1:] if any(row)]
    fits = [row for row in rows if not any(row[len(head) :])]
    columns = zip(*((row + [""] * len(head))[: len(head)] for row in fits), strict=True) if fits else [()] * len(head)
    frame = pd.DataFrame({at: pd.Series(column, dtype="str") for at, column in enumerate(columns)})
    return RawTable(as_texts(frame.set_axis(head, axis=1)), len(rows) - len(fits))


def read_plain(text: str, between: str, head: list[str]) -> pd.DataFrame | None:
    """Read a CSV without quotes in one go; nothing when a line has more cells than the head."""
    names = [*range(len(head)), "more"]
    try:
        frame = pd.read_csv(
            io.StringIO(text), sep=between, header=0, names=names, dtype="str", keep_default_na=False, quoting=csv.QUOTE_NONE
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        return None
    more = frame.pop("more")
    if (more.notna() & (more != "")).any():
        return None
    return frame.set_axis(head, axis=1)


def swallowed(cell: str, between: str, cells: int) -> bool:
    """Say whether a quoted cell holds whole lines of the table, as it does where a quote was never closed."""
    return cells > 1 and any(line.count(between) >= cells - 1 for line in cell.split("\n")[1:])


def decoded(content: bytes) -> str:
    """Give a text from its bytes, without NUL."""
    named = next((encoding for mark, encoding in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(named)
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\0", "")


def pick(table: pd.DataFrame, wanted: dict[str, str], where: str) -> pd.DataFrame:
    """Give the columns a map names, by what they hold; InputError for one that is not there (a head's capitals do not matter)."""
    known = {str(name).casefold(): str(name) for name in table.columns}
    found = {}
    for what, name in wanted.items():
        if name.strip().casefold() not in known:
            raise InputError(f'{where}: columns: "{name}" is no column of the log.{nearest(name, map(str, table.columns))}')
        found[what] = table[known[name.strip().casefold()]]
    return pd.DataFrame(found)

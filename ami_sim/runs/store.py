"""Results folders: the only place that writes them and reads them again, with a hash of every file.

The manifest holds the hash of each file that a run has written, and a seal over itself. Whoever reads a folder reads through here: a file
that was cut, edited or saved by another program is refused by its name, with what to do.
"""

import hashlib
import io
import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ami_sim.runs.rows import Rows, in_order
from ami_sim.scenario.errors import InputError

Keep = Callable[[pa.Table], pa.Table]
MANIFEST: Final = "manifest.json"
FILES, SEAL = "files", "seal"  # keys of the manifest: the hash of each file, and of the manifest without its seal
SUMS: Final = "sums.json"  # in a part: the hash of each of its files
RUNS: Final = "runs.arrow"  # the files of a part (`parts.py`)
DAYS: Final = "days.arrow"
TEXT: Final = (  # columns of text in a CSV: "" is a name there, and so may "NA" be
    "experiment",
    "scenario",
    "reference",
    "measure",
    "actor",
    "group",
    "unit",
    "interval",
    "committee",
    "line",
    "title",
)
MARK_OF_TEXT: Final = "'"  # before a cell that is not to be run
MARKED: Final = re.compile(r"'*[=+\-@\t\r]")  # what a spreadsheet takes for a formula, and what as_text has marked already
EXCEL: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04")  # how a file begins that a spreadsheet has saved


def hash_of(content: bytes) -> str:
    """Give the hash of some bytes."""
    return hashlib.sha256(content).hexdigest()


def draft_of(path: Path) -> Path:
    """Say where a file is written before it is whole."""
    return path.with_name(f"{path.name}.draft")


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file in one step."""
    draft = draft_of(path)
    draft.write_text(json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n", "utf-8", "surrogateescape")
    os.replace(draft, path)


def write_frame(path: Path, frame: pd.DataFrame | Rows) -> None:
    """Write a CSV or parquet file in one step."""
    draft = draft_of(path)
    if isinstance(frame, Rows):
        frame.write(draft)
    elif path.suffix == ".csv":
        changed(frame, as_text).to_csv(draft, index=False)
    else:
        frame.to_parquet(draft, index=False)
    os.replace(draft, path)


def as_text(cell: Any) -> Any:
    """Mark a text that a spreadsheet would run as a formula, such as a title that begins with "=", so that it shows it instead."""
    return f"{MARK_OF_TEXT}{cell}" if isinstance(cell, str) and MARKED.match(cell) else cell


def without_mark(cell: Any) -> Any:
    """Take the mark of `as_text` off again."""
    return cell[1:] if isinstance(cell, str) and cell.startswith(MARK_OF_TEXT) and MARKED.match(cell[1:]) else cell


def changed(frame: pd.DataFrame, how: Callable[[Any], Any]) -> pd.DataFrame:
    """Give a frame with its texts changed; one in which none changes is given as it is."""
    texts = frame.select_dtypes(exclude=["number", "bool", "datetime"])
    new = {}
    for column in texts.columns:
        other = {cell: how(cell) for cell in texts[column].unique() if isinstance(cell, str) and how(cell) != cell}
        if other:
            new[column] = texts[column].map(lambda cell, other=other: other.get(cell, cell))
    return frame.assign(**new)


def write_results(folder: Path, frames: Mapping[str, pd.DataFrame | Rows], manifest: dict[str, Any]) -> list[Path]:
    """Write the frames of a run and, when they are all there, its manifest with their hashes and its seal; gives the files."""
    for name in sorted(frames, key=lambda name: isinstance(frames[name], Rows)):  # what is being written beside comes last
        write_frame(folder / name, frames[name])
    manifest[FILES] = {name: hash_of((folder / name).read_bytes()) for name in frames}
    write_json(folder / MANIFEST, sealed(manifest))
    return [*(folder / name for name in frames), folder / MANIFEST]


def sealed(manifest: dict[str, Any]) -> dict[str, Any]:
    """Put the seal to a manifest: a hash of everything else in it."""
    manifest.pop(SEAL, None)
    manifest[SEAL] = seal_of(manifest)
    return manifest


def seal_of(manifest: Mapping[str, Any]) -> str:
    """Give the hash of everything in a manifest but its seal, as it reads once it is written."""
    read = json.loads(json.dumps({key: value for key, value in manifest.items() if key != SEAL}, default=str))
    return hash_of(json.dumps(read, sort_keys=True).encode())


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of finished results; InputError when there is none, when the run is not finished, or when it was edited."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{folder}: holds no {MANIFEST} that can be read; expected one written by ami-sim compare") from error
    if not isinstance(found, dict) or not isinstance(found.get("run", {}), dict):
        raise InputError(f"{folder}: holds no {MANIFEST} that can be read; expected one written by ami-sim compare")
    if found.get("run", {}).get("status") == "running":
        raise InputError(f"{folder}: holds a run that is not finished; expected a finished one (ami-sim compare --resume goes on with it)")
    if SEAL in found and found[SEAL] != seal_of(found):
        raise InputError(f"{path}: was changed after the run; expected it as the run wrote it (copy it again, or run again)")
    return found


def whole_file(folder: Path, name: str, manifest: Mapping[str, Any] | None = None) -> Path:
    """Give the path of a file of a results folder; InputError when it is not there, or is not what the run wrote.

    manifest: the folder's, when it has been read already. A folder of an earlier version has no hashes and is read as it is.
    """
    path = folder / name
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise InputError(f"{folder}: holds no {name}; expected a folder that ami-sim compare has finished") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); expected a whole file (run again)") from error
    known = read_manifest(folder) if manifest is None else manifest
    expected = known.get(FILES, {}).get(name)
    if expected is not None and found != expected:
        raise InputError(f"{path}: {damage(name, path.read_bytes())}; expected it as the run wrote it (copy it again, or run again)")
    return path


def damage(name: str, content: bytes) -> str:
    """Say what seems to have happened to a file that is not what the run wrote."""
    if not content:
        return "is empty"
    if name.endswith(".csv"):
        head = content.split(b"\n", 1)[0]
        if content.startswith(EXCEL) or head.endswith(b"\r") or head.count(b";") > head.count(b","):
            return "was saved by another program, as spreadsheets do (save a copy elsewhere and leave this one)"
        if not content.endswith(b"\n"):
            return "was cut"
    if name.endswith(".parquet") and not content.endswith(b"PAR1"):
        return "was cut"
    return "was changed after the run"


def read_frame(
    folder: Path, name: str, manifest: Mapping[str, Any] | None = None, columns: list[str] | None = None, keep: Keep | None = None
) -> pd.DataFrame:
    """Read a frame of a results folder as the run had it: names as text, numbers to the last digit.

    keep: what of each piece of a parquet file is kept; the whole of it is then never held.
    """
    path = whole_file(folder, name, manifest)
    try:
        found = read_parquet(path, columns, keep) if name.endswith(".parquet") else read_csv(path.read_bytes())
        return found[columns] if columns and keep is None else found
    except (OSError, ValueError, KeyError) as error:  # what pandas and pyarrow raise is one of them
        raise InputError(f"{folder / name}: cannot be read ({' '.join(str(error).split())}); expected a whole file (run again)") from error


def read_parquet(path: Path, columns: list[str] | None = None, keep: Keep | None = None) -> pd.DataFrame:
    """Read a parquet file piece by piece, words as categories where they were."""
    with pq.ParquetFile(path) as file:
        pieces = (file.read_row_group(at, columns) for at in range(file.num_row_groups))
        tables = [piece if keep is None else keep(piece) for piece in pieces]
        found = pa.concat_tables(tables) if tables else file.schema_arrow.empty_table()
        del tables
    return in_order(found.unify_dictionaries().to_pandas(split_blocks=True, self_destruct=True))


def read_csv(content: bytes) -> pd.DataFrame:
    """Read a CSV file: in columns of text every word stands for itself, in the others nothing is a number that is not defined."""
    head = pd.read_csv(io.BytesIO(content), nrows=0).columns
    numbers = {column: [""] for column in head if column not in TEXT}
    text = {column: "str" for column in head if column in TEXT}
    found = pd.read_csv(io.BytesIO(content), dtype=text, keep_default_na=False, na_values=numbers)
    return changed(found, without_mark)


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """Give the hashes of a part's files, as the part keeps them."""
    return json.dumps({name: hash_of(content) for name, content in files.items()}).encode()


def is_whole(part: Path) -> bool:
    """Tell whether a part is there with every file as it was written; one that an earlier version has laid out otherwise is not."""
    try:
        sums = json.loads((part / SUMS).read_bytes())
        return set(sums) == {RUNS, DAYS} and all(hash_of((part / name).read_bytes()) == digest for name, digest in sums.items())
    except (OSError, ValueError, AttributeError):
        return False

"""Output folders: what we write into is marked as ours, and nothing is overwritten or deleted in a folder that is not.

A folder may be written into when it is new, empty, or bears the mark that an earlier run left there.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any, Final

from ami_sim.runs.rows import ROWS
from ami_sim.runs.store import MANIFEST
from ami_sim.scenario.errors import InputError

MARK: Final = ".ami-sim"
SAID: Final = "This folder was made by ami-sim, which may overwrite and delete results in it.\n"
PASSING: Final = (MARK, ".lock", ".writable")  # what a refused or killed run may leave in a folder that holds nothing else
PART: Final = re.compile(r"batch-\d{5,}(\.draft)?")
EXPECTED: Final = "expected a new or empty folder, or one that ami-sim has made"


def named(word: str | Path) -> Path:
    """Give the folder that a word names; InputError for no word, which would be the folder one stands in."""
    if not str(word).strip():
        raise InputError(f'--out: "": names no folder; {EXPECTED}')
    return Path(word)


def refuse_of_others(folder: Path) -> None:
    """Refuse a folder that holds something and is not ours; what is not there, or is a file, is for others to say."""
    if not folder.is_dir():
        return
    held = sorted(path.name for path in folder.iterdir() if path.name not in PASSING)
    if held and not is_ours(folder):
        raise InputError(f"--out: {folder}: holds {held[0]} and was not made by ami-sim; {EXPECTED}")


def refuse_other_question(folder: Path, name: str) -> None:
    """Refuse our own folder when the results in it answer another question."""
    found = manifest_in(folder)
    if found and found.get("experiment", name) != name:
        raise InputError(
            f'--out: {folder}: holds results of "{found["experiment"]}"; '
            f'expected another folder for "{name}" (or --force, which replaces them)'
        )


def is_ours(folder: Path) -> bool:
    """Tell whether a run has made a folder: by its mark, or by a manifest as a run writes it (of a version without marks)."""
    return (folder / MARK).is_file() or bool(manifest_in(folder))


def manifest_in(folder: Path) -> dict[str, Any]:
    """Give the manifest that a run has written or begun in a folder, whole or not; nothing when there is none of ours."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    ours = isinstance(found, dict) and isinstance(found.get("versions"), dict) and "ami-sim" in found["versions"]
    return found if ours and isinstance(found.get("experiment"), str) else {}


def mark(folder: Path) -> None:
    """Mark a folder as ours."""
    (folder / MARK).write_text(SAID, encoding="utf-8")


def clear_parts(parts: Path) -> None:
    """Delete the parts of a run, and their folder when nothing else is in it."""
    if not parts.is_dir() or parts.is_symlink():
        return
    for path in parts.iterdir():
        if PART.fullmatch(path.name) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
    (parts / ROWS).unlink(missing_ok=True)
    if not any(parts.iterdir()):
        parts.rmdir()

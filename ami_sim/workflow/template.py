"""A municipality of one's own: a copy of the files that ship with the tool, to change figure by figure."""

import os
import re
import shutil
from pathlib import Path
from typing import Final

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import read_experiment
from ami_sim.scenario.load import bundled, find, read_source, read_toml

QUESTION: Final = "experiments/capacity.toml"
HOME: Final = "calibration/ragunda"  # whose files are copied
EVIDENCE: Final = "evidence.toml"
OWN: Final = "own"  # the name of a municipality whose folder's name says nothing


def start_municipality(folder: Path) -> list[Path]:
    """Write a municipality's files into a new folder: scenario, evidence, priors, targets, studies, capacity question.

    Everything is copied as it ships, but for the question's paths to these files. Either all files are written or none.
    Returns the files. Raises InputError for a folder that holds something, or that cannot be written.
    """
    refuse_used(folder)
    contents = contents_for(name_for(folder))
    fresh = not folder.exists()
    draft = folder.with_name(f".{folder.resolve().name}.draft-{os.getpid()}") if fresh else folder / f".draft-{os.getpid()}"
    try:
        for relative, content in contents.items():
            (draft / relative).parent.mkdir(parents=True, exist_ok=True)
            (draft / relative).write_bytes(content)
        if fresh:
            os.replace(draft, folder)
        else:
            move_up(draft, folder)
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror}); expected a folder that can be made") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return [folder / relative for relative in contents]


def refuse_used(folder: Path) -> None:
    """Refuse a place where something is already."""
    if folder.is_dir() and any(folder.iterdir()):
        raise InputError(f"{folder}: is a folder that holds something; expected one that does not exist or is empty")
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file; expected a folder that does not exist yet")


def name_for(folder: Path) -> str:
    """Give the municipality the folder's name, in letters that every system takes in a path."""
    return re.sub(r"[^\w-]+", "-", folder.resolve().name.lower()).strip("-") or OWN


def contents_for(name: str) -> dict[Path, bytes]:
    """Collect what a new municipality's folder holds: path inside it -> content."""
    question = find(bundled(QUESTION))
    base = find(read_experiment(question).base, question.parent)
    home = Path("calibration") / name
    found = {home / path.name: path.read_bytes() for path in sorted(base.parent.glob("*.toml"))}
    if not {*read_source(base).files, base.parent / EVIDENCE} <= {base.parent / path.name for path in found}:
        raise InputError(f"{base}: names a part that lies elsewhere; expected all parts in {base.parent}")
    found[home / base.name] = named(base, name).encode()
    said = question.read_text(encoding="utf-8")
    own = said.replace(f'"../{HOME}/', f'"../{home.as_posix()}/')
    if f'base = "../{(home / base.name).as_posix()}"' not in own:
        raise InputError(f"{question}: base: names no scenario of {HOME}; expected a line that does")
    return {Path(QUESTION): own.encode(), **found}


def named(base: Path, name: str) -> str:
    """Give a base scenario that bears a name of its own, so that figures of the municipality it was copied from are known as another's."""
    text = base.read_text(encoding="utf-8")
    line = f'name = "{read_toml(base)["name"]}"'
    if text.count(line) != 1:
        raise InputError(f"{base}: name: no line of its own; expected one line that names the scenario")
    return text.replace(line, f'name = "{name}"')


def move_up(draft: Path, folder: Path) -> None:
    """Move what a draft holds into an empty folder; what was moved is taken back when a step fails."""
    moved = []
    try:
        for part in sorted(draft.iterdir()):
            os.replace(part, folder / part.name)
            moved.append(folder / part.name)
    except OSError:
        for part in moved:
            shutil.rmtree(part, ignore_errors=True)
        raise

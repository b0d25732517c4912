"""A municipality of one's own: a copy of the files that ship with the tool, to change figure by figure."""

import os
import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ami_sim.calibration.own.hand_over import as_toml, tables
from ami_sim.calibration.public_figures import PUBLIC, UNITS, PublicFigure, public_text, read_public, read_template, times_by_place
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import read_experiment
from ami_sim.scenario.load import bundled, find, read_source, read_toml
from ami_sim.workflow.scaled import said_of, scaled

QUESTION: Final = "experiments/capacity.toml"
HOME: Final = "calibration/ragunda"  # whose files are copied
EVIDENCE: Final = "evidence.toml"
TARGETS: Final = "targets.toml"
OPTION_TITLE: Final = re.compile(r'(?m)^(\[option\.\w+\]\ntitle = ".*)("$)')
THE_COUNTRYS: Final = ("left_to_work", "left_to_studies")  # counts whose figures hold for any municipality that counts none of its own
OWN: Final = "own"  # the name of a municipality whose folder's name says nothing


def start_municipality(folder: Path, public: Path | None = None) -> list[Path]:
    """Write a municipality's files into a new folder: scenario, evidence, priors, targets, studies, capacity question.

    Everything is copied as it ships, but for the question's paths to these files. public: a table of the municipality's own public figures
    (docs/how-to/another-municipality.md); then inflow, stock and units are scaled to them, and the targets are what they say. Either all
    files are written or none. Returns the files. Raises InputError for a folder that holds something, or that cannot be written.
    """
    refuse_used(folder)
    name = name_for(folder)
    contents = contents_for(name)
    if public is not None:
        contents = scaled_to(contents, name, read_public(public, read_template()))
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


def scaled_to(contents: Mapping[Path, bytes], name: str, own: Mapping[str, PublicFigure]) -> dict[Path, bytes]:
    """Scale what a new folder holds to a municipality's own public figures; they are kept beside its scenario."""
    times = times_by_place(own, read_template())
    home, size = Path("calibration") / name, times[UNITS].factor
    found = {path: scaled(content.decode("utf-8"), times).encode() for path, content in contents.items()}
    question = found[Path(QUESTION)].decode().replace("Ragunda's", f"{name.capitalize()}'s")
    question = OPTION_TITLE.sub(lambda found: f"{found[1]} (Ragunda's, scaled by {size:.3g}){found[2]}", question)
    scenario = found[home / "scenario.toml"].decode().replace("title = \"Ragunda's", f"title = \"{name.capitalize()}'s")
    found[Path(QUESTION)], found[home / "scenario.toml"] = question.encode(), scenario.encode()
    found[home / TARGETS] = own_targets(contents[home / TARGETS].decode("utf-8"), name, own).encode()
    return {**found, home / PUBLIC: public_text(own).encode()}


def own_targets(text: str, name: str, own: Mapping[str, PublicFigure]) -> str:
    """Give targets that are no other municipality's: what the public figures say, and the country's shares of those who leave a unit."""
    theirs = tomllib.loads(text)
    rows = {key: {**theirs["target"][key], "scored": True} for key in THE_COUNTRYS}
    if "aid_per_inhabitant" in own:
        figure = own["aid_per_inhabitant"]
        mnkr = figure.value * own["inhabitants"].value / 1e6
        rows["aid_paid"] = theirs["target"]["aid_paid"] | {"value": mnkr, "scored": True} | sourced(figure, "times the inhabitants")
        rows["aid_paid"]["sd"] = 0.08 * mnkr
    if "households_on_aid" in own:
        figure = own["households_on_aid"]
        rows["aid_touched"] = theirs["target"]["aid_touched"] | {"value": figure.value, "scored": True} | sourced(figure, "a full year")
        rows["aid_touched"]["sd"] = 0.1 * figure.value
    head = [
        "# What public figures say. Every other count is for the municipality to make: see its own log.",
        f"municipality = {as_toml(name)}",
    ]
    return "\n".join([*head, f"until = {theirs['until']}", "", *tables("target", rows)])


def sourced(figure: PublicFigure, why: str) -> dict[str, object]:
    """Say where a target's figure comes from."""
    return {"why": f"{figure.name.replace('_', ' ')} {why}", "source": said_of(figure), "sure": "M", "mark": "derived", "evidence": []}

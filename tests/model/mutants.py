"""Mutations of valid files: what a hurried or a hostile hand may write, in the raw tables and in the text."""

import pickle
import random
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

VALUES: tuple[Any, ...] = (
    None,
    -1,
    0,
    1,
    2,
    0.5,
    -0.5,
    1e308,
    1e-308,
    float("inf"),
    float("nan"),
    10**30,
    True,
    "",
    " ",
    "0",
    "x",
    "1 parsec",
    "-3 months",
    "1e9 per month",
    "nan per month",
    "inf days",
    "__import__('os')",
    "1 / 0 per month",
    "10 ** 400 months",
    "(" * 200,
    "lambda: 0",
    "gap_months months",
    "25 %",
    "1000 mnkr per year",
    "1 per day",
    "0 days",
    "1e-300 days",
    [],
    {},
    [[]],
    [0],
    ["aid"],
    {"aid": 2.0},
    {"aid": -1.0},
    {"unborn": 1.0},
    {"waiting_place": 0.5},
    {"in_intervention": 1.0},
    date(1, 1, 1),
    date(9999, 12, 31),
    date(2018, 9, 1),
    date(2020, 2, 29),
    "2020-13-01",
    "Ragunda",
    "first_come",
    "today",
    "\x00",
    "å" * 1000,
)


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in nested tables and lists."""
    found = [path] if path else []
    if isinstance(value, dict):
        for key, item in value.items():
            found += places_in(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += places_in(item, (*path, index))
    return found


def mutant(tables: dict[str, Any], places: list[tuple[Any, ...]], chance: random.Random) -> tuple[str, dict[str, Any]]:
    """A copy with one thing wrong (or only odd), and what was done."""
    changed = pickle.loads(pickle.dumps(tables))  # a tenth of the time of deepcopy
    path = chance.choice(places)
    at: Any = changed
    for step in path[:-1]:
        at = at[step]
    last = path[-1]
    deed = chance.choice(["value", "value", "value", "drop", "rename", "scale", "double", "swap", "extra"])
    old = at[last]
    if deed == "drop":
        del at[last]
    elif deed == "rename" and isinstance(at, dict):
        at[f"{last}e"] = at.pop(last)
    elif deed == "scale" and isinstance(old, int | float) and not isinstance(old, bool):
        at[last] = old * chance.choice([-1, 0, 1e-6, 10, 1e9])
    elif deed == "scale" and isinstance(old, str):
        at[last] = f"{chance.choice(['-1', '0', '10', '1e9'])} * ({old.split(' ')[0]}) {' '.join(old.split(' ')[1:])}".strip()
    elif deed == "double" and isinstance(old, list):
        at[last] = [*old, *old]
    elif deed == "swap":
        other = chance.choice(places)
        there: Any = tables
        for step in other:
            there = there[step]
        at[last] = deepcopy(there)
    elif deed == "extra" and isinstance(old, dict):
        old["surprise"] = chance.choice(VALUES)
    else:
        deed, at[last] = "value", deepcopy(chance.choice(VALUES))
    shown = repr(at[last] if (isinstance(at, list) and last < len(at)) or (isinstance(at, dict) and last in at) else None)
    return f"{deed} {'.'.join(map(str, path))} -> {shown[:80]}", changed


def spoilt_text(text: str, chance: random.Random) -> str:
    """The text of a file with something torn, doubled, flipped or inserted."""
    at = chance.randrange(len(text))
    deed = chance.randrange(6)
    if deed == 0:
        return text[:at]
    if deed == 1:
        return text[:at] + chance.choice(['"', "[", "]", "=", "\n", "\x00", "0", "-", "e9", "{", "ö", "'''"]) + text[at:]
    if deed == 2:
        return text[:at] + text[at + chance.randrange(1, 40) :]
    lines = text.splitlines(keepends=True)
    row = chance.randrange(len(lines))
    if deed == 3:
        return "".join([*lines[:row], *lines[row + 1 :]])
    if deed == 4:
        return "".join([*lines[: row + 1], *lines[row:]])
    other = chance.randrange(len(lines))
    lines[row], lines[other] = lines[other], lines[row]
    return "".join(lines)


def spoilt_folder(source: Path, target: Path, chance: random.Random) -> str:
    """Copy a municipality's folder with one file spoilt; returns its name."""
    files = sorted(source.glob("*.toml"))
    victim = chance.choice(files)
    for file in files:
        text = file.read_text(encoding="utf-8")
        (target / file.name).write_text(spoilt_text(text, chance) if file is victim else text, encoding="utf-8")
    return victim.name

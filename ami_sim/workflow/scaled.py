"""A municipality's files scaled to its own public figures: line by line, so that every comment and source stays where it was.

Everything that is multiplied says so in its own source, with the figure, its KPI id, year and licence; nothing else is touched.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from ami_sim.calibration.public_figures import UNITS, PublicFigure, Times

TABLE: Final = re.compile(r"^\[{1,2}([^\]]+)\]{1,2}\s*$")
LINE: Final = re.compile(r"^(\w+) = (.*)$")
FIGURE: Final = re.compile(r'^\{ value = (.+?), source = "((?:[^"\\]|\\.)*)", sure = "\w", mark = "\w+" \}$')
NUMBER: Final = re.compile(r"\d[\d_]*(?:\.\d+)?")
RANGE: Final = ("median", "start", "low", "high")  # of an uncertain parameter
COUNTED: Final = ("count", "amount")  # of a unit's posts and costs
POST: Final = 0.5  # no post is made smaller: nobody employs a fifth of a consultant, and a part of a slot for mapping is no slot
QUOTE: Final = '"'
UNSAFE: Final = r'["\\\x00-\x1f]'  # what a text in TOML would have to write another way

Said = Callable[[str, str], str]  # a line's key and value -> the value it has now


def scaled(text: str, times: Mapping[str, Times]) -> str:
    """Give a TOML file with everything multiplied that follows a public figure (`times_by_place`)."""
    lines, table = [], ""
    for line in text.split("\n"):
        head = TABLE.match(line)
        table = head[1] if head else table
        found = LINE.match(line)
        rule = None if found is None else rule_for(table, found[1], times)
        lines.append(line if found is None or rule is None else f"{found[1]} = {rule(found[1], found[2])}")
    return "\n".join(lines)


def rule_for(table: str, key: str, times: Mapping[str, Times]) -> Said | None:
    """Say how a line of a table is changed; None where it stays."""
    if table in times and table.startswith("parameter."):
        one = times[table]
        return (lambda _, value: grown(value, one)) if key in RANGE else (lambda _, value: told(value, one)) if key == "source" else None
    if table in times and key == "rate":
        return lambda _, value: with_source(value, times[table])
    if table.startswith("unit.") and UNITS in times:
        if key == "title" and table.count(".") == 1:
            return lambda _, value: f"{value[:-1]} (Ragunda's, scaled by {times[UNITS].factor:.3g}){QUOTE}"
        if key in COUNTED or (key == "places" and table.endswith(".places")):
            return lambda _, value: with_source(value, times[UNITS], POST if key == "count" else 0.0)
    return None


def grown(value: str, times: Times, least: float = 0.0) -> str:
    """Multiply the first number that stands in a value; a value that is a parameter's name is multiplied whole.

    least: what a number that is no smaller is not brought below.
    """
    if not NUMBER.search(value):
        return f'"{times.factor:.4g} * {value.strip(QUOTE)}"'

    def larger(found: re.Match[str]) -> str:
        before = float(found[0].replace("_", ""))
        return f"{max(before * times.factor, min(before, least)):.4g}"

    return NUMBER.sub(larger, value, count=1)


def with_source(value: str, times: Times, least: float = 0.0) -> str:
    """Multiply a figure, which from then on has a source of its own."""
    own = FIGURE.match(value)
    before, source = (own[1], own[2]) if own else (value, f"{value.strip(QUOTE)}, as its row says")
    after = grown(before, times, least)
    held = f", no less than {least:g}" if after != grown(before, times) else ""
    return f'{{ value = {after}, source = {told(f"{QUOTE}{source}{held}{QUOTE}", times)}, sure = "L", mark = "assumed" }}'


def told(source: str, times: Times) -> str:
    """Say in a source what its figure was multiplied by and why."""
    return f"{source[:-1]}; Ragunda's, times {times.factor:.4g} for {said_of(times.because)}{QUOTE}"


def said_of(figure: PublicFigure) -> str:
    """Name a public figure with its value and where it comes from."""
    return f"{figure.name.replace('_', ' ')} {figure.value:g} ({re.sub(UNSAFE, ' ', figure.quoted)})"

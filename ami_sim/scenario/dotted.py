"""Dotted paths into raw tables: "unit.sixty.posts[0].count" is where a setting of an option, a variant or a command goes."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from ami_sim.scenario.errors import InputError

Raw = dict[str, Any]


def steps_of(dotted: str, where: str = "set") -> list[str | int]:
    """Split "unit.sixty.posts[0].count" into its keys and indexes; a key with a dot in it may be quoted. `where` says who sets it."""
    parts = re.findall(r'"([^"]+)"|\[(\d+)\]|([^.\[\]]+)', dotted)
    if not parts:
        raise InputError(f'{where}: "{dotted}" is not a dotted path such as life.retirement_age')
    return [int(index) if index else quoted or bare for quoted, index, bare in parts]


def override(tables: Raw, settings: Mapping[str, Any], where: str) -> Raw:
    """Return a copy of the tables with each dotted path set; a list index out of range or a path through a figure is refused.

    The last key "+" puts a value, or every value of a list, at the end of a list.
    """
    changed = deepcopy(tables)
    for dotted, value in settings.items():
        at: Any = changed
        *parents, last = steps_of(dotted, where)
        for step in parents:
            if isinstance(at, dict) and isinstance(step, str):
                at = at.setdefault(step, {})
            elif isinstance(at, list) and isinstance(step, int) and step < len(at):
                at = at[step]
            else:
                raise InputError(f'{where}: "{dotted}" does not lead anywhere: nothing at "{step}"')
        if isinstance(at, dict) and isinstance(last, str):
            at[last] = deepcopy(value)
        elif isinstance(at, list) and isinstance(last, int) and last < len(at):
            at[last] = deepcopy(value)
        elif isinstance(at, list) and last == "+":
            at.extend(deepcopy(value) if isinstance(value, list) else [deepcopy(value)])
        else:
            raise InputError(f'{where}: "{dotted}" does not lead anywhere: nothing at "{last}"')
    return changed

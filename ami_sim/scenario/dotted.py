"""Dotted paths into raw tables: "unit.sixty.posts[0].count" is where a setting of an option, a variant or a command goes."""

import re
from collections.abc import Mapping
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
    """Return the tables with each dotted path set; a list index out of range or a path through a figure is refused.

    The last key "+" puts a value, or every value of a list, at the end of a list. What was given is left as it is: tables and lists on
    the way to a change are copied, and all others are shared.
    """
    changed = dict(tables)
    own = {id(changed)}  # what has been copied here, and may be changed

    def copied(inside: Any) -> Any:
        if id(inside) in own or not isinstance(inside, dict | list):
            return inside
        found = inside.copy()
        own.add(id(found))
        return found

    for dotted, value in settings.items():
        at: Any = changed
        *parents, last = steps_of(dotted, where)
        for step in parents:
            if isinstance(at, dict) and isinstance(step, str):
                inside = at[step] = copied(at.get(step, {}))
            elif isinstance(at, list) and isinstance(step, int) and step < len(at):
                inside = at[step] = copied(at[step])
            else:
                raise InputError(f'{where}: "{dotted}" does not lead anywhere: nothing at "{step}"')
            at = inside
        if isinstance(at, dict) and isinstance(last, str):
            at[last] = value
        elif isinstance(at, list) and isinstance(last, int) and last < len(at):
            at[last] = value
        elif isinstance(at, list) and last == "+":
            at.extend(value if isinstance(value, list) else [value])
        else:
            raise InputError(f'{where}: "{dotted}" does not lead anywhere: nothing at "{last}"')
    return changed

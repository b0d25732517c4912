"""Rows that are like another: `like = "sixty"` takes over a row of the same table, and what stands beside it is what differs.

Keys beside `like` may be dotted paths into the row, as in an override: `"wage_money.amount" = "3 mnkr per year"`, `"posts.+" = [...]`.
A table inside the row is merged into the one it had, so a key can be changed or added this way but not taken away.
"""

from collections.abc import Mapping
from typing import Any, Final

from ami_sim.scenario.dotted import Raw, override
from ami_sim.scenario.errors import InputError, nearest, shorten

LIKE: Final = "like"
DEEPEST: Final = 50  # rows that may be like one another in a chain


def resolve_alikes(tables: Raw, where: str) -> Raw:
    """Give the tables with every row that is like another written out in full; InputError for a name that is not there or a circle."""
    if not any(LIKE in row for named in tables.values() for row in rows_of(named)):
        return tables
    found = dict(tables)
    for kind, named in tables.items():
        if any(LIKE in row for row in rows_of(named)):
            found[kind] = {name: written_out(kind, name, named, where, ()) for name in named}
    return found


def rows_of(named: Any) -> list[Mapping[str, Any]]:
    """Give the tables directly inside a table of named rows."""
    return [row for row in named.values() if isinstance(row, dict)] if isinstance(named, dict) else []


def written_out(kind: str, name: str, named: Mapping[str, Any], where: str, through: tuple[str, ...]) -> Any:
    """Write one row out in full, from the row it is like."""
    row = named[name]
    if not isinstance(row, dict) or LIKE not in row:
        return row
    model = row[LIKE]
    if not isinstance(model, str):
        raise InputError(f"{where}: {kind}.{name}.like: expected the name of another row of {kind} (value {shorten(model)})")
    if len(through) >= DEEPEST:
        raise InputError(f"{where}: {kind}.{name}.like: the end of a chain of {DEEPEST} rows; expected a row written out in full")
    if model not in named or model == name:
        known = nearest(str(model), [other for other in named if other != name])
        raise InputError(f'{where}: {kind}.{name}.like: "{model}" is not another row of {kind}.{known}')
    if model in through:
        raise InputError(
            f"{where}: {kind}.{name}.like: {' is like '.join((*through, name, str(model)))}; expected a row written out in full"
        )
    whole = written_out(kind, str(model), named, where, (*through, name))
    return merged(whole, {key: value for key, value in row.items() if key != LIKE}, f"{where}: {kind}.{name}")


def merged(whole: Raw, row: Mapping[str, Any], where: str) -> Raw:
    """Give a row with what differs put in: a table into the table of that name, anything else by its dotted path."""
    for key, value in row.items():
        inside = whole.get(key)
        if isinstance(value, dict) and isinstance(inside, dict):
            whole = whole | {key: merged(inside, value, f"{where}.{key}")}
        else:
            whole = override(whole, {key: value}, where)
    return whole

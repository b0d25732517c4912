"""Where single figures come from: any figure of an input file may stand with its own source, sureness and mark.

    count = { value = 0.5, source = "Memo 1d (N25)", sure = "H", mark = "memo" }

A figure without them has those of the row it stands in.
"""

from typing import Any, Final

from pydantic import ValidationError

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.rows import Row

VALUE: Final = "value"
NEEDED: Final = frozenset({VALUE, "source", "sure", "mark"})
ALLOWED: Final = NEEDED | {"note"}


class Provenance(Row):
    """Where one figure comes from, how sure it is, and whether it is quoted, derived, a rule or assumed."""


def is_figure(table: Any) -> bool:
    """Tell a figure with a source of its own from a table of figures: it holds a value, and nothing but where that comes from."""
    return isinstance(table, dict) and VALUE in table and len(table) > 1 and set(table) <= ALLOWED


def plain(tables: Any, where: str) -> tuple[Any, dict[str, Provenance]]:
    """Give tables with every figure as it stands without its source, and the sources by dotted path.

    Raises:
        InputError: a figure's source, sureness or mark is missing or wrong; `where` says who gives the tables.
    """
    found: dict[str, Provenance] = {}

    def walk(value: Any, at: str) -> Any:
        if is_figure(value):
            found[at] = provenance_of(value, f"{where}: {at}")
            return value[VALUE]
        if isinstance(value, dict):
            before = f"{at}." if at else ""
            return {key: walk(item, f"{before}{key}") if isinstance(item, dict | list) else item for key, item in value.items()}
        return [walk(item, f"{at}[{index}]") if isinstance(item, dict | list) else item for index, item in enumerate(value)]

    return walk(tables, ""), found


def provenance_of(table: dict[str, Any], place: str) -> Provenance:
    """Read where a figure comes from."""
    missing = sorted(NEEDED - set(table))
    if missing:
        raise InputError(f"{place}: {missing[0]}: missing beside value; expected value, source, sure and mark")
    if isinstance(table[VALUE], dict | list):
        raise InputError(f"{place}: value: a table or a list; expected one figure")
    try:
        return Provenance.model_validate({key: item for key, item in table.items() if key != VALUE})
    except ValidationError as error:
        first = error.errors()[0]
        key, said = first["loc"][0], first["msg"].removeprefix("Input should be ")
        raise InputError(f"{place}: {key}: {first['input']!r} is not known; expected {said}") from error

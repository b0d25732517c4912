"""The tables and the unit as records, for the compiled engine: arrays side by side in one block of memory.

Every table has room for a little more than what ships, so that all scenarios that ship are run by one compiled kernel; a larger one
has the next power of two and a kernel of its own. What room is left is filled with what means nothing.
"""

import math
import threading
from collections import OrderedDict
from functools import lru_cache
from typing import Any, Final

import numpy as np

from ami_sim.model.person import TURNS
from ami_sim.model.tables import CHANGE, GROUPS, LINES, QUANTILES, Tables, World
from ami_sim.scenario.registry import INCOMES, SHIPPED_CLOCKS, STAGES

# The least room for each.
ROWS, GROUP_ROOM, ENTRIES, DOORS, HOUSEHOLDS, PARAMETERS, BANDS, AGES, LEADS, ORDERS, LENGTHS = 63, 16, 1024, 16, 128, 160, 12, 24, 8, 4, 16
ARRAYS_KEPT: Final = 1024  # tables, of which a plan has some ninety
EVENT_ROOM, CLOCKS, AFTERS, FADES = 32, SHIPPED_CLOCKS, 128, 32
CALENDAR: Final = (
    *("open_rows", "extended", "rerates", "reorders", "discharges", "suspends", "renews", "shut", "pool_month"),
    *("requires", "premium"),
)
CONDITIONS: Final = len(STAGES) * len(INCOMES)
ROOM: Final[dict[str, tuple[str, tuple[int, ...], float]]] = {
    "in_need": ("i8", (len(STAGES),), 0),
    "lives_on": ("i8", (len(STAGES),), -1),
    "clock_of": ("i8", (EVENT_ROOM,), -1),
    "event_of": ("i8", (CLOCKS,), 0),
    "stream": ("i8", (CLOCKS,), 0),
    "leads": ("i8", (EVENT_ROOM,), -1),
    "gives": ("i8", (EVENT_ROOM,), -1),
    "hazard": ("f8", (CONDITIONS, CLOCKS), 0),
    "turn_stream": ("i8", (TURNS,), 0),
    "by_step": ("f8", (5, CLOCKS), 1),
    "by_need": ("f8", (BANDS + 1, CLOCKS), 1),
    "by_stage": ("f8", (BANDS + 1, CLOCKS), 1),
    "by_age": ("f8", (AGES + 1, CLOCKS), 1),
    "follows": ("i8", (CONDITIONS,), 0),
    "need_marks": ("f8", (BANDS,), math.inf),
    "stage_marks": ("f8", (BANDS,), math.inf),
    "age_marks": ("f8", (AGES,), math.inf),
    "idle_marks": ("f8", (BANDS,), math.inf),
    "wait_marks": ("f8", (BANDS,), math.inf),
    **{name: ("i8", (ROWS,), 0) for name in ("steps", "incomes", "needs_traits", "bars_traits", "intervention", "counted")},
    **{name: ("i8", (ROWS,), 0) for name in ("pays", "money", "place", "akassa", "length")},
    **{name: ("f8", (ROWS,), 0) for name in ("youngest", "oldest", "idle_least", "idle_most", "eligible", "longest")},
    **{name: ("f8", (ROWS,), 0) for name in ("pause", "extend", "early", "grid", "joins")},
    "wait": ("f8", (ROWS,), math.inf),
    "asks": ("f8", (ROWS,), 0),
    "pace": ("f8", (ENTRIES,), 1),
    "answer_times": ("f8", (2 * QUANTILES + 2,), 1),
    "order": ("i8", (ROWS, GROUP_ROOM), -2),
    "effect": ("f8", (ROWS, CLOCKS), 1),
    "after": ("i8", (ROWS, GROUP_ROOM + 1), 0),
    "fade_marks": ("f8", (FADES,), math.inf),
    "fade": ("f8", (AFTERS, FADES + 1), 1),
    "shares": ("f8", (ROWS, LEADS), -1),
    "leads_to": ("i8", (ROWS, LEADS), 0),
    "quantiles": ("f8", (LENGTHS, 2 * QUANTILES + 2), 0),
    "fits_group": ("i8", (GROUP_ROOM,), 0),
    "enters": ("i8", (DOORS,), 0),
    "dates": ("f8", (ENTRIES,), math.inf),
    "capacity": ("i8", (ENTRIES, GROUPS + GROUP_ROOM), 0),
    "economy": ("f8", (ENTRIES, CLOCKS), 1),
    "on_aid": ("f8", (ENTRIES, CLOCKS), 1),
    "required": ("f8", (CLOCKS,), 1),
    **{name: ("i8", (ENTRIES,), 0) for name in CALENDAR},
    "weights": ("f8", (2 * ORDERS, 9), 0),
    "doors": ("f8", (2 * ORDERS, DOORS), 0),
    "ageing": ("f8", (2 * ORDERS,), 0),
    "order_from": ("f8", (ORDERS,), math.inf),
    "moving": ("i8", (2,), 0),
    "saving": ("f8", (HOUSEHOLDS, 5), 0),
    "aid": ("i8", (len(INCOMES), HOUSEHOLDS), 0),
    "theta": ("f8", (PARAMETERS,), 0),
    "grows": ("i8", (HOUSEHOLDS, 3), -1),
    **{name: ("i8", (HOUSEHOLDS,), -1) for name in ("born", "becomes")},
    **{name: ("f8", (HOUSEHOLDS,), 0) for name in ("partners", "births")},
    "parent_ages": ("f8", (AGES,), math.inf),
    "parent_shares": ("f8", (AGES,), 1),
}
INTS: Final = ("studies_after", "sources", "strict", "rows", "groups", "entries", "pool_share", "pool_lag", "pool_aid", "required_incomes")


def room_for(have: int, least: int) -> int:
    """Give the room for so many: the least that every scenario has, else the next power of two."""
    return least if have <= least else 1 << (have - 1).bit_length()


@lru_cache(maxsize=64)
def tables_record(shapes: tuple[tuple[int, ...], ...]) -> np.dtype:
    """Give the record of tables with these shapes, one a field."""
    fields: list[Any] = []
    for name, shape in zip(Tables._fields, shapes, strict=True):
        kind = ROOM[name][0] if name in ROOM else "i8" if name in INTS else "f8"
        fields.append((name, kind, shape) if shape else (name, kind))
    return np.dtype(fields)


@lru_cache(maxsize=64)
def world_record(limits: int) -> np.dtype:
    """Give the record of a unit with so many limits."""
    return np.dtype([("free", "i8", limits), ("state", "i8", 3), ("lines", "i8", LINES), ("pool", "i8", CHANGE + 1)])


class Records:
    """Tables as records. A table that plans share, the same object in both, is written out once; some of them are remembered."""

    def __init__(self) -> None:
        self._arrays: OrderedDict[tuple[str, int], tuple[Any, np.ndarray]] = OrderedDict()
        self._last: tuple[Tables, Any, dict[str, tuple[int, ...]]] | None = None
        self._lock = threading.Lock()

    def of(self, tables: Tables) -> Any:
        """Give the tables as one record."""
        with self._lock:
            before, known, shapes = self._last or (None, None, {})
            new = [name for name in Tables._fields if before is None or getattr(tables, name) is not getattr(before, name)]
            arrays = {name: self._array(name, getattr(tables, name)) for name in new if name in ROOM}
            shapes = shapes | {name: array.shape for name, array in arrays.items()}
            dtype = tables_record(tuple(shapes.get(name, ()) for name in Tables._fields))
            copied = known.tobytes() if known is not None and known.dtype == dtype else b""  # as a whole: numpy copies field by field
            record = np.frombuffer(bytearray(copied or dtype.itemsize), dtype)[0]
            for name in new if copied else Tables._fields:
                table = getattr(tables, name)
                record[name] = self._array(name, table) if name in ROOM else table
            self._last = (tables, record, shapes)
        return record

    def _array(self, name: str, table: Any) -> np.ndarray:
        """Write out a table with the room that it has in a record."""
        key = (name, id(table))
        if key not in self._arrays:
            kind, least, nothing = ROOM[name]
            found = np.array(table, kind)
            whole = np.full(tuple(map(room_for, found.shape, least)), nothing, kind)
            whole[tuple(slice(length) for length in found.shape)] = found
            self._arrays[key] = (table, whole)
        self._arrays.move_to_end(key)
        while len(self._arrays) > ARRAYS_KEPT:
            self._arrays.popitem(last=False)
        return self._arrays[key][1]


def as_record(tables: Tables) -> Any:
    """Give tables as one record."""
    return Records().of(tables)


def unit_as_record(world: World) -> Any:
    """Give the unit's state as a record."""
    record = np.zeros(1, world_record(room_for(len(world.free), GROUPS + GROUP_ROOM)))[0]
    record["free"][: len(world.free)] = world.free
    record["state"], record["lines"], record["pool"] = world.state, world.lines, world.pool
    return record

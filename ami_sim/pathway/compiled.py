"""The fast engine: the same functions over records, compiled, with one array heap instead of SimPy's clock.

Its log equals SimPy's bit for bit: the same functions, the same order of additions, the same rule for simultaneous events, no fused
multiply-add and no fast-math. The loop also runs as plain Python, for a debugger and for coverage.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from heapq import heappop, heappush
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import numba
import numpy as np
from numba.extending import register_jitable

import ami_sim
from ami_sim.pathway import stock
from ami_sim.pathway.clocks import what_next
from ami_sim.pathway.placement import experience, next_start, next_suspension, open_doors, turn_page
from ami_sim.pathway.strategies import no_own_rank
from ami_sim.pathway.tables import CURSOR, TABLES, WORLD, Plan, as_record, world_record
from ami_sim.people.person import PERSON
from ami_sim.people.shared import SHARED
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.words import BAND, CALENDAR, START, SUSPEND, UNBORN


def sources() -> str:
    """Give a hash of every source file of the package: numba's own cache watches only the file of the kernel."""
    folder = Path(ami_sim.__file__).parent
    digest = sha256(numba.__version__.encode())
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


numba.config.CACHE_DIR = str(Path(gettempdir()) / "ami-sim-compiled" / sources())  # type: ignore[attr-defined]
for function in SHARED:
    register_jitable(function)
ENTRY = np.dtype([("time", "f8")] + [(name, "i8") for name in ("person", "what", "stage", "income", "step", "row", "group", "rights")])
RANK = numba.float64(numba.from_dtype(PERSON), numba.float64, numba.float64[:])


@register_jitable
def write(log: Any, n: int, now: float, person: Any, what: int) -> int:
    """Write an event into the log with the condition from now on."""
    e = log[n]
    e.time, e.person, e.what, e.stage, e.income = now, person.id, what, person.stage, person.income
    e.step, e.row, e.group, e.rights = person.step, person.row, person.group, person.rights
    return n + 1


@register_jitable
def take(
    i: int, what: int, now: float, people: Any, tables: Any, world: Any, lines: Any, own: Any, version: Any, heap: Any, log: Any, n: int
) -> int:
    """Let an event happen, write it down (what only moves clocks is not written) and plan the person's next."""
    person = people[i]
    rights = person.rights
    experience(i, what, now, people, tables, world, lines, own)
    if (what != BAND and what != CALENDAR) or person.rights != rights:
        n = write(log, n, now, person, what)
    version[i] += 1
    when, kind = what_next(person)
    if when < np.inf:
        heappush(heap, (when, kind << 32 | i, version[i]))
    return n


def loop(people: Any, tables: Any, world: Any, own: Any, horizon: float, log: Any) -> tuple[int, int]:
    """Run to the horizon; returns the length of the log and the number of events. The log must be long enough."""
    version = np.zeros(len(people), np.int64)
    lines = ([0 for _ in range(0)], [0 for _ in range(0)])
    heap = [(0.0, 0, 0) for _ in range(0)]
    n, events, due, now = 0, 0, False, 0.0
    open_doors(people, tables, world, lines, own)
    for i in range(len(people)):
        if people[i].stage != UNBORN:
            n = write(log, n, 0.0, people[i], CALENDAR)
        when, kind = what_next(people[i])
        if when < np.inf:
            heappush(heap, (when, kind << 32 | i, 0))
    for entry in range(1, tables.entries):
        heappush(heap, (tables.dates[entry], CALENDAR << 32, -entry))
    heappush(heap, (horizon, -1, 0))  # the horizon is an event like any other: the last round precedes it
    while True:
        if due and heap[0][0] > now:
            due = False
            world.state[CURSOR] = 0
            i = next_start(lines, people, tables, world)
            while i >= 0:
                n = take(i, START, now, people, tables, world, lines, own, version, heap, log, n)
                events += 1
                i = next_start(lines, people, tables, world)
            continue
        if heap[0][1] < 0 or n + 2 * len(people) + 64 > len(log):
            return n, events
        now, order, stamp = heappop(heap)
        if stamp < 0:
            for command in turn_page(-stamp, now, people, tables, world, lines, own):
                n = take(command & 0xFFFFFFFF, command >> 32, now, people, tables, world, lines, own, version, heap, log, n)
                events += 1
            i = next_suspension(people, tables, world)
            while i >= 0:
                n = take(i, SUSPEND, now, people, tables, world, lines, own, version, heap, log, n)
                events += 1
                i = next_suspension(people, tables, world)
            due = True
        elif stamp == version[order & 0xFFFFFFFF]:
            n = take(order & 0xFFFFFFFF, order >> 32, now, people, tables, world, lines, own, version, heap, log, n)
            events += 1
            due = True


def alone(people: Any, until: float, tables: Any, world: Any) -> int:
    """Let everybody live without the unit up to a day."""
    events = 0
    for i in range(len(people)):
        events += stock.live_alone(people[i], until, tables, world)
    return events


class CompiledEngine:
    """The fast engine behind the same two calls as the readable one. `result` makes a run of (log, events)."""

    def __init__(self, result: Callable[[np.ndarray, int], Any]) -> None:
        self.result = result
        self.room = 1 << 15
        people, tables, world = numba.from_dtype(PERSON), numba.from_dtype(TABLES), numba.from_dtype(WORLD)
        rank = numba.types.FunctionType(RANK)
        entry = numba.from_dtype(ENTRY)
        self.kernel = numba.njit((people[::1], tables, world, rank, numba.float64, entry[::1]), cache=True, nogil=True)(loop)
        self.before = numba.njit((people[::1], numba.float64, tables, world), cache=True, nogil=True)(alone)
        self.own = compile_rank(no_own_rank)

    def simulate(self, plan: Plan, people: np.ndarray, own: Callable[..., float] = no_own_rank) -> Any:
        """Run to the horizon; the log's buffer grows until it holds the run."""
        tables = record_of(plan)
        rank = self.own if own is no_own_rank else compile_rank(own)
        while True:
            log = np.zeros(self.room, ENTRY)
            n, events = self.kernel(people.copy(), tables, world_record(plan.world()), rank, plan.horizon, log)
            if n + 2 * len(people) + 64 <= self.room:
                return self.result(log[:n], events)
            self.room = 2 * max(self.room, len(people))

    def live(self, records: np.ndarray, plan: Plan) -> np.ndarray:
        """Let everybody live without the unit up to the start date; returns new records."""
        people = records.copy()
        self.before(people, 0.0, record_of(plan), world_record(plan.world()))
        return people


@lru_cache(maxsize=64)
def record_of(plan: Plan) -> Any:
    """Give a plan's tables as the kernel's record, made once."""
    return as_record(plan.tables)


def compile_rank(function: Callable[..., float]) -> Any:
    """Compile a strategy alone, as a typed pointer for the cached kernel (not a cfunc: that swallows exceptions)."""
    try:
        return numba.njit(RANK)(function)
    except Exception as error:
        reason = str(error).strip().splitlines()
        at = f"{function.__code__.co_filename}:{function.__code__.co_firstlineno}"
        raise InputError(
            f"strategy {function.__name__} ({at}) does not compile: {reason[-1] if reason else error}; run it with --engine simpy"
        ) from error

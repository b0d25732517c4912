"""The fast engine: the same functions over records, compiled, with one array of next events instead of SimPy's clock.

Its log equals SimPy's bit for bit: the same functions, the same order of additions, the same rule for simultaneous events, no fused
multiply-add and no fast-math. The loop also runs as plain Python, for a debugger and for coverage.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from math import inf
from pathlib import Path
from tempfile import gettempdir
from threading import local
from typing import Any, Final

import numba
import numpy as np
from numba.core.cgutils import get_null_value
from numba.extending import intrinsic, register_jitable
from numba.np.arrayobj import make_array

from ami_sim.engines.seats import CACHE_LINE, PROGRESS, SEATED, layout_of, seat_of, seats_of, sit_down, stand_up
from ami_sim.model import history as stock
from ami_sim.model.clocks import what_next
from ami_sim.model.person import PERSON
from ami_sim.model.placement import experience, next_start, next_suspension, open_doors, turn_page
from ami_sim.model.shared import SHARED
from ami_sim.model.strategies import no_own_rank
from ami_sim.model.tables import LOG, TABLES, WORLD, Plan, as_record, world_record
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.registry import ARRIVAL, BAND, CALENDAR, LEFT, START, SUSPEND, UNBORN

PERSON_BITS: Final = 0xFFFFFFFF
ROOM = 1 << 15  # rows of an array that is used again from run to run


def sources(*rooms: str) -> str:
    """Give a hash of the source files of some rooms (none: the whole package)."""
    folder = Path(__file__).parents[1]
    digest = sha256(numba.__version__.encode())
    for path in sorted(path for room in rooms or (".",) for path in (folder / room).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


# What the kernel is made of: numba's own cache watches only the file of the kernel.
MADE_OF: Final = ("scenario", "model", "engines")
numba.config.CACHE_DIR = str(Path(gettempdir()) / "ami-sim-compiled" / sources(*MADE_OF))  # type: ignore[attr-defined]
for function in SHARED:
    register_jitable(forceinline=True)(function)  # a tenth faster than calls; the kernel is compiled once
RANK = numba.float64(SEATED, numba.float64, numba.float64[:])
# A person's next event: when, and kind << 32 | person, which orders what happens at the same moment.
NEXT: Final = np.dtype([("when", "f8"), ("order", "i8")])
NONE, DUE, UNDER_WAY = range(3)  # a placement round
FEW: Final = 16  # leaves of an agenda, besides those for who is there already, before it grows


@register_jitable
def write(log: Any, at: Any, person: Any, what: int) -> None:
    """Write an event into the log with the condition from now on."""
    e = log[at.written]
    e.time, e.person, e.what, e.stage, e.income = at.now, person.id, what, person.stage, person.income
    e.step, e.row, e.group, e.rights = person.step, person.row, person.group, person.rights
    at.written += 1


@register_jitable
def plan_next(i: int, person: Any, agenda: Any, at: Any) -> None:
    """Put a person's next event on the agenda: a tournament whose winner, at 1, is the first event of all."""
    when, what = what_next(person)
    order = what << 32 | person.id
    k = at.leaves + i
    agenda[k].when, agenda[k].order = when, order
    while k > 1:
        rival, kind = agenda[k ^ 1].when, agenda[k ^ 1].order
        if rival == when:
            order = min(order, kind)
        sooner = rival < when  # chosen without a branch: which it is cannot be foreseen
        when, order = rival if sooner else when, kind if sooner else order
        k >>= 1
        agenda[k].when, agenda[k].order = when, order


@register_jitable
def widen(leaves: int, agenda: Any, at: Any) -> None:
    """Hold the tournament among more leaves: those that there are move up, and every match is played again."""
    for i in range(at.leaves - 1, -1, -1):
        agenda[leaves + i].when, agenda[leaves + i].order = agenda[at.leaves + i].when, agenda[at.leaves + i].order
    for k in range(leaves + at.leaves, 2 * leaves):
        agenda[k].when, agenda[k].order = inf, 0
    for k in range(leaves - 1, 0, -1):
        one, other = agenda[2 * k], agenda[2 * k + 1]
        winner = other if other.when < one.when or (other.when == one.when and other.order < one.order) else one
        agenda[k].when, agenda[k].order = winner.when, winner.order
    at.leaves = leaves


@register_jitable
def welcome(people: Any, coming: Any, agenda: Any, at: Any) -> None:
    """Give the next who comes into need a seat and put their arrival on the agenda."""
    if at.next < len(coming):
        i = sit_down(people, coming[at.next])
        if i >= at.leaves:
            widen(min(max(2 * at.leaves, i + 1), len(agenda) // 2), agenda, at)
        plan_next(i, people[i], agenda, at)
        at.next += 1


@register_jitable
def begin(people: Any, coming: Any, tables: Any, world: Any, own: Any, agenda: Any, log: Any, at: Any) -> None:
    """Begin a run: who is where on the first day, everybody's next event, and the first who comes."""
    widen(at.leaves, agenda, at)
    for who in coming[: at.next]:
        sit_down(people, who)
    open_doors(people, tables, world, own)
    for who in coming[: at.next]:
        i = seat_of(people, who)
        if people[i].stage != UNBORN:
            write(log, at, people[i], CALENDAR)
        plan_next(i, people[i], agenda, at)
    welcome(people, coming, agenda, at)
    at.entry = 1


@register_jitable
def loop(people: Any, coming: Any, tables: Any, world: Any, own: Any, horizon: float, agenda: Any, todo: Any, log: Any, at: Any) -> bool:
    """Run on from where the run stands; returns True at the horizon and False when the log is full: then call again with another.

    coming: who is there already, then who comes, in order. agenda: two rows a person. todo: two rows a person for what the
    calendar does. log: at least four rows a person.
    """
    if at.entry == 0:
        begin(people, coming, tables, world, own, agenda, log, at)
    ordered, done, cutting = 0, 0, False
    while True:
        # Who is next, and what: a command of the calendar, a suspension, a start of a placement round, or the first of the agenda.
        if done < ordered:
            i, what = todo[done] & PERSON_BITS, todo[done] >> 32
            done += 1
        elif cutting:
            i, what = next_suspension(people, tables, world), SUSPEND
            cutting = i >= 0
        else:
            when, order = agenda[1].when, agenda[1].order
            page = at.entry < tables.entries and (tables.dates[at.entry], CALENDAR << 32) < (when, order)
            if page:
                when = tables.dates[at.entry]
            if at.written + (3 * len(people) if page else 1) > len(log):
                return False
            if at.round == UNDER_WAY or (at.round == DUE and min(when, horizon) > at.now):
                i, what = next_start(people, tables, world), START
                at.round = UNDER_WAY if i >= 0 else NONE
            elif when >= horizon:
                return True
            elif page:
                at.now, at.round, i, what = when, DUE, -1, CALENDAR
                ordered, done, cutting = 0, 0, True
                for command in turn_page(at.entry, when, people, tables, world, own):
                    todo[ordered] = command
                    ordered += 1
                at.entry += 1
            else:
                at.now, at.round, i, what = when, DUE, seat_of(people, order & PERSON_BITS), order >> 32
        if i >= 0:
            person = people[i]
            rights = person.rights
            experience(i, what, at.now, people, tables, world, own)
            at.events += 1
            if (what != BAND and what != CALENDAR) or person.rights != rights:  # what only moves clocks is not written
                write(log, at, person, what)
            plan_next(i, person, agenda, at)
            if what == ARRIVAL:
                welcome(people, coming, agenda, at)
            if person.stage == LEFT and agenda[at.leaves + i].when == inf:
                stand_up(people, i)


def view_without_owner(_: Any, array: Any) -> Any:
    """View an array on memory that somebody else holds: keeping count of who holds it would cost more than the events."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = make_array(array)(context, builder, arguments[0])  # type: ignore[no-untyped-call]
        whole.meminfo = get_null_value(whole.meminfo.type)  # type: ignore[no-untyped-call]
        return whole._getvalue()

    return array(array), build


borrowed: Any = intrinsic(view_without_owner)


def run_on(
    seats: Any,
    width: int,
    people: Any,
    places: Any,
    moves: Any,
    numbers: Any,
    coming: Any,
    tables: Any,
    world: Any,
    own: Any,
    horizon: float,
    agenda: Any,
    todo: Any,
    log: Any,
    at: Any,
) -> bool:
    """Run the loop on arrays that the caller holds."""
    seated = seats_of(seats, width, people, places, moves, numbers, at)
    return loop(seated, borrowed(coming), tables, world, own, horizon, borrowed(agenda), borrowed(todo), borrowed(log), at)


def alone(people: Any, until: float, tables: Any, world: Any) -> int:
    """Let everybody live without the unit up to a day."""
    events, crowd = 0, borrowed(people)
    for i in range(len(crowd)):
        events += stock.live_alone(crowd[i], until, tables, world)
    return events


class CompiledEngine:
    """The fast engine behind the same two calls as the readable one. `result` makes a run of (log, events)."""

    name: Final = "compiled"
    compiles: Final = True

    def __init__(self, result: Callable[[np.ndarray, int], Any]) -> None:
        self.result = result
        self.desks = local()
        people, tables, world, at = (numba.from_dtype(dtype) for dtype in (PERSON, TABLES, WORLD, PROGRESS))
        agenda, log, rank = numba.from_dtype(NEXT), numba.from_dtype(LOG), numba.types.FunctionType(RANK)
        seats = (numba.uint8[::1], numba.int64, people[::1], numba.int16[:, ::1], numba.int16[:, ::1], numba.int32[::1], numba.int32[::1])
        kernel = numba.boolean(*seats, tables, world, rank, numba.float64, agenda[::1], numba.int64[::1], log[::1], at)
        self.kernel: Any = numba.njit(kernel, cache=True, nogil=True, error_model="numpy")(run_on)
        self.before = numba.njit((people[::1], numba.float64, tables, world), cache=True, nogil=True, error_model="numpy")(alone)

    def simulate(self, plan: Plan, people: np.ndarray, own: Callable[..., float] = no_own_rank) -> Any:
        """Run to the horizon; a log longer than the buffer is taken down in parts."""
        at, log = np.zeros(1, PROGRESS)[0], self.desk("log", LOG, 4 * len(people))
        room, (agenda, todo) = self.room(plan, people, at)
        tables, world, rank = record_of(plan), world_record(plan.world()), compile_rank(own)
        parts, done = [], False
        while not done:
            done = self.kernel(*room, tables, world, rank, plan.horizon, agenda, todo, log, at)
            parts.append(log[: at["written"]].tobytes())
            at["written"] = 0
        self.desks.last = at
        return self.result(np.frombuffer(b"".join(parts), LOG), int(at["events"]))

    def room(self, plan: Plan, people: np.ndarray, at: Any) -> tuple[tuple[Any, ...], tuple[np.ndarray, np.ndarray]]:
        """Make room for a run: where people sit and in what order they come; the agenda and what the calendar orders.

        Of the seats and the agenda only what is used is ever touched, and so takes memory.
        """
        people, count, layout = np.ascontiguousarray(people), len(people), layout_of(plan)
        arrives = people["arrives"].copy()  # infinite for who is there already
        coming = np.argsort(arrives, kind="stable").astype(np.int32)
        later = int(np.isfinite(arrives).sum())
        coming = np.concatenate([coming[later:], coming[:later]])
        seats = self.desk("seats", np.dtype(np.uint8), layout.width * count + CACHE_LINE)
        seats = seats[-seats.ctypes.data % CACHE_LINE :]
        agenda, todo = self.desk("agenda", NEXT, 2 * count)[: max(2, 2 * count)], self.desk("todo", np.dtype(np.int64), 2 * count)
        at["people"], at["free"], at["next"], at["leaves"] = count, -1, count - later, max(1, min(count, count - later + FEW))
        agenda[: 2 * at["leaves"]] = (np.inf, 0)
        return (seats, layout.width, people, layout.places, layout.moves, np.full(count, -1, np.int32), coming), (agenda, todo)

    def held(self, plan: Plan, people: np.ndarray) -> float:
        """Give the bytes a run holds a person, without the log: seats and agenda as far as used, two lists of numbers."""
        self.simulate(plan, people)
        last = self.desks.last
        used = last["seats"] * layout_of(plan).width + 2 * last["leaves"] * NEXT.itemsize
        return float(used) / len(people) + 2 * np.dtype(np.int32).itemsize

    def desk(self, name: str, dtype: np.dtype, least: int) -> np.ndarray:
        """Give this thread's own array of a name, of at least so many rows, used again from run to run."""
        array: np.ndarray | None = getattr(self.desks, name, None)
        if array is None or len(array) < least:
            array = np.empty(max(ROOM, least), dtype)
            setattr(self.desks, name, array)
        return array

    def live(self, records: np.ndarray, plan: Plan) -> np.ndarray:
        """Let everybody live without the unit up to the start date; returns new records."""
        people = np.frombuffer(bytearray(records.tobytes()), PERSON)
        self.before(people, 0.0, record_of(plan), world_record(plan.world()))
        return people


@lru_cache(maxsize=64)
def record_of(plan: Plan) -> Any:
    """Give a plan's tables as the kernel's record, made once."""
    return as_record(plan.tables)


@lru_cache(maxsize=16)
def compile_rank(function: Callable[..., float]) -> Any:
    """Compile a strategy alone, as a typed pointer for the cached kernel (not a cfunc: that swallows exceptions)."""
    try:
        return numba.njit(RANK)(function)
    except Exception as error:
        reason = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith(("Failed in", "During:"))]
        at = f"{function.__code__.co_filename}:{function.__code__.co_firstlineno}"
        raise InputError(
            f"strategy {function.__name__} ({at}) does not compile: {reason[0] if reason else error}; run it with --engine simpy"
        ) from error

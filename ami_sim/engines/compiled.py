"""The fast engine: the same functions over records, compiled, with one array of next events instead of SimPy's clock.

Its log equals SimPy's bit for bit: the same functions, the same order of additions, the same rule for simultaneous events, no fused
multiply-add and no fast-math. The loop also runs as plain Python, for a debugger and for coverage.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from threading import local
from typing import Any, Final
from weakref import WeakKeyDictionary

import numba
import numpy as np
from numba.core.cgutils import get_null_value
from numba.extending import intrinsic, register_jitable
from numba.np.arrayobj import make_array

from ami_sim.engines.foresight import CACHE_LINE, foresee
from ami_sim.engines.kernels import compiled
from ami_sim.engines.records import Records, unit_as_record
from ami_sim.model import history as stock
from ami_sim.model.clocks import what_next
from ami_sim.model.person import PERSON
from ami_sim.model.placement import experience, next_start, next_suspension, open_doors, refuse_stuck, turn_page
from ami_sim.model.shared import SHARED
from ami_sim.model.strategies import no_own_rank
from ami_sim.model.tables import LOG, STUCK, Plan
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.registry import BAND, CALENDAR, IN_INTERVENTION, MOVE_UP, START, SUSPEND, UNBORN

PERSON_BITS: Final = 0xFFFFFFFF
FINALISTS: Final = 32  # of the agenda's tournament: whoever is next has been one of them before
ROOM = 1 << 15  # rows of an array that is used again from run to run


for function in SHARED:
    register_jitable(forceinline=True)(function)  # a tenth faster than calls; the kernel is compiled once
# Where a run stands: now, the next entry of the calendar, the placement round, events so far, rows of the log used.
PROGRESS: Final = np.dtype([("now", "f8")] + [(name, "i8") for name in ("entry", "round", "events", "written")])
# A person's next event: when, and kind << 32 | person, which orders what happens at the same moment.
NEXT: Final = np.dtype([("when", "f8"), ("order", "i8")])
NONE, DUE, UNDER_WAY = range(3)  # a placement round


@register_jitable
def write(log: Any, at: Any, person: Any, what: int) -> None:
    """Write an event into the log with the condition from now on."""
    e = log[at.written]
    e.time, e.person, e.what, e.stage, e.income = at.now, person.id, what, person.stage, person.income
    e.step, e.row, e.group, e.rights = person.step, person.row, person.group, person.rights
    e.application, e.waits, e.household = person.application, person.waits, person.household
    at.written += 1


@register_jitable
def climb(k: int, top: int, agenda: Any) -> int:
    """Let an entry of the agenda climb as a tournament's winners do, until it is above a round; returns the place it came to."""
    when, order = agenda[k].when, agenda[k].order
    while k >= top:
        rival, kind = agenda[k ^ 1].when, agenda[k ^ 1].order
        if rival == when:
            order = min(order, kind)
        sooner = rival < when  # chosen without a branch: which it is cannot be foreseen
        when, order = rival if sooner else when, kind if sooner else order
        k >>= 1
        agenda[k].when, agenda[k].order = when, order
    return k


@register_jitable
def note(i: int, person: Any, agenda: Any) -> int:
    """Note a person's next event on their own place of the agenda; returns the place."""
    when, what = what_next(person)
    k = len(agenda) // 2 + i
    agenda[k].when, agenda[k].order = when, what << 32 | person.id
    return k


@register_jitable
def plan_next(i: int, people: Any, agenda: Any) -> None:
    """Put a person's next event on the agenda: a tournament whose winner, at 1, is the first event of all.

    Whose event comes in among the finalists is soon to be next: their memory is asked for.
    """
    k = climb(note(i, people[i], agenda), FINALISTS, agenda)
    foresee(agenda[k].order & PERSON_BITS, people, agenda)
    climb(k, 2, agenda)


@register_jitable
def begin(people: Any, tables: Any, world: Any, own: Any, agenda: Any, log: Any, at: Any) -> None:
    """Begin a run: who is where on the first day, and everybody's next event."""
    agenda[0].when, agenda[0].order = inf, 0
    agenda[1].when, agenda[1].order = inf, 0
    open_doors(people, tables, world, own)
    for i in range(len(people)):
        if people[i].stage != UNBORN:
            write(log, at, people[i], CALENDAR)
        note(i, people[i], agenda)
    for k in range(len(people) - 1, 0, -1):  # from the first round to the final
        climb(2 * k, 2 * k, agenda)
    at.entry = 1


@register_jitable
def loop(people: Any, tables: Any, world: Any, own: Any, horizon: float, agenda: Any, todo: Any, log: Any, at: Any) -> bool:
    """Run on from where the run stands; returns True at the horizon and False when the log is full: then call again with another.

    agenda: two rows a person. todo: two rows a person for what the calendar does. log: at least four rows a person.
    """
    if at.entry == 0:
        begin(people, tables, world, own, agenda, log, at)
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
                foresee(max(i, 0), people, agenda)  # who starts was not known ahead
                at.round = UNDER_WAY if i >= 0 else NONE
                if i >= 0 and people[i].stage == IN_INTERVENTION:
                    what = MOVE_UP
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
                at.now, at.round, i, what = when, DUE, order & PERSON_BITS, order >> 32
        if i >= 0:
            person = people[i]
            rights, application, waits = person.rights, person.application, person.waits
            experience(i, what, at.now, people, tables, world, own)
            at.events += 1
            known = person.rights == rights and person.application == application and person.waits == waits
            if (what != BAND and what != CALENDAR) or not known:  # what only moves clocks is not written
                write(log, at, person, what)
            plan_next(i, people, agenda)
            if world.state[STUCK]:
                return True


def view_without_owner(_: Any, array: Any) -> Any:
    """View an array on memory that somebody else holds: keeping count of who holds it would cost more than the events."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        whole = make_array(array)(context, builder, arguments[0])  # type: ignore[no-untyped-call]
        whole.meminfo = get_null_value(whole.meminfo.type)  # type: ignore[no-untyped-call]
        return whole._getvalue()

    return array(array), build


borrowed: Any = intrinsic(view_without_owner)


def run_on(people: Any, tables: Any, world: Any, own: Any, horizon: float, agenda: Any, todo: Any, log: Any, at: Any) -> bool:
    """Run the loop on arrays that the caller holds."""
    return loop(borrowed(people), tables, world, own, horizon, borrowed(agenda), borrowed(todo), borrowed(log), at)


def alone(people: Any, until: float, tables: Any, world: Any) -> int:
    """Let everybody live without the unit up to a day."""
    events, crowd = 0, borrowed(people)
    for i in range(len(crowd)):
        events += stock.live_alone(crowd[i], until, tables, world)
    return events


@dataclass(frozen=True, eq=False)
class Kernels:
    """What is compiled for records of one shape: a run, and lives without the unit. rank: the type of a strategy's function."""

    rank: Any
    run: Any
    before: Any

    @classmethod
    def of(cls, people: np.dtype, tables: np.dtype, unit: np.dtype) -> "Kernels":
        """Compile for records of these kinds, or read what was compiled before."""
        person, lowered, world, at = (numba.from_dtype(kind) for kind in (people, tables, unit, PROGRESS))
        agenda, log, rank = numba.from_dtype(NEXT), numba.from_dtype(LOG), numba.float64(person, numba.float64, numba.float64[:])
        own = numba.types.FunctionType(rank)
        run = numba.boolean(person[::1], lowered, world, own, numba.float64, agenda[::1], numba.int64[::1], log[::1], at)
        alive = numba.int64(person[::1], numba.float64, lowered, world)
        return cls(rank, compiled(run, run_on), compiled(alive, alone))


class CompiledEngine:
    """The fast engine behind the same two calls as the readable one. `result` makes a run of (log, events)."""

    name: Final = "compiled"
    compiles: Final = True

    def __init__(self, result: Callable[[np.ndarray, int], Any]) -> None:
        self.result = result
        self.desks = local()
        self.kernels: dict[Any, Kernels] = {}
        self.records: WeakKeyDictionary[Plan, Any] = WeakKeyDictionary()
        self.written = Records()  # the tables of a draw's options are mostly the same lists
        self.ranks: dict[Any, Any] = {}

    def prepared(self, people: np.ndarray, plan: Plan) -> tuple[Kernels, Any]:
        """Give the kernels for people and a plan, and the plan's tables as a record; plans whose records are alike share kernels."""
        record = self.records.get(plan)
        if record is None:
            record = self.records[plan] = self.written.of(plan.tables)
        shape = (people.dtype, record.dtype)
        if shape not in self.kernels:
            self.kernels[shape] = Kernels.of(people.dtype, record.dtype, unit_as_record(plan.world()).dtype)
        return self.kernels[shape], record

    def simulate(self, plan: Plan, people: np.ndarray, own: Callable[..., float] = no_own_rank) -> Any:
        """Run to the horizon; a log longer than the buffer is taken down in parts."""
        count, (kernels, tables) = len(people), self.prepared(people, plan)
        at, log = np.zeros(1, PROGRESS)[0], self.desk("log", LOG, 4 * count)
        agenda, todo = self.desk("agenda", NEXT, 2 * count)[: max(2, 2 * count)], self.desk("todo", np.dtype(np.int64), 2 * count)
        crowd, world = self.copied(people), unit_as_record(plan.world())
        rank = self.compiled_rank(own, kernels.rank)
        parts, done = [], False
        while not done:
            done = kernels.run(crowd, tables, world, rank, plan.horizon, agenda, todo, log, at)
            parts.append(log[: at["written"]].tobytes())
            if world["state"][STUCK]:
                who = crowd[world["state"][STUCK] - 1]
                refuse_stuck(plan, int(who["referrer"]), int(who["number"]), int(who["stage"]), int(who["row"]), float(at["now"]))
            at["written"] = 0
        return self.result(np.frombuffer(b"".join(parts), LOG), int(at["events"]))

    def copied(self, people: np.ndarray) -> np.ndarray:
        """Copy people into this thread's own array, as one block of memory: numpy alone would copy field by field."""
        crowd = self.desk("people", people.dtype, len(people))[: len(people)]
        crowd.view(np.uint8)[:] = np.ascontiguousarray(people).view(np.uint8)
        return crowd

    def held(self, plan: Plan, people: np.ndarray) -> float:
        """Give the bytes a run holds a person, without the log: the person, two rows of the agenda and two of what the calendar orders."""
        return float(people.dtype.itemsize + 2 * NEXT.itemsize + 2 * np.dtype(np.int64).itemsize)

    def desk(self, name: str, dtype: np.dtype, least: int) -> np.ndarray:
        """Give this thread's own array of a name, of at least so many rows, used again from run to run."""
        array: np.ndarray | None = getattr(self.desks, name, None)
        if array is None or len(array) < least or array.dtype != dtype:
            array = aligned(max(ROOM, least), dtype)
            setattr(self.desks, name, array)
        return array

    def live(self, records: np.ndarray, plan: Plan) -> np.ndarray:
        """Let everybody live without the unit up to the start date; returns new records."""
        people = np.frombuffer(bytearray(records.tobytes()), records.dtype)
        kernels, tables = self.prepared(records, plan)
        kernels.before(people, 0.0, tables, unit_as_record(plan.world()))
        return people

    def compiled_rank(self, function: Callable[..., float], signature: Any) -> Any:
        """Give a strategy as compiled code, made once for each shape of a person."""
        key = (function, signature)
        if key not in self.ranks:
            self.ranks[key] = compile_rank(function, signature)
        return self.ranks[key]


def aligned(rows: int, dtype: np.dtype) -> np.ndarray:
    """Make an array whose first row begins a cache line."""
    memory = np.empty(rows * dtype.itemsize + CACHE_LINE, np.uint8)
    skipped = -memory.ctypes.data % CACHE_LINE
    return memory[skipped : skipped + rows * dtype.itemsize].view(dtype)


RANK: Final = numba.float64(numba.from_dtype(PERSON), numba.float64, numba.float64[:])


def of_three(function: Callable[..., float]) -> Callable[..., float]:
    """Give a function of (person, today, theta) alone: further arguments have the defaults that a strategy of one's own gives them."""
    if function.__code__.co_argcount <= 3:
        return function
    whole = numba.njit(function)

    def of_person(person: Any, today: float, theta: Any) -> Any:
        return whole(person, today, theta)

    return of_person


def compile_rank(function: Callable[..., float], signature: Any = RANK) -> Any:
    """Compile a strategy alone, as a typed pointer for the cached kernel (not a cfunc: that swallows exceptions)."""
    try:
        return numba.njit(signature)(of_three(function))
    except Exception as error:
        reason = [line.strip() for line in str(error).splitlines() if line.strip() and not line.startswith(("Failed in", "During:"))]
        at = f"{function.__code__.co_filename}:{function.__code__.co_firstlineno}"
        raise InputError(
            f"strategy {function.__name__} ({at}) does not compile: {reason[0] if reason else error}; run it with --engine simpy"
        ) from error

"""The identities that no run may violate, in one compiled pass over its log: the first row that breaks each.

`record.checks` says in words what the rules are and names who broke one. Each rule is a bit; a row's bits are those it breaks. The same
rules one after another over whole columns are the oracle of the tests. Imported where a run is checked, since it brings the compiler.
"""

from functools import lru_cache
from typing import Any, Final, NamedTuple

import numba
import numpy as np
from numba.core.cgutils import get_null_value
from numba.extending import intrinsic, register_jitable
from numba.np.arrayobj import make_array
from numpy.typing import NDArray

from ami_sim.engines.kernels import compiled
from ami_sim.model.tables import CASES, GROUPS, LOG, MONEY, SLOTS
from ami_sim.scenario.registry import (
    A_GRANTED,
    ADVANCE,
    ARRIVAL,
    CALENDAR,
    ELSEWHERE,
    FALL_BACK,
    HOUSEHOLD_CHANGES,
    I_AMI_WAGE,
    IN_INTERVENTION,
    MAPPING,
    MOVE,
    MOVE_UP,
    PAUSED,
    PLANNED_END,
    START,
    SUSPEND,
    UNBORN,
    W_CASE,
    WAITING_MAPPING,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
NAMED: Final = ("person", "what", "stage", "income", "step", "row", "group", "rights", "household", "application", "waits")
# The rules, in the order in which a broken one is named. After the second one for each of `NAMED`; where one up to those is broken
# nothing else can be asked.
OUTSIDE, BACKWARDS, UNKNOWN = range(3)
ORDERED: Final = UNKNOWN + len(NAMED)
(
    NEVER_MET,
    FIRST_TIME,
    FIRST_EVENT,
    FIRST_STAGE,
    ARRIVED_TWICE,
    SOMEWHERE,
    MOVED,
    CLOCK,
    CHANGED_STAGE,
    MOVED_A_STEP,
    OUT_OF_PLACE,
    GROUP_WITHOUT_STAY,
    WRONG_GROUP,
    WAGE_WITHOUT_STAY,
    BEYOND,
    CLOSED,
    IDLE,
    OVERTAKEN,
    NOT_GRANTED,
    MOVED_UP,
    WAITS_FOR_CASE,
    WAITS_FOR_JOB,
    NO_LENGTH,
    HOUSEHOLD,
    AWAY,
    MOVED_BACK,
) = range(ORDERED, ORDERED + 26)
RULES: Final = ORDERED + 26
IN_TURN, BY_DOOR = 1, 2  # how the queue for mapping is checked; 0: not at all
BEFORE: Final = np.array([(-np.inf, -1, 0, -1, UNBORN, 0, 0, -1, -1, 0, 0, 0)], LOG)  # what somebody is before the first row


class Allowed(NamedTuple):
    """What a plan allows, as arrays; a bit that is set is a rule that is broken.

    limits: the least number of each of `NAMED` but the person, and the first too large, [name, 2]. moves: bits [event, from, to]. clocks:
    likewise [event, stage * incomes + income]. stands: likewise [stage, row, group]. free: where somebody can be given a job,
    [stage, row]. holds: what each condition holds of the slots, cases, wage money and its group, [stage, row, 4]. asks: rows that AF is
    asked about. Rows and groups count from 1 here, 0 is none. dates: on which the next entry of the calendar begins to hold. capacity:
    [entry, limit]. open_rows: a bit a row [entry]. pooled: one budget for wages and aid. queue: `IN_TURN`, `BY_DOOR` or 0.
    """

    limits: Ints
    moves: Ints
    clocks: Ints
    stands: Ints
    free: Flags
    holds: Ints
    asks: Flags
    dates: Floats
    capacity: Ints
    open_rows: Ints
    horizon: float
    incomes: int
    pooled: bool
    queue: int


class People(NamedTuple):
    """Who there is as a run begins: the stage, the day of arrival and the door of each person."""

    stage: Ints
    arrives: Floats
    door: Ints


class Broken(NamedTuple):
    """What the pass writes: the first row that breaks each rule, -1 for none (a person for `NEVER_MET`), and figures to name it by.

    over: the limit, the use and the room of the first start beyond one. idle: the day on which a slot was free. area, days: person-days
    in each stage, by numbers and by persons; days up to the last row of each person.
    """

    rows: Ints
    over: Ints
    idle: Floats
    area: Floats
    days: Floats


class Kept(NamedTuple):
    """What the pass keeps in mind from row to row.

    latest: the last row of each person so far, -1 for none; joined: the one with which they joined the queue for mapping. turn: since when
    the last who was mapped had waited, by door. used: of each limit.
    """

    latest: Ints
    joined: Ints
    turn: Floats
    used: Ints

    @classmethod
    def of(cls, people: People, limits: int) -> "Kept":
        """Begin, with some people and so many limits."""
        nobody, doors = np.full(len(people.stage), -1, np.int64), 1 + int(people.door.max(initial=0))
        return cls(nobody, nobody.copy(), np.full(doors, -np.inf), np.zeros(limits + 1, np.int64))


def without_owners(_: Any, whole: Any) -> Any:
    """View a tuple's arrays on memory that somebody else holds: keeping count of who holds it would cost more than the checks."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        found = arguments[0]
        for at, kind in enumerate(whole):
            if isinstance(kind, numba.types.Array):
                array = make_array(kind)(context, builder, builder.extract_value(found, at))  # type: ignore[no-untyped-call]
                array.meminfo = get_null_value(array.meminfo.type)  # type: ignore[no-untyped-call]
                found = builder.insert_value(found, array._getvalue(), at)
        return found

    return whole(whole), build


borrowed: Any = intrinsic(without_owners)


@register_jitable(forceinline=True)
def names(e: Any, last: float, count: int, horizon: float, limits: Ints) -> Any:
    """Refuse a row out of order, outside the run, or of what does not exist. last: the time of the row before; count: how many people."""
    broken = (not 0.0 <= e.time < horizon) << OUTSIDE | (e.time < last) << BACKWARDS | (not 0 <= e.person < count) << UNKNOWN
    where = (e.row + 0, e.group + 0, e.rights + 0, e.household + 0, e.application + 0, e.waits + 0)  # as whole numbers of one kind
    codes = (e.what + 0, e.stage + 0, e.income + 0, e.step + 0) + where  # noqa: RUF005
    for k in range(len(codes)):
        broken |= (codes[k] < limits[k, 0] or codes[k] >= limits[k, 1]) << (UNKNOWN + 1 + k)
    return broken


@register_jitable(forceinline=True)
def arrival(e: Any, stage: int, arrives: float) -> Any:
    """Everybody's first row: who is there from the beginning in the stage they were in, all others on the day they arrive."""
    there = stage != UNBORN
    broken = (e.time != (0.0 if there else arrives)) << FIRST_TIME | (there and e.stage != stage) << FIRST_STAGE
    return broken | (e.what != (CALENDAR if there else ARRIVAL)) << FIRST_EVENT


@register_jitable(forceinline=True)
def changes(e: Any, was: Any) -> Any:
    """Later rows: nobody comes twice; a step is moved and a household changed by events of theirs; who has moved does not come back."""
    away, was_away = e.rights & ELSEWHERE > 0, was.rights & ELSEWHERE > 0
    started = was.what == START or was.what == MOVE_UP
    broken = (e.what == ARRIVAL) << ARRIVED_TWICE | (e.household != was.household and e.what != HOUSEHOLD_CHANGES) << HOUSEHOLD
    broken |= (was.stage != UNBORN and abs(e.step - was.step) > (e.what == ADVANCE or e.what == FALL_BACK)) << MOVED_A_STEP
    broken |= (e.what == PLANNED_END and started and e.time <= was.time) << NO_LENGTH
    return broken | ((was_away and not away) or (away and not was_away and e.what != MOVE)) << MOVED_BACK


@register_jitable(forceinline=True)
def condition(e: Any, free: bool) -> Any:
    """Refuse the unit's wage without a stay that pays it, waiting for a job where none can begin, being elsewhere and with the unit."""
    paid = e.stage == IN_INTERVENTION and not free
    broken = (e.income == I_AMI_WAGE and not paid) << WAGE_WITHOUT_STAY
    broken |= ((e.waits == W_CASE) != (e.stage == WAITING_MAPPING and e.waits > 0)) << WAITS_FOR_CASE
    broken |= (e.waits > 0 and e.waits != W_CASE and not free) << WAITS_FOR_JOB
    return broken | (e.rights & ELSEWHERE > 0 and WAITING_MAPPING <= e.stage <= PAUSED) << AWAY


@register_jitable(forceinline=True)
def hold(holds: Ints, group: int, used: Ints, sign: int) -> None:
    """Take what a condition holds of every limit, or give it back."""
    for limit in range(GROUPS):
        used[limit] += sign * holds[limit]
    used[GROUPS + max(group, 0)] += sign * holds[GROUPS]  # nothing without a group


@register_jitable(forceinline=True)
def beyond(holds: Ints, limit: int, used: Ints, room: Ints, mapping: bool, pooled: bool) -> int:
    """Give the limit that a start is beyond, -1 for none. limit: that of its group.

    Between starts a limit can be exceeded only by a cut (work in progress is finished) or by who was there from the beginning. A stay
    takes over the case that its queue entry held; with one budget for wages and aid the limit moves with the aid saved.
    """
    if holds[SLOTS] > 0 and used[SLOTS] > room[SLOTS]:
        return SLOTS
    if mapping and used[CASES] > room[CASES]:
        return CASES
    if holds[MONEY] > 0 and used[MONEY] > room[MONEY] and not pooled:
        return MONEY
    return limit if holds[GROUPS] > 0 and used[limit] > room[limit] else -1


@register_jitable(forceinline=True)
def begins(e: Any, was: Any, asks: Flags, open_rows: int) -> Any:
    """Nothing starts under a rule that is not open, or that AF was to be asked about and has not granted; nobody moves up to less."""
    service = max(e.row, 0)
    broken = (asks[service] and was.application != A_GRANTED) << NOT_GRANTED | (e.what == MOVE_UP and was.row <= e.row) << MOVED_UP
    return broken | (open_rows >> service & 1 == 0) << CLOSED


@register_jitable(forceinline=True)
def idle(used: Ints, room: Ints, waiting: int) -> bool:
    """Tell whether a mapping slot and a case are free while somebody waits for them."""
    return waiting > 0 and used[SLOTS] < room[SLOTS] and used[CASES] < room[CASES]


@register_jitable
def note(broken: int, row: int, rows: Ints) -> None:
    """Note the row for each rule that it is the first to break."""
    for rule in range(RULES):
        if broken >> rule & 1 and rows[rule] < 0:
            rows[rule] = row


@register_jitable(forceinline=True)
def standing_idle(since: float, row: int, found: Broken) -> None:
    """Note the first day on which a slot stood idle, and the last row before it."""
    if found.rows[IDLE] < 0:
        found.rows[IDLE], found.idle[0] = row, since


@register_jitable
def in_turn(since: float, door: int, turn: Floats) -> Any:
    """Among people of equal rank the earlier comer is mapped first. turn: since when the last who was mapped had waited, by door."""
    jumped = since < turn[door]
    turn[door] = since
    return jumped << OVERTAKEN


@register_jitable
def check_log(log: Any, before: Any, people: People, allowed: Allowed, kept: Kept, found: Broken) -> None:
    """Hold a log against every identity, row by row from the first to the last. before: `BEFORE`."""
    latest, joined, turn, used = kept.latest, kept.joined, kept.turn, kept.used
    dates, capacity = allowed.dates, allowed.capacity
    entry, waiting, last = 0, 0, -np.inf
    for i in range(len(log)):
        e = log[i]
        broken = names(e, last, len(latest), allowed.horizon, allowed.limits)
        if broken:
            note(broken, i, found.rows)
            return  # nothing else can be asked
        if e.time > last:
            if idle(used, capacity[entry], waiting):  # as the moment before has ended
                standing_idle(last, i - 1, found)
            while entry < len(dates) and dates[entry] <= e.time:
                entry += 1
                if dates[entry - 1] < e.time and idle(used, capacity[entry], waiting):
                    standing_idle(dates[entry - 1], i - 1, found)
            last = e.time
        at = latest[e.person]
        was = log[at] if at >= 0 else before[0]
        broken = changes(e, was) if at >= 0 else arrival(e, people.stage[e.person], people.arrives[e.person])
        broken |= allowed.moves[e.what, was.stage, e.stage] | allowed.clocks[e.what, was.stage * allowed.incomes + was.income]
        broken |= allowed.stands[e.stage, e.row + 1, e.group + 1] | condition(e, allowed.free[e.stage, e.row + 1])
        hold(allowed.holds[was.stage, was.row + 1], was.group, used, -1)
        hold(allowed.holds[e.stage, e.row + 1], e.group, used, 1)
        if e.what == START or e.what == MOVE_UP:
            room = capacity[entry]
            limit = beyond(allowed.holds[e.stage, e.row + 1], GROUPS + max(e.group, 0), used, room, e.stage == MAPPING, allowed.pooled)
            if limit >= 0 and found.rows[BEYOND] < 0:
                found.over[0], found.over[1], found.over[2] = limit, used[limit], room[limit]
            broken |= begins(e, was, allowed.asks, allowed.open_rows[entry]) | (limit >= 0) << BEYOND
            if e.stage == MAPPING and joined[e.person] >= 0 and allowed.queue:
                queued = log[joined[e.person]]
                if queued.what != SUSPEND:  # a suspended mapping goes first and is left out
                    broken |= in_turn(queued.time, people.door[e.person] if allowed.queue == BY_DOOR else 0, turn)
        if e.stage == WAITING_MAPPING and was.stage != WAITING_MAPPING:
            joined[e.person] = i
        waiting += (e.stage == WAITING_MAPPING) - (was.stage == WAITING_MAPPING)
        left = allowed.horizon - e.time  # the area is summed by parts: every step up or down holds from its day to the horizon
        found.area[e.stage] += left
        found.area[was.stage] -= left
        found.days[was.stage] += e.time - was.time if at >= 0 else 0.0
        latest[e.person] = i
        if broken:
            note(broken, i, found.rows)
    for later in range(entry, len(dates) + 1):  # from the last moment on, at every date
        if idle(used, capacity[later], waiting):
            standing_idle(max(last, dates[later - 1]) if later > entry else last, len(log) - 1, found)


def check_on(log: Any, before: Any, people: People, allowed: Allowed, kept: Kept, found: Broken) -> None:
    """Run `check_log` on arrays that the caller holds."""
    check_log(log, before, borrowed(people), borrowed(allowed), borrowed(kept), borrowed(found))


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `check_log` compiled."""
    one, number, yes = numba.float64, numba.int64, numba.boolean
    ints, floats, table, cube = number[::1], one[::1], number[:, ::1], number[:, :, ::1]
    log = numba.types.Array(numba.from_dtype(LOG), 1, "C", readonly=True)
    kinds = (table, cube, table, cube, yes[:, ::1], cube, yes[::1], floats, table, ints, one, number, yes, number)
    people = numba.types.NamedTuple((ints, floats, ints), People)  # type: ignore[no-untyped-call]
    allowed = numba.types.NamedTuple(kinds, Allowed)  # type: ignore[no-untyped-call]
    kept = numba.types.NamedTuple((ints, ints, floats, ints), Kept)  # type: ignore[no-untyped-call]
    found = numba.types.NamedTuple((ints, ints, floats, floats, floats), Broken)  # type: ignore[no-untyped-call]
    return compiled(numba.void(log, log, people, allowed, kept, found), check_on)

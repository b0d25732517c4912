"""The identities of a run one after another, each over whole columns of the log: the oracle of the compiled pass."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import CASES, GROUPS, MAPPING_ROW, MONEY, REFERRER, SLOTS, Plan
from ami_sim.record.checks import EXACT, STILL, legal_moves, violation
from ami_sim.record.spells import Floats, Ints, among
from ami_sim.scenario import registry as w


class Columns:
    """A log column by column: its fields lie one after another in every row, and each is read many times."""

    def __init__(self, log: Any) -> None:
        self._columns = {name: np.ascontiguousarray(log[name]) for name in log.dtype.names}

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._columns[name]

    def __len__(self) -> int:
        return len(self._columns["time"])


@dataclass(frozen=True)
class Witness:
    """A log beside the condition that each person was in before each event."""

    log: Any
    plan: Plan
    people: np.ndarray

    @cached_property
    def before(self) -> Ints:
        """For each row, the row of the same person before it; -1 for the first."""
        order = np.argsort(self.log["person"], kind="stable")
        person = self.log["person"][order]
        same = person[1:] == person[:-1]
        found = np.full(len(order), -1, np.int64)
        found[order[1:][same]] = order[:-1][same]
        return found

    def was(self, name: str, unborn: int) -> Ints:
        """Give a field before each event, `unborn` before the first."""
        found: Ints = self.log[name][self.before].astype(np.int64)
        found[self.first] = unborn
        return found

    @cached_property
    def first(self) -> Ints:
        """The first row of each person who has one."""
        return np.flatnonzero(self.before < 0)

    @cached_property
    def came_from(self) -> Ints:
        """The stage before each event."""
        return self.was("stage", w.UNBORN)

    @cached_property
    def last(self) -> Ints:
        """The last row of each person who has one."""
        last = np.ones(len(self.log), bool)
        last[self.before[self.before >= 0]] = False
        return np.flatnonzero(last)

    @cached_property
    def entry(self) -> Ints:
        """The entry of the calendar that holds after each row's instant."""
        found: Ints = np.searchsorted(self.table("dates")[1:], self.log["time"], side="right")
        return found

    def table(self, name: str) -> NDArray[Any]:
        """Give a table of the plan."""
        return np.array(getattr(self.plan.tables, name))

    def stop(self, row: int, rule: str) -> None:
        """Stop with the person and the time of a row."""
        raise violation(self.plan, self.people, int(self.log["person"][row]), float(self.log["time"][row]), rule)

    def refuse(self, broken: NDArray[np.bool_], rule: str) -> None:
        """Stop at the first row that broke a rule."""
        if broken.any():
            self.stop(int(broken.argmax()), rule)

    def refuse_first(self, broken: NDArray[np.bool_], rule: str) -> None:
        """Stop at the first of the persons' first rows that broke a rule; broken: for each of `first`."""
        if broken.any():
            self.stop(int(self.first[broken.argmax()]), rule)


def check_run(log: Any, plan: Plan, people: np.ndarray) -> None:
    """Hold a finished run against every identity; Violation names person, date and rule.

    log: record array, one row per event, as an engine returned it; people: the records the run began with.
    """
    seen = Witness(Columns(log), plan, people)
    check_order(seen)
    check_people(seen)
    check_moves(seen)
    check_places(seen)
    check_limits(seen)
    check_queue(seen)
    check_applications(seen)
    check_families(seen)
    check_little(seen)


def check_applications(seen: Witness) -> None:
    """Nothing starts that AF was to be asked about and had not granted, and whoever waits for a job can be given one where they stand."""
    log = seen.log
    row = np.maximum(log["row"], 0)
    start = (log["what"] == w.START) | (log["what"] == w.MOVE_UP)
    asked = seen.table("asks")[row] > 0
    seen.refuse(start & asked & (seen.was("application", w.A_NONE) != w.A_GRANTED), "started without a grant of AF")
    seen.refuse((log["what"] == w.MOVE_UP) & (seen.was("row", -1) <= log["row"]), "moved up to what it prefers less")
    stay = log["stage"] == w.IN_INTERVENTION
    free = (log["stage"] == w.WAITING_PLACE) | (stay & (seen.table("pays")[row] != 1))
    waits = log["waits"]
    seen.refuse(
        (waits == w.W_CASE) != ((log["stage"] == w.WAITING_MAPPING) & (waits > 0)), "waits for a case elsewhere than before mapping"
    )
    seen.refuse((waits > 0) & (waits != w.W_CASE) & ~free, "waits for a job where none can begin")
    began = seen.before
    ended = (log["what"] == w.PLANNED_END) & (began >= 0)
    seen.refuse(ended & (log["time"] <= log["time"][began]) & start[began], "a stay without length")


def check_families(seen: Witness) -> None:
    """Refuse a household that changes by another event than its own, and somebody who lives elsewhere and is with the unit or back."""
    log, before = seen.log, seen.before >= 0
    changed = before & (log["household"] != seen.was("household", 0))
    seen.refuse(changed & (log["what"] != w.HOUSEHOLD_CHANGES), "the household changed by another event")
    away, was = log["rights"] & w.ELSEWHERE > 0, seen.was("rights", 0) & w.ELSEWHERE > 0
    seen.refuse(away & (log["stage"] >= w.WAITING_MAPPING) & (log["stage"] <= w.PAUSED), "is with the unit and lives elsewhere")
    seen.refuse(before & (was & ~away | away & ~was & (log["what"] != w.MOVE)), "moved by another event, or moved back")


def check_order(seen: Witness) -> None:
    """Refuse a log that is not ordered by time, inside the horizon, or names what does not exist."""
    log, plan, known = seen.log, seen.plan, seen.plan.vocabulary
    if not len(log):
        return
    seen.refuse(~((log["time"] >= 0.0) & (log["time"] < plan.horizon)), "an event outside the run")
    seen.refuse(np.r_[False, np.diff(log["time"]) < 0], "an event before the one written before it")
    rooms = {
        "person": (0, len(seen.people)),
        "what": (0, len(known.events)),
        "stage": (0, len(known.stages)),
        "income": (0, len(known.incomes)),
        "step": (0, w.STEPS),
        "row": (-1, len(plan.rows)),
        "group": (-1, len(plan.groups)),
        "rights": (0, 1 << len(known.rights)),
        "household": (0, len(plan.households)),
        "application": (0, len(w.APPLICATIONS)),
        "waits": (0, len(w.WAITS_FOR)),
    }
    for name, (low, high) in rooms.items():
        if log[name].min() < low or log[name].max() >= high:
            seen.refuse((log[name] < low) | (log[name] >= high), f"the log names a {name} that does not exist")


def check_people(seen: Witness) -> None:
    """Everybody who is there or arrives is in the log from that moment on, once, and is somewhere at the end."""
    log, people, first = seen.log, seen.people, seen.first
    there = people["stage"] != w.UNBORN
    expected = there | (people["arrives"] < seen.plan.horizon)
    met = np.zeros(len(people), bool)
    met[log["person"][first]] = True
    wrong = np.flatnonzero(met != expected)
    if len(wrong):
        day = float(np.where(there, 0.0, people["arrives"])[wrong[0]])
        rule = "arrived and was never seen" if expected[wrong[0]] else "was seen although not arrived"
        raise violation(seen.plan, people, int(wrong[0]), day, rule)
    who = log["person"][first]
    begins = np.where(there, 0.0, people["arrives"])[who]
    seen.refuse_first(log["time"][first] != begins, "the first event is not the arrival")
    seen.refuse_first(log["what"][first] != np.where(there, w.CALENDAR, w.ARRIVAL)[who], "the first event is not the arrival")
    seen.refuse_first(there[who] & (log["stage"][first] != people["stage"][who]), "began the run in another stage than before it")
    seen.refuse((seen.before >= 0) & (log["what"] == w.ARRIVAL), "arrived twice")
    somewhere = int(np.bincount(log["stage"][seen.last], minlength=len(seen.plan.vocabulary.stages))[w.NOT_REFERRED :].sum())
    if somewhere != int(expected.sum()):
        raise violation(seen.plan, people, -1, seen.plan.horizon, f"{int(expected.sum())} came and {somewhere} are somewhere at the end")


def check_moves(seen: Witness) -> None:
    """Every event may happen where it happened, and leads where it may lead; a clock fires only where it runs."""
    log, known = seen.log, seen.plan.vocabulary
    what, stage, came_from = log["what"], log["stage"], seen.came_from
    rows = np.flatnonzero(~legal_moves(known)[what, came_from, stage])
    if len(rows):
        i = rows[0]
        seen.stop(int(i), f"{known.events[what[i]]} took the person from {known.stages[came_from[i]]} to {known.stages[stage[i]]}")
    clock, tables = seen.table("clock_of")[what], seen.plan.tables
    income = seen.was("income", 0)
    rate = seen.table("hazard")[came_from * tables.sources + income, np.maximum(clock, 0)]
    seen.refuse((clock >= 0) & ~(rate > 0), "a life clock fired where its rate is zero")
    fixed = among(what, STILL) | ((what == w.GAP_ENDS) & (came_from != w.AID_ENDED))
    seen.refuse(fixed & (came_from != w.UNBORN) & (stage != came_from), "changed stage by an event that changes none")
    moved = np.abs(log["step"] - seen.was("step", 0))
    seen.refuse((came_from != w.UNBORN) & (moved > among(what, (w.ADVANCE, w.FALL_BACK))), "moved a step without an event of it")


def check_places(seen: Witness) -> None:
    """Nobody is in two places: a service row belongs to mapping or a stay, a group to a stay, a unit's wage to a stay that pays one."""
    log, tables = seen.log, seen.plan.tables
    stay, row = log["stage"] == w.IN_INTERVENTION, log["row"]
    seen.refuse(
        np.where(log["stage"] == w.MAPPING, row != MAPPING_ROW, np.where(stay, row < 1, row != -1)), "is in a service outside its stage"
    )
    seen.refuse(~stay & (log["group"] >= 0), "has a place in a group without a stay")
    allowed = np.zeros((len(seen.plan.rows), len(seen.plan.groups) + 1), bool)
    for index, choices in enumerate(tables.order):
        allowed[index, [group + 1 for group in choices if group >= -1]] = True
    seen.refuse(stay & ~allowed[np.maximum(row, 0), log["group"] + 1], "is in a group where the service is not given")
    pays = seen.table("pays")[np.maximum(row, 0)] == 1
    seen.refuse((log["income"] == w.I_AMI_WAGE) & ~(stay & pays), "lives on the unit's wage without a stay that pays one")


def uses(seen: Witness) -> NDArray[np.int64]:
    """Say what every row's condition holds of every limit: [limit, row of the log]; the last column is what nobody holds."""
    log = seen.log
    stay, at = log["stage"] == w.IN_INTERVENTION, np.maximum(log["row"], 0)
    held = np.zeros((GROUPS + len(seen.plan.groups), len(log) + 1), np.int64)
    held[SLOTS, :-1] = log["stage"] == w.MAPPING
    held[CASES, :-1] = (log["stage"] == w.MAPPING) | (log["stage"] == w.WAITING_PLACE) | stay
    held[MONEY, :-1] = np.where(stay, seen.table("money")[at], 0)
    placed = np.flatnonzero(stay & (log["group"] >= 0))
    held[GROUPS + log["group"][placed], placed] = seen.table("place")[at[placed]]
    return held


def check_limits(seen: Witness) -> None:
    """Nothing starts beyond a limit or outside a rule's dates, and no mapping slot stands idle while somebody waits for it.

    Between starts a limit can be exceeded only by a cut (work in progress is finished) or by who was there from the beginning.
    """
    log, tables = seen.log, seen.plan.tables
    held = uses(seen)
    change = held[:, :-1] - np.take(held, seen.before, axis=1)  # before the first row of a person: -1, the last column
    used = np.cumsum(change, axis=1)
    room = seen.table("capacity")
    start = (log["what"] == w.START) | (log["what"] == w.MOVE_UP)
    starts = np.flatnonzero(start)
    over = (used[:, starts] > room[seen.entry[starts]].T) & (held[:, starts] > 0)
    over[MONEY] &= tables.pool_share == 0  # with one budget for wages and aid the limit moves with the aid saved
    over[CASES] &= log["stage"][starts] == w.MAPPING  # a stay takes over the case that its queue entry held
    for place, limit in np.argwhere(over.T)[:1]:
        row = int(starts[place])
        name = ("mapping slots", "open cases", "wage money")[limit] if limit < GROUPS else f"places in {seen.plan.groups[limit - GROUPS]}"
        seen.stop(row, f"started beyond the limit of {name}: {used[limit, row]} of {room[seen.entry[row], limit]} in use")
    closed = start & (seen.table("open_rows")[seen.entry] >> np.maximum(log["row"], 0) & 1 == 0)
    seen.refuse(closed, "started under a rule that is not open")
    dates = seen.table("dates")[1:]
    last = np.flatnonzero(np.append(np.diff(log["time"]) > 0, True))[: len(log)]  # of each moment; on a date the last before it or on it
    rows = np.r_[last, np.searchsorted(log["time"], dates, side="right") - 1]
    moments, entries = np.r_[log["time"][last], dates], np.r_[seen.entry[last], np.arange(len(dates)) + 1]
    moments, entries, rows = (each[rows >= 0] for each in (moments, entries, rows))  # before the first row nobody is there
    queue = np.cumsum((log["stage"] == w.WAITING_MAPPING).astype(np.int64) - (seen.came_from == w.WAITING_MAPPING))
    idle = queue[rows] > 0
    for limit in (SLOTS, CASES):
        idle &= used[limit, rows] < room[entries, limit]
    if idle.any():
        at = np.flatnonzero(idle)[np.argmin(moments[idle])]
        who = _first_waiting(seen, int(rows[at]))
        raise violation(seen.plan, seen.people, who, float(moments[at]), "waits for mapping although a slot and a case are free")


def _first_waiting(seen: Witness, row: int) -> int:
    """Somebody who waits for mapping after a row of the log."""
    stages = dict(zip(seen.log["person"][: row + 1].tolist(), seen.log["stage"][: row + 1].tolist(), strict=True))
    return next(int(person) for person, stage in stages.items() if stage == w.WAITING_MAPPING)


def check_queue(seen: Witness) -> None:
    """Among people of equal rank the earlier comer is mapped first: whoever has waited longer is never overtaken.

    Checked where the order is by door and time alone; a suspended mapping goes first and is left out.
    """
    log, tables = seen.log, seen.plan.tables
    weights = np.delete(np.array(tables.weights[0]), REFERRER)
    if weights.any() or tables.ageing[0] < 0 or len(tables.order_from) > 1:
        return
    joined = (log["stage"] == w.WAITING_MAPPING) & (seen.came_from != w.WAITING_MAPPING)
    latest = np.where(joined, np.arange(len(log)), -1)
    starts = np.flatnonzero((log["what"] == w.START) & (log["stage"] == w.MAPPING))
    at = starts.copy()
    while (moving := latest[at] < 0).any():  # back along each person's own rows to where they joined
        at[moving] = seen.before[at[moving]]
    chosen = log["what"][at] != w.SUSPEND
    starts, queued = starts[chosen], log["time"][at[chosen]]
    doors = seen.people["referrer"][log["person"][starts]]
    by_door = tables.weights[0][REFERRER] != 0 and len(set(tables.doors[0])) > 1
    for door in np.unique(doors) if by_door else [-1]:
        mine = starts[doors == door] if by_door else starts
        turn = queued[doors == door] if by_door else queued
        jumped = np.flatnonzero(np.diff(turn) < 0)
        if len(jumped):
            seen.stop(int(mine[jumped[0]]), "was mapped before somebody who had waited longer")


def check_little(seen: Witness) -> None:
    """Little's law as an identity of time integrals: the area under the number in a stage is the sum of everybody's days in it."""
    log, horizon = seen.log, seen.plan.horizon
    left = horizon - log["time"]  # the area is summed by parts: every step up or down holds from its day to the horizon
    area = np.bincount(log["stage"], weights=left, minlength=len(seen.plan.vocabulary.stages))
    area = area - np.bincount(seen.came_from, weights=left, minlength=len(seen.plan.vocabulary.stages))
    ends = np.full(len(log), horizon)
    ends[seen.before[seen.before >= 0]] = log["time"][seen.before >= 0]
    days: Floats = np.bincount(log["stage"], weights=ends - log["time"], minlength=len(seen.plan.vocabulary.stages)).astype(np.float64)
    known = seen.plan.vocabulary
    wrong = np.flatnonzero(np.abs(area - days)[w.NOT_REFERRED :] > EXACT * (1.0 + horizon * len(seen.people)))
    if len(wrong):
        stage = int(wrong[0]) + w.NOT_REFERRED
        rule = f"Little's law fails in {known.stages[stage]}: {area[stage]:.9g} person-days by numbers, {days[stage]:.9g} by persons"
        raise violation(seen.plan, seen.people, -1, horizon, rule)

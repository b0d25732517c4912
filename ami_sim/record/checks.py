"""Identities that no run may violate, cheap enough to stay on: order, conservation, limits, queues and Little's law.

Everything is read from the log, the people handed in and the scenario's limits, never from an engine's own books: an engine that
forgets to give back a place, serves somebody out of turn or loses a person is found out by what it wrote down. The pass over the log is
`record.identities`; here is what a plan allows, and the words.
"""

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import CASES, GROUPS, LOG, MAPPING_ROW, MONEY, REFERRER, SLOTS, Plan, Tables
from ami_sim.scenario import registry as w
from ami_sim.scenario.named_rows import SAME

Ints = NDArray[np.int64]
FIRST: Final = 1  # service row that is not mapping
EXACT: Final = 1e-9  # relative difference of two sums of the same durations in another order
STILL: Final = (
    *(w.ADVANCE, w.FALL_BACK, w.BENEFIT_ENDS, w.GAP_BEGINS, w.RIGHTS_EXPIRE, w.BAND, w.CALENDAR, w.AF_ANSWERS, w.HOUSEHOLD_CHANGES),
)  # events that change no stage


class Violation(RuntimeError):
    """A run broke an identity: who, when, and which rule."""

    def __init__(self, said: str, person: int, day: float, rule: str) -> None:
        super().__init__(said, person, day, rule)  # all of it, so that it can travel from another process
        self.person, self.day, self.rule = person, day, rule

    def __str__(self) -> str:
        return str(self.args[0])


def violation(plan: Plan, people: np.ndarray, person: int, day: float, rule: str) -> Violation:
    """Say which rule is broken for whom on which day."""
    who = "somebody unknown"
    if 0 <= person < len(people):
        who = f"person {plan.referrers[int(people['referrer'][person])]} {int(people['number'][person])}"
    when = plan.date(day).isoformat() if np.isfinite(day) and abs(day) < 1e6 else f"day {day}"
    return Violation(f"{plan.scenario.name}: {who}, {when}: {rule}", person, day, rule)


@lru_cache(maxsize=16)
def legal_moves(known: w.Vocabulary) -> NDArray[np.bool_]:
    """Which event may take a person from which stage to which: [event, from, to]. The conditions of a clock are checked by its rate."""
    count = len(known.stages)
    table = np.zeros((len(known.events), count, count), bool)
    for what, event in enumerate(known.event_rows):
        for move in event.moves:
            sources, targets = known.stages_meant(move.source), known.stages_meant(move.target)
            table[what][np.ix_(sources, targets)] = True
            if SAME in move.target:
                table[what, sources, sources] = True
    return table


@lru_cache(maxsize=32)
def allowed_by(plan: Plan) -> Any:
    """Give what a plan allows (`identities.Allowed`): the same in every run of it."""
    from ami_sim.record.identities import Allowed

    tables, once = plan.tables, plan.common.once
    return Allowed(
        limits=np.array(list(named_by(plan).values()), np.int64),
        moves=broken_moves(plan.vocabulary),
        clocks=once("broken clocks", (tables.clock_of, tables.hazard), {}, lambda _: broken_clocks(tables)),
        stands=once("broken stands", (plan.vocabulary, tables.order), {}, lambda _: broken_stands(plan)),
        free=free_for_a_job(plan),
        holds=holds_of(plan),
        asks=np.array(tables.asks) > 0,
        dates=np.array(tables.dates[1:], np.float64),
        capacity=np.array(tables.capacity, np.int64),
        open_rows=np.array(tables.open_rows, np.int64),
        horizon=plan.horizon,
        incomes=tables.sources,
        pooled=tables.pool_share != 0,
        queue=turns(plan),
    )


@lru_cache(maxsize=16)
def broken_moves(known: w.Vocabulary) -> Ints:
    """Say what an event breaks that takes a person from a stage to another, bits [event, from, to]."""
    from ami_sim.record.identities import CHANGED_STAGE, MOVED

    stages = np.arange(len(known.stages))
    changed = (stages[:, None] != stages) & (stages[:, None] != w.UNBORN)
    found = np.where(legal_moves(known), 0, 1 << MOVED)
    found[list(STILL)] |= changed << CHANGED_STAGE
    found[w.GAP_ENDS] |= (changed & (stages[:, None] != w.AID_ENDED)) << CHANGED_STAGE
    return found


def broken_clocks(tables: Tables) -> Ints:
    """Say where a life clock may not fire, bits [event, stage * incomes + income]: where its rate is zero."""
    from ami_sim.record.identities import CLOCK

    clock, runs = np.array(tables.clock_of), np.array(tables.hazard).T > 0
    found = np.zeros((len(clock), runs.shape[1]), np.int64)
    found[clock >= 0] = ~runs[clock[clock >= 0]] * (1 << CLOCK)
    return found


def broken_stands(plan: Plan) -> Ints:
    """Say what a stage in a service row in a group breaks, bits [stage, row, group].

    Nobody is in two places: a service row belongs to mapping or a stay, a group to a stay in a service that it gives.
    """
    from ami_sim.record.identities import GROUP_WITHOUT_STAY, OUT_OF_PLACE, WRONG_GROUP

    stages, rows, groups = len(plan.vocabulary.stages), len(plan.rows), len(plan.groups)
    found = np.zeros((stages, 1 + rows, 1 + groups), np.int64)
    found[:, 1:] |= 1 << OUT_OF_PLACE
    found[:, :, 1:] |= 1 << GROUP_WITHOUT_STAY
    found[w.MAPPING, :, 0], found[w.IN_INTERVENTION] = 1 << OUT_OF_PLACE, 1 << WRONG_GROUP
    found[w.MAPPING, 1 + MAPPING_ROW] &= ~(1 << OUT_OF_PLACE)
    found[w.IN_INTERVENTION, : 1 + FIRST] |= 1 << OUT_OF_PLACE
    for row, choices in enumerate(plan.tables.order):
        found[w.IN_INTERVENTION, 1 + row, [1 + group for group in choices if group >= -1]] &= ~(1 << WRONG_GROUP)
    return found


def free_for_a_job(plan: Plan) -> NDArray[np.bool_]:
    """Say where somebody can be given a job of the unit's, [stage, row]: in the queue for a place, and in a stay that is no job."""
    found = np.zeros((len(plan.vocabulary.stages), 1 + len(plan.rows)), np.bool_)
    found[w.WAITING_PLACE] = True
    found[w.IN_INTERVENTION, 1:] = np.array(plan.tables.pays) != 1
    found[w.IN_INTERVENTION, 0] = found[w.IN_INTERVENTION, 1]
    return found


def holds_of(plan: Plan) -> Ints:
    """Say what each condition holds of the mapping slots, the cases, the wage money and its group's places: [stage, row, 4]."""
    found = np.zeros((len(plan.vocabulary.stages), 1 + len(plan.rows), 1 + GROUPS), np.int64)
    found[w.MAPPING, :, SLOTS] = 1
    found[[w.MAPPING, w.WAITING_PLACE, w.IN_INTERVENTION], :, CASES] = 1
    for limit, each in ((MONEY, plan.tables.money), (GROUPS, plan.tables.place)):
        found[w.IN_INTERVENTION, 1:, limit] = each
    return found


def named_by(plan: Plan) -> dict[str, tuple[int, int]]:
    """Give the least number of everything that a log names but people, and the first that is too large; in the order of `NAMED`."""
    known = plan.vocabulary
    return {
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


def turns(plan: Plan) -> int:
    """Say how the queue for mapping is checked: where the order is by door and time alone, each door apart if doors differ."""
    from ami_sim.record.identities import BY_DOOR, IN_TURN

    tables = plan.tables
    if np.delete(np.array(tables.weights[0]), REFERRER).any() or tables.ageing[0] < 0 or len(tables.order_from) > 1:
        return 0
    return BY_DOOR if tables.weights[0][REFERRER] != 0 and len(set(tables.doors[0])) > 1 else IN_TURN


def broken_rules(log: Any, plan: Plan, people: np.ndarray) -> Any:
    """Hold a log against every identity but Little's law (`identities.Broken`)."""
    from ami_sim.record.identities import BEFORE, NEVER_MET, ORDERED, RULES, SOMEWHERE, Broken, Kept, People, kernel

    allowed, count = allowed_by(plan), len(plan.vocabulary.stages)
    there = People(people["stage"].astype(np.int64), people["arrives"].astype(np.float64), people["referrer"].astype(np.int64))
    found = Broken(np.full(RULES, -1, np.int64), np.zeros(3, np.int64), np.zeros(1), np.zeros(count), np.zeros(count))
    kept, rows = Kept.of(there, allowed.capacity.shape[1]), np.ascontiguousarray(log, LOG)
    kernel()(rows, BEFORE, there, allowed, kept, found)
    if found.rows[:ORDERED].max() >= 0:
        return found
    # Everybody who is there or arrives has been met, and is somewhere at the end.
    came, met = (there.stage != w.UNBORN) | (there.arrives < plan.horizon), kept.latest >= 0
    last = kept.latest[met]
    stages, since = rows["stage"][last], rows["time"][last]
    found.days[:] += np.bincount(stages, weights=plan.horizon - since, minlength=count)
    if (came != met).any():
        found.rows[NEVER_MET] = (came != met).argmax()
    if (stages >= w.NOT_REFERRED).sum() != came.sum():
        found.rows[SOMEWHERE] = 0
    return found


def check_run(log: Any, plan: Plan, people: np.ndarray) -> None:
    """Hold a finished run against every identity; Violation names person, date and rule.

    log: record array, one row per event, as an engine returned it; people: the records the run began with.
    """
    found = broken_rules(log, plan, people)
    if found.rows.max() >= 0:
        raise named(log, plan, people, found)
    # Little's law as an identity of time integrals: the area under the number in a stage is the sum of everybody's days in it.
    wrong = np.abs(found.area - found.days)[w.NOT_REFERRED :] > EXACT * (1.0 + plan.horizon * len(people))
    if wrong.any():
        stage = int(wrong.argmax()) + w.NOT_REFERRED
        where, by_numbers, by_persons = plan.vocabulary.stages[stage], found.area[stage], found.days[stage]
        rule = f"Little's law fails in {where}: {by_numbers:.9g} person-days by numbers, {by_persons:.9g} by persons"
        raise violation(plan, people, -1, plan.horizon, rule)


def named(log: Any, plan: Plan, people: np.ndarray, found: Any) -> Violation:
    """Name the first of the rules that is broken: of whom, when, and in words."""
    from ami_sim.record import identities as rule

    broken = int(np.flatnonzero(found.rows >= 0)[0])
    row = int(found.rows[broken])
    if broken == rule.NEVER_MET:  # of a person, who may have no row
        there = people["stage"][row] != w.UNBORN
        came = there or people["arrives"][row] < plan.horizon
        day = 0.0 if there else float(people["arrives"][row])
        return violation(plan, people, row, day, "arrived and was never seen" if came else "was seen although not arrived")
    if broken == rule.SOMEWHERE:
        came = int(((people["stage"] != w.UNBORN) | (people["arrives"] < plan.horizon)).sum())
        somewhere = sum(stage >= w.NOT_REFERRED for stage in stages_after(log, len(log)).values())
        return violation(plan, people, -1, plan.horizon, f"{came} came and {somewhere} are somewhere at the end")
    person, day = int(log["person"][row]), float(log["time"][row])
    if broken == rule.IDLE:
        person = next(person for person, stage in stages_after(log, row + 1).items() if stage == w.WAITING_MAPPING)
        day = float(found.idle[0])
    return violation(plan, people, person, day, words(broken, row, log, plan, found))


def words(broken: int, row: int, log: Any, plan: Plan, found: Any) -> str:
    """Say a rule that a row of the log breaks."""
    from ami_sim.record import identities as rule

    known = plan.vocabulary
    if rule.UNKNOWN <= broken < rule.ORDERED:
        return f"the log names a {rule.NAMED[broken - rule.UNKNOWN]} that does not exist"
    if broken == rule.MOVED:
        came_from = stages_after(log, row).get(int(log["person"][row]), w.UNBORN)
        return f"{known.events[log['what'][row]]} took the person from {known.stages[came_from]} to {known.stages[log['stage'][row]]}"
    if broken == rule.BEYOND:
        limit, used, room = found.over.tolist()
        name = ("mapping slots", "open cases", "wage money")[limit] if limit < GROUPS else f"places in {plan.groups[limit - GROUPS]}"
        return f"started beyond the limit of {name}: {used} of {room} in use"
    said = {
        rule.OUTSIDE: "an event outside the run",
        rule.BACKWARDS: "an event before the one written before it",
        rule.FIRST_TIME: "the first event is not the arrival",
        rule.FIRST_EVENT: "the first event is not the arrival",
        rule.FIRST_STAGE: "began the run in another stage than before it",
        rule.ARRIVED_TWICE: "arrived twice",
        rule.CLOCK: "a life clock fired where its rate is zero",
        rule.CHANGED_STAGE: "changed stage by an event that changes none",
        rule.MOVED_A_STEP: "moved a step without an event of it",
        rule.OUT_OF_PLACE: "is in a service outside its stage",
        rule.GROUP_WITHOUT_STAY: "has a place in a group without a stay",
        rule.WRONG_GROUP: "is in a group where the service is not given",
        rule.WAGE_WITHOUT_STAY: "lives on the unit's wage without a stay that pays one",
        rule.CLOSED: "started under a rule that is not open",
        rule.IDLE: "waits for mapping although a slot and a case are free",
        rule.OVERTAKEN: "was mapped before somebody who had waited longer",
        rule.NOT_GRANTED: "started without a grant of AF",
        rule.MOVED_UP: "moved up to what it prefers less",
        rule.WAITS_FOR_CASE: "waits for a case elsewhere than before mapping",
        rule.WAITS_FOR_JOB: "waits for a job where none can begin",
        rule.NO_LENGTH: "a stay without length",
        rule.HOUSEHOLD: "the household changed by another event",
        rule.AWAY: "is with the unit and lives elsewhere",
        rule.MOVED_BACK: "moved by another event, or moved back",
    }
    return said[broken]


def stages_after(log: Any, rows: int) -> dict[int, int]:
    """Give the stage of each person after so many rows of a log."""
    return dict(zip(log["person"][:rows].tolist(), log["stage"][:rows].tolist(), strict=True))

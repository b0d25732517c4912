"""Today's open cases on the start date: persons in need stand where the file says, for as long as it says.

Each case is given to somebody who can be that person: of its referrer, in need for as long as the case is open, and whom the
intervention takes, in an order of their own luck. What the file does not say is drawn given what it says: how much longer, given how long
already.
"""

from collections.abc import Sequence
from math import floor, inf

import numpy as np

from ami_sim.model.clocks import draw, settle
from ami_sim.model.eligibility import meets_conditions
from ami_sim.model.income import begin_pay, read_length
from ami_sim.model.person import Person, as_people, as_records, put_rows, take_rows
from ami_sim.model.randomness import P_COHORT, P_RESIDUAL, luck, lucks
from ami_sim.model.stages import assess, enter, is_with_the_unit, refresh, return_to_need
from ami_sim.model.tables import CASES, EPOCH, GROUPS, MAPPING_ROW, MONEY, SLOTS, Plan, Tables, World
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.open_cases import OpenCase
from ami_sim.scenario.registry import DROP_OUT, IN_INTERVENTION, MAPPING, NOT_REFERRED, WAITING_MAPPING, WAITING_PLACE

FINEST = 60  # halvings of a share
SMALLEST = 2.0**-52  # a share of people that is read


def settle_open_cases(plan: Plan, people: np.ndarray) -> None:
    """Put each open case on somebody, in place; nobody else has a case. InputError when nobody is left for a case."""
    world = plan.world()
    world.state[EPOCH] = first_entry(plan.tables)
    there = np.flatnonzero(people["arrives"] == inf)
    order = there[np.argsort(lucks(people["key"][there], P_COHORT), kind="stable")]
    free = as_people(take_rows(people, order))
    stood = [person.stage for person in free]
    for person in free:
        if is_with_the_unit(person.stage):  # brought there by an event of one's own; the file says who has a case
            settle(person, 0.0, plan.tables)
            enter(person, NOT_REFERRED, 0.0)
            refresh(person, 0.0, plan.tables, world)
    changed = [at for at, person in enumerate(free) if person.stage != stood[at]]
    left = list(range(len(free)))
    for case in plan.scenario.cases:
        at = next_for(case, free, left, plan)
        stand(free[at], case, plan, world)
        left.remove(at)
        changed.append(at)
    changed = sorted(set(changed))
    put_rows(people, [int(order[at]) for at in changed], as_records([free[at] for at in changed]))


def first_entry(tables: Tables) -> int:
    """Give the entry of the calendar that holds on the start date."""
    return 1 if tables.entries > 1 else 0


def row_of(case: OpenCase, plan: Plan) -> int:
    """Give the service row of a case: mapping, the intervention under its rule (the first where it says none), or -1."""
    stage = plan.vocabulary.stages.index(case.stage)
    if stage != IN_INTERVENTION:
        return MAPPING_ROW if stage == MAPPING else -1
    return next(i for i, row in enumerate(plan.rows) if row.intervention == case.intervention and case.rule in ("", row.rule))


def next_for(case: OpenCase, people: Sequence[Person], left: Sequence[int], plan: Plan) -> int:
    """Give who has a case: who can be that person, else the first in need through its door, else the first through it at all."""
    since, row = float((case.since - plan.scenario.start).days), row_of(case, plan)
    door = plan.referrers.index(case.referrer) if case.referrer else -1
    through = [at for at in left if door in (-1, people[at].referrer)]
    in_need = [at for at in through if people[at].stage == NOT_REFERRED]
    for at in in_need:
        if people[at].need_since <= since and (row <= MAPPING_ROW or suits_row(people[at], row, plan.tables)):
            return at
    if not through:
        raise InputError(
            f"{plan.scenario.open_cases}: row {case.line}: nobody in need is left for it on {plan.scenario.start}; "
            "expected fewer open cases, or a larger stock of persons in need"
        )
    return (in_need or through)[0]


def suits_row(person: Person, row: int, tables: Tables) -> bool:
    """Whether an intervention takes somebody. The finding was made when the stay began, by the step as it is."""
    before, person.assessed = person.assessed, person.step
    found = bool(meets_conditions(person, row, 0.0, tables))
    person.assessed = before
    return found


def stand(person: Person, case: OpenCase, plan: Plan, world: World) -> None:
    """Let somebody stand on the start date as their case says; the unit's limits are taken when the run begins."""
    tables, since = plan.tables, float((case.since - plan.scenario.start).days)
    settle(person, 0.0, tables)
    if person.stage != NOT_REFERRED:
        return_to_need(person, since, tables)
    person.need_since, person.idle_since = min(person.need_since, since), min(person.idle_since, since)
    stage = plan.vocabulary.stages.index(case.stage)
    enter(person, stage, since)
    assess(person, tables)
    person.mappings = int(stage != WAITING_MAPPING)
    if stage in (WAITING_MAPPING, WAITING_PLACE):
        person.queued = since
    if stage == WAITING_PLACE:
        person.patience = since + tables.patience if since + tables.patience > 0.0 else tables.patience
    if stage in (MAPPING, IN_INTERVENTION):
        person.row = row_of(case, plan)
        until = -1.0 if case.until is None else float((case.until - plan.scenario.start).days)
        if stage == IN_INTERVENTION:
            begin_stay(person, case, since, plan)
        person.ends = until if until > 0.0 else end_of(person, since, tables)
    refresh(person, 0.0, tables, world)


def begin_stay(person: Person, case: OpenCase, since: float, plan: Plan) -> None:
    """Let a stay have begun on a day: its pay and the days up to the start that give rights."""
    tables = plan.tables
    person.group = plan.groups.index(case.group) if case.group else -1
    person.starts, person.assessed = 1, person.step
    draw(person, DROP_OUT, 0.0, tables)  # what is left of an exponential has no memory
    begin_pay(person, since, tables)
    person.since = since
    settle(person, 0.0, tables)


def end_of(person: Person, since: float, tables: Tables) -> float:
    """Draw the day on which mapping or a stay ends, given that it has not ended by the start.

    A stay ends no later than its rule allows. Where it has lasted longer than the model lets any last, it is as if it began on the start.
    """
    row = person.row
    most = tables.longest[row] - person.used[tables.counted[row]] if row != MAPPING_ROW else inf
    u, planned = luck(person.key, P_RESIDUAL, 0), tables.quantiles[tables.length[row]]
    length = min(longer_than(-since, planned, tables.grid[row], u), most)
    if length > -since:
        return since + length
    anew = longer_than(0.0, planned, tables.grid[row], u)
    return min(anew, most) if most > 0.0 else anew


def longer_than(passed: float, table: Sequence[float], grid: float, u: float) -> float:
    """Draw a length from its distribution given that it is longer than what has passed, days; 0 where none is.

    table: of quantiles (`model.lengths`). grid: lengths are whole steps of it, one at least; 0 for none. u: uniform in (0, 1).
    """
    at_least = passed if grid <= 0.0 else max(0.0, (floor(passed / grid) + 0.5) * grid if passed >= grid else 0.0)
    low, high = SMALLEST, 1.0 - SMALLEST  # of the share who stay longer; the longest lengths stand at the smallest
    if read_length(table, low) <= at_least and passed > 0.0:
        return 0.0
    if read_length(table, high) <= at_least:
        for _ in range(FINEST):
            middle = 0.5 * (low + high)
            if read_length(table, middle) > at_least:
                low = middle
            else:
                high = middle
        high = low
    length = read_length(table, max(u * high, SMALLEST))
    return length if grid <= 0.0 else max(grid, floor(length / grid + 0.5) * grid)


def outlasting(plan: Plan) -> int:
    """Count the open cases that have waited or lasted longer than the model lets any: these are as if they began on the start date."""
    tables, found = plan.tables, 0
    for case in plan.scenario.cases:
        passed, row = float((plan.scenario.start - case.since).days), row_of(case, plan)
        if case.until is not None:
            continue
        if plan.vocabulary.stages.index(case.stage) == WAITING_PLACE:
            found += passed >= tables.patience
        elif row >= MAPPING_ROW:
            most = tables.longest[row] if row != MAPPING_ROW else inf
            planned = tables.quantiles[tables.length[row]]
            found += passed > 0.0 and (passed >= most or longer_than(passed, planned, tables.grid[row], 0.5) == 0.0)
    return found


def refuse_no_room(plan: Plan) -> None:
    """Refuse more open cases than the unit has room for on the start date; InputError names the limit and both numbers."""
    cases, tables = plan.scenario.cases, plan.tables
    if not cases:
        return
    limits, where = tables.capacity[first_entry(tables)], plan.scenario.open_cases
    rows = [row_of(case, plan) for case in cases]
    stages = [plan.vocabulary.stages.index(case.stage) for case in cases]
    stays = [row for row in rows if row > MAPPING_ROW]
    mapped = sum(stage == MAPPING for stage in stages)
    taken = {
        "slots": (mapped, limits[SLOTS], 1),
        "cases": (mapped + len(stays) + sum(stage == WAITING_PLACE for stage in stages), limits[CASES], 1),
        "wage_money": (sum(tables.money[row] for row in stays), limits[MONEY], 1),
    }
    for at, name in enumerate(plan.groups):
        places = sum(tables.place[row] for row, case in zip(rows, cases, strict=True) if case.group == name)
        taken[f"group.{name}"] = (places, limits[GROUPS + at], 100)  # places are counted in hundredths
    for what, (used, limit, whole) in taken.items():
        if used > limit:
            raise InputError(
                f"{where}: {what}: {used / whole:g} are taken; expected at most {limit / whole:g}, which the unit has on "
                f"{plan.scenario.start}"
            )

"""Who starts next: one round after every instant, and what a new entry of the calendar does to the unit."""

from ami_sim.model.eligibility import WAGE, job_waited_for, may_ask
from ami_sim.model.person import Person
from ami_sim.model.queue import NOBODY, first_of, head_of, join, leave, line_of, next_in_line, reorder, sum_up_from
from ami_sim.model.shared import shared
from ami_sim.model.stages import happen, seize
from ami_sim.model.strategies import Rank, comes_before, queue_of, rank
from ami_sim.model.tables import (
    AT_ONCE,
    CASES,
    CHANGE,
    EPOCH,
    GROUPS,
    LINES,
    MAPPING_ROW,
    MONEY,
    MOVERS,
    SLOTS,
    STIRRED,
    STUCK,
    Plan,
    Tables,
    World,
)
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.registry import CALENDAR, DISCHARGE, ELSEWHERE, IN_INTERVENTION, LEFT, MAPPING, UNBORN

NO_GROUP = -2  # also what fills the list of groups behind its end


@shared
def first_group(row: int, step: int, tables: Tables, world: World) -> int:
    """Find the first of a service row's groups that suits an assessed step and in which all that the row needs is free.

    -1 if the row needs no group; NO_GROUP if it cannot start. Needed: wage money and, in a group, a place.
    """
    if tables.money[row] > 0 and world.free[MONEY] < tables.money[row]:
        return NO_GROUP
    for group in tables.order[row]:
        if group < 0:
            return group
        if tables.fits_group[group] >> step & 1 and (tables.place[row] == 0 or world.free[GROUPS + group] >= tables.place[row]):
            return group
    return NO_GROUP


@shared
def choose(person: Person, tables: Tables, world: World) -> bool:
    """Choose the first startable row of the preference list that suits a person, and the first of its groups; say whether there is one."""
    row, rows = 1, person.suits >> 1
    while rows:
        if rows & 1:
            group = first_group(row, person.assessed, tables, world)
            if group > NO_GROUP:
                person.to_row, person.to_group = row, group
                return True
        row, rows = row + 1, rows >> 1
    return False


@shared
def startable(rows: int, step: int, tables: Tables, world: World) -> int:
    """Give those of some service rows for which something is free now that fits an assessed step, one bit each."""
    bits, row, rest = 0, 1, rows >> 1
    while rest:
        if rest & 1 and first_group(row, step, tables, world) > NO_GROUP:
            bits |= 1 << row
        row, rest = row + 1, rest >> 1
    return bits


@shared
def moves_up(person: Person, tables: Tables, world: World) -> bool:
    """Choose what somebody in a stay can move up to, counting what the stay gives back; say whether there is anything."""
    seize(person, tables, world, -1)
    found = choose(person, tables, world)
    seize(person, tables, world, 1)
    return found


@shared
def next_mover(people: list[Person], tables: Tables, world: World) -> int:
    """Give the first of those in a stay who can move up to what AF has granted, or -1."""
    if world.lines[MOVERS] < 0:
        return NOBODY
    rows, row, rest = 0, 1, people[world.lines[MOVERS]].below >> 1
    while rest:
        if rest & 1 and (tables.money[row] == 0 or world.free[MONEY] >= tables.money[row]):
            rows |= 1 << row
        row, rest = row + 1, rest >> 1
    i = first_of(MOVERS, rows, people, world)
    while i >= 0 and not (people[i].suits & rows and moves_up(people[i], tables, world)):
        i = next_in_line(i, people)
    return i


@shared
def next_start(people: list[Person], tables: Tables, world: World) -> int:
    """Give the next person of a placement round to start, or -1: places first, then mapping, each by rank.

    Whoever cannot start is passed over, unless the order is strict: then the first in line decides. Who could not start can do so
    only after something was given back, somebody joined a line, or a page of the calendar was turned.
    """
    if not world.state[STIRRED]:
        return NOBODY
    first = NOBODY
    for line in range(1, MOVERS):
        root = world.lines[line]
        if root >= 0:
            if tables.strict:
                i = head_of(line, people, world)
            else:
                i = first_of(line, startable(people[root].below, line - 1, tables, world), people, world)
            if i >= 0 and (first < 0 or comes_before(people[i], people[first])):
                first = i
    mover = next_mover(people, tables, world)
    if mover >= 0 and (first < 0 or comes_before(people[mover], people[first])):
        return mover
    if first >= 0 and choose(people[first], tables, world):
        return first
    if world.lines[0] >= 0 and world.free[SLOTS] > 0 and world.free[CASES] > 0:
        first = head_of(0, people, world)
        people[first].to_row, people[first].to_group = MAPPING_ROW, -1
        return first
    world.state[STIRRED] = 0
    return NOBODY


@shared
def place_of(person: Person) -> tuple[float, int]:
    """Give what besides rank and number decides where in the tree of a line a person hangs."""
    return person.queued, person.key


@shared
def experience(i: int, what: int, today: float, people: list[Person], tables: Tables, world: World, own: Rank) -> None:
    """Let one event happen to one person and keep the lines in order."""
    person = people[i]
    person.at_once = person.at_once + 1 if person.instant == today else 1
    person.instant = today
    if person.at_once > AT_ONCE:
        world.state[STUCK] = 1 + person.id
    line, place, stage, row, suited = line_of(person), place_of(person), person.stage, person.row, person.suits
    happen(person, what, today, tables, world)
    now = line_of(person)
    if now >= 0 or stage != person.stage or row != person.row:
        world.state[STIRRED] = 1
    points = rank(person, today, tables, min(now, 1), own) if now >= 0 else 0.0
    if now >= 0 and now == line and points == person.rank and place == place_of(person):
        if person.suits != suited:
            sum_up_from(i, i, people)
        return
    if line >= 0:
        leave(line, i, people, world)
    if now >= 0:
        person.rank = points
        join(now, i, people, world)


@shared
def share_the_budget(month: int, people: list[Person], tables: Tables, world: World) -> None:
    """Change the wage money by a share of the aid saved so far this year, as far as it is known, and count the month that begins.

    Saved is what was set aside for the months that are known less their aid; it may be negative. A month's aid is that of everybody
    on its first day, at whole kronor a month. Each January begins anew. What is free may fall below nought: then nobody starts.
    """
    if month == 1:
        for k in range(CHANGE):
            world.pool[k] = -1
    saved = 0
    for k in range(max(0, month - 1 - tables.pool_lag)):
        if world.pool[k] >= 0:
            saved += tables.pool_aid - world.pool[k]
    change = saved * tables.pool_share // 1000
    world.free[MONEY] += change - world.pool[CHANGE]
    world.pool[CHANGE] = change
    paid = 0
    for i in range(len(people)):
        if people[i].stage != UNBORN and people[i].stage != LEFT and not people[i].rights & ELSEWHERE:
            paid += tables.aid[people[i].income][people[i].household]
    world.pool[month - 1] = paid


@shared
def concerns(person: Person, entry: int, today: float, tables: Tables, world: World) -> bool:
    """Whether a new entry of the calendar changes anything for a person: their rates or luck, what AF may be asked, what they wait for."""
    if person.stage == UNBORN or person.stage == LEFT:
        return False
    if tables.rerates[entry] or (tables.renews[entry] and person.later != 0):
        return True
    if tables.open_rows[entry] != tables.open_rows[entry - 1] and may_ask(person, tables):
        return True
    return person.waits != job_waited_for(person, today, tables, world)


@shared
def may_concern(entry: int, tables: Tables) -> bool:
    """Whether a new entry of the calendar can concern anybody: it cannot when it changes no rule and nobody can wait for a job."""
    if tables.rerates[entry] or tables.renews[entry] or tables.open_rows[entry] != tables.open_rows[entry - 1]:
        return True
    for row in range(1, tables.rows):
        if tables.pays[row] == WAGE:
            return True
    return False


@shared
def turn_page(entry: int, today: float, people: list[Person], tables: Tables, world: World, own: Rank) -> list[int]:
    """Turn to a new entry of the calendar: new capacity, renewed ranks; returns what it does to whom, as kind << 32 | person."""
    orders = [0 for _ in range(0)]
    world.state[EPOCH], world.state[STIRRED] = entry, 1
    for limit in range(GROUPS + tables.groups):
        world.free[limit] += tables.capacity[entry][limit] - tables.capacity[entry - 1][limit]
    if tables.pool_month[entry] > 0:
        share_the_budget(tables.pool_month[entry], people, tables, world)
    for line in range(LINES):
        if tables.moving[min(line, 1)] or tables.reorders[entry]:
            reorder(line, people, today, tables, world, own)
    if tables.discharges[entry]:
        for i in range(len(people)):
            if queue_of(people[i].stage) >= 0 or people[i].stage == MAPPING:
                orders.append(DISCHARGE << 32 | i)
    if may_concern(entry, tables):
        for i in range(len(people)):
            if concerns(people[i], entry, today, tables, world):
                orders.append(CALENDAR << 32 | i)
    return orders


@shared
def started_later(person: Person, other: Person) -> bool:
    """Whether a person is in their stage for a shorter time than another; at the same moment, the one who comes later in the list."""
    return person.stage_since > other.stage_since or (person.stage_since == other.stage_since and person.id > other.id)


@shared
def next_suspension(people: list[Person], tables: Tables, world: World) -> int:
    """Give who is suspended next because a limit was cut below its use, the latest starter first; -1 if none."""
    if not tables.suspends[world.state[EPOCH]]:
        return -1
    latest = -1
    for i in range(len(people)):
        person = people[i]
        over = person.stage == MAPPING and (world.free[SLOTS] < 0 or world.free[CASES] < 0)
        if person.stage == IN_INTERVENTION:
            over = (tables.money[person.row] > 0 and world.free[MONEY] < 0) or (person.group >= 0 and world.free[GROUPS + person.group] < 0)
        if over and (latest < 0 or started_later(person, people[latest])):
            latest = i
    return latest


def refuse_stuck(plan: Plan, referrer: int, number: int, stage: int, row: int, today: float) -> None:
    """Stop a run in which one person has events without end in one instant; InputError names person, day and what they are in."""
    service = plan.rows[row].name if row >= 0 else "none"
    raise InputError(
        f"{plan.scenario.name}: person {number} of {plan.referrers[referrer]} has more than {AT_ONCE} events at one instant of "
        f"{plan.date(today)} ({plan.vocabulary.stages[stage]}, service {service}); expected lengths, waits and shares that let time pass"
    )


@shared
def open_doors(people: list[Person], tables: Tables, world: World, own: Rank) -> None:
    """Begin a run: everybody who is already somewhere takes what their stage holds, or stands in a line."""
    for i in range(len(people)):
        person = people[i]
        seize(person, tables, world, 1)
        line = line_of(person)
        if line >= 0:
            person.rank = rank(person, 0.0, tables, min(line, 1), own)
            join(line, i, people, world)

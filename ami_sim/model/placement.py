"""Who starts next: one round after every instant, and what a new entry of the calendar does to the unit."""

from ami_sim.model.person import Person
from ami_sim.model.queue import NOBODY, everybody, first_of, head_of, join, leave, line_of, reorder
from ami_sim.model.shared import shared
from ami_sim.model.stages import happen, seize
from ami_sim.model.strategies import Rank, comes_before, queue_of, rank
from ami_sim.model.tables import CASES, CHANGE, EPOCH, GROUPS, LINES, MAPPING_ROW, MONEY, SLOTS, STIRRED, Tables, World
from ami_sim.scenario.registry import CALENDAR, DISCHARGE, IN_INTERVENTION, LEFT, MAPPING, UNBORN

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
                person.row, person.group = row, group
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
def next_start(people: list[Person], tables: Tables, world: World) -> int:
    """Give the next person of a placement round to start, or -1: places first, then mapping, each by rank.

    Whoever cannot start is passed over, unless the order is strict: then the first in line decides. Who could not start can do so
    only after something was given back, somebody joined a line, or a page of the calendar was turned.
    """
    if not world.state[STIRRED]:
        return NOBODY
    first = NOBODY
    for line in range(1, LINES):
        root = world.lines[line]
        if root >= 0:
            if tables.strict:
                i = head_of(line, people, world)
            else:
                i = first_of(line, startable(people[root].below, line - 1, tables, world), people, world)
            if i >= 0 and (first < 0 or comes_before(people[i], people[first])):
                first = i
    if first >= 0 and choose(people[first], tables, world):
        return first
    if world.lines[0] >= 0 and world.free[SLOTS] > 0 and world.free[CASES] > 0:
        first = head_of(0, people, world)
        people[first].row, people[first].group = MAPPING_ROW, -1
        return first
    world.state[STIRRED] = 0
    return NOBODY


@shared
def experience(i: int, what: int, today: float, people: list[Person], tables: Tables, world: World, own: Rank) -> None:
    """Let one event happen to one person and keep the lines in order."""
    person = people[i]
    line = line_of(person)
    if line >= 0:
        leave(line, i, people, world)
    stage, row = person.stage, person.row
    happen(person, what, today, tables, world)
    line = line_of(person)
    if line >= 0 or stage != person.stage or row != person.row:
        world.state[STIRRED] = 1
    if line >= 0:
        person.rank = rank(person, today, tables, min(line, 1), own)
        join(line, i, people, world)


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
        if people[i].stage != UNBORN and people[i].stage != LEFT:
            paid += tables.aid[people[i].income][people[i].household]
    world.pool[month - 1] = paid


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
    if tables.rerates[entry] or tables.renews[entry]:
        for i in range(len(people)):
            if people[i].stage != UNBORN and people[i].stage != LEFT and (tables.rerates[entry] or people[i].later != 0):
                orders.append(CALENDAR << 32 | i)
    elif tables.open_rows[entry] != tables.open_rows[entry - 1]:
        for line in range(1, LINES):
            for i in everybody(line, people, world):
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

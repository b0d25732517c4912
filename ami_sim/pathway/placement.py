"""Who starts next: one round after every instant, and what a new entry of the calendar does to the unit."""

from ami_sim.pathway.stages import happen, seize
from ami_sim.pathway.strategies import Rank, join, queue_of, rank, reorder
from ami_sim.pathway.tables import CASES, CURSOR, EPOCH, GROUPS, MAPPING_ROW, MONEY, SLOTS, Tables, World
from ami_sim.people.person import Person
from ami_sim.people.shared import shared
from ami_sim.scenario.words import CALENDAR, DISCHARGE, IN_INTERVENTION, LEFT, MAPPING, UNBORN

Lines = tuple[list[int], list[int]]


@shared
def fits(row: int, group: int, tables: Tables, world: World) -> bool:
    """Whether all that a service row needs is free: wage money and, in a group, a place."""
    if tables.money[row] > 0 and world.free[MONEY] < tables.money[row]:
        return False
    return group < 0 or tables.place[row] == 0 or world.free[GROUPS + group] >= tables.place[row]


@shared
def startable(tables: Tables, world: World) -> int:
    """Give the service rows for which something is free now, one bit each."""
    bits = 0
    for row in range(1, tables.rows):
        for group in tables.order[row]:
            if group < -1:
                break
            if fits(row, group, tables, world):
                bits |= 1 << row
                break
    return bits


@shared
def choose(person: Person, now: int, tables: Tables, world: World) -> bool:
    """Choose the first startable row of the preference list that suits a person, and the first of its groups; say whether there is one."""
    rows = person.suits & now
    row = 1
    while rows >> row:
        if rows >> row & 1:
            for group in tables.order[row]:
                if group < -1:
                    break
                if (group < 0 or person.places >> group & 1) and fits(row, group, tables, world):
                    person.row, person.group = row, group
                    return True
        row += 1
    return False


@shared
def next_start(lines: Lines, people: list[Person], tables: Tables, world: World) -> int:
    """Give the next person of a placement round to start, or -1: places first, then mapping, each by rank.

    Whoever cannot start is passed over (unless the order is strict). A start frees nothing that others wait for, so one pass from
    the cursor on is enough.
    """
    waiting = lines[1]
    if world.state[CURSOR] < len(waiting):
        now = startable(tables, world)
        while now and world.state[CURSOR] < len(waiting):
            i = waiting[world.state[CURSOR]]
            if people[i].suits & now and choose(people[i], now, tables, world):
                return i
            if tables.strict:
                break
            world.state[CURSOR] += 1
        world.state[CURSOR] = len(waiting)
    if len(lines[0]) > 0 and world.free[SLOTS] > 0 and world.free[CASES] > 0:
        i = lines[0][0]
        people[i].row, people[i].group = MAPPING_ROW, -1
        return i
    return -1


@shared
def experience(i: int, what: int, today: float, people: list[Person], tables: Tables, world: World, lines: Lines, own: Rank) -> None:
    """Let one event happen to one person and keep the queues in order."""
    person = people[i]
    before = queue_of(person.stage)
    happen(person, what, today, tables, world)
    after = queue_of(person.stage)
    if before >= 0:
        lines[before].remove(i)
    if after >= 0:
        person.rank = rank(person, today, tables, after, own)
        join(lines[after], i, people)


@shared
def turn_page(entry: int, today: float, people: list[Person], tables: Tables, world: World, lines: Lines, own: Rank) -> list[int]:
    """Turn to a new entry of the calendar: new capacity, renewed ranks; returns what it does to whom, as kind << 32 | person."""
    orders = [0 for _ in range(0)]
    world.state[EPOCH] = entry
    for limit in range(GROUPS + tables.groups):
        world.free[limit] += tables.capacity[entry][limit] - tables.capacity[entry - 1][limit]
    for queue in range(2):
        if tables.moving[queue]:
            reorder(lines[queue], people, today, tables, queue, own)
    if tables.discharges[entry]:
        for i in range(len(people)):
            if queue_of(people[i].stage) >= 0 or people[i].stage == MAPPING:
                orders.append(DISCHARGE << 32 | i)
    if tables.rerates[entry]:
        for i in range(len(people)):
            if people[i].stage != UNBORN and people[i].stage != LEFT:
                orders.append(CALENDAR << 32 | i)
    elif tables.open_rows[entry] != tables.open_rows[entry - 1]:
        for i in lines[1]:
            orders.append(CALENDAR << 32 | i)
    return orders


@shared
def next_suspension(people: list[Person], tables: Tables, world: World) -> int:
    """Give the person whose stay or mapping is suspended next because a limit was cut below its use, the latest starter first; -1 if none."""
    if not tables.suspends[world.state[EPOCH]]:
        return -1
    latest = -1
    for i in range(len(people)):
        person = people[i]
        over = person.stage == MAPPING and (world.free[SLOTS] < 0 or world.free[CASES] < 0)
        if person.stage == IN_INTERVENTION:
            over = (tables.money[person.row] > 0 and world.free[MONEY] < 0) or (person.group >= 0 and world.free[GROUPS + person.group] < 0)
        if over and (latest < 0 or person.stage_since >= people[latest].stage_since):
            latest = i
    return latest


@shared
def open_doors(people: list[Person], tables: Tables, world: World, lines: Lines, own: Rank) -> None:
    """Begin a run: everybody who is already somewhere takes what their stage holds, or stands in a line."""
    for i in range(len(people)):
        person = people[i]
        seize(person, tables, world, 1)
        queue = queue_of(person.stage)
        if queue >= 0:
            person.rank = rank(person, 0.0, tables, queue, own)
            join(lines[queue], i, people)

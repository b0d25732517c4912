"""The lines people wait in: one for mapping, and one for places at each assessed step.

A line is a search tree threaded through the people in it, kept shallow by their keys (a treap: Seidel & Aragon 1996), so that
joining, leaving and finding the first who can start take a number of steps that grows with the logarithm of the line's length.
Everybody in one line meets the demands of the same groups. `world.lines` holds who stands at the root of each tree, -1 for nobody.
"""

from ami_sim.model.person import Person
from ami_sim.model.shared import shared
from ami_sim.model.strategies import Rank, comes_before, queue_of, rank
from ami_sim.model.tables import MOVERS, Tables, World
from ami_sim.scenario.registry import IN_INTERVENTION

NOBODY = -1


@shared
def line_of(person: Person) -> int:
    """Give the line a person stands in: 0 before mapping, 1 and up for a place by assessed step, then that of movers, -1 none."""
    queue = queue_of(person.stage)
    if person.stage == IN_INTERVENTION and person.suits != 0:
        return MOVERS
    return 1 + person.assessed if queue == 1 else queue


@shared
def sum_up(person: Person, people: list[Person]) -> None:
    """Note which service rows suit anybody in the part of the line below a person."""
    rows = person.suits
    if person.ahead >= 0:
        rows |= people[person.ahead].below
    if person.behind >= 0:
        rows |= people[person.behind].below
    person.below = rows


@shared
def replace(old: int, new: int, line: int, people: list[Person], world: World) -> None:
    """Put one person (or nobody) where another hangs in the tree."""
    over = people[old].over
    if over < 0:
        world.lines[line] = new
    elif people[over].ahead == old:
        people[over].ahead = new
    else:
        people[over].behind = new
    if new >= 0:
        people[new].over = over


@shared
def lift(i: int, line: int, people: list[Person], world: World) -> None:
    """Lift a person above the one they hang from; the order of the line stays."""
    person, j = people[i], people[i].over
    other = people[j]
    replace(j, i, line, people, world)
    if other.ahead == i:
        inner = person.behind
        other.ahead, person.behind = inner, j
    else:
        inner = person.ahead
        other.behind, person.ahead = inner, j
    if inner >= 0:
        people[inner].over = j
    other.over = i
    sum_up(other, people)


@shared
def sum_up_from(i: int, known: int, people: list[Person]) -> None:
    """Note what suits whom from a person upwards: up to one above whom all is noted but this change, then as far as anything changes."""
    while i != known:
        sum_up(people[i], people)
        i = people[i].over
    while i >= 0:
        below = people[i].below
        sum_up(people[i], people)
        i = people[i].over if people[i].below != below else NOBODY


@shared
def join(line: int, i: int, people: list[Person], world: World) -> None:
    """Put a person in their place in a line."""
    person = people[i]
    person.ahead, person.behind, person.over = NOBODY, NOBODY, NOBODY
    at = world.lines[line]
    if at < 0:
        world.lines[line] = i
    while at >= 0:
        person.over = at
        if comes_before(person, people[at]):
            at = people[at].ahead
            if at < 0:
                people[person.over].ahead = i
        else:
            at = people[at].behind
            if at < 0:
                people[person.over].behind = i
    while person.over >= 0 and people[person.over].key < person.key:
        lift(i, line, people, world)
    sum_up_from(i, person.over, people)


@shared
def leave(line: int, i: int, people: list[Person], world: World) -> None:
    """Take a person out of a line."""
    person = people[i]
    known = person.over
    while person.ahead >= 0 and person.behind >= 0:
        lift(person.ahead if people[person.ahead].key > people[person.behind].key else person.behind, line, people, world)
    replace(i, person.ahead if person.ahead >= 0 else person.behind, line, people, world)
    sum_up_from(person.over, known, people)


@shared
def first_of(line: int, rows: int, people: list[Person], world: World) -> int:
    """Find the first in a line whom any of these service rows suits, or -1."""
    i = world.lines[line]
    if i < 0 or not people[i].below & rows:
        return NOBODY
    while True:
        person = people[i]
        if person.ahead >= 0 and people[person.ahead].below & rows:
            i = person.ahead
        elif person.suits & rows:
            return i
        else:
            i = person.behind


@shared
def head_of(line: int, people: list[Person], world: World) -> int:
    """Find the first in a line, or -1."""
    i = world.lines[line]
    while i >= 0 and people[i].ahead >= 0:
        i = people[i].ahead
    return i


@shared
def next_in_line(i: int, people: list[Person]) -> int:
    """Find who comes after a person in their line, or -1."""
    if people[i].behind >= 0:
        i = people[i].behind
        while people[i].ahead >= 0:
            i = people[i].ahead
        return i
    while people[i].over >= 0 and people[people[i].over].behind == i:
        i = people[i].over
    return people[i].over


@shared
def everybody(line: int, people: list[Person], world: World) -> list[int]:
    """List all who stand in a line, in order."""
    waiting = [0 for _ in range(0)]
    i = head_of(line, people, world)
    while i >= 0:
        waiting.append(i)
        i = next_in_line(i, people)
    return waiting


@shared
def reorder(line: int, people: list[Person], today: float, tables: Tables, world: World, own: Rank) -> None:
    """Renew every rank in a line and put it in order again."""
    waiting = everybody(line, people, world)
    world.lines[line] = NOBODY
    for i in waiting:
        people[i].rank = rank(people[i], today, tables, min(line, 1), own)
        join(line, i, people, world)

"""Who may start what: the conditions of interventions and of AF's rules, on the day."""

from math import inf

from ami_sim.model.clocks import days_left
from ami_sim.model.income import chance, read_length
from ami_sim.model.person import Person
from ami_sim.model.randomness import P_ANSWER, P_ELIGIBLE, luck
from ami_sim.model.shared import shared
from ami_sim.model.tables import EPOCH, MONEY, Tables, World
from ami_sim.scenario.registry import (
    A_ASKED,
    A_GRANTED,
    A_NONE,
    A_REFUSED,
    IN_INTERVENTION,
    W_ANSWER,
    W_CASE,
    W_MONEY,
    W_NOTHING,
    W_PLACE,
    W_RULES,
    WAITING_MAPPING,
    WAITING_PLACE,
)

WAGE = 1  # what a service row pays
NEARER = (0, 2, 1, 3, 4, 0)  # of what somebody waits for, by code: how near a start it is; wage money is met before a place
LEAST = 1.0  # days that must be left under a rule for a stay to start or to be extended


@shared
def meets_conditions(person: Person, row: int, today: float, tables: Tables) -> bool:
    """Whether a person meets the conditions of a service row: step, income, traits, age, time without work, days used."""
    if not (tables.steps[row] >> person.assessed & 1 and tables.incomes[row] >> person.income & 1):
        return False
    if person.traits & tables.needs_traits[row] != tables.needs_traits[row] or person.traits & tables.bars_traits[row]:
        return False
    if not (person.born + tables.youngest[row] <= today < person.born + tables.oldest[row]):
        return False
    if not (person.idle_since + tables.idle_least[row] <= today < person.idle_since + tables.idle_most[row]):
        return False
    return days_left(person, row, tables) >= LEAST


@shared
def found_eligible(person: Person, row: int, tables: Tables) -> bool:
    """Whether AF finds a person who meets the conditions eligible: one finding per person and intervention."""
    share = tables.eligible[row]
    return share > 1.0 or luck(person.finding, P_ELIGIBLE, tables.intervention[row]) < share * person.eligible


@shared
def suits(person: Person, today: float, tables: Tables, world: World) -> int:
    """Give the service rows that suit a person waiting for a place now, one bit each; a decision not yet taken by AF is not there."""
    bits = 0
    allowed = tables.open_rows[world.state[EPOCH]]
    for row in range(1, tables.rows):
        if allowed >> row & 1 and wants(person, row, tables) and person.queued + tables.wait[row] <= today:
            if granted(person, row, today, tables) and meets_conditions(person, row, today, tables) and found_eligible(person, row, tables):
                bits |= 1 << row
    return bits


@shared
def may_ask(person: Person, tables: Tables) -> bool:
    """Whether the unit applies to AF for a person: who waits for a place, or is in a stay that is no job."""
    return person.stage == WAITING_PLACE or (person.stage == IN_INTERVENTION and tables.pays[person.row] != WAGE)


@shared
def wants(person: Person, row: int, tables: Tables) -> bool:
    """Whether a person would take a service row: any in the queue; in a stay, what AF grants and comes before it in the preference."""
    return person.stage == WAITING_PLACE or (may_ask(person, tables) and tables.asks[row] > 0.0 and row < person.row)


@shared
def granted(person: Person, row: int, today: float, tables: Tables) -> bool:
    """Whether AF has granted a service row for now, or need not be asked."""
    return tables.asks[row] <= 0.0 or person.valid[tables.counted[row]] > today


@shared
def apply(person: Person, today: float, tables: Tables, world: World) -> None:
    """Apply to AF for all that may suit a person and has not been asked, granted or refused; note when AF is next heard from."""
    asking = may_ask(person, tables)
    if not asking and person.application == A_NONE and person.hears == inf and person.refused == 0:
        return  # neither asks nor has asked
    allowed, clock = tables.open_rows[world.state[EPOCH]], tables.pace[world.state[EPOCH]]
    for row in range(1, tables.rows):
        if tables.asks[row] > 0.0:
            slot = tables.counted[row]
            if not asking:
                person.answers[slot] = inf
            elif allowed >> row & 1 and wants(person, row, tables) and person.answers[slot] == inf and person.valid[slot] <= today:
                if not person.refused >> slot & 1 and meets_conditions(person, row, today, tables):
                    share = read_length(tables.answer_times, chance(person, P_ANSWER, tables))
                    person.answers[slot] = today + tables.asks[row] * clock * share
    person.hears, person.application = inf, A_NONE
    if person.refused != 0:
        person.application = A_REFUSED
    for row in range(1, tables.rows):
        if tables.asks[row] > 0.0:
            slot = tables.counted[row]
            if person.answers[slot] < inf:
                person.hears = min(person.hears, person.answers[slot])
                if person.application != A_GRANTED:
                    person.application = A_ASKED
            if person.valid[slot] > today:
                person.application = A_GRANTED
                if asking:
                    person.hears = min(person.hears, person.valid[slot])


@shared
def hear(person: Person, today: float, tables: Tables, world: World) -> None:
    """Hear AF's answers that have come: granted for a time, when a rule is open whose conditions the person meets, else refused."""
    allowed = tables.open_rows[world.state[EPOCH]]
    for first in range(1, tables.rows):
        slot = tables.counted[first]
        if tables.asks[first] > 0.0 and person.answers[slot] <= today:
            person.answers[slot] = inf
            found = False
            for row in range(1, tables.rows):
                if tables.asks[row] > 0.0 and tables.counted[row] == slot and allowed >> row & 1:
                    found = found or (meets_conditions(person, row, today, tables) and found_eligible(person, row, tables))
            if found:
                person.valid[slot] = today + tables.valid_for
            else:
                person.refused |= 1 << slot


@shared
def job_waited_for(person: Person, today: float, tables: Tables, world: World) -> int:
    """Say what somebody whom a subsidised job would fit waits for: the nearest to a start of what stands in the way of each such job."""
    if not (person.stage == WAITING_MAPPING or may_ask(person, tables)):
        return W_NOTHING
    nearest = W_NOTHING
    allowed = tables.open_rows[world.state[EPOCH]]
    for row in range(1, tables.rows):
        if tables.pays[row] == WAGE and meets_conditions(person, row, today, tables):
            slot = tables.counted[row]
            if person.stage == WAITING_MAPPING:
                return W_CASE
            if not allowed >> row & 1 or (tables.asks[row] > 0.0 and person.refused >> slot & 1 and person.valid[slot] <= today):
                reason = W_RULES
            elif not granted(person, row, today, tables):
                reason = W_ANSWER
            elif tables.money[row] > 0 and world.free[MONEY] < tables.money[row]:
                reason = W_MONEY
            else:
                reason = W_PLACE
            if NEARER[reason] > NEARER[nearest]:
                nearest = reason
    return nearest

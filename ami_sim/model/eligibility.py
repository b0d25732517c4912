"""Who may start what: the conditions of interventions and of AF's rules, on the day."""

from ami_sim.model.person import Person
from ami_sim.model.randomness import P_ELIGIBLE, luck
from ami_sim.model.shared import shared
from ami_sim.model.tables import Tables, World


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
    return person.used[tables.counted[row]] < tables.longest[row]


@shared
def found_eligible(person: Person, row: int, tables: Tables) -> bool:
    """Whether AF finds a person who meets the conditions eligible: one finding per person and intervention."""
    share = tables.eligible[row]
    return share > 1.0 or luck(person.finding, P_ELIGIBLE, tables.intervention[row]) < share * person.eligible


@shared
def suits(person: Person, today: float, tables: Tables, world: World) -> int:
    """Give the service rows that suit a person waiting for a place now, one bit each; a decision not yet taken by AF is not there."""
    bits = 0
    allowed = tables.open_rows[world.state[0]]
    for row in range(1, tables.rows):
        if allowed >> row & 1 and person.queued + tables.wait[row] <= today and meets_conditions(person, row, today, tables):
            if found_eligible(person, row, tables):
                bits |= 1 << row
    return bits

"""Households live: children are born, grow up and leave home; partners come and go. Written once for both engines.

What happens in a household hangs on dates of birth, age and rates alone, never on work or the unit: twins have the same families.
"""

from math import inf, log

from ami_sim.model.income import chance
from ami_sim.model.person import Person
from ami_sim.model.randomness import P_CHILD, P_PARTNER
from ami_sim.model.shared import shared
from ami_sim.model.tables import Floats, Tables

TURNS_7, TURNS_13, LEAVES = range(3)  # what a child's age brings
BIRTHDAYS = (7 * 365.25, 13 * 365.25, 19 * 365.25)  # days of age


@shared
def along(at: float, marks: Floats, values: Floats) -> float:
    """Read a line through points at a place: marks increase, and outside them the nearest value holds."""
    if at <= marks[0]:
        return values[0]
    for i in range(1, len(marks)):
        if at < marks[i]:
            return values[i - 1] + (values[i] - values[i - 1]) * ((at - marks[i - 1]) / (marks[i] - marks[i - 1]))
    return values[len(marks) - 1]


@shared
def next_birth(person: Person, today: float, tables: Tables) -> float:
    """Draw when the next child is born, at the pace of the household and the parent's age."""
    pace = tables.births[person.household]
    if pace <= 0.0:
        return inf
    share = along(today - person.born, tables.parent_ages, tables.parent_shares)
    share -= log(chance(person, P_CHILD, tables)) / pace
    return person.born + along(share, tables.parent_shares, tables.parent_ages) if share < 1.0 else inf


@shared
def next_partner(person: Person, tables: Tables, today: float) -> float:
    """Draw when a partner comes or goes, or the young move out."""
    pace = tables.partners[person.household]
    return today - log(chance(person, P_PARTNER, tables)) / pace if pace > 0.0 else inf


@shared
def plan_family(person: Person, today: float, tables: Tables) -> None:
    """Draw what may happen in the household next and note its date; what was drawn before is forgotten (exact: rates have no memory)."""
    person.birth, person.partner = next_birth(person, today, tables), next_partner(person, tables, today)
    person.family = min(person.birth, person.partner)
    for born in person.child_born:
        for age in BIRTHDAYS:
            if born + age > today:
                person.family = min(person.family, born + age)


@shared
def change_household(person: Person, today: float, tables: Tables) -> None:
    """Let all happen in a household that is due today: a partner, a birth, birthdays."""
    if person.partner <= today:
        person.household = tables.becomes[person.household]
    for i in range(len(person.child_born)):
        for what in range(len(BIRTHDAYS)):
            if person.child_born[i] + BIRTHDAYS[what] == today:
                person.household = tables.grows[person.household][what]
                person.children -= what == LEAVES
    if person.birth <= today:
        person.household = tables.born[person.household]
        person.children += 1
        oldest = 0
        for i in range(len(person.child_born)):
            if person.child_born[i] < person.child_born[oldest]:
                oldest = i
        person.child_born[oldest] = today
    plan_family(person, today, tables)

"""What a person lives on, and how it changes: aid, benefits, wages, a-kassa; written once for both engines."""

from math import inf, log

from ami_sim.model.person import TURNS, Person
from ami_sim.model.randomness import P_JOIN, P_RETURN, luck
from ami_sim.model.shared import shared
from ami_sim.model.tables import DENSITY, QUANTILES, Floats, Tables
from ami_sim.scenario.registry import (
    AID_SPELL,
    AKASSA_MEMBER,
    EARNINGS_RELATED,
    I_ACTIVITY,
    I_AID,
    I_AKASSA,
    I_AMI_WAGE,
    I_BENEFIT,
    I_ESTABLISHMENT,
    JOINED_AKASSA,
    LONG_ON_AID,
    NO_OTHER_INCOME,
)

MINOR = 18 * 365.25  # days of age under which a child gives more days of a-kassa


@shared
def chance(person: Person, purpose: int, tables: Tables) -> float:
    """Give the person's next uniform number for a purpose."""
    if purpose < 0 or purpose >= TURNS:
        raise ValueError("chance is taken for what does not happen along the way")
    occasion = person.turns[purpose]
    person.turns[purpose] = occasion + 1
    return luck(person.key, tables.turn_stream[purpose], occasion)


@shared
def read_length(table: Floats, u: float) -> float:
    """Read a table of quantiles at a uniform number: the longest lengths at the smallest."""
    at, first = u, 0
    if u > 0.5:
        at, first = 1.0 - u, QUANTILES + 1
    e = -log(at) * DENSITY
    j = first + int(e)
    return table[j] + (table[j + 1] - table[j]) * (e - int(e))


@shared
def is_among(income: int, incomes: int) -> bool:
    """Say whether an income is one of a set, such as `AID_SPELL`."""
    return incomes >> income & 1 == 1


@shared
def live_on(person: Person, income: int, today: float) -> None:
    """Change what the person lives on; a new spell on aid starts its own count."""
    old = person.income
    if income == I_AID and not is_among(old, AID_SPELL):
        person.aid_since = today
        person.rights &= ~LONG_ON_AID
    person.income = income


@shared
def akassa_days(person: Person, today: float, tables: Tables) -> float:
    """Give the days of a-kassa from today on: more for who has a child under 18 when the plain days end."""
    for born in person.child_born:
        if born + MINOR > today + tables.akassa_length:
            return tables.akassa_length_with_child
    return tables.akassa_length


@shared
def grant_akassa(person: Person, today: float, tables: Tables) -> bool:
    """Grant a-kassa if enough qualifying employment stands behind the person; it is used up."""
    if person.qualifying < tables.akassa_condition:
        return False
    person.qualifying = 0.0
    person.expires = today + akassa_days(person, today, tables)
    person.fallback = I_BENEFIT
    person.rights &= ~EARNINGS_RELATED
    if person.traits & AKASSA_MEMBER or person.joined + tables.akassa_membership <= today:
        person.rights |= EARNINGS_RELATED
    live_on(person, I_AKASSA, today)
    return True


@shared
def fall_back_on(person: Person, today: float, tables: Tables) -> None:
    """Say what the person lives on when a wage ends without a-kassa."""
    income = person.fallback
    if (income == I_BENEFIT or income == I_ESTABLISHMENT) and chance(person, P_RETURN, tables) >= tables.back_on_benefit:
        person.fallback = I_AID
        income = I_AID
    live_on(person, income, today)


@shared
def end_pay(person: Person, today: float, tables: Tables) -> None:
    """End the pay of an intervention: a wage gives a-kassa or the old income, activity support gives aid again."""
    if person.income == I_AMI_WAGE:
        if not grant_akassa(person, today, tables):
            fall_back_on(person, today, tables)
    elif person.income == I_ACTIVITY:
        live_on(person, I_AID, today)


@shared
def join_akassa(person: Person, today: float, tables: Tables) -> None:
    """Let somebody in no a-kassa who begins a job at the unit join one today, if by their luck they are of the share that does."""
    share = tables.joins[person.row]
    if share > 0.0 and not person.traits & AKASSA_MEMBER and person.joined == inf and luck(person.finding, P_JOIN, 0) < share:
        person.joined = today
        person.rights |= JOINED_AKASSA


@shared
def begin_pay(person: Person, today: float, tables: Tables) -> None:
    """Say what the person lives on in an intervention: a wage, activity support instead of aid, or what they had."""
    pays = tables.pays[person.row]
    if pays == 1:
        if person.income != I_AMI_WAGE:
            person.fallback = I_AID if is_among(person.income, AID_SPELL) else person.income
        live_on(person, I_AMI_WAGE, today)
        join_akassa(person, today, tables)
    elif pays == 2 and is_among(person.income, NO_OTHER_INCOME):
        live_on(person, I_ACTIVITY, today)


@shared
def expire(person: Person, today: float) -> None:
    """A-kassa days or the establishment period end."""
    person.expires = inf
    if person.income == I_AKASSA:
        person.fallback = I_BENEFIT
        live_on(person, I_BENEFIT, today)
    elif person.income == I_ESTABLISHMENT:
        person.fallback = I_AID
        live_on(person, I_AID, today)
    elif person.fallback == I_AKASSA:
        person.fallback = I_BENEFIT
    elif person.fallback == I_ESTABLISHMENT:
        person.fallback = I_AID

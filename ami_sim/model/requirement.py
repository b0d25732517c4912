"""The requirement to take part in activities and the premium for work: who has either today, and what follows a refusal."""

from collections.abc import Mapping
from datetime import timedelta
from math import inf
from typing import Any

from ami_sim.model.income import chance, is_among
from ami_sim.model.person import Person
from ami_sim.model.randomness import P_CAUSE
from ami_sim.model.shared import shared
from ami_sim.model.tables import EPOCH, Tables, World
from ami_sim.scenario.registry import AID_CUT, AID_PAID, ELSEWHERE, I_SUBSIDISED, I_WORK, LEFT, UNBORN, UNDER_REQUIREMENT, WORK_PREMIUM
from ami_sim.scenario.scenario import Scenario

NEARLY = 1e-6  # days: a sum of days may miss its mark by the last digit


@shared
def stand_under_requirement(person: Person, today: float, tables: Tables, world: World) -> None:
    """Say whether the requirement holds for a person today, and whether the household's aid is cut for what the person refused."""
    if person.rights & (UNDER_REQUIREMENT | AID_CUT):
        person.rights &= ~(UNDER_REQUIREMENT | AID_CUT)
    if not tables.requires[world.state[EPOCH]] or person.stage == UNBORN or person.stage == LEFT or person.rights & ELSEWHERE:
        return
    of_age = person.born + tables.require_from_age <= today < person.born + tables.require_to_age
    if of_age and is_among(person.income, tables.required_incomes) and person.aid_since + tables.require_after <= today:
        person.rights |= UNDER_REQUIREMENT
        if today < person.cut_until:
            person.rights |= AID_CUT


@shared
def keep_premium(person: Person, today: float, tables: Tables, world: World) -> None:
    """Give the premium to who is on aid on the day that closes the cohort and was all along; it is there while paid and not used up."""
    if today < tables.premium_day:
        return
    if today == tables.premium_day and is_among(person.income, AID_PAID) and person.aid_since + tables.premium_least <= today:
        person.premium_left = tables.premium_longest
    person.rights &= ~WORK_PREMIUM
    if tables.premium[world.state[EPOCH]] and person.premium_left > NEARLY and person.stage != LEFT:
        person.rights |= WORK_PREMIUM


@shared
def works_for_premium(person: Person) -> bool:
    """Whether the person has the premium and is in work for it."""
    return person.rights & WORK_PREMIUM > 0 and (person.income == I_WORK or person.income == I_SUBSIDISED)


@shared
def next_requirement(person: Person, today: float, tables: Tables) -> float:
    """Give the next date on which time alone changes what the requirement or the premium means for a person; infinite when none does."""
    found = inf
    if tables.required_incomes and is_among(person.income, tables.required_incomes):
        when = person.aid_since + tables.require_after
        if today < when < found:
            found = when
        if today < person.cut_until < found:
            found = person.cut_until
        when = person.born + tables.require_from_age
        if today < when < found:
            found = when
        when = person.born + tables.require_to_age
        if today < when < found:
            found = when
    if works_for_premium(person):
        found = min(found, today + person.premium_left)
    return found


@shared
def answer_for_leaving(person: Person, today: float, tables: Tables) -> None:
    """Cut the aid of who leaves a stay under the requirement without good cause."""
    if person.rights & UNDER_REQUIREMENT and chance(person, P_CAUSE, tables) >= tables.good_cause:
        person.cut_until = today + tables.cut_for


def requirement_tables(scenario: Scenario, theta: Mapping[str, float]) -> dict[str, Any]:
    """Give what the rules read of the requirement and the premium; without them nobody is under the one or has the other."""
    clocks, row, premium = scenario.vocabulary.clocks, scenario.requirement, scenario.premium
    inside = [row.factors[name].at(theta) if row and name in row.factors else 1.0 for name in clocks]
    found: dict[str, Any] = {"required": inside, "required_incomes": 0, "require_after": inf}
    found |= {"require_from_age": 0.0, "require_to_age": inf, "good_cause": 1.0, "cut_for": 0.0}
    found |= {"premium_day": inf, "premium_least": inf, "premium_longest": inf}
    if row:
        found["required_incomes"] = sum(1 << scenario.vocabulary.incomes.index(word) for word in row.incomes)
        found |= {"require_after": row.after.at(theta), "good_cause": row.good_cause.at(theta), "cut_for": row.cut_for.at(theta)}
        found |= {"require_from_age": row.ages[0] * 365.25, "require_to_age": row.ages[1] * 365.25}
    if premium:
        closes = premium.cohort_until + timedelta(days=1)
        found["premium_day"] = float((closes - scenario.start).days)
        found["premium_least"] = float((closes - premium.cohort_from).days)
        found["premium_longest"] = premium.longest.at(theta)
    return found

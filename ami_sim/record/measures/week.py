"""Measures of the unit's own week: hours of activities beside the stays, and whether those whom a duty names are met in time."""

from collections.abc import Iterator
from datetime import date
from math import inf
from typing import Final, NamedTuple

import numpy as np

from ami_sim.model.calendar import Dated
from ami_sim.model.tables import Plan
from ami_sim.record.measures.lives import Lives
from ami_sim.record.measures.registry import Measure, Number, measure
from ami_sim.record.spells import Spells
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import IN_INTERVENTION
from ami_sim.scenario.week import Activity, Duty

WEEK: Final = 7.0  # days


class Stretch(NamedTuple):
    """One time in which a duty holds for a person, days from the start date."""

    begins: float
    ends: float


class Contact(NamedTuple):
    """A stretch of a duty and the day of the first contact; infinite when there was none before the stretch ended."""

    stretch: Stretch
    when: float


def weeks_with(activity: Activity, lives: Lives) -> float:
    """Give the person-weeks after the parting in the stays that an activity comes with, while the unit has posts of all its roles."""
    spells, names, plan = lives.spells, activity.interventions, lives.plan
    rows = [at for at, row in enumerate(plan.rows) if row.intervention and (not names or row.intervention in names)]
    chosen = (spells.stage == IN_INTERVENTION) & np.isin(spells.row, rows)
    start, end = spells.start[chosen], spells.end[chosen]
    posts = [posts_over(role, plan) for role in activity.staff]
    days = sorted({plan.parting, *(day for since in posts for day, _ in since if plan.parting < day < plan.horizon)})
    found = 0.0
    for first, last in zip(days, [*days[1:], plan.horizon], strict=True):
        if all(count_at(since, first) > 0 for since in posts):
            found += float(np.maximum(np.minimum(end, last) - np.maximum(start, first), 0.0).sum())
    return found / WEEK


@measure(needs="lives", unit="hours", en="Hours of activities beside the stays", sv="Timmar av aktiviteter vid sidan av insatserna")
def activity_hours(lives: Lives) -> Iterator[Number]:
    """Participants' hours in activities on top of their stays, while the unit has the staff; `activity:` in the group column is one."""
    plan = lives.plan
    found = {name: weeks_with(row, lives) * row.hours.at(plan.theta) for name, row in plan.scenario.activity.items()}
    yield Number("activity_hours", "", "", sum(found.values()))
    yield from (Number("activity_hours", "", f"activity:{name}", hours) for name, hours in found.items())


def staff_hours_by_role(lives: Lives) -> dict[str, float]:
    """Add up the hours of posts that activities and duties take, by the beginning of the role."""
    plan, found = lives.plan, dict[str, float]()
    for activity in plan.scenario.activity.values():
        weeks = weeks_with(activity, lives)
        for role, hours in activity.staff.items():
            found[role] = found.get(role, 0.0) + weeks * hours.at(plan.theta)
    for duty in plan.scenario.duty.values():
        followed = (max(0.0, min(c.stretch.ends, plan.horizon) - max(c.when, plan.parting)) for c in contacts(duty, lives))
        found[duty.role] = found.get(duty.role, 0.0) + sum(followed) / WEEK * duty.hours.at(plan.theta)
    return found


def staff_time(lives: Lives) -> Iterator[Number]:
    """Measure the staff hours of activities and duties, and what they cost at the posts' average cost an hour."""
    found, cost = staff_hours_by_role(lives), 0.0
    for role, hours in found.items():
        yield Number("activity_staff_hours", "", f"role:{role}", hours)
        cost += hours * cost_of_an_hour(role, lives.plan)
    yield Number("activity_staff_hours", "", "", sum(found.values()))
    yield Number("activity_cost", "", "", cost)


def cost_of_an_hour(role: str, plan: Plan) -> float:
    """Give the average cost of an hour, kr in the price year, of the posts that the units of the timeline have in a role; 0 without any."""
    scenario, theta = plan.scenario, plan.theta
    units = {step.unit: scenario.unit[step.unit] for step in scenario.timeline}
    posts = [post for unit in units.values() for post in unit.posts if post.role.startswith(role)]
    count = sum(post.count.at(theta) for post in posts)
    yearly = YEAR * sum(post.count.at(theta) * post.cost.at(theta) for post in posts)
    return yearly / count / scenario.hours_per_post.at(theta) if count else 0.0


def duties(lives: Lives) -> Iterator[Number]:
    """Measure every statutory duty: how many were due a first contact, the share met in time, and whether the duty is met at all.

    Due: whose duty began on the parting date or later, and whose time for it was over before they left need, grew too old or the run
    ended; whoever was met before counts too.
    """
    plan, all_met = lives.plan, 1.0
    for name, duty in plan.scenario.duty.items():
        within = duty.within.at(plan.theta)
        begun = [one for one in contacts(duty, lives) if one.stretch.begins >= plan.parting]
        due = [one for one in begun if one.when < inf or one.stretch.begins + within < min(one.stretch.ends, plan.horizon)]
        late = sum(one.when - one.stretch.begins > within for one in due)
        yield Number("duty_contacts", "", f"duty:{name}", float(len(due)))
        yield Number("duty_in_time", "", f"duty:{name}", 1.0 - late / len(due) if due else np.nan)
        yield Number("duties_met", "", f"duty:{name}", float(late == 0))
        all_met = min(all_met, float(late == 0))
    for name, met in promised(plan).items():
        yield Number("duties_met", "", f"duty:{name}", float(met))
        all_met = min(all_met, float(met))
    yield Number("duties_met", "", "", all_met)


def promised(plan: Plan) -> dict[str, bool]:
    """Give the duties that nothing is simulated of: whether every unit from the parting on says that it meets them."""
    scenario = plan.scenario
    steps = scenario.timeline
    later = [step.unit for step, end in zip(steps, [*(s.from_ for s in steps[1:]), scenario.end], strict=True) if end > scenario.parting]
    found: dict[str, bool] = {}
    for unit in later:
        for name, met in scenario.unit[unit].statutory.items():
            if name not in scenario.duty:
                found[name] = found.get(name, True) and met
    return found


def contacts(duty: Duty, lives: Lives) -> list[Contact]:
    """Give every stretch of a duty with the first contact: the earliest comer first, as soon as a post has room for one more."""
    room = seats(duty, lives.plan)
    found: list[Contact] = []
    for stretch in stretches(duty, lives):
        days = {stretch.begins, *(day for day, _ in room), *(one.stretch.ends for one in found)}
        when = inf
        for day in sorted(day for day in days if stretch.begins <= day < stretch.ends):
            taken = sum(one.when <= day < one.stretch.ends for one in found)
            if taken + 1 <= count_at(room, day):
                when = day
                break
        found.append(Contact(stretch, when))
    return found


def seats(duty: Duty, plan: Plan) -> list[tuple[float, float]]:
    """Give how many persons the posts of a duty can follow at a time: from which day, how many."""
    each = duty.per_post.at(plan.theta)
    return [(day, count * each) for day, count in posts_over(duty.role, plan)]


def posts_over(role: str, plan: Plan) -> list[tuple[float, float]]:
    """Give the posts in a role over time: from which day, how many; the first from the very beginning."""
    dated = Dated(plan.scenario, plan.theta, plan.rows, plan.groups)
    start = plan.scenario.start
    changes = sorted({start, *(day for day in dated.change_dates() if start < day < plan.scenario.end)})
    found = [(float((day - start).days), posts_of(role, day, dated)) for day in changes]
    return [(-inf, found[0][1]), *found[1:]]


def count_at(since: list[tuple[float, float]], day: float) -> float:
    """Read what holds on a day."""
    return [count for first, count in since if first <= day][-1]


def posts_of(role: str, day: date, dated: Dated) -> float:
    """Count the posts, there and not away, whose role begins so on a date."""
    unit = dated.scenario.unit[dated.step(day).unit]
    posts = [post for post in unit.posts if post.role.startswith(role) and post.runs(day)]
    return sum(dated.at(post.count) * dated.there(unit, post, day) for post in posts)


def stretches(duty: Duty, lives: Lives) -> list[Stretch]:
    """Give the times in need within a duty's ages of everybody who came by its doors, in order of when they begin."""
    plan, spells = lives.plan, lives.spells
    doors = [plan.referrers.index(name) for name in duty.referrers]
    named = np.isin(lives.people["referrer"], doors)
    found = []
    for who in np.flatnonzero(named).tolist():
        born = float(lives.people["born"][who])
        for begins, ends in in_need(spells, who, plan):
            first, last = max(begins, born + duty.ages[0] * YEAR), min(ends, born + duty.ages[1] * YEAR)
            if first < last:
                found.append(Stretch(first, last))
    return sorted(found)


def in_need(spells: Spells, who: int, plan: Plan) -> list[Stretch]:
    """Give a person's unbroken times in need."""
    first, last = np.searchsorted(spells.person, [who, who + 1])
    needy = np.array(plan.tables.in_need)[spells.stage[first:last]] > 0
    found: list[Stretch] = []
    for begins, ends in zip(spells.start[first:last][needy].tolist(), spells.end[first:last][needy].tolist(), strict=True):
        if found and found[-1].ends == begins:
            found[-1] = Stretch(found[-1].begins, ends)
        else:
            found.append(Stretch(begins, ends))
    return found


def of_duties(name: str, unit: str, en: str, sv: str, doc: str) -> Measure:
    """Make a row of one of the numbers that `duties` gives."""
    return Measure(name, unit, {"en": en, "sv": sv}, doc, "lives", duties)


def of_staff(name: str, unit: str, en: str, sv: str, doc: str) -> Measure:
    """Make a row of one of the numbers that `staff_time` gives."""
    return Measure(name, unit, {"en": en, "sv": sv}, doc, "lives", staff_time)


WEEK_ROWS: Final = (
    activity_hours,
    of_staff(
        "activity_staff_hours",
        "hours",
        "Staff hours for activities and duties",
        "Personaltimmar för aktiviteter och lagkrav",
        "Hours that activities and statutory follow-up take of posts that are paid anyway; with `role:` in the group column, of the posts"
        " whose role begins so.",
    ),
    of_staff(
        "activity_cost",
        "kr",
        "Staff time for activities and duties, in kronor",
        "Personaltid för aktiviteter och lagkrav, i kronor",
        "Those hours at the posts' average cost an hour, price year's kronor, undiscounted: a part of the posts' cost, nothing on top.",
    ),
    of_duties(
        "duties_met",
        "share",
        "Statutory duties met (100 % = pass)",
        "Lagkrav uppfyllda (100 % = godkänt)",
        "1 in a run where everybody whom a statutory duty names had the first contact within its time, and where the unit says that it"
        " meets the duties of which nothing is simulated; else 0. With `duty:` in the group column, of one duty.",
    ),
    of_duties(
        "duty_contacts",
        "persons",
        "First contacts due by law",
        "Första kontakter enligt lag",
        "First contacts that a statutory duty asked for from the parting on; `duty:` in the group column.",
    ),
    of_duties(
        "duty_in_time",
        "share",
        "First contacts in time",
        "Första kontakter i tid",
        "The share of them that came within the duty's time; `duty:` in the group column.",
    ),
)

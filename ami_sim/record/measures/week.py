"""Measures of the unit's own week: hours of activities beside the stays, and whether those whom a duty names are met in time."""

from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from math import inf
from typing import Any, Final, NamedTuple

import numpy as np

from ami_sim.model.calendar import Dated
from ami_sim.model.tables import Plan
from ami_sim.record.measures.lives import Flags, Lives
from ami_sim.record.measures.registry import Measure, Number
from ami_sim.record.spells import Floats, Ints, among
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.week import Activity, Duty

WEEK: Final = 7.0  # days
Dates = tuple[tuple[float, float], ...]  # from which day, how many


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
    spells, plan = lives.spells, lives.plan
    chosen = lives.stays[rows_with(tuple(activity.interventions), plan)[spells.row[lives.stays]]]
    start, end = spells.start[chosen], spells.end[chosen]
    found = 0.0
    for first, last in staffed(tuple(activity.staff), plan):
        found += float(np.maximum(np.minimum(end, last) - np.maximum(start, first), 0.0).sum())
    return found / WEEK


@lru_cache(maxsize=64)
def rows_with(interventions: tuple[str, ...], plan: Plan) -> Flags:
    """Mark the service rows of some interventions, none for all of them. The same in every run of a plan."""
    return np.array([bool(row.intervention) and (not interventions or row.intervention in interventions) for row in plan.rows])


@lru_cache(maxsize=64)
def staffed(roles: tuple[str, ...], plan: Plan) -> list[Stretch]:
    """Give the times after the parting in which the unit has posts of all of some roles. The same in every run of a plan."""
    posts = [posts_over(role, plan) for role in roles]
    days = sorted({plan.parting, *(day for since in posts for day, _ in since if plan.parting < day < plan.horizon)})
    found: list[Stretch] = []
    for first, last in zip(days, [*days[1:], plan.horizon], strict=True):
        if all(count_at(since, first) > 0 for since in posts):
            goes_on = found and found[-1].ends == first
            found[-1:] = [Stretch(found[-1].begins, last)] if goes_on else [*found[-1:], Stretch(first, last)]
    return found


def week(lives: Lives) -> Iterator[Number]:
    """Measure the activities, what they and the duties take of the staff, and whether the duties are met."""
    scenario = lives.plan.scenario
    weeks = {name: weeks_with(activity, lives) for name, activity in scenario.activity.items()}
    followed = {name: contacts(duty, lives) for name, duty in scenario.duty.items()}
    yield from activity_hours(lives.plan, weeks)
    yield from staff_time(lives.plan, weeks, followed)
    yield from duties(lives.plan, followed)


def activity_hours(plan: Plan, weeks: Mapping[str, float]) -> Iterator[Number]:
    """Measure participants' hours in activities, from the person-weeks in each."""
    found = {name: weeks[name] * row.hours.at(plan.theta) for name, row in plan.scenario.activity.items()}
    yield Number("activity_hours", "", "", sum(found.values()))
    yield from (Number("activity_hours", "", f"activity:{name}", hours) for name, hours in found.items())


def staff_hours_by_role(plan: Plan, weeks: Mapping[str, float], followed: Mapping[str, Sequence[Contact]]) -> dict[str, float]:
    """Add up the hours of posts that activities and duties take, by the beginning of the role."""
    found: dict[str, float] = {}
    first, last = plan.parting, plan.horizon
    for name, activity in plan.scenario.activity.items():
        for role, hours in activity.staff.items():
            found[role] = found.get(role, 0.0) + weeks[name] * hours.at(plan.theta)
    for name, duty in plan.scenario.duty.items():
        days = sum(max(0.0, min(one.stretch.ends, last) - max(one.when, first)) for one in followed[name])
        found[duty.role] = found.get(duty.role, 0.0) + days / WEEK * duty.hours.at(plan.theta)
    return found


def staff_time(plan: Plan, weeks: Mapping[str, float], followed: Mapping[str, Sequence[Contact]]) -> Iterator[Number]:
    """Measure the staff hours of activities and duties, and what they cost at the posts' average cost an hour."""
    found, cost = staff_hours_by_role(plan, weeks, followed), 0.0
    for role, hours in found.items():
        yield Number("activity_staff_hours", "", f"role:{role}", hours)
        cost += hours * cost_of_an_hour(role, plan)
    yield Number("activity_staff_hours", "", "", sum(found.values()))
    yield Number("activity_cost", "", "", cost)


def cost_of_an_hour(role: str, plan: Plan) -> float:
    """Give the average cost of an hour, kr in the price year, of the posts that the units of the timeline have in a role; 0 without any.

    The same in every run of a plan.
    """
    return plan.same(f"cost of an hour: {role}", partial(reckoned_hour, role))


def reckoned_hour(role: str, plan: Plan) -> float:
    """Reckon the average cost of an hour, as `cost_of_an_hour` gives it."""
    scenario, theta = plan.scenario, plan.theta
    units = {step.unit: scenario.unit[step.unit] for step in scenario.timeline}
    posts = [post for unit in units.values() for post in unit.posts if post.role.startswith(role)]
    count = sum(post.count.at(theta) for post in posts)
    yearly = YEAR * sum(post.count.at(theta) * post.cost.at(theta) for post in posts)
    return yearly / count / scenario.hours_per_post.at(theta) if count else 0.0


def duties(plan: Plan, followed: Mapping[str, Sequence[Contact]]) -> Iterator[Number]:
    """Measure every statutory duty: how many were due a first contact, the share met in time, and whether the duty is met at all.

    Due: whose duty began on the parting date or later, and whose time for it was over before they left need, grew too old or the run
    ended; whoever was met before counts too.
    """
    all_met, parting, horizon = 1.0, plan.parting, plan.horizon
    for name, duty in plan.scenario.duty.items():
        within = duty.within.at(plan.theta)
        begun = [one for one in followed[name] if one.stretch.begins >= parting]
        due = [one for one in begun if one.when < inf or one.stretch.begins + within < min(one.stretch.ends, horizon)]
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
    followed = Followed(seats(duty, lives.plan))
    return [Contact(stretch, followed.meet(stretch)) for stretch in stretches(duty, lives)]


class Followed:
    """Who is followed by the posts of a duty, as one after another is met. room: how many can be at a time, from which day on."""

    def __init__(self, room: Dates) -> None:
        self.days, self.room = [day for day, _ in room], [count for _, count in room]
        self.begins: list[float] = []  # of all who have been given a day, in order
        self.ends: list[float] = []

    def has_room(self, day: float) -> bool:
        """Tell whether the posts have room for one more on a day."""
        now = bisect_right(self.begins, day) - bisect_right(self.ends, day)
        return now + 1 <= self.room[bisect_right(self.days, day) - 1]

    def meet(self, stretch: Stretch) -> float:
        """Give the first day of a stretch on which there is room, and take it; infinite when there is none."""
        when = stretch.begins
        if not self.has_room(when):
            later = sorted(day for day in (*self.days, *self.ends) if stretch.begins < day < stretch.ends)
            when = next((day for day in later if self.has_room(day)), inf)
        if when < inf:
            insort(self.begins, when)
            insort(self.ends, stretch.ends)
        return when


def seats(duty: Duty, plan: Plan) -> Dates:
    """Give how many persons the posts of a duty can follow at a time: from which day, how many."""
    each = duty.per_post.at(plan.theta)
    return tuple((day, count * each) for day, count in posts_over(duty.role, plan))


def posts_over(role: str, plan: Plan) -> Dates:
    """Give the posts in a role over time: from which day, how many; the first from the very beginning. The same in every run of a plan."""
    return plan.same(f"posts: {role}", partial(dated_posts, role))


def dated_posts(role: str, plan: Plan) -> Dates:
    """Find the posts in a role over time, as `posts_over` gives them."""
    dated = Dated(plan.scenario, plan.theta, plan.rows, plan.groups)
    start = plan.scenario.start
    changes = sorted({start, *(day for day in dated.change_dates() if start < day < plan.scenario.end)})
    found = [(float((day - start).days), posts_of(role, day, dated)) for day in changes]
    return ((-inf, found[0][1]), *found[1:])


def count_at(since: Dates, day: float) -> float:
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
    mine, needy = among(lives.people["referrer"], doors), np.array(plan.tables.in_need) > 0
    first, end = np.empty(len(spells.start), np.int64), np.empty(len(spells.start))
    many = kernel()(spells.person, spells.start, spells.end, spells.stage, mine, needy, first, end)
    born = lives.people["born"][spells.person[first[:many]]]
    begins, ends = np.maximum(spells.start[first[:many]], born + duty.ages[0] * YEAR), np.minimum(end[:many], born + duty.ages[1] * YEAR)
    held = begins < ends
    return sorted(map(Stretch, begins[held].tolist(), ends[held].tolist()))


def add_needs(person: Ints, start: Floats, end: Floats, stage: Ints, mine: Flags, needy: Flags, first: Ints, ends: Floats) -> int:
    """Write the spell with which each time in need of some people begins, and the day on which it ends; gives how many there are.

    A time in need may be written in several spells. mine: whose are asked for; needy: the stages that are in need.
    """
    count, whose = 0, -1  # of the last one written
    for i in range(len(person)):
        if mine[person[i]] and needy[stage[i]]:
            if person[i] != whose or start[i] != ends[count - 1]:
                first[count], whose = i, person[i]
                count += 1
            ends[count - 1] = end[i]
    return count


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `add_needs` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    numbers, floats, flags = numba.int64[::1], numba.float64[::1], numba.boolean[::1]
    return compiled(numba.int64(numbers, floats, floats, numbers, flags, flags, numbers, floats), add_needs)


def of_week(name: str, unit: str, en: str, sv: str, doc: str) -> Measure:
    """Make a row of one of the numbers that `week` gives."""
    return Measure(name, unit, {"en": en, "sv": sv}, doc, "lives", week)


WEEK_ROWS: Final = (
    of_week(
        "activity_hours",
        "hours",
        "Hours of activities beside the stays",
        "Timmar av aktiviteter vid sidan av insatserna",
        "Participants' hours in activities on top of their stays, while the unit has the staff; `activity:` in the group column is one.",
    ),
    of_week(
        "activity_staff_hours",
        "hours",
        "Staff hours for activities and duties",
        "Personaltimmar för aktiviteter och lagkrav",
        "Hours that activities and statutory follow-up take of posts that are paid anyway; with `role:` in the group column, of the posts"
        " whose role begins so.",
    ),
    of_week(
        "activity_cost",
        "kr",
        "Staff time for activities and duties, in kronor",
        "Personaltid för aktiviteter och lagkrav, i kronor",
        "Those hours at the posts' average cost an hour, price year's kronor, undiscounted: a part of the posts' cost, nothing on top.",
    ),
    of_week(
        "duties_met",
        "share",
        "Statutory duties met (100 % = pass)",
        "Lagkrav uppfyllda (100 % = godkänt)",
        "1 in a run where everybody whom a statutory duty names had the first contact within its time, and where the unit says that it"
        " meets the duties of which nothing is simulated; else 0. With `duty:` in the group column, of one duty.",
    ),
    of_week(
        "duty_contacts",
        "persons",
        "First contacts due by law",
        "Första kontakter enligt lag",
        "First contacts that a statutory duty asked for from the parting on; `duty:` in the group column.",
    ),
    of_week(
        "duty_in_time",
        "share",
        "First contacts in time",
        "Första kontakter i tid",
        "The share of them that came within the duty's time; `duty:` in the group column.",
    ),
)

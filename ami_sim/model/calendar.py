"""What holds from each date: capacity, what may start, the economy, the order of the queues. One entry a change, and one every month."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from ami_sim.model.tables import GROUPS, UNLIMITED, Plan, ServiceRow
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import Quantity
from ami_sim.scenario.registry import REFER
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Intervention, Post, Rule, Timeline, Unit


@dataclass(frozen=True)
class Dated:
    """The calendar of one scenario at one parameter row."""

    scenario: Scenario
    theta: Mapping[str, float]
    rows: Sequence[ServiceRow]
    groups: Sequence[str]

    def at(self, figure: Quantity) -> float:
        """Give the value of a figure at this parameter row: reckoned once, though it be read on many dates."""
        key = id(figure)
        if key not in self._known:
            self._known[key] = figure.at(self.theta)
        return self._known[key]

    @cached_property
    def _known(self) -> dict[int, float]:
        """Values by figure; figures stay where they are while the scenario does."""
        return {}

    def tables(self) -> dict[str, Any]:
        """Say what holds from each date by dates alone. Entry 0 is the time before the start; every month has an entry.

        "since" is in no plan: the last change at each entry, from which its limits hold.
        """
        scenario, dates = self.scenario, self.entries()
        changes = sorted({scenario.start, *self.change_dates()})
        by_month = any(unit.away for unit in scenario.unit.values())  # who is away may follow the month; else all stays between changes
        since = dates if by_month else [changes[bisect_right(changes, when) - 1] for when in dates]
        held = [self.held(when) for when in (None, *dates)]
        starting = {step.from_: step for step in scenario.timeline}
        steps = [starting.get(when) for when in dates]
        orders = [when for when, *_ in scenario.orders()]
        return {
            "since": since,
            "dates": [-math.inf] + [float((when - scenario.start).days) for when in dates],
            "open_rows": self.open_rows([scenario.start, *since]),
            "extended": self.open_rows([scenario.start, *dates], extended=True),
            "requires": [int(one.requires) for one in held],
            "premium": [int(one.premium) for one in held],
            "held": held,
            "reorders": [0] + [int(when in orders) for when in dates],
            "discharges": [0] + [int(bool(step and step.discharge)) for step in steps],
            "suspends": [0] + [int(self.step(when).in_progress == "suspend") for when in dates],
            "renews": [0] + [int(when == scenario.present) for when in dates],
        }

    def limits(self, since: Sequence[date], held: Sequence["Held"]) -> dict[str, Any]:
        """Say what the unit has room for and how the economy is at each entry; since, held: as `tables` gives them."""
        capacities = {when: self.capacity(when) for when in dict.fromkeys((self.scenario.start, *since))}
        economies = {when: self.economy(when, limits[0]) for when, limits in capacities.items()}
        capacity = [capacities[when] for when in (self.scenario.start, *since)]
        economy = [self.economy(None, 0)] + [economies[when] for when in since]
        holds = list(zip(economy, held, strict=True))
        return {
            "capacity": capacity,
            "economy": [everybody for everybody, _ in economy],
            "on_aid": [on_aid for _, on_aid in economy],
            "rerates": [0] + [int(a != b) for a, b in zip(holds, holds[1:], strict=False)],
            "shut": [int(limits[0] <= 0 and limits[1] <= 0) for limits in capacity],
        }

    def entries(self) -> list[date]:
        """Give the date of every entry from the start on: every month, and every date on which something changes."""
        first, last = self.scenario.start, self.scenario.end
        dates = {first, *month_starts(first, last), *self.change_dates()}
        return sorted(when for when in dates if first <= when < last)

    def change_dates(self) -> Iterable[date]:
        """Every date on which a unit, a post, a place, a rule, AF's time to answer or the economy changes, and the observed present."""
        scenario, day = self.scenario, timedelta(days=1)
        yield from [scenario.present] if scenario.present else []
        yield from (step.from_ for step in scenario.timeline)
        yield from (change.from_ for change in scenario.economy)
        yield from (row.from_ for row in scenario.application.dated) if scenario.application else ()
        for dated in (scenario.requirement, scenario.premium):
            yield from [dated.from_] if dated and dated.from_ else []
            yield from [dated.until + day] if dated and dated.until else []
        yield from [scenario.premium.cohort_until + day] if scenario.premium else []
        openings: list[Rule | Intervention] = [*scenario.rule.values(), *scenario.intervention.values()]
        for opening in openings:
            yield from (when for when in (opening.opens, opening.closes) if when)
        for unit in scenario.unit.values():
            for begins, ends in ((row.from_, row.until) for rows in (unit.posts, unit.away) for row in rows):
                yield from [begins] if begins else []
                yield from [ends + day] if ends else []
            yield from (place.until + day for place in unit.places if place.until)

    def held(self, when: date | None) -> "Held":
        """Say what holds on a date of the requirement to take part and the premium for work; before the start nothing does."""
        requirement, premium = self.scenario.requirement, self.scenario.premium
        if when is None:
            return Held(False, False, False)
        requires = requirement is not None and requirement.runs(when)
        return Held(requires, premium is not None and premium.runs(when), premium is not None and premium.cohort_until < when)

    def step(self, when: date) -> Timeline:
        """Give the row of the timeline that holds on a date."""
        return [step for step in self.scenario.timeline if step.from_ <= when][-1]

    def capacity(self, when: date) -> list[int]:
        """Every limit on a date: whole mapping slots and cases, kr a year, per cent of places per group."""
        unit = self.scenario.unit[self.step(when).unit]
        if unit.unlimited:
            return [UNLIMITED] * (GROUPS + len(self.groups))
        there = self.counts(unit, when)
        slots, cases = self.given(there)
        wages = unit.wage_money
        money = (self.at(wages.amount) + self.at(wages.overspend)) * 365.25 if wages.hard else UNLIMITED
        places = dict.fromkeys(self.groups, 0.0)
        for post, count in there:
            if post.group:
                places[post.group] += count * self.at(post.places)
        for place in unit.places:
            if place.until is None or when <= place.until:
                places[place.group] += self.at(place.places)
        return [whole(slots), whole(cases), round(money), *(round(100 * places[name]) for name in self.groups)]

    def counts(self, unit: Unit, when: date) -> list[tuple[Post, float]]:
        """Give the posts that a unit has on a date, each with how many of it are there and not away."""
        return [(post, self.at(post.count) * self.there(unit, post, when)) for post in unit.posts if post.runs(when)]

    def given(self, there: Sequence[tuple[Post, float]]) -> tuple[float, float]:
        """Give what posts make: mapping slots, and cases, which also those who are away keep; parts of them too, which nobody can use."""
        slots = sum(count * self.at(post.mappings) for post, count in there)
        return slots, sum(self.at(post.count) * self.at(post.cases) for post, _ in there)

    def lost(self) -> Iterator["Lost"]:
        """Give every date on which posts make a part of a mapping slot or of a case, which is none."""
        scenario, before = self.scenario, None
        for when in sorted({scenario.start, *self.change_dates(), *month_starts(scenario.start, scenario.end)}):
            name = self.step(when).unit if scenario.start <= when < scenario.end else ""
            if not name or scenario.unit[name].unlimited:
                continue
            now = (name, *self.given(self.counts(scenario.unit[name], when)))
            if now != before:
                pairs = zip(("slots", "cases"), now[1:], strict=True)
                yield from (Lost(when, name, limit, given, whole(given)) for limit, given in pairs if given - whole(given) > 1e-6)
            before = now

    def there(self, unit: Unit, post: Post, when: date) -> float:
        """Give the share of a post's time that is not away on a date: 1 without rows that say otherwise."""
        away = [self.at(row.share) for row in unit.away if row.holds(post.role, when)]
        return max(0.0, 1.0 - sum(away)) if away else 1.0

    def economy(self, when: date | None, slots: int) -> tuple[list[float], list[float]]:
        """Factors on every clock from a date, and those that people on aid have besides.

        Nobody is referred before the start or while no mapping is possible (slots: how many are).
        """
        clocks = self.scenario.vocabulary.clocks
        everybody, on_aid = [1.0] * len(clocks), [1.0] * len(clocks)
        for change in self.scenario.economy:
            if when and change.from_ <= when:
                everybody = [self.at(change.factors[name]) if name in change.factors else 1.0 for name in clocks]
                on_aid = [self.at(change.on_aid[name]) if name in change.on_aid else 1.0 for name in clocks]
        if when is None or slots <= 0:
            everybody[REFER] = 0.0
        else:
            unit = self.scenario.unit[self.step(when).unit]
            everybody[REFER] *= self.at(unit.referral)
            on_aid[REFER] *= self.at(unit.referral_aid)
        return everybody, on_aid

    def open_rows(self, dates: Sequence[date], extended: bool = False) -> list[int]:
        """Give the service rows that may start on each date (or whose running stays may be extended), one bit each; dates in order."""
        bits = np.ones(len(dates), np.int64)
        for i, row in enumerate(self.rows):
            things: list[Rule | Intervention] = [self.scenario.rule[row.rule]] if row.rule else []
            things += [self.scenario.intervention[row.intervention]] if row.intervention else []
            begins = max((thing.opens for thing in things if thing.opens), default=date.min)
            ends = [(thing.extended_until if extended else None) or thing.closes for thing in things]
            end = min((when for when in ends if when), default=date.max)
            bits[bisect_left(dates, begins) : bisect_left(dates, end)] |= 1 << i
        return list(bits.tolist())


class Held(NamedTuple):
    """What holds on a date: the requirement to take part, the premium for work, and whether that premium's cohort is closed."""

    requires: bool
    premium: bool
    closed: bool


@dataclass(frozen=True)
class Lost:
    """Posts of a unit that make a part of a mapping slot or case ("slots", "cases") from a date on: in all, and how many are used."""

    day: date
    unit: str
    limit: str
    given: float
    used: int


def refuse_no_slot(plan: Plan) -> None:
    """Refuse a unit that has room for a part of a mapping only: it looks open and maps nobody. InputError names it and the date.

    What an uncertain figure makes of it in some draws is a matter of chance, so that the medians decide.
    """
    scenario = plan.scenario
    if no_slot(scenario, plan.theta):
        for row in no_slot(scenario, scenario.at_medians()):
            raise InputError(
                f"unit.{row.unit}.posts: {row.given:.3g} mappings at once in all from {row.day}, and a part of a slot is no slot; "
                "expected 0, or 1 or more"
            )


def no_slot(scenario: Scenario, theta: Mapping[str, float]) -> list[Lost]:
    """Give the dates from which posts make a part of one mapping slot, and nothing else."""
    lost = Dated(scenario, dict(theta), (), ()).lost()
    return [row for row in lost if row.limit == "slots" and row.used == 0]


def whole(value: float) -> int:
    """Whole units that a capacity gives: a part of a slot is no slot."""
    return int(value + 1e-9)


def month_starts(first: date, last: date) -> list[date]:
    """Give the first of every month after `first` and before `last`."""
    months = []
    year, month = first.year, first.month
    while (when := date(year, month, 1)) < last:
        if when > first:
            months.append(when)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months

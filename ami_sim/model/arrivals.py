"""Who comes into need, and when: drawn once, from each person's own luck.

Potential arrivals are generated at the highest rate in play with a uniform each; a scenario keeps those below its own ratio
(thinning), so dates never move between options. Numbers count forward from the start date (1, 2, ...) and backward before it
(-1, -2, ...), so that a longer look back renames nobody.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.model import randomness as purposes
from ami_sim.model.doors import Doors, background
from ami_sim.model.person import take_rows
from ami_sim.model.randomness import keys_of, lucks
from ami_sim.scenario.need import Referrer
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
LATER: Final = 1_000_000  # numbers of those who come after the present, where a history ends


class History(NamedTuple):
    """Whose luck the time up to the present has: the first year of a posterior draw, found among several."""

    seed: int
    draw: int
    number: int


def highest_rates(scenarios: Sequence[tuple[Scenario, Mapping[str, float]]], before: date | None = None) -> dict[str, float]:
    """Give the highest rate of each referrer in any scenario at any date (before one), per day: what potential arrivals are drawn at."""
    highest: dict[str, float] = {}
    for scenario, theta in scenarios:
        for name, door in scenario.referrer.items():
            factor = max([1.0, *(change.factor.at(theta) for change in door.dated if before is None or change.from_ < before)])
            highest[name] = max(highest.get(name, 0.0), door.rate.at(theta) * factor * max(1.0, later_factor(scenario, theta, before)))
    return highest


def later_factor(scenario: Scenario, theta: Mapping[str, float], before: date | None = None) -> float:
    """How many times its rate every door has in later years; 1 when they begin on a date or after it, or are not told apart."""
    if scenario.later is None or (before is not None and scenario.later_from >= before):
        return 1.0
    return scenario.later.inflow.at(theta)


class Span(NamedTuple):
    """A stretch of time with luck of its own: the highest rates, (seed, draw, replication), first and last day, first number."""

    highest: Mapping[str, float]
    luck: tuple[int, int, int]
    begin: float
    end: float
    numbered: int


def people_in_need(
    scenario: Scenario,
    theta: Mapping[str, float],
    seed: int,
    draw: int,
    replication: int,
    highest: Mapping[str, float] | None = None,
) -> np.ndarray:
    """Draw everybody who ever comes into need in a run, with one luck throughout; see `people_within`."""
    highest = highest or highest_rates([(scenario, theta)])
    return people_within(Span(highest, (seed, draw, replication), 0.0, day_of(scenario, scenario.end), 0), Doors(scenario, theta))


def people_within(span: Span, doors: Doors) -> np.ndarray:
    """Give everybody who comes into need in a span: records sorted by (referrer, number), not yet arrived, and not to be changed.

    Times are days from the start date; those who arrived before it have lived none of their life yet. Whoever retires before the start
    is in no run and is left out.
    """
    last, people = doors.drawn.get(span.begin, (None, None))
    if people is None or last != span:
        people = drawn_within(span, doors)
        doors.drawn[span.begin] = (span, people)
    return people


def drawn_within(span: Span, doors: Doors) -> np.ndarray:
    """Draw those whom `people_within` gives."""
    scenario, theta = doors.scenario, doors.theta
    coming: list[tuple[Any, ...]] = []
    for index, (name, row) in enumerate(scenario.referrer.items()):
        ceiling = span.highest[name]
        numbers, arrives, keys = arrivals(scenario, theta, row, ceiling, index, span)
        kept = lucks(keys, purposes.P_KEEP) * ceiling < rates_at(scenario, theta, row, arrives)
        coming.append((np.full(kept.sum(), index), numbers[kept], arrives[kept], keys[kept]))
    people = background(doors, *map(np.concatenate, zip(*coming, strict=True)))
    people = take_rows(people, np.lexsort((people["number"], people["referrer"])))
    people["id"] = np.arange(len(people))
    people.setflags(write=False)
    return people


def arrivals(scenario: Scenario, theta: Mapping[str, float], door: Referrer, rate: float, index: int, span: Span) -> tuple[Any, ...]:
    """Numbers, days and keys of potential arrivals at a constant rate, forward over a span and, from the start, back over the burn-in."""
    back = scenario.life.burn_in.at(theta) if door.stock and span.begin == 0.0 else 0.0
    found = []
    for length, sign in ((span.end - span.begin, 1), (back, -1)):
        most = 16 + int(rate * length + 8.0 * np.sqrt(rate * length))
        count = (np.arange(1, most + 1, dtype=np.int64) + span.numbered) * sign
        keys = keys_of(*span.luck, index, count % (1 << 40))
        gaps = -np.log(lucks(keys, purposes.P_GAP))
        when = np.cumsum(gaps) / rate if rate > 0 else np.full(most, np.inf)
        inside = when < length
        found.append((count[inside], when[inside] * sign + span.begin, keys[inside]))
    return tuple(map(np.concatenate, zip(*found, strict=True)))


def rates_at(scenario: Scenario, theta: Mapping[str, float], door: Referrer, days: Floats) -> Floats:
    """Give a referrer's rate on each day, per day."""
    base = door.rate.at(theta)
    rates = np.full(len(days), base)
    for change in door.dated:
        rates[days >= day_of(scenario, change.from_)] = base * change.factor.at(theta)
    if scenario.later is not None:
        rates[days >= day_of(scenario, scenario.later_from)] *= later_factor(scenario, theta)
    return rates


def day_of(scenario: Scenario, when: date) -> float:
    """Days from the start date."""
    return float((when - scenario.start).days)

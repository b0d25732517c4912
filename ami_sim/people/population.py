"""Who comes into need, when, and with which background: drawn once, from each person's own luck.

Potential arrivals are generated at the highest rate in play with a uniform each; a scenario keeps those below its own ratio
(thinning), so dates never move between options. Numbers count forward from the start date (1, 2, ...) and backward before it
(-1, -2, ...), so that a longer look back renames nobody.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ami_sim.people import luck as purposes
from ami_sim.people.luck import keys_of, lucks
from ami_sim.people.person import PERSON
from ami_sim.scenario.need import Referrer
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.words import AKASSA_MEMBER, CLOCKS, EVENTS, I_AKASSA, I_BENEFIT, INCOMES, TRAITS, UNBORN

Floats = NDArray[np.float64]


def highest_rates(scenarios: Sequence[tuple[Scenario, Mapping[str, float]]]) -> dict[str, float]:
    """Give the highest rate of each referrer in any scenario at any date, per day: what potential arrivals are generated at."""
    highest: dict[str, float] = {}
    for scenario, theta in scenarios:
        for name, door in scenario.referrer.items():
            factor = max([1.0, *(change.factor.at(theta) for change in door.dated)])
            highest[name] = max(highest.get(name, 0.0), door.rate.at(theta) * factor)
    return highest


def people_in_need(
    scenario: Scenario,
    theta: Mapping[str, float],
    seed: int,
    draw: int,
    replication: int,
    highest: Mapping[str, float] | None = None,
) -> np.ndarray:
    """Draw everybody who ever comes into need in a run: records sorted by (referrer, number), not yet arrived.

    Times are days from the start date; those who arrived before it have lived none of their life yet.
    """
    highest = highest or highest_rates([(scenario, theta)])
    parts = []
    for index, (name, door) in enumerate(scenario.referrer.items()):
        ceiling = highest[name]
        numbers, arrives = arrivals(scenario, theta, door, ceiling, (seed, draw, replication, index))
        keys = keys_of(seed, draw, replication, index, numbers % (1 << 40))
        kept = lucks(keys, purposes.P_KEEP) * ceiling < rates_at(scenario, theta, door, arrives)
        parts.append(background(scenario, theta, door, index, numbers[kept], arrives[kept], keys[kept]))
    people = np.concatenate(parts) if parts else np.zeros(0, PERSON)
    people = people[np.lexsort((people["number"], people["referrer"]))]
    people["id"] = np.arange(len(people))
    return people


def arrivals(
    scenario: Scenario, theta: Mapping[str, float], door: Referrer, rate: float, who: tuple[int, int, int, int]
) -> tuple[NDArray[np.int64], Floats]:
    """Numbers and arrival days of potential arrivals at a constant rate, forward to the end and backward over the burn-in."""
    span = float((scenario.end - scenario.start).days)
    back = scenario.life.burn_in.at(theta) if door.stock else 0.0
    numbers, days = [], []
    for length, sign in ((span, 1), (back, -1)):
        most = 16 + int(rate * length + 8.0 * np.sqrt(rate * length))
        count = np.arange(1, most + 1, dtype=np.int64) * sign
        gaps = -np.log(lucks(keys_of(*who, count % (1 << 40)), purposes.P_GAP))
        when = np.cumsum(gaps) / rate if rate > 0 else np.full(most, np.inf)
        inside = when < length
        numbers.append(count[inside])
        days.append(when[inside] * sign)
    return np.concatenate(numbers), np.concatenate(days)


def rates_at(scenario: Scenario, theta: Mapping[str, float], door: Referrer, days: Floats) -> Floats:
    """Give a referrer's rate on each day, per day."""
    base = door.rate.at(theta)
    rates = np.full(len(days), base)
    for change in door.dated:
        rates[days >= day_of(scenario, change.from_)] = base * change.factor.at(theta)
    return rates


def day_of(scenario: Scenario, when: date) -> float:
    """Days from the start date."""
    return float((when - scenario.start).days)


def pick(shares: Sequence[Any], theta: Mapping[str, float], u: Floats) -> NDArray[np.int64]:
    """Choose by cumulative shares, the last one taking what is left."""
    edges = np.cumsum([share.at(theta) for share in shares])
    return np.searchsorted(edges[:-1], u, side="right").astype(np.int64)


def background(
    scenario: Scenario,
    theta: Mapping[str, float],
    door: Referrer,
    index: int,
    numbers: NDArray[np.int64],
    arrives: Floats,
    keys: NDArray[np.uint64],
) -> np.ndarray:
    """Fill in everything fixed about people from one door, and the condition they arrive in."""
    life = scenario.life
    people = np.zeros(len(numbers), PERSON)
    people["referrer"], people["number"], people["key"], people["arrives"], people["began"] = index, numbers, keys, arrives, arrives

    def u(purpose: int) -> Floats:
        return lucks(keys, purpose)

    band = pick(door.ages.shares, theta, u(purposes.P_AGE_BAND))
    edges = np.array(door.ages.edges)
    age = edges[band] + (edges[band + 1] - edges[band]) * u(purposes.P_AGE)
    people["born"] = arrives - age * 365.25
    people["retires"] = np.maximum(people["born"] + life.retirement_age * 365.25, arrives + 1.0)
    for bit, name in enumerate(TRAITS):
        if name in door.traits:
            people["traits"] |= np.where(u(purposes.P_TRAITS + bit) < door.traits[name].at(theta), 1 << bit, 0)
    people["schooling"] = pick(door.schooling, theta, u(purposes.P_SCHOOLING)) if door.schooling else 0
    names = list(scenario.prices.household)
    if door.households:
        chosen = pick(list(door.households.values()), theta, u(purposes.P_HOUSEHOLD))
        people["household"] = np.array([names.index(name) for name in door.households])[chosen]
        people["children"] = np.array([sum(scenario.prices.household[name].children) for name in names])[people["household"]]
    incomes = np.array([INCOMES.index(name) for name in door.income])
    people["income"] = incomes[pick(list(door.income.values()), theta, u(purposes.P_INCOME))]
    people["fallback"] = np.where(people["income"] == I_AKASSA, I_BENEFIT, people["income"])
    people["rights"] = np.where((people["income"] == I_AKASSA) & (people["traits"] & AKASSA_MEMBER > 0), 4, 0)
    people["step"] = pick(door.steps, theta, u(purposes.P_STEP))
    people["assessed"] = people["step"]
    people["idle_since"] = arrives + np.log(u(purposes.P_IDLE)) * door.idle.at(theta)
    people["frailty"] = frailty(life.frailty_variance.at(theta), life.frailty_longest, u(purposes.P_FRAILTY))
    people["eligible"] = door.eligible.at(theta)
    people["stage"], people["row"], people["group"], people["after"] = UNBORN, -1, -1, 1.0
    people["scale"] = scales(scenario, theta, door, people["frailty"], people["traits"])
    for clock in range(CLOCKS):
        people["left"][:, clock] = -np.log(lucks(keys, clock))
    people["drawn"] = 1
    people["since"] = arrives
    for name in ("ends", "band", "expires", "patience"):
        people[name] = np.inf
    return people


def frailty(variance: float, longest: float, u: Floats) -> Floats:
    """Gamma frailty with mean 1 (before the cap at `longest`), by the inverse of its distribution."""
    if variance <= 0:
        return np.ones(len(u))
    factor: Floats = np.minimum(special.gammaincinv(1 / variance, u) * variance, longest)
    return factor


def scales(scenario: Scenario, theta: Mapping[str, float], door: Referrer, frail: Floats, traits: NDArray[np.int64]) -> Floats:
    """Say what is fixed about each person and multiplies each clock: door, frailty to the clock's power, traits."""
    scale = np.ones((len(frail), CLOCKS))
    for name, clock in scenario.clock.items():
        k = EVENTS.index(name)
        column = frail**clock.frailty if clock.frailty else np.ones(len(frail))
        for trait, factor in clock.traits.items():
            column = np.where(traits >> TRAITS.index(trait) & 1, column * factor.at(theta), column)
        scale[:, k] = column * (door.scale[name].at(theta) if name in door.scale else 1.0)
    return scale

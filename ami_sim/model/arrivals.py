"""Who comes into need, when, and with which background: drawn once, from each person's own luck.

Potential arrivals are generated at the highest rate in play with a uniform each; a scenario keeps those below its own ratio
(thinning), so dates never move between options. Numbers count forward from the start date (1, 2, ...) and backward before it
(-1, -2, ...), so that a longer look back renames nobody.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ami_sim.model import randomness as purposes
from ami_sim.model.person import CHILDREN, person_record, take_rows
from ami_sim.model.randomness import keys_of, lucks
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.need import Ages, Referrer
from ami_sim.scenario.registry import AKASSA_MEMBER, I_AKASSA, I_BENEFIT, UNBORN
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
GROWN: Final = 19.0  # years of age at which a child is one of the household no longer
EVENLY: Final = 2048  # persons of a door, spread over its ages, that a share is held to
GOLDEN: Final = 0.6180339887498949  # steps that fill a line evenly
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


def people_in_need(
    scenario: Scenario,
    theta: Mapping[str, float],
    seed: int,
    draw: int,
    replication: int,
    highest: Mapping[str, float] | None = None,
    history: History | None = None,
) -> np.ndarray:
    """Draw everybody who ever comes into need in a run: records sorted by (referrer, number), not yet arrived.

    Times are days from the start date; those who arrived before it have lived none of their life yet. Whoever retires before the start
    is in no run and is left out. With a history, everybody up to the present comes from its luck, and has a key of this replication for
    the time after it; those who come later are this replication's own.
    """
    highest = highest or highest_rates([(scenario, theta)])
    spans = [Span(highest, (seed, draw, replication), 0.0, day_of(scenario, scenario.end), 0)]
    if history is not None and scenario.present is not None:
        now, past = day_of(scenario, scenario.present), highest_rates([(scenario, theta)], scenario.present)
        before = Span(past, (history.seed, history.draw, history.number), 0.0, now, 0)
        spans = [before, Span(highest, (seed, draw, replication), now, spans[0].end, LATER)]
    parts = []
    for index, (name, door) in enumerate(scenario.referrer.items()):
        for span in spans:
            ceiling = span.highest[name]
            numbers, arrives = arrivals(scenario, theta, door, ceiling, (*span.luck, index), span)
            keys = keys_of(*span.luck, index, numbers % (1 << 40))
            kept = lucks(keys, purposes.P_KEEP) * ceiling < rates_at(scenario, theta, door, arrives)
            part = background(scenario, theta, door, index, numbers[kept], arrives[kept], keys[kept])
            if span.end < spans[-1].end:
                part["later"] = keys_of(seed, draw, replication, index, part["number"].astype(np.int64) % (1 << 40))
            parts.append(part)
    people = np.frombuffer(b"".join(part.tobytes() for part in parts), parts[0].dtype)
    people = take_rows(people, np.lexsort((people["number"], people["referrer"])))
    people["id"] = np.arange(len(people))
    return people


class Span(NamedTuple):
    """A stretch of time with luck of its own: the highest rates, (seed, draw, replication), first and last day, first number."""

    highest: Mapping[str, float]
    luck: tuple[int, int, int]
    begin: float
    end: float
    numbered: int


def arrivals(
    scenario: Scenario, theta: Mapping[str, float], door: Referrer, rate: float, who: tuple[int, int, int, int], span: Span
) -> tuple[NDArray[np.int64], Floats]:
    """Numbers and arrival days of potential arrivals at a constant rate, forward over a span and, from the start, back over the burn-in."""
    back = scenario.life.burn_in.at(theta) if door.stock and span.begin == 0.0 else 0.0
    numbers, days = [], []
    for length, sign in ((span.end - span.begin, 1), (back, -1)):
        most = 16 + int(rate * length + 8.0 * np.sqrt(rate * length))
        count = (np.arange(1, most + 1, dtype=np.int64) + span.numbered) * sign
        gaps = -np.log(lucks(keys_of(*who, count % (1 << 40)), purposes.P_GAP))
        when = np.cumsum(gaps) / rate if rate > 0 else np.full(most, np.inf)
        inside = when < length
        numbers.append(count[inside])
        days.append(when[inside] * sign + span.begin)
    return np.concatenate(numbers), np.concatenate(days)


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
    """Fill in everything fixed about people from one door who do not retire before the start, and the condition they arrive in."""
    life, known = scenario.life, scenario.vocabulary
    names = [
        *purposes.AT_BIRTH,
        *(f"child:{i}" for i in range(CHILDREN)),
        *(f"trait:{name}" for name in known.traits),
        *(f"clock:{name}" for name in known.clocks),
    ]
    luck = lucks(keys, np.array([purposes.purpose_named(name) for name in names])[:, None])  # everybody's, for every purpose at once
    own = dict(zip(names, luck, strict=True))
    age = spread(door.ages, theta, own["age_band"], own["age"])
    retires = np.maximum(arrives - age * 365.25 + life.retirement_age * 365.25, arrives + 1.0)
    there = retires > 0.0
    numbers, arrives, keys, age, retires = numbers[there], arrives[there], keys[there], age[there], retires[there]
    own = {name: numbers_of[there] for name, numbers_of in own.items()}
    people = np.zeros(len(numbers), person_record(len(known.clocks)))
    people["referrer"], people["number"], people["key"], people["arrives"], people["began"] = index, numbers, keys, arrives, arrives
    people["finding"] = keys

    people["born"], people["retires"] = arrives - age * 365.25, retires
    for bit, name in enumerate(known.traits):
        if name in door.traits:
            people["traits"] |= np.where(own[f"trait:{name}"] < door.traits[name].at(theta), 1 << bit, 0)
    people["schooling"] = pick(door.schooling, theta, own["schooling"]) if door.schooling else 0
    if door.households:
        settle_families(scenario, theta, door, people, own)
    incomes = np.array([known.incomes.index(name) for name in door.income])
    people["income"] = incomes[pick(list(door.income.values()), theta, own["income"])]
    people["fallback"] = np.where(people["income"] == I_AKASSA, I_BENEFIT, people["income"])
    people["rights"] = np.where((people["income"] == I_AKASSA) & (people["traits"] & AKASSA_MEMBER > 0), 4, 0)
    people["step"] = pick(door.steps, theta, own["step"])
    people["assessed"] = people["step"]
    people["idle_since"] = arrives + np.log(own["idle"]) * door.idle.at(theta)
    people["frailty"] = frailty(life.frailty_variance.at(theta), life.frailty_longest, own["frailty"])
    people["eligible"] = door.eligible.at(theta)
    people["stage"], people["row"], people["group"], people["after"] = UNBORN, -1, -1, 0
    people["scale"] = scales(scenario, theta, door, people)
    people["left"] = -np.log(np.column_stack([own[f"clock:{name}"] for name in known.clocks]))
    people["lit"] = arrives[:, None]
    people["drawn"] = 1
    people["since"] = arrives
    people["valid"], people["answers"] = -np.inf, np.inf
    if not door.households:
        people["child_born"] = -np.inf
    for name in ("joined", "ends", "band", "birth", "partner", "family", "hears", "expires", "patience", "fires"):
        people[name] = np.inf
    return people


def spread(ages: Ages, theta: Mapping[str, float], band: Floats, within: Floats) -> Floats:
    """Draw ages, years: the band by its share, evenly within it."""
    edges = np.array(ages.edges)
    chosen = pick(ages.shares, theta, band)
    found: Floats = edges[chosen] + (edges[chosen + 1] - edges[chosen]) * within
    return found


def settle_families(scenario: Scenario, theta: Mapping[str, float], door: Referrer, people: np.ndarray, own: Mapping[str, Floats]) -> None:
    """Give everybody from one door the household they come from, and each child at home a date of birth by the parent's age then.

    The door's shares of households and of ages both hold; who has children at home follows age. Without `family` children never age.
    """
    names, prices, family = list(scenario.prices.household), scenario.prices, scenario.family
    rows = [prices.household[name] for name in door.households]
    shares = np.array([share.at(theta) for share in door.households.values()])
    size = np.array([sum(row.children) for row in rows])
    if family is None:
        chosen = pick(list(door.households.values()), theta, own["household"])
    else:
        age = (people["arrives"] - people["born"]) / 365.25
        where = f"{scenario.name}: referrer.{next(name for name, row in scenario.referrer.items() if row is door)}.households"
        chosen = by_age(where, family.parents, theta, door, shares, size > 0, age, own["household"])
    people["household"] = np.array([names.index(name) for name in door.households])[chosen]
    people["children"] = size[chosen]
    people["child_born"] = -np.inf
    if family is None:
        people["child_born"] = np.where(np.arange(CHILDREN) < people["children"][:, None], np.inf, -np.inf)
        return
    ages, part = parents_by(family.parents, theta)
    before, now = (np.interp(age - years, ages, part)[:, None] for years in (GROWN, 0.0))
    each = np.column_stack([own[f"child:{i}"] for i in range(CHILDREN)])
    parent = np.interp(before + (now - before) * each, part, ages)
    born = people["born"][:, None] + parent * 365.25
    people["child_born"] = np.where(np.arange(CHILDREN) < people["children"][:, None], born, -np.inf)
    at_home = np.arange(CHILDREN) < people["children"][:, None]
    old = (people["arrives"][:, None] - born) / 365.25
    bands = np.stack(
        [((old >= low) & (old < high) & at_home).sum(axis=1) for low, high in ((-1.0, 7.0), (7.0, 13.0), (13.0, 99.0))], axis=1
    )
    places = {(row.kind, row.household.children): place for place, row in enumerate(prices.compositions)}
    kinds, which = np.unique(np.column_stack((people["household"], bands)), axis=0, return_inverse=True)
    found = [places[names[kind], tuple(counts)] for kind, *counts in kinds.tolist()]
    people["household"] = np.array(found, np.int64)[which.ravel()] if len(found) else people["household"]


def parents_by(parents: Ages, theta: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Give ages of a parent, years, and the share of children born before each."""
    part = np.r_[0.0, np.cumsum([share.at(theta) for share in parents.shares])]
    return np.array(parents.edges), part / part[-1]


def by_age(
    where: str, parents: Ages, theta: Mapping[str, float], door: Referrer, shares: Floats, has: NDArray[np.bool_], age: Floats, u: Floats
) -> NDArray[np.int64]:
    """Choose households so that having children at home follows age, and their shares hold over the door's ages.

    Who is of an age has children with a chance in proportion to the share of children that a parent of that age has at home, and
    never over 1. InputError when the door's ages are too old or too young for its share; where: whose households they are.
    """
    ages, part = parents_by(parents, theta)
    middle = spread(door.ages, theta, (np.arange(EVENLY) + 0.5) / EVENLY, np.asarray(np.arange(EVENLY) * GOLDEN % 1.0, np.float64))

    def at_home(years: Floats) -> Floats:
        found: Floats = np.interp(years, ages, part) - np.interp(years - GROWN, ages, part)
        return found

    wanted, typical = float(shares[has].sum() / shares.sum()), at_home(middle)
    if wanted > (typical > 0.0).mean() + 1e-9:
        raise InputError(
            f"{where}: {wanted:.0%} have children at home; expected at most {(typical > 0.0).mean():.0%}, "
            f"the share of the door's ages at which family.parents has children at home"
        )
    low, high = 0.0, 1.0
    while np.minimum(high * typical, 1.0).mean() < wanted - 1e-9 and high < 1e12:
        high *= 2.0
    for _ in range(60):
        factor = 0.5 * (low + high)
        low, high = (factor, high) if np.minimum(factor * typical, 1.0).mean() < wanted else (low, factor)
    chance = np.minimum(high * at_home(age), 1.0) if wanted > 0.0 else np.zeros(len(age))
    with_children = u < chance
    place = np.zeros(len(age), np.int64)
    for group, rest in (
        (with_children, u / np.where(chance > 0, chance, 1.0)),
        (~with_children, (u - chance) / np.where(chance < 1, 1.0 - chance, 1.0)),
    ):
        which = np.flatnonzero(has if group is with_children else ~has)
        if len(which) and group.any():
            edges = np.cumsum(shares[which]) / shares[which].sum()
            place[group] = which[np.searchsorted(edges[:-1], rest[group], side="right")]
    return place


def frailty(variance: float, longest: float, u: Floats) -> Floats:
    """Gamma frailty with mean 1 (before the cap at `longest`), by the inverse of its distribution."""
    if variance <= 0:
        return np.ones(len(u))
    factor: Floats = np.minimum(special.gammaincinv(1 / variance, u) * variance, longest)
    return factor


def scales(scenario: Scenario, theta: Mapping[str, float], door: Referrer, people: np.ndarray) -> Floats:
    """Say what is fixed about each person and multiplies each clock: door, frailty to the clock's power, traits, income at entry."""
    known, frail, traits = scenario.vocabulary, people["frailty"], people["traits"]
    scale = np.ones((len(frail), len(known.clocks)))
    for name, clock in scenario.clock.items():
        k = known.clocks.index(name)
        column = frail**clock.frailty if clock.frailty else np.ones(len(frail))
        for trait, factor in clock.traits.items():
            column = np.where(traits >> known.traits.index(trait) & 1, column * factor.at(theta), column)
        for income, factor in clock.entry.items():
            column = np.where(people["income"] == known.incomes.index(income), column * factor.at(theta), column)
        scale[:, k] = column * (door.scale[name].at(theta) if name in door.scale else 1.0)
    return scale

"""What those who come through each door are like: tables at one parameter row, and everybody's background drawn from them at once.

A person's background hangs on their door and own luck alone, so that it does not matter who is drawn together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ami_sim.model import randomness as purposes
from ami_sim.model.person import CHILDREN, person_record
from ami_sim.model.randomness import lucks
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.need import Ages, Referrer
from ami_sim.scenario.quantities import Quantity
from ami_sim.scenario.registry import AKASSA_MEMBER, I_AKASSA, I_BENEFIT, UNBORN
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
GROWN: Final = 19.0  # years of age at which a child is one of the household no longer
EVENLY: Final = 2048  # persons of a door, spread over its ages, that a share is held to
GOLDEN: Final = 0.6180339887498949  # steps that fill a line evenly
NEVER: Final = ("joined", "ends", "band", "birth", "partner", "family", "hears", "expires", "patience", "fires")  # dates not known yet


def table(rows: Sequence[Sequence[float]], filler: float, width: int = 1) -> Floats:
    """Put rows of different lengths into one table, filled up on the right; at least so wide."""
    found = np.full((len(rows), max([width, *map(len, rows)])), filler)
    for place, row in enumerate(rows):
        found[place, : len(row)] = row
    return found


def edges_of(shares: Sequence[Sequence[float]]) -> Floats:
    """Give where each choice but the first begins on the line from 0 to 1, a row for each list of shares."""
    return table([np.cumsum(row)[:-1].tolist() for row in shares], np.inf)


def pick(edges: Floats, u: Floats) -> Ints:
    """Choose by cumulative shares, the last one taking what is left; edges: a row a person (or one for all)."""
    found: Ints = (edges <= u[:, None]).sum(axis=1)
    return found


def parents_by(parents: Ages, theta: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Give ages of a parent, years, and the share of children born before each."""
    part = np.r_[0.0, np.cumsum([share.at(theta) for share in parents.shares])]
    return np.array(parents.edges), part / part[-1]


@dataclass(frozen=True, eq=False)
class Doors:
    """The doors of a scenario at one parameter row, as tables with a row a door. `door`: everybody's place in them."""

    scenario: Scenario
    theta: Mapping[str, float]

    @cached_property
    def drawn(self) -> dict[float, tuple[Any, np.ndarray]]:
        """The span that people were last drawn in and who they are, by its first day: options with the same doors draw them once."""
        return {}

    @cached_property
    def rows(self) -> tuple[Referrer, ...]:
        """The doors in the order of the file."""
        return tuple(self.scenario.referrer.values())

    def each(self, figures: Sequence[Quantity | None], otherwise: float = 0.0) -> Floats:
        """Give a figure of every door; where there is none another value holds."""
        return np.array([otherwise if figure is None else figure.at(self.theta) for figure in figures])

    def edges(self, shares: Sequence[Iterable[Quantity]]) -> Floats:
        """Give where the choices of every door begin."""
        return edges_of([[share.at(self.theta) for share in row] for row in shares])

    @cached_property
    def purposes(self) -> dict[str, int]:
        """What is drawn at birth once it is known who lives to see the start, by name; the clocks come last."""
        known = self.scenario.vocabulary
        names = [name for name in purposes.AT_BIRTH if name not in ("age_band", "age")]
        names += [f"child:{i}" for i in range(CHILDREN)]
        names += [*(f"trait:{name}" for name in known.traits), *(f"clock:{name}" for name in known.clocks)]
        return {name: purposes.purpose_named(name) for name in names}

    @cached_property
    def age_edges(self) -> Floats:
        """Where the bands of age begin as shares."""
        return self.edges([door.ages.shares for door in self.rows])

    @cached_property
    def age_marks(self) -> Floats:
        """Where they begin and end, years."""
        return table([door.ages.edges for door in self.rows], np.inf)

    @cached_property
    def steps(self) -> Floats:
        """Where the steps begin."""
        return self.edges([door.steps for door in self.rows])

    @cached_property
    def schooling(self) -> Floats:
        """Where the kinds of schooling begin."""
        return self.edges([door.schooling for door in self.rows])

    @cached_property
    def incomes(self) -> tuple[Floats, Ints]:
        """Where the incomes begin, and their codes."""
        known = self.scenario.vocabulary.incomes
        codes = table([[known.index(name) for name in door.income] for door in self.rows], 0).astype(np.int64)
        return self.edges([door.income.values() for door in self.rows]), codes

    @cached_property
    def traits(self) -> dict[str, Floats]:
        """The share of each trait, by name."""
        return {name: self.each([door.traits.get(name) for door in self.rows]) for name in self.scenario.vocabulary.traits}

    @cached_property
    def idle(self) -> Floats:
        """Mean days without work when the need begins."""
        return self.each([door.idle for door in self.rows])

    @cached_property
    def eligible(self) -> Floats:
        """The factor on AF's eligibility."""
        return self.each([door.eligible for door in self.rows])

    @cached_property
    def scales(self) -> dict[str, Floats]:
        """The factor on each life clock."""
        return {name: self.each([door.scale.get(name) for door in self.rows], 1.0) for name in self.scenario.clock}

    @cached_property
    def homes(self) -> "Homes":
        """The households that people come from."""
        return Homes(self)

    def ages(self, door: Ints, band: Floats, within: Floats) -> Floats:
        """Draw ages, years: the band by its share, evenly within it."""
        chosen = pick(self.age_edges[door], band)
        low, high = self.age_marks[door, chosen], self.age_marks[door, chosen + 1]
        found: Floats = low + (high - low) * within
        return found


class Homes:
    """The households that people from each door come from, so that having children at home follows age, and shares hold over its ages.

    Who is of an age has children with a chance in proportion to the share of children that a parent of that age has at home, and
    never over 1. InputError when a door's ages are too old or too young for its share. Without `family` only the shares count.
    """

    def __init__(self, doors: Doors) -> None:
        scenario, theta = doors.scenario, doors.theta
        self.doors, self.rows, self.family = doors, scenario.prices.household, scenario.family
        names = list(self.rows)
        self.household = table([[names.index(name) for name in door.households] for door in doors.rows], 0).astype(np.int64)
        self.size = np.array([sum(row.children) for row in self.rows.values()])[self.household]
        self.known = np.array([bool(door.households) for door in doors.rows])
        shares = [np.array([share.at(theta) for share in door.households.values()]) for door in doors.rows]
        self.edges = edges_of([row.tolist() for row in shares])
        if self.family is None:
            return
        self.parents = parents_by(self.family.parents, theta)
        has = [size[: len(row)] > 0 for size, row in zip(self.size, shares, strict=True)]
        self.factor = np.array([self._factor(door, row, some) for door, (row, some) in enumerate(zip(shares, has, strict=True))])
        self.groups = [Choices.among(shares, [np.flatnonzero(some == children) for some in has]) for children in (True, False)]

    def _factor(self, door: int, shares: Floats, has: NDArray[np.bool_]) -> float:
        """Give what the share of children at home is multiplied by to be a chance of having them, at one door."""
        if not len(shares):
            return 0.0
        wanted, row = float(shares[has].sum() / shares.sum()), self.doors.rows[door]
        years = Years(*(tuple(part.tolist()) for part in self.parents))
        factor, most = chance_of_children(wanted, years, row.ages.edges, tuple(self.doors.age_edges[door].tolist()))
        if wanted > most + 1e-9:
            where = f"{self.doors.scenario.name}: referrer.{list(self.doors.scenario.referrer)[door]}.households"
            raise InputError(
                f"{where}: {wanted:.0%} have children at home; expected at most {most:.0%}, "
                f"the share of the door's ages at which family.parents has children at home"
            )
        return factor if wanted > 0.0 else 0.0

    def chosen(self, door: Ints, age: Floats, u: Floats) -> Ints:
        """Choose everybody's household among those of their door; age: years when the need begins."""
        if self.family is None:
            return pick(self.edges[door], u)
        chance = np.minimum(self.factor[door] * at_home(Years(*self.parents), age), 1.0)
        with_children = u < chance
        within, beyond = u / np.where(chance > 0, chance, 1.0), (u - chance) / np.where(chance < 1, 1.0 - chance, 1.0)
        one, other = (group.pick(door, np.where(with_children, within, beyond)) for group in self.groups)
        found: Ints = np.where(with_children, one, other)
        return found

    def settle(self, door: Ints, people: np.ndarray, own: Mapping[str, Floats]) -> None:
        """Give everybody the household they come from, and each child at home a date of birth by the parent's age then."""
        people["child_born"] = -np.inf
        who = np.flatnonzero(self.known[door])
        door, arrives, birth = door[who], people["arrives"][who], people["born"][who]
        age = (arrives - birth) / 365.25
        chosen = self.chosen(door, age, own["household"][who])
        children, household = self.size[door, chosen], self.household[door, chosen]
        at_home = np.arange(CHILDREN) < children[:, None]
        people["children"][who] = children
        if self.family is None:
            people["household"][who] = household
            people["child_born"][who] = np.where(at_home, np.inf, -np.inf)
            return
        ages, part = self.parents
        before, now = (np.interp(age - years, ages, part)[:, None] for years in (GROWN, 0.0))
        each = np.column_stack([own[f"child:{i}"][who] for i in range(CHILDREN)])
        born = birth[:, None] + np.interp(before + (now - before) * each, part, ages) * 365.25
        people["child_born"][who] = np.where(at_home, born, -np.inf)
        old = (arrives[:, None] - born) / 365.25
        bands = [((old >= low) & (old < high) & at_home).sum(axis=1) for low, high in ((-1.0, 7.0), (7.0, 13.0), (13.0, 99.0))]
        people["household"][who] = self.compositions[(household, *bands)]

    @cached_property
    def compositions(self) -> Ints:
        """The place in `Prices.compositions` of each household with so many children of each band of age."""
        rows, names = self.doors.scenario.prices.compositions, list(self.rows)
        found = np.full((len(names), *[1 + max(sum(row.household.children) for row in rows)] * 3), -1)
        for place, row in enumerate(rows):
            found[(names.index(row.kind), *row.household.children)] = place
        return found


class Years(NamedTuple):
    """Ages of a parent, years, and the share of all children born before each."""

    ages: Any
    part: Any


def at_home(parents: Years, age: Floats) -> Floats:
    """Give the share of a parent's children who are at home when the parent is of an age, years."""
    found: Floats = np.interp(age, *parents) - np.interp(age - GROWN, *parents)
    return found


class Choices(NamedTuple):
    """Some of the households of each door: which, and where each but the first begins on the line from 0 to 1."""

    which: Ints
    edges: Floats

    @classmethod
    def among(cls, shares: Sequence[Floats], which: Sequence[Ints]) -> "Choices":
        """Take some of every door's households."""
        chosen = [row[some] for row, some in zip(shares, which, strict=True)]
        edges = [(np.cumsum(row) / row.sum())[:-1].tolist() if len(row) else [] for row in chosen]
        return cls(table([some.tolist() for some in which], 0).astype(np.int64), table(edges, np.inf))

    def pick(self, door: Ints, u: Floats) -> Ints:
        """Choose one of them for everybody."""
        found: Ints = self.which[door, pick(self.edges[door], u)]
        return found


@lru_cache(maxsize=256)  # most doors' ages and households follow no parameter
def chance_of_children(wanted: float, parents: Years, bands: tuple[float, ...], shares: tuple[float, ...]) -> tuple[float, float]:
    """Find the factor on the share of children at home that makes so many people of a door have some, and the most that may have.

    bands, shares: the door's ages, years, and where each band but the first begins as a share.
    """
    marks, band = np.array(bands), pick(np.array(shares), (np.arange(EVENLY) + 0.5) / EVENLY)
    within = np.asarray(np.arange(EVENLY) * GOLDEN % 1.0, np.float64)
    typical = at_home(parents, marks[band] + (marks[band + 1] - marks[band]) * within)
    low, high = 0.0, 1.0
    while np.minimum(high * typical, 1.0).mean() < wanted - 1e-9 and high < 1e12:
        high *= 2.0
    for _ in range(60):
        factor = 0.5 * (low + high)
        low, high = (factor, high) if np.minimum(factor * typical, 1.0).mean() < wanted else (low, factor)
    return high, float((typical > 0.0).mean())


def background(doors: Doors, door: Ints, numbers: Ints, arrives: Floats, keys: NDArray[np.uint64]) -> np.ndarray:
    """Fill in everything fixed about people who do not retire before the start, and the condition they arrive in."""
    life, known = doors.scenario.life, doors.scenario.vocabulary
    age = doors.ages(door, *(lucks(keys, purposes.purpose_named(name)) for name in ("age_band", "age")))
    retires = np.maximum(arrives - age * 365.25 + life.retirement_age * 365.25, arrives + 1.0)
    there = retires > 0.0
    door, numbers, keys = door[there], numbers[there], keys[there]
    arrives, age, retires = arrives[there], age[there], retires[there]
    luck = lucks(keys, np.array(list(doors.purposes.values()))[:, None])  # everybody's, for every purpose at once
    own = dict(zip(doors.purposes, luck, strict=True))
    people = np.zeros(len(numbers), person_record(len(known.clocks)))
    people["referrer"], people["number"], people["key"], people["arrives"], people["began"] = door, numbers, keys, arrives, arrives
    people["finding"] = keys

    people["born"], people["retires"] = arrives - age * 365.25, retires
    for bit, (name, share) in enumerate(doors.traits.items()):
        people["traits"] |= np.where(own[f"trait:{name}"] < share[door], 1 << bit, 0)
    people["schooling"] = pick(doors.schooling[door], own["schooling"])
    doors.homes.settle(door, people, own)
    edges, incomes = doors.incomes
    people["income"] = incomes[door, pick(edges[door], own["income"])]
    people["fallback"] = np.where(people["income"] == I_AKASSA, I_BENEFIT, people["income"])
    people["rights"] = np.where((people["income"] == I_AKASSA) & (people["traits"] & AKASSA_MEMBER > 0), 4, 0)
    people["step"] = pick(doors.steps[door], own["step"])
    people["assessed"] = people["step"]
    people["idle_since"] = arrives + np.log(own["idle"]) * doors.idle[door]
    people["frailty"] = frailty(life.frailty_variance.at(doors.theta), life.frailty_longest, own["frailty"])
    people["eligible"] = doors.eligible[door]
    people["stage"], people["row"], people["group"], people["after"] = UNBORN, -1, -1, 0
    people["scale"] = scales(doors, door, people)
    people["left"] = -np.log(np.column_stack([own[f"clock:{name}"] for name in known.clocks]))
    people["lit"] = arrives[:, None]
    people["drawn"] = 1
    people["since"] = arrives
    people["valid"], people["answers"] = -np.inf, np.inf
    for name in NEVER:
        people[name] = np.inf
    return people


def frailty(variance: float, longest: float, u: Floats) -> Floats:
    """Gamma frailty with mean 1 (before the cap at `longest`), by the inverse of its distribution."""
    if variance <= 0:
        return np.ones(len(u))
    factor: Floats = np.minimum(special.gammaincinv(1 / variance, u) * variance, longest)
    return factor


def scales(doors: Doors, door: Ints, people: np.ndarray) -> Floats:
    """Say what is fixed about each person and multiplies each clock: door, frailty to the clock's power, traits, income at entry."""
    known, theta, frail, traits = doors.scenario.vocabulary, doors.theta, people["frailty"], people["traits"]
    scale = np.ones((len(frail), len(known.clocks)))
    for name, clock in doors.scenario.clock.items():
        column = frail**clock.frailty if clock.frailty else np.ones(len(frail))
        for trait, factor in clock.traits.items():
            column = np.where(traits >> known.traits.index(trait) & 1, column * factor.at(theta), column)
        for income, factor in clock.entry.items():
            column = np.where(people["income"] == known.incomes.index(income), column * factor.at(theta), column)
        scale[:, known.clocks.index(name)] = column * doors.scales[name][door]
    return scale

"""Every price of one year as plain numbers: kr per month in that year's kronor, ready for the aid test and the flows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ami_sim.scenario.prices import Household, Prices, latest, monthly

Basis = Literal["fixed", "current"]


class Home(NamedTuple):
    """A household in one year, kr per month: its norm and housing, what it has whatever happens to the person, and its size.

    In a `Span` every field is an array [household, year].
    """

    adults: int
    children: int
    norm: float
    housing: float
    child_support: float  # child allowance and, for a lone parent, maintenance support
    other_wage: float
    full_allowance: float  # housing allowance before income reduces it; 0 without children
    free: float  # income of each adult that does not reduce it
    full_supplement: float  # housing supplement with sickness compensation, before the housing allowance is taken off it


class Source(NamedTuple):
    """An income source in one year: the gross amount without and with the earnings-related right, kr per month, and its rules.

    In a `Span` the amounts are arrays, a number a year, as are those of services and bills.
    """

    word: str
    kind: str
    payer: str
    amount: Any
    earnings_related: Any
    taxable: str
    aid_tested: bool
    subsidy: float


class Service(NamedTuple):
    """A service that costs a public actor this much a month while a person is in a stage."""

    payer: str
    kind: str
    amount: Any


class Bill(NamedTuple):
    """What a participant's month in a group moves, kr."""

    payer: str
    payee: str
    kind: str
    nature: Literal["transfer", "resource", "production"]
    amount: Any


@dataclass(frozen=True)
class Tariff:
    """Prices in force one year. `deflator` divides that year's kronor to give the kronor results are stated in."""

    prices: Prices
    year: int
    deflator: float

    @cached_property
    def base_amount(self) -> float:
        """The base amount (prisbasbelopp), kr per year."""
        return 12 * self.prices.in_year(self.prices.tax.base_amount, self.prices.tax.index, self.year)

    @cached_property
    def tax_rates(self) -> tuple[float, float]:
        """Rates of the municipality and the region."""
        tax = self.prices.tax
        return latest(tax.municipal, self.year)[1], latest(tax.region, self.year)[1]

    @cached_property
    def equalised(self) -> tuple[float, float]:
        """The part of each rate that the equalisation of incomes takes back."""
        tax = self.prices.tax
        return latest(tax.equalised_municipal, self.year)[1], latest(tax.equalised_region, self.year)[1]

    @cached_property
    def public_service(self) -> tuple[float, float]:
        """The public service fee: share of taxable income, and its ceiling in kr per year."""
        tax = self.prices.tax
        return latest(tax.public_service, self.year)[1], 12 * self.prices.in_year(tax.public_service_ceiling, tax.index, self.year)

    @cached_property
    def job_credit(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Edges (base amounts) and slopes of the income that the job tax credit is reckoned on."""
        year, edges = latest(self.prices.tax.job_edges, self.year)
        return edges, self.prices.tax.job_slopes[year]

    @cached_property
    def price_level(self) -> float:
        """The level of consumer prices, 1 in the price year."""
        return self.prices.level("prices", self.year, self.prices.price_year)

    @cached_property
    def wages(self) -> float:
        """The level of wages, 1 in the price year."""
        return self.prices.level("wages", self.year, self.prices.price_year)

    @cached_property
    def contributions(self) -> float:
        """All that a municipality pays on top of a wage, as a share of it."""
        return latest(self.prices.labour.contributions, self.year)[1]

    @cached_property
    def replacement(self) -> float:
        """Labour cost of a regular full-time employee whom a participant's work would replace."""
        labour = self.prices.labour
        return self.prices.in_year(labour.replacement, labour.index, self.year) * (1 + self.contributions)

    @cached_property
    def handling(self) -> float:
        """What one active aid case more costs in handling."""
        return self.prices.in_year(self.prices.aid.handling, self.prices.aid.index, self.year)

    @cached_property
    def homes(self) -> tuple[Home, ...]:
        """Every household, by its number (`Prices.compositions`)."""
        return tuple(self._home(row.household) for row in self.prices.compositions)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every income source, in the order of their codes."""
        rows = ((word, self.prices.income[word]) for word in self.prices.vocabulary.incomes)
        return tuple(
            Source(
                word,
                row.kind,
                row.payer,
                self.prices.in_year(row.amount, row.index, self.year),
                self.prices.in_year(row.earnings_related or row.amount, row.index, self.year),
                row.taxable,
                row.aid_tested,
                row.subsidy,
            )
            for word, row in rows
        )

    @cached_property
    def services(self) -> tuple[tuple[Service, ...], ...]:
        """For every stage, the services a person uses beyond those of somebody in work."""
        rows = self.prices.care.values()
        return tuple(
            tuple(
                Service(row.payer, row.kind, self.prices.in_year(row.amount, row.index, self.year)) for row in rows if stage in row.stages
            )
            for stage in self.prices.vocabulary.stages
        )

    @cached_property
    def per_place(self) -> Mapping[str, tuple[Bill, ...]]:
        """For each group with such prices, what a participant's month there moves."""
        found: dict[str, tuple[Bill, ...]] = {}
        for row in self.prices.per_place.values():
            bill = Bill(row.payer, row.payee, row.kind, row.nature, self.prices.in_year(row.amount, row.index, self.year))
            found |= {group: (*found.get(group, ()), bill) for group in row.groups}
        return found

    def _home(self, row: Household) -> Home:
        """One household: the norm by its members, housing by prices, support for children."""
        norm, year = self.prices.norm, self.year
        persons = row.adults + sum(row.children)
        personal = self.prices.in_year(norm.single if row.adults == 1 else norm.couple, norm.index, year)
        counted = norm.large.kept(row.children, row.adults, year) if norm.large else row.children
        personal += sum(n * self.prices.in_year(norm.child[band], norm.index, year) for band, n in enumerate(counted))
        size = row.sharing or persons
        housing = monthly(row.housing) * self.prices.level("prices", year, row.year)
        common = self.prices.in_year(norm.common[min(size, 7) - 1], norm.index, year)
        common += max(0, size - 7) * self.prices.in_year(norm.beyond, norm.index, year)
        return Home(
            row.adults,
            sum(row.children),
            personal + common * persons / size,
            housing,
            self._child_support(row),
            monthly(row.other_wage) * self.prices.level("wages", year, row.year),
            *self._housing_support(row, housing),
        )

    def _housing_support(self, row: Household, housing: float) -> tuple[float, float, float]:
        """Full housing allowance (a special part and a part for the dwelling), income without reduction, and the full supplement."""
        rules = self.prices.housing
        level = self.prices.level(rules.index, self.year, rules.year)
        supplement = rules.supplement_share * min(housing, monthly(rules.supplement_limit) * level) / row.adults
        free = level * monthly(rules.free_single if row.adults == 1 else rules.free_each)
        if not sum(row.children):
            return 0.0, free, supplement
        size = min(sum(row.children), 3) - 1
        dwelling = rules.share * max(0.0, min(housing, level * monthly(rules.limit[size])) - level * monthly(rules.floor))
        return min(level * monthly(rules.special[size]) + dwelling, level * monthly(rules.ceiling[size])), free, supplement

    def _child_support(self, row: Household) -> float:
        """Child allowance with the supplement for several children, and maintenance support to a lone parent."""
        family, count = self.prices.family, sum(row.children)
        supplement = monthly(family.siblings[min(count, len(family.siblings) + 1) - 2]) if count > 1 and family.siblings else 0.0
        maintenance = sum(n * monthly(family.maintenance[band]) for band, n in enumerate(row.children)) if row.adults == 1 else 0.0
        return (count * monthly(family.child) + supplement + maintenance) * self.prices.level(family.index, self.year, family.year)


@dataclass(frozen=True)
class Span:
    """The tariffs of several years side by side: what money that follows a person reads of a `Tariff`, with the year as the last axis."""

    prices: Prices
    tariffs: tuple[Tariff, ...]

    def __getattr__(self, name: str) -> Any:
        """Give an attribute of every year's tariff that is a number or some numbers, years last; made once."""
        if name.startswith("_"):
            raise AttributeError(name)
        found = np.array([getattr(one, name) for one in self.tariffs]).T
        object.__setattr__(self, name, found)
        return found

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every income source, in the order of their codes; only the amounts hang on the year."""
        return tuple(
            one[0]._replace(**{name: np.array([getattr(row, name) for row in one]) for name in ("amount", "earnings_related")})
            for one in zip(*(one.sources for one in self.tariffs), strict=True)
        )

    @cached_property
    def services(self) -> tuple[tuple[Service, ...], ...]:
        """For every stage, the services a person uses beyond those of somebody in work."""
        by_stage = zip(*(one.services for one in self.tariffs), strict=True)
        return tuple(tuple(over_years(rows) for rows in zip(*stage, strict=True)) for stage in by_stage)

    @cached_property
    def per_place(self) -> Mapping[str, tuple[Bill, ...]]:
        """For each group with such prices, what a participant's month there moves."""
        groups = self.tariffs[0].per_place
        return {
            group: tuple(over_years(rows) for rows in zip(*(one.per_place[group] for one in self.tariffs), strict=True)) for group in groups
        }

    @cached_property
    def job_credit(self) -> tuple[Any, Any]:
        """Edges and slopes of the job tax credit; a year with fewer of them has slopes of 0 above all incomes."""
        edges, slopes = zip(*(one.job_credit for one in self.tariffs), strict=True)
        return np.array(list(zip_longest(*edges, fillvalue=np.inf))), np.array(list(zip_longest(*slopes, fillvalue=0.0)))

    @cached_property
    def _homes(self) -> list[NDArray[np.float64]]:
        """Every field of every household, [household, year]."""
        return list(np.array([one.homes for one in self.tariffs], np.float64).transpose(2, 1, 0))

    def home(self, households: NDArray[np.int64]) -> Home:
        """Give the households of some persons: every field an array [person, year]."""
        return Home._make(field[households] for field in self._homes)


Priced = TypeVar("Priced", Service, Bill)


def over_years(rows: Sequence[Priced]) -> Priced:
    """Put what is the same thing in several years side by side: the amounts are an array."""
    return rows[0]._replace(amount=np.array([row.amount for row in rows]))


def tariff(prices: Prices, year: int, basis: Basis = "fixed") -> Tariff:
    """Prices of a year, for results in the price year's kronor ("fixed") or in each year's own ("current")."""
    return Tariff(prices, year, prices.level("prices", year, prices.price_year) if basis == "fixed" else 1.0)

"""One replication: the same people under every option, with the log read into measures and money."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.ledger import ORE, PriceBook, check_balance, in_ore, kronor_of, years_of
from ami_sim.accounts.lines import AID
from ami_sim.accounts.outturn import Outturn
from ami_sim.accounts.payments import book_starts
from ami_sim.accounts.present import discount_factors
from ami_sim.accounts.pricing import costs_of, price_book
from ami_sim.accounts.stored import stretches_of
from ami_sim.accounts.unit import book_unit
from ami_sim.engines.protocol import Engine, Run
from ami_sim.model.arrivals import History
from ami_sim.model.history import population
from ami_sim.model.strategies import Rank
from ami_sim.model.tables import Plan, Tables
from ami_sim.record.days import summed
from ami_sim.record.measures.lives import Lives
from ami_sim.record.measures.registry import Key, Measures
from ami_sim.record.measures.requirement import requirement_by_month
from ami_sim.record.monthly import month_edges, monthly_beside
from ami_sim.record.reading import Moves, Reading, read
from ami_sim.record.spells import Condition
from ami_sim.runs.measures import SHIPPED, beside, of_run
from ami_sim.runs.seen import Paths, Seen
from ami_sim.scenario.common import agree

DAYS = ("year", "after", *Condition._fields, "what", "to_stage")


# Tables that say nothing about lives before the start date: the unit's calendar, queues and purse.
OF_THE_UNIT: tuple[str, ...] = (
    "dates",
    "capacity",
    "open_rows",
    "economy",
    "on_aid",
    "doors",
    "pool_share",
    "pool_lag",
    "pool_aid",
    "pool_month",
    "aid",
    "weights",
    "order_from",
    "extended",
    "reorders",
)
OF_THE_UNIT += ("ageing", "moving", "rerates", "discharges", "suspends", "strict", "shut", "entries")


# What a log is read by, beside the tables.
READ_BY: Final = ("rows", "groups", "referrers", "households", "vocabulary", "parting", "horizon")


@dataclass(frozen=True, eq=False)
class Prepared:
    """A lowered option with everything that is the same in every replication."""

    name: str
    plan: Plan
    own: Rank

    @cached_property
    def edges(self) -> NDArray[np.float64]:
        """First day of each month from the start, and the end."""
        return self.plan.same("edges", month_edges)

    @cached_property
    def months(self) -> NDArray[np.datetime64]:
        """First date of each month."""
        days = self.edges[:-1].astype(np.int64)
        found: NDArray[np.datetime64] = np.datetime64(self.plan.scenario.start) + days
        return found

    @cached_property
    def book(self) -> Any:
        """The price book in the price year's kronor."""
        return price_book(self.plan)

    @cached_property
    def costs(self) -> Any:
        """What the units cost."""
        return self.plan.same("costs", costs_of)

    @cached_property
    def booked(self) -> NDArray[np.float64]:
        """What the units cost, kr [month, line]: the same in every replication."""
        years, costs = dict.fromkeys(years_of(self.months).tolist()), self.costs
        deflators = {year: self.book.tariff(year).deflator for year in years}
        scenario, lines = self.plan.scenario, self.book.lines
        return self.plan.common.once(
            "booked", (scenario, costs), {}, lambda _: book_unit(costs, self.months, lines, scenario.prices, deflators)
        )

    @cached_property
    def stretches(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """The years, each before or after the parting, as numbers; which one each month is in, and its first month."""
        labels, first, where = self.plan.same(
            "stretches", lambda plan: np.unique(stretches_of(plan), return_index=True, return_inverse=True)
        )
        return labels, where, first

    def paid_once(self, moves: Moves) -> NDArray[np.float64]:
        """Book what price rules of one's own pay once when a stage begins, kr [month, line]; moves: counts [transition, month]."""
        book, (kinds, counts) = self.book, moves
        if not any(row.once for row in book.prices.payment.values()):
            return np.zeros((1, len(book.lines)))
        years = years_of(self.months)
        deflators = np.array([book.tariff(year).deflator for year in years.tolist()])
        return book_starts(book.prices, book.lines, kinds, counts.T.astype(np.float64), years, deflators)

    @cached_property
    def factors(self) -> NDArray[np.float64]:
        """Discount factor of each month as of the parting date; 0 before it."""
        scenario, months = self.plan.scenario, self.months
        return self.plan.same("factors", lambda _: discount_factors(months, scenario.discount, scenario.parting, scenario.end))

    @cached_property
    def paths(self) -> Paths:
        """What comparing this option with another needs."""
        return Paths(self.plan, self.book, self.months, self.edges, self.factors, self.costs)


def alike_before_the_start(one: Plan, other: Plan) -> bool:
    """Tell whether the people of two options and their lives before the start date are the same: then the options share them."""
    before = one.rows == other.rows and agree(
        one.scenario, other.scenario, ("referrer", "clock", "cohort", "open_cases", "life", "start", "end")
    )
    return before and agree(one.tables, other.tables, (name for name in one.tables._fields if name not in OF_THE_UNIT))


@dataclass(frozen=True)
class Outcome:
    """What one option did in one replication: measures, months, days by condition per year and the committees' outturn."""

    measures: dict[Key, float]
    monthly: dict[str, NDArray[np.float64]]
    days: tuple[NDArray[np.int16], NDArray[np.float64]]  # keys [`DAYS`, row], amounts
    events: int
    outturn: Outturn


def replicate(
    options: Mapping[str, Prepared],
    engine: Engine,
    seed: int,
    draw: int,
    replication: int,
    highest: Mapping[str, float],
    reference: str = "",
    history: History | None = None,
    measures: Measures = SHIPPED,
) -> dict[str, Outcome]:
    """Run every option on the same people: name -> outcome. `reference`: the option that all are compared with, life by life.

    `history`: whose luck the time up to the present has (default: this replication's own). `measures`: what is counted.
    """
    stocks: list[tuple[Plan, np.ndarray]] = []
    lived: list[Lived] = []
    found: dict[str, Outcome] = {}
    seen: dict[str, Seen] = {}
    for name, option in options.items():
        people = next((people for plan, people in stocks if alike_before_the_start(plan, option.plan)), None)
        if people is None:
            people = population(option.plan, seed, draw, replication, highest, engine.live, history)
            stocks.append((option.plan, people))
        life = next((life for life in lived if engine.compiles and life.people is people and live_alike(life.option, option)), None)
        if life is None:  # a model of one's own may look at all of a scenario, and lives each option
            life = Lived.of(option, people, engine.simulate(option.plan, people, option.own))
            lived.append(life)
        found[name], seen[name] = accounted(option, life, measures)
    if reference:
        first = options[reference].plan.scenario.referrer
        others = any(option.plan.scenario.referrer != first for option in options.values())  # another inflow: some are in one option only
        for name, outcome in found.items():
            outcome.measures.update(beside(measures, seen[reference], seen[name], others))
            if name != reference:
                outcome.monthly.update(monthly_beside(outcome.monthly, found[reference].monthly))
    return found


def live_alike(one: Prepared, other: Prepared) -> bool:
    """Tell whether the same people live the same lives under two options, whose logs read alike: they differ in money alone, if at all."""
    plan, same = one.plan, other.plan
    alike = one.own is other.own and plan.scenario.start == same.scenario.start and agree(plan, same, READ_BY)
    return alike and agree(plan.tables, same.tables, Tables._fields)


@dataclass(frozen=True, eq=False)
class Lived:
    """One run of an option, as it was read. at_prices: what it costs at each price book, for options that share it."""

    option: Prepared
    people: np.ndarray
    events: int
    reading: Reading
    at_prices: dict[PriceBook, tuple[NDArray[np.int64], NDArray[np.float64]]] = field(default_factory=dict)

    @classmethod
    def of(cls, option: Prepared, people: np.ndarray, run: Run) -> "Lived":
        """Read a run's log, whose identities are checked."""
        return cls(option, people, run.events, read(run.log, option.plan, people, option.edges))

    def at(self, book: PriceBook, months: NDArray[np.datetime64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Price it: the parts of each condition in a book, and what people cost, kr [month, line]."""
        if book not in self.at_prices:
            parts = book.parts(self.reading.every)
            self.at_prices[book] = parts, kronor_of(self.reading.days, months, book, parts[self.reading.met])
        return self.at_prices[book]


def observe(option: Prepared, people: np.ndarray, run: Run, measures: Measures = SHIPPED) -> tuple[Outcome, Seen]:
    """Read a log: measures, months, money; identities of the log and the ledger's balance are checked on every run."""
    return accounted(option, Lived.of(option, people, run), measures)


def accounted(option: Prepared, life: Lived, measures: Measures) -> tuple[Outcome, Seen]:
    """Say what an option's lives come to: measures, months and money; the ledger's balance is checked."""
    plan, book, read = option.plan, option.book, life.reading
    parts, kronor = life.at(book, option.months)
    ledger = in_ore(kronor + (option.booked + option.paid_once(read.moves)))
    check_balance(ledger, book.lines)
    on_aid = book.seen(parts, AID, (plan.scenario.prices.price_year,))[:, 0] > 0  # by the norm of the price year; a top-up counts
    lives = Lives(read.spells, plan, life.people, read.groups, on_aid[read.kind])
    seen = Seen(option.paths, lives, read, parts, ledger)
    monthly = {**read.monthly, **requirement_by_month(lives, option.edges)}
    actors = seen.net
    monthly |= {f"net_result:{actor}": actors[actor] / ORE for actor in ("municipality", "region", "state", "person", "society")}
    return Outcome(of_run(measures, seen), monthly, by_year(option, read), life.events, seen.outturn), seen


def by_year(option: Prepared, read: Reading) -> tuple[NDArray[np.int16], NDArray[np.float64]]:
    """Days by condition and counted transitions per calendar year, so that prices can change without a new run: keys and amounts.

    keys: [`DAYS`, row]; `after` is 1 from the parting on, so that a year the parting cuts comes in two pieces; `what` and `to_stage` are -1
    for days, the last five but them -1 for transitions.
    """
    labels, where, first = option.stretches
    (kinds, counts), conditions = read.moves, read.conditions
    yearly, sums = summed(read.days, where, len(labels)), np.add.reduceat(counts, first, axis=1)
    at = np.flatnonzero(yearly != 0)  # many times as fast as in two dimensions
    stood, moved = np.divmod(at, max(1, len(conditions))), np.nonzero(sums)
    keys = np.full((len(DAYS), len(at) + len(moved[0])), -1, np.int16)
    keys[:2] = np.array(np.divmod(labels, 2), np.int16).take(np.concatenate((stood[0], moved[1])), axis=1)
    keys[2:-2, : len(at)] = conditions.T.astype(np.int16).take(stood[1], axis=1)
    keys[[2, -2, -1], len(at) :] = kinds.T[[1, 0, 2]].take(moved[0], axis=1)
    return keys, np.concatenate((yearly.ravel()[at], sums[moved]))

"""What was seen of one option in one replication, and what is the same in every replication of it: prices over time, months that count."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.committees import budget_of, wage_money
from ami_sim.accounts.corrections import LEVELS, Shares, losses_of_job, shares_at
from ami_sim.accounts.displacement import Jobs, jobs_of, kinds_of_jobs, work_of_open_job
from ami_sim.accounts.ledger import ORE, PriceBook, by_actor, of_nature, years_of
from ami_sim.accounts.lines import AID, PRODUCTION
from ami_sim.accounts.living import LivingCosts
from ami_sim.accounts.outturn import Outturn, Pairs
from ami_sim.accounts.passes import Calendar, Priced, months_by_year, over_time
from ami_sim.accounts.rules import regular_worth
from ami_sim.accounts.shift import destinations
from ami_sim.accounts.unit import UnitCost
from ami_sim.model.tables import Plan
from ami_sim.record.measures.lives import Lives
from ami_sim.record.reading import Reading
from ami_sim.record.spells import Spells
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import IN_INTERVENTION


@dataclass(frozen=True, eq=False)
class Paths:
    """What is the same in every replication of an option: prices over time and the months that count."""

    plan: Plan
    book: PriceBook
    months: NDArray[np.datetime64]
    edges: NDArray[np.float64]
    factors: NDArray[np.float64]
    costs: Sequence[UnitCost]

    @cached_property
    def over_time(self) -> Calendar:
        """What a day counts in money that follows a person: discounted months up to each edge, and the year of each month."""
        return self.plan.same("over time", lambda _: over_time(self.edges, self.factors, self.calendar[1]))

    @cached_property
    def staff_hours(self) -> float:
        """Hours of the unit's posts from the parting to the end."""
        scenario = self.plan.scenario
        hours = 0.0
        for cost in self.costs:
            if cost.kind in ("posts", "overhead") and cost.closes > scenario.parting:
                days = (cost.closes - max(cost.opens, scenario.parting)).days
                hours += cost.posts * scenario.hours_per_post.at(self.plan.theta) * days / YEAR
        return hours

    @cached_property
    def calendar(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The calendar years, and which one each month is in."""
        years, place = np.unique(years_of(self.months), return_inverse=True)
        return years, place

    @cached_property
    def budget(self) -> tuple[Pairs, NDArray[np.int64]]:
        """The lines of the committees' budgets, and the sign of each line of the accounts in each."""
        return budget_of(self.book.lines)

    @cached_property
    def deflators(self) -> NDArray[np.float64]:
        """The price level of each year: multiplies the price year's kronor into the year's own."""
        return np.array([self.book.tariff(year).deflator for year in self.calendar[0].tolist()])

    @cached_property
    def wages_over_budget(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        """Signs of the lines that make up participants' net wages, wage money by year, and each year's discount factor."""
        row = next((row for row in self.plan.scenario.prices.budget.values() if row.set_by == "wage_money"), None)
        pairs, signs = self.budget
        years, place = self.calendar
        follows = row.follows if row else "none"
        money = self.plan.same("wage money", lambda plan: wage_money(plan, self.months, follows, current=False)[1])
        length = np.diff(self.edges)
        whole = np.bincount(place, weights=self.factors == 0, minlength=len(years)) == 0
        weights = whole * np.bincount(place, weights=self.factors * length) / np.bincount(place, weights=length)
        return signs[:, pairs.index(("ami", "wages_net"))], money, weights

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The calendar years, as they are asked for in a price book."""
        return tuple(self.calendar[0].tolist())

    @cached_property
    def shares(self) -> dict[str, Shares]:
        """What a paired difference leaves out, at each level."""
        return {level: shares_at(self.book, level) for level in LEVELS}

    @cached_property
    def lost_job(self) -> dict[str, NDArray[np.float64]]:
        """Kr that each actor and group nets when somebody loses an open job for a month, at each level: as `losses_by_year`."""
        return {level: losses_by_year(self.book.living, self.years, shares.on_aid) for level, shares in self.shares.items()}

    @cached_property
    def hours(self) -> NDArray[np.float64]:
        """Hours of a job in each service row, of full time; the last is any other job."""
        return np.array([*(row.hours for row in self.book.rows), 1.0])

    @cached_property
    def open_job(self) -> NDArray[np.float64]:
        """What a month in an open job produces, kr [year]."""
        return work_of_open_job(self.calendar[0], self.book)

    @cached_property
    def regular_worth(self) -> NDArray[np.float64]:
        """What a month in each service row would be worth if an hour were a regular employee's, kr [year, row]."""
        at = self.book.living.span(self.years)
        return np.array([regular_worth(row, at) / at.deflator for row in self.book.rows]).T


@lru_cache(maxsize=24)
def losses_by_year(living: LivingCosts, years: tuple[int, ...], on_aid: float) -> NDArray[np.float64]:
    """Give what each actor and group nets by one lost job, kr per month [party, year, household], in the order of `by_actor`.

    One for all options and draws that share what persons live on.
    """
    lost = np.array([losses_of_job(living, year, on_aid) for year in years])
    return np.array(list(by_actor(lost, living.lines).values()))


@dataclass(frozen=True, eq=False)
class Seen:
    """What was seen of one option in one replication, kept until every option has run.

    read: what its log says. parts: of each of its conditions, in the price book.
    """

    paths: Paths
    lives: Lives
    read: Reading
    parts: NDArray[np.int64]
    ledger: NDArray[np.int64]

    @cached_property
    def in_jobs(self) -> NDArray[np.bool_]:
        """Of which kind of job each of those conditions is: [kind, condition]."""
        return kinds_of_jobs(self.read.conditions)

    @cached_property
    def households(self) -> NDArray[np.float64]:
        """The share of the people that lives in each household."""
        homes = len(self.paths.book.prices.compositions)
        return np.bincount(self.people["household"], minlength=homes) / max(1, len(self.people))

    @property
    def people(self) -> np.ndarray:
        """The people, as records."""
        return self.lives.people

    @property
    def spells(self) -> Spells:
        """Their lives."""
        return self.lives.spells

    def prices(self, view: int, parts: NDArray[np.int64]) -> NDArray[np.float64]:
        """Kr per month of conditions given by their parts in a view of `lines.VIEWS`: [condition, year]."""
        return self.paths.book.seen(parts, view, self.paths.years)

    @cached_property
    def aid(self) -> Priced:
        """Spells with the aid that each household is paid."""
        aid = self.prices(AID, self.parts)
        paid = aid @ np.ones(aid.shape[1]) > 0  # never negative
        return Priced(self.read.kind, self.read.kinds, aid, destinations(self.read.every, paid))

    @cached_property
    def counted(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Conditions that are jobs or stays, of those that somebody was in, and discounted person-months in them: [year, chosen]."""
        years, place = self.paths.calendar
        chosen = np.flatnonzero(self.in_jobs.any(axis=0) | (self.read.conditions[:, 0] == IN_INTERVENTION))
        return chosen, months_by_year(self.read.days, self.paths.factors, place, len(years), chosen)

    @cached_property
    def jobs(self) -> Jobs:
        """Jobs among them."""
        paths, (chosen, months) = self.paths, self.counted
        kinds = self.in_jobs[:, chosen]
        among = kinds.any(axis=0)
        at = chosen[among]
        made = self.prices(PRODUCTION, self.parts[self.read.met[at]]).T
        return jobs_of(months[:, among], self.read.conditions[at], kinds[:, among], made, paths.hours, paths.open_job)

    @cached_property
    def displaced(self) -> NDArray[np.float64]:
        """Months in open jobs that others lose to these: [level, year]."""
        return np.array([self.jobs.displaced(shares.displaced) for shares in self.paths.shares.values()])

    @cached_property
    def regular_worth(self) -> float:
        """Give what participants' hours would be worth if each were a regular employee's in a job's place, discounted kr."""
        chosen, months = self.counted
        rows = self.read.conditions[chosen, 2]
        stays = (self.read.conditions[chosen, 0] == IN_INTERVENTION) & (rows >= 0)
        return float((months[:, stays] * self.paths.regular_worth[:, rows[stays]]).sum())

    @property
    def outturn(self) -> Outturn:
        """Give what the committees pay and receive in each year, kr of that year."""
        pairs, signs = self.paths.budget
        years, place = self.paths.calendar
        ore = np.add.reduceat(self.ledger, np.flatnonzero(np.diff(place, prepend=-1)), axis=0)
        return Outturn(years, pairs, (ore * self.paths.deflators[:, None] / ORE) @ signs)

    @cached_property
    def produced(self) -> NDArray[np.float64]:
        """What the ledger says was produced, discounted kr by year."""
        years, place = self.paths.calendar
        made = self.ledger[:, of_nature(self.paths.book.lines, "production")].sum(axis=1)
        return np.bincount(place, weights=self.paths.factors * made / ORE, minlength=len(years)).astype(np.float64)

    @cached_property
    def net(self) -> dict[str, NDArray[Any]]:
        """Net result by month of each actor and group, öre."""
        return by_actor(self.ledger, self.paths.book.lines)

    @cached_property
    def present(self) -> dict[str, float]:
        """Net result of each actor and group, discounted kr."""
        return {actor: float(amount) for actor, amount in by_actor(self.discounted, self.paths.book.lines).items()}

    @cached_property
    def discounted(self) -> NDArray[np.float64]:
        """What is on each line from the parting on, discounted kr."""
        found: NDArray[np.float64] = self.paths.factors @ self.ledger / ORE
        return found

    def by_group(self, each: NDArray[Any]) -> dict[str, float]:
        """Add up a number of each person over everybody and over each group of people."""
        return dict(zip(self.lives.groups, (self.lives.members @ each.astype(np.float64)).tolist(), strict=True))

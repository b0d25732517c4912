"""Price the days that a run has stored, by condition and calendar year: other prices or another discount rate without a new run."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array

from ami_sim.accounts.ledger import ORE, PriceBook, years_of
from ami_sim.accounts.payments import book_starts
from ami_sim.accounts.present import discount_factors
from ami_sim.accounts.pricing import costs_of, price_book
from ami_sim.accounts.rules import regular_worth
from ami_sim.accounts.tariff import Basis
from ami_sim.accounts.unit import book_unit
from ami_sim.model.tables import Plan
from ami_sim.record.monthly import month_edges
from ami_sim.record.spells import Condition, code_of, conditions_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import IN_INTERVENTION

RUN: Final = ["draw", "replication"]


@dataclass(frozen=True)
class Yearly:
    """Money by run, stretch and line: `people` follows the persons, `unit` is the units' own cost, alike in every run; kr.

    A stretch is a calendar year, or the piece of one before or after the parting; `of_year` is the place of its year. `runs`: draw and
    replication of each. `factors` weighs a krona spread evenly over each stretch as of the parting date; `unit_present` is the present
    value of the unit's own cost, which is known by month, by line.
    """

    runs: pd.DataFrame
    years: NDArray[np.int64]
    of_year: NDArray[np.int64]  # [stretch]
    people: NDArray[np.float64]  # [run, stretch, line]
    unit: NDArray[np.float64]  # [stretch, line]
    factors: NDArray[np.float64]  # [stretch]
    unit_present: NDArray[np.float64]  # [line]
    book: PriceBook
    regular_worth: NDArray[np.float64]  # [run] participants' hours at a regular hour's worth, present value

    @property
    def total(self) -> NDArray[np.float64]:
        """Everything, rounded to whole öre by year, kr [run, year, line]."""
        by_year = np.add.reduceat(self.people + self.unit, np.flatnonzero(np.diff(self.of_year, prepend=-1)), axis=1)
        whole: NDArray[np.float64] = np.rint(by_year * ORE) / ORE
        return whole

    @property
    def present(self) -> NDArray[np.float64]:
        """Present value on the parting date of all that comes after it, kr [run, line].

        A stretch's flows count as spread evenly over it. The run discounts month by month: its sums differ by less than 0.05 per cent.
        """
        found: NDArray[np.float64] = np.tensordot(self.people, self.factors, axes=(1, 0)) + self.unit_present
        return found


def months_of(plan: Plan) -> NDArray[np.datetime64]:
    """First date of each month of a scenario, as a run counts and cuts them."""
    found: NDArray[np.datetime64] = np.datetime64(plan.scenario.start) + month_edges(plan)[:-1].astype(np.int64)
    return found


def stretches_of(plan: Plan) -> NDArray[np.int64]:
    """Give the number of the stretch that each month is in: twice its year, and one more from the parting on."""
    found: NDArray[np.int64] = 2 * years_of(months_of(plan)) + (month_edges(plan)[:-1] >= plan.parting)
    return found


def unit_by_month(plan: Plan, book: PriceBook) -> NDArray[np.float64]:
    """Book what the units themselves cost, kr [month, line]."""
    months = months_of(plan)
    deflators = {year: book.tariff(year).deflator for year in dict.fromkeys(years_of(months).tolist())}
    return book_unit(costs_of(plan), months, book.lines, book.prices, deflators)


@dataclass(frozen=True)
class StoredDays:
    """Stored days of one option as columns, a row for each run, stretch and condition; `code` is a condition as a number.

    `stretch`: a calendar year before the parting or after it, as `stretches_of` numbers them. `moves`: counted transitions, a row each:
    draw, replication, stretch, event, stage before and after, how often.
    """

    draw: NDArray[np.int64]
    replication: NDArray[np.int64]
    stretch: NDArray[np.int64]
    code: NDArray[np.int64]
    amount: NDArray[np.float64]
    moves: NDArray[np.int64]

    @classmethod
    def of(cls, days: pd.DataFrame) -> "StoredDays":
        """Read the days and the transitions among some stored rows."""
        rows = np.flatnonzero(days["what"].to_numpy() == -1)
        columns = {name: days[name].to_numpy()[rows].astype(np.int64) for name in (*RUN, "year", "after", *Condition._fields)}
        code = code_of(*(columns[name] for name in Condition._fields))
        amount = days["amount"].to_numpy(np.float64)[rows]
        moved = days[days["what"].to_numpy() != -1]
        when = (2 * moved["year"] + moved["after"]).rename("stretch")
        moves = pd.concat((moved[RUN], when, moved[["what", "stage", "to_stage", "amount"]]), axis=1).to_numpy(np.int64)
        return cls(columns["draw"], columns["replication"], 2 * columns["year"] + columns["after"], code, amount, moves)

    def by_draw(self) -> dict[int, "StoredDays"]:
        """Take the draws apart, in order."""
        if not len(self.draw):
            return {}
        columns = (self.draw, self.replication, self.stretch, self.code, self.amount)
        order = np.argsort(self.draw, kind="stable")
        draws, first = np.unique(self.draw[order], return_index=True)
        parts = zip(*(np.split(column[order], first[1:]) for column in columns), strict=True)
        moves = {draw: self.moves[self.moves[:, 0] == draw] for draw in draws.tolist()}
        found = {}
        for draw, (number, replication, stretch, code, amount) in zip(draws.tolist(), parts, strict=True):
            found[draw] = StoredDays(number, replication, stretch, code, amount, moves[draw])
        return found

    def priced(self, plan: Plan, basis: Basis = "fixed", also: Iterable[tuple[int, int]] = ()) -> "Yearly":
        """Price the days at the prices of a plan. InputError when one is in a service row that the plan does not have.

        also: draw and replication of runs that count whether anybody came in them or not.
        """
        book, months = price_book(plan, basis), months_of(plan)
        stretches, of_month = np.unique(stretches_of(plan), return_inverse=True)
        years, of_year = np.unique(stretches // 2, return_inverse=True)
        kinds, kind = np.unique(self.code, return_inverse=True)
        conditions = conditions_of(kinds)
        most = int(conditions[:, 2].max(initial=-1))
        if most >= len(book.rows):
            raise InputError(f"stored days use service row {most}; expected 0 to {len(book.rows) - 1}, the rows of the scenario")
        met_in = self.draw << 32 | self.replication
        runs = np.unique(np.append(met_in, [draw << 32 | replication for draw, replication in also]).astype(np.int64))
        run = np.searchsorted(runs, met_in)
        when = np.searchsorted(stretches, self.stretch)
        met = np.zeros((len(stretches), len(kinds)), bool)
        met[when, kind] = True
        column = (np.cumsum(met.ravel()) - 1).reshape(met.shape)[when, kind]
        parts = book.parts(conditions)
        prices = np.concatenate([book.priced(parts[met[at]], one) for at, one in enumerate((stretches // 2).tolist())])
        cells = coo_array((self.amount, (run * len(stretches) + when, column)), shape=(len(runs) * len(stretches), len(prices)))
        people = (cells.tocsr() @ prices / MONTH).reshape(len(runs), len(stretches), len(book.lines))
        people += self._once(book, runs, stretches)
        booked = unit_by_month(plan, book)
        unit = np.zeros((len(stretches), len(book.lines)))
        np.add.at(unit, of_month, booked)
        scenario = plan.scenario
        monthly = discount_factors(months, scenario.discount, scenario.parting, scenario.end)
        lengths = np.diff(month_edges(plan))
        factors = np.bincount(of_month, weights=monthly * lengths) / np.bincount(of_month, weights=lengths)
        named = pd.DataFrame(np.column_stack((runs >> 32, runs & 0xFFFFFFFF)), columns=RUN)
        tariffs = [book.tariff(year) for year in (stretches // 2).tolist()]
        worth = np.array([[regular_worth(row, at) / at.deflator for row in book.rows] for at in tariffs])
        stays = (conditions[kind, 0] == IN_INTERVENTION) & (conditions[kind, 2] >= 0)
        each = self.amount[stays] / MONTH * (worth * factors[:, None])[when[stays], conditions[kind[stays], 2]]
        hours = np.bincount(run[stays], weights=each, minlength=len(runs)).astype(np.float64)
        return Yearly(named, years, of_year, people, unit, factors, monthly @ booked, book, hours)

    def _once(self, book: PriceBook, runs: NDArray[np.int64], stretches: NDArray[np.int64]) -> NDArray[np.float64]:
        """Book what price rules pay once when a stage begins, kr [run, stretch, line]; nothing without such rules."""
        if not any(row.once for row in book.prices.payment.values()):
            return np.zeros((1, 1, len(book.lines)))
        kinds, kind = np.unique(self.moves[:, 3:6], axis=0, return_inverse=True)
        run = np.searchsorted(runs, self.moves[:, 0] << 32 | self.moves[:, 1])
        period = run * len(stretches) + np.searchsorted(stretches, self.moves[:, 2])
        counts = np.zeros((len(runs) * len(stretches), len(kinds)))
        np.add.at(counts, (period, kind), self.moves[:, 6])
        years = stretches // 2
        deflators = np.array([book.tariff(year).deflator for year in years.tolist()])
        every, level = np.tile(years, len(runs)), np.tile(deflators, len(runs))
        return book_starts(book.prices, book.lines, kinds, counts, every, level).reshape(len(runs), len(stretches), len(book.lines))


def conditions_in(days: pd.DataFrame) -> tuple[list[Condition], NDArray[np.int64]]:
    """Give the different conditions of stored rows, and which one each row has."""
    columns = days[list(Condition._fields)].to_numpy(np.int64)
    lowest = columns.min(axis=0, initial=0)
    room = columns.max(axis=0, initial=0) - lowest + 1
    code = np.zeros(len(columns), np.int64)
    for at in range(columns.shape[1]):
        code = code * room[at] + columns[:, at] - lowest[at]
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    return [Condition(*row) for row in columns[first].tolist()], which


def price_stored(days: pd.DataFrame, plan: Plan, basis: Basis = "fixed", also: Iterable[tuple[int, int]] = ()) -> Yearly:
    """Price one option's stored days (rows of `replications.parquet`; transitions are left out) at the prices of a plan.

    The same prices give the same yearly totals as the run, up to the öre that the run rounds by month and line.
    InputError when a row of the days is not a service row of the plan.
    """
    return StoredDays.of(days).priced(plan, basis, also)

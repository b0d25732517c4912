"""The ledger: days in each condition priced into whole öre by month and line, checked, and seen from each actor's side."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ami_sim.accounts.flows import Condition, GroupTerms, Month, RowTerms, flows, month_of, personal_flows, service_flows
from ami_sim.accounts.lines import Flow, Line, check_lines, ends, lines_of
from ami_sim.accounts.tariff import Basis, Tariff, tariff
from ami_sim.accounts.unit import UnitCost, book_unit
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.words import ACTORS, GROUPS_OF_ACTORS, I_AMI_WAGE, LEFT, UNBORN

ORE: Final = 100  # öre in a krona
Ledger = NDArray[np.int64]  # öre [month, line]


class PriceBook:
    """Prices, service rows and groups, with the lines they use; each condition is priced once a year and remembered.

    `basis`: "fixed" states every year in the price year's kronor, "current" in its own. Safe to share between threads.
    """

    def __init__(self, prices: Prices, rows: Sequence[RowTerms], groups: Sequence[GroupTerms], basis: Basis = "fixed") -> None:
        self.prices, self.rows, self.groups, self.basis = prices, tuple(rows), tuple(groups), basis
        self.lines: Final = lines_of(prices)
        check_lines(self.lines)
        self._place = {line[:3]: index for index, line in enumerate(self.lines)}
        self._tariffs: dict[int, Tariff] = {}
        self._known: dict[int, dict[Condition, int]] = {}
        self._table: dict[int, NDArray[np.float64]] = {}
        self._parts: dict[tuple[str, int, int, int, int, int], NDArray[np.float64]] = {}
        self._lock = threading.Lock()

    def tariff(self, year: int) -> Tariff:
        """Prices in force in a year."""
        if year not in self._tariffs:
            self._tariffs[year] = tariff(self.prices, year, self.basis)
        return self._tariffs[year]

    def flows(self, condition: Condition, year: int) -> list[Flow]:
        """Every flow of one person's month in a condition and year, kr per month."""
        return flows(condition, self.tariff(year), self.rows, self.groups)

    def month(self, condition: Condition, year: int) -> Month:
        """Reckon a person's month before it is split into payments, in the year's own kronor: gross, tax, aid test."""
        return month_of(condition, self.tariff(year), self.rows)

    def on_aid(self, conditions: Sequence[Condition], year: int) -> NDArray[np.bool_]:
        """Tell in which conditions the household is paid aid."""
        paid: NDArray[np.bool_] = self.table(conditions, year)[:, self._place["ifo", "person", "aid"]] > 0
        return paid

    def row(self, condition: Condition, year: int) -> NDArray[np.float64]:
        """Spread one person's flows over all lines, kr per month."""
        found: NDArray[np.float64] = self.table([condition], year)[0]
        return found

    def table(self, conditions: Sequence[Condition], year: int) -> NDArray[np.float64]:
        """Kr per month [condition, line] of conditions in a year."""
        if not conditions:  # nobody was anywhere
            return np.zeros((0, len(self.lines)))
        with self._lock:
            known = self._known.setdefault(year, {})
            new = [condition for condition in dict.fromkeys(conditions) if condition not in known]
            if new:
                rows = np.zeros((len(new), len(self.lines)))
                for index, condition in enumerate(new):
                    rows[index] = self._priced(condition, year)
                    known[condition] = len(known)
                old = self._table.get(year)
                self._table[year] = rows if old is None else np.vstack((old, rows))
            return self._table[year][[known[condition] for condition in conditions]]

    def _priced(self, condition: Condition, year: int) -> NDArray[np.float64]:
        """Spread a condition's flows over the lines; what follows the income and what follows the service are each priced once."""
        if condition.stage in (UNBORN, LEFT):
            return np.zeros(len(self.lines))
        job = condition.row if condition.income == I_AMI_WAGE else -1
        keys = (
            ("lives on", year, condition.income, condition.household, condition.rights, job),
            ("is served", year, condition.stage, condition.row, condition.group, 0),
        )
        found = np.zeros(len(self.lines))
        for key, price in zip(keys, (personal_flows, service_flows), strict=True):
            if key not in self._parts:
                at = self.tariff(year)
                self._parts[key] = np.zeros(len(self.lines))
                for flow in price(condition, at, self.rows, self.groups):
                    self._parts[key][self._place[flow[:3]]] += flow.amount / at.deflator
            found += self._parts[key]
        return found


def first_days(months: ArrayLike) -> NDArray[np.datetime64]:
    """Months as numpy dates; dates inside a month stand for it."""
    return np.asarray(months, dtype="datetime64[M]")


def years_of(months: ArrayLike) -> NDArray[np.int64]:
    """Give the calendar year of each month."""
    return first_days(months).astype("datetime64[Y]").astype(np.int64) + 1970


def fold(
    days: NDArray[np.float64],
    conditions: Sequence[Condition],
    months: ArrayLike,
    book: PriceBook,
    costs: Iterable[UnitCost] | NDArray[np.float64] = (),
) -> Ledger:
    """Price days in each condition and the unit's own costs: öre [month, line], rounded once per month and line.

    days: person-days [month, condition]; months: the first day of each. A condition costs its monthly flows for every 30.4375
    days; the unit's costs follow the calendar (`book_unit`) and may be handed in booked already, kr [month, line].
    """
    first = first_days(months)
    if days.shape != (len(first), len(conditions)):
        raise InputError(f"days have shape {days.shape}; expected {len(first)} months by {len(conditions)} conditions")
    if not np.isfinite(days).all() or (days < 0).any():
        raise InputError("days in a condition must be finite and 0 or more")
    kronor = np.zeros((len(first), len(book.lines)))
    years = years_of(first)
    for year in np.unique(years):
        here = years == year
        used = np.flatnonzero(days[here].any(axis=0)).tolist()
        if used:
            kronor[here] = days[here][:, used] @ book.table([conditions[index] for index in used], int(year)) / MONTH
    if isinstance(costs, np.ndarray):
        return np.rint((kronor + costs) * ORE).astype(np.int64)
    deflators = {int(year): book.tariff(int(year)).deflator for year in np.unique(years)}
    kronor += book_unit(costs, first, book.lines, book.prices, deflators)
    return np.rint(kronor * ORE).astype(np.int64)


@cache
def _ends(lines: tuple[Line, ...]) -> NDArray[np.int64]:
    return ends(lines)


def _nature(lines: tuple[Line, ...], nature: str) -> NDArray[np.bool_]:
    return np.array([line.nature == nature for line in lines])


def by_actor(amounts: NDArray[Any], lines: tuple[Line, ...]) -> dict[str, NDArray[Any]]:
    """Net received less paid per actor and group of actors, over any array whose last axis is the lines.

    The unit of the answer is that of `amounts` (a ledger's is öre). Actors and groups are in cash: the value of participants'
    work, which nobody pays for, is in none of them. `society` is production less resources used up, that value included, and
    equals the sum of its actors' cash and that value: transfers cancel.
    """
    net = amounts @ _ends(lines)
    found = {actor: net[..., index] for index, actor in enumerate(ACTORS) if actor not in ("resources", "output")}
    for group, members in GROUPS_OF_ACTORS.items():
        if group != "society":
            found[group] = net[..., [ACTORS.index(member) for member in members]].sum(axis=-1)
    found["society"] = society_result(amounts, lines)
    return found


def society_result(amounts: NDArray[Any], lines: tuple[Line, ...]) -> NDArray[Any]:
    """Production less resources used up."""
    sign = _nature(lines, "production").astype(np.int64) - _nature(lines, "resource").astype(np.int64)
    result: NDArray[Any] = amounts @ sign
    return result


def by_kind(amounts: NDArray[Any], lines: tuple[Line, ...], actor: str) -> dict[str, NDArray[Any]]:
    """Split what one actor (or a group) received less paid in cash by kind of flow; what passes inside a group cancels."""
    members = GROUPS_OF_ACTORS.get(actor, (actor,))
    found: dict[str, NDArray[Any]] = {}
    for index, line in enumerate(lines):
        sign = (line.payee in members) - (line.payer in members)
        if line.cash and (line.payee in members or line.payer in members):
            found[line.kind] = found.get(line.kind, amounts[..., index] * 0) + sign * amounts[..., index]
    return found


def by_year(ledger: Ledger, months: ArrayLike) -> tuple[NDArray[np.int64], Ledger]:
    """Sum a ledger into budget years: the years, and öre [year, line]."""
    years, place = np.unique(years_of(months), return_inverse=True)
    summed = np.zeros((len(years), ledger.shape[1]), dtype=ledger.dtype)
    np.add.at(summed, place, ledger)
    return years, summed


def total_of(amounts: NDArray[Any], lines: tuple[Line, ...], kind: str, payer: str = "") -> NDArray[Any]:
    """Sum the lines of a kind (and payer, when given); InputError names the nearest kind when no line has it."""
    chosen = np.array([line.kind == kind and payer in ("", line.payer) for line in lines])
    if not chosen.any():
        raise InputError(f'no line has the kind "{kind}"{f" paid by {payer}" if payer else ""}')
    total: NDArray[Any] = amounts[..., chosen].sum(axis=-1)
    return total


def check_balance(ledger: Ledger, lines: tuple[Line, ...]) -> None:
    """Assert, in whole öre, that every line has two ends, no amount is negative and transfers cancel in the society view.

    Raises InputError naming the line (and month, counted from 0) at fault.
    """
    check_lines(lines)
    if not np.issubdtype(ledger.dtype, np.integer):
        raise InputError(f"the ledger holds {ledger.dtype}; balance is asserted on whole öre (int64)")
    if ledger.ndim != 2 or ledger.shape[1] != len(lines):
        raise InputError(f"the ledger has shape {ledger.shape}; expected months by {len(lines)} lines")
    wrong = np.argwhere(ledger < 0)
    if len(wrong):
        month, line = wrong[0]
        raise InputError(f'line "{lines[line]}" is negative in month {month}: {ledger[month, line]} öre')
    views = by_actor(ledger, lines)
    society = sum(views[actor] for actor in GROUPS_OF_ACTORS["society"])
    unpaid = sum((ledger[:, index] for index, line in enumerate(lines) if not line.cash), np.zeros(len(ledger), dtype=np.int64))
    rest = np.asarray(society + unpaid - views["society"])
    if rest.any():
        month = int(np.flatnonzero(rest)[0])
        raise InputError(f"transfers do not cancel in month {month}: {rest[month]} öre are left over{_culprit(ledger[month], lines)}")


def _culprit(amounts: NDArray[np.int64], lines: tuple[Line, ...]) -> str:
    """Name the lines whose two ends do not cancel."""
    off = [str(line) for line, row, amount in zip(lines, _ends(lines), amounts, strict=True) if line.cash and amount and row.sum() != 0]
    return f', from line "{off[0]}"' if off else ""


def named(amounts: NDArray[Any], lines: tuple[Line, ...]) -> Mapping[str, NDArray[Any]]:
    """Amounts by the name of their line, for tables and for following a krona back."""
    return {str(line): amounts[..., index] for index, line in enumerate(lines)}

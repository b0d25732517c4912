"""The ledger: days in each condition priced into whole öre by month and line, checked, and seen from each actor's side."""

import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ami_sim.accounts.elsewhere import flows_elsewhere
from ami_sim.accounts.flows import Condition, GroupTerms, Month, RowTerms, check_household, flows, month_of, service_flows
from ami_sim.accounts.lines import AID, Flow, Line, check_lines, ends
from ami_sim.accounts.living import Known, LivingCosts
from ami_sim.accounts.parts import Numbered, Parts, Years
from ami_sim.accounts.parts import Prices as PricesOfParts
from ami_sim.accounts.passes import add_priced_days, rows_added
from ami_sim.accounts.payments import payment_flows
from ami_sim.accounts.tariff import Basis, Tariff
from ami_sim.accounts.unit import UnitCost, book_unit
from ami_sim.record.spells import Condition as Stood
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import ACTORS, ELSEWHERE, GROUPS_OF_ACTORS, I_AMI_WAGE, LEFT, UNBORN

ORE: Final = 100  # öre in a krona
EXACT: Final = 2**52  # whole numbers up to it are added up as floats without a loss
Ledger = NDArray[np.int64]  # öre [month, line]
Conditions = Sequence[Condition] | NDArray[np.int64]  # as rows: in the order of `record.spells.Condition`
FIELD_BITS: Final = 12  # room for one field of a condition in the code of a part
BITS_OF: Final = (10, 10, 10, 10, 13, 10)  # room for each field in the code of a whole condition, `record.spells.Condition`


def code_of(*fields: NDArray[np.int64]) -> NDArray[np.int64]:
    """Write some fields of conditions as one number each."""
    return packed(fields, [FIELD_BITS] * len(fields))


def packed(fields: Sequence[NDArray[np.int64]], bits: Sequence[int]) -> NDArray[np.int64]:
    """Write whole numbers, -1 or more, side by side into one, each with room of its own."""
    code = np.zeros(len(fields[0]), np.int64)
    for field, room in zip(fields, bits, strict=True):
        code = (code << room) + (field + 1)
    return code


def as_rows(conditions: Conditions) -> NDArray[np.int64]:
    """Write conditions as rows of numbers, if they are not that already."""
    if isinstance(conditions, np.ndarray):
        return conditions
    rows = [[getattr(condition, name) for name in Stood._fields] for condition in conditions]
    return np.array(rows, np.int64).reshape(-1, len(Stood._fields))


class PriceBook:
    """Prices, service rows and groups, with the lines they use; each condition is priced once a year and remembered.

    `basis`: "fixed" states every year in the price year's kronor, "current" in its own. `living`: what persons live on, if other books
    of the same prices and basis share it. `span`: years that are priced together; those of `living` where that is given. Safe to share
    between threads.
    """

    def __init__(
        self,
        prices: Prices,
        rows: Sequence[RowTerms],
        groups: Sequence[GroupTerms],
        basis: Basis = "fixed",
        living: LivingCosts | None = None,
        span: Years = (),
    ) -> None:
        self.prices, self.rows, self.groups, self.basis = prices, tuple(rows), tuple(groups), basis
        self.living: Final = living or LivingCosts(prices, basis, span)
        self.lines, self._place = self.living.lines, self.living.place
        self._pay: Known = {}
        views, span = self.living.views, self.living.ways.span
        self._jobs, self._services = Parts(views, span), Parts(views, span)
        self._payments = Parts(views, span) if prices.payment else None
        self._whole, self._parts, self._lock = Numbered(), np.zeros((0, 4 if prices.payment else 3), np.int64), threading.Lock()

    def tariff(self, year: int) -> Tariff:
        """Prices in force in a year."""
        return self.living.tariff(year)

    def flows(self, condition: Condition, year: int) -> list[Flow]:
        """Every flow of one person's month in a condition and year, kr per month."""
        at = self.tariff(year)
        own = payment_flows(condition, at, self.rows, self.groups) if self._payments else ()
        found = [
            *flows(condition, at, self.rows, self.groups),
            *(flow._replace(amount=flow.amount / at.deflator) for flow in own if flow.amount > 0),
        ]
        return list(flows_elsewhere(found)) if condition.rights & ELSEWHERE else found

    def month(self, condition: Condition, year: int) -> Month:
        """Reckon a person's month before it is split into payments, in the year's own kronor: gross, tax, aid test."""
        return month_of(condition, self.tariff(year), self.rows)

    def on_aid(self, conditions: Conditions, year: int) -> NDArray[np.bool_]:
        """Tell in which conditions the household is paid aid."""
        paid: NDArray[np.bool_] = self.seen(self.parts(conditions), AID, (year,))[:, 0] > 0
        return paid

    def row(self, condition: Condition, year: int) -> NDArray[np.float64]:
        """Spread one person's flows over all lines, kr per month."""
        found: NDArray[np.float64] = self.table([condition], year)[0]
        return found

    def table(self, conditions: Conditions, year: int) -> NDArray[np.float64]:
        """Kr per month [condition, line] of conditions in a year."""
        return self.priced(self.parts(conditions), year)

    def parts(self, conditions: Conditions) -> NDArray[np.int64]:
        """Say what a person in each condition lives on, or has in a job at the unit, and is served by, as numbers: [condition, 3].

        Each is priced once a year, whatever the others are; what persons live on without such a job is shared by books. With price rules of
        one's own a fourth number says what they move.
        """
        table = as_rows(conditions)
        for household in (table[:, 4].min(initial=0), table[:, 4].max(initial=0)) if len(table) else ():
            check_household(int(household), self.tariff(self.prices.price_year))
        codes = packed(tuple(table.T), BITS_OF)
        with self._lock:
            numbers, new = self._whole.numbers(codes)
            if len(new):
                self._parts = np.concatenate((self._parts, self._parts_of(table[new])))
            found: NDArray[np.int64] = self._parts.take(numbers, axis=0)
        return found

    def _parts_of(self, table: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the parts of conditions that have not been met before."""
        stage, income, row, group, household, rights = table.T
        job, ways = income == I_AMI_WAGE, code_of(income, household, rights)
        found = np.zeros((len(table), self._parts.shape[1]), np.int64)
        found[~job, 0] = self.living.ways.numbers(ways[~job], table[~job])
        found[job, 1] = self._jobs.numbers(code_of(ways, row)[job], table[job])
        found[:, 2] = self._services.numbers(code_of(stage, row, group, rights & ELSEWHERE), table)
        if self._payments is not None:  # a rule of one's own may look at all of a condition
            found[:, 3] = self._payments.numbers(packed(tuple(table.T), BITS_OF), table)
        found[(stage == UNBORN) | (stage == LEFT)] = 0
        return found

    def priced(self, parts: NDArray[np.int64], year: int) -> NDArray[np.float64]:
        """Kr per month [condition, line] in a year of conditions given by their parts."""
        prices = self.prices_of_parts(year)
        at = prices[0].years.index(year)
        first, *others = (each.table(number, at) for each, number in zip(prices, parts.T, strict=True))
        for table in others:
            first += table
        return first

    def seen(self, parts: NDArray[np.int64], view: int, years: Sequence[int]) -> NDArray[np.float64]:
        """Kr per month [condition, year] in a view of `lines.VIEWS`, in some years, of conditions given by their parts."""
        found = np.zeros((len(parts), len(years)))
        for together in dict.fromkeys(self.living.ways.together(year) for year in years):
            every = rows_added([each.views[view] for each in self.prices_of_parts(together[0])], parts)
            if tuple(years) == together:
                return every
            wanted = [at for at, year in enumerate(years) if year in together]
            found[:, wanted] = every[:, [together.index(years[at]) for at in wanted]]
        return found

    def prices_of_parts(self, year: int) -> list[PricesOfParts]:
        """Prices in a year, and in those that are priced together with it, of the parts of each kind, in the order of `parts`."""
        found = [self.living.ways.prices(year, self.living.priced), self._jobs.prices(year, self._has_a_job)]
        found.append(self._services.prices(year, self._is_served))
        return found if self._payments is None else [*found, self._payments.prices(year, self._is_paid)]

    def _has_a_job(self, conditions: Sequence[Condition], years: Years) -> NDArray[np.float64]:
        return self.living.priced(conditions, years, self.rows, self._pay)

    def _is_served(self, conditions: Sequence[Condition], years: Years) -> NDArray[np.float64]:
        at = self.living.span(years)
        return self._booked(conditions, [self.living.spread(service_flows(one, at, self.rows, self.groups), at) for one in conditions])

    def _is_paid(self, conditions: Sequence[Condition], years: Years) -> NDArray[np.float64]:
        tariffs = [self.tariff(year) for year in years]
        rows = [[self.living.spread(payment_flows(one, at, self.rows, self.groups), at) for at in tariffs] for one in conditions]
        return self._booked(conditions, rows)

    def _booked(self, conditions: Sequence[Condition], rows: Sequence[ArrayLike]) -> NDArray[np.float64]:
        return self.living.elsewhere.booked(np.array(rows), [one.rights for one in conditions])


def years_of(months: ArrayLike) -> NDArray[np.int64]:
    """Give the calendar year of each month."""
    return np.asarray(months).astype("datetime64[Y]").astype(np.int64) + 1970


def kronor_of(days: NDArray[np.float64], months: ArrayLike, book: PriceBook, parts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Price days in each condition, kr [month, line]; days: [month, condition], months: their first days, parts: of each condition."""
    each = years_of(months)
    kronor = np.zeros((len(each), len(book.lines)))
    for together in dict.fromkeys(book.living.ways.together(one) for one in np.unique(each).tolist()):
        year = np.where(np.isin(each, together), np.searchsorted(together, each), -1)
        if not add_priced_days(days, year, parts, book.prices_of_parts(together[0]), kronor):
            raise InputError("days in a condition must be finite and 0 or more")
    kronor /= MONTH
    return kronor


def in_ore(kronor: NDArray[np.float64]) -> Ledger:
    """Round kronor to whole öre."""
    return np.rint(kronor * ORE).astype(np.int64)


def fold(
    days: NDArray[np.float64],
    conditions: Conditions,
    months: ArrayLike,
    book: PriceBook,
    costs: Iterable[UnitCost] | NDArray[np.float64] = (),
) -> Ledger:
    """Price days in each condition and the unit's own costs: öre [month, line], rounded once per month and line.

    days: person-days [month, condition]; months: the first day of each. A condition costs its monthly flows for every 30.4375
    days; the unit's costs follow the calendar (`book_unit`) and may be handed in booked already, kr [month, line].
    """
    first = np.asarray(months)
    if days.shape != (len(first), len(conditions)):
        raise InputError(f"days have shape {days.shape}; expected {len(first)} months by {len(conditions)} conditions")
    kronor = kronor_of(days, first, book, book.parts(conditions))
    if isinstance(costs, np.ndarray):
        return in_ore(kronor + costs)
    deflators = {one: book.tariff(one).deflator for one in np.unique(years_of(first)).tolist()}
    return in_ore(kronor + book_unit(costs, first, book.lines, book.prices, deflators))


@cache
def _sound(lines: tuple[Line, ...]) -> bool:
    check_lines(lines)
    return True


@cache
def _unpaid(lines: tuple[Line, ...]) -> NDArray[np.bool_]:
    return np.array([not line.cash for line in lines])


@cache
def _ends(lines: tuple[Line, ...]) -> NDArray[np.int64]:
    return ends(lines)


@cache
def of_nature(lines: tuple[Line, ...], nature: str) -> NDArray[np.bool_]:
    """Tell which lines are of a nature."""
    return np.array([line.nature == nature for line in lines])


@cache
def of_kind(lines: tuple[Line, ...], kind: str, payer: str = "") -> NDArray[np.bool_]:
    """Tell which lines are of a kind, and paid by one payer when that is given."""
    return np.array([line.kind == kind and payer in ("", line.payer) for line in lines])


@cache
def _nets(lines: tuple[Line, ...]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Name every actor and group of actors, with the sign of each line in what they net: [line, actor or group]."""
    each = dict(zip(ACTORS, _ends(lines).T, strict=True))
    signs = {actor: sign for actor, sign in each.items() if actor not in ("resources", "output")}
    for group, members in GROUPS_OF_ACTORS.items():
        if group != "society":
            signs[group] = np.sum([each[member] for member in members], axis=0)
    signs["society"] = of_nature(lines, "production").astype(np.int64) - of_nature(lines, "resource").astype(np.int64)
    return tuple(signs), np.array(list(signs.values())).T.copy()


def summed(amounts: NDArray[Any], signs: NDArray[np.int64]) -> NDArray[Any]:
    """Add up the lines of an array by their signs, [line, sum]; whole numbers to the last one."""
    if np.issubdtype(amounts.dtype, np.integer) and np.abs(amounts).max(initial=0) * len(signs) < EXACT:
        return (amounts.astype(np.float64) @ signs.astype(np.float64)).astype(np.int64)  # ten times faster, and just as exact
    return np.asarray(amounts @ signs)


def by_actor(amounts: NDArray[Any], lines: tuple[Line, ...]) -> dict[str, NDArray[Any]]:
    """Net received less paid per actor and group of actors, over any array whose last axis is the lines.

    The unit of the answer is that of `amounts` (a ledger's is öre). Actors and groups are in cash: the value of participants'
    work, which nobody pays for, is in none of them. `society` is production less resources used up, that value included, and
    equals the sum of its actors' cash and that value: transfers cancel.
    """
    names, signs = _nets(lines)
    net = summed(amounts, signs)
    return {name: net[..., index] for index, name in enumerate(names)}


def society_result(amounts: NDArray[Any], lines: tuple[Line, ...]) -> NDArray[Any]:
    """Production less resources used up."""
    names, signs = _nets(lines)
    result: NDArray[Any] = amounts @ signs[:, names.index("society")]
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
    """Sum a ledger, whose months are in order, into budget years: the years, and öre [year, line]."""
    years, place = np.unique(years_of(months), return_inverse=True)
    return years, np.add.reduceat(ledger, np.flatnonzero(np.diff(place, prepend=-1)), axis=0)


def total_of(amounts: NDArray[Any], lines: tuple[Line, ...], kind: str, payer: str = "") -> NDArray[Any]:
    """Sum the lines of a kind (and payer, when given); InputError names the nearest kind when no line has it."""
    chosen = of_kind(lines, kind, payer)
    if not chosen.any():
        raise InputError(f'no line has the kind "{kind}"{f" paid by {payer}" if payer else ""}')
    total: NDArray[Any] = amounts[..., chosen].sum(axis=-1)
    return total


def check_balance(ledger: Ledger, lines: tuple[Line, ...]) -> None:
    """Assert, in whole öre, that every line has two ends, no amount is negative and transfers cancel in the society view.

    Raises InputError naming the line (and month, counted from 0) at fault.
    """
    _sound(lines)
    if not np.issubdtype(ledger.dtype, np.integer):
        raise InputError(f"the ledger holds {ledger.dtype}; balance is asserted on whole öre (int64)")
    if ledger.ndim != 2 or ledger.shape[1] != len(lines):
        raise InputError(f"the ledger has shape {ledger.shape}; expected months by {len(lines)} lines")
    if ledger.min(initial=0) < 0:
        month, line = np.argwhere(ledger < 0)[0]
        raise InputError(f'line "{lines[line]}" is negative in month {month}: {ledger[month, line]} öre')
    views = by_actor(ledger, lines)
    society = sum(views[actor] for actor in GROUPS_OF_ACTORS["society"])
    unpaid = ledger[:, _unpaid(lines)].sum(axis=1)
    rest = np.asarray(society + unpaid - views["society"])
    if rest.any():
        month = int(np.flatnonzero(rest)[0])
        line = _culprit(ledger[month], lines)
        if line:
            raise InputError(f'transfers do not cancel in month {month}: {rest[month]} öre are left over, from line "{line}"')
        raise InputError(f"transfers do not cancel in month {month}: {rest[month]} öre are left over")


def _culprit(amounts: NDArray[np.int64], lines: tuple[Line, ...]) -> str:
    """Name the first line whose two ends do not cancel, or none."""
    off = [str(line) for line, row, amount in zip(lines, _ends(lines), amounts, strict=True) if line.cash and amount and row.sum() != 0]
    return off[0] if off else ""


def named(amounts: NDArray[Any], lines: tuple[Line, ...]) -> Mapping[str, NDArray[Any]]:
    """Amounts by the name of their line, for tables and for following a krona back."""
    return {str(line): amounts[..., index] for index, line in enumerate(lines)}

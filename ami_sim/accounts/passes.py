"""The compiled passes of the accounts: days priced into kronor by month and line, and what conditions move between two days.

Each adds up in the order of what it is given, one number after another, so that a sum has the same last bit on every processor and however
many rows it is asked for with. In plain Python the functions say the same, and tests hold the compiled ones to them.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.parts import Prices
from ami_sim.record.paired import Pieces
from ami_sim.scenario.quantities import MONTH

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Places = NDArray[np.uint32]
KINDS = 4  # kinds of parts that a condition's price is made of; those that a book has not are nothing


class Calendar(NamedTuple):
    """What a day counts in money that follows a person.

    edges: first day of each month, and the end. weights: what a whole month counts, from the first edge up to each edge; between two edges
    it grows evenly. year: which of the rates each month has; a year's months are side by side. months: the month that each whole day from
    the first edge on is in.
    """

    edges: Floats
    weights: Floats
    year: Ints
    months: Ints


class Priced(NamedTuple):
    """A run's spells as money follows them.

    kind: which of the conditions each spell is in. codes: the conditions as numbers (`record.spells.coded`). aid: what the household is
    paid in aid, kr per month [condition, year]. where: where it stands, an index of `shift.DESTINATIONS` [condition].
    """

    kind: Ints
    codes: Ints
    aid: Floats
    where: Ints


def add_priced(
    days: Floats,
    year: Ints,
    parts: Places,
    first: tuple[Places, ...],
    lines: tuple[Places, ...],
    amounts: tuple[Floats, ...],
    kronor: Floats,
) -> bool:
    """Add what days cost to the kronor, [month, line], times the days of a month; False when some days are negative or not finite.

    Days with the same part are added up first. days: [month, condition]. year: which of the years each month is in, -1 for none of them.
    parts: the numbers of each condition's parts, [condition, kind]. first, lines, amounts: of the parts of each kind, as `parts.Prices`
    has them.
    """
    lived, met, most = np.empty(days.shape[1] + 1, np.uint32), np.empty(days.shape[1] + 1, np.uint32), 0
    for begins in first:
        most = max(most, len(begins))
    of_part = np.zeros(most)
    for month in range(len(days)):
        if year[month] < 0:
            continue
        of_month, booked, count, sound = days[month], kronor[month], 0, True
        for condition in range(len(of_month)):  # without a branch: which days are 0 cannot be foreseen
            lived[count] = condition
            count += of_month[condition] != 0.0
            sound &= 0.0 <= of_month[condition] < np.inf
        if not sound:
            return False
        for kind in range(len(first)):
            begins, line, rates, different = first[kind], lines[kind], amounts[kind], 0
            if len(line) == 0:
                continue
            of_year = rates[year[month]]
            for place in range(count):
                part = parts[lived[place], kind]
                met[different] = part
                different += of_part[part] == 0.0
                of_part[part] += of_month[lived[place]]
            for place in range(different):
                part = met[place]
                for at in range(begins[part], begins[part + 1]):
                    booked[line[at]] += of_part[part] * of_year[at]
                of_part[part] = 0.0
    return True


def add_months(days: Floats, factors: Floats, year: Ints, chosen: Ints, found: Floats) -> None:
    """Add the days in some conditions, [month, condition], weighed by a factor for each month, to those of the year: [year, chosen]."""
    for month in range(len(days)):
        if factors[month] != 0.0:
            for at in range(len(chosen)):
                found[year[month], at] += days[month, chosen[at]] * factors[month]


def add_rows(table: Floats, places: Places, found: Floats) -> None:
    """Add to each row that is found the row of a table at its place."""
    for i in range(len(places)):
        for j in range(found.shape[1]):
            found[i, j] += table[places[i], j]


def month_of(day: float, edges: Floats, months: Ints) -> int:
    """Give the month that a day is in: the first for all days before it, the last for all after it."""
    month: int = months[min(max(int(day - edges[0]), 0), len(months) - 1)]
    while month < len(edges) - 2 and edges[month + 1] <= day:
        month += 1
    return month


def counted_to(day: float, month: int, edges: Floats, weights: Floats) -> float:
    """Give what counts from the first edge up to a day in a month."""
    found: float = weights[month] + (day - edges[month]) / (edges[month + 1] - edges[month]) * (weights[month + 1] - weights[month])
    return found


def moved(rates: Floats, place: int, first: int, final: int, begins: float, ends: float, weights: Floats, year: Ints) -> float:
    """Give what the condition at a place moves, kr: rates [place, year], from a day in the first month to one in the final month.

    begins, ends: what counts up to either day. A place of -1 is no condition and moves nothing.
    """
    if place < 0:
        return 0.0
    month, found = first, 0.0
    while year[month] < year[final]:
        following = month + 1
        while year[following] == year[month]:
            following += 1
        found += rates[place, year[month]] * (weights[following] - begins)
        begins, month = weights[following], following
    return float(found + rates[place, year[final]] * (ends - begins))


def add_between(
    rates: Floats,
    places: Ints,
    start: Floats,
    end: Floats,
    whose: Ints,
    edges: Floats,
    weights: Floats,
    year: Ints,
    months: Ints,
    found: Floats,
) -> None:
    """Add what the condition at each place moves from a day to another, kr, to what is found for whose it is.

    rates: kr per month [place, year]. The rest is a `Calendar`.
    """
    for i in range(len(places)):
        first, final = month_of(start[i], edges, months), month_of(end[i], edges, months)
        if weights[final + 1] == weights[first]:  # none of these months counts
            continue
        begins, ends = counted_to(start[i], first, edges, weights), counted_to(end[i], final, edges, weights)
        found[whose[i]] += moved(rates, places[i], first, final, begins, ends, weights, year)


def add_saved(
    start: Floats,
    end: Floats,
    one: Ints,
    two: Ints,
    reference: tuple[Ints, Ints, Floats, Ints],
    option: tuple[Ints, Ints, Floats, Ints],
    alike: bool,
    nowhere: int,
    edges: Floats,
    weights: Floats,
    year: Ints,
    months: Ints,
    totals: Floats,
) -> None:
    """Add the aid that an option saves in each piece of time, kr, to where the household is in the one of two lives that pays less.

    one, two: the spells of the two lives (`Priced`) that hold in each piece, -1 for none, whose household is nowhere. alike: where both
    conditions are the same nothing is saved. The rest is a `Calendar`.
    """
    kinds, codes, aid, where = reference
    other_kinds, other_codes, other_aid, other_where = option
    for i in range(len(start)):
        kind, other = kinds[one[i]] if one[i] >= 0 else -1, other_kinds[two[i]] if two[i] >= 0 else -1
        code, other_code = codes[kind] if kind >= 0 else -1, other_codes[other] if other >= 0 else -1
        if alike and code == other_code:
            continue
        first, final = month_of(start[i], edges, months), month_of(end[i], edges, months)
        if weights[final + 1] == weights[first]:  # none of these months counts
            continue
        begins, ends = counted_to(start[i], first, edges, weights), counted_to(end[i], final, edges, weights)
        paid = moved(aid, kind, first, final, begins, ends, weights, year)
        saved = paid - moved(other_aid, other, first, final, begins, ends, weights, year)
        if saved >= 0.0:
            totals[other_where[other] if other >= 0 else nowhere] += saved
        else:
            totals[where[kind] if kind >= 0 else nowhere] += saved


class Kernels(NamedTuple):
    """The passes, compiled."""

    priced: Any
    months: Any
    rows: Any
    between: Any
    saved: Any


@lru_cache(maxsize=1)
def kernels() -> Kernels:
    """Compile the passes."""
    import numba
    from numba.extending import register_jitable

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    for function in (month_of, counted_to, moved):
        register_jitable(function)
    number, numbers, floats, table = numba.int64, numba.int64[::1], numba.float64[::1], numba.float64[:, ::1]
    places = numba.uint32[::1]  # without a sign: nothing is counted from the end, which would be asked at every step
    of_each_kind = [numba.types.UniTuple(array, KINDS) for array in (places, places, table)]  # type: ignore[no-untyped-call]
    calendar, life = (floats, floats, numbers, numbers), numba.types.Tuple((numbers, numbers, table, numbers))  # type: ignore[no-untyped-call]
    pieces = (floats, floats, numbers, numbers)
    return Kernels(
        compiled(numba.boolean(table, numbers, numba.uint32[:, ::1], *of_each_kind, table), add_priced),
        compiled(numba.void(table, floats, numbers, numbers, table), add_months),
        compiled(numba.void(table, places, table), add_rows),
        compiled(numba.void(table, numbers, floats, floats, numbers, *calendar, floats), add_between),
        compiled(numba.void(*pieces, life, life, numba.boolean, number, *calendar, floats), add_saved),
    )


def add_priced_days(days: Floats, year: Ints, parts: Ints, prices: Sequence[Prices], kronor: Floats) -> bool:
    """Add what days in conditions cost to the kronor (`add_priced`); prices: of each kind of parts, in the same years."""
    nothing = (np.zeros(2, np.uint32), np.zeros(0, np.uint32), np.zeros((1, 0)))
    whole = np.zeros((len(parts), KINDS), np.uint32)
    whole[:, : parts.shape[1]] = parts
    kinds = [(each.first, each.lines, each.amounts) for each in prices] + [nothing] * (KINDS - len(prices))
    found = kernels().priced(np.ascontiguousarray(days, np.float64), year, whole, *zip(*kinds, strict=True), kronor)
    return bool(found)


def months_by_year(days: Floats, factors: Floats, year: Ints, years: int, chosen: Ints) -> Floats:
    """Give person-months in some conditions, weighed by a factor for each month: [year, chosen]; days: [month, condition]."""
    found = np.zeros((years, len(chosen)))
    kernels().months(np.ascontiguousarray(days, np.float64), factors / MONTH, year, chosen, found)
    return found


def rows_added(tables: Sequence[Floats], places: Ints) -> Floats:
    """Add up the rows that stand at some places in tables, [row, column]; places: [row, table]."""
    found, columns = np.zeros((len(places), tables[0].shape[1])), np.ascontiguousarray(places.T, np.uint32)
    for table, column in zip(tables, columns, strict=True):
        kernels().rows(table, column, found)
    return found


def over_time(edges: Floats, factors: Floats, year: Ints) -> Calendar:
    """Give what days count in money that follows a person, weighed by a factor for each month, kr per month being the rate."""
    days = np.arange(edges[0], edges[-1] + 1.0)
    months = np.clip(np.searchsorted(edges, days, side="right") - 1, 0, len(edges) - 2)
    return Calendar(np.array(edges), np.concatenate(((0.0,), np.cumsum(factors * np.diff(edges) / MONTH))), year.astype(np.int64), months)


def between(rates: Floats, places: Ints, start: Floats, end: Floats, calendar: Calendar, whose: Ints, count: int) -> Floats:
    """Give what conditions move from a day to another, kr, added up for each of so many persons (`add_between`)."""
    found = np.zeros(count)
    kernels().between(rates, *(np.ascontiguousarray(each) for each in (places, start, end, whose)), *calendar, found)
    return found


def saved_between(pieces: Pieces, reference: Priced, option: Priced, alike: bool, nowhere: int, calendar: Calendar, count: int) -> Floats:
    """Give the aid that an option saves in some pieces of two lives, kr by where the household is: one of so many (`add_saved`)."""
    totals = np.zeros(count)
    sides = (pieces.start, pieces.end, pieces.first, pieces.second)
    kernels().saved(*sides, tuple(reference), tuple(option), alike, nowhere, *calendar, totals)
    return totals

"""The compiled passes of the accounts: days priced into kronor by month and line, and what conditions move between two days.

Each adds up in the order of what it is given, one number after another, so that a sum has the same last bit on every processor and however
many rows it is asked for with. In plain Python the functions say the same, and tests hold the compiled ones to them.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ami_sim.scenario.quantities import MONTH

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Calendar = tuple[Floats, Floats, Ints]  # edges of months, what months count up to each edge, and which year each month is in
KINDS = 4  # kinds of parts that a condition's price is made of; those that a book has not are nothing


def add_priced(days: Floats, months: Ints, parts: Ints, tables: tuple[Floats, ...], kronor: Floats) -> None:
    """Add what days cost in some months of one year to the kronor, [month, line], times the days of a month.

    days: [month, condition]. parts: the numbers of each condition's parts, [condition, kind]. tables: kr per month of the parts of each
    kind, [number, line].
    """
    one, two, three, four = tables
    conditions, lines = days.shape[1], kronor.shape[1]
    rows, priced = np.empty((conditions, lines)), np.zeros(conditions, np.bool_)
    for month in months:
        for condition in range(conditions):
            amount = days[month, condition]
            if amount != 0.0:
                if not priced[condition]:
                    a, b, c, d = parts[condition]
                    for line in range(lines):
                        rows[condition, line] = one[a, line] + two[b, line] + three[c, line] + four[d, line]
                    priced[condition] = True
                for line in range(lines):
                    kronor[month, line] += amount * rows[condition, line]


def add_between(rates: Floats, places: Ints, start: Floats, end: Floats, edges: Floats, weights: Floats, year: Ints, found: Floats) -> None:
    """Give what the condition at each place moves from a day to another, kr; a place of -1 is no condition and moves nothing.

    rates: kr per month [place, year]. edges: first day of each month, and the end. weights: what a whole month counts, from the first edge
    up to each edge; between two edges it grows evenly. year: which of the rates each month has; a year's months are side by side.
    """
    last = len(edges) - 2
    for i in range(len(places)):
        place = places[i]
        if place >= 0:
            first = min(max(np.searchsorted(edges, start[i], side="right") - 1, 0), last)
            final = min(max(np.searchsorted(edges, end[i], side="right") - 1, 0), last)
            begins = weights[first] + (start[i] - edges[first]) / (edges[first + 1] - edges[first]) * (weights[first + 1] - weights[first])
            ends = weights[final] + (end[i] - edges[final]) / (edges[final + 1] - edges[final]) * (weights[final + 1] - weights[final])
            moved, month = 0.0, first
            while year[month] < year[final]:
                following = month + 1
                while year[following] == year[month]:
                    following += 1
                moved += rates[place, year[month]] * (weights[following] - begins)
                begins, month = weights[following], following
            found[i] = moved + rates[place, year[final]] * (ends - begins)


@lru_cache(maxsize=1)
def kernels() -> tuple[Any, Any]:
    """Give both compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    numbers, floats, table = numba.int64[::1], numba.float64[::1], numba.float64[:, ::1]
    nothing, counted = numba.void, numba.int64[:, ::1]
    tables = numba.types.UniTuple(table, KINDS)  # type: ignore[no-untyped-call]
    return (
        compiled(nothing(table, numbers, counted, tables, table), add_priced),
        compiled(nothing(table, numbers, floats, floats, floats, floats, numbers, floats), add_between),
    )


def priced_days(days: Floats, years: Ints, parts: Ints, tables: Sequence[Sequence[Floats]], lines: int) -> Floats:
    """Price days in conditions, kr [month, line] times the days of a month.

    days: [month, condition]. years: which of the tables each month has. parts: the numbers of each condition's parts, [condition, kind].
    tables: for each year the prices of the parts of each kind, kr per month [number, line].
    """
    kronor = np.zeros((len(days), lines))
    nothing, whole = np.zeros((1, lines)), np.zeros((len(parts), KINDS), np.int64)
    whole[:, : parts.shape[1]] = parts
    in_order = np.ascontiguousarray(days, np.float64)
    for year, each in enumerate(tables):
        filled = tuple(each) + (nothing,) * (KINDS - len(each))
        kernels()[0](in_order, np.flatnonzero(years == year), whole, filled, kronor)
    return kronor


def over_time(edges: Floats, factors: Floats, year: Ints) -> Calendar:
    """Give what days count in money that follows a person, weighed by a factor for each month, kr per month being the rate."""
    return np.array(edges), np.concatenate(((0.0,), np.cumsum(factors * np.diff(edges) / MONTH))), year.astype(np.int64)


def between(rates: Floats, places: Ints, start: Floats, end: Floats, calendar: Calendar) -> Floats:
    """Give what each condition moves from a day to another, kr (`add_between`)."""
    found = np.zeros(len(places))
    kernels()[1](rates, np.ascontiguousarray(places), np.ascontiguousarray(start), np.ascontiguousarray(end), *calendar, found)
    return found

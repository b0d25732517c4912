"""Days by month in compiled passes: every spell cut at the months' edges and added up to what it counts for, and such sums added up again.

A run has some ten thousand spells and ninety thousand pieces; to write out the pieces for every table takes longer than the run. Sums are
added up in the order of what is given.
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def add_days(start: Floats, end: Floats, edges: Floats, columns: Ints, totals: Floats, classes: Ints, sums: Floats) -> None:
    """Add the days of each spell between two edges to the totals [month, column], in the order of the spells.

    columns: what each spell counts for. classes: to which class each column belongs; sums: days of the classes, [class, month]. Fastest
    where spells follow one another in time.
    """
    month = 0
    for i in range(len(start)):
        begins, ends = max(start[i], edges[0]), min(end[i], edges[-1])
        if ends > begins:
            column, row = columns[i], sums[classes[columns[i]]]
            if begins < edges[month]:
                month = 0
            while edges[month + 1] <= begins:
                month += 1
            while ends > edges[month + 1]:
                totals[month, column] += edges[month + 1] - begins
                row[month] += edges[month + 1] - begins
                month += 1
                begins = edges[month]
            totals[month, column] += ends - begins
            row[month] += ends - begins


def add_rows(rows: Floats, places: Ints, totals: Floats) -> None:
    """Add each row to those of the totals that it counts for, in the order of the rows. places: [which, row], -1 for none."""
    for i in range(len(rows)):
        for which in range(len(places)):
            place = places[which, i]
            if place >= 0:
                for k in range(rows.shape[1]):
                    totals[place, k] += rows[i, k]


def add_moments(days: Floats, edges: Floats, columns: Ints, counts: Ints) -> None:
    """Count the moments between two edges, [column, month]; columns: what each counts for."""
    month = 0
    for i in range(len(days)):
        if edges[0] <= days[i] < edges[-1]:
            if days[i] < edges[month]:
                month = 0
            while edges[month + 1] <= days[i]:
                month += 1
            counts[columns[i], month] += 1


class Kernels(NamedTuple):
    """The passes, compiled."""

    days: Any
    moments: Any
    rows: Any


@lru_cache(maxsize=1)
def kernels() -> Kernels:
    """Compile the passes."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    floats, numbers, table = numba.float64[::1], numba.int64[::1], numba.float64[:, ::1]
    return Kernels(
        compiled(numba.void(floats, floats, floats, numbers, table, numbers, table), add_days),
        compiled(numba.void(floats, floats, numbers, numba.int64[:, ::1]), add_moments),
        compiled(numba.void(table, numba.int64[:, ::1], table), add_rows),
    )


class Days(NamedTuple):
    """Days by month, [month, column], and of the classes to which the columns belong, [class, month]."""

    totals: Floats
    sums: Floats


def days_in(start: Floats, end: Floats, edges: Floats, columns: Ints, classes: Ints, count: int) -> Days:
    """Add up days by month.

    start, end: of each spell. columns: what each spell counts for. classes: to which of so many classes each column belongs.
    """
    found = Days(np.zeros((len(edges) - 1, len(classes))), np.zeros((count, len(edges) - 1)))
    begins, ends, cuts = (np.ascontiguousarray(days, np.float64) for days in (start, end, edges))  # what the kernel is compiled for
    numbers = (np.ascontiguousarray(each, np.int64) for each in (columns, classes))
    kernels().days(begins, ends, cuts, next(numbers), found.totals, next(numbers), found.sums)
    return found


def moments_in(days: Floats, edges: Floats, columns: Ints, count: int) -> Ints:
    """Count moments by month: [column, month], of so many columns. columns: what each moment counts for."""
    counts = np.zeros((count, len(edges) - 1), np.int64)
    moments, cuts = np.ascontiguousarray(days, np.float64), np.ascontiguousarray(edges, np.float64)
    kernels().moments(moments, cuts, np.ascontiguousarray(columns, np.int64), counts)
    return counts


def summed(rows: Floats, places: Ints, count: int) -> Floats:
    """Add up rows that belong together: so many rows. places: which of them each row counts for, [which, row], -1 for none."""
    totals = np.zeros((count, rows.shape[1]))
    kernels().rows(np.ascontiguousarray(rows, np.float64), np.ascontiguousarray(np.atleast_2d(places), np.int64), totals)
    return totals

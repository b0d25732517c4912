"""Days by month: every spell cut at the months' edges and added up to what it counts for, in one compiled pass.

A run has some ten thousand spells and ninety thousand pieces; to write out the pieces for every table takes longer than the run.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def add_days(start: Floats, end: Floats, edges: Floats, columns: Ints, totals: Floats) -> None:
    """Add the days of each spell between two edges to the totals [month, column], in the order of the spells.

    columns: the columns that a spell counts for, [which, spell]; -1 for none.
    """
    for i in range(len(start)):
        begins, ends = max(start[i], edges[0]), min(end[i], edges[-1])
        if ends > begins:
            month = np.searchsorted(edges, begins, side="right") - 1
            while begins < ends:
                days = min(ends, edges[month + 1]) - begins
                for which in range(len(columns)):
                    column = columns[which, i]
                    if column >= 0:
                        totals[month, column] += days
                month += 1
                begins = edges[month]


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `add_days` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    floats, number = numba.float64[::1], numba.int64[:, ::1]
    return compiled(numba.void(floats, floats, floats, number, numba.float64[:, ::1]), add_days)


def days_in(start: Floats, end: Floats, edges: Floats, columns: Sequence[Ints], count: int) -> Floats:
    """Add up days by month: [month, column], of so many columns.

    start, end: of each spell. columns: arrays that say what column each spell counts for, -1 for none; a spell can count for several.
    """
    totals = np.zeros((len(edges) - 1, count))
    begins, ends, cuts = (np.array(days, np.float64) for days in (start, end, edges))  # what the kernel is compiled for
    kernel()(begins, ends, cuts, np.array(columns, np.int64), totals)
    return totals

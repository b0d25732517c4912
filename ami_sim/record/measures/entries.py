"""Entries into some stages: with which spell each begins, and how long it lasts unbroken."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.record.spells import Floats, Ints, Spells


class Entries(NamedTuple):
    """Entries in the order of the spells: the place of the spell that each begins with, and days until the last in a row ends."""

    spell: Ints
    days: Floats


def entries(spells: Spells, stages: Sequence[int], since: float) -> Entries:
    """Find the entries into some stages from a day on, with the length of the unbroken stretch in them.

    A stretch may be written in several spells: a birthday or another rule is an event too.
    """
    inside, count = np.zeros(1 << 8, np.bool_), len(spells.start)
    inside[list(stages)] = True
    found = Entries(np.empty(count, np.int64), np.empty(count))
    many = kernel()(spells.stage, spells.came_from, spells.start, spells.end, inside, since, *found)
    return Entries(found.spell[:many], found.days[:many])


def add_entries(
    stage: Ints, came_from: Ints, start: Floats, end: Floats, inside: NDArray[np.bool_], since: float, spell: Ints, days: Floats
) -> int:
    """Write the spell and the days of each entry into the stages inside, and give their number."""
    count = 0
    for i in range(len(stage)):
        if inside[stage[i]] and not inside[came_from[i]] and start[i] >= since:
            spell[count], days[count], on = i, end[i] - start[i], i + 1
            while on < len(stage) and inside[stage[on]] and inside[came_from[on]]:
                days[count] += end[on] - start[on]
                on += 1
            count += 1
    return count


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `add_entries` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    numbers, floats = numba.int64[::1], numba.float64[::1]
    return compiled(numba.int64(numbers, numbers, floats, floats, numba.boolean[::1], numba.float64, numbers, floats), add_entries)

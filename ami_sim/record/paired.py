"""Two lives of the same people side by side: pieces of time during which neither life changes."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ami_sim.record.spells import Floats, Ints, Spells


@dataclass(frozen=True)
class Pieces:
    """Pieces of time, days from the start date; `first` and `second` are the spells that hold during each, -1 where a life has none yet."""

    start: Floats
    end: Floats
    first: Ints
    second: Ints


def side_by_side(first: Spells, second: Spells, ids: tuple[NDArray[np.uint64], NDArray[np.uint64]] | None = None) -> Pieces:
    """Cut two lives of everybody at every change in either; only pieces in which at least one life has a spell.

    ids: a number for each person of the first and of the second, the same for the same person; without it people are the same by
    position. A person who is in one of them only has no spell in the other. Both must end on the same day. Pieces come in the order
    of the numbers, each person's in that of time.
    """
    if first.horizon != second.horizon:
        raise ValueError(f"lives end on days {first.horizon:g} and {second.horizon:g}; expected the same day")
    lives = (first, second)
    if ids is None:
        positions = np.arange(1 + max(int(life.person.max(initial=-1)) for life in lives))
        places = (positions, positions)
    else:
        _, place = np.unique(np.concatenate(ids), return_inverse=True)
        places = (place[: len(ids[0])], place[len(ids[0]) :])
    rows = np.zeros((1 + max(int(place.max(initial=-1)) for place in places), 4), np.int64)
    for at, (life, place) in enumerate(zip(lives, places, strict=True)):
        spans = np.searchsorted(life.person, np.arange(len(place) + 1))
        rows[place, 2 * at], rows[place, 2 * at + 1] = spans[:-1], spans[1:]
    most = len(first.start) + len(second.start)
    found = Pieces(np.empty(most), np.empty(most), np.empty(most, np.int64), np.empty(most, np.int64))
    starts = (np.array(life.start, np.float64) for life in lives)
    count = kernel()(rows, *starts, float(first.horizon), found.start, found.end, found.first, found.second)
    return Pieces(found.start[:count], found.end[:count], found.first[:count], found.second[:count])


def lay(rows: Ints, first: Floats, second: Floats, horizon: float, start: Floats, end: Floats, one: Ints, two: Ints) -> int:
    """Write the pieces of everybody's two lives, and give their number.

    rows: for each person, where the spells of the first life begin and end, and those of the second. first, second: when each begins.
    start, end, one, two: what is written.
    """
    count = 0
    for who in range(len(rows)):
        a, last_a, b, last_b = rows[who]
        now_a, now_b = -1, -1
        while a < last_a or b < last_b:
            if b == last_b or (a < last_a and first[a] <= second[b]):
                begins, now_a = first[a], a
                a += 1
            else:
                begins, now_b = second[b], b
                b += 1
            ends = horizon
            if a < last_a and b < last_b:
                ends = min(first[a], second[b])
            elif a < last_a:
                ends = first[a]
            elif b < last_b:
                ends = second[b]
            if ends > begins:
                start[count], end[count], one[count], two[count] = begins, ends, now_a, now_b
                count += 1
    return count


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `lay` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that compares lives pays for the compiler

    floats, numbers = numba.float64[::1], numba.int64[::1]
    signature = numba.int64(numba.int64[:, ::1], floats, floats, numba.float64, floats, floats, numbers, numbers)
    return compiled(signature, lay)

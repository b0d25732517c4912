"""Two lives of the same people side by side: pieces of time during which neither life changes."""

from dataclasses import dataclass

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
    position. A person who is in one of them only has no spell in the other. Both must end on the same day.
    """
    if first.horizon != second.horizon:
        raise ValueError(f"lives end on days {first.horizon:g} and {second.horizon:g}; expected the same day")
    one, two = first.person, second.person
    if ids is not None:
        _, place = np.unique(np.concatenate(ids), return_inverse=True)
        one, two = place[: len(ids[0])][one], place[len(ids[0]) :][two]
    person = np.concatenate((one, two))
    time = np.concatenate((first.start, second.start))
    order = np.argsort(person + 1j * time, kind="stable")  # by person, then time: two sorted lists in one, which a stable sort merges
    person, time = person[order], time[order]
    end = np.append(time[1:], first.horizon)
    last = np.append(person[1:] != person[:-1], True)
    end[last] = first.horizon
    begins = np.flatnonzero(np.r_[True, last[:-1]])
    life = np.cumsum(np.r_[True, last[:-1]]) - 1  # one number a person, in this order

    def latest(inside: NDArray[np.bool_], spell: Ints) -> Ints:
        """Give the spell of one life that began last, -1 before its first."""
        position = np.maximum.accumulate(np.where(inside, np.arange(len(order)), -1))
        begun = position >= begins[life]
        return np.where(begun, spell[np.maximum(position, 0)], -1)

    mine = order < len(one)
    kept = end > time
    return Pieces(time[kept], end[kept], latest(mine, order)[kept], latest(~mine, order - len(one))[kept])

"""Deadweight with a date: how many of those the unit has met who are in open work at a month would have been in work without it.

What is known of it are two numbers of persons in work, with the unit and without. By means, of the M met who are in work as many would have
been in work anyway as are left when the net difference is taken off M. Which of them, and how many if the unit also keeps others out of
work, hangs on how the two lives of a person go together, and that nothing identifies. The twins here, the same person with the same luck,
are one coupling of them. Fréchet's (1951) bounds hold every coupling. All are counts, so that a share over many runs is formed from their
means and is never a mean of shares. Who is in one option only has no twin and is counted in none of them.
"""

from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.record.measures.people import AFTER_MONTHS
from ami_sim.record.measures.registry import Number
from ami_sim.record.spells import Floats, Ints, Spells, among
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import IN_INTERVENTION, LEFT, MAPPING, START, UNBORN, WORK

Keys = NDArray[np.uint64]
Flags = NDArray[np.bool_]
AWAY: Final = (UNBORN, LEFT)  # not yet in need, or no longer to be followed


NAMES: Final = ("met_in_work", "met_in_work_by_means", "met_in_work_twin_too", "met_in_work_least", "met_in_work_most")


def deadweight(reference: Spells, option: Spells, keys: tuple[Keys, Keys], parting: float, *, same: bool = False) -> list[Number]:
    """Count, at each of `AFTER_MONTHS` before the horizon, those met and in open work, and of them those in work anyway, by `NAMES`.

    keys: a number for each person of the reference and of the option, equal for the same person. parting: days from the start date.
    same: the option is the reference, whose people are their own twins: nothing is defined (NaN).
    """
    horizon = min(reference.horizon, option.horizon)
    counted = [months for months in AFTER_MONTHS if parting + months * MONTH < horizon]
    counts = np.full((len(counted), len(NAMES)), np.nan)
    if not same:
        days = parting + np.array(counted) * MONTH
        first, second = twins_of(keys)
        before, after = seen_on(reference, len(keys[0]), days, parting), seen_on(option, len(keys[1]), days, parting)
        counts = counts_of(before.stages[:, first], after.stages[:, second], after.met[second] <= days[:, None])
    return [
        Number(f"{name}_{months}m", "", "", count)
        for months, row in zip(counted, counts.tolist(), strict=True)
        for name, count in zip(NAMES, row, strict=True)
    ]


def twins_of(keys: tuple[Keys, Keys]) -> tuple[Ints, Ints]:
    """Find those who are in both lives: their positions among the people of the reference and of the option."""
    if keys[0] is keys[1]:
        return np.arange(len(keys[0])), np.arange(len(keys[1]))
    _, first, second = np.intersect1d(*keys, assume_unique=True, return_indices=True)
    return first, second


def counts_of(reference: Ints, option: Ints, met: Flags) -> Floats:
    """Give the counts of some days, [day, name], by `NAMES`. By means may be more than those met and in work: then fewer work than without.

    reference, option: the stage of each twin, [day, twin]. met: whom the unit has met by then. Of M met and in work and R in work in the
    reference, among N who are there in either life, between M + R - N and the lesser of M and R can be in work in both.
    """
    works, without = option == WORK, reference == WORK
    people = (~among(reference, AWAY) | ~among(option, AWAY)).sum(axis=1)
    count, anyway = (works & met).sum(axis=1), without.sum(axis=1)
    by_means, least, most = anyway - (works & ~met).sum(axis=1), np.maximum(0, count + anyway - people), np.minimum(count, anyway)
    return np.column_stack((count, by_means, (works & met & without).sum(axis=1), least, most)).astype(np.float64)


class OnDays(NamedTuple):
    """The stage of each person on some days, [day, person], and the day on which each was first met, infinite for who was not."""

    stages: Ints
    met: Floats


def look(person: Ints, start: Floats, end: Floats, what: Ints, stage: Ints, days: Floats, since: float, stages: Ints, met: Floats) -> None:
    """Write down where each person is on some days, and when they were first met from a day on: a mapping or an intervention started."""
    for i in range(len(person)):
        who = person[i]
        for at in range(len(days)):
            if start[i] <= days[at] < end[i]:
                stages[at, who] = stage[i]
        if what[i] == START and (stage[i] == MAPPING or stage[i] == IN_INTERVENTION) and start[i] >= since:
            met[who] = min(met[who], start[i])


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `look` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that compares lives pays for the compiler

    floats, numbers = numba.float64[::1], numba.int64[::1]
    stages = numba.int64[:, ::1]
    return compiled(numba.void(numbers, floats, floats, numbers, numbers, floats, numba.float64, stages, floats), look)


def seen_on(spells: Spells, count: int, days: Floats, since: float) -> OnDays:
    """Give where each of so many persons is on some days, and when they were first met from a day on."""
    found = OnDays(np.full((len(days), count), UNBORN), np.full(count, np.inf))
    columns = (np.ascontiguousarray(getattr(spells, name)) for name in ("person", "start", "end", "what", "stage"))
    kernel()(*columns, days, since, *found)
    return found

"""Deadweight with a date: how many of those the unit has met who are in open work at a month would have been in work without it.

What is known of it are two numbers of persons in work, with the unit and without. By means, of the M met who are in work as many would have
been in work anyway as are left when the net difference is taken off M. Which of them, and how many if the unit also keeps others out of
work, hangs on how the two lives of a person go together, and that nothing identifies. The twins here, the same person with the same luck,
are one coupling of them. Fréchet's (1951) bounds hold every coupling. All are counts, so that a share over many runs is formed from their
means and is never a mean of shares. Who is in one option only has no twin and is counted in none of them.
"""

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.record.measures.dates import AFTER_MONTHS, OnDays
from ami_sim.record.measures.registry import Number
from ami_sim.record.spells import Floats, Ints
from ami_sim.scenario.registry import LEFT, UNBORN, WORK

Keys = NDArray[np.uint64]
AWAY: Final = (UNBORN, LEFT)  # not yet in need, or no longer to be followed


NAMES: Final = ("met_in_work", "met_in_work_by_means", "met_in_work_twin_too", "met_in_work_least", "met_in_work_most")


def deadweight(reference: OnDays, option: OnDays, keys: tuple[Keys, Keys], days: Floats, *, same: bool = False) -> list[Number]:
    """Count, at each of `AFTER_MONTHS` before the end, those met and in open work, and of them those in work anyway, by `NAMES`.

    reference, option: where everybody is on these days, each as many of them as are before its end. keys: a number for each person of
    the reference and of the option, equal for the same person. same: the option is the reference, whose people are their own twins:
    nothing is defined (NaN).
    """
    many = min(len(reference.stages), len(option.stages))
    counts = np.full((many, len(NAMES)), np.nan)
    if not same:
        kernel()(reference.stages, option.stages, option.met, *twins_of(keys), days[:many], counts)
    return [
        Number(f"{name}_{months}m", "", "", count)
        for months, row in zip(AFTER_MONTHS, counts.tolist(), strict=False)
        for name, count in zip(NAMES, row, strict=True)
    ]


def twins_of(keys: tuple[Keys, Keys]) -> tuple[Ints, Ints]:
    """Find those who are in both lives: their positions among the people of the reference and of the option."""
    if keys[0] is keys[1]:
        return np.arange(len(keys[0])), np.arange(len(keys[1]))
    _, first, second = np.intersect1d(*keys, assume_unique=True, return_indices=True)
    return first, second


def add_counts(reference: Ints, option: Ints, met: Floats, first: Ints, second: Ints, days: Floats, counts: Floats) -> None:
    """Write the counts of some days, [day, name], by `NAMES`. By means may be more than those met and in work: fewer work than without.

    reference, option: the stage of each person, [day, person]; first, second: which of them are twins. met: when the unit met each of
    the option. Of M met and in work and R in work in the reference, among N who are there in either life, between M + R - N and the
    lesser of M and R can be in work in both.
    """
    for day in range(len(days)):
        people, count, unmet, anyway, both = 0, 0, 0, 0, 0
        for i in range(len(first)):
            before, after = reference[day, first[i]], option[day, second[i]]
            people += before not in AWAY or after not in AWAY
            anyway += before == WORK
            if after == WORK and met[second[i]] <= days[day]:
                count += 1
                both += before == WORK
            elif after == WORK:
                unmet += 1
        counts[day, 0], counts[day, 1], counts[day, 2] = count, anyway - unmet, both
        counts[day, 3], counts[day, 4] = max(0, count + anyway - people), min(count, anyway)


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `add_counts` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that compares lives pays for the compiler

    floats, numbers, stages = numba.float64[::1], numba.int64[::1], numba.int64[:, ::1]
    return compiled(numba.void(stages, stages, floats, numbers, numbers, floats, numba.float64[:, ::1]), add_counts)

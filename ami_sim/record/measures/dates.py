"""Where everybody is at some dates after the parting, and when they were first met: what several measures read at the same dates."""

from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np

from ami_sim.record.spells import Floats, Ints, Spells
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import IN_INTERVENTION, MAPPING, START, UNBORN

AFTER_MONTHS: Final = (12, 24, 36, 60)  # months after the parting at which open work is counted


class OnDays(NamedTuple):
    """The stage of each person on some days, [day, person], and the day on which each was first met, infinite for who was not."""

    stages: Ints
    met: Floats


def dates_after(parting: float, horizon: float) -> Floats:
    """Give the days at `AFTER_MONTHS`, as many as are before the horizon."""
    return np.array([day for months in AFTER_MONTHS if (day := parting + months * MONTH) < horizon])


def seen_on(spells: Spells, count: int, days: Floats, since: float) -> OnDays:
    """Give where each of so many persons is on some days, in their order, and when they were first met from a day on."""
    found = OnDays(np.full((len(days), count), UNBORN), np.full(count, np.inf))
    kernel()(spells.person, spells.start, spells.end, spells.what, spells.stage, days, since, *found)
    return found


def look(person: Ints, start: Floats, end: Floats, what: Ints, stage: Ints, days: Floats, since: float, stages: Ints, met: Floats) -> None:
    """Write down where each person is on some days, and when they were first met from a day on: a mapping or an intervention started."""
    at = 0  # the first of the days that the person's spells so far have not reached
    for i in range(len(person)):
        who = person[i]
        if i > 0 and person[i - 1] != who:
            at = 0
        while at < len(days) and days[at] < end[i]:
            if start[i] <= days[at]:
                stages[at, who] = stage[i]
            at += 1
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

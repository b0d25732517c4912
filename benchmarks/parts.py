"""What the parts of an event cost in the compiled engine, each run alone over the people of Ragunda."""

import time
from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from ami_sim.pathway import compiled as kernel
from ami_sim.pathway.clocks import bands_of, rerate, set_band, settle
from ami_sim.pathway.tables import TABLES, WORLD, world_record
from ami_sim.people.person import PERSON
from benchmarks.workloads import ragunda

SWEEPS = 50


def burn(people: Any, tables: Any, world: Any, agenda: Any, day: float) -> None:
    """Burn everybody's clocks up to a day."""
    for i in range(len(people)):
        settle(people[i], day, tables)


def set_rates(people: Any, tables: Any, world: Any, agenda: Any, day: float) -> None:
    """Set everybody's rates and find the clock that fires first."""
    for i in range(len(people)):
        rerate(people[i], bands_of(people[i], day, tables), tables, world)


def find_marks(people: Any, tables: Any, world: Any, agenda: Any, day: float) -> None:
    """Find everybody's next date at which something changes by elapsed time."""
    for i in range(len(people)):
        set_band(people[i], day, bands_of(people[i], day, tables), tables)


def plan_all(people: Any, tables: Any, world: Any, agenda: Any, day: float) -> None:
    """Put everybody's next event on the agenda."""
    for i in range(len(people)):
        kernel.plan_next(i, people[i], agenda)


PARTS: dict[str, Callable[..., None]] = {
    "burn the clocks that run": burn,
    "new rates, and which clock fires first": set_rates,
    "next date by elapsed time": find_marks,
    "next event into the agenda": plan_all,
}


def parts_of_an_event() -> dict[str, float]:
    """Measure nanoseconds a person for each part, and for copying a person into a run."""
    plans, people = ragunda()
    plan = plans["today"]
    record, person, tables, world = kernel.record_of(plan), *(numba.from_dtype(dtype) for dtype in (PERSON, TABLES, WORLD))
    agenda = np.full(2 * len(people), np.array((np.inf, 0), kernel.NEXT))
    found = {}
    for name, part in PARTS.items():
        compiled = numba.njit((person[::1], tables, world, numba.from_dtype(kernel.NEXT)[::1], numba.float64))(part)
        crowd, now, best = people.copy(), world_record(plan.world()), np.inf
        compiled(crowd, record, now, agenda, 1.0)
        for sweep in range(SWEEPS):
            began = time.perf_counter()
            compiled(crowd, record, now, agenda, 2.0 + sweep)
            best = min(best, time.perf_counter() - began)
        found[name] = best / len(people) * 1e9
    return found

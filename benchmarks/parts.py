"""What the parts of an event cost in the compiled engine, each run alone over the people of Ragunda."""

import time
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from numba.extending import register_jitable

from ami_sim.engines import compiled as kernel
from ami_sim.engines.records import as_record, unit_as_record
from ami_sim.model.clocks import bands_of, rerate, set_band, settle
from benchmarks.workloads import ragunda

SWEEPS = 50


def burn(people: Any, tables: Any, world: Any, agenda: Any, day: float) -> None:
    """Burn everybody's clocks up to a day."""
    for i in range(len(people)):
        settle(people[i], day, tables)


def set_rates(people: Any, tables: Any, world: Any, agenda: Any, day: float) -> None:
    """Set everybody's rates and find the clock that fires first."""
    for i in range(len(people)):
        rerate(people[i], day, bands_of(people[i], day, tables), tables, world)


def find_marks(people: Any, tables: Any, world: Any, agenda: Any, day: float) -> None:
    """Find everybody's next date at which something changes by elapsed time."""
    for i in range(len(people)):
        set_band(people[i], day, bands_of(people[i], day, tables), tables)


def plan_all(people: Any, tables: Any, world: Any, agenda: Any, day: float) -> None:
    """Put everybody's next event on the agenda."""
    for i in range(len(people)):
        kernel.plan_next(i, people, agenda)


PARTS: dict[str, Callable[..., None]] = {
    "burn the clocks that run": burn,
    "new rates, and which clock fires first": set_rates,
    "next date by elapsed time": find_marks,
    "next event into the agenda": plan_all,
}


def swept(part: Callable[..., None]) -> Any:
    """Compile a part."""
    inner = register_jitable(part)

    def sweep(people: Any, tables: Any, world: Any, agenda: Any, day: float) -> None:
        inner(people, tables, world, agenda, day)

    return numba.njit(sweep)


def parts_of_an_event() -> dict[str, float]:
    """Measure nanoseconds a person for each part."""
    plans, people = ragunda()
    plan = plans["today"]
    record, found = as_record(plan.tables), {}
    agenda = np.empty(2 * len(people), kernel.NEXT)
    for name, part in PARTS.items():
        compiled, now, best = swept(part), unit_as_record(plan.world()), np.inf
        crowd = people.copy()
        agenda[:] = (np.inf, 0)
        compiled(crowd, record, now, agenda, 1.0)
        for turn in range(SWEEPS):
            began = time.perf_counter()
            compiled(crowd, record, now, agenda, 2.0 + turn)
            best = min(best, time.perf_counter() - began)
        found[name] = best / len(people) * 1e9
    return found

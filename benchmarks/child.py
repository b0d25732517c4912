"""Measured in a process of its own: peak memory, and the first start with nothing compiled yet."""

import resource
import sys
import time
from pathlib import Path

BEGAN = time.perf_counter()


def held() -> float:
    """Give the memory that this process holds now, bytes; 0 where the system does not say."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * float(resource.getpagesize()) if status.exists() else 0.0


def grow(size: int) -> None:
    """Print people, events, best seconds of three runs, bytes that the runs added and at most held, bytes a person, bytes of the log."""
    from benchmarks.workloads import on_engine, pathway, timed

    small = on_engine("compiled", *pathway(1))
    small()
    plan, people = pathway(size)
    before = held()
    run = on_engine("compiled", plan, people)
    took = min((timed(run) for _ in range(3)), key=lambda one: one.seconds)
    from ami_sim.engines.protocol import engine_named

    engine = engine_named("compiled")
    log = engine.simulate(plan, people).log
    status = Path("/proc/self/status")
    peak = 1024.0 * int(status.read_text().split("VmHWM:")[1].split()[0]) if status.exists() else 0.0
    print(len(people), took.events, took.seconds, held() - before, peak, round(engine.held(plan, people)), log.nbytes)


def start() -> None:
    """Print the seconds from the first line of this file to the end of a first run."""
    from benchmarks.workloads import on_engine, pathway

    on_engine("compiled", *pathway(1))()
    print(time.perf_counter() - BEGAN)


if __name__ == "__main__":
    if sys.argv[1] == "start":
        start()
    else:
        grow(int(sys.argv[2]))

"""Measured in a process of its own: peak memory, and the first start with nothing compiled yet."""

import resource
import sys
import time

BEGAN = time.perf_counter()


def peak() -> float:
    """Give the peak memory of this process so far, bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def grow(size: int) -> None:
    """Print people, events, best seconds of three runs, bytes of memory a person that the runs added, and bytes of the log."""
    from benchmarks.workloads import on_engine, pathway, timed

    small = on_engine("compiled", *pathway(1))
    small()
    plan, people = pathway(size)
    before = peak()
    run = on_engine("compiled", plan, people)
    took = min((timed(run) for _ in range(3)), key=lambda one: one.seconds)
    from ami_sim.pathway.compiled import NEXT
    from ami_sim.people.person import PERSON
    from ami_sim.run.engines import engine_named

    log = engine_named("compiled").simulate(plan, people).log
    added = max(0.0, peak() - before)
    print(len(people), took.events, took.seconds, added, PERSON.itemsize + 2 * NEXT.itemsize, log.nbytes)


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

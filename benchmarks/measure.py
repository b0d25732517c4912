"""Measure everything in one go, interleaved, and write the page."""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from ami_sim.engines.protocol import engine_named
from benchmarks.page import Figures, Growth, page
from benchmarks.parts import parts_of_an_event
from benchmarks.whole import measure, section
from benchmarks.workloads import (
    CUSTOMERS,
    HERE,
    PEOPLE,
    YEARS,
    Took,
    all_options,
    ciw_mm3,
    in_cpp,
    mm3,
    on_engine,
    pathway,
    programs,
    ragunda,
    timed,
)

FEWER = 20  # SimPy and Ciw serve this many times fewer customers of M/M/3; their times are multiplied
SIZES = (1, 10, 100)


def child(*words: str, kept: str | None = None) -> list[float]:
    """Run one measurement in a process of its own; `kept` is where it may keep what it compiles."""
    environment = {**os.environ, "PYTHONPATH": "."} | ({"XDG_CACHE_HOME": kept} if kept else {})
    command = [sys.executable, "-m", "benchmarks.child", *words]
    done = subprocess.run(command, cwd=HERE.parent, env=environment, capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.split()]


def interleaved(rounds: int) -> dict[str, Took]:
    """Time each engine on each model, one after the other, round after round."""
    queue, customers = mm3()
    plan, people = pathway(1)
    few = customers[: CUSTOMERS // FEWER]
    works: dict[str, Callable[[], Took]] = {
        "mm3 compiled": lambda: timed(on_engine("compiled", queue, customers)),
        "mm3 simpy": lambda: timed(on_engine("simpy", queue, few)),
        "mm3 ciw": lambda: timed(ciw_mm3(CUSTOMERS // FEWER)),
        "pathway compiled": lambda: timed(on_engine("compiled", plan, people)),
        "pathway simpy": lambda: timed(on_engine("simpy", plan, people)),
        "ragunda compiled": lambda: timed(all_options("compiled")),
        "ragunda simpy": lambda: timed(all_options("simpy")),
    }
    if programs():
        works["mm3 cpp"] = lambda: in_cpp("mm3", CUSTOMERS, 1)
        works["pathway cpp"] = lambda: in_cpp("pathway", PEOPLE, 3652, 1)
    slow = {"mm3 simpy", "mm3 ciw", "ragunda simpy"}
    found: dict[str, list[Took]] = {name: [] for name in works}
    for turn in range(rounds):
        for name, work in works.items():
            found[name] += [work()] if name in slow else [work() for _ in range(5)]
        print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    taken = {}
    for name, all_ in found.items():
        times = FEWER if name in ("mm3 simpy", "mm3 ciw") else 1
        seconds = sorted(times * one.seconds for one in all_)
        taken[name] = Took(statistics.median(seconds), times * all_[0].events, seconds[0])
    return taken


def growth() -> list[Growth]:
    """Measure the pathway with 2 000 to 200 000 people."""
    found = []
    for size in SIZES:
        people, events, seconds, added, peak, record, log = child("grow", str(size))
        cpp = in_cpp("pathway", PEOPLE * size, 3652, 3).seconds if programs() else float("nan")
        found.append(Growth(int(people), int(events), seconds, added, peak, int(record), int(log), cpp))
    return found


def machine() -> str:
    """Describe the machine in general words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(prog="benchmarks/run", description=__doc__)
    options.add_argument("--rounds", type=int, default=7, help="rounds of interleaved measurements (default 7)")
    options.add_argument("--out", type=Path, default=HERE.parent / "docs" / "benchmarks.md", help="the page to write")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as kept:
        cold, warm = child("start", kept=kept)[0], child("start", kept=kept)[0]
    plans, people = ragunda()
    years = statistics.mean(plan.horizon for plan in plans.values()) / 365.25
    figures = Figures(
        took=interleaved(chosen.rounds),
        growth=growth(),
        cold=cold,
        warm=warm,
        parts=parts_of_an_event(),
        held=max(engine_named("compiled").held(plan, people) for plan in plans.values()),
        options=len(plans),
        decade=YEARS / years,
        machine=machine(),
        busy=os.getloadavg()[0],
    )
    text = page(figures, section(measure()))
    chosen.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()

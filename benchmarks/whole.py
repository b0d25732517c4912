"""From a question to its answer: what a run, a draw and a whole comparison cost beside the engine alone, measured in one go.

`python -m benchmarks.whole` prints the part of docs/benchmarks.md on it; `benchmarks/run` writes the page with it.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

import ami_sim as ami
from ami_sim.engines.protocol import Engine, Run, engine_named
from ami_sim.model.strategies import Rank, no_own_rank
from ami_sim.model.tables import Plan
from ami_sim.runs.batch import Work
from ami_sim.runs.executor import run_work
from benchmarks.shares import Sampled, shares
from benchmarks.spread import planned
from benchmarks.workloads import HERE

DRAWS, REPLICATIONS, ROUNDS = 16, 4, 5
QUESTION: Final = HERE / "scenarios" / "two_options.toml"
# What was asked for: times the engine alone, and seconds on two cores.
OVER_ENGINE, DRAW_OVER_ENGINE, WARM_SECONDS, COLD_SECONDS, README_SECONDS = 2.5, 0.5, 2.0, 6.0, 45.0


@dataclass
class Watched:
    """An engine, and the seconds that it alone has taken so far."""

    engine: Engine
    compiles: bool = True
    seconds: float = 0.0
    runs: int = 0
    name: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.name = self.engine.name

    def simulate(self, plan: Plan, people: np.ndarray, own: Rank = no_own_rank) -> Run:
        """Run to the horizon, timed."""
        began = time.process_time()
        found = self.engine.simulate(plan, people, own)
        self.seconds += time.process_time() - began
        self.runs += 1
        return found

    def live(self, records: np.ndarray, plan: Plan) -> np.ndarray:
        """Let everybody live without the unit up to the start date; not counted as the engine's."""
        return self.engine.live(records, plan)


@dataclass(frozen=True)
class Whole:
    """What was measured. engine, run, draw: seconds of one core an option-run alone, with everything, and an option of a draw before it.

    warm, cold, readme: seconds of the small question in a process that has answered one, of the same from the command line, and of the
    README's command. parts: where an option-run's time goes. busy: load average when it ended.
    """

    engine: float
    run: float
    draw: float
    warm: float
    cold: float
    readme: float
    parts: Sampled
    busy: float


def costs(work: Work, folder: Path) -> tuple[float, float, float]:
    """Give seconds of one core an option-run: of the engine, of everything; and of an option of a draw before its first run.

    Each is what more replications, or more draws, take longer: what begins and ends once a question is in neither.
    """
    watched = Watched(engine_named("compiled"))
    draws, options, spent = len(work.thetas) // 2, len(work.scenarios), {}
    for many, each in ((draws, 1), (2 * draws, 1), (draws, 1 + work.replications)):
        now = replace(work, thetas=work.thetas[:many], histories=work.histories[:many], replications=each, engine=watched)
        began = time.process_time()
        run_work(now, folder / f"{many} {each}", 1).rows.write(folder / f"{many} {each}.parquet")
        spent[many, each] = time.process_time() - began
    run = (spent[draws, 1 + work.replications] - spent[draws, 1]) / (work.replications * draws * options)
    return watched.seconds / watched.runs, run, (spent[2 * draws, 1] - spent[draws, 1]) / (draws * options) - run


def seconds_of(*words: Any) -> float:
    """Run a command of ami-sim into an empty folder; seconds from its start to its end."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "ami_sim.cli", *map(str, words), "--out", f"{folder}/answer"]
        began = time.perf_counter()
        subprocess.run(command, cwd=HERE.parent, check=True, capture_output=True)
        return time.perf_counter() - began


def answered() -> float:
    """Answer the small question in this process; seconds to its summary and the frames that pictures are drawn from."""
    began = time.perf_counter()
    answer = ami.compare(QUESTION, draws=50, replications=2, workers=2)
    took = time.perf_counter() - began
    if not len(answer.summary) or not len(answer.monthly):
        raise RuntimeError("the small question has no answer")
    return took


def measure() -> Whole:
    """Measure everything in one go; medians of the rounds."""
    work = planned(DRAWS, REPLICATIONS, 10)
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(ROUNDS + 1):
            found = costs(work, Path(folder) / f"{turn}")
            rounds += [found] if turn else []  # the first warms the process up
    engine, run, draw = (statistics.median(column) for column in zip(*rounds, strict=True))
    parts = shares(work)
    answered()
    warm = min(answered() for _ in range(3))
    small = ("compare", QUESTION, "--draws", 50, "--replications", 2, "--workers", 2)
    cold = min(seconds_of(*small) for _ in range(2))
    return Whole(engine, run, draw, warm, cold, seconds_of("compare", "experiments/capacity.toml"), parts, os.getloadavg()[0])


def targets(found: Whole) -> list[tuple[str, str, str, bool]]:
    """Say what was reached, what was asked for, and whether it is met."""
    run, draw = found.run / found.engine, found.draw / found.engine
    seconds = (
        ("two options x 50 draws x 2 in a process that has answered one", found.warm, WARM_SECONDS),
        ("the same from the command line, pictures and all", found.cold, COLD_SECONDS),
        ("README's command, installed", found.readme, README_SECONDS),
    )
    return [
        ("an option-run with everything, against the engine alone", f"{run:.1f}x", f"at most {OVER_ENGINE}x", run <= OVER_ENGINE),
        ("an option of a draw before its first run", f"{draw:.1f}x", f"at most {DRAW_OVER_ENGINE}x", draw <= DRAW_OVER_ENGINE),
        *((what, f"{took:.1f} s", f"at most {most:.0f} s", took <= most) for what, took, most in seconds),
    ]


def section(found: Whole) -> list[str]:
    """Write the part of the page on a whole question."""
    each = "| %s | %.0f %% | %.2f ms |"
    return [
        "## A whole question",
        "",
        f"From a question to its answer, in one process with the engine alone beside it: {DRAWS} draws x {REPLICATIONS} of the capacity",
        f"question, medians of {ROUNDS} rounds; then seconds on this machine's cores, load average {found.busy:.1f} at the end.",
        "",
        "| what | reached | target | |",
        "|---|---|---|---|",
        *(f"| {what} | {reached} | {target} | {'met' if yes else '**missed**'} |" for what, reached, target, yes in targets(found)),
        "",
        f"The engine alone takes {found.engine * 1e3:.1f} ms of one core an option-run, everything together {found.run * 1e3:.1f} ms, and",
        f"a draw {found.draw * 1e3:.1f} ms an option before its first run. By part (a sample every millisecond of processor time; what a",
        f"draw costs is spread over its {REPLICATIONS} replications):",
        "",
        "| part | share | an option-run |",
        "|---|---|---|",
        *(each % (title, 100 * share, ms) for title, share, ms in found.parts.rows()),
        "",
    ]


if __name__ == "__main__":
    print("\n".join(section(measure())))

"""What a batch costs on this machine and on a cluster: the same plan in this process, on one worker and on two, interleaved."""

import logging
import os
import resource
import statistics
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from distributed import LocalCluster

from ami_sim.analysis.uncertainty import parts_of_variance
from ami_sim.engines.protocol import engine_named
from ami_sim.runs.batch import Work
from ami_sim.runs.executor import run_work
from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow.compare import Settings, work_of
from ami_sim.workflow.parameters import choose, kind_for
from benchmarks.workloads import HERE

PILOT: Final = 80  # draws that ratios of variances are read from: a handful gives any ratio
MEASURE, ACTOR = "net_result", "municipality"  # what the allocation between draws and replications is reckoned for


@dataclass(frozen=True)
class Spread:
    """What was measured. seconds: of the whole plan, by how it was run, one a round; the others are of one option-run or one draw.

    core: seconds of one core an option-run in steady state. draw: seconds a draw costs before its first run. stored: bytes of the
    parts. ratio: chance against parameters, sig2 / tau2, of each difference from the reference. peak: bytes that a process held.
    busy: load average.
    """

    seconds: dict[str, list[float]]
    batches: int
    runs: int
    options: int
    core: float
    draw: float
    stored: float
    ratio: dict[str, float]
    peak: float
    draws: int
    busy: float


def planned(draws: int, replications: int, per_batch: int) -> Work:
    """Plan the capacity question with its posterior."""
    question = load_experiment(HERE.parent / "experiments" / "capacity.toml")
    kind, posterior, note = kind_for("", question.files[1].parent, "compiled")
    how = Settings(draws=draws, replications=replications, parameters="prior" if kind == "median" else kind)
    rows = choose(how.parameters, posterior, question.scenarios, how.seed, how.draws, "compiled", note)
    return replace(work_of(question, how, None, rows), per_batch=per_batch)


def took(work: Work, parts: Path, cluster: str = "") -> float:
    """Run a plan into an empty folder; seconds."""
    began = time.perf_counter()
    run_work(work, parts, cluster or 1)
    return time.perf_counter() - began


def measure(draws: int, replications: int, per_batch: int, rounds: int) -> Spread:
    """Measure everything in one go."""
    engine_named("compiled")
    work = planned(draws, replications, per_batch)
    seconds: dict[str, list[float]] = {"in this process": [], "one worker": [], "two workers": []}
    with tempfile.TemporaryDirectory() as folder:
        core, draw = cost_of_a_run(work, Path(folder))
        quiet: dict[str, Any] = {"threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": logging.ERROR, "host": "127.0.0.1"}
        clusters = [LocalCluster(n_workers=n, **quiet) for n in (1, 2)]  # type: ignore[no-untyped-call]
        addresses = dict(zip(list(seconds), ["", *(cluster.scheduler_address for cluster in clusters)], strict=True))
        for turn in range(rounds + 1):
            for name, address in addresses.items():
                found = took(work, Path(folder) / f"{turn} {name}", address)
                if turn:  # the first round warms every process up
                    seconds[name].append(found)
        for cluster in clusters:
            cluster.close()
        parts = Path(folder) / f"{rounds} in this process"
        stored = sum(file.stat().st_size for file in parts.rglob("*.arrow"))
        pilot = planned(PILOT, 2, 2)
        measures = run_work(pilot, Path(folder) / "pilot", os.cpu_count() or 1).measures
    runs = draws * replications * len(work.scenarios)
    peak = 1024.0 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    batches = len(work.batches())
    return Spread(
        seconds, batches, runs, len(work.scenarios), core, draw, stored / runs, ratios(measures, pilot), peak, PILOT, os.getloadavg()[1]
    )


def cost_of_a_run(work: Work, folder: Path) -> tuple[float, float]:
    """Give seconds of one core an option-run, and what a new draw costs besides: from batches of few and of many replications."""
    few, many = replace(work, replications=1), replace(work, replications=1 + work.replications)
    spent = []
    for plan in (few, many):
        run_work(plan, folder / f"warm {plan.replications}", 1)
        began = time.process_time()
        run_work(plan, folder / f"cost {plan.replications}", 1)
        spent.append(time.process_time() - began)
    draws, options = len(work.thetas), len(work.scenarios)
    run = (spent[1] - spent[0]) / (work.replications * draws * options)
    return run, max(0.0, spent[0] / draws - run * options)


def ratios(measures: pd.DataFrame, work: Work) -> dict[str, float]:
    """Give sig2 / tau2 of each option's difference from the reference in the measure that decides."""
    kept = measures[(measures["measure"] == MEASURE) & (measures["actor"] == ACTOR) & (measures["group"] == "")]
    table = kept.pivot_table(index="scenario", columns=["draw", "replication"], values="value")
    others = [name for name in work.scenarios if name != work.reference]
    shape = (len(others), len(work.thetas), work.replications)
    runs = (table.loc[others].to_numpy() - table.loc[work.reference].to_numpy()).reshape(shape)
    tau2, sig2 = parts_of_variance(runs)
    return dict(zip(others, np.divide(sig2, tau2, out=np.full_like(sig2, np.inf), where=tau2 > 0).tolist(), strict=True))


def overhead(found: Spread) -> float:
    """Give seconds that carrying a batch to a worker and back costs, in the median of the rounds."""
    pairs = zip(found.seconds["one worker"], found.seconds["in this process"], strict=True)
    return statistics.median(one - here for one, here in pairs) / found.batches


def efficiency(found: Spread, name: str, workers: int) -> float:
    """Give the share of the workers' time that a run of the plan in this process would have needed, in the median of the rounds."""
    pairs = zip(found.seconds[name], found.seconds["in this process"], strict=True)
    return statistics.median(here / (workers * spread) for spread, here in pairs)

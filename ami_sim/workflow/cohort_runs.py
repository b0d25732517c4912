"""Runs of cohorts shared out among processes, and what is kept of each: sums over its persons, whatever their number."""

import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import cloudpickle
import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.life_course import Periods
from ami_sim.accounts.pricing import price_book
from ami_sim.analysis.life_course import PAYERS, SPANS
from ami_sim.engines.protocol import engine_named
from ami_sim.model.entry import Luck
from ami_sim.model.lowering import lower
from ami_sim.runs.life_course import CohortRun, Setting, periods_in, run_cohort
from ami_sim.scenario.consequences import CohortRow
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
MONTHS: Final = 12  # told one by one


@dataclass(frozen=True)
class Reduced:
    """What is kept of a replication, sums over its persons.

    spans: part -> payer -> [discounting, cell, span]; months: payer -> [cell, month]; periods: part -> payer -> [period], in kronor.
    out: person-years out of work [cell, span]; month_out: the same [cell, month]; uninsured: without right to sick pay, sick_pay: what
    it would be worth, kr [cell, span]. The rest as in `Folded` and `CohortRun`.
    """

    persons: Floats
    spans: Mapping[str, Mapping[str, Floats]]
    months: Mapping[str, Floats]
    periods: Mapping[str, Mapping[str, Floats]]
    out: Floats
    month_out: Floats
    uninsured: Floats
    sick_pay: Floats
    alive: Floats
    durations: NDArray[np.int32]
    stages: Floats
    moves: Floats
    survivors: Floats


def reduced(run: CohortRun, periods: Periods) -> Reduced:
    """Keep of a run what results need."""
    inside = np.array([periods.since < span for span in SPANS])
    months = np.array([periods.month == month for month in range(MONTHS)]).T.astype(np.float64)

    def by_span(kr: Floats) -> Floats:
        found: Floats = kr @ inside.T.astype(np.float64)
        return found

    kept = {part: {payer: kr for payer, kr in each.items() if payer in PAYERS} for part, each in run.parts.items()}
    folded = run.folded
    return Reduced(
        folded.persons,
        {part: {payer: by_span(kr) for payer, kr in each.items()} for part, each in kept.items()},
        {payer: kr[0] @ months for payer, kr in kept["accounts"].items()},
        {part: {payer: kr[0].sum(axis=0) for payer, kr in each.items()} for part, each in kept.items()},
        by_span(folded.out)[0],
        folded.out[0] @ months,
        by_span(run.uninsured),
        by_span(run.sick_pay),
        folded.alive,
        folded.durations.astype(np.int32),
        folded.stages,
        folded.moves,
        run.survivors,
    )


@dataclass(frozen=True)
class Task:
    """Some draws of one cohort, for one process."""

    scenario: Scenario
    row: CohortRow
    setting: Setting
    lives: int
    seed: int
    replications: int
    draws: tuple[tuple[int, Mapping[str, float], Mapping[str, float]], ...]  # number, parameters, figures

    def run(self) -> list[list[Reduced]]:
        """Run them: [draw][replication]."""
        found, book = [], None
        for number, theta, figures in self.draws:
            plan = lower(self.scenario, theta)
            book = book or price_book(plan)  # without a unit no price follows an uncertain parameter
            periods = periods_in(plan)
            lucks = [Luck(self.seed, number, replication) for replication in range(self.replications)]
            found.append(
                [reduced(run_cohort(plan, self.row.referrer, self.setting, self.lives, luck, figures, book), periods) for luck in lucks]
            )
        return found


def run_packed(task: bytes) -> list[list[Reduced]]:
    """Run a task that was packed for another process."""
    unpacked: Task = cloudpickle.loads(task)
    return unpacked.run()


def run_all(tasks: Mapping[str, Task], workers: int) -> dict[str, list[list[Reduced]]]:
    """Run every draw of every cohort: name -> [draw][replication], the same for any number of processes."""
    parts = {(name, at): replace(task, draws=task.draws[at::workers]) for name, task in tasks.items() for at in range(workers)}
    if workers == 1:
        done = {key: part.run() for key, part in parts.items()}
    else:
        engine_named("compiled")  # compiled once, before any process needs it
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        with ProcessPoolExecutor(workers) as pool:
            done = dict(zip(parts, pool.map(run_packed, [cloudpickle.dumps(part) for part in parts.values()]), strict=True))
    return {name: [done[name, number % workers][number // workers] for number in range(len(task.draws))] for name, task in tasks.items()}

"""Search a grid of options: every option lives the first rows, those shown to lose are dropped, the winner is run again with fresh luck.

The mean of the largest of many noisy means is too large (the optimiser's curse), so what is said of the winner comes from draws and seeds
that had no part in choosing it.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from os import cpu_count
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from ami_sim.analysis.differences import COMPUTING, LEVEL, summarise
from ami_sim.analysis.selection import KimNelson, clark_yang
from ami_sim.analysis.uncertainty import CREDIBLE, intervals
from ami_sim.runs.batch import Work
from ami_sim.runs.executor import Progress, check_folder, results_of, run_work, take_folder
from ami_sim.runs.measures import SHIPPED
from ami_sim.runs.ready import refuse_unusable
from ami_sim.runs.store import write_frame, write_json
from ami_sim.scenario.errors import InputError, at_least, nearest
from ami_sim.scenario.experiment import Question, load_experiment
from ami_sim.scenario.precision import Search
from ami_sim.workflow.compare import PER_BATCH
from ami_sim.workflow.found import Found, Tried
from ami_sim.workflow.manifest import hashes_of
from ami_sim.workflow.parameters import Chosen, choose, kind_for
from ami_sim.workflow.rounds import measured
from ami_sim.workflow.shared_history import note_rewritten
from ami_sim.workflow.unread import refuse_unread

AGAIN_REPLICATIONS: Final = 2  # lives of a draw when the winner is run again: the fewest that tell chance from parameters
QUICK: Final = {"first": 10, "per_round": 10, "at_most": 10, "again": 2}  # sizes where only the way from question to page is tried
SIZES: Final = ("first", "rows_per_observation", "per_round", "at_most", "again")
NET: Final = "net_result"
PAYER: Final = "municipality"  # whose net result is told of a winner by another measure, too
FRESH: Final = 1  # added to the seed when the winner is run again


@dataclass(frozen=True)
class Asked:
    """What is searched, and with which rows."""

    question: Question
    search: Search
    delta: float
    chosen: Chosen
    seed: int
    engine: str
    workers: int
    trust: bool = False

    def work(self, names: list[str], draws: slice, seed: int, replications: int, reference: str) -> Work:
        """Plan some options on some of the draws."""
        scenarios = {name: self.question.scenarios[name] for name in names}
        rows, histories = self.chosen.rows[draws], self.chosen.histories[draws]
        folder = str(self.question.files[0].parent)
        sizes = (seed, replications, PER_BATCH, self.engine)
        return Work(scenarios, rows, *sizes, folder, None, reference, histories, trust=self.trust)


def search(
    experiment: str | Path,
    *,
    seed: int | None = None,
    workers: int | None = None,
    engine: str = "compiled",
    parameters: str = "",
    settings: Mapping[str, Any] | None = None,
    regime: str = "",
    quick: bool = False,
    out: Path | None = None,
    trust: bool = False,
    progress: Progress | None = None,
) -> Found:
    """Search the grid of an experiment file's `[search]` table, and say which options were dropped when.

    Kim and Nelson's procedure with the file's delta; the guarantee covers the luck of the simulation, not what is not known about the
    parameters. The same seed gives the same result for any number of workers. quick: as few rows as there can be, to try the way. Raises
    InputError for a file without a search or a delta, too few posterior draws, or a measure that a run does not give.
    """
    question = load_experiment(experiment, settings, "", regime)
    asked = replace(ask(question, seed, workers, engine, parameters, quick), trust=trust)
    if out:
        check_folder(out)
    reference = question.experiment.reference
    tried = asked.work(list(dict.fromkeys([reference, *asked.search.grid()])), slice(0, 1), asked.seed, 1, reference)
    refuse_unusable(tried)
    notes = note_rewritten(question, tried)
    asked = replace(asked, chosen=replace(asked.chosen, notes=(*asked.chosen.notes, *notes)))
    with tempfile.TemporaryDirectory() as folder:
        selection, lived, rounds = eliminate(asked, Path(folder) / "search", progress)
        winner = selection.best
        summary = lived_again(asked, winner, Path(folder) / "again")
    found = found_in(asked, selection, lived, rounds, summary)
    if out:
        take_folder(out)
        write_frame(out / "search.csv", pd.DataFrame([asdict(row) for row in found.tried]))
        plan = plan_of(question, quick, asked.seed, parameters, settings)
        made = {"inputs": hashes_of(question) | dict(asked.chosen.inputs), "plan": plan}
        write_json(out / "search.json", {**found.as_dict(), **made})
    return found


def sized(question: Question, quick: bool) -> Search:
    """Give the file's search in the sizes to be run; InputError for a file without one."""
    found = question.experiment.search
    if found is None:
        raise InputError(
            f"{question.files[0]}: search: missing; expected a [search] table with the grid (ami-sim compare takes any experiment)"
        )
    return found.model_copy(update={**QUICK, "rows_per_observation": 1}) if quick else found


def plan_of(
    question: Question, quick: bool = False, seed: int | None = None, parameters: str = "", settings: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Say what beside the files decides a search: how large it is, and what differs from how the file stands."""
    how = sized(question, quick)
    used = question.experiment.seed if seed is None else seed
    changed = {path: str(value) for path, value in (settings or {}).items()}
    asked = {"seed": used, "parameters": parameters, "regime": question.regime, "set": changed}
    return {name: int(getattr(how, name)) for name in SIZES} | asked


def ask(question: Question, seed: int | None, workers: int | None, engine: str, parameters: str, quick: bool = False) -> Asked:
    """Check what a search needs, and choose the parameter rows: those of the search first, then fresh ones for the winner."""
    at_least("seed", seed, 0)
    at_least("workers", workers, 1)
    said, file, how = question.experiment, question.files[0], sized(question, quick)
    if said.delta is None or not said.delta.value > 0:
        raise InputError(
            f'{file}: delta: missing; expected the smallest difference worth a decision, such as "500 tkr", set before the run'
        )
    if how.measure not in SHIPPED:
        known = nearest(how.measure, list(SHIPPED))
        raise InputError(f'{file}: search.measure: "{how.measure}" is not a measure.{known}')
    kind, posterior, note = kind_for(parameters, question.fitted_in, engine, question.reading)
    used = said.seed if seed is None else seed
    needed = how.at_most + how.again
    if posterior is not None and needed > len(posterior.frame):
        raise InputError(
            f"{file}: search: at_most and again ask for {needed} draws; the posterior of {posterior.folder} has {len(posterior.frame)}"
        )
    refuse_unread(question, kind)
    chosen = choose(kind, posterior, question.scenarios, used, needed, engine, note)
    if kind == "median":  # one row of parameters, lived with fresh luck each time
        chosen = replace(chosen, rows=chosen.rows * needed)
    return Asked(question, how, said.delta.value, chosen, used, engine, workers or cpu_count() or 1)


def eliminate(asked: Asked, parts: Path, progress: Progress | None) -> tuple[KimNelson, pd.DataFrame, list[dict[str, Any]]]:
    """Run rounds until one option is left, the procedure ends or rows run out: the selection, values [row, option], the rounds."""
    how = asked.search
    names = list(how.grid())
    selection = KimNelson(names, asked.delta, how.alpha, how.first, how.rows_per_observation)
    whole = asked.work(names, slice(0, how.at_most), asked.seed, 1, "")
    refuse_unusable(whole)
    parts.mkdir(parents=True)
    plan = whole.batches()
    frames: list[pd.DataFrame] = []
    rounds: list[dict[str, Any]] = []
    at = done = 0
    while not selection.done and at < how.at_most:
        left = list(selection.survivors)
        until = min(at + (how.per_round if at else how.first * how.rows_per_observation), how.at_most)
        now = replace(whole, scenarios={name: whole.scenarios[name] for name in left})
        for finished in results_of(now, plan[at:until], parts, asked.workers):
            done += finished.runs
            if progress:
                progress(done, len(names) * how.at_most)
        values = measured(parts, plan[at:until], [(how.measure, how.actor)])
        if values.empty:
            raise InputError(f'search: measure "{how.measure}" of actor "{how.actor}": no run gives it; expected such as net_result')
        frames.append(values.pivot(index="draw", columns="scenario", values="value").sort_index()[left])
        selection.feed(frames[-1].to_numpy(dtype=np.float64))
        rounds.append({"rows": until, "options": len(left), "left": list(selection.survivors)})
        at = until
    return selection, pd.concat(frames), rounds


def lived_again(asked: Asked, winner: str, parts: Path) -> pd.DataFrame:
    """Run the winner and the reference on draws and seeds that the search has not used: differences of the measure and for the payer."""
    how, reference = asked.search, asked.question.experiment.reference
    names = list(dict.fromkeys([reference, winner]))
    draws = slice(how.at_most, how.at_most + how.again)
    work = asked.work(names, draws, asked.seed + FRESH, AGAIN_REPLICATIONS, reference)
    results = run_work(work, parts, asked.workers)
    if not results.complete:
        raise KeyboardInterrupt
    measures = results.measures
    wanted = measures["measure"].eq(how.measure) & measures["actor"].eq(how.actor)
    rows = measures[(wanted | measures["measure"].eq(NET) & measures["actor"].eq(PAYER)) & measures["group"].eq("")]
    said: dict[str, Any] = {"experiment": asked.question.experiment.name, "references": [reference], "scenarios": names, "level": LEVEL}
    said["order"] = SHIPPED.printed
    more = intervals(rows, **said)
    summary = summarise(rows, **said)
    return pd.concat([summary, more], ignore_index=True) if len(more) else summary


def found_in(asked: Asked, selection: KimNelson, lived: pd.DataFrame, rounds: list[dict[str, Any]], summary: pd.DataFrame) -> Found:
    """Put together what was found."""
    how, said = asked.search, asked.question.experiment
    winner = selection.best
    tried = []
    for name in selection.options:
        column = lived[name].dropna()
        behind = float((lived.loc[column.index, winner] - column).mean())
        tried.append(Tried(name, title_of(asked, name), len(column), selection.dropped.get(name, 0), behind))
    tried.sort(key=lambda row: (-row.rows, row.behind))
    survivors = list(selection.survivors)
    close = [winner]
    if len(survivors) > 1:
        judged = clark_yang(lived[survivors].dropna().to_numpy(), asked.delta, how.alpha, size=how.rows_per_observation)
        close = [survivors[i] for i in judged.not_worse]
    unit = str(summary.loc[summary["measure"].eq(how.measure) & summary["actor"].eq(how.actor), "unit"].iloc[0])
    found, paid = (differences(summary, said.reference, *what) for what in ((how.measure, how.actor), (NET, PAYER)))
    return Found(
        title=said.title,
        measure=how.measure,
        actor=how.actor,
        unit=unit,
        delta=asked.delta,
        alpha=how.alpha,
        reference=said.reference,
        winner=winner,
        settled=selection.done,
        survivors=tuple(survivors),
        close=tuple(close),
        tried=tuple(tried),
        rounds=tuple(rounds),
        spent=sum(row.rows for row in tried),
        factorial=len(selection.options) * len(lived),
        again=how.again * AGAIN_REPLICATIONS,
        found=found,
        paid={} if (how.measure, how.actor) == (NET, PAYER) else paid,
        notes=asked.chosen.notes,
        titles={said.reference: said.option[said.reference].title},
    )


def title_of(asked: Asked, name: str) -> str:
    """Give an option of the grid its title: those of its unit and its order, and other settings as they are typed."""
    option, scenario = asked.question.experiment.option[name], asked.question.scenarios[name]
    order = option.from_parting.get("order.mapping", "")
    parts = [scenario.unit[option.unit].title] if option.unit in scenario.unit else []
    parts += [scenario.strategy[order].title] if order in scenario.strategy else []
    return " + ".join([*parts, *(f"{path} = {value}" for path, value in option.set.items())]) or option.title


def differences(summary: pd.DataFrame, reference: str, measure: str, actor: str) -> dict[str, tuple[float, float, float]]:
    """Give a difference from the reference, its mean and interval ends, by interval; nothing when the winner is the reference."""
    rows = summary[summary["reference"].eq(reference) & summary["measure"].eq(measure) & summary["actor"].eq(actor)]
    return {
        kind: (float(row["mean"]), float(row["ci_low"]), float(row["ci_high"]))
        for kind in (COMPUTING, CREDIBLE)
        for _, row in rows[rows["interval"] == kind].iterrows()
    }

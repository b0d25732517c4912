"""Screening of figures: every figure that a lowered plan reads, drawn or not, moved a little with common luck; what moves, what breaks.

A cheap pass moves each figure by 20 % up, or down where it cannot go up, in a few replications; whatever changes nothing in what a run
reads is not run at all. The figures that moved the answer most are then moved by -20, -10, -5, 5, 10 and 20 % in more replications, so that
cliffs show (`analysis/cliffs.py`). A figure that is drawn is moved at its median, the others where they stand.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.accounts.pricing import costs_of, digest_of, group_terms, row_terms
from ami_sim.analysis.choice import decider
from ami_sim.analysis.cliffs import MOVES, Moved, moved
from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import highest_rates
from ami_sim.model.draws import parameter_rows
from ami_sim.model.lowering import lower
from ami_sim.record.measures.registry import Measures
from ami_sim.runs.batch import Work, rank_of
from ami_sim.runs.executor import THREADS, check_folder, take_folder
from ami_sim.runs.measures import SHIPPED
from ami_sim.runs.pool import begin_as_worker
from ami_sim.runs.replicate import Outcome, Prepared, replicate
from ami_sim.runs.store import write_frame, write_json
from ami_sim.runs.trusted import refuse_code
from ami_sim.scenario.errors import InputError, at_least, nearest
from ami_sim.scenario.experiment import Question, load_experiment
from ami_sim.scenario.moved import Leaf, figure_at, figures_of, with_figure
from ami_sim.scenario.quantities import Quantity
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.manifest import hashes_of
from ami_sim.workflow.parameters import choose, kind_for
from ami_sim.workflow.results import stored_frame
from ami_sim.workflow.variant_rows import kind_of

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]  # what is being done, figures done, figures in all
FILE: Final = "figures-{payer}.csv"
ABOUT: Final = "figures-{payer}.json"
COARSE: Final = (0.20, -0.20)  # the moves of the cheap pass: the second only where the first cannot be made
ROOM: Final = 1.5  # times the arrival rates as they stand: more than any move makes of them
LIVES: Final = 2  # of each figure in the cheap pass
LOOKED_AT: Final = 30  # figures that are moved in all ways
SHOWN: Final = 20  # of them that a page shows
MORE: Final = 3  # times the replications of the cheap pass
WIDTH_DRAWS: Final = 40  # parameter draws that the answer's own interval is taken from
PER_WORKER: Final = 6  # pieces that the figures are cut into, for each worker
TAKEN: Final = Measures(tuple(row for row in SHIPPED.rows if row.function is SHIPPED["net_result"].function or row.name == "people_met"))
BACKGROUND: Final = ("referrer", "clock", "cohort", "life", "later", "households", "bands")  # tables that people are made from
COLUMNS: Final = (
    "figure",
    "written",
    "drawn",
    "mark",
    "sure",
    "source",
    "change",
    "half",
    "at",
    "step",
    "step_low",
    "step_high",
    "cliff",
    "looked_at",
)


class Figure(NamedTuple):
    """A figure to move: a place in the scenarios, or an uncertain parameter by name; how it is written and where it comes from."""

    leaf: Leaf | None
    parameter: str
    written: str
    mark: str
    sure: str
    source: str

    @property
    def name(self) -> str:
        """The dotted path."""
        return f"parameter.{self.parameter}" if self.leaf is None else self.leaf.dotted


@dataclass(frozen=True)
class Screened:
    """What the answer hangs on: the option's net result against the reference, kr, at medians with the same luck, and what moves it.

    headline: at the figures as they stand. width: of its 90 % interval over parameter draws. figures: how many a run reads, of `tried`.
    frame: a row a figure (`COLUMNS`), the largest change first; changes in kr. minutes: on `workers` processes.
    """

    title: str
    option: str
    reference: str
    payer: str
    headline: float
    width: float
    replications: int
    tried: int
    figures: int
    minutes: float
    workers: int
    frame: pd.DataFrame
    titles: Mapping[str, str] = field(default_factory=dict)  # of the options

    @property
    def leading(self) -> pd.DataFrame:
        """The figures that move the answer most, as many as a page shows."""
        return self.frame.head(SHOWN)

    @property
    def cliffs(self) -> list[str]:
        """The figures at which the answer breaks."""
        return [str(name) for name in self.frame.loc[self.frame["cliff"].astype(bool), "figure"]]


@dataclass(frozen=True)
class Trial:
    """What every move is tried on: two options, parameters at their first values, a seed and how often each is lived."""

    scenarios: Mapping[str, Scenario]
    reference: str
    option: str
    payer: str
    seed: int
    folder: str = ""

    @cached_property
    def first(self) -> dict[str, float]:
        """The uncertain parameters at their first values."""
        return {name: row.first for name, row in self.scenarios[self.reference].parameter.items()}

    @cached_property
    def own(self) -> dict[str, Any]:
        """The rank functions of one's own."""
        return {name: rank_of(scenario, self.folder) for name, scenario in self.scenarios.items()}

    @cached_property
    def ceiling(self) -> dict[str, float]:
        """Arrival rates that no move exceeds, so that everybody's luck stays the same."""
        highest = highest_rates([(scenario, self.theta) for scenario in self.scenarios.values()])
        return {name: rate * ROOM for name, rate in highest.items()}

    @cached_property
    def theta(self) -> dict[str, float]:
        """The parameter row, with what is derived."""
        return self.scenarios[self.reference].solved(self.first)

    def at(self, figure: Figure | None, move: float) -> tuple[dict[str, Scenario], dict[str, float]] | None:
        """Give the scenarios and the parameter row with a figure moved; nothing where it cannot take that value."""
        scenarios, first = dict(self.scenarios), self.first
        if figure is not None and figure.leaf is None:
            row, value = scenarios[self.reference].parameter[figure.parameter], first[figure.parameter]
            to = value * (1.0 + move) if value else move * (row.high - row.low) / 2
            first = {**first, figure.parameter: to}
        try:
            if figure is not None and figure.leaf is not None:
                scenarios = {name: with_figure(scenario, figure.leaf.path, 1.0 + move) for name, scenario in scenarios.items()}
            theta = scenarios[self.reference].solved(first)
            if figure is not None and figure.leaf is not None:
                refuse_senseless(scenarios.values(), figure.leaf, theta)
        except (ValueError, InputError):
            return None
        return scenarios, theta

    def prepared(self, figure: Figure | None, move: float) -> dict[str, Prepared] | None:
        """Lower both options with a figure moved; nothing where it cannot take that value."""
        found = self.at(figure, move)
        if found is None:
            return None
        scenarios, theta = found
        try:
            return {name: Prepared(name, with_aid_prices(lower(scenario, theta)), self.own[name]) for name, scenario in scenarios.items()}
        except (ValueError, InputError, KeyError):
            return None

    def read(self, options: Mapping[str, Prepared]) -> str:
        """Hash all that a run of the options and its accounts read."""
        found = hashlib.sha256()
        for option in options.values():
            plan, scenario = option.plan, option.plan.scenario
            people = [getattr(scenario, name, None) for name in BACKGROUND]
            money = (row_terms(plan), group_terms(plan), costs_of(plan), scenario.discount)
            for part in (*plan.tables, plan.rows, *people, *money):
                found.update(part.tobytes() if isinstance(part, np.ndarray) else repr(part).encode())
            found.update(digest_of(scenario.prices))
        return found.hexdigest()

    def answers(self, options: Mapping[str, Prepared], count: int, draw: int = 0, highest: Mapping[str, float] | None = None) -> Floats:
        """Live both options some times and give the payer's net result against the reference, kr [replication]."""
        engine, found = engine_named("compiled"), []
        for number in range(count):
            outcomes = replicate(options, engine, self.seed, draw, number, highest or self.ceiling, measures=TAKEN)
            net = {name: self.net_result(outcome) for name, outcome in outcomes.items()}
            found.append(net[self.option] - net[self.reference])
        return np.array(found)

    def net_result(self, outcome: Outcome) -> float:
        """Give the payer's net result of a run, kr."""
        return outcome.measures["net_result", self.payer, ""]


def refuse_senseless(scenarios: Iterable[Scenario], leaf: Leaf, theta: Mapping[str, float]) -> None:
    """Refuse a moved figure beyond what it can mean, such as a share over 1: ValueError."""
    for scenario in scenarios:
        try:
            value = figure_at(scenario, leaf.path)
        except (KeyError, IndexError, AttributeError, TypeError):
            continue
        if isinstance(value, Quantity):
            value.at(theta)


class Job(NamedTuple):
    """Figures that one process moves, by which moves, how often each is lived, and what stands when nothing is moved."""

    trial: Trial
    figures: Sequence[Figure]
    moves: tuple[float, ...]
    every: bool  # every move, or the first that can be made
    base: Floats  # [replication]


def move_all(job: Job) -> list[Floats | None]:
    """Move each figure and give the answers [move, replication]; NaN where it cannot be moved, nothing where no run reads it."""
    found: list[Floats | None] = []
    stands = job.trial.prepared(None, 0.0)
    read = job.trial.read(stands) if stands else ""  # read where it is compared: what is hashed may be written otherwise elsewhere
    for figure in job.figures:
        answers = np.full((len(job.moves), len(job.base)), np.nan)
        seen = False
        for at, move in enumerate(job.moves):
            options = job.trial.prepared(figure, move)
            if options is None:
                continue
            same = job.trial.read(options) == read
            try:
                answers[at] = job.base if same else job.trial.answers(options, len(job.base))
            except ValueError:  # a value that only a run finds impossible
                continue
            seen |= not same
            if not job.every:
                break
        found.append(answers if seen else None)
    return found


def screen_figures(
    experiment: str | Path,
    *,
    option: str = "",
    payer: str = "",
    replications: int = LIVES,
    looked_at: int = LOOKED_AT,
    only: Sequence[str] = (),
    seed: int | None = None,
    workers: int | None = None,
    settings: Mapping[str, Any] | None = None,
    out: Path | None = None,
    trust: bool = False,
    progress: Progress | None = None,
) -> Screened:
    """Move every figure of an experiment's option and its reference, and say what the answer hangs on; InputError for anything wrong.

    option: "" takes the one with the largest net result at medians. only: dotted paths, whole or their beginnings; () moves all. out: a
    results folder, where decision pages look for the table. trust: run also code of a file that is not the user's own.
    """
    for name, value, least in (("replications", replications, 2), ("seed", seed, 0), ("workers", workers, 1)):
        at_least(name, value, least)
    question = load_experiment(experiment, settings)
    began = time.monotonic()
    if out:
        check_folder(out)
    refuse_code(work_of(question, trust))
    trial = trial_of(question, option, payer, question.experiment.seed if seed is None else seed)
    processes = workers or os.cpu_count() or 1
    stands = trial.prepared(None, 0.0)
    if stands is None:
        raise InputError(f"{question.files[0]}: cannot be run at medians; expected figures that a plan can be made of")
    figures = chosen_of(list(figures_to_move(trial)), only)
    base = trial.answers(stands, replications * MORE)
    coarse = in_processes(Job(trial, figures, COARSE, False, base[:replications]), processes, "Moving figures", progress)
    told = [(figure, summed(COARSE, one, base[:replications], 0.0)) for figure, one in zip(figures, coarse, strict=True) if one is not None]
    told.sort(key=lambda pair: -abs(pair[1].largest))
    leading = [figure for figure, _ in told[:looked_at]]
    fine = in_processes(Job(trial, leading, MOVES, True, base), processes, "Looking for cliffs", progress)
    width = width_of(trial, question)
    looked = {figure.name: summed(MOVES, one, base, width) for figure, one in zip(leading, fine, strict=True) if one is not None}
    rows = [row_of(figure, looked.get(figure.name, one), figure.name in looked) for figure, one in told]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame = frame.iloc[np.lexsort((-frame["change"].abs().to_numpy(), ~frame["looked_at"].to_numpy(bool)))].reset_index(drop=True)
    found = Screened(
        title=question.experiment.title,
        option=trial.option,
        reference=trial.reference,
        payer=trial.payer,
        headline=float(base.mean()),
        width=width,
        replications=replications * MORE,
        tried=len(figures),
        figures=len(told),
        minutes=(time.monotonic() - began) / 60,
        workers=processes,
        frame=frame,
        titles={name: question.experiment.option[name].title for name in trial.scenarios},
    )
    if out:
        write_screened(found, question, out)
    return found


def work_of(question: Question, trust: bool) -> Work:
    """Lay out one run of every option, to be looked at before any of it is run."""
    scenarios, folder = question.scenarios, str(question.files[0].parent)
    first = next(iter(scenarios.values()))
    return Work(scenarios, (first.at_medians(),), 0, 1, 1, "compiled", folder, None, question.experiment.reference, trust=trust)


def trial_of(question: Question, option: str, payer: str, seed: int) -> Trial:
    """Choose the two options that are compared: the reference, and the one asked for or the best at medians."""
    said = question.experiment
    others = [name for name, row in said.option.items() if not row.diagnostic and name != said.reference and name in question.scenarios]
    if option and option not in others:
        raise InputError(f'--option: "{option}" is not an option that can be chosen.{nearest(option, others)}')
    folder, chosen = str(question.files[0].parent), decider(payer, said.decision.payer)

    def trial(name: str) -> Trial:
        pair = {said.reference: question.scenarios[said.reference], name: question.scenarios[name]}
        return Trial(pair, said.reference, name, chosen, seed, folder)

    trials = [trial(name) for name in ([option] if option else others)]
    if not trials:
        raise InputError(f"{question.files[0]}: holds nothing that can be chosen but the reference; expected another option")

    def worth(one: Trial) -> float:
        stands = one.prepared(None, 0.0)
        return -np.inf if stands is None else float(one.answers(stands, 2).mean())

    return trials[0] if len(trials) == 1 else max(trials, key=worth)


def figures_to_move(trial: Trial) -> Iterable[Figure]:
    """List every figure of the two options, each place once, and every uncertain parameter."""
    seen: set[str] = set()
    for scenario in trial.scenarios.values():
        for leaf in figures_of(scenario):
            if leaf.dotted in seen:
                continue
            seen.add(leaf.dotted)
            row = scenario.provenance.get(leaf.dotted) or leaf.row
            yield Figure(leaf, "", leaf.written, row.mark if row else "", row.sure if row else "", row.source if row else "")
    for name, parameter in trial.scenarios[trial.reference].parameter.items():
        yield Figure(None, name, f"{parameter.first:g}", parameter.mark, parameter.sure, parameter.source)


def chosen_of(figures: list[Figure], only: Sequence[str]) -> list[Figure]:
    """Give the figures whose paths begin as asked for; InputError for a beginning that none has."""
    names = [figure.name for figure in figures]
    for start in only:
        if not any(name.startswith(start) for name in names):
            raise InputError(f'--only: "{start}" is not the beginning of a figure\'s path.{nearest(start, names)}')
    return [figure for figure in figures if not only or figure.name.startswith(tuple(only))]


def in_processes(job: Job, workers: int, what: str, progress: Progress | None) -> list[Floats | None]:
    """Move the figures of a job on some processes, in pieces; the order and the luck do not depend on how many there are."""
    size = max(1, -(-len(job.figures) // (workers * PER_WORKER)))
    jobs = [job._replace(figures=job.figures[at : at + size]) for at in range(0, len(job.figures), size)]
    found: list[Floats | None] = []
    for one in results_of(jobs, workers):
        found += one
        if progress:
            progress(what, len(found), len(job.figures))
    return found


def results_of(jobs: Sequence[Job], workers: int) -> Iterable[list[Floats | None]]:
    """Give what each job found, in order."""
    if workers <= 1 or len(jobs) <= 1:
        yield from map(move_all, jobs)
        return
    for name in THREADS:
        os.environ.setdefault(name, "1")
    with ProcessPoolExecutor(min(workers, len(jobs)), initializer=begin_as_worker) as pool:
        yield from pool.map(move_all, jobs)


def summed(moves: Sequence[float], answers: Floats, base: Floats, width: float) -> Moved:
    """Sum up a figure's answers with what stands when it is not moved."""
    places = np.append(np.array(moves), 0.0)
    order = np.argsort(places)
    return moved(places[order], np.vstack((answers, base))[order], width)


def row_of(figure: Figure, found: Moved, looked: bool) -> tuple[Any, ...]:
    """Lay out one figure as a row of `COLUMNS`."""
    about = (figure.name, figure.written, figure.leaf is None, figure.mark, figure.sure, figure.source)
    return (*about, found.largest, found.half, found.at, found.step, found.low, found.high, found.cliff and looked, looked)


def width_of(trial: Trial, question: Question) -> float:
    """Give the width of the answer's 90 % interval over parameter draws, chance of two lives a draw taken out where it can be, kr."""
    folder = question.fitted_in
    kind, posterior, notes = kind_for(kind_of(question, ""), folder, "compiled", question.reading)
    if posterior is not None:
        rows = choose(kind, posterior, question.scenarios, trial.seed, WIDTH_DRAWS, "compiled", notes).rows
    else:
        rows = parameter_rows(trial.scenarios[trial.reference], trial.seed, WIDTH_DRAWS, "prior")
    runs = []
    for draw, theta in enumerate(rows, start=1):
        options = {name: Prepared(name, with_aid_prices(lower(one, theta)), trial.own[name]) for name, one in trial.scenarios.items()}
        highest = highest_rates([(plan.plan.scenario, plan.plan.theta) for plan in options.values()])
        runs.append(trial.answers(options, 2, draw, highest))
    values = np.array(runs)
    between, within = float(values.mean(axis=1).var(ddof=1)), float(values.var(axis=1, ddof=1).mean())
    expected = max(0.0, between - within / 2) or between
    return float(2 * 1.6449 * np.sqrt(expected))


def write_screened(found: Screened, question: Question, out: Path) -> None:
    """Write the table beside an experiment's results, and what it was made from."""
    take_folder(out)
    about = {name: getattr(found, name) for name in found.__dataclass_fields__ if name != "frame"}
    write_frame(out / FILE.format(payer=found.payer), found.frame)
    write_json(out / ABOUT.format(payer=found.payer), {"about": about, "inputs": hashes_of(question)})


def read_screened(folder: Path, payer: str, inputs: Mapping[str, str]) -> Screened | None:
    """Read a payer's table beside some results; nothing when there is none, or when the files have changed since."""
    path, about = (folder / name.format(payer=payer) for name in (FILE, ABOUT))
    if not path.is_file() or not about.is_file():
        return None
    try:
        said = json.loads(about.read_text(encoding="utf-8"))
        screened = Screened(**said["about"], frame=stored_frame(path))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{about}: cannot be read ({error}); expected a file written by ami-sim screen --figures (run it again)"
        ) from error
    return screened if said["inputs"] == dict(inputs) else None

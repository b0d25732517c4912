"""Switches: every regime of AF and every variant of an experiment at the same fewer draws, written as one tidy file beside the results."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from os import cpu_count
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.choice import DECIDERS, paired
from ami_sim.analysis.turned import BASE, REGIME, TURNED_COLUMNS, worths
from ami_sim.runs.batch import Work
from ami_sim.runs.executor import alone_in, check_folder, run_work
from ami_sim.runs.ready import refuse_unusable
from ami_sim.runs.store import write_frame, write_json
from ami_sim.runs.versions import versions
from ami_sim.scenario.errors import InputError, at_least
from ami_sim.scenario.experiment import Question, load_experiment
from ami_sim.scenario.load import find, read_source, read_toml
from ami_sim.scenario.prices import steers
from ami_sim.workflow.compare import PER_BATCH
from ami_sim.workflow.manifest import hashes_of
from ami_sim.workflow.parameters import choose, kind_for
from ami_sim.workflow.reprice import PRICED, refuse_other_tables, repriced_measures
from ami_sim.workflow.results import StoredResults, stored_frame
from ami_sim.workflow.shared_history import note_rewritten
from ami_sim.workflow.unread import refuse_unread
from ami_sim.workflow.variant_rows import kind_of, rows_of

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]  # which switch, its number, how many in all
FILE: Final = "switches.csv"
PARTS: Final = "switches"
REPLICATIONS: Final = 2  # of a draw: the fewest that tell chance from parameters


@dataclass(frozen=True)
class Switch:
    """One thing turned: a regime, a variant or a reading of the published words; `how`: "run", or "repriced" where only prices change."""

    name: str
    about: str
    title: str
    variant: str = ""
    regime: str = ""
    reading: str = ""
    how: str = "run"

    @property
    def settings(self) -> dict[str, Any]:
        """What is set in every option."""
        return {"reading": self.reading} if self.reading else {}


@dataclass(frozen=True)
class Switches:
    """What was turned: the file it stands in, and its rows (`TURNED_COLUMNS`: one a switch, option and payer)."""

    file: Path
    rows: pd.DataFrame


def read_switches(folder: Path, payer: str) -> pd.DataFrame | None:
    """Read one payer's switches beside some results; nothing when there are none, InputError when the file is another."""
    path = folder / FILE
    if not path.is_file():
        return None
    frame = stored_frame(path)
    missing = [column for column in TURNED_COLUMNS if column not in frame.columns]
    if missing:
        raise InputError(f"{path}: column {missing[0]} is missing; expected a file written by ami-sim switches")
    mine = frame[frame["payer"] == payer]
    if len(mine) and not (mine["switch"] == BASE).any():
        raise InputError(f"{path}: the rows of {BASE} are missing; expected a whole file (run ami-sim switches again)")
    return mine.reset_index(drop=True) if len(mine) else None


def switches_of(experiment: str | Path) -> list[Switch]:
    """List what can be turned: the question as it stands, every regime of AF, every variant."""
    question = load_experiment(experiment)
    tables = read_source(question.files[1]).tables.get("regime", {})
    found = [Switch(BASE, "reading", "")]
    for name, row in tables.items():
        found.append(Switch(f"regime_{name}", REGIME, str(row.get("title", name)), regime=name, how=_same(name == question.regime)))
    for name, variant in question.experiment.variant.items():
        priced = not variant.option and not variant.fix and not variant.prior and bool(variant.set) and all(map(only_priced, variant.set))
        found.append(Switch(name, variant.about, variant.title, variant=name, how="repriced" if priced else "run"))
    return found


def readings_of(question: Question, parameters: str) -> list[Switch]:
    """List the other readings of the published words that have been fitted; none where the posterior is not used."""
    folder = question.fitted_in
    kind, posterior, _ = kind_for(kind_of(question, parameters), folder, "compiled", question.reading)
    if kind != "posterior" or posterior is None:
        return []
    titles = read_toml(folder / "targets.toml").get("readings", {})
    others = [name for name in posterior.readings if name != posterior.reading]
    return [Switch(f"reading_{name}", "reading", str(titles.get(name, {}).get("title", name)), reading=name) for name in others]


def _same(same: bool) -> str:
    return "as it stands" if same else "run"


def only_priced(path: str) -> bool:
    """Tell whether a setting is read after a run only, so that stored days can be priced again."""
    return bool(PRICED.fullmatch(path)) and not (path.startswith("prices.") and steers(path.removeprefix("prices.")))


def run_switches(
    experiment: str | Path,
    *,
    draws: int,
    out: Path,
    seed: int | None = None,
    workers: int | None = None,
    parameters: str = "",
    only: tuple[str, ...] = (),
    trust: bool = False,
    progress: Progress | None = None,
) -> Switches:
    """Turn every switch and write switches.csv after each, so that a stopped run goes on with the next; gives the whole table.

    Only options that can be chosen are run, two replications a draw. Switches that only change prices are priced from the stored days of
    the question as it stands. Rows of an earlier call are kept when nothing that decides them has changed. InputError for anything wrong.
    """
    for name, value, least in (("draws", draws, 2), ("seed", seed, 0), ("workers", workers, 1)):
        at_least(name, value, least)
    path = find(experiment)
    question = load_experiment(path)
    listed = [*switches_of(path), *readings_of(question, parameters)]
    unknown = [name for name in only if name not in {switch.name for switch in listed}]
    if unknown:
        raise InputError(f'--only: "{unknown[0]}" is not a switch; expected {", ".join(switch.name for switch in listed)}')
    seed = question.experiment.seed if seed is None else seed
    runner = Runner(path, draws, seed, workers or cpu_count() or 1, parameters, out / PARTS, trust)
    check_folder(out)
    with alone_in(out):
        options = [option for option in question.experiment.option.values() if not option.diagnostic]
        frame = kept(out, runner.fingerprint(question), len(options) * len(DECIDERS))
        chosen = [switch for switch in listed if not only or switch.name in (BASE, *only)]
        for number, switch in enumerate(chosen):
            if progress:
                progress(switch.name, number, len(chosen))
            if switch.name in set(frame["switch"]):
                continue
            found = runner.turn(switch)
            frame = found if frame.empty else pd.concat([frame, found], ignore_index=True)
            order = {one.name: at for at, one in enumerate(listed)}
            frame = frame.sort_values("switch", key=lambda names: names.map(order), kind="stable").reset_index(drop=True)
            write_frame(out / FILE, frame)
    return Switches(out / FILE, frame)


def kept(out: Path, fingerprint: Mapping[str, Any], rows: int) -> pd.DataFrame:
    """Give the switches that an earlier call made from the same inputs, whole ones of so many rows; otherwise begin anew."""
    path, about = out / FILE, out / "switches.json"
    try:
        before = json.loads(about.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # none, or not whole: begin anew
        before = None
    if before == json.loads(json.dumps(fingerprint, default=str)) and path.is_file():
        frame = stored_frame(path)
        full = frame.dropna(subset=[name for name in TURNED_COLUMNS if name in frame.columns][-1:])
        whole: pd.DataFrame = full[full.groupby("switch")["switch"].transform("size") == rows].reset_index(drop=True)
        return whole.astype({name: np.int64 for name in ("draws", "replications") if name in whole.columns})
    shutil.rmtree(out / PARTS, ignore_errors=True)
    path.unlink(missing_ok=True)
    write_json(about, fingerprint)
    return pd.DataFrame(columns=TURNED_COLUMNS)


@dataclass(frozen=True)
class Runner:
    """Runs switches of one experiment at the same draws; parts and the days of the question as it stands are kept in `folder`."""

    path: Path
    draws: int
    seed: int
    workers: int
    parameters: str
    folder: Path
    trust: bool = False

    def fingerprint(self, question: Question) -> dict[str, Any]:
        """Say what decides every row."""
        inputs = hashes_of(question)
        for variant in question.experiment.variant.values():
            if variant.prior:
                file = find(variant.prior, question.files[0].parent)
                inputs[variant.prior] = hashlib.sha256(file.read_bytes()).hexdigest()
        posterior = question.fitted_in / "posterior.parquet"
        if posterior.is_file():
            inputs[posterior.name] = hashlib.sha256(posterior.read_bytes()).hexdigest()
        plan = {"draws": self.draws, "replications": REPLICATIONS, "seed": self.seed, "parameters": self.parameters}
        return {"inputs": inputs, "plan": plan, "version": versions()["ami-sim"]}

    def turn(self, switch: Switch) -> pd.DataFrame:
        """Give the rows of one switch."""
        if switch.how == "as it stands":
            measures = self.measures_of(Switch(BASE, "", ""))
        elif switch.how == "repriced":
            measures = self.repriced(switch)
        else:
            measures = self.measures_of(switch)
        options = list(self.base.scenarios)
        return rows_of_switch(switch, measures, options, self.base.experiment.reference, self.folder)

    def asked(self, switch: Switch) -> Question:
        """Read the question with a switch turned, without the options that nobody could choose."""
        question = load_experiment(self.path, switch.settings, switch.variant, switch.regime)
        said = question.experiment.option
        return replace(question, scenarios={name: one for name, one in question.scenarios.items() if not said[name].diagnostic})

    def work(self, question: Question) -> Work:
        """Lay out the runs of a question: the posterior when there is one, else the prior (the medians would be one draw)."""
        kind, posterior, note = kind_for(kind_of(question, self.parameters), question.fitted_in, "compiled", question.reading)
        kind = "prior" if kind == "median" else kind
        refuse_unread(question, kind)
        chosen = rows_of(question, choose(kind, posterior, question.scenarios, self.seed, self.draws, "compiled", note), self.seed)
        histories = () if question.prior else chosen.histories
        folder, reference = str(question.files[0].parent), question.experiment.reference
        sizes = (self.seed, REPLICATIONS, PER_BATCH, "compiled")
        return Work(question.scenarios, chosen.rows, *sizes, folder, None, reference, histories, trust=self.trust)

    def measures_of(self, switch: Switch) -> pd.DataFrame:
        """Run a switch, or read what has been run; its net results. The days of the question as it stands are kept for other prices."""
        stored = self.folder / f"{switch.name}.parquet"
        if not stored.is_file():
            question = self.base if switch.name == BASE else self.asked(switch)
            work = self.work(question)
            refuse_unusable(work)
            note_rewritten(question, work)
            results = run_work(work, self.folder / f"parts-{switch.name}", self.workers)
            if not results.complete:
                raise KeyboardInterrupt
            if switch.name == BASE:
                results.rows.write(self.folder / "replications.parquet")
            rows = results.measures
            write_frame(stored, rows[(rows["measure"] == "net_result") & (rows["group"] == "")].reset_index(drop=True))
            shutil.rmtree(self.folder / f"parts-{switch.name}", ignore_errors=True)
        return pd.read_parquet(stored)

    @cached_property
    def base(self) -> Question:
        """The question as it stands."""
        return self.asked(Switch(BASE, "", ""))

    @cached_property
    def stored(self) -> StoredResults:
        """What the question as it stands gave."""
        self.measures_of(Switch(BASE, "", ""))
        return StoredResults(self.folder, {}, str(self.path), self.base, self.work(self.base).thetas)

    def repriced(self, switch: Switch) -> pd.DataFrame:
        """Price the days of the question as it stands at a switch's prices."""
        other = self.asked(switch)
        try:
            refuse_other_tables(self.base, other, {switch.name: ""})
        except InputError:  # a price that a run reads after all
            return self.measures_of(switch)
        return repriced_measures(self.stored, other)


def rows_of_switch(switch: Switch, measures: pd.DataFrame, options: list[str], reference: str, where: Path) -> pd.DataFrame:
    """Sum up a switch by option and payer: the mean against the reference, its credible interval, P(best | parameters)."""
    ordered = (reference, *(name for name in options if name != reference))
    parts = []
    for payer in DECIDERS:
        runs = paired(measures, "net_result", payer, ordered, where)
        found = worths(runs)
        columns = {"option": ordered, "payer": payer, "mean": found.mean, "credible_low": found.low, "credible_high": found.high}
        sizes = {"p_best": found.p_best, "draws": len(runs), "replications": runs.shape[2], "how": switch.how}
        parts.append(pd.DataFrame({"switch": switch.name, "about": switch.about, "title": switch.title} | columns | sizes))
    return pd.concat(parts, ignore_index=True)[TURNED_COLUMNS]

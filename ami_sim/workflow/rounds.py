"""Run in rounds: a pilot decides how often each parameter draw is lived, then draws are added until the answer is sharp enough.

Draws are a prefix of the same sequence whatever their number, so a later round stands on the parts of the earlier ones, and a stopped run
goes on from them. What is decided after a round depends on the numbers alone: the same result for any number of workers.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from ami_sim.analysis.allocation import Reached, Target, allocate, reached
from ami_sim.runs.batch import Batch, Work
from ami_sim.runs.executor import Crew, Keep, Progress, Results, Workers, as_they_are, gather, gather_whole, unbroken
from ami_sim.runs.gathered import measures_of
from ami_sim.runs.measures import SHIPPED
from ami_sim.runs.parts import read_runs
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.precision import Precision
from ami_sim.workflow.notes import Note, Notes

MONEY: Final = "kr"
Key = tuple[str, str]  # measure, actor


@dataclass(frozen=True)
class Sharpened:
    """What a run in rounds gave: the results, the work they are of, and the story for the manifest."""

    results: Results
    work: Work
    said: dict[str, Any]
    notes: Notes


def run_in_rounds(
    work: Work,
    precision: Precision,
    parts: Path,
    workers: Workers,
    progress: Progress | None = None,
    left_out: Iterable[str] = (),
    keep: Keep = as_they_are,
) -> Sharpened:
    """Run a pilot, choose the replications a draw, and add draws until every target is met or there are no more draws.

    work: the largest plan: every draw that may be used, each with the pilot's replications. left_out: options that are not judged.
    keep: as `gather`.
    Ctrl-C keeps what is whole; the result then says it is not complete. Raises InputError for a target that no run measures.
    """
    targets = targets_of(precision)
    judged = [name for name in work.scenarios if name not in set(left_out)]
    pilot = (precision.pilot_draws, precision.pilot_replications)
    now = replace(work, thetas=work.thetas[: pilot[0]], histories=work.histories[: pilot[0]], replications=pilot[1], pilot=pilot)
    planned = Planned(progress, len(work.thetas) * len(work.scenarios))
    rounds: list[dict[str, Any]] = []
    found: list[Reached] = []
    ratio: float | None = None
    try:
        with Crew(work, workers) as crew:
            seen = Seen(crew, parts, planned, [(t.measure, t.actor) for t in targets])
            seen.add(replace(now, thetas=now.thetas[:1], histories=now.histories[:1]))
            check_units(seen.frame, precision)  # one draw tells, before the rest is run
            seen.add(now)
            each, ratio = replications_for(seen.runs(targets, judged, work.reference), precision)
            now = replace(now, replications=each)
            while True:
                seen.add(now)
                found = reached(seen.draw_means(targets, judged, work.reference), targets)
                rounds.append({"draws": len(now.thetas), "not reached": sum(not row.reached for row in found)})
                draws = min(len(now.thetas) + precision.per_round, len(work.thetas))
                if all(row.reached for row in found) or draws == len(now.thetas):
                    break
                now = replace(now, thetas=work.thetas[:draws], histories=work.histories[:draws])
    except KeyboardInterrupt:
        if not unbroken(now.batches(), parts):
            raise
        return Sharpened(replace(gather(now, parts, keep), complete=False), now, {"rounds": rounds, "targets": []}, ())
    story = {"replications of a draw": now.replications, "chance over parameters": ratio, "rounds": rounds, "targets": rows_of(found)}
    return Sharpened(gather_whole(now, parts, keep), now, story, (note_of(found, seen.units, now, work),))


class Planned:
    """Progress over all rounds: the largest number of runs is the total."""

    def __init__(self, progress: Progress | None, units: int) -> None:
        self.progress, self.units, self.done = progress, units, 0

    def step(self, runs: int, replications: int) -> None:
        """Count runs of a batch that is done."""
        self.done += runs
        if self.progress:
            self.progress(self.done, max(self.units * replications, self.done))


class Seen:
    """The numbers of some measures from the parts of all rounds so far."""

    def __init__(self, crew: Crew, parts: Path, planned: Planned, keys: list[Key]) -> None:
        self.crew, self.parts, self.planned, self.keys = crew, parts, planned, keys
        self.batches: list[Batch] = []
        self.frame = pd.DataFrame()
        parts.mkdir(parents=True, exist_ok=True)

    def add(self, work: Work) -> None:
        """Run what a plan has beyond the batches that were seen, and read it."""
        plan = work.batches()
        new = plan[len(self.batches) :]
        if not new:
            return
        for done in self.crew.run(new, self.parts):
            self.planned.step(done.runs, work.replications)
        self.frame = pd.concat([self.frame, measured(self.parts, new, self.keys)], ignore_index=True)
        self.batches = plan

    @property
    def units(self) -> dict[Key, str]:
        """Give the unit of each measure and actor."""
        rows = self.frame.drop_duplicates(["measure", "actor"])
        return {(str(row.measure), str(row.actor)): str(row.unit) for row in rows.itertuples()}

    def runs(self, targets: list[Target], options: list[str], reference: str) -> list[dict[str, np.ndarray]]:
        """Give for each target and option the runs [draw, replication]: of the difference, or of the level if that is what it asks."""
        found = []
        for target in targets:
            rows = self.frame[(self.frame["measure"] == target.measure) & (self.frame["actor"] == target.actor)]
            wide = rows.pivot(index=["draw", "replication"], columns="scenario", values="value").sort_index()
            draws = wide.index.get_level_values("draw").nunique()
            values = {name: wide[name].to_numpy(dtype=np.float64).reshape(draws, -1) for name in {*options, reference}}
            if target.kind == "absolute":
                found.append({name: values[name] - values[reference] for name in options if name != reference})
            else:
                found.append({name: values[name] for name in options})
        return found

    def draw_means(self, targets: list[Target], options: list[str], reference: str) -> list[dict[str, np.ndarray]]:
        """Give for each target and option the mean of each draw's runs that have a value [draw]."""
        return [{name: mean_of_draws(values) for name, values in runs.items()} for runs in self.runs(targets, options, reference)]


def measured(parts: Path, batches: list[Batch], keys: list[Key]) -> pd.DataFrame:
    """Read some measures of everybody from the parts of batches."""
    return measures_of([read_runs(parts / batch.name, ["measures"]) for batch in batches], {(*key, "") for key in keys})


def mean_of_draws(runs: np.ndarray) -> np.ndarray:
    """Average each draw's runs that have a value; NaN where none has."""
    defined = ~np.isnan(runs)
    count = defined.sum(axis=1)
    total = np.where(defined, runs, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(len(runs), np.nan), where=count > 0))


def targets_of(precision: Precision, file: str | Path = "") -> list[Target]:
    """Give the targets of an experiment file; InputError for a measure that does not exist."""
    where = f"{file}: " if file else ""
    for at, row in enumerate(precision.until):
        if row.measure not in SHIPPED:
            known = nearest(row.measure, list(SHIPPED))
            raise InputError(f'{where}precision.until[{at}].measure: "{row.measure}" is not a measure.{known}')
    return [Target(row.measure, row.actor, row.width, row.kind) for row in precision.until]


def check_units(frame: pd.DataFrame, precision: Precision) -> None:
    """Refuse a target for an actor that the measure does not have, or in kronor where the measure is not money (or the other way)."""
    for at, row in enumerate(precision.until):
        own = frame[(frame["measure"] == row.measure) & (frame["actor"] == row.actor)]
        if own.empty:
            said = f'"{row.actor}"' if row.actor else "(left out)"
            raise InputError(f"precision.until[{at}].actor: {said} has no {row.measure}; expected an actor that the measure has, or none")
        money = bool((own["unit"] == MONEY).all())
        if row.kind == "absolute" and money != row.in_kronor:
            unit = own["unit"].iloc[0]
            wanted = 'money, such as "400 tkr"' if money else f"a number of {unit}"
            raise InputError(f"precision.until[{at}].half_width: {row.measure} is in {unit}; expected {wanted}")


def replications_for(runs: list[dict[str, np.ndarray]], precision: Precision) -> tuple[int, float | None]:
    """Choose the replications a draw from the pilot, and give the middle ratio of chance to parameters, None where none is resolved.

    1 + sig2/tau2 tells chance from parameters best for a number of runs; the middle of all targets and options is taken, within what the
    file allows. Means alone would want the fewest.
    """
    ratios = [allocate(values).ratio for by_option in runs for values in by_option.values() if not np.isnan(values).any()]
    middle = float(np.median(ratios)) if ratios else 0.0
    wanted = min(1 + middle, float(precision.replications_at_most))
    return max(precision.pilot_replications, round(wanted)), middle if np.isfinite(middle) else None


def rows_of(found: list[Reached]) -> list[dict[str, Any]]:
    """Give targets as rows of the manifest."""
    return [
        {
            "measure": row.target.measure,
            "actor": row.target.actor,
            "option": row.option,
            "kind": row.target.kind,
            "mean": row.mean,
            "half_width": row.half_width,
            "wanted": row.wanted,
            "reached": row.reached,
        }
        for row in found
    ]


def note_of(found: list[Reached], units: dict[Key, str], now: Work, most: Work) -> Note:
    """Note which targets were reached, and the half-widths of those that were not."""
    draws, left = len(now.thetas), [row for row in found if not row.reached]
    runs = {"targets": len(found), "draws": draws, "replications": now.replications}
    if not left:
        return Note("targets_reached", runs)
    rows = [{**row, "unit": units[row["measure"], row["actor"]]} for row in rows_of(left)]
    return Note("targets_left", {**runs, "reached": len(found) - len(left), "stopped": draws == len(most.thetas), "left": rows})


def needs_draws(kind: str) -> Notes:
    """Note that targets are left aside, or nothing: the medians are one draw, and precision is about draws."""
    return (Note("precision_left_aside"),) if kind == "median" else ()

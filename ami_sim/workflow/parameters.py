"""Which parameter rows a question is run at: the posterior when there is a fresh one, else the medians with a note that says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from numbers import Real
from pathlib import Path
from typing import Final

import pandas as pd

from ami_sim.analysis.assumptions import share_from
from ami_sim.calibration.calibrate import POSTERIOR
from ami_sim.calibration.checks import STILL, verdict
from ami_sim.calibration.first_year import counts_of, up_to_present
from ami_sim.calibration.posterior import PosteriorDraws, fresh_posterior, required_posterior
from ami_sim.model.arrivals import History
from ami_sim.model.draws import parameter_rows
from ami_sim.record.first_year import same_counts
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.notes import Note, Notes

KINDS: Final = ("median", "posterior", "prior")
GIVEN: Final = "given"  # rows handed in from Python as a frame
PER_DRAW: Final = 2  # replications of a draw when only the runs in all are given: the fewest that tell chance from parameters
ENOUGH: Final = 100  # draws below which the ends of an interval are rough


@dataclass(frozen=True)
class Chosen:
    """Parameter rows, one a draw, and whose luck their first year has; `notes`: what a reader should know about the choice."""

    kind: str
    rows: tuple[Mapping[str, float], ...]
    histories: tuple[History, ...] = ()
    notes: Notes = ()
    inputs: Mapping[str, str] = field(default_factory=dict)  # hashes of the files that the rows come from
    assumed: tuple[str, ...] = ()  # parameters that the figures say next to nothing about

    def first_of(self, draws: int) -> "Chosen":
        """Give the first draws only: what a run in rounds has used."""
        more = self.kind == "posterior" and draws < ENOUGH <= len(self.rows)
        notes = (*self.notes, rough(draws)) if more else self.notes
        return replace(self, rows=self.rows[:draws], histories=self.histories[:draws], notes=notes)


def rough(draws: int) -> Note:
    """Note that few draws give rough ends."""
    return Note("rough", {"draws": draws, "enough": ENOUGH})


def kind_for(wanted: str, folder: Path, engine: str, reading: str = "") -> tuple[str, PosteriorDraws | None, Notes]:
    """Say where parameters come from: what is wanted, or for "" a fresh posterior, else the medians and why.

    reading: of the published words, when a posterior is used; "" takes the one that is used unless said.

    Raises:
        InputError: an unknown word, or a posterior is asked for that is not there or not fresh; names the file that has changed.
    """
    if wanted == "posterior":
        return "posterior", required_posterior(folder, engine, reading), ()
    if wanted:
        if wanted not in KINDS:
            raise InputError(f'--parameters: "{wanted}"; expected {", ".join(KINDS[:-1])} or {KINDS[-1]}')
        refuse_reading(reading, f"--parameters is {wanted}")
        return wanted, None, ()
    found, reason = fresh_posterior(folder, engine, reading)
    if found is not None:
        return "posterior", found, ()
    refuse_reading(reading, reason)
    return "median", None, (Note("medians", {"reason": reason, "folder": str(folder)}),)


def refuse_reading(reading: str, reason: str) -> None:
    """Refuse a reading of the published words where no posterior is used, for nothing would read it."""
    if reading:
        raise InputError(f'reading: "{reading}" changes nothing: {reason}; expected a posterior, or no reading')


def spread(runs: int) -> tuple[int, int]:
    """Split runs in all into draws and replications of each."""
    each = min(runs, PER_DRAW)
    return max(1, runs // each), each


def given_rows(frame: pd.DataFrame, scenario: Scenario) -> Chosen:
    """Give the parameter rows of a frame handed in from Python: a row a draw, a column a parameter; what is left out has its median.

    Raises:
        InputError: no rows, a column that is no uncertain parameter, or a value that is no finite number; names it.
    """
    if frame.empty:
        shape = f"{len(frame)} rows and {len(frame.columns)} columns"
        raise InputError(f"draws: a frame of {shape}; expected a row a draw, a column a parameter")
    names = [str(name) for name in frame.columns]
    for name in names:
        if name not in scenario.parameter:
            raise InputError(f'draws: the column "{name}" is not an uncertain parameter.{nearest(name, scenario.parameter)}')
    for name, column in zip(names, frame.columns, strict=True):
        for number, value in enumerate(frame[column]):
            if isinstance(value, bool) or not isinstance(value, Real) or not isfinite(value):
                raise InputError(f'draws: row {number}, column "{name}": {value!r}; expected a finite number')
    rows = tuple(scenario.solved(dict(zip(names, map(float, row), strict=True))) for row in frame.itertuples(index=False))
    left = [name for name in scenario.parameter if name not in names]
    notes = (Note("given", {"rows": len(rows)}), *([Note("left_at_medians", {"count": len(left), "names": left})] if left else []))
    return Chosen(GIVEN, rows, (), notes)


def choose(
    kind: str,
    posterior: PosteriorDraws | None,
    scenarios: Mapping[str, Scenario],
    seed: int,
    draws: int,
    engine: str,
    notes: Notes = (),
    own: Sequence[str] = (),
) -> Chosen:
    """Give the parameter rows of a question's draws; `own`: parameters with priors of one's own, which no posterior knows."""
    first = next(iter(scenarios.values()))
    if posterior is None:
        return Chosen(kind, parameter_rows(first, seed, draws, kind), (), notes)
    if draws > len(posterior.frame):
        raise InputError(f"--draws: {draws}; the posterior of {posterior.folder} has {len(posterior.frame)} draws")
    own = (*own, *not_fitted(first, posterior))
    missing = sorted({*first.parameter, *first.derived} - {*posterior.names, *own})
    rows = fitted_rows(posterior, first, seed, draws, own)
    if own:
        notes = (*notes, Note("own_priors", {"names": list(own)}))
    if missing:
        raise InputError(f"{posterior.folder}: the posterior has no column for the parameter {missing[0]}; run `ami-sim calibrate` again")
    histories = posterior.histories(draws)
    said = (*notes, *notes_of_fit(posterior))
    own_start = {} if first.posterior else up_to_present(scenarios)  # else another's, whose first year was never fitted
    for name, cut in own_start.items():
        found = counts_of(cut, rows[0], histories[0], engine)
        if not same_counts(found, posterior.counts([0])[0]):
            said = (*said, Note("stand_in", {"option": name}))  # a first year of its own, for which the posterior was not made
            break
    if 1 < draws < ENOUGH:
        said = (*said, rough(draws))
    inputs = {POSTERIOR: posterior.hash}
    assumed = tuple(name for name, sd in posterior.left.items() if verdict(sd) == STILL or name in first.effect_parameters)
    return Chosen(kind, rows, histories, said, inputs, assumed)


def not_fitted(scenario: Scenario, posterior: PosteriorDraws) -> tuple[str, ...]:
    """Give the parameters that a scenario has beside those of the posterior of another start that it names."""
    return tuple(name for name in scenario.parameter if name not in posterior.names) if scenario.posterior else ()


def fitted_rows(
    posterior: PosteriorDraws, scenario: Scenario, seed: int, draws: int, own: Sequence[str] = ()
) -> tuple[Mapping[str, float], ...]:
    """Give the rows of a posterior's draws, what it does not know at medians; own: parameters drawn from their priors beside it."""
    rows = tuple({**scenario.at_medians(), **row} for row in posterior.rows(draws))
    if not own:
        return rows
    drawn = parameter_rows(scenario, seed, draws, "prior")
    kept = [{name: value for name, value in row.items() if name in scenario.parameter} for row in rows]
    return tuple(scenario.solved({**row, **{name: more[name] for name in own}}) for row, more in zip(kept, drawn, strict=True))


def notes_of_fit(posterior: PosteriorDraws) -> Notes:
    """Note whose counts a posterior was fitted to, and what its own checks say."""
    of, failed = posterior.municipality, posterior.failed
    notes = [Note("fitted", {"municipality": of})]
    if failed is None:
        notes.append(Note("checks_unrecorded"))
    elif failed:
        notes.append(Note("checks_failed", {"failed": list(failed)}))
    return tuple(notes)


def note_assumptions(measures: pd.DataFrame, chosen: Chosen, reference: str) -> Notes:
    """Note how much of the spread in the municipality's expected net result comes from parameters that are still the prior."""
    if not chosen.assumed or not reference:
        return ()
    shares = share_from(measures, chosen.rows, chosen.assumed, reference=reference, measure="net_result", actor="municipality")
    return (Note("assumed_share", {"parameters": len(chosen.assumed), "shares": dict(shares)}),) if shares else ()

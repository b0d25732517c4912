"""Which parameter rows a question is run at: the posterior when there is a fresh one, else the medians with a note that says why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pandas as pd

from ami_sim.analysis.assumptions import share_from
from ami_sim.calibration.calibrate import POSTERIOR
from ami_sim.calibration.checks import STILL, verdict
from ami_sim.calibration.first_year import counts_of
from ami_sim.calibration.posterior import PosteriorDraws, fresh_posterior, required_posterior
from ami_sim.model.arrivals import History
from ami_sim.model.draws import parameter_rows
from ami_sim.record.first_year import same_counts
from ami_sim.report.number_formats import HARD_SPACE
from ami_sim.report.told import NOTHING, Told
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.scenario import Scenario

KINDS: Final = ("median", "posterior", "prior")
PER_DRAW: Final = 2  # replications of a draw when only the runs in all are given: the fewest that tell chance from parameters
ENOUGH: Final = 100  # draws below which the ends of an interval are rough


@dataclass(frozen=True)
class Chosen:
    """Parameter rows, one a draw, and whose luck their first year has; `note` says what a reader should know about the choice."""

    kind: str
    rows: tuple[Mapping[str, float], ...]
    histories: tuple[History, ...] = ()
    note: Told = NOTHING
    inputs: Mapping[str, str] = field(default_factory=dict)  # hashes of the files that the rows come from
    assumed: tuple[str, ...] = ()  # parameters that the figures say next to nothing about

    def first_of(self, draws: int) -> "Chosen":
        """Give the first draws only: what a run in rounds has used."""
        more = self.kind == "posterior" and draws < ENOUGH <= len(self.rows)
        note = self.note.then(rough(draws)) if more else self.note
        return replace(self, rows=self.rows[:draws], histories=self.histories[:draws], note=note)


def rough(draws: int) -> Told:
    """Say that few draws give rough ends."""
    return Told(
        f"Intervals rest on {draws} draws from the posterior and their ends are rough: {ENOUGH} or more are better.",
        f"Intervallen vilar på {draws} dragningar ur posteriorn och deras ändar är grova: {ENOUGH} eller fler är bättre.",
    )


def kind_for(wanted: str, folder: Path, engine: str) -> tuple[str, PosteriorDraws | None, Told]:
    """Say where parameters come from: what is wanted, or for "" a fresh posterior, else the medians and why.

    Raises:
        InputError: an unknown word, or a posterior is asked for that is not there or not fresh; names the file that has changed.
    """
    if wanted == "posterior":
        return "posterior", required_posterior(folder, engine), NOTHING
    if wanted:
        if wanted not in KINDS:
            raise InputError(f'--parameters: "{wanted}"; expected {", ".join(KINDS[:-1])} or {KINDS[-1]}')
        return wanted, None, NOTHING
    found, reason = fresh_posterior(folder, engine)
    if found is not None:
        return "posterior", found, NOTHING
    said = Told(
        f"Medians are used, with chance only in the intervals: {reason}. `ami-sim calibrate {folder}` makes a posterior.",
        f"Medianer används, med bara slump i intervallen: {reason}. `ami-sim calibrate {folder}` gör en posterior.",
    )
    return "median", None, said


def spread(runs: int) -> tuple[int, int]:
    """Split runs in all into draws and replications of each."""
    each = min(runs, PER_DRAW)
    return max(1, runs // each), each


def choose(
    kind: str, posterior: PosteriorDraws | None, scenarios: Mapping[str, Scenario], seed: int, draws: int, engine: str, note: Told = NOTHING
) -> Chosen:
    """Give the parameter rows of a question's draws."""
    first = next(iter(scenarios.values()))
    if posterior is None:
        return Chosen(kind, parameter_rows(first, seed, draws, kind), (), note)
    if draws > len(posterior.frame):
        raise InputError(f"--draws: {draws}; the posterior of {posterior.folder} has {len(posterior.frame)} draws")
    missing = sorted({*first.parameter, *first.derived} - set(posterior.names))
    rows = tuple({**first.at_medians(), **row} for row in posterior.rows(draws))
    if missing:
        raise InputError(f"{posterior.folder}: the posterior has no column for the parameter {missing[0]}; run `ami-sim calibrate` again")
    histories = posterior.histories(draws)
    said = note
    for name, scenario in scenarios.items():
        found = counts_of(scenario, rows[0], histories[0], engine)
        if not same_counts(found, posterior.counts([0])[0]):
            said = said.then(stand_in(name))
            break
    if 1 < draws < ENOUGH:
        said = said.then(rough(draws))
    left: Mapping[str, float] = posterior.manifest["left of the prior's spread"]
    inputs = {POSTERIOR: posterior.hash}
    assumed = tuple(name for name, sd in left.items() if verdict(sd) == STILL or name in first.effect_parameters)
    return Chosen(kind, rows, histories, said, inputs, assumed)


def stand_in(option: str) -> Told:
    """Say that an option has a first year of its own, for which the posterior was not made."""
    return Told(
        f"Option {option} changes the first year itself: the posterior was made without that, so its parameters are a stand-in.",
        f"Alternativet {option} ändrar själva första året: posteriorn gjordes utan det, så dess parametrar är en ersättning.",
    )


def said_of_assumptions(measures: pd.DataFrame, chosen: Chosen, reference: str) -> Told:
    """Say how much of the spread in the municipality's expected net result comes from parameters that are still the prior."""
    if not chosen.assumed or not reference:
        return NOTHING
    shares = share_from(measures, chosen.rows, chosen.assumed, reference=reference, measure="net_result", actor="municipality")
    if not shares:
        return NOTHING
    told = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
    return Told(
        f"Of the spread in the municipality's expected net result this much comes from the {len(chosen.assumed)} parameters that the first"
        f" year's figures say nothing about, effects among them: {told}.",
        f"Av spridningen i kommunens väntade nettoresultat kommer så här mycket från de {len(chosen.assumed)} parametrar som det första"
        f" årets siffror inte säger något om, effekterna bland dem: {told.replace('%', HARD_SPACE + '%')}.",
    )

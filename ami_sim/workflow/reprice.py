"""Other prices or another discount rate on stored results: levels and paired differences again, without a new run."""

import pickle
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from ami_sim.accounts.ledger import by_actor, of_kind, of_nature, total_of
from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.accounts.stored import price_stored
from ami_sim.analysis.budget import budget_frame, outturns_of_days
from ami_sim.analysis.differences import REPLICATION_COLUMNS, summarise
from ami_sim.analysis.ratios import ratios
from ami_sim.analysis.uncertainty import intervals
from ami_sim.model.lowering import lower
from ami_sim.runs.executor import take_folder
from ami_sim.runs.measures import SHIPPED
from ami_sim.runs.store import write_frame, write_json
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import Question
from ami_sim.scenario.prices import steers
from ami_sim.workflow.notes import Notes, notes_in, of_fit
from ami_sim.workflow.results import StoredResults, read_results
from ami_sim.workflow.unread import refuse_unused

# What may be changed on stored results: it is read after a run, never in one.
PRICED: Final = re.compile(
    r"discount|prices\..+|unit\.[^.]+\.costs\..+|intervention\.[^.]+\.(revenue|production)|group\.[^.]+\.(supervision|worth)"
)


@dataclass(frozen=True)
class Repriced:
    """The money of stored results at other prices: `summary` as a comparison's, `budget` as its budget.csv."""

    summary: pd.DataFrame
    budget: pd.DataFrame
    reference: str
    settings: dict[str, Any]
    folder: Path
    parameters: str = "median"  # where the run's parameters come from: "median", "prior" or "posterior"
    titles: Mapping[str, str] = field(default_factory=dict)
    fit: Notes = ()  # what is said of the posterior

    def write(self, folder: Path) -> None:
        """Write summary.csv, budget.csv and what was changed; InputError for the folder of the results themselves."""
        if folder.resolve() == self.folder.resolve():
            raise InputError(f"--out: {folder}: holds the results that are priced again; expected another folder")
        take_folder(folder)
        write_frame(folder / "summary.csv", self.summary)
        write_frame(folder / "budget.csv", self.budget)
        said = {path: str(value) for path, value in self.settings.items()}
        write_json(folder / "repriced.json", {"results": str(self.folder), "set": said})


def reprice_results(folder: Path, settings: Mapping[str, Any], file: str = "") -> Repriced:
    """Price a results folder again with other prices or another discount rate.

    settings: by dotted path, as for a run. Raises InputError naming the setting when it is no price, or when it steers a run (wages fill
    the wage money, and ranks may look at aid): then only a new run can tell.
    """
    stored = read_results(folder, file)
    refuse_steering(stored, settings)
    question = stored.asked_again(settings)
    refuse_other_tables(stored.question, question, settings)
    refuse_unused(question)
    said = question.experiment
    measures = repriced_measures(stored, question)
    references = [said.reference, *said.also]
    about: dict[str, Any] = {"experiment": said.name, "references": references, "scenarios": list(question.scenarios)}
    about["order"] = SHIPPED.printed
    further = [found for found in (intervals(measures, **about), ratios(measures, **about)) if len(found)]
    summary = pd.concat([summarise(measures, **about), *further], ignore_index=True)
    outturns = outturns_of_days(stored.rows, question.scenarios, stored.thetas, runs_of_draws(stored))
    budget = budget_frame(outturns, question.scenarios, stored.thetas[0], said.reference)
    fit = of_fit(notes_in(stored.manifest))
    titles = {name: said.option[name].title for name in question.scenarios if name in said.option}
    return Repriced(summary, budget, said.reference, dict(settings), folder, stored.manifest["plan"]["parameters"], titles, fit)


def runs_of_draws(stored: StoredResults) -> dict[int, int]:
    """Count the runs of each draw, also those in which nobody came; nothing is said of a run that was stopped or has no plan."""
    if stored.manifest.get("run", {}).get("status") != "complete":
        return {}
    return dict.fromkeys(range(len(stored.thetas)), int(stored.manifest["plan"]["replications"]))


def refuse_steering(stored: StoredResults, settings: Mapping[str, Any]) -> None:
    """Refuse a setting that is no price, or a price that a run reads before anything happens."""
    again = f"run again: ami-sim compare {stored.file} --set ..."
    for path in settings:
        if not PRICED.fullmatch(path):
            raise InputError(f"--set: {path}: is no price but decides what happens; expected prices..., discount or a cost ({again})")
        if path.startswith("prices.") and steers(path.removeprefix("prices.")):
            raise InputError(f"--set: {path}: this price steers a run (who can start and when); expected one that does not ({again})")


def refuse_other_tables(before: Question, after: Question, settings: Mapping[str, Any]) -> None:
    """Refuse settings after which any option would be run differently: the lowered tables must be the same."""
    for name, scenario in before.scenarios.items():
        then, now = (with_aid_prices(lower(one)).tables for one in (scenario, after.scenarios[name]))
        if pickle.dumps(then) != pickle.dumps(now):
            paths = ", ".join(settings)
            raise InputError(f"--set: {paths}: steers the run of option {name}; expected prices that only follow one (run again instead)")


def repriced_measures(stored: StoredResults, question: Question) -> pd.DataFrame:
    """Give the money measures of every stored run: net result and cost by actor, aid and production, discounted kr."""
    frames = []
    counts = runs_of_draws(stored)
    for name, scenario in question.scenarios.items():
        medians = lower(scenario, stored.thetas[0])
        own = stored.rows[stored.rows["scenario"] == name]
        draws = {int(str(draw)): rows for draw, rows in own.groupby("draw", sort=True)}
        for draw in sorted({*draws, *counts}):
            plan = replace(medians, theta=scenario.at_medians() | dict(stored.thetas[draw]))
            also = [(draw, replication) for replication in range(counts.get(draw, 0))]
            yearly = price_stored(draws.get(draw, own.iloc[:0]), plan, also=also)
            runs, present, lines = yearly.runs, yearly.present, yearly.book.lines
            amounts = {("net_result", actor): net for actor, net in by_actor(present, lines).items()}
            amounts |= {("net_cost", actor): -net for (_, actor), net in amounts.items()}
            overhead = by_actor(present * of_kind(lines, "overhead"), lines)
            amounts |= {("assumed_overhead", actor): overhead[actor] for actor in ("municipality", "public", "society")}
            amounts |= {("participants_production", ""): total_of(present, lines, "participants_production")}
            amounts |= {("participants_regular_worth", ""): yearly.regular_worth}
            made = of_nature(lines, "production")
            amounts |= {("aid_cost", ""): total_of(present, lines, "aid", "ifo"), ("production", ""): present[:, made].sum(axis=1)}
            measure, actor = (np.repeat(words, len(runs)) for words in zip(*amounts, strict=True))
            rows: dict[str, Any] = {str(each): np.tile(runs[each], len(amounts)) for each in runs}
            rows |= {"scenario": name, "measure": measure, "actor": actor, "value": np.concatenate(list(amounts.values()))}
            frames.append(pd.DataFrame(rows))
    return pd.concat(frames, ignore_index=True).assign(group="", unit="kr")[REPLICATION_COLUMNS]

"""Decide from stored results: nothing is run; what the runs say of which option, how sure, what would change it and who gains."""

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ami_sim.analysis.assumptions import share_from
from ami_sim.analysis.break_even import MADE, NET, REGULAR, break_even
from ami_sim.analysis.budget import overruns
from ami_sim.analysis.choice import Choice, best_by_payer, decider, leads, paired, rank, select, split
from ami_sim.analysis.gains import FOLLOWED, gains
from ami_sim.analysis.payback import paid_back
from ami_sim.analysis.payers import results_by_payer
from ami_sim.analysis.sensitivity import threshold, tornado
from ami_sim.analysis.studies import Seen, Studies, read_studies
from ami_sim.analysis.turned import BASE, CORRECTIONS, Turned, corrected, turned_of, weighted
from ami_sim.analysis.worth import Worth, worth_of
from ami_sim.calibration.learnt import still_the_prior
from ami_sim.runs.rows import ROWS
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import find, read_source
from ami_sim.workflow.decision import About, BothSides, Decision, HowSure, Size, WhatChanges, Which, WhoGains
from ami_sim.workflow.manifest import hashes_of
from ami_sim.workflow.notes import notes_in, of_fit
from ami_sim.workflow.results import StoredResults, read_results, stored_frame
from ami_sim.workflow.screen_figures import Screened, read_screened
from ami_sim.workflow.switches import read_switches

STUDIES: Final = "studies.toml"
OVERHEAD: Final = "assumed_overhead"
SHOWN: Final = 10  # leading parameters that are looked at one by one
BY: Final = ["draw", "scenario", "year", "stage", "what", "to_stage"]  # what studies tell days and transitions apart by
DIFFERENCES: Final = ("result_of_persons", "months_in_work", "aid_household_months")  # by background, against the reference
LEVELS: Final = ("people_met", "months_waiting")  # by background


def decide(folder: Path, payer: str = "", option: str = "", file: str = "") -> Decision:
    """Read a results folder and give what a decision rests on.

    payer: whose net result decides; "" takes the file's. option: which option sensitivity and gains are about; "" takes the leader against
    the next. file: the experiment file, when it is not where the run found it. InputError for a folder that is no results, files that have
    changed since, an unknown payer or option.
    """
    return Deciding(folder, payer, option, file).decision()


def of_everybody(table: pa.Table) -> pa.Table:
    """Keep the measures that a decision reads: of everybody together, and those by background."""
    group, measure = (table[name].cast(pa.large_string()) for name in ("group", "measure"))
    by_background = pa.array([FOLLOWED, *DIFFERENCES, *LEVELS], pa.large_string())
    kept = table.filter(pc.or_(pc.equal(group, ""), pc.is_in(measure, by_background)))
    for name in ("draw", "replication"):  # half the room
        kept = kept.set_column(kept.schema.get_field_index(name), name, kept[name].cast(pa.int32()))
    return kept


def added_up(table: pa.Table, replications: Sequence[int]) -> pa.Table:
    """Add up the days and transitions of some replications, as studies tell them apart; the next piece may have more of the same."""
    chosen = table.filter(pc.is_in(table["replication"], pa.array(replications, table.schema.field("replication").type)))
    chosen = chosen.set_column(chosen.schema.get_field_index("scenario"), "scenario", chosen["scenario"].cast(pa.large_string()))
    found = chosen.group_by(BY, use_threads=False).aggregate([("amount", "sum")])
    found = found.set_column(found.schema.get_field_index("scenario"), "scenario", found["scenario"].dictionary_encode())
    return found.rename_columns([name.removesuffix("_sum") for name in found.column_names])


class Deciding:
    """One decision in the making: the stored frames, read once, and each part of the decision from them."""

    def __init__(self, folder: Path, payer: str, option: str, file: str) -> None:
        """Read what was asked and lay out the choice."""
        self.stored: StoredResults = read_results(folder, file)
        self.folder = folder
        said = self.stored.question.experiment
        self.payer = decider(payer, said.decision.payer)
        run = list(self.stored.manifest["plan"]["options"])
        chosen = [name for name in run if not said.option[name].diagnostic and name != said.reference]
        if not chosen:
            raise InputError(
                f"{folder}: holds nothing that can be chosen but the reference; expected another option that is not diagnostic"
            )
        if option and option not in chosen:
            raise InputError(f'--option: "{option}" is not an option that can be chosen.{nearest(option, chosen)}')
        self.options = (said.reference, *chosen)
        self.measures = stored_frame(folder / "measures.parquet", keep=of_everybody)
        runs = self.paired("net_result", self.payer)
        self.scenario = self.stored.question.scenarios[said.reference]
        names = tuple(name for name, row in self.scenario.parameter.items() if row.shape != "fixed")
        self.thetas = self.stored.thetas[: len(runs)]
        phi = np.array([[theta[name] for name in names] for theta in self.thetas])
        delta = said.delta.value if said.delta is not None else float("nan")
        self.choice = Choice(self.options, runs, names, phi, delta, said.decision.alpha, option)

    @property
    def parameters(self) -> str:
        """Where the parameters come from."""
        return str(self.stored.manifest["plan"]["parameters"])

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The stored summary: levels and differences with their intervals."""
        return stored_frame(self.folder / "summary.csv")

    @cached_property
    def studies(self) -> Studies | None:
        """The studies on offer, or nothing when no file of them is named and none lies beside the scenario."""
        question = self.stored.question
        named = question.experiment.decision.studies
        if named:
            path: Path = find(named, question.files[0].parent, f"{question.files[0]}: decision.studies")
        else:
            path = question.files[1].parent / STUDIES
            if not path.is_file():
                return None
        measures = sorted(str(name) for name in self.measures["measure"].unique())
        return read_studies(path, sorted(self.scenario.parameter), measures, list(question.scenarios))

    def paired(self, measure: str, actor: str = "") -> np.typing.NDArray[np.float64]:
        """Give a measure's difference from the reference [draw, option, replication]; InputError when the results do not hold it."""
        return paired(self.measures, measure, actor, self.options, self.folder)

    def decision(self) -> Decision:
        """Put the parts together."""
        choice = self.choice
        changes = self.what_changes()
        return Decision(
            about=self.about(),
            choice=choice,
            which=Which(rank(choice), leads(choice), select(choice), best_by_payer(self.measures, self.options, self.folder)),
            both=self.both_sides(),
            how_sure=self.how_sure(),
            what_changes=changes,
            worth=self.worth([bar.name for bar in changes.bars[:SHOWN]]) if choice.resolved else None,
            studies=self.studies,
            who_gains=self.who_gains(),
            months_in_work=self.paired("months_in_work"),
        )

    def about(self) -> About:
        """Say what the decision is made from."""
        manifest, said = self.stored.manifest, self.stored.question.experiment
        run = manifest["run"]
        partial = run.get("status") == "partial"
        return About(
            results=self.folder,
            file=self.stored.file,
            experiment=said.name,
            title=said.title,
            titles={name: said.option[name].title for name in self.options},
            payer=self.payer,
            parameters=self.parameters,
            seed=int(manifest["plan"]["seed"]),
            years=(self.scenario.end - self.scenario.parting).days / 365.25,
            done=int(run["replications"]) if partial else 0,
            planned=int(run["replications_planned"]) if partial else 0,
            fit=of_fit(notes_in(manifest)),
        )

    def both_sides(self) -> BothSides:
        """Give what of the municipality's sum is assumed overhead, and at which worth of an hour society is at 0."""
        if not {OVERHEAD, MADE, REGULAR} <= set(self.measures["measure"].unique()):  # results of a model of one's own
            return BothSides()
        overhead = self.paired(OVERHEAD, "municipality").mean(axis=(0, 2))
        made, net, regular = self.paired(MADE), self.paired(NET, "society"), self.paired(REGULAR)
        others = range(1, len(self.options))
        return BothSides(
            {self.options[at]: float(overhead[at]) for at in others},
            {self.options[at]: break_even(made[:, at], net[:, at], regular[:, at]) for at in others},
        )

    def how_sure(self) -> HowSure:
        """Split the variance of every option's difference, and say which parameters no figure informs."""
        choice = self.choice
        if not choice.resolved:
            return HowSure()
        assumed = still_the_prior(choice.names, self.stored.question.fitted_in, self.parameters, self.stored.question.reading)
        return HowSure(split(choice, self.shares_of(assumed)), assumed)

    def shares_of(self, assumed: tuple[str, ...]) -> dict[str, float]:
        """Give by option the share of the expected difference's variance that comes from some parameters."""
        if not assumed:
            return {}
        if len(assumed) == len(self.choice.names):
            return dict.fromkeys(self.options[1:], 1.0)
        rows = self.measures[self.measures["scenario"].isin(self.options)]
        what = {"reference": self.choice.reference, "measure": "net_result", "actor": self.payer}
        return share_from(rows, self.thetas, assumed, **what)

    def what_changes(self) -> WhatChanges:
        """Give every switch before any average, then the tornado and the thresholds of the contrast."""
        choice, size = self.choice, None
        frame = read_switches(self.folder, self.payer)
        turned: tuple[Turned, ...] = ()
        if frame is not None:
            base = frame[frame["switch"] == BASE].iloc[0]
            size = Size(int(base["draws"]), int(base["replications"]))
            turned = turned_of(frame, self.options)
        average = weighted(turned, self.regime_weights(), self.options)
        turned += self.corrections(min(size.draws, choice.draws) if size else choice.draws)
        turned += (average,) if average else ()
        if not choice.resolved:
            return WhatChanges(size, turned, figures=self.figures)
        bars = tornado(choice.phi, choice.lead.mean(axis=1), choice.names, choice.lead_tau2)
        leading = [bar.name for bar in bars[:SHOWN]]
        limits = tuple(threshold(choice.phi[:, choice.names.index(name)], choice.means, name) for name in leading)
        return WhatChanges(size, turned, tuple(bars), limits, self.figures)

    @property
    def figures(self) -> Screened | None:
        """What a screening of figures beside the results found, when it was made from the same files."""
        return read_screened(self.folder, self.payer, hashes_of(self.stored.question))

    def corrections(self, draws: int) -> tuple[Turned, ...]:
        """Give the corrections that stored measures hold, from the first `draws`: as many as the switches have that stand beside them."""
        found = []
        for row in CORRECTIONS:
            if self.payer in row.payers:
                runs = self.paired(row.measure, self.payer)
                found.append(corrected(row.name, (runs if row.instead else self.choice.runs + runs)[:draws], self.options))
        return tuple(found)

    def regime_weights(self) -> Mapping[str, float]:
        """Read the weights of AF's regimes, those that have one."""
        tables = read_source(self.stored.question.files[1]).tables.get("regime", {})
        return {str(name): float(row["weight"]) for name, row in tables.items() if float(row.get("weight", 0.0)) > 0}

    def worth(self, singles: list[str]) -> Worth:
        """Give what knowing more is worth; studies see the first half of the replications."""
        seen = None
        if self.studies:
            numbers = sorted(int(number) for number in self.measures["replication"].unique())[: self.choice.replications // 2]
            keep = partial(added_up, replications=numbers)
            yearly = stored_frame(self.folder / ROWS, columns=[*BY, "replication", "amount"], keep=keep)
            seen = Seen(self.thetas, self.measures, yearly, numbers)
        return worth_of(self.choice, singles, self.studies, seen)

    def who_gains(self) -> WhoGains:
        """Give backgrounds, payers, payback and budget years."""
        option, others = self.choice.focus, self.options[1:]
        path = self.folder / "budget.csv"
        budgets = self.stored.question.scenarios[option].prices.budget.values()
        return WhoGains(
            option=option,
            gains=tuple(gains(self.measures, option, self.choice.reference, DIFFERENCES, LEVELS)),
            by_payer=results_by_payer(self.summary, self.choice.reference, others),
            paid_back=paid_back(self.summary, others),
            overruns=overruns(stored_frame(path), self.options) if path.is_file() else None,
            set_by={(row.committee, row.line): row.set_by for row in budgets},
        )

"""What a decision page is made from: stored runs as net benefits against the reference, with the parameters behind each draw."""

import dataclasses
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.information import expected_variance, shrunk_together
from ami_sim.analysis.studies import Studies, read_studies
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import find
from ami_sim.workflow.results import StoredResults, read_results, stored_frame

Floats = NDArray[np.float64]
PAYERS: Final = ("municipality", "public", "society", "state")
FEWEST: Final = 20  # draws below which no share of a variance and no value of information is shown
STUDIES: Final = "studies.toml"


@dataclass(frozen=True, eq=False)
class Decided:
    """A decision's numbers: `runs` are net benefits against the reference, kr [draw, option, replication]; the reference comes first."""

    stored: StoredResults
    payer: str
    options: tuple[str, ...]
    titles: dict[str, str]
    runs: Floats
    names: tuple[str, ...]  # uncertain parameters, one a column of phi
    phi: Floats
    measures: pd.DataFrame
    delta: float  # kr; NaN when the file sets none
    asked: str = ""  # an option to look at instead of the leader

    @property
    def reference(self) -> str:
        """The option all are compared with."""
        return self.options[0]

    @property
    def draws(self) -> int:
        """Parameter draws."""
        return len(self.runs)

    @property
    def replications(self) -> int:
        """Replications of each draw."""
        return int(self.runs.shape[2])

    @property
    def parameters(self) -> str:
        """Where the parameters come from: median, posterior or prior."""
        return str(self.stored.manifest["plan"]["parameters"])

    @property
    def resolved(self) -> bool:
        """Whether there are draws and replications enough to tell parameters from chance."""
        return self.draws >= FEWEST and self.replications >= 2

    @property
    def means(self) -> Floats:
        """Draw means [draw, option]."""
        found: Floats = self.runs.mean(axis=2)
        return found

    @cached_property
    def mu(self) -> Floats:
        """Expected net benefit at each draw [draw, option]: draw means shrunk together; the means themselves without replications."""
        return shrunk_together(self.runs) if self.draws >= 3 and self.replications >= 2 else self.means

    @cached_property
    def order(self) -> list[int]:
        """Options from the largest expected net benefit to the smallest."""
        return [int(at) for at in np.argsort(-self.runs.mean(axis=(0, 2)), kind="stable")]

    @property
    def leader(self) -> int:
        """The option with the largest expected net benefit."""
        return self.order[0]

    @cached_property
    def contrast(self) -> tuple[int, int]:
        """Which two options the sensitivity parts set against each other: leader and next, or the one asked for and the reference."""
        if self.asked:
            return self.options.index(self.asked), 0
        return self.order[0], self.order[1]

    @cached_property
    def lead(self) -> Floats:
        """Net benefit of the first of the contrast less the second, kr [draw, replication]."""
        first, second = self.contrast
        return self.runs[:, first] - self.runs[:, second]

    @cached_property
    def lead_tau2(self) -> float:
        """Variance over draws of the expected lead, kr²; NaN without replications."""
        return expected_variance(self.lead) if self.replications >= 2 else float("nan")

    @property
    def years(self) -> float:
        """Years that are counted."""
        scenario = self.stored.question.scenarios[self.reference]
        return (scenario.end - scenario.parting).days / 365.25

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The stored summary: levels and differences with their intervals."""
        return stored_frame(self.stored.folder / "summary.csv", keep_default_na=True, dtype={"actor": str, "group": str}).fillna(
            {"actor": "", "group": "", "reference": ""}
        )

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
        known = sorted(self.stored.question.scenarios[self.reference].parameter)
        return read_studies(path, known, measures, list(question.scenarios))

    def paired(self, measure: str, actor: str = "", group: str = "") -> Floats:
        """Give a measure's difference from the reference [draw, option, replication]; InputError when the results do not hold it."""
        return differences(self.measures, measure, actor, group, self.options, self.stored.folder)

    def looking_at(self, option: str) -> "Decided":
        """Give the same with another option in the sensitivity pages; InputError names the nearest."""
        if option and option not in self.options[1:]:
            raise InputError(f'--option: "{option}" is not an option that can be chosen.{nearest(option, self.options[1:])}')
        return dataclasses.replace(self, asked=option)


def read_decided(folder: Path, payer: str = "", file: str = "") -> Decided:
    """Read a results folder for a decision; InputError when it is none, when files have changed since, or for an unknown payer."""
    stored = read_results(folder, file)
    said = stored.question.experiment
    payer = payer or said.decision.payer
    if payer not in PAYERS:
        raise InputError(f'--payer: "{payer}"; expected one of {", ".join(PAYERS)}.{nearest(payer, PAYERS)}')
    run = list(stored.manifest["plan"]["options"])
    chosen = [name for name in run if not said.option[name].diagnostic and name != said.reference]
    if not chosen:
        raise InputError(f"{folder}: holds nothing that can be chosen but the reference; expected another option that is not diagnostic")
    options = (said.reference, *chosen)
    measures = stored_frame(folder / "measures.parquet")
    runs = differences(measures, "net_result", payer, "", options, folder)
    names = tuple(name for name, row in stored.question.scenarios[said.reference].parameter.items() if row.shape != "fixed")
    thetas = stored.thetas[: runs.shape[0]]
    phi = np.array([[theta[name] for name in names] for theta in thetas])
    delta = said.delta.value if said.delta is not None else float("nan")
    titles = {name: said.option[name].title for name in options}
    return Decided(stored, payer, options, titles, runs, names, phi, measures, delta)


def differences(measures: pd.DataFrame, measure: str, actor: str, group: str, options: tuple[str, ...], folder: Path) -> Floats:
    """Lay out one measure's paired differences from the first option [draw, option, replication]; a run that lacks any is refused."""
    rows = measures[(measures["measure"] == measure) & (measures["actor"] == actor) & (measures["group"] == group)]
    wide = rows.pivot(index=["draw", "replication"], columns="scenario", values="value")
    missing = [name for name in options if name not in wide.columns]
    said = f"{measure}{f' of {actor}' if actor else ''}"
    if missing:
        raise InputError(f"{folder}: measures.parquet holds no {said} of option {missing[0]}; expected results of this version (run again)")
    values = wide[list(options)].sort_index()
    sizes = values.groupby(level="draw").size()
    if sizes.nunique() > 1 or values.isna().any(axis=None):
        raise InputError(f"{folder}: draws have different numbers of replications, or {said} is missing in some; expected whole results")
    array = values.to_numpy(np.float64).reshape(len(sizes), int(sizes.iloc[0]), len(options))
    return np.moveaxis(array - array[:, :, :1], 2, 1)


def note_of(decided: Decided) -> dict[str, Any]:
    """Say what the page was made from."""
    plan = decided.stored.manifest["plan"]
    return {
        "results": str(decided.stored.folder),
        "experiment": decided.stored.question.experiment.name,
        "payer": decided.payer,
        "reference": decided.reference,
        "options": list(decided.options),
        "parameters": plan["parameters"],
        "draws": decided.draws,
        "replications": decided.replications,
        "seed": plan["seed"],
        "years": round(decided.years, 2),
        "delta": decided.delta,
    }

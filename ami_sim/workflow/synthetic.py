"""Synthetic municipalities with known truth: their files, a register lived by that truth, and what such registers teach of it."""

import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from ami_sim.calibration.own.hand_over import as_toml, priors_from, tables
from ami_sim.calibration.own.mapping import Informs, Map
from ami_sim.calibration.own.rows import check_rows
from ami_sim.calibration.own.table import pick, read_table
from ami_sim.engines.protocol import engine_named
from ami_sim.model.draws import parameter_rows
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.record.case_log import case_log_of, write_case_log
from ami_sim.record.in_words import Life, log_in_words, names_of
from ami_sim.record.spells import spells_of
from ami_sim.runs.store import write_frame
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import bundled, load_scenario, read_toml
from ami_sim.scenario.registry import STAGES
from ami_sim.scenario.rows import Strict
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.template import name_for, start_municipality

TOWNS: Final = "calibration/towns.toml"
REGISTER, MAP, TRUTH = "register.csv", "map.toml", "truth.csv"
COLUMNS: Final = ("case", "activity", "start", "end")
LEARNT: Final = ("parameter", "register", "truth", "low", "median", "high", "prior_low", "prior_high")


class Town(Strict):
    """A synthetic municipality: its inhabitants, and the seed of its truth and of its registers."""

    inhabitants: int
    seed: int


class Towns(Strict):
    """The synthetic municipalities by name, and what a register of theirs says of which parameters."""

    town: dict[str, Town]
    prior: dict[str, Informs]


class Synthetic:
    """One synthetic municipality in a folder, with its truth. Raises InputError for a name that is not among those that ship."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.towns = read_towns()
        if name not in self.towns.town:
            raise InputError(f'--synthetic: "{name}" is no synthetic municipality.{nearest(name, self.towns.town)}')
        self.town = self.towns.town[name]

    def start(self) -> list[Path]:
        """Write its files: those of any municipality with so many inhabitants, a register, the map of its words, and the truth."""
        with tempfile.TemporaryDirectory() as room:
            public = Path(room) / "public.csv"
            public.write_text(f"figure,value,year,kpi,licence\ninhabitants,{self.town.inhabitants},2018,synthetic,CC0\n", encoding="utf-8")
            written = start_municipality(self.folder, public)
        write_case_log(self.folder / REGISTER, self.register(0))
        (self.folder / MAP).write_text(map_text(self.map), encoding="utf-8")
        write_frame(self.folder / TRUTH, pd.DataFrame({"parameter": list(self.truth), "value": list(self.truth.values())}))
        return [*written, *(self.folder / name for name in (REGISTER, MAP, TRUTH))]

    @cached_property
    def scenario(self) -> Scenario:
        """Its scenario, up to the day on which options part."""
        home = self.folder / "calibration" / name_for(self.folder)
        whole = load_scenario(home / "scenario.toml")
        return whole.model_copy(update={"end": whole.parting})

    @property
    def truth(self) -> Mapping[str, float]:
        """The parameters that it lives by: a draw of its prior."""
        row = parameter_rows(self.scenario, self.town.seed, 1, "prior")[0]
        return {name: row[name] for name in self.scenario.parameter}

    @property
    def map(self) -> Map:
        """What the words of its register mean."""
        last: date = self.scenario.end - timedelta(days=1)
        stages = {name: name for name in STAGES if name != "unborn"}
        columns = {name: name for name in COLUMNS}
        prior = self.towns.prior
        return Map.model_validate(
            {"columns": columns, "observed_from": self.scenario.start, "observed_until": last, "stage": stages, "prior": prior}
        )

    def register(self, number: int) -> pd.DataFrame:
        """Live by the truth and give the register: one of as many as one likes, each with luck of its own.

        Whoever is there on the first day stands in it since when they have been. Columns: case, activity, start, end, and the door by which
        a person came.
        """
        plan, engine = lower(self.scenario, self.truth), engine_named("compiled")
        people = population(plan, self.town.seed, 0, number, None, engine.live)
        log = case_log_of(log_in_words(Life(plan, people, spells_of(engine.simulate(plan, people).log, plan.horizon))))
        since = dict(zip(names_of(people, plan.referrers), people["stage_since"], strict=True))
        first = pd.Timestamp(self.scenario.start)
        there = (log["start"] == first).to_numpy()
        before = [round(min(since[case], 0.0) * 86_400) if at else 0 for case, at in zip(log["case"], there, strict=True)]
        start = log["start"].to_numpy() + np.array(before, "timedelta64[s]")
        door = log["case"].str.rpartition("-")[0]
        case = pd.factorize(log["case"])[0] + 1
        return pd.DataFrame({"case": case, "activity": log["activity"], "start": start, "end": log["end"], "door": door})

    def learnt(self, registers: int) -> pd.DataFrame:
        """Say what each of some registers teaches: a row a parameter and register (`LEARNT`), NaN where too few stand behind it.

        low, high: the 90 % interval that `ami-sim ingest` hands over as a prior, beside that of the prior before.
        """
        rows = []
        given, truth = self.map, self.truth
        for number in range(registers):
            table = pick(read_table(self.register(number)).frame, given.wanted, "map")
            handed = priors_from(check_rows(table, given, STAGES), given, self.scenario).rows
            for name in given.prior:
                row, before = handed.get(name, {}), self.scenario.parameter[name]
                ends = (row.get(key, np.nan) for key in ("low", "median", "high"))
                rows.append((name, number, truth[name], *ends, before.low, before.high))
        return pd.DataFrame(rows, columns=list(LEARNT))


def taught(learnt: pd.DataFrame) -> pd.DataFrame:
    """Sum up what registers teach: a row a parameter.

    truth, and the prior's 90 % range; `low`, `median`, `high` of the first register that says something of it; `width`: of the
    interval against the prior's range, on average; `registers` that say something, and the share of them whose interval holds the truth
    (`covered`).
    """
    rows = []
    for name, all_of_it in learnt.groupby("parameter", sort=False):
        said = all_of_it.dropna(subset="median")
        if not len(said):
            continue
        first = said.iloc[0]
        held = (said["low"] <= said["truth"]) & (said["truth"] <= said["high"])
        width = float(((said["high"] - said["low"]) / (said["prior_high"] - said["prior_low"])).mean())
        ends = {key: float(first[key]) for key in ("truth", "prior_low", "prior_high", "low", "median", "high")}
        rows.append({"parameter": name, **ends, "width": width, "registers": len(said), "covered": float(held.mean())})
    return pd.DataFrame(rows)


def read_towns() -> Towns:
    """Read the synthetic municipalities that ship."""
    return Towns.model_validate(read_toml(bundled(TOWNS)))


def map_text(given: Map) -> str:
    """Write a map as its file."""
    head: dict[str, Any] = {"observed_from": given.observed_from, "observed_until": given.observed_until}
    lines = [f"{key} = {as_toml(value)}" for key, value in head.items()]
    for table, rows in (("columns", given.columns.model_dump(exclude_defaults=True)), ("stage", given.stage)):
        lines += ["", f"[{table}]", *(f"{as_toml(key)} = {as_toml(value)}" for key, value in rows.items())]
    priors = {name: row.model_dump(exclude_defaults=True) for name, row in given.prior.items()}
    return "\n".join([*lines, "", *tables("prior", priors)]) + "\n"

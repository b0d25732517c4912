"""Budget years of stored results: one option's outturn by committee, line and year in current kronor, and the risk of going over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import pandas as pd

from ami_sim.analysis.budget import BUDGET_COLUMNS, asked_for
from ami_sim.runs.store import MANIFEST, read_manifest
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.workflow.notes import Notes, notes_in, of_fit
from ami_sim.workflow.results import stored_frame

UNIT: Final = "ami"  # the committee whose project money may end
MONEY: Final = "project_money"
OWN_COSTS: Final = ("staff", MONEY, "vehicles", "running", "premises", "overhead")


class Ask(NamedTuple):
    """A year in which the unit's external money ends: what its own cost then changes by against the year before, kr.

    staff, money: the parts of it that posts make, and that ended project money makes.
    """

    year: int
    more: float
    staff: float
    money: float


@dataclass(frozen=True)
class BudgetYears:
    """The stored budget of a folder: the frame of `budget_frame`, the options asked for, and all options' titles."""

    frame: pd.DataFrame
    options: tuple[str, ...]
    parameters: str = "median"  # where the run's parameters come from: "median", "prior" or "posterior"
    titles: Mapping[str, str] = field(default_factory=dict)
    fit: Notes = ()  # what is said of the posterior

    @property
    def draws(self) -> int:
        """How many parameter draws the means are over."""
        return int(self.frame["draws"].max())

    @property
    def runs(self) -> int:
        """How many runs the means are of."""
        return int(self.frame["replications"].max() * self.frame["draws"].max())

    def of(self, option: str) -> pd.DataFrame:
        """Give the rows of an option."""
        return self.frame[self.frame["scenario"] == option]

    def asks(self, option: str) -> list[Ask]:
        """Find the years in which the unit's external money falls to less than half, and what it then needs of its own."""
        rows = self.of(option)
        rows = rows[rows["committee"] == UNIT]
        money = rows[rows["line"] == MONEY].set_index("year")["mean"]
        found = []
        for year in money.index[1:]:
            if money[year] > money[year - 1] / 2 and money[year - 1] < 0:
                more = asked_for(rows, int(year)).set_index("line")["more"]
                values = {name: float(more.get(name, 0.0)) for name in OWN_COSTS}
                found.append(Ask(int(year), sum(values.values()), values["staff"], values[MONEY]))
        return found


def read_budget(folder: Path, option: str = "") -> BudgetYears:
    """Read budget.csv of a results folder; InputError when it is not there or holds no such option."""
    path = folder / "budget.csv"
    if not path.is_file():
        raise InputError(f"{folder}: holds no budget.csv; expected a folder that ami-sim compare has written")
    frame = stored_frame(path)
    missing = [column for column in BUDGET_COLUMNS if column not in frame.columns]
    if missing:
        raise InputError(f"{path}: column {missing[0]} is missing; expected {', '.join(BUDGET_COLUMNS)}")
    names = tuple(dict.fromkeys(frame["scenario"].astype(str)))
    if option and option not in names:
        raise InputError(f'{path}: option "{option}" is not known.{nearest(option, names)}')
    manifest = read_manifest(folder) if (folder / MANIFEST).is_file() else {}
    parameters = str(manifest.get("plan", {}).get("parameters", "median"))
    return BudgetYears(frame, (option,) if option else names, parameters, manifest.get("titles", {}), of_fit(notes_in(manifest)))

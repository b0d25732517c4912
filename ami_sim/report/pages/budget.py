"""The budget page: one option's outturn by committee, line and year in current kronor, and the risk of going over."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ami_sim.analysis.budget import BUDGET_COLUMNS, asked_for
from ami_sim.report.number_formats import THOUSAND, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.workflow.manifest import read_manifest
from ami_sim.workflow.results import refuse_unfinished, stored_frame

LINE_TITLES: Final[dict[str, dict[Language, str]]] = {
    "aid": {"en": "Aid (försörjningsstöd)", "sv": "Försörjningsstöd"},
    "handling": {"en": "Handling of aid cases", "sv": "Handläggning av stöd"},
    "wages_net": {"en": "Participants' wages, net", "sv": "Deltagarnas löner, netto"},
    "af_fees": {"en": "Fees from AF", "sv": "Ersättning från AF"},
    "staff": {"en": "Staff", "sv": "Personal"},
    "project_money": {"en": "External money (projects, AF)", "sv": "Externa medel (projekt, AF)"},
    "vehicles": {"en": "Vehicles", "sv": "Fordon"},
    "running": {"en": "Running costs", "sv": "Driftkostnader"},
    "premises": {"en": "Premises, administration", "sv": "Lokaler, administration"},
    "other_costs": {"en": "Other costs of the unit", "sv": "Övriga kostnader"},
    "supervision": {"en": "Supervision time given", "sv": "Handledning i verksamheten"},
    "education": {"en": "Adult education", "sv": "Vuxenutbildning"},
    "care": {"en": "Other social services", "sv": "Övrig socialtjänst"},
    "bought_places": {"en": "Places bought", "sv": "Köpta platser"},
    "sold_services": {"en": "Services sold", "sv": "Sålda tjänster"},
    "tax_kept": {"en": "Tax kept after equalisation", "sv": "Skatt efter utjämning"},
    "other": {"en": "Other", "sv": "Övrigt"},
    "total": {"en": "Total", "sv": "Summa"},
}
YEARS_ABREAST: Final = 5
WORDS: Final[dict[str, dict[Language, str]]] = {
    "title": {
        "en": "{option}: budget years in current kronor, undiscounted, tkr",
        "sv": "{option}: budgetår i löpande kronor, odiskonterat, tkr",
    },
    "line": {"en": "Committee and line", "sv": "Nämnd och rad"},
    "set": {"en": "  set aside", "sv": "  avsatt"},
    "over": {"en": "  chance of more: by, on average", "sv": "  risk att gå över: med, i snitt"},
    "band": {
        "en": "Mean over {runs} runs; second line: one year in ten is below the first number, one in ten above the second. Costs are"
        " positive, incomes negative. With the assumed parameters, chance only.",
        "sv": "Medel över {runs} körningar; andra raden: ett år av tio ligger under det första talet, ett av tio över det andra."
        " Kostnader är positiva, intäkter negativa. Med de antagna parametrarna, endast slump.",
    },
    "set_by": {
        "en": "Set aside: for wages the unit's wage money, for aid what the reference would cost on average (both are assumptions of the"
        " prices file, prices.budget).",
        "sv": "Avsatt: för löner enhetens lönemedel, för stödet vad referensen skulle kosta i snitt (båda är antaganden i prisfilen,"
        " prices.budget).",
    },
    "asks": {
        "en": "{year} against {before}: the unit's own cost to {committee} changes by {more} tkr"
        " (staff {staff}, project money that ends {money}).",
        "sv": "{year} mot {before}: enhetens egen kostnad för {committee} ändras med {more} tkr"
        " (personal {staff}, projektmedel som upphör {money}).",
    },
}


@dataclass(frozen=True)
class BudgetPage:
    """Budget tables of some options, from the frame of `budget_frame`."""

    frame: pd.DataFrame
    options: tuple[str, ...]
    language: Language = "en"

    def parts(self) -> RenderableType:
        """Give everything a console prints: a table and what is asked for, option by option, then the notes."""
        said: list[RenderableType] = []
        for option in self.options:
            years = sorted(int(year) for year in self.frame.loc[self.frame["scenario"] == option, "year"].unique())
            blocks = [years[at : at + YEARS_ABREAST] for at in range(0, len(years), YEARS_ABREAST)]
            said += [*(self._table(option, block) for block in blocks), *map(Text, self.asks(option)), Text("")]
        runs = int(self.frame["replications"].max() * self.frame["draws"].max())
        notes = [WORDS["band"][self.language].format(runs=runs), WORDS["set_by"][self.language]]
        return Group(*said, *map(Text, notes))

    def as_text(self, width: int = 160) -> str:
        """Give the same as plain text."""
        out = io.StringIO()
        Console(file=out, width=width, color_system=None, legacy_windows=False).print(self.parts())
        return "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())

    def as_dict(self) -> dict[str, Any]:
        """Give plain values for scripts; null where nothing is set aside."""
        rows = self.frame[self.frame["scenario"].isin(self.options)]
        return {"kronor": "current", "rows": rows.astype(object).where(rows.notna(), None).to_dict(orient="records")}

    def asks(self, option: str) -> list[str]:
        """Say in which year the unit's external money ends, and how much more it then needs of its own; nothing when it never does."""
        rows = self.frame[(self.frame["scenario"] == option) & (self.frame["committee"] == "ami")]
        money = rows[rows["line"] == "project_money"].set_index("year")["mean"]
        said = []
        for year in money.index[1:]:
            if money[year] > money[year - 1] / 2 and money[year - 1] < 0:
                more = asked_for(rows, int(year)).set_index("line")["more"]
                names = ("staff", "project_money", "vehicles", "running", "premises")
                values = {name: float(more.get(name, 0.0)) for name in names}
                words = {"year": int(year), "before": int(year) - 1, "committee": actor_title(self.language, "ami")}
                amounts = {"more": sum(values.values()), "staff": values["staff"], "money": values["project_money"]}
                written = {name: write_number(value / THOUSAND, 0, self.language, signed=True) for name, value in amounts.items()}
                said.append(WORDS["asks"][self.language].format(**words, **written))
        return said

    def _table(self, option: str, years: Sequence[int]) -> Table:
        rows = self.frame[(self.frame["scenario"] == option) & self.frame["year"].isin(years)]
        words = {name: text[self.language] for name, text in WORDS.items()}
        table = Table(title=words["title"].format(option=option), title_justify="left", padding=(0, 1))
        table.add_column(words["line"], width=34)
        for year in years:
            table.add_column(str(year), justify="right", no_wrap=True)
        for committee in dict.fromkeys(rows["committee"]):
            table.add_section()
            if committee != "municipality":
                table.add_row(Text(actor_title(self.language, committee), style="bold"), *("" for _ in years))
            for line in dict.fromkeys(rows[rows["committee"] == committee]["line"]):
                self._add(table, rows[(rows["committee"] == committee) & (rows["line"] == line)].sort_values("year"), committee, line)
        return table

    def _add(self, table: Table, rows: pd.DataFrame, committee: str, line: str) -> None:
        title = actor_title(self.language, committee) if committee == "municipality" else LINE_TITLES[line][self.language]
        cells = []
        for mean, low, high in rows[["mean", "p10", "p90"]].to_numpy(np.float64):
            cell = self._tkr(mean)
            cells.append(cell if self._tkr(low) == self._tkr(high) else f"{cell}\n{self._tkr(low)}–{self._tkr(high)}")
        table.add_row(f"  {title}", *cells, style="bold" if line == "total" else None)
        if rows["budget"].notna().any():
            table.add_row(WORDS["set"][self.language], *(self._tkr(value) for value in rows["budget"]), style="dim")
            risk = rows[["overrun_probability", "overrun_mean"]].to_numpy(np.float64)
            over = [f"{write_number(100 * share, 0, self.language)} %: {self._tkr(size)}" if share else "0 %" for share, size in risk]
            table.add_row(WORDS["over"][self.language], *over, style="dim")

    def _tkr(self, kronor: float) -> str:
        return write_number(float(kronor) / THOUSAND, 0, self.language)


def budget_page(folder: Path, option: str = "", language: Language = "en") -> BudgetPage:
    """Read budget.csv of a results folder; InputError when it is not there or holds no such option."""
    path = folder / "budget.csv"
    if not path.is_file():
        raise InputError(f"{folder}: holds no budget.csv; expected a folder that ami-sim compare has written")
    if (folder / "manifest.json").is_file():
        refuse_unfinished(folder, read_manifest(folder / "manifest.json"))
    frame = stored_frame(path)
    missing = [column for column in BUDGET_COLUMNS if column not in frame.columns]
    if missing:
        raise InputError(f"{path}: column {missing[0]} is missing; expected {', '.join(BUDGET_COLUMNS)}")
    names = tuple(dict.fromkeys(frame["scenario"].astype(str)))
    if option and option not in names:
        raise InputError(f'{path}: option "{option}" is not known.{nearest(option, names)}')
    return BudgetPage(frame, (option,) if option else names, language)

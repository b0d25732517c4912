"""The budget page: one option's outturn by committee, line and year in current kronor, and the risk of going over."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from ami_sim.report.basis import basis
from ami_sim.report.document import EMPTY, Column, Number, Page, Row, Section, Sentence, Table
from ami_sim.report.notes import say_all
from ami_sim.report.number_formats import THOUSAND, Scale, write_number
from ami_sim.report.option_titles import option_titles
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title, say
from ami_sim.report.words import title as title_of
from ami_sim.workflow.budget import UNIT, Ask, BudgetYears

TKR: Final = Scale(THOUSAND, "tkr", 0)


def page_of(result: BudgetYears, language: Language = "en") -> Page:
    """Give the page in a language: a section an option."""
    sections, names = [], option_titles(result.titles, language)
    for option in result.options:
        said = (Sentence(asked(ask, language)) for ask in result.asks(option))
        sections.append(Section(option, names[option], (table_of(result, option, language), *said)))
    rests = basis(language, result.parameters, result.draws)
    fitted = (say_all(result.fit, language),) if result.fit else ()
    notes = (say(language, "budget.band", runs=result.runs), rests, *fitted, say(language, "budget.set-by"))
    return Page(say(language, "budget.page"), sections=tuple(sections), notes=notes, data=data_of(result), language=language)


def asked(ask: Ask, language: Language) -> str:
    """Say how much more a year needs of the committee's own money."""
    amounts = {"more": ask.more, "staff": ask.staff, "money": ask.money}
    written = {name: write_number(kr / THOUSAND, 0, language, signed=True) for name, kr in amounts.items()}
    committee = actor_title(language, UNIT)
    return say(language, "budget.asks", year=str(ask.year), before=str(ask.year - 1), committee=committee, **written)


def table_of(result: BudgetYears, option: str, language: Language) -> Table:
    """Lay out an option: a column a year, rows by committee and line."""
    own = result.of(option)
    years = sorted(int(year) for year in own["year"].unique())
    rows: list[Row] = []
    for committee, lines in own.groupby("committee", sort=False):
        name = actor_title(language, str(committee))
        if committee != "municipality":
            rows.append(Row((name,), "heading"))
        for line, found in lines.groupby("line", sort=False):
            title = name if committee == "municipality" else title_of(language, "lines", str(line))
            rows += line_rows(title, str(line), found.sort_values("year"), language)
    columns = (Column(say(language, "budget.line"), "left"), *(Column(str(year)) for year in years))
    return Table(say(language, "budget.title", option=option_titles(result.titles, language)[option]), columns, tuple(rows), key=option)


def line_rows(title: str, line: str, rows: pd.DataFrame, language: Language) -> Iterator[Row]:
    """Write a line: the mean of each year with its range, and where something is set aside, that and the chance of more."""
    numbers = []
    for mean, low, high in rows[["mean", "p10", "p90"]].to_numpy(np.float64).tolist():
        same = tkr(low, language) == tkr(high, language)
        numbers.append(Number(mean, "kr", scale=TKR) if same else Number(mean, "kr", low, high, TKR))
    yield Row((f"  {title}", *numbers), "strong" if line == "total" else "")
    if rows["budget"].notna().any():
        yield Row((say(language, "budget.set"), *(Number(float(value), "kr", scale=TKR) for value in rows["budget"])), "faint")
        sizes = rows[["overrun_probability", "overrun_mean"]].to_numpy(np.float64).tolist()
        risks = (risk_of(share, size, language) for share, size in sizes)
        yield Row((say(language, "budget.over"), *risks), "faint")


def risk_of(share: float, size: float, language: Language) -> str:
    """Write the chance of going over what is set aside, and by how much on average; a dash where nothing is."""
    if np.isnan(share):
        return EMPTY
    if share == 0:
        return say(language, "budget.no-risk")
    return say(language, "budget.risk", share=write_number(100 * share, 0, language), size=tkr(size, language))


def tkr(kronor: float, language: Language) -> str:
    """Write a sum in tkr."""
    return write_number(float(kronor) / THOUSAND, 0, language)


def data_of(result: BudgetYears) -> dict[str, Any]:
    """Give plain values for scripts; null where nothing is set aside."""
    rows = result.frame[result.frame["scenario"].isin(result.options)]
    return {"kronor": "current", "rows": rows.astype(object).where(rows.notna(), None).to_dict(orient="records")}

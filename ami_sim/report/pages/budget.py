"""The budget page: one option's outturn by committee, line and year in current kronor, and the risk of going over."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from ami_sim.report.document import Column, Number, Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import THOUSAND, Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title
from ami_sim.workflow.budget import UNIT, Ask, BudgetYears

TKR: Final = Scale(THOUSAND, "tkr", 0)
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
WORDS: Final[dict[str, dict[Language, str]]] = {
    "page": {"en": "Budget years", "sv": "Budgetår"},
    "title": {
        "en": "{option}: budget years in current kronor, undiscounted, tkr",
        "sv": "{option}: budgetår i löpande kronor, odiskonterat, tkr",
    },
    "line": {"en": "Committee and line", "sv": "Nämnd och rad"},
    "set": {"en": "  set aside", "sv": "  avsatt"},
    "over": {"en": "  chance of more: by, on average", "sv": "  risk att gå över: med, i snitt"},
    "risk": {"en": "{share} %: {size}", "sv": "{share} %: {size}"},
    "no_risk": {"en": "0 %", "sv": "0 %"},
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


def page_of(result: BudgetYears, language: Language = "en") -> Page:
    """Give the page in a language: a section an option."""
    words = {name: text[language] for name, text in WORDS.items()}
    sections = []
    for option in result.options:
        said = (Sentence(asked(ask, words, language)) for ask in result.asks(option))
        sections.append(Section(option, option, (table_of(result, option, words, language), *said)))
    notes = (words["band"].format(runs=result.runs), words["set_by"])
    return Page(words["page"], sections=tuple(sections), notes=notes, data=data_of(result), language=language)


def asked(ask: Ask, words: dict[str, str], language: Language) -> str:
    """Say how much more a year needs of the committee's own money."""
    amounts = {"more": ask.more, "staff": ask.staff, "money": ask.money}
    written = {name: write_number(kr / THOUSAND, 0, language, signed=True) for name, kr in amounts.items()}
    committee = actor_title(language, UNIT)
    return words["asks"].format(year=ask.year, before=ask.year - 1, committee=committee, **written)


def table_of(result: BudgetYears, option: str, words: dict[str, str], language: Language) -> Table:
    """Lay out an option: a column a year, rows by committee and line."""
    own = result.of(option)
    years = sorted(int(year) for year in own["year"].unique())
    rows: list[Row] = []
    for committee, lines in own.groupby("committee", sort=False):
        name = actor_title(language, str(committee))
        if committee != "municipality":
            rows.append(Row((name,), "heading"))
        for line, found in lines.groupby("line", sort=False):
            title = name if committee == "municipality" else LINE_TITLES[str(line)][language]
            rows += line_rows(title, str(line), found.sort_values("year"), words, language)
    columns = (Column(words["line"], "left"), *(Column(str(year)) for year in years))
    return Table(words["title"].format(option=option), columns, tuple(rows), key=option)


def line_rows(title: str, line: str, rows: pd.DataFrame, words: dict[str, str], language: Language) -> Iterator[Row]:
    """Write a line: the mean of each year with its range, and where something is set aside, that and the chance of more."""
    numbers = []
    for mean, low, high in rows[["mean", "p10", "p90"]].to_numpy(np.float64).tolist():
        same = tkr(low, language) == tkr(high, language)
        numbers.append(Number(mean, "kr", scale=TKR) if same else Number(mean, "kr", low, high, TKR))
    yield Row((f"  {title}", *numbers), "strong" if line == "total" else "")
    if rows["budget"].notna().any():
        yield Row((words["set"], *(Number(float(value), "kr", scale=TKR) for value in rows["budget"])), "faint")
        risks = (
            words["risk"].format(share=write_number(100 * share, 0, language), size=tkr(size, language)) if share else words["no_risk"]
            for share, size in rows[["overrun_probability", "overrun_mean"]].to_numpy(np.float64)
        )
        yield Row((words["over"], *risks), "faint")


def tkr(kronor: float, language: Language) -> str:
    """Write a sum in tkr."""
    return write_number(float(kronor) / THOUSAND, 0, language)


def data_of(result: BudgetYears) -> dict[str, Any]:
    """Give plain values for scripts; null where nothing is set aside."""
    rows = result.frame[result.frame["scenario"].isin(result.options)]
    return {"kronor": "current", "rows": rows.astype(object).where(rows.notna(), None).to_dict(orient="records")}

"""What the exclusion of everybody in need on one day costs, by payer, age, step and children: expected, with a range over runs."""

import io
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ami_sim.report.number_formats import MILLION, THOUSAND, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title
from ami_sim.runs.cohort import Cohort, follow_cohort
from ami_sim.scenario.scenario import Scenario

SPANS: Final = (1.0, 5.0, 10.0, 40.0)  # years
PAYERS: Final = ("municipality", "region", "state", "public", "person", "society")
WORDS: Final[dict[str, dict[Language, str]]] = {
    "title": {
        "en": "Everybody out of work and in need on {day} ({persons} persons on average), as their lives go on in the model",
        "sv": "Alla utan arbete och i behov den {day} ({persons} personer i snitt), så som deras liv går vidare i modellen",
    },
    "who": {"en": "Who pays, mnkr", "sv": "Vem betalar, mnkr"},
    "group": {"en": "Group", "sv": "Grupp"},
    "persons": {"en": "persons", "sv": "personer"},
    "years": {"en": "{years} y", "sv": "{years} år"},
    "each": {"en": "municipality, tkr each, {years} y", "sv": "kommunen, tkr per person, {years} år"},
    "society": {"en": "society, tkr each, {years} y", "sv": "samhället, tkr per person, {years} år"},
    "out": {"en": "years out of {years}", "sv": "år utanför av {years}"},
    "month": {"en": "a month less, municipality, kr", "sv": "en månad mindre, kommunen, kr"},
    "child": {"en": "child-years out of {years} y", "sv": "barnår utanför av {years} år"},
    "said": {
        "en": "Expected over {runs} runs with the unit `{unit}`, each month out of work against the same person's month in open work."
        " Second line: one run in ten is below the first number, one in ten above the second (chance only: the rates are assumptions)."
        " Exits, relapses and retirement count, so these are below the certain and lasting exclusion of ami-sim exclusion. What"
        " children carry on into their own lives is not priced: child-years are a count. Prices of {year}, at {rate} % a year.",
        "sv": "Förväntat över {runs} körningar med enheten `{unit}`, varje månad utan arbete mot samma persons månad i öppet arbete."
        " Andra raden: en körning av tio ligger under det första talet, en av tio över det andra (bara slump: takterna är antaganden)."
        " Utträden, återfall och pension räknas, så summorna ligger under det säkra och varaktiga utanförskapet i ami-sim exclusion."
        " Vad barnen bär med sig i sina liv prissätts inte: barnår är ett antal. {year} års priser, {rate} % ränta.",
    },
}


@dataclass(frozen=True)
class CohortPage:
    """A followed cohort with what is needed to print it."""

    scenario: Scenario
    cohort: Cohort
    language: Language = "en"

    def lost(self, actor: str) -> np.ndarray:
        """Kr lost, [replication, group, span]."""
        return np.array([cost.lost[actor] for cost in self.cohort.costs])

    @property
    def persons(self) -> np.ndarray:
        """Persons, [replication, group]."""
        return np.array([cost.persons for cost in self.cohort.costs])

    def word(self, name: str, **values: Any) -> str:
        """Give a text in the page's language."""
        return WORDS[name][self.language].format(**values)

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number in the page's language."""
        return write_number(value, digits, self.language)

    def parts(self) -> RenderableType:
        """Give everything a console prints, in order."""
        runs = len(self.cohort.costs)
        title = self.word("title", day=self.scenario.parting, persons=self.number(self.persons[:, 0].mean()))
        payers = Table(title=title, title_justify="left", padding=(0, 1))
        payers.add_column(self.word("who"))
        for span in self.cohort.spans:
            payers.add_column(self.word("years", years=f"{span:g}"), justify="right", no_wrap=True)
        for actor in PAYERS:
            sums = self.lost(actor)[:, 0, :] / MILLION
            low, high = np.quantile(sums, [0.1, 0.9], axis=0)
            cells = [
                f"{self.number(mean, 1)}\n{self.number(a, 1)} – {self.number(b, 1)}"
                for mean, a, b in zip(sums.mean(axis=0), low, high, strict=True)
            ]
            payers.add_row(actor_title(self.language, actor), *cells)
        rate = self.number(100 * self.scenario.discount, 1)
        said = self.word("said", runs=runs, unit=self.cohort.unit, year=self.scenario.prices.price_year, rate=rate)
        return Group(payers, Text(""), self._groups(), Text(said))

    def _groups(self) -> Table:
        """Put one row for each group: what one person costs, how long they are out, what a month less is worth."""
        ten, most = self.cohort.spans.index(10.0), len(self.cohort.spans) - 1
        longest = f"{self.cohort.spans[most]:g}"
        table = Table(padding=(0, 1))
        heads = [self.word("persons"), self.word("each", years="10"), self.word("each", years=longest), self.word("society", years=longest)]
        heads += [self.word("out", years="10"), self.word("month"), self.word("child", years="10")]
        table.add_column(self.word("group"))
        for head in heads:
            table.add_column(head, justify="right")
        for row in self.rows(ten, most):
            name, *values = row
            digits = (0, 0, 0, 0, 1, 0, 0)
            table.add_row(name, *(self.number(value, places) for value, places in zip(values, digits, strict=True)))
        return table

    def rows(self, ten: int, most: int) -> list[tuple[str, float, float, float, float, float, float, float]]:
        """Give each group: persons, tkr each over ten and most years (municipality), society, years out, kr a month, child-years."""
        found = []
        own, all_of_it = self.lost("municipality").sum(axis=0), self.lost("society").sum(axis=0)
        out = np.array([cost.years_out for cost in self.cohort.costs]).sum(axis=0)
        child = np.array([cost.child_years for cost in self.cohort.costs]).sum(axis=0)
        for index, name in enumerate(self.cohort.groups):
            persons = self.persons[:, index].sum()
            if persons == 0:
                continue
            each = (own[index, ten], own[index, most], all_of_it[index, most])
            month = own[index, 0] / out[index, 0] / 12 if out[index, 0] > 0 else 0.0
            runs = len(self.cohort.costs)
            values = (persons / runs, *(kr / persons / THOUSAND for kr in each), out[index, ten] / persons, month, child[index, ten] / runs)
            found.append((name, *values))
        return found

    def as_text(self, width: int = 140) -> str:
        """Give the same as plain text."""
        out = io.StringIO()
        Console(file=out, width=width, color_system=None, legacy_windows=False).print(self.parts())
        return "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())

    def as_dict(self) -> dict[str, Any]:
        """Give plain values for scripts: kr by group, actor and span (means over runs), persons and years out."""
        cohort, runs = self.cohort, len(self.cohort.costs)
        spans = [f"{span:g}" for span in cohort.spans]
        groups = {}
        for index, name in enumerate(cohort.groups):
            costs = {actor: dict(zip(spans, self.lost(actor)[:, index].mean(axis=0).tolist(), strict=True)) for actor in PAYERS}
            out = np.array([cost.years_out[index] for cost in cohort.costs]).mean(axis=0)
            child = np.array([cost.child_years[index] for cost in cohort.costs]).mean(axis=0)
            groups[name] = {
                "persons": float(self.persons[:, index].mean()),
                "cost": costs,
                "years_out": dict(zip(spans, out.tolist(), strict=True)),
                "child_years_out": dict(zip(spans, child.tolist(), strict=True)),
            }
        how = {"unit": cohort.unit, "replications": runs, "price_year": self.scenario.prices.price_year, "rate": self.scenario.discount}
        return {"scenario": self.scenario.name, **how, "kr": True, "groups": groups}


def cohort_page(
    scenario: Scenario, replications: int, seed: int = 2019, language: Language = "en", unit: str = "before_2018"
) -> CohortPage:
    """Follow the cohort of the parting date over the longest span and give its page."""
    return CohortPage(scenario, follow_cohort(scenario, unit, SPANS, replications, seed), language)

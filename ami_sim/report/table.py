"""The table an official can read: options side by side, the municipality's net result first, every number with its unit."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import pandas as pd
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ami_sim.accounts.shift import DESTINATIONS
from ami_sim.analysis.differences import COMPUTING
from ami_sim.analysis.uncertainty import shown
from ami_sim.report.numbers import EMPTY, Estimate, row_scale, write_estimate, write_unit
from ami_sim.report.vocabulary import MEASURE_TITLES, Language, title_of
from ami_sim.report.wording import interval_label
from ami_sim.report.words import actor_title

LABEL_WIDTH: Final = 28  # characters of the first column; longer titles are folded
FRAME_WIDTH: Final = 3  # characters around a column's text: a space on each side and a line
NARROWEST: Final = 60  # characters


class Line(NamedTuple):
    """One row of the table: a measure, for an actor or for everybody, as a level or as a difference from the reference."""

    measure: str
    actor: str = ""
    difference: bool = True


PAYERS: Final = ("municipality", "ifo", "ami", "other_municipal", "region", "state", "public", "person", "employer", "society")
SECTIONS: Final[tuple[tuple[str, tuple[Line, ...]], ...]] = (
    ("net_result", tuple(Line("net_result", actor) for actor in PAYERS)),
    ("aid", tuple(Line(measure) for measure in ("aid_cost", "aid_household_months", "child_months_on_aid"))),
    ("shift", tuple(Line(f"aid_saved_by:{name}") for name in DESTINATIONS)),
    (
        "corrections",
        (
            *(Line("displacement", actor) for actor in ("municipality", "public", "society")),
            *(Line("net_result_after_displacement", actor) for actor in ("municipality", "public", "society")),
            *(Line("entry_effect", actor) for actor in ("municipality", "public", "society")),
            Line("entry_effect_persons"),
            Line("net_result_dearer_public_money", "society"),
            Line("wage_overspend", difference=False),
        ),
    ),
    (
        "payback",
        tuple(
            Line(f"payback_within_{years}y", actor, difference=False)
            for actor in ("municipality", "state", "public", "society")
            for years in (1, 3, 5, 10)
        ),
    ),
    (
        "queues",
        tuple(
            Line(measure, difference=False)
            for measure in (
                "queue_mapping_mean",
                "queue_place_mean",
                "wait_mapping_mean_days",
                "wait_mapping_p90_days",
                "wait_place_mean_days",
                "wait_place_p90_days",
                "utilisation",
                "staff_hours",
            )
        ),
    ),
    ("people", tuple(Line(measure, difference=False) for measure in ("people_met", "people_mapped", "people_active"))),
    ("counted", tuple(Line(measure, difference=False) for measure in ("counted_to_work", "counted_to_studies", "kolada_result"))),
    (
        "net",
        tuple(
            Line(measure)
            for measure in (
                "in_work_12m",
                "in_work_24m",
                "in_work_36m",
                "in_work_60m",
                "sustained_work_12m",
                "months_in_work",
                "steps_moved",
                "production",
            )
        ),
    ),
)
SECTION_TITLES: Final[dict[str, dict[Language, str]]] = {
    "net_result": {"en": "Net result, difference from “{reference}”", "sv": "Nettoresultat, skillnad mot ”{reference}”"},
    "aid": {"en": "Aid, difference from “{reference}”", "sv": "Försörjningsstöd, skillnad mot ”{reference}”"},
    "shift": {
        "en": "Shift or saving: aid saved by where the household is, difference from “{reference}”",
        "sv": "Växling eller besparing: sparat stöd efter var hushållet är, skillnad mot ”{reference}”",
    },
    "corrections": {"en": "Corrections, difference from “{reference}”", "sv": "Korrigeringar, skillnad mot ”{reference}”"},
    "payback": {
        "en": "Chance that the outlay has come back, against “{reference}”",
        "sv": "Chans att satsningen betalat sig, mot ”{reference}”",
    },
    "queues": {"en": "Queues and waits", "sv": "Köer och väntetider"},
    "people": {"en": "People", "sv": "Personer"},
    "counted": {"en": "Outcomes as the unit counts them", "sv": "Resultat så som enheten räknar dem"},
    "net": {"en": "Outcomes net, difference from “{reference}”", "sv": "Nettoeffekter, skillnad mot ”{reference}”"},
}
WORDS: Final[dict[str, dict[Language, str]]] = {
    "title": {"en": "{experiment}: the options compared", "sv": "{experiment}: alternativen jämförda"},
    "levels": {"en": "{experiment}: what happens", "sv": "{experiment}: vad som händer"},
    "measure": {"en": "Measure", "sv": "Mått"},
    "unit": {"en": "Unit", "sv": "Enhet"},
    "reference": {"en": "reference", "sv": "referens"},
    "ref_head": {"en": "{name}\n(reference)", "sv": "{name}\n(referens)"},
}
NOTES: Final[dict[str, dict[Language, str]]] = {
    "assumed": {
        "en": "The parameters are assumptions, not calibrated to what the municipality observed:"
        " this is no finding that an option saves or costs.",
        "sv": "Parametrarna är antaganden, inte anpassade till vad kommunen observerat:"
        " detta är inget besked om att ett alternativ sparar eller kostar.",
    },
    "calibrated": {
        "en": "The parameters are calibrated to the first year's counts, which say nothing about effects: lock-in, after-effects and the"
        " step effect are assumed, and their doubt is in the interval. This is no finding that an option saves or costs.",
        "sv": "Parametrarna är anpassade till det första årets siffror, som inte säger något om effekter: inlåsning, eftereffekter"
        " och stegeffekt är antagna, och den osäkerheten ingår i intervallet."
        " Detta är inget besked om att ett alternativ sparar eller kostar.",
    },
    "interval": {
        "en": "Second line of a cell: {level}\u00a0% interval, {label}, from {replications}."
        " ~ marks what cannot be told apart from the reference.",
        "sv": "Andra raden i en cell: {level}\u00a0%-intervall, {label}, från {replications}."
        " ~ betyder att det inte går att skilja från referensen.",
    },
    "chance": {
        "en": "* marks a credible interval that holds chance too: draws cannot be told from chance there, and it is rather too wide.",
        "sv": "* betyder att trovärdighetsintervallet också rymmer slump: dragningarna går inte att skilja från den, och det är snarare för"
        " brett.",
    },
    "single": {
        "en": "There are no intervals: only one replication was run, and chance alone may explain any difference.",
        "sv": "Det finns inga intervall: bara en upprepning kördes, och enbart slumpen kan förklara varje skillnad.",
    },
    "sign": {
        "en": "Net result: plus means the actor is better off than in the reference."
        " Discounted totals; tkr = thousand kronor, mnkr = million kronor.",
        "sv": "Nettoresultat: plus betyder att aktören får det bättre än i referensen."
        " Diskonterade summor; tkr = tusen kronor, mnkr = miljoner kronor.",
    },
    "control": {
        "en": "No comparison group exists: differences are between simulated lives of the same people.",
        "sv": "Det finns ingen jämförelsegrupp: skillnaderna är mellan simulerade liv för samma personer.",
    },
}


class Cells(NamedTuple):
    """One printed row: its line of the plan, its section, the unit of its numbers and the estimate per option (None: not defined)."""

    section: str
    line: Line
    unit: str
    estimates: dict[str, Estimate | None]


@dataclass(frozen=True)
class ResultTable:
    """The summary as officials read it. Build it with `result_table`; print it with rich, `as_text` or `as_dict`."""

    experiment: str
    reference: str  # "" when there is nothing to compare with: then every number is a level
    options: tuple[str, ...]
    rows: tuple[Cells, ...]
    notes: tuple[str, ...]
    language: Language = "en"
    interval: str = COMPUTING  # the kind of interval that the cells show

    def tables(self, width: int = 140) -> list[Table]:
        """Give rich tables no wider than `width` characters; with many options several, each with the reference first."""
        written = [self._cells(row, self.options) for row in self.rows]
        widest = [max(cell_len(line) for cells in written for line in cells[at].split("\n")) for at in range(1, 2 + len(self.options))]
        names = [WORDS["ref_head"][self.language].format(name=option) if option == self.reference else option for option in self.options]
        heads = [max(cell_len(line) for line in name.split("\n")) for name in names]
        own = {option: max(head, wide) + FRAME_WIDTH for option, head, wide in zip(self.options, heads, widest[1:], strict=True)}
        taken = 1 + LABEL_WIDTH + FRAME_WIDTH + widest[0] + FRAME_WIDTH + own.get(self.reference, 0)
        blocks: list[list[str]] = [[]]
        left = width - taken
        for option in self.options:
            if option == self.reference:
                continue
            if blocks[-1] and own[option] > left:
                blocks.append([])
                left = width - taken
            blocks[-1].append(option)
            left -= own[option]
        first = [self.reference] if self.reference else []
        return [self._table([*first, *block]) for block in blocks]

    def as_text(self, width: int = 140) -> str:
        """Give the same as plain text, notes included, without colours or line drawing that a terminal may lack."""
        out = io.StringIO()
        console = Console(file=out, width=max(width, NARROWEST), color_system=None, legacy_windows=False)
        for part in self.parts(width):
            console.print(part)
        return out.getvalue()

    def parts(self, width: int = 140) -> Iterator[RenderableType]:
        """Yield everything a console prints, in order: the tables and then the notes."""
        yield from self.tables(width)
        for note in self.notes:
            yield Text(note)

    def as_dict(self) -> dict[str, object]:
        """Give what the table says as plain values for scripts: numbers unrounded in the unit of the summary, None where empty."""
        rows = [
            {
                "section": row.section,
                "measure": row.line.measure,
                "actor": row.line.actor,
                "kind": self._kind(row.line),
                "unit": row.unit,
                "cells": {option: _plain(estimate) for option, estimate in row.estimates.items()},
            }
            for row in self.rows
        ]
        return {
            "experiment": self.experiment,
            "reference": self.reference or None,
            "options": list(self.options),
            "interval": interval_label(self.language, self.interval),
            "notes": list(self.notes),
            "rows": rows,
        }

    def _kind(self, line: Line) -> str:
        return "difference" if line.difference and self.reference else "level"

    def _table(self, options: Sequence[str]) -> Table:
        words = {name: text[self.language] for name, text in WORDS.items()}
        title = words["title" if self.reference else "levels"].format(experiment=self.experiment)
        table = Table(title=title, title_justify="left", padding=(0, 1), show_lines=False)
        table.add_column(words["measure"], width=LABEL_WIDTH)
        table.add_column(words["unit"], no_wrap=True)
        for option in options:
            marked = words["ref_head"].format(name=option) if option == self.reference else option
            table.add_column(Text(marked), justify="right", no_wrap=True)
        section = ""
        for row in self.rows:
            if row.section != section:
                section = row.section
                table.add_section()
                table.add_row(Text(self._section_title(section), style="bold"), "", *("" for _ in options))
            table.add_row(*map(Text, self._cells(row, options)), style="bold" if row.line.actor == "municipality" else None)
        return table

    def _section_title(self, section: str) -> str:
        if not self.reference:
            return SECTION_TITLES[section][self.language].split(",")[0]
        return SECTION_TITLES[section][self.language].format(reference=self.reference)

    def _cells(self, row: Cells, options: Sequence[str]) -> list[str]:
        """Write one row: title, unit, and a cell per option; the scale is that of the whole row, whichever options are shown."""
        difference = self._kind(row.line) == "difference"
        scale = row_scale(row.unit, [estimate for estimate in row.estimates.values() if estimate is not None])
        title = _title(row.line, self.language)
        written = [title, write_unit(scale.unit, self.language)]
        for option in options:
            estimate = row.estimates.get(option)
            if estimate is not None:
                written.append(write_estimate(estimate, scale, self.language, difference=difference))
            elif difference and option == self.reference:
                written.append(WORDS["reference"][self.language])
            else:
                written.append(EMPTY)
        return written


def result_table(summary: pd.DataFrame, *, reference: str = "", language: Language = "en", parameters: str = "median") -> ResultTable:
    """Build the table from the summary frame. Options come in the order of the frame; rows the summary lacks are left out.

    reference: the scenario compared with; "" gives levels only (one scenario's measures). parameters: where they come from: "median",
    "prior" or "posterior". Cells show the credible interval when the summary has one, else that of the computing.
    Raises ValueError for a reference that is not in the frame, or when the municipality's net result, the first row, is missing.
    """
    interval = shown(summary)
    everybody = summary[(summary["group"] == "") & (summary["interval"] == interval)]
    options = tuple(str(name) for name in everybody["scenario"].unique())
    if reference and reference not in options:
        raise ValueError(f"reference: {reference!r} is not among the scenarios {', '.join(options)}")
    names = everybody[["scenario", "reference", "measure", "actor", "unit"]].astype(str).itertuples(index=False, name=None)
    numbers = zip(*(everybody[column].tolist() for column in ("mean", "ci_low", "ci_high", "resolved")), strict=True)
    found = {name[:4]: (name[4], Estimate(*row)) for name, row in zip(names, numbers, strict=True)}
    rows = []
    for section, lines in SECTIONS:
        for line in lines:
            against = reference if line.difference else ""
            cells = {option: found.get((option, against, line.measure, line.actor)) for option in options}
            units = [cell[0] for cell in cells.values() if cell is not None]
            if units:
                estimates = {option: None if cell is None else cell[1] for option, cell in cells.items()}
                rows.append(Cells(section, line, units[0], estimates))
    if not rows or rows[0].line != SECTIONS[0][1][0]:
        against = f" against {reference}" if reference else ""
        raise ValueError(f"summary: the municipality's net_result{against} is missing; it is the table's first row")
    experiment = str(everybody["experiment"].iloc[0])
    return ResultTable(
        experiment, reference, options, tuple(rows), _notes(everybody, reference, language, parameters, interval), language, interval
    )


def _title(line: Line, language: Language) -> str:
    if line.actor:
        actor = actor_title(language, line.actor)
        return actor if line.measure == "net_result" else f"{title_of(MEASURE_TITLES, line.measure, language)}: {actor}"
    return title_of(MEASURE_TITLES, line.measure, language)


def _notes(summary: pd.DataFrame, reference: str, language: Language, parameters: str, interval: str) -> tuple[str, ...]:
    said = ["calibrated" if parameters == "posterior" else "assumed", "single" if summary["ci_low"].isna().all() else "interval"]
    if not summary["resolved"].all():
        said.append("chance")
    if reference:
        said += ["sign", "control"]
    draws, replications = int(summary["draws"].max()), int(summary["replications"].max())
    runs = {"en": f"{replications} replications", "sv": f"{replications} upprepningar"}[language]
    if draws > 1:
        runs = {"en": f"{draws} draws of {runs}", "sv": f"{draws} dragningar om {runs}"}[language]
    values = {"level": f"{100 * float(summary['level'].iloc[0]):g}", "label": interval_label(language, interval), "replications": runs}
    return tuple(NOTES[name][language].format(**values) for name in said)


def _plain(estimate: Estimate | None) -> dict[str, float | bool | None] | None:
    if estimate is None:
        return None
    ends = (estimate.low, estimate.high) if estimate.has_interval else (None, None)
    return {"mean": estimate.mean, "ci_low": ends[0], "ci_high": ends[1], "resolved": estimate.resolved}

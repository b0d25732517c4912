"""The table an official can read: options side by side, the municipality's net result first, every number with its unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pandas as pd

from ami_sim.accounts.shift import DESTINATIONS
from ami_sim.analysis.differences import COMPUTING
from ami_sim.analysis.uncertainty import shown
from ami_sim.record.measures.jobs import waiting_for
from ami_sim.report.basis import basis, interval_label
from ami_sim.report.document import EMPTY, WIDTH, Cell, Column, Number, Page, Row, Section, Table
from ami_sim.report.number_formats import write_number, write_unit
from ami_sim.report.numbers import Estimate, row_scale
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title, say
from ami_sim.scenario.registry import WAITS_FOR


class Line(NamedTuple):
    """One row of the table: a measure, for an actor or for everybody, as a level or as a difference from the reference.

    signed: whether a difference is more or less than nought; a ratio of differences may be neither.
    """

    measure: str
    actor: str = ""
    difference: bool = True
    signed: bool = True
    told: bool = False  # a difference whose level stands beside it: its title says that it is one


QUEUES: Final = ("queue_mapping_mean", "queue_place_mean", "wait_mapping_mean_days", "wait_place_mean_days")
LONGEST: Final = ("wait_mapping_p90_days", "wait_place_p90_days")
# What stands on the first screen: who gains, the aid, the queues and what the unit counts beside what would not have happened anyway.
FIRST: Final = (
    Line("net_result", "municipality"),
    Line("assumed_overhead", "municipality"),
    Line("net_result", "public"),
    Line("net_result", "society"),
    Line("break_even_worth", "society", signed=False),
    Line("aid_cost"),
    Line("waiting_for_job", difference=False),
    Line("queue_mapping_mean", difference=False),
    Line("queue_place_mean", difference=False),
    Line("people_met", difference=False),
    Line("counted_to_work", difference=False),
    Line("in_work_24m"),
)
ABOUT: Final[Mapping[str, tuple[Line, ...]]] = {
    "money": FIRST,
    "queues": (
        *(Line(measure, told=True) for measure in QUEUES),
        *(Line(measure, difference=False) for measure in QUEUES),
        Line("people_met", difference=False),
        Line("net_result", "municipality"),
    ),
    "people": (
        Line("in_work_12m"),
        Line("in_work_24m"),
        Line("months_in_work"),
        Line("aid_household_months"),
        Line("child_months_on_aid"),
        Line("people_met", difference=False),
        Line("counted_to_work", difference=False),
        Line("net_result", "municipality"),
    ),
}
OWN: Final = "own"  # the section of measures of one's own
PAYERS: Final = ("municipality", "ifo", "ami", "other_municipal", "region", "state", "public", "person", "employer", "society")
UNDER: Final = {  # what stands under a payer's result
    "municipality": (Line("assumed_overhead", "municipality"),),
    "public": (Line("assumed_overhead", "public"),),
    "society": (
        Line("assumed_overhead", "society"),
        Line("break_even_worth", "society", signed=False),
        Line("assumed_worth", "society", signed=False),
    ),
}
SECTIONS: Final[tuple[tuple[str, tuple[Line, ...]], ...]] = (
    ("net_result", tuple(line for actor in PAYERS for line in (Line("net_result", actor), *UNDER.get(actor, ())))),
    (
        "measures",
        (
            *(Line(f"measures_{name}", "municipality", difference=False) for name in ("gross", "income", "net")),
            Line("cost_per_active_year", "municipality", difference=False),
            Line("cost_per_added_participant", "municipality", signed=False),
            Line("steps_moved"),
            Line("kolada_result", difference=False),
        ),
    ),
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
    ("queue_differences", tuple(Line(measure, told=True) for measure in (*QUEUES, *LONGEST))),
    (
        "queues",
        tuple(
            Line(measure, difference=False)
            for measure in (
                "waiting_for_job",
                *(waiting_for(reason) for reason in WAITS_FOR[1:]),
                "people_in_jobs",
                "queue_mapping_mean",
                "queue_place_mean",
                "wait_mapping_mean_days",
                "wait_mapping_median_days",
                "wait_mapping_p90_days",
                "wait_mapping_not_over",
                "wait_place_mean_days",
                "wait_place_median_days",
                "wait_place_p90_days",
                "wait_place_not_over",
                "utilisation",
                "staff_hours",
                "activity_hours",
                "activity_staff_hours",
            )
        ),
    ),
    ("people", tuple(Line(measure, difference=False) for measure in ("people_met", "people_mapped", "people_active", "duties_met"))),
    ("counted", tuple(Line(measure, difference=False) for measure in ("counted_to_work", "counted_to_studies"))),
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
                "production",
                "participants_production",
            )
        ),
    ),
)


class Cells(NamedTuple):
    """One printed row: its line of the plan, its section, the unit of its numbers and the estimate per option (None: not defined)."""

    section: str
    line: Line
    unit: str
    estimates: dict[str, Estimate | None]


@dataclass(frozen=True)
class ResultTable:
    """The summary as officials read it. `page()` is what a renderer writes; `as_text` and `as_dict` are short for that.

    titles: of the options; the name stands for one without. basis: what the numbers rest on, in a sentence.
    """

    experiment: str
    reference: str  # "" when there is nothing to compare with: then every number is a level
    options: tuple[str, ...]
    rows: tuple[Cells, ...]
    notes: tuple[str, ...]
    language: Language = "en"
    interval: str = COMPUTING  # the kind of interval that the cells show
    titles: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)  # measures of one's own, with their titles
    about: str = "money"  # what the main figures begin with: a key of `ABOUT`

    def page(self) -> Page:
        """Give the table as a page: the main figures first, then a section a question."""
        title = say(self.language, "table.title" if self.reference else "table.levels", experiment=self.experiment)
        return Page(title, sections=self.sections(), notes=self.notes, data=self.as_dict(), language=self.language)

    def sections(self) -> tuple[Section, ...]:
        """Give the main figures, which fit a screen, and every section with all its rows."""
        first = tuple(row for line in ABOUT[self.about] for row in self.rows if row.line == line)
        first += tuple(row for row in self.rows if row.section == OWN)
        found = [self._section("first", first, main=True)]
        for name in (*(name for name, _ in SECTIONS), OWN):
            own = tuple(row for row in self.rows if row.section == name)
            found += [self._section(name, own, main=False)] if own else []
        return tuple(found)

    def _section(self, name: str, rows: tuple[Cells, ...], main: bool) -> Section:
        heading = say(self.language, f"table.section-{name}" if self.reference else f"table.section-{name}-levels")
        return Section(name, heading, (self._table(name, rows),), main=main)

    def _table(self, name: str, rows: tuple[Cells, ...]) -> Table:
        """Lay rows out: what is measured, its unit, the reference, and the other options in order."""
        shown = sorted(self.options, key=lambda option: option != self.reference)
        columns = [Column(say(self.language, "table.measure"), "left"), Column(say(self.language, "table.unit"), "left")]
        columns += [Column(self._head(option)) for option in shown]
        lines = [Row(self._cells(row, shown), "strong" if row.line.actor == "municipality" else "") for row in rows]
        return Table("", tuple(columns), tuple(lines), key=name, lead=2 + bool(self.reference))

    def _head(self, option: str) -> str:
        called = self.titles.get(option, option)
        return say(self.language, "table.reference-head", name=called) if option == self.reference else called

    def _cells(self, row: Cells, options: Sequence[str]) -> tuple[Cell, ...]:
        """Give one row: title, unit, and a cell per option; the scale is that of the whole row, whichever options are shown."""
        difference = self._kind(row.line) == "difference"
        scale = row_scale(row.unit, [estimate for estimate in row.estimates.values() if estimate is not None])
        cells: list[Cell] = [self._title(row.line), write_unit(scale.unit, self.language)]
        for option in options:
            estimate = row.estimates.get(option)
            if estimate is not None:
                ends = (estimate.low, estimate.high)
                cells.append(Number(estimate.mean, row.unit, *ends, scale, difference and row.line.signed, estimate.resolved))
            else:
                cells.append(say(self.language, "table.reference") if difference and option == self.reference else EMPTY)
        return tuple(cells)

    def as_text(self, width: int = WIDTH) -> str:
        """Give the same as plain text of at most `width` characters a line, notes included."""
        return self.page().as_text(width)

    def as_dict(self) -> dict[str, object]:
        """Give plain values for scripts: unrounded numbers, None where there is no interval."""
        rows = [
            {
                "section": row.section,
                "measure": row.line.measure,
                "actor": row.line.actor,
                "kind": self._kind(row.line),
                "title": self._title(row.line),
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

    def _title(self, line: Line) -> str:
        title = self.own.get(line.measure) or _title(line, self.language)
        return say(self.language, "table.difference-of", measure=title) if line.told else title

    def _kind(self, line: Line) -> str:
        return "difference" if line.difference and self.reference else "level"

    def __repr__(self) -> str:
        return self.as_text()

    def _repr_html_(self) -> str:
        return str(self.page().to("notebook"))


def result_table(
    summary: pd.DataFrame,
    *,
    reference: str = "",
    language: Language = "en",
    parameters: str = "median",
    titles: Mapping[str, str] | None = None,
    own: Mapping[str, str] | None = None,
    about: str = "money",
) -> ResultTable:
    """Build the table from the summary frame. Options come in the order of the frame; rows the summary lacks are left out.

    reference: the scenario compared with; "" gives levels only (one scenario's measures). parameters: where they come from: "median",
    "prior" or "posterior". titles: of the options. own: measures of one's own with their titles, last. about: what the main figures begin
    with. Cells show the credible interval when the summary has one, else that of the computing.
    Raises ValueError for a reference that is not in the frame, or when the municipality's net result, the first row, is missing.
    """
    interval = shown(summary)
    everybody = summary[(summary["group"] == "") & (summary["interval"] == interval)]
    options = tuple(str(name) for name in everybody["scenario"].unique())
    if reference and reference not in options:
        raise ValueError(f"reference: {reference!r} is not among the scenarios {', '.join(options)}")
    names = everybody[["scenario", "reference", "measure", "actor", "unit"]].astype(str).itertuples(index=False, name=None)
    numbers = zip(*(everybody[column].tolist() for column in ("mean", "ci_low", "ci_high", "free_of_chance")), strict=True)
    found = {name[:4]: (name[4], Estimate(*row)) for name, row in zip(names, numbers, strict=True)}
    rows = []
    for section, lines in (*SECTIONS, (OWN, tuple(Line(name, difference=False) for name in own or ()))):
        for line in (line for line in lines if reference or not line.told):
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
    notes = _notes(everybody, reference, language, parameters, interval)
    return ResultTable(experiment, reference, options, tuple(rows), notes, language, interval, titles or {}, own or {}, about)


def _title(line: Line, language: Language) -> str:
    measure = measure_title(line.measure, language)
    if not line.actor:
        return measure
    actor = actor_title(language, line.actor)
    return actor if line.measure == "net_result" else say(language, "table.of-actor", measure=measure, actor=actor)


def _notes(summary: pd.DataFrame, reference: str, language: Language, parameters: str, interval: str) -> tuple[str, ...]:
    draws, replications = int(summary["draws"].max()), int(summary["replications"].max())
    said = [basis(language, parameters, draws)]
    if summary["ci_low"].isna().all():
        said.append(say(language, "table.note-single"))
    else:
        level = write_number(100 * float(summary["level"].iloc[0]), 0, language)
        runs = say(language, "table.runs", draws=draws, replications=replications)
        said.append(say(language, "table.note-interval", level=level, label=interval_label(language, interval), runs=runs))
    further = ([] if summary["free_of_chance"].all() else ["chance"]) + (["sign", "control"] if reference else [])
    return tuple(said + [say(language, f"table.note-{name}") for name in further])


def _plain(estimate: Estimate | None) -> dict[str, float | bool | None] | None:
    if estimate is None:
        return None
    ends = (estimate.low, estimate.high) if estimate.has_interval else (None, None)
    return {"mean": estimate.mean, "ci_low": ends[0], "ci_high": ends[1], "free_of_chance": estimate.resolved}

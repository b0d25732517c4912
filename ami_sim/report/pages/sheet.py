"""The summary as one flat table for a spreadsheet: a row a number of an option, with its interval in columns of its own."""

from math import isfinite
from typing import Final

from ami_sim.report.columns import columns
from ami_sim.report.document import Cell, Number, Page, Row, Section, Table
from ami_sim.report.number_formats import Scale, write_unit
from ami_sim.report.option_titles import option_titles
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title, say, shipped
from ami_sim.workflow.compare import Comparison

NAMES: Final = ["scenario", "reference", "measure", "actor", "group", "unit", "interval", "mean", "ci_low", "ci_high"]
WHOLE: Final = Scale(1.0, "", 6)


def sheet_page(result: Comparison, language: Language = "en") -> Page:
    """Lay the whole summary out, in the summary's own units and order."""
    titles = option_titles(result.titles, language)
    rows = []
    for option, reference, measure, actor, group, unit, interval, *numbers in result.summary[NAMES].itertuples(index=False, name=None):
        told = (titles[option], titles[reference] if reference else "", measure_title(str(measure), language))
        who = (actor_title(language, str(actor)) if actor else "", str(group), write_unit(str(unit), language), str(interval))
        rows.append(Row((*told, *who, *map(cell, numbers))))
    left = ("sheet-option", "sheet-reference", "sheet-measure", "sheet-actor", "sheet-group", "sheet-unit", "sheet-interval")
    heads = columns(language, "workbook", left, ("sheet-mean", "sheet-low", "sheet-high"))
    title = say(language, "workbook.title", title=shipped(language, result.title))
    return Page(title, sections=(Section("summary", "", (Table("", heads, tuple(rows), lead=3),)),), language=language)


def cell(value: float) -> Cell:
    """Give a number as a cell; nothing where it is not defined."""
    return Number(float(value), scale=WHOLE) if isfinite(float(value)) else ""

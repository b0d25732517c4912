"""The page on what exclusion costs over a life: a year, ten years and a life, whom, for the memo's types; lost rights; layers; unknowns."""

from typing import Any, Final

import numpy as np

from ami_sim.analysis.life_course import LIFE, summed_up
from ami_sim.report.document import Cell, Column, Number, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.number_formats import THOUSAND, Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title, say
from ami_sim.workflow.life_course import LifeCourse

SPANS_SHOWN: Final = (1.0, 10.0, LIFE)
PAYERS_SHOWN: Final = ("municipality", "region", "state", "public", "person", "society")
TKR, KR, YEARS = Scale(THOUSAND, "tkr", 0), Scale(1.0, "kr", 0), Scale(1.0, "", 1)


def page_of(result: LifeCourse, language: Language = "en", cost: float | None = None) -> Page:
    """Give the page in a language; `cost`: kr a participant of an effort that is to pay for itself."""
    rate = write_number(100 * result.scenario.discount, 1, language)
    how = say(
        language,
        "life_course.how",
        lives=write_number(result.lives, 0, language),
        draws=str(result.draws),
        replications=str(result.replications),
        year=str(result.scenario.prices.price_year),
        rate=rate,
        growth=say(language, "life_course.grows" if result.setting.growing else "life_course.fixed"),
    )
    rights: list[Part] = [rights_table(result, language), Sentence(say(language, "life_course.rights_said"))]
    if cost is not None:
        rights.append(pays_table(result, cost, language))
    sections = [
        Section("costs", say(language, "life_course.costs"), (costs_table(result, language), Sentence(how))),
        Section("rights", say(language, "life_course.rights"), tuple(rights)),
    ]
    if result.setting.layers:
        said = Sentence(say(language, "life_course.layers_said"))
        sections.append(Section("layers", say(language, "life_course.layers"), (layers_table(result, language), said)))
    sections.append(Section("unknown", say(language, "life_course.unknown"), (unknown_table(result, language),)))
    title = say(language, "life_course.page", scenario=result.scenario.name)
    return Page(title, sections=tuple(sections), data=data_of(result, cost), language=language)


def interval(runs: np.ndarray, scale: Scale, unit: str = "kr") -> Number:
    """Write a number of every run with its credible interval; without one the computing error's."""
    found = summed_up(runs, unit)
    low, high = found["low"], found["high"]
    if np.isnan(low) and not np.isnan(found["computing"]):
        low, high = found["mean"] - found["computing"], found["mean"] + found["computing"]
    return Number(found["mean"], unit, low, high, scale)


def span_title(span: float, language: Language) -> str:
    """Say a span: a year, ten years, a life."""
    if span == LIFE:
        return say(language, "life_course.life")
    return say(language, "life_course.one_year") if span == 1 else say(language, "life_course.years", years=f"{span:g}")


def titled(row: Any, language: Language) -> str:
    """Give the title of a row of the file of consequences."""
    found: str = row.sv if language == "sv" else row.en
    return found


def costs_table(result: LifeCourse, language: Language) -> Table:
    """Put a row for each cohort and span: what it costs each payer, tkr a person, with intervals."""
    heads = (say(language, "life_course.who"), "", *(actor_title(language, payer) for payer in PAYERS_SHOWN))
    rows = []
    for cohort, row in result.cohorts.items():
        for span in SPANS_SHOWN:
            cells: list[Cell] = [titled(row, language) if span == SPANS_SHOWN[0] else "", span_title(span, language)]
            cells += [interval(result.cost(cohort, "accounts", payer, span), TKR) for payer in PAYERS_SHOWN]
            rows.append(Row(tuple(cells)))
    columns = (Column(heads[0], "left"), Column(heads[1], "left"), *(Column(head) for head in heads[2:]))
    return Table(say(language, "life_course.costs_title"), columns, tuple(rows), key="costs")


def rights_table(result: LifeCourse, language: Language) -> Table:
    """Put a row for each cohort: pension lost by the person, what the state does not pay, years out and without sick pay, a month less."""
    keys = ("pension", "pension_state", "out", "uninsured", "month", "month_society")
    heads = (say(language, "life_course.who"), *(say(language, f"life_course.{key}") for key in keys))
    ten = 2  # where ten years stand among the spans
    rows = []
    for cohort, row in result.cohorts.items():
        numbers = (
            interval(result.cost(cohort, "pension", "person", LIFE), TKR),
            interval(result.cost(cohort, "pension", "state", LIFE), TKR),
            interval(result.each(cohort, lambda run: run.out[:, ten]), YEARS, "years"),
            interval(result.each(cohort, lambda run: run.uninsured[:, ten]), YEARS, "years"),
            interval(result.month_runs(cohort, "municipality", 0), KR),
            interval(result.month_runs(cohort, "society", 0), KR),
        )
        rows.append(Row((titled(row, language), *numbers)))
    columns = (Column(heads[0], "left"), *(Column(head) for head in heads[1:]))
    return Table("", columns, tuple(rows), key="rights")


def pays_table(result: LifeCourse, cost: float, language: Language) -> Table:
    """Put a row for each cohort: how many months an effort must take away to pay for itself, by payer."""
    payers = ("municipality", "public", "society")
    rows = []
    found = {payer: result.break_even(cost, payer).set_index("cohort") for payer in payers}
    for cohort, row in result.cohorts.items():
        numbers: list[Cell] = []
        for payer in payers:
            months, low, high = (float(str(found[payer].at[cohort, name])) for name in ("months", "low", "high"))
            ends = (low, high) if np.isfinite([low, high]).all() else (np.nan, np.nan)
            numbers.append(Number(months, "", *ends, YEARS) if np.isfinite(months) else say(language, "life_course.never"))
        rows.append(Row((titled(row, language), *numbers)))
    kr = write_number(cost, 0, language)
    columns = (Column(say(language, "life_course.who"), "left"), *(Column(actor_title(language, payer)) for payer in payers))
    return Table(say(language, "life_course.pays", cost=kr), columns, tuple(rows), key="pays")


def layers_table(result: LifeCourse, language: Language) -> Table:
    """Put a row for each layer that was asked for: what it adds for one person, to whom, with its grade and whether it is an effect."""
    cohort = next(iter(result.cohorts))
    rows = []
    for name in result.setting.layers:
        layer = result.file.layer[name]
        numbers = tuple(interval(result.cost(cohort, name, layer.payer, span), TKR) for span in SPANS_SHOWN)
        kind = say(language, f"life_course.{layer.kind}")
        rows.append(Row((titled(layer, language), actor_title(language, layer.payer), kind, layer.grade, *numbers)))
    keys = ("layer", "payer", "kind", "grade")
    heads = (*(say(language, f"life_course.{key}") for key in keys), *(span_title(span, language) for span in SPANS_SHOWN))
    columns = (*(Column(head, "left") for head in heads[:4]), *(Column(head) for head in heads[4:]))
    title = say(language, "life_course.layers_title", who=titled(result.cohorts[cohort], language))
    return Table(title, columns, tuple(rows), key="layers")


def unknown_table(result: LifeCourse, language: Language) -> Table:
    """Put a row for each thing that is not known, and what would be needed."""
    rows = tuple(Row((titled(row, language), row.needed_sv if language == "sv" else row.needed)) for row in result.file.unknown.values())
    columns = (Column(say(language, "life_course.what"), "left"), Column(say(language, "life_course.needed"), "left"))
    return Table("", columns, rows, key="unknown")


def data_of(result: LifeCourse, cost: float | None = None) -> dict[str, Any]:
    """Give plain values for scripts: rows of the frames."""

    def rows(frame: Any) -> list[dict[str, Any]]:
        return [{key: plain(value) for key, value in row.items()} for row in frame.to_dict("records")]

    found = {"costs": rows(result.costs), "months": rows(result.months), "rights": rows(result.rights)}
    if cost is not None:
        found["break_even"] = [row for payer in ("municipality", "public", "society") for row in rows(result.break_even(cost, payer))]
    how = {"lives": result.lives, "draws": result.draws, "replications": result.replications, "parameters": result.parameters}
    layers = {name: {"kind": row.kind, "grade": row.grade, "payer": row.payer} for name, row in result.file.layer.items()}
    return {"scenario": result.scenario.name, **how, "never_added": True, "layers": layers, **found}


def plain(value: Any) -> Any:
    """Give a value that JSON has: "life" for a span without end, nothing for what is not defined."""
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, (np.floating, float)):
        return "life" if np.isinf(value) else None if np.isnan(value) else float(value)
    return value.item() if isinstance(value, np.generic) else value

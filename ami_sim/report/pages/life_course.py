"""The page on what exclusion costs over a life: a year, ten years and a life, whom, for the memo's types; lost rights; layers; unknowns."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

import numpy as np

from ami_sim.analysis.life_course import LIFE, summed_up
from ami_sim.report.document import Cell, Column, Number, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.notes import say_all
from ami_sim.report.number_formats import THOUSAND, Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title, say, shipped
from ami_sim.workflow.life_course import LifeCourse

SPANS_SHOWN: Final = (1.0, 10.0, LIFE)
PAYERS_SHOWN: Final = ("municipality", "region", "state", "elsewhere", "public", "person", "society")
TKR, KR, YEARS = Scale(THOUSAND, "tkr", 0), Scale(1.0, "kr", 0), Scale(1.0, "", 1)


def page_of(result: LifeCourse, language: Language = "en", cost: float | None = None, short: bool = False) -> Page:
    """Give the page in a language; `cost`: kr a participant of an effort that is to pay for itself; `short`: what one screen holds."""
    costs = Section(
        "costs", say(language, "life_course.costs"), (costs_table(result, language, short), Sentence(how_said(result, language, short)))
    )
    parts: list[Section] = [costs] if short else [costs, Section("rights", say(language, "life_course.rights"), rights(result, language))]
    if cost is not None:
        parts.append(Section("pays", say(language, "life_course.pays_section"), (pays_table(result, cost, language),)))
    if result.setting.layers:
        said = Sentence(say(language, "life_course.layers_said", file=result.figures_file or "consequences.toml"))
        parts.append(Section("layers", say(language, "life_course.layers"), (layers_table(result, language), said)))
    unknown = (Sentence(unknown_said(result, language)),) if short else (unknown_table(result, language),)
    parts.append(Section("unknown", say(language, "life_course.unknown"), unknown))
    notes = (say_all(result.notes, language), say(language, "life_course.more")) if short else (say_all(result.notes, language),)
    title = say(language, "life_course.page", scenario=result.scenario.name)
    kept = tuple(note for note in notes if note)
    return Page(title, sections=tuple(parts), notes=kept, data=Data(result, cost), language=language)


def how_said(result: LifeCourse, language: Language, short: bool) -> str:
    """Say what the numbers are and what their intervals hold."""
    spread = "computing" if not has_credible(result) else "few" if short else "credible"
    numbers = {name: write_number(getattr(result, name), 0, language) for name in ("lives", "draws", "replications")}
    return say(
        language,
        "life_course.how",
        **numbers,
        year=str(result.scenario.prices.price_year),
        rate=write_number(100 * result.scenario.discount, 1, language),
        growth=say(language, "life_course.grows" if result.setting.growing else "life_course.fixed"),
        interval=say(language, f"life_course.interval_{spread}"),
    )


def has_credible(result: LifeCourse) -> bool:
    """Say whether assumptions were drawn, so that intervals hold what is believed of them."""
    return result.parameters != "median" and result.draws > 1 and result.replications > 1


def interval(result: LifeCourse, runs: np.ndarray, scale: Scale, unit: str = "kr") -> Number:
    """Write a number of every run with its credible interval; where nothing was drawn, with the computing error's."""
    found = summed_up(runs, unit)
    low, high, told = found["low"], found["high"], bool(found["resolved"])
    if not has_credible(result):
        low, high, told = found["mean"] - found["computing"], found["mean"] + found["computing"], True
    return Number(found["mean"], unit, low, high, scale, resolved=told)


def span_title(result: LifeCourse, span: float, language: Language) -> str:
    """Say a span: a year, ten years, a life, or as long as lives are followed."""
    if span == LIFE and result.setting.until:
        return say(language, "life_course.followed", years=str(result.setting.until))
    if span == LIFE:
        return say(language, "life_course.life")
    return say(language, "life_course.one_year") if span == 1 else say(language, "life_course.years", years=f"{span:g}")


def titled(row: Any, language: Language) -> str:
    """Give the title of a row of the file of consequences; one without Swedish of its own has a shipped title, and its ages beside it."""
    if row.sv:
        return str(row.sv if language == "sv" else row.en)
    low, high = (f"{age:g}" for age in row.ages)
    return say(language, "life_course.at_ages", title=shipped(language, row.en), low=low, high=high)


def payer_titles(language: Language) -> dict[str, str]:
    """Title the payers of the page, in order."""
    return {payer: actor_title(language, payer) for payer in PAYERS_SHOWN} | {"elsewhere": say(language, "life_course.elsewhere")}


def costs_table(result: LifeCourse, language: Language, short: bool) -> Table:
    """Put a row for each cohort and span: what it costs each payer, tkr a person, with intervals; if short, without marks on them."""
    rows = []
    for cohort, row in result.cohorts.items():
        rows.append(Row((titled(row, language),), "heading"))
        for span in SPANS_SHOWN:
            numbers = [interval(result, result.cost(cohort, "accounts", payer, span), TKR) for payer in PAYERS_SHOWN]
            cells = tuple(replace(number, resolved=number.resolved or short) for number in numbers)
            rows.append(Row((span_title(result, span, language), *cells)))
    columns = (Column("", "left"), *(Column(head) for head in payer_titles(language).values()))
    return Table(say(language, "life_course.costs_title"), columns, tuple(rows), key="costs")


def rights(result: LifeCourse, language: Language) -> tuple[Part, ...]:
    """Give lost rights with the words on them."""
    return (rights_table(result, language), Sentence(say(language, "life_course.rights_said")))


def rights_table(result: LifeCourse, language: Language) -> Table:
    """Put a row for each cohort: pension lost by the person, what the state does not pay, years out and without sick pay, a month less."""
    keys = ("pension", "pension_state", "out", "uninsured", "month", "month_society")
    heads = (say(language, "life_course.who"), *(say(language, f"life_course.{key}") for key in keys))
    ten = 2  # where ten years stand among the spans
    rows = []
    for cohort, row in result.cohorts.items():
        numbers = (
            *(pension_of(result, cohort, payer) for payer in ("person", "state")),
            interval(result, result.each(cohort, lambda run: run.out[:, ten]), YEARS, "years"),
            interval(result, result.each(cohort, lambda run: run.uninsured[:, ten]), YEARS, "years"),
            interval(result, result.month_runs(cohort, "municipality", 0), KR),
            interval(result, result.month_runs(cohort, "society", 0), KR),
        )
        rows.append(Row((titled(row, language), *numbers)))
    columns = (Column(heads[0], "left"), *(Column(head) for head in heads[1:]))
    return Table("", columns, tuple(rows), key="rights")


def pension_of(result: LifeCourse, cohort: str, payer: str) -> Number:
    """Write what a payer loses in pension over a life; nothing for lives that are not followed to their end."""
    if "pension" not in result.parts:
        return Number(np.nan)
    return interval(result, result.cost(cohort, "pension", payer, LIFE), TKR)


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
    """Put a row for each layer that was asked for and each cohort that it touches: what it adds, to whom, with grade and link."""
    keys = ("layer", "payer", "kind", "grade", "overlaps", "who")
    rows = []
    for name in result.setting.layers:
        layer = result.file.layer[name]
        also = ", ".join(part_title(result, other, language) for other in layer.overlaps)
        said = (titled(layer, language), actor_title(language, layer.payer), say(language, f"life_course.{layer.kind}"), layer.grade, also)
        touched = [cohort for cohort in result.cohorts if result.cost(cohort, name, layer.payer, LIFE).any()]
        for cohort in touched:
            numbers = (interval(result, result.cost(cohort, name, layer.payer, span), TKR) for span in SPANS_SHOWN)
            numbers = (replace(number, low=max(number.low, 0.0)) for number in numbers)  # so often a price: never below nothing
            first = said if cohort == touched[0] else ("",) * len(said)
            rows.append(Row((*first, titled(result.cohorts[cohort], language), *numbers)))
        if not touched:
            rows.append(Row((*said, say(language, "life_course.nobody"))))
    heads = (*(say(language, f"life_course.{key}") for key in keys), *(span_title(result, span, language) for span in SPANS_SHOWN))
    columns = (*(Column(head, "left") for head in heads[: len(keys)]), *(Column(head) for head in heads[len(keys) :]))
    return Table(say(language, "life_course.layers_title"), columns, tuple(rows), key="layers")


def part_title(result: LifeCourse, name: str, language: Language) -> str:
    """Say a part: the accounts, pension, or a layer's title."""
    return titled(result.file.layer[name], language) if name in result.file.layer else say(language, f"life_course.part_{name}")


def unknown_said(result: LifeCourse, language: Language) -> str:
    """Say in one sentence what is not known."""
    return "; ".join(titled(row, language) for row in result.file.unknown.values()) + "."


def unknown_table(result: LifeCourse, language: Language) -> Table:
    """Put a row for each thing that is not known, and what would be needed."""
    rows = tuple(Row((titled(row, language), row.needed_sv if language == "sv" else row.needed)) for row in result.file.unknown.values())
    columns = (Column(say(language, "life_course.what"), "left"), Column(say(language, "life_course.needed"), "left"))
    return Table("", columns, rows, key="unknown")


class Data(Mapping[str, Any]):
    """Plain values for scripts, rows of the frames, made when they are asked for: a page is often only read."""

    def __init__(self, result: LifeCourse, cost: float | None) -> None:
        self.result, self.cost = result, cost

    @cached_property
    def values_by_name(self) -> dict[str, Any]:
        """Make them."""
        return data_of(self.result, self.cost)

    def __getitem__(self, name: str) -> Any:
        return self.values_by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)


def data_of(result: LifeCourse, cost: float | None = None) -> dict[str, Any]:
    """Give plain values for scripts: rows of the frames."""

    def rows(frame: Any) -> list[dict[str, Any]]:
        return [{key: plain(value) for key, value in row.items()} for row in frame.to_dict("records")]

    found = {"costs": rows(result.costs), "months": rows(result.months), "rights": rows(result.rights)}
    if cost is not None:
        found["break_even"] = [row for payer in ("municipality", "public", "society") for row in rows(result.break_even(cost, payer))]
    how = {"lives": result.lives, "draws": result.draws, "replications": result.replications, "parameters": result.parameters}
    layers = {
        name: {"kind": row.kind, "grade": row.grade, "payer": row.payer, "overlaps": list(row.overlaps)}
        for name, row in result.file.layer.items()
    }
    money = {"price_year": result.scenario.prices.price_year, "rate": result.scenario.discount, "growing": result.setting.growing}
    notes = {"never_added": True, "credible": has_credible(result), "note": say_all(result.notes)}
    return {"scenario": result.scenario.name, **how, **money, **notes, "layers": layers, **found}


def plain(value: Any) -> Any:
    """Give a value that JSON has: "life" for a span without end, nothing for what is not defined."""
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, (np.floating, float)):
        return "life" if np.isinf(value) else None if np.isnan(value) else float(value)
    return value.item() if isinstance(value, np.generic) else value

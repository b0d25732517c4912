"""What the requirement to take part asks for and what becomes of it: hours and refusals by month, places, posts, the grant and the cost."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

import pandas as pd

from ami_sim.report.document import Chart, Column, Number, Part, Row, Sentence, Table
from ami_sim.report.monthly_picture import compared, draw
from ami_sim.report.number_formats import Scale, write_number, write_unit
from ami_sim.report.numbers import row_scale
from ami_sim.report.option_titles import Titles, option_titles
from ami_sim.report.plots import BLUE, GREY, VERMILLION, Look
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title, say, title
from ami_sim.workflow.compare import Comparison

if TYPE_CHECKING:
    from ami_sim.report.pages.memo import Found, Memo

LEVELS: Final = (
    "requirement_persons",
    "requirement_hours",
    "requirement_excused",
    "requirement_met",
    "requirement_unmet",
    "requirement_share_met",
    "requirement_places_lacking",
    "requirement_supervisors_lacking",
    "requirement_consultants_lacking",
    "requirement_refusals",
    "requirement_cut_months",
)
LOOKS: Final = {
    "requirement_unmet": Look(VERMILLION, "--", "s"),
    "requirement_met": Look(BLUE, "-", "o"),
    "requirement_excused": Look(GREY, "-", "^"),
}
MONTHS: Final = ("requirement_persons", "requirement_hours", *reversed(LOOKS), "requirement_refusals", "requirement_cut_months")
QUARTERS: Final = (1, 4, 7, 10)  # months that the table beside the picture gives
TKR: Final = Scale(1e3, "tkr", 0)
WHOLE, TENTHS, HUNDREDTHS = (Scale(1.0, "", decimals) for decimals in range(3))
DECIMALS: Final = {"requirement_persons": TENTHS, "requirement_refusals": HUNDREDTHS, "requirement_cut_months": HUNDREDTHS}
# What stands against each other: the state's grants, and the lines that the requirement moves most, by committee.
MONEY: Final = (("other_municipal", "state_grants"), ("ami", "staff"), ("ami", "wages_net"), ("ifo", "aid"), ("municipality", "total"))


def requirement_parts(memo: "Memo") -> Iterator[Part]:
    """Give what is shown of the requirement, its status first; nothing where no option has one."""
    rows = months_of(memo.result)
    if rows.empty:
        return
    language = memo.language
    yield Sentence(say(language, "taking_part.status"), strong=True)
    yield levels(memo)
    yield Sentence(say(language, "taking_part.places-said"))
    names = list(dict.fromkeys(rows["scenario"]))
    yield Chart(
        key="requirement_months",
        title=say(language, "taking_part.months"),
        alt=described(rows, names, option_titles(memo.result.titles, language), language),
        how_to_read=say(language, "taking_part.months-read"),
        draw=partial(
            draw, memo.result, names, language, rows=rows, looks=LOOKS, axis="taking_part.months-axis", band="taking_part.months-band"
        ),
        behind=month_table(memo.result, language, QUARTERS),
    )
    if not memo.result.budget.empty:
        yield money(memo.result, language)


def in_short(memo: "Memo", option: str) -> str:
    """Say in a sentence whom the requirement is for in an option and what share of the hours is met; "" where it asks for nothing."""
    from ami_sim.report.pages.memo import Asked  # the memo's summary says this

    persons, met = (memo.found(option, Asked(f"requirement_{name}"), difference=False) for name in ("persons", "share_met"))
    if persons is None or met is None or not persons.estimate.mean > 0:
        return ""
    return say(memo.language, "taking_part.short", persons=memo.amount(persons, signed=False), met=memo.amount(met, signed=False))


def months_of(result: Comparison) -> pd.DataFrame:
    """Give the monthly rows of the requirement of the options in which it asks for anything, from the parting on."""
    rows = result.monthly[result.monthly["measure"].isin(MONTHS) & (result.monthly["month"] >= result.parting)]
    asked = rows[rows["measure"].eq("requirement_hours")].groupby("scenario", observed=True)["mean"].max()
    names = [name for name in compared(result) if asked.get(name, 0.0) > 0]
    rows = rows[rows["scenario"].isin(names)]
    return rows.assign(at=rows["scenario"].map(names.index)).sort_values(["at", "measure", "month"]).drop(columns="at")


def levels(memo: "Memo") -> Table:
    """Lay out hours, places, posts and refusals: a row a measure, a column an option; levels, for without it there are none."""
    from ami_sim.report.pages.memo import Asked  # the memo shows this section, too

    options = [name for name in memo.options if memo.found(name, Asked(LEVELS[0]), difference=False)]
    lines = []
    for measure in LEVELS:
        found = [memo.found(name, Asked(measure), difference=False) for name in options]
        known = [one for one in found if one]
        if known:
            scale = row_scale(known[0].unit, [one.estimate for one in known])
            name = memo.say("column", measure=measure_title(measure, memo.language), unit=write_unit(scale.unit, memo.language))
            cells = (level(one, scale) if one else "" for one in found)
            lines.append(Row((name, *cells)))
    heads = (Column(memo.say("measure-head"), "left", wide=1), *(Column(memo.titles[name]) for name in options))
    called = say(memo.language, "taking_part.levels", begins=memo.result.parting.date())
    return Table(called, heads, tuple(lines), key="requirement_levels", how_to_read=memo.read_levels)


def level(found: "Found", scale: Scale) -> Number:
    """Give a count or a share as a cell: an interval that few runs make wide ends at nothing."""
    return Number(found.estimate.mean, found.unit, max(0.0, found.estimate.low), found.estimate.high, scale)


def month_table(result: Comparison, language: Language, months: tuple[int, ...] = ()) -> Table:
    """Lay out means by month. months: of the calendar, an option below the other; when left out all, with the option in a column."""
    rows, titles = months_of(result), option_titles(result.titles, language)
    shown = rows[rows["month"].dt.month.isin(months)] if months else rows
    lines = []
    for name in dict.fromkeys(rows["scenario"]):
        wide = shown[shown["scenario"] == name].pivot_table(index="month", columns="measure", values="mean", observed=True)
        lines += [Row((titles[name],), "heading")] if months else []
        for month, values in zip(wide.index, wide[list(MONTHS)].to_numpy(float).tolist(), strict=True):
            cells = (Number(value, "", scale=DECIMALS.get(one, WHOLE)) for one, value in zip(MONTHS, values, strict=True))
            lines.append(Row((*(() if months else (titles[name],)), f"{month:%Y-%m}", *cells)))
    heads = (say(language, "app.month"),) if months else (say(language, "futures.option"), say(language, "app.month"))
    columns = (*(Column(head, "left") for head in heads), *(Column(measure_title(name, language)) for name in MONTHS))
    said = say(language, "taking_part.table-read")
    return Table(say(language, "taking_part.table"), columns, tuple(lines), key="requirement_by_month", lead=len(heads), how_to_read=said)


def described(rows: pd.DataFrame, names: list[str], titles: Titles, language: Language) -> str:
    """Say what the picture shows to whoever does not see it: of each option the hours unmet and met in the last month."""
    last = rows[rows["month"].eq(rows["month"].max())].set_index(["scenario", "measure"])["mean"]
    said = [
        say(
            language,
            "taking_part.alt-option",
            option=titles[name],
            unmet=write_number(float(last[name, "requirement_unmet"]), 0, language),
            met=write_number(float(last[name, "requirement_met"]), 0, language),
        )
        for name in names
    ]
    return say(language, "taking_part.alt", month=f"{rows['month'].max():%Y-%m}", said=" ".join(said))


def money(result: Comparison, language: Language) -> Table:
    """Set the state's grants against what the requirement costs the municipality, by budget year: differences, tkr."""
    years = sorted(int(year) for year in result.budget["year"].unique())
    kr = result.budget.set_index(["scenario", "committee", "line", "year"])["mean"].to_dict()
    titles, lines = option_titles(result.titles, language), []
    for option in compared(result):
        lines.append(Row((titles[option],), "heading"))
        for place in MONEY:
            own, zero = ([float(kr.get((name, *place, year), 0.0)) for year in years] for name in (option, result.reference))
            more = (Number(one - other, "kr", scale=TKR, difference=True) for one, other in zip(own, zero, strict=True))
            committee, line = actor_title(language, place[0]), title(language, "lines", place[1])
            lines.append(Row((say(language, "taking_part.money-line", line=line, committee=committee), *more)))
    heads = (Column(say(language, "taking_part.money-head"), "left", wide=1), *(Column(str(year)) for year in years))
    said = say(language, "taking_part.money-read")
    return Table(say(language, "taking_part.money"), heads, tuple(lines), key="requirement_money", how_to_read=said)

"""How many more or fewer wait than in the reference, month by month: the paired difference, which levels side by side would hide."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ami_sim.record.monthly import BESIDE
from ami_sim.report import plots
from ami_sim.report.document import Chart, Column, Number, Row, Table
from ami_sim.report.number_formats import Scale, write_number
from ami_sim.report.option_titles import option_titles
from ami_sim.report.plots import BLUE, GREEN, GREY, VERMILLION, Look
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, say
from ami_sim.workflow.compare import Comparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LAST: Final = 12  # the month of each year that the table gives
PERSONS: Final = Scale(1.0, "persons", 1)
LOOKS: Final = {
    "waiting_for_job": Look(GREEN, "-", "o"),
    "queue_mapping": Look(BLUE, "-", "o"),
    "queue_place": Look(VERMILLION, "--", "s"),
}


def differences(result: Comparison) -> pd.DataFrame:
    """Give the monthly rows of paired differences that are drawn, from the parting on, under the measures' own names."""
    rows = result.monthly[result.monthly["measure"].isin([f"{BESIDE}{name}" for name in LOOKS]) & (result.monthly["group"] == "")]
    rows = rows[rows["scenario"].isin(compared(result)) & (rows["month"] >= result.parting)]
    rows = rows.assign(measure=rows["measure"].str.removeprefix(BESIDE), at=rows["scenario"].map(compared(result).index))
    return rows.sort_values(["at", "measure", "month"]).drop(columns="at")


def compared(result: Comparison) -> list[str]:
    """Name the options that are set beside the reference, in order."""
    return [name for name in result.eligible if name != result.reference]


def chart(result: Comparison, language: Language, options: tuple[str, ...] = ()) -> Chart | None:
    """Give the picture as a page's chart; nothing where no difference by month is known. options: those drawn; all when left out."""
    rows = differences(result)
    names = [name for name in options or compared(result) if name in set(rows["scenario"])]
    if not names:
        return None
    return Chart(
        key="monthly_differences",
        title=say(language, "memo.monthly"),
        alt=described(result, rows[rows["scenario"].isin(names)], names, language),
        how_to_read=say(language, "memo.monthly-read"),
        draw=partial(draw, result, names, language),
        behind=by_year(result, rows[rows["scenario"].isin(names)], names, language),
    )


def by_year(result: Comparison, rows: pd.DataFrame, names: list[str], language: Language) -> Table:
    """Lay out the lines at the end of each year: a row a year of an option, a column a measure."""
    titles = option_titles(result.titles, language)
    last = rows[rows["month"].dt.month == LAST]
    wide = last.pivot_table(index=["scenario", "month"], columns="measure", values="mean", observed=True)
    shown = [name for name in LOOKS if name in wide]
    names_of = (Column(say(language, "futures.option"), "left"), Column(say(language, "app.month"), "left"))
    heads = (*names_of, *(Column(measure_title(name, language)) for name in shown))
    lines = [
        Row((titles[option], f"{month:%Y-%m}", *(Number(value, "persons", scale=PERSONS, difference=True) for value in values)))
        for name in names
        for (option, month), values in zip(wide.index.tolist(), wide[shown].to_numpy(np.float64).tolist(), strict=True)
        if option == name
    ]
    return Table(say(language, "memo.monthly-years"), heads, tuple(lines), key="months_by_year", lead=2)


def described(result: Comparison, rows: pd.DataFrame, names: list[str], language: Language) -> str:
    """Say what the picture shows to whoever does not see it: its panels and lines, and where waiting for a job differs most either way."""
    titles = option_titles(result.titles, language)
    waiting = rows[rows["measure"] == next(iter(LOOKS))]
    said: dict[str, str] = {}
    for end, most in (("high", waiting["mean"].argmax()), ("low", waiting["mean"].argmin())):
        option, month, mean = waiting[["scenario", "month", "mean"]].iloc[int(most)]
        amount = write_number(float(mean), 1, language, signed=True)
        said |= {f"{end}est": titles[str(option)], end: amount, f"{end}_month": f"{month:%Y-%m}"}
    return say(language, "memo.monthly-alt", options=len(names), first=titles[names[0]], **said)


def draw(
    result: Comparison,
    names: list[str],
    language: Language,
    *,
    rows: pd.DataFrame | None = None,
    looks: Mapping[str, Look] = LOOKS,
    axis: str = "memo.monthly-axis",
    band: str = "memo.monthly-band",
) -> "Figure":
    """Draw a panel an option on common axes: lines are means by month, bands hold nine futures of ten.

    rows: monthly rows, the paired differences when left out; looks: of their measures; axis, band: messages of the axis and the caption.
    """
    rows = differences(result) if rows is None else rows
    across = 1 if len(names) <= 2 else 2  # one under the other is read on a phone, too
    down = -(-len(names) // across)
    with plots._figure((5.0 * across, 2.2 * down + 1.2)) as figure:
        grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
        titles = option_titles(result.titles, language)
        for axes, name in zip(grid.flat, names, strict=False):
            own = rows[rows["scenario"] == name]
            for measure, look in looks.items():
                if measure in set(own["measure"]):
                    plots._band(axes, own[own["measure"] == measure], look)
            axes.axhline(0, color=GREY, linewidth=0.8)
            axes.set_title(plots._called(name, titles, 48), loc="left", fontweight="bold")
            axes.yaxis.grid(True, color="#dddddd", linewidth=0.6)
        for axes in grid.flat[len(names) :]:
            axes.set_visible(False)
        for column in range(across):
            grid[(len(names) - 1 - column) // across, column].tick_params(labelbottom=True)
        plots._date_axis(grid[0, 0])
        for axes in grid[:, 0]:
            axes.set_ylabel(say(language, axis))
        plots._key(figure, dict(looks), language, False)
        plots._caption(figure, say(language, band, runs=int(rows["count"].max())))
        return plots.finish(figure, None)

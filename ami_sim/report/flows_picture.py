"""The process as a map: stages in their places, and an arrow a way from one to another, as wide as many go it in a year."""

from collections.abc import Iterator
from functools import partial
from textwrap import wrap
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ami_sim.analysis.flows import flows
from ami_sim.report import plots
from ami_sim.report.document import Chart, Column, Number, Row, Table
from ami_sim.report.monthly_picture import compared
from ami_sim.report.number_formats import Scale, write_number
from ami_sim.report.option_titles import option_titles
from ami_sim.report.plots import BLUE, GREY, VERMILLION
from ami_sim.report.words import Language, say, title
from ami_sim.scenario.registry import SHIPPED
from ami_sim.workflow.compare import Comparison

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]
# Where a stage stands, from the left and from the top; a stage of one's own is not drawn, but stands in the table.
PLACES: Final = {
    "not_referred": (0, 0),
    "waiting_mapping": (1, 0),
    "mapping": (2, 0),
    "waiting_place": (2, 1),
    "in_intervention": (2, 2),
    "paused": (1.35, 1),
    "work": (0, 2),
    "studies": (1, 2),
    "subsidised_elsewhere": (0.5, 1),
}
LEAST: Final = 2.0  # persons a year that an arrow is drawn for
CHANGED: Final = 0.5  # persons a year by which a way counts as changed
A_YEAR: Final = Scale(1.0, "persons", 1)
STAGES: Final = tuple(SHIPPED.stages)


def flows_chart(result: Comparison, language: Language) -> Chart | None:
    """Give the map of the reference, with what the first option changes; nothing where no moves are known."""
    found = flows(result.days, result.years)
    wide = found.pivot_table(index=["stage", "to_stage"], columns="scenario", values="a_year", observed=True).fillna(0.0)
    options = [name for name in compared(result) if name in wide]
    if result.reference not in wide or not options:
        return None
    wide = wide[[result.reference, *options]].sort_values(result.reference, ascending=False)
    shown = wide[wide.max(axis=1) >= LEAST]
    (from_, to), (before, after) = max(numbers(wide, [result.reference, options[0]]), key=lambda row: abs(row[1][1] - row[1][0]))
    said = {"way": way(from_, to, language), "option": option_titles(result.titles, language)[options[0]]}
    change = write_number(after - before, 1, language, signed=True)
    return Chart(
        key="flows",
        title=say(language, "flow_map.title"),
        alt=say(language, "flow_map.alt", ways=len(shown), change=change, **said),
        how_to_read=say(language, "flow_map.read"),
        draw=partial(draw, shown, result.reference, options[0], language),
        behind=table(shown, result, options, language),
    )


def way(from_: int, to: int, language: Language) -> str:
    """Name a way from one stage to another."""
    return say(language, "flow_map.way", before=stage(from_, language), after=stage(to, language))


def stage(code: int, language: Language) -> str:
    """Name a stage by its code; one of one's own by its number."""
    return title(language, "stages", STAGES[code]) if code < len(STAGES) else str(code)


def table(shown: pd.DataFrame, result: Comparison, options: list[str], language: Language) -> Table:
    """Lay the ways out, the most used first."""
    titles = option_titles(result.titles, language)
    heads = [Column(say(language, f"flow_map.{head}"), "left") for head in ("from", "to")]
    heads += [Column(titles[result.reference]), *(Column(say(language, "flow_map.against", option=titles[name])) for name in options)]
    rows = []
    for (from_, to), (today, *others) in numbers(shown, [result.reference, *options]):
        more = (Number(other - today, "persons", scale=A_YEAR, difference=True) for other in others)
        rows.append(Row((stage(from_, language), stage(to, language), Number(today, "persons", scale=A_YEAR), *more)))
    return Table(say(language, "flow_map.table"), tuple(heads), tuple(rows), key="flows", lead=2)


def numbers(shown: pd.DataFrame, options: list[str]) -> Iterator[tuple[tuple[int, int], list[float]]]:
    """Give each way, by its stages, with how many go it in each option."""
    for (from_, to), row in zip(shown.index.tolist(), shown[options].to_numpy(np.float64).tolist(), strict=True):
        yield (int(from_), int(to)), row


def draw(shown: pd.DataFrame, reference: str, option: str, language: Language) -> "Figure":
    """Draw stages as boxes and ways as arrows, those that the option changes in a colour and with its number."""
    places = {STAGES.index(name): (2.6 * x, -1.75 * y) for name, (x, y) in PLACES.items()}
    with plots._figure((6.2, 4.8)) as figure:
        axes = figure.subplots()
        axes.set_axis_off()
        axes.set_xlim(-1.2, 6.5)
        axes.set_ylim(-3.9, 0.5)
        widest = float(shown[reference].max())
        for (from_, to), (today, other) in numbers(shown, [reference, option]):
            if from_ in places and to in places:
                arrow(axes, (places[from_], places[to]), (today, other), widest, language)
        for code, at in places.items():
            text = "\n".join(wrap(stage(code, language), 17))
            axes.text(
                *at,
                text,
                ha="center",
                va="center",
                fontsize=7.5,
                zorder=3,
                bbox={"boxstyle": "round,pad=0.5", "facecolor": "white", "edgecolor": GREY},
            )
        plots._caption(figure, say(language, "flow_map.caption", least=write_number(LEAST, 0, language)))
        return plots.finish(figure, None)


def arrow(axes: "Axes", ends_of: tuple[Point, Point], counts: tuple[float, float], widest: float, language: Language) -> None:
    """Draw one way: bent, so that the way back has room; its number a third of the way along."""
    (begins, ends), (today, other) = ends_of, counts
    more = other - today
    colour = GREY if abs(more) < CHANGED else VERMILLION if more > 0 else BLUE
    axes.annotate(
        "",
        ends,
        begins,
        arrowprops={
            "arrowstyle": "-|>",
            "color": colour,
            "linewidth": 0.6 + 5 * today / widest,
            "connectionstyle": "arc3,rad=0.16",
            "shrinkA": 26,
            "shrinkB": 26,
            "alpha": 0.75,
        },
        zorder=1,
    )
    across, up = ends[0] - begins[0], ends[1] - begins[1]
    at = (begins[0] + 0.5 * across + 0.08 * up, begins[1] + 0.5 * up - 0.08 * across)
    text = write_number(today, 0, language)
    if colour != GREY:
        text += f" ({write_number(more, 1, language, signed=True)})"
    axes.text(
        *at,
        text,
        fontsize=7,
        ha="center",
        va="center",
        color=colour,
        zorder=2,
        bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
    )

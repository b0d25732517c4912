"""How a difference lies over the simulated futures: dots that can be counted, and the curve of how many futures lie below a number."""

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from ami_sim.analysis.futures import Floats, at_most, differences_by_run, dots
from ami_sim.report import plots
from ami_sim.report.document import Chart, Column, Number, Row, Table
from ami_sim.report.monthly_picture import compared
from ami_sim.report.number_formats import Scale, scale_for, write_number, write_unit
from ami_sim.report.option_titles import first_small, option_titles
from ami_sim.report.plots import BLUE, GREY, VERMILLION, Look
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title, say
from ami_sim.workflow.compare import Comparison

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# What is drawn: measure, whose money, unit.
SHOWN: Final = {"waiting": ("waiting_for_job", "", "persons"), "money": ("net_result", "municipality", "kr")}
LOOKS: Final = (Look(BLUE, "-", "o"), Look(VERMILLION, "--", "s"))
MOST: Final = len(LOOKS)  # options beside each other
PLACES: Final = 24  # columns that dots are piled in
TOLD: Final = (0.05, 0.25, 0.5, 0.75, 0.95)  # shares of futures that the table gives


def futures_charts(result: Comparison, language: Language) -> tuple[Chart, ...]:
    """Give a chart for the waiting and one for the municipality's money, of the first two options; none for a single future."""
    found = (chart(result, name, language) for name in SHOWN)
    return tuple(one for one in found if one)


def chart(result: Comparison, name: str, language: Language) -> Chart | None:
    """Give one of the charts; nothing where it is not known run by run."""
    measure, actor, unit = SHOWN[name]
    by_option = {
        option: differences_by_run(result.measures, option, result.reference, measure, actor) for option in compared(result)[:MOST]
    }
    known = {option: values for option, values in by_option.items() if len(values) > 1}
    if not known:
        return None
    every = np.concatenate(list(known.values()))
    scale = scale_for(unit, [float(value) for value in every])
    title = title_of(measure, actor, language)
    behind = table(result, known, scale, title, language)
    first, values = next(iter(known.items()))
    middle, low, high = (
        write_number(float(np.quantile(values, share)) / scale.divisor, scale.decimals, language, signed=True)
        for share in (0.5, 0.05, 0.95)
    )
    said = {"measure": title, "unit": write_unit(scale.unit, language), "option": option_titles(result.titles, language)[first]}
    runs = len(values)
    return Chart(
        key=f"futures_{name}",
        title=say(language, "futures.title", measure=title),
        alt=say(language, "futures.alt", **said, middle=middle, low=low, high=high, runs=runs),
        how_to_read=say(language, f"futures.read-{name}"),
        draw=partial(draw, result, known, scale, title, language),
        behind=behind,
    )


def title_of(measure: str, actor: str, language: Language) -> str:
    """Name what is drawn."""
    title = measure_title(measure, language)
    return say(language, "futures.of", measure=title, whose=first_small(actor_title(language, actor))) if actor else title


def table(result: Comparison, known: dict[str, Floats], scale: Scale, title: str, language: Language) -> Table:
    """Lay out what the curve shows: below which number how many futures lie."""
    titles = option_titles(result.titles, language)
    heads = [Column(say(language, "futures.option"), "left")]
    heads += [Column(say(language, "futures.below", count=round(100 * share))) for share in TOLD]
    rows = [
        Row((titles[option], *(Number(float(np.quantile(values, share)), scale.unit, scale=scale, difference=True) for share in TOLD)))
        for option, values in known.items()
    ]
    named = say(language, "futures.table", measure=title, unit=write_unit(scale.unit, language))
    return Table(named, tuple(heads), tuple(rows), key="futures")


def draw(result: Comparison, known: dict[str, Floats], scale: Scale, title: str, language: Language) -> "Figure":
    """Draw the dots of each option above one another, and the curves of all below."""
    titles = option_titles(result.titles, language)
    with plots._figure((5.2, 1.25 * len(known) + 2.9)) as figure:
        panels = figure.subplots(len(known) + 1, 1, sharex=True, height_ratios=[*(1.0 for _ in known), 1.6])
        every = np.concatenate(list(known.values())) / scale.divisor
        edges = (
            np.linspace(every.min(), every.max(), PLACES + 1) if every.min() < every.max() else np.array([every.min() - 1, every.max() + 1])
        )
        for axes, (option, values), look in zip(panels, known.items(), LOOKS, strict=False):
            pile(axes, dots(values / scale.divisor), edges, look)
            name = plots._called(option, titles, 60)
            axes.set_title(name, loc="left", fontsize=8.5)
            panels[-1].step(
                values / scale.divisor, 100 * at_most(values), where="post", color=look.colour, linestyle=look.dashes, label=name
            )
        curve = panels[-1]
        curve.set_ylim(0, 102)
        curve.set_ylabel(say(language, "futures.share"))
        curve.yaxis.grid(True, color="#dddddd", linewidth=0.6)
        curve.set_xlabel(say(language, "futures.axis", measure=title, unit=write_unit(scale.unit, language)))
        for axes in panels:
            axes.axvline(0, color=GREY, linewidth=0.9)
        plots._numbers_on(curve, language)
        count = max(len(values) for values in known.values())
        few = min(count, len(dots(next(iter(known.values())))))
        plots._caption(figure, say(language, "futures.caption", dots=few, runs=count))
        return plots.finish(figure, None)


def pile(axes: "Axes", values: Floats, edges: Floats, look: Look) -> None:
    """Pile dots in columns, so that they can be counted."""
    columns = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    middles = (edges[:-1] + edges[1:]) / 2
    heights = [int((columns[:at] == column).sum()) for at, column in enumerate(columns)]
    axes.plot(middles[columns], heights, linestyle="none", marker=look.marker, markersize=6, color=look.colour)
    axes.set_ylim(-0.8, max(6, max(heights) + 1))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)

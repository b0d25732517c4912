"""How often stays of a log end in what, by how long they have lasted: even rates between marks, with the band that holds nine of ten."""

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ami_sim.report import plots
from ami_sim.report.document import Chart
from ami_sim.report.number_formats import write_number
from ami_sim.report.plots import BLACK, BLUE, GREEN, PURPLE, VERMILLION
from ami_sim.report.words import Language, known_title, say, title

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLOURS: Final = (BLUE, VERMILLION, GREEN, PURPLE, BLACK)
DASHES: Final = ("-", "--", "-.", ":", "-")
WIDE: Final = 1.645  # standard errors either way: nine of ten
PANELS: Final = 6


def rates_in(estimates: pd.DataFrame) -> pd.DataFrame:
    """Give the rates of everybody by stage and what follows, those stages first that most persons are behind."""
    rows = estimates[(estimates["estimate"] == "rate") & (estimates["background"] == "")]
    most = rows.groupby("stage")["n"].sum().sort_values(ascending=False).index[:PANELS]
    return rows[rows["stage"].isin(most)]


def hazard_chart(estimates: pd.DataFrame, language: Language) -> Chart | None:
    """Give the picture as a page's chart; nothing where no rate is known."""
    rows = rates_in(estimates)
    if rows.empty:
        return None
    stages = ", ".join(named(str(stage), language) for stage in rows["stage"].unique())
    return Chart(
        key="hazards",
        title=say(language, "ingest.hazards"),
        alt=say(language, "ingest.hazards-alt", stages=stages),
        how_to_read=say(language, "ingest.hazards-read"),
        draw=partial(draw, rows, language),
    )


def named(name: str, language: Language) -> str:
    """Give the title of a stage, or of what follows when no stage does."""
    return known_title(language, "ingest", f"to-{name}") or title(language, "stages", name)


def draw(rows: pd.DataFrame, language: Language) -> "Figure":
    """Draw a panel a stage: steps are rates a month, bands hold nine of ten by chance alone, cut at nothing."""
    from matplotlib.ticker import MaxNLocator

    stages = list(rows["stage"].unique())
    across = min(2, len(stages))
    down = -(-len(stages) // across)
    with plots._figure((4.6 * across, 2.3 * down + 0.6)) as figure:
        grid = figure.subplots(down, across, squeeze=False)
        for axes, stage in zip(grid.flat, stages, strict=False):
            for at, (to, own) in enumerate(rows[rows["stage"] == stage].groupby("to", sort=False)):
                edges = np.r_[own["from_month"].to_numpy(np.float64), float(own["to_month"].iloc[-1])]
                value, error = (np.r_[own[name], own[name].iloc[-1]].astype(np.float64) for name in ("value", "error"))
                colour, dashes = COLOURS[at % len(COLOURS)], DASHES[at % len(DASHES)]
                axes.step(edges, value, where="post", color=colour, linestyle=dashes, label=named(str(to), language))
                low, high = np.maximum(value - WIDE * error, 0.0), value + WIDE * error
                axes.fill_between(edges, low, high, step="post", color=colour, alpha=0.15, linewidth=0)
            axes.set_title(named(str(stage), language), loc="left", fontweight="bold")
            axes.set_ylim(bottom=0.0)
            axes.set_xlim(left=0.0)
            axes.set_xlabel(say(language, "ingest.hazards-across"))
            axes.yaxis.set_major_formatter(lambda value, _: write_number(float(value), 2, language))
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            axes.yaxis.grid(True, color="#dddddd", linewidth=0.6)
            axes.legend(frameon=False, fontsize=8)
        for axes in grid.flat[len(stages) :]:
            axes.set_visible(False)
        for axes in grid[:, 0]:
            axes.set_ylabel(say(language, "ingest.hazards-up"))
        return plots.finish(figure, None)

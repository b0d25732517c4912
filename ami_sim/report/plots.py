"""Pictures that survive a printer and colour-blind eyes: queues over time, net result per payer, outcomes counted and net.

Colours are those of Okabe and Ito (2008), each with its own line style or marker; lines are named where they are, not in a distant
legend. Every picture says what its bands and intervals hold. matplotlib is imported when a picture is made, never before.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
import pandas as pd

from ami_sim.report.basis import basis_in_short, interval_label
from ami_sim.report.numbers import Estimate, Scale, row_scale, write_number, write_scaled, write_unit
from ami_sim.report.table import ResultTable, result_table
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI: Final = 150
SECONDS_PER_DAY: Final = 86_400
BLUE, VERMILLION, GREEN, PURPLE, BLACK, GREY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#666666"
STYLE: Final = {
    "font.size": 9.0,
    "axes.titlesize": 10.0,
    "axes.labelsize": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


class Look(NamedTuple):
    """How one series is drawn, distinguishable without colour."""

    colour: str
    dashes: Literal["-", "--"]
    marker: str


QUEUES: Final = {"queue_mapping": Look(BLUE, "-", "o"), "queue_place": Look(VERMILLION, "--", "s")}
COUNTED: Final = {"counted_to_work": Look(BLUE, "-", "o"), "counted_to_studies": Look(GREEN, "-", "s")}
NET: Final = {
    "in_work_12m": Look(PURPLE, "-", "v"),
    "in_work_24m": Look(BLUE, "-", "o"),
    "in_work_36m": Look(GREEN, "-", "s"),
    "in_work_60m": Look(VERMILLION, "-", "D"),
}
BELOW_AXIS: Final = 0.5  # inches from an axis to the key under it: numbers and a label stand between
LEAST_APART: Final = 0.09  # of the axis: two numbers closer than this would overlap
MAIN_PAYERS: Final = ("municipality", "region", "state", "person", "employer", "society")


def queue_lengths(
    monthly: pd.DataFrame,
    *,
    scenarios: Sequence[str] | None = None,
    titles: Mapping[str, str] | None = None,
    parting: pd.Timestamp | None = None,
    language: Language = "en",
    interval: str = "computing",
    path: Path | None = None,
) -> "Figure":
    """Draw both queues over time, one panel per option on common axes, with the band that holds 90 % of the replications.

    monthly: the monthly frame. scenarios: the order of panels. titles: of the options.
    parting: the date from which the options differ, drawn as a line.
    interval: what the band holds, `computing` (chance) or `prediction` (parameters too). path: where to write a PNG (150 dpi). Raises
    ValueError when the frame holds no queue.
    """
    rows = monthly[monthly["measure"].isin(list(QUEUES)) & (monthly["group"] == "")]
    if rows.empty:
        raise ValueError("monthly: there is no queue_mapping and no queue_place to draw")
    names = [str(name) for name in rows["scenario"].unique()] if scenarios is None else list(scenarios)
    across = min(3, len(names))
    down = -(-len(names) // across)
    with _figure((3.3 * across + 0.6, 2.3 * down + 1.3)) as figure:
        grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
        for axes, name in zip(grid.flat, names, strict=False):
            own = rows[rows["scenario"] == name]
            for measure, look in QUEUES.items():
                _band(axes, own[own["measure"] == measure], look)
            axes.set_title(_called(name, titles, 34), loc="left", fontweight="bold")
            axes.yaxis.grid(True, color="#dddddd", linewidth=0.6)
            if parting is not None:
                axes.axvline(_days([parting])[0], color=GREY, linewidth=0.8, linestyle=":")
        for axes in grid.flat[len(names) :]:
            axes.set_visible(False)
        for column in range(across):  # dates under the lowest panel that is drawn
            grid[(len(names) - 1 - column) // across, column].tick_params(labelbottom=True)
        grid[0, 0].set_ylim(bottom=0)
        _date_axis(grid[0, 0])
        for axes in grid[:, 0]:
            axes.set_ylabel(say(language, "pictures.queue_axis"))
        for axes, name in zip(grid.flat, names, strict=False):
            _name_ends(axes, rows[rows["scenario"] == name], language)
        figure.suptitle(say(language, "pictures.queues"), x=0.01, ha="left", fontweight="bold")
        _key(figure, QUEUES, language, parting is not None)
        count = int(rows["count"].max())
        basis = _basis(interval, language)
        if count > 1:
            note = say(language, "pictures.band", count=count, label=interval_label(language, interval), basis=basis)
        else:
            note = say(language, "pictures.single_line", basis=basis)
        _caption(figure, note)
        return finish(figure, path)


def net_result_by_payer(
    summary: pd.DataFrame,
    *,
    reference: str,
    years: float | None = None,
    titles: Mapping[str, str] | None = None,
    language: Language = "en",
    path: Path | None = None,
) -> "Figure":
    """Draw each payer's net result against the reference, one panel per payer, the municipality first, all on one scale.

    summary: the summary frame. years: the horizon, named on the axis when given. path: where to write a PNG (150 dpi).
    Raises ValueError when the municipality's net result or the reference is missing.
    """
    table = result_table(summary, reference=reference, language=language)
    found = {row.line.actor: row for row in table.rows if row.line.measure == "net_result" and row.line.actor in MAIN_PAYERS}
    payers = [payer for payer in MAIN_PAYERS if payer in found]
    options = [option for option in table.options if option != reference]
    scale = row_scale("kr", [estimate for payer in payers for estimate in found[payer].estimates.values() if estimate is not None])
    across = min(3, len(payers))
    down = -(-len(payers) // across)
    with _figure((3.3 * across + 0.8, (0.34 * len(options) + 0.75) * down + 1.4)) as figure:
        grid = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False)
        for axes, payer in zip(grid.flat, payers, strict=False):
            first = payer == "municipality"
            look = Look(VERMILLION if first else BLUE, "-", "D" if first else "o")
            _dots(axes, [found[payer].estimates.get(option) for option in options], scale, look, language)
            axes.set_title(actor_title(language, payer), loc="left", fontweight="bold" if first else "normal")
        for axes in grid.flat[len(payers) :]:
            axes.set_visible(False)
        _option_axis(grid[0, 0], options, titles)
        _room_for_labels(grid[0, 0], 0.22)
        _numbers_on(grid[0, 0], language)
        unit = write_unit(scale.unit, language)
        axis = f"{_money_axis(unit, years, language)}\n{say(language, 'pictures.better')}"
        for column in range(across):
            lowest = grid[(len(payers) - 1 - column) // across, column]
            lowest.tick_params(labelbottom=True)
            lowest.set_xlabel(axis)
        figure.suptitle(say(language, "pictures.payers"), x=0.01, ha="left", fontweight="bold")
        _caption(figure, _interval_note(table))
        return finish(figure, path)


def outcomes(
    summary: pd.DataFrame,
    *,
    reference: str,
    titles: Mapping[str, str] | None = None,
    language: Language = "en",
    path: Path | None = None,
) -> "Figure":
    """Draw what the unit counts beside what is left of it net: people in open work beyond the reference, at several dates.

    summary: the summary frame. path: where to write a PNG (150 dpi). The two panels have their own scales.
    Raises ValueError when the summary holds neither counted nor net outcomes, or lacks the reference.
    """
    table = result_table(summary, reference=reference, language=language)
    counted = {row.line.measure: row.estimates for row in table.rows if row.line.measure in COUNTED}
    net = {row.line.measure: row.estimates for row in table.rows if row.line.measure in NET and row.line.difference}
    if not counted or not net:
        raise ValueError("summary: counted_to_work or counted_to_studies, and in_work_12m to in_work_60m, are needed to draw the outcomes")
    options = list(table.options)
    with _figure((10.0, _height(options) + 1.7)) as figure:
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1, 1.25))
        _lanes(left, counted, COUNTED, options, language, difference=False)
        _lanes(right, net, NET, options, language, difference=True)
        left.set_title(say(language, "pictures.counted"), loc="left")
        _room_for_labels(left, 0.05)
        left.set_xlim(left=0)
        right.set_title(say(language, "pictures.net"), loc="left")
        right.axvline(0, color=GREY, linewidth=0.8)
        right.text(0, options.index(reference), f" {say(language, 'pictures.reference')}", va="center", fontsize=8, color=GREY)
        for axes in (left, right):
            axes.set_xlabel(say(language, "pictures.persons"))
            _numbers_on(axes, language)
        _room_for_labels(right, 0.06)
        _option_axis(left, options, titles)
        figure.suptitle(say(language, "pictures.outcomes"), x=0.01, ha="left", fontweight="bold")
        _caption(figure, _interval_note(table))
        return finish(figure, path)


@contextmanager
def _figure(size: tuple[float, float]) -> Iterator["Figure"]:
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(STYLE):  # type: ignore[arg-type]
        yield Figure(figsize=size, layout="constrained")


def finish(figure: "Figure", path: Path | None) -> "Figure":
    """Give a picture, written as a PNG (150 dpi) when a path is given: drawn once, where `savefig` would draw it twice."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    if path is not None:
        on_screen = figure.dpi
        figure.set_dpi(DPI)
        FigureCanvasAgg(figure).print_png(path, metadata={"Software": None})  # type: ignore[no-untyped-call]
        figure.set_dpi(on_screen)
    return figure


def _caption(figure: "Figure", text: str) -> None:
    """Write the caption in a strip of its own below the panels, so that nothing can lie over it."""
    inches = 0.2 * (text.count("\n") + 1) + 0.06
    share = inches / figure.get_size_inches()[1]
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.set(rect=(0, share, 1, 1 - share))  # type: ignore[call-arg]
    figure.text(0.01, share / 2, text, fontsize=8, color="#333333", ha="left", va="center")


def _interval_note(table: ResultTable) -> str:
    some = any(estimate is not None and estimate.has_interval for row in table.rows for estimate in row.estimates.values())
    basis = _basis(table.interval, table.language)
    if not some:
        return say(table.language, "pictures.single", basis=basis)
    label = interval_label(table.language, table.interval)
    return "\n".join((say(table.language, "pictures.interval", label=label, basis=basis), say(table.language, "pictures.no_finding")))


def _basis(interval: str, language: Language) -> str:
    """Say what the parameters rest on, by what the interval holds."""
    return basis_in_short(language, "median" if interval == "computing" else "posterior")


def _money_axis(unit: str, years: float | None, language: Language) -> str:
    if years is None:
        return say(language, "pictures.payer_axis_plain", unit=unit)
    written = write_number(years, 0 if float(years).is_integer() else 1, language)
    return say(language, "pictures.payer_axis", unit=unit, years=written)


def _days(dates: Sequence[pd.Timestamp]) -> list[float]:
    """Give dates as matplotlib's numbers: days since 1970-01-01."""
    return [date.timestamp() / SECONDS_PER_DAY for date in dates]


def _band(axes: "Axes", rows: pd.DataFrame, look: Look) -> None:
    ordered = rows.sort_values("month")
    days = _days(list(ordered["month"]))
    axes.fill_between(days, ordered["q05"], ordered["q95"], color=look.colour, alpha=0.18, linewidth=0)
    axes.plot(days, ordered["mean"], color=look.colour, linestyle=look.dashes, linewidth=1.6)


def _name_ends(axes: "Axes", rows: pd.DataFrame, language: Language) -> None:
    """Write each line's last mean at its end, moved apart where two would overlap."""
    last = rows.sort_values("month").groupby("measure")["mean"].last()
    low, high = axes.get_ylim()
    apart = LEAST_APART * (high - low)
    ends = sorted((float(last[measure]), measure) for measure in QUEUES if measure in last.index)
    day = _days([rows["month"].max()])[0]
    place = -np.inf
    for value, measure in ends:
        place = max(value, place + apart)
        text = write_number(value, 0, language)
        look = QUEUES[measure]
        axes.annotate(text, (day, place), xytext=(4, 0), textcoords="offset points", va="center", fontsize=8, color=look.colour)


def _key(figure: "Figure", looks: dict[str, Look], language: Language, parting: bool) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=look.colour, linestyle=look.dashes, linewidth=1.6, label=measure_title(measure, language))
        for measure, look in looks.items()
    ]
    if parting:
        handles.append(Line2D([], [], color=GREY, linestyle=":", linewidth=0.8, label=say(language, "pictures.parting")))
    figure.legend(handles=handles, loc="outside upper right", ncols=len(handles), frameon=False)


def _date_axis(axes: "Axes") -> None:
    from matplotlib.dates import DateFormatter, YearLocator

    first, last = axes.get_xlim()
    years = (last - first) / 365.25
    axes.xaxis.set_major_locator(YearLocator(max(1, round(years / 5))))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(DateFormatter("%Y"))  # type: ignore[no-untyped-call]


def _dots(axes: "Axes", estimates: Sequence[Estimate | None], scale: Scale, look: Look, language: Language) -> None:
    """Draw one marker, its interval and its number per option, top to bottom."""
    axes.axvline(0, color=GREY, linewidth=0.8)
    for place, estimate in enumerate(estimates):
        if estimate is None:
            continue
        _marker(axes, estimate, place, scale.divisor, look)
        label = write_scaled(estimate.mean, scale, language, signed=True)
        _write_beside(axes, estimate, place, scale.divisor, label, 8)
    axes.xaxis.grid(True, color="#e5e5e5", linewidth=0.6)


def _marker(axes: "Axes", estimate: Estimate, place: float, divisor: float, look: Look) -> None:
    if estimate.has_interval:
        axes.plot(
            [estimate.low / divisor, estimate.high / divisor], [place, place], color=look.colour, linewidth=2.0, solid_capstyle="butt"
        )
    axes.plot([estimate.mean / divisor], [place], color=look.colour, marker=look.marker, markersize=5, linestyle="none")


def _write_beside(axes: "Axes", estimate: Estimate, place: float, divisor: float, label: str, size: int) -> None:
    """Write a number beside its marker, on the side away from zero, clear of its interval."""
    right = estimate.mean >= 0
    end = (estimate.high if right else estimate.low) if estimate.has_interval else estimate.mean
    axes.annotate(
        label,
        (end / divisor, place),
        xytext=(7 if right else -7, 0),
        textcoords="offset points",
        va="center",
        ha="left" if right else "right",
        fontsize=size,
        bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
    )


def _lanes(
    axes: "Axes",
    series: dict[str, dict[str, Estimate | None]],
    looks: dict[str, Look],
    options: Sequence[str],
    language: Language,
    *,
    difference: bool,
) -> None:
    """Draw several measures per option in parallel lanes, in the order of `looks`, named below the panel."""
    from matplotlib.lines import Line2D

    measures = [measure for measure in looks if measure in series]
    scale = row_scale("persons", [estimate for measure in measures for estimate in series[measure].values() if estimate is not None])
    for lane, measure in enumerate(measures):
        offset = (lane - (len(measures) - 1) / 2) * 0.19
        for place, option in enumerate(options):
            estimate = series[measure].get(option)
            if estimate is None:
                continue
            _marker(axes, estimate, place + offset, 1.0, looks[measure])
            label = write_scaled(estimate.mean, scale, language, signed=difference)
            _write_beside(axes, estimate, place + offset, 1.0, label, 7)
    handles = []
    for measure in measures:
        label = measure_title(measure, language)
        handles.append(Line2D([], [], color=looks[measure].colour, marker=looks[measure].marker, markersize=5, label=label))
    below = (0.5, -BELOW_AXIS / _height(options))
    columns = 2 if len(handles) > 2 else 1  # two titles of a measure are as wide as a panel
    narrow = {"fontsize": 7.5, "columnspacing": 1.0, "handlelength": 1.4}
    axes.legend(handles=handles, loc="upper center", bbox_to_anchor=below, ncols=columns, frameon=False, **narrow)
    axes.xaxis.grid(True, color="#e5e5e5", linewidth=0.6)


def _height(options: Sequence[str]) -> float:
    """Give the height in inches of a panel with four lanes per option."""
    return 0.62 * len(options) + 0.6


def _called(option: str, titles: Mapping[str, str] | None, width: int) -> str:
    """Give an option's title in at most two lines of so many characters; its name where it has none."""
    return "\n".join(wrap((titles or {}).get(option, option), width, max_lines=2, placeholder=" …"))


def _option_axis(axes: "Axes", options: Sequence[str], titles: Mapping[str, str] | None) -> None:
    axes.set_yticks(range(len(options)), labels=[_called(option, titles, 24) for option in options])
    axes.set_ylim(len(options) - 0.4, -0.6)


def _room_for_labels(axes: "Axes", share: float) -> None:
    """Widen the axis by a share of itself on both sides, for the numbers beside the outermost markers."""
    low, high = axes.get_xlim()
    room = share * (high - low)
    axes.set_xlim(low - room, high + room)


def _numbers_on(axes: "Axes", language: Language) -> None:
    from matplotlib.ticker import FuncFormatter

    def written(value: float, _: int | None = None) -> str:
        return write_number(value, 0 if float(value).is_integer() else 1, language)

    axes.xaxis.set_major_formatter(FuncFormatter(written))

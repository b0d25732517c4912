"""How each picture of a decision is drawn, readable in print and without colour: every option has a marker and dashes of its own."""

from textwrap import fill
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ami_sim.analysis.choice import expected, shares_best
from ami_sim.analysis.worth import NOTHING, Known
from ami_sim.report.number_formats import write_number
from ami_sim.report.pages.decision.parts import called
from ami_sim.report.pages.decision.picture_words import told_of
from ami_sim.report.pages.decision.what_next import share_said, titled
from ami_sim.report.plots import BLACK, BLUE, GREEN, GREY, PURPLE, VERMILLION
from ami_sim.report.words import Language, say
from ami_sim.report.writer import Writer
from ami_sim.workflow.decision import Decision

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH: Final = 6.9  # inches: fits between the margins of an A4 page
MOST_WORTH: Final = (
    30_000.0  # kr for a month in open work at the right end of the acceptability curve: above a full wage with contributions
)
POINTS: Final = 121
NAME_WIDTH: Final = 26  # letters of an option beside a picture, before a new line
LEAST_SHARE: Final = 0.01  # an option that is never best in more draws than this has no curve
APART: Final = 0.055  # of the axis: lines of labels closer than this would overlap


class Look(NamedTuple):
    """How an option is drawn, distinguishable without colour."""

    colour: str
    marker: str
    dashes: str


LOOKS: Final = (
    Look(BLACK, "o", "-"),
    Look(BLUE, "s", "--"),
    Look(VERMILLION, "^", "-."),
    Look(GREEN, "D", ":"),
    Look(PURPLE, "v", (0, (5, 1))),  # type: ignore[arg-type]
    Look(GREY, "P", (0, (3, 1, 1, 1))),  # type: ignore[arg-type]
    Look("#E69F00", "X", (0, (1, 1))),  # type: ignore[arg-type]
    Look("#56B4E9", "*", (0, (8, 2))),  # type: ignore[arg-type]
)


def canvas(height: float, key: str, decision: Decision, language: Language) -> tuple["Figure", "Axes"]:
    """Give a figure with one axis, its title, and a note below it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.add_subplot()
    told = told_of(decision, language)
    axes.set_title(say(language, f"decision_pictures.{key}", **told), loc="left", fontweight="bold")
    note_below(figure, say(language, f"decision_pictures.{key}_note", **told))
    return figure, axes


def note_below(figure: "Figure", note: str) -> None:
    """Write small print below a figure."""
    figure.supxlabel(fill(note, 112), x=0.01, ha="left", fontsize=7.5, color="#333333")


def look_of(decision: Decision, option: str) -> Look:
    """Give an option's own look."""
    return LOOKS[decision.choice.options.index(option) % len(LOOKS)]


def plane(decision: Decision, language: Language) -> "Figure":
    """Draw net cost against net months in open work, a point a draw."""
    choice, names = decision.choice, called(decision, language)
    work, cost = expected(decision.months_in_work), -choice.mu
    writer = Writer.of(language, cost.ravel().tolist())
    figure, axes = canvas(4.6, "plane", decision, language)
    axes.axhline(0, color=GREY, lw=0.8)
    axes.axvline(0, color=GREY, lw=0.8)
    spots = []
    for at, option in enumerate(choice.options[1:], 1):
        look, x, y = look_of(decision, option), work[:, at], cost[:, at] / writer.scale.divisor
        axes.scatter(x, y, s=7, color=look.colour, alpha=0.35, linewidths=0, marker=look.marker)
        axes.scatter(x.mean(), y.mean(), s=60, color=look.colour, marker=look.marker, edgecolor="white", linewidths=0.8, zorder=3)
        spots.append((float(y.mean()), names[option], look.colour))
    axes.plot(0, 0, "o", color=BLACK, ms=7)
    spots.append((0.0, names[choice.reference], BLACK))
    beside(axes, spots)
    told = told_of(decision, language)
    axes.set_xlabel(say(language, "decision_pictures.plane_x", **told))
    axes.set_ylabel(say(language, "decision_pictures.plane_y", **told, unit=writer.unit))
    return figure


def beside(axes: "Axes", spots: list[tuple[float, str, str]]) -> None:
    """Write names to the right of an axis at their heights, moved apart where they would overlap."""
    low, high = axes.get_ylim()
    line, free = APART * (high - low), -np.inf
    for height, name, colour in sorted(spots, key=lambda spot: (round(spot[0], 9), spot[1])):
        label = fill(name, NAME_WIDTH)
        half = line * len(label.splitlines()) / 2
        placed = max(height, free + half)
        axes.annotate(
            label,
            xy=(1.0, height),
            xytext=(1.03, placed),
            xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"),
            va="center",
            fontsize=8,
            color=colour,
            arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.6, "relpos": (0.0, 0.5)},
            annotation_clip=False,
        )
        free = placed + half


def acceptability(decision: Decision, language: Language) -> "Figure":
    """Draw P(best | parameters) against what a month in open work is taken to be worth."""
    choice, names = decision.choice, called(decision, language)
    worth = np.linspace(0, MOST_WORTH, POINTS)
    shares = np.array([shares_best(expected(choice.runs + kr * decision.months_in_work)) for kr in worth])
    figure, axes = canvas(3.6, "accept", decision, language)
    spots = []
    for at, option in enumerate(choice.options):
        if shares[:, at].max() < LEAST_SHARE:
            continue
        look = look_of(decision, option)
        axes.plot(worth, 100 * shares[:, at], color=look.colour, ls=look.dashes, lw=1.8, marker=look.marker, markevery=20, ms=4)
        spots.append((100 * float(shares[-1, at]), names[option], look.colour))
    axes.set_ylim(-2, 102)
    beside(axes, spots)
    axes.set_xlabel(say(language, "decision_pictures.accept_x", **told_of(decision, language)))
    axes.set_ylabel(f"{say(language, 'decision_pictures.accept_y')}, %")
    return figure


def variance(decision: Decision, language: Language) -> "Figure":
    """Draw the shares of parameters and chance in one future's variance, an option a bar."""
    rows, names = decision.how_sure.split, called(decision, language)
    writer = Writer.of(language, [row.sd for row in rows])
    figure, axes = canvas(0.7 + 0.38 * len(rows) + 0.6, "split", decision, language)
    for at, row in enumerate(reversed(rows)):
        first, second = 100 * row.parameters, 100 * row.chance
        axes.barh(at, first, color=BLUE, edgecolor="white")
        axes.barh(at, second, left=first, color="#DDDDDD", edgecolor=GREY, hatch="////", linewidth=0.5)
        if first > 25:
            axes.text(
                first / 2,
                at,
                f"{say(language, 'decision_pictures.parameters')} {first:.0f}",
                ha="center",
                va="center",
                color="white",
                fontsize=8,
            )
        if second > 18:
            told = f"{say(language, 'decision_pictures.chance')} {second:.0f}"
            axes.text(first + second / 2, at, told, ha="center", va="center", fontsize=8, bbox={"fc": "white", "ec": "none", "pad": 1})
    written = ((names[row.option], writer.amount(row.sd, signed=False)) for row in reversed(rows))
    labels = [say(language, "decision_pictures.split_label", option=fill(name, NAME_WIDTH), sd=sd) for name, sd in written]
    axes.set_yticks(range(len(rows)), labels)
    axes.set_xlim(0, 100)
    axes.set_xlabel(say(language, "decision_pictures.split_x"))
    return figure


def tornado(decision: Decision, language: Language) -> "Figure":
    """Draw the tornado of the contrast that the page is about."""
    changes = decision.what_changes
    bars = changes.bars[: len(changes.thresholds)]
    writer = Writer.of(language, [end for bar in bars for end in (bar.low, bar.high)])
    figure, axes = canvas(0.9 + 0.32 * len(bars) + 0.6, "tornado", decision, language)
    middle = float(decision.choice.lead.mean()) / writer.scale.divisor
    for at, bar in enumerate(reversed(bars)):
        low, high = bar.low / writer.scale.divisor, bar.high / writer.scale.divisor
        pale = 1.0 if bar.seen else 0.3
        axes.barh(at, high - low, left=low, height=0.55, color=BLUE, alpha=0.75 * pale)
        axes.plot(low, at, "o", mfc="white", mec=BLUE, ms=6, alpha=max(pale, 0.5))
        axes.plot(high, at, "o", color=BLUE, ms=6, alpha=max(pale, 0.5))
    axes.use_sticky_edges = False  # room for the markers at the ends
    axes.axvline(middle, color=BLACK, lw=1)
    ends = [end / writer.scale.divisor for bar in bars for end in (bar.low, bar.high)]
    if min(ends) - (max(ends) - min(ends)) < 0 < max(ends) + (max(ends) - min(ends)):  # where the decision would turn, if near
        axes.axvline(0, color=VERMILLION, lw=1, ls="--")
    axes.set_yticks(range(len(bars)), [bar.name for bar in reversed(bars)])
    axes.set_xlabel(say(language, "decision_pictures.tornado_x", unit=writer.unit))
    return figure


def information(decision: Decision, language: Language) -> "Figure":
    """Draw the value of groups of parameters, and beside it the share of the variance that knowing them removes."""
    from matplotlib.figure import Figure

    assert decision.worth is not None
    assert decision.studies is not None
    groups, every, rows = decision.worth.groups, decision.worth.everything, decision.studies.group
    names = sorted(groups, key=lambda name: (share_of(groups[name]), groups[name].value.value))
    titles = [titled(rows[name], language).split(":")[0].split(",")[0] for name in names]
    own = ["" if rows[name].own_record else f"\n{say(language, 'decision_pictures.no_own')}" for name in names]
    writer = Writer.of(language, [groups[name].value.value + groups[name].value.se for name in names] + [every.value])
    told = told_of(decision, language)
    figure = Figure(figsize=(WIDTH, 1.2 + 0.42 * len(names)), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    figure.suptitle(say(language, "decision_pictures.evppi"), x=0.01, ha="left", fontweight="bold", fontsize=10)
    for at, name in enumerate(names):
        known = groups[name]
        colour, hatch = (BLUE, "") if rows[name].own_record else (VERMILLION, "////")
        worth, se = known.value.value / writer.scale.divisor, known.value.se / writer.scale.divisor
        left.barh(at, worth, height=0.6, color=colour, hatch=hatch, edgecolor="white")
        left.errorbar(worth, at, xerr=[[min(se, worth)], [se]], color=BLACK, capsize=2, lw=1)
        share = 100 * share_of(known)
        right.barh(at, share, height=0.6, color=colour, hatch=hatch, edgecolor="white", alpha=1.0 if known.share.seen else 0.35)
        right.text(share + 1, at, share_said(known.share, language), va="center", fontsize=8)
    left.set_yticks(range(len(names)), [title + more for title, more in zip(titles, own, strict=True)], fontsize=8)
    left.set_xlim(left=0)
    if every.value < NOTHING:
        left.set_xlim(0, 1)
        left.set_xticks([0])
        left.text(
            0.5, 0.5, fill(say(language, "decision_pictures.no_worth"), 22), transform=left.transAxes, ha="center", va="center", fontsize=8
        )
    left.set_xlabel(fill(say(language, "decision_pictures.evppi_x", **told, unit=writer.unit), 30), fontsize=8)
    right.set_xlim(0, 115)
    right.set_xticks(range(0, 101, 25))
    right.set_xlabel(fill(say(language, "decision_pictures.share_x", **told), 34), fontsize=8)
    note_below(figure, say(language, "decision_pictures.evppi_note", **told))
    return figure


def share_of(known: Known) -> float:
    """Give a group's share, 0 where it is not known."""
    return known.share.share if np.isfinite(known.share.share) else 0.0


def numbered(axes: "Axes", language: Language) -> None:
    """Write the numbers on an axis as the language does: a decimal comma in Swedish, hard spaces between thousands."""
    from matplotlib.axis import Axis
    from matplotlib.ticker import FuncFormatter, ScalarFormatter

    def write(axis: Axis) -> FuncFormatter:
        return FuncFormatter(lambda value, _: write_number(value, decimals_between(axis.get_majorticklocs()), language))

    for axis in (axes.xaxis, axes.yaxis):
        if isinstance(axis.get_major_formatter(), ScalarFormatter):
            axis.set_major_formatter(write(axis))


def decimals_between(ticks: "np.typing.ArrayLike") -> int:
    """Say how many decimals tell the numbers on an axis apart."""
    places = np.asarray(ticks, dtype=np.float64)
    return next((decimals for decimals in range(4) if np.allclose(places, np.round(places, decimals), atol=1e-9)), 4)

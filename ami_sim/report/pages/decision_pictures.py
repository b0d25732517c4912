"""Pictures of a decision, readable in print: plane, acceptability, variance split, tornado, value of information.

matplotlib is imported when a picture is made. Colours are those of Okabe and Ito with markers, dashes and hatches of their own; series are
named where they are; every picture says what its intervals hold.
"""

from collections.abc import Callable
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.analysis.information import shrunk_together
from ami_sim.analysis.selection import p_best
from ami_sim.report.number_formats import write_number
from ami_sim.report.pages.decision_how_sure import split
from ami_sim.report.pages.decision_parts import Page, Writer, percent
from ami_sim.report.pages.decision_what_changes import SHOWN, bars_of
from ami_sim.report.pages.decision_what_next import NOTHING
from ami_sim.report.pages.decision_words import say
from ami_sim.report.plots import BLACK, BLUE, DPI, GREEN, GREY, PURPLE, STYLE, VERMILLION
from ami_sim.report.vocabulary import Language
from ami_sim.runs.executor import check_folder
from ami_sim.workflow.decide import Decided

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]
WIDTH: Final = 6.9  # inches: fits between the margins of an A4 page
MOST_WORTH: Final = (
    30_000.0  # kr for a month in open work at the right end of the acceptability curve: above a full wage with contributions
)
POINTS: Final = 121
APART: Final = 0.055  # of the axis: labels closer than this would overlap


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
TEXT: Final[dict[str, dict[Language, str]]] = {
    "plane": {
        "en": "Net cost to {payer} and months in open work, against “{reference}”",
        "sv": "Nettokostnad för {payer} och månader i öppet arbete, mot ”{reference}”",
    },
    "plane_x": {"en": "months in open work, more than in “{reference}”", "sv": "månader i öppet arbete, mer än i ”{reference}”"},
    "plane_y": {"en": "net cost, {unit} over {years} years", "sv": "nettokostnad, {unit} på {years} år"},
    "plane_note": {
        "en": "A point is the expected value at one parameter draw, chance shrunk away; a large marker is the mean. {draws} draws.",
        "sv": "En punkt är väntevärdet vid en parameterdragning, med slumpen krympt bort; en stor markör är medlet. {draws} dragningar.",
    },
    "accept": {
        "en": "Which option is best, if a month in open work is worth so much",
        "sv": "Vilket alternativ är bäst, om en månad i öppet arbete är värd så mycket",
    },
    "accept_x": {
        "en": "worth of a month in open work beyond {payer}'s money, kr",
        "sv": "värde av en månad i öppet arbete utöver pengarna för {payer}, kr",
    },
    "accept_y": {"en": "P(best | parameters)", "sv": "P(bäst | parametrar)"},
    "accept_note": {
        "en": "Share of {draws} parameter draws in which the option has the largest expected net benefit; not how likely it is in reality.",
        "sv": "Andel av {draws} parameterdragningar där alternativet har störst väntad nettonytta; inte hur troligt det är i verkligheten.",
    },
    "split": {
        "en": "What one future's difference from “{reference}” varies with",
        "sv": "Vad en framtids skillnad mot ”{reference}” varierar med",
    },
    "split_x": {"en": "share of the variance, %", "sv": "andel av variansen, %"},
    "parameters": {"en": "parameters", "sv": "parametrar"},
    "chance": {"en": "chance", "sv": "slump"},
    "split_note": {
        "en": "Only the computing error goes away with more runs: ±{half} at most here.",
        "sv": "Bara beräkningsfelet försvinner med fler körningar: högst ±{half} här.",
    },
    "tornado": {
        "en": "Lead of “{first}” over “{second}”: one parameter at a time",
        "sv": "Försprång för ”{first}” över ”{second}”: en parameter i taget",
    },
    "tornado_x": {"en": "expected lead, {unit}", "sv": "väntat försprång, {unit}"},
    "tornado_note": {
        "en": "Bars: fitted lead at a parameter's 5th (open) and 95th percentile (filled). Pale bars are within what chance gives."
        " Line: the mean.",
        "sv": "Staplar: anpassat försprång vid parameterns 5:e (tom) och 95:e percentil (fylld). Bleka staplar ryms i slumpen. Linje:"
        " medlet.",
    },
    "evppi": {"en": "What it is worth to know before deciding", "sv": "Vad det är värt att veta före beslutet"},
    "evppi_x": {"en": "value of knowing exactly, {unit} over {years} years", "sv": "värde av att veta exakt, {unit} på {years} år"},
    "share_x": {
        "en": "share of the doubt about the lead of “{first}” over “{second}”, %",
        "sv": "del av tvivlet om försprånget för ”{first}” över ”{second}”, %",
    },
    "no_worth": {
        "en": "nothing: the choice is the same whatever is found",
        "sv": "ingenting: valet blir detsamma vad man än finner",
    },
    "no_own": {"en": "(no own record)", "sv": "(inga egna uppgifter)"},
    "evppi_note": {
        "en": "Bars: groups of parameters that one study would reveal; whiskers ±1 standard error. Everything known: {all}. ~ and"
        " pale: not told"
        " from what shuffled numbers give.",
        "sv": "Staplar: grupper av parametrar som en undersökning skulle avslöja; streck ±1 medelfel. Allt känt: {all}. ~ och blekt:"
        " går inte"
        " att skilja från vad omblandade tal ger.",
    },
}


def draw_all(decided: Decided, page: Page, folder: Path, language: Language = "en") -> list[Path]:
    """Draw every picture that the results allow into a folder; gives the files."""
    check_folder(folder)
    makers: dict[str, Callable[[], Any]] = {
        "plane": lambda: plane(decided, language),
        "acceptability": lambda: acceptability(decided, language),
        "variance": lambda: variance(decided, language),
        "tornado": lambda: tornado_picture(decided, language),
        "information": lambda: information(decided, page, language),
    }
    from matplotlib import pyplot, rc_context

    written = []
    with rc_context(dict(STYLE)):  # type: ignore[arg-type]
        for name, make in makers.items():
            figure = make()
            if figure is None:
                continue
            for axes in figure.axes:
                numbered(axes, language)
            figure.savefig(folder / f"{name}.png", dpi=DPI, bbox_inches="tight")
            pyplot.close(figure)
            written.append(folder / f"{name}.png")
    return written


def words(key: str, language: Language, **given: object) -> str:
    """Write a text of a picture."""
    return TEXT[key][language].format(**given)


def canvas(height: float, title: str, note: str) -> tuple["Figure", "Axes"]:
    """Give a figure with one axis, its title, and a note below it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontweight="bold")
    figure.supxlabel(fill(note, 112), x=0.01, ha="left", fontsize=7.5, color="#333333")
    return figure, axes


def look_of(decided: Decided, option: str) -> Look:
    """Give an option's own look."""
    return LOOKS[decided.options.index(option) % len(LOOKS)]


def plane(decided: Decided, language: Language) -> "Figure | None":
    """Draw net cost against net months in open work, a point a draw."""
    if decided.draws < 2:
        return None
    work = expected(decided, decided.paired("months_in_work"))
    cost = -decided.mu
    writer = Writer.of(language, cost.ravel().tolist())
    note = words("plane_note", language, draws=decided.draws)
    payer = say(f"payer_{decided.payer}", language)
    figure, axes = canvas(4.6, words("plane", language, payer=payer, reference=decided.reference), note)
    axes.axhline(0, color=GREY, lw=0.8)
    axes.axvline(0, color=GREY, lw=0.8)
    spots = []
    for at, option in enumerate(decided.options):
        if at == 0:
            continue
        look, x, y = look_of(decided, option), work[:, at], cost[:, at] / writer.scale.divisor
        axes.scatter(x, y, s=7, color=look.colour, alpha=0.35, linewidths=0, marker=look.marker)
        axes.scatter(x.mean(), y.mean(), s=60, color=look.colour, marker=look.marker, edgecolor="white", linewidths=0.8, zorder=3)
        spots.append((float(y.mean()), f"{option}", look.colour))
    axes.plot(0, 0, "o", color=BLACK, ms=7)
    spots.append((0.0, decided.reference, BLACK))
    beside(axes, spots)
    axes.set_xlabel(words("plane_x", language, reference=decided.reference))
    axes.set_ylabel(words("plane_y", language, unit=writer.unit, years=f"{decided.years:.0f}"))
    return figure


def expected(decided: Decided, runs: Floats) -> Floats:
    """Shrink runs [draw, option, replication] of another measure to expected values [draw, option]."""
    return shrunk_together(runs) if decided.draws >= 3 and decided.replications >= 2 else runs.mean(axis=2)


def beside(axes: "Axes", spots: list[tuple[float, str, str]]) -> None:
    """Write names to the right of an axis at their heights, moved apart where they would overlap."""
    low, high = axes.get_ylim()
    least, last = APART * (high - low), -np.inf
    for height, name, colour in sorted(spots):
        placed = max(height, last + least)
        axes.annotate(
            name,
            xy=(1.0, height),
            xytext=(1.03, placed),
            xycoords=("axes fraction", "data"),
            textcoords=("axes fraction", "data"),
            va="center",
            fontsize=8,
            color=colour,
            arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.6},
            annotation_clip=False,
        )
        last = placed


def acceptability(decided: Decided, language: Language) -> "Figure | None":
    """Draw P(best | parameters) against what a month in open work is taken to be worth."""
    if decided.draws < 2:
        return None
    work = decided.paired("months_in_work")
    worth = np.linspace(0, MOST_WORTH, POINTS)
    shares = np.empty((POINTS, len(decided.options)))
    for at, kr in enumerate(worth):
        mu = expected(decided, decided.runs + kr * work)
        shares[at] = p_best(np.rint(mu))  # whole kronor: options that are alike share the draws they lead
    payer = say(f"payer_{decided.payer}", language)
    figure, axes = canvas(3.6, words("accept", language), words("accept_note", language, draws=decided.draws))
    spots = []
    for at, option in enumerate(decided.options):
        if shares[:, at].max() < 0.01:
            continue
        look = look_of(decided, option)
        axes.plot(worth, 100 * shares[:, at], color=look.colour, ls=look.dashes, lw=1.8, marker=look.marker, markevery=20, ms=4)
        spots.append((100 * float(shares[-1, at]), option, look.colour))
    axes.set_ylim(-2, 102)
    beside(axes, spots)
    axes.set_xlabel(words("accept_x", language, payer=payer))
    axes.set_ylabel(f"{words('accept_y', language)}, %")
    return figure


def variance(decided: Decided, language: Language) -> "Figure | None":
    """Draw the shares of parameters and chance in one future's variance, an option a bar."""
    if not decided.resolved:
        return None
    rows = split(decided)
    writer = Writer.of(language, [row["sd"] for row in rows])
    half = writer.amount(max(row["computing_half"] for row in rows), signed=False)
    figure, axes = canvas(
        0.7 + 0.38 * len(rows) + 0.6, words("split", language, reference=decided.reference), words("split_note", language, half=half)
    )
    for at, row in enumerate(reversed(rows)):
        first, second = 100 * row["parameters"], 100 * row["chance"]
        axes.barh(at, first, color=BLUE, edgecolor="white")
        axes.barh(at, second, left=first, color="#DDDDDD", edgecolor=GREY, hatch="////", linewidth=0.5)
        if first > 25:
            axes.text(first / 2, at, f"{words('parameters', language)} {first:.0f}", ha="center", va="center", color="white", fontsize=8)
        if second > 18:
            told = f"{words('chance', language)} {second:.0f}"
            axes.text(first + second / 2, at, told, ha="center", va="center", fontsize=8, bbox={"fc": "white", "ec": "none", "pad": 1})
    axes.set_yticks(range(len(rows)), [f"{row['option']} (sd {writer.amount(row['sd'], signed=False)})" for row in reversed(rows)])
    axes.set_xlim(0, 100)
    axes.set_xlabel(words("split_x", language))
    return figure


def tornado_picture(decided: Decided, language: Language) -> "Figure | None":
    """Draw the tornado of the contrast that the page is about."""
    if not decided.resolved:
        return None
    bars = bars_of(decided)[:SHOWN]
    first, second = (decided.options[at] for at in decided.contrast)
    writer = Writer.of(language, [end for bar in bars for end in (bar.low, bar.high)])
    figure, axes = canvas(
        0.9 + 0.32 * len(bars) + 0.6, words("tornado", language, first=first, second=second), words("tornado_note", language)
    )
    middle = float(decided.lead.mean()) / writer.scale.divisor
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
    axes.set_xlabel(words("tornado_x", language, unit=writer.unit))
    return figure


def information(decided: Decided, page: Page, language: Language) -> "Figure | None":
    """Draw the value of groups of parameters, and beside it the share of the variance that knowing them removes."""
    values = next((section.values for section in page.sections if section.key == "what_next"), {})
    groups, studies = values.get("groups"), decided.studies
    if not groups or studies is None:
        return None
    from matplotlib.figure import Figure

    names = sorted(groups, key=lambda name: (share_of(groups[name]), groups[name]["value"]))
    titles = []
    for name in names:
        group = studies.group[name]
        title = group.title_sv if language == "sv" else group.title
        titles.append(title.split(":")[0].split(",")[0] + ("" if group.own_record else f"\n{words('no_own', language)}"))
    writer = Writer.of(language, [groups[name]["value"] + groups[name]["se"] for name in names] + [values["evpi"]["value"]])
    figure = Figure(figsize=(WIDTH, 1.2 + 0.42 * len(names)), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    figure.suptitle(words("evppi", language), x=0.01, ha="left", fontweight="bold", fontsize=10)
    for at, name in enumerate(names):
        known = studies.group[name].own_record
        colour, hatch = (BLUE, "") if known else (VERMILLION, "////")
        worth, se = groups[name]["value"] / writer.scale.divisor, groups[name]["se"] / writer.scale.divisor
        left.barh(at, worth, height=0.6, color=colour, hatch=hatch, edgecolor="white")
        left.errorbar(worth, at, xerr=[[min(se, worth)], [se]], color=BLACK, capsize=2, lw=1)
        share, seen = share_of(groups[name]), groups[name]["share_above_chance"]
        right.barh(at, 100 * share, height=0.6, color=colour, hatch=hatch, edgecolor="white", alpha=1.0 if seen else 0.35)
        right.text(100 * share + 1, at, percent(share, language) + ("" if seen else " ~"), va="center", fontsize=8)
    left.set_yticks(range(len(names)), titles, fontsize=8)
    left.set_xlim(left=0)
    if values["evpi"]["value"] < NOTHING:
        left.set_xlim(0, 1)
        left.set_xticks([0])
        left.text(0.5, 0.5, fill(words("no_worth", language), 22), transform=left.transAxes, ha="center", va="center", fontsize=8)
    left.set_xlabel(fill(words("evppi_x", language, unit=writer.unit, years=f"{decided.years:.0f}"), 30), fontsize=8)
    right.set_xlim(0, 115)
    right.set_xticks(range(0, 101, 25))
    right.set_xlabel(fill(words("share_x", language, **values["shares_are_of"]), 34), fontsize=8)
    note = words("evppi_note", language, all=writer.amount(values["evpi"]["value"], signed=False))
    figure.supxlabel(fill(note, 112), x=0.01, ha="left", fontsize=7.5, color="#333333")
    return figure


def share_of(values: dict[str, float]) -> float:
    """Give a group's share, 0 where it is not known."""
    return float(values["share"]) if np.isfinite(values["share"]) else 0.0


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

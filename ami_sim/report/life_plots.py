"""Pictures of lives: who bears the cost and when, who is still out of work, and a Lexis picture of single lives. Readable in print."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ami_sim.report.number_formats import THOUSAND
from ami_sim.report.pages.life_course import titled
from ami_sim.report.plots import finish
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title, say
from ami_sim.workflow.life_course import LifeCourse

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Colours that colour-blind readers tell apart (Okabe and Ito 2008), each with a hatch for print in grey.
STACK: Final = {
    "municipality": ("#0072B2", ""),
    "region": ("#009E73", "///"),
    "state": ("#E69F00", "..."),
    "elsewhere": ("#999999", "xxx"),
    "person": ("#CC79A7", "\\\\\\"),
}
AT_WORK: Final = ("work", "subsidised_elsewhere", "studies")
STYLES: Final = ("-", "--", ":", "-.", (0, (5, 1)), (0, (1, 1)))
LIVES_SHOWN: Final = 14  # more than so many lines hide each other
KINDS: Final = ("payers", "survival", "lexis")


@contextmanager
def drawing(size: tuple[float, float]) -> Iterator[Any]:
    """Make a figure of its own, without pyplot's list of figures."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure as Drawn

    with rc_context({"font.size": 10, "hatch.linewidth": 0.6}):
        yield Drawn(figsize=size, layout="constrained")


def payers(result: LifeCourse, cohort: str, language: Language = "en", path: Path | None = None) -> "Figure":
    """Stack what each payer bears by year since the need began, tkr a person who entered and year, not discounted; the accounts only."""
    rows = result.incidence[result.incidence["cohort"].eq(cohort) & result.incidence["part"].eq("accounts")]
    with drawing((7.5, 4.0)) as figure:
        axes = figure.subplots()
        table = rows.pivot_table(index="year", columns="payer", values="kr") / THOUSAND
        table = table[: int(np.flatnonzero(table["society"].abs() > 0).max(initial=0)) + 1]
        bottom = np.zeros(len(table))
        for payer, (colour, hatch) in STACK.items():
            values = table[payer].to_numpy()
            looks = {"color": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0.3, "width": 1.0}
            axes.bar(table.index, values, bottom=bottom, align="edge", label=actor_title(language, payer), **looks)
            bottom = bottom + values
        axes.set(xlabel=say(language, "life_course.since"), ylabel=say(language, "life_course.payers_axis"), xlim=(0, None))
        axes.set_title(
            f"{say(language, 'life_course.payers_picture')}: {titled(result.cohorts[cohort], language)}", loc="left", fontsize=10
        )
        figure.legend(loc="outside lower center", frameon=False, ncols=3, fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
        return finish(figure, path)


def survival(result: LifeCourse, language: Language = "en", path: Path | None = None) -> "Figure":
    """Draw, by years since the need began, the share never yet out of exclusion and the share out of work at the time."""
    with drawing((7.5, 4.0)) as figure:
        left, right = figure.subplots(1, 2, sharey=True)
        for number, (cohort, row) in enumerate(result.cohorts.items()):
            style = STYLES[number % len(STYLES)]
            still = result.survival[result.survival["cohort"].eq(cohort) & result.survival["group"].eq("all")]
            left.plot(still["years"], 100 * still["mean"], linestyle=style, label=titled(row, language))
            stages = result.stages[result.stages["cohort"].eq(cohort) & result.stages["year"].lt(20)]
            out = stages[~stages["stage"].isin([*AT_WORK, "left"])].groupby("year")["share"].sum()
            right.plot(out.index + 0.5, 100 * out, linestyle=style)
        for axes, title in ((left, "still_out"), (right, "out_again")):
            axes.set_title(say(language, f"life_course.{title}"), loc="left", fontsize=10)
            axes.set(xlabel=say(language, "life_course.since"), xlim=(0, 20), ylim=(0, 100))
            axes.spines[["top", "right"]].set_visible(False)
        left.set_ylabel(say(language, "life_course.share"))
        figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", frameon=False, ncols=2, fontsize=8)
        return finish(figure, path)


def by_step(result: LifeCourse, cohort: str, language: Language = "en", path: Path | None = None) -> "Figure":
    """Draw the share of a cohort still out of work since the first day, by every other readiness step at entry, each with its band."""
    with drawing((7.5, 4.0)) as figure:
        axes = figure.subplots()
        rows = result.survival[result.survival["cohort"].eq(cohort) & result.survival["group"].str.startswith("step ")]
        steps = list(rows.groupby("group", sort=False))
        for number, (group, own) in enumerate(steps[::2]):
            (line,) = axes.plot(
                own["years"],
                100 * own["mean"],
                linestyle=STYLES[number % len(STYLES)],
                label=say(language, "life_course.survival_step", step=str(group).removeprefix("step ")),
            )
            axes.fill_between(own["years"], 100 * own["low"], 100 * own["high"], color=line.get_color(), alpha=0.15, linewidth=0)
        axes.set(xlabel=say(language, "life_course.since"), ylabel=say(language, "life_course.share"), xlim=(0, 10), ylim=(0, 100))
        axes.set_title(f"{say(language, 'life_course.still_out')}: {titled(result.cohorts[cohort], language)}", loc="left", fontsize=10)
        axes.legend(frameon=False, fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
        return finish(figure, path)


def lexis(result: LifeCourse, cohort: str, language: Language = "en", path: Path | None = None) -> "Figure":
    """Draw lives as lines of age against year: thick and dark where somebody is out of work, thin where not. An illustration, no claim."""
    lives = min(LIVES_SHOWN, result.lives)
    events = result.events(cohort, lives)
    begun = result.scenario.parting.year
    with drawing((7.5, 5.0)) as figure:
        axes = figure.subplots()
        columns = (events[name].tolist() for name in ("from", "to", "age", "stage", "event"))
        for start, end, age, stage, event in zip(*columns, strict=True):
            if stage == "left":
                axes.plot(begun + start, age, "x" if event == "die" else "|", color="black", markersize=5)
                continue
            first = max(start, 0.0)
            ages = (age + first - start, age + end - start)
            look = {"color": "#BBBBBB", "linewidth": 0.7} if stage in AT_WORK else {"color": "#0072B2", "linewidth": 2.0}
            axes.plot((begun + first, begun + end), ages, solid_capstyle="butt", **look)
        axes.set(xlabel=say(language, "life_course.calendar"), ylabel=say(language, "life_course.age"))
        axes.set_title(f"{say(language, 'life_course.lexis_picture')}: {titled(result.cohorts[cohort], language)}", loc="left", fontsize=10)
        axes.grid(color="#DDDDDD", linewidth=0.5)
        axes.spines[["top", "right"]].set_visible(False)
        return finish(figure, path)

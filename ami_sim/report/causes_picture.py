"""The municipality's money from the reference to an option, cause by cause: a waterfall whose rest is said."""

from functools import partial
from itertools import accumulate
from textwrap import wrap
from typing import TYPE_CHECKING

from ami_sim.analysis.causes import REST, Step, Steps, causes
from ami_sim.report import plots
from ami_sim.report.document import Chart, Column, Number, Row, Table
from ami_sim.report.monthly_picture import compared
from ami_sim.report.number_formats import Scale, scale_for, write_unit
from ami_sim.report.numbers import write_scaled
from ami_sim.report.option_titles import option_titles
from ami_sim.report.plots import BLUE, GREY, VERMILLION
from ami_sim.report.words import Language, say
from ami_sim.workflow.compare import Comparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def causes_charts(result: Comparison, language: Language, most: int = 2) -> tuple[Chart, ...]:
    """Give a waterfall of each of the first options; none where the summary holds no costs."""
    found = ((option, causes(result.summary, option, result.reference)) for option in compared(result)[:most])
    return tuple(chart(result, option, steps, language) for option, steps in found if steps)


def chart(result: Comparison, option: str, steps: Steps, language: Language) -> Chart:
    """Give the waterfall of one option."""
    titles, scale = option_titles(result.titles, language), scale_of(steps)
    largest = max(steps.steps, key=lambda step: abs(step.kr))
    said = {"option": titles[option], "unit": write_unit(scale.unit, language)}
    said |= {"total": signed(steps.option - steps.reference, scale, language), "rest": signed(steps.rest, scale, language)}
    said |= {"cause": say(language, f"causes.cause-{largest.cause}"), "amount": signed(largest.kr, scale, language)}
    return Chart(
        key=f"causes_{option}",
        title=say(language, "causes.title", option=titles[option]),
        alt=say(language, "causes.alt", **said),
        how_to_read=say(language, "causes.read"),
        draw=partial(draw, steps, scale, language),
        behind=table(steps, scale, language),
    )


def scale_of(steps: Steps) -> Scale:
    """Choose one scale for all steps."""
    return scale_for("kr", [step.kr for step in steps.steps])


def signed(kr: float, scale: Scale, language: Language) -> str:
    """Write a difference with its sign."""
    return write_scaled(kr, scale, language, signed=True)


def table(steps: Steps, scale: Scale, language: Language) -> Table:
    """Lay out what is drawn: the cost before, each cause, the cost after."""
    heads = (
        Column(say(language, "causes.what"), "left", wide=1),
        Column(say(language, "causes.kr", unit=write_unit(scale.unit, language))),
    )

    def row(name: str, cell: Number, strong: bool = False) -> Row:
        return Row((say(language, f"causes.{name}"), cell), "strong" if strong else "")

    def cause(step: Step) -> Number:
        return Number(step.kr, "kr", step.low, step.high, scale, difference=True)

    rows = [row("before", Number(steps.reference, "kr", scale=scale), True)]
    rows += [row(f"cause-{step.cause}", cause(step)) for step in steps.steps]
    rows.append(row("after", Number(steps.option, "kr", scale=scale), True))
    return Table(say(language, "causes.table"), heads, tuple(rows), key="causes", how_to_read=say(language, "causes.table-read"))


def draw(steps: Steps, scale: Scale, language: Language) -> "Figure":
    """Draw a bar a cause from where the one before it ended; right is a higher cost."""
    total = (steps.option - steps.reference) / scale.divisor
    amounts = [step.kr / scale.divisor for step in steps.steps]
    ends = [0.0, *accumulate(amounts)]
    names = [
        say(language, "causes.before"),
        *(say(language, f"causes.cause-{step.cause}") for step in steps.steps),
        say(language, "causes.after"),
    ]
    with plots._figure((5.6, 0.36 * len(names) + 1.3)) as figure:
        axes = figure.subplots()
        axes.axvline(0, color=GREY, linewidth=0.9)
        for place, (amount, begins, step) in enumerate(zip(amounts, ends, steps.steps, strict=False), 1):
            colour = GREY if step.cause == REST else VERMILLION if amount > 0 else BLUE
            axes.barh(
                place, amount, left=begins, height=0.62, color=colour, hatch="//" if amount > 0 else "", edgecolor="white", linewidth=0
            )
            axes.plot([begins + amount] * 2, [place, place + 1], color=GREY, linewidth=0.6)
            right = amount >= 0
            label = signed(step.kr, scale, language)
            axes.annotate(
                label,
                (begins + amount, place),
                xytext=(4 if right else -4, 0),
                textcoords="offset points",
                va="center",
                ha="left" if right else "right",
                fontsize=8,
            )
        axes.barh(len(names) - 1, total, height=0.62, color="#333333")
        level = {0: write_scaled(steps.reference, scale, language), len(names) - 1: write_scaled(steps.option, scale, language)}
        for place, text in level.items():
            at, right = (0.0, True) if place == 0 else (total, total >= 0)
            axes.annotate(
                text,
                (at, place),
                xytext=(4 if right else -4, 0),
                textcoords="offset points",
                va="center",
                ha="left" if right else "right",
                fontsize=8.5,
                fontweight="bold",
            )
        axes.set_yticks(range(len(names)), labels=["\n".join(wrap(name, 30)) for name in names])
        axes.set_ylim(len(names) - 0.4, -0.6)
        plots._room_for_labels(axes, 0.16)
        plots._numbers_on(axes, language)
        axes.set_xlabel(say(language, "causes.axis", unit=write_unit(scale.unit, language)))
        axes.xaxis.grid(True, color="#e5e5e5", linewidth=0.6)
        axes.set_axisbelow(True)
        return plots.finish(figure, None)

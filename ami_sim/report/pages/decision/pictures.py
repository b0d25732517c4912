"""Pictures of a decision, readable in print: plane, acceptability, variance split, tornado, value of information.

matplotlib is imported when a picture is made. Every picture says in a sentence how to read it, and what its intervals hold.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ami_sim.report.document import Chart, Section
from ami_sim.report.pages.decision import figures
from ami_sim.report.pages.decision.picture_words import told_of
from ami_sim.report.plots import DPI, STYLE
from ami_sim.report.words import Language, say
from ami_sim.workflow.decision import Decision

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def section(decision: Decision, language: Language) -> Section:
    """Give every picture that the results allow; each is drawn when a renderer asks for it."""
    return Section("pictures", say(language, "decision_pictures.pictures"), charts(decision, language), main=False)


def charts(decision: Decision, language: Language) -> tuple[Chart, ...]:
    """Give the charts there is something to draw for."""
    choice, worth = decision.choice, decision.worth
    several, informed = choice.draws > 1, worth is not None and bool(worth.groups)
    rows = (
        ("plane", "plane", figures.plane, several),
        ("acceptability", "accept", figures.acceptability, several),
        ("variance", "split", figures.variance, choice.resolved),
        ("tornado", "tornado", figures.tornado, choice.resolved),
        ("information", "evppi", figures.information, informed),
    )
    told = told_of(decision, language)
    found = []
    for key, word, make, possible in rows:
        if possible:
            title, note = (say(language, f"decision_pictures.{name}", **told) for name in (word, f"{word}_note"))
            found.append(Chart(key, title, note, note, draw=styled(make, decision, language)))
    return tuple(found)


def of(section: Section) -> tuple[Chart, ...]:
    """Give the charts of a section."""
    return tuple(part for part in section.parts if isinstance(part, Chart))


def styled(make: "Callable[[Decision, Language], Figure]", decision: Decision, language: Language) -> "Callable[[], Figure]":
    """Give what draws a picture in the package's style, its numbers as the language writes them."""

    def draw() -> "Figure":
        from matplotlib import rc_context

        with rc_context(dict(STYLE)):  # type: ignore[arg-type]
            figure = make(decision, language)
            for axes in figure.axes:
                figures.numbered(axes, language)
        return figure

    return draw


def save(decision: Decision, folder: Path, language: Language = "en") -> list[Path]:
    """Draw every picture that the results allow into a folder that is there; gives the files."""
    from matplotlib import rc_context

    written = []
    with rc_context(dict(STYLE)):  # type: ignore[arg-type]
        for chart in charts(decision, language):
            assert chart.draw is not None
            path = folder / f"{chart.key}.png"
            chart.draw().savefig(path, dpi=DPI, bbox_inches="tight")
            written.append(path)
    return written

"""The pictures of a comparison: which there are, and each drawn from the result's frames."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ami_sim.report.document import Chart
from ami_sim.report.words import Language, say, titles_in
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.workflow.compare import Comparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TITLES: Final = {"queues": "pictures.queues", "net_result": "pictures.payers", "outcomes": "pictures.outcomes"}  # messages, by kind
KINDS: Final = tuple(TITLES)
DRAWN_FROM: Final = ("summary.csv", "monthly.parquet")  # of a results folder
IN_WORK: Final = re.compile(r"in_work_\d+m")  # measures of outcomes so many months later


def kinds_for(result: Comparison) -> tuple[str, ...]:
    """List the pictures there is something to draw for: outcomes need a year after the parting, differences a reference."""
    if not result.reference:
        return KINDS[:1]
    followed = any(IN_WORK.match(str(measure)) for measure in result.summary["measure"].unique())
    return KINDS if followed else KINDS[:2]


def draw(result: Comparison, kind: str = "queues", *, language: Language = "en", path: Path | None = None) -> "Figure":
    """Draw one picture, and save it when a path is given; options that nobody can choose are not in it. InputError for another kind."""
    from ami_sim.report import plots

    chosen = result.summary[result.summary["scenario"].isin(result.eligible)]
    there = set(chosen["scenario"])
    options = [name for name in result.eligible if name in there]
    how: dict[str, Any] = {"titles": titles_in(language, result.titles), "language": language, "path": path}
    if kind == "queues":
        band = "prediction" if result.manifest["plan"]["draws"] > 1 else "computing"
        return plots.queue_lengths(result.monthly, scenarios=options, parting=result.parting, interval=band, **how)
    if kind == "net_result":
        return plots.net_result_by_payer(chosen, reference=result.reference, years=result.years, **how)
    if kind == "outcomes":
        return plots.outcomes(chosen, reference=result.reference, **how)
    raise InputError(f'plot: "{kind}"; expected one of {", ".join(KINDS)}.{nearest(kind, KINDS)}')


def draw_all(result: Comparison, folder: Path, language: Language = "en") -> list[Path]:
    """Draw every picture there is something to draw for into a folder, as KIND.png."""
    written = []
    for kind in kinds_for(result):
        written.append(folder / f"{kind}.png")
        draw(result, kind, language=language, path=written[-1])
    return written


def charts(result: Comparison, language: Language = "en") -> tuple[Chart, ...]:
    """Give the pictures as a page's charts, each drawn when a renderer asks for it, with how to read it and a text instead of it."""
    given = {"queues": {"options": len(result.eligible)}}
    return tuple(
        Chart(
            key=kind,
            title=say(language, TITLES[kind]),
            alt=say(language, f"pictures.alt-{kind}", **given.get(kind, {})),
            how_to_read=say(language, f"pictures.read-{kind}"),
            draw=partial(draw, result, kind, language=language),
        )
        for kind in kinds_for(result)
    )

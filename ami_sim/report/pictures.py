"""The pictures of a comparison: which there are, and each drawn from the result's frames."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ami_sim.report.document import Chart
from ami_sim.report.words import Language, say, titles_in
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.workflow.compare import Comparison
from ami_sim.workflow.results import load_results

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS: Final = ("queues", "net_result", "outcomes")


def kinds_for(result: Comparison) -> tuple[str, ...]:
    """List the pictures there is something to draw for: outcomes need a year after the parting, differences a reference."""
    if not result.reference:
        return KINDS[:1]
    followed = result.summary["measure"].str.match(r"in_work_\d+m").any()
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


def draw_stored(folder: Path, kind: str, language: Language, path: Path) -> None:
    """Draw a picture of a results folder in another language than it was made in; InputError for another kind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draw(load_results(folder), kind, language=language, path=path)


def charts(result: Comparison, language: Language = "en") -> tuple[Chart, ...]:
    """Give the pictures as a page's charts, each drawn when a renderer asks for it, with how to read it and a text instead of it."""
    titles = {"queues": "pictures.queues", "net_result": "pictures.payers", "outcomes": "pictures.outcomes"}
    given = {"queues": {"options": len(result.eligible)}}
    return tuple(
        Chart(
            key=kind,
            title=say(language, titles[kind]),
            alt=say(language, f"pictures.alt-{kind}", **given.get(kind, {})),
            how_to_read=say(language, f"pictures.read-{kind}"),
            draw=partial(draw, result, kind, language=language),
        )
        for kind in kinds_for(result)
    )

"""The answer to a question as a notebook has it: a comparison's frames with its table, sentences and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ami_sim.report.document import Page
from ami_sim.report.notes import said_of
from ami_sim.report.pages.comparison import comparison_page, sentences_of, table_of
from ami_sim.report.pictures import draw, draw_all
from ami_sim.report.table import ResultTable
from ami_sim.report.vocabulary import Language
from ami_sim.runs.executor import Progress, alone_in
from ami_sim.workflow import compare as workflow
from ami_sim.workflow.compare import Comparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Answer(Comparison):
    """What a comparison gave, with words and pictures in a language; the frames are those of `Comparison`."""

    @classmethod
    def of(cls, result: Comparison) -> "Answer":
        """Give a result its words."""
        return cls(**vars(result))

    def table(self, language: Language = "en") -> ResultTable:
        """Give the table an official can read: the municipality's net result first."""
        return table_of(self, language)

    def page(self, language: Language = "en") -> Page:
        """Give the whole page: question, table, a sentence per option, and what a reader should know about the run."""
        return comparison_page(self, language)

    def sentences(self, language: Language = "en") -> dict[str, str]:
        """One plain sentence per option."""
        return sentences_of(self, language)

    def note(self, language: Language = "en") -> str:
        """Give what a reader should know about how it was made; "" for nothing."""
        return said_of(self.manifest, language)

    def plot(self, kind: str = "queues", *, language: Language = "en", path: Path | None = None) -> "Figure":
        """Draw one picture: "queues", "net_result" or "outcomes"; saved when a path is given. What nobody can choose is not in it."""
        return draw(self, kind, language=language, path=path)


def run_scenario(
    scenario: str | Path,
    *,
    replications: int = 100,
    seed: int = 2019,
    workers: int | None = None,
    engine: str = "compiled",
    settings: Mapping[str, Any] | None = None,
    regime: str | None = None,
    out: str | Path | None = None,
    progress: Progress | None = None,
    language: Language = "en",
) -> Answer:
    """Run one scenario file and sum up its measures; there is no reference, so nothing is said about effects."""
    result = workflow.run_scenario(
        scenario,
        replications=replications,
        seed=seed,
        workers=workers,
        engine=engine,
        settings=settings,
        regime=regime,
        out=out,
        progress=progress,
    )
    return drawn(result, out, language)


def drawn(result: Comparison, out: str | Path | None, language: Language) -> Answer:
    """Draw a result's pictures beside its files, and give it its words."""
    if out is not None:
        with alone_in(Path(out)):
            draw_all(result, Path(out), language)
    return Answer.of(result)

"""The answer to a question as a notebook has it: a comparison's frames with its table, sentences and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ami_sim.analysis.labelled import Labelled, months_of_runs, runs_of
from ami_sim.public.shown import Shown
from ami_sim.record.case_log import case_log_of
from ami_sim.record.in_words import Twin, log_in_words, twin_of
from ami_sim.report.document import Page
from ami_sim.report.documents import document, write_bytes
from ami_sim.report.notes import said_of
from ami_sim.report.pages.comparison import comparison_page, sentences_of, table_of
from ami_sim.report.pictures import draw, draw_all
from ami_sim.report.table import ResultTable
from ami_sim.report.vocabulary import Language
from ami_sim.runs.again import live_again
from ami_sim.runs.batch import Work
from ami_sim.runs.executor import Progress, alone_in
from ami_sim.scenario.errors import InputError
from ami_sim.workflow import compare as workflow
from ami_sim.workflow.compare import Comparison
from ami_sim.workflow.results import work_again

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class Answer(Shown, Comparison):
    """What a comparison gave, with words and pictures in a language; the frames are those of `Comparison`."""

    @classmethod
    def of(cls, result: Comparison) -> "Answer":
        """Give a result its words."""
        return cls(**vars(result))

    def table(self, language: Language = "en") -> ResultTable:
        """Give the table an official can read: the municipality's net result first.

        >>> answer.table("sv").options == tuple(answer.titles)
        True
        >>> print(answer.table().as_text().splitlines()[0])
        capacity: the options compared
        """
        return table_of(self, language)

    def page(self, language: Language = "en", about: str = "") -> Page:
        """Give the whole page: question, table, a sentence per option, and what a reader should know about the run.

        about: what leads, "money", "queues" or "people"; "" takes the question's own choice.
        """
        return comparison_page(self, language, about)

    def sentences(self, language: Language = "en") -> dict[str, str]:
        """One plain sentence per option.

        >>> answer.sentences()["no"]
        "“No unit: the arrangement before September 2018” is the reference: the others are compared with the same people's lives in it."
        """
        return sentences_of(self, language)

    def note(self, language: Language = "en") -> str:
        """Give what a reader should know about how it was made; "" for nothing."""
        return said_of(self.manifest, language)

    @cached_property
    def runs(self) -> Labelled:
        """Every run's numbers as labelled arrays (xarray), one a measure, dimensions option, draw, replication, and actor or group if any.

        `attrs` say unit, titles and what is counted.

        >>> answer.runs["people_met"].sel(option="today", group="").dims
        ('draw', 'replication')
        >>> answer.runs["people_met"].attrs["units"]
        'persons'
        """
        return runs_of(self.measures, list(self.titles), self.labels)

    @cached_property
    def months(self) -> Labelled:
        """Bands by month as labelled arrays, one a figure.

        >>> answer.months["queue_place"].sel(option="today", band="mean").dims
        ('month',)
        """
        return months_of_runs(self.monthly, list(self.titles))

    def log(self, option: str, replication: int = 0, draw: int = 0) -> pd.DataFrame:
        """Give one run's events in words, lived once more from its seed: a row an event, in order of time.

        Columns: person, time, date, event, from, to, income, step, intervention, group, days, unfinished; `ami.columns("log")` says more.
        A stored answer needs its question unchanged. InputError for an option, a draw or a replication that there was not.

        >>> list(answer.log("today").columns)[:4]
        ['person', 'time', 'date', 'event']
        """
        return log_in_words(live_again(self._work(), (option,), draw, replication)[0])

    def case_log(self, option: str = "", replication: int = 0, draw: int = 0) -> pd.DataFrame:
        """Give one run as a flat case log, as `ami.ingest` reads it: a row a stay, sorted by case and time.

        Columns: case, activity (the stage), start, end (none where the run ended first), income, intervention, group. option: the first
        when none is named.

        >>> list(answer.case_log("today").columns)
        ['case', 'activity', 'start', 'end', 'income', 'intervention', 'group']
        """
        return case_log_of(self.log(option or next(iter(self.titles)), replication, draw))

    def twin(self, person: str, *, option: str = "", replication: int = 0, draw: int = 0) -> Twin:
        """Set one person's life in an option beside the same life in the reference, with the first day on which they part.

        person: referrer and number as in `log` ("ifo-17"). option: the first that is not the reference when none is named.
        `.lives` has a row for each piece of time in which neither life changes (`ami.columns("lives")`), `.parted` the date, or None.

        >>> twin = answer.twin("ifo-1", option="today")
        >>> list(twin.lives.columns)[:2]
        ['from_date', 'days']
        """
        if not self.reference:
            raise InputError("twin: the answer has no reference to set a life beside; expected that of a comparison")
        name = option or next(one for one in self.titles if one != self.reference)
        own, other = live_again(self._work(), (name, self.reference), draw, replication)
        return twin_of(person, (name, self.reference), own, other)

    def _work(self) -> Work:
        """Give what was run; of a stored answer, read again with its question."""
        if self.work is not None:
            return self.work
        if self.folder is None:
            raise InputError("answer: it does not know what was run; expected one from compare or load")
        return work_again(self.folder)

    def report(self, kind: str, *, language: Language = "en", path: str | Path | None = None, template: str | Path | None = None) -> bytes:
        """Give a document to take away: "docx" (a draft memo), "xlsx" (every number) or "html" (memo, tables and pictures in one file).

        Also "csv" (the summary for a spreadsheet) and "checklist" (what a report should tell, by STRESS-DES and ISPOR-SMDM).

        path: where it is written, too. template: a Word file of one's own whose styles, head and foot the memo takes over. Needs the extra
        `documents` for Word and Excel. InputError for another kind, or an answer without a reference.

        >>> answer.report("html", language="sv")[:15]
        b'<!DOCTYPE html>'
        """
        made = document(self, kind, language, template)
        if path is not None:
            write_bytes(Path(path), made)
        return made

    def plot(self, kind: str = "queues", *, language: Language = "en", path: Path | None = None) -> "Figure":
        """Draw one picture: "queues", "net_result" or "outcomes"; saved when a path is given. What nobody can choose is not in it.

        >>> answer.plot("queues", language="sv").get_suptitle()
        'Köernas längd över tid'
        """
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
    force: bool = False,
    trust: bool = False,
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
        force=force,
        trust=trust,
        progress=progress,
    )
    return drawn(result, out, language)


def drawn(result: Comparison, out: str | Path | None, language: Language) -> Answer:
    """Draw a result's pictures beside its files, and give it its words."""
    if out is not None:
        with alone_in(Path(out)):
            draw_all(result, Path(out), language)
    return Answer.of(result)

"""What a planner reads of a question: the difference in the queue by month first, then who pays, the persons and the grounds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from ami_sim.report.causes_picture import causes_charts
from ami_sim.report.columns import columns
from ami_sim.report.document import Column, Number, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.flows_picture import flows_chart
from ami_sim.report.futures_picture import futures_charts
from ami_sim.report.monthly_picture import LOOKS, chart, compared, differences
from ami_sim.report.number_formats import write_unit
from ami_sim.report.numbers import row_scale
from ami_sim.report.pages.memo import MAIN, Asked, Memo, command_of
from ami_sim.report.pages.workbook import parameters as parameters_table
from ami_sim.report.requirement_picture import requirement_parts
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, say, shipped
from ami_sim.scenario.priors import Parameter
from ami_sim.workflow.behind import Rests
from ami_sim.workflow.compare import Comparison

PERSONS: Final = (
    Asked("people_started"),
    Asked("wait_mapping_mean_days"),
    Asked("wait_place_mean_days"),
    Asked("in_work_24m"),
    Asked("months_in_work"),
    Asked("child_months_on_aid"),
)
BANDS: Final = ("mean", "q05", "q95")


class Planner:
    """The sections of a result, each made when it is asked for: the page shows the first while the next is made."""

    def __init__(self, result: Comparison, language: Language = "en", first: bool = False) -> None:
        """Find the numbers once. first: it is the first answer, of few futures, and is being sharpened."""
        self.result, self.language, self.first = result, language, first
        self.memo = Memo(result, language)

    def section(self, key: str) -> Section | None:
        """Make one of `SECTIONS`; nothing where the result has nothing for it."""
        shown = tuple(SECTIONS[key](self))
        return Section(f"read_{key}", say(self.language, f"app.read-{key}"), shown) if shown else None

    def answer(self) -> Iterator[Part]:
        """Say what the change gives, the question first, and how many futures that rests on."""
        asked, *said = self.memo.summary()
        if self.first:
            yield Sentence(say(self.language, "app.first-answer", draws=self.memo.draws), strong=True)
        yield asked
        yield from said

    def difference(self) -> Iterator[Part]:
        """Draw the difference month by month."""
        drawn = chart(self.result, self.language)
        if drawn:
            yield drawn

    def persons(self) -> Iterator[Part]:
        """Lay out waiting, starts, work and children."""
        yield replace(self.memo.table("children", PERSONS), title=say(self.language, "app.persons"), key="persons")

    def rests(self) -> Iterator[Part]:
        """Rate what the answer rests on, and say what decided it."""
        yield from self.memo.uncertainty()
        yield self.memo.record()

    def ways(self) -> Page:
        """Draw the process as a map."""
        drawn = flows_chart(self.result, self.language)
        return Page("", sections=(Section("read_ways", "", (drawn,) if drawn else ()),), language=self.language)

    def behind(self) -> Page:
        """Lay out the numbers behind the picture by month."""
        tables = month_tables(self.result, self.memo, self.language)
        return Page("", sections=tuple(Section(f"months_{at}", "", (table,)) for at, table in enumerate(tables)), language=self.language)


# What is read, in this order.
SECTIONS: Final[Mapping[str, Callable[[Planner], Iterable[Part]]]] = {
    "answer": Planner.answer,
    "difference": Planner.difference,
    "requirement": lambda page: requirement_parts(page.memo),
    "queues": lambda page: (page.memo.table("changes", MAIN),),
    "futures": lambda page: futures_charts(page.result, page.language),
    "payers": lambda page: page.memo.payers(),
    "causes": lambda page: causes_charts(page.result, page.language),
    "persons": Planner.persons,
    "rests": Planner.rests,
}


def held_section(before: Comparison, after: Comparison, said: str, language: Language) -> Section:
    """Set the answer beside the same answer with an assumption at another value. said: which assumption, and its value."""
    own, other = Memo(before, language), Memo(after, language)
    heads = [Column(say(language, "app.held-measure"), "left")]
    heads += [Column(say(language, f"app.held-{head}")) for head in ("before", "after")]
    rows = []
    for option in own.options:
        rows.append(Row((own.titles[option],), "heading"))
        for asked in MAIN:
            pair = (own.found(option, asked), other.found(option, asked))
            known = [found for found in pair if found]
            if known:
                scale = row_scale(known[0].unit, [found.estimate for found in known])
                name = say(language, "memo.column", measure=own.named(asked), unit=write_unit(scale.unit, language))
                rows.append(Row((name, *(own.cell(found, scale) for found in pair))))
    runs = say(language, "app.held-runs", before=own.draws, after=other.draws)
    table = Table(say(language, "app.held-table"), tuple(heads), tuple(rows), key="held", how_to_read=runs)
    return Section("held", say(language, "app.held-title"), (Sentence(say(language, "app.held-said", what=said)), table))


def assumptions_section(parameters: Mapping[str, Parameter], language: Language) -> Section:
    """Lay out every assumption that is uncertain, with its range, its source and how sure it is."""
    return Section("assumptions", "", (parameters_table(Rests(parameters=parameters), language),))


def month_tables(result: Comparison, memo: Memo, language: Language) -> Iterator[Table]:
    """Lay out what the picture draws: month by month, the mean of the difference and where nine futures of ten are."""
    rows = differences(result)
    for option in compared(result):
        own = rows[rows["scenario"] == option]
        measures = [name for name in LOOKS if name in set(own["measure"])]
        heads = [*columns(language, "app", ("month",))]
        heads += [Column(say(language, f"app.band-{band}", measure=measure_title(name, language))) for name in measures for band in BANDS]
        wide = own.pivot_table(index="month", columns="measure", values=list(BANDS), observed=True)
        values = wide[[(band, name) for name in measures for band in BANDS]].to_numpy(float)
        shown = [
            Row((f"{month:%Y-%m}", *(Number(float(value), "persons", difference=True) for value in row)))
            for month, row in zip(wide.index, values, strict=True)
        ]
        title = say(language, "app.months-of", option=shipped(language, memo.titles[option]))
        yield Table(title, tuple(heads), tuple(shown), key="months")


def command_line(result: Comparison, file: str) -> str:
    """Write the command that gives the same numbers from a question file of that name."""
    manifest: dict[str, Any] = result.manifest
    return command_of({**manifest, "run": {**manifest["run"], "file": file}})


def python_lines(result: Comparison, file: str, language: Language) -> str:
    """Write the lines of Python that give the same numbers."""
    plan = result.manifest["plan"]
    how = ", ".join(
        f'{key}="{plan[key]}"' if key == "parameters" else f"{key}={plan[key]}" for key in ("draws", "replications", "seed", "parameters")
    )
    return say(language, "app.python", file=file, how=how)

"""What a planner reads of a question: the difference in the queue by month first, then who pays, the persons and the grounds."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from ami_sim.report.columns import columns
from ami_sim.report.document import Column, Number, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.monthly_picture import LOOKS, chart, compared, differences
from ami_sim.report.pages.memo import MAIN, Asked, Memo, command_of
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, say, shipped
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


def planner_page(result: Comparison, language: Language = "en", first: bool = False) -> Page:
    """Write the page of a result. first: it is the first answer, of few futures, and is being sharpened."""
    memo = Memo(result, language)
    drawn = chart(result, language)
    parts: dict[str, tuple[Part, ...]] = {
        "answer": tuple(answer(memo, first)),
        "difference": (drawn,) if drawn else (),
        "queues": (memo.table("changes", MAIN),),
        "payers": tuple(memo.economy()),
        "persons": (replace(memo.table("children", PERSONS), title=say(language, "app.persons"), key="persons"),),
        "rests": (*memo.uncertainty(), memo.record()),
    }
    sections = [Section(f"read_{key}", say(language, f"app.read-{key}"), shown) for key, shown in parts.items() if shown]
    by_month = [Section(f"months_{at}", "", (table,), main=False) for at, table in enumerate(month_tables(result, memo, language))]
    return Page("", (), (*sections, *by_month), language=language)


def answer(memo: Memo, first: bool) -> Iterator[Part]:
    """Say what the change gives, the question first, and how many futures that rests on."""
    asked, *said = memo.summary()
    if first:
        yield Sentence(say(memo.language, "app.first-answer", draws=memo.draws), strong=True)
    yield asked
    yield from said


def month_tables(result: Comparison, memo: Memo, language: Language) -> Iterator[Table]:
    """Lay out what the picture draws: month by month, the mean of the difference and where nine futures of ten are."""
    rows = differences(result)
    for option in compared(result):
        own = rows[rows["scenario"] == option]
        measures = [name for name in LOOKS if name in set(own["measure"])]
        heads = [*columns(language, "app", ("month",))]
        heads += [Column(say(language, f"app.band-{band}", measure=measure_title(name, language))) for name in measures for band in BANDS]
        wide = own.pivot_table(index="month", columns="measure", values=list(BANDS), observed=True)
        shown = [
            Row(
                (
                    f"{month:%Y-%m}",
                    *(Number(float(wide.loc[month, (band, name)]), "persons", difference=True) for name in measures for band in BANDS),
                )
            )
            for month in wide.index
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

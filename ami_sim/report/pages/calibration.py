"""The page of a calibration: what was observed and predicted, what was learnt, how well the method works, what contradicts what."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ami_sim.report.columns import columns
from ami_sim.report.document import Page, Row, Section, Sentence, Steps, Table
from ami_sim.report.number_formats import MINUS, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import say, shipped
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.calibrate import Calibration, Coverage, Missed, Moved, Range, Widened

FEW: Final = 12  # parameters that are shown of those that move under wider priors
NEAR: Final = 0.5  # posterior standard deviations: moving less counts as little


def page_of(result: Calibration, language: Language = "en") -> Page:
    """Give the page in a language."""
    other = say(language, "calibration.figures-read-so")
    sections = [
        Section("figures", say(language, "calibration.figures"), (*read_as(result, language), figures(result, language))),
        *(Section(f"figures-{one.reading}", other, (*read_as(one, language), figures(one, language))) for one in result.others),
        Section("others", say(language, "calibration.others"), (others(result, language),)),
        Section("parameters", say(language, "calibration.parameters"), (parameters(result, language),)),
    ]
    if result.solved:
        sections.append(Section("solved", say(language, "calibration.solved"), (solved(result, language),)))
    sections.append(Section("checks", say(language, "calibration.checks"), (Steps(tuple(checks(result, language))),)))
    title = say(language, "calibration.page", folder=result.municipality.folder)
    return Page(title, sections=tuple(sections), language=language)


def read_as(result: Calibration, language: Language) -> tuple[Sentence, ...]:
    """Say which reading of the published words the figures are held against, where there are several."""
    targets = result.found.targets
    if not targets.readings:
        return ()
    row = targets.readings[targets.reading]
    return (Sentence(say(language, "calibration.read-as", title=shipped(language, row.title), name=targets.reading, why=row.source)),)


def figures(result: Calibration, language: Language) -> Table:
    """Lay the published figures out beside what prior and posterior give, and what each was stretched by."""
    titles = {name: shipped(language, row.title) for name, row in result.municipality.targets.target.items()}
    stretched = {row.target: row for row in rows_of(result.stretched)}
    rows = [
        (
            titles[row.target] if row.scored else say(language, "calibration.not-scored", title=titles[row.target]),
            short(row.published, language),
            span(row.prior_low, row.prior_high, language),
            f"{short(row.median, language)} ({span(row.low, row.high, language)})",
            span(row.reported_low, row.reported_high, language),
            say(language, f"calibration.{'inside' if row.inside else 'outside'}"),
            stretch(stretched.get(row.target), language),
        )
        for row in rows_of(result.figures)
    ]
    return table_of(("figure", "published", "prior-counts", "posterior-counts", "reported", "lies", "stretched"), rows, language)


def stretch(row: Any, language: Language) -> str:
    """Write what a figure was stretched by; a mark says that the model does not make it by itself."""
    if row is None:
        return ""
    said = ranged(Range(row.low, row.median, row.high), language)
    return say(language, "calibration.stretch-needed", stretch=said) if row.needed else said


def others(result: Calibration, language: Language) -> Table:
    """Lay each figure out beside what the others say of it."""
    titles = {name: shipped(language, row.title) for name, row in result.municipality.targets.target.items()}
    rows = [
        (
            titles[row.target],
            short(row.published, language),
            f"{short(row.median, language)} ({span(row.low, row.high, language)})",
            say(language, f"calibration.{'inside' if row.inside else 'outside'}"),
        )
        for row in rows_of(result.without)
    ]
    return table_of(("figure", "published", "predicted", "lies"), rows, language)


def parameters(result: Calibration, language: Language) -> Table:
    """Lay prior and posterior out, what was learnt first."""
    rows = [
        (
            row.parameter,
            row.unit,
            ranged(Range(row.prior_low, row.prior_median, row.prior_high), language),
            ranged(Range(row.posterior_low, row.posterior_median, row.posterior_high), language),
            write_number(row.left, 2, language),
            say(language, f"calibration.{message(row.verdict)}"),
        )
        for row in rows_of(result.parameters.sort_values("left"))
    ]
    return table_of(("parameter", "unit", "prior", "posterior", "left", "say"), rows, language)


def solved(result: Calibration, language: Language) -> Table:
    """Lay out what is solved from the total effects."""
    rows = [(row.name, ranged(row.prior, language), ranged(row.posterior, language)) for row in result.solved]
    return table_of(("parameter", "prior", "posterior"), rows, language)


def checks(result: Calibration, language: Language) -> Iterator[str]:
    """Say the checks in sentences."""
    yield say(language, "calibration.further-out", share=write_number(100 * result.further_out, 0, language))
    for where, found in zip(("over-the-prior", "around-the-posterior"), result.coverage, strict=True):
        yield covered(found, say(language, f"calibration.{where}"), language)
    scored = result.figures[result.figures["scored"]]
    for key, frame in (("figures-out", scored), ("others-out", result.without)):
        names = ", ".join(frame.loc[~frame["inside"], "target"])
        yield say(language, f"calibration.{key}", names=names or say(language, "calibration.none"), count=len(frame))
    needed = result.stretched.loc[result.stretched["needed"], "target"]
    named = ", ".join(needed) or say(language, "calibration.none")
    yield say(language, "calibration.only-stretched", names=named, count=len(result.stretched))
    for word, missed in result.missed.items():
        yield say(
            language, f"calibration.missed-{word}", told=", ".join(out_of_reach(name, miss, language) for name, miss in missed.items())
        )
    if len(left := result.effects["left"]):
        least, most = (write_number(end, 2, language) for end in (left.min(), left.max()))
        yield say(language, "calibration.effects", least=least, most=most)
    for verdict, rows in result.parameters.groupby("verdict"):
        said = say(language, f"calibration.{message(str(verdict))}")
        yield say(
            language, "calibration.verdict", verdict=said[:1].upper() + said[1:], names=", ".join(rows.sort_values("left")["parameter"])
        )


def covered(found: Coverage, where: str, language: Language) -> str:
    """Say how often intervals held the truth, and whether the ranks are even."""
    shares = {"fifty": found.fifty, "ninety": found.ninety, "least": found.ninety_least, "most": found.ninety_most}
    percent = {name: write_number(100 * share, 1, language) for name, share in shares.items()}
    chances = {name: write_number(value, 4, language) for name, value in (("p", found.p), ("limit", found.limit))}
    verdict = say(language, "calibration.below" if found.p < found.limit else "calibration.not-below")
    named = {"years": found.years, "where": where, "quantity": found.least_even, "count": found.quantities, "verdict": verdict}
    return say(language, "calibration.coverage", **percent, **chances, **named)


def out_of_reach(name: str, missed: Missed, language: Language) -> str:
    """Say how often, and by how much, a drawn total is out of reach."""
    share, points = (write_number(value, 1, language) for value in (100 * missed.share, missed.points))
    return say(language, "calibration.missed-by" if missed.points else "calibration.missed", name=name, share=share, points=points)


def widened_page(result: Widened, language: Language = "en") -> Page:
    """Give the page that sets two posteriors side by side, in a language."""
    rows = [moved_row(row, language) for row in result.moved[:FEW]]
    far = pd.Series([row.distance for row in result.moved])
    said = say(
        language,
        "calibration.said-of-moved",
        few=len(rows),
        count=len(far),
        middle=write_number(float(far.median()), 2, language),
        share=write_number(100 * float((far < NEAR).mean()), 0, language),
        years=write_number(result.years, 0, language),
    )
    table = table_of(("parameter", "posterior", "with-wide", "moved", "times"), rows, language)
    return Page("", sections=(Section("wide", "", (table, Sentence(said))),), language=language)


def moved_row(row: Moved, language: Language) -> tuple[str, ...]:
    """Write one parameter of two posteriors."""
    numbers = (write_number(value, 2, language) for value in (row.distance, row.spread))
    return (row.name, ranged(row.standard, language), ranged(row.wide, language), *numbers)


def table_of(heads: Iterable[str], rows: Iterable[tuple[str, ...]], language: Language) -> Table:
    """Lay texts out, all from the left."""
    return Table("", columns(language, "calibration", heads), tuple(map(Row, rows)))


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """Give the rows of a frame, with its columns as attributes."""
    return list(frame.itertuples())


def message(verdict: str) -> str:
    """Give the message that says a verdict."""
    return verdict.replace(" ", "-")


def short(value: float, language: Language) -> str:
    """Write a number by its three first digits."""
    said = f"{value:.3g}".replace("-", MINUS)
    return said.replace(".", ",") if language == "sv" else said


def span(low: float, high: float, language: Language) -> str:
    """Write the ends of a range."""
    return f"{short(low, language)} – {short(high, language)}"


def ranged(found: Range, language: Language) -> str:
    """Write a median and its range."""
    return f"{short(found.median, language)} ({span(found.low, found.high, language)})"


def write_part(path: Path, name: str, made_of: Page) -> None:
    """Renew the part of a Markdown page between its marks with a page's sections, or begin the page."""
    text = Page("", sections=made_of.sections, language=made_of.language).as_markdown().strip()
    begin, end = f"<!-- made: {name} -->", "<!-- end -->"
    made = f"{begin}\n{text}\n{end}"
    try:
        page = path.read_text(encoding="utf-8") if path.is_file() else "# Calibration\n"
        head, mark, rest = page.partition(begin)
        whole = f"{head}{made}{rest.partition(end)[2]}" if mark else f"{page}\n{made}\n"
        path.write_text(whole, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--page: {path}: cannot be written ({error}); expected a page one may write to") from error

"""The page on what a result rests on that was assumed: a row an option, and what the numbers are."""

from typing import Final

from ami_sim.report.columns import columns
from ami_sim.report.document import Number, Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import MILLION, Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import say, shipped
from ami_sim.workflow.assumed import Assumed, Expected

MNKR, SHARE = Scale(MILLION, "mnkr", 1), Scale(0.01, "%", 0)
CONFIDENCE: Final = 1.96  # standard errors either way of a 95 % interval


def page_of(result: Assumed, language: Language = "en") -> Page:
    """Give the page in a language, as part of another: it has no title of its own."""
    rows = []
    for name in result.as_drawn:
        shares = (share(found.get(name), language) for found in (result.from_effects, result.from_prior))
        expected = (number(found[name]) for found in (result.as_drawn, result.without_effects))
        rows.append(Row((shipped(language, result.titles[name]), *shares, *expected)))
    heads = columns(language, "assumed", ("option",), ("effects", "prior", "as-drawn", "zero"))
    error = write_number(CONFIDENCE * result.chance / MILLION, 1, language)
    said = say(language, "assumed.said", draws=result.draws, reference=shipped(language, result.titles[result.reference]), error=error)
    return Page("", sections=(Section("assumed", "", (Table("", heads, tuple(rows)), Sentence(said))),), language=language)


def share(found: float | None, language: Language) -> Number | str:
    """Write a share, or that there is none."""
    return say(language, "assumed.unresolved") if found is None else Number(found, "share", scale=SHARE)


def number(found: Expected) -> Number:
    """Write an expected difference with the range of draws' means."""
    return Number(found.mean, "kr", found.low, found.high, MNKR)

"""What a comparison gave: the table an official can read, what is to be known about the run, and a sentence per option."""

from typing import Any

from ami_sim.report.document import Page, Part, Section, Sentence
from ami_sim.report.notes import in_both, said_of
from ami_sim.report.pictures import charts
from ami_sim.report.table import ABOUT, ResultTable, result_table
from ami_sim.report.wording import sentences
from ami_sim.report.words import Language, say, shipped, titles_in
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.compare import Comparison


def table_of(result: Comparison, language: Language = "en", about: str = "") -> ResultTable:
    """Give the table: what the question is about first, or what is asked for by `about`."""
    own = {row["name"]: row["titles"].get(language) or row["titles"].get("en", "") for row in result.manifest.get("measures", [])}
    return result_table(
        result.summary,
        reference=result.reference,
        language=language,
        parameters=result.parameters,
        titles=titles_in(language, result.titles),
        own=own,
        about=about or result.about,
    )


def sentences_of(result: Comparison, language: Language = "en", about: str = "") -> dict[str, str]:
    """Give one plain sentence per option; none without a reference."""
    if not result.reference:
        return {}
    return sentences(
        result.summary,
        reference=result.reference,
        years=result.years,
        language=language,
        parameters=result.parameters,
        titles=titles_in(language, result.titles),
        about=about or result.about,
    )


def refuse_unknown(about: str) -> None:
    """Refuse to lead a page by what is not known."""
    if about not in ("", *ABOUT):
        raise InputError(f'--about: "{about}" is not known; expected one of {", ".join(ABOUT)}')


def comparison_page(result: Comparison, language: Language = "en", about: str = "") -> Page:
    """Write the page of a comparison: the main figures and the sentences first, then every section of the table, and the pictures."""
    refuse_unknown(about)
    table = table_of(result, language, about)
    first, *further = table.sections()
    noted = said_of(result.manifest, language)
    told: list[Part] = [Sentence(text) for text in sentences_of(result, language, about).values()]
    if noted:
        told.insert(0, Sentence(noted, strong=True))
    words = [Section("sentences", say(language, "table.sentences"), tuple(told))] if told else []
    pictures = Section("pictures", say(language, "table.pictures"), charts(result, language), main=False)
    return Page(
        shipped(language, result.title),
        (shipped(language, result.question),) if result.question else (),
        (first, *words, *further, pictures),
        table.notes,
        data=as_dict(result, language, about),
        language=language,
    )


def as_dict(result: Comparison, language: Language = "en", about: str = "") -> dict[str, Any]:
    """Give plain values for scripts; the manifest with its notes said in both languages."""
    return {
        "title": result.title,
        "table": table_of(result, language, about).as_dict(),
        "sentences": sentences_of(result, language, about),
        "manifest": {**result.manifest, **in_both(result.manifest)},
    }

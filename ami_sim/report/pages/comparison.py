"""What a comparison gave: the table an official can read, what is to be known about the run, and a sentence per option."""

from typing import Any

from ami_sim.report.notes import in_both
from ami_sim.report.table import ResultTable, result_table
from ami_sim.report.vocabulary import Language
from ami_sim.report.wording import sentences
from ami_sim.workflow.compare import Comparison


def table_of(result: Comparison, language: Language = "en") -> ResultTable:
    """Give the table: the municipality's net result first."""
    return result_table(result.summary, reference=result.reference, language=language, parameters=result.parameters)


def sentences_of(result: Comparison, language: Language = "en") -> dict[str, str]:
    """Give one plain sentence per option; none without a reference."""
    if not result.reference:
        return {}
    return sentences(result.summary, reference=result.reference, years=result.years, language=language, parameters=result.parameters)


def as_dict(result: Comparison, language: Language = "en") -> dict[str, Any]:
    """Give plain values for scripts; the manifest with its notes said in both languages."""
    return {
        "title": result.title,
        "table": table_of(result, language).as_dict(),
        "sentences": sentences_of(result, language),
        "manifest": {**result.manifest, **in_both(result.manifest)},
    }

"""The page of stored results at other prices: the table, and what was changed and not done."""

from typing import Final

from ami_sim.report.document import Page
from ami_sim.report.table import result_table
from ami_sim.report.vocabulary import Language
from ami_sim.workflow.reprice import Repriced

TITLE: Final[dict[Language, str]] = {"en": "Stored results at other prices", "sv": "Lagrade resultat till andra priser"}
NOTE: Final[dict[Language, str]] = {
    "en": "Stored results at other prices ({said}); nothing was run again. Sums over the horizon differ from a run's by less than 0.05 %,"
    " since days are stored by year.",
    "sv": "Lagrade resultat till andra priser ({said}); inget kördes om. Summor över horisonten skiljer sig från en körnings med mindre än"
    " 0,05 %, eftersom dagar lagras per år.",
}
UNCHANGED: Final[dict[Language, str]] = {"en": "no change", "sv": "ingen ändring"}


def page_of(result: Repriced, language: Language = "en") -> Page:
    """Give the page in a language."""
    said = ", ".join(f"{path} = {value}" for path, value in result.settings.items()) or UNCHANGED[language]
    note = NOTE[language].format(said=said)
    table = result_table(result.summary, reference=result.reference, language=language)
    settings = {path: str(value) for path, value in result.settings.items()}
    data = {"results": str(result.folder), "set": settings, "table": table.data, "note": note}
    return Page(TITLE[language], sections=tuple(table.sections()), notes=(*table.notes, note), data=data, language=language)

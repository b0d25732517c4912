"""The page of stored results at other prices: the table, and what was changed and not done."""

from ami_sim.report.document import Page
from ami_sim.report.notes import say_all
from ami_sim.report.table import result_table
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import say, titles_in
from ami_sim.workflow.reprice import Repriced


def page_of(result: Repriced, language: Language = "en") -> Page:
    """Give the page in a language."""
    said = ", ".join(f"{path} = {value}" for path, value in result.settings.items()) or say(language, "reprice.unchanged")
    note = say(language, "reprice.note", said=said)
    table = result_table(
        result.summary,
        reference=result.reference,
        language=language,
        parameters=result.parameters,
        titles=titles_in(language, result.titles),
    )
    fitted = (say_all(result.fit, language),) if result.fit else ()
    settings = {path: str(value) for path, value in result.settings.items()}
    data = {"results": str(result.folder), "set": settings, "table": table.as_dict(), "note": note}
    return Page(
        say(language, "reprice.title"), sections=table.sections(), notes=(*table.notes, *fitted, note), data=data, language=language
    )

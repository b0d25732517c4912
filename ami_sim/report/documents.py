"""The files that a reader takes away from a comparison, each from a page: Word, Excel, HTML, CSV, and the lists of what a report tells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from ami_sim.report.document import Page
from ami_sim.report.pages.checklist import checklist_page
from ami_sim.report.pages.memo import memo_page
from ami_sim.report.pages.sheet import sheet_page
from ami_sim.report.pages.workbook import workbook_page
from ami_sim.report.words import Language
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.workflow.behind import rests_on
from ami_sim.workflow.compare import Comparison


class Kind(NamedTuple):
    """A kind of document: the page it is made from, the renderer, and what stands after question and language in its name."""

    page: Callable[[Comparison, Language], Page]
    renderer: str
    ending: str


PAGES: Final[Mapping[str, Kind]] = {
    "docx": Kind(memo_page, "docx", ".docx"),
    "xlsx": Kind(lambda result, language: workbook_page(result, rests_on(result), language), "xlsx", ".xlsx"),
    "html": Kind(memo_page, "html", ".html"),
    "csv": Kind(sheet_page, "csv", ".csv"),
    "checklist": Kind(checklist_page, "html", "_checklist.html"),
}
USUAL: Final = ("docx", "xlsx", "html")  # those that are made unless others are asked for


def document(result: Comparison, kind: str, language: Language = "en", template: str | Path | None = None) -> bytes:
    """Give one document's bytes, as `documents` does."""
    return documents(result, (kind,), language, template)[kind]


def documents(result: Comparison, kinds: Sequence[str], language: Language = "en", template: str | Path | None = None) -> dict[str, bytes]:
    """Give documents' bytes by kind; kinds that are made from the same page share it, and its pictures are drawn once.

    kinds: "docx", "xlsx", "html", "csv" (the summary for a spreadsheet) or "checklist" (what a report tells). template: a Word file whose
    styles, head and foot the memo takes over. InputError for another kind, a template where there is none to use, or a result without a
    reference.
    """
    for kind in kinds:
        if kind not in PAGES:
            raise InputError(f'report: "{kind}"; expected one of {", ".join(PAGES)}.{nearest(kind, PAGES)}')
    if template is not None and "docx" not in kinds:
        raise InputError(f"--template: {template} does nothing in {kinds[0]}; expected it with docx")
    makers = dict.fromkeys(PAGES[kind].page for kind in kinds)
    pages = {make: make(result, language) for make in makers}
    found = {}
    for kind in kinds:
        words = {"template": template} if kind == "docx" and template is not None else {}
        made = pages[PAGES[kind].page].to(PAGES[kind].renderer, **words)
        found[kind] = made if isinstance(made, bytes) else str(made).encode("utf-8")
    return found


def file_name(result: Comparison, kind: str, language: Language) -> str:
    """Name a document after its question and language."""
    return f"{result.manifest['experiment']}_{language}{PAGES[kind].ending}"


def refuse_written(paths: Iterable[Path]) -> None:
    """Refuse to write over a document: somebody may have written in it since it was made."""
    for path in paths:
        if path.exists():
            raise InputError(f"--out: {path}: is there already; expected another folder, or --force, which replaces it")


def write_bytes(path: Path, made: bytes) -> None:
    """Write a document, making its folder; InputError when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
    except OSError as error:
        raise InputError(f"--out: {path}: cannot be written ({error.strerror}); expected a file one may write to") from error

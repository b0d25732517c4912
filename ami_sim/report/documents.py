"""The files that a reader takes away from a comparison: a draft memo for Word, a workbook for Excel, one HTML file; each from a page."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from ami_sim.report.document import Page
from ami_sim.report.pages.memo import memo_page
from ami_sim.report.pages.workbook import workbook_page
from ami_sim.report.words import Language
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.workflow.behind import rests_on
from ami_sim.workflow.compare import Comparison

PAGES: Final[Mapping[str, Callable[[Comparison, Language], Page]]] = {
    "docx": memo_page,
    "xlsx": lambda result, language: workbook_page(result, rests_on(result), language),
    "html": memo_page,
}


def document(result: Comparison, kind: str, language: Language = "en", template: str | Path | None = None) -> bytes:
    """Give a document's bytes. kind: "docx", "xlsx" or "html"; template: a Word file whose styles, head and foot the memo takes over.

    InputError for another kind, a template where there is none to use, or a result without a reference.
    """
    if kind not in PAGES:
        raise InputError(f'report: "{kind}"; expected one of {", ".join(PAGES)}.{nearest(kind, PAGES)}')
    if template is not None and kind != "docx":
        raise InputError(f"--template: {template} does nothing in {kind}; expected it with docx")
    page = PAGES[kind](result, language)
    made = page.to(kind, **({"template": template} if template is not None else {}))
    return made if isinstance(made, bytes) else str(made).encode("utf-8")


def file_name(result: Comparison, kind: str, language: Language) -> str:
    """Name a document after its question and language."""
    return f"{result.manifest['experiment']}_{language}.{kind}"


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

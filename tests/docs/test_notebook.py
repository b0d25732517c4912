"""The notebook is committed as it ran: in order, without errors, with its pictures, and a sentence under each."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

VERDICT = re.compile(r"\b(saves|costs|profitable|pays (?:off|for itself))\b")
LEAST_PICTURES = 5


@pytest.fixture(scope="module")
def cells(checkout: Path) -> list[dict[str, Any]]:
    notebook = json.loads((checkout / "notebooks" / "01_capacity.ipynb").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = notebook["cells"]
    return found


def has_picture(cell: dict[str, Any]) -> bool:
    return any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))


def test_cells_were_run_once_in_order(cells: list[dict[str, Any]]) -> None:
    counts = [cell["execution_count"] for cell in cells if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_nothing_failed_or_was_said_on_the_error_stream(cells: list[dict[str, Any]]) -> None:
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"] == []


def test_pictures_are_visible(cells: list[dict[str, Any]]) -> None:
    assert sum(map(has_picture, cells)) >= LEAST_PICTURES


def test_a_sentence_of_meaning_stands_under_every_picture(cells: list[dict[str, Any]]) -> None:
    for cell, below in zip(cells, [*cells[1:], None], strict=True):
        if has_picture(cell):
            assert below is not None
            assert below["cell_type"] == "markdown"
            assert "".join(below["source"]).rstrip().endswith(".")


def test_no_sentence_says_that_an_option_saves_or_costs(cells: list[dict[str, Any]]) -> None:
    said = [line for cell in cells if cell["cell_type"] == "markdown" for line in cell["source"]]
    assert [line for line in said if VERDICT.search(line)] == []


def test_no_output_names_a_folder_of_somebodys_machine(cells: list[dict[str, Any]]) -> None:
    written = json.dumps([cell.get("outputs", []) for cell in cells])
    assert re.findall(r"(?<![\w.])/(?:home|root|Users|work|tmp|mnt)/\w+", written) == []

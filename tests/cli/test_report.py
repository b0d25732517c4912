"""`ami-sim report`: documents of stored results, where they are written and what is refused."""

import csv
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from docx import Document

from ami_sim.report.pages.checklist import GAP, ITEMS
from tests.cli.conftest import Command


@pytest.fixture
def results(answer: Path) -> Path:
    return answer


def test_all_three_are_written_beside_the_results_and_the_results_stay_whole(results: Path, ami_sim: Command) -> None:
    said = ami_sim("report", results, "--sv", "--json")
    assert said.code == 0
    written = [Path(path) for path in json.loads(said.out)["written"]]
    assert [path.name for path in written] == ["small_sv.docx", "small_sv.xlsx", "small_sv.html"]
    assert all(path.parent == results and path.stat().st_size > 5_000 for path in written)
    assert ami_sim("budget", results).code == 0  # the folder can still be read


def test_the_summary_for_swedish_excel_and_what_a_report_tells(results: Path, ami_sim: Command) -> None:
    said = ami_sim("report", results, "--csv", "--checklist", "--sv", "--json")
    assert [Path(path).name for path in json.loads(said.out)["written"]] == ["small_sv.csv", "small_sv_checklist.html"]
    made = (results / "small_sv.csv").read_bytes()
    assert made.startswith(b"\xef\xbb\xbf")
    head, *rows = list(csv.reader(made.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert head[-3:] == ["Medel", "Lägst", "Högst"]
    summary = pd.read_csv(results / "summary.csv")
    assert len(rows) == len(summary)
    means = [float(row[-3].replace(",", ".")) if row[-3] else float("nan") for row in rows]
    assert means == pytest.approx(summary["mean"].tolist(), rel=1e-10, nan_ok=True)
    page = (results / "small_sv_checklist.html").read_text(encoding="utf-8")
    assert page.count("<tr") == 2 + 24 + 18
    assert page.count(">brist<") == sum(item.state == GAP for item in ITEMS) == page.count("<li>")


def test_one_is_written_elsewhere(results: Path, ami_sim: Command, town: Path) -> None:
    said = ami_sim("report", results, "--html", "--out", "papers")
    assert (said.code, [path.name for path in (town / "papers").glob("*.*") if path.suffix]) == (0, ["small_en.html"])
    assert "papers/small_en.html" in said.out


def test_a_document_that_somebody_may_have_written_in_is_replaced_only_when_asked(results: Path, ami_sim: Command) -> None:
    assert ami_sim("report", results, "--docx").code == 0
    draft = Document(str(results / "small_en.docx"))
    draft.add_paragraph("Written by the official.")
    draft.save(str(results / "small_en.docx"))
    held = (results / "small_en.docx").read_bytes()
    refused = ami_sim("report", results)
    assert (refused.code, refused.err.count("\n"), (results / "small_en.docx").read_bytes()) == (2, 1, held)
    assert "small_en.docx: is there already; expected another folder, or --force, which replaces it" in refused.err
    assert not (results / "small_en.xlsx").exists()
    assert ami_sim("report", results, "--docx", "--force").code == 0
    assert (results / "small_en.docx").read_bytes() != held


def test_a_folder_of_somebody_elses_or_without_results_is_refused(results: Path, ami_sim: Command, town: Path) -> None:
    (town / "theirs").mkdir()
    (town / "theirs" / "letter.txt").write_text("theirs")
    said = ami_sim("report", results, "--csv", "--out", "theirs")
    assert (said.code, said.err.count("\n")) == (2, 1)
    said = ami_sim("report", "theirs")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert [path.name for path in (town / "theirs").iterdir()] == ["letter.txt"]


def test_own_head_and_foot_are_taken_from_a_word_file(results: Path, ami_sim: Command, town: Path) -> None:
    own = Document()
    own.sections[0].header.paragraphs[0].text = "Ragunda kommun"
    own.save(str(town / "own.docx"))
    assert ami_sim("report", results, "--docx", "--sv", "--template", "own.docx").code == 0
    made = Document(str(results / "small_sv.docx"))
    assert made.sections[0].header.paragraphs[0].text == "Ragunda kommun"
    assert "Förslag till beslut" in [paragraph.text for paragraph in made.paragraphs]


def test_a_moved_folder_still_gives_its_numbers_and_says_that_sources_are_not_there(results: Path, ami_sim: Command, town: Path) -> None:
    (town / "experiments" / "small.toml").unlink()
    assert ami_sim("report", results, "--xlsx", "--sv").code == 0
    book = openpyxl.load_workbook(results / "small_sv.xlsx")
    texts = [str(cell) for row in book["Siffror och källor"].iter_rows(values_only=True) for cell in row if cell]
    assert any(text.startswith("Siffrorna med källor kunde inte läsas") for text in texts)


def test_what_is_wrong_is_one_sentence_and_writes_nothing(results: Path, ami_sim: Command) -> None:
    before = sorted(results.iterdir())
    for words in (("--template", "no.docx"), ("--html", "--template", "own.docx")):
        said = ami_sim("report", results, *words)
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "--template" in said.err
    assert ami_sim("report", results / "nowhere").code == 2
    assert sorted(results.iterdir()) == before

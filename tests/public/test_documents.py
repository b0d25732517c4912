"""The documents of an answer, read back: every number is the summary's to the printed digit, and the decision is never written."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import numpy as np
import openpyxl
import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image

import ami_sim as ami
from ami_sim.analysis.uncertainty import shown
from ami_sim.report.documents import document, documents
from ami_sim.report.pages.memo import CHILDREN, MAIN, PAYERS, Asked, memo_page
from ami_sim.report.pages.workbook import workbook_page
from ami_sim.report.table import SECTIONS
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.behind import rests_on

SIZES = {"kr": 1.0, "tkr": 1e3, "mnkr": 1e6, "%": 0.01, "thousand hours": 1e3}
NUMBER = re.compile(r"[+−]?\d[\d\u00a0]*(?:,\d+)?")


@pytest.fixture(scope="module")
def answer() -> ami.Answer:
    model = ami.Model.load("calibration/ragunda/scenario.toml").set({"end": pd.Timestamp("2022-01-01").date()})
    stop = {f"rule.{name}_2019.closes": pd.Timestamp("2020-01-01").date() for name in ("extra_job", "introduction_job")}
    options = model.options(today={"unit": "sixty"}, stop={"unit": "sixty", **stop})
    return ami.compare(options, draws=2, replications=2, parameters="prior", workers=1)


@pytest.fixture(scope="module")
def memo(answer: ami.Answer) -> docx.document.Document:
    return docx.Document(BytesIO(answer.report("docx", language="sv")))


def row_of(answer: ami.Answer, option: str, asked: Asked) -> list[float]:
    """Find the row of the summary by hand: of the shown interval, for a group that of the computing where there is no other."""
    rows = answer.summary.query("scenario == @option and reference == @answer.reference and measure == @asked.measure")
    rows = rows[(rows["actor"] == asked.actor) & (rows["group"] == asked.group)].set_index("interval")
    kind = shown(answer.summary)
    found = rows[rows.index == (kind if kind in rows.index else "computing")]
    return list(found[["mean", "ci_low", "ci_high"]].to_numpy(np.float64)[0])


def read(text: str) -> list[tuple[float, float]]:
    """Read the numbers of a cell: each, and half of its last digit."""
    found = []
    for number in NUMBER.findall(text):
        plain = number.replace("\u00a0", "").replace("−", "-").replace(",", ".")
        found.append((float(plain), 0.5 * 10.0 ** -len(plain.partition(".")[2])))
    return found


def same(text: str, unit: str, *values: float) -> None:
    """Hold the numbers of a cell against those of a frame, to the printed digit."""
    size = SIZES.get(unit, 1.0)
    printed = read(text)
    assert len(printed) == len(values), (text, values)
    for (number, half), value in zip(printed, values, strict=True):
        assert abs(number - value / size) <= half * (1 + 1e-9), (text, unit, value)


def test_documents_that_are_made_together_draw_their_pictures_once(answer: ami.Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def counted(figure: Figure, where: BytesIO, **_: Any) -> None:
        drawn.append(figure)
        Image.new("RGB", (4, 3)).save(where, "png")  # in the picture's place: drawing takes long

    monkeypatch.setattr(Figure, "savefig", counted)
    alone = document(answer, "html")
    pictures = len(drawn)
    together = documents(answer, ("docx", "html"))
    assert len(drawn) == 2 * pictures > 4
    assert together["html"] == alone
    assert len(docx.Document(BytesIO(together["docx"])).inline_shapes) > 2


@pytest.mark.parametrize(
    ("table", "asked"),
    [("Vad alternativen", MAIN), ("Vem som betalar", [Asked("net_result", payer) for payer in PAYERS]), ("Barn i hushållen", CHILDREN)],
)
def test_every_number_of_the_memo_is_the_summarys(answer: ami.Answer, memo: docx.document.Document, table: str, asked: list[Asked]) -> None:
    [found] = [one for one in memo.tables if caption_of(one).startswith(table)]
    known = [one for one in asked if len(answer.summary.query("measure == @one.measure and group == @one.group"))]
    head, zero, stop = found.rows
    assert len(head.cells) == 1 + len(known) > 2
    assert {cell.text for cell in zero.cells[1:]} == {"referens"}
    for title, cell, one in zip(head.cells[1:], stop.cells[1:], known, strict=True):
        same(cell.text, title.text.rpartition("(")[2].rstrip(")"), *row_of(answer, "stop", one))


def caption_of(table: object) -> str:
    [caption] = table._tbl.tblPr.xpath("./w:tblCaption/@w:val")  # type: ignore[attr-defined]
    return str(caption)


def test_a_budget_years_difference_is_that_of_the_two_means(answer: ami.Answer, memo: docx.document.Document) -> None:
    [found] = [one for one in memo.tables if "budgetår" in caption_of(one)]
    rows = answer.budget.query("committee == 'municipality' and line == 'total'")
    cost = dict(zip(zip(rows["scenario"], rows["year"], strict=True), rows["mean"].to_numpy(np.float64).tolist(), strict=True))
    head, zero, stop = found.rows
    for at, year in enumerate([int(cell.text) for cell in head.cells[1:]], 1):
        same(zero.cells[at].text, "tkr", cost["today", year])
        same(stop.cells[at].text, "tkr", cost["stop", year] - cost["today", year])


def test_the_memo_has_the_sections_a_committee_expects_and_decides_nothing(memo: docx.document.Document) -> None:
    said = [(one.style.name if one.style else "", one.text) for one in memo.paragraphs]
    headings = [text for style, text in said if style == "Heading 2"]
    assert headings == [
        "Förslag till beslut",
        "Sammanfattning",
        "Bakgrund",
        "Alternativ och analys",
        "Ekonomiska konsekvenser",
        "Prövning av barnets bästa",
        "Osäkerhet och antaganden",
        "Beslutsunderlag",
        "Beslutet skickas till",
    ]
    at = said.index(("Heading 2", "Förslag till beslut"))
    assert said[at + 1][1].startswith("[")
    assert said[at + 2][0] == "Heading 2"  # and nothing else
    asked = [text for style, text in said if style == "List Number"]
    assert len(asked) == 8
    assert all(text.startswith("[") and text.endswith("?]") for text in asked)


def test_every_picture_and_table_of_the_memo_is_described(memo: docx.document.Document) -> None:
    assert all(shape._inline.docPr.get("descr") for shape in memo.inline_shapes)
    assert all(caption_of(table) for table in memo.tables)
    assert memo.core_properties.language == "sv-SE"


def test_how_often_more_wait_is_counted_run_by_run(answer: ami.Answer, memo: docx.document.Document) -> None:
    rows = answer.measures.query("measure == 'waiting_for_job' and group == ''")
    wide = rows.pivot(index=["draw", "replication"], columns="scenario", values="value")
    more, fewer = int((wide["stop"] > wide["today"]).sum()), int((wide["stop"] < wide["today"]).sum())
    said = f"Fler väntar i {more} av 4 simulerade framtider, färre i {fewer}."
    assert any(said in paragraph.text for paragraph in memo.paragraphs)


def test_every_number_of_the_workbook_is_the_summarys(answer: ami.Answer) -> None:
    book = openpyxl.load_workbook(BytesIO(answer.report("xlsx", language="en")))
    everybody = answer.summary[(answer.summary["group"] == "") & (answer.summary["interval"] == shown(answer.summary))]
    checked = 0
    for section in workbook_page(answer, rests_on(answer), "en").sections:
        lines = dict(SECTIONS).get(section.key)
        if lines is None:
            continue
        sheet = next(one for one in book if one["A1"].value == section.title)
        heads = [cell.value for cell in sheet[3]]
        at = 4
        for line in lines:
            rows = everybody[(everybody["measure"] == line.measure) & (everybody["actor"] == line.actor)]
            rows = rows[rows["reference"] == (answer.reference if line.difference else "")].set_index("scenario")
            if rows.empty or (line.told and not answer.reference):
                continue
            unit = sheet.cell(at, 2).value
            size = 1.0 if unit == "%" else SIZES.get(unit, 1.0)
            for column, word in (("mean", "stop"), ("ci_low", "stop: from"), ("ci_high", "stop: to")):
                [value] = rows.loc[rows.index == "stop", column].to_numpy(np.float64) / size
                if word in heads and np.isfinite(value):
                    assert sheet.cell(at, heads.index(word) + 1).value == pytest.approx(value, rel=1e-12)
                    checked += 1
            at += 1
    assert checked > 100


def test_the_workbook_says_where_every_figure_comes_from(answer: ami.Answer) -> None:
    sheet = openpyxl.load_workbook(BytesIO(answer.report("xlsx")))["Figures and sources"]
    rows = {str(row[1]): row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1] and not row[0]}
    option, path, written, unit, source, sure, mark = rows["rule.extra_job_2019.cap"]
    assert (option, path, written, unit, sure, mark) == (None, "rule.extra_job_2019.cap", 20000, "kr", "medium", "a rule in force")
    assert str(source).startswith("AF news 2019-10-28")
    assert len(rows) > 300


class Shown(HTMLParser):
    """The attributes of a page's elements, by name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_one_html_file_needs_no_other_and_says_its_language(answer: ami.Answer, language: str, tmp_path: Path) -> None:
    made = answer.report("html", language=language, path=tmp_path / "deep" / "page.html")
    assert (tmp_path / "deep" / "page.html").read_bytes() == made
    assert len(made) < 3_000_000
    page = Shown(made.decode("utf-8"))
    assert page.of("html") == [{"lang": language}]
    assert all((image["src"] or "").startswith("data:image/png;base64,") and image["alt"] for image in page.of("img"))
    assert not {"script", "link", "iframe"} & {tag for tag, _ in page.found}
    assert all(head["scope"] in ("col", "row") for head in page.of("th"))
    assert len(page.of("caption")) == len(page.of("table"))
    assert len({section["id"] for section in page.of("section")}) == len(page.of("section"))


def test_both_languages_have_the_same_numbers(answer: ami.Answer) -> None:
    two = [memo_page(answer, language) for language in ("en", "sv")]
    assert [section.key for section in two[0].sections] == [section.key for section in two[1].sections]


def test_what_cannot_be_made_is_refused(answer: ami.Answer) -> None:
    with pytest.raises(InputError, match=r'^report: "doc"; expected one of docx, xlsx, html, csv, checklist\. Did you mean "docx"\?$'):
        answer.report("doc")
    with pytest.raises(InputError, match=r"^--template: own\.docx does nothing in html; expected it with docx$"):
        answer.report("html", template="own.docx")

"""A page as a Word file and as a workbook: what a screen reader needs is there, texts come out as written, numbers are numbers."""

import sys
from io import BytesIO
from math import nan
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from matplotlib.figure import Figure

from ami_sim.report.document import Chart, Column, Number, Page, Row, Section, Sentence, Steps, Table
from ami_sim.report.number_formats import Scale
from ami_sim.scenario.errors import InputError

MNKR = Scale(1e6, "mnkr", 1)
ROWS = (
    Row(("Net", Number(-35_300_000.0, "kr", -36_000_000.0, 1_000_000.0, MNKR, difference=True, resolved=False))),
    Row(("Work", Number(2_000_000.0, "kr", 1_000_000.0, 3_000_000.0, MNKR, difference=True))),
    Row(("None", Number(nan, "kr", scale=MNKR))),
)
SHARES = (Row(("Share", Number(0.8234, "share", scale=Scale(0.01, "%", 0)))), Row(("=1+1", "–")))


def picture() -> Figure:
    figure = Figure()
    figure.subplots().plot([0, 1])
    return figure


def page(title: str = "A page", language: str = "sv") -> Page:
    chart = Chart("c", "Kön", "En linje som stiger", "Uppåt är fler.", draw=picture)
    money = Table("Money", (Column("What", "left"), Column("Half")), ROWS, key="m", how_to_read="One cell a number.")
    shares = Table("", (Column("What", "left"), Column("Share")), SHARES, key="s")
    sections = (
        Section("one", "First", (Sentence("Said.", strong=True), money, chart, Steps(("do",), numbered=True))),
        Section("two", "Second", (shares,), main=False),
    )
    return Page(title, ("Lead.",), sections, ("Note.",), language=language)


def opened(**how: object) -> docx.document.Document:
    return docx.Document(BytesIO(page().to("docx", **how)))


def test_the_language_is_said_in_the_styles_and_the_properties() -> None:
    found = opened()
    [default] = found.styles.element.iter(qn("w:rPrDefault"))
    assert {one.get(qn("w:val")) for one in default.iter(qn("w:lang"))} == {"sv-SE"}
    assert {one.get(qn("w:val")) for one in found.styles["Normal"].element.iter(qn("w:lang"))} == {"sv-SE"}
    assert (found.core_properties.language, found.core_properties.title) == ("sv-SE", "A page")


def test_headings_are_headings_one_step_at_a_time_and_only_main_sections_are_there() -> None:
    headings = [(one.style.name, one.text) for one in opened().paragraphs if one.style and one.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "A page"), ("Heading 2", "First")]
    every = [one.text for one in opened(every=True).paragraphs if one.style and one.style.name == "Heading 2"]
    assert every == ["First", "Second"]


def test_a_header_row_is_marked_and_the_table_says_what_it_holds() -> None:
    [table] = opened().tables
    first, *others = table.rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Money"
    assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == "One cell a number."
    assert [cell.text for cell in table.rows[1].cells] == ["Net", "~\xa0−35,3\n−36,0 till +1,0\xa0*"]
    assert [cell.text for cell in table.rows[3].cells] == ["None", "–"]


def test_a_picture_has_its_alternative_text() -> None:
    [shape] = opened().inline_shapes
    assert shape._inline.docPr.get("descr") == "En linje som stiger"
    assert shape._inline.docPr.get("title") == "Kön"


def test_a_template_gives_its_styles_and_what_is_no_word_file_is_refused(tmp_path: Path) -> None:
    own = docx.Document()
    own.sections[0].header.paragraphs[0].text = "Ragunda kommun"
    own.save(str(tmp_path / "own.docx"))
    found = opened(template=tmp_path / "own.docx")
    assert found.sections[0].header.paragraphs[0].text == "Ragunda kommun"
    (tmp_path / "no.docx").write_text("no Word file")
    for name in ("no.docx", "missing.docx"):
        with pytest.raises(InputError, match=f"{name}: cannot be read as a Word file"):
            opened(template=tmp_path / name)


@pytest.mark.parametrize(("kind", "package"), [("docx", "docx"), ("xlsx", "xlsxwriter")])
def test_a_missing_library_is_named_with_what_installs_it(kind: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(InputError, match=r'is not installed; expected the extra "documents": pip install "ami-sim\[documents\]"$'):
        page().to(kind)


def test_a_wide_table_stays_within_the_margins_of_an_a4_sheet_and_cuts_no_number() -> None:
    years = tuple(Column(str(year)) for year in range(2020, 2030))
    costs = tuple(Number(-17_833_000.0, "kr", scale=Scale(1e3, "tkr", 0), difference=True) for _ in years)
    table = Table("Years", (Column("What", "left"), *years), (Row(("An option with a long name", *costs)),))
    made = docx.Document(BytesIO(Page("p", sections=(Section("a", "A", (table,)),), language="sv").to("docx")))
    sheet = made.sections[0]
    assert sheet.page_width is not None
    assert sheet.page_height is not None
    assert (sheet.page_width.cm, sheet.page_height.cm) == (pytest.approx(21.0, abs=0.01), pytest.approx(29.7, abs=0.01))
    widths = [cell.width.cm for cell in made.tables[0].rows[1].cells if cell.width is not None]
    assert len(widths) == 1 + len(years)
    assert sum(widths) == pytest.approx(21.0 - 2 * 2.2, abs=0.05)
    assert min(widths) > 7 * 8 * 0.0195 + 0.3  # seven signs of eight points, over half an em each


def book(title: str = "A page") -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(page(title).to("xlsx")))


def test_a_sheet_a_table_with_numbers_as_numbers_and_intervals_in_columns_of_their_own() -> None:
    found = book()
    assert found.sheetnames == ["Innehåll", "First", "Second"]
    rows = [[cell.value for cell in row] for row in found["First"].iter_rows(min_row=3, max_row=6)]
    assert rows == [
        ["What", "Half", "Half: från", "Half: till", "Half: märke"],
        ["Net", -35.3, -36.0, 1.0, "~*"],
        ["Work", 2.0, 1.0, 3.0, None],
        ["None", None, None, None, None],
    ]
    assert found["First"]["B4"].number_format == "#,##0.0"
    assert (found["Second"]["B4"].value, found["Second"]["B4"].number_format) == (0.8234, "0%")


def test_no_text_begins_as_a_formula() -> None:
    found = book("=HYPERLINK(1)")
    texts = [cell for sheet in found for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert texts
    assert all(cell.data_type == "s" and not cell.value.startswith(("=", "+", "-", "@")) for cell in texts)
    assert found["Second"]["A5"].value == " =1+1"


def test_sheets_of_one_name_are_told_apart_and_long_names_cut() -> None:
    table = Table("", (Column("a"),), (Row(("x",)),))
    long = "A section with [a name] that is much too long"
    twice = Page("p", sections=(Section("a", long, (table, table)), Section("b", long.lower(), (table,))), language="en")
    names = openpyxl.load_workbook(BytesIO(twice.to("xlsx"))).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert all(len(name) <= 31 and "[" not in name for name in names)

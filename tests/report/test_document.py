"""One document, five renderers: what is text comes out as written everywhere, what is a number stays one until it is written."""

import base64
import json
import re
from html.parser import HTMLParser
from math import nan

import pytest
from markdown_it import MarkdownIt
from matplotlib.figure import Figure

from ami_sim.report.document import Chart, Column, Note, Number, Page, Row, Section, Sentence, Steps, Table
from ami_sim.report.number_formats import Scale
from ami_sim.report.render import renderers
from ami_sim.scenario.errors import InputError

HOSTILE = (
    "a [/x]",
    "<script>alert(1)</script>",
    "`code` *bold* _lean_ ~~gone~~",
    "[link](http://x) | cell",
    "1. first",
    "# head",
    "- point",
    "&lt; $x$",
    "=1+1",
)


class Texts(HTMLParser):
    """The text a browser shows, and the names of the elements."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def shown(html: str) -> Texts:
    texts = Texts()
    texts.feed(html)
    return texts


def page_with(text: str) -> Page:
    table = Table(text, (Column(text, "left"), Column("n")), (Row((text, Number(1.0))),), key="t", how_to_read=text)
    parts = (Sentence(text), Sentence(text, strong=True), Note(text), Steps((text,)), table)
    return Page(text, (text,), (Section("s", text, parts),), (text,))


def picture() -> Figure:
    figure = Figure()
    figure.subplots().plot([0, 1])
    return figure


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("renderer", ["terminal", "html", "notebook", "markdown"])
def test_text_comes_out_as_written_in_every_place(text: str, renderer: str) -> None:
    out = page_with(text).to(renderer)
    if renderer == "markdown":
        out = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(out)
    if renderer != "terminal":
        found = shown(out)
        assert not {"script", "code", "em", "a", "s"} & set(found.tags)
        out = "\n".join(found.said)
    assert out.count(text) >= 11 - (renderer == "terminal")  # title, lead, heading, 4 parts, table: title, column, cell, how; note


def test_json_holds_numbers_as_numbers_and_null_for_what_is_not_defined() -> None:
    rows = (Row(("x", Number(0.123456789, "share"))), Row(("y", Number(nan))), Row(("z", Number(2.0, low=1.0, high=3.0))))
    page = Page("p", sections=(Section("s", "S", (Table("t", (Column("a"), Column("b")), rows),)),))
    cells = [row[1] for row in json.loads(page.to("json"))["sections"][0]["parts"][0]["rows"]]
    assert cells == [0.123456789, None, {"value": 2.0, "low": 1.0, "high": 3.0, "free_of_chance": True}]


def test_the_keys_a_script_reads_are_the_pages_data() -> None:
    page = Page("p", sections=(Section("s", "S", (), data={"x": nan}),), data={"kronor": "current"})
    assert page.as_dict() == {"kronor": "current", "s": {"x": None}}


def test_a_number_keeps_its_value_and_is_written_on_its_rows_scale() -> None:
    number = Number(-35_300_000.0, "kr", -36_000_000.0, 1_000_000.0, Scale(1e6, "mnkr", 1), difference=True, resolved=False)
    assert number.written("en") == "~\u00a0−35.3\n−36.0 to +1.0\u00a0*"
    assert number.written("sv") == "~\u00a0−35,3\n−36,0 till +1,0\u00a0*"
    assert number.value == -35_300_000.0
    assert Number(nan).written("sv") == "–"


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_wide_table_is_split_between_columns_and_every_block_names_its_rows(width: int) -> None:
    columns = (Column("Measure", "left"), *(Column(f"option number {at}") for at in range(12)))
    page = Page("p", sections=(Section("s", "", (Table("t", columns, (Row(("Net result", *(Number(at) for at in range(12)))),)),)),))
    text = page.as_text(width)
    assert max(map(len, text.splitlines())) <= width
    assert text.count("Net result") == text.count("Measure") > 1
    assert all(f"option number {at}" in text for at in range(12))


def test_the_first_screen_has_the_main_sections_and_the_others_come_by_name() -> None:
    sections = tuple(Section(key, key.upper(), (Sentence(f"of {key}"),), main=key == "money") for key in ("money", "queues", "people"))
    page = Page("p", sections=sections)
    assert "of money" in page.as_text(every=False)
    assert "of queues" not in page.as_text(every=False)
    assert "of money" not in page.as_text(sections=("queues",))
    with pytest.raises(InputError, match=r'--section: "queue" is not on this page; expected money, queues, people.*queues'):
        page.as_text(sections=("queue",))


def test_html_is_one_file_with_language_header_rows_captions_and_pictures_inside() -> None:
    behind = Table("the numbers", (Column("a", "left"), Column("b")), (Row(("x", Number(1))),))
    chart = Chart("c", "Queues", "Two lines that rise", "Read upwards.", draw=picture, behind=behind)
    html = Page("p", sections=(Section("s", "S", (chart,)),), language="sv").as_html()
    assert '<html lang="sv">' in html
    assert html.count("<caption>") == 1
    assert 'scope="col"' in html
    assert 'scope="row"' in html
    assert re.search(r'<img alt="Two lines that rise" src="data:image/png;base64,', html)
    assert base64.b64decode(html.split("base64,")[1].split('"')[0]).startswith(b"\x89PNG")
    assert not re.findall(r'(?:src|href)="(?!data:)', html)


def test_a_notebook_shows_the_page_itself() -> None:
    page = page_with("x")
    assert page._repr_mimebundle_()["text/html"] == page._repr_html_()
    assert "<table>" in page._repr_html_()


def test_the_renderers_are_the_files_of_the_folder_and_a_wrong_name_is_refused() -> None:
    assert renderers() == ["csv", "docx", "html", "json", "markdown", "notebook", "terminal", "xlsx"]
    with pytest.raises(InputError, match=r'"htm"; expected one of csv, docx, html.*"html"'):
        page_with("x").to("htm")


def test_a_text_in_a_notebook_is_not_asked_to_be_markdown() -> None:
    assert set(page_with("x")._repr_mimebundle_()) == {"text/plain", "text/html"}

"""A page as a Word file that a screen reader can read: language, title, headings, marked header rows, alternative texts.

Only the main sections, in a municipality's own template where one is given. Styles are taken by the names that Word itself gives them.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ami_sim.report.document import Chart, Note, Page, Part, Sentence, Steps, Table, written
from ami_sim.report.number_formats import HARD_SPACE
from ami_sim.report.words import habits, say
from ami_sim.scenario.errors import InputError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

SMALL: Final = 9  # points, in small print
SIZES: Final = (9, 8, 7)  # points, in tables: the first in which no word is cut
A4_CM: Final = (21.0, 29.7)
MARGIN_CM: Final = 2.2
FONT: Final = "Arial"  # every machine has it or one of the same widths
TALLEST_CM: Final = 19.0  # a picture, so that its title and how to read it stand on the same sheet
LETTER: Final = 0.023  # centimetres a point: how wide a letter of a wide font is on average
BESIDE_CM: Final = 0.3  # left and right of a cell's text together


def render(page: Page, template: str | Path | None = None, every: bool = False) -> bytes:
    """Give the file's bytes. template: a Word file whose styles, head and foot are used; InputError when it cannot be read as one.

    every: all sections, not the main ones alone.
    """
    document = begun(template)
    speak(document, habits(page.language).locale.replace("_", "-"))
    document.core_properties.title = page.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    heading(document, page.title, 1)
    for line in page.lead:
        document.add_paragraph(line)
    for section in page.chosen(every):
        if section.title:
            heading(document, section.title, 2)
        for part in section.parts:
            add(document, part, page)
    for note in page.notes:
        small(document.add_paragraph(note))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def begun(template: str | Path | None) -> "Document":
    """Begin an empty document, or one that has a template's styles, head and foot and what it says already."""
    try:
        import docx
    except ImportError as error:
        raise InputError(
            'report: python-docx is not installed; expected the extra "documents": pip install "ami-sim[documents]"'
        ) from error
    if template is None:
        return plain()
    try:
        found = docx.Document(str(template))
    except Exception as error:  # whatever a broken or foreign file makes of the reader
        raise InputError(f"--template: {template}: cannot be read as a Word file; expected one saved as .docx") from error
    return found


def plain() -> "Document":
    """Begin an empty document on A4."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm

    document = docx.Document()
    sheet = document.sections[0]
    sheet.page_width, sheet.page_height = (Cm(side) for side in A4_CM)
    for style in ("Normal", "Heading 1", "Heading 2", "Caption"):
        letters = document.styles[style].element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            letters.attrib.pop(qn(f"w:{kind}"), None)
        for kind in ("ascii", "hAnsi"):
            letters.set(qn(f"w:{kind}"), FONT)
    sheet.left_margin = sheet.right_margin = sheet.top_margin = sheet.bottom_margin = Cm(MARGIN_CM)
    return document


def room(document: "Document") -> float:
    """Give how wide the text is, centimetres."""
    sheet = document.sections[-1]
    return float((sheet.page_width or 0) - (sheet.left_margin or 0) - (sheet.right_margin or 0)) / 360_000


def speak(document: "Document", locale: str) -> None:
    """Say which language the text is in: for the whole document, its styles and its properties."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    document.core_properties.language = locale
    for style in document.styles.element.iter(qn("w:rPrDefault"), qn("w:style")):
        if style.tag == qn("w:style") and style.get(qn("w:styleId")) != document.styles["Normal"].style_id:
            for language in style.iter(qn("w:lang")):
                language.set(qn("w:val"), locale)
            continue
        properties = style.find(qn("w:rPr"))
        if properties is None:
            properties = OxmlElement("w:rPr")
            style.append(properties)
        language = properties.find(qn("w:lang"))
        if language is None:
            language = OxmlElement("w:lang")
            properties.append(language)
        language.set(qn("w:val"), locale)


def heading(document: "Document", text: str, level: int) -> None:
    """Write a heading in Word's own style, so that it stands in the list of headings; bold text where a template has none."""
    try:
        document.add_heading(text, level)
    except KeyError:
        document.add_paragraph().add_run(text).bold = True


def add(document: "Document", part: Part, page: Page) -> None:
    """Write one part."""
    if isinstance(part, Sentence):
        document.add_paragraph().add_run(part.text).bold = part.strong or None
    elif isinstance(part, Note):
        small(document.add_paragraph(part.text))
    elif isinstance(part, Steps):
        for item in part.items:
            styled(document, item, "List Number" if part.numbered else "List Bullet")
    elif isinstance(part, Chart):
        picture(document, part)
        if part.behind:
            table(document, part.behind, page)
    else:
        table(document, part, page)


def styled(document: "Document", text: str, style: str) -> "Paragraph":
    """Write a paragraph in a style of Word's; plain where a template lacks it."""
    known = {one.name for one in document.styles}
    return document.add_paragraph(text, style=style if style in known else None)


def small(paragraph: "Paragraph") -> None:
    """Print a paragraph small."""
    from docx.shared import Pt

    for run in paragraph.runs:
        run.font.size = Pt(SMALL)


def picture(document: "Document", chart: Chart) -> None:
    """Write a chart: its title, the picture with its alternative text, and how to read it."""
    from docx.shared import Cm

    styled(document, chart.title, "Caption").paragraph_format.keep_with_next = True
    place = document.add_paragraph()
    place.paragraph_format.keep_with_next = True
    shape = place.add_run().add_picture(BytesIO(chart.png()), width=Cm(room(document)))
    if shape.height > Cm(TALLEST_CM):
        shape.width, shape.height = Cm(room(document) * Cm(TALLEST_CM) / shape.height), Cm(TALLEST_CM)
    described = shape._inline.docPr
    described.set("descr", chart.alt)
    described.set("title", chart.title)
    small(document.add_paragraph(chart.how_to_read))


def table(document: "Document", part: Table, page: Page) -> None:
    """Write a table with its title above it, a header row that is repeated on every sheet, and a text that says what it holds."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if part.title:
        styled(document, part.title, "Caption").paragraph_format.keep_with_next = True
    known = {style.name for style in document.styles}
    grid: Any = document.add_table(rows=1 + len(part.rows), cols=len(part.columns), style="Table Grid" if "Table Grid" in known else None)
    marked(grid, part, page)
    texts: list[list[str]] = [[column.title for column in part.columns]]
    texts += [[written(cell, page.language) for cell in row.cells] for row in part.rows]
    size = fitted(grid, texts, room(document))
    looks = ["heading", *(row.look for row in part.rows)]
    for row, cells, look in zip(grid.rows, texts, looks, strict=True):
        for at, (cell, text) in enumerate(zip(row.cells, cells, strict=False)):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(size)
            run.bold = look in ("heading", "strong") or None
            if part.columns[at].align == "right":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if part.how_to_read:
        small(document.add_paragraph(part.how_to_read))
    else:
        document.add_paragraph(HARD_SPACE)


def fitted(grid: Any, texts: list[list[str]], room: float) -> int:
    """Make columns as wide as their longest word, share out what is left by their longest line, and give the letters' size in points."""
    from docx.shared import Cm

    columns = [[row[at] for row in texts if at < len(row)] for at in range(len(texts[0]))]
    words = [max(longest(r"[ \n]", text) for text in column) for column in columns]
    shares = [max(longest(r"\n", text) for text in column[1:] or column) for column in columns]
    for size in SIZES:
        needed = [word * size * LETTER + BESIDE_CM for word in words]
        if sum(needed) <= room:
            break
    left = room - sum(needed)
    grid.autofit = False
    for column, need, part in zip(grid.columns, needed, shares, strict=True):
        width = Cm(need + left * part / (sum(shares) or 1) if left > 0 else need * room / sum(needed))
        column.width = width
        for cell in column.cells:
            cell.width = width
    return size


def longest(between: str, text: str) -> int:
    """Give how many letters the longest piece has. between: what parts pieces, as a pattern; a hard space holds a number together."""
    return max(len(piece) for piece in re.split(between, text))


def marked(grid: Any, part: Table, page: Page) -> None:
    """Mark the header row, keep rows whole, and say in words what the table holds."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for at, row in enumerate(grid.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
    own = grid._tbl.tblPr
    look = own.find(qn("w:tblLook"))
    beside = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(BESIDE_CM / 2 * 567)))
        edge.set(qn("w:type"), "dxa")
        beside.append(edge)
    if look is not None:
        look.addprevious(beside)
    else:
        own.append(beside)
    described = part.how_to_read or say(page.language, "memo.table", rows=len(part.rows), columns=len(part.columns))
    for name, text in (("w:tblCaption", part.title), ("w:tblDescription", described)):
        element = OxmlElement(name)
        element.set(qn("w:val"), text)
        own.append(element)
    if look is not None:
        for name, value in (("firstRow", "1"), ("firstColumn", "1" if part.lead else "0"), ("noVBand", "1")):
            look.set(qn(f"w:{name}"), value)

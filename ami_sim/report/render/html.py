"""A page as one HTML file that needs no other file and no server; readable on paper, by a screen reader and without colours."""

from base64 import b64encode
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from ami_sim.report.document import Chart, Page, Part, Table, written


def render(page: Page) -> str:
    """Give the whole file."""
    return template("page.html").render(page=page, body=fragment(page))


def fragment(page: Page) -> str:
    """Give the body alone, for a notebook or another page."""
    return template("body.html").render(page=page, kind=kind, written=written, picture=picture)


@cache
def template(name: str) -> Template:
    """Read a template of this package; every text in it is escaped."""
    found = Environment(
        loader=PackageLoader("ami_sim.report.render", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return found.get_template(name)


def kind(part: Part | Table) -> str:
    """Name a part's kind for the template."""
    return type(part).__name__


def picture(chart: Chart) -> str:
    """Give a chart's picture as an address that holds the picture itself."""
    return f"data:image/png;base64,{b64encode(chart.png()).decode('ascii')}"

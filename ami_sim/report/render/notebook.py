"""A page in a notebook: the HTML of its body, with a style that stays inside it."""

from ami_sim.report.document import Page
from ami_sim.report.render.html import fragment


def render(page: Page) -> str:
    """Give the page as a fragment of HTML."""
    return fragment(page)

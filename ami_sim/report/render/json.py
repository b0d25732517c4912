"""A page for scripts: numbers as numbers, what is not defined as null."""

import json

from ami_sim.report.document import Page


def render(page: Page) -> str:
    """Give the page's data as JSON."""
    return json.dumps(page.as_dict(), ensure_ascii=False, indent=2, default=str, allow_nan=False)

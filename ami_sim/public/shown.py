"""What every result says of itself where it is printed: its page, as text in a terminal and as HTML in a notebook."""

from typing import Any

from ami_sim.report.document import Page
from ami_sim.report.words import Language, preferred


class Shown:
    """A result with a page of its own. A dataclass beside it says `repr=False`, or would print its fields."""

    def page(self, language: Language = "en") -> Page:
        """Give the whole page."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.page().as_text()

    def _repr_html_(self) -> str:
        return self.page(preferred())._repr_html_()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return self.page(preferred())._repr_mimebundle_(include, exclude)

"""Rows of the evidence in a language: texts of the shipped file by their English, numbers and dates as the language writes them."""

from dataclasses import dataclass
from datetime import date

from ami_sim.calibration.evidence import Words
from ami_sim.report.number_formats import write_number
from ami_sim.report.words import Language, say, shipped

DIGITS = 6  # decimals of a figure; zeros at the end are dropped


@dataclass(frozen=True)
class Spoken(Words):
    """The words of rows in a language."""

    language: Language

    def text(self, text: str) -> str:
        """Give a text of the evidence, or a title of the shipped files, in the language; another municipality's own as it stands."""
        return shipped(self.language, shipped(self.language, text, "sources"))

    def number(self, number: float) -> str:
        """Write a number without needless decimals."""
        return write_number(number, decimals_of(number, DIGITS), self.language)

    def day(self, day: date) -> str:
        """Write a date."""
        return say(self.language, "evidence.day", day=day)

    def phrase(self, name: str, **values: str) -> str:
        """Give a phrase of the evidence with its values."""
        return say(self.language, f"evidence.{name}", **values)


def decimals_of(number: float, most: int) -> int:
    """Tell how many decimals a number needs, at most so many."""
    return len(f"{number:.{most}f}".rstrip("0").partition(".")[2])

"""Numbers that stand together in sentences and tables: kronor on one scale, shares, probabilities and parameters' values."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, nan

from ami_sim.report.document import CHANCE, EMPTY, Number
from ami_sim.report.number_formats import HARD_SPACE, Scale, scale_for, smallest_percent, write_number, write_scaled, write_span, write_unit
from ami_sim.report.vocabulary import Language


@dataclass(frozen=True)
class Writer:
    """Writes amounts and spans in one language on one scale."""

    language: Language
    scale: Scale
    base: str = "kr"

    @classmethod
    def of(cls, language: Language, numbers: Sequence[float], unit: str = "kr") -> "Writer":
        """Choose the scale from the numbers that stand together."""
        return cls(language, scale_for(unit, [float(number) for number in numbers]), unit)

    @property
    def unit(self) -> str:
        """The unit in words."""
        return write_unit(self.scale.unit, self.language)

    def cell(self, value: float, low: float = nan, high: float = nan, *, signed: bool = True, resolved: bool = True) -> Number:
        """Give a cell of a table on this scale; `signed`: a difference."""
        return Number(float(value), self.base, float(low), float(high), self.scale, signed, resolved)

    def number(self, value: float, *, signed: bool = True) -> str:
        """Write a number without its unit, or a dash where it is not defined."""
        return write_scaled(float(value), self.scale, self.language, signed=signed) if isfinite(value) else EMPTY

    def amount(self, value: float, *, signed: bool = True) -> str:
        """Write a number with its unit."""
        return f"{self.number(value, signed=signed)}{HARD_SPACE}{self.unit}" if isfinite(value) else EMPTY

    def span(self, low: float, high: float, *, signed: bool = True, resolved: bool = True) -> str:
        """Write an interval without its unit; one that holds chance too is marked."""
        if not (isfinite(low) and isfinite(high)):
            return EMPTY
        return write_span(float(low), float(high), self.scale, self.language, signed=signed) + ("" if resolved else CHANCE)


def percent(share: float, language: Language, decimals: int = 0) -> str:
    """Write a share in per cent, or a dash; what is small but not zero is not written as 0."""
    if not isfinite(share):
        return EMPTY
    if 0 < share < 0.005 and not decimals:
        return f"<{HARD_SPACE}1{HARD_SPACE}%"
    if 0.995 < share < 1 and not decimals:
        return f">{HARD_SPACE}99{HARD_SPACE}%"
    return f"{write_number(100 * share, decimals, language)}{HARD_SPACE}%"


def probability(share: float, trials: int, language: Language) -> str:
    """Write a probability that is a share of so many trials: none of a hundred is below 1 %, not 0 %; all of them is above 99 %."""
    if share in (0.0, 1.0) and trials > 0:
        edge = smallest_percent(trials)
        return f"<{HARD_SPACE}{edge}{HARD_SPACE}%" if share == 0.0 else f">{HARD_SPACE}{100 - edge}{HARD_SPACE}%"
    return percent(share, language)


def figure(value: float, language: Language) -> str:
    """Write a parameter's value with three significant digits."""
    if not isfinite(value):
        return EMPTY
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3 if size >= 0.1 else 4
    return write_number(value, decimals, language)

"""Numbers as people read them: hard spaces between thousands, a true minus, and one unit that suits the whole row."""

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

from ami_sim.report.words import Language, habits, say, title

HARD_SPACE: Final = "\u00a0"
MINUS: Final = "\u2212"
MOST_DECIMALS: Final = 2
MILLION: Final = 1e6  # kr in one mnkr (miljon kronor)
THOUSAND: Final = 1e3  # kr in one tkr (tusen kronor)
HOURS_FROM: Final = 1e4  # hours: more are written in thousands
TKR_FROM: Final = 1e4  # kr: smaller sums are written in kronor
WHOLE_FROM: Final = 100.0  # from here no decimals are needed unless an interval is narrower
TENTHS_FROM: Final = 1.0
MNKR_TENTHS_FROM: Final = 10.0  # mnkr: below this the tens of tkr are written out


class Scale(NamedTuple):
    """How the numbers of one row are written: what they are divided by, the unit after that, and the decimals."""

    divisor: float
    unit: str
    decimals: int


def smallest_percent(trials: int) -> int:
    """Say below how many per cent a share is that none of so many trials showed: 1 at least."""
    return max(1, math.ceil(100 / max(trials, 1)))


def write_number(value: float, decimals: int = 0, language: Language = "en", *, signed: bool = False) -> str:
    """Write a number: hard spaces (U+00A0) between thousands, true minus (U+2212), decimal comma in Swedish.

    `signed` puts a plus before positive numbers. What rounds to zero carries no sign.
    Raises ValueError for a number that is not finite: an empty cell must be written by the caller as empty.
    """
    if not math.isfinite(value):
        raise ValueError(f"cannot write {value!r} as a number: expected a finite value")
    own = habits(language)
    whole, point, rest = f"{abs(value):,.{decimals}f}".partition(".")
    digits = whole.replace(",", own.group) + (own.decimal + rest if point else "")
    if not any(character in "123456789" for character in digits):
        return digits
    if value < 0:
        return MINUS + digits
    return "+" + digits if signed else digits


def scale_for(unit: str, values: Iterable[float], half_widths: Iterable[float] = ()) -> Scale:
    """Choose one scale for numbers that stand together, so that a row never mixes kr, tkr and mnkr.

    Money is written in mnkr from a million, in tkr from ten thousand, else in whole kronor; shares in per cent; many hours in thousands.
    Decimals follow the size of the largest number; an interval narrower than one unit either way is shown with one decimal.
    Values that are not finite are ignored.
    """
    sizes = [abs(value) for value in values if math.isfinite(value)]
    largest = max(sizes, default=0.0)
    divisor, written = _unit_for(unit, largest)
    scaled = largest / divisor
    decimals = 0 if scaled >= WHOLE_FROM else 1 if scaled >= TENTHS_FROM or scaled == 0 else MOST_DECIMALS
    if written in ("kr", "tkr"):
        return Scale(divisor, written, 0)
    if written == "mnkr":
        return Scale(divisor, written, 1 if scaled >= MNKR_TENTHS_FROM else MOST_DECIMALS)
    if any(0 < width / divisor < 1 for width in half_widths):
        decimals = max(decimals, 1)
    return Scale(divisor, written, decimals)


def _unit_for(unit: str, largest: float) -> tuple[float, str]:
    if unit == "kr":
        if largest >= MILLION:
            return MILLION, "mnkr"
        return (THOUSAND, "tkr") if largest >= TKR_FROM else (1.0, "kr")
    if unit == "share":
        return 0.01, "%"
    if unit == "hours" and largest >= HOURS_FROM:
        return THOUSAND, "thousand_hours"
    return 1.0, unit


def write_scaled(value: float, scale: Scale, language: Language = "en", *, signed: bool = False) -> str:
    """Write a number on a row's scale, without its unit."""
    return write_number(value / scale.divisor, scale.decimals, language, signed=signed)


def write_amount(value: float, unit: str, language: Language = "en", *, signed: bool = False, scale: Scale | None = None) -> str:
    """Write a number with its unit: `34.9 mnkr`, `1 175 tkr`, `51.0 days`, `82 %`."""
    chosen = scale_for(unit, [value]) if scale is None else scale
    return write_scaled(value, chosen, language, signed=signed) + HARD_SPACE + write_unit(chosen.unit, language)


def write_unit(unit: str, language: Language = "en") -> str:
    """Write a unit in the language; a unit nobody has named is printed as it is."""
    return title(language, "units", unit)


def write_span(low: float, high: float, scale: Scale, language: Language = "en", *, signed: bool = False) -> str:
    """Write an interval on a row's scale: `−35.3 to −34.5`."""
    low_end, high_end = (write_scaled(end, scale, language, signed=signed) for end in (low, high))
    return say(language, "numbers.span", low=low_end, high=high_end)

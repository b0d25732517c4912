"""Intervals on a quantity's own scale: what cannot be below nought has no end there, and a share stays between 0 and 1.

A half width on the plain scale is carried to the log of 1 + x or to the logit by its slope at the mean (the delta method), and its ends are
carried back. So the mean is inside every interval and no end is where the quantity cannot be.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
COUNTED: Final = ("persons", "jobs", "stays", "months", "days", "hours")  # units of what is never below 0
SHARE: Final = "share"


def ends_on_scale(mean: Floats, half: Floats, units: Sequence[str]) -> tuple[Floats, Floats]:
    """Give the ends of intervals of levels, each on the scale of its unit; kr, steps and shares that are not between 0 and 1 stay plain."""
    low, high = mean - half, mean + half
    unit = np.array(units, dtype=str)
    counted = np.isin(unit, COUNTED) & (mean >= 0) & (half > 0)
    shares = (unit == SHARE) & (mean > 0) & (mean < 1) & (half > 0)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        one = 1 + mean
        stretch = np.exp(half / one)
        low, high = np.where(counted, np.maximum(one / stretch - 1, 0.0), low), np.where(counted, one * stretch - 1, high)
        odds, stretch = mean / (1 - mean), np.exp(half / (mean * (1 - mean)))
        low, high = np.where(shares, odds / (odds + stretch), low), np.where(shares, odds / (odds + 1 / stretch), high)
    return low, high

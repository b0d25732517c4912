"""How long stays are planned: distributions as tables of quantiles, read at -log(u)."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ami_sim.model.tables import DENSITY, QUANTILES

Floats = NDArray[np.float64]
MOST = 0.999  # of a share of people whose length is read from below


@lru_cache(maxsize=512)  # most lengths follow no parameter
def quantiles(kind: str, typical: float, spread: float) -> list[float]:
    """Planned length at e = 0, 1/28, 2/28, ... where e = -log of the upper tail's probability, and again of the lower tail's.

    The upper half of a distribution is read in the first table (exact for exponential lengths), the lower half in the second.

    Lognormal: typical is the median, spread the sd of the log. Gamma: typical is the mean, spread the shape.
    """
    e = np.arange(QUANTILES + 1) / DENSITY
    tail = np.exp(-e)
    return [*upper(kind, typical, spread, e, tail), *lower(kind, typical, spread, tail)]


def lower(kind: str, typical: float, spread: float, tail: Floats) -> list[float]:
    """Give the lengths that a share (`tail`) of people stay below; from half of them on nothing is read."""
    share = np.minimum(tail, MOST)
    if kind == "fixed":
        found: Floats = np.full(len(tail), typical)
    elif kind == "exponential":
        found = -typical * np.log1p(-share)
    elif kind == "lognormal":
        found = np.asarray(typical * np.exp(spread * special.ndtri(share)), np.float64)
    else:
        found = np.asarray(typical / spread * special.gammaincinv(spread, share), np.float64)
    return [float(length) for length in found]


def upper(kind: str, typical: float, spread: float, e: Floats, tail: Floats) -> list[float]:
    """Give the lengths that a share (`tail`) of people stay beyond."""
    found: list[float]
    if kind == "fixed":
        found = [typical] * len(e)
    elif kind == "exponential":
        found = (typical * e).tolist()
    elif kind == "lognormal":
        found = (typical * np.exp(-spread * special.ndtri(tail))).clip(0.0).tolist()
    else:
        found = (typical / spread * special.gammainccinv(spread, tail)).tolist()
    return found


@lru_cache(maxsize=512)
def means_on_grid(kind: str, typical: float, spread: float, grid: float) -> tuple[float, float]:
    """Give the mean of a length, and of the same in whole steps of `grid` (one at least), both over 1 000 of its quantiles."""
    days = np.array(lower(kind, typical, spread, (np.arange(1000) + 0.5) / 1000))
    return float(days.mean()), float(np.maximum(grid, np.floor(days / grid + 0.5) * grid).mean())

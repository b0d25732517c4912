"""How good a forecast was: whether its intervals held what came, the continuous ranked probability score, and what a miss comes from."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ENDS: Final = (0.05, 0.5, 0.95)
EVEN: Final = 1e-9  # how near two numbers are the same


class Score(NamedTuple):
    """One count: what came, the forecast of it as it would have been reported, and how they agree.

    rank: share of forecast years below what came, ties split. crps: in the count's unit, 0 is perfect, and for a forecast of one number it
    is the distance (Gneiting and Raftery 2007). off: by how many of the forecast's own standard deviations it missed.
    """

    name: str
    observed: float
    low: float
    median: float
    high: float
    inside: bool
    rank: float
    crps: float
    off: float
    yes_no: bool = False  # whether something is there (1) or not (0), and not how much


def score(name: str, values: Floats, observed: float, yes_no: bool = False) -> Score:
    """Score the forecast years of one count [draw] against what came."""
    low, median, high = (float(end) for end in np.quantile(values, ENDS))
    below = float((values < observed - EVEN).mean() + 0.5 * (np.abs(values - observed) <= EVEN).mean())
    inside = bool(low - EVEN <= observed <= high + EVEN)
    off = (observed - float(values.mean())) / max(float(values.std()), EVEN) if values.std() > 0 or observed == values.mean() else np.inf
    return Score(name, observed, low, median, high, inside, below, crps(values, observed), float(off), yes_no)


def crps(values: Floats, observed: float) -> float:
    """Give the continuous ranked probability score of an ensemble: mean |x - y| less half the mean |x - x'| over all pairs."""
    ordered = np.sort(values)
    count = len(ordered)
    pairs = 2.0 * float((ordered * (2 * np.arange(1, count + 1) - count - 1)).sum()) / count**2
    return float(np.abs(ordered - observed).mean() - pairs / 2.0)


def miss_by_part(scores: Mapping[str, Score], shares: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Split the misses, squared and in the forecasts' own standard deviations, by what the spread of each count comes from; sums to 1.

    To a first order a miss is expected to come from the parts in proportion to what they add to the spread (the mean of normal parts given
    their sum).
    """
    found: dict[str, float] = {}
    for name, one in scores.items():
        for part, share in shares[name].items():
            found[part] = found.get(part, 0.0) + (one.off**2 if np.isfinite(one.off) else 1.0) * share
    total = sum(found.values())
    return {part: value / total if total else 0.0 for part, value in found.items()}

"""One difference over another, each summed over many runs: kronor per participant, a share of those met, a worth at which a sum is 0."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.analysis.uncertainty import ROUNDING, quantiles_of, resolved, shrunk

Floats = NDArray[np.float64]


class Ratio(NamedTuple):
    """A ratio of means, and what it is in each draw with chance shrunk away. told: draws can be told from chance."""

    mean: float
    by_draw: Floats
    told: bool

    @property
    def chance(self) -> float:
        """Give the share of draws in which it is above 0."""
        return float((self.by_draw > 0).mean())

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Give the credible interval over draws; NaN where there is none."""
        (low,), (high,) = quantiles_of(self.by_draw[None], level)
        return float(low), float(high)


def ratio_of(above: Floats, below: Floats) -> Ratio:
    """Divide what is above by what is below, both [draw, replication]: the ratio of their means, and each draw's own, linearised about it.

    A draw's own is the ratio of the means plus, over its mean below, how far it is above the ratio times what it has below, with the chance
    of its replications shrunk away. Draws with nothing below, or what is left of nothing by rounding, are left out; NaN when there is
    nothing below on average.
    """
    kept = sides_of(below) > 0
    if not kept.any():
        return Ratio(float("nan"), np.full(1, np.nan), False)
    above, below = above[kept], below[kept]
    mean = float(above.mean() / below.mean())
    if min(above.shape) < 2:
        return Ratio(mean, np.full(1, np.nan), False)
    apart = (above - mean * below)[None]
    return Ratio(mean, mean + shrunk(apart)[0] / below.mean(axis=1), bool(resolved(apart)[0]))


def sides_of(runs: Floats) -> Floats:
    """Say of each draw whether its mean is above nought (1), below it (-1), or nought but for rounding (0); runs: [draw, replication]."""
    means = runs.mean(axis=1)
    return np.where(np.abs(means) > ROUNDING * np.abs(runs).max(initial=0.0), np.sign(means), 0.0)

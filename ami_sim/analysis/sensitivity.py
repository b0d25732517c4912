"""What an answer hangs on: how far each parameter moves it, its share of what is not known, and where the decision would turn.

All is read from a smooth fit of draw means on one parameter at a time over the draws there are, so it needs no further run. On a posterior
parameters are correlated: a bar then shows the parameter together with what goes with it. Swings that shuffled parameters give as well are
told apart by a floor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.analysis.smoothing import FEW, smooth

Floats = NDArray[np.float64]
ENDS: Final = (0.05, 0.95)  # quantiles of a parameter's draws between which it is moved
SHUFFLES: Final = 20  # shuffled fits behind the floor below which a swing may be chance
SEED: Final = 19760417  # of the shuffling
STEPS: Final = 200  # points of a parameter's range at which the best option is looked up


@dataclass(frozen=True)
class Bar:
    """What one parameter does to a quantity: its expected value at the parameter's 5th and 95th percentile, and those two values.

    importance: cross-validated share of the variance of the expected value that the parameter alone explains, 0 to 1 (NaN when that
    variance cannot be told from chance). floor: the swing that 95 of 100 shuffled parameters stay below.
    """

    name: str
    low: float
    high: float
    at_low: float
    at_high: float
    importance: float
    floor: float

    @property
    def swing(self) -> float:
        """Distance between the two ends, in the quantity's unit."""
        return abs(self.high - self.low)

    @property
    def seen(self) -> bool:
        """Whether the swing is larger than shuffled parameters give."""
        return self.swing > self.floor


@dataclass(frozen=True)
class Turn:
    """A value of a parameter at which another option becomes the best, going upwards."""

    value: float
    before: int
    after: int


@dataclass(frozen=True)
class Threshold:
    """Where the decision turns along one parameter's range (5th to 95th percentile of its draws); no turns: never within it."""

    name: str
    low: float
    high: float
    turns: tuple[Turn, ...]


def tornado(phi: Floats, x: Floats, names: Sequence[str], tau2: float) -> list[Bar]:
    """Fit x [draw] on each column of phi [draw, parameter] and give the bars, the largest swing first; constant parameters are left out.

    tau2: variance of the expected value of x over draws.
    """
    varies = [at for at in range(phi.shape[1]) if np.ptp(phi[:, at]) > 0]
    if not varies:
        return []
    floor = swing_of_nothing(phi[:, varies], x)
    bars = []
    for at in varies:
        column = phi[:, [at]]
        fit = smooth(column, x[:, None])
        ends = np.quantile(column[:, 0], ENDS)
        low, high = along(column[:, 0], fit.values[:, 0], ends)
        share = float(np.clip(fit.r2[0] * x.var(ddof=1) / tau2, 0.0, 1.0)) if tau2 > 0 else np.nan
        bars.append(Bar(names[at], float(low), float(high), float(ends[0]), float(ends[1]), share, floor))
    return sorted(bars, key=lambda bar: -bar.swing)


def swing_of_nothing(phi: Floats, x: Floats) -> float:
    """Give the swing that 95 of 100 shuffled columns of phi stay below: what chance alone looks like in a tornado."""
    rng = np.random.default_rng(SEED)
    swings = []
    for at in range(SHUFFLES):
        column = rng.permutation(phi[:, at % phi.shape[1]])
        low, high = along(column, smooth(column[:, None], x[:, None]).values[:, 0], np.quantile(column, ENDS))
        swings.append(abs(float(high - low)))
    return float(np.quantile(swings, 0.95))


def threshold(column: Floats, benefits: Floats, name: str) -> Threshold:
    """Find where the best option changes as one parameter [draw] moves through its range. benefits: draw means [draw, option].

    The expected benefit of every option given the parameter is a smooth fit; other parameters are averaged over as they are.
    """
    ends = np.quantile(column, ENDS)
    grid = np.linspace(ends[0], ends[1], STEPS)
    fitted = smooth(column[:, None], benefits).values
    curves = np.column_stack([along(column, fitted[:, at], grid) for at in range(benefits.shape[1])])
    best = curves.argmax(axis=1)
    turns = []
    for at in np.flatnonzero(np.diff(best)).tolist():
        before, after = int(best[at]), int(best[at + 1])
        gap = curves[[at, at + 1], before] - curves[[at, at + 1], after]
        part = float(gap[0] / (gap[0] - gap[1])) if gap[0] != gap[1] else 0.5
        turns.append(Turn(float(grid[at] + part * (grid[at + 1] - grid[at])), before, after))
    return Threshold(name, float(ends[0]), float(ends[1]), tuple(turns))


def along(column: Floats, fitted: Floats, at: Floats) -> Floats:
    """Read a one-parameter fit, known at the draws, at other values of the parameter (straight between draws)."""
    values, first = np.unique(column, return_index=True)
    return np.asarray(np.interp(at, values, fitted[first]))


@dataclass(frozen=True)
class Share:
    """Share of the variance of an expected value that some columns explain, 0 to 1, and what 95 of 100 shuffles of them stay below."""

    share: float
    floor: float

    @property
    def seen(self) -> bool:
        """Whether the share is larger than shuffled columns give."""
        return self.share > self.floor


def explained(columns: Floats, x: Floats, tau2: float) -> Share:
    """Give the share of tau2 that columns [draw, p] explain of draw means x [draw]; NaN when tau2 is not above 0 or draws are too few.

    Up to three columns by a smooth fit, judged on draws left out; more by straight lines, corrected for their number: with few draws
    a smooth fit of many columns sees nothing. Bends of many columns count as unexplained, so the share is rather too low.
    """
    varies = columns[:, np.ptp(columns, axis=0) > 0] if columns.size else columns
    if not tau2 > 0 or len(x) < 2 * (varies.shape[1] + 2):
        return Share(float("nan"), float("nan"))
    if varies.shape[1] == 0:
        return Share(0.0, 0.0)
    rng = np.random.default_rng(SEED)
    shuffled = [_explained(varies[rng.permutation(len(x))], x) for _ in range(2 * SHUFFLES)]
    found, floor = _explained(varies, x), float(np.quantile(shuffled, 0.95))
    scale = float(x.var(ddof=1)) / tau2
    return Share(float(np.clip(found * scale, 0.0, 1.0)), float(np.clip(floor * scale, 0.0, 1.0)))


def _explained(columns: Floats, x: Floats) -> float:
    """Share of the variance of x itself."""
    if columns.shape[1] <= FEW:
        return float(smooth(columns, x[:, None]).r2[0])
    z = np.column_stack((np.ones(len(x)), (columns - columns.mean(axis=0)) / columns.std(axis=0)))
    rest = x - z @ np.linalg.lstsq(z, x, rcond=None)[0]
    whole = float(x.var(ddof=1))
    return max(0.0, 1 - float(rest @ rest) / (len(x) - z.shape[1]) / whole) if whole > 0 else 0.0

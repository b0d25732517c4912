"""How many draws and how many replications of each, and when the answer is sharp enough to stop.

Runs X_ij of draw i vary with the draw (tau2, variance of the expected value) and with chance (sig2). The mean of n draws with m
replications has variance (tau2 + sig2/m)/n, estimated without bias by that of the draw means, whatever m is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from ami_sim.analysis.differences import LEVEL
from ami_sim.analysis.uncertainty import parts_of_variance, ratio_interval

Floats = NDArray[np.float64]
FEWEST, MOST = 2, 50  # replications a draw: two tell chance from parameters; beyond fifty draws would be too few
START: Final = 30  # draws before which a half-width is too rough to stop on


@dataclass(frozen=True)
class Allocation:
    """The parts of variance and the replications a draw that use a given number of runs best.

    ratio: sig2/tau2 (infinite where draws cannot be told from chance), low and high: its exact interval under normality. for_mean: when
    the mean is wanted. for_spread: when tau2 is wanted, and with it the credible interval and what information is worth.
    """

    tau2: float
    sig2: float
    ratio: float
    low: float
    high: float
    for_mean: int
    for_spread: int


@dataclass(frozen=True)
class Target:
    """How sharp a mean is to be: the half-width of its computing interval.

    kind: "absolute" for differences from the reference, in the measure's unit; "relative" for levels, as a share of the mean (a relative
    target does not exist near 0).
    """

    measure: str
    actor: str
    half_width: float
    kind: Literal["absolute", "relative"]


@dataclass(frozen=True)
class Reached:
    """One target for one option: the half-width there is, the one that was wanted (both in the measure's unit), and whether it is met."""

    target: Target
    option: str
    mean: float
    half_width: float
    wanted: float
    draws: int
    reached: bool


def allocate(runs: Floats, *, draw_cost: float = 0.0, level: float = LEVEL) -> Allocation:
    """Split the variance of pilot runs [draw, replication] and give the best number of replications a draw.

    draw_cost: cost of a draw, counted in runs. For the mean it is sqrt(draw_cost sig2/tau2); for tau2 with runs given it is
    1 + sig2/tau2, where Var(tau2) is about (2 tau2²/N)(m + 2r + r²/(m-1)); both within 2 to 50. The interval of the ratio: one-way random
    effects, F with n-1 and n(m-1) degrees of freedom. Raises ValueError for fewer than two draws or replications.
    """
    draws, each = runs.shape if runs.ndim == 2 else (0, 0)
    if draws < 2 or each < 2:
        raise ValueError(f"runs: shape {runs.shape}; expected [draw, replication] with two of each or more")
    tau2, sig2 = (float(part[0]) for part in parts_of_variance(runs[None]))
    ratio = sig2 / tau2 if tau2 > 0 else (inf if sig2 > 0 else 0.0)
    low, high = 0.0, 0.0
    if sig2 > 0:
        low, high = (1 / float(end[0]) if end[0] > 0 else inf for end in reversed(ratio_interval(runs[None], level)))
    return Allocation(tau2, sig2, ratio, low, high, _clipped(sqrt(draw_cost * ratio) if draw_cost > 0 else 0.0), _clipped(1 + ratio))


def spread_of_tau2(tau2: float, ratio: float, runs: int, replications: int) -> float:
    """Give the standard deviation of the estimate of tau2 from that many runs in all, normal theory."""
    m = replications
    return sqrt(2 * tau2**2 / runs * (m + 2 * ratio + ratio**2 / (m - 1)))


def reached(draw_means: Sequence[Mapping[str, Floats]], targets: Sequence[Target], level: float = LEVEL) -> list[Reached]:
    """Judge each target for every option. draw_means: for each target, the draws' means by option: differences or levels as its kind asks.

    The unit of analysis is the draw's mean (NaN: not defined in that draw, left out); half-widths are Student's. A share g of the mean asks
    for g/(1+g) of the estimated |mean|, which keeps the error within g of the true one (Law, Simulation Modeling and Analysis, 5th ed.
    2015, 9.4.1). Fewer than 30 draws never reach a target. Where nothing is defined there is nothing to judge, and no row.
    """
    from scipy.special import stdtrit

    found = []
    for means, target in zip(draw_means, targets, strict=True):
        for option, values in means.items():
            units = values[~np.isnan(values)]
            n = len(units)
            if n == 0:
                continue
            mean = float(units.mean())
            half = float(stdtrit(n - 1, (1 + level) / 2)) * float(units.std(ddof=1)) / sqrt(n) if n > 1 else inf
            share = target.half_width / (1 + target.half_width)
            wanted = target.half_width if target.kind == "absolute" else share * abs(mean)
            found.append(Reached(target, option, mean, half, wanted, n, n >= START and half <= wanted))
    return found


def _clipped(replications: float) -> int:
    return round(min(max(replications, FEWEST), MOST))

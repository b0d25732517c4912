"""The chance that an outlay has come back within so many years: a share of runs, with an interval that fits a share."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.differences import COMPUTING

PREFIX: Final = "payback_within_"
Floats = NDArray[np.float64]


def wilson(share: Floats, count: NDArray[np.int64], level: float) -> tuple[Floats, Floats]:
    """Give Wilson's interval (1927) for a share of `count` independent units: it keeps a width when none or all of them say yes."""
    from scipy.special import ndtri

    z = float(ndtri((1 + level) / 2))
    weight = 1 / (1 + z * z / count)
    middle = weight * (share + z * z / (2 * count))
    half = weight * z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    low: Floats = np.where(share == 0, 0.0, np.maximum(middle - half, 0.0))
    high: Floats = np.where(share == 1, 1.0, np.minimum(middle + half, 1.0))
    return low, high


def with_intervals_of_shares(summary: pd.DataFrame) -> pd.DataFrame:
    """Replace the t interval of every level of `payback_within_*` by Wilson's; the frame handed in is not changed.

    The units are replications when there is one draw of the parameters, else draws: with several the interval is rather too wide, for a
    draw's own share already averages its replications. A share over one unit has no interval. Differences keep theirs.
    """
    chosen = summary["measure"].str.startswith(PREFIX) & (summary["reference"] == "") & (summary["interval"] == COMPUTING)
    units = summary["draws"].where(summary["draws"] > 1, summary["replications"])
    chosen &= units > 1
    rows = summary[chosen]
    if rows.empty:
        return summary
    changed = summary.copy()
    low, high = wilson(rows["mean"].to_numpy(np.float64), units[chosen].to_numpy(np.int64), float(rows["level"].iloc[0]))
    changed.loc[chosen, "ci_low"], changed.loc[chosen, "ci_high"] = low, high
    return changed

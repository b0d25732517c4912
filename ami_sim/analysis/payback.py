"""The chance that an outlay has come back within so many years: a share of runs, with an interval that fits a share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.differences import COMPUTING
from ami_sim.analysis.uncertainty import CREDIBLE

PAYING: Final = ("municipality", "state", "public", "society")  # whose outlay may come back
YEARS: Final = (1, 3, 5, 10)
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


@dataclass(frozen=True)
class PaidBack:
    """The chance that one option's outlay has come back to a payer for good within so many years, 0 to 1 (NaN: not in the results)."""

    payer: str
    option: str
    years: int
    chance: float


def paid_back(summary: pd.DataFrame, options: Sequence[str]) -> tuple[PaidBack, ...]:
    """Read the chances of having been paid back from a stored summary, payer by payer, options within, years within; never a mean time."""
    rows = summary[summary["measure"].str.startswith(PREFIX) & (summary["reference"] == "") & (summary["interval"] != CREDIBLE)]
    shares = rows.drop_duplicates(["measure", "actor", "scenario"]).set_index(["measure", "actor", "scenario"])["mean"]
    return tuple(
        PaidBack(actor, option, years, float(shares.get((f"{PREFIX}{years}y", actor, option), float("nan"))))
        for actor in PAYING
        for option in options
        for years in YEARS
    )

"""Runs of a cohort summed up: kr a person with the three intervals of the project, and what must be gained to pay."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.estimate import Estimate, estimate

Floats = NDArray[np.float64]
LIFE: Final = float("inf")
SPANS: Final = (1.0, 5.0, 10.0, LIFE)  # years since entry
PAYERS: Final = ("municipality", "region", "state", "elsewhere", "public", "person", "employer", "society")


@dataclass(frozen=True)
class Interval:
    """A number with the ends of the credible interval of its expected value; NaN where there are too few draws or replications."""

    mean: float
    low: float
    high: float


def row_of(found: Estimate) -> dict[str, float]:
    """Lay out an estimate: mean; low and high of the credible interval; half the computing error's; ends for one future cohort."""
    return {
        "mean": found.mean,
        "low": found.low,
        "high": found.high,
        "computing": found.half,
        "cohort_low": found.lowest,
        "cohort_high": found.highest,
        "resolved": found.resolved,
    }


def summed_up(runs: Floats, unit: str = "kr") -> dict[str, float]:
    """Sum up runs [draw, replication] of one number."""
    return row_of(estimate(runs, unit))


def table_of(rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Make a frame of rows."""
    return pd.DataFrame(list(rows))


def months_to_pay(cost: float, month: Floats) -> Interval:
    """Give how many months of exclusion an effort must take away to pay for itself at a cost a person, from worths of a month [draw].

    Infinite where a month less is worth nothing or less to the payer.
    """
    with np.errstate(divide="ignore"):
        needed = np.where(month > 0, cost / np.where(month > 0, month, 1.0), np.inf)
    low, high = np.quantile(needed, [0.025, 0.975], method="inverted_cdf") if len(needed) > 1 else (np.nan, np.nan)
    middle = float(month.mean())
    return Interval(cost / middle if middle > 0 else np.inf, float(low), float(high))

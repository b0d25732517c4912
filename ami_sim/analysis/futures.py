"""How a difference against the reference lies over the simulated futures, run by run: no bell is assumed."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DOTS: Final = 20  # of a dot plot: few enough to count, each one future of twenty


def differences_by_run(measures: pd.DataFrame, option: str, reference: str, measure: str, actor: str = "", group: str = "") -> Floats:
    """Give an option's difference against the reference in each run, from the lowest; empty where either lacks the measure.

    measures: the long frame `draw, replication, scenario, measure, actor, group, unit, value`. A run is left out where it is not defined.
    """
    chosen = measures[(measures["measure"] == measure) & (measures["actor"] == actor) & (measures["group"] == group)]
    wide = chosen.pivot_table(index=["draw", "replication"], columns="scenario", values="value", observed=True)
    if option not in wide or reference not in wide:
        return np.array([], np.float64)
    return np.sort((wide[option] - wide[reference]).dropna().to_numpy(np.float64))


def dots(values: Floats, count: int = DOTS) -> Floats:
    """Give the values that so many equally likely futures stand for: quantiles at the middle of each share; all, where there are fewer."""
    if len(values) <= count:
        return np.sort(values)
    found: Floats = np.quantile(values, (np.arange(count) + 0.5) / count, method="inverted_cdf")
    return found


def at_most(values: Floats) -> Floats:
    """Give for each of the sorted values the share of futures that lie at or below it."""
    return np.arange(1, len(values) + 1) / len(values)

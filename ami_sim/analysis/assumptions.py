"""How much of an answer's spread comes from assumptions: parameters that no published figure informs."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.differences import arrange
from ami_sim.analysis.uncertainty import parts_of_variance, resolved

FEWEST: Final = 4  # draws per parameter below which a regression says nothing
Floats = NDArray[np.float64]


def share_from(
    replications: pd.DataFrame, thetas: Sequence[Mapping[str, float]], names: Sequence[str], *, reference: str, measure: str, actor: str
) -> dict[str, float]:
    """Give, by option, the share of the expected difference's variance over parameters that a group of them explains.

    The draws' mean differences are regressed on the group (standardised, linear); the explained variance, corrected for the number of
    regressors, is divided by tau2, the variance that parameters have in it. Options whose draws cannot be told from chance are left out,
    and all when draws are few. An interaction or a bend counts as unexplained, so the share is rather too low.
    """
    table = arrange(replications[(replications["measure"] == measure) & (replications["actor"] == actor)], [reference], None)
    z = np.array([[theta[name] for name in names] for theta in thetas])
    z = z[:, z.std(axis=0) > 0]
    draws, columns = z.shape
    if draws < FEWEST * (columns + 1) or columns == 0 or len(set(table.sizes)) > 1 or min(table.sizes) < 2:
        return {}
    x = np.column_stack((np.ones(draws), (z - z.mean(axis=0)) / z.std(axis=0)))
    everybody = table.keys.index[table.keys["group"] == ""][0]
    against = table.values[table.scenarios.index(reference), everybody]
    found = {}
    for at, scenario in enumerate(table.scenarios):
        if scenario == reference:
            continue
        runs = (table.values[at, everybody] - against).reshape(1, draws, -1)
        tau2, _ = parts_of_variance(runs)
        if not (tau2[0] > 0 and resolved(runs)[0]):
            continue
        means = runs[0].mean(axis=1)
        rest = means - x @ np.linalg.lstsq(x, means, rcond=None)[0]
        explained = means.var(ddof=1) - (rest @ rest) / (draws - columns - 1)
        found[scenario] = float(np.clip(explained / tau2[0], 0.0, 1.0))
    return found

"""Three intervals that must not share a name: for the computing, for the expected effect, and for one future.

With n parameter draws and m replications of each, X_ij varies with the draw (variance tau2) and with chance (sig2). The spread of the
mean that more computing removes is `computing` (`differences.py`). `credible` holds what is not known about the expected value: quantiles
of the draws' means, shrunk so that their variance is tau2 (Louis 1984; Ghosh 1992). Where draws cannot be told from chance an estimate of
tau2 is mostly noise, and shrinking by it would give a narrow interval out of nothing: there the means stand as they are, chance included,
and the interval is rather too wide (`resolved`). `prediction` holds one realised future: all runs pooled.
"""

import warnings
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.differences import COMPUTING, LEVEL, SUMMARY_COLUMNS, arrange

CREDIBLE: Final = "credible"  # for the expected value: what is not known about the parameters, chance averaged away
PREDICTION: Final = "prediction"  # for one future: parameters and chance; for a difference under the same fates
FEW: Final = 20  # draws below which quantiles of their means are no interval by themselves
Floats = NDArray[np.float64]


def intervals(
    replications: pd.DataFrame,
    *,
    experiment: str,
    references: Sequence[str] = (),
    scenarios: Sequence[str] | None = None,
    level: float = LEVEL,
    order: Sequence[str] = (),
) -> pd.DataFrame:
    """Give credible and prediction intervals of levels and paired differences, in the columns of the summary.

    Needs two draws with two replications each at least; gives no rows otherwise. `resolved` is false for a credible interval that holds
    chance as well. What is not defined in every run has a mean and no interval. `order` and errors as `summarise`.
    """
    table = arrange(replications, references, scenarios, order)
    if len(table.sizes) < 2 or min(table.sizes) < 2 or len(set(table.sizes)) > 1:
        return pd.DataFrame(columns=list(SUMMARY_COLUMNS))
    shape = (len(table.keys), len(table.sizes), table.sizes[0])
    parts = []
    for reference in ("", *references):
        for at, scenario in enumerate(table.scenarios):
            if scenario == reference:
                continue
            values = table.values[at] - table.values[table.scenarios.index(reference)] if reference else table.values[at]
            runs = values.reshape(shape)
            with np.errstate(invalid="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # a key that is defined nowhere has no mean
                mean = np.nanmean(values, axis=1)
            told = resolved(runs, level)
            kinds = ((CREDIBLE, credible(runs, level), told), (PREDICTION, pooled(runs, level), np.ones_like(told)))
            for kind, (low, high), sure in kinds:
                parts.append(
                    table.keys.assign(
                        experiment=experiment,
                        scenario=scenario,
                        reference=reference,
                        mean=mean,
                        interval=kind,
                        ci_low=low,
                        ci_high=high,
                        level=level,
                        draws=shape[1],
                        replications=shape[2],
                        resolved=sure,
                    )
                )
    found = pd.concat(parts, ignore_index=True)
    kept: pd.DataFrame = found.loc[~np.isnan(found["mean"]), list(SUMMARY_COLUMNS)].reset_index(drop=True)
    return kept


def parts_of_variance(runs: Floats) -> tuple[Floats, Floats]:
    """Split the variance of runs [key, draw, replication] into that of the expected value (tau2) and that of chance (sig2)."""
    replications = runs.shape[2]
    between = runs.mean(axis=2).var(axis=1, ddof=1)
    within = runs.var(axis=2, ddof=1).mean(axis=1)
    return np.maximum(between - within / replications, 0.0), within


def resolved(runs: Floats, level: float = LEVEL) -> NDArray[np.bool_]:
    """Tell for which keys of runs [key, draw, replication] draws can be told from chance: the exact interval of tau2 / sig2 leaves out 0.

    Numbers without chance are told.
    """
    low, _ = ratio_interval(runs, level)
    found: NDArray[np.bool_] = ~(low <= 0) | (runs.var(axis=2, ddof=1).mean(axis=1) == 0)
    return found


def ratio_interval(runs: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Give the exact interval of tau2 / sig2 of each key: F over its quantiles, less 1, by the replications; below 0 where it is not told.

    One-way random effects under normality: F = m S_B² / S_W² with n - 1 and n (m - 1) degrees of freedom. Infinite, or not defined, for
    numbers without chance.
    """
    from scipy.special import fdtri

    _, draws, each = runs.shape
    between, within = runs.mean(axis=2).var(axis=1, ddof=1), runs.var(axis=2, ddof=1).mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = each * between / within
    high, low = ((found / fdtri(draws - 1, draws * (each - 1), tail) - 1) / each for tail in ((1 - level) / 2, (1 + level) / 2))
    return low, high


def shrunk(runs: Floats) -> Floats:
    """Draw means [key, draw] shrunk towards the grand mean until their variance is tau2; as they are where draws are not `resolved`."""
    tau2, sig2 = parts_of_variance(runs)
    means = runs.mean(axis=2)
    middle = means.mean(axis=1, keepdims=True)
    total = tau2 + sig2 / runs.shape[2]
    kappa = np.where(resolved(runs), np.sqrt(np.divide(tau2, total, out=np.ones_like(tau2), where=total > 0)), 1.0)
    return np.asarray(middle + kappa[:, None] * (means - middle))


def credible(runs: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Interval for the expected value of each key; where draws are not `resolved` it holds chance too and is rather too wide.

    With few draws it is never narrower than the computing error of the mean: quantiles of a handful lie too close together.
    """
    from scipy.special import stdtrit

    low, high = np.quantile(shrunk(runs), [(1 - level) / 2, (1 + level) / 2], axis=1)
    means, draws = runs.mean(axis=2), runs.shape[1]
    if draws >= FEW:
        return low, high
    middle, half = means.mean(axis=1), stdtrit(draws - 1, (1 + level) / 2) * means.std(axis=1, ddof=1) / np.sqrt(draws)
    return np.minimum(low, middle - half), np.maximum(high, middle + half)


def pooled(runs: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Interval for one realised future of each key: quantiles of all runs."""
    low, high = np.quantile(runs.reshape(len(runs), -1), [(1 - level) / 2, (1 + level) / 2], axis=1)
    return low, high


def shown(summary: pd.DataFrame) -> str:
    """Say which interval tables and sentences show: the credible one when there is one, else that of the computing."""
    return CREDIBLE if bool((summary["interval"] == CREDIBLE).any()) else COMPUTING

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

from ami_sim.analysis.differences import COMPUTING, LEVEL, SUMMARY_COLUMNS, Values, arranged
from ami_sim.analysis.scales import ends_on_scale

CREDIBLE: Final = "credible"  # for the expected value: what is not known about the parameters, chance averaged away
PREDICTION: Final = "prediction"  # for one future: parameters and chance; for a difference under the same fates
FEWEST_RUNS: Final = 20  # runs below which there is no interval for one future
FEW: Final = 20  # draws below which quantiles of their means are no interval by themselves
ROUNDING: Final = 1e-12  # of numbers: sums of the same amounts in another order differ by less
SMALL: Final = 1e-9  # variances below it are held against the size of their numbers
Floats = NDArray[np.float64]


def intervals(
    replications: pd.DataFrame | Values,
    *,
    experiment: str,
    references: Sequence[str] = (),
    scenarios: Sequence[str] | None = None,
    level: float = LEVEL,
    order: Sequence[str] = (),
) -> pd.DataFrame:
    """Give credible and prediction intervals of levels and paired differences, in the columns of the summary.

    Needs two draws with two replications each at least; gives no rows otherwise. `free_of_chance` is false for a credible interval that
    holds chance as well. What is not defined in every run has a mean and no interval. `order` and errors as `summarise`.
    """
    table = arranged(replications, references, scenarios, order)
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
            units = () if reference else tuple(table.keys["unit"])
            kinds = ((CREDIBLE, credible(runs, level, units), told), (PREDICTION, pooled(runs, level), np.ones_like(told)))
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
                        free_of_chance=sure,
                    )
                )
    found = pd.concat(parts, ignore_index=True)
    kept: pd.DataFrame = found.loc[~np.isnan(found["mean"]), list(SUMMARY_COLUMNS)].reset_index(drop=True)
    return kept


def parts_of_variance(runs: Floats) -> tuple[Floats, Floats]:
    """Split the variance of runs [key, draw, replication] into that of the expected value (tau2) and that of chance (sig2)."""
    replications = runs.shape[2]
    between, within = means_of(runs).var(axis=1, ddof=1), within_of(runs)
    return np.maximum(between - within / replications, 0.0), within


def means_of(runs: Floats) -> Floats:
    """Average the replications of each draw [key, draw]; runs: [key, draw, replication]."""
    found: Floats = by_replication(runs).mean(axis=0)
    return found


def within_of(runs: Floats) -> Floats:
    """Give the variance of a draw's replications, averaged over draws [key]; runs: [key, draw, replication]. What is rounding is none."""
    found: Floats = by_replication(runs).var(axis=0, ddof=1).mean(axis=1)
    small = np.flatnonzero(found < SMALL)
    found[small[found[small] <= (ROUNDING * np.abs(runs[small]).max(axis=(1, 2), initial=0.0)) ** 2]] = 0.0
    return found


def by_replication(runs: Floats) -> Floats:
    """Lay runs out by replication first: sums over a few numbers each, many times over, take numpy long."""
    return np.ascontiguousarray(np.moveaxis(runs, 2, 0))


def resolved(runs: Floats, level: float = LEVEL) -> NDArray[np.bool_]:
    """Tell for which keys of runs [key, draw, replication] draws can be told from chance: the exact interval of tau2 / sig2 leaves out 0.

    Numbers without chance are told.
    """
    low, _ = ratio_interval(runs, level)
    found: NDArray[np.bool_] = ~(low <= 0) | (within_of(runs) == 0)
    return found


def ratio_interval(runs: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Give the exact interval of tau2 / sig2 of each key: F over its quantiles, less 1, by the replications; below 0 where it is not told.

    One-way random effects under normality: F = m S_B² / S_W² with n - 1 and n (m - 1) degrees of freedom. Infinite, or not defined, for
    numbers without chance.
    """
    from scipy.special import fdtri

    _, draws, each = runs.shape
    between, within = means_of(runs).var(axis=1, ddof=1), within_of(runs)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = each * between / within
    high, low = ((found / fdtri(draws - 1, draws * (each - 1), tail) - 1) / each for tail in ((1 - level) / 2, (1 + level) / 2))
    return low, high


def shrunk(runs: Floats) -> Floats:
    """Draw means [key, draw] shrunk towards the grand mean until their variance is tau2; as they are where draws are not `resolved`."""
    tau2, sig2 = parts_of_variance(runs)
    means = means_of(runs)
    middle = means.mean(axis=1, keepdims=True)
    total = tau2 + sig2 / runs.shape[2]
    kappa = np.where(resolved(runs), np.sqrt(np.divide(tau2, total, out=np.ones_like(tau2), where=total > 0)), 1.0)
    return np.asarray(middle + kappa[:, None] * (means - middle))


def credible(runs: Floats, level: float = LEVEL, units: Sequence[str] = ()) -> tuple[Floats, Floats]:
    """Interval for the expected value of each key; where draws are not `resolved` it holds chance too and is rather too wide.

    With few draws it is never narrower than the computing error of the mean: quantiles of a handful lie too close together. It never lies
    beside its mean. units: of the keys, for levels, whose error is on their own scale (`scales.py`).
    """
    from scipy.special import stdtrit

    low, high = quantiles_of(shrunk(runs), level)
    means, draws = means_of(runs), runs.shape[1]
    middle = means.mean(axis=1)
    low, high = np.minimum(low, middle), np.maximum(high, middle)
    if draws >= FEW:
        return low, high
    half = stdtrit(draws - 1, (1 + level) / 2) * means.std(axis=1, ddof=1) / np.sqrt(draws)
    least, most = ends_on_scale(middle, half, units) if units else (middle - half, middle + half)
    return np.minimum(low, least), np.maximum(high, most)


def pooled(runs: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Interval for one realised future of each key: quantiles of all runs; NaN with fewer than `FEWEST_RUNS`, which hold no such ends.

    With replications it is never narrower than that of the expected value.
    """
    every = runs.reshape(len(runs), -1)
    if every.shape[1] < FEWEST_RUNS:
        none = np.full(len(runs), np.nan)
        return none, none
    low, high = quantiles_of(every, level)
    if min(runs.shape[1:]) < 2:
        return low, high
    least, most = quantiles_of(shrunk(runs), level)
    return np.minimum(low, least), np.maximum(high, most)


def quantiles_of(values: Floats, level: float) -> tuple[Floats, Floats]:
    """Give the ends between which so large a part of what is drawn falls, by rows of independent draws.

    Weibull's plotting positions: the interval of n draws then holds the level of what is drawn next, where numpy's own rule holds 0.90 of
    it at 20 draws and 0.93 at 100. Rows that are alike throughout keep their value.
    """
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=1, method="weibull")
    return low, high


def shown(summary: pd.DataFrame) -> str:
    """Say which interval tables and sentences show: the credible one when there is one, else that of the computing."""
    return CREDIBLE if bool((summary["interval"] == CREDIBLE).any()) else COMPUTING

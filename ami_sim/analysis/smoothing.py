"""Smooth regression of noisy draw means on parameters: what is expected given only some of the parameters.

Regression averages away both chance and the parameters that are left out, so one noisy run a draw is enough (Strong, Oakley and Brennan
2014, Medical Decision Making 34:311-326). A straight line is not: it misses every bend. Few columns get cubic splines with all pairwise
products, many columns low splines with products of the columns; the ridge penalty is chosen by leave-one-out cross-validation.
"""

import warnings
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
KNOTS: Final = 8  # knots of a single column's spline, at quantiles
KNOTS_OF_PAIRS: Final = 4  # knots of each column in the products of two splines
KNOTS_OF_MANY: Final = 5  # knots a column when there are more than `FEW` of them
FEW: Final = 3  # columns up to which splines are multiplied
PENALTIES: Final = np.logspace(-4, 6, 31)  # ridge penalties tried, for columns of order one and unscaled sums of squares
FOLDS: Final = 5
SEED: Final = 20140311  # of the folds: the same data give the same R²


@dataclass(frozen=True)
class Fit:
    """Fitted values [n, k] and cross-validated R² [k] (0 at least: a fit that predicts worse than the mean explains nothing)."""

    values: Floats
    r2: Floats


@dataclass(frozen=True)
class Smoother:
    """A smoothing problem that has been set up: the design [n, c] and each column's penalty [k]; refitted quickly on resampled rows."""

    design: Floats
    penalties: Floats

    @classmethod
    def of(cls, phi: Floats, x: Floats) -> "Smoother":
        """Lay out the design for parameters phi [n, p] and choose the penalty of every column of x [n, k]."""
        tried = [(found, *chosen_penalties(found, x)) for found in designs(phi)]
        best, penalties, _ = max(tried, key=lambda one: one[2])
        return cls(best, penalties)

    def fitted(self, x: Floats, counts: Floats | None = None) -> Floats:
        """Fit x [n, k] on rows weighted by counts [n] (how often a bootstrap drew each) and give fitted values of all rows."""
        weights = np.ones(len(x)) if counts is None else counts
        total = weights.sum()
        middle, level = weights @ self.design / total, weights @ x / total
        z, y = self.design - middle, x - level
        values = np.tile(level, (len(x), 1))
        if z.shape[1] == 0:
            return values
        weighted = z * weights[:, None]
        gram, moments = z.T @ weighted, weighted.T @ y
        for penalty in np.unique(self.penalties):
            columns = self.penalties == penalty
            solved = np.linalg.solve(gram + penalty * np.eye(len(gram)), moments[:, columns])
            values[:, columns] += z @ solved
        return values

    def r2(self, x: Floats) -> Floats:
        """Share of the variance of each column of x that rows left out of the fit are predicted with [k]."""
        n = len(x)
        folds = np.random.default_rng(SEED).permutation(n) % min(FOLDS, n)
        predicted = np.empty_like(x)
        for fold in range(min(FOLDS, n)):
            out = folds == fold
            predicted[out] = self.fitted(x, (~out).astype(np.float64))[out]
        rest, whole = ((x - predicted) ** 2).sum(axis=0), ((x - x.mean(axis=0)) ** 2).sum(axis=0)
        return np.asarray(np.maximum(1 - np.divide(rest, whole, out=np.ones_like(rest), where=whole > 0), 0.0))


def smooth(phi: Floats, x: Floats) -> Fit:
    """Estimate E[x | phi] at the rows of phi. phi: parameters [n, p]; x: noisy values [n, k], NaN-free.

    Raises ValueError when the shapes do not fit or a value is not finite.
    """
    smoother = Smoother.of(phi, x)
    return Fit(smoother.fitted(x), smoother.r2(x))


def designs(phi: Floats) -> list[Floats]:
    """Lay out the regressors [n, c] to choose from for parameters phi [n, p]; constant columns are left out.

    With many columns there are two: without products and with them, since products of columns that do not matter cost precision.
    """
    if phi.ndim != 2 or not np.isfinite(phi).all():
        raise ValueError(f"phi: shape {phi.shape}; expected finite numbers [draw, parameter]")
    columns = [column for column in phi.T if np.ptp(column) > 0]
    if not columns:
        return [np.empty((len(phi), 0))]
    if len(columns) == 1:
        return [spline(columns[0], KNOTS)]
    if len(columns) <= FEW:
        low = [spline(column, KNOTS_OF_PAIRS) for column in columns]
        products = [(a[:, :, None] * b[:, None, :]).reshape(len(phi), -1) for a, b in combinations(low, 2)]
        return [np.hstack([*(spline(column, KNOTS) for column in columns), *products])]
    z = np.column_stack([(column - column.mean()) / column.std() for column in columns])
    pairs = [z[:, a] * z[:, b] for a, b in combinations(range(z.shape[1]), 2)]
    alone = np.hstack([z, *(spline(column, KNOTS_OF_MANY) for column in columns)])
    return [alone, np.hstack([alone, np.column_stack(pairs)])]


def spline(column: Floats, knots: int) -> Floats:
    """Cubic B-splines [n, b] of one column with knots at its quantiles; the column itself where it takes too few values."""
    from sklearn.preprocessing import SplineTransformer

    at = np.unique(np.quantile(column, np.linspace(0, 1, knots)))
    if len(np.unique(column)) < 4 or len(at) < 2:
        scaled: Floats = ((column - column.mean()) / column.std())[:, None]
        return np.column_stack([scaled, scaled**2])
    made: Floats = SplineTransformer(degree=3, knots=at[:, None], extrapolation="linear").fit_transform(column[:, None])
    return made


def chosen_penalties(regressors: Floats, x: Floats) -> tuple[Floats, float]:
    """Choose the ridge penalty of each column of x [n, k] by leave-one-out cross-validation; give the score too (larger is better)."""
    from sklearn.linear_model import RidgeCV

    if x.ndim != 2 or len(x) != len(regressors) or not np.isfinite(x).all():
        raise ValueError(f"x: shape {x.shape}; expected finite numbers [draw, column] for {len(regressors)} draws")
    if regressors.shape[1] == 0 or len(x) < 2:
        return np.ones(x.shape[1]), 0.0
    spread = x.std(axis=0)
    scaled = (x - x.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a nearly singular design is what the penalty is for
        ridge = RidgeCV(alphas=PENALTIES, alpha_per_target=True, gcv_mode="svd").fit(regressors, scaled)
    return np.broadcast_to(np.asarray(ridge.alpha_, dtype=np.float64), (x.shape[1],)).copy(), float(np.mean(ridge.best_score_))

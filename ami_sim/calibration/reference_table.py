"""Reference-table ABC with regression adjustment, in two waves: plain numpy over a table of simulated parameters and figures.

Draw z from the prior, simulate the figures s, and then, for any observed s: quadratic regressions of z on s are the summaries
(Fearnhead & Prangle 2012); the nearest rows in summary space, with Epanechnikov weights, are adjusted by a local-linear regression of z
on s (Beaumont 2002). The second wave draws from the prior truncated to a box around the first posterior. Several readings of the same
figures are fitted from the same simulations.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.calibration.prior import box_of

Floats = NDArray[np.float64]
Simulate = Callable[[Floats, int], Mapping[str, Floats]]  # z [row, parameter], wave -> figures s [row, figure] by reading
BOX: Final = 3.2905  # standard deviations that hold 99.9 % of a normal
WHOLE: Final = 8.0  # standard deviations: no truncation
RIDGE: Final = 1e-6  # relative, against figures that do not vary among the rows that are near


class Waves(NamedTuple):
    """The size of a calibration: rows of a wave as a power of two, rows that count as near, draws in the end, seed."""

    power: int = 13
    nearest: int = 2500
    draws: int = 1000
    seed: int = 2019


class Posterior(NamedTuple):
    """Weighted draws: z [draw, parameter] and weights that add up to 1."""

    z: Floats
    weights: Floats

    @property
    def mean(self) -> Floats:
        """Posterior mean of every parameter."""
        return self.weights @ self.z

    @property
    def sd(self) -> Floats:
        """Posterior standard deviation of every parameter."""
        return np.sqrt(self.weights @ np.square(self.z - self.mean))

    def columns(self, chosen: slice) -> "Posterior":
        """Give some of the columns of z, with the same weights."""
        return Posterior(self.z[:, chosen], self.weights)

    def below(self, z: Floats) -> Floats:
        """Give the posterior probability below a value of each parameter: where the truth ranks."""
        return np.asarray(self.weights @ ((self.z < z) + 0.5 * (self.z == z)))

    def resampled(self, draws: int, seed: int) -> Floats:
        """Equally weighted draws by systematic resampling, shuffled: neighbours in the order are independent."""
        generator = np.random.Generator(np.random.Philox(key=[seed, 77]))
        at = (np.arange(draws) + generator.random()) / draws
        chosen = np.minimum(np.searchsorted(np.cumsum(self.weights), at), len(self.z) - 1)
        drawn: Floats = self.z[generator.permutation(chosen)]
        return drawn


@dataclass(frozen=True, eq=False)
class Table:
    """Rows of parameters z [row, parameter] and of what was simulated at them, s [row, figure]."""

    z: Floats
    s: Floats

    @cached_property
    def scaled(self) -> tuple[Floats, Floats]:
        """Mean and spread of every figure; a figure that never varies has spread 1."""
        spread = self.s.std(axis=0)
        return self.s.mean(axis=0), np.where(spread > 0, spread, 1.0)

    def features(self, s: Floats) -> Floats:
        """Constant, figures, squares and products of the scaled figures [row, feature]."""
        middle, spread = self.scaled
        u = (s - middle) / spread
        i, j = np.triu_indices(u.shape[1])
        return np.column_stack((np.ones(len(u)), u, u[:, i] * u[:, j]))

    @cached_property
    def coefficients(self) -> Floats:
        """Least-squares coefficients of z on the features."""
        return solve(self.features(self.s), self.z, np.ones(len(self.s)))

    @cached_property
    def summaries(self) -> Floats:
        """Fitted values of z: what the figures of each row say about the parameters."""
        return self.features(self.s) @ self.coefficients

    def summary_of(self, s: Floats) -> Floats:
        """Give the summaries of some figures [figure]."""
        return np.asarray((self.features(s[None, :]) @ self.coefficients)[0])

    def near(self, s: Floats, nearest: int, leave_out: int = -1) -> tuple[NDArray[np.int64], Floats]:
        """Rows near observed figures in summary space, and their Epanechnikov weights."""
        distance = np.square(self.summaries - self.summary_of(s)).sum(axis=1)
        if leave_out >= 0:
            distance[leave_out] = np.inf
        rows = np.argpartition(distance, nearest)[: nearest + 1]
        width = distance[rows].max()
        weights = 1 - distance[rows] / width
        kept = weights > 0
        return rows[kept], weights[kept] / weights[kept].sum()

    def posterior(self, s: Floats, nearest: int, leave_out: int = -1) -> Posterior:
        """Give the posterior at observed figures [figure]; `leave_out` is a row that plays the observed one.

        The regression moves the middle of the rows and leaves their spread: correcting the spread too (Blum and Francois 2010) scatters it
        to between 0.71 and 1.32 of the exact one in a Gaussian world of this size, and without it it is 0.88 to 1.04.
        """
        rows, weights = self.near(s, nearest, leave_out)
        _, spread = self.scaled
        x = np.column_stack((np.ones(len(rows)), (self.s[rows] - s) / spread))
        z = self.z[rows]
        line = solve(x, z, weights)
        return Posterior(line[0] + z - x @ line, weights)

    def both(self, other: "Table") -> "Table":
        """Join the rows of two tables from the same prior."""
        return Table(np.concatenate((self.z, other.z)), np.concatenate((self.s, other.s)))

    def rows_in(self, low: Floats, high: Floats) -> NDArray[np.bool_]:
        """Say which rows lie in a box: they are draws from the prior truncated to it."""
        return np.asarray(((self.z >= low) & (self.z <= high)).all(axis=1))

    def chosen(self, rows: NDArray[np.bool_]) -> "Table":
        """Give some of the rows."""
        return Table(self.z[rows], self.s[rows])


def solve(x: Floats, y: Floats, weights: Floats) -> Floats:
    """Weighted least squares with a trace of ridge, so that a figure that does not vary has coefficient 0. x, y: [row, column]."""
    weighted = x * weights[:, None]
    gram = weighted.T @ x
    at = np.arange(1, x.shape[1])
    gram[at, at] += RIDGE * gram.trace() / x.shape[1]
    return np.asarray(np.linalg.solve(gram, weighted.T @ y), np.float64)


def uniforms(rows_power: int, names: Sequence[str], seed: int) -> Floats:
    """Latin hypercube points in the open unit cube [2**power, name]: every column is spread evenly, by luck of its name's own.

    A parameter that is added, left out or moved to another place changes no other's column.
    """
    count = 2**rows_power
    columns = []
    for name in names:
        luck = np.random.Generator(np.random.Philox(key=[seed, key_of(name)]))
        columns.append((luck.permutation(count) + luck.random(count)) / count)
    return np.column_stack(columns).clip(1e-10, 1 - 1e-10)


def key_of(name: str) -> int:
    """Give the key of a name's luck: 64 bits of its hash."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")


def box_around(posterior: Posterior) -> tuple[Floats, Floats]:
    """Give the box that holds 99.9 % of a posterior along every axis; an axis that learnt nothing is not cut."""
    low, high = posterior.mean - BOX * posterior.sd, posterior.mean + BOX * posterior.sd
    return np.where(low < -BOX, -WHOLE, low), np.where(high > BOX, WHOLE, high)


class Fitted(NamedTuple):
    """What one reading of the figures gives: posterior, table of the first wave, and table of the truncated prior.

    `again`: which rows of the first wave are in the second table too, at its end.
    """

    posterior: Posterior
    first: Table
    second: Table
    again: NDArray[np.bool_]


def calibrate(simulate: Simulate, names: Sequence[str], observed: Mapping[str, Floats], waves: Waves) -> dict[str, Fitted]:
    """Fit every reading of the observed figures from the same simulations; any other calibrator with this interface may stand in for it.

    simulate: gives the figures of many parameter rows under each reading; parameters stand on the unconstrained scale, in the order of
    their names, where the prior is N(0, I). observed: the figures [figure] of each reading. The second wave is drawn from the prior
    truncated to the smallest box that holds the first posterior of every reading; the first wave's rows in it are used with it.
    """
    everything = np.full(len(names), WHOLE)
    z = box_of(-everything, everything, uniforms(waves.power, names, waves.seed))
    first = {reading: Table(z, s) for reading, s in simulate(z, 1).items()}
    boxes = [box_around(first[reading].posterior(figures, waves.nearest)) for reading, figures in observed.items()]
    low, high = np.min([box[0] for box in boxes], axis=0), np.max([box[1] for box in boxes], axis=0)
    z = box_of(low, high, uniforms(waves.power, names, waves.seed + 1))
    inside = next(iter(first.values())).rows_in(low, high)
    found = {}
    for reading, s in simulate(z, 2).items():
        second = Table(z, s).both(first[reading].chosen(inside))
        found[reading] = Fitted(second.posterior(observed[reading], waves.nearest), first[reading], second, inside)
    return found

"""Choose among options with a guarantee against the luck of the simulation.

One observation is a row: one fresh parameter draw and one set of fates, lived under every option. The guarantee is about the expected
benefit given what is known, E[benefit | data]; it covers simulation error only, never what is not known about the parameters. `delta` is
the smallest difference worth a decision, in kr, and is set before anything is run. The largest value is the best.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ALPHA: Final = 0.05  # chance of a wrong selection when the best leads by delta or more
FIRST: Final = 20  # observations of the first stage below which its variances are too rough


@dataclass(frozen=True)
class Selection:
    """What a selection found. Options are numbered as the columns were.

    needed: observations that the guarantee asks for; enough: whether they were there. low, high: simultaneous intervals [option] for each
    option's mean minus that of the best of the rest. told_apart: the best is shown to be so. not_worse: options not shown to be worse than
    the best by more than delta: cost and feasibility decide between them.
    """

    best: int
    means: Floats
    low: Floats
    high: Floats
    observations: int
    needed: int
    told_apart: bool
    not_worse: tuple[int, ...]

    @property
    def enough(self) -> bool:
        """Whether there were as many observations as the guarantee asks for."""
        return self.observations >= self.needed


def averaged(rows: Floats, size: int) -> Floats:
    """Average each `size` rows into one observation, for near normality; rows left over are dropped. rows: [n, option]."""
    whole = len(rows) // size
    return np.asarray(rows[: whole * size].reshape(whole, size, -1).mean(axis=1))


def clark_yang(rows: Floats, delta: float, alpha: float = ALPHA, first: int | None = None, size: int = 1) -> Selection:
    """Select the best from rows [n, option] that all options share (common fates), and say how many rows that takes.

    first: rows of the first stage, whose variances decide the needed number (all by default). size: rows averaged into one observation;
    every number of the result counts observations. Bonferroni over paired differences (Clark and Yang 1986, Winter Simulation Conference);
    intervals against the best of the rest with half-width delta (Nelson and Matejcik 1995, Management Science 41:1935-1945), wider when
    rows are still too few. Raises ValueError for fewer than two options or observations, or a delta that is not above 0.
    """
    from scipy.special import stdtrit

    seen = averaged(rows, size)
    start = seen if first is None else seen[: first // size]
    options = rows.shape[1]
    if options < 2 or len(start) < 2 or not delta > 0:
        raise ValueError(
            f"rows: {len(start)} observations of {options} options, delta {delta}; expected at least two of each, delta above 0"
        )
    spread = np.sqrt(variances(start).max())
    quantile = float(stdtrit(len(start) - 1, 1 - alpha / (options - 1)))
    needed = max(len(start), ceil((quantile * spread / delta) ** 2))
    reach = delta if len(seen) >= needed else quantile * spread / np.sqrt(len(seen))
    means = seen.mean(axis=0)
    lead = lead_over_rest(means)
    low, high = np.minimum(lead - reach, 0.0), np.maximum(lead + reach, 0.0)
    best = int(means.argmax())
    not_worse = tuple(int(i) for i in np.flatnonzero(lead + reach >= -delta))
    return Selection(best, means, low, high, len(seen), needed, bool(lead[best] > reach), not_worse)


def variances(rows: Floats) -> Floats:
    """Sample variances of the differences between every two options [option, option]; rows: [n, option]."""
    covariance = np.atleast_2d(np.cov(rows.T))
    own = np.diag(covariance)
    return np.maximum(own[:, None] + own[None, :] - 2 * covariance, 0.0)


def lead_over_rest(means: Floats) -> Floats:
    """Each option's mean minus the largest of the others' [option]."""
    order = np.argsort(means)
    lead = means - means[order[-1]]
    lead[order[-1]] = means[order[-1]] - means[order[-2]]
    return np.asarray(lead)


@dataclass
class KimNelson:
    """Drop options as soon as they are shown to lose; rows arrive in rounds, and those dropped need not be run any more.

    Kim and Nelson (2001), ACM Transactions on Modeling and Computer Simulation 11:251-273; common fates allowed. The largest mean is
    selected rightly with probability 1 - alpha or more when it leads by delta. `first` and the limits count observations, each of them
    `size` rows averaged.
    """

    options: Sequence[str]
    delta: float
    alpha: float = ALPHA
    first: int = FIRST
    size: int = 1
    survivors: list[str] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict)  # option -> rows seen when it was dropped
    observations: int = 0
    rows: int = 0

    def __post_init__(self) -> None:
        if len(self.options) < 2 or not self.delta > 0 or self.first < 2:
            raise ValueError(f"{len(self.options)} options, delta {self.delta}, first {self.first}; expected two, above 0, and two or more")
        self.survivors = list(self.options)
        self._waiting: deque[Floats] = deque()
        self._start: list[Floats] = []
        self._sums: Floats = np.zeros(len(self.options))
        self._limits: Floats = np.zeros((0, 0))  # h² S² / delta²: the observation at which two options are as good as told apart
        self._ended = False

    @property
    def done(self) -> bool:
        """Whether the selection is made: one option is left, or the limit is reached and the largest mean is taken."""
        return self._ended or len(self.survivors) == 1

    @property
    def best(self) -> str:
        """The option with the largest mean among those that are left."""
        return max(self.survivors, key=lambda name: self._sums[self.options.index(name)])

    @property
    def limit(self) -> int:
        """The largest number of observations that can be needed among those left; 0 before the first stage is over."""
        if not len(self._limits):
            return 0
        left = [self.options.index(name) for name in self.survivors]
        return int(np.floor(self._limits[np.ix_(left, left)]).max()) + 1

    @property
    def means(self) -> dict[str, float]:
        """Mean of every survivor over the observations so far."""
        return {name: float(self._sums[self.options.index(name)]) / max(self.observations, 1) for name in self.survivors}

    def feed(self, rows: Floats) -> list[str]:
        """Take rows [n, survivor], columns in the order of `survivors` as this is called, and give those that survive them.

        Rows after the selection is made are not looked at. Raises ValueError when columns do not fit or a value is not finite.
        """
        if rows.ndim != 2 or rows.shape[1] != len(self.survivors) or not np.isfinite(rows).all():
            raise ValueError(f"rows: shape {rows.shape}; expected finite numbers for {', '.join(self.survivors)}")
        columns = [self.options.index(name) for name in self.survivors]
        for row in rows:
            whole = np.full(len(self.options), np.nan)
            whole[columns] = row
            self._waiting.append(whole)
        while len(self._waiting) >= self.size and not self.done:
            self._observe(np.mean([self._waiting.popleft() for _ in range(self.size)], axis=0))
        return list(self.survivors)

    def _observe(self, observation: Floats) -> None:
        self.observations += 1
        self.rows += self.size
        left = np.isfinite(observation)
        self._sums[left] += observation[left]
        if self.observations <= self.first:
            self._start.append(observation)
        if self.observations < self.first:
            return
        if self.observations == self.first:
            eta = 0.5 * ((2 * self.alpha / (len(self.options) - 1)) ** (-2 / (self.first - 1)) - 1)
            self._limits = 2 * eta * (self.first - 1) * variances(np.array(self._start)) / self.delta**2
        self._screen()

    def _screen(self) -> None:
        """Keep the options whose mean is within the continuation region of every other; end when the limit is passed."""
        left = [self.options.index(name) for name in self.survivors]
        seen = self.observations
        slack = np.maximum(self.delta / (2 * seen) * (self._limits[np.ix_(left, left)] - seen), 0.0)
        means = self._sums[left] / seen
        np.fill_diagonal(slack, np.inf)
        kept = [bool(keeps) for keeps in np.all(means[:, None] >= means[None, :] - slack, axis=1)]
        for at, keep in enumerate(kept):
            if not keep:
                self.dropped[self.options[left[at]]] = self.rows
        self.survivors = [self.options[i] for i, keep in zip(left, kept, strict=True) if keep]
        self._ended = len(self.survivors) == 1 or seen >= self.limit


def p_best(mu: Floats) -> Floats:
    """Share of draws in which each option has the largest expected benefit [option]; draws that tie are shared. mu: [draw, option].

    mu must be shrunk or smoothed. This is what is not known about the world; the guarantee of a selection is another thing.
    """
    largest = mu == mu.max(axis=1, keepdims=True)
    return np.asarray((largest / largest.sum(axis=1, keepdims=True)).mean(axis=0))


def expected_loss(mu: Floats, chosen: int) -> float:
    """Mean of what is lost by choosing an option where another is best, kr. mu: shrunk or smoothed benefits [draw, option]."""
    return float((mu.max(axis=1) - mu[:, chosen]).mean())

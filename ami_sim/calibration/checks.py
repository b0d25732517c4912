"""How we know that a calibration is right: ranks, coverage, shrinkage, predictions of what was left out, and conflicts that show.

Simulation-based calibration (Talts et al. 2018): a row of the table plays the observed year, the rest of the table the simulations; the
true parameter's rank in its posterior must be even. Ranks of parameters alone cannot tell a posterior from the prior (Modrak et al.), so
a quantity that depends on the data and one that decides are ranked too, and the shrinkage is reported beside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from ami_sim.calibration.prior import Prior
from ami_sim.calibration.reference_table import Posterior, Table, solve
from ami_sim.calibration.targets import Targets
from ami_sim.record.first_year import COUNTS
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
Quantity = Callable[[Floats, Floats], Floats]  # z [draw, parameter], figures [figure] -> one number a draw
LEVELS: Final = (0.5, 0.9)
LEARNT: Final = 0.70  # what is left of the prior's spread below which a parameter counts as learnt
PARTLY: Final = 0.92  # and as partly learnt
STILL: Final = "still the prior"
SIMULATED_BANDS: Final = 2000  # even samples that the simultaneous band is simulated from


class Ranks(NamedTuple):
    """Where the truth ranked, 0 to 1, by name [data set, name], and the continuous ranked probability score against the prior's."""

    names: tuple[str, ...]
    ranks: Floats
    spread_left: Floats

    def coverage(self, level: float) -> Floats:
        """Give the share of data sets in which the central interval of a level held the truth."""
        return np.asarray((np.abs(self.ranks - 0.5) <= level / 2).mean(axis=0))

    def chances(self, seed: int = 1) -> Floats:
        """For each name, the probability of ranks as uneven as these if the posterior is right (simultaneous ECDF bands)."""
        return np.array([ecdf_chance(column, seed) for column in self.ranks.T])


def ecdf_chance(ranks: Floats, seed: int = 1) -> float:
    """Say how often even ranks leave their ECDF as far out, at the worst point of a grid, as these do (Sailynoja et al. 2022)."""
    count = len(ranks)
    null = _null(count, seed)
    return float((1 + (null <= _worst(np.sort(ranks)[None, :])[0]).sum()) / (1 + len(null)))


def _worst(ranks: Floats) -> Floats:
    """Find the smallest two-sided binomial tail of the ECDF over a grid of points, for each sample [sample, rank]."""
    count = ranks.shape[1]
    grid = np.arange(1, 40) / 40
    below = np.array([np.searchsorted(sample, grid, side="right") for sample in ranks])
    low, high = special.bdtr(below, count, grid), special.bdtrc(below - 1, count, grid)
    return np.asarray(np.minimum(low, high).min(axis=1))


@lru_cache(maxsize=8)
def _null(count: int, seed: int) -> Floats:
    """Simulate the same statistic of even samples, once a size."""
    even = np.random.Generator(np.random.Philox(key=[seed, count])).random((SIMULATED_BANDS, count))
    return _worst(np.sort(even, axis=1))


def rank_truths(table: Table, names: tuple[str, ...], nearest: int, data_sets: int, seed: int, also: Mapping[str, Quantity]) -> Ranks:
    """Let rows of a table, spread over it, play the observed year in turn, and rank what was true in the posterior of the others."""
    rows = np.random.Generator(np.random.Philox(key=[seed, 5])).permutation(len(table.z))[:data_sets]
    ranks, left = [], []
    for row in rows:
        posterior = table.posterior(table.s[row], nearest, leave_out=int(row))
        extra = []
        for quantity in also.values():
            drawn, true = quantity(posterior.z, table.s[row]), quantity(table.z[row : row + 1], table.s[row])[0]
            extra.append(float(posterior.weights @ ((drawn < true) + 0.5 * (drawn == true))))
        ranks.append([*posterior.below(table.z[row]), *extra])
        left.append(posterior.sd / table.z.std(axis=0))
    return Ranks((*names, *also), np.array(ranks), np.array(left).mean(axis=0))


@dataclass(frozen=True, eq=False)
class Expected:
    """What figures to expect at parameters, by a regression with squares over a table: the likelihood's stand-in for ranks."""

    table: Table

    @cached_property
    def fit(self) -> tuple[Floats, Floats]:
        """Coefficients of s on (1, z, z squared) and the spread of what they leave."""
        x = self.terms(self.table.z)
        line = solve(x, self.table.s, np.ones(len(x)))
        return line, np.maximum((self.table.s - x @ line).std(axis=0), 1e-9)

    @staticmethod
    def terms(z: Floats) -> Floats:
        """Give the regressors of parameters."""
        return np.column_stack((np.ones(len(z)), z, np.square(z) - 1))

    def distance(self, z: Floats, s: Floats) -> Floats:
        """How far figures lie from what is expected at each draw: a quantity that depends on the data."""
        line, spread = self.fit
        return np.asarray(np.square((s - self.terms(z) @ line) / spread).sum(axis=1))


def totals_of(scenario: Scenario, group: str, columns: Mapping[str, Floats], rows: int) -> Floats:
    """Give what `Scenario.total_of` gives of a group, at many parameter rows at once [row]."""
    effects, uncertain = scenario.effects, scenario.classes[group]
    assert effects is not None
    edges = np.cumsum([*uncertain.shares.values()][:-1])
    kinds = np.searchsorted(edges, uncertain.by.over(columns, rows), side="right")
    of_kinds = [effects.total[kind].over(columns, rows) if kind in effects.total else np.zeros(rows) for kind in uncertain.shares]
    return np.asarray(np.choose(kinds, of_kinds) + effects.site[group].over(columns, rows))


def net_work(scenario: Scenario, prior: Prior) -> Quantity:
    """Give the decision's core in a number: the total effect of a year's job, mean over the groups whose type is uncertain, in points.

    It leans on what the counts cannot inform: totals and types of workplace. Where they are no drawn parameters, the sum of all is ranked.
    """
    effects = scenario.effects
    groups = [name for name in scenario.classes if effects and name in effects.site]
    needed = [row.by for row in scenario.classes.values()] + ([*effects.total.values(), *effects.site.values()] if effects else [])
    drawn = bool(groups) and {name for figure in needed for name in figure.names} <= set(prior.names)

    def quantity(z: Floats, s: Floats) -> Floats:
        if not drawn:
            return np.asarray(z.sum(axis=1))
        columns = dict(zip(prior.names, prior.values(z).T, strict=True))
        return np.asarray(np.mean([totals_of(scenario, name, columns, len(z)) for name in groups], axis=0))

    return quantity


def quantile(values: Floats, weights: Floats, levels: Floats) -> Floats:
    """Weighted quantiles of values [draw]."""
    order = np.argsort(values)
    at = np.cumsum(weights[order]) - 0.5 * weights[order]
    return np.interp(levels, at / weights.sum(), values[order])


def verdict(left: float) -> str:
    """Say in words what the figures taught about a parameter, by what is left of the prior's spread."""
    return "learnt" if left < LEARNT else "partly learnt" if left < PARTLY else STILL


def shrinkage(prior: Prior, posterior: Posterior) -> pd.DataFrame:
    """Prior beside posterior, one row a parameter: medians, 90 % ranges, what is left of the spread, and that in words."""
    levels = np.array([0.05, 0.5, 0.95])
    z = np.column_stack([quantile(column, posterior.weights, levels) for column in posterior.z.T])
    values, before = prior.values(z), prior.values(special.ndtri(levels)[:, None] * np.ones(len(prior.names)))
    frame = pd.DataFrame({"parameter": prior.names, "unit": [row.unit for row in prior.parameters.values()]})
    for index, name in enumerate(("low", "median", "high")):
        frame[f"prior_{name}"], frame[f"posterior_{name}"] = before[index], values[index]
    frame["left"] = posterior.sd
    frame["shift"] = posterior.mean
    frame["verdict"] = [verdict(left) for left in posterior.sd]
    return frame


def predictive(targets: Targets, before: Floats, after: Floats, seed: int) -> pd.DataFrame:
    """Every published figure beside what first years give before and after calibration: medians, 90 % ranges, where the figure lies.

    before, after: counts [row, `COUNTS`] at prior and posterior draws. `rank` is the share of reported years below the figure, ties split.
    """
    reported = targets.reports(after, seed)
    prior_reported = targets.reports(before, seed + 1)
    rows = []
    for index, (name, row) in enumerate(targets.target.items()):
        column = COUNTS.index(row.counts)
        low, middle, high = np.quantile(after[:, column], [0.05, 0.5, 0.95])
        down, up = np.quantile(reported[:, index], [0.05, 0.95])
        first, median, last = np.quantile(before[:, column], [0.05, 0.5, 0.95])
        rows.append(
            {
                "target": name,
                "published": row.observed,
                "scored": row.scored,
                "prior_low": first,
                "prior_median": median,
                "prior_high": last,
                "low": low,
                "median": middle,
                "high": high,
                "reported_low": down,
                "reported_high": up,
                "rank_before": rank_in(prior_reported[:, index], row.observed),
                "rank": rank_in(reported[:, index], row.observed),
                "inside": bool(down - 1e-9 <= row.observed <= up + 1e-9),
            }
        )
    return pd.DataFrame(rows)


def rank_in(values: Floats, value: float) -> float:
    """Give the share of values below a value, ties split."""
    return float((values < value - 1e-9).mean() + 0.5 * (np.abs(values - value) <= 1e-9).mean())


def left_out(targets: Targets, table: Table, reports: Floats, nearest: int) -> pd.DataFrame:
    """Predict each scored figure from all the others, over a table from the prior: its 90 % range and where the published one lies.

    reports: reported figures of the table's rows [row, target].
    """
    names = [name for name, row in targets.target.items() if row.scored]
    observed = targets.transformed(targets.observed[None, :])[0]
    rows = []
    for index, name in enumerate(names):
        target = targets.target[name]
        own = reports[:, list(targets.target).index(name)]
        others = np.delete(np.arange(len(names)), index)
        found = Table(target.transform(own)[:, None], table.s[:, others]).near(observed[others], nearest)
        values, weights = own[found[0]], found[1]
        low, middle, high = quantile(values, weights, np.array([0.05, 0.5, 0.95]))
        below = float(weights @ (values < target.observed - 1e-9) + 0.5 * weights @ (np.abs(values - target.observed) <= 1e-9))
        inside = bool(low - 1e-9 <= target.observed <= high + 1e-9)
        rows.append(
            {"target": name, "published": target.observed, "low": low, "median": middle, "high": high, "rank": below, "inside": inside}
        )
    return pd.DataFrame(rows)


def in_the_cloud(table: Table, observed: Floats) -> float:
    """Give the share of simulated years that lie further from the middle of the prior predictive cloud than the published figures."""
    middle = table.s.mean(axis=0)
    inverse = np.linalg.pinv(np.cov(table.s.T))

    def far(s: Floats) -> Floats:
        return np.asarray(np.einsum("ij,jk,ik->i", s - middle, inverse, s - middle))

    return float((far(table.s) >= far(observed[None, :])[0]).mean())

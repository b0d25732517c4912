"""What it is worth to know more before deciding: perfect, partial and sample information, in kronor over the horizon.

`benefits` are net benefits of every option against the reference, the reference's own column being 0. A decision taken now has the largest
mean; one taken with knowledge has, for each thing that could turn out, the option that is then best. The difference is the value.
Noisy run means must not stand in for expected values: the largest of them is too large by Jensen's inequality (Goldhaber-Fiebert, Jalal and
Alarid-Escudero 2025, Medical Decision Making 45:127-142), so they are shrunk or smoothed first.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.analysis.smoothing import Smoother

Floats = NDArray[np.float64]
RESAMPLES: Final = 100  # bootstrap samples of draws behind a standard error
PERMUTED: Final = 4  # fits on permuted rows whose mean is the dummy check
ROUNDING: Final = 1e-9  # of the largest benefit: smaller leads come from rounding in the linear algebra
SEED: Final = 20150570  # of resampling and permuting


@dataclass(frozen=True)
class Value:
    """The value of some knowledge, kr over the horizon.

    se: standard error over draws. share: part of the variance of the leading option's expected difference from the reference that the
    knowledge removes, 0 to 1 (NaN without replications). r2: cross-validated, of that option's draw means. dummy: what the same
    calculation gives where there is nothing to know; about 0, else the value is too large by as much.
    """

    value: float
    se: float
    share: float
    r2: float
    dummy: float


def gain(expected: Floats, weights: Floats | None = None) -> float:
    """Give the mean of the best minus the best of the means, of expected benefits [draw, option]; kr, 0 where one option is always best."""
    best = int(np.average(expected, axis=0, weights=weights).argmax())
    ahead = expected.max(axis=1) - expected[:, best]
    return float(np.average(np.where(ahead > ROUNDING * np.abs(expected).max(), ahead, 0.0), weights=weights))


def evpi(runs: Floats, *, resamples: int = RESAMPLES, seed: int = SEED) -> Value:
    """Value of knowing every parameter. runs: benefits [draw, option, replication], two replications or more.

    Draw means are shrunk, all options together, until their covariance is that of the expected values (`shrunk_together`). Where draws
    cannot be told from chance the value is 0 and the share 0. Raises ValueError for means without replications: naive ones would give a
    value out of nothing.
    """
    if runs.ndim != 3 or runs.shape[2] < 2 or len(runs) < 3:
        raise ValueError(f"runs: shape {runs.shape}; expected [draw, option, replication] with 3 draws and 2 replications or more")
    rng = np.random.default_rng(seed)
    again = [gain(shrunk_together(runs[rng.integers(0, len(runs), len(runs))])) for _ in range(resamples)]
    shuffled = [gain(shrunk_together(without_draws(runs, rng))) for _ in range(PERMUTED)]
    lead = leading(runs.mean(axis=2))
    means = runs[:, lead].mean(axis=1)
    whole = float(means.var(ddof=1))
    known = expected_variance(runs[:, lead])
    resolved = known / whole if whole > 0 else 0.0
    return Value(gain(shrunk_together(runs)), float(np.std(again, ddof=1)), float(known > 0), resolved, float(np.mean(shuffled)))


def evppi(
    benefits: Floats, phi: Floats, *, resamples: int = RESAMPLES, seed: int = SEED, at_most: float = np.inf, tau2: float = np.nan
) -> Value:
    """Value of knowing the parameters phi [draw, p]. benefits: draw means [draw, option], or every run [draw, option, replication].

    at_most: the value of knowing everything, which this cannot exceed. tau2: variance of the leading option's expected difference, for the
    share; taken from the replications where they are given. Strong, Oakley and Brennan (2014), Medical Decision Making 34:311-326; the
    share: Jackson and others (2019), Journal of the American Statistical Association 114:1436. The standard error is that of a bootstrap
    over draws with the fit made anew at the penalties chosen once.
    """
    means = benefits.mean(axis=2) if benefits.ndim == 3 else benefits
    lead = leading(means)
    if benefits.ndim == 3 and benefits.shape[2] > 1:
        tau2 = expected_variance(benefits[:, lead])
    rng = np.random.default_rng(seed)
    smoother = Smoother.of(phi, means)
    fitted = smoother.fitted(means)
    again = []
    for _ in range(resamples):
        counts = np.bincount(rng.integers(0, len(means), len(means)), minlength=len(means)).astype(np.float64)
        again.append(gain(smoother.fitted(means, counts), counts))
    dummies = []
    for _ in range(PERMUTED):
        order = rng.permutation(len(phi))
        dummies.append(gain(Smoother.of(phi[order], means).fitted(means)))
    explained = float(fitted[:, lead].var(ddof=1))
    share = float(np.clip(explained / tau2, 0.0, 1.0)) if tau2 > 0 else np.nan
    value = min(gain(fitted), at_most)
    return Value(value, float(np.std(again, ddof=1)), share, float(smoother.r2(means)[lead]), float(np.mean(dummies)))


def evsi(benefits: Floats, summary: Floats, *, resamples: int = RESAMPLES, seed: int = SEED, at_most: float = np.inf) -> Value:
    """Value of a study before its results are in. summary [draw, p]: what the study would report if the draw were the truth.

    The same calculation as `evppi`, on a summary T(z) of data z simulated anew at each draw (Strong, Oakley, Brennan and Breeze 2015,
    Medical Decision Making 35:570-583). Draws must be from the posterior, and z data that the posterior has not seen. `at_most`: the value
    of the parameters that the study informs.
    """
    return evppi(benefits, summary, resamples=resamples, seed=seed, at_most=at_most)


def enbs(value: Value, cost: float) -> float:
    """Give the expected net benefit of sampling: what a study is worth minus what it costs, kr."""
    return value.value - cost


def leading(means: Floats) -> int:
    """Give the option with the largest mean benefit among those that are not the reference (whose benefits are all 0)."""
    others = np.flatnonzero((means != 0).any(axis=0))
    return int(others[np.argmax(means[:, others].mean(axis=0))]) if len(others) else 0


def expected_variance(runs: Floats) -> float:
    """Variance over draws of the expected value (tau2) of runs [draw, replication]; 0 where draws cannot be told from chance."""
    within = runs.var(axis=1, ddof=1).mean()
    return float(max(runs.mean(axis=1).var(ddof=1) - within / runs.shape[1], 0.0))


def shrunk_together(runs: Floats) -> Floats:
    """Draw means [draw, option] moved towards their mean until their covariance is that of the expected values.

    runs: [draw, option, replication]. With B the covariance of the draw means and T = B minus what chance puts into it (its negative
    eigenvalues set to 0), deviations are mapped by the symmetric A with A B A = T, which moves them least. For one option this is the
    usual shrinking by sqrt(tau2 / (tau2 + sig2/m)).
    """
    means = runs.mean(axis=2)
    middle = means.mean(axis=0)
    between = np.atleast_2d(np.cov(means.T))
    rest = runs - means[:, :, None]
    draws, _, replications = runs.shape
    chance = np.einsum("iar,ibr->ab", rest, rest) / (draws * (replications - 1))
    target = _root(between - chance / replications, 1.0)
    half, inverse = _root(between, 0.5), _root(between, -0.5)
    mapped = inverse @ _root(half @ target @ half, 0.5) @ inverse
    return np.asarray(middle + (means - middle) @ mapped)


def without_draws(runs: Floats, rng: np.random.Generator) -> Floats:
    """Shuffle runs over draws, options together: the same values with nothing to know about the draw."""
    draws, options, replications = runs.shape
    flat = np.moveaxis(runs, 1, 2).reshape(draws * replications, options)
    return np.moveaxis(flat[rng.permutation(len(flat))].reshape(draws, replications, options), 2, 1)


def _root(matrix: Floats, power: float) -> Floats:
    """Symmetric power of a matrix without its negative part; 1 leaves a covariance as it is."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    values = np.maximum(values, 0.0)
    least = values.max(initial=0.0) * 1e-12
    used = values > least
    raised = np.zeros_like(values)
    raised[used] = values[used] ** power
    return np.asarray((vectors * raised) @ vectors.T)

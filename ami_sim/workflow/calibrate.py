"""Calibrate a municipality's folder, write its posterior, and check it: what was learnt, how well the method works, what contradicts."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binom

from ami_sim.calibration.calibrate import (
    FIRST_SEED,
    POSTERIOR,
    REPORT_SEED,
    Calibrated,
    Municipality,
    Readings,
    calibrate_folder,
    record_checks,
    stretch_of,
    write_posterior,
)
from ami_sim.calibration.checks import Expected, Ranks, in_the_cloud, left_out, net_work, predictive, quantile, rank_truths, shrinkage
from ami_sim.calibration.posterior import read_posterior
from ami_sim.calibration.prior import box_of
from ami_sim.calibration.reference_table import Table, Waves
from ami_sim.calibration.targets import laplace
from ami_sim.scenario.errors import InputError, at_least

DATA_SETS: Final = 1000  # rows that play the observed year: a coverage of 90 % is then known to one point (standard error)
LEAST_POWER, MOST_POWER = 6, 20  # of 2: 64 rows, of which 60 count as near, to a million
LEAST_NEAREST, MOST_NEAREST = 60, 2500  # rows that count as near: a third of a wave, within these
NINETY: Final = 0.9  # what the intervals of figures hold
CHANCE: Final = 0.05  # over all ranked quantities together (Bonferroni)
TRIED: Final = 400  # rows of the prior that are solved to be shown beside the posterior
REACHED: Final = 0.01  # percentage points within which a drawn total counts as reached
RANGE: Final = (0.05, 0.5, 0.95)
Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]  # what is being done, rows done, rows in all


class Range(NamedTuple):
    """The median of draws and the ends of their 90 % range."""

    low: float
    median: float
    high: float


class Solved(NamedTuple):
    """A parameter that is solved from total effects: its draws in the prior and in the posterior."""

    name: str
    prior: Range
    posterior: Range


class Missed(NamedTuple):
    """How often a drawn total effect is out of reach, and by how many percentage points on average where it is (0 where it never is)."""

    share: float
    points: float


class Coverage(NamedTuple):
    """How simulated years were predicted: shares of truths inside 50 % and 90 % intervals, and the quantity with the least even ranks.

    p: its probability if the posterior is right; limit: below which it would be a fault, over all quantities together.
    """

    years: int
    fifty: float
    ninety: float
    ninety_least: float
    ninety_most: float
    quantities: int
    least_even: str
    p: float
    limit: float


class Moved(NamedTuple):
    """How a parameter's posterior moves under wider priors: distance between medians in the first posterior's standard deviations."""

    name: str
    standard: Range
    wide: Range
    distance: float
    spread: float  # the wider posterior's standard deviation over the first's


@dataclass(frozen=True)
class Widened:
    """A posterior beside the one made with wider priors: every parameter, the furthest first, and the simulated years it rests on."""

    moved: tuple[Moved, ...]
    years: int


@dataclass(frozen=True, eq=False)
class Calibration:
    """A calibration with its checks, each computed when it is first asked for."""

    municipality: Municipality
    readings: Readings
    waves: Waves
    reading: str = ""  # "": the one that is used unless said

    @property
    def found(self) -> Calibrated:
        """The calibration under the reading."""
        return self.readings.by[self.reading or next(iter(self.readings.by))]

    @property
    def others(self) -> tuple["Calibration", ...]:
        """The same calibration under each other reading."""
        own = self.reading or next(iter(self.readings.by))
        return tuple(replace(self, reading=name) for name in self.readings.by if name != own)

    @cached_property
    def stretched(self) -> pd.DataFrame:
        """What each fitted figure was stretched by, in its own unit: median and 90 % range, a row a figure.

        `needed`: the whole range lies on one side of nothing, so that the model does not make the figure by itself.
        """
        rows = []
        for (name, row), z in zip(self.found.targets.stretchable.items(), self.found.stretch.z.T, strict=True):
            low, median, high = row.stretched(quantile(laplace(z), self.found.stretch.weights, np.array(RANGE)))
            rows.append({"target": name, "low": low, "median": median, "high": high, "needed": low > 0 or high < 0})
        return pd.DataFrame(rows)

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """Prior beside posterior, a row a parameter."""
        return shrinkage(self.municipality.prior, self.found.posterior)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Published figures beside first years simulated at prior and posterior draws."""
        return predictive(self.found.targets, self.found.first_counts, self.found.replicated, self.waves.seed)

    @cached_property
    def without(self) -> pd.DataFrame:
        """Each figure predicted from the others."""
        targets = self.found.targets
        reports = targets.reports(self.found.first_counts, self.waves.seed + FIRST_SEED + REPORT_SEED)
        return left_out(targets, self.found.first, reports, self.waves.nearest)

    @cached_property
    def further_out(self) -> float:
        """The share of simulated years that lie further out than the published figures."""
        targets = self.found.targets
        return float(in_the_cloud(self.found.first, targets.transformed(targets.observed[None, :])[0]))

    @cached_property
    def coverage(self) -> tuple[Coverage, Coverage]:
        """Coverage over the prior, and over the prior truncated around the posterior (posterior SBC)."""
        return coverage_of(self._ranks(self.found.first, 1)), coverage_of(self._ranks(self.found.second, 2))

    @cached_property
    def checks(self) -> dict[str, dict[str, Any]]:
        """What is recorded beside the draws, by check: whether it passed, and the figures that say so.

        Ranks of known truths must be even, over the prior and around the posterior; published figures must lie where simulated years lie,
        as often as 90 % intervals hold what is true, each of them also where the others put it; and all together in the cloud.
        """
        scored = self.figures[self.figures["scored"]]
        found: dict[str, dict[str, Any]] = {}
        for name, row in zip(("ranks_prior", "ranks_posterior"), self.coverage, strict=True):
            found[name] = {"passed": bool(row.p >= row.limit), **{key: rounded(value) for key, value in row._asdict().items()}}
        for name, frame in (("predicted", scored), ("left_out", self.without)):
            outside = [str(target) for target in frame.loc[~frame["inside"], "target"]]
            p = float(binom.sf(len(outside) - 1, len(frame), 1 - NINETY))
            found[name] = {"passed": p >= CHANCE, "outside": outside, "of": len(frame), "p": rounded(p)}
        found["cloud"] = {"passed": self.further_out >= CHANCE, "further_out": rounded(self.further_out)}
        return found

    @cached_property
    def solved(self) -> tuple[Solved, ...]:
        """What is solved from the total effects; nothing where a scenario gives its effects themselves."""
        scenario = self.municipality.year.scenario
        if scenario.effects is None:
            return ()
        before, after = self._prior_rows, self.found.draws
        return tuple(Solved(name, range_of(before[name]), range_of(after[name])) for name in scenario.derived)

    @cached_property
    def missed(self) -> dict[str, dict[str, Missed]]:
        """How often drawn totals are out of reach: in the prior and in the posterior, by type of workplace."""
        if self.municipality.year.scenario.effects is None:
            return {}
        return {word: self._missed(frame) for word, frame in (("prior", self._prior_rows), ("posterior", self.found.draws))}

    @property
    def effects(self) -> pd.DataFrame:
        """The rows of `parameters` that are effects: no count informs them."""
        return self.parameters[self.parameters["parameter"].isin(self.municipality.year.scenario.effect_parameters)]

    @cached_property
    def _prior_rows(self) -> pd.DataFrame:
        prior, seed = self.municipality.prior, self.waves.seed
        everything = np.full(len(prior.names), 8.0)
        luck = np.random.Generator(np.random.Philox(key=[seed, 6])).random((TRIED, len(prior.names)))
        return pd.DataFrame(prior.rows(box_of(-everything, everything, luck)))

    def _ranks(self, table: Table, seed: int) -> Ranks:
        prior = self.municipality.prior
        also = {
            "distance to the figures": Expected(table).distance,
            "net work of the groups": net_work(self.municipality.year.scenario, prior),
        }
        nearest = min(self.waves.nearest, len(table.z) // 3)
        names = (*prior.names, *map(stretch_of, self.found.targets.stretchable))
        return rank_truths(table, names, nearest, min(DATA_SETS, len(table.z) // 4), seed, also)

    def _missed(self, frame: pd.DataFrame) -> dict[str, Missed]:
        """Compare what solved effects give with the total that was drawn, in percentage points."""
        effects = self.municipality.year.scenario.effects
        assert effects is not None
        thetas = [{str(name): float(value) for name, value in theta.items()} for theta in frame.to_dict("records")]
        reached = np.array([self.municipality.year.scenario.effects_at(theta).reached for theta in thetas])
        scenario = self.municipality.year.scenario
        drawn = np.array([[scenario.total_of(name, theta) for name in effects.site] for theta in thetas])
        found = {}
        for name, miss in zip(effects.site, np.abs(reached - drawn).T, strict=True):
            far = miss[miss > REACHED]
            found[name] = Missed(len(far) / len(miss), float(far.mean()) if len(far) else 0.0)
        return found


def coverage_of(ranks: Ranks) -> Coverage:
    """Sum ranks up."""
    fifty, ninety, chances = ranks.coverage(0.5), ranks.coverage(0.9), ranks.chances()
    worst = int(np.argmin(chances))
    return Coverage(
        years=len(ranks.ranks),
        fifty=float(fifty.mean()),
        ninety=float(ninety.mean()),
        ninety_least=float(ninety.min()),
        ninety_most=float(ninety.max()),
        quantities=len(chances),
        least_even=ranks.names[worst],
        p=float(chances[worst]),
        limit=CHANCE / len(chances),
    )


def rounded(value: Any) -> Any:
    """Give a number with four decimals: what is recorded is read by people, and equal on every machine."""
    return round(value, 4) if isinstance(value, float) else value


def range_of(values: "pd.Series[float]") -> Range:
    """Give the median and the 90 % range of draws."""
    return Range(*map(float, np.quantile(values, RANGE)))


def waves_of(power: int, draws: int, seed: int) -> Waves:
    """Plan the waves: 2**power rows, of which a third count as near, within limits. InputError for sizes that cannot be run."""
    for name, value, least in (("draws", draws, 1), ("seed", seed, 0)):
        at_least(name, value, least)
    if not LEAST_POWER <= power <= MOST_POWER:
        raise InputError(f"--power: {power}; expected {LEAST_POWER} to {MOST_POWER} (2**power rows of a wave)")
    return Waves(power=power, nearest=max(LEAST_NEAREST, min(MOST_NEAREST, 2**power // 3)), draws=draws, seed=seed)


def calibrate_and_write(
    folder: Path,
    waves: Waves,
    work: Path,
    histories: int,
    progress: Progress | None = None,
    wide: bool = False,
    workers: int | None = None,
) -> Calibration:
    """Calibrate a municipality's folder and write its posterior there; with the wider priors, into the working folder."""
    at_least("histories", histories, 1)
    at_least("workers", workers, 1)
    municipality = Municipality(folder, "compiled", wide)
    found = calibrate_folder(municipality, waves, work, histories, progress, workers or os.cpu_count() or 1)
    write_posterior(municipality, found, waves, histories, work if wide else None)
    result = Calibration(municipality, found, waves)
    record_checks(municipality, result.checks, work if wide else None)
    return result


def widened(result: Calibration) -> Widened:
    """Set the posterior of the folder beside the one that a calibration with the wider priors gave; InputError when there is none."""
    standard = read_posterior(result.municipality.folder)
    if standard is None:
        raise InputError(
            f"{result.municipality.folder / POSTERIOR}: no such file; expected the posterior that the wider one is compared with"
        )
    return Widened(moved(standard.frame, result.found.draws, standard.names), len(result.found.second.z))


def moved(standard: pd.DataFrame, wide: pd.DataFrame, names: Sequence[str]) -> tuple[Moved, ...]:
    """Compute how far posteriors move under the wider priors; the furthest first."""
    found = []
    for name in names:
        one, other = standard[name], wide[name]
        sd = float(one.std())
        distance = abs(float(other.median() - one.median())) / (sd or 1.0)
        found.append(Moved(name, range_of(one), range_of(other), distance, float(other.std()) / sd if sd else 1.0))
    return tuple(sorted(found, key=lambda row: row.distance, reverse=True))

"""One number of a comparison with everything that may be said about it: mean, three intervals, and how probable it is to be above 0."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.differences import LEVEL
from ami_sim.analysis.uncertainty import credible, pooled, resolved, shrunk
from ami_sim.scenario.errors import nearest

Floats = NDArray[np.float64]


class Estimate(NamedTuple):
    """A level or a paired difference. `low`, `high`: the credible interval of the expected value (NaN with one draw or one replication).

    `half`: half the width of the interval for computing error. `lowest`, `highest`: one realised future. `chance`: the share of what is
    believed possible in which the expected value is above 0 (NaN where draws cannot be told from chance: then `resolved` is false and the
    credible interval holds chance as well).
    """

    mean: float
    low: float
    high: float
    half: float
    lowest: float
    highest: float
    chance: float
    unit: str
    draws: int
    replications: int
    resolved: bool = True

    @property
    def told_apart(self) -> bool:
        """Say whether the credible interval leaves 0 out; a number that never varies is told apart unless it is 0."""
        if self.mean == self.lowest == self.highest:
            return self.mean != 0
        return self.low > 0 or self.high < 0


NAMED = ("scenario", "measure", "actor", "group")  # the columns whose words together say what a number is of


@dataclass(frozen=True)
class Runs:
    """Every run's numbers, found by what they are of; the rows of `measures` are gone through once, when the first is asked for."""

    measures: pd.DataFrame

    @cached_property
    def rows(self) -> Mapping[tuple[str, ...], NDArray[np.intp]]:
        """Give the positions of the rows of each number."""
        return dict(self.measures.groupby(list(NAMED), sort=False, observed=True).indices)  # type: ignore[arg-type]

    @cached_property
    def places(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """Give draw, replication and value of every row."""
        return (
            self.measures["draw"].to_numpy(np.int64),
            self.measures["replication"].to_numpy(np.int64),
            self.measures["value"].to_numpy(np.float64),
        )

    def of(self, option: str, measure: str, actor: str = "", group: str = "") -> tuple[Floats, str]:
        """Give every run's value as [draw, replication] with its unit; NaN where it is not defined. KeyError for a name nobody wrote."""
        rows = self.rows.get((option, measure, actor, group))
        if rows is None:
            for name, word in zip(NAMED, (option, measure, actor, group), strict=True):
                known = self.measures[name].unique().tolist()
                if word not in known:
                    raise KeyError(f'{name}: "{word}" is not in the results.{nearest(word, known)}')
            raise KeyError(f"{measure} of actor '{actor}' and group '{group}' is not in the results of {option}")
        (draws, row), (replications, column) = (np.unique(each[rows], return_inverse=True) for each in self.places[:2])
        table = np.full((len(draws), len(replications)), np.nan)
        table[row, column] = self.places[2][rows]
        return table, str(self.measures["unit"].iat[rows[0]])

    def compared(self, option: str, against: str, measure: str, actor: str = "", group: str = "") -> Estimate:
        """Sum up the paired difference of one number between two options; the level of `option` when `against` is empty."""
        runs, unit = self.of(option, measure, actor, group)
        if against:
            runs = runs - self.of(against, measure, actor, group)[0]
        return estimate(runs, unit, difference=bool(against))


def estimate(runs: Floats, unit: str, level: float = LEVEL, *, difference: bool = True) -> Estimate:
    """Sum up runs [draw, replication] of one number; what is not defined in a run is left out of its draw's mean.

    difference: otherwise a level, whose credible interval is on the scale of its unit. The three intervals are those of `uncertainty.py`;
    with one draw or one replication of each only that of the computing is there (over replications, or over draws).
    """
    draws, replications = runs.shape
    whole = not np.isnan(runs).any()
    defined = runs[~np.isnan(runs).all(axis=1)]
    means = np.nanmean(defined, axis=1) if draws > 1 else runs[0][~np.isnan(runs[0])]
    half = half_width(means, level)
    low = high = lowest = highest = np.nan
    chance, told = float((means > 0).mean()) if len(means) else float("nan"), True
    if whole and draws > 1 and replications > 1:
        (low,), (high,) = credible(runs[None], level, () if difference else (unit,))
        (lowest,), (highest,) = pooled(runs[None], level)
        told = bool(resolved(runs[None], level)[0])
        chance = float((shrunk(runs[None])[0] > 0).mean()) if told else float("nan")
    return Estimate(
        float(np.nanmean(runs)) if len(means) else float("nan"), low, high, half, lowest, highest, chance, unit, draws, replications, told
    )


def half_width(values: Floats, level: float = LEVEL) -> float:
    """Half the width of Student's t interval for a mean of independent values; NaN for fewer than two."""
    from scipy.special import stdtrit

    if len(values) < 2:
        return float("nan")
    return float(stdtrit(len(values) - 1, (1 + level) / 2) * values.std(ddof=1) / np.sqrt(len(values)))


def compared(measures: pd.DataFrame, option: str, against: str, measure: str, actor: str = "", group: str = "") -> Estimate:
    """Sum up one number of a frame of measures as `Runs.compared` does; for many numbers of one frame make its `Runs` once."""
    return Runs(measures).compared(option, against, measure, actor, group)

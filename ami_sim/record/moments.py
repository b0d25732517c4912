"""Monthly bands from many replications, kept small: count, mean, M2 and fixed bins that merge batch by batch.

Count, mean and sum of squared deviations (M2) merge by Chan, Golub and LeVeque (1979), which rounds, so batches are merged in the
order of the batch plan. The plan never depends on the number of workers; therefore neither does one bit of the result. Quantiles come
from bins whose places are fixed beforehand: each value is rounded to eleven significant binary digits. Whole numbers up to 2048 are
exact, everything else is within 1/2048 of itself (0.05 %), any sign and size, and bins merge by adding whole numbers. Memory grows
with the bins in use, not with the replications.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CELL: Final = ["scenario", "month", "measure", "group"]  # kept as categories: rows are sorted and compared by number, not by letters
KINDS: Final = {name: "datetime64[ms]" if name == "month" else "str" for name in CELL}  # of the columns that a frame has
QUANTILES: Final = {"q05": 0.05, "q25": 0.25, "q50": 0.50, "q75": 0.75, "q95": 0.95}
MONTHLY_COLUMNS: Final = [*CELL, "count", "mean", "m2", *QUANTILES]
AT_ONCE: Final = 20  # batches whose bins are added up together
BINARY_DIGITS: Final = 11  # significant binary digits of a bin


def bin_of(values: Floats) -> Floats:
    """Round values to the bin they fall in: eleven significant binary digits, zero its own bin (and no negative zero)."""
    mantissa, exponent = np.frexp(values)
    steps = float(2**BINARY_DIGITS)
    rounded: Floats = np.ldexp(np.rint(mantissa * steps) / steps, exponent) + 0.0
    return rounded


@dataclass(frozen=True)
class Moments:
    """What a batch of replications says about each (scenario, month, measure, group), ready to be merged.

    cells: scenario, month, measure, group, count, mean, m2, sorted by the first four.
    bins: scenario, month, measure, group, value, count, sorted by the first five. Both can be stored as they are.
    """

    cells: pd.DataFrame
    bins: pd.DataFrame

    @classmethod
    def of(cls, values: pd.DataFrame) -> "Moments":
        """Take the moments of one batch.

        values: one row per (draw, replication, scenario, month, measure, group), with `value`, in any order. A value that is not
        defined (NaN) is left out. Raises ValueError for an infinite value or a missing column.
        """
        order = [*CELL, "draw", "replication"]
        missing = [column for column in [*order, "value"] if column not in values.columns]
        if missing:
            raise ValueError(f"monthly values: column {missing[0]} is missing; expected {', '.join([*order, 'value'])}")
        if np.isinf(values["value"].to_numpy(dtype=np.float64)).any():
            row = values[np.isinf(values["value"])].iloc[0]
            where = f"scenario {row['scenario']}, month {row['month']:%Y-%m}"
            raise ValueError(f"monthly values: {row['measure']} is infinite in {where}; expected a number")
        names = {name: values[name].astype("category") for name in CELL}
        values = values.assign(**names).dropna(subset=["value"])
        if values.empty:
            empty = values[CELL].reset_index(drop=True)
            return cls(empty.assign(count=0, mean=0.0, m2=0.0), empty.assign(value=0.0, count=0))
        cell = numbered(values[CELL])
        rows = np.lexsort((numbered(values[["draw", "replication"]]), cell))
        cell, number = cell[rows], values["value"].to_numpy(dtype=np.float64)[rows]
        starts = np.flatnonzero(np.r_[True, np.diff(cell) > 0])
        count = np.diff(np.append(starts, len(rows)))
        mean = np.add.reduceat(number, starts) / count
        deviation = number - np.repeat(mean, count)
        m2 = np.add.reduceat(deviation * deviation, starts)
        keys = values[CELL]
        cells = keys.take(rows[starts]).reset_index(drop=True).assign(count=count, mean=mean, m2=m2)
        owner = np.repeat(np.arange(len(starts)), count)
        rows_of_cells = np.full((len(starts), count.max()), np.inf)  # what a cell has not as many values as others for is last
        rows_of_cells[owner, np.arange(len(rows)) - starts[owner]] = bin_of(number)
        binned = np.sort(rows_of_cells, axis=1)[np.arange(count.max()) < count[:, None]]
        first = np.flatnonzero(np.r_[True, (np.diff(owner) > 0) | (np.diff(binned) > 0)])
        bins = keys.take(rows[starts[owner[first]]]).reset_index(drop=True)
        return cls(cells, bins.assign(value=binned[first], count=np.diff(np.append(first, len(rows)))))

    def merge(self, later: "Moments") -> "Moments":
        """Merge with the moments of the next batch. Neither is changed. A cell that only one has is taken as it is."""
        return Moments(self._cells_with(later), _add_up(pd.concat([self.bins, later.bins], ignore_index=True)))

    def _cells_with(self, later: "Moments") -> pd.DataFrame:
        """Merge the cells alone."""
        if self.cells[CELL].equals(later.cells[CELL]):  # as a rule; side by side is as good and much faster
            both = self.cells.assign(**{f"{name}_later": later.cells[name] for name in ("count", "mean", "m2")})
        else:
            both = self.cells.merge(later.cells, on=CELL, how="outer", suffixes=("", "_later"), sort=True)
        first, second = (both[name].fillna(0).to_numpy(dtype=np.float64) for name in ("count", "count_later"))
        mean, mean_later = (both[name].fillna(0.0).to_numpy(dtype=np.float64) for name in ("mean", "mean_later"))
        m2, m2_later = (both[name].fillna(0.0).to_numpy(dtype=np.float64) for name in ("m2", "m2_later"))
        total = first + second
        step = np.where((first > 0) & (second > 0), mean_later - mean, 0.0)
        share = second / total
        merged_mean = np.where(first == 0, mean_later, mean + step * share)
        merged_m2 = m2 + m2_later + step * step * first * share
        return both[CELL].assign(count=total.astype(np.int64), mean=merged_mean, m2=merged_m2)

    def frame(self) -> pd.DataFrame:
        """Give the monthly frame: scenario, month, measure, group, count, mean, m2, q05, q25, q50, q75, q95.

        Quantiles interpolate linearly between the ordered (binned) values, as `numpy.quantile` does.
        """
        counts = self.bins["count"].to_numpy(dtype=np.int64)
        ends = np.cumsum(counts)
        numbers = self.cells["count"].to_numpy(dtype=np.int64)
        offsets = np.cumsum(numbers) - numbers  # where each cell's values start among all ordered values
        value = self.bins["value"].to_numpy(dtype=np.float64)
        columns = {}
        for name, share in QUANTILES.items():
            rank = (numbers - 1) * share
            below = np.floor(rank).astype(np.int64)
            above = np.minimum(below + 1, numbers - 1)
            low, high = (value[np.searchsorted(ends, offsets + at, side="right")] for at in (below, above))
            columns[name] = low + (high - low) * (rank - below)
        return self.cells.astype(KINDS).assign(**columns)[MONTHLY_COLUMNS]


def numbered(columns: pd.DataFrame) -> NDArray[np.int64]:
    """Write each row of some columns as one whole number, in their order."""
    found = np.zeros(len(columns), np.int64)
    for _, column in columns.items():
        if isinstance(column.dtype, pd.CategoricalDtype):
            place, kinds = column.cat.codes.to_numpy(dtype=np.int64), len(column.cat.categories)
        else:
            place, different = pd.factorize(column.to_numpy(), sort=True)
            kinds = len(different)
        found = found * kinds + place
    return found


def merge_in_order(batches: Mapping[int, Moments]) -> Moments:
    """Merge batches 0, 1, 2, ... of the plan in that order, however they were finished.

    Raises ValueError when there are none or when a number is missing.
    """
    expected = range(len(batches))
    missing = [number for number in expected if number not in batches]
    if missing or not batches:
        raise ValueError(f"monthly batches: batch {missing[0] if missing else 0} is missing; expected 0, 1, 2, ... without gaps")
    cells, bins = batches[0].cells, [batches[0].bins]
    for number in expected[1:]:
        cells = Moments(cells, bins[0])._cells_with(batches[number])
        bins.append(batches[number].bins)
        if len(bins) == AT_ONCE:  # counts are whole numbers: when they are added up does not matter
            bins = [_add_up(pd.concat(bins, ignore_index=True))]
    return Moments(cells, bins[0] if len(bins) == 1 else _add_up(pd.concat(bins, ignore_index=True)))


def _add_up(bins: pd.DataFrame) -> pd.DataFrame:
    """Add up the counts of equal bins, sorted by cell and value."""
    return bins.groupby([*CELL, "value"], sort=True, observed=True)[["count"]].sum().reset_index()

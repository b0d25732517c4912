"""Monthly bands from many replications, kept small: count, mean, M2 and fixed bins that merge batch by batch.

Count, mean and sum of squared deviations (M2) merge by Chan, Golub and LeVeque (1979), which rounds, so batches are merged in the
order of the batch plan. The plan never depends on the number of workers; therefore neither does one bit of the result. Quantiles come
from bins whose places are fixed beforehand: each value is rounded to eleven significant binary digits. Whole numbers up to 2048 are
exact, everything else is within 1/2048 of itself (0.05 %), any sign and size, and bins merge by adding whole numbers. Memory grows
with the bins in use, not with the replications.

A rounded value is the first 22 bits of the number as the processor holds it (sign, exponent, ten digits after the leading one), and a bin
is a whole number: the place of its cell, then those bits in the order of the values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CELL: Final = ["scenario", "month", "measure", "group"]  # kept as categories: rows are sorted and compared by number, not by letters
KINDS: Final = {name: "datetime64[ms]" if name == "month" else "str" for name in CELL}  # of the columns that a frame has
QUANTILES: Final = {"q05": 0.05, "q25": 0.25, "q50": 0.50, "q75": 0.75, "q95": 0.95}
MONTHLY_COLUMNS: Final = [*CELL, "count", "mean", "m2", *QUANTILES]
AT_ONCE: Final = 1 << 24  # values that wait until their bins are added up
DROPPED: Final = 42  # binary digits of a number that its bin has not: eleven significant ones are left, the leading one is not written
VALUE_BITS: Final = 22  # room for a rounded value in the number of a bin
MIDDLE: Final = 1 << (VALUE_BITS - 1)  # 0 among the rounded values


def places_of(values: Floats) -> Ints:
    """Say which rounded value each number falls in, as whole numbers in their order: 0 for 0, of either sign."""
    bits = np.abs(values).view(np.int64)
    found: Ints = bits + (bits >> DROPPED & 1)  # a tie goes to the even one
    found += (1 << (DROPPED - 1)) - 1
    found >>= DROPPED
    return np.negative(found, out=found, where=values < 0)


def values_at(places: Ints) -> Floats:
    """Give the rounded values at some places."""
    found: Floats = (np.abs(places) << DROPPED).view(np.float64)
    return np.where(places < 0, -found, found)


def bin_of(values: Floats) -> Floats:
    """Round values to the bin they fall in: eleven significant binary digits, zero its own bin (and no negative zero)."""
    return values_at(places_of(np.ascontiguousarray(values, np.float64)))


@dataclass(frozen=True)
class Moments:
    """What a batch of replications says about each (scenario, month, measure, group), ready to be merged.

    cells: scenario, month, measure, group, count, mean, m2, sorted by the first four. bins: sorted, each the place of its cell and of its
    value; counts: how many values each holds. Both can be stored as they are.
    """

    cells: pd.DataFrame
    bins: Ints
    counts: Ints

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
        values = values.assign(**{name: values[name].astype("category") for name in CELL})
        rows = values.groupby(CELL, observed=True, sort=True).ngroup().to_numpy()
        runs = values.groupby(["draw", "replication"], sort=True).ngroup().to_numpy()
        table = np.full((1 + runs.max(initial=-1), 1 + rows.max(initial=-1)), np.nan)
        table[runs, rows] = values["value"].to_numpy(np.float64)
        _, first = np.unique(rows, return_index=True)
        return cls.of_table(values[CELL].take(first).reset_index(drop=True), table)

    @classmethod
    def of_table(cls, keys: pd.DataFrame, table: Floats) -> "Moments":
        """Take the moments of a table of values [run, cell], NaN where nothing is defined.

        keys: scenario, month, measure, group of each cell, as categories and sorted. Raises ValueError for an infinite value.
        """
        if np.isinf(table).any():
            row = keys.iloc[int(np.argwhere(np.isinf(table))[0, 1])]
            where = f"scenario {row['scenario']}, month {row['month']:%Y-%m}"
            raise ValueError(f"monthly values: {row['measure']} is infinite in {where}; expected a number")
        cells = table.shape[1]
        count, mean, m2 = np.zeros(cells, np.int64), np.zeros(cells), np.zeros(cells)
        bins, counts = np.empty(table.size, np.int64), np.empty(table.size, np.int64)
        values = np.ascontiguousarray(table, np.float64)
        found = kernels()[0](values, places_of(values), count, mean, m2, bins, counts)
        if not count.all():
            some = count > 0
            keys, count, mean, m2 = keys[some].reset_index(drop=True), count[some], mean[some], m2[some]
        return cls(keys.assign(count=count, mean=mean, m2=m2), bins[:found].copy(), counts[:found].copy())

    def frame(self) -> pd.DataFrame:
        """Give the monthly frame: scenario, month, measure, group, count, mean, m2, q05, q25, q50, q75, q95.

        Quantiles interpolate linearly between the ordered (binned) values, as `numpy.quantile` does.
        """
        ends = np.cumsum(self.counts)
        numbers = self.cells["count"].to_numpy(dtype=np.int64)
        offsets = np.cumsum(numbers) - numbers  # where each cell's values start among all ordered values
        columns = {}
        for name, share in QUANTILES.items():
            rank = (numbers - 1) * share
            below = np.floor(rank).astype(np.int64)
            above = np.minimum(below + 1, numbers - 1)
            found = (self.bins[np.searchsorted(ends, offsets + at, side="right")] for at in (below, above))
            low, high = (values_at((each & ((1 << VALUE_BITS) - 1)) - MIDDLE) for each in found)
            columns[name] = low + (high - low) * (rank - below)
        return self.cells.astype(KINDS).assign(**columns)[MONTHLY_COLUMNS]


def add_up(bins: Ints) -> tuple[Ints, Ints]:
    """Count equal bins, which lie side by side: the different ones, and how many of each."""
    first = np.flatnonzero(np.r_[True, bins[1:] != bins[:-1]][: len(bins)])
    return bins[first], np.diff(np.append(first, len(bins)))


def add_moments(table: Floats, rounded: Ints, count: Ints, mean: Floats, m2: Floats, bins: Ints, counts: Ints) -> int:
    """Write the moments and the bins of every cell of a table [run, cell], and give the number of bins; cells of nothing have no number.

    rounded: where each value falls (`places_of`). Sums are from the first run to the last.
    """
    runs, cells = table.shape
    places = np.empty(runs, np.int64)
    found, numbered = 0, 0
    for cell in range(cells):
        n, total = 0, 0.0
        for run in range(runs):
            value = table[run, cell]
            if value == value:
                total += value
                place = rounded[run, cell]
                at = n
                while at > 0 and places[at - 1] > place:
                    places[at] = places[at - 1]
                    at -= 1
                places[at] = place
                n += 1
        if n == 0:
            continue
        middle, squares = total / n, 0.0
        for run in range(runs):
            if table[run, cell] == table[run, cell]:
                squares += (table[run, cell] - middle) * (table[run, cell] - middle)
        count[cell], mean[cell], m2[cell] = n, middle, squares
        for at in range(n):
            if at == 0 or places[at] != places[at - 1]:
                bins[found], counts[found] = (numbered << VALUE_BITS) + places[at] + MIDDLE, 0
                found += 1
            counts[found - 1] += 1
        numbered += 1
    return found


def lay_together(one: Ints, counts: Ints, other: Ints, counts_other: Ints, bins: Ints, found: Ints) -> int:
    """Write the bins of two sorted arrays in order, with the counts of equal ones added up; gives their number."""
    i, j, n = 0, 0, 0
    while i < len(one) or j < len(other):
        if j == len(other) or (i < len(one) and one[i] < other[j]):
            bins[n], found[n] = one[i], counts[i]
            i += 1
        elif i == len(one) or other[j] < one[i]:
            bins[n], found[n] = other[j], counts_other[j]
            j += 1
        else:
            bins[n], found[n] = one[i], counts[i] + counts_other[j]
            i += 1
            j += 1
        n += 1
    return n


@lru_cache(maxsize=1)
def kernels() -> tuple[Any, Any]:
    """Give `add_moments` and `lay_together` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    number, floats, ints = numba.int64, numba.float64[::1], numba.int64[::1]
    read: Any = numba.types.Array(number, 1, "C", readonly=True)  # as a file's columns are
    return (
        compiled(number(numba.float64[:, ::1], number[:, ::1], ints, floats, floats, ints, ints), add_moments),
        compiled(number(read, read, read, read, ints, ints), lay_together),
    )


@dataclass(frozen=True)
class Bins:
    """Sorted bins and how many values each holds."""

    bins: Ints
    counts: Ints

    def __len__(self) -> int:
        return len(self.bins)

    def together(self, other: "Bins") -> "Bins":
        """Add up the counts of equal bins of two."""
        if not len(self):
            return other
        bins, counts = np.empty(len(self) + len(other), np.int64), np.empty(len(self) + len(other), np.int64)
        count = kernels()[1](self.bins, self.counts, other.bins, other.counts, bins, counts)
        for each in (bins, counts):
            each.resize(count, refcheck=False)  # the rest of the room is given back, nothing is copied
        return Bins(bins, counts)


class Merging:
    """The moments of all batches so far; batches are handed in one after another, in the order of the plan, and none is kept."""

    def __init__(self) -> None:
        self.cells: pd.DataFrame | None = None
        self.bins = Bins(np.zeros(0, np.int64), np.zeros(0, np.int64))
        self.waiting: list[Ints] = []  # a bin for each value that has not been added up yet

    def add(self, later: Moments) -> None:
        """Merge with the moments of the next batch. A cell that only one has is taken as it is."""
        cells, bins = later.cells, np.repeat(later.bins, later.counts)
        if self.cells is None:
            self.cells = cells
        elif self.cells[CELL].equals(cells[CELL]):  # as a rule
            self.cells = merged(self.cells, cells)
        else:
            keys, here, there = of_either(self.cells, cells)
            self.bins = Bins(moved(self.bins.bins, here), self.bins.counts)
            self.waiting, bins = [moved(own, here) for own in self.waiting], moved(bins, there)
            self.cells = merged(placed(self.cells, here, keys), placed(cells, there, keys))
        self.waiting.append(bins)
        if sum(map(len, self.waiting)) > AT_ONCE:
            self._add_up()

    def _add_up(self) -> None:
        """Add up what waits; counts are whole numbers: when that is done does not matter."""
        self.bins = self.bins.together(Bins(*add_up(np.sort(np.concatenate(self.waiting)))))
        self.waiting = []

    def moments(self) -> Moments:
        """Give the moments of all of them. Raises ValueError when there are none."""
        if self.cells is None:
            raise ValueError("monthly batches: batch 0 is missing; expected 0, 1, 2, ... without gaps")
        if self.waiting:
            self._add_up()
        return Moments(self.cells, self.bins.bins, self.bins.counts)


def merged(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Merge the cells of two batches that have the same cells in the same order."""
    (count, mean, m2), (count_later, mean_later, m2_later) = (
        [cells[name].to_numpy(np.float64) for name in ("count", "mean", "m2")] for cells in (one, other)
    )
    total = count + count_later
    step = np.where((count > 0) & (count_later > 0), mean_later - mean, 0.0)
    share = count_later / total
    return one.assign(
        count=total.astype(np.int64),
        mean=np.where(count == 0, mean_later, mean + step * share),
        m2=m2 + m2_later + step * step * count * share,
    )


def of_either(one: pd.DataFrame, other: pd.DataFrame) -> tuple[pd.DataFrame, Ints, Ints]:
    """Name the cells that are in either of two frames, and where the rows of each are among them."""
    here, there = (cells[CELL].assign(**{side: np.arange(len(cells))}) for cells, side in ((one, "one"), (other, "other")))
    both = here.merge(there, on=CELL, how="outer", sort=True)
    places = []
    for side in ("one", "other"):
        rows = both[side].to_numpy(np.float64)
        at = np.flatnonzero(~np.isnan(rows))
        place = np.zeros(len(at), np.int64)
        place[rows[at].astype(np.int64)] = at
        places.append(place)
    return both[CELL].astype("category"), places[0], places[1]


def placed(cells: pd.DataFrame, places: Ints, keys: pd.DataFrame) -> pd.DataFrame:
    """Write the numbers of some cells at their places among others, which have none."""
    columns = {}
    for name, kind in (("count", np.int64), ("mean", np.float64), ("m2", np.float64)):
        columns[name] = np.zeros(len(keys), kind)
        columns[name][places] = cells[name].to_numpy(kind)
    return keys[CELL].assign(**columns)


def moved(bins: Ints, places: Ints) -> Ints:
    """Give bins whose cells are at other places now, in the same order."""
    found: Ints = (places[bins >> VALUE_BITS] << VALUE_BITS) + (bins & ((1 << VALUE_BITS) - 1))
    return found


def merge_in_order(batches: Mapping[int, Moments]) -> Moments:
    """Merge batches 0, 1, 2, ... of the plan in that order, however they were finished.

    Raises ValueError when there are none or when a number is missing.
    """
    missing = [number for number in range(len(batches)) if number not in batches]
    if missing or not batches:
        raise ValueError(f"monthly batches: batch {missing[0] if missing else 0} is missing; expected 0, 1, 2, ... without gaps")
    return merged_all(batches[number] for number in range(len(batches)))


def merged_all(batches: Iterable[Moments]) -> Moments:
    """Merge the moments of batches, one after another."""
    so_far = Merging()
    for batch in batches:
        so_far.add(batch)
    return so_far.moments()

"""Monthly bands from many replications, kept small: count, mean, M2 and fixed bins that merge batch by batch.

Count, mean and sum of squared deviations (M2) merge by Chan, Golub and LeVeque (1979), which rounds, so batches are merged in the
order of the batch plan. The plan never depends on the number of workers; therefore neither does one bit of the result. Quantiles come
from bins whose places are fixed beforehand: each value is rounded to eleven significant binary digits. Whole numbers up to 2048 are
exact, everything else is within 1/2048 of itself (0.05 %), any sign and size, and bins merge by adding whole numbers. Memory grows
with the bins in use, not with the replications.

The place of a bin is the first 22 bits of the number as the processor holds it (sign, exponent, ten digits after the leading one), as a
whole number in the order of the values.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Dates = NDArray[np.datetime64]
CELL: Final = ["scenario", "month", "measure", "group"]
QUANTILES: Final = {"q05": 0.05, "q25": 0.25, "q50": 0.50, "q75": 0.75, "q95": 0.95}
MONTHLY_COLUMNS: Final = [*CELL, "count", "mean", "m2", *QUANTILES]
AT_ONCE: Final = 1 << 22  # values of an option that wait until their bins are added up
DROPPED: Final = 42  # binary digits of a number that its bin has not: eleven significant ones are left, the leading one is not written
NOWHERE: Final = np.iinfo(np.int32).max  # the place of what is not defined, after all others


def places_of(values: Floats) -> Places:
    """Say which rounded value each number falls in, as whole numbers in their order: 0 for 0, of either sign; NaN is `NOWHERE`."""
    bits = np.abs(values).view(np.int64)
    found: Ints = bits + (bits >> DROPPED & 1)  # a tie goes to the even one
    found += (1 << (DROPPED - 1)) - 1
    found >>= DROPPED
    np.negative(found, out=found, where=values < 0)
    found[np.isnan(values)] = NOWHERE
    return found.astype(np.int32)


def values_at(places: Places) -> Floats:
    """Give the rounded values at some places."""
    found: Floats = (np.abs(places.astype(np.int64)) << DROPPED).view(np.float64)
    return np.where(places < 0, -found, found)


class Bins(NamedTuple):
    """The bins of some cells, sorted: the place of each and how many values it holds; those of a cell are starts[cell]:starts[cell + 1]."""

    starts: Ints
    places: Places
    counts: Ints


class Moments:
    """Count, mean, M2 and bins of some cells; batches are handed in one after another, in the order of the plan, and none is kept."""

    def __init__(self, cells: int = 0) -> None:
        self.count: Ints = np.zeros(cells, np.int64)
        self.mean: Floats = np.zeros(cells)
        self.m2: Floats = np.zeros(cells)
        self.held = Bins(np.zeros(cells + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64))
        self.waiting: list[Places] = []  # [run, cell] of each batch whose values are in no bin yet

    def add(self, table: Floats) -> None:
        """Merge with the values of the next batch [run, cell], NaN where nothing is defined. A cell that only one has is taken as it is."""
        values = np.ascontiguousarray(table, np.float64)
        kernels().merge(values, self.count, self.mean, self.m2)
        self.waiting.append(places_of(values))
        if sum(each.size for each in self.waiting) > AT_ONCE:
            self._add_up()

    def make_room(self, cells: int) -> None:
        """Go on with more cells: those there are, and further ones that have no value so far."""
        more = cells - len(self.count)
        if more > 0:
            self._add_up()
            self.count = np.pad(self.count, (0, more))
            self.mean, self.m2 = np.pad(self.mean, (0, more)), np.pad(self.m2, (0, more))
            self.held = self.held._replace(starts=np.pad(self.held.starts, (0, more), mode="edge"))

    @property
    def bins(self) -> Bins:
        """Give the bins of everything so far."""
        self._add_up()
        return self.held

    def _add_up(self) -> None:
        """Add up what waits; counts are whole numbers: when that is done does not matter."""
        if self.waiting:
            rows = np.sort(np.ascontiguousarray(np.concatenate(self.waiting).T), axis=1)
            room = len(self.held.places) + rows.size
            starts, places, counts = np.zeros(len(rows) + 1, np.int64), np.empty(room, np.int32), np.empty(room, np.int64)
            kernels().lay_together(rows, *self.held, starts, places, counts)
            for each in (places, counts):
                each.resize(starts[-1], refcheck=False)  # the rest of the room is given back, nothing is copied
            self.held, self.waiting = Bins(starts, places, counts), []

    def quantiles(self) -> dict[str, Floats]:
        """Give the quantiles of every cell that has a value; the others have 0.

        They interpolate linearly between the ordered (binned) values, as `numpy.quantile` does.
        """
        found, last = {}, np.maximum(self.count - 1, 0)
        for name, share in QUANTILES.items():
            rank = last * share
            below = np.floor(rank).astype(np.int64)
            low, high = np.zeros((2, len(rank)), np.int32)
            kernels().ordered(*self.bins, below, np.minimum(below + 1, last), low, high)
            lower, upper = values_at(low), values_at(high)
            found[name] = lower + (upper - lower) * (rank - below)
        return found


def merge(values: Floats, count: Ints, mean: Floats, m2: Floats) -> None:
    """Merge the moments of cells so far with those of a batch's values [run, cell]; sums are from the first run to the last."""
    runs, cells = values.shape
    for cell in range(cells):
        later, total = 0, 0.0
        for run in range(runs):
            if values[run, cell] == values[run, cell]:
                total += values[run, cell]
                later += 1
        if later == 0:
            continue
        middle, squares = total / later, 0.0
        for run in range(runs):
            if values[run, cell] == values[run, cell]:
                squares += (values[run, cell] - middle) * (values[run, cell] - middle)
        if count[cell] == 0:
            count[cell], mean[cell], m2[cell] = later, middle, squares
        else:
            step, share = middle - mean[cell], later / (count[cell] + later)
            m2[cell] = m2[cell] + squares + step * step * count[cell] * share
            mean[cell] += step * share
            count[cell] += later


def lay_together(rows: Any, starts: Ints, places: Places, counts: Ints, starts_found: Ints, found: Places, counts_found: Ints) -> None:
    """Write the bins of cells with further values added to them, in order. rows: the places of these, sorted, [cell, value]."""
    n = 0
    for cell in range(len(rows)):
        i, end, j = starts[cell], starts[cell + 1], 0
        many = rows.shape[1]
        while many > 0 and rows[cell, many - 1] == NOWHERE:
            many -= 1
        while i < end or j < many:
            if i < end and (j == many or places[i] <= rows[cell, j]):
                found[n], counts_found[n] = places[i], counts[i]
                i += 1
            else:
                found[n], counts_found[n] = rows[cell, j], 0
            while j < many and rows[cell, j] == found[n]:
                counts_found[n] += 1
                j += 1
            n += 1
        starts_found[cell + 1] = n


def ordered(starts: Ints, places: Places, counts: Ints, below: Ints, above: Ints, low: Places, high: Places) -> None:
    """Find two of each cell's ordered values: where they stand among them, `below` and `above`; an empty cell is left as it is."""
    for cell in range(len(below)):
        passed, at = 0, starts[cell]
        while at < starts[cell + 1] and passed + counts[at] <= below[cell]:
            passed += counts[at]
            at += 1
        if at < starts[cell + 1]:
            low[cell] = places[at]
            high[cell] = places[at] if above[cell] < passed + counts[at] else places[at + 1]


class Kernels(NamedTuple):
    """The passes, compiled."""

    merge: Any
    lay_together: Any
    ordered: Any


@lru_cache(maxsize=1)
def kernels() -> Kernels:
    """Compile the passes."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    none, floats, ints, places = numba.void, numba.float64[::1], numba.int64[::1], numba.int32[::1]
    return Kernels(
        compiled(none(numba.float64[:, ::1], ints, floats, floats), merge),
        compiled(none(numba.int32[:, ::1], ints, places, ints, ints, places, ints), lay_together),
        compiled(none(ints, places, ints, ints, ints, places, places), ordered),
    )


class Figures:
    """The monthly figures of one option, over all batches so far: a cell for each figure and month, by figure, then by month."""

    def __init__(self, months: Dates) -> None:
        self.months = months
        self.place: dict[str, int] = {}  # of each figure that some run has had
        self.moments = Moments()

    def add(self, runs: Sequence[tuple[Sequence[str], Floats]]) -> None:
        """Merge with the runs of the next batch: the figures that each has, and their values [figure, month]."""
        for names, _ in runs:
            for name in names:
                self.place.setdefault(name, len(self.place))
        self.moments.make_room(len(self.place) * len(self.months))
        table = np.full((len(runs), len(self.place), len(self.months)), np.nan)
        for row, (names, values) in zip(table, runs, strict=True):
            row[[self.place[name] for name in names]] = values
        self.moments.add(table.reshape(len(runs), -1))


def monthly_frame(options: Mapping[str, Figures]) -> pd.DataFrame:
    """Give the monthly frame: scenario, month, measure, group, count, mean, m2, q05, q25, q50, q75, q95; by name, month and figure."""
    frames = []
    for name in sorted(options):
        own = options[name]
        figures, months, moments = sorted(own.place), np.arange(len(own.months)), own.moments
        cells = np.add.outer(months, [own.place[figure] * len(months) for figure in figures]).astype(np.int64).ravel()
        some = moments.count[cells] > 0
        columns: dict[str, Any] = {
            "scenario": pd.Index([name], dtype="str").repeat(len(cells)),
            "month": np.repeat(own.months.astype("datetime64[ms]"), len(figures)),
            "measure": pd.Index(figures, dtype="str").take(np.tile(np.arange(len(figures)), len(months))),
            "group": pd.Index([""], dtype="str").repeat(len(cells)),
        }
        numbers = {"count": moments.count, "mean": moments.mean, "m2": moments.m2} | moments.quantiles()
        columns |= {column: numbers_of[cells] for column, numbers_of in numbers.items()}
        frames.append(pd.DataFrame(columns)[some])
    return pd.concat(frames, ignore_index=True)[MONTHLY_COLUMNS]

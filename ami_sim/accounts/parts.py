"""Parts of conditions (ways to live, jobs at the unit, services), numbered as they are met, with their prices by year."""

import threading
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.flows import Condition
from ami_sim.record.spells import Condition as Stood

Years = tuple[int, ...]
Price = Callable[[Sequence[Condition], Years], NDArray[np.float64]]  # kr per month [condition, year, line]


class Numbered:
    """Codes numbered from 0 as they are met."""

    def __init__(self) -> None:
        self._codes, self._numbers = np.zeros(0, np.int64), np.zeros(0, np.int64)  # codes in order, the number of each

    def of(self, codes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the number of each code; all have been met."""
        return self._numbers[np.searchsorted(self._codes, codes)]

    def meet(self, codes: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give numbers to the codes that are new, in order of code; say where each of them first stands among those given."""
        if self._known(codes).all():
            return np.zeros(0, np.int64)
        different, first = np.unique(codes, return_index=True)
        new = ~self._known(different)
        at, numbers = np.searchsorted(self._codes, different[new]), len(self._codes) + np.arange(new.sum())
        self._codes, self._numbers = np.insert(self._codes, at, different[new]), np.insert(self._numbers, at, numbers)
        return first[new]

    def _known(self, codes: NDArray[np.int64]) -> NDArray[np.bool_]:
        if not len(self._codes):
            return np.zeros(len(codes), bool)
        at = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        known: NDArray[np.bool_] = self._codes[at] == codes
        return known


class Parts:
    """Parts of one kind with their rows of prices; number 0 is nothing and costs nothing.

    views: the sign of each line in each view of a row, [view, line]. price: prices conditions that have a part not met before. What is
    asked for in one year of `span` is priced in all of them at once. Safe to share between threads.
    """

    def __init__(self, views: NDArray[np.float64], price: Price, span: Years) -> None:
        self._signs, self._price, self._span = views, price, span
        self._lines = views.shape[1]
        self._numbered = Numbered()
        self._examples: list[Condition] = []
        self._rows: dict[int, NDArray[np.float64]] = {}
        self._views: dict[int, NDArray[np.float64]] = {}
        self._priced: dict[int, int] = {}  # how many parts have a row in a year
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """How many parts have been met."""
        return len(self._examples)

    def numbers(self, codes: NDArray[np.int64], conditions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the number of each part, from 1, known by its code; conditions: a row each that has it, as an example."""
        with self._lock:
            self._examples += [Stood(*row) for row in conditions[self._numbered.meet(codes)].tolist()]
            return self._numbered.of(codes) + 1

    def rows(self, year: int) -> NDArray[np.float64]:
        """Give kr per month [number, line] in a year of every part that has been met."""
        return self._up_to_date(year)[0]

    def views(self, year: int) -> NDArray[np.float64]:
        """Give what those rows come to in each view, kr per month [number, view]."""
        return self._up_to_date(year)[1]

    def _up_to_date(self, year: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        with self._lock:
            if self._priced.get(year, -1) < len(self._examples):
                self._extend(self._span if year in self._span else (year,), self._priced.get(year, 0))
            return self._rows[year], self._views[year]

    def _extend(self, years: Years, first: int) -> None:
        """Price the parts that have no row yet, from place `first` on, in some years."""
        new, last = self._examples[first:], len(self._examples)
        priced = self._price(new, years) if new else np.zeros((0, len(years), self._lines))
        # Row by row: a matrix product's last bit hangs on how many rows it is given, that is on what this process has priced before.
        seen = np.stack([(priced * signs).sum(axis=-1) for signs in self._signs], axis=-1)
        for at, year in enumerate(years):
            for kept, found in ((self._rows, priced[:, at]), (self._views, seen[:, at])):
                kept[year] = with_room(kept.get(year), last + 1, found.shape[1])
                kept[year][first + 1 : last + 1] = found
            self._priced[year] = last


def with_room(table: NDArray[np.float64] | None, rows: int, columns: int) -> NDArray[np.float64]:
    """Give a table itself, or a larger one that begins with it where it has not room for so many rows."""
    if table is not None and len(table) >= rows:
        return table
    grown = np.zeros((2 * rows, columns))
    if table is not None:
        grown[: len(table)] = table
    return grown

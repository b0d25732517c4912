"""Parts of conditions (ways to live, jobs at the unit, services), numbered as they are met, with their prices by year."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

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

    def numbers(self, codes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Give the number of each code, and where each that is new stands first: those get the next numbers, in order of code."""
        at = np.searchsorted(self._codes, codes)
        unknown = np.flatnonzero(np.append(self._codes, -1)[at] != codes)
        if not len(unknown):
            return self._numbers[at], unknown
        different, first = np.unique(codes[unknown], return_index=True)
        place, numbers = np.searchsorted(self._codes, different), len(self._codes) + np.arange(len(different))
        self._codes, self._numbers = np.insert(self._codes, place, different), np.insert(self._numbers, place, numbers)
        return self._numbers[np.searchsorted(self._codes, codes)], unknown[first]


class Prices:
    """Prices of the parts of one kind in some years, side by side; kr per month.

    What costs nothing is left out: part `number` has prices on the lines `lines[first[number] : first[number + 1]]`, and the `amounts`,
    [year, place], stand at these places too. views: what they come to in each view, [number, year].
    """

    def __init__(self, signs: NDArray[np.float64], years: Years) -> None:
        self.years = years
        self.count = 0  # how many parts have been priced
        self._width = signs.shape[1]
        self.views = [np.zeros((1, len(years))) for _ in signs]
        self.first, self.lines, self.amounts = np.zeros(2, np.uint32), np.zeros(0, np.uint32), np.zeros((len(years), 0))
        self._counted = [(columns, sign[columns]) for sign in signs for columns in (np.flatnonzero(sign),)]

    def add(self, priced: NDArray[np.float64]) -> None:
        """Add the parts that are next by number: kr per month [part, year, line]."""
        new = slice(self.count + 1, self.count + 1 + len(priced))
        for view, (columns, sign) in enumerate(self._counted):
            self.views[view] = with_room(self.views[view], new.stop)
            # Row by row: a matrix product's last bit hangs on how many rows it is given, that is on what this process has priced before.
            self.views[view][new] = (priced[:, :, columns] * sign).sum(axis=-1)
        part, line = np.nonzero((priced != 0.0).any(axis=1))
        begins = int(self.first[new.start])
        ends = begins + len(line)
        self.first, self.lines = with_room(self.first, new.stop + 1), with_room(self.lines, ends)
        self.amounts = with_room(self.amounts, ends, axis=1)
        self.first[new.start + 1 : new.stop + 1] = begins + np.cumsum(np.bincount(part, minlength=len(priced)))
        self.lines[begins:ends], self.amounts[:, begins:ends] = line, priced[part, :, line].T
        self.count += len(priced)

    def table(self, numbers: NDArray[np.int64], at: int) -> NDArray[np.float64]:
        """Give the prices of some parts in one of the years, by its place: [part, line]."""
        first = self.first.astype(np.int64)
        begins, many = first[numbers], first[numbers + 1] - first[numbers]
        place = np.repeat(begins - (np.cumsum(many) - many), many) + np.arange(many.sum())
        found = np.zeros((len(numbers), self._width))
        found[np.repeat(np.arange(len(numbers)), many), self.lines[place]] = self.amounts[at, place]
        return found


class Parts:
    """Parts of one kind with their prices; number 0 is nothing and costs nothing.

    signs: of each line in each view of a row, [view, line]. What is asked for in one year of `span` is priced in all of them at once. Safe
    to share between threads.
    """

    def __init__(self, signs: NDArray[np.float64], span: Years) -> None:
        self.span = span
        self._signs = signs
        self._numbered = Numbered()
        self._examples: list[Condition] = []
        self._prices: dict[Years, Prices] = {}
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """How many parts have been met."""
        return len(self._examples)

    def numbers(self, codes: NDArray[np.int64], conditions: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the number of each part, from 1, known by its code; conditions: a row each that has it, as an example."""
        with self._lock:
            found, new = self._numbered.numbers(codes)
            self._examples += [Stood(*row) for row in conditions[new].tolist()]
            return found + 1

    def together(self, year: int) -> Years:
        """Give the years that are priced together with a year, in order."""
        return self.span if year in self.span else (year,)

    def prices(self, year: int, price: Price) -> Prices:
        """Give the prices in `together(year)` of every part that has been met.

        price: prices conditions that have a part not priced before. It is not kept: whoever prices owns these tables, and a circle of the
        two would stand in memory until somebody looks for circles.
        """
        years = self.together(year)
        with self._lock:
            if years not in self._prices:
                self._prices[years] = Prices(self._signs, years)
            found = self._prices[years]
            if found.count < len(self._examples):
                found.add(price(self._examples[found.count :], years))
            return found


def with_room(table: NDArray[Any], length: int, axis: int = 0) -> NDArray[Any]:
    """Give a table itself, or one twice as long that begins with it where it has not room for so much along an axis."""
    short = 2 * length - table.shape[axis]
    if table.shape[axis] >= length:
        return table
    return np.concatenate((table, np.zeros_like(table, shape=(*table.shape[:axis], short, *table.shape[axis + 1 :]))), axis=axis)

"""What scenarios and parameter rows have in common, reckoned once: a result is kept with the parameters that were read to come to it.

A table hangs on the scenario and on the few parameters that its figures name. Whoever makes one is given a row that notes what is read of
it; at another row with the same values there the result is the same one, and need not be told apart from it again.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeVar

Made = TypeVar("Made")
NOT_THERE: Final = object()  # what is noted of a parameter that was asked for and is not in the row
KEYS_KEPT: Final = 4_096
ROWS_KEPT: Final = 2  # results of one thing, at the rows seen last: a draw's and that of the draw before it


class Noted(Mapping[str, float]):
    """A parameter row that notes what is read of it."""

    def __init__(self, row: Mapping[str, float]) -> None:
        self._row = row
        self.read: dict[str, Any] = {}
        self.whole = False  # whether it was gone through, so that a row with more in it is another

    def __getitem__(self, name: str) -> float:
        self.read[name] = self._row.get(name, NOT_THERE)
        return self._row[name]

    def __iter__(self) -> Iterator[str]:
        self.read.update(self._row)
        self.whole = True
        return iter(self._row)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Result(NamedTuple):
    """A result, with the objects it was made of (kept, so that no other can take their place in memory) and the row as it was read."""

    of: tuple[Any, ...]
    noted: Noted
    value: Any

    def holds(self, row: Mapping[str, float]) -> bool:
        """Tell whether it would be the same at a row."""
        read = self.noted.read
        return all(row.get(name, NOT_THERE) == value for name, value in read.items()) and (
            not self.noted.whole or row.keys() <= read.keys()
        )


class Common:
    """Where what scenarios and parameter rows have in common is kept. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.RLock()  # what is made may need what others have made
        self._kept: OrderedDict[tuple[Any, ...], deque[Result]] = OrderedDict()

    def __reduce__(self) -> tuple[type["Common"], tuple[()]]:
        """Leave everything behind where a plan goes to another process."""
        return Common, ()

    def once(self, what: str, of: tuple[Any, ...], row: Mapping[str, float], make: Callable[[Noted], Made]) -> Made:
        """Give what is made of some objects, which nobody changes, at a parameter row; made anew only if what it reads of it is another.

        `make` may read nothing but these objects and the row that it is given. A mapping of tables keeps those that have not changed.
        """
        key = (what, *map(id, of))
        with self._lock:
            results = self._kept.setdefault(key, deque(maxlen=ROWS_KEPT))
            self._kept.move_to_end(key)
            for result in results:
                if result.holds(row):
                    found: Made = result.value
                    return found
            noted = Noted(row)
            made = make(noted)
            if results and isinstance(made, dict):
                made.update({name: table for name, table in results[0].value.items() if name in made and alike(made[name], table)})
            results.appendleft(Result(of, noted, made))
            while len(self._kept) > KEYS_KEPT:
                self._kept.popitem(last=False)
            return made


def alike(one: Any, other: Any) -> bool:
    """Tell whether two tables of numbers are the same."""
    return type(one) is type(other) and isinstance(one, list | tuple) and one == other

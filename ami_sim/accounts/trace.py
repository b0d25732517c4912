"""Follow a total back to its rows: which conditions, for how many days, at which monthly amount, made a line of a ledger."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ami_sim.accounts.flows import Condition
from ami_sim.accounts.ledger import PriceBook, years_of
from ami_sim.accounts.lines import Line
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.quantities import MONTH


class Part(NamedTuple):
    """One part of a line: person-days in a condition in a year, kr a month there, and what it comes to in kr."""

    year: int
    condition: Condition
    days: float
    per_month: float
    amount: float


def line_named(lines: Sequence[Line], name: str) -> int:
    """Find a line by its name, "kind: payer -> payee"; InputError names the nearest."""
    names = [str(line) for line in lines]
    if name not in names:
        raise InputError(f'no line is called "{name}".{nearest(name, names)}')
    return names.index(name)


def trace(days: NDArray[np.float64], conditions: Sequence[Condition], months: ArrayLike, book: PriceBook, line: str) -> tuple[Part, ...]:
    """List the parts of one line of a fold, largest first: they add up to the line, up to öre rounded by month.

    The unit's own costs are no part of this: they come from the list of `UnitCost`.
    """
    place, years, parts = line_named(book.lines, line), years_of(months), []
    for year in np.unique(years).tolist():
        spent = days[years == year].sum(axis=0)
        used = np.flatnonzero(spent).tolist()
        prices = book.table([conditions[index] for index in used], year)[:, place]
        parts += [
            Part(year, conditions[index], float(spent[index]), float(price), float(spent[index] * price / MONTH))
            for index, price in zip(used, prices, strict=True)
            if price
        ]
    return tuple(sorted(parts, key=lambda part: -part.amount))

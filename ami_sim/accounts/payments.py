"""Price rules of one's own, applied: what a person's condition moves by the month, and what the beginning of a stage moves once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.flows import Condition, GroupTerms, RowTerms
from ami_sim.accounts.lines import Flow, Line
from ami_sim.accounts.tariff import Tariff
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.payment import Payment
from ami_sim.scenario.prices import Prices, latest
from ami_sim.scenario.registry import LEFT, UNBORN

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Lived:
    """A person's condition by name, as a formula of one's own is given it; "" where there is no intervention or group."""

    stage: str
    income: str
    intervention: str
    group: str
    household: str
    adults: int
    children: int
    rights: tuple[str, ...]
    year: int


def lived(condition: Condition, at: Tariff, rows: Sequence[RowTerms], groups: Sequence[GroupTerms]) -> Lived:
    """Say a condition by name."""
    known = at.prices.vocabulary
    household, row = at.prices.compositions[condition.household]
    return Lived(
        known.stages[condition.stage],
        known.incomes[condition.income],
        rows[condition.row].intervention if 0 <= condition.row < len(rows) else "",
        groups[condition.group].name if 0 <= condition.group < len(groups) else "",
        household,
        row.adults,
        sum(row.children),
        tuple(name for bit, name in enumerate(known.rights) if condition.rights >> bit & 1),
        at.year,
    )


def fits(row: Payment, where: Lived) -> bool:
    """Tell whether a rule holds in a condition: everything that it names must fit."""
    named = ((row.stages, where.stage), (row.incomes, where.income), (row.interventions, where.intervention), (row.groups, where.group))
    held = not row.rights or bool(set(row.rights) & set(where.rights))
    return held and all(not words or word in words for words, word in named)


def payment_flows(condition: Condition, at: Tariff, rows: Sequence[RowTerms], groups: Sequence[GroupTerms]) -> Iterator[Flow]:
    """Yield what price rules of one's own move in a month of a condition, in the year's kronor."""
    if condition.stage in (UNBORN, LEFT):
        return
    where = lived(condition, at, rows, groups)
    for name, row in at.prices.payment.items():
        if fits(row, where) and not row.once:
            yield Flow(row.payer, row.payee, row.kind or name, row.nature, monthly_of(name, row, where, at))


def monthly_of(name: str, row: Payment, where: Lived, at: Tariff) -> float:
    """Give kr per month of a rule that holds; InputError when its formula fails or gives no amount of 0 or more."""
    if row.formula is None:
        return at.prices.in_year(row.amount, row.index, at.year)
    try:
        found = row.formula(where)
    except Exception as error:
        raise InputError(f"prices.payment.{name}: the formula fails: {type(error).__name__}: {error}; expected kr per month") from error
    if not isinstance(found, Real) or not isfinite(found) or float(found) < 0:
        raise InputError(f"prices.payment.{name}: the formula gives {found!r} for {where}; expected kr per month, 0 or more")
    return float(found) * at.prices.level(row.index, at.year, at.prices.price_year)


def book_starts(
    prices: Prices, lines: Sequence[Line], moves: NDArray[np.int64], counts: Floats, years: NDArray[np.int64], deflators: Floats
) -> Floats:
    """Book what is paid once each time a stage begins, kr [period, line].

    moves: (event, from stage, to stage), a row each; counts: how often [period, move]; years and deflators: of each period.
    """
    place = {line[:3]: index for index, line in enumerate(lines)}
    booked = np.zeros((len(years), len(lines)))
    for name, row in prices.payment.items():
        if not row.once:
            continue
        wanted = [prices.vocabulary.stages.index(stage) for stage in row.stages]
        begins = np.isin(moves[:, 2], wanted) & (moves[:, 1] != moves[:, 2])
        each = {year: once_in(prices, row, year) for year in np.unique(years).tolist()}
        amounts = np.array([each[year] for year in years.tolist()]) / deflators
        booked[:, place[row.payer, row.payee, row.kind or name]] += counts[:, begins].sum(axis=1) * amounts
    return booked


def once_in(prices: Prices, row: Payment, year: int) -> float:
    """Give what a rule pays once in a year, in that year's kronor."""
    base, amount = latest(row.once, year)
    return amount.value * prices.level(row.index, year, base)

"""What the unit itself costs: posts, vehicles, premises and running costs, each with a funder and dates, month by month."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ami_sim.accounts.lines import FUNDERS, MUNICIPAL, UNIT_KINDS, Line
from ami_sim.accounts.present import month_ends
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.rows import IndexName
from ami_sim.scenario.services import Cost, Timeline, Unit

NO_PARAMETERS: Final[Mapping[str, float]] = MappingProxyType({})


class UnitCost(NamedTuple):
    """One cost of the unit, or a lump sum: kr per year in the price year, from `opens` up to but not on `closes`.

    A lump sum follows no index: it is in the kronor of its own year.
    """

    title: str
    kind: str  # of UNIT_KINDS
    funder: str
    per_year: float
    follows: IndexName  # the index the cost grows by
    opens: date
    closes: date
    posts: float = 0.0  # full-time posts, for staff hours
    payee: str = "resources"  # what is used up, or who is paid by the funder


def unit_costs(
    timeline: Sequence[Timeline], units: Mapping[str, Unit], end: date, theta: Mapping[str, float] = NO_PARAMETERS
) -> tuple[UnitCost, ...]:
    """List what the units of a timeline cost until the end of the horizon.

    A post or cost with `until` is paid through that day and not after it. What is marked as overhead is booked as that; a cost named
    otherwise than `UNIT_KINDS` is booked as `unit_other`. Posts follow wages, other costs prices. theta: the parameter row, where a
    figure uses one.
    """
    found: list[UnitCost] = []
    starts = [step.from_ for step in timeline]
    for step, following in zip(timeline, [*starts[1:], end], strict=True):
        unit, opens, closes = units[step.unit], step.from_, min(following, end)
        for post in unit.posts:
            begins = max(opens, post.from_) if post.from_ else opens
            ends = min(closes, post.until + timedelta(days=1)) if post.until else closes
            cost = YEAR * post.cost.at(theta) * post.count.at(theta)
            kind = "overhead" if post.overhead else "posts"
            found.append(UnitCost(post.role, kind, post.funder, cost, "wages", begins, ends, post.count.at(theta)))
        for name, row in unit.costs.items():
            begins = max(opens, row.from_) if row.from_ else opens
            ends = min(closes, row.until + timedelta(days=1)) if row.until else closes
            kind = kind_of(name, row)
            found.append(UnitCost(name, kind, row.funder, YEAR * row.amount.at(theta), "prices", begins, ends))
    return tuple(cost for cost in found if cost.per_year > 0 and cost.opens < cost.closes)


def lump_sums(prices: Prices, start: date, end: date) -> tuple[UnitCost, ...]:
    """List what one actor pays another whatever happens to anybody, a row for each year of a run, in that year's kronor."""
    found: list[UnitCost] = []
    for name, row in prices.lump_sum.items():
        for year in range(max(start.year, min(row.amount)), end.year + 1):
            opens = max(start, date(year, 1, 1), row.from_ or date.min)
            closes = min(end, date(year + 1, 1, 1), row.until + timedelta(days=1) if row.until else date.max)
            amount = 12 * prices.in_year(row.amount, row.index, year)
            if amount > 0 and opens < closes:
                found.append(UnitCost(row.title, row.kind or name, row.payer, amount, "none", opens, closes, payee=row.payee))
    return tuple(found)


def kind_of(name: str, cost: Cost) -> str:
    """Say on which line a cost that is not staff is booked."""
    return "overhead" if cost.overhead else name if name in UNIT_KINDS else "unit_other"


def share_of_months(months: ArrayLike, opens: date, closes: date) -> NDArray[np.float64]:
    """Give the days of each month that lie between two dates, as a share of its calendar month; months are their first days.

    A piece of a month (`record.monthly.month_edges`) has its own days' share: the pieces of a month add up to it.
    """
    return _shares(np.asarray(months).astype("datetime64[D]").tobytes(), opens, closes).copy()


@lru_cache(maxsize=4096)
def _shares(days: bytes, opens: date, closes: date) -> NDArray[np.float64]:
    start = np.frombuffer(days, "datetime64[D]")
    stop = month_ends(start)
    whole = (start.astype("datetime64[M]") + 1).astype("datetime64[D]") - start.astype("datetime64[M]").astype("datetime64[D]")
    inside = np.minimum(stop, np.datetime64(closes)) - np.maximum(start, np.datetime64(opens))
    share: NDArray[np.float64] = np.clip(inside.astype(np.int64) / whole.astype(np.int64), 0.0, 1.0)
    return share


def book_unit(
    costs: Iterable[UnitCost], months: ArrayLike, lines: Sequence[Line], prices: Prices, deflators: Mapping[int, float]
) -> NDArray[np.float64]:
    """Book the unit's costs, kr [month, line]: a full month is a twelfth of a year, a part of one is by days.

    What the state pays is booked in full as the unit's cost and as a project grant to the unit; what a committee pays, as its own.
    """
    first = np.asarray(months).astype("datetime64[D]")
    years = first.astype("datetime64[Y]").astype(np.int64) + 1970
    different, which = np.unique(years, return_inverse=True)
    place, days = {line[:3]: index for index, line in enumerate(lines)}, first.tobytes()
    booked = np.zeros((len(lines), len(first)))

    @cache
    def level(index: IndexName) -> NDArray[np.float64]:
        of_years = [prices.level(index, year, prices.price_year) / deflators[year] for year in different.tolist()]
        found: NDArray[np.float64] = np.array(of_years)[which]
        return found

    for cost in costs:
        amount = cost.per_year / 12 * level(cost.follows) * _shares(days, cost.opens, cost.closes)
        if cost.payee != "resources":
            booked[place[cost.funder, cost.payee, cost.kind]] += amount
            continue
        if cost.kind not in UNIT_KINDS:
            raise InputError(f'unit cost "{cost.title}": kind "{cost.kind}" is not known.{nearest(cost.kind, UNIT_KINDS)}')
        if cost.funder not in FUNDERS:
            raise InputError(f'unit cost "{cost.title}": funder "{cost.funder}" is not known.{nearest(cost.funder, FUNDERS)}')
        own = cost.funder in MUNICIPAL or cost.funder == "region"
        booked[place[cost.funder if own else "ami", "resources", cost.kind]] += amount
        if not own:
            booked[place[cost.funder, "ami", "project_grant"]] += amount
    return booked.T.copy()

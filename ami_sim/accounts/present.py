"""Present values: a krona later is worth less. Continuous discounting at a yearly rate, by a vector over months.

A month here is a stretch of time that money is booked in: a calendar month, or the piece of one that a run's cut leaves
(`record.monthly.month_edges`). Nothing in this file takes a part of a month's money: a piece holds its own days' money and no more.
"""

from datetime import date
from math import expm1, log1p
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import YEAR


def month_ends(months: ArrayLike) -> NDArray[np.datetime64]:
    """Say where each month ends, given where each begins: where the next begins, the last with its calendar month."""
    start = np.asarray(months).astype("datetime64[D]")
    following = (start.astype("datetime64[M]") + 1).astype("datetime64[D]")
    found: NDArray[np.datetime64] = np.minimum(np.r_[start[1:], following[-1:]], following)
    return found


def discount_factors(months: ArrayLike, rate: float, from_date: date, until: date | None = None) -> NDArray[np.float64]:
    """Weigh a krona spread evenly over each month as of `from_date`: 0 for what falls before it or after `until`.

    months: where each begins. rate: yearly, effective: 0.035 makes 1 krona in a year (365.25 days) worth 1 / 1.035. until: where the last
    one ends, when that is not with its calendar month. InputError when `from_date` is inside a month: its money is to be booked in two
    pieces, for nothing tells here how much of it fell before the date.
    """
    if not rate > -1.0:
        raise InputError(f"discount rate is {rate}; expected over -1 (0.035 is 3.5 % a year)")
    start, stop, origin = np.asarray(months).astype("datetime64[D]"), month_ends(months), np.datetime64(from_date)
    if ((start < origin) & (origin < stop)).any():
        raise InputError(f"discounting: {from_date} is inside a month; expected months that are cut there")
    stop = np.minimum(stop, np.datetime64(until)) if until else stop
    begin, span = ((days.astype(np.int64) / YEAR) for days in (start - origin, stop - start))
    force = log1p(rate)
    counted = (begin >= 0) & (span > 0)
    span = np.where(counted, span, 1.0)
    evenly = -np.expm1(-force * span) / (force * span) if force else 1.0
    factors: NDArray[np.float64] = np.where(counted, np.exp(-force * begin) * evenly, 0.0)
    return factors


def present_value(ledger: NDArray[Any], months: ArrayLike, rate: float, from_date: date, until: date | None = None) -> NDArray[np.float64]:
    """Present value on a date of amounts by month (first axis), in the ledger's unit; what was paid before the date is not counted."""
    return np.asarray(np.tensordot(discount_factors(months, rate, from_date, until), np.asarray(ledger, dtype=np.float64), axes=(0, 0)))


def annuity(rate: float, years: float, payments: str = "start") -> float:
    """Present value of 1 krona a year for so many years, paid at the "start" or the "end" of each year or "evenly" through it."""
    if payments not in ("start", "end", "evenly"):
        raise InputError(f'payments are "{payments}"; expected "start", "end" or "evenly"')
    if rate == 0:
        return years
    paid = -expm1(-log1p(rate) * years)
    return paid / {"start": rate / (1 + rate), "end": rate, "evenly": log1p(rate)}[payments]


def paid_back_within(net: NDArray[Any], factors: NDArray[np.float64], ends: NDArray[np.float64], days: ArrayLike) -> NDArray[np.bool_]:
    """Tell whether an outlay has paid itself back for good within so many days: the discounted sum is not below 0 then, nor ever later.

    net: net result by month, option less reference, of one payer or more ([payer, month]; the answer is [payer, days]). factors: of each
    month, 0 for those that do not count; ends: the day each month ends. Money counts as spread evenly over its month. An option that never
    costs more has paid itself back from the first day on.
    """
    counted, within = factors > 0, np.asarray(days, dtype=np.float64)
    until = ends[counted]
    running = np.cumsum(np.asarray(net, dtype=np.float64)[..., counted] * factors[counted], axis=-1)
    last = np.full((*running.shape[:-1], 1), np.inf)  # after the last month nothing is to come
    lowest = np.concatenate((np.minimum.accumulate(running[..., ::-1], axis=-1)[..., ::-1], last), axis=-1)
    later = lowest[..., np.searchsorted(until, within, side="right")]
    known = np.concatenate((np.zeros_like(last), running), axis=-1).reshape(-1, 1 + len(until))
    then = np.array([np.interp(within, np.r_[0.0, until], one) for one in known]).reshape(later.shape)
    found: NDArray[np.bool_] = (then >= 0) & (later >= 0)
    return found

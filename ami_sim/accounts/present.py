"""Present values: a krona later is worth less. Continuous discounting at a yearly rate, by a vector over months."""

from datetime import date
from math import expm1, inf, log1p
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import YEAR


def discount_factors(months: ArrayLike, rate: float, from_date: date, until: date | None = None) -> NDArray[np.float64]:
    """Weigh a krona spread evenly over each month as of `from_date`: 0 for what falls before it or after `until`.

    rate: yearly, effective: 0.035 makes 1 krona in a year (365.25 days) worth 1 / 1.035. A month cut by a date counts by days.
    """
    if not rate > -1.0:
        raise InputError(f"discount rate is {rate}; expected over -1 (0.035 is 3.5 % a year)")
    first = np.asarray(months, dtype="datetime64[M]")
    start, stop = first.astype("datetime64[D]"), (first + 1).astype("datetime64[D]")
    length = (stop - start).astype(np.float64)
    origin = np.datetime64(from_date)
    opens = np.maximum(start, origin)
    closes = np.minimum(stop, np.datetime64(until)) if until else stop
    begin = (opens - origin).astype(np.float64) / YEAR
    span = np.maximum((closes - opens).astype(np.float64), 0.0) / YEAR
    force = log1p(rate)
    worth = np.where(span > 0, -np.expm1(-force * span) / force, 0.0) if force else span
    factors: NDArray[np.float64] = np.exp(-force * begin) * worth * YEAR / length
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


def paid_back_after(net: NDArray[Any], months: ArrayLike, rate: float, from_date: date) -> float:
    """Years after which an outlay has paid itself back for good: from then on the discounted sum since `from_date` is never below 0.

    net: net result by month, option less reference. 0 when the sum is never below 0; infinity when it ends below 0. The share of
    replications within so many years is the measure; a mean of this is not, for it may be infinite.
    """
    running = np.cumsum(np.asarray(net, dtype=np.float64) * discount_factors(months, rate, from_date))
    below = np.flatnonzero(running < 0)
    if not len(below):
        return 0.0
    if below[-1] == len(running) - 1:
        return inf
    stop = np.asarray(months, dtype="datetime64[M]")[below[-1] + 1] + 1
    return float((stop.astype("datetime64[D]") - np.datetime64(from_date)).astype(np.int64)) / YEAR


def months_to_pay_back(net: NDArray[Any], factors: NDArray[np.float64]) -> float:
    """Count the months after which an outlay has paid itself back for good, from the first month that counts (factor over 0).

    As `paid_back_after`, on a vector of discount factors: 0 when the discounted sum is never below 0, infinity when it ends below 0.
    """
    counted = factors > 0
    below = np.flatnonzero(np.cumsum(np.asarray(net, dtype=np.float64)[counted] * factors[counted]) < 0)
    if not len(below):
        return 0.0
    return inf if below[-1] == counted.sum() - 1 else float(below[-1] + 2)

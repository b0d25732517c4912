"""Continuous discounting at a rate that is flat or declines in steps: what a year between two days is worth today."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log1p

import numpy as np
from numpy.typing import NDArray

from ami_sim.scenario.quantities import YEAR

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Discounting:
    """A yearly effective rate from each of some years on: `years` increase from 0, one rate each. 0.035 is 3.5 % a year."""

    name: str
    years: tuple[float, ...]
    rates: tuple[float, ...]

    def worth(self, days: Floats) -> Floats:
        """Give the present value of one krona a year paid evenly from now to each day: an annuity, in years."""
        at = np.maximum(np.asarray(days, np.float64) / YEAR, 0.0)
        found, factor = np.zeros_like(at), 1.0
        for begin, end, rate in zip(self.years, (*self.years[1:], np.inf), self.rates, strict=True):
            inside = np.clip(at - begin, 0.0, end - begin)
            force = log1p(rate)
            found += factor * (-np.expm1(-force * inside) / force if force else inside)
            factor *= exp(-force * (end - begin)) if np.isfinite(end) and force else 1.0
        return found

    def between(self, start: Floats, end: Floats) -> Floats:
        """Give what one krona a year from one day to another is worth now, in years."""
        found: Floats = self.worth(end) - self.worth(start)
        return found


def flat(rate: float) -> Discounting:
    """Give a flat rate, named by itself in per cent."""
    return Discounting(f"{100 * rate:g}", (0.0,), (rate,))


def named_rates(rates: Sequence[float], declining: Sequence[tuple[float, float]] = ()) -> tuple[Discounting, ...]:
    """Give some flat rates and, if there is one, a declining rate as (from year, rate) in order."""
    steps = tuple(zip(*declining, strict=True)) if declining else ()
    return (*(flat(rate) for rate in rates), *([Discounting("declining", *steps)] if steps else []))

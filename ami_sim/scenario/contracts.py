"""Who pays what for a job at the unit: wage, contributions, AF's share and what is left for the municipality.

All figures are kronor per month. The net municipal cost is also a price that steers: a running job takes its yearly net cost
from the unit's wage budget.
"""

from dataclasses import dataclass, replace
from math import inf, isfinite
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from ami_sim.scenario.errors import InputError

Base = Literal["wage_and_contributions", "contributions", "labour_cost"]
BASES: Final = ("wage_and_contributions", "contributions", "labour_cost")


class Payment(NamedTuple):
    """One party pays another: both are words of `ACTORS`; kr per month."""

    payer: str
    payee: str
    kind: str
    amount: Any


@dataclass(frozen=True, slots=True)
class JobTerms:
    """The terms of one subsidised job.

    hours: share of full time. wage: gross, full time. contributions: all that a municipality pays on top of the wage, as a share
    of it (PO). statutory: the part of them set by law. counted: the contributions in AF's own base when they are not the
    statutory ones. base: what AF pays a share of: wage and counted contributions, the counted contributions alone (times
    `multiple`), or the municipality's whole labour cost. cap: gross full-time wage above which AF counts nothing more (scaled by
    hours). grant: supervision grant, paid while `early` in the contract. cap_growth: yearly growth of the cap; 0 is the rule.
    Restated in several years at once (`in_year`), wage, contributions and cap are arrays, a number a year.
    """

    hours: float
    wage: Any
    contributions: Any
    statutory: float
    base: Base = "wage_and_contributions"
    share: float = 0.0
    multiple: float = 1.0
    cap: Any = inf
    grant: float = 0.0
    early: bool = False
    counted: float | None = None
    cap_growth: float = 0.0

    def __post_init__(self) -> None:
        if isinstance(self.wage, np.ndarray):
            return  # terms that were sound before they were restated
        if self.base not in BASES:
            raise InputError(f'job terms: base is "{self.base}"; expected one of {", ".join(BASES)}')
        for name, low, high in (("hours", 0.0, 1.0), ("share", 0.0, 1.0), ("contributions", 0.0, 1.0), ("statutory", 0.0, 1.0)):
            if not low <= getattr(self, name) <= high:
                raise InputError(f"job terms: {name}: {getattr(self, name):g}; expected {low:g} to {high:g}")
        for name in ("wage", "multiple", "cap", "grant"):
            if not getattr(self, name) >= 0:
                raise InputError(f"job terms: {name}: {getattr(self, name)}; expected 0 or more")
        if not isfinite(self.wage) or not isfinite(self.grant):
            raise InputError("job terms: wage and grant must be finite")
        if self.statutory > self.contributions:
            raise InputError(f"job terms: statutory {self.statutory:g} is over all contributions {self.contributions:g}")


def labour_cost(terms: JobTerms) -> Any:
    """Add up the wage and everything a municipality pays on top, kr per month."""
    return terms.hours * terms.wage * (1 + terms.contributions)


def subsidy(terms: JobTerms) -> Any:
    """Reckon what AF pays towards the wage, kr per month, never more than the labour cost; the supervision grant is apart."""
    counted = terms.statutory if terms.counted is None else terms.counted
    wage = least(terms.wage, terms.cap) * terms.hours
    base = {
        "wage_and_contributions": wage * (1 + counted),
        "contributions": wage * counted * terms.multiple,
        "labour_cost": wage * (1 + terms.contributions),
    }[terms.base]
    return least(terms.share * base, labour_cost(terms))


def least(one: Any, other: Any) -> Any:
    """Give the lesser of two amounts, year by year where they are arrays."""
    return np.minimum(one, other) if isinstance(one, np.ndarray) else min(one, other)


def payments(terms: JobTerms, employer: str = "ami") -> tuple[Payment, ...]:
    """Every payment of one job in a month, those of 0 too."""
    wage = terms.hours * terms.wage
    return (
        Payment(employer, "person", "wage", wage),
        Payment(employer, "social_insurance", "employer_contributions", wage * terms.statutory),
        Payment(employer, "person", "collective_charges", wage * (terms.contributions - terms.statutory)),
        Payment("af", employer, "af_subsidy", subsidy(terms)),
        Payment("af", employer, "supervision_grant", terms.grant if terms.early else 0.0),
    )


def net_cost(terms: JobTerms) -> Any:
    """Reckon what the municipality has left to pay for a job, kr per month."""
    return labour_cost(terms) - subsidy(terms) - (terms.grant if terms.early else 0.0)


def yearly_net_cost(terms: JobTerms, after_grant: bool = True) -> int:
    """Reckon what a running job takes of the yearly wage budget, whole kr; `after_grant`: the cost once the grant has ended."""
    return max(0, round(12 * float(net_cost(replace(terms, early=not after_grant)))))


def in_year(terms: JobTerms, years: Any, wages: Any, contributions: Any) -> JobTerms:
    """Restate a job some years on: wages at their level then, the cap by its own growth, the grant as it was.

    wages: level of wages, 1 in the year of the terms. contributions: all a municipality pays on top in that year. With arrays, a number a
    year, the job is restated in all these years.
    """
    paid = np.maximum(contributions, terms.statutory)
    return replace(terms, wage=terms.wage * wages, contributions=paid, cap=terms.cap * (1 + terms.cap_growth) ** years)

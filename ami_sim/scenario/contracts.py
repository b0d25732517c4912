"""Who pays what for a job at the unit: wage, contributions, AF's share and what is left for the municipality.

All figures are kronor per month. The net municipal cost is also a price that steers: a running job takes its yearly net cost
from the unit's wage budget.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf, isfinite
from typing import Final, Literal, NamedTuple

from ami_sim.scenario.errors import InputError

Base = Literal["wage_and_contributions", "contributions", "labour_cost"]
BASES: Final = ("wage_and_contributions", "contributions", "labour_cost")


class Payment(NamedTuple):
    """One party pays another: both are words of `ACTORS`; kr per month."""

    payer: str
    payee: str
    kind: str
    amount: float


@dataclass(frozen=True, slots=True)
class JobTerms:
    """The terms of one subsidised job.

    hours: share of full time. wage: gross, full time. contributions: all that a municipality pays on top of the wage, as a share
    of it (PO). statutory: the part of them set by law. counted: the contributions in AF's own base when they are not the
    statutory ones. base: what AF pays a share of: wage and counted contributions, the counted contributions alone (times
    `multiple`), or the municipality's whole labour cost. cap: gross full-time wage above which AF counts nothing more (scaled by
    hours). grant: supervision grant, paid while `early` in the contract. cap_growth: yearly growth of the cap; 0 is the rule.
    """

    hours: float
    wage: float
    contributions: float
    statutory: float
    base: Base = "wage_and_contributions"
    share: float = 0.0
    multiple: float = 1.0
    cap: float = inf
    grant: float = 0.0
    early: bool = False
    counted: float | None = None
    cap_growth: float = 0.0

    def __post_init__(self) -> None:
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


def labour_cost(terms: JobTerms) -> float:
    """Add up the wage and everything a municipality pays on top, kr per month."""
    return terms.hours * terms.wage * (1 + terms.contributions)


def subsidy(terms: JobTerms) -> float:
    """Reckon what AF pays towards the wage, kr per month, never more than the labour cost; the supervision grant is apart."""
    counted = terms.statutory if terms.counted is None else terms.counted
    wage = min(terms.wage, terms.cap) * terms.hours
    base = {
        "wage_and_contributions": wage * (1 + counted),
        "contributions": wage * counted * terms.multiple,
        "labour_cost": wage * (1 + terms.contributions),
    }[terms.base]
    return min(terms.share * base, labour_cost(terms))


def payments(terms: JobTerms, employer: str = "ami") -> tuple[Payment, ...]:
    """Every payment of one job in a month; amounts of 0 are left out."""
    wage = terms.hours * terms.wage
    rows = (
        Payment(employer, "person", "wage", wage),
        Payment(employer, "social_insurance", "employer_contributions", wage * terms.statutory),
        Payment(employer, "person", "collective_charges", wage * (terms.contributions - terms.statutory)),
        Payment("af", employer, "af_subsidy", subsidy(terms)),
        Payment("af", employer, "supervision_grant", terms.grant if terms.early else 0.0),
    )
    return tuple(row for row in rows if row.amount > 0)


def net_cost(terms: JobTerms) -> float:
    """Reckon what the municipality has left to pay for a job, kr per month."""
    return labour_cost(terms) - subsidy(terms) - (terms.grant if terms.early else 0.0)


def yearly_net_cost(terms: JobTerms, after_grant: bool = True) -> int:
    """Reckon what a running job takes of the yearly wage budget, whole kr; `after_grant`: the cost once the grant has ended."""
    return max(0, round(12 * net_cost(replace(terms, early=not after_grant))))


@lru_cache(maxsize=4096)
def in_year(terms: JobTerms, years: int, wages: float, contributions: float) -> JobTerms:
    """Restate a job some years on: wages at their level then, the cap by its own growth, the grant as it was.

    wages: level of wages, 1 in the year of the terms. contributions: all a municipality pays on top in that year.
    """
    return replace(
        terms,
        wage=terms.wage * wages,
        contributions=max(contributions, terms.statutory),
        cap=terms.cap * (1 + terms.cap_growth) ** years,
    )

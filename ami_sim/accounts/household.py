"""What a household has to live on: income tax, housing allowance and the aid test. All pure functions of one year's tariff.

Amounts are kr per month in the tariff's year: numbers for one household in one year, or arrays [household, year] with a `Span` of
tariffs, for a rule is written once. The tax is that of 2019, simplified as `docs/money.md` says.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from ami_sim.accounts.tariff import Home, Span, Tariff

Kr = Any  # kr per month: a number, or an array of them


class Taxes(NamedTuple):
    """Income tax of one person, kr per month; `base` is the taxable income the rates apply to."""

    base: Kr
    municipal: Kr
    region: Kr
    job_credit: Kr  # a reduction that the state pays
    fees: Kr  # public service and funeral

    @property
    def total(self) -> Kr:
        """What is withheld from the person."""
        return self.municipal + self.region - self.job_credit + self.fees


class Means(NamedTuple):
    """A household's month: what it needs, what it has, and the aid between; kr per month."""

    need: Kr
    own_net: Kr
    other_net: Kr
    housing_allowance: Kr
    supplement: Kr
    disregarded: Kr  # the job incentive
    aid: Kr

    def disposable(self, child_support: Kr) -> Kr:
        """Everything the household has after tax, aid included."""
        return self.own_net + self.other_net + self.housing_allowance + self.supplement + child_support + self.aid


def piecewise(amount: Kr, edges: Iterable[Kr], slopes: Iterable[Kr]) -> Kr:
    """Evaluate a continuous piecewise linear function through 0: `slopes[i]` holds up to `edges[i]`, the last slope above."""
    total: Kr = 0.0
    below: Kr = 0.0
    for edge, slope in zip((*edges, np.inf), slopes, strict=True):
        total = total + slope * np.maximum(0.0, np.minimum(amount, edge) - below)
        below = edge
    return total


def income_tax(wage: Kr, other: Kr, at: Tariff | Span) -> Taxes:
    """Tax on a wage and on other taxable income, both kr per month, as if the month's income lasted all year."""
    tax, unit = at.prices.tax, at.base_amount
    income = 12 * (wage + other)
    allowance = unit * (tax.allowance + piecewise(income / unit, tax.allowance_edges, tax.allowance_slopes))
    allowance = np.minimum(allowance, income)
    base = income - allowance
    municipal, region = at.tax_rates
    edges, slopes = at.job_credit
    counted = unit * piecewise(12 * wage / unit, edges, slopes)
    credit = np.minimum(np.maximum(0.0, counted - allowance), base) * (municipal + region)
    share, ceiling = at.public_service
    fees = np.minimum(base * share, ceiling) + base * tax.funeral
    return Taxes(base / 12, base * municipal / 12, base * region / 12, credit / 12, fees / 12)


def net_of_tax(wage: Kr, other: Kr, untaxed: Kr, at: Tariff | Span) -> Kr:
    """Take tax off a month's income."""
    return wage + other + untaxed - income_tax(wage, other, at).total


def housing_allowance(home: Home, own_taxable: Kr, at: Tariff | Span) -> Kr:
    """Housing allowance to a family with children: the full amount, less a share of income above the limit."""
    over = np.maximum(0.0, own_taxable - home.free) + np.maximum(0.0, home.other_wage - home.free)
    return np.maximum(0.0, home.full_allowance - at.prices.housing.reduction * over)


def means_test(
    home: Home,
    wage: Kr,
    other_taxable: Kr,
    untaxed: Kr,
    at: Tariff | Span,
    taxes: Taxes | None = None,
    partner: Kr | None = None,
    *,
    aid_tested: Any = True,
    incentive: Any = False,
    supplement: Any = False,
    cut: Any = False,
) -> Means:
    """Test a household's means: aid is what its net income falls short of norm and housing, never below 0.

    wage, other_taxable, untaxed: the person's own gross income by kind. taxes: on it, and partner: the other adult's wage after tax, where
    they have been reckoned. aid_tested: whether aid is paid at all. incentive: a share
    of the person's net wage is disregarded. supplement: the person has sickness compensation and its housing supplement. cut: a share
    of the aid is taken, for the person refuses to take part.
    """
    taxable = wage + other_taxable
    own = taxable + untaxed - (income_tax(wage, other_taxable, at) if taxes is None else taxes).total
    partner = net_of_tax(home.other_wage, 0.0, 0.0, at) if partner is None else partner
    allowance = housing_allowance(home, taxable, at)
    extra = supplement * np.maximum(0.0, home.full_supplement - allowance)
    net_wage = own * wage / (taxable + (taxable == 0))  # without taxable income there is no wage either
    disregarded = incentive * (at.prices.aid.incentive * net_wage)
    need = home.norm + home.housing
    has = own + partner + allowance + extra + home.child_support - disregarded
    aid = aid_tested * np.maximum(0.0, need - has) * (1.0 - cut * at.prices.aid.cut)
    return Means(need, own, partner, allowance, extra, disregarded, aid)

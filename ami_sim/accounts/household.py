"""What a household has to live on: income tax, housing allowance and the aid test. All pure functions of one year's tariff.

Amounts are kr per month in the tariff's year. The tax is that of 2019, simplified as `docs/money.md` says.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ami_sim.accounts.tariff import Home, Tariff
from ami_sim.scenario.prices import monthly


class Taxes(NamedTuple):
    """Income tax of one person, kr per month; `base` is the taxable income the rates apply to."""

    base: float
    municipal: float
    region: float
    job_credit: float  # a reduction that the state pays
    fees: float  # public service and funeral

    @property
    def total(self) -> float:
        """What is withheld from the person."""
        return self.municipal + self.region - self.job_credit + self.fees


class Means(NamedTuple):
    """A household's month: what it needs, what it has, and the aid between; kr per month."""

    need: float
    own_net: float
    other_net: float
    housing_allowance: float
    supplement: float
    disregarded: float  # the job incentive
    aid: float

    def disposable(self, child_support: float) -> float:
        """Everything the household has after tax, aid included."""
        return self.own_net + self.other_net + self.housing_allowance + self.supplement + child_support + self.aid


def piecewise(amount: float, edges: Sequence[float], slopes: Sequence[float]) -> float:
    """Evaluate a continuous piecewise linear function through 0: `slopes[i]` holds up to `edges[i]`, the last slope above."""
    total, below = 0.0, 0.0
    for edge, slope in zip((*edges, float("inf")), slopes, strict=True):
        if amount <= below:
            break
        total += slope * (min(amount, edge) - below)
        below = edge
    return total


def income_tax(wage: float, other: float, at: Tariff) -> Taxes:
    """Tax on a wage and on other taxable income, both kr per month, as if the month's income lasted all year."""
    tax, unit = at.prices.tax, at.base_amount
    income = 12 * (wage + other)
    allowance = unit * (tax.allowance + piecewise(income / unit, tax.allowance_edges, tax.allowance_slopes))
    allowance = min(allowance, income)
    base = income - allowance
    municipal, region = at.tax_rates
    edges, slopes = at.job_credit
    counted = unit * piecewise(12 * wage / unit, edges, slopes)
    credit = min(max(0.0, counted - allowance), base) * (municipal + region)
    share, ceiling = at.public_service
    fees = min(base * share, ceiling) + base * tax.funeral
    return Taxes(base / 12, base * municipal / 12, base * region / 12, credit / 12, fees / 12)


def net_of_tax(wage: float, other: float, untaxed: float, at: Tariff) -> float:
    """Take tax off a month's income."""
    return wage + other + untaxed - income_tax(wage, other, at).total


def housing_allowance(home: Home, own_taxable: float, at: Tariff) -> float:
    """Housing allowance to a family with children: a special part and a part for the dwelling, less a share of income above the limit."""
    if not home.children:
        return 0.0
    rules = at.prices.housing
    level = at.prices.level(rules.index, at.year, rules.year)
    size = min(home.children, 3) - 1
    dwelling = rules.share * max(0.0, min(home.housing, level * monthly(rules.limit[size])) - level * monthly(rules.floor))
    full = min(level * monthly(rules.special[size]) + dwelling, level * monthly(rules.ceiling[size]))
    free = level * monthly(rules.free_single if home.adults == 1 else rules.free_each)
    over = max(0.0, own_taxable - free) + max(0.0, home.other_wage - free)
    return max(0.0, full - rules.reduction * over)


def means_test(
    home: Home,
    wage: float,
    other_taxable: float,
    untaxed: float,
    at: Tariff,
    *,
    aid_tested: bool = True,
    incentive: bool = False,
    supplement: bool = False,
) -> Means:
    """Test a household's means: aid is what its net income falls short of norm and housing, never below 0.

    wage, other_taxable, untaxed: the person's own gross income by kind. aid_tested: whether aid is paid at all. incentive: a share
    of the person's net wage is disregarded. supplement: the person has sickness compensation and its housing supplement.
    """
    own_tax = income_tax(wage, other_taxable, at)
    own = wage + other_taxable + untaxed - own_tax.total
    partner = net_of_tax(home.other_wage, 0.0, 0.0, at)
    allowance = housing_allowance(home, wage + other_taxable, at)
    extra = 0.0
    if supplement:
        rules = at.prices.housing
        ceiling = monthly(rules.supplement_limit) * at.prices.level(rules.index, at.year, rules.year)
        extra = max(0.0, rules.supplement_share * min(home.housing, ceiling) / home.adults - allowance)
    net_wage = own * wage / (wage + other_taxable) if wage else 0.0
    disregarded = at.prices.aid.incentive * net_wage if incentive else 0.0
    need = home.norm + home.housing
    has = own + partner + allowance + extra + home.child_support - disregarded
    aid = max(0.0, need - has) if aid_tested else 0.0
    return Means(need, own, partner, allowance, extra, disregarded, aid)

"""What each municipal committee's budget sees: the lines of the accounts, grouped as a budget groups them."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ami_sim.accounts.ledger import years_of
from ami_sim.accounts.lines import MUNICIPAL, UNIT_KINDS, Line
from ami_sim.accounts.unit import share_of_months
from ami_sim.model.tables import Plan
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.rows import IndexName

# The line of a budget that each kind of flow stands on, costs and incomes of one thing together.
LINE_OF: Final = {
    "aid": "aid",
    "aid_handling": "handling",
    "wage": "wages_net",
    "employer_contributions": "wages_net",
    "collective_charges": "wages_net",
    "af_subsidy": "wages_net",
    "supervision_grant": "wages_net",
    "af_fee": "af_fees",
    "posts": "staff",
    "project_grant": "project_money",
    "vehicles": "vehicles",
    "running": "running",
    "premises": "premises",
    "overhead": "overhead",
    "unit_other": "other_costs",
    "supervision_time": "supervision",
    "education": "education",
    "care_and_services": "care",
    "municipal_tax": "tax_kept",
    "equalisation": "tax_kept",
    "bought_places": "bought_places",
    "sold_services": "sold_services",
    "state_grant": "state_grants",
    "sanction_fee": "state_grants",
}
BUDGET_LINES: Final = tuple(dict.fromkeys((*LINE_OF.values(), "other", "total")))
TOTAL: Final = ("municipality", "total")


# What the municipality's labour-market measures cost and bring in, as Kolada counts them: gross and income.
MEASURES_COST: Final = (*UNIT_KINDS, "wage", "employer_contributions", "collective_charges", "supervision_time", "bought_places")
MEASURES_INCOME: Final = ("af_subsidy", "supervision_grant", "af_fee", "project_grant", "sold_services")


@cache
def measures_of(lines: tuple[Line, ...]) -> NDArray[np.int64]:
    """Mark the lines of the labour-market measures' gross cost and of their income: 0 or 1 [line, gross and income]."""
    gross = [line.kind in MEASURES_COST and line.payer in MUNICIPAL for line in lines]
    income = [line.kind in MEASURES_INCOME and line.payee in MUNICIPAL for line in lines]
    return np.column_stack((gross, income)).astype(np.int64)


@cache
def budget_of(lines: tuple[Line, ...]) -> tuple[tuple[tuple[str, str], ...], NDArray[np.int64]]:
    """Say what a budget makes of the lines of the accounts: (committee, line) pairs, and +1 or -1 [line, pair].

    A cost is positive, an income negative. Every cash line with a committee at one end stands on one line of that committee and in
    its total; the last pair is the municipality, in which what one committee pays another cancels.
    """
    ends = [(index, line, actor, 1) for index, line in enumerate(lines) if line.cash for actor in (line.payer,) if actor in MUNICIPAL]
    ends += [(index, line, actor, -1) for index, line in enumerate(lines) if line.cash for actor in (line.payee,) if actor in MUNICIPAL]
    met = {(actor, LINE_OF.get(line.kind, "other")) for _, line, actor, _ in ends}
    pairs = [(actor, name) for actor in MUNICIPAL for name in BUDGET_LINES if (actor, name) in met or name == "total"]
    pairs.append(TOTAL)
    signs = np.zeros((len(lines), len(pairs)), dtype=np.int64)
    for index, line, actor, sign in ends:
        for pair in ((actor, LINE_OF.get(line.kind, "other")), (actor, "total"), TOTAL):
            signs[index, pairs.index(pair)] += sign
    return tuple(pairs), signs


def wage_money(plan: Plan, months: ArrayLike, index: IndexName, current: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Give the units' wage money by calendar year: the years, and kr uplifted from the price year by an index.

    current: in each year's own kronor, else in the price year's.
    """
    scenario, first = plan.scenario, np.asarray(months).astype("datetime64[D]")
    prices, kronor = scenario.prices, np.zeros(len(first))
    closes = [*(step.from_ for step in scenario.timeline[1:]), scenario.end]
    for step, end in zip(scenario.timeline, closes, strict=True):
        monthly = MONTH * scenario.unit[step.unit].wage_money.amount.at(plan.theta)
        kronor += monthly * share_of_months(first, step.from_, min(end, scenario.end))
    years, place = np.unique(years_of(first), return_inverse=True)
    base = prices.price_year
    level = np.array([prices.level(index, year, base) for year in years.tolist()])
    deflator = np.array([1.0 if current else prices.level("prices", year, base) for year in years.tolist()])
    return years, np.bincount(place, weights=kronor) * level / deflator

"""One budget for wages and aid, lowered: which share, how late, what is set aside, and the months in which it is reckoned."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.scenario import Scenario


def pool_tables(scenario: Scenario, theta: Mapping[str, float], dates: Sequence[float]) -> dict[str, Any]:
    """Give the tables of one budget; without one the share is 0. What aid costs is told by the accounts (`accounts.pooled`).

    dates: days from the start date of every entry of the calendar, entry 0 being the time before it.
    """
    pooled = scenario.pooled
    begins = (pooled.from_ or scenario.parting) if pooled else scenario.end
    days = [scenario.start + timedelta(days=int(day)) for day in dates[1:]]
    return {
        "pool_share": round(1000 * pooled.share.at(theta)) if pooled else 0,
        "pool_lag": pooled.lag_months if pooled else 0,
        "pool_aid": round(pooled.aid_budget.at(theta) * MONTH) if pooled else 0,
        "pool_month": [0] + [when.month if when.day == 1 and when >= begins else 0 for when in days],
        "aid": [[0] * max(1, len(scenario.prices.compositions)) for _ in scenario.vocabulary.incomes],
    }

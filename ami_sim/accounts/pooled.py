"""What a person's household is paid in aid, as whole kronor for an engine that keeps its own tally of it (one budget with social services).

Engines read no account: they get this table before a run, and so its prices steer the run. The first year's counts read the same table.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from ami_sim.accounts.ledger import total_of
from ami_sim.accounts.pricing import price_book
from ami_sim.model.tables import Plan
from ami_sim.record.spells import Condition
from ami_sim.scenario.registry import I_AMI_WAGE, IN_INTERVENTION, LEFT, NOT_REFERRED

NOWHERE: Final = Condition(NOT_REFERRED, 0, -1, -1, 0, 0)  # in no row and no group, with no rights


def with_aid_prices(plan: Plan) -> Plan:
    """Give the plan with the aid of every income and household in its tables, kr a month in the price year; others as they are."""
    if not plan.tables.pool_share:
        return plan
    return replace(plan, tables=plan.tables._replace(aid=aid_by_income(plan)))


def aid_by_income(plan: Plan) -> list[list[int]]:
    """Give the aid of every income and household [income][household], whole kr a month in the price year.

    A wage at the unit is that of the first row that pays one. The job incentive and the earnings-related right are left out.
    """
    book, year = price_book(plan), plan.scenario.prices.price_year
    paying = [index for index, row in enumerate(book.rows) if row.terms is not None]
    shape = (len(plan.vocabulary.incomes), len(plan.households))
    income, household = (each.ravel() for each in np.indices(shape))
    stage, row = (IN_INTERVENTION, paying[0]) if paying else (LEFT, -1)  # who has left is paid nothing
    employed = income == I_AMI_WAGE
    columns = {
        "stage": np.where(employed, stage, NOT_REFERRED),
        "income": income,
        "row": np.where(employed, row, -1),
        "household": household,
    }
    conditions = np.column_stack([columns.get(name, np.full(len(income), none)) for name, none in NOWHERE._asdict().items()])
    kr = np.rint(total_of(book.table(conditions, year), book.lines, "aid"))
    aid: list[list[int]] = kr.astype(np.int64).reshape(shape).tolist()
    return aid

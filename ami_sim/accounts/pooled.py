"""What a person's household is paid in aid, as whole kronor for an engine that keeps its own tally of it (one budget with social services).

Engines read no account: they get this table before a run, and so its prices steer the run. The first year's counts read the same table.
"""

from dataclasses import replace

import numpy as np

from ami_sim.accounts.ledger import total_of
from ami_sim.accounts.pricing import price_book
from ami_sim.model.tables import Plan
from ami_sim.record.spells import Condition
from ami_sim.scenario.registry import I_AMI_WAGE, IN_INTERVENTION, LEFT, NOT_REFERRED


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
    incomes, households = range(len(plan.vocabulary.incomes)), range(len(plan.households))
    conditions = []
    for income in incomes:
        stage, row = NOT_REFERRED, -1
        if income == I_AMI_WAGE:
            stage, row = (IN_INTERVENTION, paying[0]) if paying else (LEFT, -1)  # who has left is paid nothing
        conditions += [Condition(stage, income, row, -1, household, 0) for household in households]
    kr = np.rint(total_of(book.table(np.array(conditions, np.int64), year), book.lines, "aid"))
    aid: list[list[int]] = kr.astype(np.int64).reshape(len(incomes), len(households)).tolist()
    return aid

"""What a person's household is paid in aid, as whole kronor for an engine that keeps its own tally of it (one budget with social services).

Engines read no account: they get this table before a run, and so its prices steer the run. The first year's counts read the same table.
"""

from dataclasses import replace

import numpy as np

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.ledger import total_of
from ami_sim.accounts.pricing import price_book
from ami_sim.model.tables import Plan
from ami_sim.scenario.registry import I_AMI_WAGE, IN_INTERVENTION, NOT_REFERRED


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
    aid = []
    for income in range(len(plan.vocabulary.incomes)):
        wage = income == I_AMI_WAGE
        if wage and not paying:
            aid.append([0] * len(plan.households))
            continue
        stage, row = (IN_INTERVENTION, paying[0]) if wage else (NOT_REFERRED, -1)
        conditions = [Standing(stage, income, row, household=household) for household in range(len(plan.households))]
        aid.append([int(kr) for kr in np.rint(total_of(book.table(conditions, year), book.lines, "aid"))])
    return aid

"""From a scenario to its price book: what each service row and group means in kronor, and what the unit itself costs."""

from ami_sim.accounts.flows import GroupTerms, RowTerms
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.tariff import Basis
from ami_sim.accounts.unit import UnitCost, unit_costs
from ami_sim.pathway.tables import Plan
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.terms import job_terms


def price_book(plan: Plan, basis: Basis = "fixed") -> PriceBook:
    """Give the price book of a lowered scenario; `basis` "fixed" is in the price year's kronor, "current" in each year's own."""
    scenario, theta = plan.scenario, plan.theta
    rows = []
    for row in plan.rows:
        if not row.intervention:
            rows.append(RowTerms("mapping", "unchanged", None, 0.0, 0.0, 0.0))
            continue
        thing = scenario.intervention[row.intervention]
        rule = scenario.rule.get(row.rule)
        terms = job_terms(thing, rule, scenario.prices, theta) if thing.pays == "wage" else None
        revenue, production = thing.revenue.at(theta) * MONTH, thing.production.at(theta)
        rows.append(RowTerms(row.name, thing.pays, terms, revenue, production, thing.hours.at(theta)))
    groups = [
        GroupTerms(name, group.workplace, group.department, group.supervision.at(theta) * MONTH) for name, group in scenario.group.items()
    ]
    return PriceBook(scenario.prices, rows, groups, basis)


def costs_of(plan: Plan) -> tuple[UnitCost, ...]:
    """Say what the units of a scenario's timeline cost, post by post, to the end of the horizon."""
    return unit_costs(plan.scenario.timeline, plan.scenario.unit, plan.scenario.end, plan.theta)

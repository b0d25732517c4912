"""What an intervention, AF's rule and the prices together say about one job, and what a household without income is due."""

from collections.abc import Mapping

from ami_sim.scenario.contracts import JobTerms
from ami_sim.scenario.prices import Prices, latest, monthly
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.services import Intervention, Rule


def job_terms(thing: Intervention, rule: Rule | None, prices: Prices, theta: Mapping[str, float], early: bool = False) -> JobTerms:
    """Give the terms of a job under a rule of AF (or none: no subsidy) in the price year; kr per month."""
    labour, year = prices.labour, prices.price_year
    plain = JobTerms(
        hours=thing.hours.at(theta),
        wage=prices.in_year(labour.wage, labour.index, year),
        contributions=latest(labour.contributions, year)[1],
        statutory=labour.statutory,
    )
    if rule is None:
        return plain
    return JobTerms(
        plain.hours,
        plain.wage,
        plain.contributions,
        plain.statutory,
        base=rule.base,
        share=rule.share.at(theta),
        multiple=rule.multiple.at(theta),
        cap=rule.cap.at(theta),
        grant=rule.grant.at(theta) * MONTH,
        early=early,
        counted=rule.counted.at(theta) if rule.counted else None,
        cap_growth=rule.cap_index,
    )


def aid_without_income(prices: Prices) -> list[float]:
    """Aid of each household when the person has no income of their own, kr per month in the price year, before tax details.

    Norm and housing less three quarters of the other adult's gross wage: good enough to rank by, never used for money.
    """
    norm, year = prices.norm, prices.price_year
    single, couple, *rest = (prices.in_year(row, norm.index, year) for row in (norm.single, norm.couple, *norm.common, *norm.child))
    common, child = rest[: len(norm.common)], rest[len(norm.common) :]
    found = []
    for _, household in prices.compositions:
        due = (single if household.adults == 1 else couple) + common[min(household.adults + sum(household.children), 7) - 1]
        due += sum(count * amount for count, amount in zip(household.children, child, strict=True))
        found.append(max(0.0, due + monthly(household.housing) - 0.75 * monthly(household.other_wage)))
    return found

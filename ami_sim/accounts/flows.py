"""The flows of one person in one condition and year: every payment, resource and product, kr per month."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from ami_sim.accounts.household import Kr, Means, Taxes, income_tax, means_test
from ami_sim.accounts.lines import Flow
from ami_sim.accounts.rules import EMPLOYED, JOB, STAY, SUPERVISED, TAX_AND_AID, PriceRule
from ami_sim.accounts.tariff import Home, Source, Span, Tariff
from ami_sim.scenario.contracts import JobTerms, in_year, payments
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.registry import (
    AID_CUT,
    EARLY_IN_CONTRACT,
    EARNINGS_RELATED,
    I_AMI_WAGE,
    I_SICKNESS_COMPENSATION,
    IN_INTERVENTION,
    INCOMES,
    LEFT,
    LONG_ON_AID,
    UNBORN,
)


class Condition(Protocol):
    """What a person's money depends on: whole numbers, hashable as a tuple is."""

    @property
    def stage(self) -> int:
        """Index of `STAGES`."""

    @property
    def income(self) -> int:
        """Index of `INCOMES`."""

    @property
    def row(self) -> int:
        """Service row, -1 when none."""

    @property
    def group(self) -> int:
        """Group, -1 when none."""

    @property
    def household(self) -> int:
        """Household, in the order of the prices file."""

    @property
    def rights(self) -> int:
        """Bits of `RIGHTS`."""


@dataclass(frozen=True, slots=True)
class RowTerms:
    """What the accounts need of a service row: how the person is paid, the job's terms, AF's fee and what the work is worth.

    revenue: kr per month from AF to the unit. hours: of full time. production: what an hour is worth, as a share of an hour in a job in the
    same group.
    """

    name: str
    pays: Literal["unchanged", "wage", "activity"]
    terms: JobTerms | None
    revenue: float
    production: float
    hours: float
    intervention: str = ""


@dataclass(frozen=True, slots=True)
class GroupTerms:
    """What the accounts need of a group: whose it is and the supervision time another department gives a participant, kr per month.

    worth: what an hour in a job there is worth, as a share of a regular employee's hour.
    """

    name: str
    workplace: str
    department: str
    supervision: float
    worth: float = 1.0


@dataclass(frozen=True, slots=True)
class Income:
    """What a person is paid before tax in a month, in the year's kronor: gross income by kind, and the job of a wage at the unit.

    With a `Span` of tariffs the amounts are arrays, a number a year.
    """

    source: Source
    job: JobTerms | None
    wage: Kr
    taxed: Kr
    untaxed: Kr


@dataclass(frozen=True, slots=True)
class Month(Income):
    """A person's month before it is split into payments: income, tax and the household's aid test."""

    home: Home
    taxes: Taxes
    means: Means


def income_of(condition: Condition, at: Tariff | Span, rows: Sequence[RowTerms]) -> Income:
    """Reckon a person's gross income in a condition; the household makes no difference to it."""
    source = at.sources[condition.income]
    job = _job(condition, at, rows) if condition.income == I_AMI_WAGE else None
    gross = source.earnings_related if condition.rights & EARNINGS_RELATED else source.amount
    if job is not None:
        gross = job.hours * job.wage
    by_kind = (gross if source.taxable == kind else 0.0 for kind in ("work", "yes", "no"))
    return Income(source, job, *by_kind)


def month_of(condition: Condition, at: Tariff, rows: Sequence[RowTerms]) -> Month:
    """Reckon a person's gross income, tax and aid in a condition, in the year's kronor."""
    check_household(condition.household, at)
    income, home = income_of(condition, at, rows), at.homes[condition.household]
    gross = (income.wage, income.taxed, income.untaxed)
    means = means_test(
        home,
        *gross,
        at,
        aid_tested=income.source.aid_tested,
        incentive=bool(condition.rights & LONG_ON_AID),
        supplement=condition.income == I_SICKNESS_COMPENSATION,
        cut=bool(condition.rights & AID_CUT),
    )
    return Month(income.source, income.job, *gross, home, income_tax(income.wage, income.taxed, at), means)


def check_household(household: int, at: Tariff) -> None:
    """Refuse a household that the prices do not have."""
    if not 0 <= household < len(at.homes):
        raise InputError(f"household {household} is not one of the {len(at.homes)} households of the prices")


def _job(condition: Condition, at: Tariff | Span, rows: Sequence[RowTerms]) -> JobTerms:
    """Find the terms of the job a person has, in the year's wages."""
    if not 0 <= condition.row < len(rows):
        raise InputError(f"income {INCOMES[condition.income]} needs a service row; the condition has row {condition.row}")
    terms = rows[condition.row].terms
    if terms is None:
        raise InputError(f'income {INCOMES[condition.income]} in row "{rows[condition.row].name}", which pays no wage')
    current = in_year(terms, at.year - at.prices.price_year, at.wages, at.contributions)
    return replace(current, early=bool(condition.rights & EARLY_IN_CONTRACT))


def flows(condition: Condition, at: Tariff, rows: Sequence[RowTerms], groups: Sequence[GroupTerms]) -> list[Flow]:
    """Every flow of a person's month in a condition, kr per month in the tariff's kronor; amounts of 0 are left out."""
    if condition.stage in (UNBORN, LEFT):
        return []
    found = (*personal_flows(condition, at, rows, groups), *service_flows(condition, at, rows, groups))
    return [flow._replace(amount=flow.amount / at.deflator) for flow in found if flow.amount > 0]


def personal_flows(condition: Condition, at: Tariff, rows: Sequence[RowTerms], groups: Sequence[GroupTerms] = ()) -> Iterator[Flow]:
    """Yield income, tax and aid in the year's kronor: by income, household, rights and, for a wage at the unit, service row."""
    month = month_of(condition, at, rows)
    yield from income_flows(month, at)
    yield from tax_and_aid(month.taxes, month.means, at)


def income_flows(income: Income, at: Tariff | Span) -> Iterator[Flow]:
    """Yield what a person is paid before tax and aid, and what a job moves besides; the household makes no difference to it."""
    if income.job is not None:
        paid = {row[:3]: row.amount for row in payments(income.job)}
        for rule in JOB:
            yield flow_of(rule, paid)
    elif income.source.payer == "employer":
        for rule in EMPLOYED:
            yield flow_of(rule, income, at)
    else:
        yield Flow(income.source.payer, "person", income.source.kind, "transfer", income.wage + income.taxed + income.untaxed)


def tax_and_aid(taxes: Taxes, means: Means, at: Tariff | Span) -> Iterator[Flow]:
    """Yield tax and what a household is paid after a test of its means; with a `Span` the amounts are arrays."""
    for rule in TAX_AND_AID:
        yield flow_of(rule, taxes, means, at)


def flow_of(rule: PriceRule, *given: Any) -> Flow:
    """Reckon a rule's amount."""
    if rule.formula is None:
        raise TypeError(f"{rule.line} has no formula")
    return Flow(rule.payer, rule.payee, rule.kind, rule.nature, rule.formula(*given))


def service_flows(condition: Condition, at: Tariff | Span, rows: Sequence[RowTerms], groups: Sequence[GroupTerms]) -> Iterator[Flow]:
    """Yield care, education, and what an intervention brings and takes: they follow stage, service row and group."""
    for service in at.services[condition.stage]:
        yield Flow(service.payer, "resources", service.kind, "resource", service.amount)
    if condition.stage != IN_INTERVENTION:
        return
    group = groups[condition.group] if 0 <= condition.group < len(groups) else None
    if 0 <= condition.row < len(rows):
        for rule in STAY:
            yield flow_of(rule, rows[condition.row], group, at)
    if group is not None:
        for bill in at.per_place.get(group.name, ()):
            yield Flow(*bill)
        if group.department != "ami":
            for rule in SUPERVISED:
                yield flow_of(rule, group, at)

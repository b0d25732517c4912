"""Rules of law that a scenario holds as dated rows, as data: the requirement to take part, premiums, cuts, grants and fees."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from ami_sim.model.tables import Plan
from ami_sim.scenario.prices import latest
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.rows import Dated, Status

Kind = Literal["hours", "less", "excused", "months", "cut", "money"]  # what the figures of a rule are


class DatedRule(NamedTuple):
    """A rule: what it is, whether it is law, when it holds, its figures, and the options in which it holds (none: in all).

    figures: by kind. hours and less: a week; excused: none; months: days of work; cut: shares of a child's amount with one adult and two;
    money: kr a year. ends: who pays whom, of money.
    """

    title: str
    status: Status
    opens: date | None
    closes: date | None
    kind: Kind
    figures: tuple[float, ...]
    ends: tuple[str, ...]
    mark: str
    sure: str


class RuleHeld(NamedTuple):
    """A rule beside the options in which it holds; none when it holds in all."""

    rule: DatedRule
    options: tuple[str, ...]


def rules_held(plans: Mapping[str, Plan]) -> Iterator[RuleHeld]:
    """Read every rule once, with the options in which it holds."""
    found: dict[DatedRule, list[str]] = {}
    for name, plan in plans.items():
        for rule in rules_of(plan):
            if rule.opens is None or rule.opens < plan.scenario.end:
                found.setdefault(rule, []).append(name)
    for rule, options in found.items():
        yield RuleHeld(rule, () if len(options) == len(plans) else tuple(options))


def rules_of(plan: Plan) -> Iterator[DatedRule]:
    """Read the rules of one scenario."""
    yield from required(plan)
    premium, prices = plan.scenario.premium, plan.scenario.prices
    if premium:
        yield rule_of(premium, premium.title, premium.status, "months", (premium.longest.at(plan.theta),))
    if prices.norm.large:
        cut = prices.norm.large
        year = min(*cut.single, *cut.couple)
        shares = tuple(latest(table, plan.scenario.end.year)[1] for table in (cut.single, cut.couple))
        yield DatedRule(cut.title, cut.status, date(year, 1, 1), None, "cut", shares, (), cut.mark, cut.sure)
    for row in prices.lump_sum.values():
        amount = latest(row.amount, plan.scenario.end.year)[1].value * YEAR
        if amount > 0:
            yield rule_of(row, row.title, row.status, "money", (amount,), (row.payer, row.payee))


def required(plan: Plan) -> Iterator[DatedRule]:
    """Read the requirement to take part, and what it does not ask."""
    row = plan.scenario.requirement
    if row is None:
        return
    yield rule_of(row, row.title, row.status, "hours", (row.hours.at(plan.theta),))
    for less in row.less:
        figures = () if less.hours is None else (less.hours.at(plan.theta),)
        kind: Kind = "less" if figures else "excused"
        yield DatedRule(less.title, less.status, row.from_, row.until, kind, figures, (), less.mark, less.sure)


def rule_of(row: Dated, title: str, status: Status, kind: Kind, figures: tuple[float, ...], ends: tuple[str, ...] = ()) -> DatedRule:
    """Put a rule together from a dated row."""
    return DatedRule(title, status, row.from_, row.until, kind, figures, ends, row.mark, row.sure)

"""AF's rules and the instruments as a scenario has them, each figure with its unit and range: what a form shows before anything changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ami_sim.scenario.fallbacks import read_parameters
from ami_sim.scenario.priors import Parameter
from ami_sim.scenario.quantities import MONTH, Quantity
from ami_sim.scenario.rows import Row
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Rule
from ami_sim.workflow.requirement_change import RequirementToday, requirement_today
from ami_sim.workflow.unit_size import Sized, sized


class Kind(NamedTuple):
    """How a figure of a rule is asked for: its unit as files write it, what one of it is in the model, and the range that is taken."""

    unit: str
    factor: float
    lowest: float
    highest: float

    def text(self, value: float) -> str:
        """Write a value as a file has it."""
        return f"{value:.10g} {self.unit}".strip()


# Every figure that a row of a rule may have, by its key; a key without a line here fails a test.
FIELDS: Final[Mapping[str, Kind]] = {
    "share": Kind("%", 0.01, 0, 100),
    "cap": Kind("kr", 1.0, 0, 1_000_000),
    "longest": Kind("months", MONTH, 1, 240),
    "eligible": Kind("%", 0.01, 0, 100),
    "decision": Kind("weeks", 7.0, 0, 260),
    "grant": Kind("kr per month", 1 / MONTH, 0, 1_000_000),
    "grant_period": Kind("months", MONTH, 0, 240),
    "multiple": Kind("", 1.0, 0, 100),
    "counted": Kind("%", 0.01, 0, 100),
}


@dataclass(frozen=True)
class Figure:
    """A figure as it is today, in its own unit, at the medians; uncertain: it varies between draws."""

    key: str
    value: float
    written: str
    uncertain: bool


@dataclass(frozen=True)
class RuleToday:
    """A dated rule of AF as it is: what it is for, when it is open, its figures, and where they come from."""

    name: str
    title: str
    intervention: str
    instrument: str  # the intervention's title
    opens: date | None
    closes: date | None
    extended_until: date | None
    incomes: tuple[str, ...]  # those who qualify live on one of these; () for any
    figures: Mapping[str, Figure]
    source: str
    sure: str
    mark: str


@dataclass(frozen=True)
class UnitToday:
    """A size of the unit that may be chosen."""

    name: str
    title: str


@dataclass(frozen=True)
class OrderToday:
    """An order of the queues that may be chosen: its title, what the law says of it, and where it comes from."""

    name: str
    title: str
    legal: str
    source: str
    sure: str
    mark: str


@dataclass(frozen=True)
class DoorToday:
    """A door by which people come into need: its title, and from when its inflow is how many times the first years', as written."""

    name: str
    title: str
    dated: tuple[tuple[date, str], ...]
    source: str
    sure: str
    mark: str


@dataclass(frozen=True)
class RulesToday:
    """What may be changed in a scenario. months: AF's time to answer in each calendar month against the mean, () where AF's is exact."""

    base: str
    start: date
    parting: date
    end: date
    unit: str
    rules: Mapping[str, RuleToday]
    units: Mapping[str, UnitToday]
    incomes: tuple[str, ...]
    months: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)  # source, sure and mark of the months
    orders: Mapping[str, OrderToday] = field(default_factory=dict)
    order: str = ""  # the order of both queues today
    doors: Mapping[str, DoorToday] = field(default_factory=dict)
    sizes: Mapping[str, Sized] = field(default_factory=dict)  # by unit: its places, and what grows with them
    parameters: Mapping[str, Parameter] = field(default_factory=dict)  # what is uncertain and read: range, source and reason
    requirement: RequirementToday | None = None

    def of(self, intervention: str) -> tuple[str, ...]:
        """Name the rules of an intervention that are open at some time after the parting."""
        return tuple(rule.name for rule in self.rules.values() if rule.intervention == intervention)


def rules_today(scenario: Scenario, base: str) -> RulesToday:
    """List what may be changed of a scenario: rules that are open at some time after the parting, units on offer, AF's months.

    base: how a question file names the scenario.
    """
    rules = {name: rule for name, rule in scenario.rule.items() if rule.closes is None or rule.closes > scenario.parting}
    application, read = scenario.application, read_parameters(scenario)
    months = tuple(factor.text for factor in application.months_on(scenario.parting)) or ("1",) * 12 if application else ()
    return RulesToday(
        base=base,
        start=scenario.start,
        parting=scenario.parting,
        end=scenario.end,
        unit=[row.unit for row in scenario.timeline if row.from_ <= scenario.parting][-1],
        rules={name: rule_today(name, rule, scenario) for name, rule in rules.items()},
        units={name: UnitToday(name, unit.title) for name, unit in scenario.unit.items() if unit.selectable},
        incomes=tuple(scenario.vocabulary.incomes),
        months=months,
        answers=trust_of(application) if application else {},
        orders={name: OrderToday(name, row.title, row.legal, **trust_of(row)) for name, row in scenario.strategy.items() if not row.oracle},
        order=scenario.order.places,
        doors={
            name: DoorToday(name, row.title, tuple((one.from_, one.factor.text) for one in row.dated), **trust_of(row))
            for name, row in scenario.referrer.items()
        },
        sizes={name: sized(unit, scenario) for name, unit in scenario.unit.items() if unit.selectable and not unit.unlimited},
        parameters={name: row for name, row in scenario.parameter.items() if name in read},
        requirement=requirement_today(scenario),
    )


def trust_of(row: Row) -> dict[str, str]:
    """Say where a row comes from."""
    return {"source": row.source, "sure": row.sure, "mark": row.mark}


def rule_today(name: str, rule: Rule, scenario: Scenario) -> RuleToday:
    """Read one rule; its time to answer is the instrument's where it has none of its own."""
    intervention = scenario.intervention[rule.intervention]
    theta = scenario.at_medians()
    figures = {}
    for key, kind in FIELDS.items():
        quantity: Quantity | None = getattr(rule, key) or (intervention.decision if key == "decision" else None)
        if quantity is not None:
            value = round(quantity.at(theta) / kind.factor, 6)
            figures[key] = Figure(key, value, quantity.text, bool(quantity.names))
    return RuleToday(
        name=name,
        title=rule.title,
        intervention=rule.intervention,
        instrument=intervention.title,
        opens=rule.opens,
        closes=rule.closes,
        extended_until=rule.extended_until,
        incomes=rule.who.incomes,
        figures=figures,
        source=rule.source,
        sure=rule.sure,
        mark=rule.mark,
    )

"""AF's rules and the instruments as a scenario has them, each figure with its unit and range: what a form shows before anything changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ami_sim.scenario.quantities import MONTH, Quantity
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Rule


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

    def of(self, intervention: str) -> tuple[str, ...]:
        """Name the rules of an intervention that are open at some time after the parting."""
        return tuple(rule.name for rule in self.rules.values() if rule.intervention == intervention)


def rules_today(scenario: Scenario, base: str) -> RulesToday:
    """List what may be changed of a scenario: rules that are open at some time after the parting, units on offer, AF's months.

    base: how a question file names the scenario.
    """
    rules = {name: rule for name, rule in scenario.rule.items() if rule.closes is None or rule.closes > scenario.parting}
    application = scenario.application
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
        answers={key: str(getattr(application, key)) for key in ("source", "sure", "mark")} if application else {},
    )


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

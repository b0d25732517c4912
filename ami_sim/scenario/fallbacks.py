"""Figures that hold only where no other figure does: those that another figure stands in front of wherever they could be read."""

from collections.abc import Iterator
from itertools import chain

from ami_sim.scenario.registry import WORKPLACES
from ami_sim.scenario.scenario import Scenario, figures


def passed_over(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """Give what nothing in a scenario falls back on, by dotted path of a figure, row or list, and the paths of what is read instead."""
    return dict((*workplaces(scenario), *types_of_groups(scenario), *decision_times(scenario), *months(scenario), *cohorts(scenario)))


def is_inside(dotted: str, path: str) -> bool:
    """Tell whether a dotted path is another one or leads into it."""
    return dotted == path or dotted.startswith((f"{path}.", f"{path}["))


def read_parameters(scenario: Scenario) -> set[str]:
    """Give the uncertain parameters that figures which are read hang on; a file may hold others, for options of other questions."""
    over = passed_over(scenario)
    read = (figure.names for where, figure in figures(scenario) if not any(is_inside(where, path) for path in over))
    return set(scenario.parameter).intersection(chain.from_iterable(read))


def types_of(scenario: Scenario, group: str) -> tuple[str, ...]:
    """Give the types of workplace that a group is in some draw."""
    uncertain = scenario.classes.get(group)
    return uncertain.possible if uncertain else (scenario.group[group].workplace,)


def workplaces(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the after-effect of a type of workplace, where every group of the type has one of its own."""
    nowhere = any(not row.groups for row in scenario.intervention.values())  # a stay that needs no place is at no workplace
    for kind in scenario.workplace:
        groups = {name: row for name, row in scenario.group.items() if kind in types_of(scenario, name)}
        own = all(row.after is not None for row in groups.values())
        if groups and own and not (nowhere and kind == WORKPLACES[0]):
            yield f"workplace.{kind}", tuple(f"group.{name}.after" for name in groups)


def types_of_groups(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the type of workplace of a group, where it is uncertain and drawn."""
    yield from ((f"group.{name}.workplace", (f"classes.{name}.shares",)) for name in scenario.classes)


def decision_times(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give AF's time to decide on an intervention, where every rule for it has a time of its own."""
    for name in scenario.intervention:
        rules = {key: rule for key, rule in scenario.rule.items() if rule.intervention == name}
        if rules and all(rule.decision is not None for rule in rules.values()):
            yield f"intervention.{name}.decision", tuple(f"rule.{key}.decision" for key in rules)


def months(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give AF's time to answer by calendar month, where other months hold from the start or before."""
    row = scenario.application
    if row and row.dated and row.dated[0].from_ <= scenario.start:
        yield "application.by_month", tuple(f"application.dated[{at}].by_month" for at in range(len(row.dated)))


def cohorts(scenario: Scenario) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the first cohort, where a table of open cases stands in its place."""
    if scenario.cases:
        yield "cohort", ("open_cases",)

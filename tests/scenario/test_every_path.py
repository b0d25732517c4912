"""Every figure of the shipped scenario, changed one at a time: it changes the plan, the people or the money, or is refused with the way.

Paths alike but for a name or a number stand for each other. A fixed part of them is tried by default, all in the slow run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

import pytest

from ami_sim.accounts.pricing import costs_of, group_terms, row_terms
from ami_sim.calibration.first_year import numbers_of
from ami_sim.model.arrivals import people_in_need
from ami_sim.model.draws import parameter_rows
from ami_sim.model.lowering import lower
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import Source, build, bundled, read_source
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.unread import refuse_unread

SOURCE: Final = bundled("calibration/ragunda/scenario.toml")
NAMED: Final = ("unit", "intervention", "rule", "referrer", "clock", "strategy", "group", "classes", "workplace")  # tables of named rows
TOLD: Final = {"source", "sure", "mark", "note", "title", "why", "who", "name", "evidence", "legal", "employment_law", "set_on", "learns"}
ELSEWHERE: Final = ("parameter", "regime", "regime_used", "include")  # tests of their own: unread parameters, AF's regimes
# Of a log: what measures and accounts read when a run has ended, activities among them (hours on top of a stay, which move nobody).
READ_LATER: Final = ("cohort", "prices", "discount", "parting", "end", "start", "present", "hours_per_post", "bands", "duty", "activity")
KNOWN: Final = (
    "unit.*.statutory",  # duties met: a fact for readers, which no figure hangs on
    "effects.after_range",  # ends between which a root is sought: a root inside them does not follow them
    "effects.typical",  # of whom total effects are told: another year in the same band is the same person
)
STEP: Final = 12  # of the paths, one in so many is tried by default
TRIES: Final = 6


@dataclass
class Said:
    """As much of a question as is looked at for what is unused."""

    scenarios: dict[str, Scenario]
    said: dict[str, str]
    fix: dict[str, float] = field(default_factory=dict)


@cache
def source() -> Source:
    return read_source(SOURCE)


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every value with its dotted path; a list of plain values is one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{number}]")
    else:
        yield path, value


def alike(path: str) -> str:
    """Give a path without what only tells rows apart."""
    steps = re.sub(r"\[\d+\]", "[]", path).split(".")
    return ".".join([steps[0], "*", *steps[2:]] if steps[0] in NAMED and len(steps) > 1 else steps)


@cache
def patterns() -> dict[str, list[tuple[str, Any]]]:
    """Give the paths that stand for each other, those of rows in use first."""
    used = {step.unit for step in build(source()).timeline}
    found: dict[str, list[tuple[str, Any]]] = {}
    for path, value in leaves(source().tables):
        table, *rest = path.split(".")
        if re.sub(r"\[.*", "", path.split(".")[-1]) not in TOLD and table not in ELSEWHERE:
            rows = found.setdefault(alike(path), [])
            rows.insert(0 if rest and rest[0] in used else len(rows), (path, value))
    return {name: rows[:TRIES] for name, rows in found.items()}


def others(path: str, value: Any) -> Iterator[Any]:
    """Give other values of the same kind, the likeliest to be accepted first."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value * 1.3 + 0.01, value * 0.7, value + 1)
    elif isinstance(value, date):
        yield from (value + timedelta(days=400), value + timedelta(days=31), value - timedelta(days=31))
    elif isinstance(value, list):
        if value and isinstance(value[0], int | float):
            yield from ([value[0] * 0.9 + 0.01, *value[1:]], [value[0] + 1, *value[1:]])
        yield value[:-1]
    elif number := re.match(r"([\d.]+)(.*)", value):
        yield from (f"{float(number[1]) * factor}{number[2]}" for factor in (1.3, 0.7))
    else:
        yield re.sub(r"^(\S+)", r"0.8 * \1", value)
        key = path.rpartition(".")[2]
        yield from dict.fromkeys(str(said) for at, said in leaves(source().tables) if at.rpartition(".")[2] == key and said != value)


@cache
def drawn() -> dict[str, float]:
    """Give the first drawn parameters at which every effect asked for is reached.

    At the medians sites are no better than their types, so that a share of what they are is nothing; where a solved effect lies at an end
    of its range, what it is solved from does not move it.
    """
    scenario = build(source())
    assert scenario.effects is not None
    ends = {*scenario.effects.advance_range, *scenario.effects.after_range}
    rows = map(scenario.solved, parameter_rows(scenario, 0, 20, "prior"))
    return next(row for row in rows if not ends & {row[name] for name in scenario.derived})


def made_from(scenario: Scenario) -> Iterator[str | bytes]:
    """Give part by part what a run and its accounts are made from, at the medians and as drawn: the first that differs tells."""
    told = scenario.model_dump()
    for theta in ({}, {name: drawn()[name] for name in scenario.parameter}):
        plan = lower(scenario, theta)
        yield repr((plan.tables, plan.rows, plan.groups, plan.theta))
        yield repr((costs_of(plan), row_terms(plan), group_terms(plan), numbers_of({key: told[key] for key in READ_LATER})))
        for replication in range(4):
            yield people_in_need(scenario, plan.theta, 1, 0, replication).tobytes()


@cache
def plain() -> tuple[str | bytes, ...]:
    return tuple(made_from(build(source())))


def unused(path: str, value: Any) -> bool:
    """Try another value: whether it is accepted and nothing is made of it."""
    for tried in others(path, value):
        try:
            scenario = build(source(), {path: tried})
            same = all(one == other for one, other in zip(made_from(scenario), plain(), strict=True))
        except InputError:
            continue
        if not same:
            return False
        try:
            refuse_unread(Said({"x": scenario}, {path: "--set"}), "median")  # type: ignore[arg-type]
        except InputError as error:
            return "expected" not in str(error)
        return True
    return False


def silent(names: list[str]) -> list[str]:
    """Name the paths of which every example is accepted and nothing is made."""
    return [name for name in names if not name.startswith(KNOWN) and all(unused(path, value) for path, value in patterns()[name])]


@pytest.mark.slow
def test_a_figure_in_twelve_is_used_or_refused() -> None:
    names = list(patterns())
    assert len(names) > 400
    assert silent(names[::STEP]) == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(1, STEP))
def test_every_other_figure_is_used_or_refused(part: int) -> None:
    assert silent(list(patterns())[part::STEP]) == []


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("unit.hundred.posts[0].count", 3, 'no option uses unit "hundred"; expected one of today'),
        ("strategy.first_come.ageing", 3, 'no option uses strategy "first_come"; expected one of'),
        ("prices.published.support.amount", "1 tkr", "ami-sim exclusion --bound reads it, and no run"),
        ("effects.none.lock_in", 0.5, "the page of a calibration reads it, and no run"),
    ],
)
def test_what_no_option_uses_is_refused_by_name(path: str, value: Any, said: str) -> None:
    with pytest.raises(InputError) as refused:
        refuse_unread(Said({"x": build(source())}, {path: "--set"}), "median")  # type: ignore[arg-type]
    assert str(refused.value).startswith(f"--set: {path}: changes nothing: ")
    assert said in str(refused.value)

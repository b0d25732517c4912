"""A researcher's own strategy works on both engines; one that does not compile is refused with a way out."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import numpy as np
import pytest

from ami_sim.engines.compiled import compile_rank
from ami_sim.model.person import PERSON, Person
from ami_sim.model.strategies import as_official, refuse_latent
from ami_sim.scenario.errors import InputError

OWN: dict[str, Any] = {
    "strategy.mine": {
        "title": "My own",
        "legal": "Not looked at.",
        "weights": {"own": 1.0},
        "function": f"{__file__}:oldest_newcomers_first",
        "ageing": 1.0,
        "source": "A test",
        "sure": "L",
        "mark": "assumed",
    },
    "order.mapping": "mine",
    "order.places": "mine",
}
SETTINGS = {**OWN, "unit.half.wage_money.amount": "400 tkr per year"}


def oldest_newcomers_first(person: Person, today: float, theta: Any) -> float:
    """Rank the older first, newcomers before others, and use a parameter."""
    score = -(today - person.born) / 365.25 * 50.0
    if person.traits & 2:
        score -= 1000.0
    return score + float(theta[0])


def by_diary(person: Person, today: float, theta: Any) -> float:
    """Rank with something the compiled engine has no word for."""
    diary: dict[Any, Any] = {"born": person.born, 1: str(today)}
    return float(diary["born"]) - len(diary[1])


def divides_by_nothing(person: Person, today: float, theta: Any) -> float:
    """Fail for everybody."""
    return today / (person.born - person.born)


def test_an_own_strategy_gives_the_same_log_on_both_engines(
    compiled: Any, readable: Any, planned: Any, people_of: Callable[..., np.ndarray]
) -> None:
    plan = planned("half", SETTINGS)
    people = people_of(plan, 0)
    run = compiled.simulate(plan, people, oldest_newcomers_first)
    assert run.log.tobytes() == readable.simulate(plan, people, oldest_newcomers_first).log.tobytes()
    assert run.log.tobytes() != compiled.simulate(plan, people).log.tobytes()


@pytest.mark.slow
def test_what_does_not_compile_is_refused_by_name_and_runs_on_simpy(
    compiled: Any, readable: Any, planned: Any, people_of: Callable[..., np.ndarray]
) -> None:
    plan = planned("half", SETTINGS)
    people = people_of(plan, 0)
    line = by_diary.__code__.co_firstlineno
    with pytest.raises(InputError, match=rf"strategy by_diary .*test_own_rank\.py:{line}\) does not compile: .*--engine simpy"):
        compiled.simulate(plan, people, by_diary)
    assert len(readable.simulate(plan, people, by_diary).log) > 1000


def test_an_error_inside_an_own_strategy_is_raised(compiled: Any, planned: Any, people_of: Callable[..., np.ndarray]) -> None:
    plan = planned("half", SETTINGS)
    with pytest.raises(ZeroDivisionError):
        compiled.simulate(plan, people_of(plan, 0), divides_by_nothing)


def with_a_default(person: Person, today: float, theta: Any, per_year: float = 50.0, newcomers: int = 1000) -> float:
    """Rank as `oldest_newcomers_first` does, with its numbers as arguments."""
    score = -(today - person.born) / 365.25 * per_year
    if person.traits & 2:
        score -= newcomers
    return score + float(theta[0])


def test_arguments_with_defaults_take_them_on_both_engines(
    compiled: Any, readable: Any, planned: Any, people_of: Callable[..., np.ndarray]
) -> None:
    plan = planned("half", SETTINGS)
    people = people_of(plan, 0)
    expected = compiled.simulate(plan, people, oldest_newcomers_first).log.tobytes()
    assert compiled.simulate(plan, people, with_a_default).log.tobytes() == expected
    assert readable.simulate(plan, people, with_a_default).log.tobytes() == expected


@pytest.mark.parametrize("value", [3, 2.5, np.int64(3), np.float32(2.5), np.float64(2.5)])
def test_a_rank_may_be_any_number(value: Any) -> None:
    def same(person: Person, today: float, theta: Any, given: Any = value) -> Any:
        return given

    assert as_official("mine", same)(Person(), 0.0, [1.0]) == float(value)
    person, theta = np.zeros(1, PERSON)[0], np.ones(1)
    assert compile_rank(same)(person, 0.0, theta) == float(value)


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), (1.0, 2.0), "1", True, np.True_, Decimal(1), np.array([1.0])])
def test_what_is_no_number_is_refused_by_its_value(value: Any) -> None:
    with pytest.raises(InputError, match=r"strategy <lambda> \(.*\) of mine gives .*; expected a number"):
        as_official("mine", lambda person, today, theta: value)(Person(), 0.0, [1.0])


class Ranks:
    """An object that can be called."""

    def __call__(self, person: Person, today: float, theta: Any) -> float:
        """Rank all alike."""
        return 0.0


@pytest.mark.parametrize(
    "function", [Ranks(), Ranks, partial(with_a_default, per_year=1.0), len], ids=["object", "class", "partial", "built in"]
)
def test_what_can_be_called_but_is_no_function_is_refused(function: Any) -> None:
    with pytest.raises(InputError, match=r"strategy mine: .* is no plain function; expected one made with def or lambda"):
        refuse_latent("mine", function)

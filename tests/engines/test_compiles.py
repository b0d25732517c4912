"""Every rule that both engines share compiles alone; the first that does not is named."""

import inspect
from collections.abc import Callable
from typing import Any, get_type_hints

import numba
import pytest

from ami_sim.engines import compiled as kernel
from ami_sim.engines.records import as_record, unit_as_record
from ami_sim.model import strategies
from ami_sim.model.clocks import Bands
from ami_sim.model.lowering import lower
from ami_sim.model.person import PERSON, Person
from ami_sim.model.shared import SHARED
from ami_sim.model.tables import Floats, Ints, Tables, World
from ami_sim.scenario.load import bundled, load_scenario

PLAN = lower(load_scenario(bundled("calibration/ragunda/scenario.toml")))
RECORD = numba.from_dtype(PERSON)
KINDS: dict[Any, Any] = {
    Person: RECORD,
    list[Person]: RECORD[::1],
    Tables: numba.from_dtype(as_record(PLAN.tables).dtype),
    World: numba.from_dtype(unit_as_record(PLAN.world()).dtype),
    Floats: numba.float64[::1],
    Ints: numba.int8[::1],
    strategies.Rank: numba.types.FunctionType(kernel.RANK),
    Bands: numba.types.UniTuple(numba.int64, 3),
    int: numba.int64,
    float: numba.float64,
    bool: numba.boolean,
}


def kinds_of(function: Callable[..., Any]) -> tuple[Any, ...]:
    """Read the compiled types of a shared function's parameters from its annotations; a person's key is unsigned."""
    hints = get_type_hints(function)
    return tuple(numba.uint64 if name == "key" else KINDS[hints[name]] for name in inspect.signature(function).parameters)


def first_that_does_not_compile(functions: list[Callable[..., Any]]) -> str:
    """Compile one after the other as they are defined; name the first that fails and say why, or nothing."""
    for function in functions:
        try:
            numba.njit(kinds_of(function))(function)
        except Exception as error:  # numba raises many kinds
            return f"{function.__module__}.{function.__name__}: {type(error).__name__}: {error}"
    return ""


@pytest.mark.soak
def test_every_shared_rule_compiles_alone() -> None:
    assert len(SHARED) > 40
    assert first_that_does_not_compile(SHARED) == ""


def test_the_first_rule_that_does_not_compile_is_named() -> None:
    def by_nickname(person: Person, today: float) -> float:
        return float(len(person.nickname)) + today  # type: ignore[attr-defined]

    found = first_that_does_not_compile([strategies.queue_of, by_nickname, strategies.comes_before])
    assert found.startswith(f"{__name__}.by_nickname")


@pytest.mark.parametrize("function", SHARED, ids=lambda function: function.__name__)
def test_every_shared_rule_says_what_it_takes(function: Callable[..., Any]) -> None:
    assert len(kinds_of(function)) == len(inspect.signature(function).parameters)

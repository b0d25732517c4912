"""Both engines, and people of a scenario, for the tests that compare them bit by bit."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.scenario.experiment import load_experiment

Planned = Callable[..., Plan]


@pytest.fixture(scope="session")
def compiled() -> Any:
    """Give the compiled engine."""
    return engine_named("compiled")


@pytest.fixture(scope="session")
def readable() -> Any:
    """Give the SimPy engine."""
    return engine_named("simpy")


@pytest.fixture(scope="session")
def planned(checkout: Path) -> Planned:
    """Give a function that lowers one option of the capacity experiment with settings; it ends in 2022, unless they say otherwise."""

    def plan(option: str, settings: Mapping[str, Any] | None = None, regime: str = "") -> Plan:
        question = load_experiment(checkout / "experiments" / "capacity.toml", {"end": date(2022, 1, 1), **(settings or {})}, regime=regime)
        return lower(question.scenarios[option])

    return plan


@pytest.fixture(scope="session")
def people_of(compiled: Any) -> Callable[[Plan, int], np.ndarray]:
    """Give a function that draws the people of a plan in one replication."""

    def draw(plan: Plan, replication: int = 0) -> np.ndarray:
        return population(plan, 2019, 0, replication, live=compiled.live)

    return draw

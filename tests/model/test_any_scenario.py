"""Any valid scenario, however odd: both engines write the same log to the last bit, and no identity is violated."""

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import no_own_rank
from ami_sim.record.checks import check_run
from ami_sim.runs.measures import SHIPPED
from ami_sim.runs.replicate import Prepared, observe
from ami_sim.scenario.load import build
from tests.model.worlds import SOURCE, worlds

NO_ADVICE = tuple(HealthCheck)


def hold_everything(world: dict[str, Any]) -> None:
    plan = lower(build(SOURCE, world))
    fast, readable = engine_named("compiled"), engine_named("simpy")
    people = population(plan, 1, 0, 0, None, fast.live)
    same = population(plan, 1, 0, 0, None, readable.live)
    assert [name for name in people.dtype.names or () if same[name].tobytes() != people[name].tobytes()] == []
    before = people.tobytes()
    run = fast.simulate(plan, people)
    check_run(run.log, plan, people)
    other = readable.simulate(plan, people)
    assert people.tobytes() == before
    assert other.events == run.events
    assert other.log.tobytes() == run.log.tobytes()
    outcome, _ = observe(Prepared("world", plan, no_own_rank), people, run)  # the ledger's balance is checked in it
    counted = [value for (name, *_), value in outcome.measures.items() if SHIPPED[name].unit in ("persons", "months", "kr", "stays")]
    assert counted
    assert np.isfinite(counted).all()


@settings(max_examples=20, suppress_health_check=NO_ADVICE)
@given(worlds())
def test_no_scenario_breaks_an_identity_or_the_engines_agreement(world: dict[str, Any]) -> None:
    hold_everything(world)


@pytest.mark.slow
@settings(max_examples=100, suppress_health_check=NO_ADVICE)
@given(worlds())
def test_no_scenario_of_many_breaks_an_identity_or_the_engines_agreement(world: dict[str, Any]) -> None:
    hold_everything(world)

"""Options that differ in money alone: their people live once, and each option has the figures that it has alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pytest

from ami_sim.engines.protocol import Run, engine_named
from ami_sim.model.arrivals import highest_rates
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import Rank, no_own_rank
from ami_sim.model.tables import Plan
from ami_sim.runs.replicate import Outcome, Prepared, live_alike, replicate
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.load import bundled


@dataclass
class Counted:
    """The compiled engine, and the options that it was asked to run."""

    compiles: bool = True
    name: str = "counted"
    ran: list[str] = field(default_factory=list)

    def simulate(self, plan: Plan, people: np.ndarray, own: Rank = no_own_rank) -> Run:
        """Run to the horizon."""
        self.ran.append(plan.scenario.name)
        found: Run = engine_named("compiled").simulate(plan, people, own)
        return found

    def live(self, records: np.ndarray, plan: Plan) -> np.ndarray:
        """Let everybody live without the unit up to the start date."""
        found: np.ndarray = engine_named("compiled").live(records, plan)
        return found


@cache
def prepared(experiment: str) -> dict[str, Prepared]:
    """Prepare every option of a shipped experiment at its medians."""
    scenarios = load_experiment(bundled(f"experiments/{experiment}.toml")).scenarios
    return {name: Prepared(name, lower(scenario), no_own_rank) for name, scenario in scenarios.items()}


def lived(experiment: str, names: Iterable[str], engine: Any) -> dict[str, Outcome]:
    """Live one replication of some options, the first of them the reference."""
    every = prepared(experiment)
    options = {name: every[name] for name in names}
    highest = highest_rates([(option.plan.scenario, option.plan.theta) for option in every.values()])
    return replicate(options, engine, 3, 0, 0, highest, next(iter(options)))


def told(outcome: Outcome) -> list[Any]:
    """Write out everything that an outcome says."""
    monthly = {name: values.tobytes() for name, values in outcome.monthly.items()}
    days = [part.tobytes() for part in outcome.days]
    return [{key: repr(value) for key, value in outcome.measures.items()}, monthly, days, outcome.events, outcome.outturn.kronor.tobytes()]


@pytest.mark.parametrize(
    ("experiment", "reference", "first", "other"),
    [("capacity", "no", "today", "sixty"), ("external", "own", "cheap", "dear"), ("project_money", "no", "taken_over", "renewed")],
)
def test_options_that_differ_in_money_alone_are_lived_once(experiment: str, reference: str, first: str, other: str) -> None:
    engine = Counted()
    together = lived(experiment, (reference, first, other), engine)
    assert len(engine.ran) == 2
    assert told(together[other]) == told(lived(experiment, (reference, other), Counted())[other])
    assert together[first].measures != together[other].measures  # what they cost is another sum


def test_other_people_another_unit_and_a_model_of_ones_own_live_lives_of_their_own() -> None:
    inflow, capacity = prepared("inflow"), prepared("capacity")
    assert live_alike(inflow["sixty"], inflow["more"])  # the same rules ...
    engine = Counted()
    lived("inflow", ("all_mapped", "sixty", "more"), engine)
    assert len(engine.ran) == 3  # ... for other people
    assert not live_alike(capacity["today"], capacity["seventy"])
    own = Counted(compiles=False)
    lived("capacity", ("no", "today", "sixty"), own)
    assert len(own.ran) == 3

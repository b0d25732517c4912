"""Histories of open work, beside each other: what one option's people have and their twins in another."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import highest_rates
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.registry import WORK
from ami_sim.scenario.scenario import Scenario

Move = tuple[int, int, float, bool]  # door and number of a person, when, whether work begins (else ends)


def moves_of(log: np.ndarray, people: np.ndarray) -> set[Move]:
    """List when whose open work begins and ends, to the last bit."""
    log = log[np.lexsort((np.arange(len(log)), log["person"]))]
    working = log["stage"] == WORK
    first = np.r_[True, log["person"][1:] != log["person"][:-1]]
    before = np.r_[False, working[:-1]] & ~first
    found = log[working != before]
    who = people[found["person"]]
    columns = (who["referrer"].tolist(), who["number"].tolist(), found["time"].tolist(), (found["stage"] == WORK).tolist())
    return set(zip(*columns, strict=True))


def plans_of(scenarios: Mapping[str, Scenario]) -> dict[str, Plan]:
    """Lower scenarios at their medians, with prices of aid where wages and aid share a budget."""
    plans = {}
    for name, scenario in scenarios.items():
        plan = lower(scenario)
        plans[name] = with_aid_prices(plan) if plan.tables.pool_share else plan
    return plans


def histories(plans: Mapping[str, Plan], seed: int = 1, engine: str = "compiled") -> dict[str, set[Move]]:
    """Run plans on the same people and give everybody's history of open work."""
    ceiling = highest_rates([(plan.scenario, plan.theta) for plan in plans.values()])
    found = {}
    for name, plan in plans.items():
        people = population(plan, seed, 0, 0, ceiling, engine_named(engine).live)
        found[name] = moves_of(engine_named(engine).simulate(plan, people).log, people)
    return found


def twins(file: Path, settings: Mapping[str, Any]) -> dict[str, dict[str, Plan]]:
    """Lower every option of an experiment, those together that live in one world: the same economy and the same people who come."""
    worlds: dict[str, dict[str, Plan]] = {}
    plans = plans_of(load_experiment(file, settings).scenarios)
    for name, plan in plans.items():
        lives = [
            {**change.factors, **{f"on aid: {key}": value for key, value in change.on_aid.items()}} for change in plan.scenario.economy
        ]
        outside = [{key: figure for key, figure in row.items() if not figure.names & set(plan.scenario.paths)} for row in lives]
        doors = [(key, door.rate, door.dated) for key, door in plan.scenario.referrer.items()]
        world = repr(([row for row in outside if row], doors))
        worlds.setdefault(world, {})[name] = plan
    return worlds

"""Lives up to the present, by a history's luck: lived once for a plan, and in no replication otherwise than if lived for it alone."""

import numpy as np

from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import LATER, History
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.scenario.load import bundled, load_scenario

RAGUNDA = load_scenario(bundled("calibration/ragunda/scenario.toml"), {"life.burn_in": "10 years"})
LUCK = History(7, 3, 0)


def people(plan: Plan, replication: int) -> np.ndarray:
    return population(plan, 1, 2, replication, None, engine_named("compiled").live, LUCK)


def test_the_past_is_the_same_in_every_replication_and_only_its_future_luck_differs() -> None:
    plan = lower(RAGUNDA)
    first, second = people(plan, 0), people(plan, 1)
    assert second.tobytes() == people(lower(RAGUNDA), 1).tobytes()
    assert first.tobytes() == people(plan, 0).tobytes()
    one, other = (found[found["number"] < LATER] for found in (first, second))
    assert len(one) == len(other) > 100
    for name in one.dtype.names or ():
        same = one[name] == other[name]
        assert same.all() if name not in ("id", "later") else not same.all(), name
    assert (one["later"] != 0).all()
    assert set(first["key"][first["number"] >= LATER]).isdisjoint(second["key"][second["number"] >= LATER])

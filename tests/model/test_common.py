"""What options share is lowered once: the tables are those that each option has alone, and the same lists where options agree."""

from pathlib import Path

import pytest

from ami_sim.engines.records import as_record
from ami_sim.model.draws import parameter_rows
from ami_sim.model.lowering import OF_LIVES, Common, lower
from ami_sim.scenario.common import agree, with_common_tables
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=["capacity", "af_rules", "inflow"])
def scenarios(request: pytest.FixtureRequest) -> dict[str, Scenario]:
    return dict(load_experiment(ROOT / "experiments" / f"{request.param}.toml").scenarios)


def test_lowered_together_or_alone_is_the_same(scenarios: dict[str, Scenario]) -> None:
    rows = parameter_rows(next(iter(scenarios.values())), 1, 2, "prior")
    last = None
    for theta in rows:
        common = Common()
        for name, scenario in with_common_tables(scenarios).items():
            alone, together = lower(scenarios[name], theta), lower(scenario, theta, common)
            assert alone.tables == together.tables, name
            record = as_record(together.tables, last)
            assert record.tobytes() == as_record(alone.tables).tobytes(), name
            last = (together.tables, record)


def test_options_that_differ_in_the_unit_alone_are_lowered_once() -> None:
    common, scenarios = Common(), load_experiment(ROOT / "experiments" / "capacity.toml").scenarios
    plans = [lower(scenario, None, common) for scenario in with_common_tables(scenarios).values()]
    assert len(plans) == 8
    assert all(plan.tables.hazard is plans[0].tables.hazard for plan in plans)


def test_tables_that_are_alike_are_one(scenarios: dict[str, Scenario]) -> None:
    found = with_common_tables(scenarios)
    assert found == scenarios
    first, *others = found.values()
    for other in others:
        for name in Scenario.model_fields:
            one, two = getattr(first, name), getattr(other, name)
            assert (one is two) == (one == two), name
    changed = first.model_copy(update={"rule": {}})
    assert agree(first, changed, ("clock", "referrer"))
    assert not agree(first, changed, OF_LIVES)

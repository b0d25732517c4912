"""What options share is lowered once: the tables are those that each option has alone, and the same lists where options agree."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from ami_sim.engines.records import Records, as_record
from ami_sim.model.common import Common
from ami_sim.model.draws import parameter_rows
from ami_sim.model.lowering import OF_LIVES, lower
from ami_sim.scenario.common import agree, with_common_tables
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=["capacity", "af_rules", "inflow"])
def scenarios(request: pytest.FixtureRequest) -> dict[str, Scenario]:
    return dict(load_experiment(ROOT / "experiments" / f"{request.param}.toml").scenarios)


def test_lowered_together_or_alone_is_the_same(scenarios: dict[str, Scenario]) -> None:
    rows = parameter_rows(next(iter(scenarios.values())), 1, 2, "prior")
    records, common = Records(), Common()
    for theta in [*rows, *rows[:1]]:
        for name, scenario in with_common_tables(scenarios).items():
            alone, together = lower(scenarios[name], theta), lower(scenario, theta, common)
            assert alone.tables == together.tables, name
            assert records.of(together.tables).tobytes() == as_record(alone.tables).tobytes(), name


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


def test_what_is_made_is_made_anew_only_when_what_was_read_of_the_row_is_another() -> None:
    common, made, scenario = Common(), [], object()

    def make(row: Mapping[str, float]) -> dict[str, list[float]]:
        made.append(dict(of=row["a"]))
        return {"plain": [1.0, 2.0], "branched": [row["b"] if row["a"] > 1 else 0.0]}

    first = common.once("tables", (scenario,), {"a": 1.0, "b": 5.0}, make)
    assert common.once("tables", (scenario,), {"a": 1.0, "b": 6.0}, make) is first  # b was not read
    second = common.once("tables", (scenario,), {"a": 2.0, "b": 6.0}, make)
    assert second["branched"] == [6.0]
    assert second["plain"] is first["plain"]  # a table that has not changed is the same one
    assert common.once("tables", (scenario,), {"a": 2.0, "b": 7.0}, make)["branched"] == [7.0]
    assert common.once("tables", (object(),), {"a": 2.0, "b": 7.0}, make)["branched"] == [7.0]
    assert len(made) == 4


def test_a_row_that_is_gone_through_is_read_whole_and_what_is_not_there_is_noted_too() -> None:
    common, scenario = Common(), object()
    assert common.once("all", (scenario,), {"a": 1.0}, lambda row: sum(row.values())) == 1.0
    assert common.once("all", (scenario,), {"a": 1.0, "b": 2.0}, lambda row: sum(row.values())) == 3.0
    assert common.once("other", (scenario,), {"a": 1.0}, lambda row: row.get("b", 9.0)) == 9.0
    assert common.once("other", (scenario,), {"a": 1.0, "b": 2.0}, lambda row: row.get("b", 9.0)) == 2.0

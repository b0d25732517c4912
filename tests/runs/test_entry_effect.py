"""Those who come into need in one option only: counted apart, so that their lives are not taken for what the unit saved."""

from typing import Any

import pytest

from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import highest_rates
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import no_own_rank
from ami_sim.runs.replicate import Prepared, replicate
from ami_sim.scenario.load import load_scenario

TRUST = {"source": "a test", "sure": "L", "mark": "assumed"}
Values = dict[tuple[str, str], float]


def outcomes(factors: dict[str, float], **settings: Any) -> dict[str, Values]:
    """Run options that differ in the inflow of those on aid from 2020 on; without a unit all lives are independent."""
    options = {}
    for name, factor in factors.items():
        dated = [{"from": "2020-01-01", "factor": factor, **TRUST}]
        changed = {"timeline[0].unit": "empty_world", **settings} | ({"referrer.ifo.dated": dated} if factor != 1.0 else {})
        plan = with_aid_prices(lower(load_scenario("calibration/ragunda/scenario.toml", changed)))
        options[name] = Prepared(name, plan, no_own_rank)
    highest = highest_rates([(option.plan.scenario, option.plan.theta) for option in options.values()])
    found = replicate(options, engine_named("compiled"), 5, 0, 0, highest, reference="as_before")
    return {name: {key[:2]: value for key, value in outcome.measures.items() if not key[2]} for name, outcome in found.items()}


def test_when_all_lives_are_independent_the_whole_difference_is_those_in_one_option_only() -> None:
    found = outcomes({"as_before": 1.0, "fewer": 0.5, "more": 1.5})
    for name, sign in (("fewer", -1), ("more", 1)):
        assert found[name]["entry_effect_persons", ""] * sign > 5
        for actor in ("municipality", "public", "society"):
            whole = found[name]["net_result", actor] - found["as_before"]["net_result", actor]
            assert found[name]["entry_effect", actor] == pytest.approx(whole, abs=5.0), actor  # kr: each month is rounded to an oere
        assert found[name]["entry_effect", "municipality"] * sign < 0
    assert found["as_before"]["entry_effect_persons", ""] == 0
    assert found["as_before"]["entry_effect", "society"] == 0


def test_with_one_inflow_there_is_no_such_line() -> None:
    found = outcomes({"as_before": 1.0, "again": 1.0})
    assert not [key for key in found["again"] if key[0].startswith("entry_effect")]

"""Deadweight in a run: an option that is like the reference has nothing but deadweight, and another inflow leaves pairs alone."""

import numpy as np

from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import highest_rates
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import no_own_rank
from ami_sim.runs.replicate import Prepared, replicate
from ami_sim.scenario.load import load_scenario

TRUST = {"source": "a test", "sure": "L", "mark": "assumed"}
FEWER = {"referrer.ifo.dated": [{"from": "2020-01-01", "factor": 0.5, **TRUST}]}
MONTHS = (12, 24, 36, 60)


def test_an_option_like_the_reference_is_all_deadweight_and_fewer_people_have_no_more_pairs() -> None:
    options = {}
    for name, changed in (("reference", {}), ("again", {}), ("fewer", FEWER), ("none", {"timeline[0].unit": "empty_world"})):
        plan = with_aid_prices(lower(load_scenario("calibration/ragunda/scenario.toml", {"end": "2026-01-01", **changed})))
        options[name] = Prepared(name, plan, no_own_rank)
    highest = highest_rates([(option.plan.scenario, option.plan.theta) for option in options.values()])
    found = replicate(options, engine_named("compiled"), 5, 0, 0, highest, reference="reference")
    values = {
        name: {key[0]: value for key, value in outcome.measures.items() if key[0].startswith("met_in_work")}
        for name, outcome in found.items()
    }
    for months in MONTHS:
        met, twin = f"met_in_work_{months}m", f"met_in_work_twin_too_{months}m"
        assert np.isnan(values["reference"][met])
        assert values["again"][met] == values["again"][twin] > 0
        assert 0 < values["fewer"][twin] <= values["fewer"][met]
        assert values["none"][met] == 0

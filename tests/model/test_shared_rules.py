"""The rules are written once: every shared function compiles alone, the fast loop runs as plain Python, and both engines agree."""

from datetime import date

import numba
import numpy as np
import pytest
from scipy import stats

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.income import read_length
from ami_sim.model.lengths import quantiles
from ami_sim.model.lowering import lower
from ami_sim.model.person import PERSON, as_people
from ami_sim.model.shared import SHARED
from ami_sim.model.tables import LOG, Plan
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.load import bundled, load_scenario

OPTIONS = load_experiment(bundled("experiments/capacity.toml")).scenarios


def of(name: str) -> Plan:
    return lower(OPTIONS[name].model_copy(update={"end": date(2023, 1, 1)}))


@pytest.mark.parametrize("name", OPTIONS)
def test_both_engines_write_the_same_log_to_the_last_bit(name: str) -> None:
    plan = of(name)
    fast, readable = engine_named("compiled"), engine_named("simpy")
    people = population(plan, 1, 0, 0, None, fast.live)
    one, other = fast.simulate(plan, people), readable.simulate(plan, people)
    assert one.log.dtype == other.log.dtype == LOG
    assert one.log.tobytes() == other.log.tobytes()
    assert one.events == other.events > 1000


def test_lives_before_the_start_are_the_same_on_both_engines() -> None:
    plan = lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), {"life.burn_in": "10 years"}))
    one, other = (population(plan, 1, 0, 0, None, engine_named(name).live) for name in ("compiled", "simpy"))
    assert [name for name in PERSON.names or () if one[name].tobytes() != other[name].tobytes()] == []


def test_every_function_that_both_engines_share_is_plain_python() -> None:
    assert len(SHARED) > 40
    for function in SHARED:
        assert function.__module__.split(".")[1] in ("model",)
        assert not isinstance(function, numba.core.dispatcher.Dispatcher)


def test_a_rule_compiled_alone_gives_what_it_gives_in_python() -> None:
    by_name = {function.__name__: function for function in SHARED}
    what_next = numba.njit(by_name["what_next"])
    plan = of("today")
    people = population(plan, 1, 0, 0, None, engine_named("compiled").live)[:50]
    for record, person in zip(people, as_people(people), strict=True):
        assert what_next(record) == by_name["what_next"](person)


EXACT = {
    "exponential": lambda spread: stats.expon(scale=10.0),
    "gamma": lambda spread: stats.gamma(spread, scale=10.0 / spread),
    "lognormal": lambda spread: stats.lognorm(spread, scale=10.0),
}


@pytest.mark.parametrize(
    ("kind", "spread"),
    [
        ("exponential", 0.0),
        *(("gamma", shape) for shape in (0.5, 2.0, 5.0, 25.0, 100.0)),
        *(("lognormal", sdlog) for sdlog in (0.1, 0.35, 0.5, 1.5)),
    ],
)
def test_a_table_of_lengths_has_the_quantiles_the_mean_and_the_variance_of_its_distribution(kind: str, spread: float) -> None:
    """Read at many uniform numbers, the longest at the smallest, beside scipy's distribution at the same numbers."""
    table, exact = quantiles(kind, 10.0, spread), EXACT[kind](spread)
    for share in (0.01, 0.05, 0.5, 0.95, 0.99):
        assert read_length(table, 1.0 - share) == pytest.approx(exact.ppf(share), rel=1e-3), share
    u = (np.arange(20_000) + 0.5) / 20_000
    length, wanted = np.array([read_length(table, x) for x in u]), exact.isf(u)
    assert length == pytest.approx(wanted, rel=2e-3)
    assert length.mean() == pytest.approx(wanted.mean(), rel=1e-4)
    assert length.var() == pytest.approx(wanted.var(), rel=1e-3)

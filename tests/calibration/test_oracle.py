"""The calibrator on the engine, where the posterior is known: nobody waits, so counts by stage are independent Poisson."""

from functools import cache
from itertools import combinations_with_replacement

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from ami_sim.calibration.prior import box_of
from ami_sim.calibration.reference_table import Waves, calibrate, uniforms
from ami_sim.model.common import Common
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.scenario.load import build, read_source
from ami_sim.scenario.registry import MAPPING, NOT_REFERRED, PAUSED, STUDIES, WAITING_PLACE, WORK
from ami_sim.scenario.scenario import Scenario
from tests.oracles.generator import ways
from tests.theory.chains import constant_rates, rate_of
from tests.theory.queues import RAGUNDA, once

Floats = NDArray[np.float64]
FITTED = ("new_on_aid", "work_rate", "referral_aid")
SPREAD = np.array([0.4, 0.4, 0.6])  # sd of the log of each, around its median
COUNTED = ((NOT_REFERRED,), (MAPPING, WAITING_PLACE, PAUSED), (WORK,))  # the figures: in need and not met, met, in open work
TRUE = np.array([0.3, -0.5, 0.4])
ROWS = 10  # of a wave, as a power of two
POINTS = 100  # parameters at which exact means are reckoned; a cubic in z carries them to all others
LAST_DAY = 1e-6
COMMON = Common()  # what the scenario's plans share


@cache
def scenario() -> Scenario:
    """The municipality with constant rates, one door, mapping without limit and no measures: eleven months from nobody."""
    source = read_source(RAGUNDA)
    for name in ("regime", "regime_used"):
        del source.tables[name]
    settings = {key: value for key, value in constant_rates().items() if not key.startswith(("intervention.", "rule."))}
    settings |= {"end": "2030-12-01", "life.frailty_variance": 0.0, "preference": [], "intervention": {}, "rule": {}}
    settings |= {f"referrer.{name}.rate": "0 per month" for name in source.tables["referrer"]}
    return build(source, settings | {"referrer.ifo.rate": "20 * new_on_aid per month"})


def plan_at(z: Floats) -> Plan:
    """Lower it at parameters on the unconstrained scale."""
    middle = scenario().at_medians()  # effects, too, which then need not be solved: nobody takes part in anything
    theta = {name: middle[name] * float(np.exp(step)) for name, step in zip(FITTED, SPREAD * z, strict=True)}
    return lower(scenario(), middle | theta, COMMON)


def exact_means(z: Floats) -> Floats:
    """Expected persons in each counted stage on the last day, by the Markov generator."""
    plan = plan_at(z)
    door = plan.referrers.index("ifo")
    found = np.zeros(len(COUNTED))
    for way in ways(plan, door):
        by_state = way.so_far(plan.horizon, rate_of(plan, door) * way.kind.weight)
        stages = np.array([state.stage for state in way.states])
        found += [by_state[np.isin(stages, these)].sum() for these in COUNTED]
    return found


def terms(z: Floats) -> Floats:
    """Every monomial of z up to the third degree."""
    columns = [np.ones(len(z))]
    for degree in (1, 2, 3):
        columns += [z[:, list(pick)].prod(axis=1) for pick in combinations_with_replacement(range(z.shape[1]), degree)]
    return np.column_stack(columns)


def counts_at(z: Floats, wave: int) -> Floats:
    """Run the engine once at every row and count, on the scale on which a Poisson count's spread is even."""
    plans = (plan_at(row) for row in z)
    seen = [once(plan, index, seed=90 + wave, checked=False) for index, plan in enumerate(plans)]
    counts = np.array([[run.present(run.plan.horizon - LAST_DAY, *these) for these in COUNTED] for run in seen])
    return np.asarray(2 * np.sqrt(counts + 3 / 8))


@pytest.mark.slow
def test_the_table_gives_the_exact_poisson_posterior_where_nobody_waits() -> None:
    assert STUDIES not in {stage for these in COUNTED for stage in these}
    everything = np.full(3, 8.0)
    points = box_of(-everything, everything, uniforms(8, ("a", "b", "c"), 4))[:POINTS] * 1.15
    means = np.log([exact_means(z) for z in points])
    fit = np.linalg.lstsq(terms(points), means, rcond=None)[0]
    assert np.abs(terms(points) @ fit - means).max() < 0.02
    observed = np.round(exact_means(TRUE))
    axis = np.linspace(-3.2, 3.2, 65)
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    likely = np.asarray(stats.poisson.logpmf(observed, np.exp(terms(grid) @ fit))).sum(axis=1)
    weight = np.exp(likely - likely.max() + np.asarray(stats.norm.logpdf(grid)).sum(axis=1))
    weight /= weight.sum()
    middle = weight @ grid
    spread = np.sqrt(weight @ np.square(grid - middle))
    waves = Waves(power=ROWS, nearest=300, draws=500, seed=3)
    found = calibrate(lambda z, wave: {"": counts_at(z, wave)}, ("a", "b", "c"), {"": 2 * np.sqrt(observed + 3 / 8)}, waves)
    posterior = found[""].posterior
    assert spread.max() < 0.8, "the counts say something about every parameter"
    assert np.abs(posterior.mean - middle).max() < 0.12
    assert posterior.sd == pytest.approx(spread, rel=0.15)

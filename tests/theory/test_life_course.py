"""Whole lives of a cohort against theory: at constant rates the resolvent of the generator, by the clock `die` the life table."""

from datetime import date
from math import exp, log1p

import numpy as np
import pytest

from ami_sim.accounts.discounting import flat
from ami_sim.accounts.life_course import NOT_EXCLUDED, Losses, dies, fold_lives, periods_of
from ami_sim.accounts.pricing import price_book
from ami_sim.engines.protocol import engine_named
from ami_sim.model.entry import Luck, cohort_scenario, entering
from ami_sim.model.lowering import lower
from ami_sim.record.spells import Condition, spells_of
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.quantities import YEAR
from tests.oracles.generator import ways
from tests.theory.chains import constant_rates
from tests.theory.queues import RAGUNDA, plan_of

RATE, YEARS, LIVES, PARTS = 0.035, 50, 500, 6


def test_expected_sums_of_whole_lives_are_the_resolvent() -> None:
    """Fifty years, ageing off: kr lost to each payer by exclusion, discounted, through the whole of the cohort's accounts."""
    households = {"referrer.ifo.households": {"single": 1.0}, "life.frailty_variance": "0.0", "end": f"{2030 + YEARS}-01-01"}
    plan = plan_of(str(RAGUNDA), constant_rates() | households)
    door, book = plan.referrers.index("ifo"), price_book(plan)
    losses, periods, home = Losses(book), periods_of(plan.scenario.parting, YEARS), plan.households.index("single")
    actors = ("municipality", "region", "state", "person", "society")
    expected = np.zeros(len(actors))
    for way in ways(plan, door):
        conditions = np.array([Condition(s.stage, s.income, s.row, s.group, home, s.rights) for s in way.states], np.int64)
        lost = losses.table(losses.parts(conditions), 2030)
        out = ~np.isin(conditions[:, 0], NOT_EXCLUDED)
        per_day = np.stack([lost[actor] * out / YEAR for actor in actors], axis=1)
        expected += way.kind.weight * way.worth(per_day, log1p(RATE) / YEAR, float(periods.edges[-1]))
    runs = np.zeros((PARTS, len(actors)))
    for part in range(PARTS):
        people = entering(plan, "ifo", LIVES, Luck(3, 0, part))
        spells = spells_of(engine_named("compiled").simulate(plan, people).log, plan.horizon)
        found = fold_lives(spells, people, losses, plan.parting, periods, (flat(RATE),))
        runs[part] = [found.lost[actor][1].sum() / LIVES for actor in actors]
    error = runs.std(axis=0, ddof=1) / np.sqrt(PARTS)
    assert (np.abs(runs.mean(axis=0) - expected) < 5 * error).all(), (runs.mean(axis=0), expected, error)
    assert error[-1] < 0.03 * expected[-1]


def test_lives_end_by_the_clock_of_dying() -> None:
    """Survival from 20 to 65 by the rates of the file, whatever else life brings, within four standard errors."""
    scenario = load_scenario("calibration/ragunda/scenario.toml")
    plan = lower(cohort_scenario(scenario, "ifo", (20.0, 20.001), date(scenario.parting.year + 46, 1, 1)))
    people = entering(plan, "ifo", 4_000, Luck(1, 0, 0))
    spells = spells_of(engine_named("compiled").simulate(plan, people).log, plan.horizon)
    clock = scenario.clock["die"]
    rate = clock.rate.at(plan.theta) * YEAR
    edges, factors = (20.0, *clock.ages, 65.0), [factor.at(plan.theta) for factor in clock.by_age]
    hazard = rate * sum(factor * (end - begin) for factor, begin, end in zip(factors, edges[:-1], edges[1:], strict=True))
    share, expected = 1 - dies(spells).sum() / len(people), exp(-hazard)
    assert share == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / len(people)))

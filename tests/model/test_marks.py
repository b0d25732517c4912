"""Marks of elapsed time: one at which no rate changes is passed over, and no life is another one for it."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from ami_sim.engines.protocol import engine_named
from ami_sim.model.clocks import bands_of, set_band
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.person import as_people
from ami_sim.model.tables import BY_AGE, BY_FADE, BY_NEED, BY_STAGE, LOG, Plan
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.load import bundled
from ami_sim.scenario.registry import BAND, CALENDAR, I_AID, NOT_REFERRED, SICK_ON_AID, WAITING_PLACE

OPTIONS = load_experiment(bundled("experiments/capacity.toml")).scenarios
EVERY = BY_NEED | BY_STAGE | BY_AGE | BY_FADE


def of(name: str) -> Plan:
    return lower(OPTIONS[name].model_copy(update={"end": date(2024, 1, 1)}))


def happened(log: np.ndarray) -> list[tuple[float, ...]]:
    """Give what happens to people: not when somebody was looked at, nor an old grant of AF's that nobody asks for."""
    rows = log[~np.isin(log["what"], (BAND, CALENDAR))]
    return [tuple(row) for row in rows[[name for name in LOG.names or () if name != "application"]].tolist()]


@pytest.mark.parametrize("name", ["today", "empty_world"])
def test_who_is_looked_at_at_every_mark_lives_the_same_life(name: str) -> None:
    plan, fast = of(name), engine_named("compiled")
    tables = plan.tables
    marks = [EVERY if in_need else EVERY & ~BY_NEED for in_need in tables.in_need for _ in range(tables.sources)]
    every = replace(plan, tables=tables._replace(follows=marks))
    people = population(plan, 1, 0, 0, None, fast.live)
    one, other = fast.simulate(plan, people), fast.simulate(every, people)
    assert happened(one.log) == happened(other.log)
    assert one.events < 0.95 * other.events  # and marks are passed over


def test_a_mark_counts_where_a_clock_that_runs_has_another_rate_beyond_it() -> None:
    plan = of("today")
    tables, clocks = plan.tables, len(plan.vocabulary.clocks)
    for place, bits in enumerate(tables.follows):
        runs = [k for k in range(clocks) if tables.hazard[place][k] > 0.0]
        stage = place // tables.sources
        for mark, table in ((BY_NEED, tables.by_need), (BY_STAGE, tables.by_stage), (BY_AGE, tables.by_age)):
            changes = any(len({row[k] for row in table}) > 1 for k in runs)
            counts = changes and (mark != BY_NEED or tables.in_need[stage])
            if stage in (NOT_REFERRED, SICK_ON_AID):  # with the unit every mark counts
                assert bool(bits & mark) == counts, (plan.vocabulary.stages[stage], mark)
    assert all(tables.follows[WAITING_PLACE * tables.sources + income] == EVERY for income in range(tables.sources))


@pytest.mark.parametrize("stage", [NOT_REFERRED, SICK_ON_AID])
def test_half_a_year_on_aid_is_a_date_of_its_own_in_need_and_out_of_it(stage: int) -> None:
    plan = of("today")
    person = as_people(population(plan, 1, 0, 0, None, engine_named("compiled").live)[:1])[0]
    person.stage, person.income, person.aid_since, person.stage_since, person.after = stage, I_AID, 0.0, 0.0, 0
    assert np.isfinite(plan.tables.incentive_after)
    before, after = (plan.tables.incentive_after + days for days in (-1e-3, 1e-3))
    for today in (before, after):
        set_band(person, today, bands_of(person, today, plan.tables), plan.tables)
        assert (person.band == plan.tables.incentive_after) == (today < plan.tables.incentive_after)
        assert person.band > today

"""One budget for wages and aid: the engine's own tally, month by month, on both engines."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import highest_rates
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.person import Person
from ami_sim.model.placement import share_the_budget
from ami_sim.model.tables import CHANGE, MONEY, Plan
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.registry import I_AID, I_AMI_WAGE, I_WORK, IN_INTERVENTION, INCOMES, LEFT, NOT_REFERRED, WORK


def plan_of(checkout: Path, **changes: object) -> Plan:
    pooled = {"share": 0.5, "lag_months": 1, "aid_budget": "240000 kr per year", "source": "a test", "sure": "L", "mark": "assumed"}
    settings = {"end": date(2023, 1, 1), "unit.today.wage_money.amount": "0.7 mnkr per year", "pooled": {**pooled, **changes}}
    return lower(load_scenario(checkout / "calibration/ragunda/scenario.toml", settings))


def somebody(stage: int, income: int, household: int = 0) -> Person:
    person = Person()
    person.stage, person.income, person.household, person.rights = stage, income, household, 0
    return person


def test_aid_is_priced_as_the_accounts_price_it(checkout: Path) -> None:
    plan = with_aid_prices(plan_of(checkout))
    single = plan.households.index("single")
    assert plan.tables.aid[I_AID][single] == 8_580
    assert plan.tables.aid[INCOMES.index("activity")][single] == 4_832
    assert plan.tables.aid[I_WORK][single] == 0
    assert plan.tables.aid[I_AMI_WAGE][single] < 8_580
    assert plan.tables.pool_aid == 20_000


def test_wage_money_follows_the_aid_saved_so_far_with_a_lag_and_begins_anew_each_year(checkout: Path) -> None:
    plan = with_aid_prices(plan_of(checkout))
    world = plan.world()
    free = world.free[MONEY]
    on_aid = [somebody(NOT_REFERRED, I_AID), somebody(WORK, I_WORK), somebody(LEFT, I_AID)]
    changes = []
    for month in (1, 2, 3, 4):
        share_the_budget(month, on_aid, plan.tables, world)
        changes.append(world.free[MONEY] - free)
    # 20 000 a month set aside, 8 580 paid: half of 11 420 for each month known, and a month is known one month after its end.
    assert changes == [0, 0, 5_710, 11_420]
    share_the_budget(5, [*on_aid, *(somebody(NOT_REFERRED, I_AID) for _ in range(9))], plan.tables, world)
    share_the_budget(6, on_aid, plan.tables, world)
    share_the_budget(7, on_aid, plan.tables, world)
    assert world.free[MONEY] - free == (5 * 20_000 - 4 * 8_580 - 85_800 + 20_000 - 8_580 - 20_000 + 8_580) // 2
    share_the_budget(1, on_aid, plan.tables, world)
    assert world.free[MONEY] == free
    assert world.pool[CHANGE] == 0


def test_an_aid_budget_that_is_overspent_takes_from_the_wage_money(checkout: Path) -> None:
    plan = with_aid_prices(plan_of(checkout, lag_months=0))
    world = plan.world()
    free = world.free[MONEY]
    crowd = [somebody(NOT_REFERRED, I_AID) for _ in range(10)]
    share_the_budget(6, crowd, plan.tables, world)  # counting may begin in the middle of a year
    share_the_budget(7, crowd, plan.tables, world)
    assert world.free[MONEY] - free == (20_000 - 85_800) // 2


def test_a_wage_at_the_unit_is_topped_up_in_the_tally_too(checkout: Path) -> None:
    plan = with_aid_prices(plan_of(checkout))
    world = plan.world()
    large = plan.households.index("couple_more_children")
    share_the_budget(1, [somebody(IN_INTERVENTION, I_AMI_WAGE, large)], plan.tables, world)
    assert world.pool[0] == plan.tables.aid[I_AMI_WAGE][large] > 0


def test_a_run_without_prices_for_aid_is_refused(checkout: Path) -> None:
    with pytest.raises(InputError, match="aid has no prices"):
        plan_of(checkout).world()


def test_both_engines_keep_the_same_tally_bit_by_bit(checkout: Path) -> None:
    plan = with_aid_prices(plan_of(checkout, aid_budget="9 mnkr per year", share=1.0))
    apart = lower(plan.scenario.model_copy(update={"pooled": None}))
    compiled, readable = engine_named("compiled"), engine_named("simpy")
    people = population(plan, 3, 0, 0, highest_rates([(plan.scenario, plan.theta)]), compiled.live)
    log = compiled.simulate(plan, people).log
    assert log.tobytes() == readable.simulate(plan, people).log.tobytes()
    # Before the parting date nothing is pooled; after it the limit is another one.
    without = compiled.simulate(apart, people).log
    assert (log[log["time"] < plan.parting] == without[without["time"] < plan.parting]).all()
    assert not np.array_equal(log, without)

"""The unit's own week (activities, duties) and who waits for a job: every participant has the first, nobody is lost of the second."""

from datetime import date
from math import inf, isnan
from typing import Any

import numpy as np
import pytest

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.tables import MONEY, UNLIMITED, Plan
from ami_sim.record.measures.jobs import WAITING_ROWS, instruments, jobs_by_instrument, waiting_for
from ami_sim.record.measures.lives import Lives
from ami_sim.record.measures.week import Contact, Stretch, add_needs, contacts, cost_of_an_hour, kernel, week, weeks_with
from ami_sim.record.monthly import month_edges
from ami_sim.record.spells import spells_of
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import I_AMI_WAGE, IN_INTERVENTION, IN_NEED, W_NOTHING, WAITS_FOR
from tests.record.lives import Life, Then, months_of, spells_by_hand

RAGUNDA = "calibration/ragunda/scenario.toml"
YOUTH_POST = "unit.today.posts[10]"
ROW = {"source": "Test", "sure": "L", "mark": "assumed"}


def planned(settings: dict[str, Any] | None = None) -> Plan:
    return lower(load_scenario(RAGUNDA, {"parting": "2018-09-01", "present": None, "end": "2020-09-01", **(settings or {})}))


def lived(plan: Plan, lives: list[Life], ages: list[float]) -> Lives:
    """Write lives of people who came by the youth follow-up's door, of these ages on the start date."""
    people = np.zeros(len(lives), [("referrer", np.int64), ("born", np.float64)])
    people["referrer"] = plan.referrers.index("kaa")
    people["born"] = [-age * YEAR for age in ages]
    spells = spells_by_hand(lives, plan.horizon)
    return Lives(spells, plan, people, {"": np.ones(len(lives), np.bool_)}, spells.income == -1)


def run(plan: Plan) -> Lives:
    """Simulate a plan once."""
    people = population(plan, 1, 0, 0, None, engine_named("compiled").live)
    spells = spells_of(engine_named("compiled").simulate(plan, people).log, plan.horizon)
    return Lives(spells, plan, people, {"": np.ones(len(people), np.bool_)}, spells.income == -1)


def values(numbers: Any) -> dict[tuple[str, str], float]:
    return {(number.measure, number.group): number.value for number in numbers}


def test_every_participant_has_the_units_week_on_top_of_the_stay_and_it_takes_no_place() -> None:
    plan = planned()
    lives = run(plan)
    stays = float(lives.days[lives.spells.stage == IN_INTERVENTION].sum()) / 7.0
    assert stays > 1000
    found = values(week(lives))
    assert found["activity_hours", "activity:indoor_weeks"] == pytest.approx(stays * 60 / 52)
    assert found["activity_hours", "activity:afternoons"] == pytest.approx(stays * 3.75)
    assert found["activity_hours", ""] == pytest.approx(stays * (60 / 52 + 3.75))
    alone = lower(load_scenario(RAGUNDA, {"parting": "2018-09-01", "present": None, "end": "2020-09-01", "activity": {}}))
    assert np.array_equal(run(alone).spells.start, lives.spells.start)


def test_an_activity_is_held_while_the_unit_has_the_staff_for_it() -> None:
    """From 2019-09-01, day 365, the unit has no consultant: of two years in a stay the first has indoor weeks."""
    plan = planned({"timeline.+": [{"from": date(2019, 9, 1), "unit": "before_2018", **ROW}]})
    row = next(i for i, row in enumerate(plan.rows) if row.intervention == "occupation")
    life: Life = (Then(0, "calendar", "not_referred"), Then(100, "start", "in_intervention", row=row, group=0))
    lives = lived(plan, [life], [18.0])
    assert weeks_with(plan.scenario.activity["indoor_weeks"], lives) == pytest.approx((365 - 100) / 7)


def test_staff_time_is_hours_by_role_at_what_an_hour_of_such_posts_costs() -> None:
    plan = planned({"hours_per_post": 2000})
    assert cost_of_an_hour("coordinator", plan) == pytest.approx(470_000 / 2000)
    assert cost_of_an_hour("nobody", plan) == 0.0
    row = next(i for i, row in enumerate(plan.rows) if row.intervention == "occupation")
    person: Life = (Then(0, "calendar", "in_intervention", row=row, group=0), Then(70, "planned_end", "work", "work"))
    lives = lived(plan, [person], [17.0])
    found = values(week(lives))
    hours = 10 * (60 / 52 / 20 + 3.75 / 30)
    assert found["activity_staff_hours", "role:consultant"] == pytest.approx(hours)
    assert found["activity_staff_hours", "role:youth follow-up"] == pytest.approx(10 * 0.75)
    assert found["activity_staff_hours", ""] == pytest.approx(2 * hours + 7.5)


A: Life = (Then(0, "arrival", "not_referred", "family"), Then(100, "find_work", "work", "work"))
B: Life = (Then(10, "arrival", "not_referred", "family"), Then(300, "find_work", "work", "work"))


def test_youths_are_met_at_once_while_there_is_room_and_wait_for_it_otherwise() -> None:
    """One seat: A has it from day 0 to 100, so B, who comes on day 10, is met on day 100: not within a month."""
    plan = planned({"duty.youth_follow_up.per_post": 2})  # half a post follows one youth
    duty = plan.scenario.duty["youth_follow_up"]
    lives = lived(plan, [A, B], [17.0, 17.0])
    assert contacts(duty, lives) == [Contact(Stretch(0, 100), 0), Contact(Stretch(10, 300), 100)]
    found = values(week(lives))
    assert found["duty_contacts", "duty:youth_follow_up"] == 2
    assert found["duty_in_time", "duty:youth_follow_up"] == 0.5
    assert found["duties_met", "duty:youth_follow_up"] == 0.0
    assert found["duties_met", "duty:civic_orientation"] == 1.0
    assert found["duties_met", ""] == 0.0
    roomy = lived(planned(), [A, B], [17.0, 17.0])
    assert [one.when for one in contacts(roomy.plan.scenario.duty["youth_follow_up"], roomy)] == [0, 10]
    assert values(week(roomy))["duties_met", ""] == 1.0


def test_a_duty_holds_within_its_ages_in_need_and_counts_whom_time_was_given_to_meet() -> None:
    """Twenty on day 50, so followed until then; fifteen until day 50, so followed from then; who leaves need after ten days is not due."""
    plan = planned({f"{YOUTH_POST}.count": 0})
    duty = plan.scenario.duty["youth_follow_up"]
    short: Life = (Then(200, "arrival", "not_referred", "family"), Then(210, "find_work", "work", "work"))
    lives = lived(plan, [A, B, short], [20.0 - 50 / YEAR, 16.0 - 50 / YEAR, 17.0])
    assert [one.stretch for one in contacts(duty, lives)] == [Stretch(0, 50), Stretch(50, 300), Stretch(200, 210)]
    assert all(one.when == inf for one in contacts(duty, lives))
    found = values(week(lives))
    assert found["duty_contacts", "duty:youth_follow_up"] == 2
    assert found["duty_in_time", "duty:youth_follow_up"] == 0.0
    nobody = values(week(lived(plan, [short], [30.0])))
    assert isnan(nobody["duty_in_time", "duty:youth_follow_up"])
    assert nobody["duties_met", ""] == 1.0


def test_a_time_in_need_goes_on_through_spells_that_follow_one_another_and_the_pass_says_so_in_plain_python() -> None:
    spells = run(planned()).spells
    mine, needy = np.arange(spells.person[-1] + 1) % 3 > 0, np.isin(np.arange(256), IN_NEED)
    held = np.flatnonzero(mine[spells.person] & needy[spells.stage])
    follows = (spells.person[held[1:]] == spells.person[held[:-1]]) & (spells.start[held[1:]] == spells.end[held[:-1]])
    expected = held[np.r_[True, ~follows]].tolist(), spells.end[held[np.r_[~follows, True]]].tolist()
    assert len(held) > len(expected[0]) > 100
    for passed in (add_needs, kernel()):
        first, ends = np.zeros(len(spells.start), np.int64), np.zeros(len(spells.start))
        many = passed(spells.person, spells.start, spells.end, spells.stage, mine, needy, first, ends)
        assert (first[:many].tolist(), ends[:many].tolist()) == expected


def test_youth_is_met_in_every_option_that_can_be_chosen() -> None:
    units = [name for name, unit in load_scenario(RAGUNDA).unit.items() if unit.selectable]
    assert "before_2018" in units
    for unit in units:
        plan = planned({"timeline.+": [{"from": date(2018, 9, 2), "unit": unit, **ROW}], "referrer.kaa.rate": "1 per month"})
        found = values(week(run(plan)))
        assert found["duty_contacts", "duty:youth_follow_up"] > 5, unit
        assert found["duties_met", ""] == 1.0, unit


def test_who_waits_for_a_job_is_counted_by_what_stands_in_the_way_and_nobody_is_lost() -> None:
    plan = planned()
    lives = run(plan)
    found = {row.name: float(row.function(lives).sum()) for row in WAITING_ROWS}
    reasons = [found[waiting_for(reason)] for reason in WAITS_FOR[1:]]
    assert found["waiting_for_job"] == pytest.approx(sum(reasons))
    assert found["waiting_for_job_af_answer"] > 1
    jobs = values(jobs_by_instrument.function(lives))
    assert found["people_in_jobs"] == pytest.approx(sum(jobs.values()))
    edges = month_edges(plan)
    rows = {"extra_job": [i for i, row in enumerate(plan.rows) if row.intervention == "extra_job"]}
    months = months_of(lives.spells, edges, plan.vocabulary, rows)
    length = np.diff(edges)
    assert float(months["waiting_for_job"] @ length) / plan.horizon == pytest.approx(found["waiting_for_job"])
    assert sum(months[waiting_for(reason)] for reason in WAITS_FOR[1:]) == pytest.approx(months["waiting_for_job"])
    assert float(months["job:extra_job"] @ length) / plan.horizon == pytest.approx(jobs["jobs_by_instrument", "intervention:extra_job"])
    waiting = lives.spells.waits != W_NOTHING
    assert np.isin(lives.spells.stage[waiting], IN_NEED).all()
    assert (lives.spells.income[waiting] != I_AMI_WAGE).all()  # nobody waits for a job in a job


def test_a_stop_of_extra_jobs_raises_at_once_those_who_wait_for_afs_rules() -> None:
    """Whom alone an extra job fits on the last day before the stop: on the first day of it they wait for AF's rules."""
    plan = planned({f"intervention.{name}.opens": "2030-01-01" for name in ("introduction_job", "wage_subsidy", "new_start_job")})
    lives = run(plan)
    spells, stop = lives.spells, 122.0  # 2019-01-01
    before, after = ((spells.start < day) & (spells.end >= day) for day in (stop, stop + 1e-6))
    rules = WAITS_FOR.index("af_rules")
    hopeful = [WAITS_FOR.index(reason) for reason in ("af_answer", "money", "place")]
    hit = set(spells.person[before & np.isin(spells.waits, hopeful)].tolist())
    then = set(spells.person[after & (spells.waits == rules)].tolist())
    assert len(hit) > 3
    gone = set(spells.person[after & ~np.isin(spells.stage, IN_NEED)].tolist())
    assert hit - gone <= then


def test_with_a_soft_limit_starts_go_on_until_the_stated_overspend() -> None:
    """Hard at the median: 2.9 mnkr; at the soft end 0.5 mnkr more."""
    assert planned().tables.capacity[1][MONEY] == 2_900_000
    soft = planned({"parameter.wage_limit_soft.start": 1.0})
    assert soft.tables.capacity[1][MONEY] == 3_400_000
    assert lower(soft.scenario, {"wage_limit_soft": 0.75}).tables.capacity[1][MONEY] == 3_150_000
    assert planned({"unit.today.wage_money.hard": False}).tables.capacity[1][MONEY] == UNLIMITED


def beyond(plan: Plan, replication: int) -> float:
    """Give how far net wages of 2020 went beyond its wage money in one run, kr."""
    people = population(plan, 1, 0, replication, None, engine_named("compiled").live)
    spells = spells_of(engine_named("compiled").simulate(plan, people).log, plan.horizon)
    first, last = ((date(year, 1, 1) - plan.scenario.start).days for year in (2020, 2021))
    days = np.maximum(np.minimum(spells.end, last) - np.maximum(spells.start, first), 0.0)
    stays = spells.stage == IN_INTERVENTION
    paid = float((days[stays] * np.array(plan.tables.money)[spells.row[stays]]).sum()) / YEAR
    return paid - (last - first) * plan.scenario.unit["today"].wage_money.amount.at(plan.theta)


def test_the_first_year_may_go_beyond_its_wage_money_where_the_limit_is_soft_and_never_where_it_is_hard() -> None:
    limits = {"end": "2021-01-01", "unit.today.wage_money.amount": "1.5 mnkr per year"}
    hard, soft = (planned({**limits, "parameter.wage_limit_soft.start": level}) for level in (0.5, 1.0))
    assert max(beyond(hard, replication) for replication in range(6)) <= 0.0
    over = [beyond(soft, replication) for replication in range(6)]
    assert 0.0 < max(over) <= 500_000


def test_an_instrument_that_an_option_changes_from_the_parting_on_is_one_with_what_it_was() -> None:
    scenarios = load_experiment("experiments/af_rules.toml").scenarios
    before, changed = (instruments(lower(scenarios[name])) for name in ("as_is", "af_13_weeks"))
    assert list(changed) == list(before) == ["extra_job", "introduction_job", "wage_subsidy", "new_start_job"]
    assert all(len(changed[name]) > len(before[name]) for name in before)

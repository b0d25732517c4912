"""Measures in kronor, each worked out from a month's amounts: results, displacement, payback, wages beyond their money, who gains.

Amounts of 2019 in 2019's kronor, undiscounted: a month on aid costs the municipality's social services 8 580 and 900 in handling; while
somebody is out of work other committees pay 250 a month in services and the region 400.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from ami_sim.accounts.corrections import Standing, loss_of_job, shares_at
from ami_sim.accounts.displacement import Jobs
from ami_sim.accounts.ledger import ORE, by_actor
from ami_sim.accounts.unit import UnitCost
from ami_sim.record.measures.registry import Number
from ami_sim.runs.against import (
    alone,
    check_displaced,
    displacement,
    entry_effect,
    payback,
    saved_by_destination,
    twins_at_work,
)
from ami_sim.runs.money import (
    cost_of_measures,
    net_result_dearer_public_money,
    people_followed,
    result_of_persons,
    results_of_actors,
    staff_hours,
    wage_overspend,
)
from ami_sim.runs.seen import Seen
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import I_AID, I_WORK, NOT_REFERRED, WORK
from tests.record.lives import Life, Then
from tests.runs.by_hand import day, prepared, seen


def on_aid(since: str = "2019-06-01") -> Life:
    return (Then(day(since), "arrival", "not_referred", "aid"),)


def works(since: str, until: str = "") -> Life:
    back = (Then(day(until), "relapse", "not_referred", "aid"),) if until else ()
    return (*on_aid(), Then(day(since), "find_work", "work", "work"), *back)


def values(numbers: list[Number]) -> dict[tuple[str, str, str], float]:
    return {(number.measure, number.actor, number.group): number.value for number in numbers}


def monthly(seen: Seen, actor: str, year: int) -> dict[str, float]:
    """What an actor nets in a month of a person on aid and of one in work, kr of the price year."""
    book = seen.paths.book
    rows = {"aid": book.row(Standing(NOT_REFERRED, I_AID), year), "work": book.row(Standing(WORK, I_WORK), year)}
    return {name: float(by_actor(row, book.lines)[actor]) for name, row in rows.items()}


def test_a_life_on_aid_costs_what_its_months_cost_from_the_parting_on() -> None:
    """A person on aid from 2019 on: only the months from 2020 on are counted, 366 and three times 365 days of a 30.4375th each."""
    found = values(list(results_of_actors(seen((on_aid(),)))))
    base = seen((on_aid(),))
    days = {2020: 366, 2021: 365, 2022: 365, 2023: 365}
    for actor in ("ifo", "municipality", "state", "region", "person", "society"):
        expected = sum(count / MONTH * monthly(base, actor, year)["aid"] for year, count in days.items())
        assert found["net_result", actor, ""] == pytest.approx(expected, abs=0.3), actor
        assert found["net_cost", actor, ""] == -found["net_result", actor, ""]
    assert found["net_result", "society", ""] < 0  # a transfer is nothing to society, handling and care are
    assert found["aid_cost", "", ""] == pytest.approx(
        sum(count / MONTH * -monthly(base, "ifo", year)["aid"] for year, count in days.items()) - handling(base, days), abs=0.3
    )
    assert found["production", "", ""] == 0.0


def handling(base: Seen, days: dict[int, int]) -> float:
    """What social services' own handling of a case costs over some days, kr of the price year."""
    book = base.paths.book
    return sum(count / MONTH * book.tariff(year).handling / book.tariff(year).deflator for year, count in days.items())


def test_production_is_the_wage_with_contributions_of_the_days_in_work() -> None:
    """Sixty days of open work in 2021 at 21 000 kr, grown by wages and brought back by prices, with 31.42 % contributions."""
    lives = (works("2021-01-01", "2021-03-02"),)
    found = values(list(results_of_actors(seen(lives))))
    prices = prepared().book.prices
    wage = 21_000 * prices.level("wages", 2021, 2019) / prices.level("prices", 2021, 2019)
    assert found["production", "", ""] == pytest.approx(60 / MONTH * wage * 1.3142, abs=0.1)


def test_aid_saved_is_the_aid_of_the_days_in_work_and_stands_under_open_work() -> None:
    reference, option = seen((on_aid(),)), seen((works("2021-01-01", "2021-03-02"),))
    saved = values(list(saved_by_destination(reference, option)))
    costs = [values(list(results_of_actors(each)))["aid_cost", "", ""] for each in (reference, option)]
    assert saved["aid_saved_by:open_work", "", ""] == pytest.approx(costs[0] - costs[1], abs=0.1)
    assert costs[0] - costs[1] == pytest.approx(
        60 / MONTH * (-monthly(reference, "ifo", 2021)["aid"]) - handling(reference, {2021: 60}), abs=0.1
    )
    assert sum(saved.values()) == saved["aid_saved_by:open_work", "", ""]
    assert set(values(list(saved_by_destination(reference, reference))).values()) == {0.0}


@pytest.mark.parametrize("level", ["low", "central", "high"])
def test_displacement_takes_a_share_of_every_month_in_open_work_from_somebody_in_need(level: str) -> None:
    """Two persons; one works sixty days of 2021 that the twin does not. A share of that is somebody else's month in work lost."""
    reference, option = seen((on_aid(), on_aid())), seen((works("2021-01-01", "2021-03-02"), on_aid()))
    found = values(list(displacement(reference, option)))
    book = option.paths.book
    shares = shares_at(book, level)
    lost = 60 / MONTH * shares.displaced["open"] * loss_of_job(book, 2021, {0: 1.0}, shares.on_aid)
    name = "displacement" if level == "central" else f"displacement_{level}"
    for actor in ("municipality", "public", "society"):
        assert found[name, actor, ""] == pytest.approx(float(by_actor(lost, book.lines)[actor]), abs=0.01)
        if level == "central":
            after = option.present[actor] + found[name, actor, ""]
            assert found["net_result_after_displacement", actor, ""] == pytest.approx(after)
    assert {value for key, value in values(list(displacement(reference, reference))).items() if key[0] == name} == {0.0}


def test_jobs_are_counted_by_kind_and_year() -> None:
    """Thirty days of open work in 2020 and 2021 each, ten in a subsidised job in 2021, twenty at the unit's wage in 2021."""
    life = (
        *works("2020-12-02", "2021-01-31"),
        Then(day("2021-03-01"), "find_work", "subsidised_elsewhere", "subsidised"),
        Then(day("2021-03-11"), "relapse", "not_referred", "aid"),
    )
    jobs = seen((life,)).jobs
    years = seen((life,)).paths.calendar[0].tolist()
    found = {year: [float(jobs.months[at, jobs.kind == kind].sum() * MONTH) for kind in range(3)] for at, year in enumerate(years)}
    assert found[2020] == pytest.approx([30, 0, 0])
    assert found[2021] == pytest.approx([30, 10, 0])
    assert found[2019] == [0, 0, 0]


def test_an_hour_displaces_a_share_of_an_hour_and_never_more_than_it_makes() -> None:
    """A month each: open work; a subsidised job that makes 0.46 of one; jobs of 0.68 hours, worth 0.3 and 0.05 of an open job's output."""
    jobs = Jobs(
        np.ones((1, 4)), np.array([0, 1, 2, 2]), np.array([1, 1, 0.68, 0.68]), np.array([[1, 0.46, 0.3, 0.05]]), np.array([27_598.2])
    )

    def each(**shares: float) -> list[float]:
        alone = [replace(jobs, months=np.eye(4)[[at]]).displaced(shares)[0] for at in range(4)]
        assert jobs.displaced(shares)[0] == pytest.approx(sum(alone))
        assert jobs.displaced(shares)[0] <= jobs.output[0]
        return alone

    assert each(open=0.2, subsidised=0.3, ami=0.1) == pytest.approx([0.2, 0.3, 0.068, 0.05])
    assert each(open=1.0, subsidised=0.9, ami=1.0) == pytest.approx([1.0, 0.46, 0.3, 0.05])
    assert each(open=0.0, subsidised=0.0, ami=0.0) == [0, 0, 0, 0]


def test_more_displaced_than_produced_is_refused() -> None:
    """Sixty days of work produce two open jobs' months: three months lost to others cannot be."""
    one = seen((works("2021-01-01", "2021-03-02"),))
    years = one.paths.calendar[0].tolist()
    lost = np.array([60 / MONTH * (year == 2021) for year in years])
    check_displaced(one, lost[None])
    with pytest.raises(RuntimeError, match="more output is displaced than produced in 2021"):
        check_displaced(one, np.array([lost, 1.01 * lost]))


def in_a_job(hours: float = 0.68) -> tuple[Seen, float]:
    """See somebody in an extra job in the outdoor group for sixty days of 2021; and what a regular employee costs in that time."""
    plan = prepared().plan
    row = next(at for at, row in enumerate(plan.rows) if row.intervention == "extra_job")
    stay = Then(day("2021-01-01"), "start", "in_intervention", "ami_wage", row=row, group=plan.groups.index("outdoor"))
    back = Then(day("2021-03-02"), "planned_end", "not_referred", "aid")
    one = seen(((*on_aid(), stay, back),))
    at = one.paths.book.tariff(2021)
    assert one.paths.book.rows[row].hours == pytest.approx(hours)
    return one, 60 / MONTH * at.replacement / at.deflator


def test_participants_work_is_worth_their_hours_times_what_an_hour_in_the_group_is_worth() -> None:
    """Sixty days at 0.68 of full time, an hour at 0.3 of a regular employee's in any group: 0.204 of a regular employee."""
    one, regular = in_a_job()
    found = values(list(results_of_actors(one)))
    assert found["participants_production", "", ""] == pytest.approx(0.68 * 0.3 * regular, abs=0.1)
    assert found["participants_regular_worth", "", ""] == pytest.approx(0.68 * regular, abs=0.1)
    assert found["production", "", ""] == found["participants_production", "", ""]


def test_what_the_measures_cost_a_year_is_gross_income_and_net() -> None:
    """Somebody in an extra job for sixty days of four years: wage and contributions, and AF's part of them; no unit costs anything."""
    one, _ = in_a_job()
    lines = {str(line): float(kr) / ORE / 4 for line, kr in zip(one.paths.book.lines, one.ledger.sum(axis=0), strict=True)}
    paid = ("wage: ami -> person", "employer_contributions: ami -> social_insurance", "collective_charges: ami -> person")
    got = ("af_subsidy: af -> ami", "supervision_grant: af -> ami")
    found = values(list(cost_of_measures(one)))
    assert found["measures_gross", "municipality", ""] == pytest.approx(sum(lines[name] for name in paid))
    assert found["measures_income", "municipality", ""] == pytest.approx(sum(lines[name] for name in got))
    assert found["measures_net", "municipality", ""] == pytest.approx(
        found["measures_gross", "municipality", ""] - found["measures_income", "municipality", ""]
    )
    assert found["measures_income", "municipality", ""] > 0


def test_what_is_marked_as_overhead_is_a_part_of_the_ledger() -> None:
    """A manager of 700 tkr shared by half and premises of 100 tkr: 450 tkr of the municipality's result a year, whatever else is paid."""
    own = {"source": "test", "sure": "L", "mark": "assumed"}
    manager = {"role": "manager", "count": "overhead_share", "cost": "700 tkr per year", "funder": "ami", "overhead": True, **own}
    cook = {"role": "cook", "count": 1, "cost": "470 tkr per year", "funder": "ami", **own}
    costs = {"rooms": {"amount": "100 tkr per year", "overhead": True, **own}, "running": {"amount": "12 tkr per year", **own}}
    flat: dict[str, Any] = {
        f"prices.index.{name}.{key}": value for name in ("prices", "wages") for key, value in (("growth", {}), ("later", 0.0))
    }
    unit = {"unit.empty_world.posts": [manager, cook], "unit.empty_world.costs": costs}
    option = prepared({**unit, **flat})
    found = values(list(results_of_actors(seen((on_aid(),), option=option))))
    without = values(list(results_of_actors(seen((on_aid(),), option=prepared(flat)))))
    assert found["assumed_overhead", "municipality", ""] == pytest.approx(-4 * 450_000)
    assert (
        found["assumed_overhead", "society", ""] == found["assumed_overhead", "public", ""] == found["assumed_overhead", "municipality", ""]
    )
    difference = found["net_result", "municipality", ""] - without["net_result", "municipality", ""]
    assert difference == pytest.approx(-4 * (450_000 + 470_000 + 12_000), abs=1)


def test_an_outlay_that_comes_back_after_a_year_and_a_half_is_back_within_three_years_and_not_within_one() -> None:
    """The municipality nets -1 200 in the first month and 100 in each later one: -1 200 + 100 n >= 0 from the thirteenth month on."""
    base = seen((on_aid(),))
    net = np.zeros(len(base.paths.months))
    first = int(np.flatnonzero(base.paths.factors > 0)[0])
    net[:first] = -1e9  # before the parting nothing counts
    net[first], net[first + 1 :] = -1_200, 100

    def bears(amounts: np.ndarray) -> Seen:
        spoilt = replace(base)
        spoilt.__dict__["net"] = {actor: amounts for actor in ("municipality", "state", "public", "society")}
        return spoilt

    found = values(list(payback(bears(np.zeros(len(net))), bears(net))))
    within = {years: found[f"payback_within_{years}y", "municipality", ""] for years in (1, 3, 5, 10)}
    assert (within[1], within[3]) == (0.0, 1.0)
    assert np.isnan([within[5], within[10]]).all()  # four years are followed
    net[first + 1 :] = 110  # 11 months after the first make 1 210
    assert values(list(payback(bears(np.zeros(len(net))), bears(net))))["payback_within_1y", "state", ""] == 1.0
    assert np.isnan(list(values(list(payback(base, base))).values())).all()


def test_wages_beyond_the_wage_money_are_counted_by_budget_year_from_the_parting_on() -> None:
    """No wage money: whatever is paid is too much. 2 000 000 kr in wages in 2020 and 1 000 000 in 2019, half of it paid back by AF."""
    base = seen((on_aid(),))
    lines = [str(line) for line in base.paths.book.lines]
    ledger = np.zeros_like(base.ledger)
    for month, kr in (("2019-06", 1_000_000), ("2020-02", 2_000_000)):
        at = int(np.flatnonzero(base.paths.months.astype("datetime64[M]") == np.datetime64(month))[0])
        ledger[at, lines.index("wage: ami -> person")] = round(kr * ORE)
        ledger[at, lines.index("af_subsidy: af -> ami")] = round(kr / 2 * ORE)
    found = values(list(wage_overspend.function(replace(base, ledger=ledger))))
    assert found["wage_overspend", "", ""] == pytest.approx(1_000_000)


def test_dearer_public_money_charges_society_a_share_of_what_the_public_pays() -> None:
    base = seen((on_aid(),))
    results = values(list(results_of_actors(base)))
    factor = base.paths.book.prices.switch.public_funds[2]
    found = values(list(net_result_dearer_public_money.function(base)))["net_result_dearer_public_money", "society", ""]
    assert factor > 1
    assert found == pytest.approx(results["net_result", "society", ""] + (factor - 1) * results["net_result", "public", ""], abs=0.01)


def test_what_follows_the_persons_is_the_municipalitys_result_by_group() -> None:
    """The first is on aid all the time, the second works from 2021 on: together they are the municipality's whole result."""
    both = seen((on_aid(), works("2021-01-01")))
    found = values(list(result_of_persons.function(both)))
    alone_first = values(list(results_of_actors(seen((on_aid(),)))))["net_result", "municipality", ""]
    whole = values(list(results_of_actors(both)))["net_result", "municipality", ""]
    assert found["result_of_persons", "municipality", "first"] == pytest.approx(alone_first, abs=0.5)
    assert found["result_of_persons", "municipality", ""] == pytest.approx(whole, abs=0.5)
    assert found["result_of_persons", "municipality", "others"] == pytest.approx(whole - alone_first, abs=0.5)


def test_who_left_before_the_parting_or_never_came_is_not_followed() -> None:
    left = (*on_aid(), Then(day("2019-12-01"), "die", "left", "none"))
    leaves = (*on_aid(), Then(day("2020-01-02"), "die", "left", "none"))
    found = values(list(people_followed.function(seen((on_aid(), left, leaves)))))
    assert found["people_followed", "", ""] == 2
    assert (found["people_followed", "", "first"], found["people_followed", "", "others"]) == (1, 1)


def test_staff_hours_are_those_of_all_posts_from_the_parting_to_the_end() -> None:
    costs = (
        UnitCost("before", "posts", "ami", 1.0, "wages", date(2018, 1, 1), date(2020, 1, 1), 9.0),
        UnitCost("across", "posts", "treasury", 1.0, "wages", date(2019, 1, 1), date(2021, 1, 1), 1.5),
        UnitCost("later", "posts", "ami", 1.0, "wages", date(2022, 1, 1), date(2024, 1, 1), 2.0),
        UnitCost("car", "vehicles", "ami", 1.0, "prices", date(2019, 1, 1), date(2024, 1, 1), 3.0),
    )
    base = seen((on_aid(),))
    hours = base.paths.plan.scenario.hours_per_post.at(base.paths.plan.theta)
    found = values(list(staff_hours.function(replace(base, paths=replace(base.paths, costs=costs)))))
    assert found["staff_hours", "", ""] == pytest.approx(hours * (1.5 * 366 + 2.0 * 730) / 365.25)


def test_people_in_one_option_only_add_what_their_own_lives_cost() -> None:
    """Persons 1 and 2 are in both; 3 in the option only, on aid from 2021 on; 4 in the reference only, on aid from 2022 on."""
    three, four = on_aid("2021-01-01"), on_aid("2022-01-01")
    reference, option = seen((on_aid(), on_aid(), four), (1, 2, 4)), seen((on_aid(), works("2020-06-01"), three), (1, 2, 3))
    assert alone(option, reference).tolist() == alone(reference, option).tolist() == [False, False, True]
    found = values(list(entry_effect(reference, option)))
    own = [values(list(results_of_actors(seen((life,))))) for life in (three, four)]
    for actor in ("municipality", "public", "society"):
        expected = own[0]["net_result", actor, ""] - own[1]["net_result", actor, ""]
        assert found["entry_effect", actor, ""] == pytest.approx(expected, abs=0.5)
    assert found["entry_effect_persons", "", ""] == 0.0
    assert values(list(entry_effect(option, option)))["entry_effect", "society", ""] == 0.0
    assert values(list(twins_at_work(reference, option)))["met_in_work_12m", "", ""] == 0.0  # nobody was met


@pytest.mark.parametrize(
    ("changed", "said"), [("parting", "parts on 2020-01-01 and an option on 2021-01-01"), ("end", "ends on 2024-01-01 and")]
)
def test_an_option_that_parts_or_ends_on_another_day_is_not_compared(changed: str, said: str) -> None:
    life = (Then(0, "calendar", "not_referred", "aid"),)
    other = prepared({changed: {"parting": "2021-01-01", "end": "2025-01-01"}[changed]})
    with pytest.raises(InputError, match=f"the reference {said}.*expected one date for all that is compared"):
        list(saved_by_destination(seen((life,)), seen((life,), option=other)))

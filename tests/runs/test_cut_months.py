"""A month that the parting or the end cuts: its money is counted by the day, once, wherever it is counted.

By hand: a month of N days costs a twelfth of a year for the unit, and a person's day costs a 30.4375th of the month's amount. So from
2020-07-01 to 2020-07-16 a cost of 1 200 tkr a year is 100 000 x 15 / 31 = 48 387 kr.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pandas as pd
import pytest

from ami_sim.accounts.corrections import Standing, loss_of_job, shares_at
from ami_sim.accounts.ledger import ORE, by_actor, total_of
from ami_sim.accounts.lines import MUNICIPALITY
from ami_sim.accounts.passes import between
from ami_sim.accounts.stored import price_stored
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import no_own_rank
from ami_sim.runs.against import anniversary, displacement, payback, saved_by_destination
from ami_sim.runs.replicate import DAYS, Prepared, by_year
from ami_sim.runs.seen import Seen
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import I_AID, NOT_REFERRED
from tests.record.lives import Then
from tests.runs.by_hand import seen

BORN = (Then(0.0, "arrival", "not_referred", "aid"),)
YEARLY = 1_200_000
JULY = [date(2020, 7, 1) + timedelta(days) for days in range(31)]
# The parting on every day of a month with the end on a first, the end on every day with the parting on a first, and both inside one month.
CUTS = [(day, date(2021, 9, 1)) for day in JULY] + [(date(2020, 3, 1), day) for day in JULY] + [(date(2020, 7, 9), date(2020, 7, 20))]


@cache
def base() -> Prepared:
    """Prepare the base scenario with no unit but one that costs 1 200 tkr a year in kronor of the price year."""
    cost = {"amount": "1200 tkr per year", "source": "test", "sure": "L", "mark": "assumed"}
    index = {"prices.index.prices.growth": {}, "prices.index.prices.later": 0.0}
    nothing = {"timeline[0].unit": "empty_world", "cohort": [], "end": "2021-09-01", "unit.empty_world.costs": {"running": cost}}
    return Prepared("cut", lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), nothing | index)), no_own_rank)


def option(parting: date, end: date, rate: float = 0.0) -> Prepared:
    """Prepare the same between two dates."""
    plan = base().plan
    scenario = plan.scenario.model_copy(update={"parting": parting, "end": end, "discount": rate})
    return Prepared("cut", replace(plan, scenario=scenario), no_own_rank)


def of_unit(made: Prepared) -> float:
    """What the unit costs from the parting on, kr of the price year."""
    return float(total_of(made.factors @ made.booked, made.book.lines, "running"))


def days_by_year(parting: date, end: date) -> dict[int, int]:
    """Count the days of each calendar year between two dates."""
    years = range(parting.year, end.year + 1)
    found = {year: (min(end, date(year + 1, 1, 1)) - max(parting, date(year, 1, 1))).days for year in years}
    return {year: days for year, days in found.items() if days > 0}


def test_half_a_month_of_a_cost_is_half_a_months_money() -> None:
    assert of_unit(option(date(2020, 7, 1), date(2020, 7, 16))) == pytest.approx(100_000 * 15 / 31)
    assert of_unit(option(date(2020, 7, 16), date(2020, 8, 1))) == pytest.approx(100_000 * 16 / 31)


@pytest.mark.parametrize(("parting", "end"), CUTS)
def test_every_day_counts_once_wherever_a_month_is_cut(parting: date, end: date) -> None:
    made = option(parting, end)
    first = (parting - made.plan.scenario.start).days
    last = (end - made.plan.scenario.start).days
    # The unit: each month by its own days.
    day, expected = parting, 0.0
    while day < end:
        following = (day.replace(day=1) + timedelta(32)).replace(day=1)
        expected += YEARLY / 12 * (min(following, end) - day).days / (following - day.replace(day=1)).days
        day = following
    assert of_unit(made) == pytest.approx(expected)
    # A person on aid, and the same person in work all along: what each is paid, what is saved, and what displacement takes.
    reference = seen((BORN,), option=made)
    works = seen(((BORN[0], Then(float(first), "find_work", "work", "work")),), option=made)
    book = made.book
    monthly = {year: by_actor(book.row(Standing(NOT_REFERRED, I_AID), year), book.lines) for year in days_by_year(parting, end)}
    paid = sum(days / MONTH * float(monthly[year]["ifo"]) for year, days in days_by_year(parting, end).items())
    assert reference.present["ifo"] == pytest.approx(paid, abs=0.2)
    follows = sum(days / MONTH * float(monthly[year]["municipality"]) for year, days in days_by_year(parting, end).items())
    rates, whole = reference.prices(MUNICIPALITY, reference.parts), (np.zeros(1), np.array([float(last)]))
    moved = between(rates, reference.read.kind, *whole, reference.paths.over_time, np.zeros(1, np.int64), 1)
    assert moved[0] == pytest.approx(follows)
    saved = {number.measure: number.value for number in saved_by_destination(reference, works)}
    aid = [float(total_of(each.paths.factors @ each.ledger / ORE, book.lines, "aid")) for each in (reference, works)]
    assert sum(saved.values()) == pytest.approx(aid[0] - aid[1], abs=0.2)
    lost = {(n.measure, n.actor): n.value for n in displacement(reference, works)}["displacement", "society"]
    shares = shares_at(book, "central")
    by_hand = sum(
        days / MONTH * shares.displaced["open"] * float(by_actor(loss_of_job(book, year, {0: 1.0}, shares.on_aid), book.lines)["society"])
        for year, days in days_by_year(parting, end).items()
    )
    assert lost == pytest.approx(by_hand, abs=0.01)


@pytest.mark.parametrize(("parting", "end"), CUTS[::5])
@pytest.mark.parametrize("rate", [0.0, 0.035])
def test_stored_days_priced_again_are_the_run_however_it_is_cut(parting: date, end: date, rate: float) -> None:
    """In need to the parting and in work after it: a year's days before and after the parting must not be mixed."""
    made = option(parting, end, rate)
    first = float((parting - made.plan.scenario.start).days)
    one = seen(((BORN[0], Then(first, "find_work", "work", "work")),), option=made)
    keys, amounts = by_year(made, one.read)
    rows = pd.DataFrame(keys.T, columns=list(DAYS)).assign(amount=amounts, draw=0, replication=0)
    again = price_stored(rows, made.plan)
    found = {actor: float(amount[0]) for actor, amount in by_actor(again.present, made.book.lines).items()}
    for actor in ("municipality", "state", "person", "society"):
        assert found[actor] == pytest.approx(one.present[actor], abs=1.0, rel=5e-4), actor
    assert again.total.sum(axis=(0, 1)) == pytest.approx(one.ledger.sum(axis=0) / ORE, abs=0.5)


@pytest.mark.parametrize("parting", JULY)
def test_an_outlay_is_back_on_its_day(parting: date) -> None:
    """A krona comes in each day after the first piece of a month, and the outlay in that piece is what comes in to the day a year on."""
    made = option(parting, date(2021, 9, 1))
    year = anniversary(parting, 1)
    on_aid = seen((BORN,), option=made)
    assert year == 365

    def bears(outlay: float) -> Seen:
        amounts = np.where(made.factors > 0, np.diff(made.edges), 0.0)
        amounts[np.flatnonzero(made.factors > 0)[0]] -= outlay
        changed = replace(on_aid)
        changed.__dict__["net"] = dict.fromkeys(("municipality", "state", "public", "society"), amounts)
        return changed

    nothing = replace(on_aid)
    nothing.__dict__["net"] = dict.fromkeys(("municipality", "state", "public", "society"), np.zeros(len(made.months)))
    back = [next(payback(nothing, bears(outlay))).value for outlay in (year, year + 1)]
    assert back == [1.0, 0.0]

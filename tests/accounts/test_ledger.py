"""Folding days into öre: cancellation, reconciliation, discounting."""

import weakref
from datetime import date
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from ami_sim.accounts.corrections import Standing, loss_of_job, shares_at, with_cost_of_public_funds
from ami_sim.accounts.ledger import PriceBook, _culprit, by_actor, by_kind, by_year, check_balance, fold, named, society_result, total_of
from ami_sim.accounts.lines import Line
from ami_sim.accounts.present import annuity, discount_factors, paid_back_within, present_value
from ami_sim.accounts.trace import line_named, trace
from ami_sim.accounts.unit import UnitCost
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import (
    GROUPS_OF_ACTORS,
    I_AID,
    I_AMI_WAGE,
    I_WORK,
    IN_INTERVENTION,
    LEFT,
    NOT_REFERRED,
    UNBORN,
    WORK,
)

FULL_TIME = 1
YEARS = np.arange("2020-01", "2030-01", dtype="datetime64[M]")


def standings() -> st.SearchStrategy[Standing]:
    """Any condition that can occur; a wage from the unit has one of its jobs."""
    return st.builds(
        Standing,
        stage=st.integers(0, 15),
        income=st.integers(0, 15),
        row=st.integers(1, 2),
        group=st.integers(-1, 1),
        household=st.integers(0, 9),
        rights=st.integers(0, 7),
    )


def lengths(months: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Days in each month."""
    days: NDArray[np.float64] = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.float64)
    return days


COSTS = (
    UnitCost("consultant", "posts", "ami", 600_000.0, "wages", date(2020, 1, 1), date(2030, 1, 1)),
    UnitCost("project supervisor", "posts", "treasury", 470_000.0, "wages", date(2018, 9, 1), date(2021, 1, 1)),
    UnitCost("premises", "premises", "other_municipal", 120_000.0, "prices", date(2020, 1, 1), date(2030, 1, 1)),
)


@settings(max_examples=60)
@given(conditions=st.lists(standings(), min_size=1, max_size=12, unique=True), seed=st.integers(0, 2**32 - 1))
def test_transfers_cancel_to_the_ore_on_random_conditions(book: PriceBook, conditions: list[Standing], seed: int) -> None:
    days = np.random.default_rng(seed).uniform(0, 400, (len(YEARS), len(conditions)))
    ledger = fold(days, conditions, YEARS, book, COSTS)
    check_balance(ledger, book.lines)
    views = by_actor(ledger, book.lines)
    unpaid = total_of(ledger, book.lines, "participants_production")
    society = sum(views[actor] for actor in GROUPS_OF_ACTORS["society"]) + unpaid
    assert np.array_equal(society, society_result(ledger, book.lines))
    assert np.array_equal(views["municipality"], views["ifo"] + views["ami"] + views["other_municipal"])
    assert np.array_equal(views["public"], views["municipality"] + views["region"] + views["state"])


def test_a_year_reconciles_across_actors_kinds_and_lines(book: PriceBook) -> None:
    conditions = [Standing(NOT_REFERRED, I_AID), Standing(IN_INTERVENTION, I_AMI_WAGE, FULL_TIME, 1), Standing(WORK, I_WORK)]
    ledger = fold(np.full((len(YEARS), 3), 30.0), conditions, YEARS, book, COSTS)
    years, yearly = by_year(ledger, YEARS)
    assert years.tolist() == list(range(2020, 2030))
    assert yearly.sum() == ledger.sum()
    views = by_actor(yearly, book.lines)
    for actor in ("ifo", "ami", "municipality", "state", "person", "employer", "public"):
        assert np.array_equal(sum(by_kind(yearly, book.lines, actor).values()), views[actor]), actor
    assert sum(named(yearly, book.lines).values()).sum() == ledger.sum()  # type: ignore[union-attr]


def test_a_month_on_aid_costs_a_month_of_aid(book: PriceBook) -> None:
    months = np.array(["2019-03"], dtype="datetime64[M]")
    ledger = fold(np.array([[MONTH]]), [Standing(NOT_REFERRED, I_AID)], months, book)
    assert total_of(ledger, book.lines, "aid").tolist() == [858_000]
    assert by_actor(ledger, book.lines)["ifo"].tolist() == [-948_000]


def test_days_without_anybody_cost_nothing_and_bad_days_are_refused(book: PriceBook) -> None:
    assert not fold(np.zeros((len(YEARS), 1)), [Standing(NOT_REFERRED, I_AID)], YEARS, book).any()
    assert fold(np.zeros((len(YEARS), 0)), [], YEARS, book).shape == (len(YEARS), len(book.lines))
    with pytest.raises(InputError, match="expected 120 months by 1 conditions"):
        fold(np.zeros((3, 1)), [Standing(NOT_REFERRED, I_AID)], YEARS, book)
    with pytest.raises(InputError, match="finite and 0 or more"):
        fold(np.full((len(YEARS), 1), np.nan), [Standing(NOT_REFERRED, I_AID)], YEARS, book)


@settings(max_examples=60)
@given(condition=standings(), year=st.integers(2018, 2030))
def test_a_row_of_the_ledger_is_the_flows_of_the_month(book: PriceBook, condition: Standing, year: int) -> None:
    """Two ways to one price: flow by flow for one person in one year, and for all who are new in all years at once."""
    whole = condition._replace(row=1 if condition.income == I_AMI_WAGE else condition.row)
    spanned = PriceBook(book.prices, book.rows, book.groups, span=tuple(range(2018, 2031)))
    found = np.zeros(len(book.lines))
    place = {line[:3]: at for at, line in enumerate(book.lines)}
    for flow in book.flows(whole, year):
        found[place[flow[:3]]] += flow.amount
    assert book.row(whole, year) == pytest.approx(found, abs=1e-6)
    assert spanned.row(whole, year) == pytest.approx(found, abs=1e-6)


def test_a_book_that_nobody_uses_is_gone_at_once_with_all_its_prices(book: PriceBook) -> None:
    """A run with many draws makes a book a draw: one that waits for the collector of circles stands in memory for hundreds of others."""
    other = PriceBook(book.prices, book.rows, book.groups)
    assert other.row(Standing(NOT_REFERRED, I_AID), 2019).any()
    gone = weakref.ref(other)
    del other
    assert gone() is None


def test_who_is_unborn_or_gone_costs_nothing_whatever_was_priced_before(book: PriceBook) -> None:
    book.row(Standing(NOT_REFERRED, I_AID), 2021)
    assert not book.table([Standing(LEFT, I_AID), Standing(UNBORN, I_WORK)], 2021).any()
    three = [Standing(NOT_REFERRED, I_AID), Standing(WORK, I_WORK), Standing(LEFT, I_AID)]
    assert book.on_aid(three, 2019).tolist() == [True, False, False]


def test_balance_names_the_line_at_fault(book: PriceBook) -> None:
    ledger = fold(np.full((len(YEARS), 1), 30.0), [Standing(NOT_REFERRED, I_AID)], YEARS, book)
    spoilt = ledger.copy()
    spoilt[3, line_named(book.lines, "aid: ifo -> person")] *= -1
    with pytest.raises(InputError, match='"aid: ifo -> person" is negative in month 3'):
        check_balance(spoilt, book.lines)
    with pytest.raises(InputError, match="whole öre"):
        check_balance(ledger.astype(np.float64), book.lines)
    with pytest.raises(InputError, match="expected months by"):
        check_balance(ledger[:, :-1], book.lines)
    leaking = (*book.lines[:-1], Line("ifo", "person", "gift", "transfer", cash=False))
    spoilt = ledger.copy()
    spoilt[0, -1] = 100
    with pytest.raises(InputError, match="transfers do not cancel in month 0"):
        check_balance(spoilt, leaking)
    crooked = (Line("ifo", "person", "aid", "transfer"), Line("ami", "person", "wage", "transfer"))
    assert _culprit(np.array([5, 7]), crooked) == ""  # each has two ends
    with pytest.raises(InputError, match='no line has the kind "aidd"'):
        total_of(ledger, book.lines, "aidd")


@pytest.mark.parametrize("rate", [0.0, 0.035, 0.04])
def test_present_values_equal_closed_form_annuities(rate: float) -> None:
    krona_a_day = lengths(YEARS)[:, None]
    horizon = krona_a_day.sum() / 365.25
    value = present_value(krona_a_day, YEARS, rate, date(2020, 1, 1))[0]
    assert value / 365.25 == pytest.approx(annuity(rate, horizon, "evenly"), rel=1e-9)
    force = log(1 + rate)
    closed = (1 - np.exp(-force * horizon)) / force if rate else horizon
    assert value / 365.25 == pytest.approx(closed, rel=1e-9)


def test_money_before_the_parting_is_not_counted_and_a_piece_of_a_month_counts_in_full() -> None:
    months = np.array(["2019-11-01", "2019-12-01", "2020-01-01", "2020-01-11", "2020-02-01", "2020-03-01"], dtype="datetime64[D]")
    factors = discount_factors(months, 0.0, date(2020, 1, 11), date(2020, 2, 20))
    assert factors.tolist() == [0, 0, 0, 1, 1, 0]
    # Ten days of January from its 11th on, the last piece 19 days: the mean of 1.035^-t over each.
    found = discount_factors(months, 0.035, date(2020, 1, 11), date(2020, 2, 20))
    assert found[3:5] == pytest.approx([1.035 ** (-10.5 / 365.25), 1.035 ** (-30.5 / 365.25)], abs=1e-6)
    with pytest.raises(InputError, match="2020-01-11 is inside a month; expected months that are cut there"):
        discount_factors(YEARS, 0.035, date(2020, 1, 11))
    assert discount_factors(YEARS, 0.035, date(2020, 1, 1))[0] == pytest.approx(1.035 ** (-15.5 / 365.25), abs=1e-6)
    with pytest.raises(InputError, match="discount rate is -1"):
        discount_factors(YEARS, -1.0, date(2020, 1, 1))


def test_nilssons_three_sums_under_both_readings() -> None:
    # 294 000, 108 000 and 175 000 kr a year for 40 years: 6.05, 2.22 and 3.60 million at 4 % paid at the start of each year.
    assert [round(yearly * annuity(0.04, 40, "start") / 1e6, 2) for yearly in (294_000, 108_000, 175_000)] == [6.05, 2.22, 3.60]
    assert [round(yearly * annuity(0.0375, 40, "end") / 1e6, 2) for yearly in (294_000, 108_000, 175_000)] == [6.04, 2.22, 3.60]
    assert annuity(0.0, 40) == 40
    with pytest.raises(InputError, match="expected"):
        annuity(0.04, 40, "middle")


def test_an_outlay_is_paid_back_when_the_sum_never_falls_below_nought_again() -> None:
    """After April the sum is 20, after May -10, after June 30: it passes 0 for good on the tenth of June's thirty days."""
    net = np.array([-100.0, 40.0, 40.0, 40.0, -30.0, 40.0])
    ends, ones = np.array([31.0, 60.0, 91.0, 121.0, 152.0, 182.0]), np.ones(6)
    assert [paid_back_within(net, ones, ends, day) for day in (121, 152, 152 + 7.4, 152 + 7.6, 182)] == [False, False, False, True, True]
    assert paid_back_within(np.abs(net), ones, ends, 1.0)
    assert not paid_back_within(-np.abs(net), ones, ends, 182.0)
    # Months before the parting do not count.
    assert paid_back_within(np.r_[-1e6, net], np.r_[0.0, ones], np.r_[0.0, ends], 182.0)


def test_the_parts_of_a_line_add_up_to_it(book: PriceBook) -> None:
    conditions = [Standing(NOT_REFERRED, I_AID), Standing(NOT_REFERRED, I_AID, household=7), Standing(WORK, I_WORK)]
    days = np.full((len(YEARS), 3), 30.0)
    ledger = fold(days, conditions, YEARS, book)
    parts = trace(days, conditions, YEARS, book, "aid: ifo -> person")
    assert sum(part.amount for part in parts) * 100 == pytest.approx(total_of(ledger, book.lines, "aid").sum(), abs=len(YEARS))
    assert {part.condition for part in parts} == set(conditions[:2])
    assert parts[0].amount >= parts[-1].amount
    with pytest.raises(InputError, match='Did you mean "aid: ifo -> person"'):
        trace(days, conditions, YEARS, book, "aid: ifo -> persons")


def test_a_lost_job_lowers_municipal_public_and_society_savings_alike(book: PriceBook) -> None:
    lost = loss_of_job(book, 2020, {0: 0.5, 5: 0.5}, shares_at(book, "high").on_aid)
    views = by_actor(lost, book.lines)
    assert all(views[view] < 0 for view in ("municipality", "public", "society"))
    with pytest.raises(InputError, match=r"add up to 0\.5"):
        loss_of_job(book, 2020, {0: 0.5}, 0.1)
    with pytest.raises(InputError, match='level "middle"'):
        shares_at(book, "middle")


def test_the_cost_of_public_funds_changes_society_only(book: PriceBook) -> None:
    views = dict.fromkeys((*GROUPS_OF_ACTORS["public"], "person", "society", "municipality"), 0.0) | {
        "ami": -100.0,
        "af": 30.0,
        "society": -50.0,
    }
    charged = with_cost_of_public_funds(views, 1.3)
    assert charged["society"] == pytest.approx(-50 + 0.3 * (-70))
    assert {name: amount for name, amount in charged.items() if name != "society"} == {n: a for n, a in views.items() if n != "society"}
    assert with_cost_of_public_funds(views, 1.0) == views
    with pytest.raises(InputError, match="expected 1 or more"):
        with_cost_of_public_funds(views, 0.9)

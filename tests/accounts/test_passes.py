"""The compiled passes of the accounts say what their plain versions and a sum written out say."""

import numpy as np
import pytest

from ami_sim.accounts.parts import Prices
from ami_sim.accounts.passes import (
    KINDS,
    Priced,
    add_between,
    add_months,
    add_priced,
    add_priced_days,
    add_rows,
    add_saved,
    between,
    month_of,
    months_by_year,
    over_time,
    rows_added,
    saved_between,
)
from ami_sim.record.paired import Pieces
from ami_sim.scenario.quantities import MONTH

YEARS = np.array([0, 0, 1, 1, 1, 2])
EDGES = np.array([0.0, 31, 59, 90, 120, 151, 181])
FACTORS = np.array([0.0, 1.0, 0.99, 0.98, 0.97, 0.96])


def prices_of(luck: np.random.Generator) -> Prices:
    """Prices of three parts, of which most lines cost nothing, met one and then two at a time."""
    priced = luck.normal(0, 1_000, (3, 3, 5)) * (luck.random((3, 1, 5)) < 0.5)
    found = Prices(np.ones((1, 5)), (2019, 2020, 2021))
    for new in (priced[:1], priced[1:]):
        found.add(new)
    return found


@pytest.mark.parametrize("kinds", [3, KINDS])
def test_days_are_priced_by_their_parts_month_by_month(kinds: int) -> None:
    luck = np.random.default_rng(kinds)
    days = luck.uniform(0, 30, (6, 20)) * (luck.random((6, 20)) < 0.3)
    parts, prices = luck.integers(0, 4, (20, kinds)), [prices_of(luck) for _ in range(kinds)]
    found = np.zeros((6, 5))
    assert add_priced_days(days, YEARS, parts, prices, found)
    each = np.stack([sum(one.table(parts[:, at], year) for at, one in enumerate(prices)) for year in range(len(prices[0].years))], axis=1)
    expected = np.array([days[month] @ each[:, year] for month, year in enumerate(YEARS)])
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-6)
    plain, whole = np.zeros((6, 5)), np.zeros((20, KINDS), np.uint32)
    whole[:, :kinds] = parts
    columns = [(one.first, one.lines, one.amounts) for one in prices] + [(np.zeros(2, np.uint32), np.zeros(0, np.uint32), np.zeros((1, 0)))]
    first, lines, amounts = zip(*columns[:KINDS], strict=True)
    assert add_priced(days, YEARS, whole, first, lines, amounts, plain)
    np.testing.assert_array_equal(found, plain)  # to the last bit


def test_months_that_have_no_prices_here_are_left_out_and_days_that_cannot_be_are_refused() -> None:
    luck = np.random.default_rng(7)
    days, parts, prices = np.full((3, 2), 10.0), np.array([[1], [2]]), [prices_of(luck)]
    found = np.zeros((3, 5))
    assert add_priced_days(days, np.array([-1, 1, -1]), parts, prices, found)
    assert not found[[0, 2]].any()
    assert found[1] == pytest.approx(10 * prices[0].table(np.array([1, 2]), 1).sum(axis=0))
    for wrong in (-1.0, np.inf, np.nan):
        days[1, 0] = wrong
        assert not add_priced_days(days, np.array([0, 1, 2]), parts, prices, found)


def test_months_by_year_weigh_the_days_of_each_month() -> None:
    days = np.arange(12.0).reshape(6, 2)
    every = np.arange(2)
    found = months_by_year(days, FACTORS, YEARS, 3, every)
    expected = [(days * FACTORS[:, None] / MONTH)[year == YEARS].sum(axis=0) for year in range(3)]
    assert found == pytest.approx(np.array(expected))
    assert months_by_year(days, FACTORS, YEARS, 3, every[1:]).tolist() == found[:, 1:].tolist()
    plain = np.zeros((3, 2))
    add_months(days, FACTORS / MONTH, YEARS, every, plain)
    np.testing.assert_array_equal(found, plain)


def test_rows_of_several_tables_are_added_up() -> None:
    luck = np.random.default_rng(5)
    tables, places = [luck.normal(0, 1, (rows, 4)) for rows in (3, 6)], np.array([[0, 5], [2, 1], [2, 2]])
    found = rows_added(tables, places)
    assert found.tolist() == (tables[0][places[:, 0]] + tables[1][places[:, 1]]).tolist()
    plain = np.zeros((3, 4))
    for table, place in zip(tables, places.T, strict=True):
        add_rows(table, place.astype(np.uint32), plain)
    assert plain.tolist() == found.tolist()


def test_what_is_moved_between_two_days_is_each_month_by_its_weight_and_rate() -> None:
    luck = np.random.default_rng(1)
    rates, calendar = luck.normal(0, 1_000, (4, 3)), over_time(EDGES, FACTORS, YEARS)
    start = np.r_[luck.uniform(0, 181, 50), 0.0, 31.0, 181.0, 59.0]
    end = np.r_[start[:50] + luck.uniform(0, 1, 50) * (181 - start[:50]), 181.0, 59.0, 181.0, 59.0]
    places = np.r_[luck.integers(-1, 4, 50), 0, 1, 2, 3]
    everybody = np.arange(len(places))
    found = between(rates, places, start, end, calendar, everybody, len(places))
    overlap = np.maximum(np.minimum(end[:, None], EDGES[1:]) - np.maximum(start[:, None], EDGES[:-1]), 0.0)
    expected = (overlap * FACTORS / MONTH * rates[places][:, YEARS]).sum(axis=1) * (places >= 0)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-9)
    plain = np.zeros(len(places))
    add_between(rates, places, start, end, everybody, *calendar, plain)
    np.testing.assert_array_equal(found, plain)
    assert between(rates, places, start, end, calendar, everybody % 2, 2) == pytest.approx([found[::2].sum(), found[1::2].sum()])


def test_a_day_is_in_the_month_that_has_begun_whatever_the_edges() -> None:
    edges = np.array([10.5, 11.25, 11.75, 20.0, 21.0])
    calendar = over_time(edges, np.ones(4), np.zeros(4, np.int64))
    for day in (0.0, 10.5, 11.0, 11.25, 11.6, 11.75, 19.999, 20.0, 20.5, 21.0, 30.0):
        assert month_of(day, edges, calendar.months) == min(max(np.searchsorted(edges, day, side="right") - 1, 0), 3)


@pytest.mark.parametrize("alike", [True, False])
def test_aid_saved_is_what_one_life_is_paid_less_what_the_other_is(alike: bool) -> None:
    luck = np.random.default_rng(3)
    calendar, start = over_time(EDGES, FACTORS, YEARS), luck.uniform(0, 150, 60)
    pieces = Pieces(start, start + luck.uniform(0, 30, 60), luck.integers(-1, 8, 60), luck.integers(-1, 8, 60))
    codes = np.array([3, 5, 9, 11])
    lives = [
        Priced(luck.integers(0, 4, 8), codes, luck.uniform(0, 9, (4, 3)) * luck.integers(0, 2, (4, 1)), np.array(where))
        for where in ([0, 1, 2, 3], [3, 2, 1, 0])
    ]
    found = saved_between(pieces, lives[0], lives[1], alike, 4, calendar, 5)
    expected = np.zeros(5)
    for i in range(60):
        piece, one_person = slice(i, i + 1), np.zeros(1, np.int64)
        places = (pieces.first[i], pieces.second[i])
        kinds = [int(life.kind[place]) if place >= 0 else -1 for life, place in zip(lives, places, strict=True)]
        if alike and kinds[0] == kinds[1]:
            continue
        paid = [
            float(between(life.aid, np.array([kind]), pieces.start[piece], pieces.end[piece], calendar, one_person, 1)[0])
            for life, kind in zip(lives, kinds, strict=True)
        ]
        less = 1 if paid[0] >= paid[1] else 0
        expected[lives[less].where[kinds[less]] if kinds[less] >= 0 else 4] += paid[0] - paid[1]
    np.testing.assert_array_equal(found, expected)
    plain = np.zeros(5)
    add_saved(pieces.start, pieces.end, pieces.first, pieces.second, lives[0], lives[1], alike, 4, *calendar, plain)
    np.testing.assert_array_equal(found, plain)

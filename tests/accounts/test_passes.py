"""The compiled passes of the accounts say what their plain versions and a sum written out say."""

import numpy as np
import pytest

from ami_sim.accounts.passes import KINDS, add_between, add_priced, between, over_time, priced_days
from ami_sim.scenario.quantities import MONTH

YEARS = np.array([0, 0, 1, 1, 1, 2])
EDGES = np.array([0.0, 31, 59, 90, 120, 151, 181])
FACTORS = np.array([0.0, 1.0, 0.99, 0.98, 0.97, 0.96])


@pytest.mark.parametrize("kinds", [3, KINDS])
def test_days_are_priced_by_their_parts_month_by_month(kinds: int) -> None:
    luck = np.random.default_rng(kinds)
    days = luck.uniform(0, 30, (6, 20)) * (luck.random((6, 20)) < 0.3)
    parts = luck.integers(0, 4, (20, kinds))
    tables = [[luck.normal(0, 1_000, (4, 5)) for _ in range(kinds)] for _ in range(3)]
    found = priced_days(days, YEARS, parts, tables, 5)
    prices = [sum(table[parts[:, at]] for at, table in enumerate(each)) for each in tables]
    expected = np.array([days[month] @ prices[year] for month, year in enumerate(YEARS)])
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-6)
    plain = np.zeros((6, 5))
    filled = [tuple(each) + (np.zeros((1, 5)),) * (KINDS - kinds) for each in tables]
    whole = np.zeros((20, KINDS), np.int64)
    whole[:, :kinds] = parts
    for year in range(3):
        add_priced(days, np.flatnonzero(year == YEARS), whole, filled[year], plain)
    np.testing.assert_array_equal(found, plain)  # to the last bit


def test_what_is_moved_between_two_days_is_each_month_by_its_weight_and_rate() -> None:
    luck = np.random.default_rng(1)
    rates, calendar = luck.normal(0, 1_000, (4, 3)), over_time(EDGES, FACTORS, YEARS)
    start = np.r_[luck.uniform(0, 181, 50), 0.0, 31.0, 181.0, 59.0]
    end = np.r_[start[:50] + luck.uniform(0, 1, 50) * (181 - start[:50]), 181.0, 59.0, 181.0, 59.0]
    places = np.r_[luck.integers(-1, 4, 50), 0, 1, 2, 3]
    found = between(rates, places, start, end, calendar)
    overlap = np.maximum(np.minimum(end[:, None], EDGES[1:]) - np.maximum(start[:, None], EDGES[:-1]), 0.0)
    expected = (overlap * FACTORS / MONTH * rates[places][:, YEARS]).sum(axis=1) * (places >= 0)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-9)
    plain = np.zeros(len(places))
    add_between(rates, places, start, end, *calendar, plain)
    np.testing.assert_array_equal(found, plain)

"""Days by month in compiled passes, held against every piece of every spell written out."""

import numpy as np
import pytest

from ami_sim.record.days import Floats, Ints, add_days, add_moments, add_rows, days_in, moments_in, summed


def by_pieces(start: Floats, end: Floats, edges: Floats, column: Ints, count: int) -> Floats:
    """Cut spells at the edges, write the pieces out, and add up those that count for a column, in their order."""
    start, end = np.maximum(start, edges[0]), np.minimum(end, edges[-1])
    kept = np.flatnonzero((end > start) & (column >= 0))
    first = np.searchsorted(edges, start[kept], side="right") - 1
    last = np.searchsorted(edges, end[kept], side="left") - 1
    pieces = last - first + 1
    behind = np.cumsum(pieces)
    which = np.repeat(kept, pieces)
    month = np.arange(len(which)) + np.repeat(first - (behind - pieces), pieces)
    days = np.diff(edges)[month]  # whole months but for the first and the last piece of a spell
    days[behind - pieces] = np.minimum(end[kept], edges[first + 1]) - start[kept]
    days[behind - 1] = end[kept] - np.maximum(start[kept], edges[last])
    width = len(edges) - 1
    return np.bincount(column[which] * width + month, weights=days, minlength=count * width).reshape(count, width).T.astype(np.float64)


def test_a_spell_counts_in_every_month_it_touches() -> None:
    """Months of 30 and 20 days: one spell from before the first to day 35, one of day 40 to the end, one of day 12 to 50.

    The first and the last column are of one class.
    """
    edges = np.array([10.0, 40.0, 60.0])
    found = days_in(np.array([5.0, 40.0, 12.0]), np.array([45.0, 60.0, 50.0]), edges, np.array([0, 2, 1]), np.array([1, 0, 1]), 3)
    assert found.totals.tolist() == [[30, 28, 0], [5, 10, 20]]
    assert found.sums.tolist() == [[28, 10], [30, 25], [0, 0]]


def drawn(seed: int) -> tuple[Floats, Floats, Floats, Ints]:
    """Draw spells in no order, many of which begin or end on an edge: edges, start, end, and what each counts for."""
    luck = np.random.default_rng(seed)
    edges: Floats = np.unique(np.r_[0.0, luck.integers(1, 400, 12), 400.5])
    start: Floats = luck.choice(np.r_[edges, luck.uniform(-50, 450, 300)], 300).astype(np.float64)
    end: Floats = start + luck.choice(np.r_[0.0, luck.exponential(60, 300)], 300)
    return edges, start, end, luck.integers(0, 5, 300)


@pytest.mark.parametrize("seed", range(3))
def test_days_are_those_of_the_pieces_to_the_last_bit(seed: int) -> None:
    edges, start, end, columns = drawn(seed)
    expected, classes = by_pieces(start, end, edges, columns, 5), np.array([2, 0, 1, 0, 1])
    sums = by_pieces(start, end, edges, classes[columns], 3).T
    found = days_in(start, end, edges, columns, classes, 3)
    assert (found.totals.tobytes(), found.sums.tobytes()) == (expected.tobytes(), sums.tobytes())
    plain = np.zeros_like(expected), np.zeros_like(sums)
    add_days(start, end, edges, columns, plain[0], classes, plain[1])
    assert (plain[0].tobytes(), plain[1].tobytes()) == (expected.tobytes(), sums.tobytes())


@pytest.mark.parametrize("seed", range(3))
def test_moments_are_counted_in_the_months_that_they_are_in(seed: int) -> None:
    edges, days, _, columns = drawn(seed)
    expected = [np.histogram(days[(columns == column) & (days < edges[-1])], edges)[0].tolist() for column in range(5)]
    assert moments_in(days, edges, columns, 5).tolist() == expected
    plain = np.zeros((5, len(edges) - 1), np.int64)
    add_moments(days, edges, columns, plain)
    assert plain.tolist() == expected


def test_rows_are_added_to_all_that_they_count_for() -> None:
    """The first row counts for the second sum and the last, the second for the last alone, the third for none."""
    rows, places = np.array([[1.0, 2.0], [10.0, 20.0], [100.0, 200.0]]), np.array([[1, -1, -1], [2, 2, -1]])
    expected = [[0, 0], [1, 2], [11, 22]]
    assert summed(rows, places, 3).tolist() == expected
    assert summed(rows, places[0], 3).tolist() == [[0, 0], [1, 2], [0, 0]]
    plain = np.zeros((3, 2))
    add_rows(rows, places, plain)
    assert plain.tolist() == expected

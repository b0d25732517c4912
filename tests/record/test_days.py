"""Days by month in one compiled pass, held against every piece of every spell written out."""

import numpy as np
import pytest

from ami_sim.record.days import Floats, Ints, add_days, days_in


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


def test_a_spell_counts_in_every_month_it_touches_for_each_of_its_columns() -> None:
    """Months of 30 and 20 days: one spell from before the first to day 35, one of day 40 to the end for the last column alone."""
    edges = np.array([10.0, 40.0, 60.0])
    columns = [np.array([0, -1]), np.array([1, 2])]
    found = days_in(np.array([5.0, 40.0]), np.array([45.0, 60.0]), edges, columns, 3)
    assert found.tolist() == [[30, 30, 0], [5, 5, 20]]


@pytest.mark.parametrize("seed", range(3))
def test_days_are_those_of_the_pieces_to_the_last_bit(seed: int) -> None:
    luck = np.random.default_rng(seed)
    edges: Floats = np.unique(np.r_[0.0, luck.integers(1, 400, 12), 400.5])
    start: Floats = luck.choice(np.r_[edges, luck.uniform(-50, 450, 300)], 300).astype(np.float64)
    end: Floats = start + luck.choice(np.r_[0.0, luck.exponential(60, 300)], 300)
    columns = luck.integers(-1, 5, (2, 300))
    columns[1] = np.where(columns[1] >= 0, columns[1] + 5, -1)
    expected = np.concatenate([by_pieces(start, end, edges, columns[0], 5), by_pieces(start, end, edges, columns[1], 10)[:, 5:]], axis=1)
    assert days_in(start, end, edges, list(columns), 10).tobytes() == expected.tobytes()
    plain = np.zeros_like(expected)
    add_days(start, end, edges, columns, plain)
    assert plain.tobytes() == expected.tobytes()

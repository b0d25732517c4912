"""One difference over another: the ratio of means, and each draw's own with chance shrunk away."""

import numpy as np
import pytest

from ami_sim.analysis.ratio import ratio_of, sides_of

EACH = np.ones((1, 4))


def test_a_ratio_is_that_of_the_means_and_draws_differ_as_theirs_do() -> None:
    """Two draws, no chance: 600 kr over 2 persons and 200 kr over 2; together 800 over 4; the ends of two draws are the draws."""
    found = ratio_of(np.array([[600.0], [200.0]]) * EACH, np.array([[2.0], [2.0]]) * EACH)
    assert found.mean == 200.0
    assert found.by_draw == pytest.approx([300.0, 100.0])
    assert found.told
    assert found.chance == 1.0
    assert found.interval() == pytest.approx((100.0, 300.0))


def test_a_draw_of_many_persons_weighs_as_many() -> None:
    found = ratio_of(np.array([[90.0], [10.0]]) * EACH, np.array([[9.0], [1.0]]) * EACH)
    assert found.mean == 10.0
    assert found.by_draw == pytest.approx([10.0, 10.0])


def test_draws_with_nothing_below_are_left_out_and_nothing_at_all_has_no_ratio() -> None:
    found = ratio_of(np.array([[4.0], [9.0]]) * EACH, np.array([[2.0], [0.0]]) * EACH)
    assert found.mean == 2.0
    assert len(found.by_draw) == 1
    assert np.isnan(ratio_of(EACH, 0 * EACH).mean)


def test_what_rounding_leaves_of_nothing_is_nothing() -> None:
    """A draw in which no hours were added, summed in another order: seven billionths of a krona, and an option's other costs over them."""
    below = np.array([[8e6], [4e6], [7.450581e-9]]) * EACH
    found = ratio_of(np.array([[4e6], [2e6], [1272.7]]) * EACH, below)
    assert found.mean == 0.5
    assert found.by_draw == pytest.approx([0.5, 0.5])
    assert sides_of(below).tolist() == [1.0, 1.0, 0.0]
    assert sides_of(-below).tolist() == [-1.0, -1.0, 0.0]


def test_chance_alone_is_not_told_from_draws() -> None:
    luck = np.random.default_rng(3).normal(0.0, 50.0, (40, 4))
    found = ratio_of(100.0 + luck, np.ones((40, 4)))
    assert not found.told

"""Selections keep their promise where it is hardest to keep: every rival exactly delta behind the best."""

import numpy as np
import pytest

from ami_sim.analysis.selection import Floats, KimNelson, averaged, clark_yang, expected_loss, lead_over_rest, p_best

OPTIONS, DELTA, TRIALS, TARGET = 5, 0.3, 300, 0.95
SPREADS = np.array([1.0, 1.5, 0.8, 1.2, 1.0])
WITHIN = 2.33 * (TARGET * (1 - TARGET) / TRIALS) ** 0.5  # one chance in a hundred that an exact procedure falls further


def slippage(seed: int, rows: int, alike: float) -> Floats:
    """Rows [n, option]; option 0 leads all others by exactly delta; `alike` is the correlation that common fates give."""
    rng = np.random.default_rng(seed)
    own, common = rng.normal(size=(rows, OPTIONS)), rng.normal(size=(rows, 1))
    found = (np.sqrt(1 - alike) * own + np.sqrt(alike) * common) * SPREADS
    found[:, 0] += DELTA
    return np.asarray(found)


def fed(rows: Floats, at_once: int, size: int = 1) -> KimNelson:
    """Feed rows in rounds, only those of the options that are left."""
    selection = KimNelson([str(i) for i in range(rows.shape[1])], DELTA, size=size)
    at = 0
    while not selection.done:
        columns = [int(name) for name in selection.survivors]
        selection.feed(rows[at : at + at_once][:, columns])
        at += at_once
    return selection


@pytest.mark.parametrize("alike", [0.0, 0.8])
def test_kim_nelson_selects_the_best_as_often_as_promised(alike: float) -> None:
    found = [fed(slippage(seed, 3000, alike), 20) for seed in range(TRIALS)]
    assert np.mean([selection.best == "0" for selection in found]) > TARGET - WITHIN


@pytest.mark.parametrize("alike", [0.0, 0.8])
def test_two_stages_select_the_best_as_often_as_promised_and_intervals_cover(alike: float) -> None:
    right, covered, rows = [], [], []
    truth = lead_over_rest(np.array([DELTA, 0, 0, 0, 0]))
    for seed in range(TRIALS):
        drawn = slippage(seed, 3000, alike)
        needed = clark_yang(drawn[:20], DELTA).needed
        found = clark_yang(drawn[:needed], DELTA, first=20)
        right.append(found.best == 0)
        covered.append(bool(((found.low <= truth) & (truth <= found.high)).all()))
        rows.append(needed)
        assert found.enough
        assert 0 in found.not_worse or found.best != 0
    assert np.mean(right) > TARGET - WITHIN
    assert np.mean(covered) > TARGET - WITHIN
    assert np.mean(rows) < (120 if alike else 400)  # common fates make it cheap


def test_rounds_of_any_size_end_with_the_same_selection() -> None:
    rows = slippage(7, 3000, 0.5)
    one, many = fed(rows, 1), fed(rows, 50)
    assert (one.best, one.rows, one.dropped) == (many.best, many.rows, many.dropped)
    assert one.done
    assert set(one.dropped) | set(one.survivors) == {"0", "1", "2", "3", "4"}


def test_rows_are_averaged_into_observations() -> None:
    rows = slippage(3, 4000, 0.5)
    assert averaged(rows[:25], 10) == pytest.approx(np.stack([rows[:10].mean(axis=0), rows[10:20].mean(axis=0)]))
    by_ten, by_one = fed(rows, 7, size=10), fed(averaged(rows, 10), 7)
    assert (by_ten.best, by_ten.rows, by_ten.observations) == (by_one.best, 10 * by_one.rows, by_one.observations)
    assert clark_yang(rows[:400], DELTA, size=10).observations == 40


def test_nothing_is_dropped_before_the_first_stage_is_over() -> None:
    selection = KimNelson(["a", "b"], 1.0, first=20)
    assert selection.feed(np.tile([100.0, 0.0], (19, 1))) == ["a", "b"]
    assert selection.limit == 0
    rng = np.random.default_rng(0)
    assert selection.feed(np.array([[100.0, 0.0]]) + rng.normal(size=(1, 2))) == ["a"]
    assert selection.dropped == {"b": 20}
    assert selection.means["a"] == pytest.approx(100, abs=0.5)


def test_equal_options_are_not_told_apart_and_the_choice_is_left_open() -> None:
    rows = np.random.default_rng(2).normal(size=(400, 3)) * 0.5
    rows[:, 2] -= 5
    found = clark_yang(rows, 0.5)
    assert not found.told_apart
    assert found.not_worse == (0, 1)
    assert found.low[2] == pytest.approx(-5.5, abs=0.2)
    rows[:, 0] += 2
    apart = clark_yang(rows, 0.5)
    assert apart.told_apart
    assert (apart.low[0], apart.high[1], apart.high[2]) == (0.0, 0.0, 0.0)  # the best is no worse, the others no better than the best


def test_too_few_rows_give_wider_intervals_and_say_so() -> None:
    found = clark_yang(slippage(1, 20, 0.0), DELTA)
    assert not found.enough
    best = found.best
    assert found.high[best] - found.means[best] + np.sort(found.means)[-2] > DELTA


def test_share_of_draws_and_expected_loss_of_known_draws() -> None:
    mu = np.array([[0.0, 1.0, -1.0], [0.0, -2.0, -1.0], [0.0, 3.0, 3.0], [0.0, 1.0, 0.5]])
    np.testing.assert_allclose(p_best(mu), [0.25, 0.625, 0.125])
    assert expected_loss(mu, 1) == pytest.approx(2 / 4)
    assert expected_loss(mu, 0) == pytest.approx((1 + 0 + 3 + 1) / 4)


def test_two_observations_of_two_options_are_the_fewest() -> None:
    """Differences 1 and 3: variance 2; t at 95 % with one degree of freedom is 6.3138: (6.3138 root 2 / 1) squared is 79.7."""
    found = clark_yang(np.array([[2.0, 1.0], [4.0, 1.0]]), 1.0)
    assert (found.best, found.observations, found.needed) == (0, 2, 80)
    assert found.high[0] == pytest.approx(2.0 + 6.313752 * np.sqrt(2) / np.sqrt(2))
    with pytest.raises(ValueError, match="at least two of each"):
        clark_yang(np.array([[2.0, 1.0]]), 1.0)


def test_a_lead_is_over_the_best_of_the_others() -> None:
    assert lead_over_rest(np.array([5.0, 1.0, 9.0, 7.0])).tolist() == [-4.0, -8.0, 2.0, -2.0]


def test_the_limit_follows_from_the_variances_of_the_whole_first_stage() -> None:
    """Differences 0, 1, 2: variance 1; eta = (10 - 1)/2, h² = 2 x 4.5 x 2 = 18: eighteen observations leave no room, the next ends it."""
    selection = KimNelson(["a", "b"], 1.0, first=3)
    selection.feed(np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0]]))
    assert selection.limit == 19
    assert selection.survivors == ["a", "b"]  # 1 < (18 - 3)/(2 x 3)
    selection.feed(np.tile([1.0, 0.0], (3, 1)))
    assert selection.survivors == ["a", "b"]  # 1 is not above (18 - 6)/12
    selection.feed(np.array([[1.0, 0.0]]))
    assert (selection.survivors, selection.dropped) == (["a"], {"b": 7})


def test_what_cannot_be_selected_from_is_refused() -> None:
    with pytest.raises(ValueError, match="delta above 0"):
        clark_yang(slippage(1, 20, 0.0), 0.0)
    with pytest.raises(ValueError, match="expected two"):
        KimNelson(["a"], 1.0)
    with pytest.raises(ValueError, match="expected finite numbers for a, b"):
        KimNelson(["a", "b"], 1.0).feed(np.zeros((3, 3)))

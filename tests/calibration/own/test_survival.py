"""The estimators of a case log against values worked out by hand, and against what must hold exactly."""

import numpy as np
import pytest

from ami_sim.calibration.own.survival import Curve, curve_of, rates_of


def hand() -> Curve:
    """Six stays: ended at 1 (way 0), 2 (way 1), 2 (open), 3 (way 0), 4 (open), 5 (way 1)."""
    return curve_of(np.array([1.0, 2, 2, 3, 4, 5]), np.array([0, 1, -1, 0, -1, 1]), 2)


def test_shares_are_those_worked_out_by_hand() -> None:
    found = hand()
    # At risk 6, 5, 3, 1: S = 5/6, 5/6 * 4/5 = 2/3, 2/3 * 2/3 = 4/9, 0.
    assert found.at_risk.tolist() == [6, 5, 3, 1]
    assert found.still == pytest.approx([5 / 6, 2 / 3, 4 / 9, 0], abs=1e-12)
    # Way 0: 1/6, then 2/3 * 1/3 = 2/9 more at 3: 7/18. Way 1: 5/6 * 1/5 = 1/6 at 2, and all that is left at 5: 1/6 + 4/9 = 11/18.
    assert found.gone[:, 0] == pytest.approx([1 / 6, 1 / 6, 7 / 18, 7 / 18], abs=1e-12)
    assert found.gone[:, 1] == pytest.approx([0, 1 / 6, 1 / 6, 11 / 18], abs=1e-12)


def test_errors_are_greenwoods() -> None:
    # Greenwood at 3: (4/9)^2 * (1/(6*5) + 1/(5*4) + 1/(3*2)) = 16/81 * 1/4.
    assert hand().still_at(3.0)[1] ** 2 == pytest.approx(16 / 81 * (1 / 30 + 1 / 20 + 1 / 6), abs=1e-12)


def test_the_mean_to_a_time_is_the_area_under_the_curve() -> None:
    # To 4: 1 + 5/6 + 2/3 + 4/9 = 53/18. Areas left after 1, 2, 3: 35/18, 10/9, 4/9.
    mean, error = hand().mean_to(4.0)
    assert mean == pytest.approx(53 / 18, abs=1e-12)
    assert error**2 == pytest.approx((35 / 18) ** 2 / 30 + (10 / 9) ** 2 / 20 + (4 / 9) ** 2 / 6, abs=1e-12)


def test_without_open_stays_shares_and_errors_are_those_of_a_binomial() -> None:
    draw = np.random.default_rng(1)
    end, cause = np.ceil(draw.exponential(5, 200)), draw.integers(0, 3, 200)
    found = curve_of(end, cause, 3)
    for time in (1.0, 4.0, 9.0):
        share = float(((end <= time) & (cause == 1)).mean())
        assert found.gone_at(time, 1) == pytest.approx((share, np.sqrt(share * (1 - share) / 200)), abs=1e-12)


def test_shares_there_and_gone_add_up_to_one() -> None:
    draw = np.random.default_rng(2)
    entry = draw.uniform(0, 2, 300)
    found = curve_of(entry + draw.exponential(5, 300), draw.integers(-1, 3, 300), 3, entry)
    assert found.still + found.gone.sum(axis=1) == pytest.approx(np.ones(len(found.times)), abs=1e-12)


def test_who_is_seen_late_is_at_risk_only_from_then_on() -> None:
    # Seen from 2 on: at 1 and 2 only three are at risk, at 3 the two left of them and the late one.
    found = curve_of(np.array([1.0, 3, 4, 4]), np.array([0, 0, 0, 0]), 1, np.array([0.0, 0, 0, 2]))
    assert found.at_risk.tolist() == [3, 3, 2]
    assert found.still == pytest.approx([2 / 3, 4 / 9, 0], abs=1e-12)


def test_late_entries_do_not_bias_and_leaving_them_out_of_account_does() -> None:
    draw = np.random.default_rng(3)
    end, entry = draw.exponential(6, 40_000), draw.uniform(0, 10, 40_000)
    seen = end > entry
    found = curve_of(end[seen], np.zeros(int(seen.sum()), np.int64), 1, entry[seen])
    assert found.still_at(6.0)[0] == pytest.approx(np.exp(-1), abs=0.02)
    naive = curve_of(end[seen], np.zeros(int(seen.sum()), np.int64), 1)
    assert naive.still_at(6.0)[0] > np.exp(-1) + 0.1


def test_a_hazard_is_ends_over_time_at_risk() -> None:
    # To 2: one end in 1 + 2 + 2 = 5 months; beyond: one in 1 + 3 = 4.
    found = rates_of(np.array([1.0, 3, 5]), np.array([True, True, False]), np.array([2.0]))
    assert found.rate == pytest.approx([1 / 5, 1 / 4])
    assert found.error == pytest.approx([1 / 5, 1 / 4])
    # The third is seen from 1 on: a month less at risk in the first band.
    late = rates_of(np.array([1.0, 3, 5]), np.array([True, True, False]), np.array([2.0]), np.array([0.0, 0, 1]))
    assert late.at_risk.tolist() == [4.0, 4.0]


def test_intervals_of_shares_hold_the_truth_as_often_as_they_say() -> None:
    draw, inside, truth = np.random.default_rng(4), 0, 0.5 * (1 - np.exp(-1.0))
    for _ in range(400):
        end, cause, seen = draw.exponential(5, 150), draw.integers(0, 2, 150), draw.uniform(0, 15, 150)
        found = curve_of(np.minimum(end, seen), np.where(end <= seen, cause, -1), 2)
        share, error = found.gone_at(5.0, 0)
        inside += abs(share - truth) < 1.645 * error
    assert 0.86 < inside / 400 < 0.94

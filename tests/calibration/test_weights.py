"""The parts of the calibrator by hand: least squares, weights, the adjustment of spreads, posterior moments, the box, the second wave."""

import numpy as np
import pytest

from ami_sim.calibration.prior import box_of
from ami_sim.calibration.reference_table import BOX, WHOLE, Posterior, Table, Waves, box_around, calibrate, solve


def test_weighted_least_squares_counts_a_row_as_often_as_its_weight() -> None:
    """y = 1 and 3 at x = 0 (weights 3 and 1) and 5 at x = 1: the line runs through the weighted mean 1.5 and through 5."""
    x = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    line = solve(x, np.array([[1.0], [3.0], [5.0]]), np.array([3.0, 1.0, 2.0]))
    assert line[:, 0] == pytest.approx([1.5, 3.5], abs=1e-4)  # but for a trace of ridge


def test_weights_fall_with_the_square_of_the_distance_to_none_at_the_row_that_ends_the_neighbourhood() -> None:
    """z = s exactly, so that a summary is the figure: from 0 the rows -1, 1, 2, 3 lie at 1, 1, 4 and 9; with three near, 9 ends it."""
    s = np.array([[-1.0], [1.0], [2.0], [3.0], [40.0], [50.0]])
    table = Table(s, s)
    rows, weights = table.near(np.array([0.0]), 3)
    found = dict(zip(rows.tolist(), weights.tolist(), strict=True))
    whole = 8 / 9 + 8 / 9 + 5 / 9
    assert found == pytest.approx({0: 8 / 9 / whole, 1: 8 / 9 / whole, 2: 5 / 9 / whole}, rel=1e-2)
    assert 0 not in table.near(np.array([0.0]), 3, leave_out=0)[0]


def test_near_rows_are_moved_along_the_line_and_keep_their_own_distance_from_it() -> None:
    """Two rows at every figure, 0.3 above and below the line z = 2 s: moved to the observed figure they all lie at 2 s ± 0.3."""
    figure = np.repeat(np.linspace(0.0, 4.0, 401), 2)
    posterior = Table((2 * figure + np.tile([0.3, -0.3], 401))[:, None], figure[:, None]).posterior(np.array([3.0]), 300)
    assert np.sort(np.unique(posterior.z.round(3))) == pytest.approx([5.7, 6.3], rel=2e-3)
    assert posterior.mean == pytest.approx([6.0], rel=1e-2)
    assert posterior.sd == pytest.approx([0.3], rel=1e-2)


def test_moments_and_ranks_of_weighted_draws() -> None:
    posterior = Posterior(np.array([[0.0], [1.0], [3.0]]), np.array([0.5, 0.25, 0.25]))
    assert posterior.mean == pytest.approx([1.0])  # 0.25 + 0.75
    assert posterior.sd == pytest.approx([np.sqrt(0.5 * 1 + 0.25 * 0 + 0.25 * 4)])
    assert posterior.below(np.array([1.0])) == pytest.approx([0.5 + 0.125])  # a tie counts half
    assert posterior.below(np.array([0.5])) == pytest.approx([0.5])


def test_systematic_resampling_gives_every_draw_its_share_to_within_one() -> None:
    posterior = Posterior(np.array([[0.0], [1.0], [3.0]]), np.array([0.5, 0.3, 0.2]))
    drawn = posterior.resampled(10, 1)[:, 0].tolist()
    assert [drawn.count(value) for value in (0.0, 1.0, 3.0)] == [5, 3, 2]
    assert drawn != sorted(drawn)


def test_the_box_holds_what_was_learnt_and_cuts_nothing_that_was_not() -> None:
    """Axis 0: mean 1, sd 0.1; axis 1: mean 0, sd 1.1, wider than the prior's own 99.9 %; axis 2: mean 2, sd 0.5, cut below alone."""
    middle, spread = np.array([1.0, 0.0, 2.0]), np.array([0.1, 1.1, 0.5])
    posterior = Posterior(np.stack((middle - spread, middle + spread)), np.array([0.5, 0.5]))
    low, high = box_around(posterior)
    assert low == pytest.approx([1 - BOX * 0.1, -WHOLE, 2 - BOX * 0.5])
    assert high == pytest.approx([1 + BOX * 0.1, WHOLE, WHOLE])
    table = Table(np.array([[1.0, 5.0, 3.0], [1.4, 0.0, 3.0], [1.0, 0.0, 0.1]]), np.zeros((3, 1)))
    assert table.rows_in(low, high).tolist() == [True, False, False]
    assert table.chosen(np.array([True, False, True])).z[:, 0].tolist() == [1.0, 1.0]


def test_the_second_wave_is_drawn_inside_the_box_and_joined_by_the_first_ones_rows_in_it() -> None:
    seen: dict[int, np.ndarray] = {}

    def simulate(z: np.ndarray, wave: int) -> dict[str, np.ndarray]:
        seen[wave] = z
        return {"": np.asarray(z + 0.05 * np.sin(40 * z))}

    found = calibrate(simulate, ("a",), {"": np.array([1.0])}, Waves(power=9, nearest=60, draws=20, seed=5))
    posterior, first, second, again = found[""]
    low, high = box_around(first.posterior(np.array([1.0]), 60))
    inside = first.rows_in(low, high)
    assert 0 < inside.sum() < len(first.z) == len(seen[1]) == 512
    assert ((seen[2] >= low) & (seen[2] <= high)).all()
    assert len(second.z) == 512 + inside.sum()
    assert again.tolist() == inside.tolist()
    assert second.z[512:].tolist() == first.z[inside].tolist()
    assert posterior.mean == pytest.approx([1.0], abs=0.06)


def test_points_of_the_truncated_prior_are_its_quantiles() -> None:
    """Half of a normal that is cut at 0 lies below its median 0.6745; without a cut the middle is 0."""
    middle = np.array([[0.5]])
    assert box_of(np.array([0.0]), np.array([WHOLE]), middle) == pytest.approx(np.array([[0.67449]]), abs=1e-5)
    assert box_of(np.array([-WHOLE]), np.array([WHOLE]), middle) == pytest.approx(np.array([[0.0]]), abs=1e-9)

"""What a calibration's checks say, by hand: ranks with ties, coverage, words for what was learnt, predictions, the cloud."""

import numpy as np
import pytest

from ami_sim.calibration.checks import (
    LEARNT,
    PARTLY,
    Expected,
    Ranks,
    ecdf_chance,
    in_the_cloud,
    left_out,
    predictive,
    quantile,
    rank_in,
    rank_truths,
    verdict,
)
from ami_sim.calibration.reference_table import Table
from ami_sim.calibration.targets import Target, Targets
from ami_sim.record.first_year import COUNTS

ROW = {"title": "t", "unit": "persons", "from": "2018-09-01", "until": "2019-07-31", "why": "w", "source": "s", "sure": "H", "mark": "memo"}


def targets(**rows: dict[str, object]) -> Targets:
    found = {name: Target.model_validate(ROW | row) for name, row in rows.items()}
    return Targets.model_validate({"municipality": "Town", "until": "2019-07-31", "target": found})


def counts(**columns: np.ndarray) -> np.ndarray:
    table = np.zeros((len(next(iter(columns.values()))), len(COUNTS)))
    for name, values in columns.items():
        table[:, COUNTS.index(name)] = values
    return table


def test_a_rank_is_the_share_below_with_ties_split() -> None:
    assert rank_in(np.array([1.0, 2.0, 2.0, 3.0]), 2.0) == 0.25 + 0.5 * 0.5
    assert rank_in(np.array([1.0, 2.0]), 5.0) == 1.0
    assert rank_in(np.array([1.0, 2.0]), 1.0 + 1e-12) == 0.25  # equal but for rounding


def test_coverage_is_the_share_of_ranks_in_the_middle() -> None:
    ranks = Ranks(("a", "b"), np.array([[0.5, 0.02], [0.26, 0.98], [0.9, 0.5], [0.94, 0.5]]), np.ones(2))
    assert ranks.coverage(0.5).tolist() == [0.5, 0.5]
    assert ranks.coverage(0.9).tolist() == [1.0, 0.5]
    assert ranks.chances().shape == (2,)


def test_uneven_ranks_are_improbable_and_even_ones_are_not() -> None:
    even = (np.arange(100) + 0.5) / 100
    assert ecdf_chance(even) > 0.9
    assert ecdf_chance(even**3) < 0.01
    assert ecdf_chance(even, seed=2) == pytest.approx(ecdf_chance(even), abs=0.05)


@pytest.mark.parametrize(
    ("left", "words"),
    [(LEARNT - 0.001, "learnt"), (LEARNT, "partly learnt"), (PARTLY - 0.001, "partly learnt"), (PARTLY, "still the prior")],
)
def test_what_is_left_of_the_spread_in_words(left: float, words: str) -> None:
    assert verdict(left) == words


def test_weighted_quantiles_lie_at_the_middle_of_each_weight() -> None:
    """Weights 1, 2, 1 stand at 1/8, 1/2 and 7/8: a quarter lies a third of the way from the first to the second."""
    values, weights = np.array([30.0, 10.0, 20.0]), np.array([1.0, 1.0, 2.0])
    assert quantile(values, weights, np.array([1 / 8, 1 / 4, 1 / 2, 7 / 8])) == pytest.approx([10.0, 10 + 10 / 3, 20.0, 30.0])


def test_a_table_of_squares_expects_them() -> None:
    """s = 1 + 2 z + z squared but for 0.1 up and down: from 1, which is expected at 0, what is expected at 1 lies 3 off, 30 spreads."""
    z = np.linspace(-2, 2, 41)[:, None]
    s = 1 + 2 * z + z**2 + np.tile([0.1, -0.1, -0.1, 0.1], 11)[:41, None]
    expected = Expected(Table(z, s))
    spread = expected.fit[1][0]
    assert spread == pytest.approx(0.1, rel=0.1)
    found = expected.distance(np.array([[0.0], [1.0]]), np.array([1.0]))
    assert found == pytest.approx([0.0, (3 / spread) ** 2], rel=0.02, abs=2.0)


def test_a_quantity_of_ones_own_is_ranked_beside_the_parameters() -> None:
    """The row that plays the truth lies in the middle of its neighbours, and its square in the middle of their squares."""
    z = np.linspace(1.0, 2.0, 401)[:, None]
    table = Table(z, z + 0.001 * np.sin(50 * z))
    ranks = rank_truths(table, ("a",), 40, 50, 1, {"square": lambda drawn, figures: drawn[:, 0] ** 2})
    assert ranks.names == ("a", "square")
    assert ranks.ranks.shape == (50, 2)
    assert ranks.ranks[:, 1] == pytest.approx(ranks.ranks[:, 0], abs=1e-9)  # squaring keeps the order of numbers above 0
    assert ranks.spread_left[0] < 0.1


def test_a_figure_is_shown_with_ranges_before_and_after_and_where_it_lies() -> None:
    """Before: 0 to 100; after: 40 to 60. A published 50 has half of the reported years below it; 80 lies outside."""
    rows = targets(inside={"counts": "met", "value": 50}, outside={"counts": "queue", "value": 80, "scored": False})
    before = counts(met=np.arange(101.0), queue=np.arange(101.0))
    after = counts(met=np.arange(40.0, 61.0), queue=np.arange(40.0, 61.0))
    row, other = predictive(rows, before, after, 1).to_dict("records")
    assert (row["published"], row["prior_low"], row["prior_median"], row["prior_high"]) == (50, 5, 50, 95)
    assert (row["low"], row["median"], row["high"]) == (41, 50, 59)
    assert (row["reported_low"], row["reported_high"]) == (41, 59)
    assert row["rank"] == pytest.approx(10 / 21 + 0.5 / 21)
    assert row["rank_before"] == pytest.approx(50 / 101 + 0.5 / 101)
    assert row["inside"]
    assert row["scored"]
    assert other["rank"] == 1.0
    assert not other["inside"]
    near = targets(near={"counts": "met", "value": 60, "scored": True})
    assert not predictive(near, before, after, 1).to_dict("records")[0]["inside"]  # 59 is the highest of nine in ten
    assert not other["scored"]


def test_a_figure_is_predicted_from_all_the_others() -> None:
    """`queue` is half of `met` in every row: knowing that 60 were met, about 30 queue; a published 45 lies above all that is near."""
    rows = targets(met={"counts": "met", "value": 60}, queue={"counts": "queue", "value": 45})
    met = np.arange(20.0, 121.0)
    reports = np.column_stack((met, np.round(met / 2)))
    table = Table(np.zeros((len(met), 1)), rows.transformed(reports))
    of_met, of_queue = left_out(rows, table, reports, 20).to_dict("records")
    assert of_queue["median"] == pytest.approx(30, abs=1.0)
    assert (of_queue["rank"], of_queue["inside"], of_queue["published"]) == (1.0, False, 45)
    assert of_met["median"] == pytest.approx(90, abs=2.0)
    assert (of_met["rank"], of_met["inside"]) == (0.0, False)
    assert 20 < of_queue["low"] < 30 < of_queue["high"] < 35  # twenty years near 60 met: from about 50 to 70


def test_a_year_is_as_far_out_as_the_share_of_simulated_ones_that_lie_further() -> None:
    """Figures at the corners of a square and one in the middle of each side twice as far out along one axis."""
    s = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0], [2.0, 0.0], [-2.0, 0.0], [0.0, 2.0], [0.0, -2.0]])
    table = Table(np.zeros((8, 1)), s)
    assert in_the_cloud(table, np.array([0.0, 0.0])) == 1.0
    assert in_the_cloud(table, np.array([1.5, 0.0])) == 0.5
    assert in_the_cloud(table, np.array([3.0, 0.0])) == 0.0

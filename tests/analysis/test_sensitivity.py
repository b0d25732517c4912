"""Tornado, thresholds and shares on a toy whose answers are known: x = 3 a - b + noise, and c does nothing."""

import numpy as np
import pytest
from numpy.typing import NDArray

from ami_sim.analysis.sensitivity import explained, threshold, tornado
from ami_sim.analysis.smoothing import Fit

Floats = NDArray[np.float64]
Z95 = 1.6449


@pytest.fixture(scope="module")
def toy() -> tuple[Floats, Floats]:
    rng = np.random.default_rng(7)
    phi = rng.standard_normal((600, 3))
    return phi, 3 * phi[:, 0] - phi[:, 1] + 0.5 * rng.standard_normal(600)


def test_bars_end_at_the_expected_value_at_the_parameters_5th_and_95th_percentile(toy: tuple[Floats, Floats]) -> None:
    phi, x = toy
    bars = tornado(phi, x, ["a", "b", "c"], 10.0)
    assert [bar.name for bar in bars] == ["a", "b", "c"]
    a, b, c = bars
    assert (a.low, a.high) == pytest.approx((-3 * Z95, 3 * Z95), abs=0.8)
    assert (b.low, b.high) == pytest.approx((Z95, -Z95), abs=0.8)
    assert (a.at_low, a.at_high) == pytest.approx((-Z95, Z95), abs=0.15)
    assert a.importance == pytest.approx(0.9, abs=0.06)
    assert b.importance == pytest.approx(0.1, abs=0.06)
    assert a.seen
    assert b.seen
    assert not c.seen
    assert c.importance < 0.02


def test_a_constant_parameter_has_no_bar(toy: tuple[Floats, Floats]) -> None:
    phi, x = toy
    still = np.column_stack((phi[:, 0], np.ones(len(x))))
    assert [bar.name for bar in tornado(still, x, ["a", "fixed"], 10.0)] == ["a"]


def test_the_decision_turns_where_the_expected_benefits_cross(toy: tuple[Floats, Floats]) -> None:
    phi, x = toy
    benefits = np.column_stack((np.zeros(len(x)), x - 1.5))  # the second is best where 3 a > 1.5
    found = threshold(phi[:, 0], benefits, "a")
    assert [(turn.before, turn.after) for turn in found.turns] == [(0, 1)]
    assert found.turns[0].value == pytest.approx(0.5, abs=0.12)


def test_the_turn_lies_where_two_straight_lines_cross(monkeypatch: pytest.MonkeyPatch) -> None:
    """Benefits 0, a - 0.5031 and 3 a - 2.2031 as they are: the first gives way at 0.5031, the second at 0.85."""
    monkeypatch.setattr("ami_sim.analysis.sensitivity.smooth", lambda phi, x: Fit(x, np.ones(x.shape[1])))
    a = np.linspace(0.0, 1.0, 1001)
    found = threshold(a, np.column_stack((np.zeros(1001), a - 0.5031, 3 * a - 2.2031)), "a")
    assert [(turn.before, turn.after) for turn in found.turns] == [(0, 1), (1, 2)]
    assert [turn.value for turn in found.turns] == pytest.approx([0.5031, 0.85], abs=1e-9)
    assert (found.low, found.high) == pytest.approx((0.05, 0.95))


def test_a_decision_that_never_turns_says_so(toy: tuple[Floats, Floats]) -> None:
    phi, x = toy
    assert threshold(phi[:, 0], np.column_stack((np.zeros(len(x)), x - 50)), "a").turns == ()


def test_shares_of_groups_add_up_on_independent_parameters(toy: tuple[Floats, Floats]) -> None:
    phi, x = toy
    tau2 = 10.0
    rest = np.random.default_rng(8).standard_normal((len(x), 5))
    assert explained(phi[:, [0]], x, tau2).share == pytest.approx(0.9, abs=0.06)
    many = explained(np.column_stack((phi[:, [1]], rest)), x, tau2)  # six columns: straight lines
    assert many.share == pytest.approx(0.1, abs=0.06)
    assert many.seen
    nothing = explained(rest, x, tau2)
    assert nothing.share < 0.03
    assert not nothing.seen


def test_nothing_is_said_when_chance_hides_the_draws_or_draws_are_few(toy: tuple[Floats, Floats]) -> None:
    phi, x = toy
    assert np.isnan(explained(phi, x, 0.0).share)
    assert np.isnan(explained(phi[:6], x[:6], 10.0).share)

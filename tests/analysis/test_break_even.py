"""The worth of an hour at which society's difference is 0, by hand."""

import numpy as np
import pytest

from ami_sim.analysis.break_even import break_even

EACH = np.ones((1, 2))


def test_a_loss_that_more_worth_would_fill_is_filled_at_its_share() -> None:
    """At 0.3 of 100 kr: 30 made and -20 in all, so that 50 are needed, half of a regular hour; in the other 60: two draws are the ends."""
    regular = np.array([[100.0], [100.0]]) * EACH
    found = break_even(0.3 * regular, np.array([[-20.0], [-30.0]]) * EACH, regular)
    assert found.share == pytest.approx(0.55)
    assert (found.low, found.high) == pytest.approx((0.5, 0.6))
    assert (found.always, found.told) == ("", True)


def test_an_option_with_fewer_hours_than_the_other_breaks_even_at_the_same_place() -> None:
    regular = np.full((3, 2), -100.0)
    assert break_even(0.3 * regular, np.full((3, 2), 20.0), regular).share == pytest.approx(0.5)


@pytest.mark.parametrize(("net", "always"), [(40.0, "above"), (-200.0, "below")])
def test_a_sign_that_no_worth_turns_is_said(net: float, always: str) -> None:
    regular = np.full((3, 2), 100.0)
    found = break_even(0.3 * regular, np.full((3, 2), net), regular)
    assert found.always == always
    assert np.isnan(found.share)


def test_what_never_differs_has_none() -> None:
    assert break_even(0 * EACH, 0 * EACH, 0 * EACH).always == "none"

"""Smooth regression finds bends and products that a line misses, and finds nothing where there is nothing."""

import numpy as np
import pytest

from ami_sim.analysis.smoothing import Floats, smooth

DRAWS = 1000


def toy(columns: int, seed: int = 3) -> tuple[Floats, np.random.Generator]:
    """Draw parameters."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(DRAWS, columns)), rng


def error(fitted: Floats, truth: Floats) -> float:
    """Mean squared error as a share of the truth's variance."""
    return float(((fitted - truth) ** 2).mean() / truth.var())


@pytest.mark.parametrize("columns", [1, 2, 3, 6, 12])
def test_a_bend_is_found_among_any_number_of_columns(columns: int) -> None:
    phi, rng = toy(columns)
    truth = phi[:, 0] ** 2
    fit = smooth(phi, (truth + 2 * rng.normal(size=DRAWS))[:, None])
    assert error(fit.values[:, 0], truth) < 0.15
    assert fit.r2[0] == pytest.approx(truth.var() / (truth.var() + 4), abs=0.1)
    line = np.asarray(np.polyval(np.polyfit(phi[:, 0], truth, 1), phi[:, 0]), dtype=np.float64)
    assert error(line, truth) > 0.9


@pytest.mark.parametrize("columns", [2, 3, 6])
def test_a_product_of_two_columns_is_found(columns: int) -> None:
    phi, rng = toy(columns)
    truth = phi[:, 0] * phi[:, 1]
    fit = smooth(phi, (truth + rng.normal(size=DRAWS))[:, None])
    assert error(fit.values[:, 0], truth) < 0.2


@pytest.mark.parametrize("columns", [1, 3, 12])
def test_noise_alone_is_smoothed_away(columns: int) -> None:
    phi, rng = toy(columns)
    fit = smooth(phi, rng.normal(size=(DRAWS, 2)))
    assert (fit.values.var(axis=0) < 0.05).all()
    assert (fit.r2 < 0.01).all()


def test_each_column_of_values_is_fitted_as_if_it_were_alone() -> None:
    phi, rng = toy(2)
    x = np.column_stack([phi[:, 0] + rng.normal(size=DRAWS), 1e6 * rng.normal(size=DRAWS), np.zeros(DRAWS)])
    together = smooth(phi, x)
    for column in range(3):
        alone = smooth(phi, x[:, [column]])
        np.testing.assert_allclose(together.values[:, column], alone.values[:, 0], rtol=1e-8, atol=1e-9)
    assert (together.values[:, 2] == 0).all()


def test_parameters_that_take_few_values_or_one_are_no_trouble() -> None:
    rng = np.random.default_rng(1)
    coin = rng.integers(0, 2, DRAWS).astype(float)
    fit = smooth(np.column_stack([coin, np.ones(DRAWS)]), (coin + rng.normal(size=DRAWS))[:, None])
    for side in (0, 1):
        assert fit.values[coin == side, 0] == pytest.approx(side, abs=0.12)
    flat = smooth(np.ones((DRAWS, 1)), coin[:, None])
    assert flat.values == pytest.approx(coin.mean())
    assert flat.r2 == pytest.approx(0)


def test_what_is_not_a_number_is_refused() -> None:
    phi, _ = toy(1)
    with pytest.raises(ValueError, match="x: shape"):
        smooth(phi, np.full((DRAWS, 1), np.nan))
    with pytest.raises(ValueError, match="phi: shape"):
        smooth(phi[:, 0], phi)

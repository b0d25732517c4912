"""A model whose runs are short: little more than three years of the municipality that ships."""

from collections.abc import Callable
from datetime import date

import pytest

import ami_sim as ami


@pytest.fixture
def model() -> ami.Model:
    """Load a model of one's own to change."""
    return ami.Model.load("calibration/ragunda/scenario.toml").set({"end": date(2022, 1, 1), "life.burn_in": "2 years"})


@pytest.fixture
def difference() -> Callable[..., float]:
    """Read one paired difference against the reference from a summary, all people and no actor unless one is named."""

    def read(answer: ami.Answer, option: str, measure: str, actor: str = "", column: str = "mean") -> float:
        rows = answer.summary.query("scenario == @option and reference == @answer.reference and measure == @measure and group == ''")
        return float(rows[rows["actor"] == actor][column].iloc[0])

    return read

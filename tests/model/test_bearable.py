"""Stays whose lengths would not be those that a file gives are refused before a run."""

from math import exp

import pytest

from ami_sim.model.bearable import refuse_length
from ami_sim.model.lengths import means_on_grid
from ami_sim.model.lowering import lower
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import read_settings
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.services import Length


def on_whole_days(mean: float) -> float:
    """Give the mean of an exponential length in whole days, one at least: 1 and as often one more as it is over 1.5, 2.5, ... days."""
    return 1 + exp(-1.5 / mean) / (1 - exp(-1 / mean))


@pytest.mark.parametrize("mean", [0.5, 1.0, 3.0, 10.0])
def test_the_mean_on_a_grid_is_that_of_rounded_lengths(mean: float) -> None:
    exact, counted = means_on_grid("exponential", mean, 0.0, 1.0)
    assert exact == pytest.approx(mean, rel=0.01)
    assert counted == pytest.approx(on_whole_days(mean), rel=0.01)


@pytest.mark.parametrize(
    ("kind", "typical", "spread", "grid", "refused"),
    [
        ("exponential", "0.5 days", "0", 1.0, True),
        ("exponential", "0.5 days", "0", 0.0, False),
        ("exponential", "3 days", "0", 1.0, False),
        ("gamma", "2 days", "0.2", 1.0, True),
        ("gamma", "30 days", "0.2", 1.0, False),
        ("lognormal", "5 days", "1.5", 1.0, False),
        ("fixed", "0.4 days", "0", 1.0, True),
        ("fixed", "1.4 days", "0", 1.0, False),
    ],
)
def test_a_grid_that_would_change_the_mean_is_refused(kind: str, typical: str, spread: str, grid: float, refused: bool) -> None:
    length = Length.model_validate({"kind": kind, "typical": typical, "spread": spread, "grid": grid})
    if refused:
        with pytest.raises(ValueError, match=r"mapping\.length: on a grid of 1 days a mean of .* expected a finer grid"):
            refuse_length("mapping", length, {})
    else:
        refuse_length("mapping", length, {})


def test_a_run_says_it_by_name() -> None:
    settings = read_settings(['mapping.length={kind="exponential",typical="0.5 days",grid=1.0}'])
    scenario = load_scenario(bundled("calibration/ragunda/scenario.toml"), settings)
    with pytest.raises((InputError, ValueError), match=r"mapping\.length: on a grid of 1 days a mean of 0\.50 becomes 1\.06"):
        lower(scenario)

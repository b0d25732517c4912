"""Every parameter row that a prior or a posterior can give is one that a scenario can be lowered at."""

import numpy as np
import pytest

from ami_sim.calibration.calibrate import Municipality
from ami_sim.model.lowering import lower
from ami_sim.scenario.load import bundled


@pytest.mark.parametrize("spread", [2.5, 4.0])
def test_rows_far_out_in_the_prior_can_be_lowered(spread: float) -> None:
    """Adjusted draws reach further than drawn ones: every parameter at an end, and all of them anywhere, at once."""
    municipality = Municipality(bundled("calibration/ragunda/scenario.toml").parent)
    prior = municipality.prior
    count = len(prior.names)
    luck = np.random.Generator(np.random.Philox(key=[3, int(10 * spread)]))
    z = np.vstack((np.full(count, spread), np.full(count, -spread), luck.standard_normal((20, count)) * spread / 2))
    for theta in prior.rows(z):
        assert lower(municipality.year.scenario, theta).tables is not None

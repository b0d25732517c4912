"""What a first year's figures taught about each parameter, in the posterior that lies beside a municipality's files."""

from collections.abc import Sequence
from pathlib import Path

from ami_sim.calibration.checks import STILL, verdict
from ami_sim.calibration.posterior import read_posterior


def learnt(folder: Path, reading: str = "") -> dict[str, str]:
    """Give each parameter's verdict: "learnt", "partly learnt" or "still the prior"; nothing without a posterior."""
    posterior = read_posterior(folder, reading)
    return {name: verdict(left) for name, left in posterior.left.items()} if posterior else {}


def still_the_prior(names: Sequence[str], folder: Path, parameters: str, reading: str = "") -> tuple[str, ...]:
    """List the parameters that figures say next to nothing about; all of them when the runs' `parameters` were not the posterior."""
    if parameters != "posterior":
        return tuple(names)
    verdicts = learnt(folder, reading)
    return tuple(name for name in names if verdicts.get(name) == STILL)

"""How long stays are planned: distributions as tables of quantiles, read at -log(u)."""

import numpy as np
from scipy import special

from ami_sim.pathway.tables import DENSITY, QUANTILES


def quantiles(kind: str, typical: float, spread: float) -> list[float]:
    """Planned length at e = 0, 1/28, 2/28, ... where e = -log(upper tail probability): exact for exponential lengths.

    Lognormal: typical is the median, spread the sd of the log. Gamma: typical is the mean, spread the shape.
    """
    e = np.arange(QUANTILES + 1) / DENSITY
    tail = np.exp(-e)
    found: list[float]
    if kind == "fixed":
        found = [typical] * len(e)
    elif kind == "exponential":
        found = (typical * e).tolist()
    elif kind == "lognormal":
        found = (typical * np.exp(-spread * special.ndtri(tail))).clip(0.0).tolist()
    else:
        found = (typical / spread * special.gammainccinv(spread, tail)).tolist()
    return found

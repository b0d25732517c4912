"""How long stays are planned: distributions as tables of quantiles, read at -log(u)."""

from functools import lru_cache

import numpy as np
from scipy import special

from ami_sim.model.tables import DENSITY, QUANTILES


@lru_cache(maxsize=512)  # most lengths follow no parameter
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
        # The first entry would be nought and the shortest lengths read on a line from it: it is set so that their mean is exact.
        first = -np.expm1(-1.0 / DENSITY)
        mean = typical * np.exp(spread**2 / 2) * special.ndtr(special.ndtri(first) - spread) / first
        found[0] = float(max(0.0, 2.0 * mean - found[1]))
    else:
        found = (typical / spread * special.gammainccinv(spread, tail)).tolist()
    return found

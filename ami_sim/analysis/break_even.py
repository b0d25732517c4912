"""At which worth of a participant's hour society's difference is 0: the figure that decides its sign, turned into an answer of its own."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ami_sim.analysis.ratio import ratio_of

Floats = NDArray[np.float64]
MADE, NET, REGULAR = "participants_production", "net_result", "participants_regular_worth"  # measures that it takes; the second of society


@dataclass(frozen=True)
class BreakEven:
    """The share of a regular hour's worth at which a difference for society is 0, with its credible interval over draws (NaN: none).

    always: "above" or "below" where the difference is so whatever an hour is worth, from nothing to a whole regular hour; "none" where it
    never differs. Then there is no share. told: draws can be told from chance.
    """

    share: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    told: bool = True
    always: Literal["", "above", "below", "none"] = ""


def break_even(made: Floats, net: Floats, regular: Floats) -> BreakEven:
    """Find it from differences [draw, replication] in kr: what participants make, society's net result, and their hours at regular worth.

    The net result at a share s of regular worth is `net - made + s regular`: the hours and lives stay as they were.
    """
    at_nothing, at_all = float((net - made).mean()), float((net - made + regular).mean())
    if at_nothing * at_all >= 0:
        return BreakEven(always="none" if at_nothing == at_all == 0 else "above" if at_nothing + at_all > 0 else "below")
    way = 1.0 if at_all > at_nothing else -1.0
    found = ratio_of(way * (made - net), way * regular)
    return BreakEven(found.mean, *found.interval(), found.told)

"""From the municipality's money in the reference to its money in an option, cause by cause, with what no cause explains left as a rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from ami_sim.analysis.uncertainty import CREDIBLE, shown

COST, PAYER = "net_cost", "municipality"


class Cause(NamedTuple):
    """A measure whose difference is a part of the difference in cost; sign: -1 for what is saved."""

    measure: str
    actor: str
    sign: int


# What is left, the handling of aid among it, is the rest.
CAUSES: Final[Mapping[str, Cause]] = {
    "open_work": Cause("aid_saved_by:open_work", "", -1),
    "ami_wage": Cause("aid_saved_by:ami_wage", "", -1),
    "other_subsidised_job": Cause("aid_saved_by:other_subsidised_job", "", -1),
    "studies": Cause("aid_saved_by:studies", "", -1),
    "state_benefit": Cause("aid_saved_by:state_benefit", "", -1),
    "moved_or_died": Cause("aid_saved_by:moved_or_died", "", -1),
    "other": Cause("aid_saved_by:other", "", -1),
    "ami": Cause(COST, "ami", 1),
    "other_municipal": Cause(COST, "other_municipal", 1),
}
REST: Final = "rest"


@dataclass(frozen=True)
class Step:
    """What one cause adds to the cost, kr, with its interval (NaN where there is none, as of the rest)."""

    cause: str
    kr: float
    low: float = nan
    high: float = nan


@dataclass(frozen=True)
class Steps:
    """From the cost of the reference to that of an option, kr: the steps add up to the difference, the rest last."""

    reference: float
    option: float
    steps: tuple[Step, ...]

    @property
    def rest(self) -> float:
        """What no cause explains."""
        return self.steps[-1].kr


def causes(summary: pd.DataFrame, option: str, reference: str) -> Steps | None:
    """Read the steps from a stored summary; nothing where it lacks the cost of either."""
    kind = shown(summary)
    rows = summary[(summary["group"] == "") & (summary["interval"] == (kind if kind == CREDIBLE else "computing"))]
    names = zip(*(rows[key].astype(str).tolist() for key in ("scenario", "reference", "measure", "actor")), strict=True)
    numbers = rows[["mean", "ci_low", "ci_high"]].to_numpy(np.float64).tolist()
    named = dict(zip(names, numbers, strict=True))
    level, other, total = ((reference, "", COST, PAYER), (option, "", COST, PAYER), (option, reference, COST, PAYER))
    if not {level, other, total} <= set(named):
        return None
    found = []
    for name, cause in CAUSES.items():
        if own := named.get((option, reference, cause.measure, cause.actor)):
            mean, low, high = (number * cause.sign for number in own)
            found.append(Step(name, mean, min(low, high), max(low, high)))
    rest = Step(REST, named[total][0] - sum(step.kr for step in found))
    return Steps(named[level][0], named[other][0], (*found, rest))

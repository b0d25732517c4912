"""Who gains and who waits: a comparison's stored runs by background, per person followed, with credible intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.uncertainty import credible, resolved

Floats = NDArray[np.float64]
FOLLOWED: Final = "people_followed"
KEPT: Final = ("sex", "children", "age", "born_abroad", "language_need", "ill_health", "schooling", "on_aid", "referrer", "step")


@dataclass(frozen=True)
class Gain:
    """One measure for one background group per person followed: its mean and credible interval (NaN when there is none).

    people: persons followed, on average. difference: against the reference; otherwise the option's own level. resolved: whether the
    interval is free of chance.
    """

    group: str
    measure: str
    people: float
    mean: float
    low: float
    high: float
    resolved: bool
    difference: bool


def gains(measures: pd.DataFrame, option: str, reference: str, differences: Sequence[str], levels: Sequence[str]) -> list[Gain]:
    """Give measures by background per person followed, in the order of backgrounds; nothing when runs hold no backgrounds.

    measures: the stored long frame. A run in which nobody of a group is followed is left out of that group, draw by draw; a group that
    is followed in no run has no rows. The credible interval needs two draws of two replications at least.
    """
    rows = measures[measures["scenario"].isin([option, reference]) & measures["measure"].isin([FOLLOWED, *differences, *levels])]
    if not (rows["measure"] == FOLLOWED).any():
        return []
    wide = rows.pivot_table(
        index=["draw", "replication"], columns=["scenario", "measure", "group"], values="value", aggfunc="sum", observed=True
    )
    found = []
    for group in ordered([str(name) for name in rows["group"].unique()]):
        counts = wide.get((option, FOLLOWED, group))
        if counts is None or not counts.to_numpy(np.float64).any():
            continue
        for measure, difference in (*((name, True) for name in differences), *((name, False) for name in levels)):
            if (option, measure, group) not in wide:
                continue
            amount = wide[option, measure, group] - (wide[reference, measure, group] if difference else 0.0)
            found.append(Gain(group, measure, float(counts.mean()), *per_person(amount, counts), difference))
    return found


def per_person(amount: "pd.Series[float]", counts: "pd.Series[float]") -> tuple[float, float, float, bool]:
    """Divide amounts by persons run by run: the mean, a credible interval over draws (NaN when there is none), whether it is resolved."""
    each = (amount / counts.where(counts > 0)).dropna()
    if each.empty:
        return float("nan"), float("nan"), float("nan"), False
    by_draw = each.groupby(level="draw")
    least = int(by_draw.size().min())
    if by_draw.ngroups < 2 or least < 2:
        return float(each.mean()), float("nan"), float("nan"), False
    runs: Floats = np.stack([rows.to_numpy(np.float64)[:least] for _, rows in by_draw])[None].astype(np.float64)
    low, high = credible(runs)
    return float(each.mean()), float(low[0]), float(high[0]), bool(resolved(runs)[0])


def ordered(groups: Sequence[str]) -> list[str]:
    """Put everybody first, then backgrounds in the order of `KEPT`; what is no background (a limit, a group of places) is left out."""
    kept = [name for name in groups if name == "" or name.partition(":")[0] in KEPT]
    return sorted(kept, key=lambda name: (-1 if not name else KEPT.index(name.partition(":")[0]), ""))

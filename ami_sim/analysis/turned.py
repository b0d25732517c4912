"""What the options are worth when one thing is turned: a rule of AF, a reading, a price, a correction that stored measures hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.choice import NAN, expected, intervals_of, shares_best

Floats = NDArray[np.float64]
BASE: Final = "as_it_stands"  # the switch that turns nothing
REGIME: Final = "regime"  # what a switch is about that turns a rule of AF
WEIGHTED: Final = "regimes_weighted"  # the line that averages AF's regimes
TURNED_COLUMNS: Final = [
    "switch",
    "about",
    "title",
    "option",
    "payer",
    "mean",
    "credible_low",
    "credible_high",
    "p_best",
    "draws",
    "replications",
    "how",
]


@dataclass(frozen=True)
class Correction:
    """What is added to every option's net result, and for whom: a stored measure in kr, or one that stands in place of the net result."""

    name: str
    measure: str
    payers: tuple[str, ...]
    instead: bool = False


CORRECTIONS: Final = (
    Correction("displacement_low", "displacement_low", ("municipality", "public", "society")),
    Correction("displacement_central", "displacement", ("municipality", "public", "society", "state")),
    Correction("displacement_high", "displacement_high", ("municipality", "public", "society")),
    Correction("public_funds", "net_result_dearer_public_money", ("society",), instead=True),
)


@dataclass(frozen=True)
class Turned:
    """The options with one thing turned, kr against the reference by option; NaN where an interval or a share is not defined.

    title: as the user's file names it; "" for what the program names itself. how: "run", "repriced", "as it stands", "stored", "average".
    """

    switch: str
    about: str
    title: str
    mean: Mapping[str, float]
    credible_low: Mapping[str, float]
    credible_high: Mapping[str, float]
    best: str
    p_best: float
    how: str


@dataclass(frozen=True)
class Worths:
    """What every option is worth, kr [option], with its credible interval (NaN: none) and the share of draws in which it is the best."""

    mean: Floats
    low: Floats
    high: Floats
    p_best: Floats


def worths(runs: Floats) -> Worths:
    """Sum up net benefits [draw, option, replication]; the share is NaN with one draw."""
    low, high = intervals_of(runs)
    best = shares_best(expected(runs)) if len(runs) > 1 else np.full(runs.shape[1], np.nan)
    return Worths(runs.mean(axis=(0, 2)), low, high, best)


def corrected(name: str, runs: Floats, options: Sequence[str]) -> Turned:
    """Sum up net benefits [draw, option, replication] under a correction that stored measures hold."""
    found = worths(runs)
    mean, low, high = (dict(zip(options, each.tolist(), strict=True)) for each in (found.mean, found.low, found.high))
    best = int(found.mean.argmax())
    return Turned(name, "prices", "", mean, low, high, options[best], float(found.p_best[best]), "stored")


def turned_of(frame: pd.DataFrame, options: Sequence[str]) -> tuple[Turned, ...]:
    """Read one payer's rows of a switch file: one entry a switch that all the options have a mean in."""
    found = []
    for name, rows in frame.groupby("switch", sort=False):
        by_option = rows.set_index("option").reindex(list(options))
        if by_option["mean"].isna().any():
            continue
        best, first = str(by_option["mean"].idxmax()), rows.iloc[0]
        mean, low, high = ({str(k): float(v) for k, v in by_option[key].items()} for key in ("mean", "credible_low", "credible_high"))
        share = float(by_option["p_best"].to_dict()[best])
        found.append(Turned(str(name), str(first["about"]), str(first["title"]), mean, low, high, best, share, str(first["how"])))
    return tuple(found)


def weighted(rows: Sequence[Turned], weights: Mapping[str, float], options: Sequence[str]) -> Turned | None:
    """Average AF's regimes by their weights (regime -> weight above 0); nothing without weights or when a weighted one is missing."""
    by_regime = {row.switch.removeprefix("regime_"): row for row in rows if row.about == REGIME}
    if not weights or any(name not in by_regime for name in weights):
        return None
    total = sum(weights.values())
    mean = {option: sum(weight * by_regime[name].mean[option] for name, weight in weights.items()) / total for option in options}
    none = dict.fromkeys(options, NAN)
    return Turned(WEIGHTED, REGIME, "", mean, none, none, max(mean, key=lambda option: mean[option]), NAN, "average")

"""Numbers made of other numbers' means: costs for each person, and the worth of participants' work at which society comes out at nought.

A ratio of means, never a mean of ratios. Its credible interval holds the ratios of the draws' own means; there is none where some draw's
lower number is on the other side of nought, for the ratio then goes through infinity.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.differences import COMPUTING, KEY, LEVEL, SUMMARY_COLUMNS, Values, arranged
from ami_sim.analysis.ratio import ratio_of, sides_of
from ami_sim.analysis.uncertainty import CREDIBLE, FEW

Floats = NDArray[np.float64]
Key = tuple[str, str]  # measure, actor


@dataclass(frozen=True)
class Ratio:
    """A ratio of two numbers: `above`, a sum of measures with their signs, over `below`; of differences from a reference, or of levels.

    titles: by language. doc: what it is, as docs/model.md prints it.
    """

    name: str
    actor: str
    unit: str
    above: Mapping[Key, int]
    below: Key
    difference: bool
    titles: Mapping[str, str]
    doc: str


BREAK_EVEN: Final = "break_even_worth"
ASSUMED: Final = "assumed_worth"
RATIOS: Final = (
    Ratio(
        BREAK_EVEN,
        "society",
        "share",
        {("participants_production", ""): 1, ("net_result", "society"): -1},
        ("participants_regular_worth", ""),
        difference=True,
        titles={
            "en": "Worth of an hour of participants' work at which it is 0",
            "sv": "Värde av en deltagartimme där det blir 0",
        },
        doc="The share of a regular employee's hour that an hour of participants' work has to be worth for society's `net_result` to be 0,"
        " everything else as it is: society's result is linear in it. Below 0 or above 1: at no worth that an hour can have.",
    ),
    Ratio(
        ASSUMED,
        "society",
        "share",
        {("participants_production", ""): 1},
        ("participants_regular_worth", ""),
        difference=True,
        titles={"en": "The worth assumed", "sv": "Antaget värde"},
        doc="The share of a regular employee's hour that an hour of participants' work is assumed to be worth, on average.",
    ),
    Ratio(
        "cost_per_active_year",
        "municipality",
        "kr",
        {("measures_net", "municipality"): 1},
        ("people_active", ""),
        difference=False,
        titles={"en": "Net cost of the measures per active person-year", "sv": "Åtgärdernas nettokostnad per aktivt personår"},
        doc="`measures_net` over `people_active`: what a year in activity costs the municipality, before what it spares.",
    ),
    Ratio(
        "cost_per_added_participant",
        "municipality",
        "kr",
        {("net_cost", "municipality"): 1},
        ("people_started", ""),
        difference=True,
        titles={"en": "Net cost per person more who began a stay", "sv": "Nettokostnad per ytterligare person som börjat en insats"},
        doc="The difference in the municipality's `net_cost` over that in `people_started`, aid and taxes counted.",
    ),
)


def ratios(
    replications: pd.DataFrame | Values,
    *,
    experiment: str,
    references: Sequence[str] = (),
    scenarios: Sequence[str] | None = None,
    level: float = LEVEL,
    order: Sequence[str] = (),
) -> pd.DataFrame:
    """Give the ratios of every option in the columns of the summary; those that the measures, or a lower number of nought, do not allow are

    left out. Arguments and errors as `summarise`. The rows of `computing` have no ends; those of `credible` have, with draws enough.
    """
    wanted = {key for ratio in RATIOS for key in (*ratio.above, ratio.below)}
    table = arranged(replications, references, scenarios, order)
    whole = pd.MultiIndex.from_frame(table.keys[["measure", "actor"]])
    table = table.only(whole.isin(list(wanted)) & (table.keys["group"] == "").to_numpy())
    rows = [
        row
        for reference in ("", *references)
        for at, name in enumerate(table.scenarios)
        if name != reference
        for ratio in RATIOS
        if ratio.difference == bool(reference)
        for row in rows_of(ratio, table, at, reference, level)
    ]
    return pd.DataFrame([{"experiment": experiment, **row} for row in rows], columns=list(SUMMARY_COLUMNS))


def rows_of(ratio: Ratio, table: Values, at: int, reference: str, level: float) -> list[dict[str, object]]:
    """Give the summary rows of one ratio for one option."""
    place = {(str(row[0]), str(row[1])): index for index, row in enumerate(table.keys[KEY].itertuples(index=False, name=None))}
    if any(key not in place for key in (*ratio.above, ratio.below)):
        return []
    values = table.values[at] - (table.values[table.scenarios.index(reference)] if reference else 0.0)
    above = sum((sign * values[place[key]] for key, sign in ratio.above.items()), np.zeros(values.shape[1]))
    below = values[place[ratio.below]]
    whole = ~np.isnan(above + below)
    if not whole.any() or abs(below[whole].mean()) < TINY:
        return []
    draws, each = len(table.sizes), min(table.sizes)
    shared = {
        "scenario": table.scenarios[at],
        "reference": reference,
        "measure": ratio.name,
        "actor": ratio.actor,
        "group": "",
        "unit": ratio.unit,
        "mean": float(above[whole].mean() / below[whole].mean()),
        "level": level,
        "draws": draws,
        "replications": each,
        "free_of_chance": True,
    }
    found = [{**shared, "interval": COMPUTING, "ci_low": np.nan, "ci_high": np.nan}]
    if draws > 1 and len(set(table.sizes)) == 1 < each:
        drawn = interval_of(above.reshape(draws, each), below.reshape(draws, each), level)
        found.append({**shared, "interval": CREDIBLE, **drawn})
    return found


TINY: Final = 1e-9  # of a lower number: that is nought


def interval_of(above: Floats, below: Floats, level: float) -> dict[str, object]:
    """Give the ends of the interval over draws; none with few of them, and where a draw's lower number is on the other side of nought."""
    side = sides_of(below)
    if len(above) < FEW or np.isnan(above + below).any() or not (side == side[0]).all():
        return {"ci_low": np.nan, "ci_high": np.nan}
    found = ratio_of(side[0] * above, side[0] * below)
    low, high = found.interval(level)
    return {"ci_low": low, "ci_high": high, "free_of_chance": found.told}

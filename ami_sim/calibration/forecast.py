"""A forecast of counts: many simulated years, one a parameter draw, counted in a window that has not been seen.

Two kinds. *What comes*: from the present on, at the municipality's posterior draws with the first years that were found for them, or at
prior draws where it has none. *What would have come*: as if only the targets known by an earlier day were, at prior draws, of which the
fifth whose first year is nearest those targets is kept (rejection, Pritchard et al. 1999); the rest of the first year is the forecast.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ami_sim.accounts.pooled import aid_by_income, with_aid_prices
from ami_sim.calibration.targets import Target
from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import History, day_of, highest_rates
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.record.first_year import COUNTS, first_year_counts
from ami_sim.record.spells import spells_of
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]
KEPT: Final = 5  # one in so many simulated first years is kept, the nearest what is known


class Kind(NamedTuple):
    """How a count is counted in a window of a run: "sum" and "mean" between its days, "level" on the last, "share" of another count."""

    how: str
    of: str = ""


WINDOWED: Final[Mapping[str, Kind]] = {
    "met": Kind("sum"),
    "met_from_aid": Kind("sum"),
    "share_from_aid": Kind("share", "met"),
    "share_with_children": Kind("share", "met"),
    "active": Kind("level"),
    "employed": Kind("level"),
    "queue": Kind("level"),
    "paused": Kind("level"),
    "switched": Kind("sum"),
    "to_work": Kind("sum"),
    "to_studies": Kind("sum"),
    "left": Kind("sum"),
    "left_to_work": Kind("share", "left"),
    "left_to_studies": Kind("share", "left"),
    "aid_stock": Kind("mean"),
    "aid_paid": Kind("mean"),
    "wages_paid": Kind("mean"),
}


@dataclass(frozen=True)
class Luck:
    """Where the chance of forecast years comes from: a seed, and for each draw whose first year it has (none at prior draws)."""

    seed: int
    histories: Sequence[History] = ()

    def history(self, draw: int) -> History | None:
        """Give whose first year a draw has."""
        return self.histories[draw] if self.histories else None


def years(
    scenario: Scenario,
    rows: Sequence[Mapping[str, float]],
    days: Sequence[float],
    luck: Luck,
    engine: str = "compiled",
    progress: Progress | None = None,
) -> Floats:
    """Simulate a scenario once at each parameter row and count on some days [row, day, `COUNTS`], each from the start to that day."""
    runs, found = engine_named(engine), []
    for draw, theta in enumerate(rows):
        plan = with_aid_prices(lower(scenario, theta))
        highest = highest_rates([(scenario, plan.theta)])
        people = population(plan, luck.seed, draw + 1, 0, highest, runs.live, luck.history(draw))
        spells = spells_of(runs.simulate(plan, people).log, plan.horizon)
        aid = aid_by_income(plan)
        found.append([first_year_counts(spells, plan, people, day, aid) for day in days])
        if progress:
            progress(draw + 1, len(rows))
    return np.array(found)


def until_day(scenario: Scenario, until: date) -> Scenario:
    """Give a scenario that ends on a day, whatever options part later."""
    return scenario.model_copy(update={"end": until, "parting": min(scenario.parting, until)})


def windowed(counts: Floats, days: tuple[float, float]) -> dict[str, Floats]:
    """Give counts [row, since and until, `COUNTS`] as those of the window between the two days, by name (`WINDOWED`)."""
    column = {name: counts[:, :, index] for index, name in enumerate(COUNTS)}
    added = {name: column[name][:, 1] - column[name][:, 0] for name in COUNTS}
    since, until = days
    found = {}
    for name, kind in WINDOWED.items():
        if kind.how == "level":
            found[name] = column[name][:, 1]
        elif kind.how == "sum":
            found[name] = added[name]
        elif kind.how == "mean":
            found[name] = (column[name][:, 1] * until - column[name][:, 0] * since) / (until - since)
        else:
            parts = column[name] * column[kind.of]
            found[name] = np.clip((parts[:, 1] - parts[:, 0]) / np.maximum(added[kind.of], 1.0), 0.0, 1.0)
    return found


def nearest_known(counts: Floats, known: Mapping[str, Target], on: Mapping[str, int], keep: int) -> NDArray[np.int64]:
    """Give the rows of counts [row, day, `COUNTS`] that are nearest what is known, by how far outside of it they lie; ties by their order.

    on: by target, the place of its last day among the days.
    """
    misses = [row.misses(counts[:, on[name], COUNTS.index(row.counts)]) for name, row in known.items()]
    distance = np.sum(np.square(misses), axis=0)
    return np.sort(np.argsort(distance, kind="stable")[:keep])


def last_days(scenario: Scenario, targets: Mapping[str, Target]) -> tuple[tuple[float, ...], dict[str, int]]:
    """Give the days on which windows end, in order, and the place of each target's among them."""
    days = tuple(sorted({day_of(scenario, row.until) for row in targets.values()}))
    return days, {name: days.index(day_of(scenario, row.until)) for name, row in targets.items()}


PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "inflow": ("referrer", "later", "cohort", "open_cases"),
    "effects": ("effects", "classes", "intervention", "workplace"),
    "rules": ("rule", "application", "unit", "mapping", "order", "strategy", "duty"),
    "durations": ("clock", "life", "bands", "family", "households"),
}  # which tables of a scenario say that a parameter is a part of what; the first that names it decides
OTHER: Final = "durations"  # what no table names is a parameter of lives
CHANCE: Final = "chance"
RIDGES: Final = tuple(10.0**power for power in range(-1, 5))


def part_of(names: Sequence[str], tables: Mapping[str, object]) -> dict[str, str]:
    """Say of each parameter what it is a part of (`PARTS`), by the tables that name it."""
    said = {name: f" {spaced(table)} " for name, table in tables.items()}
    found = {}
    for name in names:
        naming = [part for part, heads in PARTS.items() if any(f" {name} " in said.get(head, "") for head in heads)]
        found[name] = naming[0] if naming else OTHER
    return found


def spaced(table: object) -> str:
    """Write a table's words with spaces between them."""
    return "".join(sign if sign.isalnum() or sign == "_" else " " for sign in str(table))


def shares_of(values: Floats, z: Floats, parts: Sequence[str]) -> dict[str, float]:
    """Give how much of the spread of a count [draw] comes from each part's parameters, and from chance; the shares add up to 1.

    z: the parameters' normal scores [draw, parameter]. A ridge regression predicts the rank of each draw from all others (its strength is
    the one that predicts best); what it tells of the spread is shared out by the covariance of each part's own prediction with the count.
    What it does not tell is chance, or more than so many draws can show.
    """
    names = sorted(set(parts))
    y = stats.rankdata(values)
    spread = y.std()
    if spread == 0.0 or len(values) < 10:
        return dict.fromkeys(names, 0.0) | {CHANCE: 1.0}
    y, x = (y - y.mean()) / spread, (z - z.mean(axis=0)) / np.maximum(z.std(axis=0), 1e-12)
    best = min((left_out(x, y, ridge) for ridge in RIDGES), key=lambda by: float(np.square(y - by.sum(axis=1)).sum()))
    told = max(0.0, 1.0 - float(np.square(y - best.sum(axis=1)).mean()))
    added = {name: max(0.0, float(y @ best[:, [part == name for part in parts]].sum(axis=1))) for name in names}
    whole = fsum(added.values())
    return {name: told * part / whole if whole else 0.0 for name, part in added.items()} | {CHANCE: 1.0 - told if whole else 1.0}


def left_out(x: Floats, y: Floats, ridge: float) -> Floats:
    """Give what each parameter adds to a draw's count [draw, parameter], by a ridge regression on all other draws (Sherman-Morrison)."""
    inverse = np.linalg.inv(x.T @ x + ridge * np.eye(x.shape[1]))
    slopes = inverse @ (x.T @ y)
    leans = x @ inverse
    leverage = np.clip((leans * x).sum(axis=1), 0.0, 1.0 - 1e-9)
    residual = y - x @ slopes
    return np.asarray(x * (slopes - leans * (residual / (1.0 - leverage))[:, None]))

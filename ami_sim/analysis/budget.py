"""The budget, year by year: what each committee pays on each line, how it varies, and the risk of going over what was set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.accounts.committees import budget_of, wage_money
from ami_sim.accounts.outturn import KEYS, RUN, Outturn, Pairs, outturn_frame, pairs_in
from ami_sim.accounts.stored import StoredDays, months_of
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.prices import Budget, monthly
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
BUDGET_COLUMNS: Final = [
    "scenario",
    "committee",
    "line",
    "year",
    "mean",
    "p10",
    "p90",
    "budget",
    "overrun_probability",
    "overrun_mean",
    "draws",
    "replications",
]
LOW, HIGH = 0.1, 0.9  # the band that is shown: one year in ten below, one in ten above


def budget_frame(
    outturns: pd.DataFrame, scenarios: Mapping[str, Scenario], theta: Mapping[str, float], reference: str = ""
) -> pd.DataFrame:
    """Lay out every committee's outturn by line and year from the parting year on, in each year's own kronor, undiscounted.

    outturns: of every run of all options (`accounts.outturn.outturn_frame`). theta: the parameter row that what is set aside follows.
    Costs are positive, incomes negative.
    `p10` and `p90` are quantiles over runs. `budget` is what `prices.budget` sets a line against (NaN where nothing is set);
    `overrun_probability` is the share of runs over it and `overrun_mean` how much over they are, on average of those that are.
    """
    pairs, years = pairs_in(outturns), np.unique(outturns["year"].to_numpy(np.int64))
    draws = outturns["draw"].nunique()
    by_option = {
        str(name): rows.sort_values([*RUN, "year"])[list(outturns.columns[len(KEYS) :])].to_numpy().reshape(-1, len(years), len(pairs))
        for name, rows in outturns.groupby("scenario", sort=False, observed=True)
    }
    frames = []
    for name, scenario in scenarios.items():
        plan = lower(scenario, theta)
        kept = years >= scenario.parting.year
        budgets = set_aside(plan, pairs, years, by_option.get(reference))
        frames.append(_rows(name, pairs, years[kept], by_option[name][:, kept], budgets[kept], draws))
    return pd.concat(frames, ignore_index=True)[BUDGET_COLUMNS]


def outturns_of_days(
    days: pd.DataFrame, scenarios: Mapping[str, Scenario], thetas: Sequence[Mapping[str, float]], runs: Mapping[int, int] | None = None
) -> pd.DataFrame:
    """Price the stored days of all options into the outturns of their runs, kr of each year.

    thetas: the parameter row of each draw. runs: how many there were of each draw (default: those with days); one in which nobody came has
    no days, and its units cost what they cost.
    """
    medians = {name: lower(scenario, thetas[0]) for name, scenario in scenarios.items()}
    nobody = StoredDays.of(days.iloc[:0])
    stored = {str(name): StoredDays.of(rows).by_draw() for name, rows in days.groupby("scenario", sort=False, observed=True)}
    rows: list[tuple[int, int, str, Outturn]] = []
    for draw in sorted({draw for found in stored.values() for draw in found} | set(runs or {})):  # options of a draw share their prices
        for name, plan in medians.items():
            at = replace(plan, theta=plan.scenario.at_medians() | dict(thetas[draw]))
            also = [(draw, replication) for replication in range((runs or {}).get(draw, 0))]
            yearly = stored.get(name, {}).get(draw, nobody).priced(at, "current", also)
            pairs, signs = budget_of(yearly.book.lines)
            for replication, kronor in zip(yearly.runs["replication"].tolist(), yearly.total, strict=True):
                rows.append((draw, replication, name, Outturn(yearly.years, pairs, kronor @ signs)))
    return outturn_frame(rows)


def set_aside(plan: Plan, pairs: Pairs, years: NDArray[np.int64], reference: Floats | None) -> Floats:
    """Say what each line is set against in each year, kr [year, pair]; NaN where nothing is.

    reference: the reference's outturn [run, year, pair]; without it a line that is set by it has no budget. InputError for an unknown line.
    """
    budgets = np.full((len(years), len(pairs)), np.nan)
    for name, row in plan.scenario.prices.budget.items():
        if (row.committee, row.line) not in pairs:
            known = nearest(row.line, {line for committee, line in pairs if committee == row.committee})
            raise InputError(f'prices.budget.{name}.line: "{row.line}" is not a line of {row.committee}.{known}')
        at = pairs.index((row.committee, row.line))
        if row.set_by == "wage_money":
            budgets[:, at] = wage_money(plan, months_of(plan), row.follows, current=True)[1]
        elif row.set_by == "amount":
            budgets[:, at] = _amounts(row, plan, years)
        elif reference is not None:
            budgets[:, at] = reference[:, :, at].mean(axis=0)
    return budgets


def asked_for(budget: pd.DataFrame, year: int) -> pd.DataFrame:
    """Say how much more each option asks of the municipality in a year than the year before, by committee and line, kr.

    Returns scenario, committee, line, before, after, more: for 2021 the lines `staff` and `project_money` show what the end of
    external money leaves to pay. Raises ValueError when a year is missing.
    """
    for needed in (year - 1, year):
        if needed not in set(budget["year"]):
            raise ValueError(f"budget: {needed} is missing; it holds {budget['year'].min()} to {budget['year'].max()}")
    keys = ["scenario", "committee", "line"]
    before, after = (budget[budget["year"] == at].set_index(keys)["mean"] for at in (year - 1, year))
    found = pd.DataFrame({"before": before, "after": after, "more": after - before})
    return found.reset_index()


def _amounts(row: Budget, plan: Plan, years: NDArray[np.int64]) -> list[float]:
    """Kr a year of a budget that is an amount in the price year."""
    assert row.amount is not None
    prices = plan.scenario.prices
    return [12 * monthly(row.amount) * prices.level(row.follows, year, prices.price_year) for year in years.tolist()]


def _rows(name: str, pairs: Pairs, years: NDArray[np.int64], outturns: Floats, budgets: Floats, draws: int) -> pd.DataFrame:
    """Give the rows of one option; outturns [run, year, pair]. A line that never has any money is left out."""
    over = outturns - budgets
    excess = np.where(over > 0, over, 0.0)
    times = (over > 0).sum(axis=0)
    with np.errstate(invalid="ignore"):
        probability = np.where(np.isnan(budgets), np.nan, times / len(outturns))
        size = np.where(times > 0, excess.sum(axis=0) / np.maximum(times, 1), np.where(np.isnan(budgets), np.nan, 0.0))
    low, high = np.quantile(outturns, (LOW, HIGH), axis=0)
    used = np.flatnonzero(outturns.any(axis=(0, 1)) | ~np.isnan(budgets).all(axis=0))
    place = [(pair, year) for pair in used.tolist() for year in range(len(years))]
    at = tuple(np.array(place).T[::-1])
    columns: dict[str, object] = {
        "scenario": name,
        "committee": [pairs[pair][0] for pair, _ in place],
        "line": [pairs[pair][1] for pair, _ in place],
        "year": years[at[0]],
        "mean": outturns.mean(axis=0)[at],
        "p10": low[at],
        "p90": high[at],
        "budget": budgets[at],
        "overrun_probability": probability[at],
        "overrun_mean": size[at],
        "draws": draws,
        "replications": len(outturns) // draws,
    }
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class Overrun:
    """One budget line's year: what it is set against, the chance of going over, and by how much then on average; kr of that year."""

    scenario: str
    committee: str
    line: str
    year: int
    budget: float
    overrun_probability: float
    overrun_mean: float


def overruns(frame: pd.DataFrame, options: Sequence[str]) -> tuple[Overrun, ...]:
    """Read the risk of going over every line that something is set aside for, year by year, from a stored budget frame."""
    kept = frame[frame["budget"].notna() & frame["scenario"].isin(options)]
    return tuple(
        Overrun(
            str(row["scenario"]),
            str(row["committee"]),
            str(row["line"]),
            int(row["year"]),
            float(row["budget"]),
            float(row["overrun_probability"]),
            float(row["overrun_mean"]),
        )
        for row in kept.to_dict("records")
    )

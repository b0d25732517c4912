"""Levels per scenario and paired differences between scenarios, with intervals over independent replications.

The same people live twice: a difference is taken person for person's luck, that is within (draw, replication), and only
then averaged. Method: Law, Simulation Modeling and Analysis (5th ed. 2015), ch. 10-11: `mean ± t(R-1) S_X / sqrt(R)`.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.scales import ends_on_scale

Floats = NDArray[np.float64]
LEVEL: Final = 0.95  # the level of every interval that is printed
COMPUTING: Final = "computing"  # the kind of interval: simulation error around the parameters used, nothing else
RUN: Final = ["draw", "replication"]
KEY: Final = ["measure", "actor", "group"]
REPLICATION_COLUMNS: Final = [*RUN, "scenario", *KEY, "unit", "value"]
SUMMARY_COLUMNS: Final = [
    "experiment",
    "scenario",
    "reference",
    *KEY,
    "unit",
    "mean",
    "interval",
    "ci_low",
    "ci_high",
    "level",
    "draws",
    "replications",
    "free_of_chance",  # false for a credible interval that holds chance as well
]


class Estimates(NamedTuple):
    """Means and intervals of many measures, one entry each; ends are NaN where one unit of analysis allows no interval."""

    mean: Floats
    low: Floats
    high: Floats
    draws: NDArray[np.int64]
    replications: NDArray[np.int64]  # per draw


class Values(NamedTuple):
    """Every value of every run, laid out so that scenarios can be subtracted."""

    scenarios: list[str]
    keys: pd.DataFrame  # measure, actor, group, unit: one row per second axis of `values`
    values: Floats  # scenarios x keys x runs; NaN: not defined in that run
    sizes: list[int]  # replications of each draw, in the order of the runs

    def only(self, chosen: NDArray[np.bool_]) -> "Values":
        """Keep some keys."""
        return self._replace(keys=self.keys[chosen].reset_index(drop=True), values=self.values[:, chosen])


def summarise(
    replications: pd.DataFrame | Values,
    *,
    experiment: str,
    references: Sequence[str] = (),
    scenarios: Sequence[str] | None = None,
    level: float = LEVEL,
    order: Sequence[str] = (),
) -> pd.DataFrame:
    """Summarise replications as levels per scenario, then as paired differences from each reference in turn.

    replications: one row per (draw, replication, scenario, measure, actor, group), with `unit` and `value`, or the same arranged
    already; a value that is not defined in a replication (the wait when nobody waited) is NaN and is left out, pair by pair;
    `replications` then counts what was used. A measure defined nowhere has no row.
    references: scenarios to compare with, the main one first. scenarios: the order to print in (all names; else sorted).
    order: measures in the order to print them in; others come last, by name.
    The unit of analysis is the replication when there is one draw of the parameters, else the mean of a draw's replications;
    `replications` is per draw (the smallest number used). With one unit the interval is empty (NaN); where all units are equal it is
    the mean itself. Row order in does not matter. Returns `SUMMARY_COLUMNS`; reference is "" for levels.
    Raises ValueError for an unknown reference, a missing or doubled row, an infinite value or two units for one measure.
    """
    table = arranged(replications, references, scenarios, order)
    parts = [
        _rows(table.keys, _estimate(table.values[at], table.sizes, level, table.keys["unit"].tolist()), experiment, scenario, "", level)
        for at, scenario in enumerate(table.scenarios)
    ]
    for reference in references:
        against = table.values[table.scenarios.index(reference)]
        for at, scenario in enumerate(table.scenarios):
            if scenario != reference:
                estimates = _estimate(table.values[at] - against, table.sizes, level)
                parts.append(_rows(table.keys, estimates, experiment, scenario, reference, level))
    return pd.concat(parts, ignore_index=True)


def gain_of_pairing(replications: pd.DataFrame, *, reference: str) -> pd.DataFrame:
    """Measure how much pairing narrows each difference: (s_d² + s_0²) / S_X² over the units of analysis.

    Above 1 pairing helps; about 1 or below, the luck of the two scenarios is not synchronised. Infinite when the difference never varies
    though the levels do; NaN when nothing varies or fewer than two units exist (there is nothing to gain).
    Returns scenario, reference, measure, actor, group, gain. Errors as `summarise`.
    """
    table = arrange(replications, [reference], None)
    against = table.values[table.scenarios.index(reference)]
    parts = []
    for at, scenario in enumerate(table.scenarios):
        if scenario == reference:
            continue
        undefined = np.isnan(table.values[at]) | np.isnan(against)
        own, other = (np.where(undefined, np.nan, values) for values in (table.values[at], against))
        apart = _variance(own, table.sizes) + _variance(other, table.sizes)
        with np.errstate(divide="ignore", invalid="ignore"):
            gain = apart / _variance(own - other, table.sizes)
        parts.append(table.keys[KEY].assign(scenario=scenario, reference=reference, gain=gain))
    columns = ["scenario", "reference", *KEY, "gain"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def arranged(
    replications: pd.DataFrame | Values, references: Sequence[str], scenarios: Sequence[str] | None, order: Sequence[str] = ()
) -> Values:
    """Give what has been arranged as it is, else arrange it."""
    return replications if isinstance(replications, Values) else arrange(replications, references, scenarios, order)


def arrange(replications: pd.DataFrame, references: Sequence[str], scenarios: Sequence[str] | None, order: Sequence[str] = ()) -> Values:
    """Lay the long frame out as scenarios x keys x runs after checking that every run of every scenario has every row.

    order: measures in the order of the keys; others come last, by name.
    """
    missing = [column for column in REPLICATION_COLUMNS if column not in replications.columns]
    if missing:
        raise ValueError(f"replications: column {missing[0]} is missing; expected {', '.join(REPLICATION_COLUMNS)}")
    if replications.empty:
        raise ValueError("replications: the frame has no rows; at least one replication of one scenario is needed")
    names = _names(replications, references, scenarios)
    _refuse_bad_values(replications)
    key, keys = numbered(replications, [*KEY, "unit"])
    doubled = keys[keys.duplicated(KEY)]
    if len(doubled):
        raise ValueError(f"replications: {_named(doubled.iloc[0])} comes in two units; expected one")
    run, runs = numbered(replications, RUN)
    scenario, present = numbered(replications, ["scenario"])
    place = {measure: at for at, measure in enumerate(order)}
    printed = (
        keys.assign(place=[place.get(measure, len(place)) for measure in keys["measure"]]).sort_values(["place", *KEY]).index.to_numpy()
    )
    shape = (len(names), len(keys), len(runs))
    rows_of, columns_of = np.zeros(shape[0], np.int64), np.zeros(shape[1], np.int64)
    rows_of[[present["scenario"].tolist().index(name) for name in names]] = np.arange(shape[0])
    columns_of[printed] = np.arange(shape[1])
    where = np.ravel_multi_index((rows_of[scenario], columns_of[key], run), shape)
    keys = keys.loc[printed].reset_index(drop=True)
    found = np.bincount(where, minlength=shape[0] * shape[1] * shape[2]).reshape(shape)
    if (found != 1).any():
        scenario_at, key_at, run_at = (int(axis[0]) for axis in np.nonzero(found != 1))
        where_run = "draw {}, replication {}".format(*runs.iloc[run_at])
        problem = "is missing" if found[scenario_at, key_at, run_at] == 0 else "comes more than once"
        raise ValueError(
            f"replications: {_named(keys.iloc[key_at])} of scenario {names[scenario_at]} {problem} in {where_run};"
            " scenarios are compared replication by replication, so each needs exactly one row"
        )
    values = np.zeros(found.size)
    values[where] = replications["value"].to_numpy(dtype=np.float64)
    _, sizes = np.unique(runs["draw"].to_numpy(), return_counts=True)
    return Values(names, keys, values.reshape(shape), [int(size) for size in sizes])


def numbered(frame: pd.DataFrame, names: list[str]) -> tuple[NDArray[np.int64], pd.DataFrame]:
    """Give each row the number of what it holds in some columns, in their order, and say what each number stands for."""
    code, kinds = np.zeros(len(frame), np.int64), []
    for name in names:
        place, labels = pd.factorize(frame[name], sort=True)
        kinds.append(np.asarray(labels))
        code = code * len(labels) + place
    number, codes = pd.factorize(code, sort=True)
    columns = {}
    for name, labels in zip(reversed(names), reversed(kinds), strict=True):
        codes, at = np.divmod(codes, len(labels))
        columns[name] = labels[at]
    return number, pd.DataFrame({name: columns[name] for name in names})


def _names(replications: pd.DataFrame, references: Sequence[str], scenarios: Sequence[str] | None) -> list[str]:
    present = sorted({str(name) for name in replications["scenario"].unique()})
    names = present if scenarios is None else list(scenarios)
    if sorted(names) != present:
        raise ValueError(f"scenarios: {', '.join(names)} was given, but the replications hold {', '.join(present)}")
    for reference in references:
        if reference not in names:
            raise ValueError(f"reference: {reference!r} is not among the scenarios {', '.join(names)}")
    return names


def _refuse_bad_values(replications: pd.DataFrame) -> None:
    infinite = np.isinf(replications["value"].to_numpy(dtype=np.float64))
    if infinite.any():
        row = replications[infinite].iloc[0]
        where = f"scenario {row['scenario']}, replication {row['replication']}"
        raise ValueError(f"replications: {_named(row)} is infinite in {where}; expected a number, or NaN where it is not defined")


def _named(row: "pd.Series[Any]") -> str:
    parts = [str(row["measure"]), *(f"{column} {row[column]}" for column in ("actor", "group") if row[column])]
    return ", ".join(parts)


def _by_unit(values: Floats, sizes: list[int]) -> tuple[Floats, NDArray[np.int64]]:
    """Average within draws when there are several: keys x units of analysis, and the replications defined in each draw."""
    starts = np.cumsum([0, *sizes[:-1]])
    defined = ~np.isnan(values)
    counts = np.add.reduceat(defined.astype(np.int64), starts, axis=1)
    if len(sizes) == 1:
        return values, counts
    totals = np.add.reduceat(np.where(defined, values, 0.0), starts, axis=1)
    means = np.where(counts > 0, totals / np.maximum(counts, 1), np.nan)
    for at, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        block = values[:, start : start + size]
        constant = (block == block[:, :1]).all(axis=1)  # keep equal values exact: an average may round
        means[constant, at] = block[constant, 0]
    return means, counts


def _moments(units: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Mean, sample variance (NaN for fewer than two) and number of the units that are defined, row by row."""
    defined = ~np.isnan(units)
    count = defined.sum(axis=1)
    mean = np.where(defined, units, 0.0).sum(axis=1) / np.maximum(count, 1)
    lowest = np.where(defined, units, np.inf).min(axis=1)
    constant = lowest == np.where(defined, units, -np.inf).max(axis=1)
    mean = np.where(count == 0, np.nan, np.where(constant, lowest, mean))
    squares = (np.where(defined, units - mean[:, None], 0.0) ** 2).sum(axis=1)
    variance = np.where(count > 1, squares / np.maximum(count - 1, 1), np.nan)
    return mean, variance, count


def _variance(values: Floats, sizes: list[int]) -> Floats:
    return _moments(_by_unit(values, sizes)[0])[1]


def _estimate(values: Floats, sizes: list[int], level: float, units_of: Sequence[str] = ()) -> Estimates:
    """Estimate the mean of each key and its t interval over the units of analysis. values: keys x runs.

    units_of: the unit of each key, for levels, whose intervals are on their own scale (`scales.py`); differences have none.
    """
    from scipy.special import stdtrit

    units, counts = _by_unit(values, sizes)
    mean, variance, count = _moments(units)
    quantile = np.asarray(stdtrit(np.maximum(count - 1, 1), (1 + level) / 2), dtype=np.float64)
    half = quantile * np.sqrt(variance / np.maximum(count, 1))
    used = counts > 0
    draws = used.sum(axis=1)
    smallest = np.where(used, counts, np.iinfo(np.int64).max).min(axis=1)
    low, high = ends_on_scale(mean, half, units_of) if units_of else (mean - half, mean + half)
    return Estimates(mean, low, high, draws, smallest)


def _rows(keys: pd.DataFrame, estimates: Estimates, experiment: str, scenario: str, reference: str, level: float) -> pd.DataFrame:
    rows = keys.assign(
        experiment=experiment,
        scenario=scenario,
        reference=reference,
        mean=estimates.mean,
        interval=COMPUTING,
        ci_low=estimates.low,
        ci_high=estimates.high,
        level=level,
        draws=estimates.draws,
        replications=estimates.replications,
        free_of_chance=True,
    )
    return rows.loc[~np.isnan(estimates.mean), SUMMARY_COLUMNS]

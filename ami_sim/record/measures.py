"""What a run is measured by: people, waits, outcomes and steps, per person first, then summed over groups.

All are counted from the parting date to the end. A wait that is not over at the end counts with what has been waited so far, and
nobody unfinished is dropped. Only differences against the same people's lives in a reference say what an option does.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import CASES, GROUPS, MONEY, SLOTS, UNLIMITED, Plan
from ami_sim.record.spells import Floats, Ints, Spells
from ami_sim.scenario.quantities import MONTH, YEAR
from ami_sim.scenario.words import (
    ADVANCE,
    DROP_OUT,
    FALL_BACK,
    IN_INTERVENTION,
    MAPPING,
    PLANNED_END,
    START,
    STUDIES,
    SUBSIDISED,
    WAITING_MAPPING,
    WAITING_PLACE,
    WORK,
)

AFTER_MONTHS = (12, 24, 36, 60)  # months after parting at which open work is counted
LASTING = YEAR  # days of a sustained job
UNBROKEN = MONTH  # Kolada: one unbroken month in work
CASE = (MAPPING, WAITING_PLACE, IN_INTERVENTION)


class Measure(NamedTuple):
    """One number of one run."""

    measure: str
    group: str
    unit: str
    value: float


def per_person(spells: Spells, count: int, parting: float, on_aid: NDArray[np.bool_]) -> dict[str, tuple[str, Floats]]:
    """Measures that add up over people: name -> (unit, value of each person). `on_aid`: spells in which the household is paid aid."""
    since = spells.start >= parting
    days = spells.after(parting)
    had_case = np.isin(spells.came_from, CASE)

    def events(chosen: NDArray[np.bool_]) -> Floats:
        return np.bincount(spells.person[since & chosen], minlength=count).astype(np.float64)

    def time(chosen: NDArray[np.bool_], weight: float = 1 / MONTH) -> Floats:
        return np.bincount(spells.person[chosen], weights=days[chosen] * weight, minlength=count).astype(np.float64)

    met = events((spells.what == START) & (spells.stage == MAPPING))
    work = spells.stage == WORK
    span = spells.horizon - parting
    found: dict[str, tuple[str, Floats]] = {
        "people_met": ("persons", np.minimum(met, 1.0)),
        "people_mapped": ("persons", np.minimum(events((spells.what == PLANNED_END) & (spells.came_from == MAPPING)), 1.0)),
        "people_active": ("persons", time(spells.stage == IN_INTERVENTION, 1 / span)),
        "people_started": ("persons", np.minimum(events((spells.what == START) & (spells.stage == IN_INTERVENTION)), 1.0)),
        "stays_completed": ("stays", events((spells.what == PLANNED_END) & (spells.came_from == IN_INTERVENTION))),
        "stays_dropped": ("stays", events(spells.what == DROP_OUT)),
        "counted_to_work": ("persons", np.minimum(events(np.isin(spells.stage, (WORK, SUBSIDISED)) & had_case), 1.0)),
        "counted_to_studies": ("persons", np.minimum(events((spells.stage == STUDIES) & had_case), 1.0)),
        "months_in_work": ("months", time(work)),
        "sustained_work_12m": ("jobs", events(lasting_jobs(spells))),
        "aid_household_months": ("months", time(on_aid)),
        "steps_moved": ("steps", events(spells.what == ADVANCE) - events(spells.what == FALL_BACK)),
        "months_waiting": ("months", time(np.isin(spells.stage, (WAITING_MAPPING, WAITING_PLACE)))),
    }
    for months in AFTER_MONTHS:
        at = parting + months * MONTH
        if at < spells.horizon:
            there = work & (spells.start <= at) & (spells.end > at)
            found[f"in_work_{months}m"] = ("persons", np.bincount(spells.person[there], minlength=count).astype(np.float64))
    return found


def lasting_jobs(spells: Spells) -> NDArray[np.bool_]:
    """Mark the events that began at least a year of unbroken open work.

    Work may be written in several spells: a birthday is an event too.
    """
    begins = (spells.stage == WORK) & (spells.came_from != WORK)
    run = np.cumsum(~((spells.stage == WORK) & (spells.came_from == WORK)))  # one number for each unbroken stretch
    length = np.bincount(run, weights=spells.days, minlength=int(run.max()) + 1 if len(run) else 1)
    found: NDArray[np.bool_] = begins & (length[run] >= LASTING)
    return found


def visits(spells: Spells, stage: int, parting: float) -> tuple[Ints, Floats]:
    """Every entry into a queue from the parting on: who, and days waited until it ended (or the end of the run)."""
    inside = spells.stage == stage
    run = np.cumsum(~(inside & (spells.came_from == stage)))
    begins = np.flatnonzero(inside & (spells.came_from != stage) & (spells.start >= parting))
    length = np.bincount(run[inside], weights=spells.days[inside], minlength=int(run.max()) + 1 if len(run) else 1)
    return spells.person[begins], length[run[begins]]


def waits(spells: Spells, parting: float, groups: dict[str, NDArray[np.bool_]]) -> list[Measure]:
    """Measure waits in both queues, by referrer and step as well: mean and 90th percentile, days; NaN where nobody joined."""
    found = []
    shown = [name for name in groups if not name or name.startswith(("referrer:", "step:"))]
    for queue, stage in (("mapping", WAITING_MAPPING), ("place", WAITING_PLACE)):
        who, days = visits(spells, stage, parting)
        for name in shown:
            chosen = days[groups[name][who]]
            found.append(Measure(f"wait_{queue}_mean_days", name, "days", float(chosen.mean()) if len(chosen) else np.nan))
            found.append(Measure(f"wait_{queue}_p90_days", name, "days", quantile(chosen, 0.9) if len(chosen) else np.nan))
        length = float(spells.after(parting)[spells.stage == stage].sum()) / (spells.horizon - parting)
        found.append(Measure(f"queue_{queue}_mean", "", "persons", length))
    return found


def quantile(values: Floats, share: float) -> float:
    """Interpolate a quantile between the ordered values exactly as `numpy.quantile` does, for a few values many times faster."""
    rank = (len(values) - 1) * share
    below = int(rank)
    above, part = min(below + 1, len(values) - 1), rank - below
    ordered = np.partition(values, (below, above))
    low, high = float(ordered[below]), float(ordered[above])
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)


def kolada_result(spells: Spells, parting: float) -> float:
    """Kolada's result: of those who ended with the unit, the share in work (one unbroken month, not the unit's own jobs) or studies."""
    ended = np.isin(spells.came_from, CASE) & ~np.isin(spells.stage, (*CASE, WAITING_MAPPING)) & (spells.start >= parting)
    same = np.r_[spells.person[1:] == spells.person[:-1], False] if len(spells.person) else np.zeros(0, bool)
    onward = np.where(same, np.r_[spells.stage[1:], 0], spells.stage)
    worked = np.isin(spells.stage, (WORK, SUBSIDISED)) & ((spells.days >= UNBROKEN) | np.isin(onward, (WORK, SUBSIDISED)))
    good = ended & (worked | (spells.stage == STUDIES))
    return float(good.sum() / ended.sum()) if ended.any() else np.nan


def utilisation(spells: Spells, plan: Plan, parting: float) -> list[Measure]:
    """Give the share of each limit that was used, over all days on which there was any: "" is supervised places, the others are named."""
    tables = plan.tables
    edges = np.r_[np.maximum(np.array(tables.dates[1:]), parting), plan.horizon]
    spans = np.diff(edges)
    capacity = np.array(tables.capacity[1:], np.float64)
    days = spells.after(parting)
    inside = spells.stage == IN_INTERVENTION
    money = np.array(tables.money)[spells.row[inside]]
    share = np.array(tables.place)[spells.row[inside]] * (spells.group[inside] >= 0)
    used = {
        "limit:mapping": (SLOTS, float(days[spells.stage == MAPPING].sum())),
        "limit:cases": (CASES, float(days[np.isin(spells.stage, CASE)].sum())),
        "limit:wage_money": (MONEY, float((days[inside] * money).sum())),
    }
    found = []
    for name, (limit, amount) in used.items():
        room = float((capacity[:, limit] * spans).sum())
        found.append(Measure("utilisation", name, "share", amount / room if 0 < room < UNLIMITED else np.nan))
    places = float((capacity[:, GROUPS:].clip(0).sum(axis=1) * spans).sum())
    found.append(Measure("utilisation", "", "share", float((days[inside] * share).sum()) / places if 0 < places < UNLIMITED else np.nan))
    for index, name in enumerate(plan.groups):
        room = float((capacity[:, GROUPS + index] * spans).sum())
        amount = float((days[inside] * share * (spells.group[inside] == index)).sum())
        found.append(Measure("utilisation", f"group:{name}", "share", amount / room if 0 < room < UNLIMITED else np.nan))
    return found


def measures_of(
    spells: Spells, plan: Plan, people: np.ndarray, groups: dict[str, NDArray[np.bool_]], on_aid: NDArray[np.bool_]
) -> list[Measure]:
    """Take every measure of one run that is not in kronor; `on_aid` marks the spells in which the household is paid aid."""
    parting = plan.parting
    values = per_person(spells, len(people), parting, on_aid)
    child_months = values["aid_household_months"][1] * people["children"]
    values["child_months_on_aid"] = ("months", child_months)
    matrix = np.stack([value for _, value in values.values()])
    masks = np.stack([mask for mask in groups.values()], axis=1).astype(np.float64)
    sums = matrix @ masks
    found = [
        Measure(name, group, unit, float(sums[i, j]))
        for i, (name, (unit, _)) in enumerate(values.items())
        for j, group in enumerate(groups)
    ]
    found += waits(spells, parting, groups)
    found.append(Measure("kolada_result", "", "share", kolada_result(spells, parting)))
    return found + utilisation(spells, plan, parting)

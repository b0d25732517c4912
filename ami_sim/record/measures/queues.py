"""Measures of the two queues and of the limits: waits, lengths, and the share of what there was that was used.

A wait that is not over at the end counts with what has been waited so far, and nobody unfinished is dropped.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from ami_sim.model.tables import CASES, GROUPS, MONEY, SLOTS, UNLIMITED
from ami_sim.record.measures.lives import CASE, Lives
from ami_sim.record.measures.registry import Measure, Number, measure
from ami_sim.record.spells import Floats, Ints, Spells
from ami_sim.scenario.registry import IN_INTERVENTION, MAPPING, WAITING_MAPPING, WAITING_PLACE

QUEUES: Final = (("mapping", WAITING_MAPPING), ("place", WAITING_PLACE))


def visits(spells: Spells, stage: int, parting: float) -> tuple[Ints, Floats]:
    """Every entry into a queue from the parting on: who, and days waited until it ended (or the end of the run)."""
    inside = spells.stage == stage
    run = np.cumsum(~(inside & (spells.came_from == stage)))
    begins = np.flatnonzero(inside & (spells.came_from != stage) & (spells.start >= parting))
    length = np.bincount(run[inside], weights=spells.days[inside], minlength=int(run.max()) + 1 if len(run) else 1)
    return spells.person[begins], length[run[begins]]


def waits(lives: Lives) -> Iterator[Number]:
    """Measure waits in both queues, by referrer and step as well: mean and 90th percentile, days; NaN where nobody joined."""
    spells, parting = lives.spells, lives.parting
    shown = [name for name in lives.groups if not name or name.startswith(("referrer:", "step:"))]
    for queue, stage in QUEUES:
        who, days = visits(spells, stage, parting)
        for name in shown:
            chosen = days[lives.groups[name][who]]
            yield Number(f"wait_{queue}_mean_days", "", name, float(chosen.mean()) if len(chosen) else np.nan)
            yield Number(f"wait_{queue}_p90_days", "", name, quantile(chosen, 0.9) if len(chosen) else np.nan)
        length = float(lives.days[spells.stage == stage].sum()) / (spells.horizon - parting)
        yield Number(f"queue_{queue}_mean", "", "", length)


def quantile(values: Floats, share: float) -> float:
    """Interpolate a quantile between the ordered values exactly as `numpy.quantile` does, for a few values many times faster."""
    rank = (len(values) - 1) * share
    below = int(rank)
    above, part = min(below + 1, len(values) - 1), rank - below
    ordered = np.partition(values, (below, above))
    low, high = float(ordered[below]), float(ordered[above])
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)


@measure(needs="lives", unit="share", en="Use of the places", sv="Platsernas beläggning")
def utilisation(lives: Lives) -> Iterator[Number]:
    """Use of supervised places over all groups; with `limit:` or `group:` in the group column, of that limit or group.

    People finishing in a closed group count as use.
    """
    spells, plan, days = lives.spells, lives.plan, lives.days
    tables = plan.tables
    spans = np.diff(np.r_[np.maximum(np.array(tables.dates[1:]), lives.parting), plan.horizon])
    capacity = np.array(tables.capacity[1:], np.float64)
    inside = spells.stage == IN_INTERVENTION
    money = np.array(tables.money)[spells.row[inside]]
    share = np.array(tables.place)[spells.row[inside]] * (spells.group[inside] >= 0)
    used = {
        "limit:mapping": (SLOTS, float(days[spells.stage == MAPPING].sum())),
        "limit:cases": (CASES, float(days[np.isin(spells.stage, CASE)].sum())),
        "limit:wage_money": (MONEY, float((days[inside] * money).sum())),
    }
    for name, (limit, amount) in used.items():
        yield Number("utilisation", "", name, used_of(amount, float((capacity[:, limit] * spans).sum())))
    places = float((capacity[:, GROUPS:].clip(0).sum(axis=1) * spans).sum())
    yield Number("utilisation", "", "", used_of(float((days[inside] * share).sum()), places))
    for index, name in enumerate(plan.groups):
        room = float((capacity[:, GROUPS + index] * spans).sum())
        amount = float((days[inside] * share * (spells.group[inside] == index)).sum())
        yield Number("utilisation", "", f"group:{name}", used_of(amount, room))


def used_of(amount: float, room: float) -> float:
    """Give the share of some room that was used; NaN where there was none, or no end of it."""
    return amount / room if 0 < room < UNLIMITED else np.nan


def counted_by_waits(name: str, unit: str, en: str, sv: str, doc: str) -> Measure:
    """Make a row of one of the numbers that `waits` gives."""
    return Measure(name, unit, {"en": en, "sv": sv}, doc, "lives", waits)


QUEUE_ROWS: Final = (
    counted_by_waits(
        "wait_mapping_mean_days",
        "days",
        "Wait for mapping, average",
        "Väntan på kartläggning, medel",
        "Average of all waits for mapping that began after the parting, however they ended; one not over at the end counts with what was"
        " waited so far.",
    ),
    counted_by_waits(
        "wait_mapping_p90_days",
        "days",
        "Wait for mapping, 9 of 10 shorter",
        "Väntan på kartläggning, 9 av 10 kortare",
        "Nine of ten such waits were shorter.",
    ),
    counted_by_waits(
        "queue_mapping_mean",
        "persons",
        "Queue before mapping, average",
        "Kö före kartläggning, medel",
        "Average number in the first queue.",
    ),
    counted_by_waits(
        "wait_place_mean_days",
        "days",
        "Wait for a place, average",
        "Väntan på plats, medel",
        "The same as for mapping, for a place. The patience of a case caps it.",
    ),
    counted_by_waits(
        "wait_place_p90_days",
        "days",
        "Wait for a place, 9 of 10 shorter",
        "Väntan på plats, 9 av 10 kortare",
        "Nine of ten such waits were shorter; when it equals the patience, more than one in ten gave up.",
    ),
    counted_by_waits(
        "queue_place_mean",
        "persons",
        "Queue for a place, average",
        "Kö till plats, medel",
        "Average number in the second queue, those waiting for AF's decision included.",
    ),
)

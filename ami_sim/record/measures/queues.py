"""Measures of the two queues and of the limits: waits, lengths, and the share of what there was that was used.

A wait that is not over when the run ends is longer than what has been waited so far: it is not averaged as if it were over, and nobody is
dropped. Mean and quantiles are Kaplan and Meier's (1958), restricted to the time from the parting to the end: no wait can be seen that is
longer, and one that is counts as that. The share not over is said beside them. (`scipy.stats.ecdf` gives the same curve in forty times the
time, and its import takes a worker seconds.)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from ami_sim.model.tables import CASES, GROUPS, MONEY, SLOTS, UNLIMITED
from ami_sim.record.measures.lives import CASE, Flags, Lives
from ami_sim.record.measures.registry import Measure, Number, measure
from ami_sim.record.spells import MOMENT, Floats, Ints, Spells, among, unbroken
from ami_sim.scenario.registry import IN_INTERVENTION, MAPPING, WAITING_MAPPING, WAITING_PLACE

ROUNDING: Final = 1e-12  # of a product of shares
QUEUES: Final = (("mapping", WAITING_MAPPING), ("place", WAITING_PLACE))


@dataclass(frozen=True)
class Visits:
    """Entries into a queue: who, days waited until it ended or the run did, and whether it ended."""

    who: Ints
    days: Floats
    over: Flags


def visits(spells: Spells, stage: int, parting: float) -> Visits:
    """Find every entry into a queue from the parting on, however it ended."""
    begins = np.flatnonzero((spells.stage == stage) & (spells.came_from != stage) & (spells.start >= parting))
    days = unbroken(spells, stage)[begins]
    return Visits(spells.person[begins], days, spells.start[begins] + days < spells.horizon - MOMENT)


def waits(lives: Lives) -> Iterator[Number]:
    """Measure waits in both queues, by referrer and step as well: days, and the share not over; NaN where nobody joined."""
    spells, parting = lives.spells, lives.parting
    shown = [name for name in lives.groups if not name or name.startswith(("referrer:", "on_aid:", "step:"))]
    for queue, stage in QUEUES:
        found = visits(spells, stage, parting)
        order = np.argsort(found.days)
        found = Visits(found.who[order], found.days[order], found.over[order])
        for name in shown:
            chosen = np.flatnonzero(lives.groups[name][found.who])
            over = found.over[chosen]
            left = StillWaiting.rising(found.days[chosen], over, spells.horizon - parting)
            yield Number(f"wait_{queue}_mean_days", "", name, left.mean)
            yield Number(f"wait_{queue}_median_days", "", name, left.quantile(0.5))
            yield Number(f"wait_{queue}_p90_days", "", name, left.quantile(0.9))
            yield Number(f"wait_{queue}_not_over", "", name, 1 - np.count_nonzero(over) / len(over) if len(over) else np.nan)
        length = float(lives.days[spells.stage == stage].sum()) / (spells.horizon - parting)
        yield Number(f"queue_{queue}_mean", "", "", length)


@dataclass(frozen=True)
class StillWaiting:
    """The share who still wait after so many days, by Kaplan and Meier: `share[i]` from `days[i]` on, 1 before the first; up to `most`."""

    days: Floats
    share: Floats
    most: float

    @classmethod
    def of(cls, days: Floats, over: Flags, most: float) -> "StillWaiting":
        """Estimate it from waits of which some are not over; most: the longest wait that could have been seen."""
        order = np.argsort(days)
        return cls.rising(days[order], over[order], most)

    @classmethod
    def rising(cls, days: Floats, over: Flags, most: float) -> "StillWaiting":
        """Estimate it from waits in order of their length."""
        first = np.flatnonzero(np.concatenate(((True,), days[1:] > days[:-1]))[: len(days)])
        ended = np.add.reduceat(over.astype(np.float64), first) if len(first) else np.zeros(0)
        return cls(days[first], np.cumprod(1 - ended / (len(days) - first)).astype(np.float64), most)

    @property
    def mean(self) -> float:
        """The mean wait, those longer than `most` counted as `most`; NaN where nobody waited."""
        if not len(self.days):
            return float("nan")
        days = np.concatenate(((0.0,), self.days, (self.most,)))
        return float((days[1:] - days[:-1]) @ np.concatenate(((1.0,), self.share)))

    def quantile(self, part: float) -> float:
        """Give the wait within which so large a part is over; `most` where that is never reached, NaN where nobody waited."""
        if not len(self.days):
            return float("nan")
        reached = self.share <= 1 - part + ROUNDING
        return float(self.days[int(reached.argmax())]) if reached.any() else self.most


@measure(needs="lives", unit="share", en="Use of the places", sv="Platsernas beläggning")
def utilisation(lives: Lives) -> Iterator[Number]:
    """Use of supervised places over all groups; with `limit:` or `group:` in the group column, of that limit or group.

    Those who finish what began before a cut count as use, so that it can be over 100 % until they have left.
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
        "limit:cases": (CASES, float(days[among(spells.stage, CASE)].sum())),
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


RESTRICTED: Final = (
    "A wait not over at the end is taken as longer (Kaplan-Meier); none is seen that is longer than the time from the parting on."
)


def rows_of(queue: str, en: str, sv: str) -> tuple[Measure, ...]:
    """Make the rows of the waits in one queue; en, sv: what is waited for."""
    patience = " The patience of a case caps it." if queue == "place" else ""
    wait, vantan = f"Wait for {en}", f"Väntan på {sv}"
    return (
        counted_by_waits(
            f"wait_{queue}_mean_days",
            "days",
            f"{wait}, average",
            f"{vantan}, medel",
            f"Average of all waits for {en} that began after the parting, however they ended. {RESTRICTED}{patience}",
        ),
        counted_by_waits(
            f"wait_{queue}_median_days",
            "days",
            f"{wait}, half shorter",
            f"{vantan}, hälften kortare",
            f"Half of them were over by then. {RESTRICTED}",
        ),
        counted_by_waits(
            f"wait_{queue}_p90_days",
            "days",
            f"{wait}, 9 of 10 shorter",
            f"{vantan}, 9 av 10 kortare",
            f"Nine of ten of them were over by then. {RESTRICTED}"
            + (" When it equals the patience, more than one in ten gave up." if queue == "place" else ""),
        ),
        counted_by_waits(
            f"wait_{queue}_not_over",
            "share",
            f"{wait}, share not over",
            f"{vantan}, andel som pågår vid slutet",
            f"The share of the waits for {en} begun after the parting that go on when the run ends.",
        ),
    )


QUEUE_ROWS: Final = (
    *rows_of("mapping", "mapping", "kartläggning"),
    counted_by_waits(
        "queue_mapping_mean",
        "persons",
        "Queue before mapping, average",
        "Kö före kartläggning, medel",
        "Average number in the first queue.",
    ),
    *rows_of("place", "a place", "plats"),
    counted_by_waits(
        "queue_place_mean",
        "persons",
        "Queue for a place, average",
        "Kö till plats, medel",
        "Average number in the second queue, those waiting for AF's decision included.",
    ),
)

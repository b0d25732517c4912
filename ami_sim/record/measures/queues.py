"""Measures of the two queues and of the limits: waits, lengths, and the share of what there was that was used.

A wait that is not over when the run ends is longer than what has been waited so far: it is not averaged as if it were over, and nobody is
dropped. Mean and quantiles are Kaplan and Meier's (1958), restricted to the time from the parting to the end: no wait can be seen that is
longer, and one that is counts as that. The share not over is said beside them. (`scipy.stats.ecdf` gives the same curve in forty times the
time, and its import takes a worker seconds.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any, Final, NamedTuple

import numpy as np

from ami_sim.model.tables import CASES, GROUPS, MONEY, SLOTS, UNLIMITED, Plan
from ami_sim.record.measures.entries import entries
from ami_sim.record.measures.lives import CASE, Flags, Lives
from ami_sim.record.measures.registry import Measure, Number, measure
from ami_sim.record.spells import MOMENT, Floats, Ints, Spells
from ami_sim.scenario.registry import MAPPING, WAITING_MAPPING, WAITING_PLACE

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
    begins, days = entries(spells, (stage,), parting)
    return Visits(spells.person[begins], days, spells.start[begins] + days < spells.horizon - MOMENT)


def waits(lives: Lives) -> Iterator[Number]:
    """Measure waits in both queues, by referrer and step as well: days, and the share not over; NaN where nobody joined."""
    spells, parting = lives.spells, lives.parting
    shown = [name for name in lives.groups if not name or name.startswith(("referrer:", "on_aid:", "step:"))]
    inside = np.array([lives.groups[name] for name in shown])
    for queue, stage in QUEUES:
        found = visits(spells, stage, parting)
        names = [f"wait_{queue}_{part}" for part in ("mean_days", "median_days", "p90_days", "not_over")]
        for group, row in zip(shown, still_waiting(found, inside, spells.horizon - parting).tolist(), strict=True):
            yield from map(Number, names, repeat(""), repeat(group), row)
        length = float(lives.added_days.stages[stage]) / (spells.horizon - parting)
        yield Number(f"queue_{queue}_mean", "", "", length)


def still_waiting(found: Visits, inside: Flags, most: float, parts: Sequence[float] = (0.5, 0.9)) -> Floats:
    """Estimate waits by Kaplan and Meier for groups of people: a row each, NaN where nobody waited.

    A row holds the mean, the waits within which some parts are over, and the share not over.
    inside: who is in each group, [group, person]. most: the longest wait that could have been seen, in days: longer ones count as that in
    the mean, and so does a part that is never over.
    """
    order = np.argsort(found.days)
    who, days, over = found.who[order], found.days[order].astype(np.float64), found.over[order]
    rows = np.full((len(inside), 2 + len(parts)), np.nan)
    kernel()(who, days, over, np.ascontiguousarray(inside), float(most), np.array(parts, np.float64), rows)
    return rows


def add_curves(who: Ints, days: Floats, over: Flags, inside: Flags, most: float, parts: Floats, rows: Floats) -> None:
    """Follow the share of each group that still waits, from one length of wait to the next, and write what `still_waiting` gives.

    days: waits in order of their length; who: whose each is; over: whether it has ended. inside: [group, person].
    """
    for group in range(len(inside)):
        left, ended = 0, 0
        for i in range(len(days)):
            if inside[group, who[i]]:
                left += 1
                ended += over[i]
        if left == 0:
            continue
        rows[group, 1 + len(parts)] = 1 - ended / left
        rows[group, 1 : 1 + len(parts)] = most
        share, since, mean, i = 1.0, 0.0, 0.0, 0
        while i < len(days):
            day, gone, ends = days[i], 0, 0
            while i < len(days) and days[i] == day:
                if inside[group, who[i]]:
                    gone += 1
                    ends += over[i]
                i += 1
            if gone == 0:
                continue
            mean += share * (day - since)
            before, share, since = share, share * (1 - ends / left), day
            left -= gone
            for which in range(len(parts)):
                least = 1 - parts[which] + ROUNDING
                if share <= least < before:
                    rows[group, 1 + which] = day
        rows[group, 0] = mean + share * (most - since)


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `add_curves` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    floats, flags, number = numba.float64[::1], numba.boolean[::1], numba.float64
    signature = numba.void(numba.int64[::1], floats, flags, numba.boolean[:, ::1], number, floats, numba.float64[:, ::1])
    return compiled(signature, add_curves)


@measure(needs="lives", unit="share", en="Use of the places", sv="Platsernas beläggning")
def utilisation(lives: Lives) -> Iterator[Number]:
    """Use of supervised places over all groups; with `limit:` or `group:` in the group column, of that limit or group.

    Those who finish what began before a cut count as use, so that it can be over 100 % until they have left.
    """
    plan, stays = lives.plan, lives.added_days.stays
    given = room_of(plan)
    places = given.place @ stays[:, :-1]
    used = {
        "limit:mapping": (SLOTS, float(lives.added_days.stages[MAPPING])),
        "limit:cases": (CASES, float(lives.added_days.stages[list(CASE)].sum())),
        "limit:wage_money": (MONEY, float(given.money @ stays.sum(axis=1))),
    }
    for name, (limit, amount) in used.items():
        yield Number("utilisation", "", name, used_of(amount, given.limits[limit]))
    yield Number("utilisation", "", "", used_of(float(places.sum()), given.places))
    for index, name in enumerate(plan.groups):
        yield Number("utilisation", "", f"group:{name}", used_of(float(places[index]), given.limits[GROUPS + index]))


class Room(NamedTuple):
    """What there is from the parting to the end, in days: of each limit, and of places in all groups.

    place, money: what a stay in each service row takes of the places and of the wage money.
    """

    limits: list[float]
    places: float
    place: Floats
    money: Floats


@lru_cache(maxsize=32)
def room_of(plan: Plan) -> Room:
    """Give what a plan has room for: the same in every run of it."""
    tables = plan.tables
    spans = np.diff(np.r_[np.maximum(np.array(tables.dates[1:]), plan.parting), plan.horizon])
    capacity = np.array(tables.capacity[1:], np.float64)
    limits, places = (spans @ capacity).tolist(), float(spans @ capacity[:, GROUPS:].clip(0).sum(axis=1))
    return Room(limits, places, np.array(tables.place), np.array(tables.money))


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

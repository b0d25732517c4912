"""Month by month: how many persons stand in each stage and live on each income, on average over the month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import Plan
from ami_sim.record.days import days_in, summed
from ami_sim.record.measures.jobs import REASONS, waiting_for
from ami_sim.record.spells import Floats, Ints, Spells, numbered
from ami_sim.scenario.registry import (
    AID_PAID,
    ELSEWHERE,
    IN_INTERVENTION,
    SHIPPED,
    W_NOTHING,
    WAITING_MAPPING,
    WAITING_PLACE,
    WAITS_FOR,
    WORK,
    Vocabulary,
    members,
)

NO_JOBS: Final[Mapping[str, Sequence[int]]] = MappingProxyType({})


@dataclass(frozen=True)
class Monthly:
    """What is given by month: its name, its unit, titles by language, and what exactly is averaged."""

    name: str
    unit: str
    titles: Mapping[str, str]
    doc: str


# Beside them `stage:...` and `income:...` for every stage and income, `job:...` for every instrument that pays a wage of the unit's, and
# `net_result:...` of each main payer.
MONTHLY: Final = (
    Monthly(
        "waiting_for_job",
        "persons",
        {"en": "Waiting for a job at the unit", "sv": "Väntar på jobb hos enheten"},
        "Average number whom a job of the unit's would fit and who wait for it, in a queue or in a stay that is no job.",
    ),
    *(
        Monthly(waiting_for(reason), "persons", {"en": en, "sv": sv}, f"Those of them for whom what stands in the way is {said}.")
        for reason, (en, sv, said) in zip(WAITS_FOR[1:], REASONS, strict=True)
    ),
    Monthly(
        "queue_mapping",
        "persons",
        {"en": "Queue before mapping", "sv": "Kö före kartläggning"},
        "Average number in the first queue.",
    ),
    Monthly(
        "queue_place",
        "persons",
        {"en": "Queue for a place", "sv": "Kö till plats"},
        "Average number in the second queue, those waiting for AF's decision included.",
    ),
    Monthly("in_intervention", "persons", {"en": "In an intervention", "sv": "I insats"}, "Average number in an intervention."),
    Monthly(
        "on_aid",
        "persons",
        {"en": "Living on aid (top-ups of a wage not counted)", "sv": "Lever på försörjningsstöd (utfyllnad av lön ej räknad)"},
        "Average number living on aid, alone or on top of activity support at its floor; a wage or a-kassa that aid tops up is not in it.",
    ),
    Monthly("in_work", "persons", {"en": "In open work", "sv": "I öppet arbete"}, "Average number in open work."),
    Monthly(
        "moved_away",
        "persons",
        {"en": "Moved away, followed elsewhere", "sv": "Bortflyttade, följs på annan ort"},
        "Average number who have moved to another municipality since the start and live on there; they are in no other monthly number.",
    ),
)


BESIDE: Final = "difference:"  # before the name of a figure that is given against the reference too
PAIRED: Final = ("waiting_for_job", "queue_", "job:")  # how the names of those figures begin


def month_edges(plan: Plan) -> NDArray[np.float64]:
    """Days on which a run is cut: the start, the first of each month, the parting and the end.

    The one owner of every cut: what lies between two edges is before the parting or after it, never both, and never beyond the end.
    The start counts as the first of its month; a month that the parting cuts comes in two pieces.
    """
    scenario = plan.scenario
    start, end = np.datetime64(scenario.start), np.datetime64(scenario.end)
    months = np.arange(start.astype("datetime64[M]") + 1, end.astype("datetime64[M]") + 1)
    firsts = months.astype("datetime64[D]")
    return np.unique(np.r_[0.0, (firsts[firsts < end] - start).astype(np.float64), plan.parting, plan.horizon])


class Classes(NamedTuple):
    """Classes of conditions that the months tell apart. of: the class of each condition; the other fields say what each class is."""

    of: Ints
    away: NDArray[np.bool_]
    stage: Ints
    income: Ints
    row: Ints


def classes_of(conditions: Ints) -> Classes:
    """Sort conditions, a row each, into classes: by whether somebody lives elsewhere, stage, income, and the service row of a stay."""
    stage, income, row, _, _, rights = conditions.T
    columns = (rights & ELSEWHERE > 0, stage, income, np.where(stage == IN_INTERVENTION, 1 + row, 0))
    room = [1 + int(column.max(initial=0)) for column in columns]
    codes, of = numbered(np.ravel_multi_index(columns, room))
    away, stage, income, row = np.unravel_index(codes, room)
    return Classes(of, away > 0, stage, income, row - 1)


def monthly_people(
    spells: Spells,
    classes: Classes,
    sums: Floats,
    edges: Floats,
    known: Vocabulary = SHIPPED,
    jobs: Mapping[str, Sequence[int]] = NO_JOBS,
) -> dict[str, Floats]:
    """Average number of persons by month: waiting, in an intervention, on aid, in open work, and every stage, income and instrument.

    sums: days of each class, [class, month]; who lives elsewhere is in no number but that of those. known: the stages and incomes of the
    scenario. jobs: the service rows of each instrument.
    """
    length = np.diff(edges)
    waiting = np.flatnonzero((spells.waits != W_NOTHING) & (spells.rights & ELSEWHERE == 0))
    by_reason = days_in(spells.start[waiting], spells.end[waiting], edges, spells.waits[waiting], np.arange(len(WAITS_FOR)), len(WAITS_FOR))
    averages, waits, here = sums / length, by_reason.sums / length, ~classes.away
    places = (np.where(here, each, -1) for each in (classes.stage, classes.income, classes.row))
    service = [int(classes.row.max(initial=-1)), *(row for rows in jobs.values() for row in rows)]
    counts = (
        len(known.stages),
        len(known.incomes),
        1 + max(service),
    )
    stages, incomes, rows = (summed(averages, each, count) for each, count in zip(places, counts, strict=True))
    found = {
        "waiting_for_job": waits[W_NOTHING + 1 :].sum(axis=0),
        **{waiting_for(reason): waits[code] for code, reason in enumerate(WAITS_FOR) if code != W_NOTHING},
        "queue_mapping": stages[WAITING_MAPPING],
        "queue_place": stages[WAITING_PLACE],
        "in_intervention": stages[IN_INTERVENTION],
        "on_aid": incomes[members(AID_PAID)].sum(axis=0),
        "in_work": stages[WORK],
        "moved_away": averages[classes.away].sum(axis=0),
    }
    found |= {f"job:{name}": rows[jobs[name]].sum(axis=0) for name in jobs}
    found |= {f"stage:{name}": stages[i] for i, name in enumerate(known.stages) if i}
    return found | {f"income:{name}": incomes[i] for i, name in enumerate(known.incomes) if name != "none"}


def monthly_beside(own: Mapping[str, Floats], reference: Mapping[str, Floats]) -> dict[str, Floats]:
    """Give by month what the figures of waiting and jobs differ by from the same people's in the reference, one run beside the other.

    Two bands laid over each other do not tell it: what one future differs from another is in both of them. An instrument that only one of
    the two has is nobody's job in the other.
    """
    names = [name for name in dict.fromkeys((*own, *reference)) if name.startswith(PAIRED)]
    return {f"{BESIDE}{name}": np.asarray(own.get(name, 0.0)) - reference.get(name, 0.0) for name in names}

"""The log as spells: for every person, one row from each event to the next, with the condition between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.limits import MOST
from ami_sim.record.days import days_in
from ami_sim.scenario.registry import RIGHTS, UNBORN

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
MOMENT: Final = 1e-6  # days: what ends so near the end of the run is not over
# How many stages, incomes, rows, groups, households and rights a code has room for: as many as a scenario may have, rows and groups
# with one more for none.
ROOMS: Final = (
    MOST["stages"],
    MOST["incomes"],
    MOST["interventions and rules"] + 2,
    MOST["groups"] + 1,
    MOST["households"],
    1 << len(RIGHTS),
)


class Condition(NamedTuple):
    """What decides a person's money: indexes of `STAGES`, `INCOMES`, service row, group (-1 none), household, and bits of `RIGHTS`."""

    stage: int
    income: int
    row: int
    group: int
    household: int
    rights: int


@dataclass(frozen=True)
class Spells:
    """Spells sorted by person and time. `what` began the spell; `came_from` is the stage before it; days from the start date."""

    person: Ints
    start: Floats
    end: Floats
    what: Ints
    came_from: Ints
    stage: Ints
    income: Ints
    step: Ints
    row: Ints
    group: Ints
    rights: Ints
    application: Ints  # how somebody's applications to AF stand: a code of `APPLICATIONS`, the best of them
    waits: Ints  # what somebody waits for whom a job of the unit's would fit: a code of `WAITS_FOR`
    household: Ints
    horizon: float

    @property
    def days(self) -> Floats:
        """Length of each spell."""
        return self.end - self.start

    def after(self, day: float) -> Floats:
        """Days of each spell after a day."""
        return np.maximum(self.end - np.maximum(self.start, day), 0.0)


def among(codes: NDArray[Any], some: Sequence[int]) -> NDArray[np.bool_]:
    """Mark those of a log's codes, numbers of eight bits with -1 for none, that are among some."""
    table = np.zeros(1 << 8, np.bool_)
    table[list(some)] = True
    found: NDArray[np.bool_] = table[codes]  # -1 is the last of the table
    return found


def unbroken(spells: Spells, *stages: int) -> Floats:
    """Give the length of the unbroken stretch in some stages that each spell is in, days; of a spell in none of them, its own.

    A stretch may be written in several spells: a birthday or another rule is an event too.
    """
    goes_on = among(spells.stage, stages) & among(spells.came_from, stages)
    stretch = np.cumsum(~goes_on)
    return np.bincount(stretch, weights=spells.days).astype(np.float64)[stretch]


def by_person(person: NDArray[Any]) -> Ints:
    """Order the rows of a log by person, each person's as they were written."""
    small = len(person) and int(person.max()) < 1 << 16
    return np.argsort(person.astype(np.uint16) if small else person, kind="stable")  # numbers of 16 bits are sorted by counting


def spells_of(log: Any, horizon: float) -> Spells:
    """Turn a log (record array, one row per event) into spells up to the horizon."""
    order = by_person(log["person"])
    names = ("person", "what", "stage", "income", "step", "row", "group", "rights", "application", "waits", "household")
    columns = {name: log[name][order].astype(np.int64) for name in names}
    start: Floats = log["time"][order].astype(np.float64)
    same = columns["person"][1:] == columns["person"][:-1]  # the next row is of the same person
    end, came_from = np.full(len(order), float(horizon)), np.full(len(order), UNBORN)
    end[:-1][same], came_from[1:][same] = start[1:][same], columns["stage"][:-1][same]
    return Spells(start=start, end=end, came_from=came_from, horizon=horizon, **columns)


def coded(spells: Spells) -> Ints:
    """Write the condition of each spell as one whole number; `conditions_of` reads it."""
    return code_of(spells.stage, spells.income, spells.row, spells.group, spells.household, spells.rights)


def code_of(stage: Ints, income: Ints, row: Ints, group: Ints, household: Ints, rights: Ints) -> Ints:
    """Write conditions, given by their columns, as whole numbers."""
    code = np.zeros(len(stage), np.int64)
    for part, room in zip((stage, income, row + 1, group + 1, household, rights), ROOMS, strict=True):
        code = code * room + part
    return code


def conditions_of(codes: Ints) -> Ints:
    """Read the conditions that some whole numbers stand for: a row each, in the order of `Condition`."""
    found = np.zeros((len(codes), len(ROOMS)), np.int64)
    rest = codes
    for at in reversed(range(len(ROOMS))):
        rest, found[:, at] = np.divmod(rest, ROOMS[at])
    found[:, 2:4] -= 1  # row and group, of which there may be none
    return found


def days_by_condition(spells: Spells, edges: Floats) -> tuple[list[Condition], Floats]:
    """Person-days in each condition by month: the conditions met, and days [month, condition].

    edges: first day of each month, and the end.
    """
    kinds, which = np.unique(coded(spells), return_inverse=True)
    met, days = days_by_kind(len(kinds), which, spells, edges)
    return [Condition(*row) for row in conditions_of(kinds[met]).tolist()], days


def days_by_kind(count: int, kind: Ints, spells: Spells, edges: Floats) -> tuple[Ints, Floats]:
    """Reckon the same from which of so many conditions each spell is in: those in which somebody is, and days [month, condition]."""
    inside = np.minimum(spells.end, edges[-1]) > np.maximum(spells.start, edges[0])
    met = np.zeros(count, bool)
    met[kind[inside]] = True
    column = (np.cumsum(met) - 1)[kind]
    return np.flatnonzero(met), days_in(spells.start, spells.end, edges, [column], int(met.sum()))


def transitions(spells: Spells, edges: Floats) -> tuple[Ints, Ints]:
    """Count transitions by month: the different (what, from stage, to stage), a row each, and numbers [transition, month]."""
    inside = (spells.start >= edges[0]) & (spells.start < edges[-1])
    room = MOST["stages"]
    code = (spells.what * room + spells.came_from) * room + spells.stage
    month = np.searchsorted(edges, spells.start[inside], side="right") - 1
    codes, row = np.unique(code[inside], return_inverse=True)
    months = len(edges) - 1
    counts = np.bincount(row * months + month, minlength=len(codes) * months).reshape(len(codes), months)
    return np.column_stack((codes // room // room, codes // room % room, codes % room)), counts

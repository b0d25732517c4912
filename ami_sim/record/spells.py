"""The log as spells: for every person, one row from each event to the next, with the condition between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.limits import MOST
from ami_sim.model.tables import LOG
from ami_sim.record.days import days_in, moments_in
from ami_sim.scenario.registry import RIGHTS, UNBORN

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SPREAD: Final = 0x9E3779B1  # spreads codes over a table
LOW: Final = (1 << 30) - 1  # bits of a code that it can multiply without passing the largest whole number
FEW: Final = 1 << 16  # codes below it are numbered by a table of all of them
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


COLUMNS: Final = (  # of spells, but their time; as `lay_out` writes them
    *("person", "what", "stage", "income", "step", "row", "group", "rights", "application", "waits", "household", "came_from"),
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


def lay_out(log: Any, place: Ints, columns: Ints, start: Floats, end: Floats) -> None:
    """Write the rows of a log into the columns of its spells, each person's one after another.

    place: where each person's spells begin, moved on as they are written; end holds the horizon. columns: in the order of `COLUMNS`.
    """
    begun = np.zeros(len(place), np.bool_)
    for i in range(len(log)):
        e = log[i]
        at = place[e.person]
        place[e.person] += 1
        start[at] = e.time
        columns[0, at], columns[1, at], columns[2, at], columns[3, at], columns[4, at] = e.person, e.what, e.stage, e.income, e.step
        columns[5, at], columns[6, at], columns[7, at], columns[8, at] = e.row, e.group, e.rights, e.application
        columns[9, at], columns[10, at], columns[11, at] = e.waits, e.household, UNBORN
        if begun[e.person]:
            end[at - 1], columns[11, at] = e.time, columns[2, at - 1]
        begun[e.person] = True


class Kernels(NamedTuple):
    """The passes, compiled."""

    laid_out: Any
    met: Any


@lru_cache(maxsize=1)
def kernels() -> Kernels:
    """Compile the passes."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    log = numba.types.Array(numba.from_dtype(LOG), 1, "C", readonly=True)
    numbers, floats = numba.int64[::1], numba.float64[::1]
    return Kernels(
        compiled(numba.void(log, numbers, numba.int64[:, ::1], floats, floats), lay_out),
        compiled(numba.int64(numbers, numbers, numbers, numbers), add_met),
    )


def spells_of(log: Any, horizon: float) -> Spells:
    """Turn a log (record array, one row per event) into spells up to the horizon."""
    columns, start, end = np.empty((len(COLUMNS), len(log)), np.int64), np.empty(len(log)), np.full(len(log), float(horizon))
    many = np.bincount(log["person"])
    kernels().laid_out(np.ascontiguousarray(log, LOG), np.cumsum(many) - many, columns, start, end)
    return Spells(start=start, end=end, horizon=horizon, **dict(zip(COLUMNS, columns, strict=True)))


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


def numbered(codes: Ints) -> tuple[Ints, Ints]:
    """Give the different codes in their order, and which of them each one is; codes: 0 or more."""
    if codes.max(initial=0) < FEW:
        met = np.bincount(codes) > 0
        return np.flatnonzero(met), (np.cumsum(met) - 1)[codes]
    which, found = np.empty(len(codes), np.int64), np.empty(len(codes), np.int64)
    taken = np.full(1 << (2 * len(codes)).bit_length(), -1)
    found = found[: kernels().met(codes, taken, which, found)]
    order = np.argsort(found)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return found[order], place[which]


def add_met(codes: Ints, taken: Ints, which: Ints, found: Ints) -> int:
    """Write which code each is of those found, in the order in which they are met; gives how many there are.

    taken: the place of each code by the last bits of a multiple of it, -1 for none; more than there are codes, a power of two.
    """
    count, last = 0, len(taken) - 1
    for i in range(len(codes)):
        code = codes[i]
        at = ((code ^ code >> 23) & LOW) * SPREAD >> 15 & last
        while taken[at] >= 0 and found[taken[at]] != code:
            at = (at + 1) & last
        if taken[at] < 0:
            taken[at], found[count] = count, code
            count += 1
        which[i] = taken[at]
    return count


def days_by_condition(spells: Spells, edges: Floats) -> tuple[list[Condition], Floats]:
    """Person-days in each condition by month: the conditions met, and days [month, condition].

    edges: first day of each month, and the end.
    """
    kinds, which = numbered(coded(spells))
    found = days_by_kind(np.zeros(len(kinds), np.int64), which, spells, edges)
    return [Condition(*row) for row in conditions_of(kinds[found.met]).tolist()], found.days


class Stood(NamedTuple):
    """Where people stood by month: of some conditions those in which somebody was, and days [month, condition].

    sums: days of the classes to which the conditions belong, [class, month].
    """

    met: Ints
    days: Floats
    sums: Floats


def days_by_kind(classes: Ints, kind: Ints, spells: Spells, edges: Floats) -> Stood:
    """Reckon days by month from which of some conditions each spell is in. classes: to which class each condition belongs."""
    inside = np.minimum(spells.end, edges[-1]) > np.maximum(spells.start, edges[0])
    here = np.zeros(len(classes), np.bool_)
    here[kind[inside]] = True
    found = days_in(spells.start, spells.end, edges, (np.cumsum(here) - 1)[kind], classes[here], 1 + int(classes.max(initial=-1)))
    return Stood(np.flatnonzero(here), found.totals, found.sums)


def transitions(spells: Spells, edges: Floats) -> tuple[Ints, Ints]:
    """Count transitions by month: the different (what, from stage, to stage), a row each, and numbers [transition, month]."""
    columns = (spells.what, spells.came_from, spells.stage)
    room = [1 + int(column.max(initial=0)) for column in columns]
    codes, row = numbered((spells.what * room[1] + spells.came_from) * room[2] + spells.stage)
    counts = moments_in(spells.start, edges, row, len(codes))
    seen = counts.any(axis=1)
    return np.column_stack(np.unravel_index(codes[seen], room)), counts[seen]

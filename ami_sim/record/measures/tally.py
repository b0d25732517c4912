"""Measures that count spells, person by person, all in one pass: which spells each counts, and what of them, as data.

A run has some ten thousand spells and twenty such measures. To mark the spells of each and to add them up takes a pass a measure and more;
here every spell is looked at once, and which measures it counts for is read from what began it, its stage, the stage before it and the
income, as bits of a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

import numpy as np

from ami_sim.record.measures.lives import Flags, Lives
from ami_sim.record.spells import Floats, Ints
from ami_sim.scenario.quantities import MONTH

CODES: Final = 1 << 8  # of events, stages and incomes
COLUMNS: Final = ("what", "stage", "came_from", "income")  # by which spells are chosen
MOST: Final = 62  # measures that the bits of a whole number hold

# What is added up of each spell that a measure counts:
# "events": 1 if it began after the parting. "persons": likewise, but a person counts once. "months": its months after the parting.
# "child_months": those, times the children at home. "average": its days after the parting, over all days after it.
What = Literal["events", "persons", "months", "child_months", "average"]
EVENTS: Final = ("events", "persons")


@dataclass(frozen=True, eq=False)
class Tally:
    """The function of a measure that counts spells: those with one of some codes in each column, none for any; one number a person.

    on_aid: only those in which the household is paid aid. `tallied` counts many at once.
    """

    counts: What
    what: Sequence[int] = ()
    stage: Sequence[int] = ()
    came_from: Sequence[int] = ()
    income: Sequence[int] = ()
    on_aid: bool = False

    def __call__(self, lives: Lives) -> Floats:
        """Count it alone."""
        found: Floats = tallied((self,), lives)[0]
        return found


class Bits(NamedTuple):
    """Of some tallies, a bit each in their order: those that take a code, [column, code]; and the bits of those that count so."""

    taken: Ints
    of_aid: int
    of_events: int
    of_children: int


@lru_cache(maxsize=16)
def bits_of(tallies: tuple[Tally, ...]) -> Bits:
    """Write tallies as bits: the same in every run that takes them. ValueError when there are more than a number has bits."""
    if len(tallies) > MOST:
        raise ValueError(f"{len(tallies)} tallies in one pass; expected {MOST} at most")
    taken = np.zeros((len(COLUMNS), CODES), np.int64)
    for at, one in enumerate(tallies):
        for column, name in enumerate(COLUMNS):
            codes = getattr(one, name)
            taken[column, list(codes) if codes else slice(None)] |= 1 << at

    def those(chosen: Sequence[bool]) -> int:
        return sum(1 << at for at, yes in enumerate(chosen) if yes)

    return Bits(
        taken,
        those([one.on_aid for one in tallies]),
        those([one.counts in EVENTS for one in tallies]),
        those([one.counts == "child_months" for one in tallies]),
    )


def tallied(tallies: tuple[Tally, ...], lives: Lives) -> Floats:
    """Count what some tallies ask for in one pass over the spells: [tally, person]."""
    spells, bits = lives.spells, bits_of(tallies)
    weights = {"events": 1.0, "persons": 1.0, "average": 1 / (spells.horizon - lives.parting)}
    found = np.zeros((len(tallies), len(lives.people)))
    kernel()(
        *(getattr(spells, name) for name in ("person", "start", "end", *COLUMNS, "household")),
        lives.on_aid,
        *bits,
        np.array(lives.plan.scenario.prices.children_at_home),
        np.array([weights.get(one.counts, 1 / MONTH) for one in tallies]),
        float(lives.parting),
        found,
    )
    for at, one in enumerate(tallies):
        if one.counts == "persons":
            np.minimum(found[at], 1.0, out=found[at])
    return found


def add_tallies(
    person: Ints,
    start: Floats,
    end: Floats,
    what: Ints,
    stage: Ints,
    came_from: Ints,
    income: Ints,
    household: Ints,
    on_aid: Flags,
    taken: Ints,
    of_aid: int,
    of_events: int,
    of_children: int,
    children: Ints,
    weights: Floats,
    parting: float,
    found: Floats,
) -> None:
    """Add each spell to what is found of its person, [tally, person], for all tallies that count it.

    taken, of_aid, of_events, of_children: of `Bits`; children: of each household; weights: of each tally.
    """
    for i in range(len(person)):
        if end[i] <= parting and start[i] < parting:
            continue
        bits = taken[0, what[i]] & taken[1, stage[i]] & taken[2, came_from[i]] & taken[3, income[i]]
        if not on_aid[i]:
            bits &= ~of_aid
        if start[i] < parting:
            bits &= ~of_events
        days, at = max(end[i] - max(start[i], parting), 0.0), 0
        while bits > 0:
            if bits & 1:
                amount = days
                if of_events >> at & 1:
                    amount = 1.0
                elif of_children >> at & 1:
                    amount = days * children[household[i]]
                found[at, person[i]] += amount * weights[at]
            bits >>= 1
            at += 1


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `add_tallies` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    number, numbers, floats, table = numba.int64, numba.int64[::1], numba.float64[::1], numba.float64[:, ::1]
    spells = (numbers, floats, floats, *[numbers] * (len(COLUMNS) + 1), numba.boolean[::1])
    bits = (numba.int64[:, ::1], number, number, number)
    return compiled(numba.void(*spells, *bits, numbers, floats, numba.float64, table), add_tallies)

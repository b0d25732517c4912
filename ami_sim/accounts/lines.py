"""The lines of the accounts: who pays whom for what. The columns of every ledger."""

from collections.abc import Iterable
from functools import cached_property
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.registry import ACTORS, GROUPS_OF_ACTORS

Nature = Literal["transfer", "resource", "production"]
FUNDERS: Final = ("ami", "ifo", "other_municipal", "region", "af", "treasury")
MUNICIPAL: Final = GROUPS_OF_ACTORS["municipality"]
UNIT_KINDS: Final = ("posts", "vehicles", "running", "premises", "overhead", "unit_other")


class Line(NamedTuple):
    """One line: payer and payee are words of `ACTORS`. `cash`: false for the value of participants' work, which nobody pays for."""

    payer: str
    payee: str
    kind: str
    nature: Nature
    cash: bool = True

    def __str__(self) -> str:
        return f"{self.kind}: {self.payer} -> {self.payee}"


class Lines(tuple[Line, ...]):
    """Lines in a fixed order: the columns of a ledger. They are hashed once, since much is kept by the lines that it is for."""

    @cached_property
    def hashed(self) -> int:
        """The hash of the lines."""
        return super().__hash__()

    def __hash__(self) -> int:
        return self.hashed


class Flow(NamedTuple):
    """A line with an amount, kr per month."""

    payer: str
    payee: str
    kind: str
    nature: Nature
    amount: float


def check_lines(lines: Iterable[Line]) -> None:
    """Refuse a line without a known payer and payee, whose nature does not fit its ends, or that stands twice."""
    society, seen = GROUPS_OF_ACTORS["society"], set()
    for line in lines:
        for end, actor in (("payer", line.payer), ("payee", line.payee)):
            if actor not in ACTORS:
                raise InputError(f'line "{line}": {end} "{actor}" is not known; expected one of {", ".join(ACTORS)}')
        fits = {
            "transfer": line.payer in society and line.payee in society and line.payer != line.payee,
            "resource": line.payer in society and line.payee == "resources",
            "production": line.payer == "output" and line.payee in society,
        }
        if line.nature not in fits or not fits[line.nature]:
            raise InputError(f'line "{line}": a {line.nature} cannot go from {line.payer} to {line.payee}')
        if line[:3] in seen:
            raise InputError(f'line "{line}" stands twice')
        seen.add(line[:3])


def ends(lines: tuple[Line, ...]) -> NDArray[np.int64]:
    """For each line and actor, +1 where the actor is paid and -1 where the actor pays: [line, actor]; what is not cash counts 0."""
    matrix = np.zeros((len(lines), len(ACTORS)), dtype=np.int64)
    for index, line in enumerate(lines):
        if line.cash:
            matrix[index, ACTORS.index(line.payee)] += 1
            matrix[index, ACTORS.index(line.payer)] -= 1
    return matrix


VIEWS: Final = ("aid", "municipality", "production")  # what a row of lines is often asked for: aid paid, what a payer nets, output
AID, MUNICIPALITY, PRODUCTION = range(len(VIEWS))


def views_of(lines: tuple[Line, ...]) -> NDArray[np.float64]:
    """Give the sign of each line in each of `VIEWS`, [view, line].

    Aid is what the household is paid; the municipality's view is what it receives less pays; output is the value of what is produced.
    """
    signs = np.zeros((len(VIEWS), len(lines)))
    signs[AID] = [line[:3] == ("ifo", "person", "aid") for line in lines]
    signs[MUNICIPALITY] = ends(lines)[:, [ACTORS.index(actor) for actor in MUNICIPAL]].sum(axis=1)
    signs[PRODUCTION] = [line.nature == "production" for line in lines]
    return signs

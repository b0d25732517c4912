"""What the rows of the vocabulary are: a stage, an income, an event with its clock, a trait, a right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

IN_NEED_WORD: Final = "in_need"  # stands for every stage in need, in a clock's row
ALIVE: Final = "alive"  # stands for every stage but the first and the last, in the moves of an event
SAME: Final = "same"  # stands for the stage somebody was in
Names = tuple[str, ...]


class Named(Protocol):
    """A row with a name."""

    @property
    def name(self) -> str:
        """What files call it."""


@dataclass(frozen=True)
class Stage:
    """Where a person stands.

    in_need: the need goes on here. outcome: a service may lead here. income: what a person begins to live on here; "" leaves it.
    """

    name: str
    in_need: bool = False
    outcome: bool = False
    income: str = ""
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Income:
    """What a person lives on. arrives: somebody may live on it when the need begins."""

    name: str
    arrives: bool = False
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Move:
    """A change of stage that an event may make: from any of these to any of those (`ALIVE` and `SAME` stand for several)."""

    source: Names
    target: Names


@dataclass(frozen=True)
class Event:
    """What can happen.

    clock: it is brought by a life clock. stages: where the clock may run at all, () for everywhere. incomes: those that the clock's row
    in a file must choose from, () for no such demand. moves: the changes of stage that it may make; a log with another is refused.
    leads_to, income: what an event of one's own does, a stage to go to and what to live on from then; "" changes nothing.
    """

    name: str
    moves: tuple[Move, ...]
    clock: bool = False
    stages: Names = ()
    incomes: Names = ()
    leads_to: str = ""
    income: str = ""
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Trait:
    """Something about a person that an official can see: a bit of the person's traits."""

    name: str
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Right:
    """A right that changes what is paid without changing the income source: a bit of the person's rights."""

    name: str
    titles: Mapping[str, str] = field(default_factory=dict, hash=False)

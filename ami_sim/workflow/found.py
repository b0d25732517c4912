"""What a search found, as data: which option won, which were dropped when, and what the winner gives on fresh luck."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ami_sim.workflow.notes import Notes, notes_in


@dataclass(frozen=True)
class Tried:
    """One option of the grid. rows: lived; dropped_after: rows when it was dropped (0: never); behind: the winner, mean over its rows."""

    option: str
    title: str
    rows: int
    dropped_after: int
    behind: float


@dataclass(frozen=True)
class Found:
    """What a search found. Amounts in the measure's unit; `found`: mean and interval ends of the winner's difference, by interval.

    settled: one option is left, or the procedure has ended. close: options not shown worse than the winner by more than delta. spent:
    lives lived; factorial: those of the whole grid to the same row; again: fresh lives of the winner. `paid`: as `found`, of the
    municipality's net result, kr; nothing when that is the measure.
    """

    title: str
    measure: str
    actor: str
    unit: str
    delta: float
    alpha: float
    reference: str
    winner: str
    settled: bool
    survivors: tuple[str, ...]
    close: tuple[str, ...]
    tried: tuple[Tried, ...]
    rounds: tuple[dict[str, Any], ...]
    spent: int
    factorial: int
    again: int
    found: dict[str, tuple[float, float, float]]
    paid: dict[str, tuple[float, float, float]]
    notes: Notes = ()
    titles: Mapping[str, str] = field(default_factory=dict)  # of the options that are not of the grid

    def as_dict(self) -> dict[str, Any]:
        """Give plain values to store, and for scripts."""
        return asdict(self) | {"notes": [note.as_dict() for note in self.notes]}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Found":
        """Read what `as_dict` gave and JSON kept."""
        lists = {name: tuple(stored[name]) for name in ("survivors", "close", "rounds")}
        ends = {name: {kind: tuple(each) for kind, each in stored[name].items()} for name in ("found", "paid")}
        known = {key: value for key, value in stored.items() if key != "note"}  # words of an earlier version
        tried = tuple(Tried(**row) for row in stored["tried"])
        return cls(**{**known, **lists, **ends, "tried": tried, "notes": notes_in(stored)})

    @property
    def alike(self) -> list[str]:
        """The options that are not shown worse than the winner by more than delta, the nearest first."""
        return [row.option for row in self.tried if row.option in self.close]

"""The figures that a first year is held against, and how a simulated year would have been reported in the same words.

A figure is never a bare number: "100 met" is a count rounded to ten, "just under 60" is the upper half of the fifties, "a queue" is an
inequality, and loose definitions add their own spread. Simulated counts pass through the same reporting, so that simulated and published
figures are the same kind of thing (Wilkinson 2013: the reporting rule is the error model).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError, model_validator
from scipy import special

from ami_sim.record.first_year import COUNTS
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import explain, read_toml
from ami_sim.scenario.rows import Row, Strict
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
TEN: Final = 10.0  # "just under 60" lies in the upper half of the ten below
STABLE: Final = 3 / 8  # Anscombe's constant: 2 sqrt(y + 3/8) of a Poisson count has a variance near 1


class Target(Row):
    """One published figure: which count it is of, in which window, what was reported and how reporting works."""

    title: str
    counts: str
    value: float = Field(ge=0)
    unit: str
    since: date = Field(alias="from")
    until: date
    scale: Literal["count", "share", "present"] = "count"
    rounded_to: float = Field(default=1.0, gt=0)
    just_under: bool = False
    at_least: float | None = None
    sd: float = Field(default=0.0, ge=0)  # what loose definitions add, in the unit
    offset: dict[str, tuple[float, float]] = Field(
        default_factory=dict
    )  # what the figure holds besides the simulated count: even over a range
    scored: bool = True
    why: str
    evidence: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_counted(self) -> Self:
        if self.counts not in COUNTS:
            raise ValueError(f'counts: "{self.counts}" is not a count of the first year.{nearest(self.counts, COUNTS)}')
        if self.until < self.since:
            raise ValueError(f"until {self.until} is before from {self.since}")
        if (self.at_least is not None) != (self.scale == "present"):
            raise ValueError('at_least belongs to scale = "present"; expected both or neither')
        if self.scale == "present" and self.value not in (0, 1):
            raise ValueError(f"value is {self.value:g}; expected 1 (present) or 0")
        if self.scale == "share" and not 0 <= self.value <= 1:
            raise ValueError(f"value is {self.value:g}; expected a share of 0 to 1")
        for name, (low, high) in self.offset.items():
            if high < low:
                raise ValueError(f"offset.{name}: {low:g}..{high:g}; expected low <= high")
        return self

    @property
    def observed(self) -> float:
        """The published figure as it is reported: the middle of the half ten for "just under"."""
        if self.just_under:
            return self.value - TEN / 4
        return float(np.round(self.value / self.rounded_to) * self.rounded_to)

    def report(self, count: Floats, uniforms: Floats) -> Floats:
        """Report counts [n] as the document would have, with luck [n, 1 + offsets] for the looseness and what comes besides."""
        seen = count + self.sd * special.ndtri(uniforms[:, 0])
        for column, (low, high) in enumerate(self.offset.values(), start=1):
            seen = seen + low + (high - low) * uniforms[:, column]
        if self.at_least is not None:
            return np.where(seen >= self.at_least, 1.0, 0.0)
        seen = np.maximum(seen, 0.0)
        if self.just_under:
            half = TEN / 2
            return np.floor(seen / half) * half + half / 2
        rounded: Floats = np.round(seen / self.rounded_to) * self.rounded_to
        return np.minimum(rounded, 1.0) if self.scale == "share" else rounded

    def transform(self, reported: Floats) -> Floats:
        """Bring reported figures to a scale on which their spread is alike: 2 sqrt(y + 3/8) for counts, the angle for shares."""
        if self.scale == "count":
            return 2 * np.sqrt(np.maximum(reported, 0.0) + STABLE)
        if self.scale == "share":
            return 20 * np.arcsin(np.sqrt(np.clip(reported, 0.0, 1.0)))
        return reported

    def misses(self, count: Floats) -> Floats:
        """How far counts [n] lie from every count that could have been reported so, in units of the count's own chance (about sd 1)."""
        low, high = self.could_be()
        at, down, up = (self.transform(np.asarray(x, np.float64)) for x in (count, low, high))
        return np.maximum(np.maximum(down - at, at - up), 0.0)

    def could_be(self) -> tuple[float, float]:
        """Give the lowest and the highest count that the published figure is compatible with, looseness at one sd."""
        besides = [sum(ends) for ends in zip(*self.offset.values(), strict=True)] or [0.0, 0.0]
        if self.at_least is not None:
            return (self.at_least, np.inf) if self.value else (0.0, self.at_least)
        half = TEN / 4 if self.just_under else self.rounded_to / 2
        return self.observed - half - self.sd - besides[1], self.observed + half + self.sd - besides[0]


class Targets(Strict):
    """Every figure of a municipality's targets file."""

    municipality: str
    until: date
    target: dict[str, Target]

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not any(row.scored for row in self.target.values()):
            raise ValueError("target: no row is scored; expected at least one")
        late = [
            f"target.{name}: its window ends {row.until}, after {self.until}" for name, row in self.target.items() if row.until > self.until
        ]
        if late:
            raise ValueError(f"{late[0]}; expected a window that has been observed")
        return self

    @property
    def scored(self) -> dict[str, Target]:
        """The rows that are fitted."""
        return {name: row for name, row in self.target.items() if row.scored}

    def without(self, left_out: Sequence[str]) -> "Targets":
        """Give the same targets with some of them shown and not fitted."""
        rows = {name: row.model_copy(update={"scored": row.scored and name not in left_out}) for name, row in self.target.items()}
        return self.model_copy(update={"target": rows})

    def reports(self, counts: Floats, seed: int) -> Floats:
        """Report tables of counts [row, `COUNTS`] as [row, target], every target with luck of its own from a seed."""
        columns = []
        for index, row in enumerate(self.target.values()):
            luck = np.random.Generator(np.random.Philox(key=[seed, index])).random((len(counts), 1 + len(row.offset)))
            columns.append(row.report(counts[:, COUNTS.index(row.counts)], luck))
        return np.column_stack(columns)

    def transformed(self, reports: Floats) -> Floats:
        """Give the scored targets of reports [row, target], each on its own scale."""
        return np.column_stack([row.transform(reports[:, i]) for i, row in enumerate(self.target.values()) if row.scored])

    @property
    def observed(self) -> Floats:
        """The published figures as reported, one a target."""
        return np.array([row.observed for row in self.target.values()])

    def distance(self, counts: Floats) -> Floats:
        """How far tables of counts [row, `COUNTS`] lie from what was published: the root of the squared misses of scored targets."""
        misses = [row.misses(counts[:, COUNTS.index(row.counts)]) for row in self.scored.values()]
        return np.asarray(np.sqrt(np.sum(np.square(misses), axis=0)))


def load_targets(path: Path, scenario: Scenario) -> Targets:
    """Read a targets file; InputError for the first thing that is wrong, or for a window that the scenario does not simulate."""
    raw: dict[str, Any] = read_toml(path)
    try:
        targets = Targets.model_validate(raw)
    except ValidationError as error:
        raise InputError(explain(error, Targets, {}, path)) from error
    if targets.municipality.casefold() != scenario.name.casefold():
        raise InputError(
            f'{path}: municipality: "{targets.municipality}" is not the scenario\'s, which is "{scenario.name}"; expected its own figures '
            f'(and then municipality = "{scenario.name}")'
        )
    if scenario.present is None:
        raise InputError(f"{scenario.name}: no present date; expected the last day of what has been observed, such as present = 2019-07-31")
    if targets.until > scenario.present:
        raise InputError(f"{path}: until: {targets.until} is after the scenario's present {scenario.present}; expected that day or before")
    for name, row in targets.target.items():
        if row.since < scenario.start:
            raise InputError(
                f"{path}: target.{name}.from: {row.since} is before the scenario's start {scenario.start}; "
                f"expected a window that is simulated (leave the row out, or start earlier)"
            )
    return targets

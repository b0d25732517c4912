"""The figures that a first year is held against, and how a simulated year would have been reported in the same words.

A figure is never a bare number: "100 met" is a count rounded to ten, "just under 60" is the upper half of the fifties, "a queue" is an
inequality, and loose definitions add their own spread. Simulated counts pass through the same reporting, so that simulated and published
figures are the same kind of thing (Wilkinson 2013: the reporting rule is the error model). Where words can be read in two ways, each
reading has an observation model of its own. A figure that the model meets only by stretching has a discrepancy of its own, with a narrow
prior at nothing (robust simulation-based inference).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError, model_validator
from scipy import special

from ami_sim.calibration.reference_table import key_of
from ami_sim.record.first_year import COUNTS
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import explain, read_toml
from ami_sim.scenario.provenance import plain
from ami_sim.scenario.rows import Row, Strict
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
TEN: Final = 10.0  # "just under 60" lies in the upper half of the ten below
SOME: Final = 1e-3  # the least money whose log is taken, in the unit of the count
TENTH: Final = 10.0  # of the log of money: one unit is about a tenth of it
STRETCH: Final = 0.25  # mean absolute discrepancy, in units of a count's own chance: of 50 persons 1.8, of 9 mnkr 0.2
STABLE: Final = 3 / 8  # Anscombe's constant: 2 sqrt(y + 3/8) of a Poisson count has a variance near 1


Ranges = dict[str, tuple[float, float]]  # what is even over a range, by name


class Reading(Row):
    """One way to read the document's words where they can be read in more than one."""

    title: str


class ReadSo(Strict):
    """How a figure came about under one reading: what stands in place of the target's own."""

    why: str
    sd: float | None = Field(default=None, ge=0)
    offset: Ranges = Field(default_factory=dict)
    times: Ranges = Field(default_factory=dict)


class Target(Row):
    """One published figure: which count it is of, in which window, what was reported and how reporting works.

    A reported figure is count * times + offsets, each even over its range, and a normal looseness `sd`, then rounded. `reading`: what is
    otherwise under a reading of the words, by its name.
    """

    title: str
    counts: str
    value: float = Field(ge=0)
    unit: str
    since: date = Field(alias="from")
    until: date
    scale: Literal["count", "share", "money", "present"] = "count"
    rounded_to: float = Field(default=1.0, gt=0)
    just_under: bool = False
    at_least: float | None = None
    sd: float = Field(default=0.0, ge=0)  # what loose definitions add, in the unit
    offset: Ranges = Field(default_factory=dict)  # what the figure holds besides the simulated count
    times: Ranges = Field(default_factory=dict)  # what the simulated count is multiplied by, such as handling on top of payments
    reading: dict[str, ReadSo] = Field(default_factory=dict)
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
        for where, ranges in (("offset", self.offset), ("times", self.times)):
            for name, (low, high) in ranges.items():
                if high < low:
                    raise ValueError(f"{where}.{name}: {low:g}..{high:g}; expected low <= high")
                if where == "times" and low <= 0:
                    raise ValueError(f"times.{name}: {low:g}..{high:g}; expected more than 0")
        return self

    def under(self, reading: str) -> "Target":
        """Give the target under a reading: its own observation model where it has one."""
        own = self.reading.get(reading)
        if own is None:
            return self
        changed = self.model_dump(by_alias=True) | {"reading": {}, "why": own.why}
        changed |= {name: value for name, value in own.model_dump().items() if name != "why" and value is not None and value != {}}
        return Target.model_validate(changed)

    @property
    def observed(self) -> float:
        """The published figure as it is reported: the middle of the half ten for "just under"."""
        if self.just_under:
            return self.value - TEN / 4
        return float(np.round(self.value / self.rounded_to) * self.rounded_to)

    def report(self, count: Floats, uniforms: Floats) -> Floats:
        """Report counts [n] as the document would have, with luck [n, 1 + ranges] for the looseness, offsets and factors."""
        seen = np.asarray(count, np.float64)
        factors = len(self.offset) + 1
        for column, (low, high) in enumerate(self.times.values(), start=factors):
            seen = seen * (low + (high - low) * uniforms[:, column])
        seen = seen + self.sd * special.ndtri(uniforms[:, 0])
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
        """Bring figures to a scale on which their spread is alike: 2 sqrt(y + 3/8) of counts, the angle of shares, the log of money."""
        if self.scale == "money":
            return np.asarray(TENTH * np.log(np.maximum(reported, SOME)))
        if self.scale == "count":
            return 2 * np.sqrt(np.maximum(reported, 0.0) + STABLE)
        if self.scale == "share":
            return 20 * np.arcsin(np.sqrt(np.clip(reported, 0.0, 1.0)))
        return reported

    def back(self, transformed: float) -> float:
        """Give the figure that stands at a place on its scale: the inverse of `transform`."""
        if self.scale == "money":
            return float(np.exp(transformed / TENTH))
        if self.scale == "count":
            return max(0.0, float(np.square(max(transformed, 0.0) / 2) - STABLE))
        return float(np.square(np.sin(np.clip(transformed / 20, 0.0, np.pi / 2)))) if self.scale == "share" else float(transformed)

    def stretched(self, by: Floats) -> Floats:
        """Give, in the figure's own unit, what discrepancies on its scale [n] add to make the published figure."""
        at = float(self.transform(np.asarray(self.observed)))
        return np.array([self.back(at) - self.back(at - float(one)) for one in by])

    def misses(self, count: Floats) -> Floats:
        """How far counts [n] lie from every count that could have been reported so, in units of the count's own chance (about sd 1)."""
        low, high = self.could_be()
        at, down, up = (self.transform(np.asarray(x, np.float64)) for x in (count, low, high))
        return np.maximum(np.maximum(down - at, at - up), 0.0)

    def could_be(self) -> tuple[float, float]:
        """Give the lowest and the highest count that the published figure is compatible with, looseness at one sd."""
        besides = [sum(ends) for ends in zip(*self.offset.values(), strict=True)] or [0.0, 0.0]
        factors = [float(np.prod(ends)) for ends in zip(*self.times.values(), strict=True)] or [1.0, 1.0]
        if self.at_least is not None:
            return (self.at_least, np.inf) if self.value else (0.0, self.at_least)
        half = TEN / 4 if self.just_under else self.rounded_to / 2
        low, high = self.observed - half - self.sd - besides[1], self.observed + half + self.sd - besides[0]
        return low / factors[1], high / factors[0]


class Targets(Strict):
    """Every figure of a municipality's targets file. `readings`: how its words can be read; `reading`: the one that is used unless said."""

    municipality: str
    until: date
    reading: str = ""
    readings: dict[str, Reading] = Field(default_factory=dict)
    target: dict[str, Target]

    @model_validator(mode="after")
    def _known_readings(self) -> Self:
        if (self.reading not in self.readings) if self.readings else bool(self.reading):
            known = ", ".join(self.readings) or "none, since readings holds no row"
            raise ValueError(f'reading: "{self.reading}" is not a reading; expected {known}.{nearest(self.reading, self.readings)}')
        for name, row in self.target.items():
            for word in row.reading:
                if word not in self.readings:
                    raise ValueError(f'target.{name}.reading: "{word}" is not one of readings.{nearest(word, self.readings)}')
            for word in self.readings:
                try:
                    row.under(word)
                except ValidationError as error:
                    raise ValueError(f"target.{name}.reading.{word}: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from error
        return self

    @property
    def ways(self) -> tuple[str, ...]:
        """The readings, the one that is used unless said first; "" alone where the words can be read in one way."""
        return (self.reading, *(name for name in self.readings if name != self.reading))

    def under(self, reading: str) -> "Targets":
        """Give the targets as one reading has them."""
        return self.model_copy(update={"reading": reading, "target": {name: row.under(reading) for name, row in self.target.items()}})

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
        """Report tables of counts [row, `COUNTS`] as [row, target], every target with luck of its name's own from a seed."""
        columns = []
        for name, row in self.target.items():
            luck = np.random.Generator(np.random.Philox(key=[seed, key_of(name)])).random(
                (len(counts), 1 + len(row.offset) + len(row.times))
            )
            columns.append(row.report(counts[:, COUNTS.index(row.counts)], luck))
        return np.column_stack(columns)

    def transformed(self, reports: Floats) -> Floats:
        """Give the scored targets of reports [row, target], each on its own scale."""
        return np.column_stack([row.transform(reports[:, i]) for i, row in enumerate(self.target.values()) if row.scored])

    @property
    def stretchable(self) -> dict[str, Target]:
        """The fitted rows that may be stretched: all but those that only say that something is there."""
        return {name: row for name, row in self.scored.items() if row.scale != "present"}

    def stretched(self, transformed: Floats, z: Floats) -> Floats:
        """Add discrepancies to scored targets on their scales [row, scored]; z: their normal scores [row, `stretchable`]."""
        found, column = transformed.copy(), 0
        for index, row in enumerate(self.scored.values()):
            if row.scale != "present":
                found[:, index] += laplace(z[:, column])
                column += 1
        return found

    @property
    def observed(self) -> Floats:
        """The published figures as reported, one a target."""
        return np.array([row.observed for row in self.target.values()])

    def distance(self, counts: Floats) -> Floats:
        """How far tables of counts [row, `COUNTS`] lie from what was published: the root of the squared misses of scored targets."""
        misses = [row.misses(counts[:, COUNTS.index(row.counts)]) for row in self.scored.values()]
        return np.asarray(np.sqrt(np.sum(np.square(misses), axis=0)))


def laplace(z: Floats) -> Floats:
    """Turn normal scores into discrepancies: Laplace at 0 with mean absolute size `STRETCH`."""
    tail = special.log_ndtr(-np.abs(z)) + np.log(2.0)  # of the two tails together
    return np.asarray(-np.sign(z) * STRETCH * tail)


def load_targets(path: Path, scenario: Scenario) -> Targets:
    """Read a targets file; InputError for the first thing that is wrong, or for a window that the scenario does not simulate."""
    raw, _ = plain(read_toml(path), str(path))
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

"""Priors on the unconstrained scale: every uncertain parameter is a standard normal z, so a prior is N(0, I)."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError
from scipy import special

from ami_sim.model.draws import SCALES, Z90
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import explain, read_toml
from ami_sim.scenario.priors import Parameter
from ami_sim.scenario.rows import Row
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
OUTERMOST: Final = 6.0  # standard deviations: adjusted draws are kept inside, where every scale can be computed


class Widening(Row):
    """A second, wider prior set: every spread times a factor, and ranges of one's own for some parameters."""

    factor: float = Field(gt=1.0)
    range: dict[str, tuple[float, float]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Prior:
    """The uncertain parameters by name, in the order of their file; fixed ones are left out."""

    parameters: Mapping[str, Parameter]
    solved: Callable[[Mapping[str, float]], dict[str, float]]  # completes a row with what is derived from it
    widened: float = 1.0  # the spread of every prior times this; a uniform number stays uniform

    @classmethod
    def of(cls, scenario: Scenario) -> "Prior":
        """Give the prior of a scenario's uncertain parameters."""
        return cls({name: row for name, row in scenario.parameter.items() if row.shape != "fixed"}, scenario.solved)

    @property
    def names(self) -> tuple[str, ...]:
        """The names, one a column of z."""
        return tuple(self.parameters)

    def values(self, z: Floats) -> Floats:
        """Turn z [row, parameter] into values on the parameters' own scales; each side of a median has its own spread."""
        columns = []
        for index, row in enumerate(self.parameters.values()):
            to, back = SCALES[row.shape]
            middle, low, high = (to(np.array(value)) for value in (row.median, row.low, row.high))
            at = np.clip(z[:, index], -OUTERMOST, OUTERMOST) * self.spread(row)
            columns.append(back(middle + at * np.where(at < 0, middle - low, high - middle) / Z90))
        return np.column_stack(columns)

    def spread(self, row: Parameter) -> float:
        """How much wider than its file a prior is."""
        return 1.0 if row.shape == "uniform" else self.widened

    def z_of(self, values: Floats) -> Floats:
        """Turn values [row, parameter] back into z."""
        columns = []
        for index, row in enumerate(self.parameters.values()):
            to, _ = SCALES[row.shape]
            middle, low, high = (to(np.array(value)) for value in (row.median, row.low, row.high))
            gap = to(values[:, index]) - middle
            columns.append(gap / np.where(gap < 0, middle - low, high - middle) * Z90 / self.spread(row))
        return np.column_stack(columns)

    def drawn(self, z: Floats) -> list[dict[str, float]]:
        """Turn z [row, parameter] into parameter rows without what is derived."""
        return [dict(zip(self.names, values, strict=True)) for values in self.values(z).tolist()]

    def rows(self, z: Floats) -> list[dict[str, float]]:
        """Turn z [row, parameter] into parameter rows, with what is derived solved in each."""
        return self.complete(self.drawn(z))

    def complete(self, rows: Iterable[Mapping[str, float]]) -> list[dict[str, float]]:
        """Complete parameter rows with what is derived from each."""
        return [self.solved(row) for row in rows]

    def wider(self, path: Path) -> "Prior":
        """Give the second, wider prior set that a file describes; InputError for anything wrong in it."""
        try:
            widening = Widening.model_validate(read_toml(path))
        except ValidationError as error:
            raise InputError(explain(error, Widening, {}, path)) from error
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"{path}: is not valid TOML: {error}") from error
        changed = dict(self.parameters)
        for name, (low, high) in widening.range.items():
            if name not in changed:
                raise InputError(f'{path}: range: "{name}" is not an uncertain parameter.{nearest(name, changed)}')
            own = changed[name].model_dump() | {"low": low, "high": high}
            try:
                changed[name] = Parameter.model_validate(own)
            except ValidationError as error:
                raise InputError(f"{path}: range.{name}: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from error
        return replace(self, parameters=changed, widened=widening.factor)


def box_of(low: Floats, high: Floats, uniforms: Floats) -> Floats:
    """Draw z from N(0, I) truncated to a box, by uniforms [row, parameter]: truncation keeps the prior's shape, so no weights."""
    down, up = special.ndtr(low), special.ndtr(high)
    drawn: Floats = special.ndtri(np.clip(down + uniforms * (up - down), 1e-12, 1 - 1e-12))
    return drawn

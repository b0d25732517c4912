"""Every figure of a scenario, one at a time, and the same scenario with one of them moved by a factor: nothing is read from files again."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

from ami_sim.scenario.quantities import Quantity
from ami_sim.scenario.rows import Row, Strict
from ami_sim.scenario.scenario import Scenario

Path = tuple[str | int, ...]


class Leaf(NamedTuple):
    """One figure: where it stands, as it is written, and the row of figures around it."""

    path: Path
    written: str
    row: Row | None

    @property
    def dotted(self) -> str:
        """The path as an override has it."""
        return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path).lstrip(".")


def leaves(value: Any, path: Path = (), row: Row | None = None) -> Iterator[Leaf]:
    """Go through every figure that stands as a number or with a unit; figures that are 0 cannot be moved by a share and are left out.

    A figure that is an uncertain parameter and nothing else is left out too: the parameter is moved itself.
    """
    if isinstance(value, Quantity):
        if value.names - {value.expression.strip()} or not (value.names or value.value == 0.0):
            yield Leaf(path, value.text, row)
    elif isinstance(value, Strict):
        for name in type(value).model_fields:
            yield from leaves(getattr(value, name), (*path, name), value if isinstance(value, Row) else row)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, (*path, name), row)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index), row)
    elif isinstance(value, float) and value != 0.0:
        yield Leaf(path, f"{value:g}", row)


def figures_of(scenario: Scenario) -> Iterator[Leaf]:
    """Go through every figure of a scenario but the ranges of its uncertain parameters."""
    for name in type(scenario).model_fields:
        if name != "parameter":
            yield from leaves(getattr(scenario, name), (name,))


def moved(value: Any, path: Path, factor: float) -> Any:
    """Give a value with the figure at a path multiplied by a factor; KeyError, IndexError or AttributeError where there is none.

    ValueError when marks in increasing order would be in order no more.
    """
    if not path:
        if isinstance(value, Quantity):
            return replace(value, expression=f"({value.expression}) * {factor!r}")
        return value * factor
    step, rest = path[0], path[1:]
    if isinstance(value, Strict):
        name = str(step)
        return value.model_copy(update={name: moved(getattr(value, name), rest, factor)})
    if isinstance(value, dict):
        return {**value, step: moved(value[step], rest, factor)}
    at = int(step)
    changed = (*value[:at], moved(value[at], rest, factor), *value[at + 1 :])
    if rises(value) and not rises(changed):
        raise ValueError(f"out of order: {changed}")
    return changed


def rises(values: tuple[Any, ...]) -> bool:
    """Tell whether values are numbers in increasing order, such as ages between which something holds."""
    numbers = all(isinstance(value, int | float) for value in values)
    return numbers and len(values) > 1 and all(one < other for one, other in pairwise(values))


def figure_at(value: Any, path: Path) -> Any:
    """Give what stands at a path; KeyError, IndexError or AttributeError where there is nothing."""
    for step in path:
        value = getattr(value, str(step)) if isinstance(value, Strict) else value[step]
    return value


def with_figure(scenario: Scenario, path: Path, factor: float) -> Scenario:
    """Give a scenario with one figure multiplied by a factor; the scenario itself where it has no such figure.

    ValueError when marks in increasing order would be in order no more.
    """
    try:
        changed: Scenario = moved(scenario, path, factor)
    except (KeyError, IndexError, AttributeError, TypeError):
        return scenario
    return changed

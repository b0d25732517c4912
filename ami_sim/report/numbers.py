"""Cells of tables and ends of axes: a mean with its interval below, everything in a row on one scale."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from ami_sim.report.number_formats import (
    HARD_SPACE,
    MINUS,
    Scale,
    scale_for,
    write_amount,
    write_number,
    write_scaled,
    write_span,
    write_unit,
)
from ami_sim.report.vocabulary import Language

__all__ = [
    "CHANCE",
    "EMPTY",
    "HARD_SPACE",
    "MINUS",
    "Estimate",
    "Scale",
    "row_scale",
    "scale_for",
    "write_amount",
    "write_estimate",
    "write_number",
    "write_scaled",
    "write_span",
    "write_unit",
]
EMPTY: Final = "–"  # what is not defined in an option, e.g. the wait when nobody was mapped
ALIKE: Final = "~"  # a difference that cannot be told apart from zero
CHANCE: Final = "*"  # an interval that holds chance too, since draws cannot be told from it


class Estimate(NamedTuple):
    """A mean and the ends of its interval, in the unit of its measure; the ends are NaN when there is no interval."""

    mean: float
    low: float
    high: float
    resolved: bool = True  # whether a credible interval is free of chance

    @property
    def has_interval(self) -> bool:
        """Say whether there is an interval: one replication allows none."""
        return not math.isnan(self.low)

    @property
    def cannot_be_told_apart(self) -> bool:
        """Say whether the interval holds zero without being zero itself."""
        return self.has_interval and self.low <= 0 <= self.high and self.low < self.high


def row_scale(unit: str, estimates: Sequence[Estimate]) -> Scale:
    """Choose the scale of a row from all its means and intervals."""
    numbers = [number for estimate in estimates for number in estimate[:3]]
    return scale_for(unit, numbers, [(estimate.high - estimate.low) / 2 for estimate in estimates])


def write_estimate(estimate: Estimate, scale: Scale, language: Language = "en", *, difference: bool = False) -> str:
    """Write a cell: the mean, and on the next line its interval, with `*` when it holds chance too.

    Differences carry signs, and `~` when they cannot be told from zero.
    """
    mean = write_scaled(estimate.mean, scale, language, signed=difference)
    if difference and estimate.cannot_be_told_apart:
        mean = f"{ALIKE}{HARD_SPACE}{mean}"
    if not estimate.has_interval:
        return mean
    span = write_span(estimate.low, estimate.high, scale, language, signed=difference)
    return f"{mean}\n{span}{'' if estimate.resolved or estimate.low == estimate.high else HARD_SPACE + CHANCE}"

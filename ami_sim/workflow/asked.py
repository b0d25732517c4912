"""A question that was not read from a file: its options, and the functions that a researcher has handed in from Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ami_sim.record.measures.registry import Measure
from ami_sim.scenario.experiment import Question


@dataclass(frozen=True)
class Asked:
    """A question with what only Python can hold.

    own: rank functions by option. priors: parameters with a prior of one's own, which no posterior knows. measures: of one's own.
    """

    question: Question
    own: Mapping[str, Callable[..., float]] = field(default_factory=dict)
    priors: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()

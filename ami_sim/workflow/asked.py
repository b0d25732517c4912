"""A question that was not read from a file: its options, and the functions that a researcher has handed in from Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ami_sim.engines.own_stage import OwnStage
from ami_sim.engines.protocol import Engine, SimpyEngine
from ami_sim.engines.simpy import Ami
from ami_sim.record.measures.registry import Measure
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import Question


@dataclass(frozen=True)
class Asked:
    """A question with what only Python can hold.

    own: rank functions by option. priors: parameters with a prior of one's own, which no posterior knows. measures, stages: of one's own.
    """

    question: Question
    own: Mapping[str, Callable[..., float]] = field(default_factory=dict)
    priors: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    stages: tuple[OwnStage, ...] = ()
    digest: str = ""  # a hash of the model and what is asked of it, so that a stopped run never goes on with another

    def on(self, engine: str | Engine) -> str | Engine:
        """Give the engine that runs it: SimPy where a stage is a process of one's own. "" takes what fits.

        Raises:
            InputError: a stage of one's own and an engine that cannot run it.
        """
        if not self.stages:
            return engine or "compiled"
        if engine in ("", "simpy"):
            return SimpyEngine(Ami, self.stages)
        if isinstance(engine, SimpyEngine):
            return SimpyEngine(engine.model, self.stages)
        named = ", ".join(row.name for row in self.stages)
        said = f'"{engine}"' if isinstance(engine, str) else engine.name
        raise InputError(f'engine: {said} cannot run {named}, a process of your own; expected "simpy" (or none)')

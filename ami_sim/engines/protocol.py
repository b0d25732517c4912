"""The engines behind one call: people and a plan in, a log out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np

from ami_sim.engines.own_stage import OwnStage
from ami_sim.engines.simpy import Ami, refuse_misspelt
from ami_sim.model.history import live_readably
from ami_sim.model.person import as_people
from ami_sim.model.strategies import Rank, no_own_rank
from ami_sim.model.tables import LOG, Plan
from ami_sim.scenario.errors import InputError, nearest


@dataclass(frozen=True)
class Run:
    """One run: the log (record array, one row per event that changed a condition) and the number of all events."""

    log: np.ndarray
    events: int


class Engine(Protocol):
    """Runs a plan on people (records that are not changed).

    `name`: how a manifest calls it. `compiles`: functions handed in from Python must compile to run on it.
    """

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def compiles(self) -> bool:
        """Whether functions handed in from Python must compile."""
        ...

    def simulate(self, plan: Plan, people: np.ndarray, own: Rank = ...) -> Run:
        """Run to the horizon."""
        ...

    def live(self, records: np.ndarray, plan: Plan) -> np.ndarray:
        """Let everybody live without the unit up to the start date."""
        ...


class SimpyEngine:
    """The readable engine; `model` may be a subclass of `Ami`, `stages` are stages of one's own with the process of each."""

    compiles: Final = False

    def __init__(self, model: type[Ami] = Ami, stages: Sequence[OwnStage] = ()) -> None:
        if not issubclass(model, Ami):
            raise InputError(f"SimpyEngine: {model!r}; expected a subclass of ami.Ami")
        self.model, self.stages = model, tuple(stages)

    @property
    def name(self) -> str:
        """The engine, and the model when it is somebody's own."""
        return "simpy" if self.model is Ami else f"simpy ({self.model.__name__})"

    def simulate(self, plan: Plan, people: np.ndarray, own: Rank = no_own_rank) -> Run:
        """Run to the horizon."""
        ami = self.model(plan, as_people(people), own, self.stages) if self.stages else self.model(plan, as_people(people), own)
        return Run(np.array(ami.run_to_end(), LOG), ami.events)

    def refuse(self, plan: Plan) -> None:
        """Refuse a model whose methods fit no stage of a plan; InputError."""
        refuse_misspelt(self.model, plan.vocabulary.stages)

    def live(self, records: np.ndarray, plan: Plan) -> np.ndarray:
        """Let everybody live without the unit up to the start date."""
        return live_readably(records, plan)


ENGINES: Final = ("compiled", "simpy")


@lru_cache(maxsize=4)
def engine_named(name: str) -> Any:
    """Give an engine by name: "compiled" (default) or "simpy"; both give the same log, bit for bit."""
    if name == "simpy":
        return SimpyEngine()
    if name == "compiled":
        from ami_sim.engines.compiled import CompiledEngine

        return CompiledEngine(Run)
    raise InputError(f'--engine: "{name}" is not an engine.{nearest(name, ENGINES)}')


def engine_of(choice: str | Engine) -> Engine:
    """Give the engine that is meant: by name, or an engine itself; InputError for anything else."""
    if isinstance(choice, str):
        found: Engine = engine_named(choice)
        return found
    missing = [name for name in ("name", "compiles", "simulate", "live") if not hasattr(choice, name)]
    if missing or isinstance(choice, type):
        what = f"{choice.__name__} is a class" if isinstance(choice, type) else f"{choice!r} has no {missing[0]}"
        raise InputError(f"engine: {what}; expected a name ({', '.join(ENGINES)}) or an engine such as ami.SimpyEngine(MyModel)")
    return choice

"""The one door between the checks against theory and the model: a scenario file in, what was seen out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.record.checks import check_run
from ami_sim.record.measures.queues import visits
from ami_sim.record.spells import Spells, spells_of
from ami_sim.scenario.load import load_scenario

Floats = NDArray[np.float64]
Settings = Mapping[str, Any]
SCENARIOS = Path(__file__).parent / "scenarios"
RAGUNDA = Path(__file__).resolve().parents[2] / "calibration" / "ragunda" / "scenario.toml"
SEED = 2019
THEORY = {"source": "Theory", "sure": "H", "mark": "assumed"}


@dataclass(frozen=True)
class Seen:
    """One run of a scenario."""

    plan: Plan
    people: np.ndarray
    log: np.ndarray
    spells: Spells

    @property
    def window(self) -> float:
        """Days that are observed: from the parting date to the end."""
        return self.plan.horizon - self.plan.parting

    def waits(self, stage: int) -> tuple[NDArray[np.int64], Floats]:
        """Who entered a stage after the parting, and days until they left it."""
        found = visits(self.spells, stage, self.plan.parting)
        return found.who, found.days

    def days_in(self, stage: int) -> float:
        """Person-days in a stage after the parting."""
        return float(self.spells.after(self.plan.parting)[self.spells.stage == stage].sum())

    def count(self, what: int, came_from: int) -> int:
        """Events of a kind out of a stage after the parting."""
        s = self.spells
        return int(((s.what == what) & (s.came_from == came_from) & (s.start >= self.plan.parting)).sum())

    def present(self, day: float, *stages: int) -> int:
        """Persons in any of these stages on a day."""
        s = self.spells
        return int((np.isin(s.stage, stages) & (s.start <= day) & (s.end > day)).sum())


def plan_of(name: str, settings: Settings | None = None) -> Plan:
    """Lower a theory scenario by its name, or the scenario at a path, with overrides by dotted path."""
    own = SCENARIOS / f"{name}.toml"
    return lower(load_scenario(own if own.is_file() else Path(name), settings or {}))


def once(plan: Plan, replication: int, seed: int = SEED, engine: str = "compiled", checked: bool = True) -> Seen:
    """Run a plan once; every run is held against the identities that no run may violate."""
    machine = engine_named(engine)
    people = population(plan, seed, 0, replication, None, machine.live)
    log = machine.simulate(plan, people).log
    if checked:
        check_run(log, plan, people)
    return Seen(plan, people, log, spells_of(log, plan.horizon))


@dataclass(frozen=True)
class Finding:
    """A quantity with its value in theory and as simulated."""

    check: str
    quantity: str
    theory: float
    simulated: float
    error: float  # standard error of the simulated value
    runs: int

    @property
    def deviation(self) -> float:
        """Distance from theory in standard errors."""
        return (self.simulated - self.theory) / self.error if self.error > 0 else (0.0 if self.simulated == self.theory else np.inf)


def ratio(top: Floats, bottom: Floats) -> tuple[float, float]:
    """The ratio of two sums over independent runs, and its standard error (linearised)."""
    value = float(top.sum() / bottom.sum())
    rest = top - value * bottom
    return value, float(rest.std(ddof=1) / np.sqrt(len(top)) / bottom.mean())


Look = Callable[[Seen], Mapping[str, tuple[float, float]]]  # quantity -> (what is added up, what it is divided by)
Key = TypeVar("Key")


def look_at(
    plan: Plan, look: Callable[[Seen], Mapping[Key, tuple[float, float]]], runs: int, seed: int = SEED, checked: bool = True
) -> dict[Key, tuple[Floats, Floats]]:
    """Run a plan and look at each run: quantity -> (tops, bottoms), one a run."""
    seen = [look(once(plan, replication, seed, checked=checked)) for replication in range(runs)]
    return {key: (np.array([s[key][0] for s in seen]), np.array([s[key][1] for s in seen])) for key in seen[0]}


def compare(check: str, plan: Plan, look: Look, theory: Mapping[str, float], runs: int) -> list[Finding]:
    """Hold what is seen in runs of a plan against theory."""
    return compare_each(plan, {check: (look, theory)}, runs)


def compare_each(plan: Plan, checks: Mapping[str, tuple[Look, Mapping[str, float]]], runs: int) -> list[Finding]:
    """Hold several looks at the same runs of a plan against theory, each under the name of its check."""
    found = look_at(
        plan, lambda seen: {(check, key): part for check, (look, _) in checks.items() for key, part in look(seen).items()}, runs
    )
    return [
        Finding(check, key, value, *ratio(*found[check, key]), runs)
        for check, (_, values) in checks.items()
        for key, value in values.items()
    ]

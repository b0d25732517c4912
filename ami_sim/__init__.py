"""ami-sim: simulate what social exclusion costs and what a municipality can do about it.

import ami_sim as ami
answer = ami.compare("experiments/capacity.toml", replications=20)
answer.summary; answer.plot("queues")

model = ami.Model.load("calibration/ragunda/scenario.toml")
answer = ami.compare(model.options(today={}, half={"unit": "half"}), replications=20)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ami_sim.version import __version__ as __version__

if TYPE_CHECKING:
    from ami_sim.analysis.differences import summarise
    from ami_sim.engines.protocol import SimpyEngine, engine_named
    from ami_sim.engines.simpy import Ami
    from ami_sim.model.history import population
    from ami_sim.model.lowering import lower
    from ami_sim.model.person import Person
    from ami_sim.model.randomness import luck
    from ami_sim.model.tables import Plan
    from ami_sim.public.answer import Answer, run_scenario
    from ami_sim.public.cohort import Lived, cohort
    from ami_sim.public.compare import compare
    from ami_sim.public.forecast import ForecastScore, MadeForecast, forecast, score
    from ami_sim.public.model import Model
    from ami_sim.public.options import Options
    from ami_sim.public.own import OwnLog, ingest
    from ami_sim.public.stored import load
    from ami_sim.record.spells import Spells, spells_of
    from ami_sim.scenario.errors import InputError
    from ami_sim.scenario.experiment import Question, load_experiment
    from ami_sim.scenario.load import load_scenario
    from ami_sim.scenario.scenario import Scenario
    from ami_sim.workflow.columns import columns
    from ami_sim.workflow.compare import Comparison
    from ami_sim.workflow.template import start_municipality


_WHERE = {
    "Ami": "engines.simpy",
    "Answer": "public.answer",
    "Comparison": "workflow.compare",
    "ForecastScore": "public.forecast",
    "InputError": "scenario.errors",
    "Lived": "public.cohort",
    "MadeForecast": "public.forecast",
    "Model": "public.model",
    "Options": "public.options",
    "OwnLog": "public.own",
    "Person": "model.person",
    "Plan": "model.tables",
    "Question": "scenario.experiment",
    "Scenario": "scenario.scenario",
    "SimpyEngine": "engines.protocol",
    "Spells": "record.spells",
    "cohort": "public.cohort",
    "columns": "workflow.columns",
    "compare": "public.compare",
    "engine_named": "engines.protocol",
    "forecast": "public.forecast",
    "ingest": "public.own",
    "load": "public.stored",
    "load_experiment": "scenario.experiment",
    "load_scenario": "scenario.load",
    "lower": "model.lowering",
    "luck": "model.randomness",
    "population": "model.history",
    "run_scenario": "public.answer",
    "score": "public.forecast",
    "spells_of": "record.spells",
    "start_municipality": "workflow.template",
    "summarise": "analysis.differences",
}
__all__ = [
    "Ami",
    "Answer",
    "Comparison",
    "ForecastScore",
    "InputError",
    "Lived",
    "MadeForecast",
    "Model",
    "Options",
    "OwnLog",
    "Person",
    "Plan",
    "Question",
    "Scenario",
    "SimpyEngine",
    "Spells",
    "cohort",
    "columns",
    "compare",
    "engine_named",
    "forecast",
    "ingest",
    "load",
    "load_experiment",
    "load_scenario",
    "lower",
    "luck",
    "population",
    "run_scenario",
    "score",
    "spells_of",
    "start_municipality",
    "summarise",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its room the first time it is used."""
    if name not in _WHERE:
        raise AttributeError(f"module 'ami_sim' has no attribute '{name}'")
    return getattr(import_module(f"ami_sim.{_WHERE[name]}"), name)


def __dir__() -> list[str]:
    """Give the public names."""
    return [*__all__, "__version__"]

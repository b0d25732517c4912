"""What is measured: ordinary scenario files on our engines, Ciw on the same queue, and C++ programs made for nothing else."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import numpy as np

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.load import load_scenario

HERE = Path(__file__).parent
CUSTOMERS = 200_000  # in M/M/3
PEOPLE = 2_000  # in the pathway at size 1
YEARS = 10.0


@dataclass(frozen=True)
class Took:
    """One timed run, or several: seconds (their median), events where they are counted, and the best of them."""

    seconds: float
    events: int = 0
    best: float = 0.0


def timed(work: Callable[[], int]) -> Took:
    """Time one run, which returns how many events it had."""
    began = time.perf_counter()
    events = work()
    return Took(time.perf_counter() - began, events)


@cache
def mm3() -> tuple[Plan, np.ndarray]:
    """Give M/M/3 as a scenario, and its customers."""
    plan = lower(load_scenario(HERE / "scenarios" / "mm3.toml"))
    return plan, population(plan, 1, 0, 0, live=engine_named("compiled").live)[:CUSTOMERS]


@cache
def pathway(size: int) -> tuple[Plan, np.ndarray]:
    """Give the fixed-priority pathway, `size` times 2 000 people in a unit `size` times as large."""
    settings: dict[str, Any] = {f"referrer.{door}.rate": f"{size} * 1000 / 3652 per day" for door in ("first", "second")}
    settings |= {"unit.unit.posts[0].count": 8 * size, "unit.unit.places[0].places": 40 * size}
    plan = lower(load_scenario(HERE / "scenarios" / "pathway.toml", settings))
    return plan, population(plan, 1, 0, 0, live=engine_named("compiled").live)


@cache
def ragunda() -> tuple[Mapping[str, Plan], np.ndarray]:
    """Give the options of the capacity question, and the people of one replication."""
    question = load_experiment(HERE.parent / "experiments" / "capacity.toml")
    plans = {name: lower(scenario) for name, scenario in question.scenarios.items()}
    return plans, population(next(iter(plans.values())), 1, 0, 0, live=engine_named("compiled").live)


def on_engine(name: str, plan: Plan, people: np.ndarray) -> Callable[[], int]:
    """Give a run of a plan on one of our engines."""
    engine = engine_named(name)
    return lambda: int(engine.simulate(plan, people).events)


def all_options(name: str) -> Callable[[], int]:
    """Give a run of every option of the capacity question on one of our engines."""
    plans, people = ragunda()
    runs = [on_engine(name, plan, people) for plan in plans.values()]
    return lambda: sum(run() for run in runs)


def ciw_mm3(customers: int) -> Callable[[], int]:
    """Give M/M/3 on Ciw."""
    import ciw

    def run() -> int:
        network = ciw.create_network(
            arrival_distributions=[ciw.dists.Exponential(24)], service_distributions=[ciw.dists.Exponential(10)], number_of_servers=[3]
        )
        ciw.seed(1)
        ciw.Simulation(network).simulate_until_max_customers(customers)
        return 3 * customers

    return run


@cache
def programs() -> dict[str, Path]:
    """Compile the C++ programs with g++ -O3; none where there is no g++."""
    compiler = which("g++")
    if compiler is None:
        return {}
    folder = Path(tempfile.mkdtemp())
    found = {}
    for source in (HERE / "cpp").glob("*.cpp"):
        found[source.stem] = folder / source.stem
        subprocess.run([compiler, "-O3", "-march=native", "-std=c++17", "-o", str(found[source.stem]), str(source)], check=True)
    return found


def in_cpp(name: str, *arguments: float) -> Took:
    """Run a C++ program, which times itself; what follows the seconds is its number of events, if it counts them."""
    words = [str(programs()[name]), *map(str, arguments)]
    seconds, number, *_ = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    return Took(float(seconds), int(number) if number.isdigit() else 0)

"""The pages, the scenario they describe, and one small comparison that their claims are held against."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import ami_sim
from ami_sim.public.answer import Answer
from ami_sim.scenario.scenario import Scenario

REPLICATIONS = 2


@pytest.fixture(scope="session")
def renew() -> ModuleType:
    """Load the script that makes the pages' tables; it is a script and not a package."""
    spec = importlib.util.spec_from_file_location("renew", Path(__file__).with_name("renew.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def scenario(checkout: Path) -> Scenario:
    return ami_sim.load_scenario(checkout / "calibration" / "ragunda" / "scenario.toml")


@pytest.fixture(scope="session")
def comparison(checkout: Path) -> Answer:
    return ami_sim.compare(checkout / "experiments" / "capacity.toml", replications=REPLICATIONS, workers=1)


@pytest.fixture(scope="session")
def page(checkout: Path) -> Callable[[str], str]:
    def read(name: str) -> str:
        return (checkout / name).read_text(encoding="utf-8")

    return read

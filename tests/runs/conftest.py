"""A small question to run: two options, little more than three years, one replication a batch."""

import shutil
from pathlib import Path
from typing import Final

import pytest

from ami_sim.model.lowering import lower
from ami_sim.runs.batch import Work
from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow.template import start_municipality
from tests.small import small_question

QUESTION: Final = small_question(replications=3)


@pytest.fixture(scope="session")
def question(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a municipality with a small question; nobody changes it."""
    folder = tmp_path_factory.mktemp("run") / "town"
    start_municipality(folder)
    shutil.rmtree(folder / "experiments")
    (folder / "experiments").mkdir()
    path = folder / "experiments" / "small.toml"
    path.write_text(QUESTION, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def meant(question: Path) -> Path:
    """Write the question again with an option that means to have another history: an order from Python holds for the whole run."""
    found = question.with_name("meant.toml")
    text = question.read_text(encoding="utf-8")
    found.write_text(text.replace('unit = "today"', 'unit = "today"\nrewrites_history = true'), encoding="utf-8")
    return found


@pytest.fixture(scope="session")
def work(question: Path) -> Work:
    """Plan three replications of it, each a batch of its own."""
    scenarios = load_experiment(question).scenarios
    theta = lower(next(iter(scenarios.values()))).theta
    return Work(scenarios, (theta,), seed=7, replications=3, per_batch=1, engine="compiled")

"""A changed rule changes the answer: what is compiled is kept in a folder named by all sources of the package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ami_sim.engines import kernels

RUN = """
import sys
from ami_sim.model.lowering import lower
from ami_sim.model.history import population
from ami_sim.engines.protocol import engine_named
from ami_sim.scenario.load import load_scenario
plan = lower(load_scenario("calibration/ragunda/scenario.toml", {"life.burn_in": "5 years"}))
engine = engine_named("compiled")
run = engine.simulate(plan, population(plan, 1, 0, 0, live=engine.live))
print(len(run.log), sum(int(what) for what in run.log["what"]))
"""


def copy_of(checkout: Path, folder: Path) -> Path:
    """Copy the package and the data it reads."""
    for name in ("ami_sim", "calibration"):
        shutil.copytree(checkout / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def answer(folder: Path, kept: Path) -> str:
    """Run the copy in a process of its own; what it compiles is kept in a folder of its own."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(kept)}
    done = subprocess.run([sys.executable, "-c", RUN], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_folder_is_named_by_the_sources(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copy_of(checkout, tmp_path)
    monkeypatch.setattr(kernels, "PACKAGE", copy / "ami_sim")
    before = kernels.sources()
    assert kernels.sources() == before
    rules = copy / "ami_sim" / "model" / "stages.py"
    rules.write_text(rules.read_text() + "\n")
    assert kernels.sources() != before


@pytest.mark.slow
def test_a_changed_rule_changes_the_answer(checkout: Path, tmp_path: Path) -> None:
    copy = copy_of(checkout, tmp_path / "copy")
    (kept := tmp_path / "kept").mkdir()
    first = answer(copy, kept)
    assert answer(copy, kept) == first
    rules = copy / "ami_sim" / "model" / "placement.py"
    text = rules.read_text()
    changed = text.replace("return bits\n", "return bits & 2\n", 1)
    assert changed != text
    rules.write_text(changed)
    assert answer(copy, kept) != first

"""The lines that open notebook 07: all seven acts of a researcher in one cell, by public names alone."""

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import ami_sim as ami

PRIVATE = re.compile(r"(?:from|import) ami_sim\.|\b991\b")
LOAD = 'ami.Model.load("../calibration/ragunda/scenario.toml")'
SHORT = '{"end": "2024-01-01", "life.burn_in": "2 years"}'  # the notebook lives ten years and all that is looked back on


@pytest.fixture(scope="module")
def sources(checkout: Path) -> list[str]:
    """Read the notebook's cells of code."""
    cells = json.loads((checkout / "notebooks" / "07_your_own_model.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_the_notebook_opens_with_the_lines_and_imports_nothing_private(sources: list[str]) -> None:
    assert sources[0].startswith("import os\n\nimport ami_sim as ami\n")
    for act in ("strategy", "stage", "event", "intervention", "price", "measure", "prior"):
        assert f"model.{act}" in sources[0], act
    assert [line for source in sources for line in source.splitlines() if PRIVATE.search(line)] == []


@pytest.mark.slow
def test_the_lines_run_and_give_what_they_promise(sources: list[str], monkeypatch: pytest.MonkeyPatch, checkout: Path) -> None:
    monkeypatch.setenv("AMI_QUICK", "1")
    monkeypatch.chdir(checkout / "notebooks")
    lines: dict[str, Any] = {"__name__": "__main__"}
    assert sources[0].count(LOAD) == 1
    exec(compile(sources[0].replace(LOAD, f"{LOAD}.set({SHORT})"), "notebook 07", "exec"), lines)
    answer: ami.Answer = lines["answer"]
    assert set(answer.titles) == {"today", "mine"}
    rows = answer.summary.query("measure == 'in_rehabilitation' and scenario == 'mine' and reference == 'today'")
    assert rows["mean"].iloc[0] > 0
    assert rows["ci_low"].iloc[0] < rows["mean"].iloc[0] < rows["ci_high"].iloc[0]
    table = answer.table("sv").as_text()
    assert "I rehabilitering" in table
    assert "rehabilitation is a process of its own, written in Python" in answer.note()
    log = answer.log(option="mine", replication=0)
    stays = log[log["to"].eq("rehabilitation") & log["from"].ne("rehabilitation")]
    assert set(stays["from"]) == {"mapping"}
    assert isinstance(log["date"].iloc[0], pd.Timestamp)
    person = str(stays["person"].iloc[0])
    twins = answer.twin(person, option="mine")
    assert twins.person == person
    assert twins.parted is not None
    inside = answer.runs["in_rehabilitation"].sel(option="mine").mean("replication")
    assert (inside > 0).all()

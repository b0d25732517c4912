"""The pages beside the experiments were made from the files as they are: none is left from other inputs."""

import json
from pathlib import Path

import pytest

from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow.answer_list import read_list
from ami_sim.workflow.answers import RECORD
from ami_sim.workflow.manifest import hashes_of


@pytest.fixture(scope="module")
def experiments(checkout: Path) -> Path:
    return checkout / "experiments"


def test_every_run_of_the_list_was_made_from_the_files_as_they_are(experiments: Path) -> None:
    record = json.loads((experiments / RECORD).read_text(encoding="utf-8"))
    listed = read_list(experiments)
    assert set(record) == set(listed.run) | set(listed.search)
    for name, row in listed.run.items():
        question = load_experiment(experiments / row.file, row.set, row.variant, row.regime)
        changed = {file for file, digest in hashes_of(question).items() if record[name]["inputs"].get(file) != digest}
        assert changed == set(), f"{name}: run `ami-sim answers experiments` again"
        assert record[name]["plan"]["variant"] == row.variant
    for name, search in listed.search.items():
        now = hashes_of(load_experiment(experiments / search.file))
        assert {file: record[name]["inputs"].get(file) for file in now} == now, f"{name}: run `ami-sim answers experiments` again"


def test_every_page_of_the_list_is_there_and_holds_no_gap(experiments: Path) -> None:
    listed = read_list(experiments)
    for to in (*(page.to for page in listed.page.values()), *(decision.to for decision in listed.decision.values())):
        text = (experiments / to).read_text(encoding="utf-8")
        assert len(text) > 400
        assert "{{" not in text
        assert "nan" not in text.lower().split()

"""The pages beside the experiments were made from the files as they are: none is left from other inputs."""

import json
from pathlib import Path

import pytest

from ami_sim.workflow.answer_list import AnswerList, read_list
from ami_sim.workflow.answers import RECORD
from ami_sim.workflow.manifest import hashes_of


@pytest.fixture(scope="module")
def experiments(checkout: Path) -> Path:
    return checkout / "experiments"


@pytest.fixture(scope="module")
def listed(experiments: Path) -> AnswerList:
    return read_list(experiments)


def test_every_run_of_the_list_was_made_from_the_files_as_they_are(experiments: Path, listed: AnswerList) -> None:
    record = json.loads((experiments / RECORD).read_text(encoding="utf-8"))
    asked = dict(listed.questions(experiments))
    assert set(record) == set(listed.run) | set(listed.search)
    for name, row in listed.run.items():
        changed = {file for file, digest in hashes_of(asked[f"run.{name}"]).items() if record[name]["inputs"].get(file) != digest}
        assert changed == set(), f"{name}: run `ami-sim answers experiments` again"
        assert record[name]["plan"]["variant"] == row.variant
    for name in listed.search:
        now = hashes_of(asked[f"search.{name}"])
        assert {file: record[name]["inputs"].get(file) for file in now} == now, f"{name}: run `ami-sim answers experiments` again"


def test_every_page_of_the_list_is_there_and_holds_no_gap(experiments: Path, listed: AnswerList) -> None:
    for to in (*(page.to for page in listed.page.values()), *(decision.to for decision in listed.decision.values())):
        text = (experiments / to).read_text(encoding="utf-8")
        assert len(text) > 400
        assert "{{" not in text
        assert "nan" not in text.lower().split()

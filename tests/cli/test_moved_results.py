"""Results that are moved, loaded and used from another folder, with the question that they answer or without it."""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import ami_sim as ami
from ami_sim.scenario.errors import InputError
from tests.cli.test_stopping import QUESTION


def test_a_stored_answer_is_loaded_whole_wherever_it_lies(answer: Path, town: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("mailed") / "Ett svar"
    shutil.move(answer, elsewhere)
    loaded = ami.load(elsewhere)
    again = ami.compare(town / QUESTION, parameters="median", workers=1)
    for name in ("summary", "monthly", "measures", "days", "budget"):
        pd.testing.assert_frame_equal(getattr(loaded, name), getattr(again, name), check_exact=True, check_dtype=False)
    assert (loaded.title, loaded.reference, loaded.titles) == (again.title, again.reference, again.titles)
    assert (loaded.parting, loaded.years, loaded.parameters) == (again.parting, again.years, again.parameters)
    assert loaded.table("sv").as_text() == again.table("sv").as_text()
    assert loaded.sentences() == again.sentences()


def test_question_and_results_moved_together_are_used_from_another_folder(
    answer: Path, ami_sim: Any, town: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path_factory.mktemp("there") / "moved"
    shutil.copytree(town, there)
    monkeypatch.chdir(there.parent)
    shutil.rmtree(town / "calibration")
    said = ami_sim("reprice", "moved/answer", "--set", "discount=0")
    assert (said.code, said.err) == (0, "")


def test_a_question_that_has_changed_since_is_refused_by_its_file(answer: Path, ami_sim: Any, change: Any) -> None:
    change("calibration/town/rules.toml", 'cap = "20000 kr"', 'cap = "19000 kr"')
    said = ami_sim("reprice", "answer", "--set", "discount=0")
    assert said.code == 2
    assert "rules.toml has changed since the run in answer; expected that run's files (or run again)" in said.err


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no manifest\.json that can be read; expected one written by ami-sim compare"):
        ami.load(tmp_path)

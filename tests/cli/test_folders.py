"""`--out` touches only what is ours: a folder of somebody else's is refused, and nothing in it is changed."""

from pathlib import Path
from typing import Any, Final

import pytest

from ami_sim.runs.folders import MARK, clear_parts
from tests.cli.test_bad_options import refused
from tests.cli.test_trust import make_a_search

QUESTION: Final = "experiments/small.toml"
SCENARIO: Final = "calibration/town/scenario.toml"
OURS: Final = "expected a new or empty folder, or one that ami-sim has made"
INTO: Final = (
    ("compare", QUESTION),
    ("run", SCENARIO),
    ("switches", QUESTION),
    ("screen", QUESTION),
    ("search", QUESTION),
)
THEIRS: Final = {
    "parts": {"parts/batch-00000/notes.txt": "mine"},
    "a manifest": {"manifest.json": '{"name": "a web app"}'},
    "a summary": {"summary.csv": "a;b\n1;2\n"},
    "a file of no name of ours": {"letter.txt": "Dear"},
}


def given(folder: Path, files: dict[str, str]) -> None:
    """Write somebody's files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("files", THEIRS.values(), ids=THEIRS)
def test_a_folder_that_is_somebody_elses_is_refused_and_left_alone(files: dict[str, str], ami_sim: Any, town: Path, snapshot: Any) -> None:
    given(town / "theirs", files)
    before = snapshot(town)
    refused(ami_sim("compare", QUESTION, "--workers", 1, "--out", "theirs"), ["--out: theirs: holds ", "was not made by ami-sim", OURS])
    assert snapshot(town) == before


@pytest.mark.parametrize("words", INTO, ids=[words[0] for words in INTO])
def test_no_command_writes_into_somebody_elses_folder_or_none(words: tuple[str, ...], ami_sim: Any, town: Path, snapshot: Any) -> None:
    if words[0] == "search":
        make_a_search(town / QUESTION, "ifo_first")
    given(town / "theirs", {"letter.txt": "Dear"})
    before = snapshot(town)
    refused(ami_sim(*words, "--out", "theirs"), ["--out: theirs: holds letter.txt", OURS])
    refused(ami_sim(*words, "--out", ""), ['--out: "": names no folder', OURS])
    assert snapshot(town) == before


def test_the_folder_one_stands_in_is_refused_like_any_other(ami_sim: Any, town: Path, snapshot: Any) -> None:
    before = snapshot(town)
    refused(ami_sim("compare", QUESTION, "--out", "."), ["--out: .: holds calibration", OURS])
    assert snapshot(town) == before


def test_our_own_folder_is_taken_again_for_the_same_question_and_by_force_for_another(ami_sim: Any, town: Path, change: Any) -> None:
    words = ("compare", QUESTION, "--workers", 1, "--replications", 1, "--set", "end=2020-07-01", "--out", "answer")
    assert ami_sim(*words).code == 0
    assert (town / "answer" / MARK).is_file()
    (town / "answer" / "letter.txt").write_text("mine")
    assert ami_sim(*words).code == 0
    change(QUESTION, 'name = "small"', 'name = "other"')
    whole = (town / "answer" / "manifest.json").read_bytes()
    refused(ami_sim(*words), ['--out: answer: holds results of "small"', 'expected another folder for "other" (or --force'])
    assert (town / "answer" / "manifest.json").read_bytes() == whole
    assert ami_sim(*words, "--force").code == 0
    assert b'"other"' in (town / "answer" / "manifest.json").read_bytes()
    assert (town / "answer" / "letter.txt").read_text() == "mine"


def test_results_of_a_version_without_marks_are_ours(ami_sim: Any, town: Path) -> None:
    words = ("compare", QUESTION, "--workers", 1, "--replications", 1, "--set", "end=2020-07-01", "--out", "answer")
    assert ami_sim(*words).code == 0
    (town / "answer" / MARK).unlink()
    assert ami_sim(*words).code == 0


def test_parts_are_deleted_and_nothing_beside_them(tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    given(
        parts, {"batch-00000/days.parquet": "", "batch-00001.draft/days.parquet": "", "batch-of-cakes/flour.txt": "mine", "notes": "mine"}
    )
    clear_parts(parts)
    assert sorted(path.name for path in parts.iterdir()) == ["batch-of-cakes", "notes"]
    given(tmp_path / "only", {"batch-00000/days.parquet": ""})
    clear_parts(tmp_path / "only")
    assert not (tmp_path / "only").exists()

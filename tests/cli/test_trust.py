"""A downloaded folder is data: code that a file names runs only from the folder one works in, or when one says whose it is."""

from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.test_bad_options import refused, use_own

QUESTION: Final = "experiments/small.toml"
COMMANDS: Final = {
    "compare": ("compare", "QUESTION", "--out", "answer", "--workers", 1),
    "run": ("run", "SCENARIO", "--replications", 1, "--workers", 1),
    "person": ("person", "QUESTION", "--person", "ifo-1"),
    "switches": ("switches", "QUESTION", "--draws", 2, "--out", "answer"),
    "screen": ("screen", "QUESTION", "--trajectories", 4),
    "screening of figures": ("screen", "QUESTION", "--figures"),
    "search": ("search", "QUESTION"),
}
CODE: Final = """from pathlib import Path

Path("ran").write_text("x")


def rank(person, today, theta):
    return person.need_since
"""


@pytest.fixture
def stranger(town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a downloaded municipality whose questions order by code of its own; commands run in another folder."""
    use_own(town)
    (town / "experiments" / "mine.py").write_text(CODE)
    (town / "calibration" / "town" / "mine.py").write_text(CODE)
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    return town


def make_a_search(path: Path, strategy: str) -> None:
    """Let a question be a search: two units in one order."""
    text = path.read_text(encoding="utf-8").replace('reference = "no"', 'reference = "no"\ndelta = "500 tkr"')
    rows = f'unit = ["today", "half"]\nstrategy = ["{strategy}"]\nfirst = 10\nat_most = 20\nper_round = 10\nagain = 2'
    path.write_text(f"{text}\n[search]\n{rows}\n", encoding="utf-8")


def in_words(name: str, town: Path) -> list[object]:
    """Write a command out with the stranger's files."""
    files = {"QUESTION": town / QUESTION, "SCENARIO": town / "calibration/town/scenario.toml"}
    return [files.get(str(word), word) for word in COMMANDS[name]]


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_runs_a_strangers_code(name: str, ami_sim: Any, stranger: Path, snapshot: Any) -> None:
    if name == "search":
        make_a_search(stranger / QUESTION, "own")
    before = snapshot(stranger.parent)
    refused(
        ami_sim(*in_words(name, stranger)),
        ['would run code, strategy.own.function: "mine.py:rank"', "does not lie in or below the current folder; expected --trust too"],
    )
    left = {path: digest for path, digest in snapshot(stranger.parent).items() if not path.startswith("desk/answer")}
    assert left == before


def test_it_is_run_when_one_says_so(ami_sim: Any, stranger: Path) -> None:
    words = ["--replications", 1, "--set", "end=2020-07-01", "--trust"]
    said = ami_sim(*in_words("compare", stranger), *words)
    assert said.code == 0, said.err
    assert Path("ran").is_file()


def test_it_is_run_in_and_below_the_folder_one_works_in_but_not_at_home(
    ami_sim: Any, stranger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(stranger)
    words = ("compare", QUESTION, "--workers", 1, "--replications", 1, "--set", "end=2020-07-01", "--out", "answer")
    monkeypatch.setenv("HOME", str(stranger))
    monkeypatch.setenv("USERPROFILE", str(stranger))
    refused(ami_sim(*words), ["would run code", "expected --trust too"])
    monkeypatch.setenv("HOME", str(stranger / "experiments"))
    monkeypatch.setenv("USERPROFILE", str(stranger / "experiments"))
    refused(ami_sim(*words), ["would run code"])
    assert not Path("ran").exists()
    monkeypatch.setenv("HOME", str(stranger.parent / "desk"))
    monkeypatch.setenv("USERPROFILE", str(stranger.parent / "desk"))
    assert ami_sim(*words).code == 0
    assert Path("ran").is_file()


def test_check_runs_no_code(ami_sim: Any, stranger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(stranger)
    said = ami_sim("check", QUESTION)
    assert said.code == 0, said.err
    assert not Path("ran").exists()


@pytest.mark.parametrize(("address", "warned"), [("tcp://127.0.0.1:9", True), ("127.0.0.1:9", True), ("tls://127.0.0.1:9", False)])
def test_an_open_cluster_is_warned_of(address: str, warned: bool, ami_sim: Any, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ami_sim.runs.cluster.ANSWER", 0.1)
    said = ami_sim("compare", QUESTION, "--cluster", address)
    assert said.code == 2
    assert ("whoever reaches that scheduler runs any program on its machines" in said.err) is warned

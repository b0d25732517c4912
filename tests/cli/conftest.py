"""The command line as a user meets it, in this process: what it prints, its exit code and the files it leaves."""

import hashlib
import shutil
import sys
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

import pytest

import ami_sim as ami
from ami_sim import cli
from ami_sim.workflow.template import start_municipality
from tests.calibration.own.logs import MAP, log_of
from tests.small import small_question

SMALL = f"""{small_question()}
[variant.late]
title = "A later end"
[variant.late.set]
end = 2023-01-01
"""


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def ami_sim(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """Run a command line in this process."""

    def run(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["ami-sim", *map(str, words)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capfd.readouterr()
        assert isinstance(left.value.code, int)
        return Said(left.value.code, said.out, said.err)

    return run


@pytest.fixture
def pictures() -> None:
    """Mark a test that looks at the pictures beside a run's files."""


@pytest.fixture(autouse=True)
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the pictures beside a run's files where a test looks at them only: they take three times as long as the small run."""
    if "pictures" not in request.fixturenames:
        monkeypatch.setattr("ami_sim.public.answer.draw_all", lambda *_: [])


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Start one municipality for all tests, with a small question."""
    folder = tmp_path_factory.mktemp("pristine") / "town"
    start_municipality(folder)
    (folder / "experiments" / "small.toml").write_text(SMALL, encoding="utf-8")
    log_of(60).to_csv(folder / "log.csv", sep=";", index=False)
    (folder / "map.toml").write_text(MAP, encoding="utf-8")
    return folder


@pytest.fixture
def town(pristine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a municipality of the test's own; commands run in its folder."""
    folder = tmp_path / "town"
    shutil.copytree(pristine, folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def run_once(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the small question once for all tests that read its results."""
    folder = tmp_path_factory.mktemp("run") / "town"
    shutil.copytree(pristine, folder)
    with chdir(folder):  # the results say where their question was found from here
        ami.compare("experiments/small.toml", parameters="median", workers=1, out="answer")
    return folder / "answer"


@pytest.fixture
def answer(run_once: Path, town: Path) -> Path:
    """Give results of the small question in the test's own town."""
    return Path(shutil.copytree(run_once, town / "answer"))


@pytest.fixture
def snapshot() -> Callable[[Path], dict[str, str]]:
    """Hash every file below a folder, folders too."""

    def hashes(folder: Path) -> dict[str, str]:
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
            for path in sorted(folder.rglob("*"))
        }

    return hashes


@pytest.fixture
def change(town: Path) -> Callable[[str, str, str], None]:
    """Replace the first place where a file of the town says something; it must be there."""

    def replace(file: str, old: str, new: str) -> None:
        path = town / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not say {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace

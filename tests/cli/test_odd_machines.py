"""Machines that are not as ours: a full disk, no home, warnings as errors, no asserts: one sentence, or the right answer."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

RUN = ("compare", "experiments/small.toml", "--parameters", "median", "--replications", "1", "--workers", "1", "--out", "out")


def full(*_: object, **__: object) -> None:
    """Fail as a disk without room does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("act", ["ami_sim.runs.batch.os.fsync", "ami_sim.runs.store.write_frame", "ami_sim.runs.store.os.replace"])
def test_a_full_disk_is_said_in_one_sentence(act: str, ami_sim: Any, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as disk:
        disk.setattr(act, full)
        said = ami_sim(*RUN)
    assert said.code == 2, said
    assert "No space left on device" in said.err
    assert len(said.err.strip().splitlines()) == 1
    again = ami_sim(*RUN, "--resume")  # with room again it goes on, and ends whole
    assert again.code == 0, again.err


@pytest.fixture(scope="module")
def plain(pristine: Path, checkout: Path) -> subprocess.CompletedProcess[bytes]:
    """Ask an ordinary interpreter."""
    return asked((), {}, pristine, checkout)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("how", "changed"),
    [
        (("-OO",), {}),
        (("-W", "error"), {}),
        ((), {"HOME": None, "XDG_CACHE_HOME": None}),
        ((), {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}),
    ],
    ids=["no asserts", "warnings are errors", "no home", "plain letters only"],
)
def test_an_odd_interpreter_gives_the_same_answer(
    how: tuple[str, ...], changed: dict[str, str | None], plain: subprocess.CompletedProcess[bytes], pristine: Path, checkout: Path
) -> None:
    """What is printed is what an ordinary one prints; letters that a stream lacks are written by likeness, never as a question mark."""
    odd = asked(how, changed, pristine, checkout)
    assert odd.returncode == plain.returncode == 0, odd.stderr
    assert odd.stderr == b"", odd.stderr
    if "LC_ALL" in changed:
        assert odd.stdout.count(b"?") <= plain.stdout.count(b"?")
    else:
        assert odd.stdout == plain.stdout


def asked(options: tuple[str, ...], changed: dict[str, str | None], town: Path, checkout: Path) -> subprocess.CompletedProcess[bytes]:
    """Ask an interpreter of one's own what exclusion costs: a command that writes nothing."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONIOENCODING": "utf-8", **changed}
    kept = {key: value for key, value in environment.items() if value is not None}
    command = [sys.executable, *options, "-m", "ami_sim.cli", "exclusion", "--bound"]
    return subprocess.run(command, cwd=town, env=kept, capture_output=True, timeout=300, check=False)

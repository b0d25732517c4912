"""A package that one may only read: a question is answered, nothing is written beside the code, what is kept is in the user's own place."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

KERNEL = """
from ami_sim.engines.kernels import compiled
from ami_sim.model.randomness import P_PARAMETER, luck
print(compiled("f8(i8, i8, i8)", luck)(1, P_PARAMETER, 0))
"""
WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def held(folder: Path) -> dict[str, tuple[int, int]]:
    """Give size and time of every file and folder below a folder."""
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in sorted((folder, *folder.rglob("*")))}


@pytest.fixture
def package(checkout: Path, tmp_path: Path) -> Iterator[Path]:
    """Install a copy of the package and its data where nobody may write: the superuser may, and so what is there is looked at too."""
    folder = tmp_path / "site"
    for name in ("ami_sim", "calibration", "experiments"):
        shutil.copytree(checkout / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "img"))
    below = (folder, *folder.rglob("*"))
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in below}
    for path in reversed(below):
        path.chmod(modes[path] & ~WRITE)
    yield folder
    for path in below:
        path.chmod(modes[path])


def ask(package: Path, town: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the package in a process of its own, whose user has a home of their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "MPLCONFIGDIR", "NUMBA_CACHE"))}
    own = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=town, env={**kept, **own}, capture_output=True, text=True, timeout=300, check=False)


def test_a_read_only_package_answers_and_writes_nothing_beside_itself(package: Path, town: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    before = held(package)
    where = "import ami_sim.cli; from ami_sim.engines.kernels import kept_in; print(ami_sim.__file__, kept_in(), flush=True)"
    said = ask(
        package, town, home, "-c", f"{where}; ami_sim.cli.main()", "exclusion", "--bound", "--file", "calibration/town/scenario.toml"
    )
    assert said.returncode == 0, said.stderr
    assert "kr" in said.stdout
    assert said.stdout.split()[0].startswith(str(package)), said.stderr
    private = home / "cache" / "ami-sim"
    assert said.stdout.split()[1].startswith(str(private))
    assert stat.S_IMODE(private.stat().st_mode) == 0o700
    assert held(package) == before


@pytest.mark.slow
def test_what_a_read_only_package_compiles_is_kept_in_the_users_own_folder(package: Path, town: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    before = held(package)
    said = ask(package, town, home, "-c", KERNEL)
    assert said.returncode == 0, said.stderr
    assert 0 < float(said.stdout) < 1
    assert list((home / "cache" / "ami-sim").rglob("*.nbi"))
    assert held(package) == before

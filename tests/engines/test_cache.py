"""A changed rule changes the answer: what is compiled is kept in a folder named by all sources of the package."""

import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import numba
import pytest
from filelock import FileLock, Timeout
from numba.core.caching import IndexDataCacheFile

from ami_sim.engines import kernels

RUN = """
import numba
from ami_sim.engines import compiled as engine  # its rules are compiled into what calls them
from ami_sim.model.randomness import P_GAP, luck

def drawn(key, purpose, occasion):
    return luck(key, purpose, occasion)

print(engine.compiled(numba.float64(numba.uint64, numba.int64, numba.int64), drawn)(7, P_GAP, 1))
"""


def copy_of(checkout: Path, folder: Path) -> Path:
    """Copy the package and the data it reads."""
    for name in ("ami_sim", "calibration"):
        shutil.copytree(checkout / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def answer(folder: Path, kept: Path) -> str:
    """Compile a rule of the copy's in a process of its own, as the engine's loop is compiled, and use it; what it compiles is kept."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(kept)}
    (folder / "run.py").write_text(RUN)
    done = subprocess.run([sys.executable, "run.py"], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def test_the_folder_is_named_by_the_sources(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = copy_of(checkout, tmp_path)
    monkeypatch.setattr(kernels, "PACKAGE", copy / "ami_sim")
    before = kernels.sources()
    assert kernels.sources() == before
    rules = copy / "ami_sim" / "model" / "stages.py"
    rules.write_text(rules.read_text() + "\n")
    assert kernels.sources() != before


def test_a_private_folder_is_closed_to_all_others(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "open").chmod(0o777)
    for folder in (tmp_path / "new" / "ami-sim", tmp_path / "open"):
        assert stat.S_IMODE(kernels.private(folder).stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("where", "said"), [("~/.cache/ami-sim", "this user has no home"), ("file", "ile exists"), ("link", "is not a folder")]
)
def test_what_is_no_folder_of_the_users_own_is_refused(where: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match=said):
        kernels.private(Path(where) if where.startswith("~") else tmp_path / where)


def test_a_folder_of_another_user_or_one_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1, raising=False)
        with pytest.raises(OSError, match="belongs to another user"):
            kernels.private(tmp_path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OSError, match="cannot be written"):
        kernels.private(tmp_path)


def test_without_a_folder_nothing_is_kept_and_one_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "ami-sim").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    kernels.kept_in.cache_clear()
    try:
        assert [kernels.kept_in(), kernels.kept_in()] == [None, None]
    finally:
        kernels.kept_in.cache_clear()
    assert len(caplog.records) == 1
    assert "is not kept" in caplog.text


def test_folders_that_nobody_has_used_for_long_are_given_up(tmp_path: Path) -> None:
    for name, days in (("old", 100), ("young", 1)):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - 86_400 * days,) * 2)
    kernels.give_up_old(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["young"]


def test_numba_keeps_its_settings_for_everybody_else() -> None:
    assert "ami-sim" not in str(numba.config.CACHE_DIR)  # type: ignore[attr-defined]


def twice(number: float) -> float:
    """Double a number."""
    return number + number


def test_no_two_processes_write_what_a_function_is_compiled_to_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two types of a function, written by two processes at the same moment, got one file, and each ran the other's code."""
    folder, held = kernels.private(tmp_path / "kept"), []
    monkeypatch.setattr(kernels, "kept_in", lambda: folder)
    save = IndexDataCacheFile.save

    def watched(file: IndexDataCacheFile, key: object, data: object) -> None:
        with pytest.raises(Timeout):
            FileLock(kernels.lock_of(folder, twice)).acquire(timeout=0)
        held.append(key)
        save(file, key, data)

    monkeypatch.setattr(IndexDataCacheFile, "save", watched)
    for kind, value in ((numba.float64, 1.5), (numba.int64, 3)):
        assert kernels.compiled(kind(kind), twice)(value) == 2 * value
    assert len(held) == 2
    with FileLock(kernels.lock_of(folder, twice)).acquire(timeout=0):
        assert len(list(folder.rglob("*.nbc"))) == 2


@pytest.mark.slow
def test_a_changed_rule_changes_the_answer(checkout: Path, tmp_path: Path) -> None:
    copy = copy_of(checkout, tmp_path / "copy")
    (kept := tmp_path / "kept").mkdir()
    first = answer(copy, kept)
    assert answer(copy, kept) == first
    assert answer(copy_of(checkout, tmp_path / "elsewhere"), kept) == first
    assert len(list(kept.rglob("*.nbc"))) == 1, "what was compiled once was not read again, here or in another copy of the package"
    rules = copy / "ami_sim" / "model" / "randomness.py"
    text = rules.read_text()
    changed = text.replace("+ 0.5) * 2.0**-52", "+ 0.5) * 2.0**-53", 1)
    assert changed != text
    rules.write_text(changed)
    assert answer(copy, kept) != first

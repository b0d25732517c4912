"""The same bytes whatever the number of workers, the order of finishing, the engine and the interruptions."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest

from ami_sim.model.person import Person
from ami_sim.runs.batch import Batch, Desk, Done, Work
from ami_sim.runs.executor import Results, run_work
from ami_sim.scenario.errors import InputError
from ami_sim.workflow import compare as answer

ALWAYS_SAME: Final = ("summary.csv", "monthly.parquet", "replications.parquet", "measures.parquet")
FRAMES: Final = ("measures", "monthly", "days")
PATIENCE: Final = 120  # seconds that a process may take to get somewhere


def assert_same(one: Results, other: Results) -> None:
    """Compare two results to the last bit."""
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    assert (one.events, one.replications, one.complete) == (other.events, other.replications, other.complete)


@pytest.fixture(scope="module")
def plain(work: Work, tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Run the work in this process, in order."""
    return run_work(work, tmp_path_factory.mktemp("plain") / "parts", 1)


def test_a_plan_of_batches_covers_every_replication_of_every_draw_once(work: Work) -> None:
    many = dataclasses.replace(work, thetas=work.thetas * 2, replications=25, per_batch=10)
    batches = many.batches()
    assert [(batch.draw, batch.first, batch.last) for batch in batches] == [(d, f, min(f + 10, 25)) for d in (0, 1) for f in (0, 10, 20)]
    assert [batch.number for batch in batches] == list(range(6))


def test_two_workers_give_what_one_gives(work: Work, plain: Results, tmp_path: Path) -> None:
    said: list[tuple[int, int]] = []
    assert_same(run_work(work, tmp_path / "parts", 2, lambda done, total: said.append((done, total))), plain)
    assert said == [(2, 6), (4, 6), (6, 6)]


def test_two_workers_run_a_function_handed_in_from_python(
    meant: Path, question: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "PER_BATCH", 1)
    weight = 2.0

    def oldest_first(person: Person, today: float, theta: Any) -> float:
        return weight * person.born

    for workers in (1, 2):
        answer.compare(meant, replications=2, workers=workers, own={"today": oldest_first}, out=tmp_path / str(workers))
    assert bytes_of(tmp_path / "2") == bytes_of(tmp_path / "1")
    answer.compare(question, replications=2, workers=1, out=tmp_path / "plain")
    assert bytes_of(tmp_path / "1") != bytes_of(tmp_path / "plain")


def test_what_cannot_go_to_another_process_is_said(meant: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer, "PER_BATCH", 1)
    lock = threading.Lock()

    def locked(person: Person, today: float, theta: Any) -> float:
        with lock:
            return person.born

    with pytest.raises(InputError, match=r"workers: what was handed in from Python cannot go to another process .*; expected workers=1"):
        answer.compare(meant, replications=2, workers=2, engine="simpy", own={"today": locked})


def test_the_order_of_finishing_changes_nothing(work: Work, plain: Results, tmp_path: Path) -> None:
    desk = Desk(work)
    for batch in reversed(work.batches()):
        desk.run(batch, tmp_path / "parts")
    assert_same(run_work(work, tmp_path / "parts", 1), plain)


def test_what_is_done_is_not_done_again(work: Work, plain: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_work(work, tmp_path / "parts", 1)

    def refuse(*_: Any) -> Any:
        raise AssertionError("a finished batch was run again")

    monkeypatch.setattr("ami_sim.runs.batch.replicate", refuse)
    assert_same(run_work(work, tmp_path / "parts", 1), plain)


def test_a_part_that_was_being_written_is_written_again(work: Work, plain: Results, tmp_path: Path) -> None:
    draft = tmp_path / "parts" / "batch-00001.draft"
    draft.mkdir(parents=True)
    (draft / "measures.parquet").write_bytes(b"half")
    assert_same(run_work(work, tmp_path / "parts", 1), plain)


def test_a_stopped_run_shows_the_batches_up_to_the_first_gap(work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = tmp_path / "parts"
    Desk(work).run(work.batches()[2], parts)

    run = Desk.run

    def stopped(desk: Desk, batch: Batch, folder: Path) -> Done:
        if batch.number == 1:
            raise KeyboardInterrupt
        return run(desk, batch, folder)

    monkeypatch.setattr("ami_sim.runs.batch.Desk.run", stopped)
    results = run_work(work, parts, 1)
    assert not results.complete
    assert results.replications == 1
    assert results.measures["replication"].unique().tolist() == [0]


def test_an_error_in_a_batch_stops_the_run(work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(desk: Desk, batch: Batch, folder: Path) -> Done:
        raise RuntimeError(f"batch {batch.number} broke")

    monkeypatch.setattr("ami_sim.runs.batch.Desk.run", broken)
    with pytest.raises(RuntimeError, match="batch 0 broke"):
        run_work(work, tmp_path / "parts", 1)


def test_both_engines_give_the_same_summary(question: Path, tmp_path: Path) -> None:
    for engine in ("compiled", "simpy"):
        answer.compare(question, replications=2, workers=1, engine=engine, out=tmp_path / engine)
    assert bytes_of(tmp_path / "simpy") == bytes_of(tmp_path / "compiled")


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Read the files that never differ between two runs of the same question."""
    return {name: (folder / name).read_bytes() for name in ALWAYS_SAME}


CODE: Final = """
import sys
from ami_sim import cli
from ami_sim.public import answer as public
from ami_sim.workflow import compare as answer
answer.PER_BATCH, public.draw_all = 1, lambda *_: []
sys.argv = ["ami-sim", "compare", *sys.argv[1:], "--replications", "12"]
cli.main()
"""


def started(question: Path, out: Path, workers: int = 2, **environment: str) -> subprocess.Popen[str]:
    """Start a comparison of twelve batches in a process group of its own."""
    command = [sys.executable, "-c", CODE, str(question), "--out", str(out), "--workers", str(workers)]
    root = str(Path(answer.__file__).parents[2])
    env = {**os.environ, "PYTHONPATH": root, **environment}
    return subprocess.Popen(command, env=env, text=True, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def wait_for_parts(process: subprocess.Popen[str], out: Path, count: int) -> None:
    """Wait until the first batches are whole and others are being worked on."""
    until = time.monotonic() + PATIENCE
    while not all((out / "parts" / f"batch-{number:05d}").is_dir() for number in range(count)):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until, "no batch was finished in time"
        time.sleep(0.005)


def finished(question: Path, out: Path, resume: bool) -> dict[str, bytes]:
    """Run the twelve batches, or go on with them, in this process."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(answer, "PER_BATCH", 1)
        answer.compare(question, replications=12, workers=1, out=out, resume=resume)
    return bytes_of(out)


@pytest.fixture(scope="module")
def whole(question: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Run the twelve batches without interruption."""
    return finished(question, tmp_path_factory.mktemp("whole") / "answer", resume=False)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_a_killed_run_goes_on_to_the_same_bytes(question: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "answer"
    process = started(question, out)
    wait_for_parts(process, out, 2)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (out / "summary.csv").exists()
    assert finished(question, out, resume=True) == whole


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_workers_end_when_their_parent_is_killed(question: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer"
    process = started(question, out)
    wait_for_parts(process, out, 1)
    os.kill(process.pid, signal.SIGKILL)  # the parent alone: workers finish the batch in flight and see that nobody is there
    process.wait()
    until = time.monotonic() + PATIENCE
    while True:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        assert time.monotonic() < until, "a worker lives on"
        time.sleep(0.1)
    parts = sorted(path.name for path in (out / "parts").glob("batch-*"))
    time.sleep(1)
    assert sorted(path.name for path in (out / "parts").glob("batch-*")) == parts


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="needs process groups")
def test_ctrl_c_in_a_terminal_leaves_a_partial_result_and_no_traceback(question: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "answer"
    process = started(question, out)
    wait_for_parts(process, out, 1)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the parent and its workers
    said, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, (said, err)
    assert err.startswith("ami-sim: stopped after ")
    assert len(err.strip().splitlines()) == 1
    partial = pd.read_csv(out / "summary.csv")
    assert 1 <= partial["replications"].max() < 12
    assert finished(question, out, resume=True) == whole


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_hash_seed_of_python_changes_nothing(question: Path, whole: dict[str, bytes], tmp_path: Path, seed: str) -> None:
    process = started(question, tmp_path / "answer", 1, PYTHONHASHSEED=seed)
    _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "")
    assert bytes_of(tmp_path / "answer") == whole

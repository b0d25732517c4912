"""A cluster gives what this machine gives, to the byte, also when a worker is killed; what cannot be used is said at once."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from ami_sim.runs.batch import Work
from ami_sim.runs.executor import run_work
from ami_sim.runs.versions import versions
from ami_sim.scenario.errors import InputError
from ami_sim.workflow import compare as answer
from tests.runs.test_runner import assert_same, bytes_of

pytest.importorskip("distributed")
PATIENCE: Final = 60  # seconds that a process may take to get somewhere
ROOT: Final = str(Path(answer.__file__).parents[2])
Start = Callable[..., subprocess.Popen[bytes]]


@contextmanager
def starting(tmp_path: Path) -> Iterator[Start]:
    """Start parts of a cluster; all are killed in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def begin(part: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{part}", *words, "--dashboard-address", "127.0.0.1:0", "--no-dashboard"]
        quick = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "3s"}  # how long a dead worker is asked for what it held
        env = {**os.environ, **quick, "PYTHONPATH": ROOT}
        said = open(tmp_path / f"{part}-{len(started)}.txt", "wb")  # noqa: SIM115
        with said:
            started.append(subprocess.Popen(command, env=env, cwd=tmp_path, stdout=said, stderr=said, start_new_session=True))
        return started[-1]

    try:
        yield begin
    finally:
        for process in started:
            process.kill()
            process.wait()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a part of a cluster of the test's own."""
    with starting(tmp_path) as start:
        yield start


@pytest.fixture
def address(start: Start) -> str:
    """Give the address of a scheduler of the test's own."""
    return scheduled(start)


@pytest.fixture(scope="module")
def one_worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a scheduler with one worker, for tests that leave both as they are."""
    with starting(tmp_path_factory.mktemp("cluster")) as start:
        address = scheduled(start)
        begin_worker(start, address)
        wait_for_workers(address, 1)
        yield address


def scheduled(start: Start) -> str:
    """Start a scheduler on a free port of this machine and wait until it listens."""
    place = ("127.0.0.1", free_port())
    scheduler = start("scheduler", "--host", place[0], "--port", str(place[1]))
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(place, timeout=1).close()
            return f"tcp://{place[0]}:{place[1]}"
        except OSError:
            assert scheduler.poll() is None, "the scheduler did not start"
            assert time.monotonic() < until, "the scheduler did not listen in time"
            time.sleep(0.05)


@pytest.fixture
def worker(start: Start, address: str) -> Callable[..., subprocess.Popen[bytes]]:
    """Give a function that starts a worker of the test's own scheduler."""
    return lambda: begin_worker(start, address)


def begin_worker(start: Start, address: str) -> subprocess.Popen[bytes]:
    """Start a worker without a nanny: what is killed stays dead."""
    return start("worker", address, "--no-nanny", "--nthreads", "2", "--host", "127.0.0.1")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_workers(address: str, count: int) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=PATIENCE)


@pytest.mark.slow
def test_a_lost_worker_costs_nothing_but_time(
    question: Path, address: str, worker: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "PER_BATCH", 1)
    answer.compare(question, replications=12, workers=1, out=tmp_path / "local")
    lost, _ = worker(), worker()
    wait_for_workers(address, 2)
    said: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        if not said:
            os.kill(lost.pid, signal.SIGKILL)
        said.append((done, total))

    answer.compare(question, replications=12, cluster=address, out=tmp_path / "cluster", progress=progress)
    assert lost.poll() is not None
    assert said == [(2 * batch, 24) for batch in range(1, 13)]
    assert bytes_of(tmp_path / "cluster") == bytes_of(tmp_path / "local")
    assert not (tmp_path / "cluster" / "parts").exists()


def test_a_worker_that_comes_later_is_given_work_and_ctrl_c_keeps_what_is_whole(
    work: Work, question: Path, address: str, worker: Any, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="has no workers; expected some"):
        answer.compare(question, cluster=address, out=tmp_path / "answer")
    assert not (tmp_path / "answer").exists()
    plain = run_work(work, tmp_path / "plain", 1)
    coming = threading.Timer(1.0, worker)
    coming.start()

    def stop(done: int, total: int) -> None:
        if threading.current_thread() is threading.main_thread() and done == 2:
            signal.raise_signal(signal.SIGINT)

    stopped = run_work(work, tmp_path / "parts", address, stop)  # no worker is there when it begins
    coming.join()
    assert not stopped.complete
    assert 0 < stopped.replications < 3
    assert_same(run_work(work, tmp_path / "parts", address), plain)


def test_an_address_where_nobody_answers_is_refused_before_anything_is_written(
    question: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ami_sim.runs.cluster.ANSWER", 1)
    for address in (f"tcp://127.0.0.1:{free_port()}", "nowhere", "tcp://"):
        with pytest.raises(InputError, match=f"--cluster: {address}: no scheduler answers there"):
            answer.compare(question, cluster=address, out=tmp_path / "answer")
    assert not (tmp_path / "answer").exists()


def test_workers_of_this_machine_do_not_go_with_a_cluster(question: Path) -> None:
    with pytest.raises(InputError, match="--workers: counts processes of this machine"):
        answer.compare(question, cluster="tcp://127.0.0.1:1", workers=2)


def test_a_function_from_python_goes_to_a_cluster(meant: Path, one_worker: str, tmp_path: Path) -> None:
    handed = {"today": lambda person, today, theta: -person.born}
    answer.compare(meant, replications=2, workers=1, own=handed, out=tmp_path / "local")
    answer.compare(meant, replications=2, cluster=one_worker, own=handed, out=tmp_path / "cluster")
    assert bytes_of(tmp_path / "cluster") == bytes_of(tmp_path / "local")


def test_a_worker_made_of_something_else_is_refused(
    question: Path, one_worker: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = versions()
    monkeypatch.setattr("ami_sim.runs.cluster.made_of", lambda: {**real, "numba": "0.1"})
    with pytest.raises(InputError, match=rf"numba is {real['numba']} there and 0.1 here; expected the same on every machine"):
        answer.compare(question, cluster=one_worker, out=tmp_path / "answer")
    assert not (tmp_path / "answer").exists()


def test_without_dask_the_line_that_installs_it_is_said(question: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'ami-sim\[cluster\]'"):
        answer.compare(question, cluster="tcp://127.0.0.1:1")

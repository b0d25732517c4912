"""Runs of the page: a few processes that stay warm, one folder a question, an answer of few futures first and a sharper one behind it."""

import json
import os
import secrets
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from typing import Any, Final

from ami_sim.public.answer import Answer
from ami_sim.runs.store import write_json
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import find
from ami_sim.workflow.compare import compare
from ami_sim.workflow.follow_one import Lives, follow_one
from ami_sim.workflow.parted import parted
from ami_sim.workflow.question_file import ASSUMED
from ami_sim.workflow.results import load_results

FILE: Final = "question.toml"
FIRST, SHARP = "first", "sharp"  # the folders of the two answers beside the question
RUNS: Final = {FIRST: 8, SHARP: 200}  # futures in all
WARMS: Final = "experiments/capacity.toml"  # what a process runs once before anybody asks
WARMS_2026: Final = "experiments/activity_requirement.toml"  # and of the start of 2026, where first answers are made
WARM: Final = "warm"  # where it goes: a folder that is nobody's session
HELD: Final = "held"  # the folder inside a question's, of the same with an assumption held at another value
STOP: Final = "stop"
ROOM: Final = "AMI_SIM_PAGE"  # of the environment: the folder for all sessions
PLACE: Final = "AMI_SIM_PLACE"  # of the environment: the scenario of a municipality of one's own
PREFIX: Final = "ami-sim-page-"
TOKEN: Final = 22  # letters that name a session's folder


def run(file: Path, folder: Path, runs: int, variant: str = "") -> str:
    """Run a question into a folder, telling on the way how far it is; "" or what was wrong with it. variant: of the question.

    A file named `stop` beside the question ends it, and so does taking the question away.
    """

    def told(done: int, total: int) -> None:
        if not file.exists() or (file.parent / STOP).exists():
            raise KeyboardInterrupt
        write_json(progress_file(folder), [done, total])

    if (file.parent / STOP).exists():
        return ""
    try:
        compare(file, replications=runs, variant=variant, workers=1, out=folder, resume=True, progress=told)
    except InputError as error:
        return " ".join(str(error).split())
    except KeyboardInterrupt:  # stopped before anything was whole
        return ""
    return ""


def warm(folder: Path, file: str = WARMS) -> Path:
    """Read and compile what every run needs, so that the first answer does not wait for it, into a folder; gives that folder."""
    compare(find(file), replications=2, workers=1, out=folder)
    return folder


def lives_of(file: Path, seed: int, option: str) -> tuple[str, ...]:
    """Name persons whose life an option changes."""
    return parted(file, seed, option)


def life_of(file: Path, seed: int, option: str, person: str) -> Lives:
    """Live one person's life in an option beside the same life as today."""
    return follow_one(str(file), person, 0, option, seed)


def log_of(results: Path, option: str) -> bytes:
    """Write one run of an option as a case log: CSV, a row a stay."""
    made: bytes = Answer.of(load_results(results)).case_log(option).to_csv(index=False).encode("utf-8")
    return made


def process() -> ProcessPoolExecutor:
    """Give a process that runs one question after the other."""
    ignored = (signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the page, which takes the questions away
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=signal.signal, initargs=ignored)


def room() -> Path:
    """Give the folder for all sessions: the one that the command has made and takes away, else a new one."""
    return Path(os.environ.get(ROOM) or tempfile.mkdtemp(prefix=PREFIX))


def progress_file(folder: Path) -> Path:
    """Name the file that says how far a run is: beside its folder."""
    return folder.with_name(f"{folder.name}.progress")


@dataclass(frozen=True)
class State:
    """How an answer stands: whether it can be read, is being made, how far it is (0 to 1), and what was wrong."""

    there: bool
    running: bool
    share: float
    wrong: str = ""


@dataclass
class Desk:
    """The runs of everybody who has the page open: a private folder a session, and the processes they share.

    First answers have a process of their own, so that nobody's waits for somebody else's long run.
    """

    root: Path = field(default_factory=room)
    jobs: dict[Path, Future[str]] = field(default_factory=dict)
    pools: dict[str, ProcessPoolExecutor] = field(default_factory=lambda: {name: process() for name in (FIRST, SHARP)})

    def begin(self, show: Callable[[Path], object]) -> None:
        """Warm the processes by a question that nobody asked, and this one by showing its answer, too."""
        for name, pool in self.pools.items():
            job = pool.submit(warm, self.root / f"{WARM}-{name}")
            if name == FIRST:
                job.add_done_callback(lambda done: None if done.cancelled() or done.exception() else show(done.result()))
                pool.submit(warm, self.root / f"{WARM}-2026", WARMS_2026)

    def session(self, token: str) -> tuple[str, Path]:
        """Give a session's token and folder; a token that nobody was given gets a new one."""
        known = len(token) == TOKEN and token.replace("-", "").replace("_", "").isalnum() and (self.root / token).is_dir()
        token = token if known else secrets.token_urlsafe(16)
        folder = self.root / token
        folder.mkdir(mode=0o700, exist_ok=True)
        return token, folder

    def ask(self, session: Path, key: str, write: Callable[[Path], object]) -> Path:
        """Write a question into a folder of the session and start its answers, the sharper one when the first is there.

        The same question again goes on where it was; another one ends the runs of the one before.

        write: writes the file, and refuses what is impossible (InputError).
        """
        folder = session / sha256(key.encode()).hexdigest()[:16]
        before = self.current(session)
        if before and before != folder:
            self.stop(before)
        folder.mkdir(mode=0o700, exist_ok=True)
        write(folder / FILE)
        (folder / STOP).unlink(missing_ok=True)
        self.start(folder, FIRST)
        self.jobs[folder / FIRST].add_done_callback(lambda job: self.sharpen(folder, job))
        (session / "current").write_text(folder.name)
        return folder

    def assume(self, folder: Path, write: Callable[[Path], object]) -> Path:
        """Run a question once more with an assumption at another value, as many futures as the sharp answer; gives its folder.

        write: writes the question with the variant, and refuses what is impossible (InputError).
        """
        own = folder / HELD
        if job := self.jobs.get(own / SHARP):
            (own / STOP).touch()
            job.cancel()
            wait([job])
        rmtree(own, ignore_errors=True)
        own.mkdir(mode=0o700)
        write(own / FILE)
        self.start(own, SHARP, ASSUMED)
        return own

    def look(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Give what a function of this module finds in a process that is warm; waits for it."""
        return self.pools[FIRST].submit(function, *arguments).result()

    def start(self, folder: Path, name: str, variant: str = "") -> None:
        """Start an answer unless it is whole or on its way."""
        job = self.jobs.get(folder / name)
        if job is None or (job.done() and not self.whole(folder, name)):
            progress_file(folder / name).unlink(missing_ok=True)
            self.jobs[folder / name] = self.pools[name].submit(run, folder / FILE, folder / name, RUNS[name], variant)

    def sharpen(self, folder: Path, first: Future[str]) -> None:
        """Start the sharper answer, unless the question was stopped or was wrong."""
        if not (folder / STOP).exists() and not first.cancelled() and not first.result():
            self.start(folder, SHARP)

    def stop(self, folder: Path) -> None:
        """Ask the runs of a question to stop; what is whole of them is kept."""
        (folder / STOP).touch()
        for name in (FIRST, SHARP):
            if job := self.jobs.get(folder / name):
                job.cancel()

    def whole(self, folder: Path, name: str) -> bool:
        """Tell whether an answer has as many futures as it was to have."""
        return self.state(folder, name).share >= 1

    def state(self, folder: Path, name: str) -> State:
        """Say how an answer stands."""
        job = self.jobs.get(folder / name)
        going = job is not None and not job.done()
        wrong = job.result() if job is not None and job.done() and not job.cancelled() else ""
        try:
            done, total = json.loads(progress_file(folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            done, total = 0, 1
        stopped = (folder / STOP).exists()  # what was asked to stop may still wait for its turn, or end its last future
        return State((folder / name / "manifest.json").is_file() and not going, going and not stopped, done / total, wrong)

    def current(self, session: Path) -> Path | None:
        """Give the folder of the question that a session asked last, after a reload too."""
        try:
            folder = session / (session / "current").read_text()
        except OSError:
            return None
        return folder if (folder / FILE).is_file() else None

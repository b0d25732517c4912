"""Run the batches of a plan on every core and put the parts together; a killed run loses at most the batch in flight."""

import errno
import gc
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, Final, Self

import pandas as pd
from filelock import FileLock, Timeout

from ami_sim.engines.protocol import engine_of
from ami_sim.record.moments import monthly_frame
from ami_sim.runs.batch import Batch, Desk, Done, Work, packed
from ami_sim.runs.folders import mark, refuse_of_others
from ami_sim.runs.gathered import measures_of, months_of, outturns_of
from ami_sim.runs.parts import read_days, read_runs
from ami_sim.runs.pool import Pool, forks
from ami_sim.runs.rows import Rows
from ami_sim.runs.store import is_whole
from ami_sim.scenario.errors import LONGEST_NAME, InputError

THREADS: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
CANNOT_WRITE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
Progress = Callable[[int, int], None]  # runs done, runs in all
Workers = int | str  # how many processes of this machine, or the address of a cluster's scheduler
Keep = Callable[[Rows], Rows]


@dataclass(frozen=True)
class Results:
    """What the runs gave: measures (tidy, one row a number, words as categories), the monthly frame, and whether every batch is in.

    rows: days by condition and transitions of every run, which stay in the parts until somebody asks for them. outturns: of the committees,
    by year (`accounts.outturn`). events: of all runs. replications: of all draws, each with every option.
    """

    measures: pd.DataFrame
    monthly: pd.DataFrame
    rows: Rows
    outturns: pd.DataFrame
    events: int
    replications: int
    complete: bool

    @property
    def days(self) -> pd.DataFrame:
        """Days by condition and year of every run, and counted transitions."""
        return self.rows.frame


def as_they_are(rows: Rows) -> Rows:
    """Leave the rows of the runs in the parts."""
    return rows


def check_folder(folder: Path) -> None:
    """Make the output folder, or say why it cannot be written: also one that holds what is not ours. Nothing else is touched."""
    if len(folder.name) > LONGEST_NAME:
        raise InputError(f"--out: a name of {len(folder.name)} letters; expected at most {LONGEST_NAME}")
    try:
        refuse_of_others(folder)
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        if folder.exists() and not folder.is_dir():
            raise InputError(f"--out: {folder}: is a file; expected a folder") from error
        raise InputError(f"--out: {folder}: cannot be written ({error.strerror}); expected a folder one may write to") from error


def take_folder(folder: Path) -> None:
    """Make the output folder and mark it as ours."""
    check_folder(folder)
    with refused_by_disk(folder):
        mark(folder)


@contextmanager
def refused_by_disk(folder: Path, kept: str = "") -> Iterator[None]:
    """Say in one sentence that a folder cannot be written, or is gone. kept: what of a run still stands."""
    try:
        yield
    except OSError as error:
        if not folder.is_dir():
            raise InputError(f"--out: {folder}: was removed during the run; expected it to stay (run again)") from error
        if error.errno not in CANNOT_WRITE:
            raise
        reason = f"cannot be written ({error.strerror}); expected room and a folder one may write to"
        raise InputError(f"--out: {folder}: {reason}{kept}") from error


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: two runs into one folder are refused."""
    lock = FileLock(str(folder / ".lock"))
    try:
        with refused_by_disk(folder, " (the parts that are whole are kept)"), lock.acquire(timeout=0):
            mark(folder)
            yield
    except Timeout as error:
        raise InputError(f"--out: {folder}: another run is writing here; expected a folder of its own") from error


def run_work(work: Work, parts: Path, workers: Workers, progress: Progress | None = None, keep: Keep = as_they_are) -> Results:
    """Run every batch that is not done yet and put all parts together in the order of the plan. keep: as `gather`.

    Ctrl-C keeps what is whole: the result then says it is not complete. KeyboardInterrupt passes on when nothing is.
    """
    parts.mkdir(parents=True, exist_ok=True)
    batches = work.batches()
    total, done = sum((batch.last - batch.first) * len(work.scenarios) for batch in batches), 0
    try:
        for result in results_of(work, batches, parts, workers):
            done += result.runs
            if progress:
                progress(done, total)
    except KeyboardInterrupt:
        if not unbroken(batches, parts):
            raise
        return gather(work, parts, keep)
    return gather_whole(work, parts, keep)


def gather_whole(work: Work, parts: Path, keep: Keep = as_they_are) -> Results:
    """Put the parts of a plan together, all of which have been written; InputError when some are there no longer. keep: as `gather`."""
    found = gather(work, parts, keep)
    if not found.complete:
        raise gone(parts)
    return found


def gone(parts: Path) -> InputError:
    """Say that parts which were written are there no longer."""
    return InputError(f"--out: {parts.parent}: parts of the run were removed or changed on the way; expected them to stay (run again)")


def gather(work: Work, parts: Path, keep: Keep = as_they_are) -> Results:
    """Put the parts of a plan together, from its first batch to the first that is missing, one part after another.

    keep: what becomes of the rows of the runs, before anything else is put together.

    Raises:
        InputError: not even the first is there.
    """
    batches = work.batches()
    whole = unbroken(batches, parts)
    if not whole:
        raise gone(parts)
    folders = [parts / batch.name for batch in whole]
    rows = keep(Rows(parts=lambda: map(read_days, folders)))
    with ThreadPoolExecutor(1) as beside:  # most of it is done outside Python
        months = beside.submit(lambda: monthly_frame(months_of(read_runs(folder, ["months"]) for folder in folders)))
        runs = [read_runs(folder, ["measures", "outturn"]) for folder in folders]
        measures, outturns = measures_of(runs), outturns_of(runs)
    events, replications = sum(int(each.column("events").sum()) for each in runs), sum(batch.last - batch.first for batch in whole)
    return Results(measures, months.result(), rows, outturns, events, replications, len(whole) == len(batches))


def unbroken(batches: list[Batch], parts: Path) -> list[Batch]:
    """List the batches from the first on that are all written: what a stopped run may show."""
    return list(takewhile(lambda batch: is_whole(parts / batch.name), batches))


def results_of(work: Work, batches: list[Batch], parts: Path, workers: Workers) -> Iterator[Done]:
    """Run batches of a work and say of each when it is done."""
    with Crew(work, workers) as crew:
        yield from crew.run(batches, parts)


class Crew:
    """Whoever runs the batches of a work, kept from one round of them to the next: a cluster, this process, or processes of this machine.

    What a process has priced and compiled for one round it has for the next. work: the largest plan that batches are taken from.
    """

    def __init__(self, work: Work, workers: Workers) -> None:
        self.work, self.workers = work, workers
        self.desk: Desk | None = None
        self.pool: Pool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: Any) -> None:
        """Let what is under way be finished, then end the processes."""
        if self.pool is not None:
            self.pool.__exit__(*error)

    def run(self, batches: list[Batch], parts: Path) -> Iterator[Done]:
        """Run batches and say of each when it is done: one alone, or all when one worker is asked for, in this process."""
        if isinstance(self.workers, str):
            from ami_sim.runs.cluster import on_cluster

            yield from on_cluster(self.work, batches, parts, self.workers)
            return
        engine = engine_of(self.work.engine)  # compile once, before any worker needs it
        if self.workers <= 1 or len(batches) == 1:
            yield from self.here(batches, parts)
            return
        if self.pool is None:
            for name in THREADS:
                os.environ.setdefault(name, "1")
            work = packed(self.work)
            if forks() and engine.compiles:  # a run of another engine takes longer than what it would spare
                self.desk = self.desk or Desk(self.work)
                self.desk.warm_up(batches[0])
            self.pool = Pool(work, min(self.workers, len(self.work.batches())), self.desk)
        yield from self.pool.run(batches, parts)

    def here(self, batches: list[Batch], parts: Path) -> Iterator[Done]:
        """Run batches in this process.

        Whoever works first sets aside what there is from the garbage collector: to look through all scenarios and modules again and again,
        for rows that hold no circles, takes longer than many a run.
        """
        self.desk = self.desk or Desk(self.work)
        gc.freeze()
        try:
            for batch in batches:
                yield self.desk.run(batch, parts)
        finally:
            gc.unfreeze()

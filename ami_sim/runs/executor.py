"""Run the batches of a plan on every core and put the parts together; a killed run loses at most the batch in flight."""

import errno
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Final

import pandas as pd
from filelock import FileLock, Timeout

from ami_sim.engines.protocol import engine_of
from ami_sim.record.moments import Moments, merge_in_order
from ami_sim.runs.batch import Batch, Desk, Done, Work, packed, read_parts
from ami_sim.runs.folders import mark, refuse_of_others
from ami_sim.runs.pool import Pool
from ami_sim.runs.store import is_whole
from ami_sim.scenario.errors import LONGEST_NAME, InputError

THREADS: Final = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
CANNOT_WRITE: Final = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO)
Progress = Callable[[int, int], None]  # runs done, runs in all
Workers = int | str  # how many processes of this machine, or the address of a cluster's scheduler


@dataclass(frozen=True)
class Results:
    """What the runs gave: measures (tidy, one row a number), the monthly frame, days by condition, and whether every batch is in.

    outturns: of the committees, by year (`accounts.outturn`). events: of all runs. replications: of all draws, each with every option.
    """

    measures: pd.DataFrame
    monthly: pd.DataFrame
    days: pd.DataFrame
    outturns: pd.DataFrame
    events: int
    replications: int
    complete: bool


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


def run_work(work: Work, parts: Path, workers: Workers, progress: Progress | None = None) -> Results:
    """Run every batch that is not done yet and put all parts together in the order of the plan.

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
        return gather(work, parts)
    if len(unbroken(batches, parts)) < len(batches):
        raise InputError(f"--out: {parts.parent}: parts of the run were removed or changed on the way; expected them to stay (run again)")
    return gather(work, parts)


def gather(work: Work, parts: Path) -> Results:
    """Put the parts of a plan together, from its first batch to the first that is missing."""
    batches = work.batches()
    whole = unbroken(batches, parts)
    names = ("measures", "days", "events", "outturns")
    measures, days, events, outturns = (in_words(read_parts(parts, whole, name)) for name in names)
    cells, bins = (read_parts(parts, whole, name) for name in ("cells", "bins"))
    monthly = merge_in_order({i: Moments(cells[i], bins[i]) for i in range(len(whole))}).frame()
    replications = sum(batch.last - batch.first for batch in whole)
    return Results(measures, monthly, days, outturns.fillna(0.0), int(events["events"].sum()), replications, len(whole) == len(batches))


def in_words(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Join frames of several parts, with words where each part has categories of its own."""
    joined = pd.concat(frames, ignore_index=True)
    return joined.astype(
        {name: "str" for name, kind in joined.dtypes.items() if isinstance(kind, pd.CategoricalDtype) or pd.api.types.is_object_dtype(kind)}
    )


def unbroken(batches: list[Batch], parts: Path) -> list[Batch]:
    """List the batches from the first on that are all written: what a stopped run may show."""
    return list(takewhile(lambda batch: is_whole(parts / batch.name), batches))


def results_of(work: Work, batches: list[Batch], parts: Path, workers: Workers) -> Iterator[Done]:
    """Batches as they finish: on a cluster, in this process when one worker is asked for, else in a pool of processes.

    Whoever works first sets aside what there is from the garbage collector: to look through all scenarios and modules again and again,
    for rows that hold no circles, takes longer than many a run.
    """
    if isinstance(workers, str):
        from ami_sim.runs.cluster import on_cluster

        yield from on_cluster(work, batches, parts, workers)
        return
    engine_of(work.engine)  # compile once, before any worker needs it
    if workers <= 1 or len(batches) == 1:
        desk = Desk(work)
        gc.freeze()
        try:
            for batch in batches:
                yield desk.run(batch, parts)
        finally:
            gc.unfreeze()
        return
    for name in THREADS:
        os.environ.setdefault(name, "1")
    with Pool(packed(work), min(workers, len(batches))) as pool:
        yield from pool.run(batches, parts)

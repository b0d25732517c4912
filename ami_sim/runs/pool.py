"""Processes of this machine that run batches: each is handed the work once, when it begins, and then one batch at a time."""

import gc
import os
import pickle
import signal
import threading
from collections.abc import Iterator, Sequence
from multiprocessing import get_context, get_start_method, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ami_sim.runs.batch import Batch, Desk, Done, unpacked
from ami_sim.runs.waiting import LOOK, asked_to_stop


class LostWorker(RuntimeError):
    """A worker process ended in the middle of a batch: killed from outside, most often for want of memory."""


class Pool:
    """Some worker processes, each at the other end of a pipe; they end when the pipe is closed, also because this process is gone."""

    def __init__(self, work: bytes, count: int, desk: Desk | None = None) -> None:
        """Begin so many processes. desk: one that knows the work already, which forked processes have from the first."""
        context = get_context()
        self.ends: list[Connection[Any, Any]] = []
        self.processes: list[BaseProcess] = []
        self.busy: dict[Connection[Any, Any], Batch] = {}
        for _ in range(count):
            here, there = context.Pipe()
            self.ends.append(here)
            # A forked process has this side of all pipes so far, too: one kept open would hide that this process is gone.
            forked = tuple(self.ends) if forks() else ()
            process = context.Process(target=serve, args=(work, there, forked, desk if forks() else None), daemon=True)
            process.start()
            there.close()
            self.processes.append(process)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let what is under way be finished and written, then end every process; Ctrl-C once more ends them at once."""
        try:
            for end in list(self.busy):
                wait([end])
            for end in self.ends:
                end.close()
            for process in self.processes:
                process.join()
        except KeyboardInterrupt:
            for process in self.processes:
                process.terminate()
            raise

    def run(self, batches: Sequence[Batch], parts: Path) -> Iterator[Done]:
        """Run batches in the order of the plan and say of each when it is done.

        Raises:
            KeyboardInterrupt: Ctrl-C was pressed; acted on between batches. What a batch raised in a worker is raised here.
        """
        left = iter(batches)
        with asked_to_stop() as stopped:
            for end in self.ends:
                self.give(end, left, parts)
            while self.busy:
                for ready in wait(list(self.busy), timeout=LOOK):
                    end = next(one for one in self.ends if one is ready)
                    found = self.take(end)
                    if not stopped():
                        self.give(end, left, parts)
                    yield found
                if stopped():
                    raise KeyboardInterrupt

    def give(self, end: "Connection[Any, Any]", left: Iterator[Batch], parts: Path) -> None:
        """Give a process that is free the next batch, if there is one."""
        if (batch := next(left, None)) is not None:
            end.send((batch, parts))
            self.busy[end] = batch

    def take(self, end: "Connection[Any, Any]") -> Done:
        """Take what a process says of its batch."""
        batch = self.busy.pop(end)
        try:
            found = end.recv()
        except (EOFError, OSError) as error:
            raise LostWorker(f"a worker process ended in the middle of {batch.name}; expected enough memory for every worker") from error
        if isinstance(found, BaseException):
            raise found
        done: Done = found
        return done


def forks() -> bool:
    """Tell whether a process of this machine begins as a copy of this one, with all that it knows."""
    return get_start_method() == "fork"


def serve(work: bytes, tasks: "Connection[Any, Any]", others: Sequence["Connection[Any, Any]"], desk: Desk | None = None) -> None:
    """Live as a worker: run each batch that comes by a desk of this process's own, until the pipe is closed.

    Ctrl-C is the parent's to act on, so that the batch in flight is finished and written.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    for other in others:
        other.close()
    gc.freeze()
    try:
        while True:
            batch, parts = tasks.recv()
            try:
                if desk is None:
                    desk = Desk(unpacked(work))
                    gc.freeze()
                found: Any = desk.run(batch, parts)
            except Exception as error:
                found = portable(error)
            tasks.send(found)
    except (EOFError, OSError):
        return  # nobody is there to work for


def begin_as_worker() -> None:
    """Live as a process of somebody else's pool: Ctrl-C is the parent's to act on, and this process ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """End this process as soon as the one that began it is gone, in the middle of a batch too: a part counts only when it is whole."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def portable(error: Exception) -> Exception:
    """Give an error as it can travel to another process: itself, or its name and what it says."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # an error's own way of being made again may fail in any way
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error

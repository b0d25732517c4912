"""What runs on a worker of a cluster: the work arrives there once, batches are run one at a time, their files travel back."""

import ctypes
import gc
import sys
import threading
from platform import node
from typing import Any, Final

from distributed import get_worker
from distributed.diagnostics.plugin import WorkerPlugin

from ami_sim.runs.batch import Batch, Desk, unpacked
from ami_sim.runs.parts import Files
from ami_sim.runs.versions import made_of
from ami_sim.scenario.errors import InputError

MALLOPT: Final = {"M_TRIM_THRESHOLD": -1, "M_MMAP_THRESHOLD": -3}  # of the C library (malloc.h)
KEPT: Final = 1 << 28  # bytes of freed memory that it keeps


def differing(expected: dict[str, str]) -> list[str]:
    """Say what this process is made of that differs from what is expected."""
    here = made_of()
    return [f"{name} is {here.get(name)} there and {version} here" for name, version in expected.items() if here.get(name) != version]


class Carrier(WorkerPlugin):
    """Brings the work to every worker once, also to one that comes later, with what must be the same there as here."""

    def __init__(self, key: str, work: bytes, expected: dict[str, str]) -> None:
        self.key, self.work, self.expected = key, work, expected

    def setup(self, worker: Any) -> None:
        """Begin on a worker, which keeps this object for as long as the work goes on."""
        keep_memory()
        self.busy = threading.Lock()  # one batch at a time, however many threads a worker has
        self.desk: Desk | None = None

    def files(self, batch: Batch) -> Files:
        """Run a batch; InputError when this worker is made of something else than expected."""
        with self.busy:
            if self.desk is None:
                if found := differing(self.expected):
                    raise InputError(f"--cluster: a worker on {node()}: {'; '.join(found)}; expected the same on every machine")
                self.desk = Desk(unpacked(self.work))
                gc.freeze()  # as in a pool's worker: full collections over what stays anyway cost real time
            return self.desk.files(batch)


def keep_memory() -> None:
    """Let the C library keep memory that is freed, where it can be told so.

    A dask nanny has it given back to the system at once; a batch frees and takes the same arrays all the time, and took 1.8 times as long.
    """
    if sys.platform == "linux" and (tell := getattr(ctypes.CDLL(None), "mallopt", None)):
        for option in MALLOPT.values():
            tell(option, KEPT)


def run_there(key: str, batch: Batch) -> tuple[Batch, Files]:
    """Run a batch of the work that was brought under a key; gives the files of its part."""
    carrier: Any = get_worker().plugins[key]
    return batch, carrier.files(batch)

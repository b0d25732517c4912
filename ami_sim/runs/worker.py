"""What runs on a worker of a cluster: the work arrives there once, batches are reckoned one at a time, their files travel back."""

import ctypes
import gc
import pickle
import sys
import threading
from functools import lru_cache
from platform import node
from typing import Any, Final

from distributed.diagnostics.plugin import WorkerPlugin

from ami_sim.runs.batch import Batch, Files, Work, files_of, use
from ami_sim.runs.versions import made_of
from ami_sim.scenario.errors import InputError

_carried: dict[str, tuple[bytes, dict[str, str]]] = {}
MALLOPT: Final = {"M_TRIM_THRESHOLD": -1, "M_MMAP_THRESHOLD": -3}  # of the C library (malloc.h)
KEPT: Final = 1 << 28  # bytes of freed memory that it keeps
_busy: Final = threading.Lock()  # one batch at a time, however many threads a worker has


def differing(expected: dict[str, str]) -> list[str]:
    """Say what this process is made of that differs from what is expected."""
    here = made_of()
    return [f"{name} is {here.get(name)} there and {version} here" for name, version in expected.items() if here.get(name) != version]


class Carrier(WorkerPlugin):
    """Brings the work to every worker once, also to one that comes later, with what must be the same there as here."""

    def __init__(self, key: str, work: bytes, expected: dict[str, str]) -> None:
        self.key, self.carried = key, (work, expected)

    def setup(self, worker: Any) -> None:
        """Keep the work."""
        keep_memory()
        _carried[self.key] = self.carried

    def teardown(self, worker: Any) -> None:
        """Forget the work."""
        _carried.pop(self.key, None)


def keep_memory() -> None:
    """Let the C library keep memory that is freed, where it can be told so.

    A dask nanny has it given back to the system at once; a batch frees and takes the same arrays all the time, and took 1.8 times as long.
    """
    if sys.platform == "linux" and (tell := getattr(ctypes.CDLL(None), "mallopt", None)):
        for option in MALLOPT.values():
            tell(option, KEPT)


@lru_cache(maxsize=1)
def unpacked(key: str) -> Work:
    """Give the work that was brought under a key, and use it from now on; InputError when this worker is made of something else."""
    packed, expected = _carried[key]
    if found := differing(expected):
        raise InputError(f"--cluster: a worker on {node()}: {'; '.join(found)}; expected the same on every machine")
    work: Work = pickle.loads(packed)
    use(work)
    gc.freeze()  # as in a pool's worker: full collections over what stays anyway cost real time
    return work


def run_there(key: str, batch: Batch) -> tuple[Batch, Files]:
    """Run a batch of the work that was brought under a key; gives the files of its part."""
    with _busy:
        unpacked(key)
        return batch, files_of(batch)

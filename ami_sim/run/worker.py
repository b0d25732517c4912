"""What runs on a worker of a cluster: the work arrives there once, batches are reckoned one at a time, their files travel back."""

import pickle
import threading
from functools import lru_cache
from platform import node
from typing import Any, Final

from distributed.diagnostics.plugin import WorkerPlugin

from ami_sim.run.batches import Batch, Files, Work, files_of, use
from ami_sim.run.versions import made_of
from ami_sim.scenario.errors import InputError

_carried: dict[str, tuple[bytes, dict[str, str]]] = {}
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
        _carried[self.key] = self.carried

    def teardown(self, worker: Any) -> None:
        """Forget the work."""
        _carried.pop(self.key, None)


@lru_cache(maxsize=1)
def unpacked(key: str) -> Work:
    """Give the work that was brought under a key, and use it from now on; InputError when this worker is made of something else."""
    packed, expected = _carried[key]
    if found := differing(expected):
        raise InputError(f"--cluster: a worker on {node()}: {'; '.join(found)}; expected the same on every machine")
    work: Work = pickle.loads(packed)
    use(work)
    return work


def run_there(key: str, batch: Batch) -> tuple[Batch, Files]:
    """Run a batch of the work that was brought under a key; gives the files of its part."""
    with _busy:
        unpacked(key)
        return batch, files_of(batch)

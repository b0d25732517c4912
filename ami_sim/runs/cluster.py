"""The same runner on a cluster of machines: workers of a dask scheduler run batches, this process alone writes the parts.

No folder is shared. Batches of a worker that is lost are run by another one; the plan and what a batch gives do not depend on it.
"""

import logging
import time
from asyncio import CancelledError as Abandoned
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ami_sim.runs.batch import Batch, Done, Work, done, packed, write_part
from ami_sim.runs.store import is_whole
from ami_sim.runs.versions import made_of
from ami_sim.runs.waiting import as_finished
from ami_sim.scenario.errors import InputError

ANSWER: Final = 10  # seconds within which a scheduler must answer
ALONE: Final = 60.0  # seconds without any worker after which a run gives up
LOOK: Final = 2.0  # seconds between looks at whether there are workers
GO_ON: Final = "what is finished is kept, go on with --resume"


def check_cluster(address: str) -> None:
    """Refuse a cluster that cannot be used: dask is missing, nobody answers, no worker, or workers made of something else."""
    with connected(address) as client:
        from ami_sim.runs.worker import differing

        found = client.run(differing, made_of(), on_error="return")
        if not found:
            raise InputError(f"--cluster: {address} has no workers; expected some (dask worker {address} --nthreads 1)")
        for worker, said in found.items():
            if isinstance(said, Exception):
                raise InputError(f"--cluster: {worker}: {said}; expected a machine with ami-sim {made_of()['ami-sim']} and dask")
            if said:
                raise InputError(f"--cluster: {worker}: {'; '.join(said)}; expected the same on every machine")


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """Give a client of the scheduler at an address; InputError when dask is missing or nobody answers."""
    try:
        import distributed
    except ImportError as error:
        raise InputError("--cluster: dask is not installed; expected it on every machine: pip install 'ami-sim[cluster]'") from error
    logger = logging.getLogger("distributed")
    level = logger.level
    logger.setLevel(logging.CRITICAL)  # what goes wrong is said once, by an error of ours
    try:
        try:
            client: Any = distributed.Client(address, timeout=ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError, TypeError) as error:  # a refused connection and a time-out are OSErrors
            raise InputError(f"--cluster: {address}: no scheduler answers there; expected an address such as tcp://host:8786") from error
        try:
            yield client
        finally:
            client.close()
    finally:
        logger.setLevel(level)


def on_cluster(work: Work, batches: list[Batch], parts: Path, address: str) -> Iterator[Done]:
    """Batches as they finish anywhere; the work travels once to each worker, the files of a batch come back and are written here.

    Raises:
        InputError: the scheduler is gone, no worker has been there for a minute, or a batch took several workers down with it.
    """
    ready = [batch for batch in batches if is_whole(parts / batch.name)]
    yield from (done(batch, work) for batch in ready)
    left = [batch for batch in batches if batch not in ready]
    if not left:
        return
    with connected(address) as client, carried(client, work) as key:
        from distributed.scheduler import KilledWorker

        from ami_sim.runs.worker import run_there

        pool = client.get_executor(pure=False)
        try:
            waiting = {pool.submit(run_there, key, batch) for batch in left}
            for batch, files in as_finished(waiting, watch_over(client, address)):
                write_part(parts / batch.name, files)
                yield done(batch, work)
        except KilledWorker as error:
            raise InputError(f"--cluster: {address}: a batch took several workers down ({error}); {GO_ON}") from error
        except (CancelledError, Abandoned, OSError) as error:
            if isinstance(error, OSError) and error.filename:
                raise  # of this machine's disk
            raise InputError(f"--cluster: {address}: the scheduler is gone; {GO_ON}") from error
        finally:
            pool.shutdown(wait=False)


@contextmanager
def carried(client: Any, work: Work) -> Iterator[str]:
    """Bring the work to all workers for as long as it is run; gives the key it is known by there."""
    from ami_sim.runs.worker import Carrier

    content = packed(work)
    key = f"ami-sim {sha256(content).hexdigest()[:16]}"
    client.register_plugin(Carrier(key, content, made_of()), name=key)
    try:
        yield key
    finally:
        if client.status == "running":
            client.unregister_worker_plugin(key)


def watch_over(client: Any, address: str) -> Callable[[], None]:
    """Give a look that stops the run when there has been no worker for a minute."""
    looked = seen = time.monotonic()

    def look() -> None:
        nonlocal looked, seen
        now = time.monotonic()
        if now - looked < LOOK:
            return
        looked = now
        if client.nthreads():
            seen = now
        elif now - seen > ALONE:
            raise InputError(f"--cluster: {address} has had no worker for {ALONE:.0f} seconds; {GO_ON}")

    return look

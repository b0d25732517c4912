"""Wait for what an executor was given: as it finishes, and until somebody wants to stop."""

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from typing import Final, TypeVar

Found = TypeVar("Found")
LOOK: Final = 0.2  # seconds between looks at whether somebody wants to stop


def as_finished(waiting: set[Future[Found]], watch: Callable[[], None] = lambda: None) -> Iterator[Found]:
    """Give results as they finish; the rest is cancelled when one fails or Ctrl-C is pressed. `waiting` is emptied.

    Ctrl-C is acted on between results, never inside the executor's own locks; pressed twice it stops at once.
    watch: called between results; may raise when there is nothing left to wait for.
    """
    try:
        with asked_to_stop() as stopped:
            while waiting:
                done = wait(waiting, timeout=LOOK, return_when=FIRST_COMPLETED).done
                waiting -= done
                while done:
                    yield done.pop().result()
                if stopped():
                    raise KeyboardInterrupt
                watch()
    finally:
        for future in waiting:
            future.cancel()


@contextmanager
def asked_to_stop() -> Iterator[Callable[[], bool]]:
    """Note the first Ctrl-C and leave the second to whoever acted on it before; only the main thread is told of either."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return

    def note(*_: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)

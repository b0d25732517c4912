"""Workers end when the process that began them is gone, in the middle of a batch too."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROGRAM = """
import signal, sys, threading, time
from multiprocessing import get_context
from ami_sim.runs.pool import end_with_parent

def busy(number):
    threading.Thread(target=end_with_parent, daemon=True).start()
    print(__import__("os").getpid(), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whoever began the tests may have had it ignored
    both = [get_context().Process(target=busy, args=(number,), daemon=True) for number in range(2)]
    for one in both:
        one.start()
    time.sleep(60)
"""


def there(process: int) -> bool:
    """Tell whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text() if Path("/proc/self").exists() else True


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_workers_end_when_their_parent_is_killed(number: str, tmp_path: Path) -> None:
    (tmp_path / "busy.py").write_text(PROGRAM, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(tmp_path / "busy.py")], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    parent.send_signal(getattr(signal, number))
    parent.wait(timeout=10)
    until = time.monotonic() + 10
    while any(map(there, workers)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(map(there, workers))

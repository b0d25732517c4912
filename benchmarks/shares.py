"""Where the time of an option-run goes, by part: a sample of what the processor is at, every millisecond of its time.

Sampling disturbs a program of many small steps less than counting every call, which makes it half as slow again and blames the small steps.
"""

import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from typing import Final

from ami_sim.runs.batch import Work
from ami_sim.runs.executor import run_work

EVERY: Final = 0.001  # seconds of the processor
# A function and what is done in it; the innermost of these that is on the stack is blamed.
PARTS: Final = {
    ("engines/compiled.py", "simulate"): "the engine",
    ("model/history.py", "population"): "people, and their lives before the start",
    ("runs/batch.py", "prepare"): "what follows a draw's parameters: plans and tables",
    ("accounts/parts.py", "prices"): "pricing what has not been met before",
    ("record/checks.py", "check_run"): "identities that no run may violate",
    ("record/spells.py", "spells_of"): "the log read into spells",
    ("record/spells.py", "days_by_kind"): "days by condition and month",
    ("record/spells.py", "transitions"): "transitions by month",
    ("accounts/ledger.py", "kronor_of"): "the ledger",
    ("accounts/ledger.py", "check_balance"): "balance to the ore",
    ("record/monthly.py", "monthly_people"): "queues and places by month",
    ("record/measures/recorded.py", "take"): "measures of people and queues",
    ("runs/measures.py", "of_run"): "measures of money",
    ("runs/measures.py", "beside"): "measures against the reference, life by life",
    ("runs/replicate.py", "by_year"): "days by year, for other prices later",
    ("record/reading.py", "read"): "the rest of reading the log: conditions, groups of people",
    ("runs/replicate.py", "accounted"): "the rest of the accounts: outturns, what each actor nets",
    ("runs/batch.py", "files"): "putting a batch together and storing it",
}


@dataclass
class Sampled:
    """How often each part was met, and the option-runs and seconds of the processor in which it was."""

    met: Counter[str] = field(default_factory=Counter)
    runs: int = 0
    seconds: float = 0.0

    def seen(self, number: int, frame: FrameType | None) -> None:
        """Blame the innermost part that is on the stack."""
        while frame is not None:
            code = frame.f_code
            for (file, name), title in PARTS.items():
                if code.co_name == name and code.co_filename.endswith(file):
                    self.met[title] += 1
                    return
            frame = frame.f_back
        self.met["the rest"] += 1

    @contextmanager
    def sampling(self) -> Iterator[None]:
        """Sample while something runs."""
        before = signal.signal(signal.SIGPROF, self.seen)
        began = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0.0)
            signal.signal(signal.SIGPROF, before)
            self.seconds += time.process_time() - began

    def rows(self) -> list[tuple[str, float, float]]:
        """Give each part, largest first: its share, and milliseconds an option-run."""
        every = sum(self.met.values())
        return [(title, count / every, 1e3 * self.seconds * count / every / self.runs) for title, count in self.met.most_common()]


def shares(work: Work) -> Sampled:
    """Run a work in this process, after it has been warmed up by its first draw, and sample it."""
    found = Sampled(runs=len(work.thetas) * work.replications * len(work.scenarios))
    with tempfile.TemporaryDirectory() as folder:
        run_work(replace(work, thetas=work.thetas[:1]), Path(folder) / "warm", 1)
        with found.sampling():
            run_work(work, Path(folder) / "sampled", 1).rows.write(Path(folder) / "rows.parquet")
    return found

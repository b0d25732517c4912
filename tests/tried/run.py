"""Count what becomes of every case that is tried against each kind of fault; writes tests/tried/counts.json for docs/verification.md.

python -m tests.tried.run        every kind
python -m tests.tried.run WORD   the kinds whose titles hold a word; the others keep their counts

A case is a command line that a test gives, or else a test itself. It is refused when it ends in one sentence, answered when it ends well,
and failed when its test fails.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ami_sim import cli
from ami_sim.scenario.errors import InputError
from tests.tried.kinds import KINDS

TESTS = Path(__file__).resolve().parents[1]
COUNTS = Path(__file__).with_name("counts.json")
REFUSED = 2  # exit code


@dataclass
class Count:
    """What became of the cases of a test, or of a file of tests."""

    tried: int = 0
    refused: int = 0
    answered: int = 0
    failed: int = 0


@dataclass
class Counter:
    """A plugin of pytest: it counts the command lines and refusals that happen in each test, and whether the test fails."""

    count: Count = field(default_factory=Count)
    codes: list[int] = field(default_factory=list)  # of the command lines in the test that runs
    refusals: int = 0  # in the test that runs

    def pytest_runtest_setup(self) -> None:
        """Begin a test."""
        self.codes, self.refusals = [], 0

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Count a test when it has been called, or when it could not be."""
        if report.when == "call" or report.failed:
            refused = sum(code == REFUSED for code in self.codes) if self.codes else int(self.refusals > 0)
            cases = len(self.codes) or 1
            self.count.tried += cases
            self.count.failed += int(report.failed)
            self.count.refused += refused if report.passed else 0
            self.count.answered += cases - refused if report.passed else cases - 1

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear of every command line and every refusal."""
        whole, made = cli.main, InputError.__init__

        def main() -> None:
            try:
                whole()
            except SystemExit as left:
                self.codes.append(left.code if isinstance(left.code, int) else 0)
                raise

        def refuse(error: InputError, *values: Any) -> None:
            self.refusals += 1
            made(error, *values)

        cli.main, InputError.__init__ = main, refuse  # type: ignore[method-assign,assignment]
        try:
            yield
        finally:
            cli.main, InputError.__init__ = whole, made  # type: ignore[method-assign]


def counted(test: str, run: Callable[..., Any] = pytest.main) -> Count:
    """Run a test, or a file of tests, in this process and count its cases."""
    counter = Counter()
    with counter.listening():
        run([str(TESTS / test), "-q", "-n", "0", "-m", "not soak", "-p", "no:cacheprovider"], plugins=[counter])
    return counter.count


def main(asked: Sequence[str]) -> None:
    """Count and write."""
    kept = json.loads(COUNTS.read_text(encoding="utf-8")) if COUNTS.is_file() else {}
    for kinds in KINDS.values():
        for title, tests in kinds.items():
            if not asked or any(word.casefold() in title.casefold() for word in asked):
                kept |= {test: asdict(counted(test)) for test in tests}
                COUNTS.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(f"wrote {COUNTS}")


if __name__ == "__main__":
    main(sys.argv[1:])

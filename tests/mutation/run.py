"""Put small faults into the rooms that count and reckon, one at a time, and see whether a test fails.

    python -m tests.mutation.run                       a seeded sample; writes tests/mutation/score.json for docs/verification.md
    python -m tests.mutation.run --again               only those that survived, after tests have been added
    python -m tests.mutation.run paired.py --sample 0 --tests tests/accounts
                                                       every fault of the files whose path holds a word, by some tests; nothing is written

One process, one test run at a time. Each fault is put into a copy of this process (a fork), which has read the packages already, and only
the tests that pass through the faulty line are run, quick ones first, until one fails. A fault that no test passes through survives.
"""

import argparse
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, Final

import pytest

from tests.mutation.mutants import Mutant, mutants_of

ROOT: Final = Path(__file__).resolve().parents[2]
SCORE: Final = Path(__file__).with_name("score.json")
ROOMS: Final = ("record", "accounts", "analysis", "calibration")
BESIDE: Final = ("money_by_hand", "deadweight", "entry_effect", "own_price")  # tests of the runs that count and reckon
TESTS: Final = (*(f"tests/{room}" for room in ROOMS), *(f"tests/runs/test_{name}.py" for name in BESIDE))
SAMPLE: Final = 320
SEED: Final = 7
QUIET: Final = ("-q", "-x", "-n", "0", "-p", "no:cacheprovider", "-p", "no:warnings", "-k", "not milliseconds")  # no test by the clock
PATIENCE: Final = (20.0, 6.0)  # seconds, and times the tests' own seconds, after which a fault counts as found: it never ends
MOST: Final = 40.0  # seconds of tests for one fault; the slowest beyond that are left out


@dataclass
class Map:
    """Which tests pass through which lines, and how long each test takes."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)

    def tests(self, mutant: Mutant) -> list[str]:
        """Give the tests that can find a fault, quick ones first."""
        at = self.lines.get(mutant.file.as_posix(), {})
        found = set().union(*at.values()) if mutant.constant else at.get(mutant.line, set())
        chosen: list[str] = []
        spent = 0.0
        for test in sorted(found, key=lambda name: self.seconds[name]):
            spent += self.seconds[test]
            if chosen and spent > MOST:
                break
            chosen.append(test)
        return chosen


class Watch:
    """A pytest plugin that notes the seconds of every test and, line by line, who passes; a fixture's lines count for its whole file."""

    def __init__(self) -> None:
        import coverage

        self.map = Map()
        self.coverage = coverage.Coverage(source=[f"ami_sim.{room}" for room in ROOMS], data_file=None, branch=False, config_file=False)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Any:
        """Count a fixture's lines for every test of the file."""
        self.coverage.switch_context(item.nodeid.partition("::")[0])
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Any:
        """Count a test's own lines for itself."""
        self.coverage.switch_context(item.nodeid)
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the seconds, fixtures included."""
        self.map.seconds[report.nodeid] = self.map.seconds.get(report.nodeid, 0.0) + report.duration

    def read(self) -> Map:
        """Give the map after the tests have been run."""
        data = self.coverage.get_data()
        by_file: dict[str, set[str]] = {}
        for test in self.map.seconds:
            by_file.setdefault(test.partition("::")[0], set()).add(test)
        for path in data.measured_files():
            lines = self.map.lines.setdefault(Path(path).relative_to(ROOT).as_posix(), {})
            for line, contexts in data.contexts_by_lineno(path).items():
                for context in filter(None, contexts):
                    lines.setdefault(line, set()).update(by_file[context] if "::" not in context else {context})
        return self.map


def in_a_fork(act: Any, seconds: float) -> tuple[int, bytes]:
    """Do something in a copy of this process: its exit code (-1 when it took too long) and what it wrote."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        os.setsid()
        code = 99
        with suppress(BaseException):
            code = act(write)
        os.close(write)
        os._exit(code)
    os.close(write)
    os.set_blocking(read, False)
    began, parts = time.monotonic(), [b""]
    while True:
        with suppress(BlockingIOError):
            parts.append(os.read(read, 1 << 16))
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            os.set_blocking(read, True)
            while part := os.read(read, 1 << 16):
                parts.append(part)
            os.close(read)
            return os.waitstatus_to_exitcode(status), b"".join(parts)
        if time.monotonic() - began > seconds:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            os.close(read)
            return -1, b""
        time.sleep(0.01)


def watched(paths: Sequence[str]) -> Map:
    """Run the tests once, unspoilt, and map them."""

    def act(write: int) -> int:
        watch = Watch()
        watch.coverage.start()
        code = int(pytest.main([*QUIET, *paths], plugins=[watch]))
        watch.coverage.stop()
        found = watch.read()
        lines = {file: {line: sorted(tests) for line, tests in at.items()} for file, at in found.lines.items()}
        os.write(write, json.dumps({"seconds": found.seconds, "lines": lines}).encode()) if code == 0 else None
        return code

    code, text = in_a_fork(act, 3600.0)
    if code:
        raise SystemExit(f"the tests fail as they are (code {code}): nothing can be learnt from faults")
    read = json.loads(text)
    lines = {file: {int(line): set(tests) for line, tests in at.items()} for file, at in read["lines"].items()}
    return Map(read["seconds"], lines)


def put_in(mutant: Mutant) -> None:
    """Change the package in this process: a function's code, or a constant wherever it has been imported."""
    name = ".".join(mutant.file.with_suffix("").parts).removesuffix(".__init__")
    module = sys.modules[name]
    code = compile(mutant.code, mutant.file.as_posix(), "exec")
    if mutant.constant:
        old, room = getattr(module, mutant.owner), dict(vars(module))
        statement = next(part for part in _statements(mutant.code) if mutant.owner in part[0])
        exec(statement[1], room)
        for other in list(sys.modules.values()):
            if getattr(other, "__name__", "").startswith("ami_sim") and vars(other).get(mutant.owner) is old:
                setattr(other, mutant.owner, room[mutant.owner])
        return
    owner: Any = module
    for part in mutant.owner.split("."):
        owner = vars(owner)[part]
    _function(owner).__code__ = _code(code, mutant.owner)


def _statements(source: str) -> Iterable[tuple[set[str], CodeType]]:
    """Give a module's assignments: the names each sets, and it compiled."""
    import ast

    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = [statement.target] if isinstance(statement, ast.AnnAssign) else statement.targets
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            yield names, compile(ast.Module([statement], []), "constant", "exec")


def _function(thing: Any) -> FunctionType:
    """Find the plain function behind a property, a cached function or a class method."""
    if isinstance(thing, property):
        thing = thing.fget
    elif isinstance(thing, cached_property):
        thing = thing.func
    elif isinstance(thing, classmethod | staticmethod):
        thing = thing.__func__
    thing = getattr(thing, "__wrapped__", getattr(thing, "function", thing))
    if not isinstance(thing, FunctionType):
        raise TypeError(f"{thing!r} is no function")
    return thing


def _code(code: CodeType, owner: str) -> CodeType:
    """Find a function's code in a module's."""
    waiting = [code]
    while waiting:
        one = waiting.pop()
        if one.co_qualname == owner:
            return one
        waiting += [constant for constant in one.co_consts if isinstance(constant, CodeType)]
    raise LookupError(owner)


def verdict(mutant: Mutant, found: Map) -> str:
    """Try one fault: "killed", "too long", "survived", or "not covered"."""
    tests = found.tests(mutant)
    if not tests:
        return "not covered"

    def act(write: int) -> int:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        try:
            put_in(mutant)
        except Exception as error:
            os.write(write, f"{type(error).__name__}: {error}".encode())
            return 98
        return int(pytest.main([*QUIET, *tests]))

    least, times = PATIENCE
    code, text = in_a_fork(act, least + times * sum(found.seconds[test] for test in tests))
    if code == 98:
        raise SystemExit(f"{mutant.name}: cannot be put in: {text.decode()}")
    return {0: "survived", -1: "too long"}.get(code, "killed")


def every_mutant(words: Sequence[str]) -> list[Mutant]:
    """List the faults of all rooms, or of the files whose path holds one of some words."""
    files = [file for room in ROOMS for file in sorted((ROOT / "ami_sim" / room).rglob("*.py"))]
    kept = [file for file in files if not words or any(word in file.as_posix() for word in words)]
    return [mutant for file in kept for mutant in mutants_of(file, ROOT)]


def again(paths: Sequence[str] = TESTS) -> None:
    """Try those that survived once more, after tests have been added: what was killed stays so while the code is the same."""
    os.environ["CI"] = "1"
    os.chdir(ROOT)
    kept = json.loads(SCORE.read_text(encoding="utf-8"))
    left = set(kept["survivors"])
    chosen = [mutant for mutant in every_mutant(()) if mutant.name in left]
    pytest.main([*QUIET, "--collect-only", "-qq", *paths])
    found = watched(paths)
    for mutant in chosen:
        if mutant.name in left and verdict(mutant, found) in ("killed", "too long"):
            left.discard(mutant.name)
            kept["survivors"].remove(mutant.name)
            counts = kept["rooms"][mutant.file.parts[1]]
            was = next(how for how in ("survived", "not covered") if counts.get(how))
            counts[was], counts["killed"] = counts[was] - 1, counts["killed"] + 1
            kept["killed"] += 1
        else:
            print(f"survived: {mutant.name}", flush=True)
    kept["written against"] = True
    SCORE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"{kept['killed']} of {kept['tried']} killed ({kept['killed'] / kept['tried']:.1%})")


def earlier() -> list[dict[str, int]]:
    """Give the samples whose survivors tests have been written against: they say less than a fresh one."""
    if not SCORE.is_file():
        return []
    kept = json.loads(SCORE.read_text(encoding="utf-8"))
    own = [{name: kept[name] for name in ("seed", "tried", "killed")}] if kept.get("written against") else []
    return [*kept.get("earlier", []), *own]


def main(words: Sequence[str], sample: int, seed: int, paths: Sequence[str] = TESTS) -> None:
    """Try faults, print those that survive, and keep the score of a whole sample."""
    os.environ["CI"] = "1"  # the same generated examples every time
    os.chdir(ROOT)
    in_all = every_mutant(words)
    chosen = random.Random(seed).sample(in_all, len(in_all))[: sample or None]  # a larger sample holds a smaller one
    pytest.main([*QUIET, "--collect-only", "-qq", *paths])  # reads every package once, for all the copies
    began = time.monotonic()
    found = watched(paths)
    print(f"{len(found.seconds)} tests mapped in {time.monotonic() - began:.0f} s; {len(chosen)} of {len(in_all)} faults", flush=True)
    kinds: dict[str, Counter[str]] = {room: Counter() for room in ROOMS}
    survivors = []
    for number, mutant in enumerate(chosen, start=1):
        how = verdict(mutant, found)
        kinds[mutant.file.parts[1]][how] += 1
        if how in ("survived", "not covered"):
            survivors.append(mutant.name)
            print(f"{number} {how}: {mutant.name}", flush=True)
    dead = sum(count["killed"] + count["too long"] for count in kinds.values())
    print(f"{dead} of {len(chosen)} killed ({dead / max(1, len(chosen)):.1%}), {time.monotonic() - began:.0f} s")
    if not words:
        kept = {
            "seed": seed,
            "faults": len(in_all),
            "tried": len(chosen),
            "killed": dead,
            "rooms": {room: dict(sorted(count.items())) for room, count in kinds.items()},
            "survivors": sorted(survivors),
            "earlier": earlier(),
        }
        SCORE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description="Put faults into the code and see whether a test fails.")
    asked.add_argument("words", nargs="*", help="parts of paths: only these files")
    asked.add_argument("--sample", type=int, default=SAMPLE, help="faults that are tried; 0 for all")
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--tests", nargs="+", default=TESTS, help="where the tests are that may find a fault")
    asked.add_argument("--again", action="store_true", help="only those that survived, after tests have been added")
    given = asked.parse_args()
    if given.again:
        again(given.tests)
    else:
        main(given.words, given.sample, given.seed, given.tests)

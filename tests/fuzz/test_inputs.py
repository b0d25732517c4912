"""Inputs changed at random: a command answers with finite numbers or refuses in a sentence that names a file or an option; it never fails.

A change is one of a line of a file (value, key, gone, twice), of the text itself (cut, a strange sign), or of a flag. Which one is decided
by a case's number alone, so that a failure can be made again.
"""

import random
import re
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from ami_sim import cli
from ami_sim.workflow.template import start_municipality
from tests.small import small_question

CASES: Final = 60  # by default: well under 40 s
SAMPLE: Final = 300  # in the slow run
MANY: Final = 20_000  # by hand, in so many parts
PARTS: Final = 40
PATIENCE: Final = 10.0  # seconds of the processor that a case may take
QUESTION: Final = "experiments/small.toml"
FOLDER: Final = "calibration/town"
READ_BY: Final = {  # which command reads a file; all others are part of the scenario
    "evidence.toml": ("evidence", "N29", "--file", f"{FOLDER}/evidence.toml"),
    "exclusion.toml": ("exclusion", "--bound", "--file", f"{FOLDER}/scenario.toml"),
}
LEFT_OUT: Final = ("studies.toml", "targets.toml", "priors_wide.toml")  # read by decide and calibrate, after a run
VALUES: Final = (
    *(
        "",
        "0",
        "-1",
        "1e308",
        "1e-320",
        "nan",
        "inf",
        "-inf",
        "true",
        "[]",
        "{}",
        "[[]]",
        "'x'",
        "''",
        "2019-02-29",
        "2019-13-01",
        "0001-01-01",
    ),
    *("'1/0 per month'", "'9**9**9'", "'1 fortnight'", "'-5 kr'", "'5 %'", "'500 %'", "['a', 1]", "{ a = 1 }", "9" * 400),
    *(
        "'" + "x" * 5000 + "'",
        "[" * 500 + "]" * 500,
        "'work_rate'",
        "'wrok_rate per month'",
        "1979-05-27T07:32:00",
        "'\u202e\u0000'",
        "1_000",
    ),
)
FLAGS: Final = ("--set", "--seed", "--variant", "--regime", "--option", "--unit", "--replication", "--who", "--nowhere", "--draws")
WORDS: Final = (
    "",
    "=",
    "x",
    "-1",
    "1e9",
    "nan",
    "life.retirement_age=",
    "life=3",
    "a.b.c=1",
    "unit.today.posts[9].count=1",
    "'",
    "\u202e",
    "[" * 3000,
)
FAULTY: Final = re.compile(r"\b(nan|inf|Traceback)\b")
NAMES: Final = re.compile(r"\.toml|--|\w+\.\w+|\w+: effects: |Missing|No such|Got unexpected|not allowed|valid")


@dataclass(frozen=True)
class Case:
    """A command line, and what was changed for it."""

    words: tuple[str, ...]
    changed: str


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a municipality of the module's own."""
    folder = tmp_path_factory.mktemp("fuzz") / "town"
    start_municipality(folder)
    (folder / QUESTION).write_text(small_question(), encoding="utf-8")
    return folder


def changed_line(lines: list[str], luck: random.Random) -> str:
    """Change one line that holds a key, in place; says how."""
    at = luck.choice([number for number, line in enumerate(lines) if re.match(r"\s*[\w\".]+ *=", line)])
    key, _, value = lines[at].partition("=")
    way = luck.choice(("value", "value", "value", "value", "key", "gone", "twice", "piece"))
    before = lines[at].strip()
    if way == "value":
        lines[at] = f"{key}= {luck.choice(VALUES)}"
    elif way == "key":
        lines[at] = f"{key.strip()}{luck.choice(('x', '_', ' ', '.x', '.'))} ={value}"
    elif way == "gone":
        del lines[at]
    elif way == "twice":
        lines.insert(at, lines[at])
    else:
        numbers = re.findall(r"\d+\.?\d*", value)
        old = luck.choice(numbers) if numbers else value.strip()
        lines[at] = f"{key}={value.replace(old, luck.choice(('-1', '1e30', '0', 'x', '99999')), 1)}"
    return f"{way}: {before[:80]!r} -> {lines[at][:80] if at < len(lines) else ''!r}"


def changed_text(text: str, luck: random.Random) -> bytes:
    """Cut a text, or put something strange into it."""
    content, at = text.encode(), luck.randrange(len(text))
    strange = luck.choice((b"\x00", b"\xff\xfe", b"]]", b'"""', b"[a]\n[a]\n", b"\r", "\u2028".encode()))
    return luck.choice((content[:at], content[:at] + strange + content[at:], b"", content * 2))


def case_of(number: int, town: Path, room: Path) -> Case:
    """Make a case in a room of its own: the town's files with one change, or a command line with one."""
    luck = random.Random(number)
    shutil.copytree(town, room)
    if luck.random() < 0.15:
        command = luck.choice(
            (("check", QUESTION), ("exclusion", "--bound"), ("person", QUESTION, "--person", "ifo-1"), ("evidence", "N29"))
        )
        flag, word = luck.choice(FLAGS), luck.choice(WORDS)
        return Case((*command, flag, word), f"{flag} {word[:40]!r}")
    files = sorted(path for path in room.rglob("*.toml") if path.name not in (*LEFT_OUT, "capacity.toml"))
    file = luck.choice(files)
    words = READ_BY.get(file.name, ("check", QUESTION))
    text = file.read_text(encoding="utf-8")
    if luck.random() < 0.1:
        file.write_bytes(changed_text(text, luck))
        return Case(words, f"{file.name}: text")
    lines = text.split("\n")
    how = changed_line(lines, luck)
    file.write_text("\n".join(lines), encoding="utf-8")
    return Case(words, f"{file.name}: {how}")


@pytest.fixture
def answered(town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[[int], str]:
    """Run a case in this process; gives what is wrong with how it went, or nothing."""

    def run(number: int) -> str:
        room = tmp_path / f"{number}"
        case = case_of(number, town, room)
        monkeypatch.chdir(room)
        monkeypatch.setattr(sys, "argv", ["ami-sim", *case.words])
        capfd.readouterr()
        began = time.process_time()
        try:
            cli.main()
            code: object = 0
        except SystemExit as left:
            code = left.code
        except BaseException as error:  # whatever gets out is a fault of the product
            code = f"{type(error).__name__}: {error}"
        took, said = time.process_time() - began, capfd.readouterr()
        monkeypatch.chdir(tmp_path)
        shutil.rmtree(room)
        fault = fault_of(code, said.out, said.err, took)
        return f"case {number} ({case.changed}): {fault}" if fault else ""

    return run


def fault_of(code: object, out: str, err: str, took: float) -> str:
    """Say what is wrong with an answer: the exit code, the words, or the time."""
    if took > PATIENCE:
        return f"took {took:.0f} s"
    if code == 0:
        found = FAULTY.search(out)
        return f"prints {found[0]}" if found else ""
    if code != 2:
        return f"left with {code!r}: {err.strip()[-300:]}"
    if len(err.strip().splitlines()) != 1:
        return f"says more than a line: {err.strip()[:300]}"
    return "" if NAMES.search(err) else f"names nothing: {err.strip()}"


@pytest.mark.slow
def test_what_is_changed_at_random_is_answered_or_refused(answered: Callable[[int], str]) -> None:
    assert [fault for fault in map(answered, range(CASES)) if fault] == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_some_hundred_more_are_answered_or_refused(part: int, answered: Callable[[int], str]) -> None:
    assert [fault for fault in map(answered, range(CASES + part, CASES + SAMPLE, 4)) if fault] == []


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_twenty_thousand_changes_are_answered_or_refused(part: int, answered: Callable[[int], str]) -> None:
    each = MANY // PARTS
    assert [fault for fault in map(answered, range(part * each, (part + 1) * each)) if fault] == []


@pytest.mark.parametrize(
    ("code", "out", "err", "took", "fault"),
    [
        (0, "all is well", "", 1.0, ""),
        (0, "kr nan", "", 1.0, "prints nan"),
        (2, "", "ami-sim: a.toml: x: missing; expected y", 1.0, ""),
        (2, "", "ami-sim: something", 1.0, "names nothing"),
        (2, "", "one --x\ntwo", 1.0, "says more than a line"),
        (1, "", "Traceback", 1.0, "left with 1"),
        (0, "", "", 11.0, "took 11 s"),
    ],
)
def test_a_faulty_answer_is_told(code: object, out: str, err: str, took: float, fault: str) -> None:
    assert fault_of(code, out, err, took).startswith(fault)
    assert bool(fault_of(code, out, err, took)) == bool(fault)

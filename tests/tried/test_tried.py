"""The table of what was tried is of the tests there are, and says what became of every case."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.theory.verify import PAGE, TRIED, tried
from tests.tried.kinds import KINDS
from tests.tried.run import COUNTS, Counter

NAMED = sorted({test for kinds in KINDS.values() for tests in kinds.values() for test in tests})


@pytest.mark.parametrize("test", NAMED)
def test_a_kind_names_a_test_that_is_there(test: str, checkout: Path) -> None:
    file, _, name = test.partition("::")
    tree = ast.parse((checkout / "tests" / file).read_text(encoding="utf-8"))
    found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert name in found if name else any(one.startswith("test_") for one in found)


def test_every_case_was_refused_or_answered_and_none_failed() -> None:
    counts = json.loads(COUNTS.read_text(encoding="utf-8"))
    assert sorted(counts) == NAMED
    assert all(row["tried"] == row["refused"] + row["answered"] + row["failed"] and row["tried"] > 0 for row in counts.values())
    assert [test for test, row in counts.items() if row["failed"]] == []


def test_the_page_holds_the_table_as_it_was_counted() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert tried().strip() in page
    assert page.count(TRIED) == 1


@pytest.mark.parametrize(
    ("codes", "refusals", "passed", "expected"),
    [
        ([0, 2, 2], 5, True, (3, 2, 1, 0)),  # three command lines, of which two were refused
        ([], 1, True, (1, 1, 0, 0)),  # a test without a command line that was refused
        ([], 0, True, (1, 0, 1, 0)),
        ([0, 2], 1, False, (2, 0, 1, 1)),
    ],
)
def test_cases_are_counted(codes: list[int], refusals: int, passed: bool, expected: tuple[int, ...]) -> None:
    report: Any = type("Report", (), {"when": "call", "passed": passed, "failed": not passed})
    counter = Counter(codes=codes, refusals=refusals)
    counter.pytest_runtest_logreport(report)
    assert (counter.count.tried, counter.count.refused, counter.count.answered, counter.count.failed) == expected

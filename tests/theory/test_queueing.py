"""Ordinary scenario files against the closed forms of queueing theory."""

import numpy as np
import pytest

from tests.theory.beside import beside_ciw, covered
from tests.theory.queueing import CHECKS
from tests.theory.queues import Finding

CLOSE = 3.0  # standard errors


def assert_close(findings: list[Finding]) -> None:
    off = [f"{f.check}, {f.quantity}: {f.simulated:.5g} for {f.theory:.5g} ({f.deviation:+.1f} s.e.)" for f in findings]
    assert [line for line, f in zip(off, findings, strict=True) if abs(f.deviation) > CLOSE] == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_queue_of_the_scenario_language_is_the_queue_of_the_textbook(name: str) -> None:
    check, runs, _ = CHECKS[name]
    assert_close(check(runs))


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_a_queue_is_still_the_textbooks_with_many_more_runs(name: str) -> None:
    check, _, runs = CHECKS[name]
    assert_close(check(runs))


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    shares = covered(1500, 40)
    assert {name: share for name, share in shares.items() if not 0.92 <= share <= 0.98} == {}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "classes", "count"), [("M/M/c", [2.4], 3), ("Cobham", [0.3, 0.5], 1)])
def test_ciw_side_by_side_waits_as_long(name: str, classes: list[float], count: int) -> None:
    for one in beside_ciw(name, classes, count):
        assert abs(one.ours - one.ciws) < CLOSE * np.hypot(one.error, one.ciws_error), one

"""A measure of one's own is taken in every run, by any number of workers, and equals the shipped one that counts the same."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ami_sim.record.measures.registry import Measure
from ami_sim.runs.batch import Work
from ami_sim.runs.executor import run_work
from ami_sim.scenario.errors import InputError


def active(spells: Any, window: Any) -> float:
    """Count people in an intervention, on average."""
    found: float = spells.stage("in_intervention").days(window) / window.days
    return found


def nothing(spells: Any, window: Any) -> str:
    """Count nothing at all."""
    return "many"


def with_own(work: Work, function: Any) -> Work:
    """Give the work with a measure of one's own."""
    return replace(work, measures=(Measure("active", "persons", {"en": "Active"}, "People in an intervention.", "spells", function),))


@pytest.mark.parametrize("workers", [1, 2])
def test_it_is_taken_in_every_run_and_equals_the_shipped_one(workers: int, work: Work, tmp_path: Path) -> None:
    found = run_work(with_own(work, active), tmp_path / "parts", workers).measures
    mine, shipped = (
        found[(found["measure"] == name) & (found["group"] == "")].set_index(["scenario", "replication"])["value"]
        for name in ("active", "people_active")
    )
    assert len(mine) == 2 * 3
    assert mine.to_dict() == pytest.approx(shipped.to_dict(), rel=1e-12)
    assert (mine.loc["today"] > 10).all()


def test_one_that_gives_no_number_stops_with_its_name(work: Work, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"measure active gives 'many' \(str\); expected one number"):
        run_work(with_own(work, nothing), tmp_path / "parts", 1)

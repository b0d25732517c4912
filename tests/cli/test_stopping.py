"""Ctrl-C keeps what is whole and says so; a run that was stopped goes on to the same bytes."""

from pathlib import Path
from typing import Any, Final

import pytest

from ami_sim.run.batches import Batch, Done, run_batch
from ami_sim.show import answer

QUESTION: Final = "experiments/small.toml"
ALWAYS_SAME: Final = ("summary.csv", "monthly.parquet", "replications.parquet", "measures.parquet")


def stop_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press Ctrl-C when a batch begins; a batch is one replication."""

    def stopped(batch: Batch, parts: str) -> Done:
        if batch.number == number:
            raise KeyboardInterrupt
        return run_batch(batch, parts)

    monkeypatch.setattr("ami_sim.run.runner.run_batch", stopped)


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every replication a batch of its own."""
    monkeypatch.setattr(answer, "PER_BATCH", 1)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Read the files that never differ between two runs of the same question."""
    return {name: (folder / name).read_bytes() for name in ALWAYS_SAME}


@pytest.mark.usefixtures("one_by_one")
def test_ctrl_c_leaves_a_partial_result_that_resume_completes(ami_sim: Any, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("compare", QUESTION, "--workers", 1, "--replications", 3)
    whole = ami_sim(*words, "--out", "whole")
    assert whole.code == 0, whole.err
    with monkeypatch.context() as patched:
        stop_at(2, patched)
        said = ami_sim(*words, "--out", "stopped")
    assert said.code == 130
    assert said.err.strip() == (
        "ami-sim: stopped after 2 of 3 replications; what is shown is a partial result (compare goes on with --resume)"
    )
    assert "Files: stopped" in said.out
    assert bytes_of(town / "stopped") != bytes_of(town / "whole")
    resumed = ami_sim(*words, "--out", "stopped", "--resume")
    assert resumed.code == 0, resumed.err
    assert bytes_of(town / "stopped") == bytes_of(town / "whole")
    assert not (town / "stopped" / "parts").exists()


@pytest.mark.usefixtures("one_by_one")
def test_ctrl_c_before_anything_is_finished_says_so(ami_sim: Any, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_at(0, monkeypatch)
    said = ami_sim("compare", QUESTION, "--workers", 1, "--out", "stopped")
    assert said.code == 130
    assert said.err.strip() == "ami-sim: stopped before there was anything to show"
    assert said.out == ""


@pytest.mark.usefixtures("one_by_one")
def test_resume_refuses_what_would_mix_two_questions(ami_sim: Any, town: Path, change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("compare", QUESTION, "--workers", 1, "--out", "stopped")
    with monkeypatch.context() as patched:
        stop_at(1, patched)
        assert ami_sim(*words).code == 130
    other = ami_sim(*words, "--resume", "--seed", 8)
    assert other.code == 2
    assert "--resume: seed was 7 when the run in stopped began and is 8 now" in other.err
    change("calibration/town/rules.toml", 'cap = "20000 kr"', 'cap = "19000 kr"')
    changed = ami_sim(*words, "--resume")
    assert changed.code == 2
    assert "--resume: ../calibration/town/rules.toml has changed since the run in stopped began" in changed.err
    assert len(changed.err.strip().splitlines()) == 1
    (town / "stopped" / "manifest.json").write_text("{", encoding="utf-8")
    broken = ami_sim(*words, "--resume")
    assert broken.code == 2
    assert "stopped/manifest.json: cannot be read as a manifest" in broken.err

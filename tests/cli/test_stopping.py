"""Ctrl-C keeps what is whole and says so; a run that was stopped goes on to the same bytes; what is damaged or unfinished is refused."""

import errno
import json
from pathlib import Path
from typing import Any, Final

import pytest

from ami_sim.runs.batch import Batch, Desk, Done
from ami_sim.workflow import compare as answer

QUESTION: Final = "experiments/small.toml"
ALWAYS_SAME: Final = ("summary.csv", "monthly.parquet", "replications.parquet", "measures.parquet")


def stop_at(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press Ctrl-C when a batch begins; a batch is one replication."""

    run = Desk.run

    def stopped(desk: Desk, batch: Batch, parts: Path) -> Done:
        if batch.number == number:
            raise KeyboardInterrupt
        return run(desk, batch, parts)

    monkeypatch.setattr("ami_sim.runs.batch.Desk.run", stopped)


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
        "ami-sim: stopped after 2 of 3 replications; what is shown is a partial result (`compare` goes on with --resume)"
    )
    assert "Files: stopped" in said.out
    assert "Partial result: 2 of 3 replications." in said.out
    assert bytes_of(town / "stopped") != bytes_of(town / "whole")
    assert "Partial result: the run was stopped after 2 of 3 replications." in ami_sim("decide", "stopped").out
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


STORED: Final = {
    "decide": ("measures.parquet", "summary.csv"),
    "budget": ("budget.csv",),
    "reprice": ("replications.parquet",),
}


def test_results_that_are_damaged_or_not_finished_are_refused_by_name(ami_sim: Any, town: Path) -> None:
    assert ami_sim("compare", QUESTION, "--workers", 1, "--out", "answer").code == 0
    manifest = town / "answer" / "manifest.json"
    for command, files in STORED.items():
        for name in files:
            whole = (town / "answer" / name).read_bytes()
            (town / "answer" / name).write_bytes(b"")
            said = ami_sim(command, "answer")
            assert (said.code, said.out) == (2, ""), (command, name)
            assert f"answer/{name}: is empty; expected it as the run wrote it (copy it again, or run again)" in said.err
            (town / "answer" / name).write_bytes(whole)
    found = json.loads(manifest.read_text(encoding="utf-8"))
    for wrong, said_of in (
        ({**found, "run": {**found["run"], "status": "running"}}, "holds a run that is not finished"),
        ({**found, "plan": {}}, "answer/manifest.json: was changed after the run"),
    ):
        manifest.write_text(json.dumps(wrong), encoding="utf-8")
        assert said_of in ami_sim("decide", "answer").err
    manifest.write_text(json.dumps({**found, "run": {**found["run"], "status": "running"}}), encoding="utf-8")
    assert "holds a run that is not finished" in ami_sim("budget", "answer").err


def test_a_full_disk_is_one_error_and_keeps_the_parts(ami_sim: Any, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Desk.run

    def full(desk: Desk, batch: Batch, parts: Path) -> Done:
        if batch.number == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        return run(desk, batch, parts)

    monkeypatch.setattr(answer, "PER_BATCH", 1)
    monkeypatch.setattr("ami_sim.runs.batch.Desk.run", full)
    said = ami_sim("compare", QUESTION, "--workers", 1, "--out", "answer")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("ami-sim: --out: answer: cannot be written (No space left on device)")
    assert [path.name for path in (town / "answer" / "parts").glob("batch-*")] == ["batch-00000"]


def test_what_is_found_wrong_on_the_way_leaves_the_folder_as_it_was(ami_sim: Any, town: Path, snapshot: Any) -> None:
    path = town / QUESTION
    until = (
        '\n[precision]\nat_most = 30\npilot_draws = 30\n[[precision.until]]\nmeasure = "net_result"\nactor = "nobody"\nrelative = 0.05\n'
    )
    assert ami_sim("compare", QUESTION, "--workers", 1, "--out", "answer").code == 0
    path.write_text(path.read_text(encoding="utf-8") + until, encoding="utf-8")
    before = snapshot(town)
    said = ami_sim("compare", QUESTION, "--workers", 1, "--parameters", "prior", "--out", "answer")
    assert said.code == 2
    assert 'precision.until[0].actor: "nobody" has no net_result' in said.err
    kept = {name: digest for name, digest in snapshot(town).items() if not name.startswith("answer/parts")}
    assert kept == before


@pytest.mark.usefixtures("pictures")
def test_a_year_that_is_too_short_for_outcomes_is_drawn_without_them(ami_sim: Any, town: Path) -> None:
    said = ami_sim("compare", QUESTION, "--workers", 1, "--replications", 1, "--set", "end=2020-06-01", "--out", "answer")
    assert said.code == 0, said.err
    assert {path.name for path in (town / "answer").glob("*.png")} == {"queues.png", "net_result.png"}
    assert json.loads((town / "answer" / "manifest.json").read_text(encoding="utf-8"))["run"]["status"] == "complete"

"""A run in rounds: sharp enough, honest when it is not, the same for any number of workers, and resumed where it stopped."""

import shutil
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pytest

from ami_sim.report.notes import said_of
from ami_sim.runs.batch import Batch, Desk, Done, Work
from ami_sim.runs.replicate import Outcome
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.compare import Comparison, compare
from ami_sim.workflow.template import start_municipality
from tests.small import small_question

ALWAYS_SAME: Final = ("summary.csv", "monthly.parquet", "replications.parquet", "measures.parquet")
QUESTION: Final = f"""{small_question(replications=None, end="2021-03-01", burn_in="2 years")}
[precision]
pilot_draws = 30
pilot_replications = 2
replications_at_most = 2
per_round = 3
at_most = 36
"""
EASY: Final = """
[[precision.until]]
measure = "net_result"
actor = "municipality"
half_width = "100 mnkr"
"""
HARD: Final = """
[[precision.until]]
measure = "net_result"
actor = "municipality"
half_width = "1 kr"

[[precision.until]]
measure = "people_met"
relative = "50 %"
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Write the question with its targets and give the file."""
    folder = tmp_path_factory.mktemp("rounds") / "town"
    start_municipality(folder)
    shutil.rmtree(folder / "experiments")
    (folder / "experiments").mkdir()

    def asked(name: str, targets: str, head: str = QUESTION) -> Path:
        path = folder / "experiments" / f"{name}.toml"
        path.write_text(head + targets, encoding="utf-8")
        return path

    return asked


@pytest.fixture(scope="module")
def hard(ask: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Comparison, Path]:
    """Run to the largest number of draws with one worker."""
    out = tmp_path_factory.mktemp("hard")
    return compare(ask("hard", HARD), parameters="prior", workers=1, out=out), out


@pytest.mark.slow
def test_a_target_that_is_met_by_the_pilot_stops_there(ask: Any) -> None:
    found = compare(ask("easy", EASY), parameters="prior", workers=1).manifest
    assert (found["plan"]["draws"], found["plan"]["replications"]) == (30, 2)
    assert found["precision"]["rounds"] == [{"draws": 30, "not reached": 0}]
    assert "Precision: all 1 targets were reached after 30 draws of 2 replications." in said_of(found)


def test_a_target_that_is_not_met_is_said_with_the_half_width_there_is(hard: tuple[Comparison, Path]) -> None:
    found = hard[0].manifest
    assert [row["draws"] for row in found["precision"]["rounds"]] == [30, 33, 36]
    by_measure = {(row["measure"], row["option"]): row for row in found["precision"]["targets"]}
    assert set(by_measure) == {("net_result", "today"), ("people_met", "no"), ("people_met", "today")}
    row = by_measure["net_result", "today"]
    assert not row["reached"]
    assert row["wanted"] == 1.0
    summary = hard[0].summary
    same = summary.query('measure == "net_result" and actor == "municipality" and reference == "no" and interval == "computing"').iloc[0]
    assert row["half_width"] == pytest.approx((same["ci_high"] - same["ci_low"]) / 2)
    assert row["mean"] == pytest.approx(same["mean"])
    assert by_measure["people_met", "today"]["reached"]
    assert "the most the file allows. Not reached: As today, Net result (Municipality) ±" in said_of(found)
    assert "det mesta filen tillåter. Inte nådda: As today, Nettoresultat (Kommunen) ±" in said_of(found, "sv")


@pytest.mark.slow
def test_workers_and_rounds_change_no_number(ask: Any, hard: tuple[Comparison, Path], tmp_path: Path) -> None:
    compare(ask("hard", HARD), parameters="prior", workers=2, out=tmp_path / "two")
    fixed = compare(ask("hard", HARD), parameters="prior", draws=36, replications=2, workers=1)
    for name in ALWAYS_SAME:
        assert (tmp_path / "two" / name).read_bytes() == (hard[1] / name).read_bytes()
    pd.testing.assert_frame_equal(fixed.summary, hard[0].summary, check_exact=True)
    assert "precision" not in fixed.manifest


@pytest.mark.slow
def test_a_stopped_run_goes_on_from_its_parts(
    ask: Any, hard: tuple[Comparison, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again: list[int] = []

    run = Desk.run

    def stopped(desk: Desk, batch: Batch, parts: Path) -> Done:
        if batch.number == 31:
            raise KeyboardInterrupt
        return run(desk, batch, parts)

    with monkeypatch.context() as patched:
        patched.setattr("ami_sim.runs.batch.Desk.run", stopped)
        partial = compare(ask("hard", HARD), parameters="prior", workers=1, out=tmp_path)
    assert partial.manifest["run"]["status"] == "partial"
    assert partial.manifest["run"]["replications"] == 62

    def counted(*words: Any) -> dict[str, Outcome]:
        from ami_sim.runs.replicate import replicate

        again.append(words[3])
        return replicate(*words)

    monkeypatch.setattr("ami_sim.runs.batch.replicate", counted)
    compare(ask("hard", HARD), parameters="prior", workers=1, out=tmp_path, resume=True)
    assert sorted(set(again)) == [31, 32, 33, 34, 35]
    for name in ALWAYS_SAME:
        assert (tmp_path / name).read_bytes() == (hard[1] / name).read_bytes()


def test_medians_leave_the_targets_aside_and_say_so(ask: Any) -> None:
    found = compare(ask("easy", EASY.replace("100 mnkr", "1 kr")), parameters="median", replications=2, workers=1)
    assert "precision" not in found.manifest
    head = QUESTION.replace("seed = 7", "seed = 7\nreplications = 2")
    note = said_of(compare(ask("medians", EASY, head), parameters="median", workers=1).manifest)
    assert "The file's [precision] is left aside: with medians there is one parameter draw." in note


def test_more_replications_of_a_draw_stand_on_the_pilots_parts() -> None:
    scenarios: dict[str, Any] = {}
    pilot = Work(scenarios, ({},) * 3, 1, 2, 10, "compiled", pilot=(3, 2))
    wider = Work(scenarios, ({},) * 5, 1, 25, 10, "compiled", pilot=(3, 2))
    plan = wider.batches()
    assert plan[:3] == pilot.batches()
    assert [batch.number for batch in plan] == list(range(len(plan)))
    lived = sorted((batch.draw, replication) for batch in plan for replication in range(batch.first, batch.last))
    assert lived == [(draw, replication) for draw in range(5) for replication in range(25)]
    assert Work(scenarios, ({},) * 4, 1, 25, 10, "compiled", pilot=(3, 2)).batches() == plan[: 3 + 3 * 3 + 3]


@pytest.mark.parametrize(
    ("targets", "said"),
    [
        (
            '[[precision.until]]\nmeasure = "net_results"\nhalf_width = "1 kr"',
            r'until\[0\].measure: "net_results".*Did you mean "net_result"',
        ),
        (
            '[[precision.until]]\nmeasure = "net_result"\nactor = "kommun"\nhalf_width = "1 kr"',
            r'until\[0\].actor: "kommun" has no net_result',
        ),
        ('[[precision.until]]\nmeasure = "net_result"\nactor = "municipality"\nhalf_width = 5', r"net_result is in kr; expected money"),
        ('[[precision.until]]\nmeasure = "people_met"\nhalf_width = "5 kr"', r"people_met is in persons; expected a number of persons"),
        ('[[precision.until]]\nmeasure = "people_met"', r"expected either half_width"),
        ('[[precision.until]]\nmeasure = "people_met"\nhalf_width = 0', r"never reached; expected more than 0"),
        ("", r"precision.until"),
    ],
)
def test_a_target_that_cannot_be_meant_is_refused(ask: Any, targets: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        compare(ask("bad", targets), parameters="prior", workers=1)


def test_the_reference_is_never_judged_against_itself(hard: tuple[Comparison, Path]) -> None:
    rows = [row for row in hard[0].manifest["precision"]["targets"] if row["kind"] == "absolute"]
    assert {row["option"] for row in rows} == {"today"}
    assert np.isfinite([row["half_width"] for row in rows]).all()

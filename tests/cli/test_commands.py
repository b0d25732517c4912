"""Each command on a small question: what it prints, for people and for scripts, and the files it leaves."""

import json
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest

from ami_sim.calibration.calibrate import Municipality
from ami_sim.report.words import catalogue
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment

QUESTION: Final = "experiments/small.toml"
SCENARIO: Final = "calibration/town/scenario.toml"
FILES: Final = {
    "summary.csv",
    "monthly.parquet",
    "replications.parquet",
    "measures.parquet",
    "manifest.json",
    "queues.png",
    "net_result.png",
    "outcomes.png",
}


def read_json(text: str) -> Any:
    """Read JSON as a strict reader does: NaN and Infinity are none."""

    def refuse(word: str) -> Any:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.mark.usefixtures("pictures")
def test_compare_prints_a_table_and_a_sentence_and_writes_the_files(ami_sim: Any, town: Path) -> None:
    said = ami_sim("compare", QUESTION, "--workers", 1, "--out", "answer")
    assert said.code == 0, said.err
    assert said.err == ""
    assert said.out.startswith("A small question\n")
    assert "Files: answer" in said.out
    assert {path.name for path in (town / "answer").iterdir() if not path.name.startswith(".")} >= FILES
    assert not (town / "answer" / "parts").exists()
    manifest = read_json((town / "answer" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run"]["status"] == "complete"
    assert manifest["run"]["replications"] == 2
    assert set(manifest["inputs"]) >= {"small.toml", "../calibration/town/scenario.toml", "../calibration/town/prices.toml"}


def test_one_replication_gives_empty_intervals_and_a_sentence(ami_sim: Any, town: Path) -> None:
    said = ami_sim("compare", QUESTION, "--workers", 1, "--replications", 1, "--out", "answer")
    assert said.code == 0, said.err
    summary = pd.read_csv(town / "answer" / "summary.csv")
    assert summary["ci_low"].isna().all()
    assert summary["ci_high"].isna().all()
    assert "one replication" in said.out.lower()
    assert "nan" not in said.out.lower().split()


@pytest.mark.parametrize(
    "words",
    [
        ("compare", QUESTION, "--workers", 1, "--replications", 1),
        ("run", SCENARIO, "--replications", 2, "--workers", 1, "--set", "end=2021-01-01"),
        ("check", QUESTION),
        ("check", SCENARIO),
        ("person", QUESTION, "--person", "ifo-1"),
        ("evidence",),
        ("evidence", "N29"),
        ("new", "fresh"),
    ],
    ids=lambda words: " ".join(map(str, words[:2])),
)
def test_json_is_all_that_a_script_reads(ami_sim: Any, town: Path, words: tuple[object, ...]) -> None:
    said = ami_sim(*words, "--json")
    assert said.code == 0, said.err
    assert said.err == ""
    assert isinstance(read_json(said.out), dict)


def test_run_shows_levels_and_says_nothing_about_effects(ami_sim: Any, town: Path) -> None:
    said = ami_sim("run", SCENARIO, "--replications", 2, "--workers", 1, "--set", "end=2021-01-01", "--out", "levels")
    assert said.code == 0, said.err
    assert "People met" in said.out
    assert "difference from" not in said.out
    summary = pd.read_csv(town / "levels" / "summary.csv")
    assert summary["reference"].isna().all()


def test_check_says_what_an_experiment_means(ami_sim: Any, town: Path) -> None:
    said = ami_sim("check", QUESTION)
    assert said.code == 0, said.err
    for heading in (
        "Who is simulated",
        "What is compared",
        "Persons new in need a year, by referrer",
        "The four limits (capacity)",
        "What the unit costs, by who pays",
        "Interventions",
        "AF's rules",
        "After the decision",
        "The two queues",
        "Known and assumed",
    ):
        assert f"\n{heading}" in said.out
    assert "The options part on 2020-01-01 and run 2 years, to 2022-01-01." in " ".join(said.out.split())  # whatever the terminal's width
    assert max(map(len, said.out.splitlines())) <= 160


def test_check_changes_with_a_setting(ami_sim: Any, town: Path) -> None:
    plain = read_json(ami_sim("check", QUESTION, "--json").out)["sections"]
    changed = read_json(ami_sim("check", QUESTION, "--json", "--set", "unit.today.wage_money.amount=1 mnkr per year").out)["sections"]
    money = [row["wage money a year"] for row in changed["The four limits (capacity)"]["rows"] if row["option"] == "today"]
    assert money == ["1\u00a0000 tkr"]
    assert plain != changed


def test_person_tells_both_lives(ami_sim: Any, town: Path) -> None:
    said = ami_sim("person", QUESTION, "--person", "ifo-1")
    assert said.code == 0, said.err
    assert "ifo-1: As today beside No unit" in said.out
    assert "An illustration" in said.out
    assert "seed 2019" in said.out


def test_an_unknown_person_is_told_who_there_is(ami_sim: Any, town: Path) -> None:
    said = ami_sim("person", QUESTION, "--person", "ifo-9999")
    assert said.code == 2
    assert 'nobody is called "ifo-9999" in replication 0; expected one of ifo- with 1' in said.err
    assert len(said.err.splitlines()) == 1


def test_new_starts_a_municipality_that_can_be_checked_at_once(ami_sim: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = ami_sim("new", "bräcke")
    assert said.code == 0, said.err
    assert (tmp_path / "bräcke" / "calibration" / "bräcke" / "evidence.toml").is_file()
    assert "ami-sim compare bräcke/experiments/capacity.toml" in said.out
    checked = ami_sim("check", "bräcke/experiments/capacity.toml")
    assert checked.code == 0, checked.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bräcke"]


def test_a_new_municipality_has_what_its_question_its_studies_and_its_calibration_need(town: Path) -> None:
    question = (town / QUESTION).with_name("capacity.toml")
    prior = load_experiment(question, variant="wide_prior").prior
    assert prior is not None
    assert prior.samefile("calibration/town/priors_wide.toml")
    assert "ragunda" not in question.read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r'targets.toml: municipality: "Ragunda" is not the scenario.s, which is "town"'):
        _ = Municipality(Path("calibration/town"), "compiled").targets
    targets = Path("calibration/town/targets.toml")
    targets.write_text(targets.read_text(encoding="utf-8").replace('municipality = "Ragunda"', 'municipality = "Town"'), encoding="utf-8")
    assert Municipality(Path("calibration/town"), "compiled").targets.target
    assert Path("calibration/town/studies.toml").is_file()


def test_new_takes_an_empty_folder_and_leaves_nothing_when_it_cannot_write(
    ami_sim: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert ami_sim("new", "empty").code == 0
    assert sorted(path.name for path in (tmp_path / "empty").iterdir()) == ["calibration", "experiments"]
    written = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "rules.toml":
            raise OSError(28, "No space left on device")
        return written(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    said = ami_sim("new", "other")
    assert said.code == 2
    assert "other: cannot be written (No space left on device)" in said.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty"]


def test_a_parameter_leads_to_its_evidence(ami_sim: Any, town: Path) -> None:
    said = ami_sim("evidence", "stay_months", "--file", "calibration/town/evidence.toml")
    assert said.code == 0, said.err
    assert "\nstay_months: " in said.out
    assert "\nE3 (finding): " in said.out
    back = ami_sim("evidence", "e3", "--file", "calibration/town/evidence.toml")
    assert "stay_months: " in back.out


def test_help_shows_an_example_for_every_command(ami_sim: Any) -> None:
    for command in ("compare", "run", "check", "person", "new", "evidence"):
        said = ami_sim(command, "--help")
        assert said.code == 0
        assert f"Example: ami-sim {command}" in " ".join(said.out.split())


def test_one_replication_runs_without_intervals_and_in_swedish_throughout(ami_sim: Any, town: Path) -> None:
    question = town / QUESTION
    question.write_text(question.read_text(encoding="utf-8").replace("seed = 7", 'seed = 7\ndelta = "500 tkr"'), encoding="utf-8")
    said = ami_sim("compare", QUESTION, "--replications", 1, "--workers", 1, "--out", "one", "--sv")
    assert said.code == 0, said.err
    assert "bara en upprepning kördes" in " ".join(said.out.split())
    assert "Filer: one" in said.out
    summary = pd.read_csv(town / "one" / "summary.csv")
    assert summary[["ci_low", "ci_high"]].isna().all(axis=None)
    assert [unit for unit in set(summary["unit"]) if not catalogue("sv", "units").has(unit)] == []
    decided = ami_sim("decide", "one")
    assert "There is one draw of the parameters" in decided.out
    assert "delta" not in decided.out

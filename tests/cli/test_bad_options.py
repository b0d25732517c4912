"""Options that are wrong: exit code 2, one line that says what was expected, and nothing written."""

import os
from pathlib import Path
from typing import Any, Final

import pytest
from filelock import FileLock

HELPER: Final = "import random\n\n\ndef helper(person):\n    return person.frailty\n\n\n"
QUESTION: Final = "experiments/small.toml"
SCENARIO: Final = "calibration/town/scenario.toml"
WRONG: Final = {
    "no replications": (["compare", QUESTION, "--replications", "0"], ["--replications: 0; expected 1 or more"]),
    "negative replications": (["compare", QUESTION, "--replications", "-3"], ["--replications: -3; expected 1 or more"]),
    "negative replications of a scenario": (["run", SCENARIO, "--replications", "-3"], ["--replications: -3; expected 1 or more"]),
    "replications in words": (["compare", QUESTION, "--replications", "many"], ["--replications", "integer"]),
    "no workers": (["compare", QUESTION, "--workers", "0"], ["--workers: 0; expected 1 or more"]),
    "no workers for a scenario": (["run", SCENARIO, "--workers", "0"], ["--workers: 0; expected 1 or more"]),
    "negative seed": (["compare", QUESTION, "--seed", "-1"], ["--seed: -1; expected 0 or more"]),
    "negative replication": (["person", QUESTION, "--person", "ifo-1", "--replication", "-1"], ["--replication: -1; expected 0 or more"]),
    "draws of the medians": (
        ["compare", QUESTION, "--draws", "3", "--parameters", "median"],
        ["--draws: 3 draws of the medians", "--parameters posterior or prior"],
    ),
    "no workers for switches": (["switches", QUESTION, "--workers", "0"], ["--workers: 0; expected 1 or more"]),
    "negative seed for switches": (["switches", QUESTION, "--seed", "-1"], ["--seed: -1; expected 0 or more"]),
    "no workers for a screening": (["screen", QUESTION, "--workers", "0"], ["--workers: 0; expected 1 or more"]),
    "no workers for a search": (["search", QUESTION, "--workers", "0"], ["--workers: 0; expected 1 or more"]),
    "too small a calibration": (["calibrate", "calibration/town", "--power", "5"], ["--power: 5; expected 6 to 20"]),
    "a calibration without draws": (["calibrate", "calibration/town", "--draws", "0"], ["--draws: 0; expected 1 or more"]),
    "a calibration without histories": (["calibrate", "calibration/town", "--histories", "0"], ["--histories: 0; expected 1 or more"]),
    "a calibration with a negative seed": (["calibrate", "calibration/town", "--seed", "-1"], ["--seed: -1; expected 0 or more"]),
    "unknown parameters": (["compare", QUESTION, "--parameters", "mean"], ['--parameters: "mean"; expected median, posterior or prior']),
    "unknown option": (
        ["person", QUESTION, "--person", "ifo-1", "--option", "tody"],
        ['--option: "tody" is not an option', 'mean "today"?'],
    ),
    "an option of a scenario": (["person", SCENARIO, "--person", "ifo-1", "--option", "today"], ["is a scenario, which has no options"]),
    "unknown variant": (["compare", QUESTION, "--variant", "lte"], ['--variant: "lte" is not a variant', 'mean "late"?']),
    "unknown regime": (["compare", QUESTION, "--regime", "stop_stay"], ['--regime: "stop_stay" is not a regime', 'mean "stop_stays"?']),
    "unknown regime of a scenario": (["run", SCENARIO, "--regime", "stop_stay"], ['--regime: "stop_stay"', 'mean "stop_stays"?']),
    "unknown engine": (["compare", QUESTION, "--engine", "simpi"], ['--engine: "simpi" is not an engine', 'mean "simpy"?']),
    "unknown engine for a person": (["person", QUESTION, "--person", "ifo-1", "--engine", "simpi"], ['--engine: "simpi"', 'mean "simpy"?']),
    "no equals sign": (["compare", QUESTION, "--set", "life.retirement_age"], ["--set:", "path=value, for example"]),
    "no path": (["compare", QUESTION, "--set", "=3"], ["--set:", "path=value, for example"]),
    "unknown path": (
        ["compare", QUESTION, "--set", "life.retirment_age=66"],
        ['--set: life.retirment_age: unknown key "retirment_age"', 'mean "retirement_age"?'],
    ),
    "unknown table": (["compare", QUESTION, "--set", "lif.retirement_age=66"], ['--set: lif: unknown key "lif"', 'mean "life"?']),
    "a path through a figure": (["compare", QUESTION, "--set", "life.retirement_age.x=66"], ["--set:", "does not lead anywhere", '"x"']),
    "a post that is not there": (
        ["compare", QUESTION, "--set", "unit.today.posts[99].count=1"],
        ["--set:", "does not lead anywhere", '"99"'],
    ),
    "an unknown parameter": (
        ["compare", QUESTION, "--set", "clock.find_work.rate=work_rat per month"],
        ["--set: clock.find_work.rate:", 'parameter "work_rat"', 'mean "work_rate"?'],
    ),
    "an amount without unit": (
        ["compare", QUESTION, "--set", "unit.today.wage_money.amount=3"],
        ["--set: unit.today.wage_money.amount:", "(value 3)"],
    ),
    "an expression below zero at the medians": (
        ["compare", QUESTION, "--set", "clock.find_work.rate=work_rate - 1 per month"],
        ['clock.find_work.rate: "work_rate - 1 per month" is -0.845; expected 0', "medians"],
    ),
    "the same in check": (
        ["check", QUESTION, "--set", "clock.find_work.rate=work_rate - 1 per month"],
        ['clock.find_work.rate: "work_rate - 1 per month" is -0.845; expected 0'],
    ),
    "unknown command": (["compar", QUESTION], ["No such command 'compar'", "compare"]),
    "unknown switch": (["compare", QUESTION, "--replication", "2"], ["No such option: --replication", "--replications"]),
    "no experiment": (["compare"], ["Missing argument"]),
    "a person without number": (["person", QUESTION, "--person", "ifo"], ['--person: "ifo"; expected a referrer and a number']),
    "a person from no referrer": (["person", QUESTION, "--person", "ifu-1"], ['"ifu" is not a referrer', 'mean "ifo"?']),
    "an unknown row of evidence": (["evidence", "N299"], ['no row "N299"', 'mean "N29"?']),
    "a word that is nowhere": (["evidence", "work_rte"], ['nothing is said about "work_rte"', 'mean "work_rate"?']),
    "results that are not there": (["budget", "nowhere"], ["nowhere: holds no budget.csv", "ami-sim compare"]),
    "prices without results": (
        ["reprice", "experiments", "--set", "discount=0.05"],
        ["experiments: holds no manifest.json", "ami-sim compare"],
    ),
    "a line without an option": (["trace", "experiments", "aid: ifo -> person"], ["Missing option '--option'"]),
    "an unknown type of person": (["exclusion", "--who", "nobody"], ["nobody"]),
    "a used folder": (["new", "experiments"], ["experiments: is a folder that holds something"]),
    "a file for a folder": (["new", QUESTION], [f"{QUESTION}: is a file; expected a folder"]),
}


def refused(said: Any, expected: list[str]) -> None:
    """Check the exit code, the one line and what it holds."""
    assert said.code == 2, said
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1, said.err
    assert said.err.startswith("ami-sim: ")
    for part in expected:
        assert part in said.err, said.err


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_option_is_refused_in_one_line_and_nothing_is_written(name: str, ami_sim: Any, town: Path, snapshot: Any) -> None:
    words, expected = WRONG[name]
    before = snapshot(town)
    refused(ami_sim(*words), expected)
    assert snapshot(town) == before


@pytest.mark.parametrize("out", ["taken", "taken/deep"])
def test_an_output_folder_that_is_a_file_is_refused(ami_sim: Any, town: Path, snapshot: Any, out: str) -> None:
    (town / "taken").write_text("mine")
    before = snapshot(town)
    refused(ami_sim("compare", QUESTION, "--out", out), [f"--out: {out}: ", "expected a folder"])
    assert snapshot(town) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_an_output_folder_that_cannot_be_written_is_refused(ami_sim: Any, town: Path) -> None:
    (town / "locked").mkdir(mode=0o500)
    refused(ami_sim("compare", QUESTION, "--out", "locked"), ["--out: locked: cannot be written"])


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a file system that refuses new folders")
def test_an_output_folder_that_cannot_be_made_is_refused(ami_sim: Any, town: Path) -> None:
    refused(ami_sim("compare", QUESTION, "--out", "/proc/ami-sim"), ["--out: /proc/ami-sim: cannot be written"])


def test_two_runs_into_one_folder_are_refused(ami_sim: Any, town: Path, snapshot: Any) -> None:
    (town / "answer").mkdir()
    with FileLock(town / "answer" / ".lock"):
        before = snapshot(town)
        refused(ami_sim("compare", QUESTION, "--out", "answer"), ["--out: answer: another run is writing here"])
        assert snapshot(town) == before


@pytest.mark.parametrize(
    ("code", "engine", "expected"),
    [
        ("return person.frailty", "compiled", ['reads the latent field "frailty"', "observed fields only"]),
        ("return person.frailty", "simpy", ['reads the latent field "frailty"']),
        ("g = lambda q: q.frailty\n    return helper(person)", "simpy", ['reads the latent field "frailty"']),
        ("return helper(person)", "simpy", ['reads the latent field "frailty"']),
        ("person.children = 0\n    return 0.0", "simpy", ['changes the field "children"']),
        ("return 1.0 / (person.children - 1)", "compiled", ["fails: ZeroDivisionError"]),
        ("return float('nan') if person.children else 0.0", "compiled", ["gives nan; expected a number"]),
        ("return random.random()", "simpy", ["for the same person; expected one number"]),
        ("return eval('1.0')", "compiled", ["does not compile", "--engine simpy"]),
        ("return person.no_such_field", "simpy", ["fails: AttributeError", "no_such_field"]),
        ("return 'first'", "simpy", ["gives 'first'; expected a number"]),
        ("return +", "simpy", ["strategy.own.function", "cannot be run", "SyntaxError"]),
    ],
    ids=[
        "latent",
        "latent in simpy",
        "latent in a lambda",
        "latent in a helper",
        "changed",
        "fails for some",
        "no number for some",
        "chance",
        "cannot be compiled",
        "unknown field",
        "no number",
        "no Python",
    ],
)
def test_a_strategy_of_ones_own_that_cannot_be_used_is_refused(
    ami_sim: Any, town: Path, snapshot: Any, code: str, engine: str, expected: list[str]
) -> None:
    use_own(town)
    (town / "experiments" / "mine.py").write_text(f"{HELPER}def rank(person, today, theta):\n    {code}\n")
    before = snapshot(town)
    refused(ami_sim("compare", QUESTION, "--out", "answer", "--engine", engine), expected)
    assert snapshot(town) == before


def test_a_strategy_whose_file_or_function_is_missing_is_refused(ami_sim: Any, town: Path, snapshot: Any) -> None:
    use_own(town)
    before = snapshot(town)
    refused(ami_sim("compare", QUESTION, "--out", "answer"), ['strategy.own.function: "mine.py:rank": no such file'])
    assert snapshot(town) == before
    (town / "experiments" / "mine.py").write_text("def rang(person, today, theta):\n    return 0.0\n")
    refused(ami_sim("compare", QUESTION, "--out", "answer"), ['no function "rank"', 'mean "rang"?'])


def use_own(town: Path) -> None:
    """Order both queues by a function in mine.py."""
    strategies = town / "calibration" / "town" / "strategies.toml"
    row = '\n[strategy.own]\ntitle = "Mine"\nlegal = "A try"\nweights = { own = 1 }\nageing = 0\nfunction = "mine.py:rank"\n'
    strategies.write_text(strategies.read_text(encoding="utf-8") + row + 'source = "x"\nsure = "L"\nmark = "assumed"\n', encoding="utf-8")
    scenario = town / "calibration" / "town" / "scenario.toml"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(
        text.replace('mapping = "ifo_first"', 'mapping = "own"').replace('places = "ifo_first"', 'places = "own"'), encoding="utf-8"
    )

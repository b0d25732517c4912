"""Files that are wrong: exit code 2, one line that names file, key, value, expectation and the nearest name, and nothing written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

DATA: Final = "calibration/town/"
QUESTION: Final = "experiments/small.toml"
MORE_TIME: Final = '\n[[timeline]]\nfrom = {date}\nunit = "half"\nsource = "x"\nsure = "L"\nmark = "assumed"\n'
CAFE: Final = (
    '\n[group.cafe]\ntitle = "Café"\nworkplace = "none"\ndepartment = "ami"\nsupervision = "0 kr per month"\n'
    'source = "x"\nsure = "L"\nmark = "assumed"\n'
)

# file, what it says, what it says instead, and what the message must hold
WRONG: Final = {
    "unknown key in a scenario": (
        f"{DATA}lives.toml",
        "retirement_age",
        "retirment_age",
        [f"{DATA}lives.toml: life.retirment_age: unknown key", 'Did you mean "retirement_age"?'],
    ),
    "unknown key in an experiment": (
        QUESTION,
        "discharge",
        "dischrge",
        [f"{QUESTION}: option.no.dischrge: unknown key", 'Did you mean "discharge"?'],
    ),
    "wrong unit": (
        f"{DATA}services.toml",
        'typical = "9 months"',
        'typical = "9 kr"',
        ["services.toml: intervention.new_start_job.length.typical: '9 kr' has no unit of a duration", "months"],
    ),
    "no unit": (
        f"{DATA}services.toml",
        'typical = "9 months"',
        "typical = 9",
        ["intervention.new_start_job.length.typical: a duration needs a unit", "'6 months'", "(value 9)"],
    ),
    "negative rate": (
        f"{DATA}people.toml",
        'rate = "0.06 per month"',
        'rate = "-0.06 per month"',
        ['people.toml: referrer.care.rate: "-0.06 per month" is -0.06; expected 0'],
    ),
    "share over 100 %": (
        f"{DATA}services.toml",
        'extend = "min(1, 0.4 * extension)"',
        'extend = "140 %"',
        ['services.toml: intervention.extra_job.extend: "140 %" is 140; expected 0 to 100'],
    ),
    "probability over 1": (
        f"{DATA}services.toml",
        'extend = "min(1, 0.4 * extension)"',
        "extend = 1.4",
        ['services.toml: intervention.extra_job.extend: "1.4" is 1.4; expected 0 to 1'],
    ),
    "shares that do not add up": (
        f"{DATA}people.toml",
        "income = { aid = 0.3, state_benefit = 0.7 }",
        "income = { aid = 0.3, state_benefit = 0.8 }",
        ["people.toml: referrer.care.income: shares add up to 1.1; expected 1"],
    ),
    "outcomes over 1 in all": (
        f"{DATA}services.toml",
        'sick_on_aid = "fat_to_sick_on_aid", sick_pay = "min(fat_to_sick_pay, 1 - fat_to_sick_on_aid)"',
        "sick_on_aid = 0.92, sick_pay = 0.2",
        ["intervention.fat.leads_to: shares add up to 1.12; expected at most 1"],
    ),
    "unknown group": (
        f"{DATA}services.toml",
        'groups = ["indoor", "outdoor"]',
        'groups = ["indor"]',
        ['services.toml: intervention.occupation.groups: "indor" is not known', 'Did you mean "indoor"?'],
    ),
    "a rule that closes before it opens": (
        f"{DATA}rules.toml",
        "closes = 2019-01-01",
        "closes = 2014-01-01",
        ["rules.toml: rule.extra_job_2018: closes 2014-01-01 is not after opens 2015-11-02"],
    ),
    "a strategy that weighs a latent field": (
        f"{DATA}strategies.toml",
        "weights = { referrer = 200 }",
        "weights = { true_saving = 1 }",
        ["strategies.toml: strategy.referred_by_ifo_first.weights: true_saving reads latent fields", "oracle = true"],
    ),
    "horizon of no length": (QUESTION, "end = 2022-01-01", "end = 2020-01-01", [f"{QUESTION}: set", "end 2020-01-01", "horizon is empty"]),
    "end before the parting": (
        QUESTION,
        "end = 2022-01-01",
        "end = 2019-01-01",
        [f"{QUESTION}: set", "end 2019-01-01", "parting 2020-01-01"],
    ),
    "a date in words": (QUESTION, "end = 2022-01-01", 'end = "soon"', [f"{QUESTION}: set: end: expected a valid date", "(value 'soon')"]),
    "no replications": (
        QUESTION,
        "replications = 2",
        "replications = 0",
        [f"{QUESTION}: replications: expected greater than or equal to 1", "(value 0)"],
    ),
    "unknown reference": (
        QUESTION,
        'reference = "no"',
        'reference = "not"',
        [f'{QUESTION}: reference: "not" is not an option', 'mean "no"?'],
    ),
    "unknown unit": (
        QUESTION,
        'unit = "today"',
        'unit = "todays"',
        [f'{QUESTION}: option.today.unit: "todays" is not a unit of calibration/town/scenario.toml', 'mean "today"?'],
    ),
    "unknown word": (
        QUESTION,
        'unit = "today"',
        'unit = "today"\nin_progress = "finnish"',
        [f"{QUESTION}: option.today.in_progress: 'finnish' is not known; expected one of finish, suspend"],
    ),
    "an option with parameters of its own": (
        QUESTION,
        'unit = "today"',
        'unit = "today"\nset = { "parameter.work_rate.median" = 0.2 }',
        ["option.today.set: parameter.work_rate", "the same in every option"],
    ),
    "a row whose name is misspelt": (
        QUESTION,
        'unit = "today"',
        'unit = "today"\nset = { "rule.extra_jb_2019.closes" = 2020-01-01 }',
        [f"{QUESTION}: option.today.set: rule.extra_jb_2019.", "is no row of rule yet", 'mean "extra_job_2019"?'],
    ),
    "an empty path": (QUESTION, "[set]\n", '[set]\n"" = 1\n', [f'{QUESTION}: set: "" is not a dotted path']),
    "a timeline that is a word": (
        QUESTION,
        "[set]\n",
        '[set]\ntimeline = "today"\n',
        [f"{QUESTION}: option.no.set: timeline: expected a list of tables (value 'today')"],
    ),
    "an infinite count": (
        QUESTION,
        "[set]\n",
        "[set]\nhours_per_post = inf\n",
        [f"{QUESTION}: set: hours_per_post: expected a finite count"],
    ),
    "an infinite rate": (
        QUESTION,
        "[set]\n",
        '[set]\n"clock.find_work.rate" = "1e999 per month"\n',
        [f"{QUESTION}: set: clock.find_work.rate: ", "is inf; expected a finite number"],
    ),
    "a rate beyond sense": (
        QUESTION,
        "[set]\n",
        '[set]\n"clock.find_work.rate" = "1e9 per month"\n',
        [f"{QUESTION}: set: clock.find_work.rate: ", "is 1e+09; expected 0 to 304"],
    ),
    "digits beyond memory": (
        QUESTION,
        "[set]\n",
        '[set]\nhours_per_post = "9**9**9**9"\n',
        [f"{QUESTION}: set: hours_per_post: ", "cannot be evaluated"],
    ),
    "a regime in a place that is not read": (
        QUESTION,
        "[set]\n",
        '[set]\nregime_used = "stop_stays"\n',
        [f"{QUESTION}: set: regime_used: holds for all options", "--regime"],
    ),
    "an unknown regime of the question": (
        QUESTION,
        "replications = 2",
        'replications = 2\nregime = "stop_stay"',
        [f'{QUESTION}: regime: "stop_stay" is not a regime', 'mean "stop_stays"?'],
    ),
    "the reference twice": (
        QUESTION,
        "replications = 2",
        'replications = 2\nalso = ["no"]',
        [f'{QUESTION}: also: "no" is a reference already'],
    ),
    "an option without a name": (QUESTION, "[option.today]", '[option.""]', [f"{QUESTION}: option: a name is empty"]),
    "an intervention that closes before it opens": (
        QUESTION,
        "[set]\n",
        '[set]\n"intervention.fat.opens" = 2021-01-01\n"intervention.fat.closes" = 2020-06-01\n',
        [f"{QUESTION}: set: intervention.fat: closes 2020-06-01 is not after opens 2021-01-01"],
    ),
    "a change that reaches into history": (
        QUESTION,
        'unit = "today"',
        'unit = "today"\nfrom_parting = { "rule.fat.opens" = 2019-11-01 }',
        [f"{QUESTION}: option.today: rule.fat.opens: 2019-11-01 is before the parting date; expected 2020-01-01 or later"],
    ),
    "a path beyond a queue": (
        QUESTION,
        'unit = "today"',
        'unit = "today"\nfrom_parting = { "order.mapping.x" = "first_come" }',
        [f'{QUESTION}: option.today: "order.mapping.x" cannot change on the parting date'],
    ),
    "missing base": (
        QUESTION,
        "town/scenario.toml",
        "town/scenaro.toml",
        [f"{QUESTION}: base: ../calibration/town/scenaro.toml: no such file", 'mean "../calibration/town/scenario.toml"?'],
    ),
    "missing part": (
        f"{DATA}scenario.toml",
        '"people.toml"',
        '"peple.toml"',
        [f"{DATA}scenario.toml: include: peple.toml: no such file", 'mean "people.toml"?'],
    ),
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
def test_a_wrong_file_is_refused_in_one_line_before_anything_is_written(
    name: str, ami_sim: Any, town: Path, change: Any, snapshot: Callable[[Path], dict[str, str]]
) -> None:
    file, old, new, expected = WRONG[name]
    change(file, old, new)
    before = snapshot(town)
    refused(ami_sim("compare", QUESTION, "--out", "answer"), expected)
    assert snapshot(town) == before
    refused(ami_sim("compare", QUESTION, "--json"), expected)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('[variant.v]\ntitle = "V"\nfix = { work_rat = 0.2 }', ['variant.v.fix: "work_rat"', 'mean "work_rate"?']),
        ('[variant.v]\ntitle = "V"\nprior = "nowhere.toml"', ["variant.v.prior: nowhere.toml: no such file"]),
        (
            '[variant.v]\ntitle = "V"\n[variant.v.option.no]\nunit_from_parting = "hal"',
            ["variant.v.option.no.unit_from_parting", 'mean "half"?'],
        ),
        ('[[precision.until]]\nmeasure = "net_reslt"\nrelative = 0.05', ["precision.until[0].measure", 'mean "net_result"?']),
        ('[decision]\nstudies = "nowhere.toml"', ["decision.studies: nowhere.toml: no such file"]),
    ],
    ids=["parameter", "prior", "unit", "measure", "studies"],
)
def test_check_reads_also_what_a_comparison_as_it_stands_does_not(ami_sim: Any, town: Path, more: str, expected: list[str]) -> None:
    (town / QUESTION).write_text((town / QUESTION).read_text(encoding="utf-8") + f"\n{more}\n", encoding="utf-8")
    refused(ami_sim("check", QUESTION), [QUESTION, *expected])


@pytest.mark.parametrize(("date", "shown"), [("2018-01-01", "2018-09-01, 2018-01-01"), ("2021-01-01", "2021-01-01, 2020-01-01")])
def test_a_capacity_calendar_out_of_order_is_refused(ami_sim: Any, town: Path, snapshot: Any, date: str, shown: str) -> None:
    scenario = town / DATA / "scenario.toml"
    scenario.write_text(scenario.read_text(encoding="utf-8") + MORE_TIME.format(date=date), encoding="utf-8")
    before = snapshot(town)
    refused(ami_sim("compare", QUESTION, "--out", "answer"), [f"{DATA}scenario.toml: timeline: dates are out of order", shown])
    assert snapshot(town) == before


def test_an_intervention_that_needs_a_resource_nobody_has_is_refused(ami_sim: Any, town: Path, change: Any, snapshot: Any) -> None:
    change(f"{DATA}services.toml", 'groups = ["indoor", "outdoor"]\nlength', 'groups = ["cafe"]\nlength')
    services = town / DATA / "services.toml"
    services.write_text(services.read_text(encoding="utf-8") + CAFE, encoding="utf-8")
    before = snapshot(town)
    expected = ["services.toml: intervention.occupation.groups: no unit has a place in any of cafe"]
    refused(ami_sim("compare", QUESTION, "--out", "answer"), expected)
    refused(ami_sim("check", QUESTION), expected)
    assert snapshot(town) == before


def test_a_scenario_without_anybody_in_need_is_refused(ami_sim: Any, town: Path) -> None:
    (town / DATA / "people.toml").write_text("referrer = {}\n", encoding="utf-8")
    refused(ami_sim("check", f"{DATA}scenario.toml"), ["referrer"])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b" \n", "is empty; expected TOML"),
        (bytes(range(256)), "is not a text file (byte 128)"),
        (b"a = 1\x00", "is not valid TOML"),
        (b"name =\n", "is not valid TOML: Invalid value (at line 1"),
    ],
    ids=["empty", "binary", "zero byte", "not TOML"],
)
@pytest.mark.parametrize("command", ["compare", "check", "run"])
def test_a_file_that_is_no_toml_is_refused(ami_sim: Any, town: Path, snapshot: Any, content: bytes, expected: str, command: str) -> None:
    (town / QUESTION).write_bytes(content)
    before = snapshot(town)
    refused(ami_sim(command, QUESTION), [f"{QUESTION}: {expected}"])
    assert snapshot(town) == before


@pytest.mark.parametrize("command", [("compare",), ("check",), ("run",), ("person", "--person", "ifo-1")], ids=lambda words: words[0])
def test_a_missing_file_is_named_with_the_nearest_and_a_folder_is_called_one(ami_sim: Any, town: Path, command: tuple[str, ...]) -> None:
    refused(ami_sim(*command, "experiments/smal.toml"), ["experiments/smal.toml: no such file", 'Did you mean "experiments/small.toml"?'])
    refused(ami_sim(*command, "experiments"), ["experiments: is a folder; expected a TOML file"])


def test_a_scenario_and_an_experiment_are_told_apart(ami_sim: Any, town: Path) -> None:
    refused(ami_sim("compare", f"{DATA}scenario.toml"), ["is a scenario; expected an experiment", "ami-sim run"])
    refused(ami_sim("run", QUESTION), ["is an experiment; expected a scenario", "ami-sim compare"])


def test_one_option_is_not_a_comparison(ami_sim: Any, town: Path) -> None:
    text = (town / QUESTION).read_text(encoding="utf-8")
    (town / QUESTION).write_text(text[: text.index("[option.today]")], encoding="utf-8")
    refused(ami_sim("compare", QUESTION), [f"{QUESTION}: option: 1 given; expected at least two"])

"""Every option of every command has an effect or is refused: what is said and changes neither the plan nor a word is never accepted.

A new option fails the first test until it has an entry here: what reaches the workflow with it and not without it (`Reaches`), what is
printed or written with it (`Prints`), or the test that shows what it does (`Shown`).
"""

import ast
import importlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from ami_sim.cli.app import app
from ami_sim.scenario.errors import InputError
from tests.cli.test_bad_options import refused

QUESTION: Final = "experiments/small.toml"
SCENARIO: Final = "calibration/town/scenario.toml"
COMMANDS: Final[Any] = getattr(typer.main.get_command(app), "commands", {})
BARE: Final[dict[str, tuple[str, ...]]] = {  # a command as short as it can be said
    "app": (),
    "compare": (QUESTION,),
    "run": (SCENARIO,),
    "check": (QUESTION,),
    "person": (QUESTION, "--person", "ifo-1"),
    "new": ("fresh",),
    "evidence": ("--file", "calibration/town/evidence.toml"),
    "budget": ("answer",),
    "exclusion": ("--file", SCENARIO),
    "reprice": ("answer",),
    "trace": ("answer", "ifo: aid", "--option", "today", "--year", "2021"),
    "answers": (),
    "search": (QUESTION,),
    "decide": ("answer",),
    "switches": (QUESTION,),
    "screen": (QUESTION,),
    "calibrate": ("calibration/town",),
    "report": ("answer", "--csv"),
    "ingest": ("log.csv", "--map", "map.toml", "--file", SCENARIO),
    "export": ("answer", "run.csv", "--force"),
    "forecast": ("calibration/town",),
    "score": ("forecast.json", "observed.csv"),
}
SEAMS: Final[dict[str, str]] = {  # the function that a command hands what it was given to
    "app": "ami_sim.app.server:serve",
    "compare": "ami_sim.public.compare:compare",
    "run": "ami_sim.public.answer:run_scenario",
    "check": "ami_sim.workflow.check:check_file",
    "person": "ami_sim.workflow.follow_one:follow_one",
    "evidence": "ami_sim.workflow.evidence:sources_about",
    "budget": "ami_sim.workflow.budget:read_budget",
    "exclusion": "ami_sim.workflow.life_course:followed",
    "cohort": "ami_sim.workflow.cohort:cost_of_cohort",
    "reprice": "ami_sim.workflow.reprice:reprice_results",
    "trace": "ami_sim.workflow.trace:trace_results",
    "answers": "ami_sim.workflow.answers:run_all",
    "search": "ami_sim.workflow.search:search",
    "decide": "ami_sim.workflow.decide:decide",
    "switches": "ami_sim.workflow.switches:run_switches",
    "screen": "ami_sim.workflow.screen:screen_experiment",
    "figures": "ami_sim.workflow.screen_figures:screen_figures",
    "calibrate": "ami_sim.workflow.calibrate:calibrate_and_write",
    "ingest": "ami_sim.workflow.ingest:ingest_log",
    "forecast": "ami_sim.workflow.forecast:make_forecast",
}


@dataclass(frozen=True)
class Reaches:
    """What the workflow is handed differs with these words. beside: words that both calls have; seam: another function than usual."""

    words: tuple[str, ...]
    beside: tuple[str, ...] = ()
    seam: str = ""


@dataclass(frozen=True)
class Prints:
    """What is printed differs with these words. beside: words that both calls have."""

    words: tuple[str, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A test that shows what the option does: "folder/file.py::name", below tests/."""

    test: str


Entry = Reaches | Prints | Shown


def reaches(*words: str, beside: tuple[str, ...] = (), seam: str = "") -> Reaches:
    return Reaches(words, beside, seam)


SEED, WORKERS, SET = reaches("--seed", "3"), reaches("--workers", "3"), reaches("--set", "discount=0.01")
TRUST, FORCE, REGIME = reaches("--trust"), reaches("--force"), reaches("--regime", "stop_stays")
OPEN_CASES = reaches("--open-cases", "cases.csv")
REPLICATIONS, OUT = reaches("--replications", "3"), reaches("--out", "elsewhere")
ENGINE, PARAMETERS = reaches("--engine", "simpy"), reaches("--parameters", "prior")
JSON, SV = Prints(("--json",)), Prints(("--sv",))
SAID: Final = "cli/test_commands.py::"
FIGURES: Final = ("--figures",)
EVERY: Final[dict[str, dict[str, Entry]]] = {
    "report": {
        "--docx": Shown("cli/test_report.py::test_a_document_that_somebody_may_have_written_in_is_replaced_only_when_asked"),
        "--xlsx": Shown("cli/test_report.py::test_a_moved_folder_still_gives_its_numbers_and_says_that_sources_are_not_there"),
        "--html": Shown("cli/test_report.py::test_one_is_written_elsewhere"),
        "--csv": Shown("cli/test_report.py::test_the_summary_for_swedish_excel_and_what_a_report_tells"),
        "--checklist": Shown("cli/test_report.py::test_the_summary_for_swedish_excel_and_what_a_report_tells"),
        "--template": Shown("cli/test_report.py::test_own_head_and_foot_are_taken_from_a_word_file"),
        "--out": Shown("cli/test_report.py::test_one_is_written_elsewhere"),
        "--force": Shown("cli/test_report.py::test_a_document_that_somebody_may_have_written_in_is_replaced_only_when_asked"),
        "--sv": Shown("cli/test_report.py::test_all_three_are_written_beside_the_results_and_the_results_stay_whole"),
        "--json": Shown("cli/test_report.py::test_all_three_are_written_beside_the_results_and_the_results_stay_whole"),
    },
    "compare": {
        "--draws": reaches("--draws", "3"),
        "--replications": REPLICATIONS,
        "--seed": SEED,
        "--workers": WORKERS,
        "--out": OUT,
        "--set": SET,
        "--open-cases": OPEN_CASES,
        "--variant": reaches("--variant", "late"),
        "--regime": REGIME,
        "--reading": reaches("--reading", "narrow"),
        "--parameters": PARAMETERS,
        "--engine": ENGINE,
        "--resume": reaches("--resume"),
        "--force": FORCE,
        "--trust": TRUST,
        "--cluster": reaches("--cluster", "tls://127.0.0.1:9"),
        "--about": Shown("cli/test_every_option.py::test_what_leads_a_page_and_which_sections_it_has_is_chosen"),
        "--all": Shown("cli/test_every_option.py::test_what_leads_a_page_and_which_sections_it_has_is_chosen"),
        "--section": Shown("cli/test_every_option.py::test_what_leads_a_page_and_which_sections_it_has_is_chosen"),
        "--sv": Shown(f"{SAID}test_one_replication_runs_without_intervals_and_in_swedish_throughout"),
        "--json": Shown(f"{SAID}test_json_is_all_that_a_script_reads"),
    },
    "run": {
        "--replications": REPLICATIONS,
        "--seed": SEED,
        "--workers": WORKERS,
        "--out": OUT,
        "--set": SET,
        "--regime": REGIME,
        "--engine": ENGINE,
        "--force": reaches("--force", beside=("--out", "elsewhere")),
        "--trust": TRUST,
        "--about": Shown("cli/test_every_option.py::test_what_leads_a_page_and_which_sections_it_has_is_chosen"),
        "--all": Shown("cli/test_every_option.py::test_what_leads_a_page_and_which_sections_it_has_is_chosen"),
        "--section": Shown("cli/test_every_option.py::test_what_leads_a_page_and_which_sections_it_has_is_chosen"),
        "--sv": reaches("--sv"),
        "--json": Shown(f"{SAID}test_json_is_all_that_a_script_reads"),
    },
    "check": {"--set": SET, "--open-cases": OPEN_CASES, "--sv": SV, "--json": JSON},
    "person": {
        "--person": reaches("--person", "ifo-2"),
        "--replication": reaches("--replication", "1"),
        "--option": reaches("--option", "today"),
        "--seed": SEED,
        "--set": SET,
        "--engine": ENGINE,
        "--trust": TRUST,
        "--sv": SV,
        "--json": JSON,
    },
    "new": {
        "--synthetic": Shown("cli/test_synthetic.py::test_a_small_one_is_made_and_its_register_teaches_its_truth"),
        "--from": Shown("workflow/test_another_municipality.py::test_what_follows_a_figure_is_ragundas_times_own_over_ragundas"),
        "--json": Shown(f"{SAID}test_json_is_all_that_a_script_reads"),
    },
    "evidence": {"--file": reaches("--file", "elsewhere.toml"), "--sv": SV, "--json": JSON},
    "budget": {"--option": reaches("--option", "today"), "--sv": SV, "--json": JSON},
    "exclusion": {
        "--who": reaches("--who", "on_aid_alone"),
        "--file": Shown("cli/test_every_option.py::test_the_costs_are_those_of_the_file_that_is_named"),
        "--bound": Shown("cli/test_every_option.py::test_a_figure_that_is_said_as_the_file_has_it_is_one_of_those_tried"),
        "--cohort": reaches("--cohort", "2", beside=("--cohort", "1"), seam="cohort"),
        "--unit": reaches("--unit", "today", beside=("--cohort", "1"), seam="cohort"),
        "--lives": reaches("--lives", "20", beside=("--lives", "10")),
        "--draws": reaches("--draws", "3", beside=("--lives", "10")),
        "--layers": reaches("--layers", "hospital", beside=("--lives", "10")),
        "--cost": Shown("public/test_cohort.py::test_the_command_tells_what_an_effort_must_take_away_and_writes_every_table"),
        "--export": Shown("public/test_cohort.py::test_the_command_tells_what_an_effort_must_take_away_and_writes_every_table"),
        "--set": SET,
        "--sv": Prints(("--sv",), ("--lives", "2", "--draws", "1")),
        "--json": Prints(("--json",), ("--lives", "2", "--draws", "1")),
    },
    "reprice": {
        "--set": SET,
        "--file": reaches("--file", QUESTION),
        "--out": Shown("cli/test_every_option.py::test_other_prices_are_written_where_it_is_asked_for"),
        "--sv": SV,
        "--json": JSON,
    },
    "trace": {
        "--option": reaches("--option", "no"),
        "--year": reaches("--year", "2020"),
        "--file": reaches("--file", QUESTION),
        "--sv": SV,
        "--json": JSON,
    },
    "answers": {
        "--out": OUT,
        "--quick": reaches("--quick", beside=("--pages", "pages")),
        "--only": reaches("--only", "small"),
        "--pages": Shown("report/test_answers.py::test_a_search_is_made_once_and_its_page_holds_what_it_found"),
        "--again": reaches("--again"),
        "--workers": WORKERS,
        "--trust": TRUST,
    },
    "search": {
        "--seed": SEED,
        "--workers": WORKERS,
        "--out": OUT,
        "--set": SET,
        "--regime": REGIME,
        "--parameters": PARAMETERS,
        "--trust": TRUST,
        "--sv": Shown("report/test_search.py::test_a_search_is_said_in_both_languages_without_a_run"),
        "--json": Shown("report/test_search.py::test_a_search_is_said_in_both_languages_without_a_run"),
    },
    "decide": {
        "--payer": reaches("--payer", "society"),
        "--option": reaches("--option", "today"),
        "--file": reaches("--file", QUESTION),
        "--out": Shown("cli/test_every_option.py::test_a_decision_is_written_where_it_is_asked_for"),
        "--pictures": Shown("cli/test_every_option.py::test_a_decision_is_written_where_it_is_asked_for"),
        "--all": Prints(("--all",)),
        "--section": Prints(("--section", "how_sure")),
        "--sv": SV,
        "--json": JSON,
    },
    "app": {
        "--port": reaches("--port", "8600"),
        "--no-browser": reaches("--no-browser"),
    },
    "switches": {
        "--draws": reaches("--draws", "3"),
        "--out": OUT,
        "--only": reaches("--only", "late"),
        "--seed": SEED,
        "--workers": WORKERS,
        "--parameters": PARAMETERS,
        "--trust": TRUST,
        "--json": Shown("cli/test_every_option.py::test_switches_are_told_in_words_or_as_json"),
    },
    "screen": {
        "--trajectories": reaches("--trajectories", "4"),
        "--sobol": reaches("--sobol", "400"),
        "--option": reaches("--option", "today"),
        "--payer": reaches("--payer", "society"),
        "--out": OUT,
        "--seed": SEED,
        "--workers": WORKERS,
        "--figures": Shown("cli/test_trust.py::test_no_command_runs_a_strangers_code"),
        "--only": reaches("--only", "life", beside=FIGURES, seam="figures"),
        "--replications": reaches("--replications", "3", beside=FIGURES, seam="figures"),
        "--trust": reaches("--trust", beside=FIGURES, seam="figures"),
        "--sv": Shown("report/test_screen_figures_page.py::test_the_page_says_what_moves_the_answer_and_where_it_breaks"),
        "--json": Shown("report/test_screen_figures_page.py::test_numbers_for_scripts_are_those_of_the_table"),
    },
    "calibrate": {
        "--work": reaches("--work", "parts"),
        "--power": reaches("--power", "6"),
        "--draws": reaches("--draws", "60"),
        "--histories": reaches("--histories", "3"),
        "--seed": SEED,
        "--workers": WORKERS,
        "--wide": reaches("--wide"),
        "--page": Shown("cli/test_every_option.py::test_a_calibration_is_told_in_a_language_or_as_json_and_written_into_a_page"),
        "--sv": Shown("cli/test_every_option.py::test_a_calibration_is_told_in_a_language_or_as_json_and_written_into_a_page"),
        "--json": Shown("cli/test_every_option.py::test_a_calibration_is_told_in_a_language_or_as_json_and_written_into_a_page"),
    },
    "ingest": {
        "--map": reaches("--map", "other.toml"),
        "--out": OUT,
        "--propose": Shown("cli/test_own_log.py::test_a_first_map_is_printed_and_read_again"),
        "--pseudonymise": reaches("--pseudonymise"),
        "--file": reaches("--file", "elsewhere.toml"),
        "--sv": SV,
        "--json": JSON,
    },
    "export": {
        "--option": Shown("cli/test_own_log.py::test_each_life_is_written_that_is_asked_for"),
        "--replication": Shown("cli/test_own_log.py::test_each_life_is_written_that_is_asked_for"),
        "--draw": Shown("cli/test_own_log.py::test_each_life_is_written_that_is_asked_for"),
        "--force": Shown("cli/test_own_log.py::test_a_file_that_is_there_is_replaced_only_when_asked"),
        "--sv": SV,
        "--json": JSON,
    },
    "forecast": {
        "--until": reaches("--until", "2019-12-31"),
        "--known-until": reaches("--known-until", "2019-02-28"),
        "--parameters": PARAMETERS,
        "--draws": reaches("--draws", "30"),
        "--seed": SEED,
        "--out": OUT,
        "--sv": Shown("workflow/test_forecast.py::test_a_forecast_is_told_in_both_languages_and_to_scripts"),
        "--json": Shown("workflow/test_forecast.py::test_a_forecast_is_told_in_both_languages_and_to_scripts"),
    },
    "score": {
        "--sv": Shown("workflow/test_forecast.py::test_a_score_is_told_in_both_languages_and_to_scripts"),
        "--json": Shown("workflow/test_forecast.py::test_a_score_is_told_in_both_languages_and_to_scripts"),
    },
}
# What would change neither the plan nor a word: refused before anything is done.
IDLE: Final = {
    "all sections in JSON": (("compare", QUESTION, "--all", "--json"), "--all does nothing beside --json; expected one of them"),
    "a section in JSON": (("run", SCENARIO, "--section", "money", "--json"), "--section: money does nothing beside --json"),
    "a section of a decision in JSON": (
        ("decide", "answer", "--section", "which", "--json"),
        "--section: which does nothing beside --json",
    ),
    "all sections and one": (("compare", QUESTION, "--all", "--section", "money"), "--section: money does nothing beside --all"),
    "force without a folder": (("run", SCENARIO, "--force"), "--force does nothing without --out; expected both or neither"),
    "Swedish in the JSON of check": (("check", QUESTION, "--sv", "--json"), "--sv gör ingenting vid sidan av --json"),
    "Swedish in the JSON of a budget": (("budget", "answer", "--sv", "--json"), "--sv gör ingenting vid sidan av --json"),
    "Swedish in the JSON of costs": (("exclusion", "--sv", "--json"), "--sv gör ingenting vid sidan av --json"),
    "a person and a cohort": (("exclusion", "--who", "on_aid_alone", "--cohort", "1"), "--who: on_aid_alone does nothing beside --cohort"),
    "a bound and whole lives": (("exclusion", "--bound", "--lives", "5"), "--lives: 5 does nothing beside --bound"),
    "a bound and everybody": (("exclusion", "--bound", "--cohort", "1"), "--cohort: 1 does nothing beside --bound"),
    "layers of everybody": (("exclusion", "--cohort", "1", "--layers", "hospital"), "--layers: hospital does nothing beside --cohort"),
    "a unit of lives that meet none": (
        ("exclusion", "--file", SCENARIO, "--set", "unit.hundred.wage_money.amount=1 mnkr per year"),
        "--set: unit.hundred.wage_money.amount: changes nothing: these lives meet no unit; expected a figure that a run reads",
    ),
    "a unit without a cohort": (("exclusion", "--unit", "today"), "--unit: today does nothing without --cohort"),
    "what only a run reads": (
        ("exclusion", "--bound", "--file", SCENARIO, "--set", "life.case_patience=9 months", "--set", "discount=0.01"),
        "--set: life.case_patience: changes nothing here: only runs read it; expected a figure that the costs rest on",
    ),
    "what only the costs read, in a check": (
        ("check", QUESTION, "--set", "prices.person_type.on_aid_alone.title=x"),
        "--set: prices.person_type.on_aid_alone.title: changes nothing: ami-sim exclusion --bound reads it, and no run",
    ),
    "a unit that no option uses, in a check": (
        ("check", QUESTION, "--set", "unit.hundred.wage_money.amount=1 mnkr per year"),
        '--set: unit.hundred.wage_money.amount: changes nothing: no option uses unit "hundred"',
    ),
    "the same for a person": (
        ("person", QUESTION, "--person", "ifo-1", "--set", "unit.hundred.wage_money.amount=1 mnkr per year"),
        'changes nothing: no option uses unit "hundred"',
    ),
    "pages of some runs only": (("answers", "experiments", "--only", "x", "--pages", "p"), "--pages: p does nothing beside --only"),
    "two screenings at once": (("screen", QUESTION, "--figures", "--sobol", "400"), "--sobol: 400 does nothing beside --figures"),
    "trajectories of figures": (
        ("screen", QUESTION, "--figures", "--trajectories", "8"),
        "--trajectories: 8 does nothing beside --figures",
    ),
    "replications of a screening": (("screen", QUESTION, "--replications", "3"), "--replications: 3 does nothing without --figures"),
    "figures of a screening": (("screen", QUESTION, "--only", "life"), "--only: life does nothing without --figures"),
    "processes beside a cluster": (
        ("compare", QUESTION, "--workers", "2", "--cluster", "tls://x:1"),
        "--workers: counts processes of this",
    ),
    "draws of the medians": (("compare", QUESTION, "--parameters", "median", "--draws", "2"), "--draws: 2 draws of the medians"),
    "Swedish in the JSON of a forecast": (("forecast", "calibration/town", "--sv", "--json"), "--sv gör ingenting vid sidan av --json"),
    "Swedish in the JSON of a score": (("score", "a.json", "b.csv", "--sv", "--json"), "--sv gör ingenting vid sidan av --json"),
    "two ends of a forecast": (
        ("forecast", "calibration/town", "--known-until", "2019-02-28", "--until", "2019-12-31"),
        "--until: 2019-12-31 does nothing beside --known-until",
    ),
    "a reading without a posterior": (("compare", QUESTION, "--parameters", "median", "--reading", "x"), 'reading: "x" changes nothing'),
    "an option of a scenario": (("person", SCENARIO, "--person", "ifo-1", "--option", "x"), "is a scenario, which has no options"),
    "a map beside the proposal of one": (
        ("ingest", "log.csv", "--propose", "--map", "map.toml"),
        "--map: map.toml does nothing beside --propose",
    ),
    "what does not lead a page": (("compare", QUESTION, "--about", "quues"), '--about: "quues" is not known'),
}


def options() -> Iterator[tuple[str, str]]:
    """Name every option that a command declares."""
    for name, command in COMMANDS.items():
        yield from ((name, max(one.opts, key=len)) for one in command.params if one.param_type_name == "option")


def entries(kind: type[Entry]) -> list[Any]:
    """Give the entries of a kind, each with its command and option."""
    found = ((name, option, entry) for name, rows in EVERY.items() for option, entry in rows.items() if isinstance(entry, kind))
    return [pytest.param(*one, id=f"{one[0]} {one[1]}") for one in found]


def test_every_option_of_every_command_has_an_entry_and_no_other() -> None:
    declared = list(options())
    assert len(declared) > 110
    assert {(name, option) for name, rows in EVERY.items() for option in rows} == set(declared)
    assert set(BARE) == set(COMMANDS)


@pytest.mark.parametrize(("name", "option", "entry"), entries(Shown))
def test_what_is_shown_elsewhere_is_shown_there(name: str, option: str, entry: Shown, checkout: Path) -> None:
    file, _, test = entry.test.partition("::")
    tree = ast.parse((checkout / "tests" / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, f"{name} {option}: no {entry.test}"


class Handed(InputError):
    """The workflow was reached."""


@pytest.fixture(scope="module")
def common_town(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give one municipality for all commands that change nothing in it."""
    return Path(shutil.copytree(pristine, tmp_path_factory.mktemp("common") / "town"))


@pytest.fixture(scope="module")
def done() -> dict[tuple[str, ...], Any]:
    """Keep what each command line in the common town gave: many tests hold another one against the same."""
    return {}


@pytest.fixture
def handed(ami_sim: Any, common_town: Path, done: dict[tuple[str, ...], Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a function that runs a command up to its workflow and gives all that it was handed, as text."""
    monkeypatch.chdir(common_town)

    def hand(name: str, seam: str, *words: str) -> str:
        found: list[str] = []
        module, _, function = SEAMS[seam].partition(":")
        importlib.import_module("ami_sim.public.cohort")  # takes the function by name: not while another stands in its place

        def take(*values: Any, **more: Any) -> Any:
            given = {key: value for key, value in more.items() if key not in ("progress", "step", "made", "say")}
            found.append(repr((values, sorted(given.items()))))
            raise Handed("handed over")

        with monkeypatch.context() as patched:
            patched.setattr(importlib.import_module(module), function, take)
            said = ami_sim(name, *words)
        assert found, said.err
        return found[0]

    return lambda *words: kept(done, hand, "handed", *words)


@pytest.fixture
def printed(ami_sim: Any, common_town: Path, answered: Path, done: dict[tuple[str, ...], Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a function that runs a command, as short as it can be said and with more words, and gives what it printed."""
    monkeypatch.chdir(common_town)

    def run(name: str, *words: str) -> Any:
        bare = [str(answered) if word == "answer" else word for word in BARE[name]]
        beside = ["--file", QUESTION] if name in ("reprice", "trace", "decide") else []
        return ami_sim(name, *bare, *beside, *words)

    return lambda *words: kept(done, run, "printed", *words)


def kept(done: dict[tuple[str, ...], Any], function: Any, what: str, *words: str) -> Any:
    """Give what a function gives of some words, found once."""
    if (what, *words) not in done:
        done[what, *words] = function(*words)
    return done[what, *words]


@pytest.mark.parametrize(("name", "option", "entry"), entries(Reaches))
def test_what_an_option_says_reaches_the_workflow(name: str, option: str, entry: Reaches, handed: Any) -> None:
    seam = entry.seam or name
    bare = (*BARE[name], *entry.beside)
    assert option == entry.words[0]
    assert handed(name, seam, *bare, *entry.words) != handed(name, seam, *bare)


@pytest.fixture(scope="module")
def answered(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the small question once for all commands that read results."""
    import ami_sim as ami

    out = tmp_path_factory.mktemp("every") / "answer"
    ami.compare(pristine / QUESTION, workers=1, parameters="prior", draws=4, replications=2, out=out)
    return out


@pytest.mark.parametrize(("name", "option", "entry"), entries(Prints))
def test_what_an_option_says_changes_what_is_printed(name: str, option: str, entry: Prints, printed: Any) -> None:
    plain, other = printed(name, *entry.beside), printed(name, *entry.beside, *entry.words)
    assert (plain.code, other.code) == (0, 0), plain.err + other.err
    assert option == entry.words[0]
    assert plain.out != other.out


@pytest.mark.parametrize(("words", "said"), IDLE.values(), ids=IDLE)
def test_what_would_change_nothing_is_refused(words: tuple[str, ...], said: str, ami_sim: Any, town: Path, snapshot: Any) -> None:
    before = snapshot(town)
    refused(ami_sim(*words), [said])
    assert snapshot(town) == before


LONG: Final = (
    "compare",
    "run",
    "search",
    "screen",
    "calibrate",
    "forecast",
    "score",
    "exclusion",
)  # run for long; their JSON holds sentences in the language


@pytest.mark.parametrize("name", [name for name, rows in EVERY.items() if {"--sv", "--json"} <= set(rows) and name not in LONG])
def test_json_speaks_the_language_asked_for_or_says_that_it_speaks_none(name: str, printed: Any) -> None:
    english, swedish = printed(name, "--json"), printed(name, "--json", "--sv")
    assert english.code == 0, english.err
    if swedish.code == 0:
        assert swedish.out != english.out
    else:
        refused(swedish, ["--sv gör ingenting vid sidan av --json; väntat: en av dem"])


def test_a_figure_that_is_said_as_the_file_has_it_is_one_of_those_tried(ami_sim: Any, town: Path) -> None:
    plain = ami_sim("exclusion", "--bound", "--file", SCENARIO)
    same = ami_sim("exclusion", "--bound", "--file", SCENARIO, "--set", "discount=0.035")
    assert (same.code, same.out) == (0, plain.out)


def test_the_costs_are_those_of_the_file_that_is_named(ami_sim: Any, town: Path, change: Any) -> None:
    before = ami_sim("exclusion", "--bound", "--file", SCENARIO).out
    change(SCENARIO, "discount = 0.035", "discount = 0.05")
    assert ami_sim("exclusion", "--bound", "--file", SCENARIO).out != before


def test_what_leads_a_page_and_which_sections_it_has_is_chosen(answered: Path) -> None:
    """What `--about`, `--all` and `--section` choose is chosen when an answer's page is printed."""
    import ami_sim as ami

    page = ami.load(answered).page("en")
    first, whole = page.as_text(every=False), page.as_text(every=True)
    assert len(whole) > len(first)
    last = page.sections[-1].key
    assert page.as_text(every=False, sections=(last,)) not in (first, whole)
    assert ami.load(answered).page("en", "queues").as_text(every=False) != first


def test_a_decision_is_written_where_it_is_asked_for(ami_sim: Any, town: Path, answered: Path) -> None:
    words = ("decide", answered, "--file", QUESTION, "--out", "decision.md", "--pictures", "pictures")
    said = ami_sim(*words)
    assert said.code == 0, said.err
    assert (town / "decision.md").read_text(encoding="utf-8").startswith("# ")
    assert list((town / "pictures").glob("*.png"))


def test_other_prices_are_written_where_it_is_asked_for(ami_sim: Any, town: Path, answered: Path) -> None:
    said = ami_sim("reprice", answered, "--file", QUESTION, "--set", "discount=0.05", "--out", "priced")
    assert said.code == 0, said.err
    assert {path.name for path in (town / "priced").iterdir()} >= {"summary.csv", "budget.csv", "repriced.json"}


def test_a_calibration_is_told_in_a_language_or_as_json_and_written_into_a_page(
    ami_sim: Any, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ami_sim.report.document import Page, Section, Sentence
    from ami_sim.report.pages import calibration as pages
    from ami_sim.workflow import calibrate

    def page_of(_: object, language: str = "en") -> Page:
        return Page("", sections=(Section("said", "", (Sentence({"en": "Learnt.", "sv": "Lärt."}[language]),)),), language=language)

    monkeypatch.setattr(calibrate, "calibrate_and_write", lambda *_: None)
    monkeypatch.setattr(pages, "page_of", page_of)
    assert "Learnt." in ami_sim("calibrate", "calibration/town", "--page", "page.md").out
    assert "Learnt." in (town / "page.md").read_text(encoding="utf-8")
    assert "Lärt." in ami_sim("calibrate", "calibration/town", "--sv").out
    assert ami_sim("calibrate", "calibration/town", "--json").out.startswith("{")


def test_switches_are_told_in_words_or_as_json(ami_sim: Any, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pandas as pd

    from ami_sim.workflow import switches

    rows = pd.DataFrame({"switch": ["late", "late"], "mean": [1.0, float("nan")]})
    monkeypatch.setattr(switches, "run_switches", lambda *_, **__: switches.Switches(Path("answer/switches.csv"), rows))
    assert ami_sim("switches", QUESTION).out == "1 switches: answer/switches.csv\n"
    assert '"mean": null' in ami_sim("switches", QUESTION, "--json").out

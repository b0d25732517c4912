"""The experiment files that ship: each asks one question of the memo, checks clean and says where its figures come from."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.scenario.experiment import is_experiment, load_experiment, read_experiment, read_settings, written
from ami_sim.workflow.check import check_file

CHECKOUT = Path(__file__).parents[2]
FILES = sorted(path for path in (CHECKOUT / "experiments").glob("*.toml") if is_experiment(path))
READ = {path.stem: read_experiment(path) for path in FILES}
DECISIONS = {
    "permanent": "Decision 1 ",
    "project_money": "Decision 1 ",
    "capacity": "Decision 1a and 1d",
    "limits": "Decision 1a and 1d",
    "organisation": "Decision 1b",
    "priorities": "Decision 1c",
    "tasks": "Decision 2",
    "external": "Decision 3",
    "orientation": "Decision 4",
    "alternatives": "Other alternatives",
}
MOST_RUNS = 25_000  # option x replications of all files at full size: what a night on a small machine can bear


@pytest.fixture(scope="module")
def plans_of() -> Callable[[str], dict[str, Plan]]:
    """Give a function that lowers every option of a file; a file is read once for all tests."""

    @cache
    def lowered(name: str) -> dict[str, Plan]:
        return {key: lower(option) for key, option in load_experiment(CHECKOUT / "experiments" / f"{name}.toml").scenarios.items()}

    return lowered


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_experiment_checks_clean_and_every_option_can_run(path: Path, plans_of: Callable[[str], dict[str, Plan]]) -> None:
    meaning = check_file(path)  # every variant is loaded there
    assert meaning.asked is not None
    assert [option.name for option in meaning.asked.options] == list(READ[path.stem].option)
    plans = plans_of(path.stem)
    first = next(iter(plans.values()))
    for name, plan in plans.items():
        assert plan.parting == first.parting
        assert plan.scenario.parameter == first.scenario.parameter, f"{name}: other uncertain parameters"


@pytest.mark.parametrize("name", [name for name in READ if name != "capacity"])
def test_every_option_keeps_the_history(name: str, plans_of: Callable[[str], dict[str, Plan]]) -> None:
    """Until the parting date capacity, open rules, orders and the economy are those of the reference."""
    plans = plans_of(name)
    reference = history_of(plans[READ[name].reference])
    for option, plan in plans.items():
        assert history_of(plan) == reference, option


def history_of(plan: Plan) -> list[object]:
    """What an option says about the time before the parting: by date, the limits, what may start by name, and the economy."""
    tables, found = plan.tables, []
    for entry in range(1, tables.entries):
        if tables.dates[entry] < plan.parting and plan.date(tables.dates[entry]).day == 1:
            names = {row.name for i, row in enumerate(plan.rows) if tables.open_rows[entry] >> i & 1}
            found.append((tables.dates[entry], list(tables.capacity[entry])[:3], sorted(names), list(tables.economy[entry])))
    return [*found, [list(row) for row in tables.weights[:2]]]


def test_every_decision_of_the_memo_has_a_file_that_names_it() -> None:
    for name, words in DECISIONS.items():
        first = (CHECKOUT / "experiments" / f"{name}.toml").read_text(encoding="utf-8").splitlines()[0]
        assert words in first, name


def test_every_experiment_says_what_is_worth_a_decision_and_all_of_them_can_be_run() -> None:
    for path in FILES:
        said = READ[path.stem]
        assert said.name == path.stem
        assert said.question.endswith("?")
        assert said.delta is not None
        assert said.delta.value > 0
        assert len({option.title for option in said.option.values()}) == len(said.option)
    assert sum(len(said.option) * said.replications for said in READ.values()) <= MOST_RUNS


@pytest.mark.parametrize(
    "value", [True, 3, 0.05, date(2020, 1, 1), "first_come", ["a", "b"], [{"role": "x", "from": date(2020, 1, 1), "on": True}]]
)
def test_a_setting_is_read_again_as_it_was_given(value: object) -> None:
    assert read_settings([f"x={written(value)}"]) == {"x": value}

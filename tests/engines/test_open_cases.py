"""Today's open cases as a start: on day 0 all stand as the file says, what is left is given what has passed, and bad rows are refused."""

import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from ami_sim.model.history import population
from ami_sim.model.lengths import quantiles
from ami_sim.model.lowering import lower
from ami_sim.model.open_cases import longer_than, outlasting
from ami_sim.model.person import as_people
from ami_sim.model.stages import is_with_the_unit
from ami_sim.model.tables import Plan
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.open_cases import read_cases
from ami_sim.scenario.registry import I_AMI_WAGE, IN_INTERVENTION, MAPPING, WAITING_MAPPING, WAITING_PLACE

HEAD = "case;stage;since;until;intervention;group;referrer\n"
THREE = f"""{HEAD}17;waiting_mapping;2018-06-01;;;;ifo
18;waiting_place;2018-07-02;;;;
19;in_intervention;2018-05-04;2018-12-01;extra_job;care_home;ifo
"""
START = date(2018, 9, 1)
Planned = Callable[..., Plan]


@pytest.fixture
def of(tmp_path: Path, planned: Planned) -> Callable[..., Plan]:
    def plan(text: str, option: str = "today") -> Plan:
        (tmp_path / "cases.csv").write_text(text, encoding="utf-8")
        settings = {"open_cases": str(tmp_path / "cases.csv"), "end": date(2021, 1, 1), "life.burn_in": "10 years"}
        return planned(option, settings)

    return plan


def with_the_unit(people: np.ndarray) -> list[Any]:
    return [person for person in as_people(people) if is_with_the_unit(person.stage)]


def test_three_persons_stand_on_the_first_day_as_the_file_says(of: Callable[..., Plan]) -> None:
    plan = of(THREE)
    found = {person.stage: person for person in with_the_unit(population(plan, 1, 0, 0))}
    assert sorted(found) == [WAITING_MAPPING, WAITING_PLACE, IN_INTERVENTION]
    first, second, third = (found[stage] for stage in sorted(found))
    ifo = plan.referrers.index("ifo")
    # 92 days from 1 June to 1 September, 61 from 2 July, 120 from 4 May; 91 from 1 September to 1 December.
    assert (first.stage_since, first.queued, first.referrer) == (-92, -92, ifo)
    assert (second.stage_since, second.queued, second.patience) == (-61, -61, pytest.approx(plan.tables.patience - 61))
    assert (third.stage_since, third.ends, third.referrer) == (-120, 91, ifo)
    assert third.income == I_AMI_WAGE
    assert plan.groups[third.group] == "care_home"
    assert all(person.need_since <= person.stage_since for person in found.values())


def test_days_so_far_in_a_job_that_qualifies_count_for_a_kassa(of: Callable[..., Plan]) -> None:
    plan = of(HEAD + "1;in_intervention;2018-05-04;;new_start_job;care_home;\n")
    (person,) = with_the_unit(population(plan, 1, 0, 0))
    assert person.qualifying >= 120 * plan.tables.akassa[person.row] == 120
    assert person.since == 0


def test_both_engines_go_on_alike_and_every_option_begins_with_the_same_persons(
    of: Callable[..., Plan], compiled: Any, readable: Any
) -> None:
    plan = of(THREE)
    people = population(plan, 3, 0, 1, live=compiled.live)
    one, other = compiled.simulate(plan, people), readable.simulate(plan, people)
    assert one.log.tobytes() == other.log.tobytes()
    assert people.tobytes() == population(of(THREE, "sixty"), 3, 0, 1, live=compiled.live).tobytes()
    ends = one.log[(one.log["person"] == next(p.id for p in with_the_unit(people) if p.stage == IN_INTERVENTION)) & (one.log["time"] > 0)]
    assert ends["time"].min() <= 91
    others = population(of(HEAD + "1;paused;2018-06-01;;;;\n"), 3, 0, 1, live=compiled.live)
    without = {person.number for person in with_the_unit(people)} | {person.number for person in with_the_unit(others)}
    rest = [found[~np.isin(found["number"], list(without))] for found in (people, others)]
    assert [name for name in people.dtype.names or () if rest[0][name].tobytes() != rest[1][name].tobytes()] == []  # they have no case


@pytest.mark.parametrize(
    ("kind", "typical", "spread", "longer"),
    [
        ("exponential", 100.0, 0.0, lambda days: math.exp(-days / 100)),
        ("lognormal", 90.0, 0.6, lambda days: stats.lognorm.sf(days, 0.6, scale=90)),
        ("gamma", 120.0, 3.0, lambda days: stats.gamma.sf(days, 3, scale=40)),
    ],
)
@pytest.mark.parametrize("passed", [0.0, 30.0, 200.0])
def test_what_is_left_is_given_what_has_passed(
    kind: str, typical: float, spread: float, longer: Callable[[float], float], passed: float
) -> None:
    table = quantiles(kind, typical, spread)
    for u in (0.05, 0.5, 0.9):  # the share of those who are still there that goes on longer
        assert longer(longer_than(passed, table, 0.0, u)) / longer(passed) == pytest.approx(u, abs=0.003)


def test_lengths_in_steps_and_fixed_ones_end_on_their_days() -> None:
    fixed = quantiles("fixed", 84.0, 0.0)
    assert [longer_than(passed, fixed, 0.0, 0.4) for passed in (0.0, 83.0, 84.0, 200.0)] == [84, 84, 0, 0]
    steps = {longer_than(45.0, quantiles("exponential", 60.0, 0.0), 30.0, u) for u in np.linspace(0.01, 0.99, 99)}
    assert min(steps) == 60  # after 45 days the next whole step of 30
    assert all(step % 30 == 0 for step in steps)


def test_what_outlasts_the_model_counts_from_the_start(of: Callable[..., Plan]) -> None:
    plan = of(HEAD + "1;waiting_place;2012-09-01;;;;\n2;mapping;2018-08-30;;;;\n")
    waits, mapped = sorted(with_the_unit(population(plan, 1, 0, 0)), key=lambda person: -person.stage)
    assert outlasting(plan) == 1
    assert (waits.queued, waits.patience) == (-2191, plan.tables.patience)
    assert mapped.stage == MAPPING
    assert mapped.ends > 0


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("1;paused;2018-06-01;;;;\n1;mapping;2018-06-01;;;;", "row 3: case: stands in row 2 too"),
        ("1;paused;2018-09-02;;;;", "row 2: since: 2018-09-02 is after the start 2018-09-01"),
        ("1;mapping;2018-08-02;2018-08-30;;;", "row 2: until: 2018-08-30 is not after 2018-09-01"),
        ("1;paused;2018-08-02;2018-10-30;;;", "row 2: until: nobody knows when paused ends"),
        ("1;waiting;2018-06-01;;;;", 'row 2: stage: "waiting" is no stage of a case at the unit. Did you mean'),
        ("1;work;2018-06-01;;;;", 'row 2: stage: "work" is no stage of a case'),
        ("1;paused;june;;;;", 'row 2: since: "june" is no date'),
        ("1;;2018-06-01;;;;", "row 2: stage: is empty"),
        (
            "1;in_intervention;2018-06-01;;extra_jobb;care_home;",
            'row 2: intervention: "extra_jobb" is not an intervention. Did you mean "ex',
        ),
        ("1;in_intervention;2018-06-01;;extra_job;outdoors;", 'row 2: group: "outdoors" is not a group of extra_job. Did you mean "outd'),
        ("1;in_intervention;2018-06-01;;extra_job;;", 'row 2: group: "" is not a group of extra_job'),
        ("1;in_intervention;2018-06-01;;;care_home;", "row 2: intervention: is empty"),
        ("1;mapping;2018-06-01;;extra_job;;", "row 2: intervention: stands beside the stage mapping"),
        ("1;paused;2018-06-01;;;;ifoo", 'row 2: referrer: "ifoo" is not a referrer. Did you mean "ifo"?'),
        ("1;paused;2018-06-01;;;;;;9", "row 2: 9 cells; expected 7"),
        ("19811218-9876;paused;2018-06-01;;;;", "row 2: case: holds a personal identity number"),
        ("Anna Berg;paused;2018-06-01;;;;", "row 2: case: looks like a person's name"),
        ("", "holds no case"),
    ],
)
def test_a_bad_row_is_refused_by_file_row_and_column(rows: str, said: str, of: Callable[..., Plan]) -> None:
    with pytest.raises(InputError) as error:
        of(f"{HEAD}{rows}\n")
    assert said in str(error.value)
    assert "cases.csv" in str(error.value)
    assert "9876" not in str(error.value)


def test_more_than_there_is_room_for_is_said_and_not_clipped(of: Callable[..., Plan]) -> None:
    many = "".join(f"{at};in_intervention;2018-06-01;;work_practice;care_home;\n" for at in range(500))
    with pytest.raises(InputError, match=r"cases\.csv: (group.care_home|cases|slots): 500 are taken; expected at most"):
        of(HEAD + many)


def test_a_head_and_a_file_that_are_not_as_expected_are_refused(tmp_path: Path, checkout: Path) -> None:
    path = tmp_path / "cases.csv"
    for text, said in (
        ("case,stages,since\n", 'Did you mean "stage"'),
        ("case,stage\n", "since: missing"),
        ("case,case\n", "stands twice"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=said):
            read_cases(path, START)
    question = checkout / "experiments" / "capacity.toml"
    with pytest.raises(InputError, match=r"open_cases: nowhere\.csv: no such file"):
        load_experiment(question, {"open_cases": "nowhere.csv"})


def test_a_question_file_names_its_cases_from_where_it_stands(tmp_path: Path, checkout: Path) -> None:
    path = tmp_path / "capacity.toml"
    base = (checkout / "calibration" / "ragunda" / "scenario.toml").as_posix()
    text = (checkout / "experiments" / "capacity.toml").read_text(encoding="utf-8")
    path.write_text(
        text.replace('"../calibration/ragunda/scenario.toml"', f'"{base}"') + '\n[set]\nopen_cases = "three.csv"\n', encoding="utf-8"
    )
    (tmp_path / "three.csv").write_text(THREE, encoding="utf-8")
    question = load_experiment(path)
    assert [len(scenario.cases) for scenario in question.scenarios.values()] == [3] * len(question.scenarios)
    assert lower(next(iter(question.scenarios.values()))).scenario.cases[2].until == date(2018, 12, 1)

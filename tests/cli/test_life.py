"""A person's story is the life that compare runs, and its money is what the accounts book for that life."""

from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from ami_sim.accounts.ledger import fold
from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.record.spells import days_by_condition, spells_of
from ami_sim.runs.batch import prepare
from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow.compare import Settings, work_of
from ami_sim.workflow.follow_one import follow_one

QUESTION: Final = "experiments/small.toml"
SCENARIO: Final = "calibration/town/scenario.toml"
ORE: Final = 100


def booked(town: Path, option: str, door: str, number: int, replication: int) -> dict[tuple[str, str, str], float]:
    """Run the replication as compare does and fold one person's days: kr by line."""
    options, highest = prepare(work_of(load_experiment(QUESTION), Settings(seed=11), None), 0)
    engine, prepared = engine_named("compiled"), options[option]
    people = population(prepared.plan, 11, 0, replication, highest, engine.live)
    log = engine.simulate(prepared.plan, people, prepared.own).log
    who = np.flatnonzero((people["referrer"] == prepared.plan.referrers.index(door)) & (people["number"] == number))[0]
    conditions, days = days_by_condition(spells_of(log[log["person"] == who], prepared.plan.horizon), prepared.edges)
    sums = fold(days, conditions, prepared.months, prepared.book).sum(axis=0) / ORE
    return {line[:3]: kr for line, kr in zip(prepared.book.lines, sums, strict=True) if kr and line.cash}


@pytest.mark.parametrize(("door", "number", "who"), [("ifo", 2, "ifo-2"), ("af", 5, "af-5"), ("ifo", -4, "ifo-s4")])
def test_the_money_of_a_story_is_what_the_accounts_book(town: Path, door: str, number: int, who: str) -> None:
    story = follow_one(QUESTION, who, replication=1, seed=11)
    told: dict[tuple[str, str, str], float] = {}
    for event in story.life:
        for line in event["money"]:
            key = (line["payer"], line["payee"], line["kind"])
            told[key] = told.get(key, 0.0) + line["kr"]
    expected = booked(town, "today", door, number, 1)
    assert set(told) == set(expected)
    for key, kr in expected.items():
        assert told[key] == pytest.approx(kr, abs=1.0), key  # öre are rounded by month


@pytest.mark.usefixtures("town")
def test_both_lives_are_one_until_the_options_part() -> None:
    story = follow_one(QUESTION, "ifo-s3", replication=1, seed=11)
    before = [[event for event in life if event["date"] < date(2020, 1, 1)] for life in (story.life, story.twin)]
    assert [{**event, "money": ()} for event in before[0]] == [{**event, "money": ()} for event in before[1]]
    assert before[0][0]["what"] == "history"
    assert story.life[0]["date"] == date(2018, 9, 1)


@pytest.mark.usefixtures("town")
def test_both_engines_tell_the_same_story() -> None:
    assert follow_one(QUESTION, "af-5", engine="simpy") == follow_one(QUESTION, "af-5")


@pytest.mark.usefixtures("town")
def test_a_scenario_stands_beside_itself_with_the_unit_closed() -> None:
    story = follow_one(SCENARIO, "ifo-s4", settings={"end": date(2022, 1, 1)})
    assert (story.scenario, story.reference) == ("town", "closed")
    for event in story.twin:
        assert event["date"] < date(2020, 1, 1) or event["what"] not in ("start", "refer")


@pytest.mark.usefixtures("town")
def test_the_reference_can_be_told_beside_itself() -> None:
    story = follow_one(QUESTION, "ifo-2", option="no")
    assert story.life == story.twin


def test_a_story_says_who_the_person_is_in_both_languages(ami_sim: Any, town: Path) -> None:
    english, swedish = (ami_sim("person", QUESTION, "--person", "ifo-2", *more).out for more in ((), ("--sv",)))
    assert "when the need began" in " ".join(english.split())
    assert "när behovet började" in " ".join(swedish.split())

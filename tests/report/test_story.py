"""One person's story: dated, side by side, in plain words, with money that cancels, called an illustration."""

import json
from datetime import date

import pytest

from ami_sim.report.pages.story import MoneyLine, Story, StoryEvent, net_by_year, person_story, tell
from ami_sim.report.plain_words import EVENT_WORDS, INCOME_WORDS, STAGE_WORDS
from ami_sim.scenario.registry import EVENTS, INCOMES, STAGES


def flow(year: int, payer: str, payee: str, kr: float) -> MoneyLine:
    return {"year": year, "payer": payer, "payee": payee, "kind": "aid", "kr": kr}


def event(day: date, what: str, stage: str, income: str, *money: MoneyLine, row: str = "", group: str = "") -> StoryEvent:
    return {"date": day, "what": what, "stage": stage, "income": income, "step": 2, "row": row, "group": group, "money": money}


REFERRED = event(date(2020, 2, 3), "refer", "waiting_mapping", "aid", flow(2020, "ifo", "person", 60_000))
PLACED = event(
    date(2020, 6, 1),
    "start",
    "in_intervention",
    "ami_wage",
    flow(2020, "ami", "person", 110_000),
    flow(2020, "af", "ami", 80_000),
    flow(2021, "ami", "person", 90_000),
    row="extra_job",
    group="outdoor_service",
)
ON_AID = event(
    date(2020, 2, 3), "arrival", "not_referred", "aid", flow(2020, "ifo", "person", 130_000), flow(2021, "ifo", "person", 120_000)
)


@pytest.fixture
def story() -> Story:
    return person_story("ifo-17", [PLACED, REFERRED], [ON_AID], scenario="60", reference="no", background="Woman, 34, two children.")


def test_every_word_of_the_model_has_plain_words() -> None:
    for names, known in ((EVENTS, EVENT_WORDS), (STAGES, STAGE_WORDS), (INCOMES, INCOME_WORDS)):
        assert set(names) == set(known)
        assert all(titles["en"] and titles["sv"] for titles in known.values())


def test_events_are_told_in_plain_words_in_both_languages() -> None:
    assert tell(PLACED) == "Starts extra job, outdoor service: in an intervention, lives on a wage from the unit, step 2"
    assert tell(REFERRED, "sv") == "Hänvisas till enheten: väntar på kartläggning, lever på försörjningsstöd, steg 2"
    dropped = event(date(2020, 7, 1), "drop_out", "paused", "aid", row="extra_job")
    assert tell(dropped) == "Drops out of the intervention: paused (extra job), lives on aid (försörjningsstöd), step 2"


def test_both_lives_stand_side_by_side_in_order_of_date(story: Story) -> None:
    text = story.as_text(160)
    assert text.index("2020-02-03") < text.index("2020-06-01")
    same_day = next(line for line in text.splitlines() if "2020-02-03" in line)
    assert "Is referred to the unit" in same_day
    assert "The need begins" in same_day
    assert "Woman, 34, two children." in text


def test_the_story_says_that_it_is_an_illustration(story: Story) -> None:
    assert "An illustration" in story.as_text()
    assert "Only averages are claims" in story.as_text(200)
    told = person_story("ifo-17", [REFERRED], [], scenario="60", reference="no", language="sv").as_text(200)
    assert "En illustration" in told


def test_money_is_summed_per_payer_and_year_and_cancels(story: Story) -> None:
    net = net_by_year(story.life)
    assert net[2020, "ami"] == -30_000
    assert net[2020, "person"] == 170_000
    for year in (2020, 2021):
        assert sum(kr for (at, _), kr in net.items() if at == year) == 0
    lines = story.as_text(160).splitlines()
    municipal = next(line for line in lines if "2020" in line and "Municipality" in line)
    assert "−90\u00a0000" in municipal  # ifo -60, ami -30
    assert "−130\u00a0000" in municipal
    assert "+40\u00a0000" in municipal


def test_the_plain_values_are_json(story: Story) -> None:
    told = story.as_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    money = told["money"]
    assert isinstance(money, list)
    assert money[0] == {"year": 2020, "actor": "ifo", "life_kr": -60_000.0, "twin_kr": -130_000.0, "difference_kr": 70_000.0}


def test_a_life_without_events_or_money_is_said_so() -> None:
    text = person_story("af-3", [], [], scenario="60", reference="no").as_text()
    assert "nothing happens" in text
    assert "no money moved" in text


def test_an_unknown_word_is_named() -> None:
    with pytest.raises(ValueError, match="story of ifo-17, 2020-02-03: stage 'flying' is unknown"):
        person_story("ifo-17", [{**REFERRED, "stage": "flying"}], [], scenario="60", reference="no")

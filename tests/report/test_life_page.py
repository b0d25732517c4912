"""One person's two lives on a page: dated, side by side, in plain words, with money that cancels, called an illustration."""

import json
from dataclasses import replace
from datetime import date

import pytest

from ami_sim.report.pages.life import page_of, tell
from ami_sim.report.words import catalogue
from ami_sim.scenario.registry import APPLICATIONS, EVENTS, INCOMES, STAGES, WAITS_FOR
from ami_sim.workflow.follow_one import Background, LifeEvent, Lives, Payment, net_by_year


def flow(year: int, payer: str, payee: str, kr: float) -> Payment:
    return {"year": year, "payer": payer, "payee": payee, "kind": "aid", "kr": kr}


def event(day: date, what: str, stage: str, income: str, *money: Payment, row: str = "", group: str = "") -> LifeEvent:
    where = {"date": day, "what": what, "stage": stage, "income": income, "step": 2, "row": row, "group": group}
    return {**where, "application": "", "until": None, "waits": "", "money": money}  # type: ignore[typeddict-item]


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
SEEN = Background(True, 34, date(2019, 11, 5), True, "compulsory", "Single, two children", "IFO")


@pytest.fixture
def lives() -> Lives:
    return Lives("ifo-17", "60", "no", (PLACED, REFERRED), (ON_AID,), SEEN, 3, 2019)


def test_every_word_of_the_model_has_plain_words() -> None:
    for names, file in ((EVENTS, "events"), (STAGES, "stages"), (INCOMES, "incomes")):
        assert set(names) == set(catalogue("sv", file).messages)


def test_events_are_told_in_plain_words_in_both_languages() -> None:
    assert tell(PLACED) == "Starts extra job, outdoor service: in an intervention, lives on a wage from the unit, step 2"
    assert tell(REFERRED, "sv") == "Hänvisas till enheten: väntar på kartläggning, lever på försörjningsstöd, steg 2"
    dropped = event(date(2020, 7, 1), "drop_out", "paused", "aid", row="extra_job")
    assert tell(dropped) == "Drops out of the intervention: paused (extra job), lives on aid (försörjningsstöd), step 2"


def test_how_an_application_stands_is_told_where_it_changes() -> None:
    asked = event(date(2020, 6, 1), "planned_end", "waiting_place", "aid") | {"application": "asked", "waits": "af_answer"}
    assert tell(asked) == (
        "What was planned comes to its end: waits for a place, lives on aid (försörjningsstöd), step 2; "
        "the unit has applied to AF; waits for AF's answer"
    )
    up = event(date(2020, 7, 1), "move_up", "in_intervention", "ami_wage", row="extra_job", group="school") | {"application": "none"}
    assert tell(up, "sv") == ("Går vidare till extra job, school: i insats, lever på lön från enheten, steg 2; ingen ansökan hos AF längre")
    granted: LifeEvent = {**asked, "application": "granted", "until": date(2020, 12, 1), "waits": "money"}
    assert tell(granted).endswith("; AF has granted a job, until 2020-12-01; waits for wage money to be free")
    for state in APPLICATIONS:
        assert tell({**REFERRED, "application": state}) != tell({**REFERRED, "application": state}, "sv")
    for reason in WAITS_FOR:
        assert tell({**REFERRED, "waits": reason}) != tell({**REFERRED, "waits": reason}, "sv")


def test_a_stage_of_ones_own_is_told_by_its_name() -> None:
    assert "rehabilitation at home" in tell({**REFERRED, "stage": "rehabilitation_at_home"})


def test_both_lives_stand_side_by_side_in_order_of_date(lives: Lives) -> None:
    text = page_of(lives).as_text(160)
    assert text.index("2020-02-03") < text.index("2020-06-01")
    same_day = next(line for line in text.splitlines() if "2020-02-03" in line)
    assert "Is referred to the unit" in same_day
    assert "The need begins" in same_day


def test_the_person_and_the_run_are_described_in_both_languages(lives: Lives) -> None:
    english, swedish = (" ".join(page_of(lives, language).as_text(160).split()) for language in ("en", "sv"))
    assert "Woman, 34 when the need began (2019-11), born abroad, compulsory school. Household: single, two children." in english
    assert "Replication 3, seed 2019." in english
    assert "Kvinna, 34 år när behovet började (2019-11), född utomlands, grundskola." in swedish
    assert "An illustration" in english
    assert "Only averages are claims" in english
    assert "En illustration" in swedish


def test_money_is_summed_per_payer_and_year_and_cancels(lives: Lives) -> None:
    net = net_by_year(lives.life)
    assert net[2020, "ami"] == -30_000
    assert net[2020, "person"] == 170_000
    for year in (2020, 2021):
        assert sum(kr for (at, _), kr in net.items() if at == year) == 0
    lines = page_of(lives).as_text(160).splitlines()
    municipal = next(line for line in lines if "2020" in line and "Municipality" in line)
    assert "−90\u00a0000" in municipal  # ifo -60, ami -30
    assert "−130\u00a0000" in municipal
    assert "+40\u00a0000" in municipal


def test_the_plain_values_are_json(lives: Lives) -> None:
    told = page_of(lives).as_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert told["money"][0] == {"year": 2020, "actor": "ifo", "life_kr": -60_000.0, "twin_kr": -130_000.0, "difference_kr": 70_000.0}


def test_a_life_that_exists_in_one_scenario_only_is_said_so(lives: Lives) -> None:
    alone = replace(lives, twin=())
    assert alone.only == "60"
    assert "The person exists in 60 only." in " ".join(page_of(alone).as_text(200).split())
    assert "The person exists" not in page_of(lives).as_text(200)


def test_a_life_without_events_or_money_is_said_so(lives: Lives) -> None:
    text = page_of(replace(lives, life=(), twin=())).as_text()
    assert "nothing happens" in text
    assert "no money moved" in text

"""A part of a mapping slot or of a case is none: it is said, and a unit that has nothing else is refused."""

from datetime import date
from typing import Any

import pytest

from ami_sim.model.calendar import Dated, refuse_no_slot
from ami_sim.model.lowering import lower
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.workflow.check import check_file

FILE = bundled("calibration/ragunda/scenario.toml")
TRUST = {"source": "t", "sure": "H", "mark": "assumed"}
POST = {"role": "server", "cost": "0 kr per year", "funder": "ami", "mappings": 1, "cases": 5, **TRUST}


def unit(*posts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Let the municipality have one unit from the start, with some posts."""
    money = {"amount": "0 kr per year", "hard": False, **TRUST}
    row = {"title": "Open", "posts": [{**POST, **post} for post in posts], "wage_money": money, **TRUST, **more}
    place = {"group": "indoor", "places": 1, **TRUST}
    return {"unit.open": {**row, "places": [place]}, "timeline": [{"from": date(2018, 9, 1), "unit": "open", **TRUST}]}


def lost(settings: dict[str, Any]) -> list[tuple[date, str, float, int]]:
    scenario = load_scenario(FILE, settings)
    return [(row.day, row.limit, row.given, row.used) for row in Dated(scenario, scenario.at_medians(), (), ()).lost()]


def test_whole_slots_lose_nothing_and_halves_that_add_up_neither() -> None:
    assert lost(unit({"count": 2})) == []
    assert lost(unit({"count": 0.5, "mappings": 3, "cases": 6}, {"count": 0.5, "mappings": 3, "cases": 6})) == []


def test_two_and_a_half_posts_map_two_at_once_and_have_twelve_cases() -> None:
    assert lost(unit({"count": 2.5})) == [(date(2018, 9, 1), "slots", 2.5, 2), (date(2018, 9, 1), "cases", 12.5, 12)]


def test_half_a_slot_is_refused_by_the_unit_and_the_first_day() -> None:
    later = unit({"count": 1, "until": date(2020, 3, 31)}, {"count": 0.5, "cases": 10, "from": date(2020, 4, 1)})
    with pytest.raises(InputError, match=r"unit\.open\.posts: 0\.5 mappings at once in all from 2020-04-01.*expected 0, or 1 or more"):
        refuse_no_slot(lower(load_scenario(FILE, later)))
    refuse_no_slot(lower(load_scenario(FILE, unit({"count": 0}))))  # a unit that is shut
    half = unit({"count": 0.5, "cases": 10})
    with pytest.raises(InputError, match=r"0\.5 mappings at once in all from 2018-09-01"):
        check_file(FILE, half)


@pytest.mark.parametrize("where", ["posts[0]", "places[0]", "away[0]", "costs.car"])
def test_a_row_of_a_unit_that_ends_before_the_start_is_refused_by_its_place(where: str) -> None:
    away = {"share": 0.1, "months": [7], **TRUST}
    settings = unit({"count": 10}, away=[away], costs={"car": {"amount": "10 tkr per year", **TRUST}})
    load_scenario(FILE, settings | {f"unit.open.{where}.until": date(2018, 9, 1)})
    with pytest.raises(InputError) as refused:
        load_scenario(FILE, settings | {f"unit.open.{where}.until": date(1999, 1, 1)})
    said = str(refused.value)
    assert said.startswith("--set: ")
    assert f"unit.open.{where}.until: 1999-01-01 is before the start 2018-09-01, so that the row never holds" in said
    assert "expected a later date, or no such row" in said


def test_a_unit_that_nobody_uses_may_be_of_the_past() -> None:
    load_scenario(
        FILE, {"unit.before_2018.posts[0].until": date(1999, 1, 1), "timeline": [{"from": date(2018, 9, 1), "unit": "today", **TRUST}]}
    )

"""With every path switched off nobody's open work hangs on the unit; with any one path on, somebody's does."""

from pathlib import Path
from typing import Any

import pytest

from ami_sim.scenario.load import load_scenario
from tests.theory.open_work import histories, plans_of, twins

HOME = "calibration/ragunda/scenario.toml"
EXPERIMENTS = sorted(path for path in Path("experiments").glob("*.toml") if path.stem != "answers")
NONE = {"effects.use": "none"}
WRITTEN = {"crowds_out_search"}  # options that write an effect themselves, as a number, which no switch takes away


def refuse_difference(file: Path, settings: dict[str, Any]) -> None:
    compared = 0
    for plans in twins(file, {**NONE, **settings}).values():
        first, *others = histories({name: plan for name, plan in plans.items() if name not in WRITTEN}).items()
        for name, moves in others:
            assert moves == first[1], (file.stem, first[0], name, sorted(moves ^ first[1], key=lambda move: move[2])[:3])
            compared += 1
        assert len(first[1]) > 500
    assert compared


@pytest.mark.parametrize("name", ["capacity", "permanent", "organisation"])
def test_without_effects_twins_work_on_the_same_days_whatever_is_decided(name: str) -> None:
    refuse_difference(Path("experiments") / f"{name}.toml", {"end": "2024-01-01"})


@pytest.mark.slow
@pytest.mark.parametrize("file", EXPERIMENTS, ids=lambda path: path.stem)
def test_without_effects_twins_work_on_the_same_days_in_every_shipped_option(file: Path) -> None:
    refuse_difference(file, {})


# What a path needs beside itself to reach anybody's work, and an option in which it does.
BESIDE: dict[str, dict[str, Any]] = {
    "studies_return": {"intervention.coaching.leads_to": {"studies": 0.9}},
    "recovery_on_sick_pay": {"life.sick_with_right": 1.0, "clock.become_sick.rate": "0.03 per month"},
    "search_without_aid": {"clock.aid_ends.rate": "0.05 per month"},
    "caseload_effect": {"of": "caseload"},
    "education_starts": {"of": "education"},
}
TYPE_OF = {"total_constructed": "constructed", "total_intermediate": "intermediate", "total_ordinary": "ordinary"}
PATHS = sorted(load_scenario(HOME).paths)
STRONG = {"total_constructed": 8.0, "total_intermediate": 8.0, "total_ordinary": 8.0, "transport": 8.0, "studies_return": 8.0}


def value_on(name: str) -> float:
    """A value of a path at which it does much."""
    row = load_scenario(HOME).parameter[name]
    if name.startswith(("total_", "site_")) or name in STRONG:
        return 8.0
    assert row.none is not None
    none = row.none
    return max((row.low, row.high), key=lambda end: abs(end - none)) if none != row.low else row.high


@pytest.mark.parametrize("name", PATHS)
def test_switching_any_one_path_on_breaks_it(name: str) -> None:
    beside = dict(BESIDE.get(name, {}))
    option = beside.pop("of", "")
    settings: dict[str, Any] = {**NONE, "end": "2026-01-01", **beside}
    if name in TYPE_OF:
        settings |= {f"classes.{group}.shares": {TYPE_OF[name]: 1.0} for group in ("outdoor", "indoor", "care_home", "school")}
    on = {f"parameter.{name}.none": value_on(name)}
    if option:
        worlds = twins(Path("experiments/permanent.toml"), {**settings, **on})
        plans = {key: plan for world in worlds.values() for key, plan in world.items() if key in ("no", option)}
        without, with_it = histories(plans).values()
        assert without != with_it
        return
    closed = {
        "unit.today.unlimited": False,
        "unit.today.wage_money.amount": "0 kr per year",
        "unit.today.posts": [],
        "unit.today.places": [],
    }
    for switched, equal in (({}, True), (on, False)):
        if name == "studies_return" and equal:
            continue  # studies that a stay leads to keep people from work by themselves
        options = {"open": load_scenario(HOME, {**settings, **switched}), "closed": load_scenario(HOME, {**settings, **switched, **closed})}
        one, other = histories(plans_of(options)).values()
        assert (one == other) is equal, (name, len(one ^ other))

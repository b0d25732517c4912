"""A figure that holds only where no other does is told of exactly when another one always does; then it moves nothing, else it does."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.fallbacks import passed_over, read_parameters
from ami_sim.scenario.load import build, bundled, read_source
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.unread import refuse_passed_over

SOURCE: Final = read_source(bundled("calibration/ragunda/scenario.toml"))
EVIDENCE: Final = {"source": "judged", "sure": "L", "mark": "assumed"}
OTHER_MONTHS: Final = {"from": SOURCE.tables["start"], "by_month": [2.0] * 12, **EVIDENCE}
LATER_MONTHS: Final = {**OTHER_MONTHS, "from": SOURCE.tables["parting"]}
RULES: Final = {name: row["intervention"] for name, row in SOURCE.tables["rule"].items()}
OF_NEW_START: Final = [name for name, intervention in RULES.items() if intervention == "new_start_job"]
ALL_DECIDED: Final = {f"rule.{name}.decision": "3 weeks" for name in OF_NEW_START}
NEVER_CONSTRUCTED: Final = {"classes.care_home.shares": {"constructed": 0.0, "intermediate": 1.0}}
CONSTRUCTED: Final = {f"classes.{name}.by": "0" for name in ("outdoor", "indoor", "care_home", "school")}  # the first of each one's shares
PLACELESS: Final = [name for name, row in SOURCE.tables["intervention"].items() if not row.get("groups")]
ALL_PLACED: Final = {f"intervention.{name}.groups": ["indoor"] for name in PLACELESS}


def scenario(settings: Mapping[str, Any]) -> Scenario:
    return build(SOURCE, settings)


@pytest.mark.parametrize(
    ("settings", "path", "changed", "value"),
    [
        ({}, "workplace.constructed", "workplace.constructed.after", 0.3),
        ({}, "group.outdoor.workplace", "group.outdoor.workplace", "ordinary"),
        (ALL_DECIDED, "intervention.new_start_job.decision", "intervention.new_start_job.decision", "9 weeks"),
        ({"application.dated": [OTHER_MONTHS]}, "application.by_month", "application.by_month", [3.0] * 12),
    ],
)
def test_what_is_passed_over_moves_nothing(settings: dict[str, Any], path: str, changed: str, value: Any) -> None:
    assert path in passed_over(scenario(settings))
    assert repr(lower(scenario(settings)).tables) == repr(lower(scenario({**settings, changed: value})).tables)
    with pytest.raises(InputError, match=rf"^--set: {re.escape(changed)}: changes nothing: .*; expected one of "):
        refuse_passed_over([scenario(settings)], {changed: "--set"})


@pytest.mark.parametrize(
    ("settings", "path", "changed", "value"),
    [
        ({"group.language.workplace": "constructed"}, "workplace.constructed", "workplace.constructed.after", 0.3),
        ({}, "workplace.none", "workplace.none.after", 0.3),
        ({}, "group.ordinary.workplace", "group.ordinary.workplace", "constructed"),
        (dict(list(ALL_DECIDED.items())[1:]), "intervention.new_start_job.decision", "intervention.new_start_job.decision", "9 weeks"),
        ({"application.dated": [LATER_MONTHS]}, "application.by_month", "application.by_month", [3.0] * 12),
    ],
)
def test_what_somebody_falls_back_on_moves_something(settings: dict[str, Any], path: str, changed: str, value: Any) -> None:
    assert path not in passed_over(scenario(settings))
    assert repr(lower(scenario(settings)).tables) != repr(lower(scenario({**settings, changed: value})).tables)
    refuse_passed_over([scenario(settings)], {changed: "--set"})


def test_the_figures_read_instead_are_those_of_all_groups_that_may_be_of_the_type() -> None:
    shipped = passed_over(scenario({}))
    assert shipped["workplace.ordinary"] == tuple(f"group.{name}.after" for name in SOURCE.tables["effects"]["site"])
    assert "group.care_home.after" not in passed_over(scenario(NEVER_CONSTRUCTED))["workplace.constructed"]
    assert passed_over(scenario(CONSTRUCTED))["workplace.ordinary"] == ("group.ordinary.after",)


def test_a_stay_without_a_place_falls_back_on_the_type_none() -> None:
    assert "workplace.none" not in passed_over(scenario({"group.language.after": 0.1}))
    assert passed_over(scenario({"group.language.after": 0.1, **ALL_PLACED}))["workplace.none"] == ("group.language.after",)


def test_where_one_option_falls_back_on_it_it_is_accepted() -> None:
    options = [scenario({}), scenario({"group.language.workplace": "constructed"})]
    refuse_passed_over(options, {"workplace.constructed.after": "--set"})
    with pytest.raises(InputError, match="expected one of group"):
        refuse_passed_over(options[:1], {"workplace.constructed": "--set"})
    refuse_passed_over(options[:1], {"workplace.constructed.after": "a.toml: set"})  # a file may say what only others of its figures use


def test_open_cases_stand_in_the_place_of_the_first_cohort(tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text("case;stage;since;until;intervention;group;referrer\n17;waiting_mapping;2018-06-01;;;;ifo\n", encoding="utf-8")
    short = {"life.burn_in": "2 years"}
    fewer = {"cohort[0].count": 1}

    def people(settings: Mapping[str, Any]) -> bytes:
        return population(lower(scenario({**short, **settings})), 1, 0, 0).tobytes()

    begun = {"open_cases": str(cases)}
    assert people(begun) == people({**begun, **fewer})
    assert people({}) != people(fewer)
    with pytest.raises(InputError, match=r"cohort\[0\]\.count: changes nothing: .*expected one of open_cases"):
        refuse_passed_over([scenario(begun)], {"cohort[0].count": "--set"})
    refuse_passed_over([scenario({})], {"cohort[0].count": "--set"})


def test_a_parameter_is_read_where_a_figure_that_is_read_hangs_on_it() -> None:
    shipped = scenario({})
    assert set(shipped.parameter) - read_parameters(shipped) == {"caseload_effect", "education_starts"}  # experiments/permanent.toml
    assert "caseload_effect" not in read_parameters(scenario({"workplace.constructed.after": "caseload_effect"}))
    assert "caseload_effect" in read_parameters(scenario({"group.outdoor.after": "caseload_effect"}))

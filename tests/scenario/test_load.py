"""Reading files: included parts, overrides by dotted path, and who is blamed for what is wrong."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ami_sim.scenario.dotted import override, steps_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import is_experiment, load_experiment, read_settings
from ami_sim.scenario.load import bundled, find, load_scenario, read_source

RAGUNDA = "calibration/ragunda/scenario.toml"
TABLES: dict[str, Any] = {"unit": {"sixty": {"posts": [{"count": 1.0}, {"count": 2.0}]}}, "rule.with dot": {"share": 1.0}}


def test_a_dotted_path_has_keys_indexes_and_quoted_keys() -> None:
    assert steps_of("unit.sixty.posts[1].count") == ["unit", "sixty", "posts", 1, "count"]
    assert steps_of('"rule.with dot".share') == ["rule.with dot", "share"]


def test_an_override_changes_a_copy_only() -> None:
    changed = override(TABLES, {"unit.sixty.posts[1].count": 3.0, "unit.sixty.title": "Sixty", '"rule.with dot".share': 0.5}, "--set")
    assert changed["unit"]["sixty"] == {"posts": [{"count": 1.0}, {"count": 3.0}], "title": "Sixty"}
    assert changed["rule.with dot"] == {"share": 0.5}
    assert TABLES["unit"]["sixty"]["posts"][1] == {"count": 2.0}


def test_an_override_can_add_to_a_list() -> None:
    changed = override(TABLES, {"unit.sixty.posts.+": {"count": 4.0}}, "--set")
    assert [post["count"] for post in changed["unit"]["sixty"]["posts"]] == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("path", ["unit.sixty.posts[2].count", "unit.sixty.posts[2]", "unit.sixty.posts[0].count.more", "unit[0]"])
def test_a_path_that_leads_nowhere_is_named(path: str) -> None:
    with pytest.raises(InputError, match=r"--set: .* does not lead anywhere"):
        override(TABLES, {path: 1}, "--set")


def test_settings_are_toml_or_text() -> None:
    found = read_settings(["a.b=66", "c=2021-01-01", "d=2 mnkr per year", 'e="text"', "f=[1, 2]", "g=true"])
    assert found == {"a.b": 66, "c": date(2021, 1, 1), "d": "2 mnkr per year", "e": "text", "f": [1, 2], "g": True}


def test_a_file_is_found_by_path_beside_another_and_among_those_that_ship(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b.toml").write_text("x = 1")
    assert find("../b.toml", tmp_path / "a") == tmp_path / "b.toml"
    assert find(RAGUNDA).samefile(bundled(RAGUNDA))


def test_a_key_stands_in_one_file_only(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text('include = ["two.toml"]\ntitle = "x"\n', encoding="utf-8")
    (tmp_path / "two.toml").write_text('title = "y"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"two\.toml: title: stands in .*one\.toml already; expected once"):
        read_source(tmp_path / "one.toml")


def test_tables_of_two_files_are_merged_when_their_rows_differ(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text('include = ["two.toml"]\n[unit.a]\nx = 1\n', encoding="utf-8")
    (tmp_path / "two.toml").write_text("[unit.b]\nx = 2\n", encoding="utf-8")
    source = read_source(tmp_path / "one.toml")
    assert source.tables == {"unit": {"a": {"x": 1}, "b": {"x": 2}}}
    assert [path.name for path in source.files] == ["one.toml", "two.toml"]


def test_who_set_a_figure_is_blamed_for_it() -> None:
    with pytest.raises(InputError, match=r"^--set: life\.retirement_age: expected a valid number.*\(value 'late'\)"):
        load_scenario(RAGUNDA, {"life.retirement_age": "late"})
    with pytest.raises(InputError, match=r'^--set: order\.mapping: "nobody" is not known'):
        load_scenario(RAGUNDA, {"order.mapping": "nobody"})
    with pytest.raises(InputError, match=r"^--set: referrer\.ifo\.ages: ages need increasing edges"):
        load_scenario(RAGUNDA, {"referrer.ifo.ages.edges[1]": 80})


def test_a_regime_changes_the_rules_it_names() -> None:
    stays, hoped = (load_scenario(RAGUNDA, regime=name) for name in ("stop_stays", "autumn_budget"))
    assert stays.rule["extra_job_2019"].eligible.at(stays.at_medians()) == 0
    assert hoped.rule["extra_job_2019"].eligible.at(hoped.at_medians()) > 0


def test_an_experiment_builds_every_option_from_the_parting_date_on() -> None:
    question = load_experiment("experiments/capacity.toml")
    said = question.experiment
    assert is_experiment(question.files[0])
    assert not is_experiment(question.files[1])
    assert list(question.scenarios) == list(said.option)
    for name, scenario in question.scenarios.items():
        last = scenario.timeline[-1]
        assert (last.from_, last.unit) == (scenario.parting, said.option[name].unit)
        assert scenario.timeline[:-1] == question.scenarios[said.reference].timeline[:-1]


def test_a_variant_changes_only_the_options_it_names() -> None:
    plain, growth = (load_experiment("experiments/capacity.toml", variant=name).scenarios for name in ("", "growth"))
    assert {name for name in plain if plain[name] != growth[name]} == {"seventy"}
    assert growth["seventy"].timeline[-1].unit == "seventy_growth"


def test_a_sum_that_an_override_makes_wrong_is_blamed_on_the_override(checkout: Path) -> None:
    with pytest.raises(InputError, match=r"^--set: referrer\.ifo\.households: shares add up to 1\."):
        load_scenario(checkout / "calibration/ragunda/scenario.toml", {"referrer.ifo.households.single": 0.9})

"""A figure may stand with its own source: it is read as before, its source is kept, and what is wrong beside it is refused."""

from typing import Any

import pytest

from ami_sim.calibration.first_year import numbers_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import build, bundled, read_source
from ami_sim.scenario.provenance import is_figure, plain
from ami_sim.workflow.check import known

FIGURE: dict[str, Any] = {"value": 0.4, "source": "Counted by hand", "sure": "M", "mark": "derived"}


def test_a_figure_is_told_from_a_table_of_figures() -> None:
    assert is_figure(FIGURE)
    assert is_figure(FIGURE | {"note": "twice"})
    assert not is_figure(FIGURE | {"unit": "persons"})  # a row of figures
    assert not is_figure({"value": 3})
    assert not is_figure(3)


def test_figures_stand_as_before_and_their_sources_by_dotted_path() -> None:
    tables = {"unit": {"sixty": {"posts": [{"count": FIGURE, "cost": "1 tkr per year"}]}}}
    found, sources = plain(tables, "here")
    assert found == {"unit": {"sixty": {"posts": [{"count": 0.4, "cost": "1 tkr per year"}]}}}
    assert {path: (row.source, row.sure, row.mark) for path, row in sources.items()} == {
        "unit.sixty.posts[0].count": ("Counted by hand", "M", "derived")
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"value": 1, "source": "s", "sure": "H"}, "here: a: mark: missing beside value; expected value, source, sure and mark"),
        (FIGURE | {"sure": "X"}, "here: a: sure: 'X' is not known; expected 'H', 'M' or 'L'"),
        (FIGURE | {"value": [1, 2]}, "here: a: value: a table or a list; expected one figure"),
    ],
)
def test_what_is_wrong_beside_a_figure_is_refused(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=f"^{said}$"):
        plain({"a": wrong}, "here")


def test_any_figure_of_a_scenario_may_have_its_own_source_and_an_override_takes_it_away() -> None:
    source = read_source(bundled("calibration/ragunda/scenario.toml"))
    figures = {"intervention.fat.hours": FIGURE, "discount": FIGURE | {"value": 0.03}, "life.retirement_age": FIGURE | {"value": 66}}
    scenario = build(source, figures)
    assert (scenario.intervention["fat"].hours.at({}), scenario.discount, scenario.life.retirement_age) == (0.4, 0.03, 66)
    assert {*figures} <= set(scenario.provenance)
    assert scenario.provenance["discount"].source == "Counted by hand"
    derived = {row.subject: row.marks.get("derived", 0) for row in known(scenario)}
    before = {row.subject: row.marks.get("derived", 0) for row in known(build(source))}
    assert derived["intervention"] == before.get("intervention", 0) + 1
    assert "discount" not in build(source, {"discount": 0.03}).provenance


def test_a_source_beside_a_figure_changes_no_posterior() -> None:
    assert numbers_of({"a": {"b": FIGURE}}) == numbers_of({"a": {"b": 0.4}})
    assert numbers_of({"a": {"b": FIGURE}}) != numbers_of({"a": {"b": 0.5}})

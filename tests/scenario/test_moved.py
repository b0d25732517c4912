"""Figures of a scenario one at a time: each is found with its row, and moved alone."""

import pytest

from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.moved import figures_of, with_figure
from ami_sim.scenario.scenario import figures

RAGUNDA = bundled("calibration/ragunda/scenario.toml")


def test_one_figure_moves_and_no_other() -> None:
    scenario = load_scenario(RAGUNDA)
    leaf = next(leaf for leaf in figures_of(scenario) if leaf.dotted == "intervention.fat.hours")
    assert (leaf.written, leaf.row) == ("0.5", scenario.intervention["fat"])
    moved = with_figure(scenario, leaf.path, 1.2)
    assert moved.intervention["fat"].hours.at({}) == 0.6
    theta = scenario.at_medians()
    before, after = ({where: figure.at(theta) for where, figure in figures(one)} for one in (scenario, moved))
    assert {where for where in before if before[where] != after[where]} == {"intervention.fat.hours"}


def test_numbers_without_units_expressions_and_rows_in_lists_are_found() -> None:
    scenario = load_scenario(RAGUNDA)
    found = {leaf.dotted: leaf for leaf in figures_of(scenario)}
    assert found["unit.today.posts[0].count"].written == "1.0"
    assert found["intervention.fat.extend"].written == "min(1, 0.3 * extension)"
    assert found["discount"].row is None
    moved = with_figure(scenario, found["discount"].path, 2.0)
    assert moved.discount == 2 * scenario.discount


def test_a_parameter_that_stands_alone_and_what_is_nought_are_not_moved_as_figures() -> None:
    names = {leaf.dotted for leaf in figures_of(load_scenario(RAGUNDA))}
    assert "intervention.fat.effect" not in names  # practice_effect, which is moved itself
    assert "intervention.coaching.place" not in names  # 0
    assert not any(name.startswith("parameter.") for name in names)


def test_a_path_that_a_scenario_does_not_have_changes_nothing() -> None:
    scenario = load_scenario(RAGUNDA)
    assert with_figure(scenario, ("unit", "nobody", "referral"), 1.2) is scenario


def test_marks_stay_in_order() -> None:
    scenario = load_scenario(RAGUNDA)
    edges = scenario.referrer["ifo"].ages.edges
    assert with_figure(scenario, ("referrer", "ifo", "ages", "edges", 1), 1.0 + 1e-6).referrer["ifo"].ages.edges[1] > edges[1]
    with pytest.raises(ValueError, match="out of order"):
        with_figure(scenario, ("referrer", "ifo", "ages", "edges", 1), 1.01 * edges[2] / edges[1])

"""Published figures are never bare numbers: rounding, just under, offsets and inequalities are part of what is compared."""

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import special

from ami_sim.calibration.evidence import load_evidence
from ami_sim.calibration.first_year import FirstYear
from ami_sim.calibration.targets import Target, Targets, laplace, load_targets
from ami_sim.record.first_year import COUNTS
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.scenario import Scenario

ROW = {
    "title": "t",
    "counts": "met",
    "unit": "persons",
    "from": "2018-09-01",
    "until": "2019-07-31",
    "why": "w",
    "source": "s",
    "sure": "H",
    "mark": "memo",
}


def target(**more: object) -> Target:
    return Target.model_validate(ROW | {"value": 100} | more)


def half(n: int, offsets: int = 0) -> np.ndarray:
    return np.full((n, 1 + offsets), 0.5)


@pytest.fixture(scope="module")
def scenario(request: pytest.FixtureRequest) -> Scenario:
    root = Path(request.config.rootpath)
    return FirstYear.of(root / "calibration" / "ragunda" / "scenario.toml").scenario


@pytest.fixture(scope="module")
def ragunda(scenario: Scenario, request: pytest.FixtureRequest) -> Targets:
    return load_targets(Path(request.config.rootpath) / "calibration" / "ragunda" / "targets.toml", scenario)


def test_a_round_hundred_is_ninety_five_to_a_hundred_and_five() -> None:
    row = target(rounded_to=10)
    assert row.report(np.array([94.0, 96.0, 104.0, 106.0]), half(4)).tolist() == [90, 100, 100, 110]
    assert row.could_be() == (95, 105)
    assert row.misses(np.array([97.0, 105.0])).tolist() == [0, 0]
    assert row.misses(np.array([80.0]))[0] == pytest.approx(2 * (np.sqrt(95.375) - np.sqrt(80.375)))


def test_just_under_sixty_is_the_upper_half_of_the_fifties() -> None:
    row = target(value=60, just_under=True)
    reported = row.report(np.array([54.0, 55.0, 57.0, 59.0, 60.0]), half(5))
    assert (reported == row.observed).tolist() == [False, True, True, True, False]
    assert row.could_be() == (55, 60)


def test_what_the_figure_holds_besides_is_even_over_its_range() -> None:
    row = target(value=50, rounded_to=10, offset={"outside_jobs": [10, 25], "supervisors": [3, 6]})
    luck = np.array([[0.5, 0.0, 0.0], [0.5, 1.0, 1.0]])
    assert row.report(np.array([27.0, 27.0]), luck).tolist() == [40, 60]
    assert row.could_be() == (45 - 31, 55 - 13)


def test_a_queue_is_an_inequality() -> None:
    row = target(value=1, scale="present", at_least=3)
    assert row.report(np.array([0.0, 2.0, 3.0, 90.0]), half(4)).tolist() == [0, 0, 1, 1]
    assert row.misses(np.array([5.0, 200.0])).tolist() == [0, 0]


def test_no_queue_is_fewer_than_what_makes_one() -> None:
    row = target(value=0, scale="present", at_least=3)
    assert row.could_be() == (0.0, 3)
    assert row.misses(np.array([1.0, 3.0, 5.0])).tolist() == [0, 0, 2]


def test_looseness_spreads_what_is_reported() -> None:
    luck = np.random.default_rng(1).random((4000, 1))
    reported = target(value=15, sd=1.5).report(np.full(4000, 15.0), luck)
    assert reported.std() == pytest.approx(np.hypot(1.5, np.sqrt(1 / 12)), rel=0.05)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": -100}, "greater than or equal to 0"),
        ({"counts": "mett"}, '"mett" is not a count'),
        ({"until": "2018-01-01"}, "is before from"),
        ({"scale": "present"}, "at_least belongs"),
        ({"offset": {"x": [3, 1]}}, "expected low <= high"),
        ({"scale": "share", "value": 40}, "expected a share"),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        target(**change)


def test_ragundas_published_figures_are_those_of_its_evidence(ragunda: Targets, checkout: Path) -> None:
    evidence = load_evidence(checkout / "calibration" / "ragunda" / "evidence.toml")
    known = {"met": 100, "active": 60, "employed": 50, "switched": 15, "extra_jobs_lost": 10, "from_aid": 0.5, "families": 0.5}
    for name, value in known.items():
        row = ragunda.target[name]
        figure = next(entry for entry in evidence.figures if entry.id == row.evidence[0])
        assert (row.value, figure.value) == (value, value)
    went_on = next(entry for entry in evidence.figures if entry.id == "N7")
    assert ragunda.target["to_work"].value == went_on.part("to work, subsidised or not").value
    assert ragunda.target["to_studies"].value == went_on.part("to studies").value
    for row in ragunda.target.values():
        for name in row.evidence:
            assert evidence.entry(name).id == name


def test_what_follows_from_other_figures_is_not_scored(ragunda: Targets) -> None:
    assert [name for name, row in ragunda.target.items() if not row.scored] == [
        "aid_stock",
        "aid_touched",
        "met_from_aid",
        "met_by_aid_door",
        "beyond_wage_money",
        "left_to_work",
        "left_to_studies",
    ]
    assert "to_work" not in ragunda.without(["to_work"]).scored


def test_reports_depend_on_the_seed_alone(ragunda: Targets) -> None:
    counts = np.full((5, len(COUNTS)), 20.0)
    assert np.array_equal(ragunda.reports(counts, 3), ragunda.reports(counts, 3))
    assert not np.array_equal(ragunda.reports(counts, 3), ragunda.reports(counts, 4))
    assert ragunda.transformed(ragunda.reports(counts, 3)).shape == (5, len(ragunda.scored))


def test_a_window_that_is_not_simulated_is_refused(tmp_path: Path, checkout: Path, scenario: Scenario) -> None:
    text = (checkout / "calibration" / "ragunda" / "targets.toml").read_text(encoding="utf-8")
    late = tmp_path / "late.toml"
    late.write_text(text.replace("until = 2019-07-31 #", "until = 2020-07-31 #"), encoding="utf-8")
    with pytest.raises(InputError, match="until: 2020-07-31 is after the scenario's present"):
        load_targets(late, scenario)
    early = tmp_path / "early.toml"
    early.write_text(text.replace("from = 2018-09-01", "from = 2018-01-01", 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"target\.met\.from: 2018-01-01 is before the scenario's start"):
        load_targets(early, scenario)
    broken = tmp_path / "broken.toml"
    broken.write_text(text.replace("rounded_to = 10", "rouned_to = 10", 1), encoding="utf-8")
    with pytest.raises(InputError, match="rouned_to"):
        load_targets(broken, scenario)


def test_money_with_and_without_handling_is_a_range_of_factors() -> None:
    """7 mnkr paid out are reported as 7 to 8.4 when 0 to 20 % of handling comes on top; 8.4 could then be 7 to 8.4 paid out."""
    row = target(value=8.4, rounded_to=0.1, scale="money", times={"handling": [1.0, 1.2]})
    luck = np.array([[0.5, 0.0], [0.5, 0.5], [0.5, 1.0]])
    assert row.report(np.full(3, 7.0), luck) == pytest.approx([7.0, 7.7, 8.4])
    assert row.could_be() == pytest.approx((8.35 / 1.2, 8.45))
    assert row.misses(np.array([7.5, 9.0])) == pytest.approx([0.0, 10 * np.log(9.0 / 8.45)])


@pytest.mark.parametrize(("scale", "value"), [("count", 50.0), ("share", 0.3), ("money", 8.6)])
def test_what_a_figure_is_stretched_by_is_told_in_its_own_unit(scale: str, value: float) -> None:
    row = target(value=value, scale=scale, rounded_to=0.1)
    at = float(row.transform(np.array(value)))
    assert row.back(at) == pytest.approx(value)
    assert row.stretched(np.array([0.0])) == pytest.approx([0.0])
    lower = row.back(at - 0.5)
    assert row.stretched(np.array([0.5])) == pytest.approx([value - lower])


def test_a_discrepancy_is_laplace_at_nothing() -> None:
    """Half of all are beyond 0.25 log 2 either way, and one in ten is over 0.25 log 5; a normal's middle is nothing."""
    z = special.ndtri([0.5, 0.75, 0.25, 0.9])
    assert laplace(z) == pytest.approx([0.0, 0.25 * np.log(2), -0.25 * np.log(2), 0.25 * np.log(5)])


def test_what_is_only_said_to_be_there_is_never_stretched() -> None:
    rows = {"met": ROW | {"value": 100}, "queue": ROW | {"counts": "queue", "value": 1, "at_least": 3, "scale": "present"}}
    found = Targets.model_validate({"municipality": "Town", "until": "2019-07-31", "target": rows})
    moved = found.stretched(np.array([[20.0, 1.0]]), np.array([[special.ndtri(0.75)]]))
    assert list(found.stretchable) == ["met"]
    assert moved[0] == pytest.approx([20 + 0.25 * np.log(2), 1.0])


READINGS = {name: {"title": name, "source": "s", "sure": "M", "mark": "assumed"} for name in ("here", "there")}


def test_words_that_can_be_read_in_two_ways_have_two_observation_models() -> None:
    row = ROW | {"value": 50, "offset": {"also": [1, 2]}, "reading": {"there": {"why": "w2", "offset": {"elsewhere": [10, 20]}}}}
    tables = {"municipality": "Town", "until": "2019-07-31", "reading": "here", "readings": READINGS, "target": {"met": row}}
    found = Targets.model_validate(tables)
    assert found.ways == ("here", "there")
    assert found.under("here").target["met"].could_be() == (47.5, 49.5)
    there = found.under("there").target["met"]
    assert (there.could_be(), there.why) == ((29.5, 40.5), "w2")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reading": "her"}, 'reading: "her" is not a reading; expected here, there'),
        ({"reading": "here", "target": {"met": ROW | {"value": 1, "reading": {"ther": {"why": "w"}}}}}, '"ther" is not one of readings'),
        ({"reading": "", "readings": {}, "target": {"met": ROW | {"value": 1, "times": {"a": [0, 1]}}}}, r"times.a: 0..1; expected more"),
    ],
)
def test_a_wrong_reading_is_refused(changed: dict[str, object], said: str) -> None:
    tables = {"municipality": "Town", "until": "2019-07-31", "reading": "here", "readings": READINGS, "target": {"met": ROW | {"value": 1}}}
    with pytest.raises(ValidationError, match=said):
        Targets.model_validate(tables | changed)


def test_luck_of_a_report_belongs_to_the_target_and_not_to_its_place(ragunda: Targets) -> None:
    counts = np.full((5, len(COUNTS)), 20.0)
    turned = ragunda.model_copy(update={"target": dict(reversed(ragunda.target.items()))})
    assert np.array_equal(turned.reports(counts, 3)[:, ::-1], ragunda.reports(counts, 3))

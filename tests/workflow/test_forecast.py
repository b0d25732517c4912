"""A forecast is dated and cannot be changed unseen; scores are as by hand; intervals hold known truths as often as they say."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import ami_sim as ami
from ami_sim.calibration.first_year import FirstYear
from ami_sim.calibration.forecast import CHANCE, WINDOWED, Luck, nearest_known, part_of, shares_of, windowed, years
from ami_sim.calibration.scores import crps, miss_by_part, score
from ami_sim.calibration.targets import Target
from ami_sim.model.draws import parameter_rows
from ami_sim.public.forecast import MadeForecast
from ami_sim.record.first_year import COUNTS
from ami_sim.report.pages.forecast import page_of, score_page
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import bundled
from ami_sim.workflow.forecast import Counted, Forecast, as_json, hash_of, make_forecast, read_forecast, score_forecast

RAGUNDA = bundled("calibration/ragunda")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Forecast:
    out = tmp_path_factory.mktemp("forecast") / "next.json"
    return make_forecast(RAGUNDA, draws=20, out=out, made=date(2026, 11, 29))


def counted(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "observed.csv"
    path.write_text("\n".join(["count,value", *rows]) + "\n", encoding="utf-8")
    return path


def test_crps_and_rank_are_those_worked_out_by_hand() -> None:
    # |1-3|, |2-3|, |6-3| have the mean 2; all nine pairs differ by 0, 1, 5, 1, 0, 4, 5, 4, 0: mean 20/9, half of it 10/9.
    values = np.array([6.0, 1.0, 2.0])
    assert crps(values, 3.0) == pytest.approx(2 - 10 / 9)
    assert crps(np.full(5, 4.0), 3.0) == pytest.approx(1.0)
    found = score("met", values, 2.0)
    assert found.rank == pytest.approx(1 / 3 + 1 / 6)
    assert found.inside
    assert not score("met", values, 7.0).inside
    assert found.off == pytest.approx((2 - 3) / np.sqrt(14 / 3))


def test_misses_are_shared_out_as_the_spread_is() -> None:
    one, two = score("a", np.array([0.0, 2.0]), 3.0), score("b", np.array([0.0, 2.0]), 1.0)  # off by 2 and by 0
    parts = {"a": {"inflow": 0.75, CHANCE: 0.25}, "b": {"inflow": 0.0, CHANCE: 1.0}}
    assert miss_by_part({"a": one, "b": two}, parts) == pytest.approx({"inflow": 0.75, CHANCE: 0.25})


def test_a_window_counts_what_is_added_in_it() -> None:
    counts = np.zeros((1, 2, len(COUNTS)))
    for name, first, last in (("met", 40, 100), ("share_from_aid", 0.5, 0.5), ("queue", 9, 4), ("aid_stock", 60, 70)):
        counts[0, :, COUNTS.index(name)] = first, last
    found = windowed(counts, (100.0, 200.0))
    assert found["met"][0] == 60
    assert found["share_from_aid"][0] == pytest.approx((50 - 20) / 60)
    assert found["queue"][0] == 4
    assert found["aid_stock"][0] == pytest.approx((70 * 200 - 60 * 100) / 100)
    assert set(found) == set(WINDOWED)
    counts[0, 1, COUNTS.index("share_from_aid")] = 0.9  # who was met before is found to have lived on aid: still no more than all
    assert windowed(counts, (100.0, 200.0))["share_from_aid"][0] == 1.0


def test_the_spread_is_told_by_the_parameters_that_make_it() -> None:
    z = np.random.default_rng(3).standard_normal((400, 4))
    made_by = 3 * z[:, 0] + z[:, 2] + 0.1 * z[:, 3]
    found = shares_of(made_by, z, ["inflow", "rules", "effects", "rules"])
    assert found["inflow"] == pytest.approx(0.9, abs=0.05)
    assert found["effects"] == pytest.approx(0.1, abs=0.05)
    assert found["rules"] < 0.02
    assert sum(found.values()) == pytest.approx(1.0)
    luck = shares_of(np.random.default_rng(4).standard_normal(400), z, ["inflow", "rules", "effects", "rules"])
    assert luck[CHANCE] > 0.95
    assert part_of(["new", "pace", "else"], {"referrer": {"x": "new per month"}, "rule": {"a": "pace"}}) == {
        "new": "inflow",
        "pace": "rules",
        "else": "durations",
    }


def test_a_forecast_says_when_it_was_made_of_what_and_cannot_be_changed_unseen(made: Forecast) -> None:
    assert made.path is not None
    assert (made.parameters, made.since, made.until) == ("posterior", date(2019, 7, 31), date(2020, 7, 31))
    again = read_forecast(made.path)
    assert hash_of(again) == again.hash == made.hash
    assert as_json(again) == as_json(made)
    content = json.loads(made.path.read_text(encoding="utf-8"))
    content["counts"]["met"]["years"][0] += 1
    changed = made.path.with_name("changed.json")
    changed.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match="has changed since it was made"):
        read_forecast(changed)
    with pytest.raises(InputError, match="a file of that name is there; expected a new file"):
        make_forecast(RAGUNDA, draws=20, out=made.path)


def test_what_was_counted_is_scored_and_what_was_not_is_named(made: Forecast, tmp_path: Path) -> None:
    assert made.path is not None
    middle = made.counts["met"].ends[1]
    found = score_forecast(made.path, counted(tmp_path, f"met,{middle:g}", "queue,100000"))
    assert (found.scores["met"].inside, found.scores["queue"].inside, found.inside) == (True, False, 1)
    assert len(found.left) == len(WINDOWED) - 2
    assert sum(found.by_part.values()) == pytest.approx(1.0)
    for rows, said in (
        (["mett,1"], 'Did you mean "met"?'),
        (["met,-1"], "line 2: value: -1; expected 0 or more"),
        (["met,1", "met,2"], 'line 3: count: "met" stands twice'),
        ([], "no figure of the forecast's window is in it"),
    ):
        with pytest.raises(InputError) as refused:
            score_forecast(made.path, counted(tmp_path, *rows))
        assert said in str(refused.value)
    with pytest.raises(InputError, match="is no forecast"):
        score_forecast(counted(tmp_path, "met,1"), counted(tmp_path, "met,1"))
    with pytest.raises(InputError, match="no figure of the forecast's window"):
        score_forecast(made.path, RAGUNDA / "targets.toml")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"until": "2019-07-31"}, "--until: 2019-07-31; expected a day after the present"),
        ({"until": "soon"}, '--until: "soon"; expected a date, such as 2019-02-28'),
        ({"known_until": "2018-10-01"}, "expected a day from 2019-02-28 on and before 2019-07-31"),
        ({"known_until": "2020-10-01"}, "expected a day from 2019-02-28 on and before 2019-07-31"),
        ({"known_until": "2019-03-01", "parameters": "posterior"}, '"posterior" knows the whole first year'),
        ({"parameters": "median"}, '--parameters: "median"; expected posterior or prior'),
        ({"draws": 5}, "--draws: 5; expected 20 or more"),
        ({"draws": 5000}, "--draws: 5000; the posterior of"),
    ],
)
def test_a_forecast_that_cannot_be_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        make_forecast(RAGUNDA, **options)
    assert said in str(refused.value)


def test_a_forecast_is_told_in_both_languages_and_to_scripts(made: Forecast) -> None:
    assert "20 years at draws of the posterior" in page_of(made).as_text()
    assert "deltagare som enheten mött" in page_of(made, "sv").as_text()
    data = page_of(made).as_dict()
    assert data["hash"] == made.hash
    assert len(data["counts"]["met"]["years"]) == 20


def test_a_score_is_told_in_both_languages_and_to_scripts(made: Forecast, tmp_path: Path) -> None:
    assert made.path is not None
    found = score_forecast(made.path, counted(tmp_path, "met,40", "left_to_work,0.9"))
    text = score_page(found).as_text()
    assert "1 of 2 intervals held what came; nine of ten should." in text
    assert "90 %" in text
    assert "1 av 2 intervall innehöll det som blev" in score_page(found, "sv").as_text()
    data = score_page(found).as_dict()
    assert data["scores"]["met"]["observed"] == 40
    assert data["expected_inside"] == 0.9


def test_python_gives_the_same_as_frames(made: Forecast, tmp_path: Path) -> None:
    kept = MadeForecast(**vars(made)).frame
    assert kept["count"].tolist() == list(made.counts)
    assert (kept["low"] <= kept["median"]).all()
    assert made.path is not None
    scored = ami.score(made.path, counted(tmp_path, "met,60"))
    assert scored.frame[["name", "observed"]].to_numpy().tolist() == [["met", 60.0]]
    assert repr(scored) == score_page(score_forecast(made.path, tmp_path / "observed.csv")).as_text()
    with pytest.raises(InputError, match="a forecast has a range"):
        ami.forecast(RAGUNDA, parameters="median")


@pytest.mark.slow
def test_intervals_hold_synthetic_truths_as_often_as_they_say() -> None:
    """Let each prior year play the truth: met, active and queue known after six months, the rest of the year forecast from the others."""
    year = FirstYear.of(RAGUNDA / "scenario.toml")
    rows = parameter_rows(year.scenario, 5, 150, "prior")
    days = (180.0, 333.0)
    counts = years(year.scenario, rows, days, Luck(77))
    asked = ("met", "active", "queue", "to_work", "paused", "left", "switched", "aid_stock")
    window = {name: counts[:, 1, COUNTS.index(name)] for name in asked}
    inside = []
    for truth in range(len(rows)):
        others = np.delete(np.arange(len(rows)), truth)
        known = {name: known_as(name, counts[truth, 0, COUNTS.index(name)]) for name in ("met", "active", "queue")}
        kept = others[nearest_known(counts[others], known, dict.fromkeys(known, 0), 60)]
        inside += [score(name, values[kept], float(values[truth])).inside for name, values in window.items()]
    assert 0.85 <= np.mean(inside) <= 0.95


def known_as(name: str, value: float) -> Target:
    """Give a count as a figure that is known exactly."""
    said = {
        "title": name,
        "counts": name,
        "value": value,
        "unit": "persons",
        "why": "",
        "source": "synthetic",
        "sure": "H",
        "mark": "derived",
    }
    return Target.model_validate(said | {"from": date(2018, 9, 1), "until": date(2019, 2, 28)})


def test_what_is_forecast_is_kept_to_six_digits() -> None:
    one = Counted("met", date(2020, 7, 31), (1.0, 2.0, 3.0), {CHANCE: 1.0})
    assert one.ends == pytest.approx((1.1, 2.0, 2.9))

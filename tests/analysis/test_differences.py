"""Levels and paired differences: known values, exact zeros, one replication, several draws, any order of rows."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from ami_sim.analysis.differences import SUMMARY_COLUMNS, gain_of_pairing, summarise

Maker = Callable[..., pd.DataFrame]


def toy(values: dict[str, list[float]], measure: str = "aid_cost", unit: str = "kr") -> pd.DataFrame:
    rows = [(0, at, scenario, value) for scenario, column in values.items() for at, value in enumerate(column)]
    frame = pd.DataFrame(rows, columns=["draw", "replication", "scenario", "value"])
    return frame.assign(measure=measure, actor="", group="", unit=unit)


def row_of(summary: pd.DataFrame, scenario: str, reference: str = "") -> "pd.Series[Any]":
    found = summary[(summary["scenario"] == scenario) & (summary["reference"] == reference)]
    assert len(found) == 1
    return found.iloc[0]


def test_level_and_difference_are_the_hand_computed_t_intervals() -> None:
    summary = summarise(toy({"no": [10.0, 12.0, 17.0], "60": [11.0, 15.0, 19.0]}), experiment="capacity", references=["no"])
    assert list(summary.columns) == SUMMARY_COLUMNS
    level = row_of(summary, "no")
    assert level["mean"] == pytest.approx(13.0)
    assert level["ci_high"] - level["mean"] == pytest.approx(4.302652730 * np.sqrt(13.0 / 3))  # t(2, 0.975), S² = 13
    difference = row_of(summary, "60", "no")  # pairs 1, 3, 2: mean 2, S = 1
    assert difference["mean"] == pytest.approx(2.0)
    assert difference["ci_low"] == pytest.approx(2.0 - 4.302652730 / np.sqrt(3))
    assert difference["ci_high"] == pytest.approx(2.0 + 4.302652730 / np.sqrt(3))
    assert (difference["interval"], difference["level"], difference["draws"], difference["replications"]) == ("computing", 0.95, 1, 3)


def test_pairing_gains_what_the_difference_varies_less_in_the_pairs_there_are() -> None:
    """Pairs (1, 2), (2, 4), (4, 6): variances 7/3 and 4 apart, 1/3 of the difference; a pair with one undefined is none."""
    found = gain_of_pairing(toy({"no": [1.0, 2.0, np.nan, 4.0], "60": [2.0, 4.0, 9.0, 6.0]}), reference="no")
    assert found["gain"].tolist() == pytest.approx([(7 / 3 + 4) / (1 / 3)])


def test_two_runs_have_an_interval_and_one_has_none() -> None:
    """Means of 10 and 12: S² = 2, t with one degree of freedom 12.7062, so 11 ± 12.7062."""
    two = row_of(summarise(toy({"no": [10.0, 12.0]}), experiment="x"), "no")
    assert (two["mean"], two["ci_low"], two["ci_high"]) == pytest.approx((11.0, 11 - 12.7062, 11 + 12.7062), rel=1e-5)
    one = row_of(summarise(toy({"no": [10.0]}), experiment="x"), "no")
    assert np.isnan([one["ci_low"], one["ci_high"]]).all()


def test_a_draw_in_which_nothing_is_defined_is_left_out() -> None:
    """Draw means 2 and 6, the third draw undefined: 4 over two draws of two."""
    frame = toy({"no": [1.0, 3.0, 5.0, 7.0, np.nan, np.nan]})
    frame["draw"], frame["replication"] = frame["replication"] // 2, frame["replication"] % 2
    found = row_of(summarise(frame, experiment="x"), "no")
    assert (found["mean"], found["draws"], found["replications"]) == (4.0, 2, 2)


def test_there_is_no_row_for_a_reference_against_itself_and_levels_have_an_empty_reference() -> None:
    summary = summarise(toy({"no": [1.0, 2.0], "60": [2.0, 3.0], "today": [5.0, 7.0]}), experiment="x", references=["no", "today"])
    pairs = list(zip(summary["reference"], summary["scenario"], strict=True))
    assert pairs == [
        *(("", name) for name in ("60", "no", "today")),
        ("no", "60"),
        ("no", "today"),
        ("today", "60"),
        ("today", "no"),
    ]
    assert row_of(summary, "no", "today")["mean"] == -row_of(summary, "today", "no")["mean"]


def test_a_scenario_equal_to_its_reference_differs_by_exactly_zero(paired: Maker) -> None:
    frame = paired({"no": 0.1}, replications=13)
    twin = frame.assign(scenario="twin")
    difference = row_of(summarise(pd.concat([frame, twin]), experiment="x", references=["no"]), "twin", "no")
    assert (difference["mean"], difference["ci_low"], difference["ci_high"]) == (0.0, 0.0, 0.0)


def test_without_variance_the_interval_is_the_mean_to_the_last_bit() -> None:
    level = row_of(summarise(toy({"no": [0.1] * 10}), experiment="x"), "no")
    assert level["mean"] == level["ci_low"] == level["ci_high"] == 0.1


def test_one_replication_gives_a_mean_and_an_empty_interval() -> None:
    summary = summarise(toy({"no": [3.0], "60": [5.0]}), experiment="x", references=["no"])
    assert summary["mean"].notna().all()
    assert summary[["ci_low", "ci_high"]].isna().all(axis=None)
    assert row_of(summary, "60", "no")["mean"] == 2.0
    assert ",computing,,,0.95,1,1" in summary.to_csv(index=False)


def test_the_order_of_rows_changes_no_bit(paired: Maker) -> None:
    frame = paired({"no": 30.0, "half": 20.0, "60": 10.0}, replications=17, draws=3, between=2.0)
    shuffled = frame.sample(frac=1.0, random_state=3)
    first, second = (summarise(rows, experiment="x", references=["no"]) for rows in (frame, shuffled))
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_with_several_draws_the_unit_of_analysis_is_the_draw_mean(paired: Maker) -> None:
    frame = paired({"no": 30.0, "60": 10.0}, replications=4, draws=6, between=3.0)
    wide = frame.pivot(index=["draw", "replication"], columns="scenario", values="value")
    means = (wide["60"] - wide["no"]).groupby("draw").mean().to_numpy()
    expected = stats.t.interval(0.95, 5, loc=means.mean(), scale=means.std(ddof=1) / np.sqrt(6))
    difference = row_of(summarise(frame, experiment="x", references=["no"]), "60", "no")
    assert difference["mean"] == pytest.approx(means.mean())
    assert (difference["ci_low"], difference["ci_high"]) == pytest.approx(expected)
    assert (difference["draws"], difference["replications"]) == (6, 4)


def test_intervals_cover_a_known_difference_about_as_often_as_they_say(paired: Maker) -> None:
    covered = 0
    for seed in range(200):
        summary = summarise(paired({"no": 5.0, "60": 3.0}, replications=8, own=1.0, seed=seed), experiment="x", references=["no"])
        difference = row_of(summary, "60", "no")
        covered += difference["ci_low"] <= -2.0 <= difference["ci_high"]
    assert 180 <= covered <= 199  # 95 % of 200 = 190, standard deviation 3.1


def test_pairing_gains_what_the_shared_shock_is_worth(paired: Maker) -> None:
    gain = gain_of_pairing(paired({"no": 0.0, "60": 1.0}, replications=400, shared=3.0, own=1.0), reference="no")
    assert list(gain["scenario"]) == ["60"]
    assert gain["gain"].iloc[0] == pytest.approx(10.0, rel=0.15)  # (10 + 10) / (1 + 1)
    apart = gain_of_pairing(paired({"no": 0.0, "60": 1.0}, replications=400, shared=0.0, own=1.0), reference="no")
    assert apart["gain"].iloc[0] == pytest.approx(1.0, rel=0.15)
    assert gain_of_pairing(toy({"no": [1.0, 2.0], "twin": [1.0, 2.0]}), reference="no")["gain"].iloc[0] == np.inf


def test_a_value_not_defined_is_left_out_of_both_sides_of_the_pair() -> None:
    frame = toy({"no": [np.nan, 1.0, 2.0, 3.0], "60": [9.0, 2.0, 4.0, 6.0]}, "wait_mapping_mean_days", "days")
    summary = summarise(frame, experiment="x", references=["no"])
    difference = row_of(summary, "60", "no")
    assert (difference["mean"], difference["replications"]) == (2.0, 3)
    assert row_of(summary, "60")["replications"] == 4


def test_a_measure_defined_nowhere_has_no_row_and_no_mean_is_empty() -> None:
    frame = pd.concat(
        [toy({"no": [np.nan, np.nan], "60": [3.0, 4.0]}, "wait_place_mean_days", "days"), toy({"no": [1.0, 2.0], "60": [1.0, 3.0]})]
    )
    summary = summarise(frame, experiment="x", references=["no"])
    waits = summary[summary["measure"] == "wait_place_mean_days"]
    assert list(waits["scenario"]) == ["60"]
    assert list(waits["reference"]) == [""]
    assert summary["mean"].notna().all()


def test_a_missing_pair_is_named() -> None:
    frame = toy({"no": [1.0, 2.0], "60": [3.0, 4.0]})
    lacking = frame[~((frame["scenario"] == "60") & (frame["replication"] == 1))]
    with pytest.raises(ValueError, match="aid_cost of scenario 60 is missing in draw 0, replication 1"):
        summarise(lacking, experiment="x", references=["no"])
    with pytest.raises(ValueError, match="comes more than once in draw 0, replication 0"):
        summarise(pd.concat([frame, frame.head(1)]), experiment="x", references=["no"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda frame: frame.drop(columns="unit"), "column unit is missing"),
        (lambda frame: frame.head(0), "has no rows"),
        (lambda frame: frame.assign(value=np.inf), "aid_cost is infinite in scenario no, replication 0"),
        (lambda frame: frame.assign(unit=["kr", "tkr", "kr", "tkr"]), "comes in two units"),
    ],
)
def test_bad_frames_are_refused_in_one_sentence(change: Callable[[pd.DataFrame], pd.DataFrame], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        summarise(change(toy({"no": [1.0, 2.0], "60": [3.0, 4.0]})), experiment="x", references=["no"])


def test_unknown_references_and_incomplete_orders_are_refused() -> None:
    frame = toy({"no": [1.0, 2.0], "60": [3.0, 4.0]})
    with pytest.raises(ValueError, match="'today' is not among the scenarios 60, no"):
        summarise(frame, experiment="x", references=["today"])
    with pytest.raises(ValueError, match="the replications hold 60, no"):
        summarise(frame, experiment="x", scenarios=["no"])
    ordered = summarise(frame, experiment="x", references=["no"], scenarios=["no", "60"])
    assert list(ordered["scenario"]) == ["no", "60", "60"]


def test_the_frame_handed_in_is_not_changed(paired: Maker) -> None:
    frame = paired({"no": 1.0, "60": 2.0}, replications=3)
    before = frame.copy(deep=True)
    summarise(frame, experiment="x", references=["no"])
    pd.testing.assert_frame_equal(frame, before)

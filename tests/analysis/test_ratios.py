"""Ratios of means, worked out by hand; the break-even worth brings society's result to nought."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.differences import SUMMARY_COLUMNS
from ami_sim.analysis.ratios import RATIOS, ratios

ABOUT: dict[str, Any] = {"experiment": "e", "references": ["no"], "scenarios": ["no", "sixty"]}
# Two draws of one replication each; by option: society's result, worth of the work, worth at a regular hour's, all in kr.
RUNS = {"no": ((0.0, 0.0), (10.0, 10.0), (20.0, 20.0)), "sixty": ((-100.0, -300.0), (110.0, 90.0), (520.0, 320.0))}
WORTH = (("net_result", "society"), ("participants_production", ""), ("participants_regular_worth", ""))


def frame(runs: Mapping[str, Sequence[Sequence[float]]], keys: Sequence[tuple[str, str]], each: int = 1) -> pd.DataFrame:
    """Lay runs out: by option and key the values of draws, each of so many replications alike."""
    rows = [
        (draw, replication, option, measure, actor, "", "kr", value)
        for option, columns in runs.items()
        for (measure, actor), values in zip(keys, columns, strict=True)
        for draw, value in enumerate(values)
        for replication in range(each)
    ]
    return pd.DataFrame(rows, columns=["draw", "replication", "scenario", "measure", "actor", "group", "unit", "value"])


def test_the_break_even_worth_makes_societys_result_nought() -> None:
    """Against `no` the result is -200, the work is worth 90 of 400: at a worth of (90 + 200) / 400 the result would be 0."""
    found = ratios(frame(RUNS, WORTH), **ABOUT)
    assert list(found.columns) == list(SUMMARY_COLUMNS)
    rows = found.set_index(["measure", "scenario", "reference"])["mean"]
    assert rows["break_even_worth", "sixty", "no"] == pytest.approx(0.725)
    assert rows["assumed_worth", "sixty", "no"] == pytest.approx(0.225)
    assert pytest.approx(0.0) == -200 + 0.725 * 400 - 90
    assert set(found["scenario"]) == {"sixty"}  # nothing is defined against itself
    assert found["ci_low"].isna().all()


def test_where_no_hours_are_added_there_is_no_worth_that_would_do() -> None:
    same = {**RUNS, "sixty": (RUNS["sixty"][0], RUNS["no"][1], RUNS["no"][2])}
    assert ratios(frame(same, WORTH), **ABOUT).empty


def test_costs_for_each_person_are_ratios_of_means() -> None:
    """A net cost of 400 and 600 a year for 10 and 40 active: 20 for each, and not the mean of 40 and 15."""
    keys = (("measures_net", "municipality"), ("people_active", ""), ("net_cost", "municipality"), ("people_started", ""))
    runs = {
        "no": ((100.0, 100.0), (5.0, 5.0), (0.0, 0.0), (10.0, 10.0)),
        "sixty": ((400.0, 600.0), (10.0, 40.0), (300.0, 500.0), (30.0, 40.0)),
    }
    rows = ratios(frame(runs, keys), **ABOUT).set_index(["measure", "scenario", "reference"])["mean"]
    assert rows["cost_per_active_year", "sixty", ""] == pytest.approx(1000 / 50)
    assert rows["cost_per_active_year", "no", ""] == pytest.approx(20.0)
    assert rows["cost_per_added_participant", "sixty", "no"] == pytest.approx(800 / 50)


def test_draws_enough_give_an_interval_and_one_through_nought_does_not() -> None:
    """Thirty-nine draws with ratios of 1 to 39: the middle 95 % go from the first to the last."""
    draws = np.arange(1.0, 40.0)
    ones = tuple(np.ones(39))
    zero = tuple(np.zeros(39))
    keys = (("measures_net", "municipality"), ("people_active", ""))
    runs: Mapping[str, Sequence[Sequence[float]]] = {"no": (ones, ones), "sixty": (tuple(draws), ones)}
    found = ratios(frame(runs, keys, 2), **ABOUT)
    row = found[(found["scenario"] == "sixty") & (found["interval"] == "credible")].iloc[0]
    assert (row["mean"], row["ci_low"], row["ci_high"]) == pytest.approx((20.0, 1.0, 39.0))
    keys = (("net_cost", "municipality"), ("people_started", ""))
    runs = {"no": (zero, zero), "sixty": (ones, tuple(draws - 3.5))}
    found = ratios(frame(runs, keys, 2), **ABOUT)
    assert found[found["interval"] == "credible"]["ci_low"].isna().all()


def test_every_ratio_has_a_title_in_both_languages() -> None:
    assert all(set(ratio.titles) == {"en", "sv"} and ratio.doc for ratio in RATIOS)

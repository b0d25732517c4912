"""The page of a cohort's exclusion, from a hand-made result: both languages, the range over runs, and the same numbers for scripts."""

from dataclasses import replace

import numpy as np
import pytest

from ami_sim.accounts.cohort import CohortCost
from ami_sim.report.backgrounds import cohort_title
from ami_sim.report.pages.cohort import page_of
from ami_sim.runs.cohort import Cohort
from ami_sim.scenario.load import load_scenario
from ami_sim.workflow.cohort import PAYERS, SPANS, CohortResult, cost_of_cohort

GROUPS = ("all", "step 1", "step 2")


def hand_made() -> CohortResult:
    """Two runs: ten and twelve persons, all but two on step 1; a payer loses 100 kr a person and year out, 60 % of the years."""
    costs = []
    for people in (10.0, 12.0):
        persons = np.array([people, people - 2, 2.0])
        out = persons[:, None] * np.array(SPANS) * 0.6
        costs.append(CohortCost(persons=persons, lost={actor: 100 * out for actor in PAYERS}, years_out=out, child_years=out / 2))
    scenario = load_scenario("calibration/ragunda/scenario.toml")
    return CohortResult(scenario, Cohort(GROUPS, SPANS, "before_2018", tuple(costs)))


def test_a_groups_numbers_are_those_of_one_person() -> None:
    everybody, *_ = hand_made().groups()
    assert (everybody.name, everybody.persons) == ("all", 11.0)
    assert everybody.each["society"] == pytest.approx({1.0: 60.0, 5.0: 300.0, 10.0: 600.0, 40.0: 2400.0})
    assert everybody.month["society"] == pytest.approx(100 / 12)
    assert everybody.years_out[10.0] == pytest.approx(6.0)
    assert everybody.child_years[10.0] == pytest.approx(11 * 3.0)
    low, high = (100 * 0.6 * people for people in (10.2, 11.8))  # a tenth of the way between the two runs
    assert hand_made().sums("society")[0] == pytest.approx((660.0, low, high))


def test_a_group_that_is_empty_has_no_row() -> None:
    full = hand_made()
    costs = tuple(replace(cost, persons=np.array([10.0, 10.0, 0.0])) for cost in full.cohort.costs)
    found = CohortResult(full.scenario, Cohort(GROUPS, SPANS, "before_2018", costs)).groups()
    assert [group.name for group in found] == ["all", "step 1"]


def test_the_page_says_what_it_is_in_both_languages() -> None:
    result = hand_made()
    english, swedish = (" ".join(page_of(result, language).as_text().split()) for language in ("en", "sv"))
    assert "Everybody out of work and in need on 2020-01-01 (11 persons on average)" in english
    assert "chance only" in english
    assert "Alla utan arbete och i behov" in swedish
    assert "prissätts inte" in swedish
    for name in GROUPS:
        assert cohort_title(name, "en") in english
        assert cohort_title(name, "sv") in swedish
    assert [cohort_title(name, "sv") for name in ("all", "under 25", "25-34", "step 2", "my own")] == [
        "Alla",
        "Under 25 år",
        "25 till 34 år",
        "Steg 2",
        "my own",
    ]


def test_scripts_get_the_same_numbers_of_a_cohort_that_is_run() -> None:
    found = page_of(cost_of_cohort(load_scenario("calibration/ragunda/scenario.toml"), 2, seed=11)).as_dict()
    everybody = found["groups"]["all"]
    assert set(everybody["cost"]) == set(PAYERS)
    assert list(everybody["cost"]["society"]) == [f"{span:g}" for span in SPANS]
    parts = [everybody["cost"][actor]["40"] for actor in ("municipality", "region", "state")]
    assert sum(parts) < everybody["cost"]["public"]["40"] < 1.2 * sum(parts), "the rest is the municipalities that some move to"
    assert everybody["cost"]["public"]["40"] > everybody["cost"]["public"]["10"] > 0
    assert everybody["years_out"]["40"] <= 40 * everybody["persons"]

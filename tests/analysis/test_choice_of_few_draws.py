"""A choice between options, worked out in runs without chance, where an expected value is what it is."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from ami_sim.analysis.choice import (
    FEWEST,
    Choice,
    best_by_payer,
    decider,
    expected,
    intervals_of,
    leads,
    paired,
    rank,
    select,
    shares_best,
    split,
)
from ami_sim.analysis.information import Value, without_draws
from ami_sim.analysis.sensitivity import Share, explained
from ami_sim.analysis.studies import Seen, Studies
from ami_sim.analysis.turned import REGIME, Turned, corrected, turned_of, weighted, worths
from ami_sim.analysis.worth import Known, Offered, worth_of
from ami_sim.scenario.errors import InputError

Floats = NDArray[np.float64]
OPTIONS = ("no", "half", "today")
WHERE = Path("results")


def choice(**more: Any) -> Choice:
    """Four draws, two replications alike: half is worth -1, 4, 8, 13, today 9, 5, 1, -3; a is 0 to 3 and b stands still."""
    half, today = np.array([-1.0, 4.0, 8.0, 13.0]), np.array([9.0, 5.0, 1.0, -3.0])
    runs = np.repeat(np.column_stack((np.zeros(4), half, today))[:, :, None], 2, axis=2) * 1e6
    return Choice(OPTIONS, runs, ("a", "b"), np.column_stack((np.arange(4.0), np.ones(4))), **more)


def test_options_are_ordered_by_what_is_expected_of_them() -> None:
    found = choice()
    assert (found.reference, found.draws, found.replications, found.leader) == ("no", 4, 2, "half")
    assert found.order == [1, 2, 0]  # 6, 3 and 0 millions
    assert not found.resolved  # four draws are too few
    assert (found.first, found.second, found.focus) == ("half", "today", "half")
    assert found.lead[:, 0].tolist() == [-10e6, -1e6, 7e6, 16e6]
    assert found.lead_tau2 == pytest.approx(np.var([-10, -1, 7, 16], ddof=1) * 1e12)
    assert found.mu == pytest.approx(found.means, abs=0.01)  # without chance nothing is shrunk
    looked = choice(asked="today")
    assert (looked.first, looked.second, looked.focus, looked.contrast) == ("today", "no", "today", (2, 0))
    assert looked.lead[:, 1].tolist() == [9e6, 5e6, 1e6, -3e6]


@pytest.mark.parametrize(("draws", "each", "told"), [(FEWEST, 2, True), (FEWEST - 1, 2, False), (FEWEST, 1, False)])
def test_parameters_are_told_from_chance_with_draws_and_replications_enough(draws: int, each: int, told: bool) -> None:
    assert Choice(OPTIONS, np.zeros((draws, 3, each)), (), np.zeros((draws, 0))).resolved is told
    assert np.isnan(Choice(OPTIONS, np.zeros((draws, 3, 1)), (), np.zeros((draws, 0))).lead_tau2)


def test_every_option_has_its_shares_and_losses() -> None:
    """Half is best in two draws of four, today in the two others; nothing is never best. Losses: the best of each draw less its own."""
    half, today, no = rank(choice())
    assert [row.option for row in (half, today, no)] == ["half", "today", "no"]
    assert (half.mean, today.mean, no.mean) == pytest.approx((6e6, 3e6, 0.0))
    assert (half.p_best, today.p_best, no.p_best) == (0.5, 0.5, 0.0)
    assert half.expected_loss == pytest.approx((10 + 1) / 4 * 1e6)
    assert today.expected_loss == pytest.approx((7 + 16) / 4 * 1e6)
    assert no.expected_loss == pytest.approx((9 + 5 + 8 + 13) / 4 * 1e6)
    assert (half.p_above_zero_on_average, today.p_above_zero_on_average) == (0.75, 0.75)
    assert (half.p_above_zero_in_one_future, today.p_above_zero_in_one_future) == (0.75, 0.75)
    assert np.isnan(half.prediction_low)  # eight runs say nothing of one future
    assert half.computing_half == pytest.approx(3.182446 * np.std([-1, 4, 8, 13], ddof=1) / 2 * 1e6, rel=1e-5)  # t with 3 degrees
    assert half.credible_high - half.mean == pytest.approx(half.computing_half)  # few draws: no narrower than that
    assert half.resolved


def test_one_draw_says_nothing_of_what_is_not_known() -> None:
    found = choice()
    lone = Choice(OPTIONS, found.runs[:1], found.names, found.phi[:1])
    half = next(row for row in rank(lone) if row.option == "half")
    assert np.isnan([half.credible_low, half.p_best, half.expected_loss, half.p_above_zero_on_average]).all()
    low, high = intervals_of(found.runs[:, :, :1])
    assert np.isnan([low, high]).all()
    assert select(lone) is None
    assert not leads(lone).resolved


def test_the_best_leads_the_next_draw_by_draw() -> None:
    found = leads(choice())
    assert (found.best, found.second, found.mean, found.lead) == ("half", "today", 6e6, 3e6)
    assert found.resolved  # without chance every difference between draws is the parameters'
    assert found.low == pytest.approx(3e6 - 3.182446 * np.std([-10, -1, 7, 16], ddof=1) / 2 * 1e6, rel=1e-5)


def test_a_selection_needs_a_smallest_difference() -> None:
    assert select(choice()) is None
    found = select(choice(delta=1e6))
    assert found is not None
    assert (found.best, found.observations) == (1, 4)


def test_the_variance_of_one_future_is_split() -> None:
    """Half: draws -1 to 13, chance 2 squared on top: within each draw 8 (from -2 and +2), so sig2 = 8 and tau2 = var - 4."""
    runs = choice().runs / 1e6 + np.array([-2.0, 2.0])
    runs[:, 0] = 0.0
    parts = split(Choice(OPTIONS, runs, (), np.zeros((4, 0))), {"half": 0.25})
    assert [part.option for part in parts] == ["half", "today"]
    half = parts[0]
    tau2 = np.var([-1, 4, 8, 13], ddof=1) - 4
    assert half.sd == pytest.approx((tau2 + 8) ** 0.5)
    assert (half.parameters, half.chance) == pytest.approx((tau2 / (tau2 + 8), 8 / (tau2 + 8)))
    assert half.ratio == pytest.approx(8 / tau2)
    assert half.still_prior == 0.25
    assert np.isnan(parts[1].still_prior)


def test_shares_count_whole_kronor_and_expected_values_need_three_draws_of_two() -> None:
    assert shares_best(np.array([[0.2, 0.4], [0.0, 5.0]])).tolist() == [0.25, 0.75]
    runs = np.arange(12.0).reshape(2, 3, 2)
    assert expected(runs).tolist() == runs.mean(axis=2).tolist()
    assert expected(np.arange(9.0).reshape(3, 3, 1)).tolist() == np.arange(9.0).reshape(3, 3).tolist()


def frame(values: dict[tuple[str, str, int, int], float]) -> pd.DataFrame:
    """Lay out net results by (option, payer, draw, replication)."""
    rows = [(draw, replication, option, "net_result", payer, "", value) for (option, payer, draw, replication), value in values.items()]
    return pd.DataFrame(rows, columns=["draw", "replication", "scenario", "measure", "actor", "group", "value"])


def whole() -> dict[tuple[str, str, int, int], float]:
    """For each payer another option is best by a krona or more in every run."""
    best = {"municipality": "half", "state": "no", "public": "today", "society": "today"}
    return {
        (option, payer, draw, replication): 10.0 * draw + replication + 5.0 * (option == best.get(payer, "no"))
        for option in OPTIONS
        for payer in ("municipality", "state", "public", "society")
        for draw in (0, 1)
        for replication in (0, 1)
    }


def test_differences_are_taken_run_by_run_from_the_first_option() -> None:
    found = paired(frame(whole()), "net_result", "municipality", OPTIONS, WHERE)
    assert found.shape == (2, 3, 2)
    assert found[:, 1].tolist() == [[5.0, 5.0], [5.0, 5.0]]
    assert not found[:, [0, 2]].any()
    best = best_by_payer(frame(whole()), OPTIONS, WHERE)
    assert {payer: best[payer] for payer in ("municipality", "public", "society")} == {
        "municipality": "half",
        "public": "today",
        "society": "today",
    }


def test_results_that_are_not_whole_are_refused() -> None:
    with pytest.raises(InputError, match="holds no net_result of municipality of option more; expected results of this version"):
        paired(frame(whole()), "net_result", "municipality", (*OPTIONS, "more"), WHERE)
    uneven = {key: value for key, value in whole().items() if key[2:] != (1, 1)}
    with pytest.raises(InputError, match="draws have different numbers of replications"):
        paired(frame(uneven), "net_result", "municipality", OPTIONS, WHERE)
    undefined = whole() | {("today", "municipality", 1, 1): float("nan")}
    with pytest.raises(InputError, match="is missing in some"):
        paired(frame(undefined), "net_result", "municipality", OPTIONS, WHERE)
    assert (decider("", "state"), decider("society", "state")) == ("state", "society")
    with pytest.raises(InputError, match='--payer: "sociaty"'):
        decider("sociaty", "state")


def test_a_correction_turns_the_choice() -> None:
    found = worths(choice().runs)
    assert found.mean == pytest.approx([0.0, 6e6, 3e6])
    assert found.p_best == pytest.approx([0.0, 0.5, 0.5])
    turned = corrected("displacement_high", choice().runs - np.array([0.0, 7e6, 1e6])[None, :, None], OPTIONS)
    assert (turned.best, turned.how, turned.about) == ("today", "stored", "prices")
    assert turned.mean == pytest.approx({"no": 0.0, "half": -1e6, "today": 2e6})
    assert turned.p_best == 0.5  # 8, 4, 0, -4 against -8, -3, 1, 6 and 0: best in the first two draws
    assert np.isnan(worths(choice().runs[:1]).p_best).all()


def test_regimes_are_averaged_by_their_weights_and_a_missing_one_gives_nothing() -> None:
    def under(regime: str, half: float, today: float) -> Turned:
        mean = {"no": 0.0, "half": half, "today": today}
        return Turned(f"regime_{regime}", REGIME, "", mean, mean, mean, "half", 1.0, "run")

    rows = [under("stop", 8.0, 0.0), under("open", -4.0, 3.0)]
    found = weighted(rows, {"stop": 1.0, "open": 3.0}, OPTIONS)
    assert found is not None
    assert found.mean == pytest.approx({"no": 0.0, "half": (8 - 12) / 4, "today": 9 / 4})
    assert found.best == "today"
    assert weighted(rows, {}, OPTIONS) is None
    assert weighted(rows, {"stop": 1.0, "slow": 1.0}, OPTIONS) is None


def test_switches_are_read_where_all_options_have_a_mean() -> None:
    rows = [
        {
            "switch": name,
            "about": "prices",
            "title": "t",
            "option": option,
            "mean": mean,
            "credible_low": mean - 1,
            "credible_high": mean + 1,
        }
        | {"credible_high": mean + 1, "p_best": 0.3 + 0.1 * at, "how": "run"}
        for name, means in (("all", (0.0, 2.0, 5.0)), ("some", (0.0, np.nan, 1.0)))
        for at, (option, mean) in enumerate(zip(OPTIONS, means, strict=True))
    ]
    (found,) = turned_of(pd.DataFrame(rows), OPTIONS)
    assert (found.switch, found.best, found.p_best, found.how) == ("all", "today", 0.5, "run")
    assert found.credible_low == {"no": -1.0, "half": 1.0, "today": 4.0}


def test_a_study_pays_when_it_is_worth_more_than_it_costs_by_more_than_chance() -> None:
    known = Known(Value(100.0, 15.0, 0.5, 0.5, 0.0), Share(0.5, 0.1))
    assert (Offered(known, 80.0).net, Offered(known, 80.0).pays, Offered(known, 90.0).pays) == (20.0, True, False)


def test_what_decides_is_worth_knowing_and_what_does_nothing_is_not() -> None:
    """Today is worth 10 a and nothing else has a value: knowing a is worth all there is, b nothing; a study that sees a, nearly as much."""
    rng = np.random.default_rng(1)
    phi = rng.normal(size=(400, 2))
    runs = np.stack([np.zeros((400, 4)), 10 * phi[:, :1] + 0.1 * rng.normal(size=(400, 4))], axis=1)
    both = Choice(("no", "today"), runs, ("a", "b"), phi)
    row: dict[str, Any] = {"title": "t", "title_sv": "t", "source": "s", "sure": "L", "mark": "assumed"}
    studies = Studies.model_validate(
        {
            "group": {"first": {**row, "parameters": ["a", "gone"]}, "second": {**row, "parameters": ["b"]}},
            "study": {
                "ask": {**row, "cost": "1 kr", "reveals": ["first"], "data": [{"law": "normal", "parameter": "a", "sd": 0.05}]},
            },
        }
    )
    seen = Seen([{"a": float(a), "b": float(b)} for a, b in phi], pd.DataFrame(), pd.DataFrame(), [0, 1])
    found = worth_of(both, ["a", "b"], studies, seen)
    worth = runs[:, 1].mean(axis=1)
    loss = np.maximum(worth, 0).mean() - max(worth.mean(), 0.0)  # of these very draws
    assert found.everything.value == pytest.approx(loss, rel=0.15)
    assert found.groups["first"].value.value == found.singles["a"].value.value == pytest.approx(loss, rel=0.15)
    assert found.singles["b"].value.value == found.groups["second"].value.value < 0.3
    assert found.singles["a"].share.share > 0.95
    assert found.singles["b"].share.share < 0.05
    assert found.studies["ask"].known.value.value == pytest.approx(loss, rel=0.15)
    assert found.studies["ask"].net == found.studies["ask"].known.value.value - 1.0
    assert worth_of(both, ["a"]).studies == {}
    assert worth_of(both, ["a"], studies).studies == {}


def test_runs_shuffled_over_draws_keep_their_options_together() -> None:
    runs = np.arange(30.0).reshape(5, 3, 2)
    mixed = without_draws(runs, np.random.default_rng(1))
    assert mixed.shape == (5, 3, 2)
    rows = {tuple(row) for row in np.moveaxis(runs, 1, 2).reshape(10, 3).tolist()}
    assert {tuple(row) for row in np.moveaxis(mixed, 1, 2).reshape(10, 3).tolist()} == rows


def test_many_columns_explain_what_a_straight_line_in_them_does_less_what_so_many_explain_anyhow() -> None:
    """Adjusted R² of five columns over thirty draws: 1 - (1 - R²) 29/24."""
    rng = np.random.default_rng(3)
    columns, x = rng.normal(size=(30, 5)) + 7.0, rng.normal(size=30)
    x = x + columns[:, 0]
    design = np.column_stack((np.ones(30), columns))
    rest = x - design @ np.linalg.lstsq(design, x, rcond=None)[0]
    r2 = 1 - rest @ rest / ((x - x.mean()) @ (x - x.mean()))
    whole = float(x.var(ddof=1))
    found = explained(columns, x, whole)
    assert found.share == pytest.approx(1 - (1 - r2) * 29 / 24)
    assert explained(columns, x, 2 * whole) == Share(found.share / 2, found.floor / 2)
    assert explained(columns, x, whole / 100).share == 1.0

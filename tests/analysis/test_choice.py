"""A choice worked out by hand: `gamble` gives 5 mnkr where a parameter is 1 and loses 2 where it is 0; `sure` always gives 1."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from ami_sim.analysis.budget import overruns
from ami_sim.analysis.choice import Choice, best_by_payer, decider, leads, paired, rank, select, split
from ami_sim.analysis.payback import paid_back
from ami_sim.analysis.payers import PayerResult, results_by_payer
from ami_sim.analysis.sensitivity import threshold
from ami_sim.analysis.turned import Turned, corrected, turned_of, weighted
from ami_sim.analysis.worth import worth_of
from ami_sim.scenario.errors import InputError

OPTIONS = ("no", "sure", "gamble")
MNKR = 1e6
HERE = Path("here")
STEP = np.array([[1.0, 1.0], [5.0, 5.0]])


def gamble_or_sure(draws: int = 40) -> Choice:
    """Half of the draws have the parameter at 1; two replications without chance; a second parameter has nothing to do with it."""
    good = np.arange(draws) % 2 == 0
    worth = np.column_stack([np.zeros(draws), np.ones(draws), np.where(good, 5.0, -2.0)]) * MNKR
    other = np.random.default_rng(1).permutation(np.linspace(0.0, 1.0, draws))
    phi = np.column_stack([good.astype(float), other])
    return Choice(OPTIONS, np.repeat(worth[:, :, None], 2, axis=2), ("good", "other"), phi, delta=0.1 * MNKR)


@pytest.fixture(scope="module")
def choice() -> Choice:
    return gamble_or_sure()


def test_options_are_ranked_by_their_means_with_how_often_they_are_best_and_what_choosing_them_loses(choice: Choice) -> None:
    rows = {row.option: row for row in rank(choice)}
    assert [row.option for row in rank(choice)] == ["gamble", "sure", "no"]
    assert rows["gamble"].mean == pytest.approx(1.5 * MNKR)  # (5 - 2) / 2
    assert [rows[name].p_best for name in OPTIONS] == [0.0, 0.5, 0.5]
    assert rows["gamble"].expected_loss == pytest.approx(1.5 * MNKR)  # half the time 1 - (-2)
    assert rows["sure"].expected_loss == pytest.approx(2.0 * MNKR)  # half the time 5 - 1
    assert rows["no"].expected_loss == pytest.approx(3.0 * MNKR)  # half the time 5, half the time 1
    assert rows["gamble"].p_above_zero_on_average == 0.5
    assert (rows["gamble"].prediction_low, rows["gamble"].prediction_high) == (-2 * MNKR, 5 * MNKR)


def test_the_leader_leads_the_next_by_the_difference_of_their_means(choice: Choice) -> None:
    lead = leads(choice)
    assert (lead.best, lead.second, lead.resolved) == ("gamble", "sure", True)
    assert lead.lead == pytest.approx(0.5 * MNKR)
    assert [lead.low, lead.high] == pytest.approx([-3 * MNKR, 4 * MNKR])  # -2 - 1 and 5 - 1
    assert (choice.leader, choice.focus, choice.first, choice.second) == ("gamble", "gamble", "gamble", "sure")


def test_one_draw_gives_means_and_no_interval_and_without_a_delta_nothing_is_told_apart() -> None:
    one = Choice(OPTIONS, np.array([[[0.0, 0.0], [1.0, 3.0], [4.0, 4.0]]]), (), np.zeros((1, 0)))
    rows = {row.option: row for row in rank(one)}
    assert rows["sure"].mean == 2.0
    assert np.isnan([rows["sure"].credible_low, rows["sure"].p_best, rows["sure"].expected_loss, leads(one).low]).all()
    assert select(one) is None


def test_variance_without_chance_comes_from_parameters_alone(choice: Choice) -> None:
    rows = {row.option: row for row in split(choice, {"gamble": 0.25})}
    draws = choice.draws
    assert rows["gamble"].sd == pytest.approx(3.5 * MNKR * (draws / (draws - 1)) ** 0.5)  # 3.5 either side of the mean
    assert (rows["gamble"].parameters, rows["gamble"].chance, rows["gamble"].still_prior) == (1.0, 0.0, 0.25)
    assert (rows["sure"].sd, rows["sure"].parameters) == (0.0, 0.0)
    assert np.isnan(rows["sure"].still_prior)


def test_knowing_the_parameter_that_decides_is_worth_as_much_as_knowing_everything(choice: Choice) -> None:
    found = worth_of(choice, ["good", "other"])
    assert found.everything.value == pytest.approx(1.5 * MNKR)  # (5 + 1) / 2 with knowledge, 1.5 without
    assert found.singles["good"].value.value == pytest.approx(1.5 * MNKR, rel=1e-3)
    assert found.singles["good"].share.share == pytest.approx(1.0, abs=0.01)
    assert found.singles["other"].value.value < 0.3 * MNKR
    assert not found.singles["other"].share.seen
    assert found.studies == {}


def test_the_decision_turns_where_the_gamble_is_worth_what_is_sure(choice: Choice) -> None:
    found = threshold(choice.phi[:, 0], choice.means, "good")
    assert [(OPTIONS[turn.before], OPTIONS[turn.after]) for turn in found.turns] == [("sure", "gamble")]
    assert found.turns[0].value == pytest.approx(3 / 7, abs=0.01)  # -2 + 7 x = 1


def long_frame(values: dict[tuple[str, str, str], NDArray[np.float64]]) -> pd.DataFrame:
    """Lay out values [draw, replication] by (option, measure, actor) as a stored frame."""
    rows = [
        (draw, replication, option, measure, actor, "", "kr", float(value))
        for (option, measure, actor), table in values.items()
        for (draw, replication), value in np.ndenumerate(table)
    ]
    return pd.DataFrame(rows, columns=["draw", "replication", "scenario", "measure", "actor", "group", "unit", "value"])


def test_each_payer_has_its_own_best_option() -> None:
    worth = {"municipality": (0, -1, -2), "public": (0, 2, 1), "society": (0, 2, 3), "state": (0, -1, -1)}
    values = {
        (option, "net_result", payer): np.full((2, 2), 10.0 + kr[at]) for payer, kr in worth.items() for at, option in enumerate(OPTIONS)
    }
    found = best_by_payer(long_frame(values), OPTIONS, HERE)
    assert found == {"municipality": "no", "public": "sure", "society": "gamble", "state": "no"}


def test_differences_are_paired_run_by_run_and_what_is_missing_is_named() -> None:
    base = np.array([[1.0, 2.0], [3.0, 4.0]])
    values = {("no", "net_result", "state"): base, ("sure", "net_result", "state"): base + STEP}
    found = paired(long_frame(values), "net_result", "state", ("no", "sure"), HERE)
    assert found[:, 1].tolist() == STEP.tolist()
    assert not found[:, 0].any()
    with pytest.raises(InputError, match=r"here: measures\.parquet holds no net_result of state of option gamble"):
        paired(long_frame(values), "net_result", "state", OPTIONS, HERE)
    with pytest.raises(InputError, match="net_result of state is missing in some"):
        paired(long_frame(values).iloc[:-1], "net_result", "state", ("no", "sure"), HERE)


def test_an_unknown_decider_is_refused_with_the_nearest() -> None:
    assert decider("", "society") == "society"
    with pytest.raises(InputError, match=r'--payer: "socity".*Did you mean "society"'):
        decider("socity", "municipality")


def test_a_correction_can_turn_the_best_and_its_share_counts_draws(choice: Choice) -> None:
    taken = np.zeros_like(choice.runs)
    taken[:, 2] = -1 * MNKR
    found = corrected("displacement", choice.runs + taken, OPTIONS)
    assert (found.best, found.how) == ("sure", "stored")  # the gamble is then worth 0.5
    assert found.mean["gamble"] == pytest.approx(0.5 * MNKR)
    assert found.p_best == 0.5


def regime(name: str, kr: float) -> Turned:
    mean = {"no": 0.0, "sure": 1.0, "gamble": kr}
    return Turned(f"regime_{name}", "regime", name, mean, mean, mean, max(mean, key=lambda option: mean[option]), 1.0, "run")


def test_regimes_are_averaged_by_their_weights_and_only_when_all_are_there() -> None:
    rows = (regime("stays", -4.0), regime("ends", 6.0))
    found = weighted(rows, {"stays": 0.5, "ends": 1.5}, OPTIONS)
    assert found is not None
    assert found.mean == {"no": 0.0, "sure": 1.0, "gamble": 3.5}  # (-2 + 9) / 2
    assert found.best == "gamble"
    assert weighted(rows[:1], {"stays": 0.5, "ends": 1.5}, OPTIONS) is None
    assert weighted(rows, {}, OPTIONS) is None


def test_a_switch_that_lacks_an_option_is_left_out() -> None:
    columns = ["switch", "about", "title", "option", "mean", "credible_low", "credible_high", "p_best", "how"]
    rows = [("a", "prices", "A", name, kr, kr - 1, kr + 1, 0.5, "run") for name, kr in zip(OPTIONS, (0.0, 1.0, 2.0), strict=True)]
    frame = pd.DataFrame([*rows, ("b", "prices", "B", "no", 0.0, 0.0, 0.0, 1.0, "run")], columns=columns)
    (found,) = turned_of(frame, OPTIONS)
    assert (found.switch, found.best, found.credible_high["gamble"]) == ("a", "gamble", 3.0)


def summary_row(measure: str, option: str, reference: str, actor: str, interval: str, mean: float) -> dict[str, object]:
    ends = {"ci_low": mean - 1, "ci_high": mean + 1, "free_of_chance": interval != "credible"}
    return {
        "measure": measure,
        "scenario": option,
        "reference": reference,
        "actor": actor,
        "group": "",
        "interval": interval,
        "mean": mean,
    } | ends


def test_a_payers_result_has_its_credible_interval_and_nothing_stands_for_what_is_not_there() -> None:
    frame = pd.DataFrame(
        [
            summary_row("net_result", "sure", "no", "state", "computing", 3.0),
            summary_row("net_result", "sure", "no", "state", "credible", 3.5),
            summary_row("net_result", "sure", "gamble", "state", "computing", 9.0),
            summary_row("net_result", "gamble", "no", "ifo", "computing", 7.0),
        ]
    )
    ifo, state = results_by_payer(frame, "no", ("sure", "gamble"))
    assert state == PayerResult("state", "sure", 3.0, 2.5, 4.5, False)
    assert (ifo.payer, ifo.option, ifo.mean) == ("ifo", "gamble", 7.0)
    assert np.isnan(ifo.credible_low)


def test_chances_of_payback_are_read_by_payer_option_and_year() -> None:
    frame = pd.DataFrame(
        [
            summary_row("payback_within_3y", "sure", "", "state", "computing", 0.25),
            summary_row("payback_within_3y", "sure", "no", "state", "computing", 0.75),
        ]
    )
    found = {(row.payer, row.years): row.chance for row in paid_back(frame, ("sure",))}
    assert found["state", 3] == 0.25
    assert len(found) == 4 * 4
    assert np.isnan(found["state", 1])


def test_a_line_that_nothing_is_set_aside_for_has_no_overrun() -> None:
    row = {
        "scenario": "sure",
        "committee": "ifo",
        "line": "aid",
        "year": 2020,
        "budget": 9.0,
        "overrun_probability": 0.25,
        "overrun_mean": 2.0,
    }
    found = overruns(pd.DataFrame([row, row | {"budget": np.nan}, row | {"scenario": "other"}]), OPTIONS)
    assert [(one.scenario, one.year, one.budget, one.overrun_mean) for one in found] == [("sure", 2020, 9.0, 2.0)]

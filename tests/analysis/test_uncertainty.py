"""Three intervals, each with its own name: computing, credible, prediction."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.differences import summarise
from ami_sim.analysis.uncertainty import credible, intervals, parts_of_variance, pooled, ratio_interval, resolved, shown, shrunk, within_of
from ami_sim.report.wording import sentences

TAU, SIGMA = 2.0, 3.0


def runs(draws: int = 400, replications: int = 4, tau: float = TAU, seed: int = 3) -> np.ndarray:
    luck = np.random.default_rng(seed)
    return np.asarray(10 + tau * luck.normal(size=(1, draws, 1)) + SIGMA * luck.normal(size=(1, draws, replications)))


def frame(values: np.ndarray) -> pd.DataFrame:
    rows = []
    for draw in range(values.shape[0]):
        for replication in range(values.shape[1]):
            for name, value in (("no", 0.0), ("60", values[draw, replication] * 1e6)):
                rows.append((draw, replication, name, "net_result", "municipality", "", "kr", value))
    return pd.DataFrame(rows, columns=["draw", "replication", "scenario", "measure", "actor", "group", "unit", "value"])


def test_variance_is_split_between_parameters_and_chance() -> None:
    tau2, sig2 = parts_of_variance(runs(4000))
    assert tau2[0] == pytest.approx(TAU**2, rel=0.1)
    assert sig2[0] == pytest.approx(SIGMA**2, rel=0.05)


def test_the_credible_interval_has_the_width_of_the_parameters_alone_and_the_prediction_that_of_all() -> None:
    low, high = credible(runs(4000))
    assert (high - low)[0] == pytest.approx(2 * 1.96 * TAU, rel=0.08)
    down, up = pooled(runs(4000))
    assert (up - down)[0] == pytest.approx(2 * 1.96 * np.hypot(TAU, SIGMA), rel=0.08)
    assert shrunk(runs()).mean() == pytest.approx(runs().mean())


def test_draws_that_cannot_be_told_from_chance_keep_their_chance_in_the_interval() -> None:
    held = 0
    for seed in range(200):
        values = runs(60, 4, 0.0, seed)
        told = bool(resolved(values)[0])
        held += not told
        (low,), (high,) = credible(values)
        means = values[0].mean(axis=1)
        if not told:
            assert (low, high) == pytest.approx(tuple(np.quantile(means, [0.025, 0.975], method="weibull")))
    assert held / 200 == pytest.approx(0.975, abs=0.03)  # an exact test: one in forty is told apart by luck alone


def test_numbers_that_differ_by_rounding_alone_are_without_chance() -> None:
    """The same amounts in another order: 12.8 million kronor in every run but for the last digit, beside a small number with chance."""
    luck = np.random.default_rng(5)
    rounded = 12_812_109.588190705 + luck.choice([-2e-9, 0.0, 2e-9], (1, 40, 2))
    small = 1e-6 * luck.normal(1.0, 0.5, (1, 40, 2))
    both = np.concatenate([rounded, small])
    assert within_of(both)[0] == 0.0
    assert within_of(both)[1] == pytest.approx(small.var(axis=2, ddof=1).mean())
    assert resolved(rounded).tolist() == [True]


def test_numbers_without_chance_are_resolved() -> None:
    constant = np.full((1, 6, 2), 3.0)
    by_draw = np.repeat(np.arange(6.0)[None, :, None], 2, axis=2)
    assert resolved(np.concatenate([constant, by_draw])).tolist() == [True, True]
    low, high = credible(by_draw)
    assert (low[0], high[0]) == pytest.approx((0.0, 5.0))


@pytest.mark.parametrize("share", [0.0, 0.02, 0.1, 0.3, 0.6])
def test_the_credible_interval_is_never_too_narrow_however_small_the_parameters_share(share: float) -> None:
    """`share` of one run's variance is the parameters'; 40 draws of 2, as in the pages. A twentieth may be missed."""
    tau, sigma, luck = np.sqrt(share), np.sqrt(1 - share), np.random.default_rng(11)
    values = tau * luck.normal(size=(2000, 40, 1)) + sigma * luck.normal(size=(2000, 40, 2))
    low, high = credible(values)
    truth = tau * luck.normal(size=2000)
    assert np.mean((low <= truth) & (truth <= high)) > 0.90  # ends from 40 draws are rough


def test_each_interval_is_named_and_one_draw_has_only_the_computing_one() -> None:
    table = intervals(frame(runs(50)[0]), experiment="e", references=["no"])
    difference = table[(table["reference"] == "no")]
    assert difference["interval"].tolist() == ["credible", "prediction"]
    assert intervals(frame(runs(1)[0]), experiment="e", references=["no"]).empty


def test_a_sentence_with_a_posterior_carries_the_credible_interval_and_says_that_effects_are_assumed() -> None:
    rows = frame(runs(100)[0])
    summary = pd.concat([summarise(rows, experiment="e", references=["no"]), intervals(rows, experiment="e", references=["no"])])
    assert shown(summary) == "credible"
    said = sentences(summary, reference="no", years=10, parameters="posterior")["60"]
    assert "In brackets: 95\u00a0% interval, credible interval." in said
    assert "Simulation error of the net result: ±" in said
    assert "In a single future it may lie from" in said
    assert "say nothing about effects: lock-in, after-effects and the step effect are assumed" in said
    assert "chance only" not in said
    swedish = sentences(summary, reference="no", years=10, parameters="posterior", language="sv")["60"]
    assert "inlåsning, eftereffekter och stegeffekt är antagna" in swedish


@pytest.mark.parametrize(("draws", "guarded"), [(19, True), (20, False)])
def test_below_twenty_draws_a_credible_interval_is_at_least_as_wide_as_the_computing_one(draws: int, guarded: bool) -> None:
    """All draws are 0 but one, which is 100: quantiles begin at 0, Student's interval of the mean below it."""
    values = np.zeros((1, draws, 2))
    values[0, 0] = 100.0
    (low,), (high,) = credible(values)
    mean = 100 / draws
    spread = np.sqrt(((100 - mean) ** 2 + (draws - 1) * mean**2) / (draws - 1))
    student = {19: 2.100922, 20: 2.093024}[draws]  # t for 18 and 19 degrees of freedom
    assert low == pytest.approx(mean - student * spread / np.sqrt(draws) if guarded else 0.0)
    assert high == 100.0  # of so few draws the largest is the end: 0.975 of 20 + 1 is beyond the twentieth


def test_parts_of_variance_of_two_draws_of_two() -> None:
    """Draw means 2 and 6: variance 8; within 2 and 2: chance 2; of the means' variance half a chance's is chance: 8 - 1."""
    tau2, sig2 = parts_of_variance(np.array([[[1.0, 3.0], [5.0, 7.0]]]))
    assert (tau2[0], sig2[0]) == pytest.approx((7.0, 2.0))


def test_the_exact_interval_of_a_ratio_of_variances() -> None:
    """F = 2 x 8 / 2 = 8 with 1 and 2 degrees of freedom, whose quantiles at 5 and 95 % are 0.0050125 and 18.5128."""
    low, high = ratio_interval(np.array([[[1.0, 3.0], [5.0, 7.0]]]), 0.90)
    assert (low[0], high[0]) == pytest.approx(((8 / 18.51282 - 1) / 2, (8 / 0.00501253 - 1) / 2), rel=1e-4)


def test_means_that_can_be_told_apart_are_shrunk_by_the_share_of_their_variance_that_is_not_chance() -> None:
    """Draw means -3, 0 and 3 (variance 9), chance 2 in each run and 1 in a mean of two: tau2 = 8, means times the root of 8/9."""
    values = np.array([[[-4.0, -2.0], [-1.0, 1.0], [2.0, 4.0]]])
    assert resolved(values, 0.5)[0]
    kappa = np.sqrt(8 / 9) if resolved(values)[0] else 1.0
    assert shrunk(values)[0] == pytest.approx([-3 * kappa, 0.0, 3 * kappa])
    far = np.array([[[-301.0, -299.0], [-1.0, 1.0], [299.0, 301.0]]])
    assert resolved(far)[0]
    assert shrunk(far)[0] == pytest.approx(np.array([-300, 0, 300]) * np.sqrt((90_000 - 1) / 90_000))


def test_a_ratio_whose_interval_begins_between_nought_and_one_is_told() -> None:
    """Three means of variance 32, two runs each with chance 2: F = 32, its quantile at 97.5 % is 16.04; (32/16.04 - 1)/2 is about 0.5."""
    values = np.array([[[-1.0, 1.0], [-1.0, 1.0], [-1.0, 1.0]]]) + np.sqrt(32) * np.array([-1.0, 0.0, 1.0])[None, :, None]
    low, _ = ratio_interval(values)
    assert low[0] == pytest.approx((32 / 16.0441 - 1) / 2, rel=1e-3)
    assert resolved(values)[0]
    assert not resolved(values / np.array([np.sqrt(2.2)]) + np.array([[[1.0, -1.0]]]) * 3)[0]


def test_one_future_lies_between_the_quantiles_of_all_runs() -> None:
    (low,), (high,) = pooled(np.arange(41.0).reshape(1, 41, 1), 0.95)
    assert (low, high) == pytest.approx((0.05, 39.95))  # of 41 ordered values number 42 x 0.025 = 1.05, and the same from above


def test_one_future_is_never_surer_than_its_expected_value() -> None:
    for seed in range(20):
        values = runs(25, 2, 5.0, seed)
        (low,), (high,) = credible(values)
        (down,), (up,) = pooled(values)
        assert down <= low < high <= up

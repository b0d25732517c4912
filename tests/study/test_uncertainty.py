"""Three intervals, each with its own name: computing, credible, prediction."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.study.differences import summarise
from ami_sim.study.uncertainty import credible, intervals, parts_of_variance, pooled, shown, shrunk
from ami_sim.study.wording import sentences

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


def test_without_parameter_spread_the_credible_interval_is_not_resolved() -> None:
    for seed in range(8):
        values = runs(60, 4, 0.0, seed)
        if parts_of_variance(values)[0][0] == 0:
            assert np.isnan(credible(values)[0][0])
            return
    pytest.fail("no sample had a variance of 0")


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
    assert said.startswith("With parameters calibrated to the first year, 60: ")
    assert "credible interval) mnkr" in said
    assert "Simulation error ±" in said
    assert "A single future may lie between" in said
    assert "It rests on assumed effects" in said
    assert "chance only" not in said
    assert "Det vilar på antagna effekter" in sentences(summary, reference="no", years=10, parameters="posterior", language="sv")["60"]

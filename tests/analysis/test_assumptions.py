"""The share of an answer's spread that comes from a group of parameters."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.assumptions import share_from


def world(draws: int, known: float, assumed: float) -> tuple[pd.DataFrame, list[dict[str, float]]]:
    luck = np.random.default_rng(2)
    thetas = [{"seen": float(a), "guessed": float(b)} for a, b in luck.normal(size=(draws, 2))]
    rows = [
        (draw, replication, name, "net_result", "municipality", "", "kr", value)
        for draw, theta in enumerate(thetas)
        for replication in range(4)
        for name, value in (("no", 0.0), ("60", known * theta["seen"] + assumed * theta["guessed"] + luck.normal()))
    ]
    return pd.DataFrame(rows, columns=["draw", "replication", "scenario", "measure", "actor", "group", "unit", "value"]), thetas


@pytest.mark.parametrize(("known", "assumed", "share"), [(1.0, 2.0, 0.8), (2.0, 1.0, 0.2), (2.0, 0.0, 0.0)])
def test_the_share_is_that_of_the_group(known: float, assumed: float, share: float) -> None:
    frame, thetas = world(400, known, assumed)
    found = share_from(frame, thetas, ["guessed"], reference="no", measure="net_result", actor="municipality")
    assert found["60"] == pytest.approx(share, abs=0.1)


def test_few_draws_say_nothing() -> None:
    frame, thetas = world(3, 1.0, 1.0)
    assert share_from(frame, thetas, ["guessed"], reference="no", measure="net_result", actor="municipality") == {}

"""Synthetic replications with known means, paired as the runner pairs them: one shock per replication, shared by all scenarios."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

Maker = Callable[..., pd.DataFrame]


def paired_rows(
    means: dict[str, float],
    *,
    replications: int,
    draws: int = 1,
    shared: float = 1.0,
    own: float = 0.1,
    between: float = 0.0,
    seed: int = 7,
) -> pd.DataFrame:
    """Give one measure's rows: value = mean + draw effect (of the scenario) + shared shock + own shock."""
    luck = np.random.default_rng(seed)
    rows = []
    for draw in range(draws):
        effect = {scenario: luck.normal(0, between) if between else 0.0 for scenario in means}
        for replication in range(replications):
            common = luck.normal(0, shared)
            for scenario, mean in means.items():
                rows.append((draw, replication, scenario, mean + effect[scenario] + common + luck.normal(0, own)))
    frame = pd.DataFrame(rows, columns=["draw", "replication", "scenario", "value"])
    return frame.assign(measure="queue_place_mean", actor="", group="", unit="persons")


@pytest.fixture
def paired() -> Maker:
    """Give the maker of paired rows."""
    return paired_rows

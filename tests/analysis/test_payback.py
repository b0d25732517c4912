"""Intervals of shares: Wilson's, for the chance that an outlay has come back."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.differences import summarise
from ami_sim.analysis.payback import wilson, with_intervals_of_shares


def frame(values: dict[str, list[float]], measure: str, draws: int = 1) -> pd.DataFrame:
    rows = [
        {
            "draw": at % draws,
            "replication": at // draws,
            "scenario": name,
            "measure": measure,
            "actor": "society",
            "group": "",
            "unit": "share",
            "value": x,
        }
        for name, own in values.items()
        for at, x in enumerate(own)
    ]
    return pd.DataFrame(rows)


def test_wilson_is_the_published_interval() -> None:
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    counts = np.array([263, 148, 20, 29])
    low, high = wilson(np.array([81, 15, 0, 1]) / counts, counts, 0.95)
    assert low.round(4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert high.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_a_share_of_none_or_all_keeps_an_interval_and_other_measures_are_left() -> None:
    values = {"no": [np.nan] * 4, "some": [0.0] * 4, "more": [1.0] * 4}
    summary = summarise(frame(values, "payback_within_5y"), experiment="e", references=["no"])
    changed = with_intervals_of_shares(summary).set_index("scenario")
    assert (changed.loc["some", "ci_low"], changed.loc["more", "ci_high"]) == (0.0, 1.0)
    assert changed.loc["some", "ci_high"] == pytest.approx(0.4899, abs=1e-4)
    assert changed.loc["more", "ci_low"] == pytest.approx(0.5101, abs=1e-4)
    assert "no" not in changed.index  # not defined for the reference
    assert (summary["ci_low"] == summary["ci_high"]).all()  # what was handed in is not changed
    other = summarise(frame({"no": [0.0, 1.0]}, "kolada_result"), experiment="e")
    pd.testing.assert_frame_equal(with_intervals_of_shares(other), other)


def test_with_several_draws_the_draws_are_the_units() -> None:
    summary = summarise(frame({"some": [0.0, 1.0] * 5}, "payback_within_1y", draws=2), experiment="e")
    low, high = wilson(np.array([0.5]), np.array([2]), 0.95)
    row = with_intervals_of_shares(summary).iloc[0]
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((low[0], high[0]))


def test_one_run_has_no_interval() -> None:
    summary = summarise(frame({"some": [1.0]}, "payback_within_1y"), experiment="e")
    assert with_intervals_of_shares(summary)["ci_low"].isna().all()

"""A decision reads its results a piece at a time: what it keeps of a piece, and what it adds up."""

import pandas as pd
import pyarrow as pa

from ami_sim.workflow.decide import added_up, of_everybody


def test_measures_of_everybody_and_those_by_background_are_kept() -> None:
    rows = [("net_result", ""), ("net_result", "sex:woman"), ("people_followed", "sex:woman"), ("people_met", ""), ("wait", "step:1")]
    frame = pd.DataFrame(rows, columns=["measure", "group"]).astype("category").assign(draw=0, replication=1, value=range(5))
    assert of_everybody(pa.Table.from_pandas(frame))["value"].to_pylist() == [0, 2, 3]


def test_days_of_the_chosen_replications_are_added_up_and_no_others() -> None:
    rows = [(1, replication, "today", 2020, 7, -1, -1, amount) for replication, amount in ((0, 1.5), (0, 2.0), (1, 40.0), (2, 0.25))]
    rows.append((1, 0, "no", 2020, 7, -1, -1, 8.0))
    columns = ["draw", "replication", "scenario", "year", "stage", "what", "to_stage", "amount"]
    frame = pd.DataFrame(rows, columns=columns).astype({"scenario": "category"})
    found = added_up(pa.Table.from_pandas(frame), [0, 2]).to_pandas()
    assert dict(zip(found["scenario"], found["amount"], strict=True)) == {"today": 3.75, "no": 8.0}
    assert "replication" not in found

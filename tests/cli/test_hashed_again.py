"""Results whose hashes were made again around what no run has written: named by file, and never a traceback."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ami_sim.runs.store import FILES, MANIFEST, hash_of, sealed, write_frame, write_json

Change = Callable[[pd.DataFrame], pd.DataFrame]
READERS: dict[str, list[tuple[str, ...]]] = {
    "summary.csv": [("decide", "out")],
    "measures.parquet": [("decide", "out")],
    "budget.csv": [("budget", "out"), ("decide", "out")],
    "replications.parquet": [("reprice", "out"), ("trace", "out", "aid: ifo -> person", "--option", "today", "--year", "2020")],
}
CHANGES: dict[str, tuple[str, Change, str]] = {
    "a missing column": ("summary.csv", lambda frame: frame.drop(columns="mean"), '"mean" is missing'),
    "a missing key": ("measures.parquet", lambda frame: frame.drop(columns="actor"), '"actor" is missing'),
    "a doubled row": ("measures.parquet", lambda frame: pd.concat([frame, frame.head(1)]), "comes twice"),
    "a doubled line": ("budget.csv", lambda frame: pd.concat([frame, frame.head(1)]), "comes twice"),
    "infinite": ("budget.csv", lambda frame: frame.assign(mean=float("inf")), "no run gives"),
    "words": ("budget.csv", lambda frame: frame.assign(mean="much"), "no number"),
    "days below 0": ("replications.parquet", lambda frame: frame.assign(amount=-frame["amount"]), "below 0"),
    "stage 99": (
        "replications.parquet",
        lambda frame: frame.assign(stage=frame["stage"].where(frame.index != 0, 99)),
        "stage 99 is not known",
    ),
    "a doubled condition": ("replications.parquet", lambda frame: pd.concat([frame, frame.tail(1)]), "comes twice"),
    "a missing condition": ("replications.parquet", lambda frame: frame.drop(columns="income"), '"income" is missing'),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_no_run_has_written_is_refused_by_file(case: str, ami_sim: Any, answer: Path) -> None:
    name, change, said = CHANGES[case]
    out = answer.rename(answer.with_name("out"))
    frame = pd.read_csv(out / name) if name.endswith(".csv") else pd.read_parquet(out / name)
    write_frame(out / name, change(frame.reset_index(drop=True)))
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    manifest[FILES][name] = hash_of((out / name).read_bytes())
    write_json(out / MANIFEST, sealed(manifest))
    for words in READERS[name]:
        refused = ami_sim(*words)
        assert refused.code == 2, refused
        assert f"out/{name}: " in refused.err
        assert said in refused.err
        assert len(refused.err.strip().splitlines()) == 1


def test_a_unit_without_a_cohort_is_refused(ami_sim: Any, town: Path) -> None:
    refused = ami_sim("exclusion", "--unit", "today")
    assert (refused.code, refused.out) == (2, "")
    assert "--unit: today does nothing without --cohort; expected both or neither" in refused.err

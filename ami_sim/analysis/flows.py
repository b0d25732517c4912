"""How many persons move from one stage to another in a year, on average over the runs: what a map of the process shows."""

from typing import Final

import pandas as pd

KEYS: Final = ["scenario", "stage", "to_stage"]


def flows(days: pd.DataFrame, years: float) -> pd.DataFrame:
    """Give moves between stages a year after the parting date: columns scenario, stage, to_stage (codes) and a_year, the mean of runs.

    days: the frame of days and transitions by year; moves within a stage (a birthday, a rule) are left out. years: from the parting on.
    """
    runs = max(1, len(days[["draw", "replication"]].drop_duplicates()))
    moved = days[(days["to_stage"] >= 0) & (days["after"] == 1) & (days["stage"] != days["to_stage"])]
    found = moved.groupby(KEYS, observed=True)["amount"].sum().reset_index(name="a_year")
    return found.assign(scenario=found["scenario"].astype(str), a_year=found["a_year"] / runs / years)

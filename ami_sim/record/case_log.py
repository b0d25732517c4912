"""A run as a flat case log: a row a stay, in the words that a unit's own log is read with."""

from pathlib import Path

import numpy as np
import pandas as pd

from ami_sim.scenario.errors import InputError

TOLD = ("income", "intervention", "group")  # what a row says besides the stage; a change of it begins a new row
UNKNOWN = "unborn"


def case_log_of(log: pd.DataFrame) -> pd.DataFrame:
    """Turn a run's events (`log_in_words`) into a case log: columns case, activity, start, end, income, intervention, group.

    activity: the stage. start, end: times to the microsecond; no end where the run ended first. Whoever was there on the first day begins
    then, whatever came before. Rows are sorted by case, then by time.
    """
    events = log.iloc[np.argsort(log["person"].to_numpy(np.str_), kind="stable")]
    person, words = events["person"].to_numpy(object), events[["to", *TOLD]].to_numpy(object)
    begins = np.r_[True, (person[1:] != person[:-1]) | (words[1:] != words[:-1]).any(axis=1)][: len(events)]
    first = np.flatnonzero(begins)
    last = np.r_[first[1:] - 1, len(events) - 1].astype(np.int64)[: len(first)]
    day = events["time"].to_numpy(np.float64)
    origin = events["date"].to_numpy("datetime64[us]") - micro(np.floor(day))
    found = events.iloc[first][["person", "to", *TOLD]].rename(columns={"person": "case", "to": "activity"}).reset_index(drop=True)
    found.insert(2, "start", origin[first] + micro(day[first]))
    end = origin[last] + micro(day[last] + events["days"].to_numpy(np.float64)[last])
    open_ = events["unfinished"].to_numpy(bool)[last]
    found.insert(3, "end", np.where(open_, np.datetime64("NaT"), end))
    return found[found["activity"] != UNKNOWN].reset_index(drop=True)


def micro(days: np.ndarray) -> np.ndarray:
    """Give days as a length of time to the microsecond."""
    return np.asarray(np.rint(days * 86_400e6)).astype("timedelta64[us]")


def write_case_log(path: Path, log: pd.DataFrame) -> None:
    """Write a case log as CSV or parquet, by the file's ending; InputError for another, or a file that cannot be written."""
    if path.suffix not in (".csv", ".parquet"):
        raise InputError(f'{path}: "{path.suffix}" is no kind of log; expected one of .csv, .parquet')
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".csv":
            times = {name: iso(log[name]) for name in ("start", "end")}
            log.assign(**times).to_csv(path, index=False)
        else:
            log.to_parquet(path, index=False)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); expected a file one may write to") from error


def iso(times: pd.Series) -> pd.Series:
    """Write times to the microsecond; "" for none."""
    return pd.Series(times.dt.strftime("%Y-%m-%dT%H:%M:%S.%f").fillna(""))

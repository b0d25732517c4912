"""A run as a flat case log: a row a stay, in the words that a unit's own log is read with."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from ami_sim.record.log_formats import as_ocel, as_xes, texts
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


def write_case_log(path: Path, log: pd.DataFrame, replace: bool = False) -> None:
    """Write a case log as CSV, parquet, XES or OCEL 2.0 (JSON), by the file's ending; a file that is there is replaced only when asked.

    InputError for another ending, a file that is there, or one that cannot be written.
    """
    if path.suffix not in WRITERS:
        raise InputError(f'{path}: "{path.suffix}" is no kind of log; expected one of {", ".join(WRITERS)}')
    if path.exists() and not replace:
        raise InputError(f"{path}: a file of that name is there; expected a new file, or --force, which replaces it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(WRITERS[path.suffix](log))
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); expected a file one may write to") from error


def as_csv(log: pd.DataFrame) -> bytes:
    """Write a case log as CSV."""
    return log.assign(**{name: texts(log[name]) for name in ("start", "end")}).to_csv(index=False).encode()


def as_parquet(log: pd.DataFrame) -> bytes:
    """Write a case log as parquet."""
    content: bytes = log.to_parquet(None, index=False)
    return content


WRITERS: Final[Mapping[str, Callable[[pd.DataFrame], bytes]]] = {
    ".csv": as_csv,
    ".parquet": as_parquet,
    ".xes": as_xes,
    ".jsonocel": as_ocel,
}  # by the file's ending

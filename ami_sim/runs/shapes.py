"""What the frames of a results folder look like: columns, what names a row, and which numbers cannot be; whoever reads one asks here.

A file whose hash is right may still hold what no run has written: the hash may have been made again.
"""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from ami_sim.scenario.errors import InputError

AGAIN: Final = "expected the file as the run wrote it (copy it again, or run again)"


class Shape(NamedTuple):
    """The columns that name a row, and those of numbers; `least`: numbers that are never below 0."""

    key: tuple[str, ...]
    numbers: tuple[str, ...]
    least: tuple[str, ...] = ()


DAYS: Final = ("year", "after", "stage", "income", "row", "group", "household", "rights", "what", "to_stage")
SHAPES: Final = {
    "summary.csv": Shape(("scenario", "reference", "measure", "actor", "group", "interval"), ("mean", "ci_low", "ci_high", "level")),
    "measures.parquet": Shape(("draw", "replication", "scenario", "measure", "actor", "group"), ("value",)),
    "monthly.parquet": Shape(("scenario", "month", "measure", "group"), ("count", "mean"), ("count",)),
    "replications.parquet": Shape(("draw", "replication", "scenario", *DAYS), ("amount",), ("amount",)),
    "budget.csv": Shape(("scenario", "committee", "line", "year"), ("mean", "p10", "p90")),
}


def refuse_misshapen(name: str, frame: pd.DataFrame, where: str) -> pd.DataFrame:
    """Give a frame of a results folder as it is, when it may be one. name: of the file; where: its path.

    Raises:
        InputError: a column is missing, a row comes twice, or a number is infinite, no number at all, or below 0 where that cannot be.
    """
    shape = SHAPES.get(name)
    if shape is None:
        return frame
    for column in (*shape.key, *shape.numbers):
        if column not in frame.columns:
            raise InputError(f'{where}: column "{column}" is missing; {AGAIN}')
    for column in shape.numbers:
        if not pd.api.types.is_numeric_dtype(frame[column]):
            raise InputError(f'{where}: column "{column}" holds what is no number; {AGAIN}')
        values = frame[column].to_numpy(np.float64)
        if np.isinf(values).any() or (column in shape.least and (values < 0).any()):
            raise InputError(f'{where}: column "{column}" holds what no run gives (infinite, or below 0); {AGAIN}')
    if some_twice(frame, list(shape.key)):
        doubled = frame.duplicated(list(shape.key))
        raise InputError(f"{where}: row {int(np.flatnonzero(doubled)[0]) + 1} comes twice; {AGAIN}")
    return frame


def some_twice(frame: pd.DataFrame, names: list[str]) -> bool:
    """Tell whether some rows are the same in some columns; with one number a row, since there may be millions."""
    code, room = np.zeros(len(frame), np.int64), 1
    for name in names:
        place, labels = pd.factorize(frame[name], use_na_sentinel=False)
        code *= len(labels)
        code += place
        room *= max(1, len(labels))
    if room > np.iinfo(np.int64).max:  # more different rows than can be numbered
        return bool(frame.duplicated(names).any())
    code.sort()
    return bool((code[1:] == code[:-1]).any())

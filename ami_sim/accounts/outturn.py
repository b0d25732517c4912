"""Outturns: what each committee pays and receives on each line of its budget in a year of a run, in the year's own kronor."""

from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Pairs = tuple[tuple[str, str], ...]  # (committee, line), as `committees.budget_of` gives them
RUN: Final = ("draw", "replication")
KEYS: Final = (*RUN, "scenario", "year")
BETWEEN: Final = ": "


class Outturn(NamedTuple):
    """The outturn of one run: kr [year, pair], a cost positive and an income negative."""

    years: NDArray[np.int64]
    pairs: Pairs
    kronor: NDArray[np.float64]


def outturn_frame(outturns: Iterable[tuple[int, int, str, Outturn]]) -> pd.DataFrame:
    """Lay out outturns (draw, replication, option, what it is), a row each year: those three, year, and a column each pair.

    A pair that an option does not have is 0 there.
    """
    draws, replications, options, rows = zip(*outturns, strict=True)
    pairs = tuple(dict.fromkeys(pair for row in rows for pair in row.pairs))
    lengths = [len(row.years) for row in rows]
    keys = {name: np.repeat(column, lengths) for name, column in zip(KEYS, (draws, replications, options), strict=False)}
    kronor = np.zeros((sum(lengths), len(pairs)))
    first = 0
    for row in rows:
        kronor[first : first + len(row.years), [pairs.index(pair) for pair in row.pairs]] = row.kronor
        first += len(row.years)
    frame = pd.DataFrame({**keys, "year": np.concatenate([row.years for row in rows])})
    return pd.concat((frame, pd.DataFrame(kronor, columns=[BETWEEN.join(pair) for pair in pairs])), axis=1)


def pairs_in(frame: pd.DataFrame) -> Pairs:
    """Give the pairs that a frame of outturns has columns for."""
    named = (str(name).partition(BETWEEN) for name in frame.columns[len(KEYS) :])
    return tuple((committee, line) for committee, _, line in named)

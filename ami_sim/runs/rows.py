"""The rows of `replications.parquet`, some thousands for each run: put into one file a part at a time, and read when somebody asks."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ROWS: Final = "replications.parquet"
AT_ONCE: Final = 1 << 20  # rows that are written together
NOT_ALIKE: Final = ("amount",)  # columns in which few numbers come twice


@dataclass(frozen=True)
class Rows:
    """Days by condition and year of every run, and counted transitions: in a file, or in memory when there is none."""

    file: Path | None = None
    held: pd.DataFrame | None = None

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Read all of them; words are categories."""
        if self.file is None:
            return pd.DataFrame() if self.held is None else self.held
        return in_order(pd.read_parquet(self.file))

    def kept(self) -> "Rows":
        """Give the same rows in memory, so that their file may go."""
        return Rows(held=self.frame)

    def write(self, path: Path) -> None:
        """Write them to a file of results."""
        if self.file is None:
            self.frame.to_parquet(path, index=False)
        else:
            shutil.copyfile(self.file, path)


def write_rows(parts: Iterable[pa.Table], path: Path) -> None:
    """Put the rows of some parts into one file, in their order."""
    groups = grouped(parts)
    first = next(groups)
    alike = [name for name in first.schema.names if name not in NOT_ALIKE]
    with pq.ParquetWriter(path, first.schema, use_dictionary=alike) as writer:
        for group in chain([first], groups):
            writer.write_table(group, row_group_size=max(1, len(group)))


def grouped(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Give the rows of some parts at a time: as many as are written together."""
    waiting: list[pa.Table] = []
    for part in parts:
        waiting.append(part)
        if sum(len(table) for table in waiting) >= AT_ONCE:
            yield pa.concat_tables(waiting).unify_dictionaries()
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting).unify_dictionaries()


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the categories of a frame's words in the order of the alphabet, so that they do not tell what was read first."""
    for name, kind in frame.dtypes.items():
        if isinstance(kind, pd.CategoricalDtype) and not kind.categories.is_monotonic_increasing:
            frame[name] = frame[name].cat.reorder_categories(kind.categories.sort_values())
    return frame

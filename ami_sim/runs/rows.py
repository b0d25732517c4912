"""The rows of `replications.parquet`, some thousands for each run: left where they are until somebody asks, written a part at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

AT_ONCE: Final = 1 << 20  # rows that are written together
NOT_ALIKE: Final = ("amount",)  # columns in which few numbers come twice


@dataclass(frozen=True)
class Rows:
    """Rows in the parts of a run, in their order, or in one file of results (parquet), or in a frame."""

    files: Sequence[Path] = ()
    held: pd.DataFrame | None = None

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Read all of them; words are categories."""
        if self.held is not None:
            return self.held
        return in_order(pa.concat_tables(table_of(path) for path in self.files).unify_dictionaries().to_pandas())

    def kept(self) -> "Rows":
        """Give the same rows in memory, so that their files may go."""
        return Rows(held=self.frame)

    def write(self, path: Path) -> None:
        """Write them to a parquet file, some parts at a time."""
        if self.held is not None:
            self.held.to_parquet(path, index=False)
            return
        groups = self.groups()
        first = next(groups)
        alike = [name for name in first.schema.names if name not in NOT_ALIKE]
        with pq.ParquetWriter(path, first.schema, use_dictionary=alike) as writer:
            writer.write_table(first)
            for group in groups:
                writer.write_table(group)

    def groups(self) -> Iterator[pa.Table]:
        """Give the rows of some parts at a time: as many as are written together."""
        waiting: list[pa.Table] = []
        for path in self.files:
            waiting.append(table_of(path))
            if sum(len(table) for table in waiting) >= AT_ONCE:
                yield pa.concat_tables(waiting).unify_dictionaries()
                waiting = []
        if waiting:
            yield pa.concat_tables(waiting).unify_dictionaries()


def table_of(path: Path) -> pa.Table:
    """Read a part's table, or a file of results."""
    if path.suffix == ".parquet":
        return pq.read_table(path)
    with pa.OSFile(str(path)) as file:
        return pa.ipc.open_file(file).read_all()


def in_order(frame: pd.DataFrame) -> pd.DataFrame:
    """Put the categories of a frame's words in the order of the alphabet, so that they do not tell what was read first."""
    for name, kind in frame.dtypes.items():
        if isinstance(kind, pd.CategoricalDtype) and not kind.categories.is_monotonic_increasing:
            frame[name] = frame[name].cat.reorder_categories(kind.categories.sort_values())
    return frame

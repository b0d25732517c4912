"""The rows of `replications.parquet`, some thousands for each run: put into one file a part at a time, and read when somebody asks."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

Parts = Callable[[], Iterable[pa.Table]]
ROWS: Final = "replications.parquet"
AT_ONCE: Final = 1 << 20  # rows that are written together
NOT_ALIKE: Final = ("amount",)  # columns in which few numbers come twice
SOUGHT: Final = ("draw", "replication", "scenario", "year")  # columns whose least and largest a file says, for who reads some rows only
TOGETHER: Final = 1 << 14  # values of a column that are encoded at a time


@dataclass(frozen=True)
class Rows:
    """Days by condition and year of every run, and counted transitions: in the parts of a run, in a file, or in memory.

    parts: gives the tables of all parts, as often as it is asked. written: when the file is whole; none when it is already.
    """

    file: Path | None = None
    held: pd.DataFrame | None = None
    parts: Parts | None = None
    written: Future[None] | None = None

    @cached_property
    def frame(self) -> pd.DataFrame:
        """Read all of them; words are categories."""
        if self.parts is not None:
            return in_order(pa.concat_tables(self.parts()).unify_dictionaries().to_pandas())
        if self.file is None:
            return pd.DataFrame() if self.held is None else self.held
        return in_order(pd.read_parquet(self.whole_file(self.file)))

    def kept(self) -> "Rows":
        """Give the same rows in memory, so that their file, or the parts, may go."""
        return Rows(held=self.frame)

    def begun(self, path: Path, beside: Executor) -> "Rows":
        """Begin to put the parts into one file, beside whatever is done next; whoever needs the file waits for it."""
        return Rows(path, written=beside.submit(self.write, path))

    def whole_file(self, file: Path) -> Path:
        """Wait until the file is written; raises what went wrong with it."""
        if self.written is not None:
            self.written.result()
        return file

    def write(self, path: Path) -> None:
        """Write them to a file of results, or wait until they are there."""
        if self.parts is not None:
            write_rows(self.parts(), path)
        elif self.file is None:
            self.frame.to_parquet(path, index=False)
        elif self.whole_file(self.file) != path:
            shutil.copyfile(self.file, path)


def write_rows(parts: Iterable[pa.Table], path: Path) -> None:
    """Put the rows of some parts into one file, in their order."""
    groups = grouped(parts)
    first = next(groups)
    schema = pa.schema([field.with_nullable(False) for field in first.schema])  # nothing is missing: there is nothing to look for
    how = {
        "use_dictionary": [name for name in schema.names if name not in NOT_ALIKE],
        "write_statistics": list(SOUGHT),
        "write_batch_size": TOGETHER,
    }
    with pq.ParquetWriter(path, schema, **how) as writer:
        for group in chain([first], groups):
            writer.write_table(group.cast(schema), row_group_size=max(1, len(group)))


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

"""What a part holds of the runs of a batch: made where they were run, read again when the parts are put together.

Two tables. In `RUNS` a row is a run: draw, replication, option, events, how many rows its days have, and three lists of numbers: its
measures, its months and its outturn. What the numbers of a list are is said once for all lists that are alike, beside the table. In `DAYS`
a row is an amount of days (or of transitions) of a run, one run after another.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ami_sim.accounts.outturn import Pairs
from ami_sim.record.measures.registry import Measures
from ami_sim.runs.replicate import DAYS as DAY_COLUMNS
from ami_sim.runs.replicate import Outcome
from ami_sim.runs.store import DAYS, RUNS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Dates = NDArray[np.datetime64]
Outcomes = Sequence[tuple[int, str, Outcome]]  # replication, option, outcome
Files = Mapping[str, bytes]  # the files of a part, by name
NAMES: Final = b"names"  # the key under which a table of runs says what its numbers are
LISTS: Final = ("measures", "months", "outturn")  # columns of numbers; `*_of`: which of the names say what they are
RUN: Final = ("draw", "replication", "scenario")
WIDE: Final = ("year", "household", "rights")  # columns of days that may pass 127


def files_of(draw: int, outcomes: Outcomes, measures: Measures, months: Mapping[str, Dates]) -> Files:
    """Give the files of a part. months: of each option. Raises ValueError for a monthly figure that is infinite."""
    return {RUNS: as_arrow(table_of_runs(draw, outcomes, measures, months)), DAYS: as_arrow(table_of_days(outcomes))}


def table_of_runs(draw: int, outcomes: Outcomes, measures: Measures, months: Mapping[str, Dates]) -> pa.Table:
    """Lay out runs, a row each, with what their numbers are."""
    known: dict[str, list[Any]] = {name: [] for name in LISTS}
    places: dict[str, list[int]] = {name: [] for name in LISTS}
    numbers: dict[str, list[Floats]] = {name: [] for name in LISTS}
    for _, option, outcome in outcomes:
        figures = np.array(list(outcome.monthly.values())).reshape(len(outcome.monthly), -1)
        refuse_infinite(option, tuple(outcome.monthly), months[option], figures)
        outturn = outcome.outturn
        found: tuple[tuple[Any, Floats], ...] = (
            (tuple(outcome.measures), np.fromiter(outcome.measures.values(), np.float64, len(outcome.measures))),
            ((tuple(outcome.monthly), tuple(np.datetime_as_string(months[option], "D").tolist())), figures.ravel()),
            ((outturn.pairs, tuple(outturn.years.tolist())), outturn.kronor.ravel()),
        )
        for name, (what, values) in zip(LISTS, found, strict=True):
            if what not in known[name]:
                known[name].append(what)
            places[name].append(known[name].index(what))
            numbers[name].append(values)
    names = known | {"measures": [[(*key, measures[key[0]].unit) for key in keys] for keys in known["measures"]]}
    columns: dict[str, Any] = {
        "draw": np.full(len(outcomes), draw),
        "replication": np.array([replication for replication, _, _ in outcomes], np.int64),
        "scenario": [option for _, option, _ in outcomes],
        "events": np.array([outcome.events for _, _, outcome in outcomes], np.int64),
        "days": np.array([len(outcome.days[1]) for _, _, outcome in outcomes], np.int64),
        **{f"{name}_of": np.array(places[name], np.int64) for name in LISTS},
        **{name: in_lists(numbers[name]) for name in LISTS},
    }
    return pa.table(columns, metadata={NAMES: json.dumps(names)})


def refuse_infinite(option: str, names: Sequence[str], months: Dates, figures: Floats) -> None:
    """Raise ValueError when one of the figures [figure, month] is infinite."""
    if np.isinf(figures).any():
        figure, month = np.argwhere(np.isinf(figures))[0].tolist()
        where = f"scenario {option}, month {np.datetime_as_string(months[month], 'M')}"
        raise ValueError(f"monthly values: {names[figure]} is infinite in {where}; expected a number")


def in_lists(numbers: Sequence[Floats]) -> pa.Array:
    """Put lists of numbers into a column, a row each."""
    ends = np.cumsum([0, *map(len, numbers)])
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), np.concatenate(numbers))


def table_of_days(outcomes: Outcomes) -> pa.Table:
    """Lay out days by condition and transitions per year of runs, one after another."""
    columns: dict[str, Any] = {}
    for index, name in enumerate(DAY_COLUMNS):
        kind = np.int16 if name in WIDE else np.int8
        columns[name] = np.concatenate([outcome.days[0][index] for _, _, outcome in outcomes], dtype=kind, casting="unsafe")
    columns["amount"] = np.concatenate([outcome.days[1] for _, _, outcome in outcomes])
    return pa.table(columns)


def as_arrow(table: pa.Table) -> bytes:
    """Write a table as the bytes of an Arrow file, on one thread: a part is read once, when the run ends, and thrown away."""
    file = pa.BufferOutputStream()
    with pa.ipc.new_file(file, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4", use_threads=False)) as writer:
        writer.write_table(table)
    content: bytes = file.getvalue().to_pybytes()
    return content


class Names(NamedTuple):
    """What the numbers of lists are, each that comes in a part once."""

    measures: tuple[tuple[tuple[str, str, str, str], ...], ...]  # measure, actor, group, unit
    months: tuple[tuple[tuple[str, ...], Dates], ...]  # figures, months
    outturn: tuple[tuple[Pairs, Ints], ...]  # pairs, years


@lru_cache(maxsize=8)  # as a rule the parts of a work say the same
def names_in(content: bytes) -> Names:
    """Read what numbers are, as a part says it."""
    said = json.loads(content)
    return Names(
        tuple(tuple(tuple(key) for key in keys) for keys in said["measures"]),
        tuple((tuple(figures), np.array(months, "datetime64[D]")) for figures, months in said["months"]),
        tuple((tuple((committee, line) for committee, line in pairs), np.array(years, np.int64)) for pairs, years in said["outturn"]),
    )


@dataclass(frozen=True)
class Runs:
    """The runs of a part: a table, a row each, and what the numbers of their lists are."""

    table: pa.Table
    names: Names

    def __len__(self) -> int:
        return len(self.table)

    def column(self, name: str) -> NDArray[Any]:
        """Give a column that holds no lists; words as objects."""
        found: NDArray[Any] = self.table[name].to_numpy()
        return found

    def lists(self, name: str) -> list[Floats]:
        """Give the numbers of each run."""
        column = self.table[name].combine_chunks()
        return np.split(column.values.to_numpy(), column.offsets.to_numpy()[1:-1])


def read_runs(part: Path, lists: Iterable[str] = ()) -> Runs:
    """Read the runs of a part, with these of their lists of numbers."""
    with pa.OSFile(str(part / RUNS)) as file:
        schema = pa.ipc.open_file(file).schema
        wanted = [at for at, name in enumerate(schema.names) if name not in LISTS or name in set(lists)]
        file.seek(0)
        table = pa.ipc.open_file(file, options=pa.ipc.IpcReadOptions(included_fields=wanted)).read_all()
    return Runs(table, names_in(schema.metadata[NAMES]))


def read_days(part: Path) -> pa.Table:
    """Read the days of a part's runs, each row with draw, replication and option."""
    with pa.OSFile(str(part / DAYS)) as file:
        return keyed(read_runs(part), pa.ipc.open_file(file).read_all())


def keyed(runs: Runs, days: pa.Table) -> pa.Table:
    """Put draw, replication and option before the days of some runs; options are a dictionary in order of the alphabet."""
    draw, replication, option = (runs.column(name) for name in RUN)
    kinds, codes = np.unique(option.astype(str), return_inverse=True)
    lengths = runs.column("days")
    options = pa.DictionaryArray.from_arrays(np.repeat(codes.astype(np.int16), lengths), pa.array(kinds.tolist(), pa.large_string()))
    keys = (np.repeat(draw, lengths), np.repeat(replication, lengths), options)
    return pa.table([*map(pa.array, keys), *days.columns], [*RUN, *days.column_names])

"""A log's rows, checked: which are used, which are not and why, and the spells that the used ones make. Nothing is clipped in silence."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.calibration.own.dates import read_dates
from ami_sim.calibration.own.mapping import Map

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MICRO: Final = 86_400e6  # microseconds of a day
SAME: Final = 1e-9  # days: no difference
CLOSED, GAP = -2, -3  # what follows a spell when no stage does: nothing more of the case, or nothing for longer than a gap may be
GOES_ON = -1  # what follows is not seen: the spell was going on when the log ended
REASONS: Final = (  # in the order in which a row is judged
    "unreadable",
    "no_case",
    "unknown_activity",
    "left_out",
    "no_start",
    "start_no_date",
    "end_no_date",
    "negative",
    "after_window",
    "before_window",
    "duplicate",
    "open_and_goes_on",
    "overlap",
)


@dataclass(frozen=True)
class CaseLog:
    """The used rows of a log as spells [n], sorted by person and time; days from the first day of the window.

    person: codes from 0. stage: codes of `stages`. end: where not seen, the end of the window. next: the stage that follows, or
    `GOES_ON`, `CLOSED`, `GAP`. before: the stage that came before, -1 for none. window: days from its first day to the end of its last.
    background: a column of texts a spell for what the map splits by. unused: rows by reason, those of `REASONS`; rows: all there were.
    late: spells that had begun before the window, seen from its first day on. open: spells without an end of their own. after: those that
    end after the window, seen as going on.
    """

    stages: tuple[str, ...]
    person: Ints
    stage: Ints
    start: Floats
    end: Floats
    next: Ints
    before: Ints
    window: float
    background: pd.DataFrame
    rows: int
    unused: dict[str, int]
    late: int
    open: int
    after: int

    @property
    def used(self) -> int:
        """How many rows are used."""
        return len(self.person)

    @property
    def entry(self) -> Floats:
        """How long each spell had lasted when it began to be seen, days."""
        return np.maximum(-self.start, 0.0)

    @property
    def people(self) -> int:
        """How many persons are in the used rows."""
        return len(np.unique(self.person))


def check_rows(table: pd.DataFrame, given: Map, stages: tuple[str, ...], unreadable: int = 0) -> CaseLog:
    """Check a table (columns `case`, `activity`, `start`, `end` and those of background) and give its spells."""
    first = pd.Timestamp(given.observed_from)
    window = float((given.observed_until - given.observed_from + timedelta(days=1)).days)
    table = table.reset_index(drop=True)
    judge = Judge(len(table), unreadable)
    case = table["case"].to_numpy(object)
    words = table["activity"].astype("str").str.strip()
    judge.drop("no_case", case == "")
    judge.drop("unknown_activity", ~words.isin(list(given.stage)).to_numpy())
    stage = words.map({word: stages.index(name) if name else -1 for word, name in given.stage.items()}).fillna(-1).to_numpy(np.int64)
    judge.drop("left_out", stage < 0)
    began = times_of(table["start"], given, first)
    start, end = began.days, np.full(len(table), np.inf)
    judge.drop("no_start", began.empty)
    judge.drop("start_no_date", began.wrong)
    if "end" in table:
        ended = times_of(table["end"], given, first)
        judge.drop("end_no_date", ended.wrong)
        end = np.where(ended.empty, np.inf, ended.days + given.last_day_counts)
        judge.drop("negative", end < start - SAME)
    judge.drop("after_window", start >= window)
    judge.drop("before_window", end < 0)
    people = pd.factorize(case)[0].astype(np.int64)
    kept = np.flatnonzero(judge.kept)
    kept = kept[np.lexsort((kept, end[kept], start[kept], people[kept]))]
    whole = pd.DataFrame({"person": people, "stage": stage, "start": start, "end": end}).join(table[list(given.background)])
    kept = judge.lose("duplicate", kept, whole.iloc[kept].duplicated().to_numpy())
    if "end" not in table:
        end = until_next(people, start, end, kept)
        kept = judge.lose("before_window", kept, end[kept] < 0)
    followed = np.isinf(end[kept]) & (start[kept] < last_of(people[kept], start[kept]) - SAME)
    kept = judge.lose("open_and_goes_on", kept, followed)
    kept = judge.lose("overlap", kept, overlaps(people[kept], start[kept], end[kept]))
    rows = pd.DataFrame({"person": people[kept], "stage": stage[kept], "start": start[kept], "end": end[kept]}, index=kept)
    return spells_of_log(table, rows, judge, given, stages, window)


class Judge:
    """Which rows are kept, and how many were not by reason: each row counts once, under the first reason that it meets."""

    def __init__(self, rows: int, unreadable: int) -> None:
        self.rows = rows + unreadable
        self.kept = np.ones(rows, bool)
        self.unused = dict.fromkeys(REASONS, 0) | {"unreadable": unreadable}

    def drop(self, reason: str, wrong: Bools) -> None:
        """Leave out rows of the table that are kept yet."""
        self.unused[reason] += int((self.kept & wrong).sum())
        self.kept &= ~wrong

    def lose(self, reason: str, kept: Ints, wrong: Bools) -> Ints:
        """Leave out some of the rows that are kept, given by their places; gives the others."""
        self.unused[reason] += int(wrong.sum())
        return kept[~wrong]


@dataclass(frozen=True)
class Times:
    """A column of times [n]: days from the first day of the window (NaN for none), which cells are empty, and which are no date."""

    days: Floats
    empty: Bools
    wrong: Bools


def times_of(column: pd.Series, given: Map, first: pd.Timestamp) -> Times:
    """Read a column of times."""
    read = read_dates(column, given.date_format, given.time_zone)
    none = read.isna().to_numpy()
    empty = none & (column.isna() | (column.astype("str").str.strip().isin(["", "NaT"]))).to_numpy()
    micro = (read - first).to_numpy().astype("timedelta64[us]")
    days = np.where(none, np.nan, micro.astype(np.int64) / MICRO)
    return Times(days, empty, none & ~empty)


def last_of(person: Ints, start: Floats) -> Floats:
    """Give for each row of sorted people the start of the person's last."""
    last = np.flatnonzero(np.r_[person[1:] != person[:-1], True])
    at = np.searchsorted(last, np.arange(len(person)))
    return start[last[at]] if len(person) else start


def until_next(person: Ints, start: Floats, end: Floats, kept: Ints) -> Floats:
    """Let each kept row last until the same person's next one; the last goes on."""
    found = end.copy()
    same = person[kept][1:] == person[kept][:-1]
    found[kept[:-1][same]] = start[kept[1:]][same]
    return found


def overlaps(person: Ints, start: Floats, end: Floats) -> Bools:
    """Mark rows, sorted by person and time, that begin while an earlier one that is not marked still lasts."""
    wrong = np.zeros(len(person), bool)
    if not len(person):
        return wrong
    latest = pd.Series(end).groupby(person).cummax().to_numpy()
    same = np.r_[False, person[1:] == person[:-1]]
    suspects = np.unique(person[same & (start < np.r_[-np.inf, latest[:-1]] - SAME)])
    who, until = -1, -np.inf
    for at in np.flatnonzero(np.isin(person, suspects)).tolist():
        until = until if person[at] == who else -np.inf
        who = person[at]
        wrong[at] = start[at] < until - SAME
        until = until if wrong[at] else end[at]
    return wrong


def follow(person: Ints, stage: Ints, start: Floats, end: Floats, gap: float, window: float) -> tuple[Ints, Ints]:
    """Give the stage that follows each spell and the one before it."""
    same = np.r_[person[1:] == person[:-1], False] if len(person) else np.zeros(0, bool)
    soon = np.r_[start[1:] - end[:-1] <= gap + SAME, False] if len(person) else same
    after = np.where(same, np.where(soon, np.r_[stage[1:], CLOSED] if len(person) else stage, GAP), CLOSED)
    after = np.where(end > window, GOES_ON, after)
    before = np.full(len(person), -1)
    moved = np.flatnonzero(same & soon)
    before[moved + 1] = stage[moved]
    return after, before


def spells_of_log(table: pd.DataFrame, rows: pd.DataFrame, judge: Judge, given: Map, stages: tuple[str, ...], window: float) -> CaseLog:
    """Make spells of the rows that are used (`person`, `stage`, `start`, `end`, by their places in the table), in order."""
    person, stage = pd.factorize(rows["person"])[0].astype(np.int64), rows["stage"].to_numpy(np.int64)
    start, end = rows["start"].to_numpy(np.float64), rows["end"].to_numpy(np.float64)
    after, before = follow(person, stage, start, end, given.longest_gap, window)
    background = table.loc[rows.index, list(dict.fromkeys(name for name in given.wanted if name in given.background))]
    return CaseLog(
        stages,
        person,
        stage,
        start,
        np.minimum(end, window),
        after,
        before,
        window,
        background.reset_index(drop=True),
        judge.rows,
        judge.unused,
        late=int((start < 0).sum()),
        open=int(np.isinf(end).sum()),
        after=int((np.isfinite(end) & (end > window)).sum()),
    )

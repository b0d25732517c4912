"""What a log says, with numbers of persons and standard errors: arrivals, exits, hazards, lengths. No number rests on fewer than five."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.calibration.own.mapping import UNITS, Informs
from ami_sim.calibration.own.privacy import LEAST, shown
from ami_sim.calibration.own.rows import CLOSED, GAP, GOES_ON, CaseLog
from ami_sim.calibration.own.survival import OPEN, Curve, curve_of, rates_of
from ami_sim.scenario.quantities import MONTH

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MARKS: Final = (1.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0, 36.0, 60.0)  # months of elapsed time between which hazards are even
ENDED: Final = {CLOSED: "case_closed", GAP: "gap"}  # what follows a stay when no stage does
OTHERS: Final = "others"  # exits that fewer than five persons each made, together
COLUMNS: Final = ("estimate", "stage", "to", "background", "from_month", "to_month", "unit", "n", "value", "error")


@dataclass(frozen=True)
class Stays:
    """Unbroken stays [n] in one stage, months: how long each was seen to last, how long it had lasted before, and what followed.

    to: the stage that follows, or `GOES_ON`, `CLOSED`, `GAP`. first: for each, the place of its first spell in the log.
    """

    person: Ints
    stage: Ints
    end: Floats
    entry: Floats
    to: Ints
    first: Ints

    def part(self, kept: NDArray[np.bool_]) -> "Stays":
        """Keep some of them."""
        return Stays(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Figure:
    """One estimate: its value with standard error, and the number of persons behind it."""

    value: float
    error: float
    n: int


def stays_of(log: CaseLog) -> Stays:
    """Join spells that follow each other in the same stage."""
    begins = log.before != log.stage
    begins[:1] = True
    first = np.flatnonzero(begins)
    last = np.r_[first[1:] - 1, len(log.person) - 1].astype(np.int64)[: len(first)]
    length = (log.end[last] - log.start[first]) / MONTH
    entry = np.maximum(-log.start[first], 0.0) / MONTH
    return Stays(log.person[first], log.stage[first], length, entry, log.next[last], first)


def timed_stays(log: CaseLog) -> Stays:
    """Give the stays of which it is known since when they last: one that begins at the window's first moment may be older."""
    stays = stays_of(log)
    return stays.part(log.start[stays.first] != 0.0)


def people_in(person: Ints) -> int:
    """Count different persons."""
    return len(np.unique(person))


def arrivals_by_month(log: CaseLog, origin: pd.Timestamp, among: NDArray[np.bool_] | None = None) -> Ints:
    """Count cases that begin in each whole calendar month of the window: by their first spell, those there at its first moment left out.

    A log that begins with everybody who is there already has them begin at that moment, whenever they came.

    origin: the first day of the window. among: spells whose cases are counted, as the first of their case; all without it.
    """
    first = np.r_[True, log.person[1:] != log.person[:-1]][: log.used]
    chosen = first & (log.start > 0) & (True if among is None else among)
    months = pd.date_range(origin, origin + pd.Timedelta(days=log.window), freq="MS")
    edges = (months - origin).days.to_numpy().astype(np.float64)
    return np.histogram(log.start[chosen], edges)[0] if len(edges) > 1 else np.zeros(0, np.int64)


def mean_arrivals(counts: Ints) -> Figure:
    """Give the mean a month; its standard error is the months' own spread, so that over-dispersion is in it."""
    if len(counts) < 2:
        return Figure(float("nan"), float("nan"), int(counts.sum()))
    return Figure(float(counts.mean()), float(counts.std(ddof=1) / np.sqrt(len(counts))), int(counts.sum()))


def dispersion(counts: Ints) -> Figure:
    """Give variance over mean: 1 for Poisson; the error is that of a Poisson's, the root of 2 / (months - 1) (Cox and Lewis 1966)."""
    many = len(counts)
    if many < 2 or not counts.sum():
        return Figure(float("nan"), float("nan"), int(counts.sum()))
    return Figure(float(counts.var(ddof=1) / counts.mean()), float(np.sqrt(2 / (many - 1))), int(counts.sum()))


def pooled_exits(stays: Stays, until: float) -> list[tuple[int, ...]]:
    """Group the exits up to a time so that at least five persons made each: those of fewer together, with the next smallest if need be.

    Gives the codes of each group, a group of several last; no group when fewer than five persons left at all.
    """
    seen = (stays.to != GOES_ON) & (stays.end <= until)
    many = {int(code): people_in(stays.person[seen & (stays.to == code)]) for code in np.unique(stays.to[seen])}
    ordered = sorted(many, key=lambda code: (-many[code], code))
    single = [code for code in ordered if many[code] >= LEAST]
    rest = [code for code in ordered if many[code] < LEAST]
    while rest and single and people_in(stays.person[seen & np.isin(stays.to, rest)]) < LEAST:
        rest.append(single.pop())
    if rest and people_in(stays.person[seen & np.isin(stays.to, rest)]) < LEAST:
        return []
    return [*((code,) for code in single), *([tuple(rest)] if rest else [])]


def name_of(codes: tuple[int, ...], stages: tuple[str, ...]) -> str:
    """Name a group of exits."""
    if len(codes) > 1:
        return OTHERS
    return ENDED.get(codes[0]) or stages[codes[0]]


def curve_to(stays: Stays, groups: list[tuple[int, ...]]) -> Curve:
    """Estimate the shares of stays that are there yet and that ended in each group of exits; an exit in no group is a cause of its own."""
    cause = np.where(stays.to == GOES_ON, OPEN, len(groups))
    for at, codes in enumerate(groups):
        cause[np.isin(stays.to, codes)] = at
    return curve_of(stays.end, cause.astype(np.int64), len(groups) + 1, stays.entry)


def horizon_of(stays: Stays) -> float:
    """Give the last mark, months, that stays of at least five persons were seen to reach; 0 for none."""
    for mark in reversed(MARKS):
        if people_in(stays.person[(stays.end >= mark) & (stays.entry < mark)]) >= LEAST:
            return mark
    return 0.0


def estimates_of(log: CaseLog, origin: pd.Timestamp, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Estimate everything: a row a figure, columns `COLUMNS`; `n` is persons to the nearest five, and no row has fewer than five.

    estimate: `arrivals` (persons a month), `dispersion`, `still` (share there yet after to_month), `share` (ended in `to` by to_month),
    `rate` (ends in `to` per month between the months), `median` and `mean` (months; the mean cut at to_month). background: "" for all,
    else column=value.
    """
    stays = timed_stays(log)
    rows = list(arrival_rows(log, origin))
    for code, stage in enumerate(log.stages):
        here = stays.part(stays.stage == code)
        rows += stage_rows(here, stage, "", log.stages)
        for column in by:
            values = log.background[column].to_numpy(object)[here.first]
            for value in sorted(set(values.tolist())):
                rows += stage_rows(here.part(values == value), stage, f"{column}={value}", log.stages)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"n": "int64"})


def arrival_rows(log: CaseLog, origin: pd.Timestamp) -> Iterator[tuple[object, ...]]:
    """Give the rows about arrivals."""
    counts = arrivals_by_month(log, origin)
    for name, figure, unit in (("arrivals", mean_arrivals(counts), UNITS["arrivals"]), ("dispersion", dispersion(counts), "factor")):
        if figure.n >= LEAST and np.isfinite(figure.value):
            yield name, "", "", "", 0.0, float(len(counts)), unit, shown(figure.n), figure.value, figure.error


def stage_rows(stays: Stays, stage: str, background: str, stages: tuple[str, ...]) -> Iterator[tuple[object, ...]]:
    """Give the rows about the stays in one stage, of at least five persons."""
    until = horizon_of(stays)
    if until == 0.0:
        return
    n, groups = shown(people_in(stays.person)), pooled_exits(stays, until)
    if not groups:
        return
    curve = curve_to(stays, groups)
    if curve.used_up(until):  # too few were seen early in their stays: only the hazards of later bands can be told
        for codes in groups:
            yield from rate_rows(stays, codes, (stage, name_of(codes, stages), background), until)
        return
    half = curve.quantile(0.5)
    if half <= until:
        yield "median", stage, "", background, 0.0, half, "months", n, half, median_error(curve, half)
    mean, error = curve.mean_to(until)
    yield "mean", stage, "", background, 0.0, until, "months", n, mean, error
    yield "still", stage, "", background, 0.0, until, "share", n, *curve.still_at(until)
    for at, codes in enumerate(groups):
        to = name_of(codes, stages)
        yield "share", stage, to, background, 0.0, until, "share", n, *curve.gone_at(until, at)
        yield from rate_rows(stays, codes, (stage, to, background), until)


def rate_rows(stays: Stays, codes: tuple[int, ...], named: tuple[str, str, str], until: float) -> Iterator[tuple[object, ...]]:
    """Give the hazard of a group of exits in bands of elapsed time, each as wide as five persons need."""
    ended = np.isin(stays.to, codes)
    marks, low = [], 0.0
    for mark in (one for one in MARKS if one <= until):
        if people_in(stays.person[ended & (stays.end > low) & (stays.end <= mark)]) >= LEAST:
            marks.append(mark)
            low = mark
    if not marks:
        return
    rates = rates_of(stays.end, ended, np.array(marks), stays.entry)
    for at, mark in enumerate(marks):
        inside = ended & (stays.end > rates.low[at] if at else ended) & (stays.end <= mark)
        n = shown(people_in(stays.person[inside]))
        yield "rate", *named, float(rates.low[at]), mark, UNITS["rate"], n, float(rates.rate[at]), float(rates.error[at])


def median_error(curve: Curve, median: float) -> float:
    """Give the median's standard error: that of the share there yet over the slope of the curve around it (Collett 2015, eq. 2.18)."""
    early, late = curve.quantile(0.4), curve.quantile(0.6)
    if not np.isfinite([median, late]).all() or late <= early:
        return float("nan")
    slope = (curve.still_at(early)[0] - curve.still_at(late)[0]) / (late - early)
    return curve.still_at(median)[1] / slope


def informed(log: CaseLog, origin: pd.Timestamp, row: Informs) -> Figure:
    """Estimate what a map takes a parameter from; the value is NaN where fewer than five persons are behind it."""
    fits = np.ones(log.used, bool)
    for column, value in row.where.items():
        fits &= (log.background[column] == value).to_numpy()
    if row.estimate == "arrivals":
        begun = log.stage == log.stages.index(row.stage) if row.stage else np.ones(log.used, bool)
        return kept_from(mean_arrivals(arrivals_by_month(log, origin, fits & begun)))
    stays = timed_stays(log)
    stays = stays.part((stays.stage == log.stages.index(row.stage)) & fits[stays.first])
    cut = np.isin(stays.to, [log.stages.index(name) for name in row.cut_short_by])
    stays = replace(stays, to=np.where(cut, GOES_ON, stays.to))
    low, high = row.months
    if row.estimate == "median":
        curve = curve_to(stays, [])
        half = curve.quantile(0.5)
        return kept_from(Figure(half, median_error(curve, half), people_in(stays.person[stays.to != GOES_ON])))
    if row.estimate == "months":
        return kept_from(Figure(*curve_to(stays, []).mean_to(high), people_in(stays.person)))
    to = next((code for code, name in ENDED.items() if name == row.to), None)
    code = log.stages.index(row.to) if to is None else to
    ended = stays.to == code
    if row.estimate == "share":
        n = people_in(stays.person[ended & (stays.end <= high)])
        return kept_from(Figure(*curve_to(stays, [(code,)]).gone_at(high, 0), n))
    marks = np.array([mark for mark in (low, high) if mark > 0])
    rates, at = rates_of(stays.end, ended, marks, stays.entry), int(low > 0)
    inside = ended & (stays.end <= high) & ((stays.end > low) if low else True)
    return kept_from(Figure(float(rates.rate[at]), float(rates.error[at]), people_in(stays.person[inside])))


def kept_from(figure: Figure) -> Figure:
    """Hold back what fewer than five persons stand behind."""
    return figure if figure.n >= LEAST else Figure(float("nan"), float("nan"), figure.n)

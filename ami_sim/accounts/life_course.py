"""A cohort's lives from the day of need, folded: who is where in each period, and what each payer loses while they are out of work.

A month out of work is set against the same person's month in open work, at the prices of its own
calendar year (wages grow by their index, so there is one rule of growth in the whole project), in the price year's kronor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.discounting import Discounting
from ami_sim.accounts.ledger import PriceBook, by_actor
from ami_sim.record.spells import Spells, coded, conditions_of
from ami_sim.scenario.quantities import MONTH, YEAR
from ami_sim.scenario.registry import DIE, ELSEWHERE, I_WORK, ILL_HEALTH, LEFT, RETIRE, STEPS, STUDIES, SUBSIDISED, UNBORN, WORK

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOT_EXCLUDED: Final = (UNBORN, WORK, SUBSIDISED, STUDIES, LEFT)
MONTHS: Final = 12  # of the first year, each a period of its own
TIME_OUT: Final = (0.0, YEAR, 3 * YEAR, np.inf)  # days out of work in one stretch: where bands of care use begin
AGE_EDGES: Final = (25.0, 35.0, 45.0, 55.0)  # ages at entry where groups of time out begin
# Years since entry at which the share still out is told: months for two years, quarters for three, half years to twenty.
MARKS: Final = tuple(sorted({month / 12 for month in range(25)} | {2 + at / 4 for at in range(13)} | {5 + at / 2 for at in range(31)}))


@dataclass(frozen=True)
class Periods:
    """Periods since entry: the months of the first year, then years, cut at each new year so that each has the prices of one.

    edges: days since entry [period + 1]; calendar: the year whose prices hold [period]; since: whole years since entry [period]; month:
    whole months since entry [period].
    """

    edges: Floats
    calendar: Ints
    since: Ints
    month: Ints

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.calendar)


def periods_of(entry: date, years: int) -> Periods:
    """Cut so many years (of 365.25 days) from a day on into periods."""
    marks = {MONTH * month for month in range(MONTHS)} | {YEAR * year for year in range(1, years + 1)}
    turns = [float((date(entry.year + passed, 1, 1) - entry).days) for passed in range(1, years + 2)]
    edges = np.array(sorted(marks | {turn for turn in turns if turn < YEAR * years}))
    calendar = entry.year + np.searchsorted(turns, edges[:-1], side="right")
    since, month = (np.floor(edges[:-1] / length + 1e-9).astype(np.int64) for length in (YEAR, MONTH))
    return Periods(edges, calendar, since, month)


class Pieces(NamedTuple):
    """Stretches of lives, each within one period and one band of time out: which spell, which period, from and to (days since entry)."""

    spell: Ints
    period: Ints
    start: Floats
    end: Floats
    band: Ints


def out_of_work(spells: Spells) -> NDArray[np.bool_]:
    """Tell which spells are out of work: neither in work, a subsidised job or studies, nor before the need, dead or retired."""
    return ~np.isin(spells.stage, NOT_EXCLUDED)


def cut(spells: Spells, entry: float, periods: Periods) -> Pieces:
    """Cut spells at the edges of periods and where a stretch out of work has lasted one and three years."""
    out = out_of_work(spells)
    same = np.r_[False, (spells.person[1:] == spells.person[:-1]) & out[1:] & out[:-1]]
    begins = np.maximum.accumulate(np.where(same, 0, np.arange(len(out))))
    since = np.maximum(spells.start[begins] - entry, 0.0)
    start, end = np.maximum(spells.start - entry, 0.0), np.minimum(spells.end - entry, periods.edges[-1])
    there = np.flatnonzero((end > start) & (spells.stage != LEFT))
    first = np.searchsorted(periods.edges, start[there], side="right") - 1
    count = np.searchsorted(periods.edges, end[there], side="left") - first
    spell = np.repeat(there, count)
    period = np.arange(len(spell)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
    low, high = np.maximum(start[spell], periods.edges[period]), np.minimum(end[spell], periods.edges[period + 1])
    found = []
    for band, (least, most) in enumerate(pairwise(TIME_OUT)):
        a, b = np.clip(low - since[spell], least, most), np.clip(high - since[spell], least, most)
        kept = np.flatnonzero(b > a)
        found.append(
            Pieces(spell[kept], period[kept], since[spell][kept] + a[kept], since[spell][kept] + b[kept], np.full(len(kept), band))
        )
    return Pieces(*(np.concatenate(column) for column in zip(*found, strict=True)))


class Exposure(NamedTuple):
    """Person-years out of work by what care use and other consequences follow.

    what: rows of (stage, income, band of time out, ill health, children at home); years: [discounting, cell, period, row].
    """

    what: Ints
    years: Floats


@dataclass(frozen=True)
class Folded:
    """Lives folded: sums over them. Discounting 0 is none: plain years and kronor. cell: readiness step at entry.

    persons: [cell]; lost: kr by actor [discounting, cell, period]; out: person-years out of work [discounting, cell, period];
    alive: persons at each edge who live and are not retired [edge]; durations: persons by how the time out of work since entry ends, first
    left, then censored (by death, retiring or the end of what is followed), and when [ending, step, age at entry, between marks];
    stages: person-years [period, stage]; moves: how often [whole years since entry, from stage, to stage].
    """

    persons: Floats
    lost: Mapping[str, Floats]
    out: Floats
    alive: Floats
    durations: Ints
    stages: Floats
    moves: Floats
    exposure: Exposure


class Losses:
    """What each actor loses a year in each condition out of work and each calendar year, remembered from run to run.

    growing: at each year's own prices; otherwise all at those of the price year.
    """

    def __init__(self, book: PriceBook, growing: bool = True) -> None:
        self.book, self.growing = book, growing

    def year(self, calendar: int) -> int:
        """Give the year whose prices hold in a calendar year."""
        return calendar if self.growing else self.book.prices.price_year

    def parts(self, conditions: Ints) -> tuple[Ints, Ints]:
        """Give the numbers by which `table` prices some conditions out of work, and open work in their place."""
        instead = np.full_like(conditions, -1)
        instead[:, 0], instead[:, 1], instead[:, 4] = WORK, I_WORK, conditions[:, 4]
        instead[:, 5] = conditions[:, 5] & ELSEWHERE
        return self.book.parts(conditions), self.book.parts(instead)

    def table(self, parts: tuple[Ints, Ints], calendar: int) -> dict[str, Floats]:
        """Give kr a year by actor [condition]: what the actor has with the person in open work, less what it has as things are."""
        out, instead = (self.book.priced(part, self.year(calendar)) for part in parts)
        return by_actor(12 * (instead - out), self.book.lines)


def fold_lives(
    spells: Spells, people: np.ndarray, losses: Losses, entry: float, periods: Periods, discounting: Sequence[Discounting]
) -> Folded:
    """Fold the lives of a cohort that came into need on one day."""
    pieces, cells = cut(spells, entry, periods), first_step(spells, people)
    kinds, which = np.unique(coded(spells), return_inverse=True)
    conditions = conditions_of(kinds)
    out = out_of_work(spells)[pieces.spell]
    person = spells.person[pieces.spell]
    weights = [(pieces.end - pieces.start) / YEAR, *(how.between(pieces.start, pieces.end) for how in discounting)]
    shape = (STEPS, periods.count)
    place = cells[person] * periods.count + pieces.period
    years: Floats = np.stack(
        [np.bincount(place, weights=weight * out, minlength=STEPS * periods.count).reshape(shape) for weight in weights]
    )
    lost = priced(place[out], which[pieces.spell][out], [weight[out] for weight in weights], conditions, losses, periods)
    stage = pieces.period * (LEFT + 1) + np.minimum(spells.stage[pieces.spell], LEFT)
    stages: Floats = np.bincount(stage, weights=weights[0], minlength=periods.count * (LEFT + 1)).astype(np.float64)
    ends, leaves = ends_of_lives(spells, entry, len(people))
    alive = (ends[:, None] > periods.edges).sum(axis=0).astype(np.float64)
    durations = lengths(leaves, np.minimum(ends, periods.edges[-1]), cells, (entry - people["born"]) / YEAR)
    children = np.array(losses.book.prices.children_at_home)
    exposure = exposed(spells, people, pieces, out, place, weights, children, shape)
    persons: Floats = np.bincount(cells, minlength=STEPS).astype(np.float64)
    return Folded(persons, lost, years, alive, durations, stages.reshape(periods.count, -1), moves_of(spells, entry, periods), exposure)


def first_step(spells: Spells, people: np.ndarray) -> Ints:
    """Give everybody's readiness step, from 0, when the need began."""
    first = np.r_[True, spells.person[1:] != spells.person[:-1]]
    steps = np.zeros(len(people), np.int64)
    steps[spells.person[first]] = spells.step[first]
    return steps


def priced(
    place: Ints, kind: Ints, weights: Sequence[Floats], conditions: Ints, losses: Losses, periods: Periods, cells: int = STEPS
) -> dict[str, Floats]:
    """Price pieces out of work by condition: kr by actor [weight, cell, period]. Conditions are priced once for each calendar year.

    place: cell * periods + period of each piece.
    """
    kinds, total = len(conditions), cells * periods.count
    met, where = np.unique(place * kinds + kind, return_inverse=True)
    cell_period, condition = np.divmod(met, kinds)
    used, column = np.unique(condition, return_inverse=True)
    out, instead = losses.parts(conditions[used])
    sums = [np.bincount(where, weights=weight, minlength=len(met)) for weight in weights]
    year = periods.calendar[cell_period % periods.count]
    found: dict[str, Floats] = {}
    for calendar in np.unique(periods.calendar).tolist():
        here = np.flatnonzero(year == calendar)
        rows, at = np.unique(column[here], return_inverse=True)
        for actor, amount in losses.table((out[rows], instead[rows]), calendar).items():
            each = found.setdefault(actor, np.zeros((len(weights), total)))
            for row, summed in enumerate(sums):
                each[row] += np.bincount(cell_period[here], weights=summed[here] * amount[at], minlength=total)
    return {actor: values.reshape(len(weights), cells, periods.count) for actor, values in found.items()}


def lost_by_life(spells: Spells, count: int, losses: Losses, entry: float, periods: Periods) -> dict[str, Floats]:
    """Give what each life costs each actor, kr by actor [person, period], not discounted."""
    pieces = cut(spells, entry, periods)
    out = out_of_work(spells)[pieces.spell]
    kinds, which = np.unique(coded(spells), return_inverse=True)
    place = spells.person[pieces.spell[out]] * periods.count + pieces.period[out]
    years = (pieces.end[out] - pieces.start[out]) / YEAR
    found = priced(place, which[pieces.spell[out]], [years], conditions_of(kinds), losses, periods, count)
    return {actor: kr[0] for actor, kr in found.items()}


def ends_of_lives(spells: Spells, entry: float, count: int) -> tuple[Floats, Floats]:
    """Give, in days since entry, when everybody dies or retires, and when they first leave the time out of work; infinite for never."""
    ends, leaves = np.full(count, np.inf), np.full(count, np.inf)
    gone = spells.stage == LEFT
    ends[spells.person[gone]] = spells.start[gone] - entry
    back = ~out_of_work(spells) & ~gone & (spells.start > entry)
    np.minimum.at(leaves, spells.person[back], spells.start[back] - entry)
    return ends, leaves


def lengths(leaves: Floats, ends: Floats, steps: Ints, ages: Floats) -> Ints:
    """Count how and when the time out of work since entry ends [left or censored, step, age at entry, between `MARKS` and after them].

    leaves, ends: days since entry when each person first leaves it, and when they are followed no longer.
    """
    left = leaves <= ends
    between = np.searchsorted(YEAR * np.array(MARKS[1:]), np.minimum(leaves, ends), side="right")
    shape = (2, STEPS, len(AGE_EDGES) + 1, len(MARKS))
    place = np.ravel_multi_index((1 - left, steps, np.searchsorted(AGE_EDGES, ages, side="right"), between), shape)
    return np.bincount(place, minlength=int(np.prod(shape))).reshape(shape)


def still_out(durations: Ints) -> Floats:
    """Give the share still out of work since entry at each of `MARKS` by Kaplan and Meier, from counts [left or censored, between marks].

    Whoever is censored between two marks is at risk for half of the time. NaN from where nobody is at risk any more,
    unless all have left.
    """
    left, censored = durations[:, :-1].astype(np.float64)
    at_risk = durations.sum() - np.r_[0.0, np.cumsum(left + censored)[:-1]]
    followed = at_risk > 0
    stays = np.cumprod(np.where(followed, 1.0 - left / np.where(followed, at_risk - censored / 2, 1.0), 1.0))
    found: Floats = np.r_[1.0 if durations.sum() else np.nan, np.where(followed | (stays == 0), stays, np.nan)]
    return found


def dies(spells: Spells) -> NDArray[np.bool_]:
    """Tell which spells begin with a death, not with retiring."""
    found: NDArray[np.bool_] = (spells.stage == LEFT) & (spells.what == DIE)
    return found


def retires(spells: Spells) -> NDArray[np.bool_]:
    """Tell which spells begin with retiring."""
    found: NDArray[np.bool_] = (spells.stage == LEFT) & (spells.what == RETIRE)
    return found


def moves_of(spells: Spells, entry: float, periods: Periods) -> Floats:
    """Count moves between stages by whole year since entry [year, from, to]."""
    years, wide = int(periods.since[-1]) + 1, LEFT + 1
    moved = (spells.start > entry) & (spells.came_from != spells.stage) & (spells.start - entry < periods.edges[-1])
    period = np.searchsorted(periods.edges, spells.start[moved] - entry, side="right") - 1
    code = (periods.since[period] * wide + spells.came_from[moved]) * wide + spells.stage[moved]
    return np.bincount(code, minlength=years * wide * wide).reshape(years, wide, wide).astype(np.float64)


def lived_through(spells: Spells, people: np.ndarray, pieces: Pieces, children: Ints) -> Ints:
    """Give what other consequences follow in each piece of a life: rows as `Exposure.what`."""
    spell = pieces.spell
    ill = (people["traits"][spells.person[spell]] & ILL_HEALTH > 0).astype(np.int64)
    return np.column_stack([spells.stage[spell], spells.income[spell], pieces.band, ill, children[spells.household[spell]]]).astype(
        np.int64
    )


def exposed(
    spells: Spells,
    people: np.ndarray,
    pieces: Pieces,
    out: NDArray[np.bool_],
    place: Ints,
    weights: Sequence[Floats],
    children: Ints,
    shape: tuple[int, int],
) -> Exposure:
    """Sum the years out of work by what other consequences follow: stage, income, band of time out, ill health and children."""
    code = np.zeros(int(out.sum()), np.int64)
    columns = lived_through(spells, people, pieces, children)[out].T
    for column in columns:
        code = code * 64 + column
    met, where = np.unique(code, return_inverse=True)
    what = np.column_stack([met >> 6 * shift & 63 for shift in reversed(range(len(columns)))])
    key = place[out] * len(met) + where
    total = shape[0] * shape[1] * len(met)
    years = [np.bincount(key, weights=weight[out], minlength=total).reshape(*shape, len(met)) for weight in weights]
    return Exposure(what, np.stack(years))


def joined(parts: Sequence[Folded]) -> Folded:
    """Add up what was folded in parts."""
    met = np.unique(np.concatenate([part.exposure.what for part in parts]), axis=0)
    years = np.zeros((*parts[0].exposure.years.shape[:-1], len(met)))
    known = {tuple(row): place for place, row in enumerate(met.tolist())}
    for part in parts:
        years[..., [known[tuple(row)] for row in part.exposure.what.tolist()]] += part.exposure.years

    def total(name: str) -> Any:
        return np.asarray(sum(getattr(part, name) for part in parts))

    lost = {actor: np.asarray(sum(part.lost[actor] for part in parts)) for actor in parts[0].lost}
    names = ("persons", "out", "alive", "durations", "stages", "moves")
    rest = {name: total(name) for name in names}
    return Folded(lost=lost, exposure=Exposure(met, years), **rest)

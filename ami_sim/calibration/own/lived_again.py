"""A log's own window lived again from what was estimated of it: how far that is from the log, beside what the log is from itself.

One half of the cases (drawn by lot) gives the estimates, the other half its first stays and what came of them. Three distances to that
other half: of the first half itself (the floor: chance alone), of a semi-Markov process (lengths and ways on by Aalen and Johansen, by time
in the stay and by what came before it), and of a Markov process (the same ways on at one even rate). Definitions after Chapela-Campa et al.
2025 (log distance measures).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from ami_sim.calibration.own.estimates import stays_of
from ami_sim.calibration.own.rows import CLOSED, GAP, GOES_ON, CaseLog
from ami_sim.calibration.own.survival import OPEN, curve_of
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import WAITING_MAPPING, WAITING_PLACE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SPLITS: Final = 5
MOST: Final = 4000  # cases that are lived again: a sample by lot of more
FEWEST: Final = 40  # below which nothing is said
WEEK: Final = 7.0
LONGEST_LIFE: Final = 1000  # stays of one case: no log has more
NOTHING: Final = -1  # before a first stay
ANY: Final = -9  # whatever came before
ENOUGH: Final = 10  # ends that were seen, below which what came before a stay is left out of account
WAITS: Final = (WAITING_MAPPING, WAITING_PLACE)
COLUMNS: Final = ("distance", "unit", "floor", "markov", "semi_markov")
UNITS: Final[Mapping[str, str]] = {
    "in_progress": "persons",
    "waits": "days",
    "cycle_times": "days",
    "arrivals": "persons a month",
    "exits": "share",
}


@dataclass(frozen=True)
class Chains:
    """Stays [n] of cases without a gap, days of a window: whose, in what, from when (negative: before the window), to when, and what then.

    to: the stage that follows, `CLOSED`, or `GOES_ON` when it was not seen. Sorted by case and time.
    """

    case: Ints
    stage: Ints
    start: Floats
    end: Floats
    to: Ints
    window: float

    def part(self, cases: Ints) -> "Chains":
        """Keep some cases, numbered anew."""
        kept = np.isin(self.case, cases)
        case = np.searchsorted(np.unique(self.case[kept]), self.case[kept])
        return Chains(case, self.stage[kept], self.start[kept], self.end[kept], self.to[kept], self.window)

    @property
    def before(self) -> Ints:
        """The stage before each stay; `NOTHING` at a case's first."""
        before: Ints = np.r_[NOTHING, self.stage[:-1]][: len(self.stage)]
        before[self.first] = NOTHING
        return before

    @property
    def first(self) -> Ints:
        """The place of each case's first stay."""
        return np.flatnonzero(np.r_[True, self.case[1:] != self.case[:-1]][: len(self.case)])


def chains_of(log: CaseLog) -> Chains:
    """Give a log's stays as cases without gaps: who comes back after one is a case of its own."""
    stays = stays_of(log)
    start = log.start[stays.first]
    begins = np.r_[True, (stays.person[1:] != stays.person[:-1]) | (stays.to[:-1] < 0)][: len(start)]
    to = np.where(stays.to == GAP, CLOSED, stays.to)
    return Chains(np.cumsum(begins) - 1, stays.stage, start, start + stays.end * MONTH, to, log.window)


@dataclass(frozen=True)
class Ways:
    """How stays of one stage end: at which time and in what (`to`), and the share of all that has by then, ascending.

    rate: ends a day, of a Markov process with the same ways on.
    """

    times: Floats
    to: Ints
    gone: Floats
    rate: float


def ways_of(chains: Chains) -> dict[tuple[int, int], Ways]:
    """Estimate how stays end, by stage and what came before (`ANY`: whatever did), with those that are not over or had begun before."""
    found, before = {}, chains.before
    for stage in np.unique(chains.stage).tolist():
        own = chains.stage == stage
        found[stage, ANY] = ways_in(chains, own)
        for earlier in np.unique(before[own]).tolist():
            part = own & (before == earlier)
            if (chains.to[part] != GOES_ON).sum() >= ENOUGH:
                found[stage, earlier] = ways_in(chains, part)
    return found


def ways_in(chains: Chains, own: NDArray[np.bool_]) -> Ways:
    """Estimate how some stays end."""
    length, entry = (chains.end - chains.start)[own], np.maximum(-chains.start, 0.0)[own]
    kinds, cause = np.unique(chains.to[own], return_inverse=True)
    seen = np.flatnonzero(kinds != GOES_ON)
    place = np.full(len(kinds), OPEN)
    place[seen] = np.arange(len(seen))
    curve = curve_of(length, place[cause], max(1, len(seen)), entry)
    added = np.diff(curve.gone, axis=0, prepend=0.0)
    lived, ended = float((length - entry).sum()), int((place[cause] >= 0).sum())
    times, to = np.repeat(curve.times, added.shape[1]), np.tile(kinds[seen] if len(seen) else [CLOSED], len(curve.times))
    return Ways(times, to, np.cumsum(added.ravel()), ended / lived if lived > 0 else 0.0)


def lived_again(chains: Chains, ways: Mapping[tuple[int, int], Ways], markov: bool, draw: np.random.Generator) -> Chains:
    """Let every case go on from its first stay by a process, to the end of the window; who is in a stage nobody was seen in stays there."""
    first = chains.first
    case, stage, start = np.arange(len(first)), chains.stage[first].copy(), chains.start[first].copy()
    before = np.full(len(first), NOTHING)
    parts: list[pd.DataFrame] = []
    for _ in range(LONGEST_LIFE):
        end, to = np.full(len(case), np.inf), np.full(len(case), GOES_ON)
        for one, earlier in set(zip(stage.tolist(), before.tolist(), strict=True)):
            known = ways.get((one, ANY if markov else earlier), ways.get((one, ANY)))
            if known is not None:
                own = np.flatnonzero((stage == one) & (before == earlier))
                length, after = ends_of(known, np.maximum(-start[own], 0.0), markov, draw)
                end[own], to[own] = start[own] + length, after
        to = np.where(end >= chains.window, GOES_ON, to)
        parts.append(pd.DataFrame({"case": case, "stage": stage, "start": start, "end": np.minimum(end, chains.window), "to": to}))
        on = to >= 0
        if not on.any():
            break
        case, before, stage, start = case[on], stage[on], to[on], end[on]
    lives = pd.concat(parts).sort_values(["case", "start"], kind="stable")
    case, stage, start, end, to = (lives[name].to_numpy() for name in ("case", "stage", "start", "end", "to"))
    return Chains(case, stage, start, end, to, chains.window)


def ends_of(ways: Ways, elapsed: Floats, markov: bool, draw: np.random.Generator) -> tuple[Floats, Ints]:
    """Draw how long stays last in all that have lasted `elapsed` already, and what follows; infinite where nobody was seen to end."""
    u = draw.random(len(elapsed))
    if not len(ways.gone) or ways.rate == 0.0:
        return np.full(len(u), np.inf), np.full(len(u), GOES_ON)
    if markov:
        length = elapsed - np.log1p(-u) / ways.rate
        at = np.searchsorted(ways.gone / ways.gone[-1], draw.random(len(u)), side="right")
        return length, ways.to[np.minimum(at, len(ways.to) - 1)]
    before = np.r_[0.0, ways.gone][np.searchsorted(ways.times, elapsed, side="right")]
    at = np.searchsorted(ways.gone, before + u * (1.0 - before), side="right")
    never = at >= len(ways.gone)
    at = np.minimum(at, len(ways.gone) - 1)
    return np.where(never, np.inf, ways.times[at]), np.where(never, GOES_ON, ways.to[at])


def occupancy(chains: Chains, stages: Ints, days: Floats) -> Floats:
    """Count who is in each stage on each day [day, stage]."""
    found = np.zeros((len(days), len(stages)))
    for column, stage in enumerate(stages.tolist()):
        own = chains.stage == stage
        begun = np.searchsorted(np.sort(chains.start[own]), days, side="right")
        found[:, column] = begun - np.searchsorted(np.sort(chains.end[own & (chains.to != GOES_ON)]), days, side="right")
    return found


def distances(seen: Chains, other: Chains, arrivals: Floats) -> dict[str, float]:
    """Say how far other cases are from those that were seen. arrivals: how many of the others began in each whole month."""
    stages = np.unique(np.r_[seen.stage, other.stage])
    days = np.arange(0.0, seen.window, WEEK)
    apart = occupancy(seen, stages, days) - occupancy(other, stages, days)
    first, second = (cut(one)[np.isin(one.stage, WAITS)] for one in (seen, other))
    whole, again = (np.bincount(one.case, weights=cut(one)).astype(np.float64) for one in (seen, other))
    return {
        "in_progress": float(np.sqrt(np.square(apart).mean())),
        "waits": apart_in_length(first, second),
        "cycle_times": apart_in_length(whole, again),
        "arrivals": float(np.sqrt(np.square(arrivals_of(seen) - arrivals).mean())) if len(arrivals) else float("nan"),
        "exits": exits_apart(seen, other),
    }


def cut(chains: Chains) -> Floats:
    """Give how long each stay was seen to last within the window."""
    return np.minimum(chains.end, chains.window) - np.maximum(chains.start, 0.0)


def apart_in_length(one: Floats, other: Floats) -> float:
    """Give the area between two distribution functions of lengths (the earth mover's distance), days; NaN where either is empty."""
    return float(stats.wasserstein_distance(one, other)) if len(one) and len(other) else float("nan")


def arrivals_of(chains: Chains) -> Floats:
    """Count the cases that begin in each whole month of the window; who is there at its first moment is none."""
    edges = np.arange(0.0, chains.window + 1e-9, MONTH)
    start = chains.start[chains.first]
    return np.histogram(start[start > 0], edges)[0].astype(np.float64) if len(edges) > 1 else np.zeros(0)


def exits_apart(one: Chains, other: Chains) -> float:
    """Give half the sum of what shares of all ends, by stage and what follows, differ by (total variation): 0 alike, 1 not at all."""
    shares = []
    for chains in (one, other):
        ended = chains.to != GOES_ON
        shares.append(pd.Series(list(zip(chains.stage[ended], chains.to[ended], strict=True)), dtype=object).value_counts(normalize=True))
    if not all(map(len, shares)):
        return float("nan")
    return float(shares[0].sub(shares[1], fill_value=0.0).abs().sum() / 2)


def distances_of(log: CaseLog, seed: int = 1) -> pd.DataFrame:
    """Give the five distances (`COLUMNS`), each a mean over splits in halves by lot; no row for a log of few cases.

    The arrivals of both processes are drawn evenly at the first half's mean. Distances of persons are those of half the cases.
    """
    draw = np.random.default_rng(seed)
    chains = chains_of(log) if log.used else None
    if chains is None or len(chains.first) < FEWEST:
        return pd.DataFrame(columns=list(COLUMNS))
    cases, found = np.arange(len(chains.first)), []
    for _ in range(SPLITS):
        chosen = draw.permutation(cases)[:MOST]
        half, rest = (chains.part(part) for part in np.array_split(chosen, 2))
        ways = ways_of(half)
        evenly = draw.poisson(arrivals_of(half).mean() if len(arrivals_of(half)) else 0.0, len(arrivals_of(rest))).astype(np.float64)
        by = {"floor": distances(rest, half, arrivals_of(half))}
        for name, markov in (("markov", True), ("semi_markov", False)):
            by[name] = distances(rest, lived_again(rest, ways, markov, draw), evenly)
        found.append(pd.DataFrame(by))
    mean = pd.concat(found).groupby(level=0).mean()
    rows = [{"distance": name, "unit": unit, **mean.loc[name].to_dict()} for name, unit in UNITS.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS))

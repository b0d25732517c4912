"""The path of an effect: what a stay, once it has begun, adds to the chance of open work month by month, on the chain of a typical life.

The chain and its rates are those of `total_effect.py`, which solves after-effects from the mean of two months; here the same lives are
followed through all months, during the stay (lock-in) and after it (steps, after-effect, fading).
"""

from collections.abc import Sequence

import numpy as np

from ami_sim.scenario.registry import STEPS
from ami_sim.scenario.total_effect import SIZE, SUBSIDISED, WORK, Floats, Way, in_stay, transient


def path_of(way: Way, advance: float, after: float, months: Sequence[float]) -> Floats:
    """Give the net difference in the chance of open work, percentage points, at increasing months after a stay began.

    way: the typical life, its stay, lock-in and fading. advance: the factor on advancing a step during the stay. after: the after-effect of
    its completion, a log rate that fades as the way says.
    """
    times, stay = np.asarray(months, dtype=np.float64), way.wanted.stay
    steps, rest = np.asarray(way.wanted.steps), np.zeros(SIZE - STEPS)
    inside = in_stay(way.life, way.plain, way.wanted.lock_in, advance)
    during = transient(inside, np.r_[np.zeros(SIZE), steps], (*np.minimum(times, stay).tolist(), stay))
    there, ended = during[:-1], during[-1]
    found = working(there)
    later = times > stay
    if later.any():
        since = times[later] - stay
        found[later] = working(transient(way.plain, ended[:SIZE], since.tolist()))
        found[later] += completed(way, np.r_[ended[SIZE:], rest], after, since)
    without = working(transient(way.plain, np.r_[steps, rest], times.tolist()))
    points: Floats = 100.0 * (found - without)
    return points


def completed(way: Way, there: Floats, after: float, since: Floats) -> Floats:
    """Give the chance of open work at increasing months since completion of those who completed a stay, through the steps of the fading."""
    fade, found, now = way.wanted.fade, np.zeros(len(since)), there
    ends = (*fade.months[1:], np.inf)
    for begins, until, share in zip(fade.months, ends, fade.shares, strict=True):
        here = (since >= begins) & (since < until)
        moves = way.plain + np.expm1(after * share) * way.finding
        if here.any():
            found[here] = working(transient(moves, now, (since[here] - begins).tolist()))
        if since[-1] < until:
            break
        now = transient(moves, now, (until - begins,))[0]
    return found


def working(chances: Floats) -> Floats:
    """Give the chance of open work where somebody may be [time, state]."""
    found: Floats = chances[:, WORK:SUBSIDISED].sum(axis=1)
    return found


def means_by_year(path: Floats) -> Floats:
    """Give the means over twelve months each of a path by month; months that do not fill a year are left out."""
    years = len(path) // 12
    found: Floats = path[: 12 * years].reshape(years, 12).mean(axis=1)
    return found

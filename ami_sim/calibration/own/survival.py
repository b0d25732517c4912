"""Times to an end of several kinds, some not seen to the end and some seen only from a day on: the estimators of a case log.

Every function takes the same columns, one value a stay, in any one unit of time: `end` is how long the stay lasted or had lasted when it
was last seen, `cause` what it ended in (a whole number from 0; -1: not seen to its end), `entry` how long it had lasted when it began to
be seen (0: seen from its beginning). A stay is at risk after its entry up to and with its end; ends at the same time are counted together.

Sources: Kaplan and Meier (1958) with Greenwood's variance; Aalen and Johansen (1978); entries after the beginning as in Andersen, Borgan,
Gill and Keiding, Statistical Models Based on Counting Processes (1993), ch. III and IV.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
OPEN = -1  # the cause of a stay that was not seen to its end


@dataclass(frozen=True)
class Curve:
    """Shares over time: `still` [time] are there yet, `gone` [time, cause] have ended in each cause; they add up to 1 at every time.

    times: those at which something ended, ascending. at_risk: stays at risk at each time. ends: how many ended then, by cause.
    still_error, gone_error: standard errors.
    """

    times: Floats
    at_risk: Ints
    ends: Ints
    still: Floats
    gone: Floats
    still_error: Floats
    gone_error: Floats

    def place(self, time: float) -> int:
        """Give the last time at which something ended, up to and with a time; -1 when nothing had."""
        return int(np.searchsorted(self.times, time, side="right")) - 1

    def used_up(self, until: float) -> bool:
        """Say whether everybody who was seen had ended before a time, so that later shares would be 0 whoever came in after."""
        return bool(((self.at_risk == self.ends.sum(axis=1)) & (self.times < until)).any())

    def still_at(self, time: float) -> tuple[float, float]:
        """Give the share that is there yet after a time, and its standard error."""
        at = self.place(time)
        return (1.0, 0.0) if at < 0 else (float(self.still[at]), float(self.still_error[at]))

    def gone_at(self, time: float, cause: int) -> tuple[float, float]:
        """Give the share that has ended in a cause by a time, and its standard error."""
        at = self.place(time)
        return (0.0, 0.0) if at < 0 else (float(self.gone[at, cause]), float(self.gone_error[at, cause]))

    def quantile(self, share: float) -> float:
        """Give the first time by which a share has ended; NaN when fewer were seen to end."""
        done = np.flatnonzero(1.0 - self.still >= share - 1e-12)
        return float(self.times[done[0]]) if len(done) else float("nan")

    def mean_to(self, until: float) -> tuple[float, float]:
        """Give the mean time of stays, each cut at `until`, and its standard error (the area under `still`; Andersen et al. 1993)."""
        inside = self.times < until
        edges = np.r_[0.0, self.times[inside], until]
        area = np.diff(edges) * np.r_[1.0, self.still[inside]]
        left = np.cumsum(area[::-1])[::-1][1:]  # the area after each time at which something ended
        dead, risk = self.ends[inside].sum(axis=1), self.at_risk[inside]
        parts = left**2 * ratio(dead, risk * (risk - dead))
        return float(area.sum()), float(np.sqrt(parts.sum()))


def curve_of(end: Floats, cause: Ints, causes: int, entry: Floats | None = None) -> Curve:
    """Estimate the shares still there (Kaplan and Meier) and ended in each of `causes` causes (Aalen and Johansen).

    Where the risk set is used up before the last entry, all later shares are 0 and 1, as the estimator has it: see `at_risk`.
    """
    start = np.zeros(len(end)) if entry is None else entry
    start = np.where(start <= 0, -1.0, start)  # who is seen from the beginning is at risk at 0, too
    seen = cause >= 0
    times, at = np.unique(end[seen], return_inverse=True)
    ends = np.bincount(at * causes + cause[seen], minlength=len(times) * causes).reshape(len(times), causes)
    risk = np.searchsorted(np.sort(start), times, side="left") - np.searchsorted(np.sort(end), times, side="left")
    dead = ends.sum(axis=1)
    still = np.cumprod(1.0 - dead / risk)
    before = np.r_[1.0, still[:-1]]
    gone = np.cumsum(before[:, None] * ends / risk[:, None], axis=0)
    still_error = still * np.sqrt(np.cumsum(ratio(dead, risk * (risk - dead))))
    return Curve(times, risk, ends, still, gone, still_error, errors_of(gone, before, ends, risk))


def errors_of(gone: Floats, before: Floats, ends: Ints, risk: Ints) -> Floats:
    """Give standard errors of the shares ended in each cause [time, cause] by the delta method (Marubini and Valsecchi 1995, ch. 10).

    var F(t) = sum over u <= t of (F(t) - F(u))^2 d / (n (n - d)) + S(u-)^2 (n - k) k / n^3 - 2 (F(t) - F(u)) S(u-) k / n^2, with n at
    risk, d ended and k ended in the cause at u. Without open stays it is F (1 - F) / n.
    """
    dead = ends.sum(axis=1)
    first = ratio(dead, risk * (risk - dead))[:, None]
    k, n = ends.astype(np.float64), risk.astype(np.float64)[:, None]
    second, cross = before[:, None] ** 2 * (n - k) * k / n**3, before[:, None] * k / n**2
    # (F(t) - F(u))^2 is written out, so that one sum up to each time is enough
    square = gone**2 * np.cumsum(first, axis=0) - 2 * gone * np.cumsum(gone * first, axis=0) + np.cumsum(gone**2 * first, axis=0)
    both = gone * np.cumsum(cross, axis=0) - np.cumsum(gone * cross, axis=0)
    return np.asarray(np.sqrt(np.maximum(square + np.cumsum(second, axis=0) - 2 * both, 0.0)))


def ratio(above: NDArray[np.number], below: NDArray[np.number]) -> Floats:
    """Divide, with 0 where nobody is left: there the share has no spread of its own any more."""
    found: Floats = np.divide(above, below, out=np.zeros(len(above)), where=below > 0, casting="unsafe")
    return found


@dataclass(frozen=True)
class Rates:
    """Hazards of one cause that are even between marks of elapsed time: ends per unit of time at risk, with standard errors.

    low, high: the marks of each band; the last may be infinite. ends: how many ended there. at_risk: time at risk there.
    """

    low: Floats
    high: Floats
    ends: Ints
    at_risk: Floats

    @property
    def rate(self) -> Floats:
        """Ends per unit of time: the maximum likelihood estimate of an even hazard."""
        return ratio(self.ends, self.at_risk)

    @property
    def error(self) -> Floats:
        """Standard error of the rate: its root of the number of ends over the time at risk."""
        return ratio(np.sqrt(self.ends), self.at_risk)


def rates_of(end: Floats, ended: NDArray[np.bool_], marks: Floats, entry: Floats | None = None) -> Rates:
    """Estimate the hazard of what `ended` marks in bands of elapsed time (0, m1], (m1, m2] ... beyond the last mark.

    marks: ascending, over 0.
    """
    start = np.zeros(len(end)) if entry is None else np.maximum(entry, 0.0)
    low, high = np.r_[0.0, marks], np.r_[marks, np.inf]
    band = np.searchsorted(marks, end[ended], side="left")
    lived = [float(np.maximum(np.minimum(end, up) - np.maximum(start, down), 0.0).sum()) for down, up in zip(low, high, strict=True)]
    return Rates(low, high, np.bincount(band, minlength=len(low)), np.array(lived))

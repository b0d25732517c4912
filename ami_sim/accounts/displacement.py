"""Jobs that one person's job takes from others: by kind of job, by the hour, and never more than what the person produces.

Somebody displaced loses an open job and what it produced. An hour of work displaces at most a share of an hour, by kind of job
(`prices.switch`), and never more output than it makes itself: a participant whose hour is worth a fifth of a regular hour cannot take
more than a fifth of a regular hour's work from anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.lines import PRODUCTION
from ami_sim.scenario.registry import I_AMI_WAGE, I_WORK, IN_INTERVENTION, SUBSIDISED, WORK

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
JOBS: Final = ("open", "subsidised", "ami")


@dataclass(frozen=True)
class Jobs:
    """Person-months in jobs by the conditions they are lived in.

    months: [year, condition], discounted or not. kind: which of `JOBS` each condition is; hours: its hours, of full time. produced: what it
    produces, as a share of what an open job does, [year, condition]. open_job: what an open job produces, kr per month [year].
    """

    months: Floats
    kind: Ints
    hours: Floats
    produced: Floats
    open_job: Floats

    def displaced(self, shares: Mapping[str, float]) -> Floats:
        """Give the months in open jobs that others lose, [year]; shares: of an hour that an hour of each kind of job displaces."""
        most = np.array([shares[name] for name in JOBS])[self.kind] * self.hours
        found: Floats = (self.months * np.minimum(most, self.produced)).sum(axis=1)
        return found

    @property
    def output(self) -> Floats:
        """What those in jobs produce, in months of open jobs [year]."""
        found: Floats = (self.months * self.produced).sum(axis=1)
        return found


def work_of_open_job(years: Ints, book: PriceBook) -> Floats:
    """Give what a month in an open job produces, kr [year]."""
    parts = book.parts([Standing(WORK, I_WORK)])
    found: Floats = book.seen(parts, PRODUCTION, tuple(years.tolist()))[0]
    return found


def kinds_of_jobs(conditions: Ints) -> NDArray[np.bool_]:
    """Tell of which of `JOBS` each condition (a row each) is: [kind, condition]."""
    stage, income = conditions[:, 0], conditions[:, 1]
    return np.array([stage == WORK, stage == SUBSIDISED, (stage == IN_INTERVENTION) & (income == I_AMI_WAGE)])


def jobs_of(months: Floats, conditions: Ints, kinds: NDArray[np.bool_], made: Floats, hours: Floats, open_job: Floats) -> Jobs:
    """Read jobs from their conditions (a row each).

    months: person-months in each [year, condition]; kinds: as `kinds_of_jobs` gives them; made: what each produces, kr per month [year,
    condition]; hours: of a job in each service row, the last of any other job; open_job: of `Jobs`.
    """
    kind = np.argmax(kinds, axis=0)
    row = np.where(kind == JOBS.index("ami"), conditions[:, 2], -1)
    produced = np.divide(made, open_job[:, None], out=np.zeros_like(made), where=open_job[:, None] > 0)
    return Jobs(months, kind, hours[row], produced, open_job)

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
from ami_sim.accounts.ledger import PriceBook, of_nature
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
    parts, made = book.parts([Standing(WORK, I_WORK)]), of_nature(book.lines, "production")
    return np.array([book.priced(parts, year)[0, made].sum() for year in years.tolist()])


def jobs_of(months: Floats, conditions: Ints, years: Ints, book: PriceBook, open_job: Floats) -> Jobs:
    """Read the jobs among some conditions (a row each): months [year, condition] are person-months in each; open_job: of `Jobs`."""
    stage, income = conditions[:, 0], conditions[:, 1]
    kinds = (stage == WORK, stage == SUBSIDISED, (stage == IN_INTERVENTION) & (income == I_AMI_WAGE))
    at = np.flatnonzero(np.any(kinds, axis=0))
    kind = np.argmax(kinds, axis=0)[at]
    row = conditions[at, 2]
    hours = np.array([book.rows[one].hours if what == JOBS.index("ami") else 1.0 for one, what in zip(row, kind, strict=True)])
    if not len(at):
        return Jobs(np.zeros((len(years), 0)), kind, np.zeros(0), np.zeros((len(years), 0)), open_job)
    parts, made = book.parts(conditions[at]), of_nature(book.lines, "production")
    each = np.array([book.priced(parts, year)[:, made].sum(axis=1) for year in years.tolist()])
    produced = np.divide(each, open_job[:, None], out=np.zeros_like(each), where=open_job[:, None] > 0)
    return Jobs(months[:, at], kind, hours, produced, open_job)

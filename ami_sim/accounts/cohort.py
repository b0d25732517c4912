"""What the exclusion of everybody in need on one day costs, by payer, as their simulated lives go on: a cohort, not one certain life.

While somebody is out of work, their month is set against the same person's month in open work; while in work, a subsidised job or
studies, or after moving, dying or retiring, nothing is lost. So exits, relapses and age count, unlike in `accounts.exclusion`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.ledger import PriceBook, by_actor
from ami_sim.record.spells import Spells, coded, conditions_of
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import ELSEWHERE, I_WORK, IN_NEED, LEFT, SICK_ON_AID, SICK_PAY, STUDIES, SUBSIDISED, UNBORN, WORK

Floats = NDArray[np.float64]
MEMBERS: Final = (*IN_NEED, SICK_ON_AID, SICK_PAY)  # the stages of the cohort on its day
NOT_EXCLUDED: Final = (UNBORN, WORK, SUBSIDISED, STUDIES, LEFT)


@dataclass(frozen=True)
class CohortCost:
    """One replication: persons by group; kr lost by actor, years out and child-years out, each [group, span]."""

    persons: Floats
    lost: Mapping[str, Floats]
    years_out: Floats
    child_years: Floats


def discounted_years(start: Floats, end: Floats, span: float, rate: float) -> Floats:
    """Years between two days (from now), within so many years from now, each discounted continuously at an effective yearly rate."""
    first, last = (np.clip(day / YEAR, 0.0, span) for day in (start, end))
    if rate == 0:
        return last - first
    force = log1p(rate)
    found: Floats = (np.exp(-force * first) - np.exp(-force * last)) / force
    return found


def in_need_on(spells: Spells, day: float) -> NDArray[np.int64]:
    """Index of the spell that each person in need, or sick, on a day is in then, sorted by person."""
    return np.flatnonzero((spells.start <= day) & (day < spells.end) & np.isin(spells.stage, MEMBERS))


def cohort_cost(
    spells: Spells,
    people: np.ndarray,
    book: PriceBook,
    groups: Mapping[str, NDArray[np.bool_]],
    day: float,
    spans: Sequence[float],
    rate: float,
    year: int,
) -> CohortCost:
    """Reckon what is lost while the members of some groups are out of work, from a day on, at the prices of one year.

    groups: for each, which of all people are in it. A positive loss is a cost of exclusion to that actor.
    """
    codes = coded(spells)
    out = ~np.isin(spells.stage, NOT_EXCLUDED) & (spells.end > day)
    kinds, which = np.unique(codes[out], return_inverse=True)
    conditions = conditions_of(kinds)
    homes, rights = conditions[:, 4].tolist(), (conditions[:, 5] & ELSEWHERE).tolist()
    instead = [Standing(WORK, I_WORK, household=home, rights=right) for home, right in zip(homes, rights, strict=True)]
    lost = by_actor(12 * (book.table(instead, year) - book.table(conditions, year)), book.lines)
    person = spells.person[out]
    children = np.array([sum(row.household.children) for row in book.prices.compositions])[spells.household[out]]
    shape = (len(groups), len(spans))
    sums, years, child = {actor: np.zeros(shape) for actor in lost}, np.zeros(shape), np.zeros(shape)
    for column, span in enumerate(spans):
        worth = discounted_years(spells.start[out] - day, spells.end[out] - day, span, rate)
        plain = discounted_years(spells.start[out] - day, spells.end[out] - day, span, 0.0)
        for row, member in enumerate(groups.values()):
            weights = np.bincount(which, weights=worth * member[person], minlength=len(kinds))
            for actor, amount in lost.items():
                sums[actor][row, column] = weights @ amount
            years[row, column] = float((plain * member[person]).sum())
            child[row, column] = float((plain * member[person] * children).sum())
    return CohortCost(np.array([float(member.sum()) for member in groups.values()]), sums, years, child)

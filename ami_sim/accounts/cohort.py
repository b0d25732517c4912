"""What the exclusion of everybody in need on one day costs, by payer, as their simulated lives go on: a cohort, not one certain life.

While somebody is out of work, their month is set against the same person's month in open work; while in work, a subsidised job or
studies, or after moving, dying or retiring, nothing is lost. So exits, relapses and age count, unlike in `accounts.exclusion`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.discounting import flat
from ami_sim.accounts.life_course import Losses, Periods, Pieces, cut, out_of_work
from ami_sim.record.spells import Spells, coded, conditions_of
from ami_sim.scenario.registry import IN_NEED, SICK_ON_AID, SICK_PAY

Floats = NDArray[np.float64]
MEMBERS: Final = (*IN_NEED, SICK_ON_AID, SICK_PAY)  # the stages of the cohort on its day


@dataclass(frozen=True)
class CohortCost:
    """One replication: persons by group; kr lost by actor, years out and child-years out, each [group, span]."""

    persons: Floats
    lost: Mapping[str, Floats]
    years_out: Floats
    child_years: Floats


def in_need_on(spells: Spells, day: float) -> NDArray[np.int64]:
    """Index of the spell that each person in need, or sick, on a day is in then, sorted by person."""
    return np.flatnonzero((spells.start <= day) & (day < spells.end) & np.isin(spells.stage, MEMBERS))


def cohort_cost(
    spells: Spells,
    losses: Losses,
    groups: Mapping[str, NDArray[np.bool_]],
    day: float,
    periods: Periods,
    spans: Sequence[float],
    rate: float,
) -> CohortCost:
    """Reckon what is lost while the members of some groups are out of work, from a day on, each year at its own prices.

    groups: for each, which of all people are in it. periods: from the day on, as far as the longest span. A positive loss is a cost of
    exclusion to that actor.
    """
    pieces = cut(spells, day, periods)
    out = out_of_work(spells)[pieces.spell]
    pieces = Pieces(pieces.spell[out], pieces.period[out], pieces.start[out], pieces.end[out], pieces.band[out])
    person = spells.person[pieces.spell]
    kinds, which = np.unique(coded(spells)[pieces.spell], return_inverse=True)
    parts = losses.parts(conditions_of(kinds))
    worth, plain = (how.between(pieces.start, pieces.end) for how in (flat(rate), flat(0.0)))
    calendar, since = periods.calendar[pieces.period], periods.since[pieces.period]
    children = np.array(losses.book.prices.children_at_home)[spells.household[pieces.spell]]
    tables = [losses.table(parts, year) for year in range(int(periods.calendar[0]), int(periods.calendar[-1]) + 1)]
    members = np.array([member.astype(np.float64) for member in groups.values()])  # [group, person]

    def by_group(amount: Floats) -> Floats:
        """Sum an amount of each piece over the members of each group [group, span]."""
        spanned = [np.bincount(person, weights=amount * (since < span), minlength=members.shape[1]) for span in spans]
        return np.asarray(members @ np.array(spanned).T)

    year = calendar - periods.calendar[0]
    sums = {actor: by_group(np.array([table[actor] for table in tables])[year, which] * worth) for actor in tables[0]}
    return CohortCost(members.sum(axis=1), sums, by_group(plain), by_group(plain * children))

"""Deadweight with a date: of those the unit has met who are in open work at a month, how many have a twin who is in open work too.

A twin is the same person, with the same luck, living under the reference. A person who is in one option only has no twin and is counted
in neither number. Both numbers are counts, so that a share over many runs is formed from their means and is never a mean of shares.
"""

import numpy as np
from numpy.typing import NDArray

from ami_sim.record.measures.people import AFTER_MONTHS
from ami_sim.record.measures.registry import Number
from ami_sim.record.spells import Spells
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import IN_INTERVENTION, MAPPING, START, WORK

Keys = NDArray[np.uint64]
Flags = NDArray[np.bool_]


def deadweight(reference: Spells, option: Spells, keys: tuple[Keys, Keys], parting: float, *, same: bool = False) -> list[Number]:
    """Count, at each of `AFTER_MONTHS` before the horizon, those met and in open work, and of them those whose twin is in open work.

    keys: a number for each person of the reference and of the option, equal for the same person. parting: days from the start date.
    same: the option is the reference, whose people are their own twins: nothing is defined (NaN).
    """
    found = []
    for months in AFTER_MONTHS:
        at = parting + months * MONTH
        if at >= min(reference.horizon, option.horizon):
            continue
        counts = (np.nan, np.nan)
        if not same:
            met = met_by(option, len(keys[1]), parting, at) & in_work_at(option, len(keys[1]), at) & np.isin(keys[1], keys[0])
            twins = np.isin(keys[1][met], keys[0][in_work_at(reference, len(keys[0]), at)])
            counts = (float(met.sum()), float(twins.sum()))
        for name, count in zip((f"met_in_work_{months}m", f"met_in_work_twin_too_{months}m"), counts, strict=True):
            found.append(Number(name, "", "", count))
    return found


def met_by(spells: Spells, count: int, since: float, at: float) -> Flags:
    """Mark the persons whose mapping or intervention started between two days."""
    started = (spells.what == START) & ((spells.stage == MAPPING) | (spells.stage == IN_INTERVENTION))
    return marked(spells, count, started & (spells.start >= since) & (spells.start <= at))


def in_work_at(spells: Spells, count: int, at: float) -> Flags:
    """Mark the persons who are in open work on a day."""
    return marked(spells, count, (spells.stage == WORK) & (spells.start <= at) & (spells.end > at))


def marked(spells: Spells, count: int, chosen: Flags) -> Flags:
    """Mark the persons who have one of the chosen spells."""
    found = np.zeros(count, np.bool_)
    found[spells.person[chosen]] = True
    return found

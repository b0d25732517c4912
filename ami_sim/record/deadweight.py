"""Deadweight with a date: how many of those the unit has met who are in open work at a month would have been in work without it.

What is known of it are two numbers of persons in work, with the unit and without. By means, of the M met who are in work as many would have
been in work anyway as are left when the net difference is taken off M. Which of them, and how many if the unit also keeps others out of
work, hangs on how the two lives of a person go together, and that nothing identifies. The twins here, the same person with the same luck,
are one coupling of them. Fréchet's (1951) bounds hold every coupling. All are counts, so that a share over many runs is formed from their
means and is never a mean of shares. Who is in one option only has no twin and is counted in none of them.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.record.measures.people import AFTER_MONTHS
from ami_sim.record.measures.registry import Number
from ami_sim.record.spells import Floats, Ints, Spells, among
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import IN_INTERVENTION, LEFT, MAPPING, START, UNBORN, WORK

Keys = NDArray[np.uint64]
Flags = NDArray[np.bool_]
AWAY: Final = (UNBORN, LEFT)  # not yet in need, or no longer to be followed


NAMES: Final = ("met_in_work", "met_in_work_by_means", "met_in_work_twin_too", "met_in_work_least", "met_in_work_most")


def deadweight(reference: Spells, option: Spells, keys: tuple[Keys, Keys], parting: float, *, same: bool = False) -> list[Number]:
    """Count, at each of `AFTER_MONTHS` before the horizon, those met and in open work, and of them those in work anyway, by `NAMES`.

    keys: a number for each person of the reference and of the option, equal for the same person. parting: days from the start date.
    same: the option is the reference, whose people are their own twins: nothing is defined (NaN).
    """
    found = []
    (first, second), (many, others) = twins_of(keys), (len(keys[0]), len(keys[1]))
    met = first_met(option, others, parting)[second]
    for months in AFTER_MONTHS:
        at = parting + months * MONTH
        if at >= min(reference.horizon, option.horizon):
            continue
        stages = (stage_at(reference, many, at)[first], stage_at(option, others, at)[second])
        counts = (np.nan,) * len(NAMES) if same else counts_of(*stages, met <= at)
        found += [Number(f"{name}_{months}m", "", "", count) for name, count in zip(NAMES, counts, strict=True)]
    return found


def twins_of(keys: tuple[Keys, Keys]) -> tuple[Ints, Ints]:
    """Find those who are in both lives: their positions among the people of the reference and of the option."""
    _, first, second = np.intersect1d(*keys, assume_unique=True, return_indices=True)
    return first, second


def counts_of(reference: Ints, option: Ints, met: Flags) -> tuple[float, ...]:
    """Give the counts of one day, by `NAMES`. By means may be more than those met and in work: then fewer work than without the unit.

    reference, option: the stage of each twin. met: whom the unit has met by then. Of M met and in work and R in work in the reference,
    among N who are there in either life, between M + R - N and the lesser of M and R can be in work in both.
    """
    works, without = option == WORK, reference == WORK
    people = int((~among(reference, AWAY) | ~among(option, AWAY)).sum())
    count, anyway = int((works & met).sum()), int(without.sum())
    by_means, least, most = anyway - int((works & ~met).sum()), max(0, count + anyway - people), min(count, anyway)
    return float(count), float(by_means), float((works & met & without).sum()), float(least), float(most)


def stage_at(spells: Spells, count: int, at: float) -> Ints:
    """Give the stage of each of so many persons on a day."""
    there = (spells.start <= at) & (spells.end > at)
    found = np.full(count, UNBORN)
    found[spells.person[there]] = spells.stage[there]
    return found


def first_met(spells: Spells, count: int, since: float) -> Floats:
    """Give the first day from a day on that a mapping or an intervention of each person started; infinite for those not met."""
    started = (spells.what == START) & ((spells.stage == MAPPING) | (spells.stage == IN_INTERVENTION)) & (spells.start >= since)
    found = np.full(count, np.inf)
    np.minimum.at(found, spells.person[started], spells.start[started])
    return found

"""Deadweight with a date: how many of those the unit has met who are in open work at a month would have been in work without it.

What is known of it are two numbers of persons in work, with the unit and without. By means, of the M met who are in work as many would have
been in work anyway as are left when the net difference is taken off M. Which of them, and how many if the unit also keeps others out of
work, hangs on how the two lives of a person go together, and that nothing identifies. The twins here, the same person with the same luck,
are one coupling of them. Fréchet's (1951) bounds hold every coupling. All are counts, so that a share over many runs is formed from their
means and is never a mean of shares. Who is in one option only has no twin and is counted in none of them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.record.measures.people import AFTER_MONTHS
from ami_sim.record.measures.registry import Number
from ami_sim.record.spells import Ints, Spells, among
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import IN_INTERVENTION, LEFT, MAPPING, START, UNBORN, WORK

Keys = NDArray[np.uint64]
Flags = NDArray[np.bool_]


NAMES: Final = ("met_in_work", "met_in_work_by_means", "met_in_work_twin_too", "met_in_work_least", "met_in_work_most")


def deadweight(reference: Spells, option: Spells, keys: tuple[Keys, Keys], parting: float, *, same: bool = False) -> list[Number]:
    """Count, at each of `AFTER_MONTHS` before the horizon, those met and in open work, and of them those in work anyway, by `NAMES`.

    keys: a number for each person of the reference and of the option, equal for the same person. parting: days from the start date.
    same: the option is the reference, whose people are their own twins: nothing is defined (NaN).
    """
    found = []
    twins = twins_of(keys)
    for months in AFTER_MONTHS:
        at = parting + months * MONTH
        if at >= min(reference.horizon, option.horizon):
            continue
        counts = (np.nan,) * len(NAMES) if same else counts_at(reference, option, twins, parting, at)
        found += [Number(f"{name}_{months}m", "", "", count) for name, count in zip(NAMES, counts, strict=True)]
    return found


@dataclass(frozen=True)
class Twins:
    """Those who are in both lives: their positions among the people of the reference and of the option, and how many people each has."""

    positions: tuple[Ints, Ints]
    people: tuple[int, int]


def twins_of(keys: tuple[Keys, Keys]) -> Twins:
    """Find those who are in both, by a number that nobody shares."""
    _, *positions = np.intersect1d(*keys, assume_unique=True, return_indices=True)
    return Twins((positions[0], positions[1]), (len(keys[0]), len(keys[1])))


def counts_at(reference: Spells, option: Spells, twins: Twins, parting: float, at: float) -> tuple[float, ...]:
    """Give the counts of one day, by `NAMES`. By means may be more than those met and in work: then fewer work than without the unit.

    Of M met and in work and R in work in the reference, among N who are there in either life, between M + R - N and the lesser of M and R
    can be in work in both.
    """
    (first, second), (many, others) = twins.positions, twins.people
    works = in_work_at(option, others, at)[second]
    met = works & met_by(option, others, parting, at)[second]
    without = in_work_at(reference, many, at)[first]
    people = int((there_at(reference, many, at)[first] | there_at(option, others, at)[second]).sum())
    count, work_anyway = int(met.sum()), int(without.sum())
    by_means = work_anyway - int((works & ~met).sum())
    least, most = max(0, count + work_anyway - people), min(count, work_anyway)
    return float(count), float(by_means), float((met & without).sum()), float(least), float(most)


def there_at(spells: Spells, count: int, at: float) -> Flags:
    """Mark the persons who have been in need and have neither left nor died on a day."""
    return marked(spells, count, ~among(spells.stage, (UNBORN, LEFT)) & (spells.start <= at) & (spells.end > at))


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

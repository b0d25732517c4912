"""Whose lives an option changes, in one run: persons to look at more closely."""

from pathlib import Path

import numpy as np

from ami_sim.record.in_words import Life, names_of
from ami_sim.runs.again import live_again
from ami_sim.workflow.compare import Settings, work_of
from ami_sim.workflow.follow_one import alternatives

TOLD = ("start", "stage", "income", "row")


def parted(file: Path, seed: int, option: str = "", most: int = 20) -> tuple[str, ...]:
    """Name persons whose life in an option is not the reference's, the longest apart first, in run 0 at the medians, as `life` lives it.

    file: a question. option: the first that is not the reference when none is named. InputError for what cannot be read.
    """
    question, other, reference = alternatives(str(file), option, {})
    lives = live_again(work_of(question, Settings(seed=seed), None), (other, reference), 0, 0)
    one, two = (lives_by_name(life) for life in lives)
    apart = {name: days_apart(one[name], two[name]) for name in one.keys() & two.keys()}
    found = [name for name in sorted(apart, key=lambda name: (-apart[name], name)) if apart[name] > 0]
    return tuple(found[:most])


def lives_by_name(life: Life) -> dict[str, np.ndarray]:
    """Give each person's spells, a row a spell, by the person's name."""
    names = names_of(life.people, life.plan.referrers)
    rows = np.column_stack([getattr(life.spells, key).astype(np.float64) for key in TOLD])
    person = life.spells.person
    cuts = np.flatnonzero(np.diff(person)) + 1
    return {str(names[person[at[0]]]): rows[at] for at in np.split(np.arange(len(person)), cuts) if len(at)}


def days_apart(one: np.ndarray, two: np.ndarray) -> float:
    """Give the days from the first difference between two lives to the end of the later one's last change."""
    least = min(len(one), len(two))
    differs = np.flatnonzero((one[:least] != two[:least]).any(axis=1))
    if not len(differs) and len(one) == len(two):
        return 0.0
    first = int(differs[0]) if len(differs) else least - 1
    begins = min(one[first, 0], two[first, 0])
    return float(max(one[-1, 0], two[-1, 0]) - begins)

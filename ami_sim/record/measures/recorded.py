"""Every measure of people and queues, from the record alone: taken from a run that has been read into spells."""

from functools import lru_cache
from typing import Final

import numpy as np

from ami_sim.record.measures.jobs import WAITING_ROWS, jobs_by_instrument
from ami_sim.record.measures.lives import Lives
from ami_sim.record.measures.people import EACH, kolada_result
from ami_sim.record.measures.queues import QUEUE_ROWS, utilisation
from ami_sim.record.measures.registry import Key, Measures, by_key
from ami_sim.record.measures.requirement import REQUIREMENT_ROWS
from ami_sim.record.measures.tally import Tally, tallied
from ami_sim.record.measures.week import WEEK_ROWS

RECORDED: Final = (*EACH, *WAITING_ROWS, *QUEUE_ROWS, kolada_result, utilisation, jobs_by_instrument, *WEEK_ROWS, *REQUIREMENT_ROWS)


def take(measures: Measures, lives: Lives) -> dict[Key, float]:
    """Take every measure that needs lives alone: those added up over people first, each for every group of people; `Tally`s together.

    A row of "each" that gives None is not defined in this run (a date beyond its end) and has no number.
    """
    rows = measures.of("each")
    tallies = tuple(row.function for row in rows if isinstance(row.function, Tally))
    counts = dict(zip(tallies, tallied(tallies, lives), strict=True))
    found = [(row.name, counts[row.function] if row.function in counts else row.function(lives)) for row in rows]
    counted = [(name, values) for name, values in found if values is not None]
    sums = np.array([values for _, values in counted]) @ lives.members.T.copy()
    keys = keys_of(tuple(name for name, _ in counted), tuple(lives.groups))
    taken = dict(zip(keys, sums.ravel().tolist(), strict=True))
    for function in measures.functions("lives"):
        taken |= by_key(function(lives))
    return taken


@lru_cache(maxsize=16)
def keys_of(names: tuple[str, ...], groups: tuple[str, ...]) -> tuple[Key, ...]:
    """Give what the numbers of some measures for some groups are of, measure by measure: one for all runs of a question."""
    return tuple((name, "", group) for name in names for group in groups)

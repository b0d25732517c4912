"""Every measure of people and queues, from the record alone: taken from a run that has been read into spells."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from ami_sim.record.measures.jobs import WAITING_ROWS, jobs_by_instrument
from ami_sim.record.measures.lives import Lives
from ami_sim.record.measures.people import EACH, kolada_result
from ami_sim.record.measures.queues import QUEUE_ROWS, utilisation
from ami_sim.record.measures.registry import Measures, Number
from ami_sim.record.measures.week import WEEK_ROWS

RECORDED: Final = (*EACH, *WAITING_ROWS, *QUEUE_ROWS, kolada_result, utilisation, jobs_by_instrument, *WEEK_ROWS)


def take(measures: Measures, lives: Lives) -> Iterator[Number]:
    """Take every measure that needs lives alone: those added up over people first, each for every group of people.

    A row of "each" that gives None is not defined in this run (a date beyond its end) and has no number.
    """
    found = [(row.name, row.function(lives)) for row in measures.of("each")]
    counted = [(name, values) for name, values in found if values is not None]
    masks = np.stack(list(lives.groups.values()), axis=1).astype(np.float64)
    sums = np.stack([values for _, values in counted]) @ masks
    for (name, _), row in zip(counted, sums.tolist(), strict=True):
        for group, value in zip(lives.groups, row, strict=True):
            yield Number(name, "", group, value)
    for function in measures.functions("lives"):
        yield from function(lives)

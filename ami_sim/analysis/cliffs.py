"""Where an answer breaks: a small change of one figure, with the same luck, that changes the answer far more than its neighbours do.

For a figure x and the answer y(x) at moves of -20, -10, -5, 0, 5, 10, 20 %: a cliff where the largest step between neighbours exceeds three
times the median step, and a tenth of the answer's own interval, and what chance alone would make of it.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

MOVES: Final = (-0.20, -0.10, -0.05, 0.05, 0.10, 0.20)
STEEP: Final = 3.0  # times the median step
TOLD: Final = 0.1  # of the answer's interval: what matters at all
CHANCE: Final = 2.0  # standard errors of a step
Floats = NDArray[np.float64]


class Moved(NamedTuple):
    """What moving one figure did: the largest change from where it stood, its standard error, and the steepest step.

    at: the move (a share of the figure) of the largest change. step: the largest step between neighbours, between the moves `low` and
    `high`. cliff: it is one. The unit is that of the answer.
    """

    largest: float
    half: float
    at: float
    step: float
    low: float
    high: float
    cliff: bool


def moved(moves: Floats, answers: Floats, width: float) -> Moved:
    """Sum up the answers at some moves of one figure.

    moves: shares of the figure [move], rising, 0 among them. answers: [move, replication] with the same luck; a move that the figure cannot
    take is NaN. width: of the answer's own interval.
    """
    told = ~np.isnan(answers).any(axis=1)
    moves, answers = moves[told], answers[told]
    stands = int(np.flatnonzero(moves == 0.0)[0])
    changes = answers - answers[stands]
    mean, error = changes.mean(axis=1), errors(changes)
    furthest = int(np.argmax(np.abs(mean)))
    steps = np.diff(answers, axis=0)
    if not len(steps):
        return Moved(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, False)
    sizes = np.abs(steps.mean(axis=1))
    steepest = int(np.argmax(sizes))
    least = max(STEEP * float(np.median(sizes)), TOLD * width, CHANCE * float(errors(steps)[steepest]))
    cliff = len(steps) > 2 and bool(sizes[steepest] > least)
    step, low, high = (float(one) for one in (steps.mean(axis=1)[steepest], moves[steepest], moves[steepest + 1]))
    return Moved(float(mean[furthest]), float(CHANCE * error[furthest]), float(moves[furthest]), step, low, high, cliff)


def errors(values: Floats) -> Floats:
    """Give the standard error of the mean of each row [row, replication]; nothing is known of it with one replication."""
    if values.shape[1] < 2:
        return np.zeros(len(values))
    return np.asarray(values.std(axis=1, ddof=1) / np.sqrt(values.shape[1]))

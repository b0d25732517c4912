"""Who has moved to another municipality is followed: what this one would pay or be paid is that one's instead."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.lines import MUNICIPAL, Flow, Line
from ami_sim.scenario.registry import ELSEWHERE

THERE: Final = "elsewhere"  # the actor


def line_elsewhere(payer: str, payee: str) -> tuple[str, str]:
    """Give the two ends of a line for somebody who has moved away."""
    one, other = (THERE if actor in MUNICIPAL else actor for actor in (payer, payee))
    return one, other


def flows_elsewhere(found: Iterable[Flow]) -> Iterator[Flow]:
    """Give flows of somebody who has moved away; what passes within that municipality cancels and is left out."""
    for flow in found:
        payer, payee = line_elsewhere(flow.payer, flow.payee)
        if payer != payee:
            yield flow._replace(payer=payer, payee=payee)


class Elsewhere:
    """Where each line of the accounts is booked for those who have moved away."""

    def __init__(self, lines: Sequence[Line]) -> None:
        place = {line[:3]: index for index, line in enumerate(lines)}
        ends = [(*line_elsewhere(line.payer, line.payee), line.kind) for line in lines]
        self.matrix = np.zeros((len(lines), len(lines)))
        for index, end in enumerate(ends):
            if end in place and end[0] != end[1]:
                self.matrix[index, place[end]] = 1.0

    def booked(self, amounts: NDArray[np.float64], rights: Sequence[int]) -> NDArray[np.float64]:
        """Book amounts [condition, ..., line] of those who live elsewhere on that municipality's lines; rights: bits, one a condition."""
        away = np.array([right & ELSEWHERE > 0 for right in rights], bool)
        if away.any():
            amounts = amounts.copy()
            amounts[away] = amounts[away] @ self.matrix
        return amounts


def at_home(conditions: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell in which conditions (rows of `record.spells.Condition`) the person lives in this municipality."""
    found: NDArray[np.bool_] = conditions[:, 5] & ELSEWHERE == 0
    return found

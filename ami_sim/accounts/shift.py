"""Shift or saving: the aid that one option pays less than another, by where the same household is instead."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.elsewhere import at_home
from ami_sim.accounts.passes import Calendar, Priced, saved_between
from ami_sim.record.paired import Pieces
from ami_sim.record.spells import among
from ami_sim.scenario.registry import (
    I_ACTIVITY,
    I_AKASSA,
    I_AMI_WAGE,
    I_BENEFIT,
    I_ESTABLISHMENT,
    I_REFUSED,
    I_SICK_PAY,
    I_SICKNESS_COMPENSATION,
    I_STUDIES,
    I_SUBSIDISED,
    I_WORK,
    INCOMES,
    LEFT,
    UNBORN,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# Where a household that is paid less aid has gone. The first is the municipality's own wage: a shift between two committees.
DESTINATIONS: Final = (
    "ami_wage",
    "open_work",
    "other_subsidised_job",
    "studies",
    "state_benefit",
    "refused",
    "moved_or_died",
    "aid_still",
    "other",
)
_BY_INCOME: Final = {
    I_AMI_WAGE: "ami_wage",
    I_WORK: "open_work",
    I_SUBSIDISED: "other_subsidised_job",
    I_STUDIES: "studies",
    I_BENEFIT: "state_benefit",
    I_AKASSA: "state_benefit",
    I_ESTABLISHMENT: "state_benefit",
    I_ACTIVITY: "state_benefit",
    I_SICK_PAY: "state_benefit",
    I_SICKNESS_COMPENSATION: "state_benefit",
    I_REFUSED: "refused",
}
_WHERE: Final = np.array([DESTINATIONS.index(_BY_INCOME[income]) if income in _BY_INCOME else -1 for income in range(len(INCOMES) + 1)])


def destinations(conditions: Ints, on_aid: NDArray[np.bool_]) -> Ints:
    """Say where a household in each condition (a row) stands by what the person lives on: an index of `DESTINATIONS`.

    "aid_still" when that is nothing but aid; on_aid: whether the household is paid some.
    """
    stage, income = conditions[:, 0], conditions[:, 1]
    known = _WHERE.take(income, mode="clip")  # an income of one's own is like `other`
    found = np.where(known >= 0, known, np.where(on_aid, DESTINATIONS.index("aid_still"), DESTINATIONS.index("other")))
    found[among(stage, (UNBORN, LEFT)) | ~at_home(conditions)] = DESTINATIONS.index("moved_or_died")
    return found


def aid_saved(pieces: Pieces, reference: Priced, option: Priced, calendar: Calendar, alike: bool) -> dict[str, float]:
    """Split the aid saved, reference less option, by where the same person is in the one of the two that pays less, kr.

    The parts add up to all aid saved. A household that is off aid in the option counts where it is then; one that is off aid in the
    reference only counts, negative, where it was: "ami_wage" is thus the aid that more wages of the unit replace, net.
    pieces: lives in the reference (first) and in the option (second) side by side. alike: both have the same prices and service rows.
    "aid_still": on aid in both, at different amounts.
    """
    totals = saved_between(pieces, reference, option, alike, DESTINATIONS.index("other"), calendar, len(DESTINATIONS))
    return dict(zip(DESTINATIONS, totals.tolist(), strict=True))

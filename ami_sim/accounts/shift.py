"""Shift or saving: the aid that one option pays less than another, by where the same household is instead."""

from collections.abc import Mapping
from typing import Final, TypeVar

from ami_sim.accounts.flows import Condition
from ami_sim.accounts.ledger import PriceBook
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.words import (
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
    LEFT,
    UNBORN,
)

C = TypeVar("C", bound=Condition)

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


def destination(condition: Condition, aid: float) -> str:
    """Name where a household stands by what the person lives on; "aid_still" when that is nothing but aid (`aid` in kr)."""
    if condition.stage in (UNBORN, LEFT):
        return "moved_or_died"
    return _BY_INCOME.get(condition.income, "aid_still" if aid > 0 else "other")


def aid_by_destination(days: Mapping[tuple[C, C], float], year: int, book: PriceBook) -> dict[str, float]:
    """Split the aid saved in a year, reference less option, by where the person is in the option; kr.

    days: person-days of the same people spent in (condition in the reference, condition in the option) at the same time. The
    parts add up to all aid saved. Only days in which the two conditions differ matter.
    """
    saved = dict.fromkeys(DESTINATIONS, 0.0)
    place = next(index for index, line in enumerate(book.lines) if line.kind == "aid")
    for (reference, option), length in days.items():
        before, after = (float(book.row(condition, year)[place]) for condition in (reference, option))
        saved[destination(option, after)] += (before - after) * length / MONTH
    return saved

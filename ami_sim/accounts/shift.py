"""Shift or saving: the aid that one option pays less than another, by where the same household is instead."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.elsewhere import at_home
from ami_sim.accounts.ledger import PriceBook, years_of
from ami_sim.accounts.lines import AID, MUNICIPALITY
from ami_sim.accounts.parts import Numbered
from ami_sim.accounts.passes import between
from ami_sim.record.paired import Pieces
from ami_sim.record.spells import conditions_of
from ami_sim.scenario.quantities import MONTH
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
KEPT: Final = (AID, MUNICIPALITY)  # the views that are kept over time
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
_WHERE: Final = np.array([DESTINATIONS.index(_BY_INCOME[income]) if income in _BY_INCOME else -1 for income in range(len(INCOMES))])


def destinations(conditions: Ints, aid: Floats) -> Ints:
    """Say where a household in each condition (a row) stands by what the person lives on: an index of `DESTINATIONS`.

    "aid_still" when that is nothing but aid (`aid` in kr).
    """
    stage, income = conditions[:, 0], conditions[:, 1]
    alone = np.where(aid > 0, DESTINATIONS.index("aid_still"), DESTINATIONS.index("other"))
    known = np.where(income < len(_WHERE), _WHERE[np.minimum(income, len(_WHERE) - 1)], -1)  # an income of one's own is like `other`
    found = np.where(known >= 0, known, alone)
    return np.where(np.isin(stage, (UNBORN, LEFT)) | ~at_home(conditions), DESTINATIONS.index("moved_or_died"), found)


class MoneyOverTime:
    """What a person in each condition moves from the start up to any day, weighed by a factor for each month, in two views (`KEPT`).

    Aid: what the household is paid in aid. Municipality: what the municipality receives less pays. Conditions are known by a code
    (`record.spells.coded`); each is priced once. With discount factors the amounts are present values, and over a whole run they add up to
    those of the ledger but for its rounding to öre by month.
    """

    def __init__(self, book: PriceBook, months: NDArray[np.datetime64], edges: Floats, factors: Floats) -> None:
        self.book = book
        self._years, year = np.unique(years_of(months), return_inverse=True)
        weights = np.concatenate(((0.0,), np.cumsum(factors * np.diff(edges) / MONTH)))
        self._calendar = (np.array(edges), weights, year.astype(np.int64))
        self._numbered = Numbered()
        self._rates = np.zeros((len(KEPT), 0, len(self._years)))  # [view, place, year]; there is room for more places than are priced
        self._where = np.zeros(0, np.int64)

    def places(self, codes: Ints) -> Ints:
        """Give the place of each code, after pricing those that are new."""
        new = self._numbered.meet(codes)
        if len(new):
            self._price(conditions_of(codes[new]))
        return self._numbered.of(codes)

    def _price(self, conditions: Ints) -> None:
        parts = self.book.parts(conditions)
        rates = np.stack([self.book.seen(parts, year)[:, list(KEPT)].T for year in self._years.tolist()], axis=2)
        first, last = len(self._where), len(self._where) + len(conditions)
        if last > self._rates.shape[1]:
            grown = np.zeros((len(KEPT), 2 * last, len(self._years)))
            grown[:, :first] = self._rates[:, :first]
            self._rates = grown
        self._rates[:, first:last] = rates
        self._where = np.append(self._where, destinations(conditions, rates[KEPT.index(AID)].max(axis=1)))

    def paid(self, places: Ints, start: Floats, end: Floats, view: int = AID) -> Floats:
        """Kr from a day to another in the condition at each place; a place of -1 is no condition and moves nothing."""
        return between(self._rates[KEPT.index(view)], places, start, end, self._calendar)

    def destinations(self, places: Ints) -> Ints:
        """Say where a household in the condition at each place stands: an index of `DESTINATIONS`."""
        found: Ints = np.where(places < 0, DESTINATIONS.index("other"), self._where[places])
        return found


def aid_saved(pieces: Pieces, reference: tuple[MoneyOverTime, Ints], option: tuple[MoneyOverTime, Ints]) -> dict[str, float]:
    """Split the aid saved, reference less option, by where the same person is in the one of the two that pays less, kr.

    The parts add up to all aid saved. A household that is off aid in the option counts where it is then; one that is off aid in the
    reference only counts, negative, where it was: "ami_wage" is thus the aid that more wages of the unit replace, net.
    pieces: lives in the reference (first) and in the option (second) side by side. reference, option: aid over time with the place in
    it of each spell's condition. "aid_still": on aid in both, at different amounts.
    """
    (before, places), (after, own) = reference, option
    one = np.where(pieces.first < 0, -1, places[pieces.first])
    two = np.where(pieces.second < 0, -1, own[pieces.second])
    start, end = pieces.start, pieces.end
    if before is after:  # one table of prices: where both lives are the same nothing is saved
        apart = np.flatnonzero(one != two)
        one, two, start, end = one[apart], two[apart], start[apart], end[apart]
    saved = before.paid(one, start, end) - after.paid(two, start, end)
    where = np.where(saved >= 0, after.destinations(two), before.destinations(one))
    totals = np.bincount(where, weights=saved, minlength=len(DESTINATIONS))
    return dict(zip(DESTINATIONS, totals.tolist(), strict=True))

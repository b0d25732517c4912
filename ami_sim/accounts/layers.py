"""Consequences beyond the accounts, one layer at a time: so many a year out of work, times a price, to a payer."""

from collections.abc import Mapping
from math import log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.life_course import Folded, Losses, Periods, Pieces
from ami_sim.accounts.rights import real_wages
from ami_sim.model.randomness import named_luck
from ami_sim.scenario.consequences import Layer, SickPay
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import I_WORK, INCOMES, STAGES

Floats = NDArray[np.float64]
MOST_HAPPENINGS: Final = 10_000  # in one life, beyond which a rate is a slip of the pen


def times_a_year(layer: Layer, name: str, what: NDArray[np.int64], drawn: Mapping[str, float]) -> Floats:
    """Give how often a year the consequence comes to a person of each row of an exposure (`Exposure.what`), beyond others."""
    stage, income, band, ill, children = what.T
    held = np.ones(len(what))
    for words, known, column in ((layer.stages, STAGES, stage), (layer.incomes, INCOMES, income)):
        if words:
            held *= np.isin(column, [known.index(word) for word in words])
    if layer.by_time is not None:
        held *= np.array(layer.by_time.value)[band]
    sick = np.isin(stage, [STAGES.index(word) for word in layer.sick_in])
    for field, there in (("ill_health", ill == 1), ("well", ill == 0), ("sick", sick)):
        held *= np.where(there, drawn.get(f"layer.{name}.{field}", 1.0), 1.0)
    found: Floats = held * (children if layer.per == "child" else 1.0) * drawn[f"layer.{name}.rate"]
    return found


def priced_layer(
    layer: Layer, name: str, folded: Folded, losses: Losses, periods: Periods, drawn: Mapping[str, float]
) -> dict[str, Floats]:
    """Give what a layer costs, kr by payer [discounting, cell, period]; its price follows wages from its year on.

    What it costs is used up, so that society bears it as its payer does.
    """
    cost = folded.exposure.years @ times_a_year(layer, name, folded.exposure.what, drawn) * prices_of(layer, name, losses, periods, drawn)
    return {layer.payer: cost, "public": cost, "society": cost}


def prices_of(layer: Layer, name: str, losses: Losses, periods: Periods, drawn: Mapping[str, float]) -> Floats:
    """Give what one consequence costs in each period, in the price year's kronor."""
    price = drawn[f"layer.{name}.amount"] * losses.book.prices.level("wages", losses.book.prices.price_year, layer.amount.year)
    return price * np.array([real_wages(losses, int(calendar)) for calendar in periods.calendar])


class Happening(NamedTuple):
    """Consequences drawn in single lives, one an entry: whose, when (days since entry) and in which period."""

    person: NDArray[np.int64]
    when: Floats
    period: NDArray[np.int64]


def drawn_happenings(
    layer: Layer,
    name: str,
    pieces: Pieces,
    what: NDArray[np.int64],
    person: NDArray[np.int64],
    keys: NDArray[np.uint64],
    drawn: Mapping[str, float],
) -> Happening:
    """Draw when a consequence comes to each of some lives: a Poisson process at the layer's rate in what they live through.

    pieces: stretches out of work sorted by person and time, `what` as rows of an exposure, `person` of each. keys: each person's own luck,
    so that nobody's events follow who else is there. On average over lives they are what `priced_layer` reckons.
    """
    hazard = np.cumsum(times_a_year(layer, name, what, drawn) * (pieces.end - pieces.start) / YEAR)
    begins = np.r_[0.0, hazard[:-1]]
    found_person, found_piece, when = [], [], []
    for one in np.unique(person).tolist():
        mine = np.flatnonzero(person == one)
        reached, end = begins[mine[0]], hazard[mine[-1]]
        for number in range(MOST_HAPPENINGS):
            reached += -log(named_luck(int(keys[one]), f"happening:{name}", number))
            if reached >= end:
                break
            at = int(mine[0] + np.searchsorted(hazard[mine], reached, side="right"))
            share = (reached - begins[at]) / (hazard[at] - begins[at])
            found_person.append(one)
            found_piece.append(at)
            when.append(float(pieces.start[at] + share * (pieces.end[at] - pieces.start[at])))
    return Happening(np.array(found_person, np.int64), np.array(when), pieces.period[np.array(found_piece, np.int64)])


def without_sick_pay(sgi: SickPay, folded: Folded, losses: Losses, periods: Periods, drawn: Mapping[str, float]) -> tuple[Floats, Floats]:
    """Give person-years without the right to sick pay [cell, period], and kr of sick pay expected in them by whoever is in work.

    So many days a year at the replacement of a wage in work, not discounted: what the insurance would be worth, and no sum to add.
    """
    lost = np.isin(folded.exposure.what[:, 1], [INCOMES.index(word) for word in sgi.without]).astype(np.float64)
    years: Floats = folded.exposure.years[0] @ lost
    at = losses.book.tariff(losses.year(losses.book.prices.price_year))
    wage = 12 * at.sources[I_WORK].amount
    growth = np.array([real_wages(losses, int(calendar)) for calendar in periods.calendar])
    return years, years * growth * wage * drawn["sgi.days"] / YEAR * drawn["sgi.replacement"]

"""Consequences beyond the accounts, one layer at a time: so many a year out of work, times a price, to a payer."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.life_course import Folded, Losses, Periods
from ami_sim.accounts.rights import real_wages
from ami_sim.scenario.consequences import Layer, SickPay
from ami_sim.scenario.registry import INCOMES, STAGES

Floats = NDArray[np.float64]


def times_a_year(layer: Layer, name: str, what: NDArray[np.int64], drawn: Mapping[str, float]) -> Floats:
    """Give how often a year the consequence comes to a person of each row of an exposure (`Exposure.what`), beyond others."""
    stage, income, band, ill, children = what.T
    held = np.ones(len(what))
    for words, known, column in ((layer.stages, STAGES, stage), (layer.incomes, INCOMES, income)):
        if words:
            held *= np.isin(column, [known.index(word) for word in words])
    if layer.by_time is not None:
        held *= np.array(layer.by_time.value)[band]
    for field, trait in (("ill_health", 1), ("well", 0)):
        if f"layer.{name}.{field}" in drawn:
            held *= np.where(ill == trait, drawn[f"layer.{name}.{field}"], 1.0)
    found: Floats = held * (children if layer.per == "child" else 1.0) * drawn[f"layer.{name}.rate"]
    return found


def priced_layer(
    layer: Layer, name: str, folded: Folded, losses: Losses, periods: Periods, drawn: Mapping[str, float]
) -> dict[str, Floats]:
    """Give what a layer costs, kr by payer [discounting, cell, period]; its price follows wages from its year on.

    What it costs is used up, so that society bears it as its payer does.
    """
    wages = losses.book.prices.level
    base, year = losses.book.prices.price_year, layer.amount.year
    price = drawn[f"layer.{name}.amount"] * wages("prices", base, year) * real_wages_from(losses, year, base)
    growth = np.array([real_wages(losses, int(calendar)) for calendar in periods.calendar])
    cost = folded.exposure.years @ times_a_year(layer, name, folded.exposure.what, drawn) * price * growth
    return {layer.payer: cost, "public": cost, "society": cost}


def real_wages_from(losses: Losses, year: int, base: int) -> float:
    """Give how much wages rose over prices from a year to the price year."""
    level = losses.book.prices.level
    return level("wages", base, year) / level("prices", base, year)


def without_sick_pay(sgi: SickPay, folded: Folded) -> Floats:
    """Give person-years without the right to sick pay [discounting, cell, period]."""
    lost = np.isin(folded.exposure.what[:, 1], [INCOMES.index(word) for word in sgi.without]).astype(np.float64)
    found: Floats = folded.exposure.years @ lost
    return found

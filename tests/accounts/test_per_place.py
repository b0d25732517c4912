"""Bought places and services sold: what a participant's month in a group moves, and that nothing moves without such prices."""

from typing import Any

import pytest
from pydantic import ValidationError

from ami_sim.accounts.flows import Condition, GroupTerms, RowTerms
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.rules import lines_of
from ami_sim.record.spells import Condition as Where
from ami_sim.scenario.prices import PerPlace, Prices
from ami_sim.scenario.registry import I_AID, IN_INTERVENTION, WAITING_PLACE

TRUST = {"source": "a test", "sure": "L", "mark": "assumed", "title": "a price"}
BOUGHT = {"kind": "bought_places", "payer": "ami", "payee": "resources", "groups": ["ward"], "index": "none"}
SOLD = {"kind": "sold_services", "payer": "employer", "payee": "ami", "groups": ["outdoor"], "index": "wages"}
WORTH = {"kind": "production", "payer": "output", "payee": "employer", "groups": ["outdoor"], "index": "none"}


def with_places(prices: Prices) -> Prices:
    """Give the same prices with three of places."""
    rows: dict[str, dict[str, Any]] = {"bought": {**BOUGHT, "amount": {"2019": "8000 kr per month"}}}
    rows |= {"sold": {**SOLD, "amount": {"2019": "6000 kr per month"}}, "worth": {**WORTH, "amount": {"2019": "6500 kr per month"}}}
    return prices.model_copy(update={"per_place": {name: PerPlace.model_validate({**TRUST, **row}) for name, row in rows.items()}})


def moved(prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...], where: Condition, year: int) -> dict[str, float]:
    """Give the flows of kinds that only places have, and production for buyers, kr a month."""
    kinds = ("bought_places", "sold_services", "production")
    return {
        f"{flow.payer} {flow.kind}": round(flow.amount, 2)
        for flow in PriceBook(prices, rows, groups).flows(where, year)
        if flow.kind in kinds
    }


def test_a_bought_place_costs_the_unit_and_a_sold_month_pays_it(
    prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...]
) -> None:
    with_them = with_places(prices)
    outdoor, ward = (Where(IN_INTERVENTION, I_AID, 3, group, 0, 0) for group in (0, 1))
    assert moved(with_them, rows, groups, ward, 2019) == {"ami bought_places": 8000.0}
    assert moved(with_them, rows, groups, outdoor, 2019) == {"employer sold_services": 6000.0, "output production": 6500.0}
    real = prices.level("wages", 2022, 2019) / prices.level("prices", 2022, 2019)
    assert moved(with_them, rows, groups, outdoor, 2022)["employer sold_services"] == pytest.approx(6000.0 * real, abs=0.01)
    assert moved(with_them, rows, groups, Where(WAITING_PLACE, I_AID, -1, -1, 0, 0), 2019) == {}


def test_without_such_prices_there_are_no_such_lines(prices: Prices) -> None:
    plain, more = lines_of(prices), lines_of(with_places(prices))
    assert more[: len(plain)] == plain
    assert {line.kind for line in more[len(plain) :]} == {"bought_places", "sold_services"}


def test_a_place_moves_money_between_two_ends() -> None:
    for wrong in ({**BOUGHT, "payer": "output"}, {**SOLD, "payer": "ami"}, {**WORTH, "payer": "employer", "payee": "ami"}):
        with pytest.raises(ValidationError, match="payer"):
            PerPlace.model_validate({**TRUST, **wrong, "amount": {"2019": "1 kr per month"}})

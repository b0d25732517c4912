"""What the accounts say of the rules of 2026, worked out by hand: a norm cut for many children, aid cut, lump sums, a premium for work."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.flows import GroupTerms, RowTerms
from ami_sim.accounts.ledger import PriceBook, by_actor, by_kind, by_year, check_balance, fold
from ami_sim.accounts.rules import rules_of
from ami_sim.accounts.tariff import tariff
from ami_sim.accounts.unit import lump_sums
from ami_sim.record.spells import Condition
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.payment import Payment
from ami_sim.scenario.prices import LargeHousehold, LumpSum, Prices
from ami_sim.scenario.registry import AID_CUT, I_AID, I_WORK, NOT_REFERRED, WORK, WORK_PREMIUM

TRUST: dict[str, Any] = {"source": "a test", "sure": "L", "mark": "assumed", "title": "A rule of 2026"}
CUT = LargeHousehold.model_validate({**TRUST, "beyond": 3, "single": {2019: 0.40}, "couple": {2019: 0.75}})
GRANT = {**TRUST, "payer": "treasury", "payee": "other_municipal", "kind": "state_grant"}


def norm_of(prices: Prices, adults: int, children: tuple[int, int, int], year: int = 2019, cut: LargeHousehold | None = CUT) -> float:
    """Give the norm of a household, with the cut."""
    row = prices.household["couple_more_children" if adults == 2 else "single_more_children"].model_copy(update={"children": children})
    changed = prices.model_copy(update={"household": {"one": row}, "norm": prices.norm.model_copy(update={"large": cut})})
    return tariff(changed, year).homes[0].norm


def test_the_amount_of_the_fourth_child_is_cut_and_no_other(prices: Prices) -> None:
    three = 5_570 + 2_310 + 3_140 + 3_730 + 1_810  # five persons
    assert norm_of(prices, 2, (1, 1, 1)) == norm_of(prices, 2, (1, 1, 1), cut=None) == pytest.approx(three)
    # The youngest of four is the one beyond three: a quarter of 2 310 is left.
    assert norm_of(prices, 2, (1, 2, 1)) == pytest.approx(5_570 + 577.50 + 2 * 3_140 + 3_730 + 2_050)
    # A lone parent of five: 60 per cent is left of the two youngest.
    assert norm_of(prices, 1, (1, 2, 2)) == pytest.approx(3_090 + 0.6 * 2_310 + (1 + 0.6) * 3_140 + 2 * 3_730 + 2_050)
    assert norm_of(prices, 2, (4, 0, 0)) == pytest.approx(5_570 + 3.25 * 2_310 + 2_050)


def test_the_cut_is_dated_and_no_year_before_it_has_any(prices: Prices) -> None:
    later = CUT.model_copy(update={"couple": {2027: 0.75}})
    level = 1.02**7  # from 2020 on, of the amounts of 2020
    assert norm_of(prices, 2, (1, 2, 1), 2026, later) == norm_of(prices, 2, (1, 2, 1), 2026, None)
    lost = norm_of(prices, 2, (1, 2, 1), 2027, None) - norm_of(prices, 2, (1, 2, 1), 2027, later)
    assert lost == pytest.approx(0.75 * 2_350 * level)


def test_a_share_of_the_households_aid_is_taken_while_it_is_cut(
    prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...], book: PriceBook
) -> None:
    cutting = prices.model_copy(update={"aid": prices.aid.model_copy(update={"cut": 0.4})})
    harder = PriceBook(cutting, rows, groups)
    whole, cut = Standing(NOT_REFERRED, I_AID), Standing(NOT_REFERRED, I_AID, rights=AID_CUT)
    assert harder.month(whole, 2019).means.aid == pytest.approx(8_580.00)  # 3 090 + 990 + 4 500
    assert harder.month(cut, 2019).means.aid == pytest.approx(5_148.00)  # 0.6 of it
    line = next(at for at, one in enumerate(harder.lines) if one.kind == "aid" and one.payer == "ifo")
    assert harder.row(Condition(NOT_REFERRED, I_AID, -1, -1, 0, AID_CUT), 2019)[line] == pytest.approx(5_148.00)
    assert book.month(cut, 2019).means.aid == pytest.approx(8_580.00)  # where the prices take no share, the right is none


def with_lump(prices: Prices, **row: Any) -> Prices:
    """Give the same prices with a lump sum."""
    return prices.model_copy(update={"lump_sum": {"grant": LumpSum.model_validate({**GRANT, **row})}})


def test_a_state_grant_is_paid_by_the_day_from_its_first_and_follows_nobody(
    prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...]
) -> None:
    granted = with_lump(prices, **{"from": date(2026, 7, 1)}, amount={2026: "960 tkr per year", 2028: "480 tkr per year"})
    months, book = np.arange("2026-01", "2029-01", dtype="datetime64[M]"), PriceBook(granted, rows, groups, "current")
    costs = lump_sums(granted, date(2026, 1, 1), date(2029, 1, 1))
    ledger = fold(np.zeros((len(months), 0)), [], months, book, costs)
    check_balance(ledger, book.lines)
    _, yearly = by_year(ledger, months)
    assert by_kind(yearly, book.lines, "municipality")["state_grant"].tolist() == [48_000_000, 96_000_000, 48_000_000]  # öre
    views = by_actor(yearly, book.lines)
    assert (views["state"] == -views["municipality"]).all()
    assert not views["society"].any()
    assert ledger[5].sum() == 0  # June
    assert ledger[6].sum() == 8_000_000  # July: a twelfth


def test_before_its_first_year_and_after_its_last_day_a_lump_sum_is_none(prices: Prices) -> None:
    short = with_lump(prices, until=date(2027, 6, 30), amount={2027: "365 tkr per year"})
    (one,) = lump_sums(short, date(2019, 1, 1), date(2030, 1, 1))
    assert (one.opens, one.closes) == (date(2027, 1, 1), date(2027, 7, 1))
    assert one.per_year == pytest.approx(365_000)
    assert lump_sums(with_lump(prices, amount={2027: "0 kr per year"}), date(2019, 1, 1), date(2030, 1, 1)) == ()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"payer": "resources"}, 'payer: "resources" is not known'),
        ({"payee": "treasury"}, "no two ends"),
        ({"amount": {}}, "at least one year"),
        ({"from": date(2027, 1, 1), "until": date(2026, 1, 1)}, "is before from"),
    ],
)
def test_a_lump_sum_that_makes_no_sense_is_refused(row: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        LumpSum.model_validate({**GRANT, "amount": {2026: "1 mnkr per year"}, **row})


def test_a_lump_sum_may_not_take_the_line_of_what_is_computed(prices: Prices) -> None:
    with pytest.raises(InputError, match=r"prices\.lump_sum\.grant\.kind"):
        rules_of(with_lump(prices, payer="ifo", payee="person", kind="aid", amount={2026: "1 tkr per year"}))


def test_the_premium_goes_to_whoever_has_the_right_and_is_in_work(
    prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...]
) -> None:
    row = {**TRUST, "payer": "social_insurance", "payee": "person", "incomes": ["work"], "rights": ["work_premium"]}
    premium = Payment.model_validate({**row, "amount": {2026: "3750 kr per month"}, "index": "none"})
    book = PriceBook(prices.model_copy(update={"payment": {"premium": premium}}), rows, groups, "current")
    line = next(at for at, one in enumerate(book.lines) if one.kind == "premium" and one.payer == "social_insurance")
    for rights, income, kr in ((WORK_PREMIUM, I_WORK, 3_750.0), (0, I_WORK, 0.0), (WORK_PREMIUM, I_AID, 0.0)):
        assert book.row(Condition(WORK, income, -1, -1, 0, rights), 2026)[line] == pytest.approx(kr)

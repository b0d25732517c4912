"""Eight named households reckoned by hand for 2019 (`docs/money.md` shows the same steps), and what must hold for all.

The hand figures use only published tables and the rules in words: base amount 46 500 kr, tax 23.22 + 11.70 per cent, public
service fee 1 per cent up to 1 347 kr a year, funeral fee 0.253 per cent.
"""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.household import income_tax, means_test, piecewise
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.tariff import tariff
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.registry import (
    I_ACTIVITY,
    I_AID,
    I_AKASSA,
    I_AMI_WAGE,
    I_SICKNESS_COMPENSATION,
    I_WORK,
    IN_INTERVENTION,
    LONG_ON_AID,
    NOT_REFERRED,
    SICKNESS_COMPENSATION,
    WORK,
)

FULL_TIME, TRAINING = 1, 3


class ByHand(NamedTuple):
    """A household in a condition and what the hand reckoning gives, kr per month."""

    name: str
    household: str
    condition: Standing
    need: float
    own_net: float
    housing_allowance: float
    aid: float
    disposable: float


CASES = (
    # 3 090 + 990 + 4 500.
    ByHand("anna", "single", Standing(NOT_REFERRED, I_AID), 8_580.00, 0.00, 0.00, 8_580.00, 8_580.00),
    # Activity support 4 830: allowance 19 669.50 + 0.2 x (57 960 - 46 035) = 22 054.50 a year, taxable 35 905.50,
    # tax 12 538.20 + fees 449.90 = 12 988.10 a year.
    ByHand("bo", "single", Standing(IN_INTERVENTION, I_ACTIVITY, TRAINING), 8_580.00, 3_747.66, 0.00, 4_832.34, 8_580.00),
    # 3 090 + 3 140 + 1 100 + 5 600; child 1 250, maintenance 1 623, housing allowance 1 500 + half of 3 900, at most 3 400.
    ByHand("cecilia", "single_one_child", Standing(NOT_REFERRED, I_AID), 12_930.00, 0.00, 3_400.00, 6_657.00, 12_930.00),
    # Open work 21 000: allowance 25 020, taxable 226 980, tax 79 261.42, job credit 23 451.57, fees 1 921.26 a year;
    # housing allowance 4 200 less 20 % of 21 000 - 11 250; child 2 650, maintenance 3 196.
    ByHand("david", "single_more_children", Standing(WORK, I_WORK), 16_520.00, 16_189.07, 2_250.00, 0.00, 24_285.07),
    # Basic a-kassa 7 910: allowance 29 446.50, taxable 65 473.50, tax 22 863.35 + fees 820.38 a year.
    ByHand("eva and fadi", "couple", Standing(NOT_REFERRED, I_AKASSA), 11_770.00, 5_936.36, 0.00, 5_833.64, 11_770.00),
    # The other's wage 9 600 leaves 8 115.93; housing allowance 4 200 less 20 % of 9 600 - 5 625; child 2 650.
    ByHand("gun and hassan", "couple_two_children_wage", Standing(NOT_REFERRED, I_AID), 19_190.00, 0.00, 3_405.00, 5_019.07, 19_190.00),
    # Full-time job 19 300 leaves 15 011.46, a quarter of it (3 752.86) disregarded; housing allowance 5 200 less
    # 20 % of 19 300 - 5 625 = 2 465; child 4 480.
    ByHand(
        "ida and jonas",
        "couple_more_children",
        Standing(IN_INTERVENTION, I_AMI_WAGE, FULL_TIME, rights=LONG_ON_AID),
        23_760.00,
        15_011.46,
        2_465.00,
        5_556.41,
        27_512.86,
    ),
    # Own personal costs 3 090 and a quarter of 1 570; no rent.
    ByHand("karim", "youth_with_parents", Standing(NOT_REFERRED, I_AID), 3_482.50, 0.00, 0.00, 3_482.50, 3_482.50),
)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_eight_households_agree_with_the_hand_reckoning(case: ByHand, book: PriceBook) -> None:
    household = list(book.prices.household).index(case.household)
    month = book.month(case.condition._replace(household=household), 2019)
    assert month.means.need == pytest.approx(case.need, abs=0.01)
    assert month.means.own_net == pytest.approx(case.own_net, abs=0.01)
    assert month.means.housing_allowance == pytest.approx(case.housing_allowance, abs=0.01)
    assert month.means.aid == pytest.approx(case.aid, abs=0.01)
    assert month.means.disposable(month.home.child_support) == pytest.approx(case.disposable, abs=0.01)


def test_sickness_compensation_with_its_supplement_keeps_a_single_person_off_aid(book: PriceBook) -> None:
    month = book.month(Standing(SICKNESS_COMPENSATION, I_SICKNESS_COMPENSATION), 2019)
    assert month.means.own_net == pytest.approx(7_144.40, abs=0.01)
    assert month.means.supplement == pytest.approx(0.95 * 4_500)
    assert month.means.aid == 0.0


def test_the_housing_supplement_fills_up_what_the_housing_allowance_leaves(book: PriceBook) -> None:
    """A lone parent with one child and a rent of 5 600: 95 % of 5 000 at most, less the housing allowance of 3 400 in full."""
    household = list(book.prices.household).index("single_one_child")
    means = book.month(Standing(SICKNESS_COMPENSATION, I_SICKNESS_COMPENSATION, household=household), 2019).means
    assert means.housing_allowance == pytest.approx(3_400)
    assert means.supplement == pytest.approx(0.95 * 5_000 - 3_400)
    at = book.tariff(2019)
    rich = means_test(at.homes[household]._replace(full_allowance=5_000.0), 0.0, 9_610.0, 0.0, at, supplement=True)
    assert rich.supplement == 0.0  # never below nothing


def test_housing_support_follows_its_index(prices: Prices) -> None:
    indexed = prices.model_copy(update={"housing": prices.housing.model_copy(update={"index": "prices"})})
    level = prices.level("prices", 2022, 2019)
    at, before = tariff(indexed, 2022).homes, tariff(prices, 2019).homes
    names = list(prices.household)
    parent, pair = names.index("single_one_child"), names.index("couple_two_children")
    assert (at[parent].free, at[pair].free) == pytest.approx((135_000 / 12 * level, 67_500 / 12 * level))
    assert at[pair].full_allowance <= 4_200 * level
    assert (before[parent].free, before[pair].free) == (11_250, 5_625)
    assert before[pair].full_supplement == pytest.approx(0.95 * 5_000 / 2)  # 5 000 is the most that counts, each has half


def test_what_is_not_taxed_is_kept_whole_and_lowers_aid_krona_by_krona(book: PriceBook) -> None:
    at = book.tariff(2019)
    without, with_it = (means_test(at.homes[0], 0.0, 4_830.0, untaxed, at) for untaxed in (0.0, 1_000.0))
    assert with_it.own_net == pytest.approx(3_747.66 + 1_000, abs=0.01)
    assert without.aid - with_it.aid == pytest.approx(1_000)


def test_the_lowest_wage_after_tax_in_2019(book: PriceBook) -> None:
    # By hand: allowance 27 060, taxable 204 540, tax 71 425.37, job credit 21 827.37, fees 1 864.49 a year.
    tax = income_tax(19_300, 0.0, book.tariff(2019))
    assert 12 * tax.base == pytest.approx(204_540, abs=0.01)
    assert 12 * tax.job_credit == pytest.approx(21_827.37, abs=0.01)
    assert 12 * tax.fees == pytest.approx(1_864.49, abs=0.01)
    assert tax.total == pytest.approx(51_462.49 / 12, abs=0.01)


def test_a_wage_is_taxed_less_than_a_benefit_of_the_same_size(book: PriceBook) -> None:
    at = book.tariff(2019)
    assert income_tax(15_000, 0.0, at).total < income_tax(0.0, 15_000, at).total
    assert income_tax(0.0, 0.0, at).total == 0.0


def test_in_2018_there_is_no_public_service_fee_and_less_credit(book: PriceBook) -> None:
    before, after = (income_tax(19_300, 0.0, book.tariff(year)) for year in (2018, 2019))
    assert 12 * before.fees == pytest.approx(12 * before.base * 0.00253)
    assert before.job_credit < after.job_credit


@given(wage=st.floats(0, 40_000), more=st.floats(0, 5_000), household=st.integers(0, 9), benefit=st.floats(0, 8_000))
def test_a_higher_wage_never_raises_aid_nor_lowers_what_the_household_has(
    prices: Prices, wage: float, more: float, household: int, benefit: float
) -> None:
    at = tariff(prices, 2019)
    home = at.homes[household]
    low, high = (means_test(home, amount, benefit, 0.0, at) for amount in (wage, wage + more))
    assert high.aid <= low.aid + 1e-6
    assert high.disposable(home.child_support) >= low.disposable(home.child_support) - 1e-6
    assert low.disposable(home.child_support) >= low.need - 1e-6


@given(wage=st.floats(0, 40_000), household=st.integers(0, 9))
def test_the_job_incentive_is_worth_at_most_a_quarter_of_the_net_wage(prices: Prices, wage: float, household: int) -> None:
    at = tariff(prices, 2019)
    plain, with_it = (means_test(at.homes[household], wage, 0.0, 0.0, at, incentive=on) for on in (False, True))
    assert 0 <= with_it.aid - plain.aid <= 0.25 * with_it.own_net + 1e-9


def test_every_household_of_the_file_is_poor_enough_for_aid_without_an_income(book: PriceBook) -> None:
    for household in range(len(book.prices.household)):
        assert book.month(Standing(NOT_REFERRED, I_AID, household=household), 2019).means.aid > 0


def test_full_time_open_work_ends_aid_for_all_but_the_largest_family_on_one_wage(book: PriceBook) -> None:
    left = {
        name
        for household, name in enumerate(book.prices.household)
        if book.month(Standing(WORK, I_WORK, household=household), 2019).means.aid > 0
    }
    assert left == {"couple_more_children"}


def test_a_piecewise_function_adds_slope_by_slope() -> None:
    assert piecewise(0.0, [1.0, 2.0], [1.0, 0.5, 0.0]) == 0.0
    assert piecewise(1.5, [1.0, 2.0], [1.0, 0.5, 0.0]) == pytest.approx(1.25)
    assert piecewise(9.0, [1.0, 2.0], [1.0, 0.5, 0.0]) == pytest.approx(1.5)


def test_a_family_larger_than_the_table_takes_the_amount_for_each_further_person(prices: Prices) -> None:
    large = prices.household["couple_more_children"].model_copy(update={"children": (3, 3, 1)})
    bigger = prices.model_copy(update={"household": {"large": large}})
    home = tariff(bigger, 2019).homes[0]
    assert home.norm == pytest.approx(5_570 + 3 * 2_310 + 3 * 3_140 + 3_730 + 2_220 + 2 * 170)
    assert home.child_support == pytest.approx(7 * 1_250 + 4_240)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_page_shows_the_same_figures(case: ByHand, checkout: Path) -> None:
    page = (checkout / "docs" / "money.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.lower().startswith(f"| {case.name} "))
    figures = [float(cell.replace(" ", "")) for cell in row.split("|")[4:9]]
    assert figures == pytest.approx([case.need, case.own_net, case.housing_allowance, case.aid, case.disposable], abs=0.01)

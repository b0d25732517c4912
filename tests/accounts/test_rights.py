"""Lost pension and dying: the law's formulas by hand, the life table in closed form, transfers that cancel."""

from datetime import date

import numpy as np
import pytest

from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.life_course import Losses, periods_of
from ami_sim.accounts.rights import by_payer, death_ages, guarantee, life_after_work, paid_by_period, survival
from ami_sim.model.person import PERSON
from ami_sim.model.randomness import keys_of
from ami_sim.runs.life_course import drawn_figures
from ami_sim.scenario.consequences import Consequences, load_consequences
from ami_sim.scenario.registry import I_AID, LEFT, NOT_REFERRED, RETIRE
from tests.accounts.test_cohort import lives

YEAR = 365.25
BASE = 46_500.0


@pytest.fixture(scope="module")
def file() -> Consequences:
    return load_consequences("calibration/ragunda/consequences.toml")


def test_guarantee_pension_is_the_laws(file: Consequences) -> None:
    """2019, single: 2.13 base amounts without an income pension; none from 3.07 base amounts on (142 755 kr)."""
    found = guarantee(np.array([0.0, 1.26 * BASE, 2.0 * BASE, 3.08 * BASE]), file.pension, BASE)
    assert found.tolist() == pytest.approx([2.13 * BASE, 0.87 * BASE, (0.87 - 0.48 * 0.74) * BASE, 0.0])


def test_survival_is_that_of_the_life_table() -> None:
    keys = keys_of(1, 0, 0, 0, np.arange(40_000))
    ages, deaths = (65.0, 70.0, 75.0, 80.0), (9.5, 15.5, 26.0, 49.0)
    died = death_ages(keys, np.full(len(keys), 65.0), ages, deaths, 1.0, 85.0)
    for age in (66.0, 75.0, 84.9):
        share, expected = float((died > age).mean()), survival(ages, deaths, 1.0, age)
        assert share == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / len(keys)))
    assert survival(ages, deaths, 1.0, 85.0) == pytest.approx(np.exp(-5 * 0.1), rel=1e-12)
    assert survival(ages, deaths, 1.37, 75.0) == pytest.approx(np.exp(-1.37 * 5 * 0.025), rel=1e-12)


def test_nobody_dies_as_retired_before_retiring() -> None:
    """From 67: two years of the first rate are not lived through as retired, whatever was drawn."""
    keys, ages, deaths = keys_of(1, 0, 0, 0, np.arange(20_000)), (65.0, 70.0), (9.5, 15.5)
    died = death_ages(keys, np.full(len(keys), 67.0), ages, deaths, 1.0, 85.0)
    assert died.min() >= 67.0
    expected = np.exp(-3 * 0.0095 - 5 * 0.0155)
    assert (died > 75).mean() == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / len(keys)))


def test_a_pension_not_paid_is_a_transfer_and_cancels(book: PriceBook) -> None:
    found = by_payer(np.array([1000.0]), 0.2, book)
    assert found["person"].tolist() == [800.0]
    assert found["public"][0] == pytest.approx(-800.0)
    assert 0 < found["municipality"][0] < 200 * 0.3492  # of the tax, what the equalisation of incomes leaves


def test_a_yearly_sum_is_spread_over_the_years_it_is_paid() -> None:
    periods = periods_of(date(2020, 1, 1), 10)
    paid = paid_by_period(np.array([100.0, 50.0]), np.array([2.0, 9.5]), np.array([4.5, 20.0]), np.array([0, 1]), periods, ())
    assert paid[0, 0].sum() == pytest.approx(250.0)
    assert paid[0, 1].sum() == pytest.approx(25.0)
    assert paid[0, 0, periods.since < 2].sum() == 0


def test_one_lifes_lost_pension_by_hand(book: PriceBook, file: Consequences) -> None:
    """Ten years on aid before 65, nothing earned else: rights in work 17.205 % of 21 000 kr a month, filled by guarantee pension."""
    entry, spells = 0.0, lives((0, 0.0, 10 * YEAR, NOT_REFERRED, I_AID), (0, 10 * YEAR, 30 * YEAR, LEFT, 14))
    spells.what[1] = RETIRE
    people = np.zeros(1, PERSON)
    people["born"], people["retires"], people["key"] = -55 * YEAR, 10 * YEAR, 12345
    figures = drawn_figures(file, 1, None) | {"pension.earlier_work": 0.0, "mortality.times": 0.0}
    losses, periods = Losses(book, growing=False), periods_of(date(2019, 1, 1), 30)
    found = life_after_work(spells, people, losses, entry, periods, (), file, figures, 85.0)
    pension = 12 * 21_000 * 10 * 0.93 * 0.185 / 16.0
    assert pension < 1.26 * BASE
    assert found.pension["person"][0].sum() == pytest.approx(0.0, abs=1e-6), "a small pension is taken off the guarantee in full"
    figures["pension.earlier_work"] = 0.8  # 28 years of work before
    more = life_after_work(spells, people, losses, entry, periods, (), file, figures, 85.0)
    before = 12 * 21_000 * 28 * 0.93 * 0.185 / 16.0
    assert before > 1.26 * BASE
    assert more.pension["person"][0].sum() == pytest.approx(20 * pension * (1 - 0.48) * 0.8, rel=1e-6)
    assert more.pension["society"].sum() == 0.0

"""Lives folded by payer and period: by hand, against annuities, and against the comparison's own accounts of the same lives."""

from datetime import date

import numpy as np
import pytest

from ami_sim.accounts.discounting import Discounting, flat, named_rates
from ami_sim.accounts.ledger import by_actor, fold
from ami_sim.accounts.life_course import MARKS, Losses, Periods, cut, fold_lives, joined, lengths, out_of_work, periods_of, still_out
from ami_sim.accounts.present import annuity
from ami_sim.accounts.pricing import price_book
from ami_sim.engines.protocol import engine_named
from ami_sim.model.entry import Luck, cohort_scenario, entering
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import no_own_rank
from ami_sim.model.tables import Plan
from ami_sim.record.spells import Spells, coded, conditions_of, days_by_kind, spells_of
from ami_sim.runs.replicate import Prepared, observe
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.registry import ELSEWHERE, GROUPS_OF_ACTORS, I_WORK, WORK

YEAR = 365.25


def test_a_flat_rate_is_an_annuity_and_a_declining_one_is_two() -> None:
    for rate in (0.0, 0.02, 0.035, 0.05):
        found = flat(rate).worth(np.array([YEAR, 10 * YEAR, 60 * YEAR]))
        assert found == pytest.approx([annuity(rate, years, "evenly") for years in (1, 10, 60)], rel=1e-9)
    (falling,) = named_rates([], [(0.0, 0.035), (30.0, 0.03)])
    first, later = annuity(0.035, 30, "evenly"), annuity(0.03, 20, "evenly") / 1.035**30
    assert float(falling.worth(np.array([50 * YEAR]))[0]) == pytest.approx(first + later, rel=1e-9)
    assert Discounting("x", (0.0, 10.0), (0.0, 0.0)).worth(np.array([20 * YEAR]))[0] == pytest.approx(20.0, rel=1e-12)


def test_periods_are_months_then_years_and_none_crosses_a_new_year() -> None:
    found = periods_of(date(2020, 7, 1), 3)
    assert found.month[:13].tolist() == [0, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 11]  # the seventh month is cut by the new year
    assert found.calendar.tolist() == [2020] * 7 + [2021] * 6 + [2021, 2022, 2022, 2023]
    assert found.since.tolist() == [0] * 13 + [1, 1, 2, 2]
    assert found.edges[-1] == pytest.approx(3 * YEAR)


def lived(years: int, count: int = 150, door: str = "ifo") -> tuple[Plan, Spells, np.ndarray]:
    scenario = load_scenario("calibration/ragunda/scenario.toml")
    cohort = cohort_scenario(scenario, door, (25.0, 55.0), date(scenario.parting.year + years, 1, 1))
    plan = lower(cohort)
    people = entering(plan, door, count, Luck(7, 0, 0))
    return plan, spells_of(engine_named("compiled").simulate(plan, people).log, plan.horizon), people


@pytest.fixture(scope="module")
def ten_years() -> tuple[Plan, Spells, np.ndarray]:
    return lived(10)


def test_pieces_cover_each_life_once_and_know_how_long_it_has_been_out(ten_years: tuple[Plan, Spells, np.ndarray]) -> None:
    plan, spells, people = ten_years
    pieces = cut(spells, plan.parting, periods_of(plan.scenario.parting, 10))
    assert (pieces.end > pieces.start).all()
    alive = spells.after(plan.parting)[spells.stage != 15].sum()
    assert (pieces.end - pieces.start).sum() == pytest.approx(alive - 0.5 * len(people), rel=2e-4)  # 10 x 365.25 of 3 653 days
    assert set(pieces.band[~out_of_work(spells)[pieces.spell]].tolist()) <= {0, 1, 2}
    assert set(pieces.band[out_of_work(spells)[pieces.spell]].tolist()) == {0, 1, 2}


def test_a_cohort_cut_at_ten_years_is_the_comparisons_own_accounts_of_the_same_lives(ten_years: tuple[Plan, Spells, np.ndarray]) -> None:
    """To the öre: ledger of the lives with work in place of the time out, less the ledger as they are, is what the cohort loses."""
    plan, spells, people = ten_years
    book = price_book(plan)
    prepared = Prepared("cohort", plan, no_own_rank)
    run = engine_named("compiled").simulate(plan, people)
    _, seen = observe(prepared, people, run)  # what `ami.compare` does with a run
    kinds, kind = np.unique(coded(spells), return_inverse=True)
    met, days, _ = days_by_kind(np.zeros_like(kinds), kind, spells, prepared.edges)
    conditions = conditions_of(kinds)[met]
    instead = conditions.copy()
    out = np.isin(met, np.unique(kind[out_of_work(spells)]))
    instead[out, 0], instead[out, 1], instead[out, 2], instead[out, 3] = WORK, I_WORK, -1, -1
    instead[out, 5] &= ELSEWHERE
    fine = 1e6  # millionths of an öre: the ledger's own rounding out of the way
    ledgers = [fold(days * fine, rows, prepared.months, book) for rows in (instead, conditions)]
    assert np.abs(ledgers[1] / fine - (seen.ledger - np.rint(100 * prepared.booked))).max() <= 1.0  # öre, as compare books them
    expected = by_actor(((ledgers[0] - ledgers[1]) / fine).sum(axis=0), book.lines)
    months = prepared.edges[prepared.edges >= plan.parting] - plan.parting
    calendar = (np.datetime64(plan.scenario.parting) + months[:-1].astype(int)).astype("datetime64[Y]").astype(int) + 1970
    nothing = np.zeros(len(calendar), np.int64)
    periods = Periods(months, calendar, nothing, nothing)
    found = fold_lives(spells, people, Losses(book), plan.parting, periods, ())
    for actor in ("municipality", "region", "state", "person", "society"):
        assert 100 * found.lost[actor][0].sum() == pytest.approx(expected[actor], abs=1.0), actor  # öre


def test_payers_add_up_to_society_and_parts_to_the_whole(ten_years: tuple[Plan, Spells, np.ndarray]) -> None:
    plan, spells, people = ten_years
    periods, losses = periods_of(plan.scenario.parting, 10), Losses(price_book(plan))
    whole = fold_lives(spells, people, losses, plan.parting, periods, (flat(0.035),))
    payers = sum(whole.lost[actor] for actor in GROUPS_OF_ACTORS["society"])
    assert np.abs(payers - whole.lost["society"]).max() < 1e-3
    other = fold_lives(spells, people, losses, plan.parting, periods, (flat(0.035),))
    both = joined([whole, other])
    assert both.lost["society"].sum() == pytest.approx(2 * whole.lost["society"].sum(), rel=1e-12)
    assert both.exposure.years.sum() == pytest.approx(2 * whole.exposure.years.sum(), rel=1e-12)
    assert whole.exposure.years[0].sum() == pytest.approx(whole.out[0].sum(), rel=1e-9)
    assert whole.alive[0] == whole.durations.sum() == len(people)
    assert both.durations.sum() == 2 * len(people)


def test_time_out_is_counted_by_how_it_ends_and_kaplan_and_meier_give_the_share_left() -> None:
    """Ten persons: three leave in the first month, two die in the second, one leaves in the third, four are followed no longer."""
    month = YEAR / 12
    leaves = np.array([0.5 * month] * 3 + [np.inf] * 2 + [2.5 * month] + [np.inf] * 4)
    ends = np.array([np.inf] * 3 + [1.5 * month] * 2 + [np.inf] + [3.5 * month] * 4)
    found = lengths(leaves, ends, np.arange(10) % 5, np.array([20.0, 25.0, 60.0, 34.9, 35.0] * 2))
    assert found.sum() == 10
    assert found[0].sum() == 4
    assert found.sum(axis=(0, 1, 3)).tolist() == [2, 4, 2, 0, 2]
    share = still_out(found.sum(axis=(1, 2)))
    assert share[:5] == pytest.approx([1.0, 0.7, 0.7, 0.7 * (1 - 1 / 5), 0.7 * (1 - 1 / 5)])
    assert np.isnan(share[5:]).all(), "nobody is at risk any more"
    all_gone = still_out(lengths(leaves[:3], ends[:3], np.zeros(3, np.int64), np.full(3, 30.0)).sum(axis=(1, 2)))
    assert all_gone.tolist() == [1.0] + [0.0] * (len(MARKS) - 1), "all have left"


def test_without_growth_the_sums_are_those_of_one_price_table_to_the_ore(ten_years: tuple[Plan, Spells, np.ndarray]) -> None:
    """As the accounts of a cohort were reckoned before years had prices of their own: one table, continuous discounting."""
    plan, spells, people = ten_years
    book, day, rate = price_book(plan), plan.parting, 0.035
    found = fold_lives(spells, people, Losses(book, growing=False), day, periods_of(plan.scenario.parting, 10), (flat(rate),))
    out = out_of_work(spells) & (spells.end > day)
    conditions = conditions_of(coded(spells)[out])
    instead = conditions.copy()
    instead[:, 0], instead[:, 1], instead[:, 2], instead[:, 3] = WORK, I_WORK, -1, -1
    instead[:, 5] &= ELSEWHERE
    lost = by_actor(12 * (book.table(instead, 2019) - book.table(conditions, 2019)), book.lines)
    first, last = (np.clip((days[out] - day) / YEAR, 0.0, 10.0) for days in (spells.start, spells.end))
    force = np.log1p(rate)
    worth = (np.exp(-force * first) - np.exp(-force * last)) / force
    for actor in ("municipality", "state", "society", "person"):
        assert found.lost[actor][1].sum() == pytest.approx(float(lost[actor] @ worth), abs=0.005)  # kr, of tens of millions

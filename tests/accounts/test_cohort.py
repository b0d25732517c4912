"""What a cohort's exclusion costs: months out of work against months in work, by hand for one life and as identities for all."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import numpy as np
import pytest

from ami_sim.accounts.cohort import cohort_cost, in_need_on
from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.discounting import flat
from ami_sim.accounts.exclusion import exclusion
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.life_course import Losses, periods_of
from ami_sim.accounts.present import annuity
from ami_sim.record.spells import Spells
from ami_sim.runs.cohort import follow_cohort
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.registry import I_AID, I_WORK, LEFT, NOT_REFERRED, WORK

YEAR = 365.25
RATE = 0.035


def lives(*rows: tuple[int, float, float, int, int], homes: Mapping[int, int] = MappingProxyType({})) -> Spells:
    """Give spells from (person, start, end, stage, income); homes: the household of each person, the first one if not told."""
    table = np.array(rows)
    whole = {name: table[:, place].astype(np.int64) for name, place in (("person", 0), ("stage", 3), ("income", 4))}
    none = np.full(len(rows), -1)
    nought = np.zeros(len(rows), np.int64)
    rest: Mapping[str, np.ndarray] = {
        "what": nought,
        "came_from": nought,
        "step": nought,
        "row": none,
        "group": none,
        "rights": nought,
        "application": nought,
        "waits": nought,
        "household": np.array([homes.get(person, 0) for person in whole["person"].tolist()]),
    }
    return Spells(start=table[:, 1], end=table[:, 2], horizon=float(table[:, 2].max()), **whole, **rest)


def test_a_stretch_of_years_is_an_annuity() -> None:
    start, end = np.array([0.0, -300.0, 2 * YEAR]), np.array([10 * YEAR, YEAR, 4 * YEAR])
    found = flat(RATE).between(start, end)
    years = [annuity(RATE, 10, "evenly"), annuity(RATE, 1, "evenly"), annuity(RATE, 4, "evenly") - annuity(RATE, 2, "evenly")]
    assert found == pytest.approx(np.array(years), rel=1e-12)
    assert flat(0.0).between(start, end).tolist() == pytest.approx([10.0, 1.0, 2.0])


def test_only_the_time_out_of_work_costs_and_it_costs_what_exclusion_costs(book: PriceBook) -> None:
    two = next(i for i, row in enumerate(book.prices.compositions) if sum(row.household.children) == 2)
    day = 100.0
    spells = lives(
        (0, 0.0, day + 3 * YEAR, NOT_REFERRED, I_AID),
        (0, day + 3 * YEAR, day + 5 * YEAR, WORK, I_WORK),
        (0, day + 5 * YEAR, day + 20 * YEAR, LEFT, 14),
        (1, 0.0, day + 1 * YEAR, WORK, I_WORK),
        (1, day + 1 * YEAR, day + 20 * YEAR, NOT_REFERRED, I_AID),
        homes={1: two},
    )
    assert spells.person[in_need_on(spells, day)].tolist() == [0]
    groups = {"first": np.array([True, False]), "both": np.array([True, True])}
    periods = periods_of(date(2019, 1, 1), 20)
    found = cohort_cost(spells, Losses(book, growing=False), groups, day, periods, (1.0, 10.0), RATE)
    out, work = Standing(NOT_REFERRED, I_AID), Standing(WORK, I_WORK)
    certain = exclusion(book, out, work, 2019, (1.0, 3.0), RATE, growing=False)
    for actor in ("municipality", "state", "society"):
        assert found.lost[actor][0].tolist() == pytest.approx(certain[actor], rel=1e-9)
    assert found.years_out[:, 1].tolist() == pytest.approx([3.0, 3.0 + 9.0])
    assert found.child_years[:, 1].tolist() == pytest.approx([0.0, 18.0])
    assert found.persons.tolist() == [1.0, 2.0]


def test_groups_divide_the_cohort_and_a_longer_look_costs_more() -> None:
    scenario = load_scenario("calibration/ragunda/scenario.toml")
    found = follow_cohort(scenario, "before_2018", (1.0, 5.0), 1, 3)
    cost = found.costs[0]
    for begins in ("age", "step", "with"):
        rows = [i for i, name in enumerate(found.groups) if name.startswith(begins) or (begins == "with" and name.startswith("without"))]
        rows = rows if begins != "age" else list(range(1, 6))
        assert cost.persons[rows].sum() == cost.persons[0] > 50
        assert cost.lost["society"][rows].sum(axis=0).tolist() == pytest.approx(cost.lost["society"][0].tolist())
    assert cost.lost["society"][0, 1] > cost.lost["society"][0, 0] > 0
    assert (cost.years_out[:, 1] <= 5 * cost.persons + 1e-9).all()
    with pytest.raises(InputError, match='cohort: "sixtyy" is not a unit'):
        follow_cohort(scenario, "sixtyy", (1.0,), 1, 3)

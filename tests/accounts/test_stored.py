"""Stored days priced again, aid as an engine is told it, and a krona followed back, worked out from a month's amounts."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.ledger import PriceBook, by_actor, total_of
from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.accounts.stored import StoredDays, conditions_in, price_stored
from ami_sim.accounts.trace import trace
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.record.spells import Condition
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import I_AID, I_AMI_WAGE, I_GAP, I_WORK, NOT_REFERRED, WORK

AID, JOB = Condition(NOT_REFERRED, I_AID, -1, -1, 0, 0), Condition(WORK, I_WORK, -1, -1, 0, 0)


@pytest.fixture(scope="module")
def plan() -> Plan:
    nothing = {"timeline[0].unit": "empty_world", "cohort": [], "discount": 0.0, "end": "2022-01-01"}
    return lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), nothing))


def stored(*rows: tuple[int, int, int, Condition, float]) -> pd.DataFrame:
    """Store days: draw, replication, year, condition, days (from 2020 on after the parting); and a transition, which costs nothing."""
    table = [(draw, replication, year, int(year >= 2020), *condition, -1, -1, days) for draw, replication, year, condition, days in rows]
    table.append((0, 0, 2020, 1, *AID, 3, 5, 99.0))
    return pd.DataFrame(table, columns=["draw", "replication", "year", "after", *Condition._fields, "what", "to_stage", "amount"])


def test_stored_days_cost_their_months_by_run_and_year(plan: Plan) -> None:
    days = stored((0, 0, 2019, AID, MONTH), (0, 0, 2020, AID, 2 * MONTH), (0, 1, 2020, JOB, MONTH), (1, 0, 2021, AID, MONTH / 2))
    found = price_stored(days, plan)
    assert found.runs.to_numpy().tolist() == [[0, 0], [0, 1], [1, 0]]
    assert found.years.tolist() == [2018, 2019, 2020, 2021]
    aid = total_of(found.people.reshape(-1, len(found.book.lines)), found.book.lines, "aid").reshape(3, 4)
    month = {
        year: float(total_of(found.book.row(Standing(NOT_REFERRED, I_AID), year), found.book.lines, "aid")) for year in (2019, 2020, 2021)
    }
    assert month[2019] == pytest.approx(8_580)
    assert aid == pytest.approx(np.array([[0, month[2019], 2 * month[2020], 0], [0] * 4, [0, 0, 0, month[2021] / 2]]))
    # Without a rate a year after the parting counts as it is, and what came before it not at all.
    assert found.factors == pytest.approx([0, 0, 1, 1])
    present = total_of(found.present, found.book.lines, "aid")
    assert present == pytest.approx([2 * month[2020], 0, month[2021] / 2])
    assert not found.unit.any()
    assert found.total == pytest.approx(found.people, abs=0.005)


def test_draws_are_taken_apart_in_order(plan: Plan) -> None:
    days = stored((3, 1, 2020, AID, 5.0), (1, 0, 2020, JOB, 7.0), (3, 0, 2019, AID, 2.0))
    parts = StoredDays.of(days).by_draw()
    assert list(parts) == [1, 3]
    assert (parts[1].amount.tolist(), parts[3].amount.tolist()) == ([7.0], [5.0, 2.0])
    assert parts[3].replication.tolist() == [1, 0]
    with pytest.raises(InputError, match="stored days use service row 60; expected 0 to"):
        price_stored(stored((0, 0, 2020, AID._replace(row=60), 1.0)), plan)


def test_different_conditions_are_listed_once() -> None:
    days = stored((0, 0, 2019, AID, 1.0), (0, 0, 2020, JOB, 1.0), (0, 1, 2020, AID, 1.0))
    conditions, which = conditions_in(days[days["what"] < 0])
    assert sorted(conditions) == sorted([AID, JOB])
    assert [conditions[at] for at in which] == [AID, JOB, AID]


def test_an_engine_is_told_the_aid_of_every_income_and_household_in_whole_kronor(book: PriceBook) -> None:
    pooled = {"share": 0.5, "lag_months": 1, "aid_budget": "240000 kr per year", "source": "a test", "sure": "L", "mark": "assumed"}
    scenario = load_scenario(bundled("calibration/ragunda/scenario.toml"), {"pooled": pooled})
    plain = lower(scenario)
    told = with_aid_prices(plain)
    homes = plain.households
    single, parent = homes.index("single"), homes.index("single_one_child")
    assert (told.tables.aid[I_AID][single], told.tables.aid[I_AID][parent]) == (8_580, 6_657)  # as docs/money.md works them out
    assert told.tables.aid[I_GAP] == [0] * len(homes)
    assert 0 <= told.tables.aid[I_AMI_WAGE][single] < 8_580
    assert all(isinstance(kr, int) for row in told.tables.aid for kr in row)
    alone = lower(scenario.model_copy(update={"pooled": None}))
    assert with_aid_prices(alone) is alone


def test_a_krona_is_followed_back_to_its_days(book: PriceBook) -> None:
    """Two months on aid and one in work in 2019, one month on aid in 2020: the parts of the aid, largest first."""
    months = np.array(["2019-05", "2020-05"], dtype="datetime64[M]")
    conditions = [Standing(NOT_REFERRED, I_AID), Standing(WORK, I_WORK)]
    days = np.array([[2 * MONTH, MONTH], [MONTH, 0.0]])
    parts = trace(days, conditions, months, book, "aid: ifo -> person")
    assert [(part.year, part.condition, part.days) for part in parts] == [
        (2019, conditions[0], 2 * MONTH),
        (2020, conditions[0], MONTH),
    ]
    assert parts[0].per_month == pytest.approx(8_580)
    assert parts[0].amount == pytest.approx(17_160)
    with pytest.raises(InputError, match='no line is called "aid: ifo -> persn"'):
        trace(days, conditions, months, book, "aid: ifo -> persn")


def test_views_of_actors_are_received_less_paid(book: PriceBook) -> None:
    """A single person on aid in 2019: 8 580 in aid and 900 in handling, 250 in services of other committees, 400 of the region's."""
    views = by_actor(book.row(Standing(NOT_REFERRED, I_AID), 2019), book.lines)
    assert views["ifo"] == pytest.approx(-9_480)
    assert views["person"] == pytest.approx(8_580)
    assert views["other_municipal"] == pytest.approx(-250)
    assert views["municipality"] == pytest.approx(-9_730)
    assert views["region"] == pytest.approx(-400)
    assert views["state"] == pytest.approx(0)
    assert views["public"] == pytest.approx(-10_130)
    assert views["society"] == pytest.approx(-900 - 250 - 400)

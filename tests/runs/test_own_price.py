"""A price rule of one's own in whole runs: booked by days and by beginnings, balanced, and the same from stored days."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ami_sim.accounts.stored import price_stored
from ami_sim.runs.batch import Work, prepare
from ami_sim.runs.executor import run_work
from ami_sim.scenario.payment import Payment
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import IN_INTERVENTION, PAUSED

TRUST = {"source": "a test", "sure": "L", "mark": "assumed", "title": "A price of one's own", "payer": "region", "payee": "resources"}
COACH = Payment.model_validate({**TRUST, "amount": {2019: "9 tkr per month"}, "stages": ["in_intervention"], "index": "none"})
WELCOME = Payment.model_validate({**TRUST, "once": {2019: "5 tkr"}, "stages": ["paused"], "index": "prices"})


def with_payments(work: Work, **rows: Payment) -> Work:
    """Give the work with rules in every option."""
    scenarios: dict[str, Any] = {}
    for name, scenario in work.scenarios.items():
        prices = scenario.prices.model_copy(update={"payment": rows})
        scenarios[name] = scenario.model_copy(update={"prices": prices})
    return replace(work, scenarios=scenarios)


def region(monthly: pd.DataFrame) -> pd.Series:
    """Give the region's undiscounted net result over all months of each option, mean of the replications."""
    rows = monthly[monthly["measure"] == "net_result:region"]
    return rows.groupby("scenario")["mean"].sum()


@pytest.fixture(scope="module")
def priced(work: Work, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run without, with a monthly and with a single payment; the lives are the same."""
    kinds = {"plain": {}, "coach": {"coach": COACH}, "welcome": {"welcome": WELCOME}}
    folder = tmp_path_factory.mktemp("priced")
    return {name: run_work(with_payments(work, **rows), folder / name, 1) for name, rows in kinds.items()}


def test_days_in_a_stage_cost_what_the_rule_says_in_real_kronor(priced: dict[str, Any], work: Work) -> None:
    days = priced["plain"].days
    pd.testing.assert_frame_equal(days, priced["coach"].days)
    prices = work.scenarios["today"].prices
    rows = days[(days["what"] == -1) & (days["stage"] == IN_INTERVENTION) & (days["scenario"] == "today")]
    levels = rows["year"].map(lambda year: prices.level("prices", year, 2019))
    expected = float((rows["amount"] * 9_000 / MONTH / levels).sum()) / 3  # three replications
    assert expected > 100_000
    assert region(priced["plain"].monthly)["today"] - region(priced["coach"].monthly)["today"] == pytest.approx(expected, rel=1e-6)


def test_each_beginning_of_a_stage_costs_once(priced: dict[str, Any]) -> None:
    days = priced["plain"].days
    moved = days[(days["what"] >= 0) & (days["to_stage"] == PAUSED) & (days["stage"] != PAUSED) & (days["scenario"] == "today")]
    expected = 5_000.0 * float(moved["amount"].sum()) / 3  # the index is that of the deflator: real kronor
    assert expected > 10_000
    assert region(priced["plain"].monthly)["today"] - region(priced["welcome"].monthly)["today"] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("name", ["coach", "welcome"])
def test_stored_days_give_the_same_line(name: str, priced: dict[str, Any], work: Work) -> None:
    rows = {"coach": COACH, "welcome": WELCOME}
    option = prepare(with_payments(work, **{name: rows[name]}), 0)[0]["today"]
    days = priced[name].days
    yearly = price_stored(days[days["scenario"] == "today"], option.plan)
    line = [str(one) for one in yearly.book.lines].index(f"{name}: region -> resources")
    plain = price_stored(days[days["scenario"] == "today"], prepare(work, 0)[0]["today"].plan)
    saved = float(yearly.total[:, :, line].sum()) / 3
    assert region(priced["plain"].monthly)["today"] - region(priced[name].monthly)["today"] == pytest.approx(saved, rel=1e-6)
    assert np.array_equal(np.delete(yearly.total, line, axis=2), plain.total)

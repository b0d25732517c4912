"""Budget lines by hand: a committee's outturn, its band, what was set aside, and the risk of going over it."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.accounts.committees import TOTAL, budget_of, wage_money
from ami_sim.accounts.lines import Line
from ami_sim.accounts.stored import months_of
from ami_sim.analysis.budget import asked_for, budget_frame, outturns_of_days
from ami_sim.model.lowering import lower
from ami_sim.record.spells import Condition
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.quantities import MONTH, YEAR
from ami_sim.scenario.registry import I_AID, NOT_REFERRED
from ami_sim.scenario.scenario import Scenario

AID = Condition(NOT_REFERRED, I_AID, -1, -1, 0, 0)  # a single person who lives on aid: 8 580 kr a month in 2019
TRUST = {"source": "a test", "sure": "L", "mark": "assumed"}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    budget = {
        "aid": {
            "title": "Aid",
            "committee": "ifo",
            "line": "aid",
            "set_by": "amount",
            "amount": "100 tkr per year",
            "follows": "none",
            **TRUST,
        },
        "wages": {"title": "Wages", "committee": "ami", "line": "wages_net", "set_by": "wage_money", "follows": "wages", **TRUST},
        "care": {"title": "Care", "committee": "other_municipal", "line": "care", "set_by": "amount", "follows": "wages", **TRUST}
        | {"amount": "60 tkr per year"},
        "handling": {"title": "Handling", "committee": "ifo", "line": "handling", "set_by": "reference", **TRUST},
    }
    return load_scenario(bundled("calibration/ragunda/scenario.toml"), {"end": "2022-01-01", "prices.budget": budget})


def stored(months: dict[str, list[float]]) -> pd.DataFrame:
    """Store one run a number: so many months of one person on aid in 2020, by option; runs are replications of draw 0."""
    rows = []
    for option, runs in months.items():
        for replication, amount in enumerate(runs):
            rows.append((0, replication, option, 2020, 1, *AID, -1, -1, amount * MONTH))
    columns = ["draw", "replication", "scenario", "year", "after", *Condition._fields, "what", "to_stage", "amount"]
    return pd.DataFrame(rows, columns=columns)


def laid_out(days: pd.DataFrame, scenarios: dict[str, Scenario], reference: str = "", runs: dict[int, int] | None = None) -> pd.DataFrame:
    """Lay out the budget of stored days at the medians."""
    theta = next(iter(scenarios.values())).at_medians()
    return budget_frame(outturns_of_days(days, scenarios, [theta], runs), scenarios, theta, reference)


@pytest.fixture(scope="module")
def frame(scenario: Scenario) -> pd.DataFrame:
    days = stored({"before": [6.0, 6.0, 6.0, 6.0, 6.0], "now": [0.0, 6.0, 12.0, 18.0, 24.0]})
    return laid_out(days, {"before": scenario, "now": scenario}, "before")


def row(frame: pd.DataFrame, option: str, committee: str, line: str, year: int = 2020) -> "pd.Series[float]":
    chosen = frame[(frame["scenario"] == option) & (frame["committee"] == committee) & (frame["line"] == line) & (frame["year"] == year)]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_aid_is_its_mean_its_band_and_how_often_and_how_far_it_goes_over(scenario: Scenario, frame: pd.DataFrame) -> None:
    """0, 6, 12, 18, 24 months at the aid of 2020: 12 on average, a tenth of runs below 2.4 and above 21.6; over 100 000 kr are three."""
    month = row(frame, "before", "ifo", "aid")["mean"] / 6
    assert month == pytest.approx(8_580 * 1.018, rel=0.02)  # the norm and the rent of 2020 in its own kronor
    found = row(frame, "now", "ifo", "aid")
    assert (found["mean"], found["p10"], found["p90"]) == pytest.approx((12 * month, 2.4 * month, 21.6 * month), abs=0.02)
    assert found["budget"] == pytest.approx(100_000)
    assert found["overrun_probability"] == pytest.approx(3 / 5)
    assert found["overrun_mean"] == pytest.approx(18 * month - 100_000, abs=0.02)
    assert (found["draws"], found["replications"]) == (1, 5)
    care = row(frame, "now", "other_municipal", "care", 2021)
    prices = scenario.prices
    assert care["budget"] == pytest.approx(60_000 * prices.level("wages", 2021, prices.price_year))


def test_a_line_set_by_the_reference_has_its_mean_as_budget(frame: pd.DataFrame) -> None:
    before, now = row(frame, "before", "ifo", "handling"), row(frame, "now", "ifo", "handling")
    assert now["budget"] == pytest.approx(before["mean"])
    assert now["mean"] == pytest.approx(2 * before["mean"], abs=0.02)
    assert now["overrun_probability"] == pytest.approx(3 / 5)
    assert (before["overrun_probability"], before["overrun_mean"]) == (0.0, 0.0)  # what is the mean of itself is not over it


def test_net_wages_are_set_against_the_wage_money_of_the_year(scenario: Scenario, frame: pd.DataFrame) -> None:
    plan = lower(scenario)
    years, money = wage_money(plan, months_of(plan), "wages", current=True)
    found = row(frame, "now", "ami", "wages_net", 2021)
    assert found["budget"] == pytest.approx(money[years.tolist().index(2021)])
    assert money[years.tolist().index(2021)] > 0
    assert found["overrun_probability"] == 0.0


def test_a_line_without_a_budget_has_none_and_totals_add_up(frame: pd.DataFrame) -> None:
    total, aid, handling = (row(frame, "now", "ifo", line) for line in ("total", "aid", "handling"))
    assert total["mean"] == pytest.approx(aid["mean"] + handling["mean"], abs=0.02)
    assert np.isnan([total["budget"], total["overrun_probability"], total["overrun_mean"]]).all()
    municipal = frame[(frame["scenario"] == "now") & (frame["year"] == 2020) & (frame["line"] == "total")].set_index("committee")["mean"]
    assert municipal["municipality"] == pytest.approx(municipal.drop("municipality").sum(), abs=0.02)
    assert frame["year"].min() == 2020  # the year of the parting


def test_what_is_asked_for_is_one_year_less_the_year_before(frame: pd.DataFrame) -> None:
    aid = asked_for(frame, 2021).query("scenario == 'now' and committee == 'ifo' and line == 'aid'").iloc[0]
    assert (aid["after"], aid["more"]) == (0.0, -aid["before"])
    assert aid["before"] > 100_000
    with pytest.raises(ValueError, match="2030 is missing; it holds 2020 to 2021"):
        asked_for(frame, 2031)


def test_a_line_between_committees_is_a_cost_of_one_and_an_income_of_the_other_and_cancels_in_the_whole() -> None:
    lines = (
        Line("ifo", "ami", "sold_services", "transfer"),
        Line("ifo", "person", "aid", "transfer"),
        Line("person", "other_municipal", "municipal_tax", "transfer"),
        Line("output", "other_municipal", "participants_production", "production", cash=False),
        Line("state", "person", "gift", "transfer"),
    )
    pairs, signs = budget_of(lines)
    of = {pair: signs[:, at].tolist() for at, pair in enumerate(pairs)}
    assert of["ifo", "sold_services"] == [1, 0, 0, 0, 0]
    assert of["ami", "sold_services"] == [-1, 0, 0, 0, 0]
    assert of["ifo", "aid"] == [0, 1, 0, 0, 0]
    assert of["ifo", "total"] == [1, 1, 0, 0, 0]
    assert of["other_municipal", "tax_kept"] == [0, 0, -1, 0, 0]
    assert of[TOTAL] == [0, 1, -1, 0, 0]
    assert pairs[-1] == TOTAL


def test_wage_money_of_a_year_is_that_of_its_units_day_by_day() -> None:
    """1.2 million a year from the start, 2.4 million from July 2020: half a year of each, a twelfth a month but for what a month is."""
    units = {
        name: {"title": name, "wage_money": {"amount": f"{amount} tkr per year", "hard": True, **TRUST}, **TRUST}
        for name, amount in (("small", 1200), ("large", 2400))
    }
    steps = [{"from": "2018-09-01", "unit": "small", **TRUST}, {"from": "2020-07-01", "unit": "large", **TRUST}]
    changed = {"timeline": steps, "end": "2022-01-01", "cohort": []} | {f"unit.{name}": unit for name, unit in units.items()}
    plan = lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), changed))
    years, money = wage_money(plan, months_of(plan), "none", current=True)
    month = MONTH / YEAR
    assert dict(zip(years.tolist(), money.tolist(), strict=True)) == pytest.approx(
        {
            2018: 4 * month * 1_200_000,
            2019: 12 * month * 1_200_000,
            2020: 6 * month * 1_200_000 + 6 * month * 2_400_000,
            2021: 12 * month * 2_400_000,
        }
    )
    prices = plan.scenario.prices
    grown = wage_money(plan, months_of(plan), "wages", current=False)[1]
    level = prices.level("wages", 2021, prices.price_year) / prices.level("prices", 2021, prices.price_year)
    assert grown[-1] == pytest.approx(2_400_000 * level)


def test_a_run_in_which_nobody_came_counts_with_what_the_unit_costs(scenario: Scenario) -> None:
    """Two runs with 6 months of aid and two with nobody are 3 months on average; the unit's staff costs the same whoever comes."""
    options = {"now": scenario}
    two = laid_out(stored({"now": [6.0, 6.0]}), options)
    four = laid_out(stored({"now": [6.0, 6.0]}), options, runs={0: 4})
    none = laid_out(stored({"now": [6.0]}).iloc[:0], options, runs={0: 4})
    assert row(four, "now", "ifo", "aid")["mean"] == pytest.approx(row(two, "now", "ifo", "aid")["mean"] / 2)
    staff = row(two, "now", "ami", "staff")["mean"]
    assert staff > 0
    assert [row(each, "now", "ami", "staff")["mean"] for each in (four, none)] == pytest.approx([staff, staff])
    assert none[none["line"] == "aid"]["mean"].abs().sum() == 0
    assert row(none, "now", "ami", "staff")["replications"] == 4

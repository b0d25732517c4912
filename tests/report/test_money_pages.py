"""Budget years, other prices on stored results, and a krona followed back to its rows, on a small question that was run."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ami_sim.accounts.committees import TOTAL, budget_of
from ami_sim.accounts.ledger import by_actor, by_kind, by_year
from ami_sim.accounts.shift import DESTINATIONS
from ami_sim.accounts.stored import months_of, price_stored
from ami_sim.analysis.budget import asked_for
from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.report.pages import budget, exclusion, reprice, trace
from ami_sim.runs.batch import Desk
from ami_sim.runs.replicate import observe
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.load import load_scenario
from ami_sim.workflow.budget import read_budget
from ami_sim.workflow.compare import Comparison, Settings, compare, work_of
from ami_sim.workflow.exclusion import cost_of_exclusion
from ami_sim.workflow.reprice import reprice_results
from ami_sim.workflow.trace import trace_results

REPLICATIONS = 3
QUESTION = """
name = "small"
title = "A small question"
question = "What do the unit and its wages cost, and whom?"
base = "{base}"
reference = "no"
also = ["today"]
[set]
end = 2024-01-01
[option.no]
title = "No unit"
unit = "before_2018"
discharge = true
[option.today]
title = "As in 2019"
unit = "today"
[option.sixty]
title = "At its own cost from 2021"
unit = "sixty"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    found = tmp_path_factory.mktemp("small")
    (found / "small.toml").write_text(QUESTION.format(base=(checkout / "calibration/ragunda/scenario.toml").as_posix()), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def comparison(folder: Path) -> Comparison:
    return compare(folder / "small.toml", replications=REPLICATIONS, seed=5, workers=1, parameters="median", out=folder / "out")


@pytest.fixture(scope="module")
def results(comparison: Comparison, folder: Path) -> Path:
    return folder / "out"


@pytest.fixture(scope="module")
def desk(folder: Path) -> Desk:
    """Give what runs batches of the same question."""
    return Desk(work_of(load_experiment(folder / "small.toml"), Settings(replications=REPLICATIONS, seed=5), None))


def levels(summary: pd.DataFrame, measure: str, reference: str = "") -> pd.Series:
    rows = summary[(summary["measure"] == measure) & (summary["reference"] == reference) & (summary["group"] == "")]
    return rows.set_index(["scenario", "actor"])["mean"].sort_index()


def test_the_same_prices_give_each_year_of_the_run_to_the_oere_it_rounds(desk: Desk, comparison: Comparison) -> None:
    work = desk.work
    options, highest = desk.options_at(0)
    engine = engine_named("compiled")
    option = options["sixty"]
    people = population(option.plan, work.seed, 0, 1, highest, engine.live)
    _, seen = observe(option, people, engine.simulate(option.plan, people, option.own))
    years, ledger = by_year(seen.ledger, option.months)
    days = comparison.days
    yearly = price_stored(days[(days["scenario"] == "sixty") & (days["replication"] == 1)], option.plan)
    assert list(yearly.years) == list(years)
    # The run rounds each month and line to whole öre, so twelve months are within twelve halves of one.
    assert np.abs(yearly.people[0] + yearly.unit - ledger / 100).max() <= 12 * 0.005 + 1e-6


def test_repricing_with_nothing_changed_gives_the_run_again(results: Path, comparison: Comparison) -> None:
    again = reprice_results(results, {})
    for reference in ("", "no"):
        for measure in ("net_result", "aid_cost", "production"):
            then, now = levels(comparison.summary, measure, reference), levels(again.summary, measure, reference)
            assert now.index.equals(then.index)
            scale = levels(comparison.summary, measure).abs().max()
            assert (now - then).abs().max() <= 5e-4 * scale
    kronor = ["mean", "p10", "p90", "budget", "overrun_mean"]  # a run rounds to öre by month, stored days by year
    pd.testing.assert_frame_equal(again.budget[kronor], comparison.budget[kronor], rtol=0.0, atol=1.0)
    pd.testing.assert_frame_equal(again.budget.drop(columns=kronor), comparison.budget.drop(columns=kronor))


def test_another_discount_rate_without_a_run_is_what_a_run_gives(results: Path, folder: Path) -> None:
    run = compare(folder / "small.toml", replications=REPLICATIONS, seed=5, workers=1, parameters="median", settings={"discount": 0.05})
    without = reprice_results(results, {"discount": 0.05})
    then, now = levels(run.summary, "net_result"), levels(without.summary, "net_result")
    for scenario in run.titles:  # an actor's small sum may be a difference of large ones
        assert (now - then)[scenario].abs().max() < 5e-4 * then[scenario].abs().max()
    assert now["sixty", "municipality"] == pytest.approx(then["sixty", "municipality"], rel=5e-4)
    assert "discount = 0.05" in reprice.page_of(without).as_text()


def test_the_break_even_worth_is_where_societys_result_crosses_nought(results: Path, comparison: Comparison) -> None:
    """Priced again at no worth of participants' work and at half a regular employee's: between them society's result is a straight line."""
    groups = ("outdoor", "indoor", "care_home", "school", "ordinary")
    found = levels(comparison.summary, "break_even_worth", "no")
    assert found.index.tolist() == [("sixty", "society"), ("today", "society")]
    none, half = (
        levels(reprice_results(results, {f"group.{name}.worth": worth for name in groups}).summary, "net_result", "no")
        for worth in (0.0, 0.5)
    )
    for option in ("sixty", "today"):
        nought, slope = none[option, "society"], (half[option, "society"] - none[option, "society"]) / 0.5
        assert found[option, "society"] == pytest.approx(-nought / slope, rel=0.01)
        at = nought + slope * found[option, "society"]
        assert abs(at) <= 0.01 * abs(nought)
    again = levels(reprice_results(results, {}).summary, "break_even_worth", "no")
    assert again["sixty", "society"] == pytest.approx(found["sixty", "society"], rel=0.01)


def test_dearer_handling_is_booked_on_social_services_alone(results: Path) -> None:
    before, after = (reprice_results(results, settings) for settings in ({}, {"prices.aid.handling.2019": "1800 kr per month"}))
    change = levels(after.summary, "net_result") - levels(before.summary, "net_result")
    assert change["no", "ifo"] < 0
    assert change["no", "ifo"] == pytest.approx(change["no", "municipality"])
    assert change["no", "person"] == pytest.approx(0)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("prices.labour.wage.2019", "20000 kr per month", "prices.labour.wage.2019: this price steers a run"),
        ("unit.sixty.wage_money.amount", "9 mnkr per year", "unit.sixty.wage_money.amount: is no price"),
        ("life.retirement_age", 60, "life.retirement_age: is no price"),
    ],
)
def test_what_steers_a_run_is_refused_by_name(results: Path, path: str, value: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        reprice_results(results, {path: value})


def test_results_of_files_that_have_changed_are_refused(results: Path, folder: Path) -> None:
    file = folder / "small.toml"
    kept = file.read_text(encoding="utf-8")
    try:
        file.write_text(kept.replace("A small question", "Another question"), encoding="utf-8")
        with pytest.raises(InputError, match=r"small\.toml has changed since the run"):
            reprice_results(results, {})
    finally:
        file.write_text(kept, encoding="utf-8")


def test_the_parts_of_a_printed_total_add_up_to_it(results: Path) -> None:
    for line in ("ami: wages_net", "ami: staff", "ifo: aid", "municipality: total"):
        found = trace_results(results, line, "sixty", 2021)
        assert found.printed is not None
        assert found.total == pytest.approx(found.printed, abs=0.01 * 60)
        assert found.sources
        assert all(row.source for row in found.sources.values())
    assert "prices.norm" in trace_results(results, "aid: ifo -> person", "sixty", 2021).sources
    assert json.dumps(trace.page_of(found).as_dict())
    aid = trace_results(results, "ifo: aid", "no", 2020)
    assert "budget.csv says" in trace.page_of(aid).as_text()
    assert "budget.csv säger" in trace.page_of(aid, "sv").as_text()


@pytest.mark.parametrize(
    ("line", "option", "year", "said"),
    [
        ("ami: wage_net", "sixty", 2021, 'Did you mean "ami: wages_net"'),
        ("ami: staff", "sixti", 2021, 'Did you mean "sixty"'),
        ("ami: staff", "sixty", 2050, "expected 2018 to 2023"),
    ],
)
def test_a_trace_names_the_nearest(results: Path, line: str, option: str, year: int, said: str) -> None:
    with pytest.raises(InputError, match=said):
        trace_results(results, line, option, year)


def test_budget_years_reconcile_across_committees_actors_and_kinds(desk: Desk, comparison: Comparison) -> None:
    plan = desk.options_at(0)[0]["sixty"].plan
    days = comparison.days
    yearly = price_stored(days[days["scenario"] == "sixty"], plan, "current")
    total = yearly.total
    pairs, signs = budget_of(yearly.book.lines)
    table = total @ signs
    actors = by_actor(total, yearly.book.lines)
    for committee in ("ifo", "ami", "other_municipal", "municipality"):
        at = pairs.index((committee, "total"))
        own = [index for index, (name, line) in enumerate(pairs) if name == committee and line != "total"]
        assert table[..., at] == pytest.approx(-actors[committee])
        assert table[..., at] == pytest.approx(-sum(by_kind(total, yearly.book.lines, committee).values()))
        if committee != "municipality":
            assert table[..., at] == pytest.approx(table[..., own].sum(axis=-1))
    assert not any(line == "other" for _, line in pairs)
    assert pairs[-1] == TOTAL


def test_the_budget_says_what_is_asked_for_when_project_money_ends(results: Path, comparison: Comparison) -> None:
    asked = asked_for(comparison.budget, 2021).set_index(["scenario", "committee", "line"])["more"]
    # 3.5 posts of 470 tkr of 2019, in the wages of 2020: the grant that is gone. AF's part of a supervisor's job goes on, with prices.
    assert asked["sixty", "ami", "project_money"] == pytest.approx(3.5 * 470_000 * 1.026 - 0.02 * 370_000, rel=1e-3)
    assert asked["today", "ami", "project_money"] < 0
    stored = read_budget(results, "sixty")
    ask, *others = stored.asks("sixty")
    assert (ask.year, others) == (2021, [])
    assert ask.money == pytest.approx(asked["sixty", "ami", "project_money"])
    page = budget.page_of(stored)
    assert "2021 against 2020: the unit's own cost" in " ".join(page.as_text().split())
    assert "Participants' wages, net" in page.as_text()
    assert "Deltagarnas löner, netto" in budget.page_of(stored, "sv").as_text()
    with pytest.raises(ValueError, match="2029 is missing"):
        asked_for(comparison.budget, 2030)
    with pytest.raises(InputError, match='Did you mean "sixty"'):
        read_budget(results, "sixtyy")
    with pytest.raises(InputError, match=r"no budget\.csv"):
        read_budget(results.parent)


def line_of(budget: pd.DataFrame, scenario: str, committee: str, line: str) -> pd.DataFrame:
    rows = budget[(budget["scenario"] == scenario) & (budget["committee"] == committee) & (budget["line"] == line)]
    found: pd.DataFrame = rows.set_index("year")
    return found


def test_the_risk_of_going_over_is_a_share_of_runs_with_a_size(comparison: Comparison) -> None:
    frame = comparison.budget
    aid = line_of(frame, "no", "ifo", "aid")
    assert (aid["budget"] == aid["mean"]).all()  # the reference's own mean is what is set aside for aid
    assert aid["overrun_probability"].between(0, 1).all()
    assert ((aid["overrun_mean"] > 0) == (aid["overrun_probability"] > 0)).all()
    assert (frame["p10"] <= frame["p90"]).all()
    assert line_of(frame, "no", "ifo", "handling")["budget"].isna().all()
    assert line_of(frame, "sixty", "ami", "wages_net")["budget"].iloc[0] == pytest.approx(2.9e6 * 1.026)


def test_aid_saved_by_destination_adds_up_to_the_difference_in_aid(comparison: Comparison) -> None:
    parts = pd.concat([levels(comparison.summary, f"aid_saved_by:{name}", "no") for name in DESTINATIONS], axis=1).sum(axis=1)
    aid = levels(comparison.summary, "aid_cost", "no")
    assert parts["sixty", ""] == pytest.approx(-aid["sixty", ""], abs=1.0)
    assert levels(comparison.summary, "aid_saved_by:ami_wage")["no", ""] == 0.0


def test_displacement_is_a_line_of_its_own_in_every_view(comparison: Comparison) -> None:
    lost = levels(comparison.summary, "displacement")["sixty"]
    assert lost["municipality"] == pytest.approx(lost["ifo"] + lost["ami"] + lost["other_municipal"])
    after, before = levels(comparison.summary, "net_result_after_displacement"), levels(comparison.summary, "net_result")
    for view in ("municipality", "public", "society"):
        assert after["sixty", view] - before["sixty", view] == pytest.approx(lost[view])
        assert after["no", view] == pytest.approx(before["no", view])
    dearer = levels(comparison.summary, "net_result_dearer_public_money")["sixty", "society"]
    assert dearer == pytest.approx(before["sixty", "society"] + 0.3 * before["sixty", "public"])


def test_payback_is_a_share_and_unknown_beyond_the_horizon(comparison: Comparison) -> None:
    for years in (1, 3):
        shares = levels(comparison.summary, f"payback_within_{years}y")
        assert shares.between(0, 1).all()
        assert "no" not in shares.index.get_level_values("scenario")
    assert levels(comparison.summary, "payback_within_5y").empty  # four years are followed
    rows = comparison.summary[(comparison.summary["measure"] == "payback_within_3y") & (comparison.summary["reference"] == "")]
    assert (rows["ci_high"] > rows["ci_low"]).all()  # Wilson's interval keeps a width at 0 and 1


def test_exclusion_by_person_type_with_published_sums_kept_apart(checkout: Path) -> None:
    scenario = load_scenario(checkout / "calibration/ragunda/scenario.toml")
    result = cost_of_exclusion(scenario)
    page = exclusion.page_of(result)
    assert set(result.costs) == set(scenario.prices.person_type)
    month, (year, *_) = result.costs["on_aid_alone"]["ifo"]
    assert month == pytest.approx(8_580 + 900)
    assert year == pytest.approx(12 * month * (1 - 1 / 1.035) / np.log(1.035))
    said = page.as_dict()
    assert said["upper_bound"] is True
    assert said["never_added"] is True
    published = said["published"]
    assert [round(published[name]["sum"] / 1e6, 2) for name in ("production", "support", "services")] == [6.05, 2.22, 3.60]
    low, high = published["production"]["other_reading"]
    assert round(high / 1e6, 2) == 6.04
    assert low < high
    assert "upper bound" in page.as_text()
    assert "övre gräns" in exclusion.page_of(result, "sv").as_text()
    with pytest.raises(InputError, match='Did you mean "youth"'):
        cost_of_exclusion(scenario, "yout")


def test_months_of_a_scenario_are_those_of_a_run(desk: Desk) -> None:
    option = desk.options_at(0)[0]["sixty"]
    assert (months_of(option.plan) == option.months).all()

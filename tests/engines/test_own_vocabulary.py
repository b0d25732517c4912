"""A stage, an income, a clock and a trait of one's own, and a hundred households, on both engines: equal logs, and money worked by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ami_sim.accounts.ledger import total_of
from ami_sim.accounts.pricing import price_book
from ami_sim.engines.protocol import Run
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.record.checks import check_run
from ami_sim.record.spells import days_by_condition, spells_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import I_AID, NOT_REFERRED, SHIPPED, SHIPPED_COUNT

THEORY = Path(__file__).parents[1] / "theory" / "scenarios" / "mapping.toml"
ROW = {"source": "A test", "sure": "L", "mark": "assumed"}
OWN = (
    SHIPPED.with_stage("coached", {"en": "Coached"}, in_need=True, income="")
    .with_income("grant", {"en": "A grant"})
    .with_event("called", {"en": "Called to a coach"}, stages=("not_referred",), leads_to="coached", income="grant")
    .with_trait("tall", {"en": "Tall"})
)
COACHED, GRANT, CALLED, TALL = 16, 16, SHIPPED_COUNT, 1 << 7
MONTHLY = 3_000  # kr a month of the grant, from the region
HOMES = 100


def plan_of(homes: int = HOMES) -> Plan:
    """Lower a scenario: everybody begins on aid in a household of some rent, and is called to a coach, the tall twice as fast."""
    doors = {
        "door": {
            "title": "Door",
            "rate": "20 per month",
            "stock": False,
            "enters": "not_referred",
            "income": {"aid": 1.0},
            "steps": [0.0, 0.0, 1.0, 0.0, 0.0],
            "ages": {"edges": [20, 21], "shares": [1.0]},
            "idle": "0 days",
            "eligible": 1.0,
            "traits": {"tall": 0.5},
            "households": {f"home_{i}": 1 / homes for i in range(homes)},
            **ROW,
        }
    }
    clock = {"called": {"rate": "0.25 per month", "stages": {"not_referred": 1.0}, "traits": {"tall": 2.0}, **ROW}}
    household = {"title": "Home", "adults": 1, "other_wage": "0 kr per month", "year": 2019, **ROW}
    grant = {"title": "Grant", "kind": "grant", "payer": "region", "amount": {2019: f"{MONTHLY} kr per month"}, "index": "none"}
    settings = {
        "start": date(2019, 1, 1),
        "parting": date(2019, 2, 1),
        "end": date(2020, 1, 1),
        "timeline[0].from": date(2019, 1, 1),
        "referrer": doors,
        "clock": clock,
        "prices.person_type": {},
        "family": None,
        "household_change": {},
        "prices.household": {f"home_{i}": {**household, "housing": f"{5_000 + 10 * i} kr per month"} for i in range(homes)},
        "prices.income.grant": {**grant, "taxable": "no", "aid_tested": False, "why": "It is paid whatever the means.", **ROW},
    }
    return lower(load_scenario(THEORY, settings, vocabulary=OWN))


def test_both_engines_agree_and_the_money_is_what_a_hand_gives(compiled: Any, readable: Any) -> None:
    plan = plan_of()
    people = population(plan, 3, 0, 0, live=compiled.live)
    run, other = compiled.simulate(plan, people), readable.simulate(plan, people)
    assert run.log.tobytes() == other.log.tobytes()
    assert len(np.unique(people["household"])) > 80  # of the hundred
    check_run(run.log, plan, people)
    called = run.log[run.log["what"] == CALLED]
    assert len(called) > 50
    assert set(zip(called["stage"].tolist(), called["income"].tolist(), strict=True)) == {(COACHED, GRANT)}
    aid, grant = by_hand(run, people, plan.horizon)
    found = paid(plan, people, run)
    assert found["aid"] == pytest.approx(aid, rel=1e-12)
    assert found["grant"] == pytest.approx(grant, rel=1e-12)


def by_hand(run: Run, people: np.ndarray, horizon: float) -> tuple[float, float]:
    """Work out, life by life, what is paid in aid (norm 3 090, common costs of one 990, and the rent) and in grants, kr."""
    aid = grant = 0.0
    for who in range(len(people)):
        rows = run.log[run.log["person"] == who]
        for row, until in zip(rows, [*rows["time"][1:], horizon], strict=True):
            months = (until - row["time"]) / 30.4375
            rent = 5_000 + 10 * int(people["household"][who])
            aid += months * (3_090 + 990 + rent) if row["income"] == I_AID else 0.0
            grant += months * MONTHLY if row["income"] == GRANT else 0.0
    return aid, grant


def paid(plan: Plan, people: np.ndarray, run: Run) -> dict[str, float]:
    """Give what the accounts make of the same run."""
    spells = spells_of(run.log, plan.horizon)
    conditions, days = days_by_condition(spells, np.array([0.0, plan.horizon]))
    book = price_book(plan)
    lines = days[0] @ book.table(conditions, 2019) / MONTH
    return {kind: float(total_of(lines, book.lines, kind)) for kind in ("aid", "grant")}


def test_a_trait_of_ones_own_moves_the_clock(compiled: Any) -> None:
    plan = plan_of()
    people = population(plan, 4, 0, 0, live=compiled.live)
    tall = people["traits"] & TALL > 0
    assert 0.4 < tall.mean() < 0.6
    assert set(people["scale"][tall, 17].tolist()) == {2.0}
    assert set(people["scale"][~tall, 17].tolist()) == {1.0}


def test_clocks_that_ship_have_the_same_luck_beside_ones_own(compiled: Any) -> None:
    """The same people, drawn with and without rows of one's own: nothing that ships is drawn otherwise."""
    settings: dict[str, Any] = {"life.burn_in": "1 years"}
    scenario = bundled("calibration/ragunda/scenario.toml")
    price: dict[str, Any] = {
        "title": "Grant",
        "kind": "grant",
        "payer": "region",
        "amount": {2019: "1 kr per month"},
        "index": "none",
        "taxable": "no",
    }
    price |= {"aid_tested": False, "why": "A test", **ROW}
    one = population(lower(load_scenario(scenario, settings)), 1, 0, 0, live=compiled.live)
    own = load_scenario(scenario, settings | {"prices.income.grant": price}, vocabulary=OWN)
    other = population(lower(own), 1, 0, 0, live=compiled.live)
    assert len(one) == len(other)
    for name in ("key", "arrives", "household", "traits", "stage", "income", "fires", "step"):
        assert one[name].tobytes() == other[name].tobytes(), name
    assert one["left"].tobytes() == np.ascontiguousarray(other["left"][:, :17]).tobytes()


def test_what_is_too_much_is_refused_by_name_whatever_the_engine() -> None:
    with pytest.raises(InputError, match="too many households: 4001; expected at most 4000"):
        plan_of(4_001)
    many = SHIPPED
    for i in range(112):
        many = many.with_stage(f"stage_{i}", in_need=True)
    with pytest.raises(InputError, match="too many stages: 128; expected at most 127"):
        lower(load_scenario(THEORY, vocabulary=many))


def test_the_stage_that_is_entered_is_in_need(compiled: Any) -> None:
    plan = plan_of()
    assert plan.tables.in_need[COACHED] == 1
    assert plan.tables.in_need[NOT_REFERRED] == 1
    assert plan.tables.clock_of[CALLED] == 17
    assert plan.tables.event_of[17] == CALLED


def test_a_stage_may_have_a_name_that_a_run_uses_for_something_else(readable: Any) -> None:
    """`process` and `log` are things of every run: people still stay in stages of that name, until a clock takes them out."""
    known = SHIPPED.with_stage("process", in_need=True).with_stage("log", in_need=True)
    known = known.with_event("begin", stages=("not_referred",), leads_to="process").with_event("end", stages=("process",), leads_to="log")
    clock = {
        name: {"rate": "1 per month", "stages": {where: 1.0}, **ROW} for name, where in (("begin", "not_referred"), ("end", "process"))
    }
    settings = {"clock": clock, "referrer.first.enters": "not_referred", "end": date(2003, 1, 1)}
    plan = lower(load_scenario(THEORY, settings, vocabulary=known))
    people = population(plan, 1, 0, 0)
    run = readable.simulate(plan, people)
    check_run(run.log, plan, people)
    assert {"process", "log"} <= {known.stages[stage] for stage in run.log["stage"].tolist()}

"""What an option changes from the parting date on: the old row closes, a changed copy opens, the history stays."""

from datetime import date
from typing import Any

import pytest

from ami_sim.model.lowering import lower
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import build, read_source
from ami_sim.scenario.scenario import Scenario

SOURCE = read_source("calibration/ragunda/scenario.toml")
PARTING = date(2020, 1, 1)


def changed(regime: str | None = None, **then: Any) -> Scenario:
    return build(SOURCE, then={key.replace("__", "."): value for key, value in then.items()}, then_by="file", regime=regime)


def test_a_rule_closes_to_new_decisions_and_its_changed_copy_opens() -> None:
    rules = changed(rule__fat__eligible=0.9).rule
    old, new = rules["fat"], rules["fat_then"]
    assert (old.closes, old.extended_until, new.opens, new.closes) == (PARTING, date.max, PARTING, None)
    assert (new.eligible.value, old.eligible) == (0.9, build(SOURCE).rule["fat"].eligible)


def test_an_intervention_takes_its_rules_along_and_counts_as_the_old_one() -> None:
    scenario = changed(intervention__new_start_job__length__typical="3 months", rule__new_start_long__longest="12 months")
    copy = scenario.intervention["new_start_job_then"]
    assert (copy.opens, copy.counts_as, copy.length.typical.text) == (PARTING, "new_start_job", "3 months")
    at = scenario.preference.index("new_start_job")
    assert scenario.preference[at + 1] == "new_start_job_then"
    assert {rule.intervention for name, rule in scenario.rule.items() if name.endswith("_then")} == {"new_start_job_then"}
    assert scenario.rule["new_start_long_then"].longest.text == "12 months"
    assert scenario.rule["new_start_long"].longest.text == "24 months"


def test_the_copy_shares_af_finding_and_used_months_with_the_old_intervention() -> None:
    plan = lower(changed(intervention__new_start_job__length__typical="3 months"))
    for old, new in (("new_start_long", "new_start_long_then"), ("new_start_young", "new_start_young_then")):
        one, other = (next(i for i, row in enumerate(plan.rows) if row.name == name) for name in (old, new))
        assert plan.tables.intervention[one] == plan.tables.intervention[other]
        assert plan.tables.counted[one] == plan.tables.counted[other]


def test_running_stays_may_be_extended_as_long_as_the_copy_is_open() -> None:
    plan = lower(changed(rule__extra_job_2019__closes=date(2022, 1, 1)))
    row = next(i for i, found in enumerate(plan.rows) if found.name == "extra_job_2019")
    days = [entry for entry in range(1, plan.tables.entries) if plan.tables.extended[entry] >> row & 1]
    assert plan.date(plan.tables.dates[days[0]]) == date(2019, 10, 28)
    assert plan.date(plan.tables.dates[days[-1]]) == date(2021, 12, 1)
    assert not any(plan.tables.open_rows[entry] >> row & 1 for entry in days if plan.tables.dates[entry] >= plan.parting)


def test_a_regime_comes_first() -> None:
    rules = changed(regime="stop_stays", rule__introduction_job_2019__cap="22000 kr").rule
    assert rules["introduction_job_2019_then"].eligible.value == 0.0
    assert rules["introduction_job_2019_then"].cap.value == 22000


def test_the_order_of_a_queue_changes_on_the_parting_date_alone() -> None:
    scenario = changed(order__mapping="nearest_first")
    assert scenario.orders() == ((None, "ifo_first", "ifo_first"), (PARTING, "nearest_first", "ifo_first"))
    plan = lower(scenario)
    assert plan.tables.order_from == [plan.parting, float("inf")]
    assert [list(row) for row in plan.tables.weights[:2]] == [list(row) for row in lower(build(SOURCE)).tables.weights]
    assert sum(plan.tables.reorders) == 1


@pytest.mark.parametrize(
    ("dotted", "value", "said"),
    [
        ("life.retirement_age", 66, r'file: "life\.retirement_age" cannot change on the parting date by itself; expected rule\.NAME'),
        ("unit.sixty.title", "x", r"cannot change on the parting date by itself"),
        ("rule.extra_jobs_2019.cap", "1 kr", r'file: rule\.extra_jobs_2019: "extra_jobs_2019" is not known.*extra_job_2019'),
        ("rule.extra_job_2018.cap", "1 kr", r"file: rule\.extra_job_2018: closed on 2019-01-01, before the parting date"),
        ("rule.fat.cupp", 1, r'^file: rule\.fat_then\.cupp: unknown key "cupp"'),
        ("order.mapping", "nobody", r'^file: order\.mapping: "nobody" is not a strategy'),
    ],
)
def test_what_cannot_change_then_is_named(dotted: str, value: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        build(SOURCE, then={dotted: value}, then_by="file")

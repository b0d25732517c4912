"""What no run may violate is found out when somebody does: every kind of damage to a log stops with person, date and rule."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.record.checks import Violation, allowed_by, broken_rules, check_run, violation
from ami_sim.record.identities import BEFORE, BY_DOOR, OVERTAKEN, RULES, Broken, Kept, People, check_log, kernel
from ami_sim.scenario import registry as w
from ami_sim.scenario.load import bundled, load_scenario
from tests.record import slow_checks

Log = np.ndarray
Case = tuple[Plan, np.ndarray, Log]


@pytest.fixture(scope="module")
def case() -> Case:
    """Run the municipality's own scenario with the order of arrival, four years."""
    settings = {
        "present": None,
        "parting": "2019-01-01",
        "end": "2022-09-01",
        "order.mapping": "first_come",
        "order.places": "youngest_first",
    }
    plan = lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), settings))
    engine = engine_named("compiled")
    people = population(plan, 1, 0, 0, None, engine.live)
    return plan, people, engine.simulate(plan, people).log


def rows(log: Log, what: int, stage: int) -> np.ndarray:
    return np.flatnonzero((log["what"] == what) & (log["stage"] == stage))


def backwards(log: Log) -> Log:
    log[[500, 501]] = log[[501, 500]]
    log["time"][500] += 1.0
    return log


def lost_arrival(log: Log) -> Log:
    who = log["person"][rows(log, w.ARRIVAL, w.NOT_REFERRED)[0]]
    kept: Log = log[log["person"] != who]
    return kept


def two_arrivals(log: Log) -> Log:
    i = rows(log, w.ARRIVAL, w.NOT_REFERRED)[0]
    return np.insert(log, i, log[i])


def start_without_waiting(log: Log) -> Log:
    return np.delete(log, rows(log, w.REFER, w.WAITING_MAPPING)[5])


def two_places(log: Log) -> Log:
    log["group"][rows(log, w.START, w.MAPPING)[3]] = 0
    return log


def wage_without_stay(log: Log) -> Log:
    log["income"][rows(log, w.FIND_WORK, w.WORK)[3]] = w.I_AMI_WAGE
    return log


def jumped_step(log: Log) -> Log:
    log["step"][rows(log, w.START, w.MAPPING)[7]] = 4 - log["step"][rows(log, w.START, w.MAPPING)[7]]
    return log


def unborn_again(log: Log) -> Log:
    log["stage"][np.flatnonzero(log["stage"] == w.LEFT)[-1]] = w.UNBORN
    return log


def unknown_group(log: Log) -> Log:
    log["group"][rows(log, w.START, w.IN_INTERVENTION)[0]] = 50
    return log


def clock_that_does_not_run(log: Log) -> Log:
    i = rows(log, w.FIND_WORK, w.WORK)[0]
    log["what"][i], log["stage"][i], log["income"][i] = w.RELAPSE, w.NOT_REFERRED, w.I_AID
    return log


DAMAGE: dict[str, tuple[Callable[[Log], Log], str]] = {
    "backwards": (backwards, "before the one written before it"),
    "lost arrival": (lost_arrival, "arrived and was never seen"),
    "two arrivals": (two_arrivals, "arrived twice"),
    "start without waiting": (start_without_waiting, "start took the person"),
    "two places": (two_places, "a group without a stay"),
    "wage without stay": (wage_without_stay, "wage without a stay"),
    "jumped step": (jumped_step, "moved a step"),
    "unborn again": (unborn_again, "somewhere at the end"),
    "unknown group": (unknown_group, "a group that does not exist"),
    "wrong clock": (clock_that_does_not_run, "fired where its rate is zero"),
}


def test_a_run_as_it_is_violates_nothing(case: Case) -> None:
    plan, people, log = case
    check_run(log, plan, people)


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_to_a_log_is_named(case: Case, name: str) -> None:
    plan, people, log = case
    damage, says = DAMAGE[name]
    with pytest.raises(Violation, match=says):
        check_run(damage(log.copy()), plan, people)


def said(check: Callable[[Log, Plan, np.ndarray], None], *case: object) -> str:
    """Give what a check says; nothing when nothing is broken."""
    try:
        check(*case)  # type: ignore[arg-type]
    except Violation as found:
        return str(found)
    return ""


@pytest.mark.parametrize("seed", range(8))
def test_the_pass_says_of_damage_what_the_rules_say_one_after_another(case: Case, seed: int) -> None:
    """Rows lost, doubled or turned round, and fields of one row put into another."""
    plan, people, log = case
    luck, whole = np.random.default_rng(seed), log[:4000]
    for _ in range(60):
        at, kind = int(luck.integers(1, len(whole))), int(luck.integers(4))
        damaged = whole.copy()
        if kind == 0:
            damaged = np.delete(whole, at)
        elif kind == 1:
            damaged = np.insert(whole, at, whole[at])
        elif kind == 2:
            damaged[[at - 1, at]] = damaged[[at, at - 1]]
        else:
            name = luck.choice([name for name in log.dtype.names or () if name != "time"])
            damaged[name][at] = damaged[name][luck.integers(len(whole))] + (luck.random() < 0.2)
        assert said(check_run, damaged, plan, people) == said(slow_checks.check_run, damaged, plan, people)


def test_the_pass_finds_in_plain_python_what_it_finds_compiled(case: Case) -> None:
    """The first rows of a run, with somebody's second referral lost, so that it breaks rules and ends in the middle."""
    plan, people, log = case
    short = np.delete(log[:1500], 1200)
    columns = People(people["stage"].astype(np.int64), people["arrives"].copy(), people["referrer"].astype(np.int64))
    both = []
    for check, rows in ((kernel(), short), (check_log, rows_of(short))):
        found = Broken(np.full(RULES, -1, np.int64), np.zeros(3, np.int64), np.zeros(1), *np.zeros((2, len(plan.vocabulary.stages))))
        kept = Kept.of(columns, len(plan.tables.capacity[0]))
        check(rows, BEFORE if check is not check_log else rows_of(BEFORE), columns, allowed_by(plan), kept, found)
        both.append([part.tolist() for part in (*found, *kept)])
    assert both[0] == both[1]
    compiled = broken_rules(short, plan, people)
    assert (compiled.rows >= 0).any()


def rows_of(log: Log) -> list[SimpleNamespace]:
    """Write a log as objects with whole numbers of any size."""
    names = log.dtype.names or ()
    return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in log.tolist()]


def test_less_room_than_was_used_is_named(case: Case) -> None:
    plan, people, log = case
    for limit, says in ((0, "mapping slots"), (1, "open cases"), (2, "wage money"), (3, "places in")):
        room = [[amount // 2 if i == limit else amount for i, amount in enumerate(entry)] for entry in plan.tables.capacity]
        tight = replace(plan, tables=plan.tables._replace(capacity=room))
        with pytest.raises(Violation, match=f"started beyond the limit of {says}"):
            check_run(log, tight, people)


def test_more_room_than_was_used_is_named(case: Case) -> None:
    plan, people, log = case
    room = [[amount + 100 if i < 2 else amount for i, amount in enumerate(entry)] for entry in plan.tables.capacity]
    wide = replace(plan, tables=plan.tables._replace(capacity=room))
    with pytest.raises(Violation, match="waits for mapping although a slot and a case are free"):
        check_run(log, wide, people)


def test_somebody_who_was_overtaken_is_named(case: Case) -> None:
    """Two who waited at the same time change places."""
    plan, people, log = case
    swapped = log.copy()
    starts = rows(log, w.START, w.MAPPING)
    joined = {int(log["person"][i]): float(log["time"][i]) for i in rows(log, w.REFER, w.WAITING_MAPPING)}
    i, j = next((i, j) for i, j in pairwise(starts) if joined.get(int(log["person"][j]), 1e9) < log["time"][i] < log["time"][j])
    for one, other in ((i, j), (j, i)):
        for name in log.dtype.names or ():
            if name != "time":
                swapped[name][one] = log[name][other]
    assert broken_rules(swapped[: j + 1], plan, people).rows[OVERTAKEN] == j
    with pytest.raises(Violation, match="had waited longer"):
        slow_checks.check_queue(slow_checks.Witness(swapped[: j + 1], plan, people))


def test_turns_are_kept_door_by_door_where_one_door_goes_first(case: Case) -> None:
    _, people, _ = case
    settings = {"present": None, "parting": "2019-01-01", "end": "2020-09-01", "order.mapping": "referred_by_ifo_first"}
    plan = lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), settings))
    engine = engine_named("compiled")
    people = population(plan, 1, 0, 0, None, engine.live)
    log = engine.simulate(plan, people).log
    assert allowed_by(plan).queue == BY_DOOR
    check_run(log, plan, people)
    slow_checks.check_queue(slow_checks.Witness(log, plan, people))
    doors = people["referrer"][log["person"][rows(log, w.START, w.MAPPING)]]
    assert len(set(doors.tolist())) > 1


def test_a_violation_without_a_person_or_a_date_is_still_a_sentence(case: Case) -> None:
    plan, people, _ = case
    assert str(violation(plan, people, -1, 1e9, "a rule")).endswith(": somebody unknown, day 1000000000.0: a rule")
    assert "somebody unknown" in str(violation(plan, people, len(people), 0.0, "a rule"))
    error = pickle.loads(pickle.dumps(violation(plan, people, 0, 0.0, "a rule")))
    assert (str(error), error.person, error.rule) == (str(violation(plan, people, 0, 0.0, "a rule")), 0, "a rule")
    assert str(violation(plan, people, 0, 0.0, "a rule")).endswith(f"{people['number'][0]}, {plan.scenario.start.isoformat()}: a rule")


def test_a_violation_names_person_date_and_rule(case: Case) -> None:
    plan, people, log = case
    with pytest.raises(Violation) as caught:
        check_run(two_places(log.copy()), plan, people)
    assert caught.value.rule == "has a place in a group without a stay"
    assert plan.date(caught.value.day).isoformat() in str(caught.value)
    assert f"{people['number'][caught.value.person]}" in str(caught.value)

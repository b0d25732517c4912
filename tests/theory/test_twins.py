"""Counterfactual twins: the same people live twice, and only what is decided differs."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from ami_sim.engines.protocol import engine_named
from ami_sim.model import randomness as luck
from ami_sim.model.arrivals import highest_rates, people_in_need
from ami_sim.model.history import live_readably, population
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import no_own_rank
from ami_sim.runs.replicate import Prepared, replicate
from ami_sim.scenario.load import load_scenario
from tests.model.purposes import PURPOSES
from tests.theory import twins
from tests.theory.queues import RAGUNDA

OPTIONS: dict[str, dict[str, Any]] = {
    "today": {},
    "another strategy": {"order.mapping": "greatest_need", "order.places": "youngest_first"},
    "another capacity": {"unit.today.posts[0].count": 0.25, "unit.today.wage_money.amount": "1 mnkr per year"},
    "nobody passed over": {"order.strict": True},
}


def scenario(settings: dict[str, Any]) -> Any:
    return load_scenario(RAGUNDA, {"end": "2024-01-01", **settings})


def test_a_scenario_equal_to_its_reference_differs_by_exactly_zero_in_every_measure() -> None:
    options = {name: Prepared(name, lower(scenario({})), no_own_rank) for name in ("reference", "same")}
    plans = [(option.plan.scenario, option.plan.theta) for option in options.values()]
    found = replicate(options, engine_named("compiled"), 1, 0, 0, highest_rates(plans))
    one, other = (found[name] for name in options)
    assert len(one.measures) > 100
    assert list(one.measures) == list(other.measures)
    for key, mine in one.measures.items():
        assert mine == other.measures[key] or (np.isnan(mine) and np.isnan(other.measures[key])), key
    for name, months in one.monthly.items():
        assert months.tobytes() == other.monthly[name].tobytes(), name


def drawn_by(monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]) -> dict[tuple[int, int, int], float]:
    """Every number that a run draws, by (person's key, purpose, occasion); nobody draws one twice."""
    found: dict[tuple[int, int, int], float] = {}
    true_luck: Callable[[int, int, int], float] = luck.luck

    def witness(key: int, purpose: int, occasion: int) -> float:
        assert (key, purpose, occasion) not in found, f"drawn twice: purpose {purpose}, occasion {occasion}"
        found[key, purpose, occasion] = true_luck(key, purpose, occasion)
        return found[key, purpose, occasion]

    plan = lower(scenario({"end": "2021-01-01", **settings}))
    people = population(plan, 1, 0, 0, None, engine_named("compiled").live)
    for room in ("clocks", "income"):
        monkeypatch.setattr(f"ami_sim.model.{room}.luck", witness)
    engine_named("simpy").simulate(plan, people)
    monkeypatch.undo()
    return found


def test_no_decision_changes_anybodys_luck_and_nobody_uses_a_draw_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = {name: drawn_by(monkeypatch, settings) for name, settings in OPTIONS.items()}
    reference = drawn["today"]
    assert len(reference) > 1000
    for name, other in drawn.items():
        common = set(reference) & set(other)
        assert len(common) > 0.8 * len(reference), name
        assert all(reference[which] == other[which] for which in common), name


def test_whom_the_unit_never_meets_lives_the_same_life_to_the_last_bit() -> None:
    plans = {name: lower(scenario(settings)) for name, settings in OPTIONS.items()}
    engine = engine_named("compiled")
    people = population(plans["today"], 1, 0, 0, None, engine.live)
    logs = {name: engine.simulate(plan, people).log for name, plan in plans.items()}
    met = np.zeros(len(people), bool)
    for log in logs.values():
        met[log["person"][np.isin(log["stage"], (3, 5))]] = True
    alone = np.flatnonzero(~met)
    assert len(alone) > 100
    for log in logs.values():
        for name in ("time", "what", "stage", "income", "step", "rights"):
            mine = log[name][np.isin(log["person"], alone)]
            assert mine.tobytes() == logs["today"][name][np.isin(logs["today"]["person"], alone)].tobytes()


def test_an_extra_person_changes_no_other_persons_background_or_luck() -> None:
    """A higher rate at one door lets more of the potential arrivals in: a thousand others keep every bit, in every purpose."""
    few, more = scenario({}), scenario({"referrer.ifo.rate": "2 per month"})
    ceiling = highest_rates([(few, few.at_medians()), (more, more.at_medians())])
    one, other = (people_in_need(s, s.at_medians(), 1, 0, 0, ceiling) for s in (few, more))
    names = list(zip(other["referrer"].tolist(), other["number"].tolist(), strict=True))
    place = {name: i for i, name in enumerate(names)}
    same = np.array([place[name] for name in zip(one["referrer"].tolist(), one["number"].tolist(), strict=True)])
    assert len(other) > len(one) >= 1000
    for field in one.dtype.names or ():
        if field != "id":
            assert one[field].tobytes() == other[field][same].tobytes(), field
    for purpose in PURPOSES.values():
        assert luck.lucks(one["key"][:1000], purpose, 3).tobytes() == luck.lucks(other["key"][same][:1000], purpose, 3).tobytes()


def test_somebody_who_is_taken_out_leaves_the_others_lives_before_the_unit_as_they_were() -> None:
    plan = lower(scenario({"cohort": [], "life.burn_in": "10 years"}))
    people = people_in_need(plan.scenario, plan.theta, 1, 0, 0)
    kept = np.arange(len(people)) % 7 != 3
    whole, part = live_readably(people, plan)[kept], live_readably(people[kept], plan)
    assert [name for name in people.dtype.names or () if whole[name].tobytes() != part[name].tobytes()] == []


def test_two_hash_seeds_give_the_same_log() -> None:
    program = (
        "import hashlib\n"
        "from ami_sim.model.lowering import lower\n"
        "from ami_sim.model.history import population\n"
        "from ami_sim.engines.protocol import engine_named\n"
        "from ami_sim.scenario.load import load_scenario\n"
        f"plan = lower(load_scenario({str(RAGUNDA)!r}, {{'end': '2021-01-01', 'life.burn_in': '5 years'}}))\n"
        "engine = engine_named('simpy')\n"
        "log = engine.simulate(plan, population(plan, 1, 0, 0, None, engine.live)).log\n"
        "print(len(log), hashlib.sha256(log.tobytes()).hexdigest())\n"
    )
    answers = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            text=True,
            cwd=RAGUNDA.parents[2],
            env={"PYTHONHASHSEED": seed},
        )
        answers.add(done.stdout)
    assert len(answers) == 1
    assert int(answers.pop().split()[0]) > 500


@pytest.mark.slow
def test_a_long_closed_stock_does_not_drift_over_ten_years() -> None:
    for finding in twins.drift(60):
        assert abs(finding.deviation) < 3.0, finding


@pytest.mark.soak
def test_pairing_saves_the_replications_that_it_promises() -> None:
    gains = {(gain.pair, gain.measure): gain.factor for gain in twins.variance_reduction(200)}
    short = {key: round(factor, 1) for key, factor in gains.items() if factor < twins.PROMISED[key[0].split(":")[0]]}
    assert short == {}

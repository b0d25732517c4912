"""Ordinary scenario files against the closed forms of queueing theory."""

import ciw
import numpy as np
import pytest
from scipy import stats

from ami_sim.scenario.words import WAITING_MAPPING
from tests.theory import closed_forms as theory
from tests.theory.queueing import CHECKS, servers, single_queue
from tests.theory.queues import Finding, look_at, plan_of, ratio

CLOSE = 3.0  # standard errors


def assert_close(findings: list[Finding]) -> None:
    off = [f"{f.check}, {f.quantity}: {f.simulated:.5g} for {f.theory:.5g} ({f.deviation:+.1f} s.e.)" for f in findings]
    assert [line for line, f in zip(off, findings, strict=True) if abs(f.deviation) > CLOSE] == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_queue_of_the_scenario_language_is_the_queue_of_the_textbook(name: str) -> None:
    check, runs, _ = CHECKS[name]
    assert_close(check(runs))


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_a_queue_is_still_the_textbooks_with_many_more_runs(name: str) -> None:
    check, _, runs = CHECKS[name]
    assert_close(check(runs))


def covered(trials: int, per_trial: int) -> dict[str, float]:
    """The share of 95 % intervals, each from so many independent runs, that hold the value of theory."""
    settings = {"referrer.first.rate": "1.2 per day", "parting": "2001-02-01", "end": "2002-01-01"}
    leaves = {"rate": "0.5 per day", "stages": {"waiting_mapping": 1.0}, "source": "Theory", "sure": "H", "mark": "assumed"}
    plan = plan_of("mapping", servers(2) | settings | {"clock.leave": leaves})
    expected = theory.mmc_abandonment(1.2, 1.0, 2, 0.5)
    seen = look_at(plan, single_queue(WAITING_MAPPING), trials * per_trial, seed=7)
    width = float(stats.t.ppf(0.975, per_trial - 1))
    found = {}
    for quantity, (tops, bottoms) in seen.items():
        inside = 0
        for trial in range(trials):
            part = slice(trial * per_trial, (trial + 1) * per_trial)
            value, error = ratio(tops[part], bottoms[part])
            inside += abs(value - expected[quantity]) <= width * error
        found[quantity] = inside / trials
    return found


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    shares = covered(1000, 20)
    assert {name: share for name, share in shares.items() if not 0.93 <= share <= 0.97} == {}


def beside_ciw(classes: list[float], count: int, days: float, seeds: range) -> tuple[list[float], list[float]]:
    """Mean waits of each class in Ciw, the first class first, and their standard errors."""
    names = [f"class {i}" for i in range(len(classes))]
    network = ciw.create_network(
        arrival_distributions={name: [ciw.dists.Exponential(rate)] for name, rate in zip(names, classes, strict=True)},
        service_distributions={name: [ciw.dists.Exponential(1.0)] for name in names},
        number_of_servers=[count],
        priority_classes={name: i for i, name in enumerate(names)},
    )
    means = []
    for seed in seeds:
        ciw.seed(seed)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(days + 60.0)
        records = [r for r in simulation.get_all_records() if days / 10 <= r.arrival_date < days]
        means.append([float(np.mean([r.waiting_time for r in records if r.customer_class == name])) for name in names])
    table = np.array(means)
    return table.mean(axis=0).tolist(), (table.std(axis=0, ddof=1) / np.sqrt(len(table))).tolist()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "classes", "count"), [("M/M/c", [2.4], 3), ("Cobham", [0.3, 0.5], 1)])
def test_ciw_side_by_side_waits_as_long(name: str, classes: list[float], count: int) -> None:
    waits, errors = beside_ciw(classes, count, 3000.0, range(30))
    ours = [f for f in CHECKS[name][0](CHECKS[name][1] * 2) if f.quantity == "mean wait, days"]
    for mine, wait, error in zip(ours, waits, errors, strict=True):
        assert abs(mine.simulated - wait) < CLOSE * np.hypot(mine.error, error)

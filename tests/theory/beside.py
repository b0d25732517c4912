"""How often intervals hold the truth, and the same queues in Ciw, side by side."""

from dataclasses import dataclass

import ciw
import numpy as np
from scipy import stats

from ami_sim.scenario.registry import WAITING_MAPPING
from tests.theory import closed_forms as theory
from tests.theory.queueing import CHECKS, servers, single_queue
from tests.theory.queues import THEORY, look_at, plan_of, ratio

PER_TRIAL = 20  # independent runs behind one interval
DAYS = 3000.0  # of a run in Ciw
WARM_UP = 300.0
RUNS = 30


@dataclass(frozen=True)
class Beside:
    """A mean wait in both programs, days, with standard errors."""

    queue: str
    ours: float
    error: float
    ciws: float
    ciws_error: float


def covered(runs: int, orders: int = 1) -> dict[str, float]:
    """The share of 95 % intervals that hold the value of theory, each from `PER_TRIAL` of so many independent runs of M/M/2+M.

    The runs are dealt out into intervals in so many orders, their own first: forty say as much as seven times the runs in one.
    """
    settings = {"referrer.first.rate": "1.2 per day", "parting": "2001-02-01", "end": "2001-11-01"}
    leaves = {"rate": "0.5 per day", "stages": {"waiting_mapping": 1.0}, **THEORY}
    plan = plan_of("mapping", servers(2) | settings | {"clock.die": leaves})
    expected = theory.mmc_abandonment(1.2, 1.0, 2, 0.5)
    seen = look_at(plan, single_queue(WAITING_MAPPING), runs, seed=7, checked=False)
    luck, width = np.random.default_rng(7), float(stats.t.ppf(0.975, PER_TRIAL - 1))
    dealt = [np.arange(runs), *(luck.permutation(runs) for _ in range(orders - 1))]
    trials = np.concatenate(dealt).reshape(-1, PER_TRIAL)
    found = {}
    for quantity, (tops, bottoms) in seen.items():
        intervals = [ratio(tops[trial], bottoms[trial]) for trial in trials]
        found[quantity] = float(np.mean([abs(value - expected[quantity]) <= width * error for value, error in intervals]))
    return found


def in_ciw(classes: list[float], count: int) -> tuple[list[float], list[float]]:
    """Mean waits of each class in Ciw, the first class first, and their standard errors; one day is one service."""
    names = [f"class {i}" for i in range(len(classes))]
    network = ciw.create_network(
        arrival_distributions={name: [ciw.dists.Exponential(rate)] for name, rate in zip(names, classes, strict=True)},
        service_distributions={name: [ciw.dists.Exponential(1.0)] for name in names},
        number_of_servers=[count],
        priority_classes={name: i for i, name in enumerate(names)},
    )
    means = []
    for seed in range(RUNS):
        ciw.seed(seed)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(DAYS + WARM_UP)
        records = [r for r in simulation.get_all_records() if WARM_UP <= r.arrival_date < DAYS]
        means.append([float(np.mean([r.waiting_time for r in records if r.customer_class == name])) for name in names])
    table = np.array(means)
    return table.mean(axis=0).tolist(), (table.std(axis=0, ddof=1) / np.sqrt(len(table))).tolist()


def beside_ciw(name: str, classes: list[float], count: int) -> list[Beside]:
    """The mean waits of one of our queues beside Ciw's, class by class."""
    waits, errors = in_ciw(classes, count)
    check, runs, _ = CHECKS[name]
    ours = [finding for finding in check(runs * 2) if finding.quantity == "mean wait, days"]
    return [Beside(f.check, f.simulated, f.error, wait, error) for f, wait, error in zip(ours, waits, errors, strict=True)]

"""What pairing is worth: the variance of a paired difference against independent runs, and how much of it the life luck gives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.ledger import ORE, by_actor, fold, total_of
from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import highest_rates
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.randomness import lucks, mix
from ami_sim.model.strategies import no_own_rank
from ami_sim.model.tables import Plan
from ami_sim.record.spells import days_by_condition, spells_of
from ami_sim.runs.replicate import Prepared
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.registry import ELSEWHERE, SHIPPED_CLOCKS
from tests.theory.queues import RAGUNDA, SEED, Finding, Seen, once, plan_of

Floats = NDArray[np.float64]
EXPERIMENT = RAGUNDA.parents[2] / "experiments" / "capacity.toml"
MEASURES = ("aid", "municipality")
# At least so much: against the reference, between neighbouring levels, between 35 and 60 (no neighbours), and from the luck of the
# life after the parting alone.
PROMISED = {"reference": 15.0, "neighbours": 40.0, "apart": 25.0, "life luck": 2.0}


@dataclass(frozen=True)
class Gain:
    """How many times fewer replications a paired difference needs: (variance one + variance other) / variance of the difference."""

    pair: str
    measure: str
    factor: float
    paired: float  # standard deviation of the difference, tkr
    runs: int


def money(option: Prepared, people: np.ndarray, log: np.ndarray) -> list[float]:
    """Discounted aid and the municipality's net result of one run without the unit's own cost (it is certain), tkr."""
    spells = spells_of(log, option.plan.horizon)
    conditions, days = days_by_condition(spells, option.edges)
    present = option.factors @ fold(days, conditions, option.months, option.book) / ORE / 1e3
    return [float(total_of(present, option.book.lines, "aid")), float(by_actor(present, option.book.lines)["municipality"])]


def factor(one: Floats, other: Floats, difference: Floats) -> float:
    """How much less a difference varies than that of independent runs."""
    return float((one.var(ddof=1) + other.var(ddof=1)) / difference.var(ddof=1)) if difference.var() > 0 else float("inf")


def with_life_luck(plan: Plan, people: np.ndarray, salt: int) -> np.ndarray:
    """The same people with the same past, whose lives from the parting date on have luck of their own for each salt.

    Who is there gets it on the parting date, by the model's own way of renewing luck at the present; who comes later, on arrival.
    """
    changed, streams = people.copy(), np.array(plan.tables.stream)[:SHIPPED_CLOCKS]
    keys = mix(people["key"] ^ np.uint64(salt))
    later = people["arrives"] >= plan.parting
    later &= people["arrives"] < np.inf
    changed["later"] = np.where(later, 0, keys)
    changed["key"] = np.where(later, keys, people["key"])
    changed["left"] = np.where(later[:, None], -np.log(lucks(keys[:, None], streams)), people["left"])
    return changed


def renewing(option: Prepared) -> Prepared:
    """The option with its observed present on the parting date, where luck is renewed."""
    scenario = option.plan.scenario
    return Prepared(option.name, lower(scenario.model_copy(update={"present": scenario.parting})), option.own)


def options() -> tuple[dict[str, Prepared], dict[str, float]]:
    """The options of the capacity experiment, prepared, and the highest rates in play."""
    question = load_experiment(EXPERIMENT)
    plans = {name: lower(scenario) for name, scenario in question.scenarios.items()}
    return {name: Prepared(name, plan, no_own_rank) for name, plan in plans.items()}, highest_rates(
        [(p.scenario, p.theta) for p in plans.values()]
    )


def variance_reduction(runs: int, life_runs: int = 60) -> list[Gain]:
    """Gains of pairing in the capacity experiment, for aid and the municipality's net result."""
    prepared, highest = options()
    engine = engine_named("compiled")
    values = {name: np.zeros((runs, 2)) for name in prepared}
    for replication in range(runs):
        people = population(next(iter(prepared.values())).plan, SEED, 0, replication, highest, engine.live)
        for name, option in prepared.items():
            values[name][replication] = money(option, people, engine.simulate(option.plan, people).log)
    found = []
    pairs = [("reference", name, "no") for name in ("half", "today", "seventy", "hundred") if name in prepared]
    pairs += [("neighbours", "seventy", "sixty"), ("neighbours", "hundred", "seventy"), ("apart", "half", "sixty")]
    for kind, one, other in pairs:
        for i, measure in enumerate(MEASURES):
            x, y = values[one][:, i], values[other][:, i]
            found.append(Gain(f"{kind}: {one} against {other}", measure, factor(x, y, x - y), float((x - y).std(ddof=1)), runs))
    return found + life_luck(prepared["sixty"], prepared["no"], highest, life_runs)


def life_luck(one: Prepared, other: Prepared, highest: dict[str, float], runs: int) -> list[Gain]:
    """The gain from life luck alone: pairs with the same people and past, with the same and with independent luck after the parting."""
    engine = engine_named("compiled")
    one, other = renewing(one), renewing(other)
    same, apart = np.zeros((runs, 2)), np.zeros((runs, 2))
    for replication in range(runs):
        people = population(other.plan, SEED, 0, replication, highest, engine.live)
        twin, stranger = (with_life_luck(one.plan, people, salt) for salt in (1, 2))
        base = np.array(money(other, twin, engine.simulate(other.plan, twin).log))
        same[replication] = np.array(money(one, twin, engine.simulate(one.plan, twin).log)) - base
        apart[replication] = np.array(money(one, stranger, engine.simulate(one.plan, stranger).log)) - base
    return [
        Gain(
            "life luck: sixty against no",
            measure,
            float(apart[:, i].var(ddof=1) / same[:, i].var(ddof=1)),
            float(same[:, i].std(ddof=1)),
            runs,
        )
        for i, measure in enumerate(MEASURES)
    ]


def at_home(seen: Seen, day: float) -> int:
    """Persons in need on a day who live in the municipality."""
    s = seen.spells
    return int((np.isin(s.stage, range(1, 7)) & (s.start <= day) & (s.end > day) & (s.rights & ELSEWHERE == 0)).sum())


def drift(runs: int) -> list[Finding]:
    """The stock in need of the municipality's own scenario without any unit, with its bands and ages as they are: 2020 and 2029.

    As many come through every door in each year, and who has moved to another municipality is not of the stock.
    """
    plan = plan_of(
        str(RAGUNDA),
        {
            "timeline": [{"from": "2018-09-01", "unit": "empty_world", "source": "Theory", "sure": "H", "mark": "assumed"}],
            "cohort": [],
            "referrer.establishment.dated": [],
        },
    )
    years = np.arange(10)
    seen = [once(plan, replication) for replication in range(runs)]
    days = np.array([[at_home(s, plan.parting + 365.25 * year) for year in years] for s in seen], float)
    slopes = np.polyfit(years, days.T, 1)[0]
    last = days[:, -1] - days[:, 0]
    return [
        Finding("Closed stock 2020-29", "persons a year", 0.0, slopes.mean(), float(slopes.std(ddof=1) / np.sqrt(runs)), runs),
        Finding("Closed stock 2020-29", "2029 less 2020, persons", 0.0, last.mean(), float(last.std(ddof=1) / np.sqrt(runs)), runs),
    ]

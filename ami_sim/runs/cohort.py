"""Follow everybody in need on the parting date for decades, without a unit: what their exclusion costs, by age, step and children."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.cohort import CohortCost, cohort_cost, in_need_on
from ami_sim.accounts.life_course import Losses, periods_of
from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.accounts.pricing import price_book
from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.record.spells import Spells, spells_of
from ami_sim.runs.sizes import refuse_size
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.registry import STEPS
from ami_sim.scenario.scenario import Scenario

AGES: Final = {"under 25": (0, 25), "25-34": (25, 35), "35-44": (35, 45), "45-54": (45, 55), "55 and over": (55, 200)}


@dataclass(frozen=True)
class Cohort:
    """What a number of replications gave: groups in order, spans in years, one cost each."""

    groups: tuple[str, ...]
    spans: tuple[float, ...]
    unit: str
    costs: tuple[CohortCost, ...]


def follow_cohort(scenario: Scenario, unit: str, spans: Sequence[float], replications: int, seed: int) -> Cohort:
    """Run a scenario until the longest span is over, with a unit from the parting date on; all prices and rules as they stand.

    Raises:
        InputError: the unit is not there, or there are no replications.
    """
    if unit not in scenario.unit:
        raise InputError(f'cohort: "{unit}" is not a unit; expected one of {", ".join(scenario.unit)}')
    if replications < 1:
        raise InputError(f"cohort: {replications} replications; expected at least 1")
    refuse_size("--cohort", 1, replications)
    from_parting = scenario.timeline[-1].model_copy(update={"from_": scenario.parting, "unit": unit, "discharge": True})
    timeline = (*(step for step in scenario.timeline if step.from_ < scenario.parting), from_parting)
    end = date(scenario.parting.year + int(max(spans)), scenario.parting.month, 2)
    plan = with_aid_prices(lower(scenario.model_copy(update={"timeline": timeline, "end": end})))
    losses, engine, costs = Losses(price_book(plan)), engine_named("compiled"), []
    periods = periods_of(scenario.parting, int(max(spans)))
    for replication in range(replications):
        people = population(plan, seed, 0, replication, live=engine.live)
        spells = spells_of(engine.simulate(plan, people).log, plan.horizon)
        groups = groups_on(spells, people, plan.parting)
        cost = cohort_cost(spells, losses, groups, plan.parting, periods, spans, scenario.discount)
        costs.append(cost)
    return Cohort(tuple(groups), tuple(spans), unit, tuple(costs))


def groups_on(spells: Spells, people: np.ndarray, day: float) -> dict[str, NDArray[np.bool_]]:
    """Group those in need on a day: everybody, by age, by readiness step, with and without children."""
    at = in_need_on(spells, day)
    who, step = spells.person[at], spells.step[at]
    age = (day - people["born"][who]) / 365.25

    def marked(chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        found = np.zeros(len(people), np.bool_)
        found[who[chosen]] = True
        return found

    everybody = np.ones(len(who), np.bool_)
    found = {"all": marked(everybody)}
    found |= {name: marked((low <= age) & (age < high)) for name, (low, high) in AGES.items()}
    found |= {f"step {number + 1}": marked(step == number) for number in range(STEPS)}
    children = people["children"][who] > 0
    return found | {"with children": marked(children), "without children": marked(~children)}

"""A cohort that comes into need on one day through one door: so many persons of an age, with backgrounds and luck of their own."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import numpy as np

from ami_sim.model.arrivals import day_of
from ami_sim.model.doors import background
from ami_sim.model.randomness import keys_of
from ami_sim.model.tables import Plan
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.need import Referrer
from ami_sim.scenario.scenario import Scenario


class Luck(NamedTuple):
    """Whose luck lives have."""

    seed: int
    draw: int
    replication: int


NO_UNIT = "empty_world"  # the unit that is none


def cohort_scenario(
    scenario: Scenario, door: str, ages: tuple[float, float], end: date, changed: Mapping[str, object] | None = None, unit: str = NO_UNIT
) -> Scenario:
    """Give the scenario that a cohort lives in: as it stands up to the parting date, with a unit (none, as a rule) from then on.

    ages: years at entry, spread evenly. changed: of the door's background, such as its income and household. Raises InputError for a door
    or a unit that is not there.
    """
    for kind, name, known in (("door", door, scenario.referrer), ("unit", unit, scenario.unit)):
        if name not in known:
            raise InputError(f'cohort: {kind}: "{name}" is not in the scenario.{nearest(name, known)}')
    row = scenario.referrer[door]
    kept = {("from" if name == "from_" else name): getattr(row, name) for name in type(row).model_fields}
    entering = Referrer.model_validate({**kept, **(changed or {}), "ages": {"edges": ages, "shares": (1.0,)}, "dated": ()})
    step = scenario.timeline[-1].model_copy(update={"from_": scenario.parting, "unit": unit, "discharge": True})
    timeline = (*(row for row in scenario.timeline if row.from_ < scenario.parting), step)
    return scenario.model_copy(
        update={
            "referrer": {**scenario.referrer, door: entering},
            "timeline": timeline,
            "end": end,
            "later": None,
            "cohort": (),
            "open_cases": "",
        }
    )


def entering(plan: Plan, door: str, count: int, luck: Luck, after: int = 0) -> np.ndarray:
    """Draw persons who come into need on the parting date through a door: records as a run takes them, sorted by number.

    after: how many came before them in parts of the same cohort.
    """
    number = np.arange(after + 1, after + count + 1, dtype=np.int64)
    place = plan.referrers.index(door)
    arrives = np.full(count, day_of(plan.scenario, plan.scenario.parting))
    people = background(plan.doors, np.full(count, place), number, arrives, keys_of(*luck, place, number))
    people["id"] = np.arange(len(people))
    return people

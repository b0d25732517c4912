"""What a run can bear: rates, lengths and numbers of people beyond which it would never end are refused before it begins."""

from collections.abc import Mapping
from math import prod
from typing import Final

from ami_sim.model.lengths import means_on_grid
from ami_sim.scenario.effects import STRONGEST
from ami_sim.scenario.quantities import Quantity
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Length

OFTEN: Final = 100.0  # times a day: an event of one person more often than every quarter of an hour is no event of a life
SHORTEST: Final = 0.01  # days: a quarter of an hour; shorter stays would begin and end without time passing
COARSEST: Final = 0.1  # of its mean: how far whole days may move the mean of a stay
SURELY_FINE: Final = 20.0  # steps of a grid: a stay typically longer than these is moved by less than half of that
WIDEST: Final = 5.0  # sd of the log of a stay: one in six would be over 150 times the median
MOST: Final = 1_000_000  # persons in one run


def refuse_unbearable(scenario: Scenario, theta: Mapping[str, float]) -> None:
    """Refuse a scenario whose run would not end at a parameter row; ValueError names the figure and what was expected."""

    def at(figure: Quantity) -> float:
        return figure.at(theta)

    for name, clock in scenario.clock.items():
        rows = (clock.stages.values(), clock.incomes.values(), clock.by_step, clock.by_need, clock.by_stage_time, clock.by_age)
        highest = at(clock.rate) * prod(max((at(factor) for factor in row), default=1.0) for row in rows)
        highest *= prod(max(1.0, at(factor)) for factor in clock.traits.values())
        highest *= max([1.0, *(at(door.scale[name]) for door in scenario.referrer.values() if name in door.scale)])
        for factors in ([change.factors for change in scenario.economy], [change.on_aid for change in scenario.economy]):
            highest *= max([1.0, *(at(row[name]) for row in factors if name in row)])
        if not highest <= OFTEN:
            raise ValueError(f"clock.{name}: can fire {highest:g} times a day with its factors; expected at most {OFTEN:g}")
    for name, change in scenario.household_change.items():
        if not at(change.rate) <= OFTEN:
            raise ValueError(f"household_change.{name}.rate: can fire {at(change.rate):g} times a day; expected at most {OFTEN:g}")
    for name, marks in (("need", scenario.bands.need), ("stage", scenario.bands.stage)):
        days_at = [at(mark) for mark in marks]
        if days_at != sorted(set(days_at)):
            raise ValueError(f"bands.{name}: {', '.join(mark.text for mark in marks)}; expected increasing times")
    refuse_length("mapping", scenario.mapping.length, theta)
    for name, row in scenario.intervention.items():
        refuse_length(f"intervention.{name}", row.length, theta)
    for name, place in scenario.workplace.items():
        if not abs(at(place.after)) <= STRONGEST:
            raise ValueError(f"workplace.{name}.after: {at(place.after):g}; expected between {-STRONGEST:g} and {STRONGEST:g} (a log rate)")
    days = float((scenario.end - scenario.start).days)
    for name, door in scenario.referrer.items():
        factor = max([1.0, *(at(change.factor) for change in door.dated)])
        factor *= max(1.0, at(scenario.later.inflow)) if scenario.later else 1.0
        people = at(door.rate) * factor * (days + (at(scenario.life.burn_in) if door.stock else 0.0))
        if not people <= MOST:
            raise ValueError(f"referrer.{name}.rate: makes {people:g} persons over the run and the burn-in; expected at most {MOST:,}")


def refuse_length(name: str, length: Length, theta: Mapping[str, float]) -> None:
    """Refuse a stay that takes no time, or whose length could be anything."""
    typical = length.typical.at(theta)
    if length.grid == 0 and not typical >= SHORTEST:
        raise ValueError(f"{name}.length: typical {typical:g} days; expected at least {SHORTEST:g} (or whole days, with grid = 1)")
    if length.kind == "lognormal" and not length.spread.at(theta) <= WIDEST:
        raise ValueError(f"{name}.length: spread {length.spread.at(theta):g}; expected at most {WIDEST:g} (the sd of the log)")
    if 0 < length.grid and typical < SURELY_FINE * length.grid:
        mean, counted = means_on_grid(length.kind, typical, length.spread.at(theta), length.grid)
        if abs(counted - mean) > COARSEST * mean and not (length.kind == "fixed" and 2 * typical >= length.grid):
            raise ValueError(
                f"{name}.length: on a grid of {length.grid:g} days a mean of {mean:.2f} becomes {counted:.2f};"
                " expected a finer grid (0: none)"
            )

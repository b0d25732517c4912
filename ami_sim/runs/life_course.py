"""Run a cohort's lives to the end at one draw of the figures, in batches of persons, and fold them: memory does not grow with lives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.discounting import Discounting
from ami_sim.accounts.layers import Happening, drawn_happenings, priced_layer, prices_of, without_sick_pay
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.life_course import (
    Folded,
    Losses,
    Periods,
    Pieces,
    cut,
    fold_lives,
    joined,
    lived_through,
    lost_by_life,
    out_of_work,
    periods_of,
)
from ami_sim.accounts.pricing import price_book
from ami_sim.accounts.rights import life_after_work
from ami_sim.engines.protocol import engine_named
from ami_sim.model.entry import Luck, cohort_scenario, entering
from ami_sim.model.randomness import keys_of, named_luck
from ami_sim.model.tables import Plan
from ami_sim.record.spells import Spells, spells_of
from ami_sim.scenario.consequences import CohortRow, Consequences
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
LAST: Final = 85.0  # years of age at which lives are followed no further
AT_ONCE: Final = 2_500  # lives in memory at one time
DRAWN: Final = 19  # keeps the luck of figures apart from the luck of lives


class Lives(NamedTuple):
    """Some lives as they were lived: spells, people, the plan, the day of entry and everybody's age at death.

    lost: kr by payer [person, period]. happenings: by layer, with the price of one in each period.
    """

    spells: Spells
    people: np.ndarray
    plan: Plan
    died: Floats
    lost: Mapping[str, Floats]
    happenings: Mapping[str, tuple[Happening, Floats]]


@dataclass(frozen=True)
class Setting:
    """What a cohort is run with. until: years followed, 0 to the age of 85; growing: prices follow their indexes; layers: by name."""

    file: Consequences
    discounting: tuple[Discounting, ...]
    layers: tuple[str, ...]
    until: int = 0
    growing: bool = True


@dataclass(frozen=True)
class CohortRun:
    """A cohort's replication at one draw. parts: "accounts", "pension" and layers -> payer -> kr [discounting, cell, period].

    uninsured: person-years without right to sick pay, sick_pay: what that right would be worth, kr, both [cell, period]; survivors: of all
    persons, how many live at each of `SURVIVAL_AGES`, for ages that they are followed to.
    """

    folded: Folded
    parts: Mapping[str, Mapping[str, Floats]]
    uninsured: Floats
    sick_pay: Floats
    survivors: Floats


SURVIVAL_AGES: Final = (65.0, 75.0, 85.0)


def years_followed(row: CohortRow, until: int) -> int:
    """Give how many years a cohort is followed: to the age of 85 of the youngest, or fewer."""
    whole = int(LAST - row.ages[0])
    return min(until, whole) if until else whole


def scenario_of(scenario: Scenario, row: CohortRow, setting: Setting) -> Scenario:
    """Give the scenario that a cohort lives in."""
    years = years_followed(row, setting.until)
    day = scenario.parting
    end = date(day.year + years, day.month, min(day.day, 28))
    background = {"income": row.income, "households": row.households, "traits": {**plain(scenario, row.referrer), **row.traits}}
    return cohort_scenario(scenario, row.referrer, row.ages, end, background)


def plain(scenario: Scenario, door: str) -> dict[str, object]:
    """Give the traits of a door as they stand; a door that is not there is refused later."""
    return dict(scenario.referrer[door].traits) if door in scenario.referrer else {}


def drawn_figures(file: Consequences, seed: int, draw: int | None) -> dict[str, float]:
    """Draw every figure that has a range, each by its own name; without a draw at its value."""
    if draw is None:
        return {path: figure.value for path, figure in file.figures.items()}
    key = int(keys_of(seed, draw, 0, DRAWN, np.array([1]))[0])
    return {path: figure.at(named_luck(key, f"consequence:{path}")) for path, figure in file.figures.items()}


def periods_in(plan: Plan) -> Periods:
    """Give the periods of a plan's lives."""
    return periods_of(plan.scenario.parting, plan.scenario.end.year - plan.scenario.parting.year)


def run_cohort(
    plan: Plan, door: str, setting: Setting, lives: int, luck: Luck, figures: Mapping[str, float], book: PriceBook | None = None
) -> CohortRun:
    """Run one replication of the lives of a plan (of `scenario_of`, lowered).

    figures: as `drawn_figures` gives them. book: the plan's prices, if they are known.
    """
    losses, periods = Losses(book or price_book(plan), setting.growing), periods_in(plan)
    folded: list[Folded] = []
    pension: dict[str, Floats] = {}
    survivors = np.zeros(len(SURVIVAL_AGES))
    for first in range(0, lives, AT_ONCE):
        people = entering(plan, door, min(AT_ONCE, lives - first), luck, first)
        spells = spells_of(engine_named("compiled").simulate(plan, people).log, plan.horizon)
        folded.append(fold_lives(spells, people, losses, plan.parting, periods, setting.discounting))
        old = life_after_work(spells, people, losses, plan.parting, periods, setting.discounting, setting.file, figures, LAST)
        pension = {actor: pension.get(actor, 0.0) + kr for actor, kr in old.pension.items()}
        survivors += [(old.died >= age).sum() for age in SURVIVAL_AGES]
    whole = joined(folded)
    parts: dict[str, Mapping[str, Floats]] = {"accounts": whole.lost, "pension": pension}
    for name in setting.layers:
        parts[name] = priced_layer(setting.file.layer[name], name, whole, losses, periods, figures)
    return CohortRun(whole, parts, *without_sick_pay(setting.file.sgi, whole, losses, periods, figures), survivors)


def live_some(plan: Plan, door: str, setting: Setting, lives: int, luck: Luck, figures: Mapping[str, float]) -> Lives:
    """Run some lives and keep them as they were lived: for a log, and for what a single life costs."""
    people = entering(plan, door, lives, luck)
    spells = spells_of(engine_named("compiled").simulate(plan, people).log, plan.horizon)
    losses, periods = Losses(price_book(plan), setting.growing), periods_in(plan)
    old = life_after_work(spells, people, losses, plan.parting, periods, (), setting.file, figures, LAST)
    lost = lost_by_life(spells, len(people), losses, plan.parting, periods)
    pieces = out_in_order(spells, plan.parting, periods)
    what, person = lived_through(spells, people, pieces, np.array(losses.book.prices.children_at_home)), spells.person[pieces.spell]
    happenings = {}
    for name in setting.layers:
        layer = setting.file.layer[name]
        found = drawn_happenings(layer, name, pieces, what, person, people["key"], figures)
        happenings[name] = found, prices_of(layer, name, losses, periods, figures)
    return Lives(spells, people, plan, old.died, lost, happenings)


def out_in_order(spells: Spells, entry: float, periods: Periods) -> Pieces:
    """Cut the time out of work into pieces, by person and time."""
    pieces = cut(spells, entry, periods)
    kept = np.flatnonzero(out_of_work(spells)[pieces.spell])
    kept = kept[np.lexsort((pieces.start[kept], spells.person[pieces.spell[kept]]))]
    return Pieces(pieces.spell[kept], pieces.period[kept], pieces.start[kept], pieces.end[kept], pieces.band[kept])

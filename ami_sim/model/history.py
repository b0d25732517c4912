"""The people in need on the start date: the population that a long closed history leaves, and those already in a placement.

Without a unit every life is independent of all others, so the stock is exact: everybody who came into need over the burn-in lives
alone, by the same rules and luck, up to the start date. Then the first cohort's placements are set from dated rows.
"""

from collections.abc import Callable, Mapping

import numpy as np

from ami_sim.model.arrivals import LATER, History, Span, day_of, highest_rates, people_within
from ami_sim.model.clocks import settle, what_next
from ami_sim.model.eligibility import meets_conditions
from ami_sim.model.income import begin_pay
from ami_sim.model.open_cases import settle_open_cases
from ami_sim.model.person import Person, as_people, as_records, join_rows, put_rows, take_rows
from ami_sim.model.randomness import P_CLUMP, P_COHORT, P_RESIDUAL, keys_of, luck, lucks
from ami_sim.model.shared import shared
from ami_sim.model.stages import happen, refresh
from ami_sim.model.tables import EPOCH, Plan, Tables, World
from ami_sim.scenario.need import Cohort
from ami_sim.scenario.registry import ELSEWHERE, IN_INTERVENTION, LEFT, NOT_REFERRED

Live = Callable[[np.ndarray, Plan], np.ndarray]


@shared
def live_alone(person: Person, until: float, tables: Tables, world: World) -> int:
    """Let one person live without the unit up to a day; returns how many events happened."""
    events = 0
    when, what = what_next(person)
    while when < until and person.stage != LEFT and not person.rights & ELSEWHERE:
        happen(person, what, when, tables, world)
        events += 1
        when, what = what_next(person)
    return events


def live_readably(records: np.ndarray, plan: Plan) -> np.ndarray:
    """Let everybody live without the unit up to the start date, in plain Python; returns new records."""
    people, world = as_people(records), plan.world()
    for person in people:
        live_alone(person, 0.0, plan.tables, world)
    return as_records(people)


def population(
    plan: Plan,
    seed: int,
    draw: int,
    replication: int,
    highest: Mapping[str, float] | None = None,
    live: Live = live_readably,
    history: History | None = None,
) -> np.ndarray:
    """List everybody who is in need, or may come back into it, on the start date or comes into need later.

    Who has moved away before the start is followed no further. Returns records sorted by (referrer, number).
    `live` is how lives before the start are run: any engine gives the same.
    `history`: whose luck the time up to the present has (default: this replication's own). Then everybody up to the present comes from
    its luck, and has a key of this replication for the time after it; those who come later are this replication's own.
    """
    scenario, own = plan.scenario, (seed, draw, replication)
    highest, end = highest or highest_rates([(scenario, plan.theta)]), day_of(scenario, scenario.end)
    if history is None or scenario.present is None:
        return on_the_start_date(plan, Span(highest, own, 0.0, end, 0), live)
    now = day_of(scenario, scenario.present)
    if history not in plan.pasts:
        before = highest_rates([(scenario, plan.theta)], scenario.present)
        plan.pasts[history] = on_the_start_date(plan, Span(before, (history.seed, history.draw, history.number), 0.0, now, 0), live)
    people = join_rows([plan.pasts[history], people_within(Span(highest, own, now, end, LATER), plan.doors)])
    people = take_rows(people, np.lexsort((people["number"], people["referrer"])))
    people["id"] = np.arange(len(people))
    for door in range(len(plan.referrers)):  # those of the history have luck of this replication for the time after it
        past = np.flatnonzero((people["referrer"] == door) & (people["number"] <= LATER))
        people["later"][past] = keys_of(*own, door, people["number"][past].astype(np.int64) % (1 << 40))
    return people


def on_the_start_date(plan: Plan, span: Span, live: Live) -> np.ndarray:
    """Give those who come into need in a span as they stand on the start date, records sorted by (referrer, number)."""
    everybody = live(people_within(span, plan.doors), plan)
    people: np.ndarray = take_rows(everybody, (everybody["stage"] != LEFT) & (everybody["rights"] & ELSEWHERE == 0))
    people["id"] = np.arange(len(people))
    if plan.scenario.cases:
        settle_open_cases(plan, people)
    else:
        settle_cohorts(plan, people)
    return people


def settle_cohorts(plan: Plan, people: np.ndarray) -> None:
    """Put the first cohort into the placements they hold on the start date, with the dates on which these end."""
    world = plan.world()
    world.state[EPOCH] = 1 if plan.tables.entries > 1 else 0
    for which, cohort in enumerate(plan.scenario.cohort):
        row = next(i for i, row in enumerate(plan.rows) if row.intervention == cohort.intervention and cohort.rule in ("", row.rule))
        group = plan.groups.index(cohort.group)
        doors = [plan.referrers.index(name) for name in cohort.referrers] or list(range(len(plan.referrers)))
        free = np.flatnonzero(np.isin(people["referrer"], doors) & (people["stage"] == NOT_REFERRED) & (people["arrives"] == np.inf))
        order = free[np.argsort(lucks(people["key"][free], P_COHORT, which), kind="stable")]
        wanted = int(cohort.count.at(plan.theta) + 0.5)
        held: list[tuple[int, Person]] = []
        while len(held) < wanted and len(order):
            tried, order = order[: 2 * wanted], order[2 * wanted :]
            for i, person in zip(tried.tolist(), as_people(take_rows(people, tried)), strict=True):
                if len(held) < wanted and may_hold(person, row, plan.tables):
                    end = cohort_end(plan, cohort, luck(person.key, P_CLUMP, which), luck(person.key, P_RESIDUAL, which))
                    hold(person, row, group, end, plan.tables, world)
                    held.append((i, person))
        if held:
            put_rows(people, [i for i, _ in held], as_records([person for _, person in held]))


def may_hold(person: Person, row: int, tables: Tables) -> bool:
    """Whether somebody can have been in a placement on the start date. AF's finding was made when the placement began."""
    person.assessed = person.step
    return bool(meets_conditions(person, row, 0.0, tables))


def cohort_end(plan: Plan, cohort: Cohort, clump: float, residual: float) -> float:
    """Give the day on which a contract of the first cohort ends: together with others on one date, or evenly over the longest time."""
    if cohort.together is not None and clump < cohort.ends_together.at(plan.theta):
        return day_of(plan.scenario, cohort.together)
    return float(int(1.0 + residual * cohort.longest.at(plan.theta)))


def hold(person: Person, row: int, group: int, end: float, tables: Tables, world: World) -> None:
    """Set a person into a placement on the start date. The unit's limits are taken when the run begins."""
    settle(person, 0.0, tables)
    person.stage, person.stage_since, person.row, person.group, person.ends = IN_INTERVENTION, 0.0, row, group, end
    person.mappings, person.starts = 1, 1
    begin_pay(person, 0.0, tables)
    refresh(person, 0.0, tables, world)

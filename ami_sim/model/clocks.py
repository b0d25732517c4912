"""Life clocks: competing risks by random time change.

Each risk holds a unit exponential "exposure left"; while a person's condition is constant it burns at the current rate, and the
first to reach zero happens. A changed rate changes how fast it burns, never the luck.
"""

from math import inf, log

from ami_sim.model.family import plan_family
from ami_sim.model.income import is_among
from ami_sim.model.person import Person
from ami_sim.model.randomness import luck
from ami_sim.model.requirement import next_requirement, works_for_premium
from ami_sim.model.shared import shared
from ami_sim.model.tables import BY_AGE, BY_FADE, BY_NEED, BY_STAGE, EPOCH, MAPPING_ROW, Floats, Tables, World
from ami_sim.scenario.registry import (
    AF_ANSWERS,
    AID_SPELL,
    ARRIVAL,
    BAND,
    ELSEWHERE,
    FIND_WORK,
    HOUSEHOLD_CHANGES,
    I_AMI_WAGE,
    I_SUBSIDISED,
    I_WORK,
    IN_INTERVENTION,
    LEFT,
    MOVE,
    NO_OTHER_INCOME,
    PLANNED_END,
    REFER,
    RETIRE,
    RIGHTS_EXPIRE,
    UNBORN,
    UNDER_REQUIREMENT,
    WAIT_TOO_LONG,
    WAITING_PLACE,
)

Bands = tuple[int, int, int]  # of time in need, time in the stage, age


@shared
def draw(person: Person, clock: int, today: float, tables: Tables) -> None:
    """Give a clock new exposure from the person's own luck, to burn from today."""
    person.lit[clock] = today
    person.left[clock] = -log(luck(person.key, tables.stream[clock], person.drawn[clock]))
    person.drawn[clock] += 1


@shared
def renew(person: Person, today: float, tables: Tables) -> None:
    """Give every clock new exposure from the luck of the time after the present (exact: what is left of an exponential has no memory)."""
    person.key, person.later = person.later, 0
    for k in range(len(person.left)):
        draw(person, k, today, tables)
    plan_family(person, today, tables)


@shared
def settle(person: Person, today: float, tables: Tables) -> None:
    """Count the days up to today that give rights."""
    passed = today - person.since
    if passed > 0.0:
        qualifies = person.income == I_WORK or person.income == I_SUBSIDISED
        if person.stage == IN_INTERVENTION:
            qualifies = person.income == I_AMI_WAGE and tables.akassa[person.row] > 0
        if qualifies:
            person.qualifying += passed
        if works_for_premium(person):
            person.premium_left -= passed
        person.since = today


@shared
def days_in_stay(person: Person, today: float) -> float:
    """Count the days of a stay so far, to a thousandth of a day: sums of such days are exact, and so is the end of a rule."""
    return float(int((today - person.stage_since) * 1024.0 + 0.5)) / 1024.0


@shared
def days_left(person: Person, row: int, tables: Tables) -> float:
    """Give the days that a rule leaves somebody who is in no stay."""
    return tables.longest[row] - person.used[tables.counted[row]]


@shared
def band_of(since: float, marks: Floats, today: float) -> int:
    """How many marks of elapsed time, in increasing order, have been passed."""
    band = 0
    for mark in marks:
        band += since + mark <= today
    return band


@shared
def bands_of(person: Person, today: float, tables: Tables) -> Bands:
    """Give the bands of time in need, time in the stage and age that a person is in today. Out of need, time in need stands still."""
    if tables.in_need[person.stage]:
        need = band_of(person.need_since, tables.need_marks, today)
    else:
        need = band_of(0.0, tables.need_marks, person.need_elapsed)
    stage = band_of(person.stage_since, tables.stage_marks, today)
    return need, stage, band_of(person.born, tables.age_marks, today)


@shared
def next_mark(since: float, marks: Floats, today: float) -> float:
    """Give the next date at which a mark of elapsed time, in increasing order, is passed."""
    for mark in marks:
        if since + mark > today:
            return since + mark
    return inf


@shared
def rerate(person: Person, today: float, bands: Bands, tables: Tables, world: World) -> None:
    """Set the rate of every clock that the person's condition now gives, and note which clock fires first.

    A clock is burnt when its own rate changes and at no other time: what happens to a person otherwise leaves its event where it was,
    to the last bit.
    """
    base = tables.hazard[person.stage * tables.sources + person.income]
    steps = tables.by_step[person.step]
    need, stage, age = tables.by_need[bands[0]], tables.by_stage[bands[1]], tables.by_age[bands[2]]
    economy, besides = tables.economy[world.state[EPOCH]], tables.on_aid[world.state[EPOCH]]
    effect = tables.effect[person.row if person.stage == IN_INTERVENTION else MAPPING_ROW]
    left, rate, lit, scale = person.left, person.rate, person.lit, person.scale
    faded = 1.0
    if person.after > 0 and base[FIND_WORK] > 0.0:
        faded = tables.fade[person.after][band_of(person.after_since, tables.fade_marks, today)]
    required, under = tables.required, person.rights & UNDER_REQUIREMENT > 0
    on_aid, away = is_among(person.income, NO_OTHER_INCOME), person.rights & ELSEWHERE > 0
    first, clock = inf, -1
    for k in range(len(left)):
        pace = base[k] * steps[k] * need[k] * stage[k] * age[k] * economy[k] * scale[k] * effect[k]
        if k == FIND_WORK:
            pace *= faded
        if on_aid:
            pace *= besides[k]
        if under:
            pace *= required[k]
        if away and (k == MOVE or k == REFER):
            pace = 0.0  # the unit of another municipality is none of ours
        if pace != rate[k]:
            exposure = left[k] - rate[k] * (today - lit[k])
            left[k] = exposure if exposure > 0.0 else 0.0  # rounding must not send an event into the past
            rate[k], lit[k] = pace, today
        if pace > 0.0:
            fires = lit[k] + left[k] / pace
            sooner = fires < first  # chosen without a branch: which comes first cannot be foreseen
            first, clock = fires if sooner else first, k if sooner else clock
    person.fires, person.clock = first, tables.event_of[clock] if clock >= 0 else BAND


@shared
def set_band(person: Person, today: float, bands: Bands, tables: Tables) -> None:
    """Set the next date at which something changes by elapsed time alone; a mark at which nothing does is passed over."""
    band = inf
    if person.stage != UNBORN and person.stage != LEFT:
        follows = tables.follows[person.stage * tables.sources + person.income]
        if follows & BY_STAGE:
            band = person.stage_since + tables.stage_marks[bands[1]]
        if follows & BY_AGE:
            band = min(band, person.born + tables.age_marks[bands[2]])
        if follows & BY_FADE and person.after > 0:
            band = min(band, next_mark(person.after_since, tables.fade_marks, today))
        if follows & BY_NEED:
            band = min(band, person.need_since + tables.need_marks[bands[0]])
        if is_among(person.income, AID_SPELL):
            when = person.aid_since + tables.incentive_after
            if today < when < band:
                band = when
        band = min(band, next_requirement(person, today, tables))
        if person.stage == WAITING_PLACE:
            band = min(band, next_mark(person.queued, tables.wait_marks, today), next_mark(person.idle_since, tables.idle_marks, today))
        elif person.stage == IN_INTERVENTION:
            when = person.stage_since + tables.early[person.row]
            if today < when < band:
                band = when
            band = min(band, next_mark(person.idle_since, tables.idle_marks, today))
    person.band = band


@shared
def what_next(person: Person) -> tuple[float, int]:
    """Give the person's next event: when, and what; at the same moment the lower kind comes first."""
    when, what = person.fires, person.clock
    if person.ends < when:
        when, what = person.ends, PLANNED_END
    if person.band < when:
        when, what = person.band, BAND
    if person.family < when:
        when, what = person.family, HOUSEHOLD_CHANGES
    if person.hears < when:
        when, what = person.hears, AF_ANSWERS
    if person.expires < when:
        when, what = person.expires, RIGHTS_EXPIRE
    if person.patience < when:
        when, what = person.patience, WAIT_TOO_LONG
    if person.retires < when:
        when, what = person.retires, RETIRE
    if person.arrives < when:
        when, what = person.arrives, ARRIVAL
    return when, what

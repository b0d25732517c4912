"""Life clocks: competing risks by random time change.

Each risk holds a unit exponential "exposure left"; while a person's condition is constant it burns at the current rate, and the
first to reach zero happens. A changed rate changes how fast it burns, never the luck.
"""

from math import inf, log

from ami_sim.model.income import is_among
from ami_sim.model.person import Person
from ami_sim.model.randomness import luck
from ami_sim.model.shared import shared
from ami_sim.model.tables import EPOCH, MAPPING_ROW, Floats, Ints, Tables, World
from ami_sim.scenario.registry import (
    AID_SPELL,
    ARRIVAL,
    BAND,
    FIND_WORK,
    I_AMI_WAGE,
    I_SUBSIDISED,
    I_WORK,
    IN_INTERVENTION,
    LEFT,
    NO_OTHER_INCOME,
    PLANNED_END,
    RETIRE,
    RIGHTS_EXPIRE,
    UNBORN,
    WAIT_TOO_LONG,
    WAITING_PLACE,
)

Bands = tuple[int, int, int]  # of time in need, time in the stage, age


@shared
def clocks_of(person: Person, tables: Tables) -> Ints:
    """Give the clocks that can run in the person's stage and income; -1 ends the list."""
    return tables.live[person.stage * tables.sources + person.income]


@shared
def draw(person: Person, clock: int, tables: Tables) -> None:
    """Give a clock new exposure from the person's own luck."""
    person.left[clock] = -log(luck(person.key, tables.stream[clock], person.drawn[clock]))
    person.drawn[clock] += 1


@shared
def renew(person: Person, tables: Tables) -> None:
    """Give every clock new exposure from the luck of the time after the present (exact: what is left of an exponential has no memory)."""
    person.key, person.later = person.later, 0
    for k in range(len(person.left)):
        draw(person, k, tables)


@shared
def settle(person: Person, today: float, tables: Tables) -> None:
    """Burn every clock at its old rate up to today, and count days that give rights."""
    passed = today - person.since
    if passed > 0.0:
        left, rate = person.left, person.rate
        for k in clocks_of(person, tables):
            if k < 0:
                break
            exposure = left[k] - rate[k] * passed
            left[k] = exposure if exposure > 0.0 else 0.0  # rounding must not send an event into the past
        if person.stage == IN_INTERVENTION:
            person.used[tables.counted[person.row]] += passed
            if person.income == I_AMI_WAGE and tables.akassa[person.row]:
                person.qualifying += passed
        elif person.income == I_WORK or person.income == I_SUBSIDISED:
            person.qualifying += passed
        person.since = today


@shared
def band_of(since: float, marks: Floats, today: float) -> int:
    """How many marks of elapsed time, in increasing order, have been passed."""
    band = 0
    for mark in marks:
        band += since + mark <= today
    return band


@shared
def bands_of(person: Person, today: float, tables: Tables) -> Bands:
    """Give the bands of time in need, time in the stage and age that a person is in today."""
    need = band_of(person.need_since, tables.need_marks, today)
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
def rerate(person: Person, bands: Bands, tables: Tables, world: World) -> None:
    """Set the rate of every clock that the person's condition now gives, and note which clock fires first."""
    base = tables.hazard[person.stage * tables.sources + person.income]
    steps = tables.by_step[person.step]
    need, stage, age = tables.by_need[bands[0]], tables.by_stage[bands[1]], tables.by_age[bands[2]]
    economy, besides = tables.economy[world.state[EPOCH]], tables.on_aid[world.state[EPOCH]]
    effect = tables.effect[person.row if person.stage == IN_INTERVENTION else MAPPING_ROW]
    left, rate, scale = person.left, person.rate, person.scale
    on_aid = is_among(person.income, NO_OTHER_INCOME)
    first, clock = inf, -1
    for k in clocks_of(person, tables):
        if k < 0:
            break
        pace = base[k] * steps[k] * need[k] * stage[k] * age[k] * economy[k] * scale[k] * effect[k]
        if k == FIND_WORK:
            pace *= person.after
        if on_aid:
            pace *= besides[k]
        rate[k] = pace
        if pace > 0.0:
            fires = person.since + left[k] / pace
            sooner = fires < first  # chosen without a branch: which comes first cannot be foreseen
            first, clock = fires if sooner else first, k if sooner else clock
    person.fires, person.clock = first, tables.event_of[clock] if clock >= 0 else BAND


@shared
def set_band(person: Person, today: float, bands: Bands, tables: Tables) -> None:
    """Set the next date at which something changes by elapsed time alone."""
    band = inf
    if person.stage != UNBORN and person.stage != LEFT:
        band = min(person.stage_since + tables.stage_marks[bands[1]], person.born + tables.age_marks[bands[2]])
        if tables.in_need[person.stage]:
            band = min(band, person.need_since + tables.need_marks[bands[0]])
            if is_among(person.income, AID_SPELL):
                when = person.aid_since + tables.incentive_after
                if today < when < band:
                    band = when
        if person.stage == WAITING_PLACE:
            band = min(band, next_mark(person.queued, tables.wait_marks, today), next_mark(person.idle_since, tables.idle_marks, today))
        elif person.stage == IN_INTERVENTION:
            when = person.stage_since + tables.early[person.row]
            if today < when < band:
                band = when
    person.band = band


@shared
def what_next(person: Person) -> tuple[float, int]:
    """Give the person's next event: when, and what; at the same moment the lower kind comes first."""
    when, what = person.fires, person.clock
    if person.ends < when:
        when, what = person.ends, PLANNED_END
    if person.band < when:
        when, what = person.band, BAND
    if person.expires < when:
        when, what = person.expires, RIGHTS_EXPIRE
    if person.patience < when:
        when, what = person.patience, WAIT_TOO_LONG
    if person.retires < when:
        when, what = person.retires, RETIRE
    if person.arrives < when:
        when, what = person.arrives, ARRIVAL
    return when, what

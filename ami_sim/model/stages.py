"""What follows what: everything one event changes for one person, written once for both engines."""

from math import inf

from ami_sim.model.clocks import bands_of, days_in_stay, days_left, draw, renew, rerate, set_band, settle
from ami_sim.model.eligibility import LEAST, apply, hear, job_waited_for, may_ask, suits
from ami_sim.model.family import change_household, plan_family
from ami_sim.model.income import akassa_days, begin_pay, chance, end_pay, expire, fall_back_on, grant_akassa, is_among, live_on, read_length
from ami_sim.model.person import Person
from ami_sim.model.randomness import P_ASSESS, P_EXTEND, P_LEADS, P_LENGTH, P_PAUSE, P_REFUSE, P_SICK, P_SPLIT
from ami_sim.model.requirement import answer_for_leaving, keep_premium, stand_under_requirement
from ami_sim.model.shared import shared
from ami_sim.model.tables import CASES, EPOCH, GROUPS, MAPPING_ROW, MONEY, SLOTS, Tables, World
from ami_sim.scenario.registry import (
    ADVANCE,
    AF_ANSWERS,
    AID_ENDED,
    AID_ENDS,
    AID_SPELL,
    ARRIVAL,
    BECOME_SICK,
    BENEFIT_ENDS,
    CALENDAR,
    DIE,
    DISCHARGE,
    DROP_OUT,
    EARLY_IN_CONTRACT,
    ELSEWHERE,
    FALL_BACK,
    FIND_SUPPORT,
    FIND_WORK,
    GAP_BEGINS,
    GAP_ENDS,
    HOUSEHOLD_CHANGES,
    I_AID,
    I_AKASSA,
    I_AMI_WAGE,
    I_BENEFIT,
    I_ESTABLISHMENT,
    I_GAP,
    IN_INTERVENTION,
    LEFT,
    LONG_ON_AID,
    MAPPING,
    MOVE,
    MOVE_UP,
    NOT_REFERRED,
    OTHER_SUPPORT,
    PAUSED,
    PLANNED_END,
    RECOVER,
    REFER,
    RELAPSE,
    RETIRE,
    RIGHTS_EXPIRE,
    SHIPPED_CLOCKS,
    SHIPPED_COUNT,
    SICK_ON_AID,
    SICK_PAY,
    SICKNESS_COMPENSATION,
    SICKNESS_DECISION,
    START,
    START_STUDIES,
    STEPS,
    STUDIES,
    SUBSIDISED,
    SUSPEND,
    WAIT_TOO_LONG,
    WAITING_MAPPING,
    WAITING_PLACE,
    WORK,
)

FIRST_IN_LINE = -1.0e6  # the queue entry of somebody whose stay was suspended: before everybody else


@shared
def planned_length(person: Person, row: int, tables: Tables) -> float:
    """How long a stay is planned, days: the person's uniform through the inverse of the row's distribution."""
    length = read_length(tables.quantiles[tables.length[row]], chance(person, P_LENGTH, tables))
    grid = tables.grid[row]
    if grid > 0.0:
        length = max(grid, float(int(length / grid + 0.5)) * grid)
    return length


@shared
def seize(person: Person, tables: Tables, world: World, sign: int) -> None:
    """Take (sign 1) or give back (sign -1) all that the person's stage holds of the unit's limits."""
    stage = person.stage
    if stage == MAPPING:
        world.free[SLOTS] -= sign
        world.free[CASES] -= sign
    elif stage == WAITING_PLACE:
        world.free[CASES] -= sign
    elif stage == IN_INTERVENTION:
        world.free[CASES] -= sign
        world.free[MONEY] -= sign * tables.money[person.row]
        if person.group >= 0:
            world.free[GROUPS + person.group] -= sign * tables.place[person.row]


@shared
def enter(person: Person, stage: int, today: float) -> None:
    """Go to another stage, with nothing planned there yet."""
    person.stage, person.stage_since = stage, today
    person.ends, person.patience = inf, inf
    person.row, person.group, person.queued = -1, -1, 0.0


@shared
def leave_need(person: Person, stage: int, today: float, tables: Tables) -> None:
    """Go to an outcome and live on what it gives; the time in need is remembered."""
    if tables.in_need[person.stage]:
        person.need_elapsed = today - person.need_since
    enter(person, stage, today)
    live_on(person, tables.lives_on[stage], today)


@shared
def return_to_need(person: Person, today: float, tables: Tables) -> None:
    """Come back into need, with what was learnt and used: time in need starts anew after long work, else it resumes."""
    away = today - person.stage_since
    worked = person.stage == WORK or person.stage == SUBSIDISED
    from_stage = person.stage
    if from_stage == STUDIES and away >= tables.studies_least:
        person.after, person.after_since = tables.studies_after, today
    if (worked or from_stage == STUDIES) and away >= tables.restart_after:
        person.need_since = today
    elif not tables.in_need[from_stage]:
        person.need_since = today - person.need_elapsed
    enter(person, NOT_REFERRED, today)
    if worked:
        person.idle_since = today
        if not grant_akassa(person, today, tables):
            fall_back_on(person, today, tables)
    elif from_stage == STUDIES or from_stage == SICK_PAY:
        fall_back_on(person, today, tables)
    else:
        live_on(person, I_AID, today)


@shared
def go_to(person: Person, stage: int, today: float, tables: Tables) -> None:
    """Go to the outcome that a service led to."""
    if not tables.in_need[stage]:
        leave_need(person, stage, today, tables)
    else:
        enter(person, stage, today)
        if tables.lives_on[stage] >= 0:
            live_on(person, tables.lives_on[stage], today)


@shared
def assess(person: Person, tables: Tables) -> None:
    """Give the consultant's view of the step: one too low or too high with the scenario's error."""
    u, seen = chance(person, P_ASSESS, tables), person.step
    if u < tables.assessment_error * 0.5:
        seen -= 1
    elif u < tables.assessment_error:
        seen += 1
    person.assessed = min(max(seen, 0), STEPS - 1)


@shared
def queue_for_place(person: Person, today: float, tables: Tables) -> None:
    """Join the second queue; the case pauses if no suitable place comes in time."""
    enter(person, WAITING_PLACE, today)
    person.queued, person.patience = today, today + tables.patience


@shared
def end_service(person: Person, today: float, tables: Tables, world: World) -> None:
    """End a mapping or a stay as planned: extended, led to an outcome, paused, or on to the second queue."""
    row, group = person.row, person.group
    if person.stage == IN_INTERVENTION:
        remaining = days_left(person, row, tables) - days_in_stay(person, today)
        allowed = tables.extended[world.state[EPOCH]] >> row & 1
        if tables.extend[row] > 0.0 and chance(person, P_EXTEND, tables) < tables.extend[row] and allowed and remaining >= LEAST:
            person.ends = today + min(planned_length(person, row, tables), remaining)
            return
        person.after, person.after_since = tables.after[row][1 + group], today
        end_pay(person, today, tables)
    assess(person, tables)
    if tables.shares[row][0] >= 0.0:
        u = chance(person, P_LEADS, tables)
        for j in range(len(tables.shares[row])):
            if u < tables.shares[row][j]:
                go_to(person, tables.leads_to[row][j], today, tables)
                return
    person.refused = 0  # what AF refused may be asked anew
    if tables.shut[world.state[EPOCH]]:
        enter(person, NOT_REFERRED, today)
    elif chance(person, P_PAUSE, tables) < tables.pause[row]:
        enter(person, PAUSED, today)
    else:
        queue_for_place(person, today, tables)


@shared
def start(person: Person, today: float, tables: Tables) -> None:
    """Start the service row that the placement round chose."""
    row, person.row, person.group = person.to_row, person.to_row, person.to_group
    person.stage_since, person.patience, person.cut_until = today, inf, 0.0
    if row == MAPPING_ROW:
        person.stage = MAPPING
        person.mappings += 1
        person.ends = today + planned_length(person, row, tables)
        return
    person.stage = IN_INTERVENTION
    person.starts += 1
    person.ends = today + min(planned_length(person, row, tables), days_left(person, row, tables))
    draw(person, DROP_OUT, today, tables)  # a new stay has its own exposure to dropping out
    begin_pay(person, today, tables)


@shared
def fall_sick(person: Person, today: float, tables: Tables) -> None:
    """Found unable to work: sick pay with qualifying income, else sick on aid."""
    right = person.income == I_AKASSA or person.income == I_AMI_WAGE or person.qualifying >= tables.akassa_condition
    if right and chance(person, P_SICK, tables) < tables.sick_with_right:
        leave_need(person, SICK_PAY, today, tables)
    else:
        leave_need(person, SICK_ON_AID, today, tables)


@shared
def find_work(person: Person, today: float, tables: Tables) -> None:
    """Find a job, open or subsidised with another employer."""
    if chance(person, P_SPLIT, tables) < tables.subsidised_share:
        leave_need(person, SUBSIDISED, today, tables)
    else:
        leave_need(person, WORK, today, tables)


@shared
def turn_to_aid(person: Person, what: int, today: float, tables: Tables) -> None:
    """Let a benefit end, or a gap in aid begin or end; whose aid was ended gets it again."""
    if what == BENEFIT_ENDS:
        person.fallback = I_AID
        person.expires = inf
    if person.stage == AID_ENDED:
        return_to_need(person, today, tables)
    else:
        live_on(person, I_GAP if what == GAP_BEGINS else I_AID, today)


@shared
def outcome_of(what: int) -> int:
    """Give the outcome that a life clock leads to whatever the person's condition."""
    if what == START_STUDIES:
        return STUDIES
    if what == AID_ENDS:
        return AID_ENDED
    return OTHER_SUPPORT if what == FIND_SUPPORT else LEFT


@shared
def is_with_the_unit(stage: int) -> bool:
    """Whether a stage is one that only the unit's own persons are in."""
    return WAITING_MAPPING <= stage <= PAUSED


@shared
def move(person: Person, today: float, tables: Tables) -> None:
    """Move to another municipality: whatever the unit does ends, and life goes on there by the same clocks."""
    if person.stage == IN_INTERVENTION:
        end_pay(person, today, tables)
    if is_with_the_unit(person.stage):
        enter(person, NOT_REFERRED, today)
    person.rights |= ELSEWHERE


@shared
def live(person: Person, what: int, today: float, tables: Tables) -> None:
    """Let what a life clock brings happen."""
    if what == FIND_WORK:
        find_work(person, today, tables)
    elif what == START_STUDIES or what == AID_ENDS or what == FIND_SUPPORT or what == DIE:
        leave_need(person, outcome_of(what), today, tables)
    elif what == ADVANCE:
        person.step = min(person.step + 1, STEPS - 1)
    elif what == FALL_BACK:
        person.step = max(person.step - 1, 0)
    elif what == BENEFIT_ENDS or what == GAP_BEGINS or what == GAP_ENDS:
        turn_to_aid(person, what, today, tables)
    elif what == BECOME_SICK:
        fall_sick(person, today, tables)
    elif what == RECOVER or what == RELAPSE:
        return_to_need(person, today, tables)
    elif what == SICKNESS_DECISION:
        if chance(person, P_REFUSE, tables) >= tables.compensation_refused:
            leave_need(person, SICKNESS_COMPENSATION, today, tables)
    elif what == MOVE:
        move(person, today, tables)
    elif what == REFER:
        enter(person, WAITING_MAPPING, today)
        assess(person, tables)
        person.queued, person.refused = today, 0
    elif what == DROP_OUT:
        answer_for_leaving(person, today, tables)
        end_pay(person, today, tables)
        enter(person, PAUSED, today)


@shared
def arrive(person: Person, today: float, tables: Tables) -> None:
    """Begin the need."""
    person.arrives = inf
    plan_family(person, today, tables)
    enter(person, tables.enters[person.referrer], today)
    person.need_since = today
    if person.stage == WAITING_MAPPING:
        person.queued = today
    elif person.stage == WAITING_PLACE:
        queue_for_place(person, today, tables)
    if person.income == I_AID:
        person.aid_since = today
    elif person.income == I_ESTABLISHMENT:
        person.expires = today + tables.establishment_length
    elif person.income == I_AKASSA:
        person.expires = today + akassa_days(person, today, tables)
        person.fallback = I_BENEFIT


@shared
def befall(person: Person, what: int, today: float, tables: Tables) -> None:
    """Let an event of one's own happen: to the stage that its row leads to, and living on what it gives.

    Whoever is in a stay gives it up, pay and all; whoever comes from an outcome comes back into need first. The unit is not there for
    those who have moved away: where it would take them they are in need, not referred.
    """
    stage = tables.leads[what]
    if person.rights & ELSEWHERE and is_with_the_unit(stage):
        stage = NOT_REFERRED if person.stage != NOT_REFERRED else -1
    if stage >= 0:
        if not tables.in_need[stage]:
            leave_need(person, stage, today, tables)
        else:
            if not tables.in_need[person.stage]:
                return_to_need(person, today, tables)
            elif person.stage == IN_INTERVENTION:
                end_pay(person, today, tables)
            if stage == WAITING_PLACE:
                queue_for_place(person, today, tables)
            else:
                go_to(person, stage, today, tables)
                person.queued = today if stage == WAITING_MAPPING else 0.0
    if tables.gives[what] >= 0:
        live_on(person, tables.gives[what], today)


@shared
def change_by_date(person: Person, today: float, tables: Tables, world: World) -> None:
    """Turn a page of the calendar for one person: AF may be asked anew when rules change, and luck is renewed at the present."""
    if tables.open_rows[world.state[EPOCH]] != tables.open_rows[world.state[EPOCH] - 1]:
        person.refused = 0
    if tables.renews[world.state[EPOCH]] and person.later != 0:
        renew(person, today, tables)


@shared
def suspend(person: Person, today: float, tables: Tables) -> None:
    """Break off a mapping or a stay; the person comes first in the queue they go back to."""
    if person.stage == MAPPING:
        enter(person, WAITING_MAPPING, today)
    else:
        end_pay(person, today, tables)
        queue_for_place(person, today, tables)
    person.queued = FIRST_IN_LINE


@shared
def change(person: Person, what: int, today: float, tables: Tables, world: World) -> None:
    """Change the person's condition by one event of whatever kind; a band or a calendar entry changes none of it by itself."""
    if what < SHIPPED_CLOCKS:
        live(person, what, today, tables)
    elif what == PLANNED_END:
        end_service(person, today, tables, world)
    elif what == RIGHTS_EXPIRE:
        expire(person, today)
    elif what == WAIT_TOO_LONG:
        enter(person, PAUSED, today)
    elif what == RETIRE:
        person.retires = inf
        leave_need(person, LEFT, today, tables)
    elif what == ARRIVAL:
        arrive(person, today, tables)
    elif what == START:
        start(person, today, tables)
    elif what == DISCHARGE:
        enter(person, NOT_REFERRED, today)
    elif what == AF_ANSWERS:
        hear(person, today, tables, world)
    elif what == HOUSEHOLD_CHANGES:
        change_household(person, today, tables)
    elif what == MOVE_UP:
        end_pay(person, today, tables)
        start(person, today, tables)
    elif what == CALENDAR:
        change_by_date(person, today, tables, world)
    elif what == SUSPEND:
        suspend(person, today, tables)
    elif what >= SHIPPED_COUNT:
        befall(person, what, today, tables)


@shared
def refresh(person: Person, today: float, tables: Tables, world: World) -> None:
    """Bring rights, rates, the next band and what suits up to date with the condition."""
    if person.stage == LEFT:
        person.expires, person.retires, person.hears, person.family = inf, inf, inf, inf
    if is_among(person.income, AID_SPELL) and person.aid_since + tables.incentive_after <= today:
        person.rights |= LONG_ON_AID
    person.rights &= ~EARLY_IN_CONTRACT
    if person.stage == IN_INTERVENTION and today < person.stage_since + tables.early[person.row]:
        person.rights |= EARLY_IN_CONTRACT
    stand_under_requirement(person, today, tables, world)
    keep_premium(person, today, tables, world)
    bands = bands_of(person, today, tables)
    rerate(person, today, bands, tables, world)
    set_band(person, today, bands, tables)
    apply(person, today, tables, world)
    person.suits = suits(person, today, tables, world) if may_ask(person, tables) else 0
    person.waits = job_waited_for(person, today, tables, world)


@shared
def happen(person: Person, what: int, today: float, tables: Tables, world: World) -> None:
    """Everything one event changes for one person: clocks brought up to today with the old condition, then the new one."""
    settle(person, today, tables)
    seize(person, tables, world, -1)
    row, days = person.row if person.stage == IN_INTERVENTION else MAPPING_ROW, days_in_stay(person, today)
    change(person, what, today, tables, world)
    if row != MAPPING_ROW and (person.stage != IN_INTERVENTION or person.stage_since == today):
        person.used[tables.counted[row]] += days
    seize(person, tables, world, 1)
    if tables.clock_of[what] >= 0:
        draw(person, tables.clock_of[what], today, tables)
    refresh(person, today, tables, world)

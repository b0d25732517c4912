"""The scenario, lowered: one tuple of tables that both engines index the same way, `table[i][j]`.

Lists for the readable engine, arrays for the compiled one. All times in days from the start date, all rates per day, money in whole
kronor a year, places in per cent of a person.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

from ami_sim.model.common import Common
from ami_sim.model.doors import Doors
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.registry import STEPS, Vocabulary
from ami_sim.scenario.scenario import Scenario

SLOTS, CASES, MONEY, GROUPS = range(4)  # limits: mapping slots, open cases, wage money, then one per group
UNLIMITED: Final = 10**12
QUANTILES: Final = 1024  # a planned length is read at -log(u) or -log(1 - u), each on this many steps of 1/28
DENSITY: Final = 28.0  # steps per unit of -log(u): covers u down to 2**-52
# The state of the world: today's entry of the calendar; whether anybody may have become able to start; 1 + who has too many events at once.
EPOCH, STIRRED, STUCK = range(3)
AT_ONCE: Final = 5000  # events of one person in one instant, beyond which a run is stopped
BY_NEED, BY_STAGE, BY_AGE, BY_FADE = 1, 2, 4, 8  # what the marks of elapsed time are of, one bit each
CHANGE: Final = 12  # in a world's pool, behind the twelve months: what the wage money is changed by now
MAPPING_ROW: Final = 0
MOVERS: Final = 1 + STEPS  # the line of those who are in a stay and may move up
LINES: Final = 2 + STEPS  # one before mapping, one for places at each assessed step, and the movers
REFERRER, STEP, AGE, CHILDREN, TIME_ON_AID, ON_AID, SAVING, TRUE_SAVING, OWN = range(9)  # weights of a strategy

Made = TypeVar("Made")
Floats = Sequence[float]
Ints = Sequence[int]


class Tables(NamedTuple):
    """What the rules read. First index in brackets."""

    # the vocabulary
    in_need: Ints  # [stage] whether the need goes on there
    lives_on: Ints  # [stage] what a person begins to live on there, -1 for no change
    clock_of: Ints  # [event] the clock that brings it, -1 for none
    event_of: Ints  # [clock] the event it brings
    stream: Ints  # [clock] the purpose that its luck is drawn for
    turn_stream: Ints  # [thing that happens along the way] the same
    leads: Ints  # [event] the stage that an event of one's own leads to, -1 for none
    gives: Ints  # [event] what a person lives on after an event of one's own, -1 for no change
    sources: int  # how many incomes there are
    # lives
    hazard: Sequence[Floats]  # [stage * sources + income][clock]
    by_step: Sequence[Floats]  # [step][clock]
    by_need: Sequence[Floats]  # [band of time in need][clock]
    by_stage: Sequence[Floats]  # [band of time in the stage][clock]
    by_age: Sequence[Floats]  # [band of age][clock]
    follows: Ints  # [stage * sources + income] the marks of elapsed time at which anything changes there, one bit each
    need_marks: Floats  # days; all marks increase, the last is never passed
    stage_marks: Floats
    age_marks: Floats
    idle_marks: Floats
    fade_marks: Floats  # days since completion
    fade: Sequence[Floats]  # [after-effect][band since completion] factor on finding work
    wait_marks: Floats
    # service rows; row 0 is mapping, the others in order of preference
    steps: Ints  # [row] assessed steps that suit, one bit each
    incomes: Ints  # [row] incomes that suit, one bit each
    needs_traits: Ints  # [row] all of these
    bars_traits: Ints  # [row] none of these
    youngest: Floats  # [row] days of age
    oldest: Floats
    idle_least: Floats  # [row] days without work
    idle_most: Floats
    eligible: Floats  # [row] share AF finds eligible
    longest: Floats  # [row] days in all
    intervention: Ints  # [row] which intervention, in order of preference
    counted: Ints  # [row] where the days used are counted
    wait: Floats  # [row] days after joining the queue before it can start: holding out for better
    asks: Floats  # [row] AF's mean time to answer an application, days; 0 when nothing needs to be asked
    pays: Ints  # [row] 0 unchanged, 1 wage, 2 activity support
    money: Ints  # [row] kr a year from the wage budget
    place: Ints  # [row] per cent of a place
    order: Sequence[Ints]  # [row][choice] groups in order of preference, -1 for none
    effect: Sequence[Floats]  # [row][clock] while it lasts
    after: Sequence[Ints]  # [row][1 + group] which after-effect completion leaves; 0 for none
    pause: Floats  # [row]
    extend: Floats  # [row]
    shares: Sequence[Floats]  # [row][choice] cumulative share
    leads_to: Sequence[Ints]  # [row][choice] stage
    akassa: Ints  # [row]
    joins: Floats  # [row] share of those in no a-kassa who join one on the first day
    early: Floats  # [row] days of the supervision grant
    grid: Floats  # [row] days
    length: Ints  # [row] which of the planned lengths
    quantiles: Sequence[Floats]  # [length][step of -log(u), then of -log(1 - u)]
    fits_group: Ints  # [group] assessed steps that suit, one bit each
    enters: Ints  # [referrer] the stage on arrival
    # the calendar
    dates: Floats  # [entry]
    capacity: Sequence[Ints]  # [entry][limit]
    open_rows: Ints  # [entry] one bit a row
    extended: Ints  # [entry] rows whose running stays may be extended, one bit a row
    economy: Sequence[Floats]  # [entry][clock]
    on_aid: Sequence[Floats]  # [entry][clock] what those who live on aid have besides
    rerates: Ints  # [entry] life clocks change for all
    reorders: Ints  # [entry] another order of the queues begins
    discharges: Ints  # [entry]
    suspends: Ints  # [entry]
    requires: Ints  # [entry] the requirement to take part is in force
    premium: Ints  # [entry] the premium for work is paid
    renews: Ints  # [entry] the observed present: from here on lives run on luck of their own replication
    pace: Floats  # [entry] AF's time to answer against its mean
    shut: Ints  # [entry] no mapping and no case: nobody queues for a place
    # the queues: 0 mapping, 1 places; orders that hold in turn follow each other, two rows each
    weights: Sequence[Floats]  # [2 * order + queue][weight]
    doors: Sequence[Floats]  # [2 * order + queue][referrer]
    ageing: Floats  # [2 * order + queue] rank points a day
    order_from: Floats  # [order] the day on which the next one takes over; infinite for the last
    moving: Ints  # [queue] ranks can change with time alone: they are renewed on the first of each month
    strict: int
    rows: int  # how many service rows, groups and calendar entries there are
    groups: int
    entries: int
    saving: Sequence[Floats]  # [household][step] kr a month of aid that may be saved, people on aid
    # households, by their place in `Prices.compositions`; -1 for none
    grows: Sequence[Ints]  # [household][what] when a child turns 7, when one turns 13, when one leaves at 19
    born: Ints  # [household] when a child is born
    becomes: Ints  # [household] when a partner comes or goes, or the young move out
    partners: Floats  # [household] how often that is, a day
    births: Floats  # [household] children a life at the pace of this household
    parent_ages: Floats  # [age] days of age of a parent at which the next gives the share of all children
    parent_shares: Floats  # [age] born before it; from 0 to 1
    # one budget for wages and aid
    pool_share: int  # per mille of the aid saved so far that wages may take; 0 when the budgets are two
    pool_lag: int  # months until a month's aid is known
    pool_aid: int  # kr a month set aside for aid
    pool_month: Ints  # [entry] the calendar month that begins, 1-12, from the day the budgets are one; 0 otherwise
    aid: Sequence[Ints]  # [income][household] kr a month of aid
    # the requirement to take part in activities, and the premium for work
    required: Floats  # [clock] factor for whoever is under it
    required_incomes: int  # incomes on which it holds, one bit each
    require_after: float  # days of one spell on aid
    require_from_age: float  # days of age
    require_to_age: float
    good_cause: float  # share of those who leave a stay who have one
    cut_for: float  # days for which aid is cut
    premium_day: float  # who has been on aid for so many days on this day has the premium
    premium_least: float
    premium_longest: float  # days of work
    theta: Floats
    # rules of life
    subsidised_share: float
    back_on_benefit: float
    sick_with_right: float
    compensation_refused: float
    restart_after: float
    studies_least: float  # days of studies that leave an after-effect
    studies_after: int  # which one
    akassa_condition: float
    akassa_membership: float
    akassa_length: float
    akassa_length_with_child: float
    establishment_length: float
    incentive_after: float
    assessment_error: float
    patience: float
    valid_for: float  # days for which AF's grant holds
    answer_times: Floats  # [step of -log(u), then of -log(1 - u)] AF's time to answer against its mean


class World(NamedTuple):
    """What changes in the unit while a run goes on."""

    free: list[int]  # [limit] whole units left; below zero after a cut
    state: list[int]  # EPOCH, STIRRED, STUCK
    lines: list[int]  # [line] the person at the root of the tree that a line is, -1 for nobody
    pool: list[int]  # [month of the year] kr of aid, -1 before it is counted; last the kr by which the wage money is changed now


@dataclass(frozen=True)
class ServiceRow:
    """One thing that can be started: mapping, or an intervention under one rule of AF (or none)."""

    name: str
    intervention: str
    rule: str


@dataclass(frozen=True, eq=False)
class Plan:
    """A scenario lowered at one parameter row."""

    scenario: Scenario
    theta: dict[str, float]
    tables: Tables
    rows: tuple[ServiceRow, ...]
    groups: tuple[str, ...]
    referrers: tuple[str, ...]
    households: tuple[str, ...]
    doors: Doors
    common: Common = field(default_factory=Common)

    def same(self, what: str, make: Callable[["Plan"], Made], of: Sequence[str] = ()) -> Made:
        """Give what is made of the plan; once for all plans of the scenario whose parameter rows agree in what is read of them.

        `make` is given the plan without its tables: it may read the scenario and the parameter row. of: the only tables of the scenario
        that it reads, for what scenarios may have in common.
        """
        scenario = self.scenario
        objects = (scenario.vocabulary, *(getattr(scenario, name) for name in of)) if of else (scenario,)
        return self.common.once(what, objects, self.theta, lambda row: make(replace(self, theta=row, tables=None)))  # type: ignore[arg-type]

    @property
    def vocabulary(self) -> Vocabulary:
        """The stages, incomes, events, traits and rights of the scenario."""
        return self.scenario.vocabulary

    @cached_property
    def pasts(self) -> dict[Any, np.ndarray]:
        """Those who came into need by the present, as they stand on the start date, by whose luck: the same in every replication."""
        return {}

    @property
    def horizon(self) -> float:
        """Days from the start date to the end."""
        return float((self.scenario.end - self.scenario.start).days)

    @property
    def parting(self) -> float:
        """Days from the start date to the day on which options part."""
        return float((self.scenario.parting - self.scenario.start).days)

    def date(self, day: float) -> date:
        """Give the calendar date of a day."""
        return self.scenario.start + timedelta(days=int(day // 1))

    def world(self) -> World:
        """Give the unit on the first day, before anybody is in it; InputError when aid is to be counted and has no price."""
        if self.tables.pool_share and not any(map(any, self.tables.aid)):
            raise InputError("pooled: aid has no prices in the tables; expected those of `accounts.pooled.with_aid_prices`")
        return World([int(limit) for limit in self.tables.capacity[0]], [0, 1, 0], [-1] * LINES, [-1] * CHANGE + [0])


# The log: one row per event, with the person's condition from then on.
CONDITION: Final = ("what", "stage", "income", "step", "row", "group", "rights", "application", "waits")
WIDE: Final = {"rights": "u1"}  # eight bits, none of them a sign
LOG: Final = np.dtype([("time", "f8"), ("person", "i4"), ("household", "i2"), *((name, WIDE.get(name, "i1")) for name in CONDITION)])

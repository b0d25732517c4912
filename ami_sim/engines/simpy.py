"""The readable engine: one generator a person on SimPy's clock, with the domain's rule for simultaneous events.

Within one instant: first everything that happens to people in the order (kind, person), the calendar among it, then one placement
round. A researcher may follow a life, subclass a stage, or watch the log; every transition itself is written in `stages.py`.
"""

from collections.abc import Callable, Generator, Sequence
from difflib import get_close_matches
from functools import partial
from heapq import heappush
from inspect import isgeneratorfunction
from math import inf
from typing import Any, Final, NamedTuple

import simpy

from ami_sim.engines.own_stage import InStage, OwnStage, Unit
from ami_sim.model.clocks import what_next
from ami_sim.model.person import Person
from ami_sim.model.placement import experience, next_start, next_suspension, open_doors, refuse_stuck, turn_page
from ami_sim.model.strategies import Rank, no_own_rank
from ami_sim.model.tables import STUCK, Plan
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.registry import BAND, CALENDAR, IN_INTERVENTION, LEFT, MOVE_UP, START, SUSPEND, UNBORN

LAST: Final = (1 << 60) - 1  # after all that happens to people in one instant
ROUND: Final = 1 << 60  # after all that happens to people in one instant
PERSON_BITS: Final = 0xFFFFFFFF
Life = Generator[simpy.Event, Any, None]


class Entry(NamedTuple):
    """One event of the log: when, who, what, and the person's condition from now on."""

    time: float
    person: int
    household: int
    what: int
    stage: int
    income: int
    step: int
    row: int
    group: int
    rights: int
    application: int
    waits: int


class Ami(simpy.Environment):
    """One run: people, the unit, and the log of what happened (`log`; `events` counts every event, logged or not)."""

    def __init__(self, plan: Plan, people: list[Person], own: Rank = no_own_rank, stages: Sequence[OwnStage] = ()) -> None:
        super().__init__()
        refuse_misspelt(type(self), plan.vocabulary.stages)
        self.plan, self.people, self.own = plan, people, own
        self.tables, self.world_now = plan.tables, plan.world()
        self.log: list[Entry] = []
        self.events = 0
        self.round_due = False
        stages_named = enumerate(plan.vocabulary.stages)
        self.stays: dict[int, Callable[[Person], Life]] = {stage: self.stay_named(name) for stage, name in stages_named}
        self.unit, self.turns = Unit(self, plan), dict[tuple[int, str], int]()
        for row in stages:
            self.stays[plan.vocabulary.stages.index(row.name)] = partial(self.live_in, row)
        open_doors(people, self.tables, self.world_now, own)
        for person in people:
            if person.stage != UNBORN:
                self.write(person, CALENDAR)
        for entry in range(1, self.tables.entries):
            self.at(self.tables.dates[entry], CALENDAR << 32, entry).callbacks.append(self.turn)
        self.lives = [self.process(self.journey(person)) for person in people]

    def run_to_end(self) -> list[Entry]:
        """Run to the horizon; the last placement round precedes it."""
        self.run(until=self.at(self.plan.horizon, -1))
        return self.log

    def at(self, when: float, order: int, value: Any = None) -> simpy.Event:
        """Give an event at an absolute time (SimPy's own now + delay loses the last bit), ordered within its instant."""
        event = simpy.Event(self)
        event._ok, event._value = True, value
        heappush(self._queue, (when, order, next(self._eid), event))  # type: ignore[misc]
        return event

    def journey(self, person: Person) -> Life:
        """One person's way from need to outcome or the end of the horizon, stage by stage."""
        while person.stage != LEFT:
            yield from self.stays[person.stage](person)

    def stay_named(self, stage: str) -> Callable[[Person], Life]:
        """Give the method of a subclass that is named after a stage, else `stay`; what every run has of that name is no stage's."""
        named: Callable[[Person], Life] = getattr(self, stage, self.stay)
        return self.stay if getattr(type(self), stage, None) is getattr(Ami, stage, None) else named

    def stay(self, person: Person) -> Life:
        """Remain in one stage until an event of the person's own, or the unit, ends it. Name a method after a stage to replace it there."""
        stage = person.stage
        while person.stage == stage:
            when, what = what_next(person)
            if when == inf:
                return
            try:
                yield self.at(when, what << 32 | person.id)
            except simpy.Interrupt:  # the unit or the calendar did something: live on from there
                continue
            self.take(person.id, what)

    def live_until(self, person: Person, day: float) -> Generator[simpy.Event, Any, bool]:
        """Live on in the stage up to a day, for a method of a subclass; tells whether the person is still there then."""
        stage = person.stage
        while person.stage == stage:
            when, what = what_next(person)
            try:
                yield self.at(min(when, day), what << 32 | person.id if when <= day else LAST)
            except simpy.Interrupt:  # the unit or the calendar did something: live on from there
                continue
            if when > day:
                return True
            self.take(person.id, what)
        return False

    def happen(self, person: Person, event: str) -> None:
        """Let an event happen to a person now, by its name; InputError names the nearest when there is none of it."""
        known = self.plan.vocabulary.events
        if event not in known:
            raise InputError(f'event "{event}": is not known.{nearest(event, known)}')
        self.take(person.id, known.index(event))

    def luck(self, person: Person, name: str) -> float:
        """Draw between 0 and 1 from the person's own stream of this name: the same in every option."""
        return InStage(person, self.unit, self.turns).uniform(name)

    def live_in(self, row: OwnStage, person: Person) -> Life:
        """Live in a stage of one's own: its process runs beside the life clocks, and whichever leads out first ends it."""
        stage = person.stage
        life = self.process(row.begun(self.unit, InStage(person, self.unit, self.turns)))
        while person.stage == stage:
            when, what = what_next(person)
            clock = self.at(when, what << 32 | person.id) if when < inf else self.event()
            try:
                yield clock | life
            except simpy.Interrupt:
                continue
            if life.triggered:
                what = self.plan.vocabulary.events.index(row.leads_to(life.value, self.plan.vocabulary.events))
            self.take(person.id, what)
        if life.is_alive:
            life.interrupt()

    def take(self, i: int, what: int) -> None:
        """Let an event happen and write it down; what only moves clocks is not written."""
        person = self.people[i]
        known = person.rights, person.application, person.waits
        experience(i, what, self.now, self.people, self.tables, self.world_now, self.own)
        self.events += 1
        if self.world_now.state[STUCK]:
            refuse_stuck(self.plan, person.referrer, person.number, person.stage, person.row, self.now)
        if (what != BAND and what != CALENDAR) or known != (person.rights, person.application, person.waits):
            self.write(person, what)
        if what not in (START, MOVE_UP) and not self.round_due:
            self.round_due = True
            self.at(self.now, ROUND).callbacks.append(self.place)

    def write(self, person: Person, what: int) -> None:
        """Write an event into the log with the condition from now on."""
        p = person
        condition = (p.stage, p.income, p.step, p.row, p.group, p.rights, p.application, p.waits)
        self.log.append(Entry(self.now, p.id, p.household, what, *condition))

    def order(self, i: int, what: int) -> None:
        """Do something to a person from outside their own life, and let them live on from there."""
        self.take(i, what)
        if self.lives[i].is_alive:
            self.lives[i].interrupt()

    def turn(self, event: simpy.Event) -> None:
        """Turn to a new entry of the calendar."""
        for order in turn_page(int(event.value or 0), self.now, self.people, self.tables, self.world_now, self.own):
            self.order(order & PERSON_BITS, order >> 32)
        while (i := next_suspension(self.people, self.tables, self.world_now)) >= 0:
            self.order(i, SUSPEND)
        if not self.round_due:
            self.round_due = True
            self.at(self.now, ROUND).callbacks.append(self.place)

    def place(self, _: simpy.Event) -> None:
        """Hold the placement round that follows every instant in which anything but a start happened."""
        self.round_due = False
        while (i := next_start(self.people, self.tables, self.world_now)) >= 0:
            self.order(i, MOVE_UP if self.people[i].stage == IN_INTERVENTION else START)


def refuse_misspelt(model: type[Ami], stages: Sequence[str]) -> None:
    """Refuse a method of a subclass that looks like one for a stage and is named after none: it would never be lived.

    Raises:
        InputError: names the method and the nearest stage.
    """
    for name in sorted({name for one in model.__mro__ if one not in Ami.__mro__ for name in vars(one)}):
        if name.startswith("_") or name in stages or hasattr(Ami, name):
            continue
        close = get_close_matches(name, stages, n=1, cutoff=0.8)
        if close or isgeneratorfunction(getattr(model, name)):
            raise InputError(
                f"{model.__name__}.{name}: is no stage; expected the name of one, or a name that begins with _.{nearest(name, stages)}"
            )

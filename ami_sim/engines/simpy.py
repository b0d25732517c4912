"""The readable engine: one generator a person on SimPy's clock, with the domain's rule for simultaneous events.

Within one instant: first everything that happens to people in the order (kind, person), the calendar among it, then one placement
round. A researcher may follow a life, subclass a stage, or watch the log; every transition itself is written in `stages.py`.
"""

from collections.abc import Callable, Generator
from heapq import heappush
from math import inf
from typing import Any, Final, NamedTuple

import simpy

from ami_sim.model.clocks import what_next
from ami_sim.model.person import Person
from ami_sim.model.placement import experience, next_start, next_suspension, open_doors, turn_page
from ami_sim.model.strategies import Rank, no_own_rank
from ami_sim.model.tables import Plan
from ami_sim.scenario.registry import BAND, CALENDAR, LEFT, START, SUSPEND, UNBORN

ROUND: Final = 1 << 60  # after all that happens to people in one instant
PERSON_BITS: Final = 0xFFFFFFFF
Life = Generator[simpy.Event, Any, None]


class Entry(NamedTuple):
    """One event of the log: when, who, what, and the person's condition from now on."""

    time: float
    person: int
    what: int
    stage: int
    income: int
    step: int
    row: int
    group: int
    rights: int


class Ami(simpy.Environment):
    """One run: people, the unit, and the log of what happened (`log`; `events` counts every event, logged or not)."""

    def __init__(self, plan: Plan, people: list[Person], own: Rank = no_own_rank) -> None:
        super().__init__()
        self.plan, self.people, self.own = plan, people, own
        self.tables, self.world_now = plan.tables, plan.world()
        self.log: list[Entry] = []
        self.events = 0
        self.round_due = False
        self.stays: dict[int, Callable[[Person], Life]] = {
            stage: getattr(self, name, self.stay) for stage, name in enumerate(plan.vocabulary.stages)
        }
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

    def take(self, i: int, what: int) -> None:
        """Let an event happen and write it down; what only moves clocks is not written."""
        person = self.people[i]
        rights = person.rights
        experience(i, what, self.now, self.people, self.tables, self.world_now, self.own)
        self.events += 1
        if (what != BAND and what != CALENDAR) or person.rights != rights:
            self.write(person, what)
        if what != START and not self.round_due:
            self.round_due = True
            self.at(self.now, ROUND).callbacks.append(self.place)

    def write(self, person: Person, what: int) -> None:
        """Write an event into the log with the condition from now on."""
        p = person
        self.log.append(Entry(self.now, p.id, what, p.stage, p.income, p.step, p.row, p.group, p.rights))

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
            self.order(i, START)

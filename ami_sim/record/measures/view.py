"""What a measure of one's own reads: spells by the names of stages, incomes, interventions and events, and the window that is counted.

def in_rehabilitation(spells, window):
    return spells.stage("rehabilitation").days(window) / window.days
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import fsum, isinf
from numbers import Real

import numpy as np

from ami_sim.record.measures.lives import Flags, Lives
from ami_sim.record.measures.registry import Measure
from ami_sim.scenario.errors import InputError, nearest


@dataclass(frozen=True)
class Window:
    """A span of time: `start` and `end` as dates (the end is not in it), `days` as a number. A measure is given the time from the

    parting date to the end of the run.
    """

    start: date
    end: date
    origin: date  # the first day of the run, from which spells count their days

    @property
    def days(self) -> float:
        """How many days it has."""
        return float((self.end - self.start).days)

    @property
    def first(self) -> float:
        """Its first day, counted from the start of the run."""
        return float((self.start - self.origin).days)

    @property
    def last(self) -> float:
        """The day it ends, counted from the start of the run."""
        return float((self.end - self.origin).days)

    def between(self, start: date, end: date) -> "Window":
        """Give the part of it from one date up to another; InputError where nothing is left."""
        cut = Window(max(start, self.start), min(end, self.end), self.origin)
        if cut.days <= 0:
            raise InputError(f"window: {start} to {end} is not within {self.start} to {self.end}; expected a span inside the time counted")
        return cut

    def year(self, number: int) -> "Window":
        """Give the part of it that is in a calendar year."""
        return self.between(date(number, 1, 1), date(number + 1, 1, 1))

    def first_days(self, days: int) -> "Window":
        """Give its first days."""
        return self.between(self.start, self.start + timedelta(days=days))


@dataclass(frozen=True, eq=False)
class OwnSpells:
    """Spells of a run that a measure narrows down by name, one after another, and then counts.

    `spells.stage("in_intervention").income("ami_wage").days(window)` are the person-days with the unit's wage in an intervention.
    """

    lives: Lives
    chosen: Flags

    def stage(self, *names: str) -> "OwnSpells":
        """Keep the spells in one of some stages."""
        return self._where(self.lives.spells.stage, "stage", names, self.lives.plan.vocabulary.stages)

    def came_from(self, *names: str) -> "OwnSpells":
        """Keep the spells before which the person was in one of some stages."""
        return self._where(self.lives.spells.came_from, "stage", names, self.lives.plan.vocabulary.stages)

    def income(self, *names: str) -> "OwnSpells":
        """Keep the spells in which the person lives on one of some incomes."""
        return self._where(self.lives.spells.income, "income", names, self.lives.plan.vocabulary.incomes)

    def event(self, *names: str) -> "OwnSpells":
        """Keep the spells that began with one of some events."""
        return self._where(self.lives.spells.what, "event", names, self.lives.plan.vocabulary.events)

    def intervention(self, *names: str) -> "OwnSpells":
        """Keep the spells in one of some interventions."""
        known = [row.intervention for row in self.lives.plan.rows]
        rows = [at for name in names for at in self._all("intervention", name, known)]
        return self._kept(np.isin(self.lives.spells.row, rows))

    def group(self, *names: str) -> "OwnSpells":
        """Keep the spells at one of some groups of places."""
        return self._where(self.lives.spells.group, "group", names, self.lives.plan.groups)

    def people(self, *names: str) -> "OwnSpells":
        """Keep the spells of the people in all of some groups, named as in the results: "sex:woman", "age:18-24", "referrer:ifo"."""
        chosen = np.ones(len(self.lives.people), np.bool_)
        for name in names:
            if name not in self.lives.groups:
                raise InputError(f'people "{name}": is no group of people.{nearest(name, list(self.lives.groups))}')
            chosen &= self.lives.groups[name]
        return self._kept(chosen[self.lives.spells.person])

    @property
    def on_aid(self) -> "OwnSpells":
        """The spells in which the household is paid aid, alone or on top of something else."""
        return self._kept(self.lives.on_aid)

    def days(self, window: Window) -> float:
        """Add up the person-days of these spells inside the window."""
        spells = self.lives.spells
        inside = np.minimum(spells.end, window.last) - np.maximum(spells.start, window.first)
        return fsum(np.maximum(inside[self.chosen], 0.0).tolist())

    def starts(self, window: Window) -> int:
        """Count these spells that begin inside the window. A birthday or a new rule also begins a spell: say which event is meant."""
        return int(self._begun(window).sum())

    def persons(self, window: Window) -> int:
        """Count the different persons who are in one of these spells at some time of the window."""
        spells = self.lives.spells
        there = self.chosen & (spells.start < window.last) & (spells.end > window.first)
        return len(np.unique(spells.person[there]))

    def persons_who_start(self, window: Window) -> int:
        """Count the different persons of whom one of these spells begins inside the window."""
        return len(np.unique(self.lives.spells.person[self._begun(window)]))

    def _begun(self, window: Window) -> Flags:
        start = self.lives.spells.start
        found: Flags = self.chosen & (start >= window.first) & (start < window.last)
        return found

    def _kept(self, mask: Flags) -> "OwnSpells":
        return replace(self, chosen=self.chosen & mask)

    def _where(self, column: np.ndarray, kind: str, names: Sequence[str], known: Sequence[str]) -> "OwnSpells":
        return self._kept(np.isin(column, [at for name in names for at in self._all(kind, name, known)]))

    def _all(self, kind: str, name: str, known: Sequence[str]) -> list[int]:
        """Find every place of a name; InputError names the nearest."""
        if name not in known:
            raise InputError(f'{kind} "{name}": is not known.{nearest(name, [one for one in dict.fromkeys(known) if one])}')
        return [at for at, one in enumerate(known) if one == name]


def own_number(row: Measure, lives: Lives) -> float:
    """Count a measure of one's own in a run; InputError when its function fails or gives anything but one number (NaN may be)."""
    scenario = lives.plan.scenario
    window = Window(scenario.parting, scenario.end, scenario.start)
    spells = OwnSpells(lives, np.ones(len(lives.spells.start), np.bool_))
    try:
        found = row.function(spells, window)
    except InputError as error:
        raise InputError(f"measure {row.name}: {error}") from error
    except Exception as error:
        raise InputError(
            f"measure {row.name} fails: {type(error).__name__}: {error}; expected a number of the spells and the window"
        ) from error
    if not isinstance(found, Real):
        raise InputError(f"measure {row.name} gives {found!r} ({type(found).__name__}); expected one number, NaN where nothing is defined")
    if isinf(value := float(found)):
        raise InputError(f"measure {row.name} gives {value}; expected a number, NaN where nothing is defined")
    return value

"""A log in words: a row an event with person, date, stages, income and intervention by name; and one life beside the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.model.tables import Plan
from ami_sim.record.paired import side_by_side
from ami_sim.record.spells import Spells
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.registry import APPLICATIONS, WAITS_FOR

TOLD: Final = ("stage", "income", "step", "intervention", "group")  # by what two lives are compared


@dataclass(frozen=True)
class Life:
    """The people of a run and their lives, with the plan that names what they stand in."""

    plan: Plan
    people: np.ndarray
    spells: Spells


def names_of(people: np.ndarray, referrers: Sequence[str]) -> NDArray[np.object_]:
    """Name people by referrer and number: "ifo-17" came after the start date, "ifo-s4" before it."""
    numbers = [f"s{-number}" if number < 0 else f"{number}" for number in people["number"].tolist()]
    doors = people["referrer"].tolist()
    return np.array([f"{referrers[door]}-{number}" for door, number in zip(doors, numbers, strict=True)], object)


def looked_up(codes: NDArray[np.int64], names: Sequence[str]) -> NDArray[np.object_]:
    """Look codes up among names; -1 is none, ""."""
    return np.array([*names, ""], object)[codes]


def log_in_words(life: Life) -> pd.DataFrame:
    """Give every event of a run in words, in order of time; `ami_sim.workflow.columns` says what each column means."""
    spells, plan = life.spells, life.plan
    known = plan.vocabulary
    until = spells.end
    frame = pd.DataFrame(
        {
            "person": names_of(life.people, plan.referrers)[spells.person],
            "time": spells.start,
            "date": dates_of(plan, spells.start),
            "event": looked_up(spells.what, known.events),
            "from": looked_up(spells.came_from, known.stages),
            "to": looked_up(spells.stage, known.stages),
            "income": looked_up(spells.income, known.incomes),
            "step": spells.step + 1,
            "intervention": looked_up(spells.row, [row.intervention for row in plan.rows]),
            "group": looked_up(spells.group, plan.groups),
            "application": looked_up(spells.application, APPLICATIONS),
            "waits_for": looked_up(spells.waits, WAITS_FOR),
            "days": until - spells.start,
            "unfinished": until >= spells.horizon,
        }
    )
    order = np.lexsort((np.arange(len(frame)), spells.person, spells.start))
    words = {name: "str" for name in ("person", "event", "from", "to", "income", "intervention", "group", "application", "waits_for")}
    return frame.iloc[order].reset_index(drop=True).astype(words)


def dates_of(plan: Plan, days: NDArray[np.float64]) -> NDArray[np.datetime64]:
    """Give the date on which each day (from the start date, with its part of a day) falls."""
    found: NDArray[np.datetime64] = np.datetime64(plan.scenario.start, "s") + (np.floor(days) * 86_400).astype("timedelta64[s]")
    return found


@dataclass(frozen=True)
class Twin:
    """One person's life in an option beside the same life in the reference.

    lives: pieces of time in which neither life changes, a row each. parted: the first day on which the two lives differ; None when they
    never do.
    """

    person: str
    option: str
    reference: str
    parted: date | None
    lives: pd.DataFrame

    def __repr__(self) -> str:
        said = f"parted on {self.parted}" if self.parted else "the same life in both"
        return f"Twin({self.person}: {self.option} beside {self.reference}, {said}, {len(self.lives)} pieces)"

    def _repr_html_(self) -> str:
        import html

        said = f"parted on {self.parted}" if self.parted else "the same life in both"
        head = html.escape(f"{self.person}: {self.option} beside {self.reference}, {said}")
        return f"<p>{head}</p>{self.lives.to_html()}"


def twin_of(person: str, names: tuple[str, str], option: Life, reference: Life) -> Twin:
    """Set one person's two lives side by side; InputError for a person who is in neither run.

    names: of the option and of the reference. A person who is in one of them only has no words in the other.
    """
    here, there = (np.flatnonzero(names_of(life.people, life.plan.referrers) == person) for life in (option, reference))
    if not len(here) and not len(there):
        every = sorted({*names_of(option.people, option.plan.referrers), *names_of(reference.people, reference.plan.referrers)})
        raise InputError(f'twin: nobody is called "{person}" in this replication.{nearest(person, every)}')
    own, other = (one_of(life.spells, found) for life, found in ((option, here), (reference, there)))
    ids = (np.zeros(1, np.uint64), np.zeros(1, np.uint64))
    pieces = side_by_side(own, other, ids)
    columns: dict[str, Any] = {"from_date": dates_of(option.plan, pieces.start), "days": pieces.end - pieces.start}
    told = {names[0]: words_of(option, own, pieces.first), names[1]: words_of(reference, other, pieces.second)}
    for key in TOLD:
        columns |= {f"{key}_{name}": words[key] for name, words in told.items()}
    mine, theirs = told.values()
    differ = np.logical_or.reduce([mine[key] != theirs[key] for key in TOLD])
    lives = pd.DataFrame(columns | {"differ": differ})
    parted = lives.loc[lives["differ"], "from_date"]
    return Twin(person, *names, parted.iloc[0].date() if len(parted) else None, lives)


def one_of(spells: Spells, who: NDArray[np.int64]) -> Spells:
    """Keep one person's spells, as those of person 0."""
    kept = np.isin(spells.person, who)
    columns = {name: getattr(spells, name)[kept] for name in spells.__dataclass_fields__ if name != "horizon"}
    return Spells(horizon=spells.horizon, **(columns | {"person": np.zeros(int(kept.sum()), np.int64)}))


def words_of(life: Life, spells: Spells, which: NDArray[np.int64]) -> dict[str, NDArray[np.object_]]:
    """Say in words what holds in some spells by number; -1 is no spell, and no words."""
    known = life.plan.vocabulary
    rows = [row.intervention for row in life.plan.rows]

    def told(column: NDArray[np.int64], names: Sequence[str]) -> NDArray[np.object_]:
        words = np.append(looked_up(column, names), "")
        return words[which]

    return {
        "stage": told(spells.stage, known.stages),
        "income": told(spells.income, known.incomes),
        "step": told(spells.step, [str(step + 1) for step in range(int(spells.step.max(initial=0)) + 1)]),
        "intervention": told(spells.row, rows),
        "group": told(spells.group, life.plan.groups),
    }

"""Lives of a few spells, written by hand, for tests of what is counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from ami_sim.model.tables import Plan
from ami_sim.record.measures.lives import Lives
from ami_sim.record.monthly import NO_JOBS, classes_of, monthly_people
from ami_sim.record.spells import Spells, coded, conditions_of, days_by_kind, numbered
from ami_sim.scenario.registry import APPLICATIONS, EVENTS, INCOMES, SHIPPED, STAGES, UNBORN, WAITS_FOR, Vocabulary


def months_of(spells: Spells, edges: np.ndarray, known: Vocabulary = SHIPPED, jobs: Mapping[str, Sequence[int]] = NO_JOBS) -> Any:
    """Give the monthly figures of some spells, as a run takes them."""
    kinds, kind = numbered(coded(spells))
    classes = classes_of(conditions_of(kinds))
    return monthly_people(spells, classes, days_by_kind(classes.of, kind, spells, edges).sums, edges, known, jobs)


class Then(NamedTuple):
    """What happens to somebody on a day: event, stage and income; row, group, step and what is waited for where they matter."""

    day: float
    event: str
    stage: str
    income: str = "aid"
    row: int = -1
    group: int = -1
    step: int = 0
    waits: str = "nothing"
    application: str = "none"


Life = Sequence[Then]


def spells_by_hand(lives: Sequence[Life], horizon: float, homes: Sequence[int] = ()) -> Spells:
    """Write lives as spells; homes: the household of each person, the first one if not told."""
    rows = [(person, then) for person, life in enumerate(lives) for then in life]
    end = [later.day for life in lives for later in [*life[1:], Then(horizon, "die", "left")]]
    before = [UNBORN if at == 0 else STAGES.index(life[at - 1].stage) for life in lives for at in range(len(life))]

    def column(values: Sequence[int]) -> np.ndarray:
        return np.array(values, np.int64)

    return Spells(
        person=column([person for person, _ in rows]),
        start=np.array([then.day for _, then in rows], np.float64),
        end=np.array(end, np.float64),
        what=column([EVENTS.index(then.event) for _, then in rows]),
        came_from=column(before),
        stage=column([STAGES.index(then.stage) for _, then in rows]),
        income=column([INCOMES.index(then.income) for _, then in rows]),
        step=column([then.step for _, then in rows]),
        row=column([then.row for _, then in rows]),
        group=column([then.group for _, then in rows]),
        rights=np.zeros(len(rows), np.int64),
        application=column([APPLICATIONS.index(then.application) for _, then in rows]),
        waits=column([WAITS_FOR.index(then.waits) for _, then in rows]),
        household=column([homes[person] if homes else 0 for person, _ in rows]),
        horizon=horizon,
    )


@dataclass(frozen=True, eq=False)
class Asked:
    """As much of a plan as the measures of people read."""

    parting: float
    horizon: float
    scenario: Any = None
    rows: tuple[Any, ...] = (None, None, None)
    groups: tuple[str, ...] = ("first", "second")
    vocabulary: Vocabulary = SHIPPED
    tables: Any = None


def lives_by_hand(lives: Sequence[Life], plan: Asked, children: Sequence[int] = (), on_aid: str = "aid") -> Lives:
    """Write lives as a measure is given them: those living on an income are paid aid; two groups, the first person and all others.

    children: of each person; a household's number is then that of its children.
    """
    spells = spells_by_hand(lives, plan.horizon, children)
    people = np.zeros(len(lives), [("children", np.int64)])
    people["children"] = children or 0
    homes = [SimpleNamespace(household=SimpleNamespace(children=(count,))) for count in range(max(children, default=0) + 1)]
    if plan.scenario is None:
        plan = replace(
            plan,
            scenario=SimpleNamespace(
                prices=SimpleNamespace(compositions=homes, children_at_home=[sum(home.household.children) for home in homes])
            ),
        )
    first = np.arange(len(lives)) == 0
    groups = {"": np.ones(len(lives), np.bool_), "sex:woman": first, "sex:man": ~first}
    as_plan: Plan = plan  # type: ignore[assignment]
    return Lives(spells, as_plan, people, groups, spells.income == INCOMES.index(on_aid))

"""A log in words, and one life beside the other, in lives written by hand."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ami_sim.record.in_words import Life, log_in_words, twin_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.registry import SHIPPED
from ami_sim.workflow.columns import COLUMNS
from tests.record.lives import Life as Events
from tests.record.lives import Then, spells_by_hand


@dataclass(frozen=True)
class Named:
    """As much of a plan as words need."""

    rows: tuple[Any, ...] = tuple(type("Row", (), {"intervention": name})() for name in ("", "extra_job"))
    groups: tuple[str, ...] = ("outdoor",)
    referrers: tuple[str, ...] = ("ifo", "af")
    vocabulary: Any = SHIPPED
    scenario: Any = field(default_factory=lambda: type("Scenario", (), {"start": date(2019, 1, 1)})())


def life(*lives: Events, doors: tuple[int, ...], numbers: tuple[int, ...]) -> Life:
    """Write a run of 100 days."""
    people = np.zeros(len(lives), [("referrer", np.int64), ("number", np.int64)])
    people["referrer"], people["number"] = doors, numbers
    plan: Any = Named()
    return Life(plan, people, spells_by_hand(lives, 100.0))


ONE: Events = (
    Then(0.0, "calendar", "waiting_place", step=1),
    Then(31.5, "start", "in_intervention", "ami_wage", row=1, group=0, step=1),
    Then(60.0, "planned_end", "work", "work", step=2),
)
OTHER: Events = (Then(10.25, "arrival", "not_referred"),)
ELSEWHERE: Events = (
    Then(0.0, "calendar", "waiting_place", step=1),
    Then(20.0, "band", "waiting_place", step=1),
    Then(60.0, "find_work", "work", "work", step=2),
)


def test_every_event_is_told_in_words_in_order_of_time() -> None:
    found = log_in_words(life(ONE, OTHER, doors=(0, 1), numbers=(-4, 17)))
    assert found["person"].tolist() == ["ifo-s4", "af-17", "ifo-s4", "ifo-s4"]
    assert found["time"].tolist() == [0.0, 10.25, 31.5, 60.0]
    assert found["date"].dt.date.tolist() == [date(2019, 1, 1), date(2019, 1, 11), date(2019, 2, 1), date(2019, 3, 2)]
    assert found["event"].tolist() == ["calendar", "arrival", "start", "planned_end"]
    assert found["from"].tolist() == ["unborn", "unborn", "waiting_place", "in_intervention"]
    assert found["to"].tolist() == ["waiting_place", "not_referred", "in_intervention", "work"]
    assert found["income"].tolist() == ["aid", "aid", "ami_wage", "work"]
    assert found["step"].tolist() == [2, 1, 2, 3]
    assert found["intervention"].tolist() == ["", "", "extra_job", ""]
    assert found["group"].tolist() == ["", "", "outdoor", ""]
    assert found["days"].tolist() == [31.5, 89.75, 28.5, 40.0]
    assert found["unfinished"].tolist() == [False, True, False, True]
    assert list(found.columns) == list(COLUMNS["log"])


def test_two_lives_part_on_the_first_day_on_which_they_differ() -> None:
    mine = life(ONE, OTHER, doors=(0, 1), numbers=(-4, 17))
    theirs = life(ELSEWHERE, doors=(0,), numbers=(-4,))
    twin = twin_of("ifo-s4", ("today", "no"), mine, theirs)
    assert twin.parted == date(2019, 2, 1)  # day 31.5: an event that changes nothing, on day 20, parts nobody
    lives = twin.lives
    assert lives["days"].tolist() == [20.0, 11.5, 28.5, 40.0]
    assert lives["differ"].tolist() == [False, False, True, False]
    assert lives["stage_today"].tolist() == ["waiting_place", "waiting_place", "in_intervention", "work"]
    assert lives["stage_no"].tolist() == ["waiting_place"] * 3 + ["work"]
    assert lives["intervention_today"].tolist() == ["", "", "extra_job", ""]
    assert "parted on 2019-02-01" in repr(twin)
    assert "<table" in twin._repr_html_()


def test_the_same_life_never_parts_and_one_of_a_kind_parts_at_once() -> None:
    mine = life(ONE, OTHER, doors=(0, 1), numbers=(-4, 17))
    assert twin_of("ifo-s4", ("today", "no"), mine, mine).parted is None
    alone = twin_of("af-17", ("today", "no"), mine, life(ELSEWHERE, doors=(0,), numbers=(-4,)))
    assert alone.parted == date(2019, 1, 11)
    assert alone.lives["stage_no"].tolist() == [""]
    with pytest.raises(InputError, match=r'twin: nobody is called "ifo-s5" in this replication.*ifo-s4'):
        twin_of("ifo-s5", ("today", "no"), mine, mine)


def test_no_column_of_a_life_lacks_a_meaning() -> None:
    mine = life(ONE, doors=(0,), numbers=(1,))
    frame: pd.DataFrame = twin_of("ifo-1", ("a", "b"), mine, mine).lives
    named = {name[:-2] + "_*" if name.endswith(("_a", "_b")) else name for name in frame.columns}
    assert named == set(COLUMNS["lives"])

"""Groups of people by what an official can see, for results that say who gains and who is left out."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ami_sim.record.spells import Floats, Ints, Spells
from ami_sim.scenario.registry import AID_SPELL, BORN_ABROAD, ILL_HEALTH, LANGUAGE_NEED, SCHOOLING, STEPS, WOMAN, members

AGE_BANDS = ((0, 25), (25, 35), (35, 50), (50, 200))  # years on the parting date, or on arrival after it


def lives_on_aid(spells: Spells, count: int, parting: float) -> NDArray[np.bool_]:
    """Say who of so many people lives on aid (a gap in it and topped-up activity support included) on the parting date, or on arrival."""
    aid, found = np.zeros(1 << 8, np.bool_), np.zeros(count, np.bool_)
    aid[list(members(AID_SPELL))] = True
    kernel()(spells.person, spells.start, spells.end, spells.income, aid, parting, found)
    return found


def mark_on_aid(person: Ints, start: Floats, end: Floats, income: Ints, aid: NDArray[np.bool_], parting: float, found: Any) -> None:
    """Mark who lives on one of the incomes of aid on the parting date, or on the day of the first spell after it."""
    first = 0  # the person's first spell
    for i in range(len(person)):
        if person[i] != person[first]:
            first = i
        day = max(start[first], parting)
        if start[i] <= day < end[i] and aid[income[i]]:
            found[person[i]] = True


@lru_cache(maxsize=1)
def kernel() -> Any:
    """Give `mark_on_aid` compiled."""
    import numba

    from ami_sim.engines.kernels import compiled  # only a process that runs something pays for the compiler

    numbers, floats, flags = numba.int64[::1], numba.float64[::1], numba.boolean[::1]
    return compiled(numba.void(numbers, floats, floats, numbers, flags, numba.float64, flags), mark_on_aid)


def groups_of(people: np.ndarray, referrers: Sequence[str], parting: float, on_aid: NDArray[np.bool_]) -> dict[str, NDArray[np.bool_]]:
    """Who belongs to which group, by name: "" for everybody, then "sex:woman", "children:yes", "age:18-24", "referrer:ifo", "step:1", ...

    people: records (background and the assessed step on the first day or on arrival); parting: days from the start date. on_aid: who
    lives on aid then: not the same as who was first referred by the door of aid.
    """
    traits = people["traits"]
    age = (np.maximum(people["began"], parting) - people["born"]) / 365.25
    found: dict[str, NDArray[np.bool_]] = {"": np.ones(len(people), bool)}
    for name, bit, yes, no in (
        ("sex", WOMAN, "woman", "man"),
        ("born_abroad", BORN_ABROAD, "yes", "no"),
        ("language_need", LANGUAGE_NEED, "yes", "no"),
        ("ill_health", ILL_HEALTH, "yes", "no"),
    ):
        found[f"{name}:{yes}"], found[f"{name}:{no}"] = traits & bit > 0, traits & bit == 0
    found["children:yes"], found["children:no"] = people["children"] > 0, people["children"] == 0
    for low, high in AGE_BANDS:
        label = f"age:{low}-{high - 1}" if low and high < 150 else (f"age:under {high}" if not low else f"age:{low} and over")
        found[label] = (age >= low) & (age < high)
    for index, name in enumerate(SCHOOLING):
        found[f"schooling:{name}"] = people["schooling"] == index
    found["on_aid:yes"], found["on_aid:no"] = on_aid, ~on_aid
    for index, name in enumerate(referrers):
        found[f"referrer:{name}"] = people["referrer"] == index
    for step in range(STEPS):
        found[f"step:{step + 1}"] = people["assessed"] == step
    return found

"""Groups of people by what an official can see, for results that say who gains and who is left out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ami_sim.record.spells import Spells, among
from ami_sim.scenario.registry import AID_SPELL, BORN_ABROAD, ILL_HEALTH, LANGUAGE_NEED, SCHOOLING, STEPS, WOMAN, members

AGE_BANDS = ((0, 25), (25, 35), (35, 50), (50, 200))  # years on the parting date, or on arrival after it


def lives_on_aid(spells: Spells, count: int, parting: float) -> NDArray[np.bool_]:
    """Say who of so many people lives on aid (a gap in it and topped-up activity support included) on the parting date, or on arrival."""
    first = np.full(count, np.inf)
    comes = np.r_[True, spells.person[1:] != spells.person[:-1]][: len(spells.person)]
    first[spells.person[comes]] = spells.start[comes]
    day = np.maximum(first, parting)[spells.person]
    there = (spells.start <= day) & (spells.end > day) & among(spells.income, members(AID_SPELL))
    found = np.zeros(count, bool)
    found[spells.person[there]] = True
    return found


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

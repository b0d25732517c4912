"""Groups of people by what an official can see, for results that say who gains and who is left out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ami_sim.scenario.registry import BORN_ABROAD, ILL_HEALTH, LANGUAGE_NEED, SCHOOLING, STEPS, WOMAN

AGE_BANDS = ((0, 25), (25, 35), (35, 50), (50, 200))  # years on the parting date, or on arrival after it


def groups_of(people: np.ndarray, referrers: Sequence[str], parting: float) -> dict[str, NDArray[np.bool_]]:
    """Who belongs to which group, by name: "" for everybody, then "sex:woman", "children:yes", "age:18-24", "referrer:ifo", "step:1", ...

    people: records (background and the assessed step on the first day or on arrival); parting: days from the start date.
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
    for index, name in enumerate(referrers):
        found[f"referrer:{name}"] = people["referrer"] == index
    for step in range(STEPS):
        found[f"step:{step + 1}"] = people["assessed"] == step
    return found

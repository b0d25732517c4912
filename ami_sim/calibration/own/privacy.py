"""What tells who somebody is: personal identity numbers and names in a log, and the least number that may be shown."""

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

from ami_sim.scenario.personal import PERSON, is_identity

LEAST: Final = 5  # persons: no smaller number is shown or written
ROUND: Final = 5  # shown numbers are rounded to it, so that no smaller one can be found by subtraction
NAMED: Final = frozenset(
    (
        "namn",
        "förnamn",
        "efternamn",
        "tilltalsnamn",
        "personnamn",
        "personnummer",
        "personnr",
        "pnr",
        "name",
        "firstname",
        "lastname",
        "surname",
    )
)
MOSTLY: Final = 0.5  # of the different case numbers: as many that look like names are names


def telling_columns(table: pd.DataFrame, case: str, apart: Iterable[str]) -> dict[str, str]:
    """Find columns that tell who somebody is, each with what was found: "number" or "name"; never a value.

    apart: columns that hold times or activities, whose heads and texts are something else.
    """
    found = {}
    for name in (str(column) for column in table.columns if column not in set(apart)):
        if pd.api.types.is_datetime64_any_dtype(table[name]):
            continue
        words = pd.Series(table[name].unique(), dtype="str")
        near = words[words.str.contains(r"\d{6}[-+ ]?\d{4}", regex=True)]
        if any(map(is_identity, near)):
            found[name] = "number"
        elif NAMED & set(re.findall(r"[^\W\d_]+", name.casefold())):
            found[name] = "name"
        elif name == case and len(words) and words.str.fullmatch(PERSON.pattern).mean() > MOSTLY:
            found[name] = "name"
    return found


def shown(count: int) -> int | None:
    """Give a number as it may be shown: to the nearest five; 0 stays; None for 1 to 4."""
    if count <= 0:
        return 0
    return None if count < LEAST else ROUND * round(count / ROUND)

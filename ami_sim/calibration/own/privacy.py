"""What tells who somebody is: personal identity numbers and names in a log, and the least number that may be shown."""

import re
from collections.abc import Iterable
from typing import Final

import pandas as pd

LEAST: Final = 5  # persons: no smaller number is shown or written
ROUND: Final = 5  # shown numbers are rounded to it, so that no smaller one can be found by subtraction
NUMBER: Final = re.compile(r"(?<!\d)(?:\d{2})?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{4})(?!\d)")
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
PERSON: Final = re.compile(r"[^\W\d_a-zåäö][^\W\d_]+(?:-[^\W\d_]+)?(?:,? [^\W\d_a-zåäö][^\W\d_]+(?:-[^\W\d_]+)?){1,3}")
MOSTLY: Final = 0.5  # of the different case numbers: as many that look like names are names


def is_identity(text: str) -> bool:
    """Say whether a text holds a Swedish personal or co-ordination number: a date (its day plus 60 for the latter) and Luhn's last digit.

    The form is Skatteverket's: YYMMDD-NNNC or YYYYMMDD-NNNC, the sign between may be missing, `+` or a space.
    """
    for year, month, day, last in NUMBER.findall(text):
        if 1 <= int(month) <= 12 and 1 <= int(day) % 60 <= 31 and int(day) <= 91 and luhn(year + month + day + last):
            return True
    return False


def luhn(digits: str) -> bool:
    """Say whether the last of ten digits is Luhn's check of the others: every other doubled, digits of all added, a multiple of ten."""
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


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

"""What tells who somebody is: Swedish personal identity numbers, and texts that look like a person's name."""

import re
from typing import Final

NUMBER: Final = re.compile(r"(?<!\d)(?:\d{2})?(\d{2})(\d{2})(\d{2})[-+ ]?(\d{4})(?!\d)")
PERSON: Final = re.compile(r"[^\W\d_a-zåäö][^\W\d_]+(?:-[^\W\d_]+)?(?:,? [^\W\d_a-zåäö][^\W\d_]+(?:-[^\W\d_]+)?){1,3}")


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

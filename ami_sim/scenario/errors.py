"""The one error a user of files and commands meets."""

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Final

LONGEST_SHOWN: Final = 60  # characters of a value in a message
LONGEST_NAME: Final = 200  # characters: nothing is near a longer word


class InputError(ValueError):
    """Something in a file, an option or an argument is wrong; the message names it and says what was expected."""


SEEDS = 2**64 - 1  # the largest seed: luck is made of 64 bits, and a larger one would be the same as a smaller


def at_least(option: str, value: int | None, least: int) -> None:
    """Refuse a number given on a command line that is too small, or a seed of more than 64 bits; nothing given is fine."""
    if option == "seed" and value is not None and value > SEEDS:
        raise InputError(f"--seed: {value}; expected 0 to {SEEDS}")
    if value is not None and value < least:
        raise InputError(f"--{option}: {value}; expected {least} or more")


def shorten(value: object) -> str:
    """Show a value as it was given, cut when it is long."""
    try:
        text = str(value) if isinstance(value, date) else repr(value)
    except ValueError:  # a number with more digits than Python writes
        return "a number with thousands of digits"
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 3]}..."


def nearest(word: str, known: Iterable[str]) -> str:
    """Say the nearest valid name, or the valid names where nothing is near: ' Did you mean "x"?'."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6) if len(word) <= LONGEST_NAME else []
    if close:
        return f' Did you mean "{close[0]}"?'
    return f" Valid names: {', '.join(names[:30])}." if names else ""

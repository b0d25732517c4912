"""The one error a user of files and commands meets."""

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(ValueError):
    """Something in a file, an option or an argument is wrong; the message names it and says what was expected."""


GOES_ON = "stopped; what is whole is kept, and the same command goes on from there"  # what a command of many runs says at Ctrl-C


def at_least(option: str, value: int | None, least: int) -> None:
    """Refuse a number given on a command line that is too small; nothing given is fine."""
    if value is not None and value < least:
        raise InputError(f"--{option}: {value}; expected {least} or more")


def nearest(word: str, known: Iterable[str]) -> str:
    """Say the nearest valid name, or the valid names where nothing is near: ' Did you mean "x"?'."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f' Did you mean "{close[0]}"?'
    return f" Valid names: {', '.join(names[:30])}." if names else ""

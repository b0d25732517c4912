"""Options that would do nothing beside another, or without it: refused before anything is done, so that nothing said is ignored."""

from collections.abc import Mapping
from typing import Any

from ami_sim.scenario.errors import InputError


def given(options: Mapping[str, Any]) -> list[str]:
    """Name the options that were given, each with its value when it has one: "--all", "--sobol: 400"."""
    found = []
    for name, value in options.items():
        if value is not None and value != "" and value is not False and value != []:
            first = value[0] if isinstance(value, list) else value
            found.append(name if first is True else f"{name}: {first}")
    return found


def refuse_beside(other: str, options: Mapping[str, Any]) -> None:
    """Refuse options that do nothing beside another one that was given too."""
    for said in given(options):
        raise InputError(f"{said} does nothing beside {other}; expected one of them")


def refuse_without(other: str, options: Mapping[str, Any]) -> None:
    """Refuse options that do nothing without another one that was not given."""
    for said in given(options):
        raise InputError(f"{said} does nothing without {other}; expected both or neither")


def refuse_idle_choice(as_json: bool, every: bool, sections: list[str] | None) -> None:
    """Refuse a choice of sections that would not be made: JSON holds all of them, and so does a page with --all."""
    if as_json:
        refuse_beside("--json", {"--all": every, "--section": sections})
    if every:
        refuse_beside("--all", {"--section": sections})


def refuse_language(as_json: bool, swedish: bool) -> None:
    """Refuse --sv beside a JSON that holds names and numbers only, or the same words in every language."""
    if as_json:
        refuse_beside("--json", {"--sv": swedish})

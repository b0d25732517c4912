"""Background groups in words, and below how many persons a group is not shown."""

from typing import Final

from ami_sim.report.words import Language, known_title, say, title

FEWEST: Final = 5.0  # persons followed in a group below which its line is left out: it would be about single persons


def group_title(group: str, language: Language) -> str:
    """Write a background group in words."""
    name, _, value = group.partition(":")
    if not name:
        return say(language, "backgrounds.everybody")
    known = known_title(language, "backgrounds", f"value-{value.replace(' ', '-')}")
    return ": ".join(dict.fromkeys((title(language, "backgrounds", name), known or title(language, "backgrounds", value))))


def cohort_title(group: str, language: Language) -> str:
    """Write a group of a cohort in words: everybody, an age, a readiness step, with children or without."""
    name = group.replace(" ", "-")
    return known_title(language, "cohorts", f"ages-{name}" if name[:1].isdigit() else name) or group

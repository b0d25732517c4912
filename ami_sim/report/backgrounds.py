"""Background groups in words, and below how many persons a group is not shown."""

from typing import Final

from ami_sim.report.words import Language, say, title

FEWEST: Final = 5.0  # persons followed in a group below which its line is left out: it would be about single persons


def group_title(group: str, language: Language) -> str:
    """Write a background group in words."""
    name, _, value = group.partition(":")
    if not name:
        return say(language, "backgrounds.everybody")
    return ": ".join(dict.fromkeys(title(language, "backgrounds", part) for part in (name, value) if part))

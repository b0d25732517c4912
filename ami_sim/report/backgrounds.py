"""Background groups in words, and below how many persons a group is not shown."""

from typing import Final

from ami_sim.report.vocabulary import Language

FEWEST: Final = 5.0  # persons followed in a group below which its line is left out: it would be about single persons
GROUP_TITLES: Final[dict[str, dict[Language, str]]] = {
    "": {"en": "Everybody", "sv": "Alla"},
    "sex": {"en": "sex", "sv": "kön"},
    "children": {"en": "children at home", "sv": "barn hemma"},
    "age": {"en": "age", "sv": "ålder"},
    "born_abroad": {"en": "born abroad", "sv": "född utomlands"},
    "language_need": {"en": "needs language support", "sv": "behöver språkstöd"},
    "ill_health": {"en": "ill health", "sv": "ohälsa"},
    "schooling": {"en": "schooling", "sv": "utbildning"},
    "referrer": {"en": "referred by", "sv": "hänvisad av"},
    "step": {"en": "step", "sv": "steg"},
    "woman": {"en": "women", "sv": "kvinnor"},
    "man": {"en": "men", "sv": "män"},
    "yes": {"en": "yes", "sv": "ja"},
    "no": {"en": "no", "sv": "nej"},
    "compulsory_not_completed": {"en": "compulsory school not completed", "sv": "ej fullgjord grundskola"},
    "compulsory": {"en": "compulsory school", "sv": "grundskola"},
    "upper_secondary": {"en": "upper secondary", "sv": "gymnasium"},
}


def group_title(group: str, language: Language) -> str:
    """Write a background group in words."""
    name, _, value = group.partition(":")
    words = [GROUP_TITLES[part][language] if part in GROUP_TITLES else part.replace("_", " ") for part in (name, value) if part or not name]
    return ": ".join(dict.fromkeys(words)) if name else GROUP_TITLES[""][language]

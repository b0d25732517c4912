"""What options are called where people read: a title of the file in a language, as short as tells them apart; keys are for typing."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from ami_sim.report.words import Language, say, shipped, title

SHORT: Final = ": "  # what stands before it in a title is its short form
JOINT: Final = " + "  # between the titles that an option of a search is made of


class Titles(dict[str, str]):
    """Titles by the options' keys; an option without one is called by its key."""

    def __missing__(self, key: str) -> str:
        """Give the key itself."""
        return key


def option_titles(titles: Mapping[str, str], language: Language) -> Titles:
    """Give each option's short title: what stands before the colon where that tells it from the others, else the whole."""
    whole = {name: whole_title(title, language) for name, title in titles.items()}
    short = {name: JOINT.join(part.partition(SHORT)[0] for part in title.split(JOINT)) for name, title in whole.items()}
    used = Counter(short.values())
    return Titles({name: title if used[title] == 1 else whole[name] for name, title in short.items()})


def whole_title(title: str, language: Language) -> str:
    """Give a title in a language; one that a search has put together, part by part."""
    return JOINT.join(shipped(language, part) for part in title.split(JOINT))


def row_title(name: str, titles: Mapping[str, str], language: Language) -> str:
    """Name what stands in a condition, such as an intervention, a group or a household: the title of its file, else its key as words."""
    return shipped(language, titles[name]) if name in titles else title(language, "rows", name)


def quoted(name: str, language: Language) -> str:
    """Put a title in quotation marks, as in a list of titles."""
    return say(language, "quotes.quoted", name=name)


def first_small(word: str) -> str:
    """Write a title's first letter small, as inside a sentence, unless it is an abbreviation."""
    return word[:1].lower() + word[1:] if word[1:2].islower() else word

"""Words of every language: `say("sv", "evidence.title", about="N29")` gives the message `title` of `locale/sv/evidence.ftl`.

A catalogue file a room or page, in Fluent: `ami_sim/report/locale/LANGUAGE/FILE.ftl`. A language is a folder; nothing in code names one.
Whole numbers and dates are handed over as they are and written in the language (and choose the plural); other numbers are written before
(`number_formats`), since only who knows the row knows their scale.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ami_sim.scenario.errors import InputError, nearest

if TYPE_CHECKING:
    from ami_sim.report.catalogue import Catalogue

Language = str  # the name of a folder of catalogues: "en", "sv"
VARIABLE: Final = "AMI_LANGUAGE"  # of the environment: the language where nothing else says one
FOLDER: Final = Path(__file__).parent / "locale"


@dataclass(frozen=True)
class Habits:
    """How a language writes numbers and dates: Babel's locale, what stands between thousands and before decimals, a date's pattern."""

    name: str
    locale: str
    group: str
    decimal: str
    date: str


@cache
def languages() -> tuple[Language, ...]:
    """Name the languages there are catalogues for."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if (folder / "language.toml").is_file()))


@cache
def language_of(name: str) -> Language:
    """Give a language by its code; InputError names those there are."""
    if name not in languages():
        raise InputError(f'language: "{name}"; expected one of {", ".join(languages())}.{nearest(name, languages())}')
    return name


@cache
def habits(language: Language) -> Habits:
    """Give how a language writes numbers and dates; what its file does not say is Babel's."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    said = tomllib.loads((FOLDER / language_of(language) / "language.toml").read_text(encoding="utf-8"))
    locale = str(said["locale"])
    own = {"group": get_group_symbol(locale), "decimal": get_decimal_symbol(locale), "date": "long", **said}
    return Habits(**own)


def preferred(environment: Mapping[str, str] | None = None) -> Language:
    """Give the language of AMI_LANGUAGE (a locale such as `sv_SE.UTF-8` is taken for its language), else English; InputError for others."""
    named = (os.environ if environment is None else environment).get(VARIABLE, "")
    return language_of(named.replace("-", "_").partition("_")[0].partition(".")[0].lower()) if named else "en"


def say(language: Language, key: str, **values: Any) -> str:
    """Give a message in a language. key: `file.message`, with `:` in a name written as `-`.

    LookupError for a message that is not there, ValueError when a value it needs is not given: both are faults in the code, not in input.
    """
    return _fixed(language, key) if not values else _spoken(language, key, values)


def title(language: Language, file: str, name: str) -> str:
    """Give a name's title from a file of titles; a name without one (a user's own) is printed as it is, underscores as spaces."""
    return known_title(language, file, name) or name.replace("_", " ")


def known_title(language: Language, file: str, name: str) -> str | None:
    """Give a name's title from a file of titles, or nothing when the file or the title is not there."""
    if not (FOLDER / language_of(language) / f"{file}.ftl").is_file():
        return None
    known, id_ = catalogue(language, file), message_id(name)
    return known.said(id_, {}) if known.has(id_) else None


def shipped(language: Language, text: str, file: str = "shipped") -> str:
    """Give a title or question of the shipped files in a language, found by its English text; any other text as it stands.

    file: the catalogue that holds it; the texts of the evidence stand in `sources`.
    """
    known = _by_text(file).get(text)
    return text if known is None else say(language, f"{file}.{known}")


def titles_in(language: Language, titles: Mapping[str, str]) -> dict[str, str]:
    """Give titles by name in a language, those of the shipped files translated."""
    return {name: shipped(language, title) for name, title in titles.items()}


def actor_title(language: Language, name: str) -> str:
    """Give the title of a payer, a payee or a sum of them."""
    return title(language, "actors", name)


def message_id(name: str) -> str:
    """Give the message that titles a name of the model: `aid_saved_by:refused` is `aid_saved_by-refused`."""
    return name.replace(":", "-")


@cache
def catalogue(language: Language, file: str) -> "Catalogue":
    """Read one file of a language, once."""
    from ami_sim.report.catalogue import read_catalogue

    return read_catalogue(FOLDER / language_of(language) / f"{file}.ftl")


def files() -> Iterator[str]:
    """Name the files of the first language."""
    return (path.stem for path in sorted((FOLDER / languages()[0]).glob("*.ftl")))


@cache
def _by_text(file: str) -> dict[str, str]:
    known = catalogue("en", file)
    return {known.said(name, {}): name for name in known.messages}


@cache
def _fixed(language: Language, key: str) -> str:
    return _spoken(language, key, {})


def _spoken(language: Language, key: str, values: dict[str, Any]) -> str:
    file, _, id_ = key.partition(".")
    return catalogue(language, file).said(message_id(id_), values)

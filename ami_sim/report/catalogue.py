"""One file of words, read by Fluent: messages by id, whole numbers and dates written as the language writes them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment
from fluent.runtime.types import FluentInt
from fluent.syntax.ast import Junk

from ami_sim.report.number_formats import write_number
from ami_sim.report.words import habits

VALUES = re.compile(r"\{ \$(\w+) \}")
BEGINS = re.compile(r"^(?=[A-Za-z-])", re.MULTILINE)  # an entry of a file: whatever goes on in the next line is not at its beginning
ID = re.compile(r"[A-Za-z][\w-]*")
PLAIN = re.compile(r"[\w-]+ = ([^{}\n]+)\n*")  # a message of one line without values


@dataclass(frozen=True)
class Catalogue:
    """The messages of one file in one language, as the file has them by id; each is parsed when it is first said."""

    path: Path
    sources: Mapping[str, str]
    bundle: FluentBundle

    @property
    def messages(self) -> tuple[str, ...]:
        """Every message's id, in order."""
        return tuple(self.sources)

    @property
    def language(self) -> str:
        """The language, which names the file's folder."""
        return self.path.parent.name

    def has(self, message: str) -> bool:
        """Say whether there is such a message."""
        return message in self.sources

    def source(self, message: str) -> str:
        """Give a message as text with its values as `{ $name }`: what a sentence that is found by its words is compared with."""
        return self.said(message, self._named)

    @cached_property
    def _named(self) -> dict[str, Any]:
        """Every value of the file's messages as its own name: one message may say another, with that one's values."""
        return {name: f"{{ ${name} }}" for entry in self.sources.values() for name in VALUES.findall(entry)}

    def said(self, message: str, values: dict[str, Any]) -> str:
        """Give a message with its values. LookupError when it is not there, ValueError when a value is missing or cannot be written."""
        if not self.has(message):
            raise LookupError(f"{self.path}: holds no message {message}")
        given = {name: self._given(name, value) for name, value in values.items()}
        if plain := PLAIN.fullmatch(self.sources[message]):
            return plain[1].strip()
        errors: list[Exception] = []
        text = self._pattern(message)(ResolverEnvironment(context=self.bundle, current=CurrentEnvironment(args=given), errors=errors))
        if errors:
            raise ValueError(f"{self.path}: {message}: {errors[0]}")
        return str(text)

    def _pattern(self, message: str) -> Any:
        if not self.bundle.has_message(message):
            resource = FluentResource(self.sources[message])
            if any(isinstance(entry, Junk) for entry in resource.body):
                raise LookupError(f"{self.path}: cannot be read near {self.sources[message][:60]!r}")
            self.bundle.add_resource(resource)
        return self.bundle.get_message(message).value

    def _given(self, name: str, value: Any) -> Any:
        if isinstance(value, str | Path):
            return str(value)
        if isinstance(value, date):
            return format_date(value, habits(self.language).date, locale=habits(self.language).locale)
        if hasattr(value, "item"):
            value = value.item()
        if isinstance(value, bool) or not isinstance(value, int | float) or int(value) != value:
            raise ValueError(f"{self.path}: ${name} = {value!r}; expected text, a date or a whole number (write others before)")
        return Whole(int(value)).of(self.language)


class Whole(FluentInt):
    """A whole number in a message: it chooses the plural, and is written with the hard spaces of all other numbers."""

    language = "en"

    def of(self, language: str) -> "Whole":
        """Give it in a language."""
        self.language = language
        return self

    def format(self, locale: Any) -> str:
        """Write it."""
        return write_number(int(self), 0, self.language)


def read_catalogue(path: Path) -> Catalogue:
    """Read a file of messages; LookupError when it is not there, or an entry of it is no message."""
    if not path.is_file():
        raise LookupError(f"{path}: no such catalogue")
    bundle = FluentBundle([habits(path.parent.name).locale], use_isolating=False)
    sources: dict[str, str] = {}
    for entry in BEGINS.split(path.read_text(encoding="utf-8"))[1:]:
        name, equals, _ = entry.partition(" =")
        if not equals or not ID.fullmatch(name):
            raise LookupError(f"{path}: cannot be read near {entry[:60]!r}")
        sources.setdefault(name, entry)
    return Catalogue(path, sources, bundle)

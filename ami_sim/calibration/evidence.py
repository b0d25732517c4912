"""The evidence: every figure, rule, finding and contradiction the model rests on, with its source and how it is used.

A municipality keeps one file, `calibration/<municipality>/evidence.toml`, and this module reads it, refuses what is wrong in it, and
says in words what it holds. Rows point at each other by id, so that a derived figure leads back to what it was worked out from.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, ClassVar, Final, Literal, Self, get_args

from pydantic import Field, ValidationError, model_validator

from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import names_at, read_toml
from ami_sim.scenario.rows import Strict

Use = Literal["fact", "target", "prior", "face check", "not used"]
Sure = Literal["H", "M", "L"]
Wording = Literal["exact", "about", "just under", "just over", "at least", "at most", "fewer than", "more than"]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Day = Annotated[date, Field(strict=True)]
Text = Annotated[str, Field(strict=True, min_length=1, pattern=r"\S")]

PHRASES: Final = {
    "span": "{low} to {high}",
    "middle": "{middle} ({span})",
    "amount": "{number} {unit}",
    "part": "{what}: {told}",
    "section": "{document}, section {where}",
    "see": "see {rows}",
    "since": "from {since}",
    "until": "until {until}",
    "judged": "Judged here: {told}",
    **{f"wording-{word.replace(' ', '_')}": f"{word} {{amount}}" for word in get_args(Wording) if word != "exact"},
}
"""What stands around the texts of the file, by name."""

UNSOURCED: Final = ("memory, unverified", "judgement, no source")
"""Sources that are none, so a figure that has one is never marked as sure."""


class Words:
    """How rows are said: here in English, as the file has them; a report says them in a language of its own."""

    def text(self, text: str) -> str:
        """Give a text of the file."""
        return text

    def number(self, number: float) -> str:
        """Write a number."""
        return _digits(number)

    def day(self, day: date) -> str:
        """Write a date."""
        return f"{day}"

    def phrase(self, name: str, **values: str) -> str:
        """Give a phrase of PHRASES with its values."""
        return PHRASES[name].format(**values)


ENGLISH: Final = Words()


class Amount(Strict):
    """A number with its unit, a range with or without a middle, or words; `wording` is how exactly the source says it."""

    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    text: Text | None = None
    unit: Text | None = None
    wording: Wording = "exact"

    @property
    def is_number(self) -> bool:
        """Tell whether there is a value or a range."""
        return self.value is not None or self.low is not None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high belong together; expected both or neither")
        if self.low is not None and self.high is not None:
            middle = self.low if self.value is None else self.value
            if not self.low <= middle <= self.high:
                raise ValueError(f"expected low <= value <= high, got {self.low:g}, {middle:g}, {self.high:g}")
        if self.is_number and self.text is not None:
            raise ValueError(f'a number and text "{self.text}" at the same time; expected one of them')
        if self.is_number and self.unit is None:
            raise ValueError("a number without unit; expected unit")
        if not self.is_number and (self.unit is not None or self.wording != "exact"):
            raise ValueError("unit or wording without a number; expected value, or low and high")
        return self

    def in_words(self, words: Words = ENGLISH) -> str:
        """Write the amount as a person reads it: "about 50 persons", "25 to 35 persons", "37 % of finishers"."""
        if self.text is not None:
            return words.text(self.text)
        if self.unit is None or not self.is_number:
            return ""
        share = self.unit.split()[0] == "share"
        unit = words.text(" ".join(["%", *self.unit.split()[1:]]) if share else self.unit)
        middle, low, high = (words.number(100 * n if share else n) if n is not None else "" for n in (self.value, self.low, self.high))
        span = words.phrase("span", low=low, high=high) if low else ""
        number = words.phrase("middle", middle=middle, span=span) if middle and span else middle or span
        amount = words.phrase("amount", number=number, unit=unit)
        return amount if self.wording == "exact" else words.phrase(f"wording-{self.wording.replace(' ', '_')}", amount=amount)


class Part(Amount):
    """One of several numbers that a row consists of."""

    what: Text

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.is_number and self.text is None:
            raise ValueError("nothing said; expected value, low and high, or text")
        return self


class Entry(Strict):
    """What every row of the evidence has: an id of its kind and what it says, in the project's own words."""

    letter: ClassVar[str]
    kind: ClassVar[str]
    points: ClassVar[str] = ""
    id: Text
    what: Text

    @model_validator(mode="after")
    def _id_of_its_kind(self) -> Self:
        if not re.fullmatch(rf"{self.letter}[1-9]\d*", self.id):
            raise ValueError(f'id "{self.id}"; expected {self.letter} and a number, such as {self.letter}1')
        return self

    def names(self) -> tuple[str, ...]:
        """List the ids of the rows that this one rests on or concerns."""
        return tuple(getattr(self, self.points)) if self.points else ()

    def told(self, words: Words = ENGLISH) -> str:
        """Say the amount, or the words, that the row carries."""
        return ""

    def when(self, words: Words = ENGLISH) -> str:
        """Say the date, window or year the row holds for."""
        return ""

    def source_in(self, document: str, words: Words = ENGLISH) -> str:
        """Say where the row comes from, in an evidence file about a document: here, from other rows."""
        return words.phrase("see", rows=", ".join(self.names()))

    def reason(self, words: Words = ENGLISH) -> str:
        """Say how the row is used, or why not."""
        return ""


class Used(Entry):
    """A row with a use, and why; a row that is not used says why not."""

    use: Use
    why: str = ""

    @model_validator(mode="after")
    def _why_not(self) -> Self:
        if self.use == "not used" and not self.why.strip():
            raise ValueError('use is "not used" and why is missing; expected why')
        return self

    def reason(self, words: Words = ENGLISH) -> str:
        """Say how the row is used, or why not."""
        return words.text(self.why) if self.why else ""


class Counted(Used, Amount):
    """A row that carries an amount, several, or both."""

    parts: tuple[Part, ...] = ()

    @model_validator(mode="after")
    def _has_an_amount(self) -> Self:
        if not self.is_number and self.text is None and not self.parts:
            raise ValueError("no amount; expected value, low and high, text or parts")
        return self

    def part(self, what: str) -> Part:
        """Find a part by what it is; KeyError when there is none."""
        for part in self.parts:
            if part.what == what:
                return part
        raise KeyError(f"{self.id} has no part called {what!r}")

    def told(self, words: Words = ENGLISH) -> str:
        """Say the amount and its parts."""
        return _told(self.in_words(words), self.parts, words)


class Quoted(Used):
    """A row from the municipality's own document, with the section it stands in."""

    where: Text

    def source_in(self, document: str, words: Words = ENGLISH) -> str:
        """Say the document and the section."""
        return words.phrase("section", document=words.text(document), where=words.text(self.where))


class Sourced(Used):
    """A row from outside, with publisher and title, and how sure it is."""

    source: Text
    sure: Sure

    @model_validator(mode="after")
    def _honest(self) -> Self:
        if self.sure == "H" and self.source.startswith(UNSOURCED):
            raise ValueError(f'sure is "H" and source is "{self.source}"; expected M or L')
        return self

    def source_in(self, document: str, words: Words = ENGLISH) -> str:
        """Say the publisher and the title."""
        return words.text(self.source)


class Figure(Quoted, Counted):
    """A number in the municipality's own document, with the date or window it holds for and the section it stands in."""

    letter = "N"
    kind = "figure"
    day: Day | None = Field(None, alias="date")
    since: Day | None = Field(None, alias="from")
    until: Day | None = None
    why: Text
    sure: Sure

    @model_validator(mode="after")
    def _dated(self) -> Self:
        window = self.since is not None or self.until is not None
        if (self.day is not None) == window:
            raise ValueError("expected either date, or a window with from or until")
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError(f"until {self.until} is before from {self.since}")
        return self

    def when(self, words: Words = ENGLISH) -> str:
        """Say the date or the window."""
        if self.day is not None:
            return words.day(self.day)
        since, until = (words.day(day) if day is not None else "" for day in (self.since, self.until))
        if since and until:
            return words.phrase("span", low=since, high=until)
        return words.phrase("since", since=since) if since else words.phrase("until", until=until)


class Statement(Quoted):
    """Something the document says without a number."""

    letter = "R"
    kind = "statement"


class Fact(Sourced, Counted):
    """A rule, price or statistic from outside the document, with publisher and title."""

    letter = "B"
    kind = "fact"
    year: Text

    def when(self, words: Words = ENGLISH) -> str:
        """Say the year or years."""
        return words.text(self.year)


class Derived(Counted):
    """Arithmetic on other rows."""

    letter = "D"
    kind = "derived"
    points = "rests_on"
    rests_on: tuple[Text, ...] = Field(min_length=1)


class Finding(Sourced):
    """Published evidence behind a prior; `suggests` is the project's own judgement of a range, never evidence."""

    letter = "E"
    kind = "finding"
    evidence: Text
    parts: tuple[Part, ...] = ()
    suggests: tuple[Part, ...] = ()

    def told(self, words: Words = ENGLISH) -> str:
        """Say what was found and its numbers."""
        return _told(words.text(self.evidence), self.parts, words)

    def reason(self, words: Words = ENGLISH) -> str:
        """Say what this project makes of it, and why."""
        judged = words.phrase("judged", told=_told("", self.suggests, words)) if self.suggests else ""
        return ". ".join(said for said in (judged, super().reason(words)) if said)


class Contradiction(Entry):
    """Where sources disagree or are unclear, which rows it concerns, and how it is handled."""

    letter = "C"
    kind = "contradiction"
    points = "concerns"
    concerns: tuple[Text, ...] = Field(min_length=1)
    handled: Text

    def reason(self, words: Words = ENGLISH) -> str:
        """Say how it is handled."""
        return words.text(self.handled)


class Evidence(Strict):
    """All that is known about a municipality; ids are unique and every id that a row names is there."""

    municipality: Text
    document: Text
    figures: tuple[Figure, ...] = Field(alias="figure", min_length=1)
    statements: tuple[Statement, ...] = Field((), alias="statement")
    facts: tuple[Fact, ...] = Field((), alias="fact")
    derived: tuple[Derived, ...] = ()
    findings: tuple[Finding, ...] = Field((), alias="finding")
    contradictions: tuple[Contradiction, ...] = Field((), alias="contradiction")

    @model_validator(mode="after")
    def _ids_hold_together(self) -> Self:
        known: set[str] = set()
        for entry in self.entries():
            if entry.id in known:
                raise ValueError(f'{entry.kind} {entry.id}: id "{entry.id}" is used twice; expected an id of its own for every row')
            known.add(entry.id)
        for entry in self.entries():
            for name in entry.names():
                if name not in known or name == entry.id:
                    wrong = f'{entry.kind} {entry.id}: {entry.points}: "{name}" is not another row of this file.'
                    raise ValueError(wrong + nearest(name, known))
        return self

    def entries(self) -> Iterator[Entry]:
        """Go through every row in the order of the kinds."""
        yield from self.figures
        yield from self.statements
        yield from self.facts
        yield from self.derived
        yield from self.findings
        yield from self.contradictions

    def entry(self, id: str) -> Entry:
        """Find a row by its id; InputError with the nearest id when there is none."""
        for entry in self.entries():
            if entry.id == id:
                return entry
        raise InputError(f'evidence for {self.municipality}: no row "{id}".{nearest(id, (entry.id for entry in self.entries()))}')


def load_evidence(path: str | Path) -> Evidence:
    """Read a municipality's evidence file; InputError names the file, row, key and value that are wrong and what was expected."""
    path = Path(path)
    raw = read_toml(path)
    try:
        return Evidence.model_validate(raw)
    except ValidationError as error:
        raise InputError(_explain(error, raw, path)) from error


def describe(evidence: Evidence, about: str | None = None) -> list[dict[str, str]]:
    """Give the rows of a table that shows the evidence in English: all of them, or those about something (`entries_about`)."""
    return [row_of(evidence.document, entry) for entry in entries_about(evidence, about)]


def entries_about(evidence: Evidence, about: str | None = None, words: Words = ENGLISH) -> list[Entry]:
    """Find the rows about something, or all of them.

    `about` is an id, which gives that row and those that name it, or a word, which gives the rows that contain it in any column, in
    English or as `words` say it.

    Raises:
        InputError: `about` looks like an id and no row has it; a word that is nowhere gives an empty list.
    """
    if about is not None and re.fullmatch(r"[A-Z]\d+", about.strip(), re.IGNORECASE):
        id = evidence.entry(about.strip().upper()).id
        return [entry for entry in evidence.entries() if id == entry.id or id in entry.names()]
    word = (about or "").strip().casefold()
    return [entry for entry in evidence.entries() if word in _searched(evidence.document, entry, words)]


def row_of(document: str, entry: Entry, words: Words = ENGLISH) -> dict[str, str]:
    """Lay out a row as the columns of a table.

    The keys are id, kind, what, says, when, source, sure, use and why, all text, empty where a kind of row has none.
    """
    return {
        "id": entry.id,
        "kind": entry.kind,
        "what": words.text(entry.what),
        "says": entry.told(words),
        "when": entry.when(words),
        "source": entry.source_in(document, words),
        "sure": entry.sure if isinstance(entry, Figure | Sourced) else "",
        "use": entry.use if isinstance(entry, Used) else "",
        "why": entry.reason(words),
    }


def _searched(document: str, entry: Entry, words: Words) -> str:
    return "\n".join([*row_of(document, entry).values(), *row_of(document, entry, words).values()]).casefold()


def _told(first: str, parts: tuple[Part, ...], words: Words) -> str:
    """Join an amount and its parts into one sentence."""
    said = [words.phrase("part", what=words.text(part.what), told=part.in_words(words)) for part in parts]
    return "; ".join([first] * bool(first) + said)


def _digits(number: float) -> str:
    """Write a number with a space between thousands and no needless decimals."""
    shown = f"{round(number, 6):,.6f}".rstrip("0").rstrip(".").replace(",", " ")
    return shown.replace("-", "−") if shown != "-0" else "0"


def _explain(error: ValidationError, raw: dict[str, Any], path: Path) -> str:
    """Say in one sentence the first thing that is wrong: file, row, key, value, what was expected, nearest valid name."""
    first = error.errors()[0]
    at = list(first["loc"])
    place = str(path)
    row = None
    if len(at) > 1 and isinstance(at[1], int):
        row = raw[str(at[0])][at[1]]
        name = row.get("id") if isinstance(row, dict) else None
        place += f": {at[0]} {name if isinstance(name, str) and name else f'number {at[1] + 1}'}"
    key = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in (at if row is None else at[2:])).lstrip(".")
    value = first["input"]
    message = first["msg"].removeprefix("Value error, ")
    shown = f" (value {value!r})" if isinstance(value, str | int | float | date) and repr(value) not in message else ""
    if first["type"] == "extra_forbidden":
        return f'{place}: {key}: unknown key "{at[-1]}".{nearest(str(at[-1]), names_at(Evidence, at[:-1]))}'
    if first["type"] == "missing":
        return f'{place}: {key}: missing; expected the key "{at[-1]}"'
    if first["type"] == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(first["ctx"]["expected"]))
        return f"{place}: {key}: {value!r} is not allowed; expected one of {', '.join(allowed)}.{nearest(str(value), allowed)}"
    return f"{place}: {key + ': ' if key else ''}{message}{shown}"

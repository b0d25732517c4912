"""Errors in the language of whoever reads them. The lower rooms say one English sentence; here it is found again in the catalogue.

A sentence has up to four parts: where (file and key, which stay as they are), what is wrong, what was expected, and the nearest name. The
parts are looked up by their English pattern in `errors.ftl`; a test refuses an error in the package without its pattern. In a pattern,
`$problem` and `$expected` are parts themselves, `$kind` is one of the words that begin with `w-`, and all other values stay as they are.
"""

import re
from dataclasses import dataclass
from functools import cache

from ami_sim.report.words import Language, catalogue, say

NEAREST = re.compile(r'^(.*?)\.? (?:Did you mean "(?P<name>[^"]*)"\?|Valid names: (?P<names>.*)\.)$', re.DOTALL)
EXPECTED, ONLY = "; expected ", "expected "
SHOWN = re.compile(r"^(.*) \(value (.*)\)$", re.DOTALL)
VALUE = re.compile(r"\{ \$(\w+) \}")


@dataclass(frozen=True)
class Pattern:
    """A part of a sentence: the message's name and its English as a pattern. fixed: how many characters of it are words."""

    message: str
    found: re.Pattern[str]
    fixed: int


@dataclass(frozen=True)
class Said:
    """A part in a language. fixed: how many characters of its English are words."""

    text: str
    fixed: int


def told(sentence: str, language: Language) -> str:
    """Say an error sentence in a language; the parts the catalogue does not know stay as they are."""
    if language == "en":
        return sentence
    near = NEAREST.match(sentence)
    body = near[1] if near else sentence
    problem, _, expected = body.partition(EXPECTED)
    said = problem_said(problem, language)
    if expected:
        known = part_said("e", expected, language)
        said = say(language, "errors.whole", problem=said, expected=known.text if known else expected)
    if near is None:
        return said
    end = "" if said.endswith((".", "?", "!")) else "."
    if near["name"] is not None:
        return say(language, "errors.did-you-mean", said=said + end, name=near["name"])
    return say(language, "errors.valid-names", said=said + end, names=near["names"])


def problem_said(problem: str, language: Language) -> str:
    """Say what is wrong; what stands before it, by colons, is where, and is kept; so is a value shown after it."""
    shown = SHOWN.match(problem)
    steps = (shown[1] if shown else problem).split(": ")
    found = [(said, steps[:at]) for at in range(len(steps)) if (said := after_place(": ".join(steps[at:]), language))]
    if not found:
        return problem
    said, place = max(found, key=lambda one: one[0].fixed)  # the first of those with most words
    whole = ": ".join([*place, said.text])
    return say(language, "errors.value", said=whole, value=shown[2]) if shown else whole


def after_place(text: str, language: Language) -> Said | None:
    """Say what stands after the place: what is wrong, or only what was expected."""
    said = part_said("p", text, language)
    if said is None and text.startswith(ONLY):
        expected = part_said("e", text.removeprefix(ONLY), language)
        said = None if expected is None else Said(say(language, "errors.only", expected=expected.text), expected.fixed)
    return said


def part_said(kind: str, text: str, language: Language) -> Said | None:
    """Say a part, or nothing when no pattern is it. kind: "p" for what is wrong, "e" for what was expected, "w" for a word."""
    for pattern in patterns(kind):
        found = pattern.found.fullmatch(text)
        values = {name: value_said(name, value, language) for name, value in found.groupdict().items()} if found else {"": None}
        if None not in values.values():
            return Said(say(language, f"errors.{pattern.message}", **values), pattern.fixed)
    return None


def value_said(name: str, value: str, language: Language) -> str | None:
    """Say a value of a pattern: a part in it in the language, or nothing when it is none; a word if it is known; others as they are."""
    if name == "problem":
        said = problem_said(value, language)
        return said if said != value or " " not in value.rpartition(": ")[2] else None
    part = part_said({"expected": "e", "kind": "w"}[name], value, language) if name in ("expected", "kind") else None
    return part.text if part else None if name == "expected" else value


@cache
def patterns(kind: str) -> tuple[Pattern, ...]:
    """Give the patterns of a kind, those with most words first."""
    known = catalogue("en", "errors")
    found = []
    for message in known.messages:
        if message.startswith(f"{kind}-"):
            text = known.source(message)
            parts = VALUE.split(text)
            words, names = parts[::2], parts[1::2]
            gaps = (f"(?P<{name}>.+?){re.escape(word)}" for name, word in zip(names, words[1:], strict=True))
            pattern = "".join([re.escape(words[0]), *gaps])
            found.append(Pattern(message, re.compile(pattern, re.DOTALL), sum(map(len, words))))
    return tuple(sorted(found, key=lambda one: -one.fixed))

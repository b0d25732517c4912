"""Measures as rows: a registry of what is counted, that a question of one's own can add to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from inspect import getdoc
from typing import Any, Literal, NamedTuple

from ami_sim.scenario.errors import InputError, nearest

# What a measure's function is given, and gives:
# "each": `Lives`; one number a person, added up over everybody and over each group of people.
# "lives": `Lives`; `Number`s of its own.
# "money": what was seen of a run with its ledger; `Number`s.
# "twins": what was seen of the reference and of an option, life by life; `Number`s. "newcomers": likewise, where inflows differ.
# "spells": one's own measure: the spells and the window (`record.measures.view`); one number a run.
Needs = Literal["each", "lives", "money", "twins", "newcomers", "spells"]


class Number(NamedTuple):
    """One number of one run: a measure's value, of an actor and for a group where it has them ("" for none, and for everybody)."""

    measure: str
    actor: str
    group: str
    value: float


Key = tuple[str, str, str]  # of a number: measure, actor, group


def by_key(numbers: Iterable[Number]) -> dict[Key, float]:
    """Give the values of some numbers by what they are of, in their order."""
    return {(measure, actor, group): value for measure, actor, group, value in numbers}


@dataclass(frozen=True)
class Measure:
    """One measure: what it is called, in what unit it comes, what exactly is counted, and the function that counts it.

    titles: by language ("en", "sv"). doc: the definition, as docs/model.md prints it. Rows that one function counts together share it.
    """

    name: str
    unit: str
    titles: Mapping[str, str]
    doc: str
    needs: Needs
    function: Callable[..., Any]

    def title(self, language: str) -> str:
        """Give the title in a language; English where there is none, and the name where there is none either."""
        return self.titles.get(language) or self.titles.get("en") or self.name.replace("_", " ")


def measure(
    *, unit: str, en: str, sv: str, needs: Needs = "each", name: str = "", doc: str = ""
) -> Callable[[Callable[..., Any]], Measure]:
    """Make a row of a function: its name and its docstring are the measure's, unless others are given."""

    def row(function: Callable[..., Any]) -> Measure:
        said = doc or " ".join((getdoc(function) or "").split())
        return Measure(name or function.__name__, unit, {"en": en, "sv": sv}, said, needs, function)

    return row


@dataclass(frozen=True)
class Measures:
    """The measures that a run takes, in the order in which it takes them, and the order in which summaries print them.

    Frozen: `with_measure` gives another registry, and nothing that runs is changed behind its back.
    """

    rows: tuple[Measure, ...]
    printed: tuple[str, ...] = ()  # names in the order of a summary; those that are not named come last, by name

    @cached_property
    def by_name(self) -> Mapping[str, Measure]:
        """Find a row by its name."""
        return {row.name: row for row in self.rows}

    def __contains__(self, name: object) -> bool:
        return name in self.by_name

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_name)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> Measure:
        if name not in self.by_name:
            raise InputError(f'measure "{name}" is not known.{nearest(name, list(self.by_name))}')
        return self.by_name[name]

    @cached_property
    def _by_need(self) -> Mapping[Needs, tuple[Measure, ...]]:
        return {needs: tuple(row for row in self.rows if row.needs == needs) for needs in dict.fromkeys(row.needs for row in self.rows)}

    @cached_property
    def _functions(self) -> Mapping[Needs, tuple[Callable[..., Any], ...]]:
        return {needs: tuple(dict.fromkeys(row.function for row in rows)) for needs, rows in self._by_need.items()}

    def of(self, needs: Needs) -> tuple[Measure, ...]:
        """Give the rows whose functions need the same."""
        return self._by_need.get(needs, ())

    def functions(self, needs: Needs) -> tuple[Callable[..., Any], ...]:
        """Give the functions of those rows, each once."""
        return self._functions.get(needs, ())

    def with_measure(self, row: Measure) -> "Measures":
        """Give the registry with a measure more; InputError when its name is taken, is no name, or it cannot be counted."""
        if not row.name.isidentifier():
            raise InputError(f'measure "{row.name}": is no name; expected letters, digits and underscores, as of a Python function')
        if row.name in self:
            raise InputError(f'measure "{row.name}": is there already ({self[row.name].title("en")}); expected a name of its own')
        if not callable(row.function):
            raise InputError(f'measure "{row.name}": {row.function!r} is no function; expected one of the spells and the window')
        if not row.unit:
            raise InputError(f'measure "{row.name}": has no unit; expected one, such as "persons", "days" or "kr"')
        return Measures((*self.rows, row), (*self.printed, row.name) if self.printed else ())

"""One person: what an official can see of them, and what only the simulation knows."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Annotated, Any, Final, TypeAlias, get_type_hints

import numpy as np

from ami_sim.model.randomness import TURN_NAMES
from ami_sim.scenario.registry import SHIPPED_CLOCKS
from ami_sim.scenario.scenario import MOST_AT_HOME

COUNTED: Final = 8  # slots for days used: one for each intervention whose days a rule limits, the last for all others
CHILDREN: Final = MOST_AT_HOME  # dates of birth that are kept
TURNS: Final = len(TURN_NAMES)  # slots for occasion counters: one for each thing that happens along the way
PER_CLOCK: Final = -1  # as many entries as the vocabulary has life clocks

# How wide a field is in a record: a code or a small number, a count, a person's number, bits of service rows, a key.
Code: TypeAlias = Annotated[int, "i1"]
Byte: TypeAlias = Annotated[int, "u1"]  # eight bits, none of them a sign
Count: TypeAlias = Annotated[int, "i2"]
Int: TypeAlias = Annotated[int, "i4"]
Bits: TypeAlias = Annotated[int, "i8"]
Key: TypeAlias = Annotated[int, "u8"]
Days: TypeAlias = Annotated[float, "f8"]
Share: TypeAlias = Annotated[float, "f8"]
Rates: TypeAlias = Annotated[list[float], "f8", PER_CLOCK]
Counts: TypeAlias = Annotated[list[int], "i2", PER_CLOCK]
Turns: TypeAlias = Annotated[list[int], "i2", TURNS]
Used: TypeAlias = Annotated[list[float], "f8", COUNTED]
Births: TypeAlias = Annotated[list[float], "f8", CHILDREN]


class Person:
    """A person in need, as plain fields that both engines share; the compiled engine's record is read from here.

    Times are days since the scenario's start date (negative before it).
    """

    # who they are: seen by an official
    id: Int  # position among the people of a run, sorted by (referrer, number)
    referrer: Code
    number: Int  # 1, 2, ... in order of arrival; -1, -2, ... backwards in time for those in need before the start
    born: Days
    traits: Bits
    schooling: Code
    household: Count  # of `Prices.compositions`: adults, housing, and children by band of age
    children: Code  # at home
    child_born: Births  # when each child was born; long ago where there is none, and never passed where children do not age
    began: Days  # the need began
    # how they stand: seen by an official
    stage: Code
    income: Code
    assessed: Code  # step as the consultant sees it, 0-4
    row: Code
    group: Code
    rights: Byte
    stage_since: Days
    need_since: Days
    idle_since: Days  # without work since
    aid_since: Days
    queued: Days
    mappings: Count
    starts: Count
    used: Used  # days so far in each intervention whose days are limited, and in all others
    joined: Days  # an a-kassa, on the first day of a job at the unit; infinite for never
    valid: Used  # until when AF has granted each of these interventions
    application: Code  # how the applications to AF stand
    refused: Bits  # interventions that AF has refused, one bit for each whose days are limited
    waits: Code  # what they wait for, if a subsidised job would fit
    cut_until: Days  # their household's aid is cut before this day, for what they refused
    premium_left: Days  # of work for which the premium is paid
    # latent: never seen by a strategy
    key: Key
    finding: Key  # the key that AF's findings are read from: it stays when `key` is renewed
    later: Key  # the key for the time after the observed present; 0 when luck is not renewed
    frailty: Share
    scale: Rates  # everything fixed about a person that multiplies each clock
    step: Code  # true readiness, 0-4
    after: Code  # whose after-effect it carries, of those that a plan lists; 0 for none
    after_since: Days  # the stay or the studies that it comes from were completed
    fallback: Code  # the income to fall back on
    qualifying: Days  # employment that counts for a-kassa
    need_elapsed: Days  # time in need when the person last left it
    answers: Used  # when AF answers for each of these interventions; infinite when nothing is asked
    to_row: Code  # what the placement round chose
    to_group: Code
    eligible: Share  # the referrer's factor on AF's eligibility
    left: Rates  # exposure left on each life clock when its rate last changed
    lit: Rates  # since when each burns at its rate, days
    rate: Rates  # a day, now
    drawn: Counts
    fires: Days  # the life clock that comes first at these rates: when, and which
    clock: Code
    turns: Turns  # occasions used of each thing that happens along the way
    since: Days  # rates hold since
    ends: Days  # planned end of mapping or intervention
    band: Days  # next date at which something by elapsed time changes
    birth: Days  # the next child is born
    partner: Days  # a partner comes or goes, or the young move out
    family: Days  # the next date on which the household changes: one of these, or a child turns 7, 13 or 19
    hears: Days  # AF's next answer, or what it granted runs out
    expires: Days  # a-kassa or establishment ends
    patience: Days  # a waiting case pauses
    retires: Days
    arrives: Days
    instant: Days  # when something last happened, and how often at once
    at_once: Count
    suits: Bits  # service rows that suit now, one bit each
    rank: Share  # the key of the queue
    ahead: Int  # the line they stand in is a tree: who hangs below and comes earlier, below and later, above; -1 for nobody
    behind: Int
    over: Int
    below: Bits  # service rows that suit anybody at or below this point of the line, one bit each
    __slots__ = tuple(__annotations__)


HINTS: Final[dict[str, Any]] = get_type_hints(Person, include_extras=True)
# The order in memory. First what a run changes or often reads, by what is touched together: a place in a line, what comes next, since when.
LINE: Final = ("key", "rank", "queued", "suits", "below", "id", "ahead", "behind", "over")
STANDING: Final = ("stage", "income", "assessed", "row", "group", "rights", "application", "waits")
NEXT: Final = ("since", "fires", "ends", "band", "family", "hears", "expires", "patience", "retires", "arrives")
PAST: Final = ("stage_since", "need_since", "born", "aid_since", "idle_since", "after_since", "instant")
SINCE: Final = (*PAST, "qualifying", "need_elapsed", "later")
COUNTED_SO_FAR: Final = ("mappings", "starts", "at_once", "after", "step", "clock", "to_row", "to_group", "refused", "turns")
SMALL: Final = ("referrer", "household", "children", "fallback", "traits", *COUNTED_SO_FAR)
LISTS: Final = ("left", "lit", "rate", "scale", "drawn", "used", "answers", "valid", "child_born")
HOT: Final = "used"  # what stands before this field is touched by nearly every event, it and what follows by few


def layout(names: Iterable[str], clocks: int = SHIPPED_CLOCKS) -> np.dtype:
    """Lay out fields in this order, with so many life clocks."""
    fields = []
    for name in names:
        kind, *lengths = HINTS[name].__metadata__
        fields.append((name, kind, *(clocks if length == PER_CLOCK else length for length in lengths)))
    return np.dtype(fields, align=True)


FIELDS: Final = tuple(dict.fromkeys((*LINE, *STANDING, *NEXT, *SINCE, *SMALL, *(name for name in HINTS if name not in LISTS), *LISTS)))
LATENT: Final = frozenset(Person.__slots__[Person.__slots__.index("key") :])
OBSERVED: Final = tuple(name for name in Person.__slots__ if name not in LATENT)


@lru_cache(maxsize=64)
def person_record(clocks: int) -> np.dtype:
    """Give the record of a person with so many life clocks."""
    return layout(FIELDS, clocks)


PERSON: Final = person_record(SHIPPED_CLOCKS)


def take_rows(records: np.ndarray, which: Any) -> np.ndarray:
    """Take some rows of records, as whole blocks of memory: numpy alone would copy field by field, twenty times slower."""
    blocks = np.ascontiguousarray(records).view(np.dtype((np.void, records.dtype.itemsize)))
    rows: np.ndarray = blocks[which].view(records.dtype)
    return rows


def put_rows(records: np.ndarray, which: Sequence[int], rows: np.ndarray) -> None:
    """Put some rows of records in the place of others, as whole blocks of memory."""
    block = np.dtype((np.void, records.dtype.itemsize))
    records.view(block)[which] = rows.view(block)


def join_rows(parts: Iterable[np.ndarray]) -> np.ndarray:
    """Put records one after another, as whole blocks of memory."""
    parts = list(parts)
    return np.frombuffer(bytearray(b"".join(part.tobytes() for part in parts)), parts[0].dtype)


def as_people(records: np.ndarray) -> list[Person]:
    """Turn records into objects, for the readable engine."""
    columns = {name: records[name].tolist() for name in FIELDS}
    people = []
    for i in range(len(records)):
        person = Person()
        for name, column in columns.items():
            setattr(person, name, column[i])
        people.append(person)
    return people


def copy_person(person: Person) -> Person:
    """Copy a person, lists and all, so that what is handed in is never changed."""
    other = Person()
    for name in Person.__slots__:
        value = getattr(person, name)
        setattr(other, name, value.copy() if isinstance(value, list) else value)
    return other


def as_records(people: list[Person]) -> np.ndarray:
    """Turn objects into records, for the compiled engine."""
    records = np.zeros(len(people), person_record(len(people[0].left)) if people else PERSON)
    for name in FIELDS if people else ():  # nobody has no lists to copy
        records[name] = [getattr(person, name) for person in people]
    return records

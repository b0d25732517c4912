"""The vocabulary of the model: stages, incomes, events with their life clocks, traits and rights, as named rows.

Both engines compute with codes, which are the places of the rows; files and people read the names. What ships keeps its codes; rows of
one's own come behind it. How many there are, and so how wide every table and code must be, is asked of a `Vocabulary` and nowhere else.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, Self, TypeVar

from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.named_rows import ALIVE, IN_NEED_WORD, SAME, Event, Income, Move, Named, Names, Right, Stage, Trait

# The first is before the need begins, the next six are in need, the rest are outcomes.
SHIPPED_STAGES: Final = (
    Stage("unborn"),
    Stage("not_referred", in_need=True, outcome=True),
    Stage("waiting_mapping", in_need=True),
    Stage("mapping", in_need=True),
    Stage("waiting_place", in_need=True),
    Stage("in_intervention", in_need=True),
    Stage("paused", in_need=True, outcome=True),
    Stage("work", outcome=True, income="work"),
    Stage("subsidised_elsewhere", outcome=True, income="subsidised"),
    Stage("studies", outcome=True, income="studies"),
    Stage("sick_on_aid", outcome=True, income="aid"),
    Stage("sick_pay", outcome=True, income="sick_pay"),
    Stage("sickness_compensation", outcome=True, income="sickness_compensation"),
    Stage("aid_ended", in_need=True, outcome=True, income="refused"),
    Stage("other_support", outcome=True, income="other"),
    Stage("left", outcome=True, income="none"),
)
STAGES: Final = tuple(row.name for row in SHIPPED_STAGES)
(
    UNBORN,
    NOT_REFERRED,
    WAITING_MAPPING,
    MAPPING,
    WAITING_PLACE,
    IN_INTERVENTION,
    PAUSED,
    WORK,
    SUBSIDISED,
    STUDIES,
    SICK_ON_AID,
    SICK_PAY,
    SICKNESS_COMPENSATION,
    AID_ENDED,
    OTHER_SUPPORT,
    LEFT,
) = range(len(STAGES))
IN_NEED: Final = range(NOT_REFERRED, PAUSED + 1)

# `aid_gap`: aid (försörjningsstöd) is interrupted while the need goes on. `state_benefit`: activity support that is enough to stay off
# aid; `activity`: its floor, in an AF measure, topped up by aid.
SHIPPED_INCOMES: Final = (
    Income("aid", arrives=True),
    Income("aid_gap", arrives=True),
    Income("state_benefit", arrives=True),
    Income("establishment", arrives=True),
    Income("akassa", arrives=True),
    Income("family", arrives=True),
    Income("ami_wage"),
    Income("work"),
    Income("subsidised"),
    Income("studies"),
    Income("sick_pay"),
    Income("sickness_compensation"),
    Income("refused"),
    Income("other", arrives=True),
    Income("none", arrives=True),
    Income("activity", arrives=True),
)
INCOMES: Final = tuple(row.name for row in SHIPPED_INCOMES)
(
    I_AID,
    I_GAP,
    I_BENEFIT,
    I_ESTABLISHMENT,
    I_AKASSA,
    I_FAMILY,
    I_AMI_WAGE,
    I_WORK,
    I_SUBSIDISED,
    I_STUDIES,
    I_SICK_PAY,
    I_SICKNESS_COMPENSATION,
    I_REFUSED,
    I_OTHER,
    I_NONE,
    I_ACTIVITY,
) = range(len(INCOMES))


def set_of(*incomes: int) -> int:
    """Give a set of incomes as bits, which the rules of both engines read."""
    return sum(1 << income for income in incomes)


def members(incomes: int) -> list[int]:
    """Give the incomes of a set, for whoever reads a log."""
    return [income for income in range(len(INCOMES)) if incomes >> income & 1]


# What "on aid" means, by what it is asked for. Aid that tops up a wage or another income is told by the accounts alone.
AID_SPELL: Final = set_of(I_AID, I_GAP, I_ACTIVITY)  # one spell on aid goes on: paid, interrupted, or on top of activity support
NO_OTHER_INCOME: Final = set_of(I_AID, I_GAP)  # nothing to live on but aid, paid or interrupted
AID_PAID: Final = set_of(I_AID, I_ACTIVITY)  # aid is paid, alone or on top of activity support


def to(*stages: str) -> tuple[Move, ...]:
    """Give the move from anywhere to some stages."""
    return (Move((ALIVE,), stages),)


OUT_OF_NEED: Final = STAGES[WORK:LEFT]
ON_SICK_LIST: Final = ("sick_on_aid", "sick_pay")
UNIT: Final = ("waiting_mapping", "mapping", "waiting_place", "in_intervention", "paused")  # what only a unit's own persons are in
# Life clocks first, then what has a date, last what the unit does to a person.
SHIPPED_EVENTS: Final = (
    Event("find_work", to("work", "subsidised_elsewhere"), clock=True),
    Event("start_studies", to("studies"), clock=True),
    Event("advance", to(SAME), clock=True),
    Event("fall_back", to(SAME), clock=True),
    Event("benefit_ends", to(SAME), clock=True, incomes=("state_benefit", "establishment", "akassa", "family")),
    Event("gap_begins", to(SAME), clock=True, incomes=("aid",)),
    Event("gap_ends", (*to(SAME), Move(("aid_ended",), ("not_referred",))), clock=True, incomes=("aid_gap", "refused")),
    Event("become_sick", to(*ON_SICK_LIST), clock=True),
    Event("recover", to("not_referred"), clock=True, stages=ON_SICK_LIST),
    Event("sickness_decision", to("sickness_compensation", SAME), clock=True, stages=ON_SICK_LIST),
    Event("aid_ends", to("aid_ended"), clock=True, incomes=("aid", "aid_gap", "activity")),
    Event("other_support", to("other_support"), clock=True),
    Event("die", to("left"), clock=True),
    Event("move", (*to(SAME), Move(UNIT, ("not_referred",))), clock=True),  # to another municipality: life goes on there
    Event("refer", to("waiting_mapping"), clock=True, stages=("not_referred", "paused")),
    Event("drop_out", to("paused"), clock=True, stages=("in_intervention",)),
    Event("relapse", to("not_referred"), clock=True, stages=OUT_OF_NEED),
    Event("planned_end", (Move(("mapping", "in_intervention"), (ALIVE, "left")),)),
    Event("band", to(SAME)),
    Event("rights_expire", to(SAME)),
    Event("wait_too_long", (Move(("waiting_place",), ("paused",)),)),
    Event("retire", to("left")),
    Event("calendar", (*to(SAME), Move(("unborn",), (ALIVE, "left")))),  # also the first row of who is there when the run begins
    Event("arrival", (Move(("unborn",), ("not_referred", "waiting_mapping", "waiting_place")),)),
    Event("start", (Move(("waiting_mapping",), ("mapping",)), Move(("waiting_place",), ("in_intervention",)))),
    Event("suspend", (Move(("mapping",), ("waiting_mapping",)), Move(("in_intervention",), ("waiting_place",)))),
    Event("discharge", (Move(("waiting_mapping", "waiting_place", "mapping"), ("not_referred",)),)),
    Event("af_answers", to(SAME)),  # or what AF granted runs out
    Event("move_up", (Move(("in_intervention",), ("in_intervention",)),)),
    Event("household_changes", to(SAME)),  # a child is born, turns 7 or 13, or leaves at 19; a partner comes or goes
)
EVENTS: Final = tuple(row.name for row in SHIPPED_EVENTS)
(
    FIND_WORK,
    START_STUDIES,
    ADVANCE,
    FALL_BACK,
    BENEFIT_ENDS,
    GAP_BEGINS,
    GAP_ENDS,
    BECOME_SICK,
    RECOVER,
    SICKNESS_DECISION,
    AID_ENDS,
    FIND_SUPPORT,
    DIE,
    MOVE,
    REFER,
    DROP_OUT,
    RELAPSE,
    PLANNED_END,
    BAND,
    RIGHTS_EXPIRE,
    WAIT_TOO_LONG,
    RETIRE,
    CALENDAR,
    ARRIVAL,
    START,
    SUSPEND,
    DISCHARGE,
    AF_ANSWERS,
    MOVE_UP,
    HOUSEHOLD_CHANGES,
) = range(len(EVENTS))
SHIPPED_CLOCKS: Final = sum(row.clock for row in SHIPPED_EVENTS)
SHIPPED_COUNT: Final = len(SHIPPED_EVENTS)

SHIPPED_TRAITS: Final = tuple(
    Trait(name) for name in ("woman", "born_abroad", "language_need", "ill_health", "reduced_capacity", "driving_licence", "akassa_member")
)
TRAITS: Final = tuple(row.name for row in SHIPPED_TRAITS)
WOMAN, BORN_ABROAD, LANGUAGE_NEED, ILL_HEALTH, REDUCED_CAPACITY, DRIVING_LICENCE, AKASSA_MEMBER = (1 << bit for bit in range(len(TRAITS)))

SHIPPED_RIGHTS: Final = tuple(
    Right(name)
    for name in (
        *("long_on_aid", "early_in_contract", "earnings_related", "elsewhere", "joined_akassa"),
        *("under_requirement", "aid_cut", "work_premium"),
    )
)
RIGHTS: Final = tuple(row.name for row in SHIPPED_RIGHTS)
LONG_ON_AID, EARLY_IN_CONTRACT, EARNINGS_RELATED, ELSEWHERE, JOINED_AKASSA, UNDER_REQUIREMENT, AID_CUT, WORK_PREMIUM = (
    1 << bit for bit in range(len(RIGHTS))
)

# How somebody's applications to AF stand: none, waiting for an answer, granted for now, refused.
APPLICATIONS: Final = ("none", "asked", "granted", "refused")
A_NONE, A_ASKED, A_GRANTED, A_REFUSED = range(len(APPLICATIONS))
# What somebody whom a subsidised job would fit waits for: nothing, AF's answer, AF's rules (refused or closed), money, a place, a case.
WAITS_FOR: Final = ("nothing", "af_answer", "af_rules", "money", "place", "case")
W_NOTHING, W_ANSWER, W_RULES, W_MONEY, W_PLACE, W_CASE = range(len(WAITS_FOR))

SCHOOLING: Final = ("compulsory_not_completed", "compulsory", "upper_secondary")
WORKPLACES: Final = ("none", "constructed", "intermediate", "ordinary")
STEPS: Final = 5  # readiness 1 (isolated) to 5 (ready for open work); stored 0..4

# Who pays and who is paid; "elsewhere" is the municipality of those who have moved away.
# The last two are the boundary: real resources used up, and output produced.
ACTORS: Final = (
    "ifo",
    "ami",
    "other_municipal",
    "region",
    "af",
    "social_insurance",
    "treasury",
    "person",
    "employer",
    "elsewhere",
    "resources",
    "output",
)
GROUPS_OF_ACTORS: Final = {
    "municipality": ("ifo", "ami", "other_municipal"),
    "state": ("af", "social_insurance", "treasury"),
    "public": ("ifo", "ami", "other_municipal", "region", "af", "social_insurance", "treasury", "elsewhere"),
    "society": ("ifo", "ami", "other_municipal", "region", "af", "social_insurance", "treasury", "person", "employer", "elsewhere"),
}

NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
T = TypeVar("T", bound=Named)


def added(rows: tuple[T, ...], row: T, what: str) -> tuple[T, ...]:
    """Put a row of one's own behind the others; InputError when its name is taken or no name."""
    if not NAME.fullmatch(row.name) or row.name in (IN_NEED_WORD, ALIVE, SAME):
        raise InputError(f'{what} "{row.name}": expected a name of its own in small letters, digits and _, beginning with a letter')
    if row.name in (known.name for known in rows):
        raise InputError(f'{what} "{row.name}": there is one of that name already; expected another name')
    return (*rows, row)


@dataclass(frozen=True)
class Vocabulary:
    """The stages, incomes, events, traits and rights that a scenario may name, in the order of their codes."""

    stage_rows: tuple[Stage, ...] = SHIPPED_STAGES
    income_rows: tuple[Income, ...] = SHIPPED_INCOMES
    event_rows: tuple[Event, ...] = SHIPPED_EVENTS
    trait_rows: tuple[Trait, ...] = SHIPPED_TRAITS
    right_rows: tuple[Right, ...] = SHIPPED_RIGHTS

    def __getstate__(self) -> dict[str, Any]:
        """Give the rows alone: what is derived from them is found again."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def with_stage(
        self, name: str, titles: Mapping[str, str] | None = None, *, in_need: bool = False, outcome: bool = True, income: str = ""
    ) -> Self:
        """Add a stage of one's own: whether the need goes on there, whether a service may lead there, what a person begins to live on.

        InputError when the name is taken, the income is unknown, or a stage out of need says no income.
        """
        if income or not in_need:
            self.refuse_unknown(f"stage {name}: income", income, self.incomes)
        rows = added(self.stage_rows, Stage(name, in_need, outcome, income, titles or {}), "stage")
        return replace(self, stage_rows=rows)

    def with_income(self, name: str, titles: Mapping[str, str] | None = None, *, arrives: bool = True) -> Self:
        """Add an income of one's own; arrives: somebody may live on it when the need begins. The prices need a row for it."""
        return replace(self, income_rows=added(self.income_rows, Income(name, arrives, titles or {}), "income"))

    def with_event(
        self,
        name: str,
        titles: Mapping[str, str] | None = None,
        *,
        stages: Names = (),
        leads_to: str = "",
        income: str = "",
        clock: bool = True,
        moves: tuple[Move, ...] | None = None,
    ) -> Self:
        """Add an event of one's own: the stages in which its clock may run (none: all), and what it does.

        leads_to: the stage it takes a person to. income: what the person lives on from then. clock: false for an event that a process
        of one's own brings about. moves: the changes of stage that a log may show; by default from `stages` to `leads_to`.
        InputError when the name is taken or a stage or an income is unknown.
        """
        for word in stages:
            self.refuse_unknown(f"event {name}: stages", word, self.stages)
        if leads_to:
            self.refuse_unknown(f"event {name}: leads_to", leads_to, self.stages[NOT_REFERRED:])
        if income:
            self.refuse_unknown(f"event {name}: income", income, self.incomes)
        there = ("not_referred",) if leads_to in UNIT else ()  # the unit takes nobody who has moved to another municipality
        may = moves if moves is not None else (Move(stages or (ALIVE,), (leads_to or SAME, *there)),)
        row = Event(name, may, clock, stages, (), leads_to, income, titles or {})
        return replace(self, event_rows=added(self.event_rows, row, "event"))

    def with_trait(self, name: str, titles: Mapping[str, str] | None = None) -> Self:
        """Add a trait of one's own, which an official can see."""
        return replace(self, trait_rows=added(self.trait_rows, Trait(name, titles or {}), "trait"))

    @staticmethod
    def refuse_unknown(where: str, word: str, known: Names) -> None:
        """Refuse a name that nothing has; InputError gives the nearest."""
        if word not in known:
            raise InputError(f'{where}: "{word}" is not known.{nearest(word, known)}')

    @cached_property
    def stages(self) -> Names:
        """The names of all stages, by code."""
        return tuple(row.name for row in self.stage_rows)

    @cached_property
    def incomes(self) -> Names:
        """The names of all incomes, by code."""
        return tuple(row.name for row in self.income_rows)

    @cached_property
    def events(self) -> Names:
        """The names of all events, by code."""
        return tuple(row.name for row in self.event_rows)

    @cached_property
    def traits(self) -> Names:
        """The names of all traits, by bit."""
        return tuple(row.name for row in self.trait_rows)

    @cached_property
    def rights(self) -> Names:
        """The names of all rights, by bit."""
        return tuple(row.name for row in self.right_rows)

    @cached_property
    def clock_rows(self) -> tuple[Event, ...]:
        """The events that life clocks bring, in the order of the clocks."""
        return tuple(row for row in self.event_rows if row.clock)

    @cached_property
    def clocks(self) -> Names:
        """The names of all life clocks: those that ship, then one's own."""
        return tuple(row.name for row in self.clock_rows)

    @cached_property
    def events_of_clocks(self) -> tuple[int, ...]:
        """The code of the event that each clock brings."""
        return tuple(self.events.index(name) for name in self.clocks)

    @cached_property
    def outcomes(self) -> Names:
        """The stages where a service may lead."""
        return tuple(row.name for row in self.stage_rows if row.outcome)

    @cached_property
    def in_need(self) -> tuple[int, ...]:
        """The codes of the stages in need."""
        return tuple(code for code, row in enumerate(self.stage_rows) if row.in_need)

    @cached_property
    def arrives_with(self) -> Names:
        """What somebody may live on when the need begins."""
        return tuple(row.name for row in self.income_rows if row.arrives)

    def clock_stages(self, clock: str) -> Names:
        """Where a clock may run at all, as a file may say it."""
        stages = self.event_rows[self.events.index(clock)].stages
        return stages or (*self.stages, IN_NEED_WORD)

    def clock_incomes(self, clock: str) -> Names:
        """On which incomes a clock may run, as a file may say it."""
        return self.event_rows[self.events.index(clock)].incomes or self.incomes

    def stages_meant(self, words: Names) -> list[int]:
        """Give the codes of the stages that the names of a move mean, without `SAME`."""
        alive = [code for code in range(len(self.stages)) if code not in (UNBORN, LEFT)]
        return [code for word in words if word != SAME for code in (alive if word == ALIVE else [self.stages.index(word)])]


SHIPPED: Final = Vocabulary()


def vocabulary_of(context: Any) -> Vocabulary:
    """Give the vocabulary that a file is read with: that of the validation's context, else what ships."""
    found: Vocabulary = (context or {}).get("vocabulary", SHIPPED)
    return found

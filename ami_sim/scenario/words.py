"""The words of the model, as the integers both engines compute with and the names files and people read."""

from typing import Final

# Stages: where a person stands. The first is before the need begins, the next six are "in need", the rest are outcomes.
STAGES: Final = (
    "unborn",
    "not_referred",
    "waiting_mapping",
    "mapping",
    "waiting_place",
    "in_intervention",
    "paused",
    "work",
    "subsidised_elsewhere",
    "studies",
    "sick_on_aid",
    "sick_pay",
    "sickness_compensation",
    "aid_ended",
    "other_support",
    "left",
)
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
) = range(16)
IN_NEED: Final = range(NOT_REFERRED, PAUSED + 1)
OUTCOMES: Final = ("not_referred", "paused", *STAGES[WORK:])  # where a service may lead
# Where a clock may run at all: elsewhere what it brings would make no sense. Incomes named here must be named in the clock's row.
CLOCK_STAGES: Final = {
    "refer": ("not_referred", "paused"),
    "drop_out": ("in_intervention",),
    "relapse": STAGES[WORK:LEFT],
    "recover": ("sick_on_aid", "sick_pay"),
    "sickness_decision": ("sick_on_aid", "sick_pay"),
}
CLOCK_INCOMES: Final = {
    "gap_begins": ("aid",),
    "gap_ends": ("aid_gap",),
    "benefit_ends": ("state_benefit", "establishment", "akassa", "family"),
    "aid_ends": ("aid", "aid_gap", "activity"),
}

# Income sources: what a person lives on. `aid_gap`: aid (försörjningsstöd) is interrupted while the need goes on.
# `state_benefit`: activity support that is enough to stay off aid; `activity`: its floor, in an AF measure, topped up by aid.
INCOMES: Final = (
    "aid",
    "aid_gap",
    "state_benefit",
    "establishment",
    "akassa",
    "family",
    "ami_wage",
    "work",
    "subsidised",
    "studies",
    "sick_pay",
    "sickness_compensation",
    "refused",
    "other",
    "none",
    "activity",
)
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
) = range(16)

# What somebody may live on when the need begins.
ARRIVES_WITH: Final = ("aid", "aid_gap", "state_benefit", "establishment", "akassa", "family", "other", "none", "activity")

# What can happen. The first sixteen are life clocks, the next have dates, the last are done to a person by the unit.
EVENTS: Final = (
    "find_work",
    "start_studies",
    "advance",
    "fall_back",
    "benefit_ends",
    "gap_begins",
    "gap_ends",
    "become_sick",
    "recover",
    "sickness_decision",
    "aid_ends",
    "other_support",
    "leave",
    "refer",
    "drop_out",
    "relapse",
    "planned_end",
    "band",
    "rights_expire",
    "wait_too_long",
    "retire",
    "calendar",
    "arrival",
    "start",
    "suspend",
    "discharge",
)
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
    LEAVE,
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
) = range(26)
CLOCKS: Final = 16

# Traits of a person that an official can see, one bit each.
TRAITS: Final = ("woman", "born_abroad", "language_need", "ill_health", "reduced_capacity", "driving_licence", "akassa_member")
WOMAN, BORN_ABROAD, LANGUAGE_NEED, ILL_HEALTH, REDUCED_CAPACITY, DRIVING_LICENCE, AKASSA_MEMBER = (1 << bit for bit in range(7))

# Rights that change what is paid without changing the income source, one bit each.
RIGHTS: Final = ("long_on_aid", "early_in_contract", "earnings_related")
LONG_ON_AID, EARLY_IN_CONTRACT, EARNINGS_RELATED = 1, 2, 4

SCHOOLING: Final = ("compulsory_not_completed", "compulsory", "upper_secondary")
WORKPLACES: Final = ("none", "constructed", "intermediate", "ordinary")
STEPS: Final = 5  # readiness 1 (isolated) to 5 (ready for open work); stored 0..4

# Who pays and who is paid. The last two are the boundary: real resources used up, and output produced.
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
    "resources",
    "output",
)
GROUPS_OF_ACTORS: Final = {
    "municipality": ("ifo", "ami", "other_municipal"),
    "state": ("af", "social_insurance", "treasury"),
    "public": ("ifo", "ami", "other_municipal", "region", "af", "social_insurance", "treasury"),
    "society": ("ifo", "ami", "other_municipal", "region", "af", "social_insurance", "treasury", "person", "employer"),
}

"""Measures that add up over people: who was met, what became of them, and for how long; one number a person, summed over groups."""

from typing import Final

import numpy as np

from ami_sim.record.measures.dates import AFTER_MONTHS
from ami_sim.record.measures.entries import entries
from ami_sim.record.measures.lives import CASE, Lives
from ami_sim.record.measures.registry import Measure, Number, measure
from ami_sim.record.measures.tally import CODES, Tally
from ami_sim.record.spells import MOMENT, Floats, Spells, among
from ami_sim.scenario.quantities import MONTH, YEAR
from ami_sim.scenario.registry import (
    ADVANCE,
    DROP_OUT,
    FALL_BACK,
    IN_INTERVENTION,
    MAPPING,
    PLANNED_END,
    START,
    STUDIES,
    SUBSIDISED,
    WAITING_MAPPING,
    WAITING_PLACE,
    WORK,
)

LASTING: Final = YEAR  # days of a sustained job
UNBROKEN: Final = MONTH  # Kolada: one unbroken month in work
OUTSIDE: Final = tuple(set(range(CODES)) - {*CASE, WAITING_MAPPING})  # stages in which nobody is with the unit or queues for it


def counting(name: str, unit: str, en: str, sv: str, doc: str, counts: Tally) -> Measure:
    """Make a row of a measure that counts spells."""
    return Measure(name, unit, {"en": en, "sv": sv}, doc, "each", counts)


@measure(unit="jobs", en="In work twelve months in a row", sv="I arbete tolv månader i följd")
def sustained_work_12m(lives: Lives) -> Floats:
    """Open work begun after the parting that lasted a year unbroken within the run."""
    jobs = entries(lives.spells, (WORK,), lives.parting)
    lasting = lives.spells.person[jobs.spell[jobs.days >= LASTING]]
    return np.bincount(lasting, minlength=len(lives.people)).astype(np.float64)


@measure(unit="steps", en="Readiness steps moved", sv="Stegförflyttningar")
def steps_moved(lives: Lives) -> Floats:
    """Readiness steps advanced less steps fallen back, true steps, in or outside the unit."""
    return lives.events(lives.spells.what == ADVANCE) - lives.events(lives.spells.what == FALL_BACK)


def in_work_after(at: int) -> Measure:
    """Make the row of open work at one of `AFTER_MONTHS`, by its place; where the run does not last so long nothing is counted (None)."""

    def counted(lives: Lives) -> Floats | None:
        stages = lives.on_dates.stages
        return (stages[at] == WORK).astype(np.float64) if at < len(stages) else None

    months = AFTER_MONTHS[at]
    said = f"Persons in open work {months} months of {MONTH} days after the parting."
    titles = {"en": f"In open work at {months} months", "sv": f"I öppet arbete vid {months} månader"}
    return Measure(f"in_work_{months}m", "persons", titles, said, "each", counted)


@measure(needs="lives", unit="share", en="Result by Kolada's definition", sv="Resultat enligt Koladas definition")
def kolada_result(lives: Lives) -> list[Number]:
    """Of the times somebody ended with the unit, the share that went on to work of an unbroken month or to studies.

    The unit's own jobs are no work here; pauses, moves and retirement are in the denominator. Kolada is the municipalities' comparison
    database.
    """
    return [Number("kolada_result", "", "", share_gone_on(lives.spells, lives.parting))]


def share_gone_on(spells: Spells, parting: float) -> float:
    """Give Kolada's result: of those who ended with the unit, the share in work or studies; NaN where nobody ended.

    Work that goes on when the run ends counts, however short it is by then.
    """
    left = entries(spells, OUTSIDE, parting).spell
    ended = left[among(spells.came_from[left], CASE)]
    works = entries(spells, (WORK, SUBSIDISED), parting)
    lasts = (works.days >= UNBROKEN) | (spells.start[works.spell] + works.days >= spells.horizon - MOMENT)
    good = int((lasts & among(spells.came_from[works.spell], CASE)).sum() + (spells.stage[ended] == STUDIES).sum())
    return good / len(ended) if len(ended) else np.nan


EACH: Final = (
    counting(
        "people_met",
        "persons",
        "People met",
        "Personer som träffats",
        "Persons whose mapping started.",
        Tally("persons", what=(START,), stage=(MAPPING,)),
    ),
    counting(
        "people_mapped",
        "persons",
        "People mapped",
        "Personer som kartlagts",
        "Persons whose mapping reached its end.",
        Tally("persons", what=(PLANNED_END,), came_from=(MAPPING,)),
    ),
    counting(
        "people_active",
        "persons",
        "People active, average",
        "Aktiva personer, medel",
        "Average number in an intervention.",
        Tally("average", stage=(IN_INTERVENTION,)),
    ),
    counting(
        "people_started",
        "persons",
        "People who began a stay",
        "Personer som börjat en insats",
        "Persons who started an intervention.",
        Tally("persons", what=(START,), stage=(IN_INTERVENTION,)),
    ),
    counting(
        "stays_completed",
        "stays",
        "Stays completed",
        "Fullföljda insatser",
        "Planned ends of stays, extensions included.",
        Tally("events", what=(PLANNED_END,), came_from=(IN_INTERVENTION,)),
    ),
    counting(
        "stays_dropped",
        "stays",
        "Stays dropped out of",
        "Avbrutna insatser",
        "Stays dropped out of.",
        Tally("events", what=(DROP_OUT,)),
    ),
    counting(
        "counted_to_work",
        "persons",
        "Counted as gone to work",
        "Avslutade till arbete enligt enheten",
        "Persons who found work, open or subsidised, while in mapping, in the second queue or in an intervention: as a unit counts. Where"
        " an intervention itself led to work is not in it.",
        Tally("persons", stage=(WORK, SUBSIDISED), came_from=CASE),
    ),
    counting(
        "counted_to_studies",
        "persons",
        "Counted as gone to studies",
        "Avslutade till studier enligt enheten",
        "Likewise, persons who began studies.",
        Tally("persons", stage=(STUDIES,), came_from=CASE),
    ),
    counting(
        "months_in_work",
        "months",
        "Months in open work",
        "Månader i öppet arbete",
        "Person-months in open work.",
        Tally("months", stage=(WORK,)),
    ),
    sustained_work_12m,
    counting(
        "aid_household_months",
        "months",
        "Household-months with any aid paid",
        "Hushållsmånader med något försörjningsstöd",
        "Months in which the household is paid aid, by the norm of the price year. Aid alone counts, and aid that tops up activity support,"
        " a wage, a-kassa or sick pay. One person stands for one household (both adults of a couple are never simulated); `aid_gap` is not"
        " counted.",
        Tally("months", on_aid=True),
    ),
    steps_moved,
    counting(
        "months_waiting",
        "months",
        "Months waited in the queues",
        "Månader i köerna",
        "Person-months in either queue.",
        Tally("months", stage=(WAITING_MAPPING, WAITING_PLACE)),
    ),
    *(in_work_after(at) for at in range(len(AFTER_MONTHS))),
    counting(
        "child_months_on_aid",
        "months",
        "Child-months in households with any aid paid",
        "Barnmånader i hushåll med något försörjningsstöd",
        "Months in which the household is paid aid, times the children at home then.",
        Tally("child_months", on_aid=True),
    ),
)

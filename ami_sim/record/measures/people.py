"""Measures that add up over people: who was met, what became of them, and for how long; one number a person, summed over groups."""

from functools import lru_cache
from typing import Final

import numpy as np

from ami_sim.model.tables import Plan
from ami_sim.record.measures.lives import CASE, Flags, Lives
from ami_sim.record.measures.registry import Measure, Number, measure
from ami_sim.record.spells import MOMENT, Floats, Ints, Spells, among, unbroken
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

AFTER_MONTHS: Final = (12, 24, 36, 60)  # months after the parting at which open work is counted
LASTING: Final = YEAR  # days of a sustained job
UNBROKEN: Final = MONTH  # Kolada: one unbroken month in work


@measure(unit="persons", en="People met", sv="Personer som träffats")
def people_met(lives: Lives) -> Floats:
    """Persons whose mapping started."""
    return np.minimum(lives.events((lives.spells.what == START) & (lives.spells.stage == MAPPING)), 1.0)


@measure(unit="persons", en="People mapped", sv="Personer som kartlagts")
def people_mapped(lives: Lives) -> Floats:
    """Persons whose mapping reached its end."""
    return np.minimum(lives.events((lives.spells.what == PLANNED_END) & (lives.spells.came_from == MAPPING)), 1.0)


@measure(unit="persons", en="People active, average", sv="Aktiva personer, medel")
def people_active(lives: Lives) -> Floats:
    """Average number in an intervention."""
    return lives.time(lives.spells.stage == IN_INTERVENTION, 1 / (lives.spells.horizon - lives.parting))


@measure(unit="persons", en="People who began a stay", sv="Personer som börjat en insats")
def people_started(lives: Lives) -> Floats:
    """Persons who started an intervention."""
    return np.minimum(lives.events((lives.spells.what == START) & (lives.spells.stage == IN_INTERVENTION)), 1.0)


@measure(unit="stays", en="Stays completed", sv="Fullföljda insatser")
def stays_completed(lives: Lives) -> Floats:
    """Planned ends of stays, extensions included."""
    return lives.events((lives.spells.what == PLANNED_END) & (lives.spells.came_from == IN_INTERVENTION))


@measure(unit="stays", en="Stays dropped out of", sv="Avbrutna insatser")
def stays_dropped(lives: Lives) -> Floats:
    """Stays dropped out of."""
    return lives.events(lives.spells.what == DROP_OUT)


@measure(unit="persons", en="Counted as gone to work", sv="Avslutade till arbete enligt enheten")
def counted_to_work(lives: Lives) -> Floats:
    """Persons who found work, open or subsidised, while in mapping, in the second queue or in an intervention: as a unit counts.

    Where an intervention itself led to work is not in it.
    """
    return np.minimum(lives.events(among(lives.spells.stage, (WORK, SUBSIDISED)) & lives.had_case), 1.0)


@measure(unit="persons", en="Counted as gone to studies", sv="Avslutade till studier enligt enheten")
def counted_to_studies(lives: Lives) -> Floats:
    """Likewise, persons who began studies."""
    return np.minimum(lives.events((lives.spells.stage == STUDIES) & lives.had_case), 1.0)


@measure(unit="months", en="Months in open work", sv="Månader i öppet arbete")
def months_in_work(lives: Lives) -> Floats:
    """Person-months in open work."""
    return lives.time(lives.spells.stage == WORK)


@measure(unit="jobs", en="In work twelve months in a row", sv="I arbete tolv månader i följd")
def sustained_work_12m(lives: Lives) -> Floats:
    """Open work begun after the parting that lasted a year unbroken within the run."""
    return lives.events(lasting_jobs(lives.spells))


@measure(unit="months", en="Household-months with any aid paid", sv="Hushållsmånader med något försörjningsstöd")
def aid_household_months(lives: Lives) -> Floats:
    """Months in which the household is paid aid, by the norm of the price year.

    Aid alone counts, and aid that tops up activity support, a wage, a-kassa or sick pay. One person stands for one household (both
    adults of a couple are never simulated); `aid_gap` is not counted.
    """
    return lives.time(lives.on_aid)


@measure(unit="steps", en="Readiness steps moved", sv="Stegförflyttningar")
def steps_moved(lives: Lives) -> Floats:
    """Readiness steps advanced less steps fallen back, true steps, in or outside the unit."""
    return lives.events(lives.spells.what == ADVANCE) - lives.events(lives.spells.what == FALL_BACK)


@measure(unit="months", en="Months waited in the queues", sv="Månader i köerna")
def months_waiting(lives: Lives) -> Floats:
    """Person-months in either queue."""
    return lives.time(among(lives.spells.stage, (WAITING_MAPPING, WAITING_PLACE)))


def in_work_after(months: int) -> Measure:
    """Make the row of open work so many months after the parting; where the run does not last so long nothing is counted (None)."""

    def counted(lives: Lives) -> Floats | None:
        spells, at = lives.spells, lives.parting + months * MONTH
        if at >= spells.horizon:
            return None
        there = (spells.stage == WORK) & (spells.start <= at) & (spells.end > at)
        return np.bincount(spells.person[there], minlength=len(lives.people)).astype(np.float64)

    said = f"Persons in open work {months} months of {MONTH} days after the parting."
    titles = {"en": f"In open work at {months} months", "sv": f"I öppet arbete vid {months} månader"}
    return Measure(f"in_work_{months}m", "persons", titles, said, "each", counted)


@measure(unit="months", en="Child-months in households with any aid paid", sv="Barnmånader i hushåll med något försörjningsstöd")
def child_months_on_aid(lives: Lives) -> Floats:
    """Months in which the household is paid aid, times the children at home then."""
    return lives.added(lives.on_aid, lives.days * children_at_home(lives.plan)[lives.spells.household], 1 / MONTH)


@lru_cache(maxsize=32)
def children_at_home(plan: Plan) -> Ints:
    """Give the number of children of each household of a plan."""
    return np.array([sum(row.household.children) for row in plan.scenario.prices.compositions])


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
    ended = among(spells.came_from, CASE) & ~among(spells.stage, (*CASE, WAITING_MAPPING)) & (spells.start >= parting)
    lasted = unbroken(spells, WORK, SUBSIDISED)
    worked = among(spells.stage, (WORK, SUBSIDISED)) & ((lasted >= UNBROKEN) | (spells.start + lasted >= spells.horizon - MOMENT))
    good = ended & (worked | (spells.stage == STUDIES))
    return float(good.sum() / ended.sum()) if ended.any() else np.nan


def lasting_jobs(spells: Spells) -> Flags:
    """Mark the events that began at least a year of unbroken open work.

    Work may be written in several spells: a birthday is an event too.
    """
    begins = (spells.stage == WORK) & (spells.came_from != WORK)
    found: Flags = begins & (unbroken(spells, WORK) >= LASTING)
    return found


EACH: Final = (
    people_met,
    people_mapped,
    people_active,
    people_started,
    stays_completed,
    stays_dropped,
    counted_to_work,
    counted_to_studies,
    months_in_work,
    sustained_work_12m,
    aid_household_months,
    steps_moved,
    months_waiting,
    *(in_work_after(months) for months in AFTER_MONTHS),
    child_months_on_aid,
)

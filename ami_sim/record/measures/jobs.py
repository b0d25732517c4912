"""Measures of the unit's own jobs: who has one, by instrument, and who waits for one, by what stands in the way."""

from collections.abc import Iterator
from typing import Final

from ami_sim.model.tables import Plan
from ami_sim.record.measures.lives import Lives
from ami_sim.record.measures.registry import Measure, Number, measure
from ami_sim.record.measures.tally import Tally
from ami_sim.record.spells import Floats
from ami_sim.scenario.parting import THEN
from ami_sim.scenario.registry import I_AMI_WAGE, IN_INTERVENTION, W_NOTHING, WAITS_FOR

WAGE: Final = 1  # what a service row pays
# What stands in the way, in the order of `WAITS_FOR`: English and Swedish titles, and what exactly is meant.
REASONS: Final = (
    (
        "Waiting for a job: AF's answer",
        "Väntar på jobb: AF:s svar",
        "an application to AF that is not answered yet, or is about to be made",
    ),
    ("Waiting for a job: AF's rules", "Väntar på jobb: AF:s regler", "AF's rules: refused, or no rule open for new decisions"),
    ("Waiting for a job: wage money", "Väntar på jobb: lönemedel", "wage money: AF has granted, the money is used"),
    ("Waiting for a job: a place", "Väntar på jobb: plats", "a place: AF has granted and there is money"),
    ("Waiting for a job: mapping", "Väntar på jobb: kartläggning", "mapping: nobody applies before it"),
)


def waiting_for(reason: str) -> str:
    """Name the measure of those who wait for a job because of one reason, a word of `WAITS_FOR`."""
    return f"waiting_for_job_{reason}"


def instruments(plan: Plan) -> dict[str, list[int]]:
    """Give the interventions that pay a wage of the unit's, each with its service rows.

    An intervention that an option changes from the parting date on is one with what it was before.
    """
    found: dict[str, list[int]] = {}
    for at, row in enumerate(plan.rows):
        if plan.tables.pays[at] == WAGE:
            found.setdefault(row.intervention.removesuffix(THEN), []).append(at)
    return found


def average(lives: Lives) -> float:
    """Give what one day after the parting counts in an average number of persons."""
    return 1 / (lives.spells.horizon - lives.parting)


@measure(unit="persons", en="Waiting for a job, average", sv="Väntar på jobb, medel")
def waiting_for_job(lives: Lives) -> Floats:
    """Average number whom a job of the unit's would fit and who wait for it: in a queue, or in a stay that is no job.

    The measures that follow it split it by the nearest thing that stands in the way; they add up to it.
    """
    waiting: Floats = lives.added_days.waits[:, W_NOTHING + 1 :].sum(axis=1)
    return waiting * average(lives)


def waiting_row(code: int) -> Measure:
    """Make the row of those who wait for one reason."""
    en, sv, said = REASONS[code - 1]

    def counted(lives: Lives) -> Floats:
        return lives.added_days.waits[:, code] * average(lives)

    doc = f"Average number of them for whom what stands in the way is {said}."
    return Measure(waiting_for(WAITS_FOR[code]), "persons", {"en": en, "sv": sv}, doc, "each", counted)


people_in_jobs: Final = Measure(
    "people_in_jobs",
    "persons",
    {"en": "In a job at the unit, average", "sv": "I jobb hos enheten, medel"},
    "Average number in a stay that pays a wage of the unit's.",
    "each",
    Tally("average", stage=(IN_INTERVENTION,), income=(I_AMI_WAGE,)),
)


@measure(needs="lives", unit="persons", en="In a job at the unit by instrument", sv="I jobb hos enheten per anställningsform")
def jobs_by_instrument(lives: Lives) -> Iterator[Number]:
    """Give the average number in a job at the unit by instrument; `intervention:` in the group column."""
    days, weight = lives.added_days.stays.sum(axis=1), average(lives)
    for name, rows in instruments(lives.plan).items():
        yield Number("jobs_by_instrument", "", f"intervention:{name}", float(days[rows].sum()) * weight)


WAITING_ROWS: Final = (waiting_for_job, *(waiting_row(code) for code in range(1, len(WAITS_FOR))), people_in_jobs)

"""What a municipality counts in a first year, read from a run's spells: the figures that a calibration compares with published ones."""

from collections.abc import Sequence
from datetime import date
from math import fsum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import Plan
from ami_sim.record.spells import Spells
from ami_sim.scenario.quantities import MONTH, YEAR
from ami_sim.scenario.registry import (
    AID_PAID,
    AID_SPELL,
    ELSEWHERE,
    I_AID,
    I_AMI_WAGE,
    IN_INTERVENTION,
    INCOMES,
    MAPPING,
    PAUSED,
    PLANNED_END,
    START,
    STUDIES,
    SUBSIDISED,
    WAITING_MAPPING,
    WAITING_PLACE,
    WORK,
    members,
)

COUNTS: Final = (
    "met",
    "met_from_aid",
    "met_by_aid_door",
    "share_from_aid",
    "share_with_children",
    "active",
    "employed",
    "switched",
    "to_work",
    "to_studies",
    "extra_jobs_lost",
    "queue",
    "paused",
    "aid_stock",
    "aid_touched",
    "aid_share",
    "beyond_wage_money",
    "aid_paid",
    "wages_paid",
    "left",
    "left_to_work",
    "left_to_studies",
)
MEANS: Final = (
    "share_from_aid",
    "share_with_children",
    "aid_stock",
    "aid_share",
    "beyond_wage_money",
    "aid_paid",
    "wages_paid",
    "left_to_work",
    "left_to_studies",
)  # these are means and shares, all others whole numbers
CLOSE: Final = 1e-9  # relative: another processor may give another last digit of a mean, and of a whole number never
SUSTAINED: Final = 3 * MONTH  # days of work or studies that count even when they ended before the count date
TURN_OF_THE_YEAR: Final = ((12, 1), (3, 1))  # December to February around the first New Year
OUTTURN: Final = (12, 1)  # the first year's outturn of wages is known up to this day of the calendar year
AT_THE_UNIT: Final = (MAPPING, WAITING_PLACE, IN_INTERVENTION)  # where somebody is whom the unit has begun with
MNKR: Final = 1e6
EXTRA_JOB: Final = "extra_job"  # the intervention whose end at the turn of the year is counted


def first_year_counts(
    spells: Spells, plan: Plan, people: np.ndarray, until: float, aid: Sequence[Sequence[float]] = ()
) -> NDArray[np.float64]:
    """Count what is known on a day (days from the start): one number a name of `COUNTS`.

    people: records at the start of the run. aid: what a household is paid by its person's income, kr a month [income][household]; without
    it aid paid is 0. Met: mapped since the start, or in a placement on the first day. From aid: on aid when first met, or kept from it by
    that placement; by the door of aid: whose need began on aid, whatever they lived on when met. To work (studies): met, and there on the
    day, or for three unbroken months before it. Left: ends of a time at the unit (assessment, waiting for a place, in an intervention), and
    the shares of them that are an end for work or studies at once. Aid and the unit's part of wages are mnkr a year, at the rate of the
    time up to the day.
    """
    count = len(people)
    first_day = people["stage"] == IN_INTERVENTION
    began = (spells.what == START) & (spells.start < until)
    mapped = began & (spells.stage == MAPPING)
    met_on = np.full(count, np.inf)
    met_on[first_day] = 0.0
    np.minimum.at(met_on, spells.person[mapped], spells.start[mapped])
    met = met_on < until
    living_on = np.full(count, -1)
    at = np.flatnonzero(mapped)[::-1]
    living_on[spells.person[at]] = spells.income[at]  # the first mapping is written last
    on_aid = np.isin(living_on, members(AID_SPELL)) | (first_day & (people["fallback"] == I_AID))
    there = (spells.start < until) & (spells.end >= until)
    stage, income = np.zeros(count, np.int64), np.full(count, -1)
    stage[spells.person[there]], income[spells.person[there]] = spells.stage[there], spells.income[there]
    before = np.r_[-1, spells.income[:-1]]
    switched = began & (spells.start > 0) & (spells.income == I_AMI_WAGE) & np.isin(before, members(AID_SPELL))
    supported = np.isin(spells.income, members(AID_PAID)) & (spells.rights & ELSEWHERE == 0)
    days = np.maximum(np.minimum(spells.end, until) - spells.start, 0.0) * supported
    stock = fsum(days[supported].tolist()) / until  # exact to the last digit, so that every processor gives the same
    touched = float(len(np.unique(spells.person[days > 0])))
    paying = (spells.income == I_AMI_WAGE) & (spells.row >= 0)
    people_met = float(met.sum())
    from_aid = float((met & on_aid).sum())
    found = {
        "met": people_met,
        "met_from_aid": from_aid,
        "met_by_aid_door": float((met & np.isin(people["referrer"], doors_of_aid(plan))).sum()),
        "share_from_aid": from_aid / max(people_met, 1.0),
        "share_with_children": float((met & (people["children"] > 0)).sum()) / max(people_met, 1.0),
        "active": float((stage == IN_INTERVENTION).sum()),
        "employed": float((income == I_AMI_WAGE).sum()),
        "switched": float(len(np.unique(spells.person[switched]))),
        "to_work": float((gone_on(spells, (WORK, SUBSIDISED), met_on, until)).sum()),
        "to_studies": float((gone_on(spells, (STUDIES,), met_on, until)).sum()),
        "extra_jobs_lost": extra_jobs_lost(spells, plan, until),
        "queue": float(np.isin(stage, (WAITING_MAPPING, WAITING_PLACE)).sum()),
        "paused": float((stage == PAUSED).sum()),
        "aid_stock": stock,
        "aid_touched": touched,
        "aid_share": stock / max(touched, 1.0),
        "beyond_wage_money": beyond_wage_money(spells, plan, until),
        "aid_paid": a_year(spells, paid_by_income(spells, aid), until) / MONTH / MNKR,
        "wages_paid": a_year(spells, np.array(plan.tables.money, np.float64)[spells.row] * paying, until) / YEAR / MNKR,
        **ends_of_stays(spells, until),
    }
    return np.array([found[name] for name in COUNTS])


def a_year(spells: Spells, per_day: NDArray[np.float64], until: float) -> float:
    """Add up what each spell costs per day of it, up to a day, at the rate of a year; exact to the last digit."""
    days = np.maximum(np.minimum(spells.end, until) - spells.start, 0.0)
    return fsum((days * per_day).tolist()) * YEAR / until


def paid_by_income(spells: Spells, aid: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Give the aid of each spell's household, in the unit of the table [income][household]; 0 without one and where nobody lives here."""
    if not len(aid):
        return np.zeros(len(spells.person))
    known = (spells.income >= 0) & (spells.rights & ELSEWHERE == 0)
    per_month: NDArray[np.float64] = np.array(aid, np.float64)[np.where(known, spells.income, 0), spells.household] * known
    return per_month


def ends_of_stays(spells: Spells, until: float) -> dict[str, float]:
    """Count the ends of a time at the unit before a day, and the shares of them that go to work and to studies at once."""
    ends = np.isin(spells.came_from, AT_THE_UNIT) & ~np.isin(spells.stage, AT_THE_UNIT) & (spells.start < until)
    left = float(ends.sum())
    to_work, to_studies = (float((ends & np.isin(spells.stage, there)).sum()) for there in ((WORK, SUBSIDISED), (STUDIES,)))
    return {"left": left, "left_to_work": to_work / max(left, 1.0), "left_to_studies": to_studies / max(left, 1.0)}


def same_counts(found: NDArray[np.float64], stored: NDArray[np.float64]) -> bool:
    """Say whether two tables of counts [..., `COUNTS`] are of the same lives: whole numbers exactly, means to 1e-9, on any processor."""
    means = np.isin(COUNTS, MEANS)
    whole = np.array_equal(found[..., ~means], stored[..., ~means])
    return bool(whole and np.allclose(found[..., means], stored[..., means], rtol=CLOSE, atol=0.0))


def gone_on(spells: Spells, stages: tuple[int, ...], met_on: NDArray[np.float64], until: float) -> NDArray[np.bool_]:
    """Say who went on to some stages after being met: there on the day, or for three unbroken months before it."""
    inside = np.isin(spells.stage, stages) & (spells.start < until)
    stretch = np.cumsum(~(inside & np.isin(spells.came_from, stages)))  # one number for each unbroken stretch
    ends = np.minimum(spells.end, until)
    length = np.bincount(stretch[inside], weights=(ends - spells.start)[inside], minlength=int(stretch.max()) + 1 if len(stretch) else 1)
    good = inside & ((length[stretch] >= SUSTAINED) | (spells.end >= until)) & (spells.start >= met_on[spells.person])
    found = np.zeros(len(met_on), bool)
    found[spells.person[good]] = True
    return found


def doors_of_aid(plan: Plan) -> list[int]:
    """Give the doors through which everybody comes on aid: those whom IFO referred when their need began."""
    aid = INCOMES[I_AID]
    doors = [plan.scenario.referrer[name] for name in plan.referrers]
    return [at for at, door in enumerate(doors) if aid in door.income and door.income[aid].at(plan.theta) == 1.0]


def beyond_wage_money(spells: Spells, plan: Plan, until: float) -> float:
    """Give how far net wages went beyond the wage money of the days from the start to the end of November, thousands of kr; at least 0."""
    start = plan.scenario.start
    last = min(float((date(start.year, *OUTTURN) - start).days), until)
    days = np.maximum(np.minimum(spells.end, last) - spells.start, 0.0)
    stays = spells.stage == IN_INTERVENTION
    paid = fsum((days[stays] * np.array(plan.tables.money)[spells.row[stays]] / YEAR).tolist())
    unit = [step.unit for step in plan.scenario.timeline if step.from_ <= start][-1]
    return max(paid - last * plan.scenario.unit[unit].wage_money.amount.at(plan.theta), 0.0) / 1000.0


def extra_jobs_lost(spells: Spells, plan: Plan, until: float) -> float:
    """Count extra jobs that ended as planned around the first New Year without another placement at once."""
    start = plan.scenario.start
    (month, day), (last_month, last_day) = TURN_OF_THE_YEAR
    low = (date(start.year, month, day) - start).days
    high = min((date(start.year + 1, last_month, last_day) - start).days, until)
    rows = [i for i, row in enumerate(plan.rows) if row.intervention == EXTRA_JOB]
    ended = (spells.what == PLANNED_END) & np.isin(np.r_[-1, spells.row[:-1]], rows) & (spells.start >= low) & (spells.start < high)
    return float((ended & (spells.stage != IN_INTERVENTION)).sum())

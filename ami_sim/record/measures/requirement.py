"""Measures of the requirement to take part: hours that it asks for, met, unmet and excused, refusals, and what is lacking to meet it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.tables import Plan
from ami_sim.record.measures.lives import Lives
from ami_sim.record.measures.registry import Measure, Number
from ami_sim.record.measures.week import WEEK
from ami_sim.record.spells import Floats, Spells, among
from ami_sim.scenario.prices import BANDS
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import AID_CUT, DROP_OUT, IN_INTERVENTION, SICK_ON_AID, UNDER_REQUIREMENT
from ami_sim.scenario.requirement import Less, Requirement


@dataclass(frozen=True)
class Asked:
    """Hours a week in each spell under the requirement: what it asks for in full, and what becomes of it. demanded is their sum."""

    under: NDArray[np.bool_]
    demanded: Floats
    excused: Floats
    met: Floats
    unmet: Floats


def asked(spells: Spells, people: np.ndarray, plan: Plan, row: Requirement) -> Asked:
    """Say what the requirement asks for a week in every spell, and how it is met: excused first, then by the hours of the stay."""
    under = spells.rights & UNDER_REQUIREMENT > 0
    demanded: Floats = np.where(under, row.hours.at(plan.theta), 0.0)
    excused = np.minimum(sum((less_of(less, spells, people, plan) for less in row.less), np.zeros(len(under))), demanded)
    met = np.minimum(offered(spells, plan, row), demanded - excused)
    return Asked(under, demanded, excused, met, demanded - excused - met)


def less_of(less: Less, spells: Spells, people: np.ndarray, plan: Plan) -> Floats:
    """Give the hours a week that an exception takes off in each spell."""
    known, fits = plan.vocabulary, np.ones(len(spells.start), np.bool_)
    for codes, words, names in ((spells.stage, less.stages, known.stages), (spells.income, less.incomes, known.incomes)):
        if words:
            fits &= among(codes, [names.index(word) for word in words])
    if less.steps:
        fits &= among(spells.step, [step - 1 for step in less.steps])
    for word in less.traits:
        fits &= people["traits"][spells.person] >> known.traits.index(word) & 1 > 0
    if less.children:
        has = [any(home.household.children[BANDS.index(band)] for band in less.children) for home in plan.scenario.prices.compositions]
        fits &= np.array(has)[spells.household]
    hours = less.hours.at(plan.theta) if less.hours is not None else np.inf
    return np.where(fits, hours, 0.0)


def offered(spells: Spells, plan: Plan, row: Requirement) -> Floats:
    """Give the hours a week that a spell's stay has, with the activities that come with it."""
    hours = np.zeros(len(plan.rows) + 1)
    for at, service in enumerate(plan.rows):
        if service.intervention:
            beside = (one for one in plan.scenario.activity.values() if not one.interventions or service.intervention in one.interventions)
            share = plan.scenario.intervention[service.intervention].hours.at(plan.theta)
            hours[at] = share * row.full_time.at(plan.theta) + sum(one.hours.at(plan.theta) for one in beside)
    found: Floats = np.where(spells.stage == IN_INTERVENTION, hours[spells.row], 0.0)
    return found


def requirement(lives: Lives) -> Iterator[Number]:
    """Measure what the requirement asks for and how it is met, from the parting on; nothing in a scenario without one."""
    plan, spells = lives.plan, lives.spells
    row = plan.scenario.requirement
    if row is None:
        return
    hours, weeks = asked(spells, lives.people, plan, row), lives.days / WEEK
    yield from sums(hours, weeks, lives)
    refused = (spells.what == DROP_OUT) & (spells.rights & AID_CUT > 0) & lives.since
    yield Number("requirement_refusals", "", "", float(refused.sum()))
    yield Number("requirement_cut_months", "", "", float((weeks * (spells.rights & AID_CUT > 0)).sum()) * 12 * WEEK / YEAR)
    yield from lacking(hours, lives, row)


def sums(hours: Asked, weeks: Floats, lives: Lives) -> Iterator[Number]:
    """Add up the hours, unmet ones also by the stage that somebody was in."""
    met, excused, unmet = (float((part * weeks).sum()) for part in (hours.met, hours.excused, hours.unmet))
    demanded = float((hours.demanded * weeks).sum())
    if abs(demanded - met - excused - unmet) > 1e-6 * max(1.0, demanded):
        raise RuntimeError(f"hours demanded {demanded} are not met {met} and unmet {unmet} and excused {excused}")
    yield Number("requirement_hours", "", "", demanded)
    yield Number("requirement_met", "", "", met)
    yield Number("requirement_excused", "", "", excused)
    yield Number("requirement_unmet", "", "", unmet)
    owed = demanded - excused
    yield Number("requirement_share_met", "", "", met / owed if owed > 0 else np.nan)
    for stage in (*lives.plan.vocabulary.in_need, SICK_ON_AID):
        there = lives.spells.stage == stage
        yield Number("requirement_unmet", "", f"stage:{lives.plan.vocabulary.stages[stage]}", float((hours.unmet * weeks)[there].sum()))


def requirement_by_month(lives: Lives, edges: Floats) -> dict[str, Floats]:
    """Give by month the hours that the requirement asks for and what becomes of them, refusals and person-months of cut aid.

    edges: days on which months begin, and the end. Nothing in a scenario without a requirement. The names are those of the measures, which
    are sums of these from the parting on; `requirement_persons` is an average over the month.
    """
    plan, spells = lives.plan, lives.spells
    row = plan.scenario.requirement
    if row is None:
        return {}
    hours = asked(spells, lives.people, plan, row)
    under = np.flatnonzero(hours.under)
    start, end, cut = spells.start[under, None], spells.end[under, None], spells.rights[under] & AID_CUT > 0
    days = np.maximum(np.minimum(end, edges[None, 1:]) - np.maximum(start, edges[None, :-1]), 0.0)
    parts = {name: getattr(hours, name)[under] @ days / WEEK for name in ("demanded", "excused", "met", "unmet")}
    refused = np.histogram(spells.start[under][(spells.what[under] == DROP_OUT) & cut], edges)[0]
    return {
        "requirement_persons": days.sum(axis=0) / np.diff(edges),
        "requirement_hours": parts.pop("demanded"),
        **{f"requirement_{name}": part for name, part in parts.items()},
        "requirement_refusals": refused.astype(np.float64),
        "requirement_cut_months": cut @ days * 12 / YEAR,
    }


def lacking(hours: Asked, lives: Lives, row: Requirement) -> Iterator[Number]:
    """Say how many full-time places and posts are lacking on average over the time in which the requirement holds."""
    plan = lives.plan
    begins = max(plan.parting, float((row.from_ - plan.scenario.start).days))
    ends = min(plan.horizon, float((row.until - plan.scenario.start).days + 1) if row.until else plan.horizon)
    days = max(ends - begins, 0.0)
    unmet, under = (float((part * lives.days).sum()) for part in (hours.unmet, hours.under.astype(np.float64)))
    places = unmet / days / row.full_time.at(plan.theta) if days else 0.0
    yield Number("requirement_persons", "", "", under / days if days else 0.0)
    yield Number("requirement_places_lacking", "", "", places)
    yield Number("requirement_supervisors_lacking", "", "", places / row.places_per_post.at(plan.theta))
    yield Number("requirement_consultants_lacking", "", "", places / row.cases_per_post.at(plan.theta))


def of_requirement(name: str, unit: str, en: str, sv: str, doc: str) -> Measure:
    """Make a row of one of the numbers that `requirement` gives."""
    return Measure(name, unit, {"en": en, "sv": sv}, doc + " Only where a scenario has a requirement to take part.", "lives", requirement)


REQUIREMENT_ROWS: Final = (
    of_requirement(
        "requirement_persons",
        "persons",
        "Under the requirement to take part",
        "Omfattas av aktivitetskravet",
        "Persons under the requirement on an average day on which it holds, from the parting on.",
    ),
    of_requirement(
        "requirement_hours",
        "hours",
        "Hours that the requirement asks for",
        "Timmar som aktivitetskravet omfattar",
        "Hours in full for everybody under the requirement: those met, unmet and excused.",
    ),
    of_requirement(
        "requirement_excused",
        "hours",
        "Of them: excused",
        "Varav: undantagna",
        "Hours that the requirement's exceptions take off: small children, illness, what somebody is not able to.",
    ),
    of_requirement(
        "requirement_met", "hours", "Of them: met", "Varav: uppfyllda", "Hours of stays and activities of those under the requirement."
    ),
    of_requirement(
        "requirement_unmet",
        "hours",
        "Of them: unmet",
        "Varav: inte uppfyllda",
        "Hours neither excused nor met, since there was no place, somebody waited, had refused or had a stay of fewer hours; with `stage:`"
        " in the group column, of those in that stage.",
    ),
    of_requirement(
        "requirement_share_met",
        "share",
        "Share of the hours that is met",
        "Andel av timmarna som uppfylls",
        "Met hours over all that are not excused.",
    ),
    of_requirement(
        "requirement_refusals",
        "times",
        "Refusals without good cause",
        "Vägran utan godtagbart skäl",
        "Times that somebody under the requirement left a stay without good cause, so that the household's aid was cut.",
    ),
    of_requirement(
        "requirement_cut_months",
        "months",
        "Months with aid cut",
        "Månader med nedsatt försörjningsstöd",
        "Person-months in which the household's aid was cut for a refusal.",
    ),
    of_requirement(
        "requirement_places_lacking",
        "places",
        "Unmet hours as full-time places",
        "Ej uppfyllda timmar, som heltidsplatser",
        "Unmet hours on an average day on which the requirement holds, as places in full time. It is no count of places that the unit"
        " lacks: places may be free while somebody waits for a plan or has a stay of fewer hours.",
    ),
    of_requirement(
        "requirement_supervisors_lacking",
        "posts",
        "Supervisors whom so many places take",
        "Handledare som så många platser kräver",
        "Those places over the places that a supervisor gives (`places_per_post`).",
    ),
    of_requirement(
        "requirement_consultants_lacking",
        "posts",
        "Consultants for as many cases",
        "Konsulenter för lika många ärenden",
        "Those places over the cases that a consultant holds (`cases_per_post`).",
    ),
)

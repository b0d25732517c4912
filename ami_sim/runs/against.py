"""One option against the main reference in one replication: where saved aid went, jobs displaced, whether outlays come back.

These measures are differences by nature. The option's row holds its amount against the reference; the reference's own row holds 0,
or nothing defined (NaN) where 0 would be a claim. A difference from another scenario is then the difference of two such amounts.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.corrections import LEVELS
from ami_sim.accounts.ledger import ORE, by_actor, fold
from ami_sim.accounts.present import paid_back_within
from ami_sim.accounts.shift import DESTINATIONS, aid_saved
from ami_sim.record.deadweight import deadweight
from ami_sim.record.measures.dates import AFTER_MONTHS, dates_after
from ami_sim.record.measures.registry import Measure, Number
from ami_sim.record.paired import side_by_side
from ami_sim.record.spells import Spells, days_by_condition
from ami_sim.runs.seen import Seen
from ami_sim.scenario.errors import InputError

PAYERS: Final = ("municipality", "state", "public", "society")
PAYBACK_YEARS: Final = (1, 3, 5, 10)
VIEWS: Final = ("municipality", "public", "society")  # where low and high displacement are shown
NUMBER_BITS: Final = 40  # room for a person's number at a door, as in the keys of their luck


def saved_by_destination(reference: Seen, option: Seen) -> Iterator[Number]:
    """Give the aid an option saves by where the household went; nothing for the reference itself."""
    saved = dict.fromkeys(DESTINATIONS, 0.0) if reference is option else saved_aid(reference, option)
    for name, amount in saved.items():
        yield Number(f"aid_saved_by:{name}", "", "", amount)


def displacement(reference: Seen, option: Seen) -> Iterator[Number]:
    """Give what each actor loses to displaced jobs at the low, central and high shares, and the results after the central one."""
    nothing = dict.fromkeys(option.present, 0.0)
    lost = dict.fromkeys(LEVELS, nothing) if reference is option else displaced(reference, option)
    for level, losses in lost.items():
        name = "displacement" if level == "central" else f"displacement_{level}"
        for actor, amount in losses.items():
            if level == "central" or actor in VIEWS:
                yield Number(name, actor, "", amount)
        if level == "central":
            for actor in VIEWS:
                yield Number("net_result_after_displacement", actor, "", option.present[actor] + losses[actor])


def saved_aid(reference: Seen, option: Seen) -> dict[str, float]:
    """Split the aid that the option saves by where the household went; adds up to the difference of `aid_cost`."""
    refuse_other_dates(reference, option)
    ids = None if reference.people is option.people else (reference.people["key"], option.people["key"])
    pieces = side_by_side(reference.spells, option.spells, ids)
    alike = reference.paths.book is option.paths.book
    return aid_saved(pieces, reference.aid, option.aid, option.paths.over_time, alike)


def refuse_other_dates(reference: Seen, option: Seen) -> None:
    """Refuse an option that parts or ends on another day than the reference: what is counted after the one cannot be compared."""
    one, other = (seen.paths.plan.scenario for seen in (reference, option))
    if one.end != other.end:
        raise InputError(f"the reference ends on {one.end} and an option on {other.end}; expected one date for all that is compared")
    if one.parting != other.parting:
        raise InputError(
            f"the reference parts on {one.parting} and an option on {other.parting}; expected one date for all that is compared"
        )


def displaced(reference: Seen, option: Seen) -> dict[str, dict[str, float]]:
    """Reckon what displacement adds to each actor's net result, option against reference, discounted kr: by level, by actor.

    Those displaced are taken to live in the same households as everybody in the run. RuntimeError when more output is displaced in a run
    than is produced in it.
    """
    for seen in (option, reference):
        check_displaced(seen, seen.displaced)
    found: dict[str, dict[str, float]] = {}
    for level, more in zip(LEVELS, option.displaced - reference.displaced, strict=True):
        added = (option.paths.lost_job[level] @ reference.households) @ more
        found[level] = dict(zip(option.present, added.tolist(), strict=True))
    return found


def check_displaced(seen: Seen, lost: NDArray[np.float64]) -> None:
    """Refuse more displaced output in a year than the ledger says was produced; lost: months in open jobs, [level, year]."""
    wrong = np.flatnonzero((lost * seen.jobs.open_job > seen.produced + 1.0).any(axis=0))
    if len(wrong):
        raise RuntimeError(f"more output is displaced than produced in {seen.paths.years[wrong[0]]}")


def payback(reference: Seen, option: Seen) -> Iterator[Number]:
    """Tell for each payer whether the option has paid itself back for good within so many years: 1 or 0.

    NaN for the reference, and for more years than the run follows. An option that never costs more than the reference counts as 1.
    """
    paths = option.paths
    ends = paths.edges[1:] - paths.plan.parting
    days = np.array([anniversary(paths.plan.scenario.parting, years) for years in PAYBACK_YEARS])
    found = np.full((len(PAYERS), len(PAYBACK_YEARS)), np.nan)
    if option is not reference:
        net = np.array([option.net[actor] - reference.net[actor] for actor in PAYERS])
        found = np.where(days <= ends[-1], paid_back_within(net, paths.factors, ends, days), found)
    for actor, each in zip(PAYERS, found.tolist(), strict=True):
        for years, back in zip(PAYBACK_YEARS, each, strict=True):
            yield Number(f"payback_within_{years}y", actor, "", back)


def anniversary(since: date, years: int) -> float:
    """Give the days from a date to the same date so many years later; from 29 February to 1 March where there is none."""
    day = date(since.year + years, 3, 1) if (since.month, since.day) == (2, 29) else since.replace(year=since.year + years)
    return float((day - since).days)


def twins_at_work(reference: Seen, option: Seen) -> list[Number]:
    """Count those met and in open work at some months, and of them those who would be in work in the reference too."""
    mine = option.people["key"]
    keys = (mine if reference.people is option.people else reference.people["key"], mine)
    days = dates_after(option.lives.parting, option.spells.horizon)
    return deadweight(reference.lives.on_dates, option.lives.on_dates, keys, days, same=option is reference)


def entry_effect(reference: Seen, option: Seen) -> Iterator[Number]:
    """Reckon what those who come into need in one option only add to the difference: persons, and each payer's discounted kr.

    A condition to be mapped can deter or attract, and the inflow can be another; whoever is present in both lives twice, these once.
    The rows are the option's against the reference; the rest of a difference is about people who are in both.
    """
    only = [alone(option, reference), alone(reference, option)]
    if option is reference:
        only = [np.zeros(len(option.people), np.bool_)] * 2
    parts = [present_of(seen, mask) for seen, mask in zip((option, reference), only, strict=True)]
    yield Number("entry_effect_persons", "", "", float(only[0].sum()) - float(only[1].sum()))
    for actor in VIEWS:
        yield Number("entry_effect", actor, "", parts[0][actor] - parts[1][actor])


def alone(seen: Seen, other: Seen) -> NDArray[np.bool_]:
    """Mark who comes into need in one option and never in another: a person is who they are by door and number."""
    mine, theirs = ((people["referrer"].astype(np.int64) << NUMBER_BITS) + people["number"] for people in (seen.people, other.people))
    found: NDArray[np.bool_] = ~np.isin(mine, theirs)
    return found


def present_of(seen: Seen, who: NDArray[np.bool_]) -> dict[str, float]:
    """Reckon the net result of each actor from some of the people alone, without the unit's own cost, discounted kr."""
    paths, spells = seen.paths, seen.spells
    kept = who[spells.person]
    columns = {name: getattr(spells, name)[kept] for name in spells.__dataclass_fields__ if name != "horizon"}
    conditions, days = days_by_condition(Spells(horizon=spells.horizon, **columns), paths.edges)
    ledger = fold(days, conditions, paths.months, paths.book, np.zeros((len(paths.months), len(paths.book.lines))))
    return {actor: float(paths.factors @ amount) / ORE for actor, amount in by_actor(ledger, paths.book.lines).items()}


SAVED: Final = {  # where aid saved went: titles and what is counted there
    "ami_wage": ("Aid saved: wage from the unit instead", "Sparat stöd: lön från enheten i stället", "the unit's own wage: a shift"),
    "open_work": ("Aid saved: open work", "Sparat stöd: öppet arbete", "open work"),
    "other_subsidised_job": (
        "Aid saved: subsidised elsewhere",
        "Sparat stöd: subventionerat arbete på annat håll",
        "a subsidised job with another employer",
    ),
    "studies": ("Aid saved: studies", "Sparat stöd: studier", "studies"),
    "state_benefit": (
        "Aid saved: a state benefit instead",
        "Sparat stöd: statlig ersättning i stället",
        "a benefit of the state or of social insurance: a shift",
    ),
    "refused": ("Aid saved: aid refused", "Sparat stöd: avslag", "aid was refused or withdrawn"),
    "moved_or_died": ("Aid saved: moved or died", "Sparat stöd: flyttat eller avlidit", "moved, died or retired"),
    "aid_still": ("Aid saved: still on aid, another amount", "Sparat stöd: kvar i stöd, annat belopp", "still on aid, at another amount"),
    "other": ("Aid saved: other, and gaps in aid", "Sparat stöd: annat, och uppehåll i stödet", "anything else, gaps in aid included"),
}
DEADWEIGHT: Final = (  # what is counted at a month: titles, and what exactly
    (
        "met_in_work",
        "Met, in open work at {months} months",
        "Träffade, i öppet arbete vid {months} månader",
        "Deadweight, with the next rows: persons in open work {months} months after the parting whose mapping, or an intervention of"
        " theirs, has started since the parting. Who is never in the main reference has no twin and is not counted; nothing is defined for"
        " the reference itself.",
    ),
    (
        "met_in_work_by_means",
        "Of them: anyway, by means, at {months} months",
        "Varav: ändå, räknat på medeltalen, vid {months} månader",
        "Of `met_in_work_{months}m`, those left when the net difference in open work from the main reference is taken off; more than all"
        " of them where fewer work than in the reference. Form the share from the means of the two counts.",
    ),
    (
        "met_in_work_twin_too",
        "Of them: twin too, at {months} months",
        "Varav: tvillingen också, vid {months} månader",
        "Of `met_in_work_{months}m`, those whose twin (the same person living under the main reference) is in open work on the same day:"
        " one coupling of two lives, which nothing identifies.",
    ),
    (
        "met_in_work_least",
        "Of them: anyway at the least, at {months} months",
        "Varav: ändå, som minst, vid {months} månader",
        "Of `met_in_work_{months}m`, the fewest who can be in work in both lives, whatever the coupling: those who do not fit among all who"
        " would not have worked in the main reference.",
    ),
    (
        "met_in_work_most",
        "Of them: anyway at the most, at {months} months",
        "Varav: ändå, som mest, vid {months} månader",
        "Of `met_in_work_{months}m`, the most who can be in work in both lives, whatever the coupling: no more than work in the main"
        " reference.",
    ),
)


def rows_of_deadweight(months: int) -> Iterator[Measure]:
    """Make the rows of one month."""
    for name, en, sv, doc in DEADWEIGHT:
        titles = {"en": en.format(months=months), "sv": sv.format(months=months)}
        yield Measure(f"{name}_{months}m", "persons", titles, doc.format(months=months), "twins", twins_at_work)


DISPLACED: Final = (
    ("displacement", "Displacement of others", "Undanträngning", "central"),
    ("displacement_low", "Displacement, low", "Undanträngning, låg", "low"),
    ("displacement_high", "Displacement, high", "Undanträngning, hög", "high"),
)
TWINS_ROWS: Final = (
    *(
        Measure(
            f"aid_saved_by:{name}",
            "kr",
            {"en": en, "sv": sv},
            "Aid an option saves against the main reference, person by person and day by day, where the person is in the one of the two"
            f" lives that pays less aid: {where}. The parts `aid_saved_by:` add up to the difference in `aid_cost`.",
            "twins",
            saved_by_destination,
        )
        for name, (en, sv, where) in SAVED.items()
    ),
    *(
        Measure(
            name,
            "kr",
            {"en": en, "sv": sv},
            "What each actor loses, against the main reference, if a share of extra jobs is taken from somebody else in need;"
            f" {level} shares.",
            "twins",
            displacement,
        )
        for name, en, sv, level in DISPLACED
    ),
    Measure(
        "net_result_after_displacement",
        "kr",
        {"en": "Net result after displacement", "sv": "Nettoresultat efter undanträngning"},
        "`net_result` with central displacement.",
        "twins",
        displacement,
    ),
    *(
        Measure(
            f"payback_within_{years}y",
            "share",
            {"en": f"Paid back within {years} year{'s' if years > 1 else ''}", "sv": f"Återbetalt inom {years} år"},
            "Share of replications in which the payer's discounted outlay against the main reference has come back for good within"
            f" {years} year{'s' if years > 1 else ''}; one that never costs more counts as back. These are chances at the assumed"
            " parameters, not the chance that an option pays.",
            "twins",
            payback,
        )
        for years in PAYBACK_YEARS
    ),
    *(row for months in AFTER_MONTHS for row in rows_of_deadweight(months)),
    Measure(
        "entry_effect_persons",
        "persons",
        {"en": "Persons in need in this option only", "sv": "Personer som bara finns i detta alternativ"},
        "Persons who come into need in the option and never in the main reference, less those of whom the reverse is true. Only where"
        " inflows differ.",
        "newcomers",
        entry_effect,
    ),
    Measure(
        "entry_effect",
        "kr",
        {"en": "Of it: those present in one option only", "sv": "Varav: de som bara finns i ett av alternativen"},
        "What those present in one option only add to the difference of a payer's `net_result`, discounted, without the unit's own cost."
        " Only where inflows differ.",
        "newcomers",
        entry_effect,
    ),
)

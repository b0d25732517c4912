"""Measures in kronor of one run, discounted from the parting on: what each actor receives and pays, and what follows the persons."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.committees import measures_of
from ami_sim.accounts.corrections import LEVELS, with_cost_of_public_funds
from ami_sim.accounts.ledger import ORE, by_actor, of_kind, of_nature, total_of
from ami_sim.accounts.lines import MUNICIPALITY, Line
from ami_sim.accounts.passes import between
from ami_sim.record.measures.registry import Measure, Number, measure
from ami_sim.runs.seen import Seen
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import LEFT, UNBORN

OVERHEAD_OF: Final = ("municipality", "public", "society")  # whose sums say what of them is overhead


@cache
def sums_of(lines: tuple[Line, ...]) -> tuple[tuple[tuple[str, str], ...], NDArray[np.float64]]:
    """Name the numbers that are sums of lines, as measure and actor, with the sign of each line in each: [line, number]."""
    each = np.eye(len(lines))
    signs: dict[tuple[str, str], NDArray[np.float64]] = {}
    for actor, net in by_actor(each, lines).items():
        signs["net_result", actor], signs["net_cost", actor] = net, -net
    signs["aid_cost", ""] = total_of(each, lines, "aid", "ifo")
    signs["production", ""] = of_nature(lines, "production").astype(np.float64)
    signs["participants_production", ""] = total_of(each, lines, "participants_production")
    overhead = by_actor(each * of_kind(lines, "overhead"), lines)
    signs |= {("assumed_overhead", actor): overhead[actor] for actor in OVERHEAD_OF}
    return tuple(signs), np.array(list(signs.values())).T.copy()


def results_of_actors(seen: Seen) -> Iterator[Number]:
    """Give each actor's net result and cost, aid, production and overhead."""
    names, signs = sums_of(seen.paths.book.lines)
    for (name, actor), amount in zip(names, (seen.discounted @ signs).tolist(), strict=True):
        yield Number(name, actor, "", amount)
        if name == "participants_production":
            yield Number("participants_regular_worth", "", "", seen.regular_worth)


def cost_of_measures(seen: Seen) -> Iterator[Number]:
    """Give what the municipality's labour-market measures cost a year: gross, income and net, kr of the price year, not discounted."""
    counted = seen.paths.factors > 0
    years = float(np.diff(seen.paths.edges)[counted].sum()) / YEAR
    gross, income = (seen.ledger[counted].sum(axis=0) @ measures_of(seen.paths.book.lines) / ORE / years).tolist()
    yield Number("measures_gross", "municipality", "", gross)
    yield Number("measures_income", "municipality", "", income)
    yield Number("measures_net", "municipality", "", gross - income)


@measure(needs="money", unit="hours", en="Staff hours", sv="Personaltimmar")
def staff_hours(seen: Seen) -> Iterator[Number]:
    """Hours of all posts of the unit, whoever pays, posts under notice included."""
    yield Number("staff_hours", "", "", seen.paths.staff_hours)


@measure(needs="money", unit="kr", en="Net result, public money dearer", sv="Nettoresultat, dyrare offentliga medel")
def net_result_dearer_public_money(seen: Seen) -> Iterator[Number]:
    """Society's `net_result` if raising a public krona costs more than a krona."""
    factor = seen.paths.book.prices.switch.public_funds[LEVELS.index("high")]
    yield Number("net_result_dearer_public_money", "society", "", with_cost_of_public_funds(seen.present, factor)["society"])


@measure(needs="money", unit="kr", en="Wages beyond the wage money", sv="Löner utöver lönemedlen")
def wage_overspend(seen: Seen) -> Iterator[Number]:
    """Participants' net wages beyond the year's wage money, whole budget years, discounted."""
    signs, money, weights = seen.paths.wages_over_budget
    years, place = seen.paths.calendar
    outturn = np.bincount(place, weights=seen.ledger @ signs / ORE, minlength=len(years))
    yield Number("wage_overspend", "", "", float((np.maximum(outturn - money, 0.0) * weights).sum()))


@measure(needs="money", unit="kr", en="Net result that follows the persons", sv="Nettoresultat som följer personerna")
def result_of_persons(seen: Seen) -> Iterator[Number]:
    """Net result of the municipality that follows the persons (aid, wages, taxes, care), by group, discounted.

    The unit's own posts and running costs belong to nobody and are left out: groups tell who gains, not what the option costs.
    """
    spells = seen.spells
    paid = seen.prices(MUNICIPALITY, seen.parts)
    each = between(paid, seen.read.kind, spells.start, spells.end, seen.paths.over_time, spells.person, len(seen.people))
    for name, amount in seen.by_group(each).items():
        yield Number("result_of_persons", "municipality", name, amount)


@measure(needs="money", unit="persons", en="People followed", sv="Personer som följs")
def people_followed(seen: Seen) -> Iterator[Number]:
    """Persons who have been in need and have neither left nor died before the parting, by group."""
    spells = seen.spells
    about = (spells.stage != UNBORN) & (spells.stage != LEFT) & (spells.end > seen.paths.plan.parting)
    there = np.zeros(len(seen.people), np.bool_)
    there[spells.person[about]] = True
    for name, count in seen.by_group(there).items():
        yield Number("people_followed", "", name, count)


def counted_by_ledger(name: str, en: str, sv: str, doc: str) -> Measure:
    """Make a row of one of the numbers that `results_of_actors` gives."""
    return Measure(name, "kr", {"en": en, "sv": sv}, doc, "money", results_of_actors)


def of_measures(name: str, en: str, sv: str, doc: str) -> Measure:
    """Make a row of one of the numbers that `cost_of_measures` gives."""
    more = " An average year from the parting on, not discounted, in kronor of the price year."
    return Measure(name, "kr", {"en": en, "sv": sv}, doc + more, "money", cost_of_measures)


MONEY_ROWS: Final = (
    counted_by_ledger(
        "net_result",
        "Net result",
        "Nettoresultat",
        "What an actor receives less what it pays, discounted; in a difference plus means better off. Society: production less resources"
        " used up.",
    ),
    counted_by_ledger("net_cost", "Net cost", "Nettokostnad", "`net_result` with the other sign."),
    counted_by_ledger("aid_cost", "Aid (försörjningsstöd) paid", "Utbetalt försörjningsstöd", "Aid paid, discounted."),
    counted_by_ledger(
        "production",
        "Value of what is produced",
        "Värde av det som produceras",
        "Value of what those in work and participants produce, discounted.",
    ),
    counted_by_ledger(
        "participants_production",
        "Of it: value of participants' work",
        "Varav: värdet av deltagarnas arbete",
        "Of `production`, what participants at the unit make: hours, times the share of a regular employee's hour that an hour in the group"
        " is worth. Nobody pays for it: it is in society's result and in no one else's.",
    ),
    counted_by_ledger(
        "participants_regular_worth",
        "Participants' hours at a regular hour's worth",
        "Deltagarnas timmar till en ordinarie timmes värde",
        "The same hours if each were worth a regular employee's in a job's place, discounted. Society's result is 0 where an hour is worth"
        " (`participants_production` less society's `net_result`) over this, all three as differences from the reference.",
    ),
    counted_by_ledger(
        "assumed_overhead",
        "Of it: assumed overhead",
        "Varav: antagna gemensamma kostnader",
        "Of a payer's `net_result`, what goes to what is marked as overhead (manager, premises, administration), discounted: these sums are"
        " assumed, as is the share that the unit bears. A cost is negative.",
    ),
    of_measures(
        "measures_gross",
        "Labour-market measures a year, gross",
        "Arbetsmarknadsåtgärder per år, brutto",
        "What the unit, its participants' wages and other departments' supervision cost, whoever in the municipality pays.",
    ),
    of_measures(
        "measures_income",
        "Labour-market measures a year, income",
        "Arbetsmarknadsåtgärder per år, intäkter",
        "What AF, project money and buyers pay the municipality for them.",
    ),
    of_measures(
        "measures_net",
        "Labour-market measures a year, net",
        "Arbetsmarknadsåtgärder per år, netto",
        "`measures_gross` less `measures_income`.",
    ),
    staff_hours,
    net_result_dearer_public_money,
    wage_overspend,
    result_of_persons,
    people_followed,
)

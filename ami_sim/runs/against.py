"""One option against the main reference in one replication: where saved aid went, jobs displaced, whether outlays come back.

These measures are differences by nature. The option's row holds its amount against the reference; the reference's own row holds 0,
or nothing defined (NaN) where 0 would be a claim. A difference from another scenario is then the difference of two such amounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.committees import budget_of, wage_money
from ami_sim.accounts.corrections import LEVELS, losses_of_job, shares_at, with_cost_of_public_funds
from ami_sim.accounts.ledger import PriceBook, by_actor, fold, years_of
from ami_sim.accounts.present import months_to_pay_back
from ami_sim.accounts.shift import DESTINATIONS, AidOverTime, aid_saved
from ami_sim.model.tables import Plan
from ami_sim.record.paired import side_by_side
from ami_sim.record.spells import Spells, days_by_condition
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.words import I_AMI_WAGE, IN_INTERVENTION, LEFT, SUBSIDISED, UNBORN, WORK

ORE: Final = 100.0
PAYERS: Final = ("municipality", "state", "public", "society")
PAYBACK_YEARS: Final = (1, 3, 5, 10)
VIEWS: Final = ("municipality", "public", "society")  # where low and high displacement are shown
NUMBER_BITS: Final = 40  # room for a person's number at a door, as in the keys of their luck
JOBS: Final = ("open", "subsidised", "ami")
Row = tuple[str, str, str, str, float]  # measure, actor, group, unit, value


@dataclass(frozen=True, eq=False)
class Paths:
    """What is the same in every replication of an option: prices over time and the months that count."""

    plan: Plan
    book: PriceBook
    months: NDArray[np.datetime64]
    edges: NDArray[np.float64]
    factors: NDArray[np.float64]

    @cached_property
    def aid(self) -> AidOverTime:
        """Aid over time by condition, discounted."""
        return aid_over_time(self.book, self.months.tobytes(), self.edges.tobytes(), self.factors.tobytes())

    @cached_property
    def municipal(self) -> AidOverTime:
        """What the municipality receives less pays for a person over time by condition, discounted."""
        return municipal_over_time(self.book, self.months.tobytes(), self.edges.tobytes(), self.factors.tobytes())

    @cached_property
    def calendar(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The calendar years, and which one each month is in."""
        years, place = np.unique(years_of(self.months), return_inverse=True)
        return years, place

    @cached_property
    def wages_over_budget(self) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
        """Signs of the lines that make up participants' net wages, wage money by year, and each year's discount factor."""
        row = next((row for row in self.plan.scenario.prices.budget.values() if row.set_by == "wage_money"), None)
        pairs, signs = budget_of(self.book.lines)
        years, place = self.calendar
        money = wage_money(self.plan, self.months, row.follows if row else "none", current=False)[1]
        counts = np.bincount(place, minlength=len(years))
        whole = np.bincount(place, weights=self.factors > 0, minlength=len(years)) == counts
        return signs[:, pairs.index(("ami", "wages_net"))], money, whole * np.bincount(place, weights=self.factors) / counts

    def lost_jobs(self, level: str, households: NDArray[np.float64]) -> NDArray[np.float64]:
        """Kr by year and line when one of each kind of job more for a month displaces somebody: [year, kind, line]."""
        shares = shares_at(self.book, level)
        lost = np.einsum("h,yhl->yl", households, losses_by_year(self.book, tuple(self.calendar[0].tolist()), shares.on_aid))
        found: NDArray[np.float64] = np.array([shares.displaced[kind] for kind in JOBS])[None, :, None] * lost[:, None, :]
        return found

    def months_in_jobs(self, conditions: NDArray[np.int64], days: NDArray[np.float64]) -> NDArray[np.float64]:
        """Discounted person-months by year in open work, in subsidised jobs elsewhere and in the unit's own jobs: [year, kind].

        conditions: a row each, in the order of `Condition`; days: [month, condition].
        """
        stage, income = conditions[:, 0], conditions[:, 1]
        kinds = np.column_stack((stage == WORK, stage == SUBSIDISED, (stage == IN_INTERVENTION) & (income == I_AMI_WAGE)))
        years, place = self.calendar
        found = np.zeros((len(years), len(JOBS)))
        np.add.at(found, place, (days * self.factors[:, None]) @ kinds / MONTH)
        return found


@lru_cache(maxsize=24)
def losses_by_year(book: PriceBook, years: tuple[int, ...], on_aid: float) -> NDArray[np.float64]:
    """Give what one lost job changes, kr per month [year, household, line]: one for all options that share prices."""
    return np.array([losses_of_job(book, year, on_aid) for year in years])


@lru_cache(maxsize=8)
def aid_over_time(book: PriceBook, months: bytes, edges: bytes, factors: bytes) -> AidOverTime:
    """Give the aid over time at some prices: one for all options that share prices, months (dates) and discount factors."""
    dates = np.frombuffer(months, "datetime64[D]")
    return AidOverTime(book, dates, np.frombuffer(edges, np.float64), np.frombuffer(factors, np.float64))


@lru_cache(maxsize=8)
def municipal_over_time(book: PriceBook, months: bytes, edges: bytes, factors: bytes) -> AidOverTime:
    """Give what persons bring the municipality over time: one for all options that share prices, months and discount factors."""
    dates = np.frombuffer(months, "datetime64[D]")
    signs = by_actor(np.eye(len(book.lines)), book.lines)["municipality"].astype(np.float64)
    return AidOverTime(book, dates, np.frombuffer(edges, np.float64), np.frombuffer(factors, np.float64), signs)


@dataclass(frozen=True, eq=False)
class Seen:
    """What was seen of one option in one replication, kept until every option has run.

    kinds: the conditions of all spells as numbers, kind: which one each spell is in. conditions: a row for each in which somebody was
    after the start date, days: [month, condition].
    """

    paths: Paths
    people: np.ndarray
    spells: Spells
    kinds: NDArray[np.int64]
    kind: NDArray[np.int64]
    conditions: NDArray[np.int64]
    days: NDArray[np.float64]
    ledger: NDArray[np.int64]

    @cached_property
    def aid_places(self) -> NDArray[np.int64]:
        """The place of each spell's condition in the aid over time."""
        return self.paths.aid.places(self.kinds)[self.kind]

    @cached_property
    def jobs(self) -> NDArray[np.float64]:
        """Discounted person-months in jobs, [year, kind]."""
        return self.paths.months_in_jobs(self.conditions, self.days)

    @cached_property
    def net(self) -> dict[str, NDArray[Any]]:
        """Net result by month of each actor and group, öre."""
        return by_actor(self.ledger, self.paths.book.lines)

    @cached_property
    def present(self) -> dict[str, float]:
        """Net result of each actor and group, discounted kr."""
        return {actor: float(self.paths.factors @ amount) / ORE for actor, amount in self.net.items()}


def on_its_own(seen: Seen) -> list[Row]:
    """Measure what needs no reference: society's result when public money costs more, and net wages beyond the wage money."""
    factor = seen.paths.book.prices.switch.public_funds[LEVELS.index("high")]
    charged = with_cost_of_public_funds(seen.present, factor)["society"]
    signs, money, weights = seen.paths.wages_over_budget
    years, place = seen.paths.calendar
    outturn = np.bincount(place, weights=seen.ledger @ signs / ORE, minlength=len(years))
    over = float((np.maximum(outturn - money, 0.0) * weights).sum())
    return [
        ("net_result_dearer_public_money", "society", "", "kr", charged),
        ("wage_overspend", "", "", "kr", over),
    ]


def by_background(seen: Seen, groups: Mapping[str, NDArray[np.bool_]]) -> list[Row]:
    """Give the municipality's net result that follows the persons of each group ("" is everybody), discounted kr, and how many they are.

    The unit's own posts and running costs belong to nobody and are left out, so the groups tell who gains, not what the option costs.
    Counted are those who have been in need and have neither left nor died before the options part.
    """
    worth, spells = seen.paths.municipal, seen.spells
    places = worth.places(seen.kinds)[seen.kind]
    each = np.bincount(spells.person, weights=worth.paid(places, spells.end) - worth.paid(places, spells.start), minlength=len(seen.people))
    about = ~np.isin(spells.stage, (UNBORN, LEFT)) & (spells.end > seen.paths.plan.parting)
    there = np.bincount(spells.person[about], minlength=len(seen.people)) > 0
    rows: list[Row] = [("result_of_persons", "municipality", name, "kr", float(each[inside].sum())) for name, inside in groups.items()]
    return rows + [("people_followed", "", name, "persons", float((there & inside).sum())) for name, inside in groups.items()]


def against(reference: Seen, option: Seen) -> list[Row]:
    """Measure one option against the reference (which may be itself): aid saved by destination, displacement, payback."""
    same = reference is option
    saved = dict.fromkeys(DESTINATIONS, 0.0) if same else saved_aid(reference, option)
    rows: list[Row] = [(f"aid_saved_by:{name}", "", "", "kr", amount) for name, amount in saved.items()]
    for level in LEVELS:
        name = "displacement" if level == "central" else f"displacement_{level}"
        lost = dict.fromkeys(option.present, 0.0) if same else displaced(reference, option, level)
        rows += [(name, actor, "", "kr", amount) for actor, amount in lost.items() if level == "central" or actor in VIEWS]
        if level == "central":
            rows += [("net_result_after_displacement", actor, "", "kr", option.present[actor] + lost[actor]) for actor in VIEWS]
    return rows + payback(reference, option)


def saved_aid(reference: Seen, option: Seen) -> dict[str, float]:
    """Split the aid that the option saves by where the household went; adds up to the difference of `aid_cost`."""
    if reference.spells.horizon != option.spells.horizon:
        ends = [str(seen.paths.plan.scenario.end) for seen in (reference, option)]
        raise InputError(f"the reference ends on {ends[0]} and an option on {ends[1]}; expected one date for all that is compared")
    ids = None if reference.people is option.people else (reference.people["key"], option.people["key"])
    pieces = side_by_side(reference.spells, option.spells, ids)
    return aid_saved(pieces, (reference.paths.aid, reference.aid_places), (option.paths.aid, option.aid_places))


def displaced(reference: Seen, option: Seen, level: str) -> dict[str, float]:
    """Reckon what displacement adds to each actor's net result, option against reference, discounted kr.

    Those displaced are taken to live in the same households as everybody in the run.
    """
    homes = len(option.paths.book.prices.household)
    households = np.bincount(reference.people["household"], minlength=homes) / max(1, len(reference.people))
    added = np.einsum("yk,ykl->l", option.jobs - reference.jobs, option.paths.lost_jobs(level, households))
    return {actor: float(amount) for actor, amount in by_actor(added, option.paths.book.lines).items()}


def entry_effect(reference: Seen, option: Seen) -> list[Row]:
    """Reckon what those who come into need in one option only add to the difference: persons, and each payer's discounted kr.

    A condition to be mapped can deter or attract, and the inflow can be another; whoever is present in both lives twice, these once.
    The rows are the option's against the reference; the rest of a difference is about people who are in both.
    """
    only = [alone(option, reference), alone(reference, option)]
    if option is reference:
        only = [np.zeros(len(option.people), np.bool_)] * 2
    parts = [present_of(seen, mask) for seen, mask in zip((option, reference), only, strict=True)]
    rows: list[Row] = [("entry_effect_persons", "", "", "persons", float(only[0].sum()) - float(only[1].sum()))]
    return rows + [("entry_effect", actor, "", "kr", parts[0][actor] - parts[1][actor]) for actor in ("municipality", "public", "society")]


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
    conditions, days = days_by_condition(Spells(horizon=spells.horizon, **columns), seen.people["household"], paths.edges)
    ledger = fold(days, conditions, paths.months, paths.book, np.zeros((len(paths.months), len(paths.book.lines))))
    return {actor: float(paths.factors @ amount) / ORE for actor, amount in by_actor(ledger, paths.book.lines).items()}


def payback(reference: Seen, option: Seen) -> list[Row]:
    """Tell for each payer whether the option has paid itself back for good within so many years: 1 or 0.

    NaN for the reference, and for more years than the run follows. An option that never costs more than the reference counts as 1.
    """
    factors = option.paths.factors
    followed = int((factors > 0).sum())
    rows: list[Row] = []
    for actor in PAYERS:
        months = np.nan if option is reference else months_to_pay_back(option.net[actor] - reference.net[actor], factors)
        for years in PAYBACK_YEARS:
            known = option is not reference and followed >= 12 * years
            rows.append((f"payback_within_{years}y", actor, "", "share", float(months <= 12 * years) if known else np.nan))
    return rows

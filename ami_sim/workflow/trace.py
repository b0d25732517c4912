"""One printed total back to its rows: who was where for how many days, at how much a month, and where each price comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from ami_sim.accounts.committees import budget_of
from ami_sim.accounts.ledger import years_of
from ami_sim.accounts.lines import MUNICIPAL, Line
from ami_sim.accounts.pricing import costs_of, price_book
from ami_sim.accounts.stored import conditions_in, months_of
from ami_sim.accounts.unit import book_unit, kind_of
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.record.spells import Condition
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import I_AMI_WAGE
from ami_sim.scenario.rows import Row
from ami_sim.scenario.services import Post
from ami_sim.workflow.results import StoredResults, read_results, stored_frame

# Rows of the prices file behind each kind of flow; those of the income, household, service row and group are added by condition.
BEHIND: Final = {
    "aid": ("norm", "aid", "tax", "housing", "family"),
    "aid_handling": ("aid",),
    "wage": ("labour",),
    "employer_contributions": ("labour",),
    "collective_charges": ("labour",),
    "af_subsidy": ("labour",),
    "municipal_tax": ("tax",),
    "regional_tax": ("tax",),
    "equalisation": ("tax",),
    "job_tax_credit": ("tax",),
    "public_fees": ("tax",),
    "housing_allowance": ("housing",),
    "housing_supplement": ("housing",),
    "participants_production": ("labour",),
}
BY_HOUSEHOLD: Final = ("aid", "housing_allowance", "housing_supplement")
BY_JOB: Final = (
    "wage",
    "employer_contributions",
    "collective_charges",
    "af_subsidy",
    "supervision_grant",
    "af_fee",
    "participants_production",
)


@dataclass(frozen=True)
class OwnCost:
    """A cost of the unit itself: its title, who pays it, from when to when it runs."""

    title: str
    funder: str
    opens: date
    closes: date


@dataclass(frozen=True)
class Piece:
    """One part of a total: the flow, the condition (or the unit's own cost), person-days, kr a month, and kr; a cost is positive.

    where: the condition by the names it has in files (stage, income, service row and group, household, rights), or a cost of the unit.
    """

    flow: str
    where: tuple[str, ...] | OwnCost
    days: float | None
    per_month: float | None
    kr: float


@dataclass(frozen=True)
class Trace:
    """A total with every part of it, largest first, and the sources of the prices."""

    line: str
    option: str
    year: int
    runs: int
    pieces: tuple[Piece, ...]
    printed: float | None  # what budget.csv says, when the line is one of a budget
    sources: dict[str, Row]
    titles: Mapping[str, str] = field(default_factory=dict)  # of options, service rows, groups and households, as files say them

    @property
    def total(self) -> float:
        """Add up the parts, kr."""
        return sum(piece.kr for piece in self.pieces)


def trace_results(folder: Path, line: str, option: str, year: int, file: str = "") -> Trace:
    """Follow one line of a budget ("ami: wages_net", "municipality: total") or of the accounts ("aid: ifo -> person") to its rows.

    Amounts are means over the stored runs in the year's own kronor. InputError names the nearest line, option or year.
    """
    stored = read_results(folder, file)
    scenario = stored.question.scenarios[stored.option(option)]
    plan = lower(scenario, stored.thetas[0])
    years = years_of(months_of(plan))
    if year not in years:
        raise InputError(f"--year: {year} is not in the results; expected {years.min()} to {years.max()}")
    days = stored.days[(stored.days["scenario"] == option) & (stored.days["year"] == year)]
    runs = int(stored.days[["draw", "replication"]].drop_duplicates().shape[0])
    pieces: list[Piece] = []
    sources: dict[str, Row] = {}
    name, signs = chosen(line, price_book(plan, "current").lines)
    for draw, rows in days.groupby("draw", sort=True):
        at = replace(plan, theta=scenario.at_medians() | dict(stored.thetas[int(str(draw))]))
        book = price_book(at, "current")
        conditions, which = conditions_in(rows)
        spent = pd.Series(rows["amount"].to_numpy()).groupby(which).sum()
        prices = book.table(conditions, year)
        for place, sign in signs.items():
            for index, amount in spent.items():
                price = float(prices[int(str(index)), place])
                if price:
                    condition = conditions[int(str(index))]
                    kr = sign * price * float(amount) / MONTH / runs
                    pieces.append(Piece(str(book.lines[place]), named(condition, plan), float(amount) / runs, price, kr))
                    sources |= dict(behind(book.lines[place], condition, plan))
        share = len(rows["replication"].unique()) / runs
        pieces += own_costs(at, year, signs, share)
    for place in signs:
        sources |= dict(behind_costs(price_book(plan, "current").lines[place], plan, year))
    ordered = tuple(sorted(merged(pieces), key=lambda piece: -abs(piece.kr)))
    return Trace(
        name, option, year, runs, ordered, printed(stored, name, option, year), dict(sorted(sources.items())), titles_of(stored, option)
    )


def titles_of(stored: StoredResults, option: str) -> dict[str, str]:
    """Give the titles that files give the options, and what may stand in a condition."""
    scenario = stored.question.scenarios[option]
    households = {name: row.title for name, row in scenario.prices.household.items()}
    return scenario.titles() | households | stored.question.experiment.titles


def chosen(line: str, lines: tuple[Line, ...]) -> tuple[str, dict[int, int]]:
    """Find the lines of the accounts behind a name: the name in full, and +1 or -1 by place."""
    pairs, signs = budget_of(lines)
    budget = {f"{committee}: {name}": at for at, (committee, name) in enumerate(pairs)}
    accounts = {str(one): at for at, one in enumerate(lines)}
    if line in budget:
        return line, {place: int(sign) for place, sign in enumerate(signs[:, budget[line]]) if sign}
    if line in accounts:
        return line, {accounts[line]: 1}
    raise InputError(f'"{line}" is no line of a budget or of the accounts.{nearest(line, [*budget, *accounts])}')


def named(condition: Condition, plan: Plan) -> tuple[str, ...]:
    """Name a condition: stage, income, service row and group, household, rights."""
    words = plan.vocabulary
    names = [words.stages[condition.stage], words.incomes[condition.income]]
    names += [plan.rows[condition.row].name] if condition.row >= 0 else []
    names += [plan.groups[condition.group]] if condition.group >= 0 else []
    names += [plan.households[condition.household]]
    return (*names, *(word for bit, word in enumerate(words.rights) if condition.rights >> bit & 1))


def merged(pieces: list[Piece]) -> Iterator[Piece]:
    """Add up parts of the same flow, condition and price (one a draw)."""
    found: dict[tuple[str, object, float | None], Piece] = {}
    for piece in pieces:
        key = (piece.flow, piece.where, piece.per_month)
        old = found.get(key)
        days = piece.days if old is None or old.days is None or piece.days is None else old.days + piece.days
        found[key] = replace(piece, days=days, kr=piece.kr + (old.kr if old else 0.0))
    yield from found.values()


def own_costs(plan: Plan, year: int, signs: dict[int, int], share: float) -> Iterator[Piece]:
    """Give the parts that the units' own costs make, cost by cost, weighed by a draw's share of the runs."""
    book, months = price_book(plan, "current"), months_of(plan)
    inside = years_of(months) == year
    for cost in costs_of(plan):
        booked = book_unit([cost], months[inside], book.lines, book.prices, {year: 1.0}).sum(axis=0)
        for place, sign in signs.items():
            if booked[place]:
                where = OwnCost(cost.title, cost.funder, cost.opens, cost.closes)
                yield Piece(str(book.lines[place]), where, None, None, sign * float(booked[place]) * share)


def behind(line: Line, condition: Condition, plan: Plan) -> Iterator[tuple[str, Row]]:
    """Yield the rows of the files that a flow in a condition is priced by."""
    scenario, prices = plan.scenario, plan.scenario.prices
    for name in BEHIND.get(line.kind, ()):
        yield f"prices.{name}", getattr(prices, name)
    income = plan.vocabulary.incomes[condition.income]
    if line.kind in BY_HOUSEHOLD or line.kind == prices.income[income].kind or line.kind in ("municipal_tax", "regional_tax"):
        yield f"prices.income.{income}", prices.income[income]
    if line.kind in BY_HOUSEHOLD:
        household = plan.households[condition.household]
        yield f"prices.household.{household}", prices.household[household]
    if condition.row > 0 and (line.kind in BY_JOB or condition.income == I_AMI_WAGE):
        row = plan.rows[condition.row]
        yield f"intervention.{row.intervention}", scenario.intervention[row.intervention]
        if row.rule and line.kind in ("af_subsidy", "supervision_grant"):
            yield f"rule.{row.rule}", scenario.rule[row.rule]
    if line.kind == "supervision_time" and condition.group >= 0:
        group = plan.groups[condition.group]
        yield f"group.{group}", scenario.group[group]
    for name, care in prices.care.items():
        if (care.payer, care.kind) == (line.payer, line.kind) and plan.vocabulary.stages[condition.stage] in care.stages:
            yield f"prices.care.{name}", care


def paid_by(post: Post, line: Line) -> bool:
    """Tell whether a post stands on a line: an external one is the unit's cost and a grant to it."""
    external = post.funder not in (*MUNICIPAL, "region")
    if line.kind == "project_grant":
        return external and line.payer == post.funder
    return line.kind == ("overhead" if post.overhead else "posts") and line.payer == ("ami" if external else post.funder)


def behind_costs(line: Line, plan: Plan, year: int) -> Iterator[tuple[str, Row]]:
    """Yield the rows of the units in force that year that a line of the unit's own cost is made of."""
    scenario = plan.scenario
    closes = [*(step.from_ for step in scenario.timeline[1:]), scenario.end]
    for step, end in zip(scenario.timeline, closes, strict=True):
        if step.from_.year <= year and end.year >= year and end.isoformat() > f"{year}-01-01":
            unit = scenario.unit[step.unit]
            for index, post in enumerate(unit.posts):
                in_force = (post.from_ is None or post.from_.year <= year) and (post.until is None or year <= post.until.year)
                if in_force and paid_by(post, line):
                    yield f"unit.{step.unit}.posts[{index}] {post.role}", post
            for name, cost in unit.costs.items():
                if line.kind == kind_of(name, cost) and line.payer == cost.funder and (cost.until is None or year <= cost.until.year):
                    yield f"unit.{step.unit}.costs.{name}", cost


def printed(stored: StoredResults, line: str, option: str, year: int) -> float | None:
    """Find what budget.csv says of a line; None when it is no budget line or the year lies before the parting."""
    path = stored.folder / "budget.csv"
    if "->" in line or not path.is_file():
        return None
    rows = stored_frame(path)
    named = rows["committee"] + ": " + rows["line"]
    rows = rows[(rows["scenario"] == option) & (named == line) & (rows["year"] == year)]
    return float(rows["mean"].iloc[0]) if len(rows) else None

"""Kinds of people who live by the same rates: what traits, AF's findings and frailty make of somebody from a door."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import Final, NamedTuple

import numpy as np
from scipy import special

from ami_sim.model.tables import SLOTS, UNLIMITED, Plan
from ami_sim.scenario import registry as w

ANY: Final = -1


class Kind(NamedTuple):
    """People who live by the same rates: one door, the rows that traits and AF's findings leave open, factors on every clock."""

    door: int
    rows: int
    scale: tuple[float, ...]
    traits: int
    weight: float  # share of the door
    income: int = ANY  # what they lived on when the need began, where a clock asks for it


def frailties(plan: Plan, points: int = 16) -> list[tuple[float, float]]:
    """Points and weights that integrate over the plan's gamma frailty (generalised Gauss-Laguerre), cut where the model cuts it."""
    variance = plan.scenario.life.frailty_variance.at(plan.theta)
    if variance <= 0:
        return [(1.0, 1.0)]
    nodes, weights = special.roots_genlaguerre(points, 1 / variance - 1)
    return list(
        zip((nodes * variance).clip(0.0, plan.scenario.life.frailty_longest).tolist(), (weights / weights.sum()).tolist(), strict=True)
    )


def kinds(plan: Plan, door: int, frail: Sequence[tuple[float, float]] = ((1.0, 1.0),)) -> list[Kind]:
    """List the kinds of people from one door and the share of each: by what traits and AF's findings allow and by frailty."""
    tables, scenario, theta = plan.tables, plan.scenario, plan.theta
    row = scenario.referrer[plan.referrers[door]]
    shares = {name: share.at(theta) for name, share in row.traits.items()}
    named = {name for clock in scenario.clock.values() for name in clock.traits} | ({"akassa_member"} if "akassa" in row.income else set())
    needed = int(np.bitwise_or.reduce([*tables.needs_traits, *tables.bars_traits]))
    used = [bit for bit, name in enumerate(w.TRAITS) if name in named or needed >> bit & 1]
    found: dict[tuple[int, tuple[float, ...], int, int], float] = {}
    by_income = (
        {name: share.at(theta) for name, share in row.income.items()} if any(c.entry for c in scenario.clock.values()) else {"": 1.0}
    )
    findings: dict[int, list[tuple[float, int]]] = {}
    for has in product((0, 1), repeat=len(used)):
        traits = sum(1 << bit for bit, yes in zip(used, has, strict=True) if yes)
        odds = 1.0
        for bit, yes in zip(used, has, strict=True):
            odds *= shares.get(w.TRAITS[bit], 0.0) if yes else 1 - shares.get(w.TRAITS[bit], 0.0)
        if odds > 0 and traits not in findings:
            findings[traits] = _findings(plan, row.eligible.at(theta), traits)
        for z, weight in frail if odds > 0 else ():
            for income, part in by_income.items():
                scale = tuple(_scale(plan, door, traits, z, income))
                for chance, rows in findings[traits]:
                    code = plan.vocabulary.incomes.index(income) if income else ANY
                    key = (rows, scale, traits & w.AKASSA_MEMBER if "akassa" in row.income else 0, code)
                    found[key] = found.get(key, 0.0) + odds * weight * chance * part
    return [Kind(door, rows, scale, traits, share, income) for (rows, scale, traits, income), share in found.items() if share > 0]


def _scale(plan: Plan, door: int, traits: int, frailty: float, income: str) -> Iterator[float]:
    """Factors on each clock that are fixed for a person."""
    row = plan.scenario.referrer[plan.referrers[door]]
    for name in plan.vocabulary.clocks:
        clock = plan.scenario.clock.get(name)
        factor = 1.0
        if clock is not None:
            factor = frailty**clock.frailty if clock.frailty else 1.0
            for trait, value in clock.traits.items():
                factor *= value.at(plan.theta) if traits >> w.TRAITS.index(trait) & 1 else 1.0
            factor *= clock.entry[income].at(plan.theta) if income in clock.entry else 1.0
            factor *= row.scale[name].at(plan.theta) if name in row.scale else 1.0
        yield factor


def _findings(plan: Plan, factor: float, traits: int) -> list[tuple[float, int]]:
    """List what AF can find about a person with some traits: the chance, and the rows left open, one bit each."""
    tables = plan.tables
    outcomes: list[tuple[float, int]] = [(1.0, 0)]
    for name in plan.scenario.preference:
        rows = [i for i, row in enumerate(plan.rows) if i and row.intervention == name and tables.open_rows[1] >> i & 1]
        rows = [i for i in rows if traits & tables.needs_traits[i] == tables.needs_traits[i] and not traits & tables.bars_traits[i]]
        edges = {i: 1.0 if tables.eligible[i] > 1 else min(tables.eligible[i] * factor, 1.0) for i in rows}
        cuts = sorted({0.0, 1.0, *edges.values()})
        bands = [(high - low, sum(1 << i for i in rows if edges[i] > low)) for low, high in pairwise(cuts)]
        outcomes = [(chance * share, bits | more) for chance, bits in outcomes for share, more in bands]
    merged: dict[int, float] = {}
    for chance, bits in outcomes:
        taken = _taken(plan, bits)
        merged[taken] = merged.get(taken, 0.0) + chance
    return [(chance, bits) for bits, chance in merged.items()]


def choice(plan: Plan, rows: int, assessed: int, income: int) -> tuple[int, int]:
    """Find the first row and group that somebody takes when nothing is scarce; -1, -1 when nothing suits."""
    t = plan.tables
    for row in range(1, len(plan.rows)):
        if rows >> row & 1 and t.steps[row] >> assessed & 1 and t.incomes[row] >> income & 1:
            for group in t.order[row]:
                if group == -1 or (group >= 0 and t.fits_group[group] >> assessed & 1):
                    return row, group
    return -1, -1


def _taken(plan: Plan, rows: int) -> int:
    """Of the rows that are open to somebody, those that they would ever take: the others make no difference."""
    if plan.tables.capacity[1][SLOTS] < UNLIMITED:
        return 0
    every = product(range(w.STEPS), range(len(w.INCOMES)))
    return sum(1 << row for row in {choice(plan, rows, assessed, income)[0] for assessed, income in every} if row > 0)

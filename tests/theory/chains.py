"""The municipality's own scenario as a Markov chain: everything that is not constant switched off by overrides, nothing rewritten."""

from collections.abc import Mapping
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.sparse import csr_array

from ami_sim.accounts.ledger import ORE, by_actor, check_balance, fold
from ami_sim.accounts.present import present_value
from ami_sim.accounts.pricing import price_book
from ami_sim.model.tables import Plan
from ami_sim.record.spells import Condition, days_by_condition
from ami_sim.scenario.load import read_source
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import GROUPS_OF_ACTORS, INCOMES, LEFT, STAGES, UNBORN
from tests.oracles.generator import Way, ways
from tests.oracles.kinds import frailties
from tests.theory.queues import RAGUNDA, THEORY, Finding, Seen, once, plan_of

Floats = NDArray[np.float64]
MONTHS = (1, 6, 12, 60)
NEVER = "1000 years"
ANYBODY = {"ages": [0, 200], "idle": "0 days", "idle_below": "200 years"}
RATE = 0.035


def constant_rates(inflow: float = 1.0, stock: bool = False) -> dict[str, Any]:
    """Overrides that leave a scenario's rates constant and its capacity unlimited; `inflow` multiplies every door's rate.

    Switched off: bands of time and age, the fading of after-effects and the return of studies, retirement, rights that end, planned
    lengths that are not exponential, decision and holding-out times, dates and longest times of AF's rules, the first cohort, limits,
    yearly changes of prices.
    """
    tables = read_source(RAGUNDA).tables
    settings: dict[str, Any] = {
        "bands.need": [],
        "bands.stage": [],
        "bands.ages": [],
        "cohort": [],
        "economy": [],
        "present": None,
        "effects.fade": None,
        "effects.studies": None,
        "family": None,
        "household_change": {},
        "clock.move.rate": "0 per month",
        "life.retirement_age": 5000.0,
        "start": "2030-01-01",
        "parting": "2030-01-01",
        "end": "2040-01-01",
        "unit.free": {
            "title": "No limit",
            "unlimited": True,
            "wage_money": {"amount": "0 kr per year", "hard": False, **THEORY},
            **THEORY,
        },
        "timeline": [{"from": "2030-01-01", "unit": "free", **THEORY}],
        "mapping.length": exponential(tables["mapping"]["length"]),
    }
    for name in (
        "akassa_condition",
        "akassa_length",
        "akassa_length_with_child",
        "establishment_length",
        "incentive_after",
        "case_patience",
    ):
        settings[f"life.{name}"] = NEVER
    for name, clock in tables["clock"].items():
        settings |= {f"clock.{name}.{key}": [] for key in ("by_need", "by_stage_time", "by_age", "ages") if key in clock}
    for name, row in tables["intervention"].items():
        settings[f"intervention.{name}.length"] = exponential(row["length"])
        settings[f"intervention.{name}.who"] = {**row["who"], **ANYBODY}
        settings |= {f"intervention.{name}.{key}": "0 days" for key in ("hold_out", "decision") if key in row}
    for name, row in tables["rule"].items():
        settings[f"rule.{name}.who"] = {**row["who"], **ANYBODY}
        settings |= {f"rule.{name}.longest": NEVER, f"rule.{name}.grant_period": "0 days"}
        settings |= {f"rule.{name}.{key}": None for key in ("opens", "closes") if key in row}
    for name, row in tables["referrer"].items():
        value, _, unit = str(row["rate"]).partition(" per ")
        settings |= {
            f"referrer.{name}.rate": f"{inflow!r} * ({value}) per {unit}",
            f"referrer.{name}.stock": stock,
            f"referrer.{name}.dated": [],
        }
    for index in ("prices", "wages"):
        settings |= {f"prices.index.{index}.growth": {}, f"prices.index.{index}.later": 0.0}
    return settings


def exponential(length: Mapping[str, Any]) -> dict[str, Any]:
    """An exponential length with the same typical value."""
    return {"kind": "exponential", "typical": length["typical"], "grid": 0.0}


def municipality(inflow: float, only: str = "", variance: str = "0.0", closed: bool = False) -> Plan:
    """The municipality's scenario at constant rates: all doors or `only` one, with frailty of a variance, open to all or closed."""
    settings = constant_rates(inflow) | {"life.frailty_variance": variance, "unit.free.unlimited": not closed}
    for name in read_source(RAGUNDA).tables["referrer"]:
        if only not in ("", name):
            settings[f"referrer.{name}.rate"] = "0 per month"
    return plan_of(str(RAGUNDA), settings)


_known: dict[tuple[float, bool, tuple[bool, ...], int], list[list[Way]]] = {}


def doors_of(plan: Plan, points: int = 16) -> list[list[Way]]:
    """Every open door's ways, integrated over frailty on so many points; reckoned once, for they do not depend on the rates of arrival."""
    is_open = tuple(rate_of(plan, door) > 0 for door in range(len(plan.referrers)))
    free = plan.scenario.unit["free"].unlimited
    key = (plan.scenario.life.frailty_variance.at(plan.theta), free, is_open, points)
    if key not in _known:
        _known[key] = [ways(plan, door, frailties(plan, points)) if is_open[door] else [] for door in range(len(plan.referrers))]
    return _known[key]


def rate_of(plan: Plan, door: int) -> float:
    """Arrivals a day at a door."""
    return plan.scenario.referrer[plan.referrers[door]].rate.at(plan.theta)


def by_cell(way: Way, values: Floats) -> Floats:
    """Add up the states of a way [..., state] by stage and income [..., cell]."""
    cells = [s.stage * len(INCOMES) + s.income for s in way.states]
    sums = csr_array((np.ones(len(cells)), (cells, np.arange(len(cells)))), shape=(len(STAGES) * len(INCOMES), len(cells)))
    return np.asarray((sums @ values.T).T)


def seen_after(seen: Seen, days: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Those who arrived early enough, by door and by cell (stage and income), so many days after their arrival: counts."""
    arrived = seen.people["arrives"]
    kept = arrived < seen.plan.horizon - MONTHS[-1] * MONTH
    s = seen.spells
    when = arrived[s.person] + days
    there = kept[s.person] & (s.start <= when) & (s.end > when)
    cells = np.bincount((s.stage * len(INCOMES) + s.income)[there], minlength=len(STAGES) * len(INCOMES))
    return np.bincount(seen.people["referrer"][kept], minlength=len(seen.plan.referrers)), cells


def occupancy(plan: Plan, runs: int, title: str, points: int = 16) -> list[Finding]:
    """State occupancy at 1, 6, 12 and 60 months after the need began against the matrix exponential, by stage and over all cells."""
    doors = doors_of(plan, points)
    seen = [once(plan, replication) for replication in range(runs)]
    found = []
    days = np.array(MONTHS) * MONTH
    nowhere = np.zeros((len(days), len(STAGES) * len(INCOMES)))
    chances = np.stack([sum((w.kind.weight * by_cell(w, w.at(days)) for w in door), nowhere) for door in doors], axis=1)
    for months, parts in zip(MONTHS, chances, strict=True):  # [door, cell]
        counts = [seen_after(s, months * MONTH) for s in seen]
        persons, cells = np.sum([c[0] for c in counts], axis=0), np.sum([c[1] for c in counts], axis=0)
        shares = parts * persons[:, None]
        expected = shares.sum(axis=0)
        variances = (shares * (1 - parts)).sum(axis=0)
        total = persons.sum()
        found += stages_of(f"{title}, {months} months", cells, parts, persons, runs)
        busy = expected >= 10
        statistic = float(((cells - expected)[busy] ** 2 / np.maximum(variances[busy], 1e-9)).sum())
        freedom = float(busy.sum())
        name = f"chi-square over {int(busy.sum())} cells"
        found.append(Finding(f"{title}, {months} months", name, freedom, statistic, float(np.sqrt(2 * freedom)), runs))
        assert abs(expected.sum() - total) < 1e-6 * total
    return found


def stages_of(check: str, cells: NDArray[np.int64], shares: Floats, persons: NDArray[np.int64], runs: int) -> list[Finding]:
    """Findings by stage: the share of all persons who are in it."""
    total = persons.sum()
    by_stage = shares.reshape(len(shares), len(STAGES), len(INCOMES)).sum(axis=2)
    found = []
    for stage, counted in enumerate(cells.reshape(len(STAGES), len(INCOMES)).sum(axis=1)):
        p = by_stage[:, stage]
        expected = float(p @ persons / total)
        error = float(np.sqrt((p * (1 - p)) @ persons) / total)
        if expected * total >= 10:
            found.append(Finding(check, STAGES[stage], expected, counted / total, error, runs))
    return found


def poisson_counts(plan: Plan, runs: int) -> list[Finding]:
    """With Poisson arrivals from nobody the counts by stage are independent Poisson with the computed means."""
    days = 60 * MONTH
    means = np.zeros(len(STAGES))
    for door, people in enumerate(doors_of(plan)):
        rate = rate_of(plan, door)
        for way in people:
            means += by_cell(way, way.so_far(days, rate * way.kind.weight)).reshape(len(STAGES), -1).sum(axis=1)
    seen = [once(plan, replication) for replication in range(runs)]
    counts = np.array([[s.present(days, stage) for stage in range(len(STAGES))] for s in seen], float)
    shown = [stage for stage in range(len(STAGES)) if means[stage] >= 1 and stage not in (UNBORN, LEFT)]
    found = []
    for stage in shown:
        column = counts[:, stage]
        check = "Poisson counts at 60 months"
        found.append(Finding(check, STAGES[stage], means[stage], column.mean(), float(column.std(ddof=1) / np.sqrt(runs)), runs))
    dispersion = (counts[:, shown].var(axis=0, ddof=1) / means[shown]).mean()
    found.append(Finding("Poisson counts at 60 months", "variance / mean", 1.0, dispersion, np.sqrt(2 / (runs - 1) / len(shown)), runs))
    off = np.corrcoef(counts[:, shown].T)[np.triu_indices(len(shown), 1)]
    found.append(Finding("Poisson counts at 60 months", "mean correlation", 0.0, off.mean(), 1 / np.sqrt(runs * len(off)), runs))
    return found


def costs(plan: Plan, runs: int) -> list[Finding]:
    """Expected discounted money of each actor over ten years, through the whole accounts, against the resolvent."""
    book, force, year = price_book(plan), log1p(RATE) / 365.25, plan.scenario.start.year
    names = [*GROUPS_OF_ACTORS["public"], "person", "employer", "society"]
    expected = np.zeros(len(names))
    for door, people in enumerate(doors_of(plan)):
        row = plan.scenario.referrer[plan.referrers[door]]
        homes = {plan.households.index(name): share.at(plan.theta) for name, share in row.households.items()}
        prices: dict[int, Floats] = {}  # people to whom the same rows are open have the same states
        for way in people:
            if way.kind.rows not in prices:
                prices[way.kind.rows] = np.zeros((len(way.states), len(names)))
                for home, share in homes.items():
                    conditions = [Condition(s.stage, s.income, s.row, s.group, home, s.rights) for s in way.states]
                    views = by_actor(book.table(conditions, year), book.lines)
                    prices[way.kind.rows] += share / MONTH * np.stack([views[name] for name in names], axis=1)
            expected += way.worth_of_all(prices[way.kind.rows], force, plan.horizon, rate_of(plan, door) * way.kind.weight)
    months = np.arange(np.datetime64(plan.scenario.start, "M"), np.datetime64(plan.scenario.end, "M"))
    edges = np.r_[(months.astype("datetime64[D]") - np.datetime64(plan.scenario.start)).astype(float), plan.horizon]
    values = np.zeros((runs, len(names)))
    for replication in range(runs):
        seen = once(plan, replication)
        conditions, days = days_by_condition(seen.spells, edges)
        ledger = fold(days, conditions, months, book)
        views = by_actor(present_value(ledger, months, RATE, plan.scenario.start) / ORE, book.lines)
        values[replication] = [views[name] for name in names]
    error = values.std(axis=0, ddof=1) / np.sqrt(runs)
    return [
        Finding("Discounted money over ten years", f"{name}, tkr", expected[i] / 1e3, values[:, i].mean() / 1e3, error[i] / 1e3, runs)
        for i, name in enumerate(names)
        if abs(expected[i]) > 0
    ]


def without_chance(door: str, months: int = 36, persons: float = 1e6) -> dict[str, tuple[float, float]]:
    """What so many persons' expected days bring each actor, kr: by the resolvent, and through ledger and monthly discounting.

    Nothing is simulated: days by month and condition are the chain's own, so nothing but pricing and discounting can differ.
    """
    plan = municipality(1.0, door)
    way = doors_of(plan)[plan.referrers.index(door)][0]
    book, start = price_book(plan), plan.scenario.start
    dates = np.datetime64(start, "M") + np.arange(months + 1)
    edges = (dates.astype("datetime64[D]") - np.datetime64(start)).astype(float)
    conditions = [Condition(s.stage, s.income, s.row, s.group, 0, s.rights) for s in way.states]
    days = np.diff(way.so_far(edges, persons), axis=0).clip(0.0)
    ledger = fold(days, conditions, dates[:-1], book)
    check_balance(ledger, book.lines)
    booked = by_actor(present_value(ledger, dates[:-1], RATE, start) / ORE, book.lines)
    prices = by_actor(book.table(conditions, start.year), book.lines)
    names = list(booked)
    per_day = persons / MONTH * np.stack([prices[name] for name in names], axis=1)
    worth = way.worth(per_day, log1p(RATE) / 365.25, float(edges[-1]))
    return {name: (float(worth[i]), float(booked[name])) for i, name in enumerate(names)}


def steady_state(runs: int) -> list[Finding]:
    """The stock in need that a long closed history leaves, against the generator's own steady state; ten years later the same."""
    settings = constant_rates(3.0, stock=True) | {
        "life.frailty_variance": 0.0,
        "life.burn_in": "47 years",
        "unit.free.unlimited": False,
        "clock.die.rate": "0.02 per month",
    }
    plan = plan_of(str(RAGUNDA), settings)
    means = np.zeros(len(STAGES))
    for door in range(len(plan.referrers)):
        rate = rate_of(plan, door)
        for way in ways(plan, door):
            means += by_cell(way, way.so_far(200 * 365.25, rate * way.kind.weight)).reshape(len(STAGES), -1).sum(axis=1)
    seen = [once(plan, replication) for replication in range(runs)]
    groups = {"in need": range(1, 7), "in work": (7, 8), "sick": (10, 11, 12)}
    found = []
    for day, when in ((0.0, "on the first day"), (plan.horizon - 1.0, "ten years later")):
        for name, stages in groups.items():
            counts = np.array([s.present(day, *stages) for s in seen], float)
            error = float(counts.std(ddof=1) / np.sqrt(runs))
            found.append(Finding(f"Steady state, {when}", name, float(means[list(stages)].sum()), counts.mean(), error, runs))
    return found


def p_value(finding: Finding) -> float:
    """How often chance alone gives a chi-square as large."""
    return float(stats.chi2.sf(finding.simulated, finding.theory))

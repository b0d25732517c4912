"""The Markov generator of a scenario with constant rates and no limits: what a person's way is worth without simulating it.

When rates do not change by elapsed time or date, lengths are exponential and nothing is scarce (or nothing is offered), a person of a
given kind is a continuous-time Markov chain. Its generator is built here from the lowered tables, by transitions written anew from
the model's page and not by calling the rules that the engines share: a check that repeats a mistake proves nothing. Waiting ends in
the instant it begins, so the states before a free service are left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, isinf
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.sparse import csc_array, csr_array, identity
from scipy.sparse.linalg import splu

from ami_sim.model.tables import MAPPING_ROW, QUANTILES, SLOTS, UNLIMITED, Plan
from ami_sim.scenario import registry as w
from ami_sim.scenario.errors import InputError
from tests.oracles.kinds import ANY, Kind, choice, kinds

Floats = NDArray[np.float64]
PLANNED: Final = -1  # the "clock" of a planned end
HUMAN: Final = 150 * 365.25  # days: an age or a time that nobody reaches
BENEFITS: Final = (w.I_BENEFIT, w.I_ESTABLISHMENT)
LIVES_ON: Final = {
    w.WORK: w.I_WORK,
    w.SUBSIDISED: w.I_SUBSIDISED,
    w.STUDIES: w.I_STUDIES,
    w.SICK_ON_AID: w.I_AID,
    w.SICK_PAY: w.I_SICK_PAY,
    w.SICKNESS_COMPENSATION: w.I_SICKNESS_COMPENSATION,
    w.OTHER_SUPPORT: w.I_OTHER,
    w.AID_ENDED: w.I_REFUSED,
    w.LEFT: w.I_NONE,
}
OUTCOME_OF: Final = {
    w.START_STUDIES: w.STUDIES,
    w.AID_ENDS: w.AID_ENDED,
    w.FIND_SUPPORT: w.OTHER_SUPPORT,
    w.DIE: w.LEFT,
}


class State(NamedTuple):
    """Everything about a person that changes and that anything later depends on."""

    stage: int
    income: int
    step: int
    assessed: int
    row: int
    group: int
    fallback: int
    after: float  # factor on finding work since the last completed stay
    rights: int


Branches = list[tuple[float, State]]


def refuse(plan: Plan) -> None:
    """Refuse a scenario that is no Markov chain with independent persons; InputError says what stands in the way."""
    tables, scenario = plan.tables, plan.scenario
    life = ("patience", "akassa_condition", "akassa_length", "akassa_length_with_child", "establishment_length", "incentive_after")
    rows = range(len(plan.rows))
    limits = {limit for entry in tables.capacity[1:] for limit in entry}
    reasons = {
        "factors change by time in need": any(not isinf(mark) for mark in tables.need_marks),
        "factors change by time in a stage": any(not isinf(mark) for mark in tables.stage_marks),
        "factors change by age": any(row.by_age for row in scenario.clock.values()),
        "people move away": any(row[w.MOVE] > 0 for row in tables.hazard),
        "families grow": scenario.family is not None,
        "people retire": scenario.life.retirement_age * 365.25 < plan.horizon + HUMAN,
        "a right or patience ends within the run": any(getattr(tables, name) < plan.horizon for name in life),
        "capacity is neither unlimited nor nothing": not (limits == {UNLIMITED} or all(row[SLOTS] == 0 for row in tables.capacity[1:])),
        "rules or the economy change by date": any(
            any(later != first for later in dated[2:])
            for dated in (tables.open_rows, tables.economy, tables.on_aid)
            for first in dated[1:2]
        ),
        "after-effects fade": any(factor != factors[0] for factors in tables.fade for factor in factors),
        "studies have a return": tables.studies_after > 0,
        "a planned length is not exponential": any(mean_length(plan, row) is None for row in rows),
        "a service has conditions of age, time or days used": any(
            tables.wait[i] > 0
            or tables.asks[i] > 0
            or (not isinf(tables.longest[i]) and tables.longest[i] < HUMAN)
            or tables.youngest[i] > 0
            or tables.oldest[i] < HUMAN
            or tables.idle_least[i] > 0
            or tables.idle_most[i] < HUMAN
            or tables.early[i] > 0
            for i in rows
        ),
    }
    for reason, holds in reasons.items():
        if holds:
            raise InputError(f"{scenario.name}: no Markov chain: {reason}")


def mean_length(plan: Plan, row: int) -> float | None:
    """Mean planned length of a service row when it is exponential, else None."""
    table = np.array(plan.tables.quantiles[plan.tables.length[row]][: QUANTILES + 1])  # of the longer half
    straight = np.allclose(np.diff(table), table[1] - table[0], rtol=1e-9) and table[0] == 0 and table[1] > 0
    return float(table[-1] / (len(table) - 1) * 28.0) if straight and plan.tables.grid[row] == 0 else None


@dataclass(frozen=True)
class Chain:
    """All states that people of some kinds can reach, and the moves between them: rate before personal factors, by clock."""

    states: tuple[State, ...]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    clock: NDArray[np.int64]
    rate: Floats  # per day

    def generator(self, scale: Sequence[float]) -> csr_array:
        """Give the generator Q [from, to] of a person with these factors on the clocks, per day; rows add up to 0."""
        values = self.rate * np.array([*scale, 1.0])[self.clock]  # the last is for planned ends
        size = len(self.states)
        moves = csr_array((values, (self.source, self.target)), shape=(size, size))
        return csr_array(moves - csr_array((moves.sum(axis=1), (np.arange(size), np.arange(size))), shape=(size, size)))


def chain(maker: "Maker", rows: int, starts: Iterable[State]) -> Chain:
    """Explore what follows from the starts for people to whom these service rows are open."""
    todo = [maker.number(state) for state in starts]
    reached: dict[int, int] = {state: place for place, state in enumerate(dict.fromkeys(todo))}
    follows: dict[int, int] = {}  # what a state becomes in the same instant, by number
    while todo:
        for raw in maker.moves(todo.pop())["leads_to"].tolist():
            state = follows.get(raw, -1)
            if state < 0:
                state = follows[raw] = maker.number(maker.placed(maker.states[raw], rows))
            if state not in reached:
                reached[state] = len(reached)
                todo.append(state)
    parts = [maker.moves(state) for state in reached]
    moves, source = np.concatenate(parts), np.repeat(np.arange(len(reached)), [len(part) for part in parts])
    place = np.zeros(len(maker.states), np.int64)
    place[list(follows)] = [reached[state] for state in follows.values()]
    target = place[moves["leads_to"]]
    moved = source != target
    return Chain(tuple(maker.states[i] for i in reached), source[moved], target[moved], moves["clock"][moved], moves["rate"][moved])


MOVE: Final = np.dtype([("leads_to", np.int64), ("clock", np.int64), ("rate", np.float64)])  # a state's number; per day


class Maker:
    """States by number and the moves out of each, found once whatever rows are open: they lead to where people wait for a place."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.lengths = tuple(mean_length(plan, row) or inf for row in range(len(plan.rows)))  # mean planned, of each service row
        self.free = plan.tables.capacity[1][SLOTS] >= UNLIMITED
        self.states: list[State] = []
        self.numbers: dict[State, int] = {}
        self.known: dict[int, NDArray[np.void]] = {}

    def number(self, state: State) -> int:
        """Give the number of a state."""
        if state not in self.numbers:
            self.numbers[state] = len(self.states)
            self.states.append(state)
        return self.numbers[state]

    def moves(self, number: int) -> NDArray[np.void]:
        """Give the moves out of a state, with rates before personal factors."""
        if number not in self.known:
            found = [
                (self.number(self.mapped(raw)), clock, rate * share)
                for clock, rate, branches in self.leaving(self.states[number])
                for share, raw in branches
                if share > 0
            ]
            self.known[number] = np.array(found, MOVE)
        return self.known[number]

    def leaving(self, s: State) -> Iterator[tuple[int, float, Branches]]:
        """Every clock that runs in a state: which, its rate, and where it leads with which share."""
        t = self.plan.tables
        if s.stage in (w.LEFT, w.UNBORN):
            return
        for k in range(len(self.plan.vocabulary.clocks)):
            rate = t.hazard[s.stage * t.sources + s.income][k] * t.by_step[s.step][k] * t.economy[1][k]
            rate *= t.on_aid[1][k] if s.income in (w.I_AID, w.I_GAP) else 1.0
            rate *= t.effect[s.row][k] if s.stage == w.IN_INTERVENTION else 1.0
            rate *= s.after if k == w.FIND_WORK else 1.0
            if rate > 0:
                yield k, rate, self.fired(s, k)
        if s.stage in (w.MAPPING, w.IN_INTERVENTION):
            yield PLANNED, 1.0 / self.lengths[s.row], self.ended(s)

    def fired(self, s: State, k: int) -> Branches:
        """Where a life clock leads."""
        t = self.plan.tables
        if k == w.FIND_WORK:
            return [(t.subsidised_share, outcome(s, w.SUBSIDISED)), (1 - t.subsidised_share, outcome(s, w.WORK))]
        if k in OUTCOME_OF:
            return [(1.0, outcome(s, OUTCOME_OF[k]))]
        if k in (w.ADVANCE, w.FALL_BACK):
            return [(1.0, s._replace(step=min(max(s.step + (1 if k == w.ADVANCE else -1), 0), w.STEPS - 1)))]
        if k == w.BENEFIT_ENDS:
            return [(1.0, s._replace(income=w.I_AID, fallback=w.I_AID))]
        if k in (w.GAP_BEGINS, w.GAP_ENDS):
            again = s._replace(stage=w.NOT_REFERRED) if s.stage == w.AID_ENDED else s
            return [(1.0, again._replace(income=w.I_GAP if k == w.GAP_BEGINS else w.I_AID))]
        if k == w.BECOME_SICK:
            paid = t.sick_with_right if s.income in (w.I_AKASSA, w.I_AMI_WAGE) else 0.0
            return [(paid, outcome(s, w.SICK_PAY)), (1 - paid, outcome(s, w.SICK_ON_AID))]
        if k == w.SICKNESS_DECISION:
            return [(1 - t.compensation_refused, outcome(s, w.SICKNESS_COMPENSATION)), (t.compensation_refused, s)]
        if k == w.REFER:
            return [(1.0, s._replace(stage=w.WAITING_MAPPING, row=-1, group=-1))]
        if k == w.DROP_OUT:
            return [(share, state._replace(stage=w.PAUSED, row=-1, group=-1)) for share, state in self.without_pay(s)]
        back = s._replace(stage=w.NOT_REFERRED, row=-1, group=-1)  # recover and relapse
        if s.stage in (w.WORK, w.SUBSIDISED, w.STUDIES, w.SICK_PAY):
            return self.fallen_back(back)
        return [(1.0, back._replace(income=w.I_AID))]

    def fallen_back(self, s: State) -> Branches:
        """Say what somebody lives on when a wage ends without a-kassa: back on a state benefit with a share, else on aid."""
        stays = self.plan.tables.back_on_benefit if s.fallback in BENEFITS else 1.0
        return [(stays, s._replace(income=s.fallback)), (1 - stays, s._replace(income=w.I_AID, fallback=w.I_AID))]

    def without_pay(self, s: State) -> Branches:
        """End the pay of a stay."""
        if s.income == w.I_AMI_WAGE:
            return self.fallen_back(s)
        return [(1.0, s._replace(income=w.I_AID) if s.income == w.I_ACTIVITY else s)]

    def ended(self, s: State) -> Branches:
        """End a mapping or a stay as planned: extended, assessed, led to an outcome, paused, or on to the second queue."""
        t = self.plan.tables
        extended = t.extend[s.row] if s.stage == w.IN_INTERVENTION else 0.0
        found: Branches = [(extended, s)]
        faded = t.fade[t.after[s.row][1 + s.group]][0]
        done = self.without_pay(s._replace(after=faded)) if s.stage == w.IN_INTERVENTION else [(1.0, s)]
        for share, state in done:
            for sight, assessed in seen_as(state.step, t.assessment_error):
                left = 1.0
                here = state._replace(assessed=assessed, row=-1, group=-1)
                weight = (1 - extended) * share * sight
                for high, stage in zip(t.shares[s.row], t.leads_to[s.row], strict=True):
                    if high >= 0:
                        found.append((weight * (left - (1 - high)), outcome(here, stage)))
                        left = 1 - high
                found.append((weight * left * t.pause[s.row], here._replace(stage=w.PAUSED)))
                found.append((weight * left * (1 - t.pause[s.row]), here._replace(stage=w.WAITING_PLACE)))
        return [(share, state) for share, state in found if share > 0]

    def mapped(self, s: State) -> State:
        """Say what a state becomes in the same instant where mapping is free: nobody waits for it."""
        return s._replace(stage=w.MAPPING, row=MAPPING_ROW) if self.free and s.stage == w.WAITING_MAPPING else s

    def placed(self, s: State, rows: int) -> State:
        """Say what a state becomes in the same instant where places are free and these service rows open: nobody waits for what suits."""
        if not self.free or s.stage != w.WAITING_PLACE:
            return s
        row, group = choice(self.plan, rows, s.assessed, s.income)
        return s if row < 0 else self.paid(s._replace(stage=w.IN_INTERVENTION, row=row, group=group))

    def paid(self, s: State) -> State:
        """Say what somebody lives on in a stay."""
        pays = self.plan.tables.pays[s.row]
        if pays == 1:
            return s._replace(income=w.I_AMI_WAGE, fallback=w.I_AID if s.income in (w.I_GAP, w.I_ACTIVITY) else s.income)
        return s._replace(income=w.I_ACTIVITY) if pays == 2 and s.income in (w.I_AID, w.I_GAP) else s


def outcome(s: State, stage: int) -> State:
    """Go to an outcome, or to another stage in need with the income unchanged."""
    return s._replace(stage=stage, row=-1, group=-1, income=LIVES_ON.get(stage, s.income))


def seen_as(step: int, error: float) -> list[tuple[float, int]]:
    """Give the step a consultant sees, with its share: one too low or too high, half each."""
    low, high = max(step - 1, 0), min(step + 1, w.STEPS - 1)
    return [(error / 2, low), (error / 2, high), (1 - error, step)]


def arrivals(maker: Maker, kind: Kind) -> dict[State, float]:
    """Give the states in which people of a kind come into need, and the share of each."""
    plan = maker.plan
    door = plan.scenario.referrer[plan.referrers[kind.door]]
    found: dict[State, float] = {}
    for word, share in door.income.items():
        income = w.INCOMES.index(word)
        if kind.income not in (ANY, income):
            continue
        fallback = w.I_BENEFIT if income == w.I_AKASSA else income
        rights = w.EARNINGS_RELATED if income == w.I_AKASSA and kind.traits & w.AKASSA_MEMBER else 0
        for step, part in enumerate(door.steps):
            raw = State(plan.tables.enters[kind.door], income, step, step, -1, -1, fallback, 1.0, rights)
            state = maker.placed(maker.mapped(raw), kind.rows)
            odds = (share.at(plan.theta) if kind.income == ANY else 1.0) * part.at(plan.theta)
            if odds > 0:
                found[state] = found.get(state, 0.0) + odds
    return found


@dataclass(frozen=True)
class Way:
    """People of one kind as a chain: the states, the generator, and where they begin (a row vector)."""

    kind: Kind
    states: tuple[State, ...]
    generator: csr_array
    begin: Floats

    def at(self, days: ArrayLike) -> Floats:
        """Give the chance of being in each state so many days after the need began [*days, state]."""
        return evolved(self.generator, self.begin, days)

    def fed(self, inflow: float) -> csr_array:
        """Put a source that never empties before the generator: it feeds every state with arrivals, per day."""
        size = len(self.states)
        begins = csr_array((inflow * self.begin, (np.zeros(size, np.int64), 1 + np.arange(size))), shape=(size + 1, size + 1))
        inside = csr_array((self.generator.data, self.generator.indices + 1, np.r_[0, self.generator.indptr]), shape=(size + 1, size + 1))
        return csr_array(begins + inside)

    def so_far(self, days: ArrayLike, inflow: float) -> Floats:
        """Give the persons expected in each state after so many days of Poisson arrivals (per day) from nobody [*days, state]."""
        return evolved(self.fed(inflow), np.eye(1, len(self.states) + 1)[0], days)[..., 1:]

    def worth(self, per_day: Floats, force: float, days: float) -> Floats:
        """Give the expected discounted sums of one person's way over so many days, from what each state brings a day [state, sum]."""
        return discounted(self.generator, self.begin, per_day, force, days)

    def worth_of_all(self, per_day: Floats, force: float, days: float, inflow: float) -> Floats:
        """Give the same for everybody who arrives over so many days, from nobody, discounted to the first of them."""
        first = np.eye(1, len(self.states) + 1)[0]
        return discounted(self.fed(inflow), first, np.vstack([np.zeros_like(per_day[:1]), per_day]), force, days)


def evolved(generator: csr_array, begin: Floats, days: ArrayLike) -> Floats:
    """Give begin exp(generator t) for each t of `days` [*days, state], by uniformisation (Jensen 1953).

    All states are left at the pace of the busiest, those that are left less often for themselves: the number of such steps is Poisson.
    """
    times, pace = np.asarray(days, np.float64), float(-generator.diagonal().min())
    step = csr_array((identity(len(begin)) + generator / pace).T)
    steps = np.arange(int(stats.poisson.isf(1e-16, pace * times.max())) + 2)
    found, now = np.zeros((*times.shape, len(begin))), begin
    shares = np.asarray(stats.poisson.pmf(steps, pace * times[..., None]), np.float64)
    for share in np.moveaxis(shares, -1, 0):
        found += share[..., None] * now
        now = step @ now
    return found


def discounted(generator: csr_array, begin: Floats, per_day: Floats, force: float, days: float) -> Floats:
    """Integrate exp(-force t) p(t) per_day from 0 to T, by the resolvent (force per day, over 0).

    It equals (p(0) - exp(-force T) p(T)) (force I - Q)^-1 per_day.
    """
    after = evolved(generator, begin, days)
    resolvent = splu(csc_array(force * identity(generator.shape[0]) - generator))
    return np.asarray((begin - np.exp(-force * days) * after) @ resolvent.solve(per_day))


maker_of = lru_cache(maxsize=2)(Maker)  # the doors of a plan have most states in common


def ways(plan: Plan, door: int, frail: Sequence[tuple[float, float]] = ((1.0, 1.0),)) -> list[Way]:
    """Every kind of person from a door as a chain; InputError where the scenario is no Markov chain."""
    refuse(plan)
    maker, people = maker_of(plan), kinds(plan, door, frail)
    begins = [arrivals(maker, kind) for kind in people]
    chains: dict[int, Chain] = {}
    found = []
    for kind, begin in zip(people, begins, strict=True):
        if kind.rows not in chains:
            starts = [state for other, share in zip(people, begins, strict=True) if other.rows == kind.rows for state in share]
            chains[kind.rows] = chain(maker, kind.rows, starts)
        here = chains[kind.rows]
        found.append(Way(kind, here.states, here.generator(kind.scale), np.array([begin.get(state, 0.0) for state in here.states])))
    return found

"""Solve a step effect and after-effects from total effects, on a small closed chain of a typical participant's life.

The chain's states are in need at each step, in open work and in subsidised work elsewhere (each by three bands of time in it and by step),
and, for a participant, in the stay; whoever leaves for studies, sickness, another support or another place is gone. Rates are those of the
scenario's life clocks at the typical person's age, time in need and frailty, at one parameter row. The stay ends after its planned length
for everybody who is still in it, and its after-effect a (a log rate) multiplies the rate of finding work by exp(a f) from then on, where f
falls in steps with the time since completion (`Steps`). With
w(t) the chance of open work t months after the stay began, the effect is

    D(advance, a) = 100 mean over t of [ w(t | stay) - w(t | no stay) ]        in percentage points.

1. D(1, 0) is what lock-in alone does. What the stay gives beyond it is G = mean of the totals - D(1, 0).
2. The factor on advancing during the stay solves D(advance, 0) - D(1, 0) = share through steps * max(G, 0): with nothing gained, no steps.
3. For each group the after-effect solves D(advance, a) = the total of its type of workplace and what its site is better or worse.

Studies have no stay and no steps: theirs solves 100 [ w(t | a) - w(t | 0) ] = their total, t months after they ended.

Roots are sought in a bounded range; where none is inside, the nearest end is taken and the total that it gives is told (`reached`).
Transient probabilities come from uniformisation: exp(Q t) = sum over k of Poisson(k; L t) (I + Q / L)^k.

Simplified: one stay that is not extended, no second one, time in need in its last band throughout, bands of time in work passed at a
constant rate (mean 3 and 9 months) instead of on a day, and whoever is gone stays gone. Those whose aid is refused go on as others.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.scenario.effects import Effects
from ami_sim.scenario.need import Bands, Clock
from ami_sim.scenario.quantities import MONTH, Quantity
from ami_sim.scenario.registry import STEPS

Floats = NDArray[np.float64]
BANDS: Final = 3  # of time in work: relapse is early, middle or late
NEED, WORK, SUBSIDISED = 0, STEPS, STEPS + BANDS * STEPS  # where each block of states begins; a stay comes behind them all
SIZE: Final = STEPS + 2 * BANDS * STEPS
GONE: Final = ("start_studies", "become_sick", "other_support", "die")  # clocks after which nobody is followed
FASTEST: Final = 100.0  # the highest factor on finding work that a stay may have: far beyond any that could be meant
MOST_TURNS: Final = 100_000.0  # events of one life within the months asked for, beyond which its chances are not reckoned
NOTHING: Final = 1e-9  # percentage points that are none
CLOSE: Final = 1e-5  # the slowest chain that is reckoned, events a month
NEAR: Final = 1e-12  # how near a root is found, in its own unit
DECIMALS: Final = 9  # that are kept of it: processors multiply matrices in orders of their own, and the last ones would follow


class Life(NamedTuple):
    """What decides a typical person's way: rates a month, by step where they differ by step."""

    find: tuple[float, ...]  # in need
    find_in_stay: tuple[float, ...]  # without lock-in
    find_subsidised: tuple[float, ...]  # from subsidised work elsewhere
    subsidised: float  # share of those who find work that goes there
    advance: float
    advance_in_stay: float
    fall_back: float
    fall_back_in_stay: float
    drop_out: float  # mean over the stay
    gone: float  # from need
    gone_in_stay: float
    die: tuple[float, float]  # from work, from subsidised work
    relapse: tuple[tuple[float, ...], tuple[float, ...]]  # from work, from subsidised work, by band of time there
    pass_on: tuple[float, ...]  # from a band of time in work to the next


class Steps(NamedTuple):
    """How an after-effect falls with the time since completion: from each month on, its share; the first is month 0."""

    months: tuple[float, ...]
    shares: tuple[float, ...]


LASTING: Final = Steps((0.0,), (1.0,))


class Return(NamedTuple):
    """What completed studies give: points of open work so many months after they ended, and how it falls."""

    total: float
    months: float
    fade: Steps


class Wanted(NamedTuple):
    """What is to be solved: the typical life, the stay, the totals in percentage points, and the ranges of the answers.

    `through`: the mean of the totals by type of workplace, of which a share comes through steps.
    """

    life: Life
    steps: tuple[float, ...]
    stay: float  # months
    months: tuple[float, ...]
    lock_in: float
    through_steps: float
    through: float
    totals: tuple[float, ...]
    advance_range: tuple[float, float]
    after_range: tuple[float, float]
    fade: Steps = LASTING
    studies: Return | None = None


class Solved(NamedTuple):
    """The factor on advancing during a stay, and for each total its after-effect and the total that this gives; that of studies."""

    advance: float
    after: tuple[float, ...]
    reached: tuple[float, ...]
    studies: float = 0.0


@lru_cache(maxsize=4096)
def solve(wanted: Wanted) -> Solved:
    """Solve the step effect and the after-effects; the formula is that of the module."""
    way = Way(wanted)
    low, high = wanted.after_range
    bare = way.effect(1.0, 0.0)
    gain = wanted.through_steps * max(wanted.through - bare, 0.0)
    advance = root(lambda factor: way.effect(factor, 0.0) - bare - gain, *wanted.advance_range)

    def after_effect(total: float) -> float:
        return root(lambda a: way.effect(advance, a) - total, low, high)

    after, asked = tuple(after_effect(total) for total in wanted.totals), wanted.studies
    studies = root(lambda a: way.of_studies(a, asked) - asked.total, low, high) if asked else 0.0
    return Solved(advance, after, tuple(way.effect(advance, a) for a in after), studies)


def root(rises: Callable[[float], float], low: float, high: float) -> float:
    """Find where an increasing function is 0, or the end of the range that comes nearest; nothing does nothing, to the last bit."""
    from scipy.optimize import brentq

    if low <= 0.0 <= high and abs(rises(0.0)) < NOTHING:
        return 0.0
    if rises(low) >= -NOTHING:
        return low
    if rises(high) <= 0.0:
        return high
    return round(float(brentq(rises, low, high, xtol=NEAR)), DECIMALS)


class Way:
    """The way of a typical person with and without a stay.

    A chance of work later on is linear in where somebody is now: it is read backwards, once for each after-effect.
    """

    def __init__(self, wanted: Wanted) -> None:
        self.wanted, self.life = wanted, wanted.life
        self.plain = generator(wanted.life, 1.0)
        self.finding = generator(wanted.life, 2.0) - self.plain  # what a factor on finding work multiplies
        self.rest = [month - wanted.stay for month in wanted.months]
        self.without = float(np.dot(wanted.steps, self.chances(0.0, wanted.months, LASTING)[:STEPS]))
        self.later = {0.0: self.chances(0.0, self.rest, LASTING)}
        self.studied: dict[float, Floats] = {}
        self.ended: dict[float, tuple[Floats, float]] = {}

    def end_of_stay(self, advance: float) -> tuple[Floats, float]:
        """Give where those are who have ended a stay, by step, and the mean chance of work of those who had left it before."""
        if advance not in self.ended:
            wanted = self.wanted
            start = np.zeros(SIZE + STEPS)
            start[SIZE:] = wanted.steps
            there = transient(in_stay(self.life, self.plain, wanted.lock_in, advance), start, (wanted.stay,))[0]
            self.ended[advance] = there[SIZE:], float(there[:SIZE] @ self.later[0.0])
        return self.ended[advance]

    def chances(self, after: float, months: Sequence[float], fade: Steps) -> Floats:
        """Give the chance of open work, mean over times since completion, of those who are in each state then with an after-effect.

        Read backwards from the last time, step by step of the fading.
        """
        chance = np.zeros(SIZE)
        for length, share, counts in stretches(tuple(months), fade):
            if counts:
                chance[WORK:SUBSIDISED] += 1.0 / len(months)
            moves = self.plain + np.expm1(after * share) * self.finding
            chance = transient(moves.T, chance, (length,))[0]
        return chance

    def of_studies(self, after: float, asked: Return) -> float:
        """Give the points of open work that completed studies are worth with an after-effect."""
        for effect in (after, 0.0):
            if effect not in self.studied:
                self.studied[effect] = self.chances(effect, (asked.months,), asked.fade)[:STEPS]
        return 100.0 * float(np.dot(self.wanted.steps, self.studied[after] - self.studied[0.0]))

    def effect(self, advance: float, after: float) -> float:
        """Give the net difference in open work, in percentage points, mean over the months asked for."""
        if after not in self.later:
            self.later[after] = self.chances(after, self.rest, self.wanted.fade)
        done, left_early = self.end_of_stay(advance)
        return 100.0 * (float(done @ self.later[after][:STEPS]) + left_early - self.without)


@lru_cache(maxsize=64)
def stretches(months: tuple[float, ...], fade: Steps) -> tuple[tuple[float, float, bool], ...]:
    """Give the stretches on which an after-effect stands still, the last first: months, its share, whether a time asked for ends it."""
    marks = sorted({*months, *(month for month in fade.months if month < max(months))})
    return tuple(
        (ends - begins, fade.shares[sum(month <= begins for month in fade.months) - 1], ends in months)
        for begins, ends in reversed(list(pairwise(marks)))
    )


@lru_cache(maxsize=64)
def log_factorials(count: int) -> Floats:
    """Give the logarithms of 0!, 1! and so on, so many of them."""
    from scipy.special import gammaln

    found: Floats = gammaln(np.arange(count) + 1.0)
    found.setflags(write=False)
    return found


def transient(moves: Floats, start: Floats, months: Sequence[float]) -> Floats:
    """Give start @ exp(moves t) for each time [time, state], by uniformisation: forwards from chances, backwards with the transpose."""
    fastest = max(float(-moves.diagonal().min()), CLOSE)
    mean = fastest * np.asarray(months)[:, None]
    most = float(mean.max())
    if not most <= MOST_TURNS:
        raise ValueError(f"effects: the clocks of the typical life can fire {most:g} times in its months; expected at most {MOST_TURNS:g}")
    terms = np.arange(int(most + 8.0 * math.sqrt(most) + 20.0))
    weights = np.exp(terms * np.log(mean) - mean - log_factorials(len(terms)))
    step = np.ascontiguousarray(moves / fastest)
    step.ravel()[:: len(step) + 1] += 1.0  # its diagonal
    powers = np.empty((len(terms), len(start)))
    powers[0] = start
    for before, now in pairwise(powers):
        before.dot(step, now)
    return np.asarray(weights @ powers)


def generator(life: Life, after: float) -> Floats:
    """Give the generator of life outside a stay, per month; rows lose what is gone. `after` multiplies the rate of finding work."""
    q = np.zeros((SIZE, SIZE))
    for step in range(STEPS):
        found = life.find[step] * after
        q[NEED + step, WORK + step] = found * (1.0 - life.subsidised)
        q[NEED + step, SUBSIDISED + step] = found * life.subsidised
        if step + 1 < STEPS:
            q[NEED + step, NEED + step + 1] = life.advance
            q[NEED + step + 1, NEED + step] = life.fall_back
        for band in range(BANDS):
            here = (WORK + band * STEPS + step, SUBSIDISED + band * STEPS + step)
            for kind, at in enumerate(here):
                q[at, NEED + step] = life.relapse[kind][band]
                if band + 1 < BANDS:
                    q[at, at + STEPS] = life.pass_on[band]
            q[here[1], WORK + step] = life.find_subsidised[step] * after * (1.0 - life.subsidised)
    lost = np.repeat([life.gone, *life.die], [STEPS, BANDS * STEPS, BANDS * STEPS])
    np.fill_diagonal(q, -q.sum(axis=1) - lost)
    return q


def in_stay(life: Life, plain: Floats, lock_in: float, advance: float) -> Floats:
    """Give the generator with a stay: the states behind the others are the stay, by step."""
    q = np.zeros((SIZE + STEPS, SIZE + STEPS))
    q[:SIZE, :SIZE] = plain
    for step in range(STEPS):
        here, found = SIZE + step, life.find_in_stay[step] * lock_in
        q[here, WORK + step], q[here, SUBSIDISED + step] = found * (1.0 - life.subsidised), found * life.subsidised
        q[here, NEED + step] = life.drop_out
        if step + 1 < STEPS:
            q[here, here + 1] = life.advance_in_stay * advance
            q[here + 1, here] = life.fall_back_in_stay
    stay = np.arange(SIZE, SIZE + STEPS)
    q[stay, stay] = -q[stay].sum(axis=1) - life.gone_in_stay
    return q


def steps_of(effects: Effects, theta: Mapping[str, float], of_studies: bool = False) -> Steps:
    """Read how after-effects fall at a parameter row: their mean from each step to the next, from the last on what is left then."""
    if effects.fade is None:
        return LASTING
    kept = (effects.fade.studies if of_studies else effects.fade.kept).at(theta)
    months = (0.0, *(step.at(theta) / MONTH for step in effects.fade.steps))
    if any(later <= before for before, later in pairwise(months)):
        raise ValueError(f"effects.fade.steps: {', '.join(step.text for step in effects.fade.steps)}; expected increasing times over 0")
    if kept <= 0.0:
        return Steps(months, (0.0,) * len(months))
    pace = -math.log(kept) / 12.0
    means = [(math.exp(-pace * a) - math.exp(-pace * b)) / (pace * (b - a)) if pace > 0.0 else 1.0 for a, b in pairwise(months)]
    return Steps(months, (*means, math.exp(-pace * months[-1])))


def wanted_at(
    effects: Effects,
    clocks: Mapping[str, Clock],
    bands: Bands,
    subsidised: Quantity,
    types: Sequence[str],
    theta: Mapping[str, float],
) -> Wanted:
    """Read what is to be solved at a parameter row; ValueError when the stay is longer than the first month that is compared.

    types: of each group that has a site, in their order, the type of workplace.
    """
    stay = effects.stay.at(theta) / MONTH
    if not 0.0 < stay < effects.months[0]:
        raise ValueError(f"effects.stay: {stay:g} months; expected over 0 and less than the first month compared, {effects.months[0]:g}")
    if not 0.0 <= effects.lock_in.at(theta) <= FASTEST:
        raise ValueError(
            f"effects.lock_in: {effects.lock_in.at(theta):g}; expected 0 to {FASTEST:g}, a factor on finding work during a stay"
        )
    studies = effects.studies
    return Wanted(
        life_at(effects, clocks, bands, subsidised.at(theta), theta, stay),
        effects.typical.steps,
        stay,
        effects.months,
        effects.lock_in.at(theta),
        effects.through_steps.at(theta),
        sum(row.at(theta) for row in effects.total.values()) / len(effects.total),
        tuple(effects.total[kind].at(theta) + site.at(theta) for kind, site in zip(types, effects.site.values(), strict=True)),
        effects.advance_range,
        effects.after_range,
        steps_of(effects, theta),
        Return(studies.total.at(theta), studies.months, steps_of(effects, theta, of_studies=True)) if studies else None,
    )


def life_at(
    effects: Effects, clocks: Mapping[str, Clock], bands: Bands, subsidised: float, theta: Mapping[str, float], stay: float
) -> Life:
    """Read the typical person's rates from the life clocks, per month."""
    typical = effects.typical
    need = sum(typical.need.at(theta) >= mark.at(theta) for mark in bands.need)
    marks = [mark.at(theta) / MONTH for mark in bands.stage][: BANDS - 1]
    if not all(before < mark for before, mark in pairwise([0.0, *marks])):
        raise ValueError(f"bands.stage: {', '.join(mark.text for mark in bands.stage)}; expected increasing times over 0")

    def rate(name: str, stage: str, income: str, step: int = 0, band: int = 0) -> float:
        """Give one clock's rate a month; 0 where it does not run."""
        clock = clocks.get(name)
        if clock is None:
            return 0.0
        factor = clock.stages.get(stage) or clock.stages.get("in_need" if stage in ("not_referred", "in_intervention") else stage)
        at_stage = factor.at(theta) if factor else 0.0
        at_income = (clock.incomes[income].at(theta) if income in clock.incomes else 0.0) if clock.incomes else 1.0
        value: float = clock.rate.at(theta) * MONTH * at_stage * at_income * typical.frailty**clock.frailty
        age = sum(typical.age >= mark for mark in clock.ages or bands.ages)
        for row, index in ((clock.by_step, step), (clock.by_need, need), (clock.by_age, age), (clock.by_stage_time, band)):
            value *= row[min(index, len(row) - 1)].at(theta) if row else 1.0
        return value

    def by_step(name: str, stage: str, income: str) -> tuple[float, ...]:
        return tuple(rate(name, stage, income, step) for step in range(STEPS))

    out, paid = ("not_referred", typical.income), ("in_intervention", "ami_wage")
    lengths = [min(mark, stay) - min(before, stay) for before, mark in zip([0.0, *marks], [*marks, stay], strict=True)]
    places = (("work", "work"), ("subsidised_elsewhere", "subsidised"))
    relapse = [tuple(rate("relapse", *place, band=band) for band in range(BANDS)) for place in places]
    return Life(
        by_step("find_work", *out),
        by_step("find_work", *paid),
        by_step("find_work", *places[1]),
        subsidised,
        rate("advance", *out),
        rate("advance", *paid),
        rate("fall_back", *out),
        rate("fall_back", *paid),
        sum(rate("drop_out", *paid, band=band) * length for band, length in enumerate(lengths)) / stay,
        sum(rate(name, *out) for name in GONE),
        sum(rate(name, *paid) for name in GONE),
        (rate("die", *places[0]), rate("die", *places[1])),
        (relapse[0], relapse[1]),
        (*(1.0 / (mark - before) for before, mark in zip([0.0, *marks], marks, strict=False)), *[0.0] * (BANDS - 1 - len(marks))),
    )

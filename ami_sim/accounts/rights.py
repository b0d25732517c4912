"""What a person loses in public pension by not having worked, and who bears it; and dying after retirement.

Pension follows a whole life and is no sum of months: guarantee pension fills most of what is lost by those with little, so that the state
bears it. Each life is set against the same life with open work in place of the time out of work, with the same years of work before it.
After 65 pensions are held constant in real terms. Sources: socialförsäkringsbalken 59-62, 64 and 67 kap. (`Pension` of the file).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.discounting import Discounting
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.life_course import Losses, Periods, cut, dies, first_step, out_of_work, retires
from ami_sim.model.randomness import lucks, purpose_named
from ami_sim.record.spells import Spells
from ami_sim.scenario.consequences import Consequences, Pension
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import EARNINGS_RELATED, I_WORK, STEPS

Floats = NDArray[np.float64]
P_DIES: Final = purpose_named("death after retirement")
STARTS: Final = 20.0  # age from which years before entry count as possible years of work
PER_PERSON: Final = 0.001  # deaths are given per 1 000


@dataclass(frozen=True)
class Old:
    """Life after work: kr of pension lost by payer [discounting, cell, period], and the age at death of each life.

    died: years; infinite for who lives longer than lives are followed. before: who died before retirement.
    """

    pension: Mapping[str, Floats]
    died: Floats
    before: NDArray[np.bool_]


def guarantee(income_pension: Floats, pension: Pension, base: float) -> Floats:
    """Give a single person's guarantee pension beside an income pension, kr a year; `base`: the base amount.

    2.13 base amounts less an income pension of up to 1.26 of them; from there 0.48 of each krona more is taken off.
    """
    first = pension.first * base
    below = pension.basic * base - income_pension
    above = (pension.basic - pension.first) * base - pension.slope * (income_pension - first)
    return np.maximum(np.where(income_pension <= first, below, above), 0.0)


def death_ages(
    keys: NDArray[np.uint64], since: Floats, ages: Sequence[float], deaths: Sequence[float], times: float, last: float
) -> Floats:
    """Draw the age at which everybody dies who lives at the age of retiring, `since`, by a hazard that is flat between ages.

    Infinite for whoever lives to the last age, and where nobody dies before the first age of the table.
    """
    need = -np.log(lucks(keys, P_DIES))
    found, used = np.full(len(keys), np.inf), np.zeros(len(keys))
    for begin, end, rate in zip(ages, (*ages[1:], last), deaths, strict=True):
        hazard, first = rate * PER_PERSON * times, np.maximum(since, begin)
        met = hazard * np.maximum(end - first, 0.0)
        here = np.isinf(found) & (need - used < met)
        found[here] = first[here] + (need - used)[here] / hazard
        used += met
    return found


def survival(ages: Sequence[float], deaths: Sequence[float], times: float, age: float) -> float:
    """Give the chance to live from the first age to another: the closed form of `death_ages`."""
    steps = zip(ages, (*ages[1:], np.inf), deaths, strict=True)
    return float(np.exp(-PER_PERSON * times * sum(max(min(age, end) - begin, 0.0) * rate for begin, end, rate in steps)))


def real_wages(losses: Losses, calendar: int) -> float:
    """Give the level of wages over that of prices in a year, 1 in the price year and always if nothing grows."""
    at = losses.book.tariff(losses.year(calendar))
    return at.wages / at.price_level


def pensionable(losses: Losses, pension: Pension, calendar: int) -> Floats:
    """Give pensionable income, kr a year in the price year's kronor, by income source, without and with what was earned [source, 2]."""
    at = losses.book.tariff(losses.year(calendar))
    factors = [pension.pensionable.get(source.word, 0.0) for source in at.sources]
    return np.array(
        [
            (12 * source.amount * factor / at.deflator, 12 * source.earnings_related * factor / at.deflator)
            for source, factor in zip(at.sources, factors, strict=True)
        ]
    )


def life_after_work(
    spells: Spells,
    people: np.ndarray,
    losses: Losses,
    entry: float,
    periods: Periods,
    discounting: Sequence[Discounting],
    file: Consequences,
    drawn: Mapping[str, float],
    last: float,
) -> Old:
    """Reckon what pension the lives of a cohort lose, and when they die; `last`: the age after which they are followed no further.

    drawn: the figures of the file that have a range, by dotted path.
    """
    pension, base = file.pension, losses.book.tariff(losses.book.prices.price_year).base_amount
    before = np.zeros(len(people), np.bool_)
    before[spells.person[dies(spells)]] = True
    done = np.zeros(len(people), np.bool_)
    done[spells.person[retires(spells)]] = True
    retired = (people["retires"] - people["born"]) / YEAR  # the age of it
    died = death_ages(people["key"], retired, file.mortality.ages, file.mortality.deaths, drawn["mortality.times"], last)
    gone = spells.person[dies(spells)]
    died[gone] = (spells.start[dies(spells)] - people["born"][gone]) / YEAR
    born = (people["born"] - entry) / YEAR  # years from entry, below 0
    stops = (people["retires"] - entry) / YEAR
    as_is, in_work = earned(spells, len(people), losses, entry, periods, pension)
    earlier = (
        np.maximum(-born - STARTS, 0.0)
        * drawn["pension.earlier_work"]
        * pensionable(losses, pension, losses.book.prices.price_year)[I_WORK, 0]
    )
    years = np.minimum(int(periods.calendar[0]) + np.maximum(stops, 0.0).astype(np.int64), int(periods.calendar[-1]))
    level = np.array([real_wages(losses, year) for year in range(int(periods.calendar[0]), int(periods.calendar[-1]) + 1)])
    worth = (
        level[years - int(periods.calendar[0])]
        * (drawn["pension.income_share"] + drawn["pension.premium_share"])
        / drawn["pension.divisor"]
    )
    one, other = ((earlier + sum_) * worth for sum_ in (as_is, in_work))
    less = np.where(done, other + guarantee(other, pension, base) - one - guarantee(one, pension, base), 0.0)
    ends = np.minimum(np.where(np.isfinite(died), died, last) + born, last + born)
    paid = paid_by_period(less, stops, ends, first_step(spells, people), periods, discounting)
    return Old(by_payer(paid, drawn["pension.tax"], losses.book), died, before)


def earned(spells: Spells, count: int, losses: Losses, entry: float, periods: Periods, pension: Pension) -> tuple[Floats, Floats]:
    """Sum each life's pensionable income since entry at the price year's wage level: as it is, and with work in place of the time out."""
    pieces = cut(spells, entry, periods)
    person, out = spells.person[pieces.spell], out_of_work(spells)[pieces.spell]
    income, right = spells.income[pieces.spell], (spells.rights[pieces.spell] & EARNINGS_RELATED > 0).astype(np.int64)
    calendar = periods.calendar - periods.calendar[0]
    tables = np.stack(
        [pensionable(losses, pension, year) / real_wages(losses, year) for year in range(periods.calendar[0], periods.calendar[-1] + 1)]
    )
    year, span = calendar[pieces.period], (pieces.end - pieces.start) / YEAR
    as_is, work = tables[year, income, right], tables[year, I_WORK, 0]
    first, second = (
        np.bincount(person, weights=each * span, minlength=count).astype(np.float64) for each in (as_is, np.where(out, work, as_is))
    )
    return first, second


def paid_by_period(
    less: Floats, starts: Floats, ends: Floats, cells: NDArray[np.int64], periods: Periods, discounting: Sequence[Discounting]
) -> Floats:
    """Spread a yearly sum of each life, from one time to another (years since entry), over periods: [discounting, cell, period]."""
    low = np.clip(periods.edges[None, :-1], starts[:, None] * YEAR, ends[:, None] * YEAR)
    high = np.clip(periods.edges[None, 1:], starts[:, None] * YEAR, ends[:, None] * YEAR)
    weights = [np.maximum(high - low, 0.0) / YEAR, *(how.between(low, np.maximum(high, low)) for how in discounting)]
    found = np.zeros((len(weights), STEPS, periods.count))
    for row, weight in enumerate(weights):
        np.add.at(found[row], cells, weight * less[:, None])
    return found


def by_payer(paid: Floats, tax: float, book: PriceBook) -> dict[str, Floats]:
    """Say who loses when a taxed pension is not paid: the person what is left after tax, the state less than nothing; in all 0.

    Municipality and region keep what the equalisation of incomes leaves them of their tax; the state has the rest.
    """
    at = book.tariff(book.prices.price_year)
    municipal, region = ((rate - taken) / sum(at.tax_rates) for rate, taken in zip(at.tax_rates, at.equalised, strict=True))
    shares = {"person": 1 - tax, "municipality": tax * municipal, "region": tax * region, "state": tax * (1 - municipal - region) - 1}
    found = {actor: paid * share for actor, share in shares.items()}
    return found | {"public": found["municipality"] + found["region"] + found["state"], "society": paid * 0.0}

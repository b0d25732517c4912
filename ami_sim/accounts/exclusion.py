"""What one person's exclusion costs, by payer: a condition out of work against the same person's life in another."""

from collections.abc import Sequence
from math import ceil

from ami_sim.accounts.flows import Condition
from ami_sim.accounts.ledger import PriceBook, by_actor
from ami_sim.accounts.present import annuity
from ami_sim.scenario.prices import Published
from ami_sim.scenario.quantities import YEAR


def exclusion(
    book: PriceBook, out: Condition, instead: Condition, year: int, spans: Sequence[float], rate: float, growing: bool = True
) -> dict[str, tuple[float, ...]]:
    """Reckon what each actor and group loses while a person is out and not in the other condition, kr over each span of years.

    Positive: a cost of exclusion; negative: the actor gains. Each year from the given one on at its own prices, in the kronor of the price
    year (growing), or all at those of the first; paid evenly, discounted at a yearly rate. An upper bound on what an effort can save: it
    takes the other life as certain and lasting.
    """
    found: dict[str, list[float]] = {}
    for span in spans:
        totals: dict[str, float] = {}
        for passed in range(ceil(span)):
            now = year + passed if growing else year
            worth = annuity(rate, min(passed + 1.0, span), "evenly") - annuity(rate, float(passed), "evenly")
            for actor, amount in by_actor(12 * (book.row(instead, now) - book.row(out, now)), book.lines).items():
                totals[actor] = totals.get(actor, 0.0) + float(amount) * worth
        for actor, total in totals.items():
            found.setdefault(actor, []).append(total)
    return {actor: tuple(values) for actor, values in found.items()}


def published_sum(row: Published) -> float:
    """Sum a published yearly amount over its years as its author seems to have done, kr. Such sums overlap and are never added."""
    return row.amount.value * YEAR * annuity(row.rate, row.years, row.payments)


def other_reading(row: Published) -> tuple[float, float]:
    """Sum a published amount by its other reading, lowest and highest, kr; without one both are the published sum."""
    if not row.other_rates:
        return published_sum(row), published_sum(row)
    sums = [row.amount.value * YEAR * annuity(rate, row.years, row.other_payments) for rate in row.other_rates]
    return min(sums), max(sums)

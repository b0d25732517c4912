"""From a scenario to its price book: what each service row and group means in kronor, and what the unit itself costs."""

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from datetime import timedelta
from hashlib import sha256
from typing import Final, TypeVar

import cloudpickle

from ami_sim.accounts.flows import GroupTerms, RowTerms
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.living import LivingCosts
from ami_sim.accounts.tariff import Basis
from ami_sim.accounts.unit import UnitCost, lump_sums, unit_costs
from ami_sim.model.lowering import OF_LIVES
from ami_sim.model.tables import Plan
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.terms import job_terms

BOOKS_KEPT: Final = 8  # books remembered in a process; options with the same prices share one, and few prices follow a draw
DIGESTS_KEPT: Final = 32
WAYS_KEPT: Final = 8_000  # ways to live that are remembered at some prices: some 60 MB
Kept = TypeVar("Kept")
_books: OrderedDict[Hashable, PriceBook] = OrderedDict()
_living: OrderedDict[Hashable, LivingCosts] = OrderedDict()
_digests: deque[tuple[Prices, bytes]] = deque(maxlen=DIGESTS_KEPT)


def price_book(plan: Plan, basis: Basis = "fixed") -> PriceBook:
    """Give the price book of a lowered scenario; `basis` "fixed" is in the price year's kronor, "current" in each year's own.

    Options and parameter draws whose prices, rows and groups are the same share one book, so that a condition is priced once.
    """
    scenario = plan.scenario
    rows, groups = plan.same("row terms", row_terms, OF_LIVES), plan.same("group terms", group_terms, OF_LIVES)
    last = scenario.end - timedelta(days=1)
    span = tuple(sorted({scenario.prices.price_year, *range(scenario.start.year, last.year + 1)}))
    prices = digest_of(scenario.prices)
    living = kept(_living, (prices, basis, span), lambda: LivingCosts(scenario.prices, basis, span))
    if living.ways.count > WAYS_KEPT:
        living = _living[prices, basis, span] = LivingCosts(scenario.prices, basis, span)
    key = (prices, basis, rows, groups, span)
    return kept(_books, key, lambda: PriceBook(scenario.prices, rows, groups, basis, living, span))


def digest_of(prices: Prices) -> bytes:
    """Give a hash of every price and of the words they are for; what was hashed last is told by being the same object, which is kept."""
    for known, digest in tuple(_digests):
        if known is prices:
            return digest
    said = (prices.vocabulary.stages, prices.vocabulary.incomes, prices.model_dump())
    _digests.append((prices, sha256(cloudpickle.dumps(said)).digest()))
    return _digests[-1][1]


def kept(shelf: OrderedDict[Hashable, Kept], key: Hashable, make: Callable[[], Kept]) -> Kept:
    """Give what is kept under a key, made if need be; what has not been asked for longest is given up first."""
    found = shelf.pop(key, None)  # keys are long: each step here reckons their hash
    if found is None:
        found = make()
    shelf[key] = found
    while len(shelf) > BOOKS_KEPT:
        shelf.popitem(last=False)
    return found


def row_terms(plan: Plan) -> tuple[RowTerms, ...]:
    """Say what the accounts need of each service row."""
    scenario, theta = plan.scenario, plan.theta
    rows = []
    for row in plan.rows:
        if not row.intervention:
            rows.append(RowTerms("mapping", "unchanged", None, 0.0, 0.0, 0.0))
            continue
        thing = scenario.intervention[row.intervention]
        rule = scenario.rule.get(row.rule)
        terms = job_terms(thing, rule, scenario.prices, theta) if thing.pays == "wage" else None
        revenue, production = thing.revenue.at(theta) * MONTH, thing.production.at(theta)
        rows.append(RowTerms(row.name, thing.pays, terms, revenue, production, thing.hours.at(theta), row.intervention))
    return tuple(rows)


def group_terms(plan: Plan) -> tuple[GroupTerms, ...]:
    """Say what the accounts need of each group."""
    return tuple(
        GroupTerms(
            name,
            plan.scenario.workplace_of(name, plan.theta),
            group.department,
            group.supervision.at(plan.theta) * MONTH,
            group.worth.at(plan.theta),
        )
        for name, group in plan.scenario.group.items()
    )


def costs_of(plan: Plan) -> tuple[UnitCost, ...]:
    """Say what the units of a scenario's timeline cost, post by post, to the end of the horizon, and what is paid as lump sums."""
    scenario = plan.scenario
    units = unit_costs(scenario.timeline, scenario.unit, scenario.end, plan.theta)
    return (*units, *lump_sums(scenario.prices, scenario.start, scenario.end))

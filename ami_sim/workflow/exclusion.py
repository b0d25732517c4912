"""What one person's exclusion costs by payer and over how many years: an upper bound, with published sums kept apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.exclusion import exclusion, other_reading, published_sum
from ami_sim.accounts.pricing import price_book
from ami_sim.model.lowering import lower
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.prices import PersonType, Prices, Situation
from ami_sim.scenario.scenario import Scenario

SPANS: Final = (1.0, 5.0, 10.0, 40.0)  # years


class Cost(NamedTuple):
    """What a payer loses, kr: in a month (spread evenly, undiscounted), and over each of `SPANS` (discounted)."""

    month: float
    spans: tuple[float, ...]


class Published(NamedTuple):
    """A published sum, kr, and the lowest and highest that the other reading of its rate gives."""

    total: float
    low: float
    high: float


@dataclass(frozen=True)
class ExclusionCost:
    """Costs of exclusion. costs: person type -> payer -> `Cost`; published: by name; rate: a year."""

    scenario: str
    prices: Prices
    rate: float
    costs: Mapping[str, Mapping[str, Cost]]
    published: Mapping[str, Published]


def cost_of_exclusion(scenario: Scenario, who: str = "") -> ExclusionCost:
    """Compute what exclusion costs for every person type of the prices (or one), at the scenario's discount rate.

    Raises InputError for a person type that is not there, with the nearest.
    """
    prices, book = scenario.prices, price_book(lower(scenario))
    if who and who not in prices.person_type:
        raise InputError(f'--who: "{who}" is not a person type.{nearest(who, prices.person_type)}')
    costs: dict[str, dict[str, Cost]] = {}
    for name, row in prices.person_type.items():
        if who in ("", name):
            out, instead = (standing_of(row, situation, scenario) for situation in (row.out, row.instead))
            spans = exclusion(book, out, instead, prices.price_year, SPANS, scenario.discount)
            year = exclusion(book, out, instead, prices.price_year, (1.0,), 0.0)
            costs[name] = {actor: Cost(year[actor][0] / 12, tuple(values)) for actor, values in spans.items()}
    published = {name: Published(published_sum(row), *other_reading(row)) for name, row in prices.published.items()}
    return ExclusionCost(scenario.name, prices, scenario.discount, costs, published)


def refuse_unread(found: ExclusionCost, scenario: Scenario, file: str, settings: Mapping[str, Any], who: str = "") -> None:
    """Refuse a changed figure that the costs do not rest on: without it they come out the same, though the scenario is another.

    found: the costs of the scenario that the file gives with the settings, by dotted path. Raises InputError naming the path.
    """
    for path in settings:
        others = {other: value for other, value in settings.items() if other != path}
        if comes_out_the_same(found, scenario, file, others, who):
            raise InputError(
                f"--set: {path}: changes nothing here: only runs read it; expected a figure that the costs rest on, such as discount or a "
                "price"
            )


def comes_out_the_same(found: ExclusionCost, scenario: Scenario, file: str, others: Mapping[str, Any], who: str) -> bool:
    """Tell whether the costs are the same with the other settings alone, in a scenario that is not."""
    try:
        without = load_scenario(file, others)
        return not same_figures(without, scenario) and told(cost_of_exclusion(without, who)) == told(found)
    except InputError:  # the other settings need it
        return False


def same_figures(one: Scenario, other: Scenario) -> bool:
    """Tell whether two scenarios say the same: a setting that repeats what the file says is one of the values somebody tries."""
    return all(getattr(one, name) == getattr(other, name) for name in Scenario.model_fields)


def told(found: ExclusionCost) -> tuple[object, ...]:
    """Give all that is told of costs."""
    people = {name: found.prices.person_type[name] for name in found.costs}
    return found.scenario, found.rate, found.costs, found.published, people, found.prices.published, found.prices.price_year


def standing_of(person: PersonType, situation: Situation, scenario: Scenario) -> Standing:
    """Give the condition that the accounts price for a person type."""
    words = scenario.vocabulary
    rights = sum(1 << words.rights.index(word) for word in situation.rights)
    household = list(scenario.prices.household).index(person.household)
    return Standing(words.stages.index(situation.stage), words.incomes.index(situation.income), household=household, rights=rights)

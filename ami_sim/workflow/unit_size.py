"""A unit of another size: posts, places, wage money and costs times the same number; what is there whatever the size stays as it is.

What stays: posts and costs that other parts of the municipality pay for (duties by law), and posts that are overhead (the manager). A unit
of half the places then has half the supervisors, half the mapping and half the money, and the same manager.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ami_sim.scenario.quantities import Quantity
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Post, Unit

STAYS: Final = "other_municipal"  # who pays for what the law asks for whatever the size
PREFIX: Final = "places_"  # before the number of places, in the name of a unit that is made so


@dataclass(frozen=True)
class Sized:
    """A unit's places on the day the options part, at the medians, and the figures that grow with them, by dotted path, as written."""

    places: float
    grows: dict[str, Quantity]


def sized(unit: Unit, scenario: Scenario) -> Sized:
    """Count a unit's places and list what grows with them."""
    theta = scenario.at_medians()
    places = sum(row.places.at(theta) for row in unit.places if row.until is None or row.until > scenario.parting)
    places += sum(row.count.at(theta) * row.places.at(theta) for row in unit.posts if row.runs(scenario.parting))
    return Sized(round(places, 6), dict(grows(unit)))


def grows(unit: Unit) -> Iterator[tuple[str, Quantity]]:
    """Go through the figures that grow with the places."""
    yield from ((f"posts[{at}].count", row.count) for at, row in enumerate(unit.posts) if with_places(row))
    yield from ((f"places[{at}].places", row.places) for at, row in enumerate(unit.places))
    yield "wage_money.amount", unit.wage_money.amount
    yield "wage_money.overspend", unit.wage_money.overspend
    yield from ((f"costs.{name}.amount", row.amount) for name, row in unit.costs.items() if row.funder != STAYS)


def with_places(post: Post) -> bool:
    """Tell whether there are more of a post in a larger unit."""
    return not post.overhead and post.funder != STAYS


def times(figure: Quantity, factor: float) -> str:
    """Write a figure so many times as large."""
    more = f"{factor:.10g} * ({figure.expression})"
    return figure.text.replace(figure.expression, more, 1) if figure.expression in figure.text else more  # a bare number has no unit


def unit_row(like: str, today: Sized, places: int, title: str, **own: Any) -> dict[str, Any]:
    """Give the row of a unit with so many places, like another. own: its source, how sure, and its mark."""
    factor = round(places / today.places, 10)
    return {"like": like, "title": title, **own, **{path: times(figure, factor) for path, figure in today.grows.items()}}

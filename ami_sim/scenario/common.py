"""Options that agree in a table hold the same one: what is alike is told at a glance, travels once and is worked out once."""

from collections.abc import Iterable, Mapping
from typing import Any

from ami_sim.scenario.scenario import Scenario


def with_common_tables(scenarios: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Give the same scenarios, each table that equals an earlier one's replaced by it."""
    seen: dict[str, list[Any]] = {name: [] for name in Scenario.model_fields}
    found = {}
    for option, scenario in scenarios.items():
        tables = {}
        for name, known in seen.items():
            own = getattr(scenario, name)
            tables[name] = next((table for table in known if equal(table, own)), own)
            if tables[name] is own:
                known.append(own)
        found[option] = scenario.model_copy(update=tables)
    return found


def equal(one: Any, other: Any) -> bool:
    """Tell whether two tables are alike; the same one is, and nothing in it is compared."""
    return one is other or bool(one == other)


def agree(one: Any, other: Any, names: Iterable[str]) -> bool:
    """Tell whether two scenarios, or two lots of lowered tables, have the tables of these names in common."""
    return all(equal(getattr(one, name), getattr(other, name)) for name in names)

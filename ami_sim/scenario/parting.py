"""What an option changes from the parting date on, so that every option keeps the same history.

A rule of AF, an intervention or an order of the queues is changed by closing the row to new decisions on the parting date and opening
a changed copy that day. Whoever is in it already keeps the old terms to the end. The copy is named after the row, with `_then` behind.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from ami_sim.scenario.dotted import Raw, override, steps_of
from ami_sim.scenario.errors import InputError, nearest

THEN: Final = "_then"
KINDS: Final = ("rule", "intervention", "order")
ORDERS: Final = ("mapping", "places")


def from_parting_on(tables: Raw, settings: Mapping[str, Any], where: str) -> Raw:
    """Give the tables with some figures changed from the parting date on; InputError for what cannot change on that day.

    settings: value by dotted path, rule.NAME.KEY, intervention.NAME.KEY or order.mapping / order.places.
    """
    if not settings:
        return tables
    found = {**tables, **{kind: dict(tables[kind]) for kind in KINDS if isinstance(tables.get(kind), dict)}}
    parting = day_of(tables.get("parting"))
    if parting is None:
        raise InputError(f"{where}: the base scenario has no parting date; expected one such as 2020-01-01")
    changes: dict[tuple[str, str], Raw] = {}
    for dotted, value in settings.items():
        kind, name, *rest = [*steps_of(dotted, where), "", ""]
        path = dotted.partition(f"{name}.")[2]
        if kind == "order" and name in ORDERS and not rest[0]:
            if isinstance(value, str) and value not in found.get("strategy", {}):
                raise InputError(f'{where}: {dotted}: "{value}" is not a strategy.{nearest(value, found.get("strategy", {}))}')
            order_then(found, str(name), value, parting)
            continue
        if kind not in KINDS[:2] or not rest[0]:
            raise InputError(
                f'{where}: "{dotted}" cannot change on the parting date by itself; expected rule.NAME.KEY, intervention.NAME.KEY, '
                f"order.mapping or order.places (a unit begins on that day anyway: set the option's unit)"
            )
        if name not in found.get(str(kind), {}):
            raise InputError(f'{where}: {kind}.{name}: "{name}" is not known.{nearest(str(name), found.get(str(kind), {}))}')
        changes.setdefault((str(kind), str(name)), {})[path] = value
    for (kind, name), row in sorted(changes.items()):  # interventions first: their rules are copied with them
        if kind == "intervention":
            intervention_then(found, name, row, parting, where)
    for (kind, name), row in changes.items():
        if kind == "rule":
            rule_then(found, name, row, parting, where)
    return found


def day_of(value: Any) -> date | None:
    """Give a date as a file has it; None for none and for what validation refuses later."""
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def refuse_early(row: Mapping[str, Any], parting: date, where: str) -> None:
    """Refuse an opening before the parting date: the options would not share their history."""
    opens = day_of(row.get("opens"))
    if opens is not None and opens < parting:
        raise InputError(f"{where}.opens: {opens} is before the parting date; expected {parting} or later (set changes history)")


def order_then(tables: Raw, queue: str, strategy: Any, parting: date) -> None:
    """Order a queue by another strategy from the parting date on: a key of the row of the timeline that begins then."""
    timeline = list(tables.get("timeline", []))
    if not timeline or day_of(timeline[-1].get("from")) != parting:
        row = {"from": parting, "unit": timeline[-1]["unit"] if timeline else "", "source": "As before", "sure": "H", "mark": "assumed"}
        timeline.append(row)
    timeline[-1] = timeline[-1] | {f"{queue}_order": strategy}
    tables["timeline"] = timeline


def rule_then(tables: Raw, name: str, row: Mapping[str, Any], parting: date, where: str) -> None:
    """Change a rule of AF from the parting date on; its copy if there is one already, the row itself if it opens no earlier."""
    refuse_early(row, parting, f"{where}: rule.{name}")
    rules = tables["rule"]
    name = name + THEN if name + THEN in rules else name
    opens, closes = day_of(rules[name].get("opens")), day_of(rules[name].get("closes"))
    if name.endswith(THEN) or (opens is not None and opens >= parting):
        rules[name] = override(rules[name], row, f"{where}: rule.{name}")
        first = name.removesuffix(THEN)
        if first != name and "closes" in row:
            rules[first] = rules[first] | {"closes": row["closes"]}
        return
    if closes is not None and closes <= parting and "closes" not in row:
        raise InputError(f"{where}: rule.{name}: closed on {closes}, before the parting date; expected a rule that is open then")
    rules[name + THEN] = override(rules[name], {"opens": parting, **row}, f"{where}: rule.{name}")
    until = day_of(rules[name + THEN].get("closes")) or date.max
    rules[name] = rules[name] | {
        "closes": min(closes or parting, parting),
        "extended_until": until,
    }


def intervention_then(tables: Raw, name: str, row: Mapping[str, Any], parting: date, where: str) -> None:
    """Change an intervention from the parting date on: a copy that stands where it stood in the preference, with copies of its rules."""
    place = f"{where}: intervention.{name}"
    refuse_early(row, parting, place)
    rows, rules = tables["intervention"], tables.get("rule", {})
    copy, opens, closes = name + THEN, day_of(rows[name].get("opens")), day_of(rows[name].get("closes"))
    if opens is not None and opens >= parting:  # nobody is in it before: no copy is needed
        rows[name] = override(rows[name], row, place)
        return
    if closes is not None and closes <= parting and "closes" not in row:
        raise InputError(f"{place}: closed on {closes}, before the parting date; expected an intervention that is open then")
    changed = {"opens": parting, "counts_as": rows[name].get("counts_as", name), **row}
    rows[copy] = override(rows[name], changed, place)
    rows[name] = rows[name] | {"closes": min(closes or parting, parting), "extended_until": day_of(rows[copy].get("closes")) or date.max}
    for rule in [key for key, found in rules.items() if found.get("intervention") == name]:
        ends = day_of(rules[rule].get("closes"))
        if ends is None or ends > parting:
            rules[rule + THEN] = rules[rule] | {"intervention": copy, "opens": max(day_of(rules[rule].get("opens")) or parting, parting)}
    preference = list(tables.get("preference", []))
    at = preference.index(name) + 1 if name in preference else len(preference)
    tables["preference"] = [*preference[:at], copy, *preference[at:]]

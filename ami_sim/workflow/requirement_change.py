"""A change of the requirement to take part: what a form says of it, as the settings of an option against the law before it.

Such a question compares with no requirement at all: neither it, nor what it does to applying for aid, nor the state's grants for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.requirement import Requirement
from ami_sim.scenario.scenario import Scenario

Settings = dict[str, Any]
NEVER: Final = date(2099, 12, 31)
PROPOSED: Final = "proposed"  # what the requirement is when somebody changes it: no law
GRANT: Final = "state_grant"  # the kind of lump sums that the state pays for it
OWN: Final = {"source": "The question: a change that somebody tries", "sure": "L", "mark": "assumed"}
HOURS: Final = (1.0, 40.0)  # a week, least and most that are taken
AFTER: Final = (0.0, 60.0)  # months on aid


@dataclass(frozen=True)
class Exempted:
    """What the requirement does not ask of some, as the law is read: its title, and where it comes from."""

    title: str
    status: str
    source: str
    sure: str
    mark: str


@dataclass(frozen=True)
class RequirementToday:
    """The requirement as the law is read.

    hours: a week; after: months on aid. doors: rows of inflow, by door, that begin on the day of `begins` and those that do not. grants:
    lump sums of the state's that begin with the options' parting or later, and the first year of each.
    """

    title: str
    status: str
    begins: date
    hours: float
    after: float
    exceptions: tuple[Exempted, ...]
    doors: Mapping[str, tuple[tuple[Settings, ...], tuple[Settings, ...]]]
    grants: Mapping[str, int]
    source: str
    sure: str
    mark: str


@dataclass(frozen=True)
class RequirementChange:
    """The requirement from a date on. hours: a week; after: months on aid. without: exceptions that do not hold, by number.

    cut: whether aid is cut for whoever leaves without good cause.
    """

    begins: date
    hours: float
    after: float
    without: tuple[int, ...] = ()
    cut: bool = True


def requirement_today(scenario: Scenario) -> RequirementToday | None:
    """Read the requirement of a scenario, and what belongs to it; nothing where there is none."""
    row, theta = scenario.requirement, scenario.at_medians()
    if row is None:
        return None
    return RequirementToday(
        title=row.title,
        status=row.status,
        begins=row.from_,
        hours=round(row.hours.at(theta), 6),
        after=round(row.after.at(theta) / MONTH, 6),
        exceptions=tuple(Exempted(one.title, one.status, one.source, one.sure, one.mark) for one in row.less),
        doors=dict(doors_of(row, scenario)),
        grants={
            name: min(one.amount)
            for name, one in scenario.prices.lump_sum.items()
            if one.kind == GRANT and one.from_ and one.from_ >= scenario.parting
        },
        source=row.source,
        sure=row.sure,
        mark=row.mark,
    )


def doors_of(row: Requirement, scenario: Scenario) -> Iterator[tuple[str, tuple[tuple[Settings, ...], tuple[Settings, ...]]]]:
    """Give the doors whose inflow changes on the day of the requirement: the rows of that day, and the others."""
    for name, door in scenario.referrer.items():
        rows = [
            {"from": one.from_, "factor": one.factor.text, "source": one.source, "sure": one.sure, "mark": one.mark} for one in door.dated
        ]
        own = tuple(one for one in rows if one["from"] == row.from_)
        if own:
            yield name, (own, tuple(one for one in rows if one not in own))


def requirement_settings(change: RequirementChange, today: RequirementToday) -> Settings:
    """Give the settings of the option with the requirement, by dotted path: what differs from the law as it is read."""
    found: Settings = {}
    if change.begins != today.begins:
        found["requirement.from"] = change.begins
        for name, (own, others) in today.doors.items():
            found[f"referrer.{name}.dated"] = [*others, *({**row, "from": change.begins} for row in own)]
    if change.hours != today.hours:
        found["requirement.hours"] = {"value": change.hours, **OWN}
    if change.after != today.after:
        found["requirement.after"] = {"value": f"{change.after:.10g} months", **OWN}
    found |= {f"requirement.less[{at}].hours": 0 for at in change.without}
    if not change.cut:
        found["requirement.good_cause"] = {"value": 1.0, **OWN}
    return found | {"requirement.status": PROPOSED} if found else found


def without_requirement(today: RequirementToday) -> Settings:
    """Give the settings of the option that it is compared with: the law before it, without its grants."""
    found: Settings = {"requirement.from": NEVER}
    found |= {f"referrer.{name}.dated": list(others) for name, (_, others) in today.doors.items()}
    return found | {f"prices.lump_sum.{name}.amount": {str(year): "0 kr per year"} for name, year in today.grants.items()}


def is_as_read(change: RequirementChange, today: RequirementToday) -> bool:
    """Tell whether nothing differs from the law as it is read."""
    return not requirement_settings(change, today)


def requirement_of(settings: Mapping[str, Any], today: RequirementToday) -> RequirementChange:
    """Read the change back from the settings that it made."""
    after = settings.get("requirement.after")
    return RequirementChange(
        settings.get("requirement.from", today.begins),
        settings["requirement.hours"]["value"] if "requirement.hours" in settings else today.hours,
        float(after["value"].split()[0]) if after else today.after,
        tuple(at for at in range(len(today.exceptions)) if f"requirement.less[{at}].hours" in settings),
        "requirement.good_cause" not in settings,
    )


def refuse_requirement(change: RequirementChange, today: RequirementToday | None) -> RequirementToday:
    """Refuse a requirement that cannot be; InputError. Gives today's."""
    if today is None:
        raise InputError("requirement: the scenario has none; expected one of 2026 or later")
    for key, value, (low, high) in (("hours", change.hours, HOURS), ("after", change.after, AFTER)):
        if not low <= value <= high:
            raise InputError(f"{key}: {value:.10g}; expected {low:g} to {high:g}")
    for at in change.without:
        if not 0 <= at < len(today.exceptions):
            raise InputError(f"exceptions: {at}; expected a number of 0 to {len(today.exceptions) - 1}")
    return today

"""What of a municipality's files is still that of the one they were copied from, and whether what is its own is believable."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from ami_sim.accounts.pricing import costs_of
from ami_sim.calibration.public_figures import INHABITANTS, PUBLIC, PublicFigure, read_public, read_template
from ami_sim.model.lowering import lower
from ami_sim.model.tables import GROUPS, MONEY, UNLIMITED, Plan
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.moved import figures_of
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.scenario import Scenario

HOME: Final = "calibration/ragunda/scenario.toml"  # whose files are copied
LISTED: Final = 10
ODD: Final = 3.0  # times more or fewer per inhabitant than where the files come from: worth another look
NATIONAL: Final = "rule"  # the mark of a figure that is the country's, and so anybody's


class Plausible(NamedTuple):
    """Something per 1 000 inhabitants (money: kr per inhabitant), here and where the files come from, and whether that is odd."""

    name: str
    value: float
    theirs: float

    @property
    def odd(self) -> bool:
        """Say whether it is so far from where the files come from that it is worth another look."""
        return not self.theirs / ODD <= self.value <= self.theirs * ODD


class Borrowed(NamedTuple):
    """How many of a municipality's figures are still another's: `same` as there, of `figures` that are no national rule.

    most: those of them that moved the other municipality's own answer most, with what is written there. public: the figures that the files
    were started from. plausible: nothing without inhabitants.
    """

    of: str
    figures: int
    same: int
    most: Mapping[str, str]
    public: tuple[PublicFigure, ...]
    plausible: tuple[Plausible, ...]


def borrowed_in(plan: Plan, folder: Path, whole: bool) -> Borrowed | None:
    """Count what is still Ragunda's in a plan's scenario; None for Ragunda itself.

    folder: where its files are. whole: the unit is the municipality's own, and not that of an option.
    """
    theirs = load_scenario(bundled(HOME))
    if plan.scenario.name == theirs.name:
        return None
    here, there = written_in(plan.scenario), written_in(theirs)
    same = {path: text for path, text in here.items() if there.get(path) == text}
    template, table = read_template(), folder / PUBLIC
    public = read_public(table, template) if table.is_file() else {}
    most = [path for path in template.moves.most if path in same][:LISTED]
    plausible: tuple[Plausible, ...] = ()
    if public:
        own = dict(per_inhabitant(plan, public[INHABITANTS].value, whole))
        other = dict(per_inhabitant(lower(theirs), template.figure[INHABITANTS].value, whole))
        plausible = tuple(Plausible(name, own[name], other[name]) for name in own if name in other)
    return Borrowed(theirs.name, len(here), len(same), {path: same[path] for path in most}, tuple(public.values()), plausible)


def written_in(scenario: Scenario) -> dict[str, str]:
    """Give every figure that is no national rule as it is written, by dotted path; an uncertain parameter is its median and range."""
    found = {leaf.dotted: leaf.written for leaf in figures_of(scenario) if leaf.row is None or leaf.row.mark != NATIONAL}
    for name, row in scenario.parameter.items():
        found[f"parameter.{name}"] = f"{row.median:g} ({row.low:g}–{row.high:g})"
    return found


def per_inhabitant(plan: Plan, inhabitants: float, whole: bool) -> Iterator[tuple[str, float]]:
    """Give what comes into need and what the unit is, per 1 000 inhabitants a year, and money per inhabitant a year."""
    doors = {name: door.rate.at(plan.theta) * YEAR for name, door in plan.scenario.referrer.items()}
    yield "new_in_need", 1000 * sum(doors.values()) / inhabitants
    for name, rate in doors.items():
        yield f"new_{name}", 1000 * rate / inhabitants
    if not whole:
        return
    limits = plan.tables.capacity[plan.tables.entries - 1]
    groups = limits[GROUPS:]
    if all(100 * places < UNLIMITED for places in groups):
        yield "places", 1000 * sum(groups) / 100 / inhabitants
    if limits[MONEY] < UNLIMITED:
        yield "wage_money", float(limits[MONEY]) / inhabitants
    day = plan.scenario.parting
    yield "unit_cost", sum(cost.per_year for cost in costs_of(plan) if cost.opens <= day < cost.closes) / inhabitants

"""What is said of an uncertain parameter and would not be read: refused, with the way that works."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from ami_sim.scenario.dotted import steps_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import Question
from ami_sim.scenario.fallbacks import is_inside, passed_over, read_parameters
from ami_sim.scenario.priors import Parameter
from ami_sim.scenario.scenario import Scenario

NUMBERS: Final = ("median", "low", "high", "shape", "start")  # what a row of the priors file decides by; the rest explains
HELD: Final = "held"  # a parameter that a variant holds at one value
DRAWN: Final = "drawn"  # a parameter that is a column of a frame handed in from Python
WAYS: Final = {
    "posterior": "the draws are the fitted ones, which were made before; expected --parameters prior or median, or a variant with "
    "fix = {{ {name} = ... }}",
    "prior": "draws from the prior do not look at it; expected parameter.{name}.median, with low and high around it",
    "median": "every parameter is at one value, which it does not change; expected parameter.{name}.{first}, or --parameters prior",
    HELD: "the variant holds the parameter at a value of its own; expected another value under its fix",
    DRAWN: "the frame of draws has a column for it; expected the value there",
}


ELSEWHERE: Final = {  # what no run looks at, by dotted path: who does
    ("prices", "published"): "ami-sim exclusion --bound reads it",
    ("prices", "person_type"): "ami-sim exclusion --bound reads it",
    ("effects", "none"): "the page of a calibration reads it",
}
OF_UNITS: Final = (  # tables that only a unit reads: what it has, whom it takes in which order, what a stay is and where
    *("unit", "resource", "timeline", "pooled", "strategy", "order", "preference", "mapping", "intervention", "activity", "duty"),
    *("group", "workplace", "classes", "rule", "application", "cohort", "open_cases"),
)
SET: Final = "--set"  # who changes figures for one run, and so means to see them used


def refuse_unused(question: Question) -> None:
    """Refuse what `--set` changes in a row that no option has, that no run reads, or where another figure is always read.

    Raises:
        InputError: names the path, why it does nothing and which rows are used.
    """
    refuse_passed_over(question.scenarios.values(), question.said)
    for dotted, who in question.said.items():
        table, *rest = [str(step) for step in steps_of(dotted)]
        if who != SET or not rest:
            continue
        reader = ELSEWHERE.get((table, rest[0]))
        if reader:
            raise InputError(f"{who}: {dotted}: changes nothing: {reader}, and no run; expected a figure that a run reads")
        if table == "parameter" and not any(rest[0] in read_parameters(scenario) for scenario in question.scenarios.values()):
            raise InputError(
                f"{who}: {dotted}: changes nothing: no figure of any option hangs on it; expected a parameter that one hangs on"
            )
        used = rows_used(question, table)
        if used and len(rest) > 1 and rest[0] not in used:
            raise InputError(f'{who}: {dotted}: changes nothing: no option uses {table} "{rest[0]}"; expected one of {", ".join(used)}')


def refuse_passed_over(scenarios: Iterable[Scenario], said: Mapping[str, str]) -> None:
    """Refuse what `--set` changes where every scenario reads another figure in its place.

    said: who changes what, by dotted path.

    Raises:
        InputError: names the path, why it does nothing and the figures that are read.
    """
    each = [passed_over(scenario) for scenario in scenarios]
    for dotted, who in said.items():
        if who != SET:
            continue
        instead = [next((read for path, read in known.items() if is_inside(dotted, path)), ()) for known in each]
        if instead and all(instead):
            read = ", ".join(dict.fromkeys(path for paths in instead for path in paths))
            why = "it holds only where no other figure does, and one does everywhere"
            raise InputError(f"{who}: {dotted}: changes nothing: {why}; expected one of {read}")


def refuse_beyond_lives(settings: Iterable[str]) -> None:
    """Refuse what `--set` changes by dotted path and lives without a unit do not meet: units, orders of queues, what no run reads.

    Raises:
        InputError: names the path and why it does nothing.
    """
    for dotted in settings:
        table, *rest = [str(step) for step in steps_of(dotted)]
        reader = ELSEWHERE.get((table, rest[0] if rest else ""))
        if reader:
            raise InputError(f"{SET}: {dotted}: changes nothing: {reader}, and no run; expected a figure that a run reads")
        if table in OF_UNITS:
            raise InputError(f"{SET}: {dotted}: changes nothing: these lives meet no unit; expected a figure that a run reads")


def rows_used(question: Question, table: str) -> list[str]:
    """Name the rows of a table that some option uses, where a file may hold more than are used: units and orders of the queues."""
    found: dict[str, None] = {}
    for scenario in question.scenarios.values():
        if table == "unit":
            found |= dict.fromkeys(step.unit for step in scenario.timeline)
        elif table == "strategy":
            found |= dict.fromkeys(name for _, *queues in scenario.orders() for name in queues)
    return list(found)


def refuse_unread(question: Question, kind: str, own: Collection[str] = (), given: Collection[str] = ()) -> None:
    """Refuse figures of a parameter that nothing would read, where they are changed for every option.

    kind: where the draws come from. own: parameters with priors of one's own, which are drawn beside a posterior. given: columns of a
    frame of draws.

    Raises:
        InputError: names who says it, the path, why it does nothing and what to do instead.
    """
    refuse_unused(question)
    scenario = next(iter(question.scenarios.values()))
    keys: dict[str, set[str]] = {}
    where: dict[str, tuple[str, str]] = {}
    for dotted, who in question.said.items():
        table, *rest = [str(step) for step in steps_of(dotted)]
        if table != "parameter" or not rest:
            continue
        changed = {rest[1]} if len(rest) > 1 else set(NUMBERS)
        if changed & set(NUMBERS):
            keys.setdefault(rest[0], set()).update(changed)
            where.setdefault(rest[0], (who, dotted))
    for name, changed in keys.items():
        way = HELD if name in question.fix else DRAWN if name in given else "prior" if name in own else kind
        row = scenario.parameter[name]
        if not changed & read_of(way, row):
            who, dotted = where[name]
            reason = WAYS.get(way, WAYS["median"]).format(name=name, first="median" if row.start is None else "start")
            raise InputError(f"{who}: {dotted}: changes nothing: {reason}")


def read_of(way: str, row: Parameter) -> set[str]:
    """Give the keys of a parameter's row that decide its values when they come from somewhere."""
    if way in ("posterior", HELD, DRAWN):
        return set()
    if way == "prior":
        return {"median", "shape"} if row.shape == "fixed" else {"median", "low", "high", "shape"}
    return {"median", "start"} if row.start is None else {"start"}

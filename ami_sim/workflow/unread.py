"""What is said of an uncertain parameter and would not be read: refused, with the way that works."""

from collections.abc import Collection
from typing import Final

from ami_sim.scenario.dotted import steps_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import Question
from ami_sim.scenario.priors import Parameter

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


def refuse_unread(question: Question, kind: str, own: Collection[str] = (), given: Collection[str] = ()) -> None:
    """Refuse figures of a parameter that nothing would read, where they are changed for every option.

    kind: where the draws come from. own: parameters with priors of one's own, which are drawn beside a posterior. given: columns of a
    frame of draws.

    Raises:
        InputError: names who says it, the path, why it does nothing and what to do instead.
    """
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

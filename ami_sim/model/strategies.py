"""Who comes first: the order of a queue, from what an official can see of a person.

The lowest rank comes first; ties go to the earlier queue entry, then to (referrer, number). Waiting lowers everybody's rank by the
same amount a day, so that order cannot change between evaluations.
"""

import runpy
from collections.abc import Callable
from functools import wraps
from math import isfinite
from numbers import Real
from pathlib import Path
from types import FunctionType
from typing import Any, Final

from ami_sim.model.income import is_among
from ami_sim.model.person import LATENT, Person
from ami_sim.model.shared import shared
from ami_sim.model.tables import (
    AGE,
    CHILDREN,
    ON_AID,
    OWN,
    REFERRER,
    SAVING,
    STEP,
    TIME_ON_AID,
    TRUE_SAVING,
    Floats,
    Tables,
)
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.need import Strategy
from ami_sim.scenario.registry import AID_SPELL, WAITING_MAPPING, WAITING_PLACE
from ami_sim.scenario.scenario import Scenario

Rank = Callable[[Person, float, Floats], float]
LATENT_READ: Final = (
    'strategy {name}: reads the latent field "{field}", which no official can see; '
    "expected observed fields only (background, assessed step, dates, history)"
)
NOT_ON_AID = 0.1  # weight of a saving for somebody who is not on aid yet (a prototype's best value; an assumption)


@shared
def queue_of(stage: int) -> int:
    """Give the queue a stage stands in: 0 before mapping, 1 for a place, -1 none."""
    if stage == WAITING_MAPPING:
        return 0
    return 1 if stage == WAITING_PLACE else -1


def no_own_rank(person: Person, today: float, theta: Floats) -> float:
    """Add nothing: the rank is the scenario's weights alone."""
    return 0.0


@shared
def rank(person: Person, today: float, tables: Tables, queue: int, own: Rank) -> float:
    """Rank a person in a queue by the weights (points) of the strategy that holds today, with ageing; the lowest comes first."""
    order = 0
    while tables.order_from[order] <= today:
        order += 1
    queue += 2 * order
    weights = tables.weights[queue]
    score = weights[REFERRER] * tables.doors[queue][person.referrer] + weights[STEP] * person.assessed
    score += weights[AGE] * ((today - person.born) / 365.25)
    if person.children > 0:
        score += weights[CHILDREN]
    on_aid = is_among(person.income, AID_SPELL)
    if on_aid:
        score += weights[ON_AID] + weights[TIME_ON_AID] * ((today - person.aid_since) / 365.25)
    if weights[SAVING] != 0.0 or weights[TRUE_SAVING] != 0.0:
        share = 1.0 if on_aid else NOT_ON_AID
        score += weights[SAVING] * share * tables.saving[person.household][person.assessed]
        score += weights[TRUE_SAVING] * share * tables.saving[person.household][person.step] / (0.25 + person.frailty)
    if weights[OWN] != 0.0:
        score += weights[OWN] * own(person, today, tables.theta)
    return score + tables.ageing[queue] * person.queued


@shared
def comes_before(person: Person, other: Person) -> bool:
    """Whether a person stands before another in a queue."""
    if person.rank != other.rank:
        return person.rank < other.rank
    if person.queued != other.queued:
        return person.queued < other.queued
    return person.id < other.id


def refuse_latent(name: str, function: Callable[..., float]) -> None:
    """Refuse a strategy that reads what no official can see, and what is no function; InputError names the field."""
    refuse_other_callables(name, function)
    codes = [function.__code__]
    while codes:
        code = codes.pop()
        seen = sorted(set(code.co_names) & LATENT)
        if seen:
            raise InputError(LATENT_READ.format(name=name, field=seen[0]))
        codes += [constant for constant in code.co_consts if hasattr(constant, "co_names")]


def refuse_other_callables(name: str, function: Callable[..., float]) -> None:
    """Refuse a class, an object that can be called or a partial: its code cannot be looked at, nor compiled."""
    if not isinstance(function, FunctionType):
        raise InputError(
            f"strategy {name}: {function!r} is no plain function; expected one made with def or lambda "
            "(what it needs besides: arguments with defaults)"
        )


class Official:
    """A person as an official sees them: what is latent is refused whoever asks, a helper too, and nothing can be changed."""

    __slots__ = ("_name", "_person")

    def __init__(self, name: str, person: Person) -> None:
        object.__setattr__(self, "_name", name)
        object.__setattr__(self, "_person", person)

    def __getattr__(self, field: str) -> Any:
        if field in LATENT:
            raise InputError(LATENT_READ.format(name=self._name, field=field))
        return getattr(self._person, field)

    def __setattr__(self, field: str, value: object) -> None:
        raise InputError(f'strategy {self._name}: changes the field "{field}"; expected a function that only looks')


def as_official(name: str, rank: Rank, oracle: bool = False) -> Rank:
    """Give a function of one's own that sees each person as an official does; InputError when it fails or gives no number.

    name: the option's. oracle: the function is labelled as one and may see what is latent.
    """
    at = f"{rank.__code__.co_filename}:{rank.__code__.co_firstlineno}"

    @wraps(rank)
    def official(person: Any, today: float, theta: Any) -> float:
        seen: Any = person if oracle else Official(name, person)
        try:
            found: object = rank(seen, today, theta)
        except InputError:
            raise
        except Exception as error:
            raise InputError(f"strategy {rank.__name__} ({at}) of {name} fails: {type(error).__name__}: {error}") from error
        if isinstance(found, bool) or not isinstance(found, Real) or not isfinite(found):
            raise InputError(f"strategy {rank.__name__} ({at}) of {name} gives {found!r}; expected a number")
        return float(found)

    return official


def sees_all(scenario: Scenario) -> bool:
    """Tell whether a scenario's function of one's own is a labelled oracle, which may read what is latent."""
    names = {name for _, *queues in scenario.orders() for name in queues}
    return any(scenario.strategy[name].oracle for name in names if scenario.strategy[name].function)


def by_own(scenario: Scenario) -> Scenario:
    """Order both queues by a function handed in from Python, where the scenario's strategies do not ask for one themselves."""
    ordered = {name for _, *queues in scenario.orders() for name in queues}
    if any("own" in scenario.strategy[name].weights for name in ordered):
        return scenario
    row = Strategy.model_validate(
        {
            "title": "A function of one's own",
            "weights": {"own": 1.0},
            "ageing": 0.0,
            "function": "handed in from Python",
            "legal": "Its author answers for it.",
            "source": "Handed in from Python",
            "sure": "H",
            "mark": "assumed",
        }
    )
    order = scenario.order.model_copy(update={"mapping": "own", "places": "own"})
    return scenario.model_copy(update={"strategy": {**scenario.strategy, "own": row}, "order": order})


def functions_of(scenario: Scenario) -> dict[str, str]:
    """Give the strategies in use that name a function of one's own, by what they say: "file.py:function"."""
    named = {scenario.strategy[name].function: name for _, *names in scenario.orders() for name in names}
    return {text: name for text, name in named.items() if text}


def file_of(text: str, beside: Path) -> Path | None:
    """Find the file of a function, "file.py:function": from the folder of its question, else from the current one."""
    file = text.rpartition(":")[0]
    return next((path for path in (beside / file, Path(file)) if path.is_file()), None)


def own_rank(scenario: Scenario, beside: Path | None = None) -> Rank:
    """Give the Python function of one's own that a scenario's strategies name, or none; InputError if it cannot be used.

    A function is `rank(person, today, theta) -> float` over observed fields; `beside` is the folder its file is looked for in.
    """
    functions = functions_of(scenario)
    if not functions:
        return no_own_rank
    if len(functions) > 1:
        raise InputError(f"order: {' and '.join(functions)}: one function of one's own can be used in a scenario, for one or both queues")
    text, name = next(iter(functions.items()))
    function, path = text.rpartition(":")[2], file_of(text, beside or Path())
    if ":" not in text or path is None:
        raise InputError(f'strategy.{name}.function: "{text}": no such file; expected "file.py:function"')
    module = runpy.run_path(str(path))
    if not callable(module.get(function)):
        known = [word for word, thing in module.items() if callable(thing) and not word.startswith("__")]
        raise InputError(f'strategy.{name}.function: {path} has no function "{function}".{nearest(function, known)}')
    found: Rank = module[function]
    refuse_other_callables(name, found)
    if not scenario.strategy[name].oracle:
        refuse_latent(name, found)
    return found

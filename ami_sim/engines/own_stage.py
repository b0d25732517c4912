"""A stage of one's own as a SimPy process: what its author writes, and what the process sees of the unit and of the person."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from inspect import isgeneratorfunction
from math import exp, isfinite, log
from typing import Any, Final

import simpy
from pydantic import TypeAdapter
from scipy import special

from ami_sim.model.person import Person
from ami_sim.model.randomness import named_luck
from ami_sim.model.tables import Plan
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.quantities import Duration, Quantity

Process = Generator[simpy.Event, Any, str | None]
DURATION: Final[TypeAdapter[Quantity]] = TypeAdapter(Duration)


def way_out(stage: str, target: str) -> str:
    """Give the name of the event by which a process takes somebody from its stage to another."""
    return f"{stage}_to_{target}"


@dataclass(frozen=True)
class OwnStage:
    """A stage and the generator function (unit, person) that says how it is lived and returns the name of the next stage."""

    name: str
    function: Callable[[Any, Any], Process]

    def __post_init__(self) -> None:
        if not isgeneratorfunction(self.function):
            raise InputError(
                f"stage {self.name}: {self.at} yields nothing; expected a SimPy process, with `yield unit.timeout(days)` or more"
            )

    @property
    def at(self) -> str:
        """Where the function stands, for messages."""
        code = self.function.__code__
        return f"{self.function.__name__} ({code.co_filename}:{code.co_firstlineno})"

    def begun(self, unit: "Unit", person: "InStage") -> Process:
        """Begin the process for a person; whatever ends the stage from outside ends it, and `with` gives back what it holds."""
        try:
            found = yield from self.function(unit, person)
        except simpy.Interrupt:
            return None
        except InputError:
            raise
        except Exception as error:
            raise InputError(f"stage {self.name}: {self.at} fails: {type(error).__name__}: {error}") from error
        return found

    def leads_to(self, found: object, known: tuple[str, ...]) -> str:
        """Give the event by which the process has ended; InputError when what it returned is no stage that it may lead to."""
        targets = [name.removeprefix(way_out(self.name, "")) for name in known if name.startswith(way_out(self.name, ""))]
        if isinstance(found, str) and found in targets:
            return way_out(self.name, found)
        if isinstance(found, str):
            raise InputError(f'stage {self.name}: {self.at} returns "{found}", no stage to go to from here.{nearest(found, targets)}')
        raise InputError(f'stage {self.name}: {self.at} returns {found!r}; expected a stage, as in return "paused"')


class Shelf(simpy.Resource):
    """A resource whose units are there from a day on."""

    def __init__(self, env: simpy.Environment, capacity: int) -> None:
        super().__init__(env, max(1, capacity))
        self.hold(capacity)

    def hold(self, capacity: int) -> None:
        """Have so many units from now on; whoever waits is served."""
        self._capacity = capacity
        self._trigger_put(None)


class Unit:
    """What a process of one's own sees of the unit: the time, its resources, and waiting."""

    def __init__(self, env: simpy.Environment, plan: Plan) -> None:
        self._env, self._plan = env, plan
        self._shelves: dict[str, Shelf] = {}
        for name, row in plan.scenario.resource.items():
            count = round(row.capacity.at(plan.theta))
            opens = (row.from_ - plan.scenario.start).days if row.from_ else 0
            self._shelves[name] = Shelf(env, count if opens <= 0 else 0)
            if opens > 0:
                env.process(self._open(self._shelves[name], count, opens))

    def _open(self, shelf: Shelf, count: int, day: float) -> Generator[simpy.Event, Any, None]:
        yield self._env.timeout(day)
        shelf.hold(count)

    @property
    def now(self) -> float:
        """Days since the scenario's start date."""
        return float(self._env.now)

    @property
    def today(self) -> date:
        """The date."""
        return self._plan.date(self.now)

    @property
    def theta(self) -> dict[str, float]:
        """The uncertain parameters by name."""
        return self._plan.theta

    def timeout(self, length: float | str) -> simpy.Timeout:
        """Wait so many days, or so long: "6 weeks"."""
        days = self.days(length)
        if days < 0:
            raise InputError(f"timeout: {days:g} days; expected 0 or more")
        return self._env.timeout(days)

    def request(self, resource: str, person: "InStage") -> Any:
        """Ask for one unit of a resource; first come, first served. Used in a `with`, which gives it back."""
        if resource not in self._shelves:
            raise InputError(f'request: "{resource}" is no resource of the model.{nearest(resource, self._shelves)}')
        return self._shelves[resource].request()

    def days(self, length: float | str) -> float:
        """Give a length in days; text has a unit and may use parameters by name."""
        if not isinstance(length, str):
            return float(length)
        try:
            return DURATION.validate_python(length).at(self._plan.theta)
        except (ValueError, NameError) as error:
            raise InputError(f'length: "{length}": {first_line(error)}') from error


class InStage:
    """A person as a process of one's own sees them: every field, and streams of luck of their own, told apart by name.

    The same person has the same luck in every option: the n-th number of a name is the same whatever else happens.
    """

    def __init__(self, person: Person, unit: Unit, turns: dict[tuple[int, str], int]) -> None:
        self._person, self._unit, self._turns = person, unit, turns

    def __getattr__(self, field: str) -> Any:
        if field.startswith("_") or not hasattr(self._person, field):
            raise AttributeError(f'a person has no "{field}".{nearest(field, [*Person.__slots__, "exponential", "gamma", "uniform"])}')
        return getattr(self._person, field)

    @property
    def age(self) -> float:
        """Age in years today."""
        return (self._unit.now - self._person.born) / 365.25

    def uniform(self, name: str) -> float:
        """Draw between 0 and 1 from the person's stream of this name."""
        if not name or not isinstance(name, str):
            raise InputError(f'uniform: {name!r}; expected a name that says what is drawn, such as "length of rehabilitation"')
        turn = self._turns.get((self._person.id, name), 0)
        self._turns[self._person.id, name] = turn + 1
        return named_luck(self._person.key, name, turn)

    def chance(self, name: str, share: float) -> bool:
        """Draw whether something with this chance happens."""
        if not 0 <= share <= 1:
            raise InputError(f"chance {name}: {share:g}; expected between 0 and 1")
        return self.uniform(name) < share

    def exponential(self, name: str, *, mean: float | str) -> float:
        """Draw days from an exponential distribution."""
        return -log(self.uniform(name)) * self._positive(name, "mean", mean)

    def gamma(self, name: str, *, mean: float | str, shape: float) -> float:
        """Draw days from a gamma distribution; shape 1 is the exponential, a larger one varies less."""
        if not (isfinite(shape) and shape > 0):
            raise InputError(f"gamma {name}: shape {shape:g}; expected over 0")
        return float(special.gammaincinv(shape, self.uniform(name))) * self._positive(name, "mean", mean) / shape

    def lognormal(self, name: str, *, median: float | str, sdlog: float) -> float:
        """Draw days from a lognormal distribution: its median, and the standard deviation of the logarithm."""
        return self._positive(name, "median", median) * exp(float(special.ndtri(self.uniform(name))) * sdlog)

    def _positive(self, name: str, what: str, length: float | str) -> float:
        days = self._unit.days(length)
        if not (isfinite(days) and days > 0):
            raise InputError(f"{name}: {what} {length!r}; expected a length over 0")
        return days


def first_line(error: Exception) -> str:
    """Give what an error says, without what pydantic puts around it."""
    found = getattr(error, "errors", None)
    return str(found()[0]["msg"]).removeprefix("Value error, ") if callable(found) else str(error)

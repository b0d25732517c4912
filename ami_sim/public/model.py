"""A model that a researcher changes by hand: a municipality's files, and what is added to them by public names."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from pydantic import BaseModel, ValidationError

from ami_sim.model.strategies import refuse_latent
from ami_sim.public.options import QUEUES, Options, Rank
from ami_sim.record.measures.registry import Measure
from ami_sim.runs.measures import SHIPPED
from ami_sim.scenario.dotted import override
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import Source, build, explain, read_source, refuse_misshaped
from ami_sim.scenario.need import Strategy
from ami_sim.scenario.priors import UNIFORM, Parameter
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Intervention

F = TypeVar("F", bound=Callable[..., Any])
OURS: Final = {"source": "own", "sure": "L", "mark": "assumed"}  # of a row that a researcher adds, unless it says better


class Model:
    """A municipality's model with what a researcher adds: strategies, interventions, priors, settings.

    Every method checks what it is given at once; `options` gives what `ami.compare` runs.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tables = deepcopy(source.tables)
        self.origin = dict(source.origin)
        self.settings: dict[str, Any] = {}
        self.strategies: dict[str, Rank] = {}
        self.priors: dict[str, None] = {}
        self.measures = SHIPPED

    @classmethod
    def load(cls, path: str | Path = "calibration/ragunda/scenario.toml") -> Self:
        """Load a scenario file and those it includes; the one that ships when none is named."""
        model = cls(read_source(path))
        build(model._source())  # refused here, and not when it is run
        return model

    def __repr__(self) -> str:
        own = [*self.strategies, *self.priors]
        return f"Model({self.source.path}{', with ' + ', '.join(own) if own else ''})"

    @property
    def scenario(self) -> Scenario:
        """The scenario as it stands now, to look at."""
        return build(self._source(), self.settings, "model.set")

    def set(self, settings: Mapping[str, Any] | None = None, /, **more: Any) -> Self:
        """Change figures in every option, by dotted path: `model.set({"life.case_patience": "9 months"})`, `model.set(seed=...)`."""
        given = {**(settings or {}), **more}
        tables = override(self.tables, given, "model.set")
        refuse_misshaped(tables, {}, "model.set")
        self.settings |= given
        return self

    def strategy(self, function: F, *, title: str = "") -> F:
        """Add an order of a queue: a function (person, today, theta) of what an official can see; the lowest number comes first.

        Used by name or by function in an option: `{"order.mapping": longest_need}`. A function that reads what nobody can see is refused.
        """
        name = function.__name__
        if not name.isidentifier():
            raise InputError(f"strategy {name}: has no name; expected a function made with def")
        if name in self.tables.get("strategy", {}) and self.strategies.get(name) is not function:
            raise InputError(f'strategy "{name}": there is one of that name already; expected another name')
        refuse_latent(name, function)
        said = (function.__doc__ or "").strip().partition("\n")[0]
        row = {
            "title": title or said or name.replace("_", " "),
            "weights": {"own": 1.0},
            "ageing": 0.0,
            "function": f"handed in from Python ({name})",
            "legal": "Its author answers for it.",
            **OURS,
        }
        self._add("strategy", name, row, Strategy)
        self.strategies[name] = function
        return function

    def intervention(self, name: str, *, like: str, first: bool = False, **changes: Any) -> Self:
        """Add an intervention: a copy of another with some figures changed, AF's rules for it too.

        length="10 weeks" is a fixed one. first: it comes first in the order in which persons take what is free; otherwise right after
        the one it is copied from. Nobody is told about it unless the unit has room in one of its groups.
        """
        known = self.tables["intervention"]
        if like not in known:
            raise InputError(f'intervention {name}: like: "{like}" is not an intervention.{nearest(like, known)}')
        if name in known:
            raise InputError(f'intervention "{name}": there is one of that name already; expected another name')
        if isinstance(length := changes.get("length"), str):
            changes["length"] = {"kind": "fixed", "typical": length}
        row = override({**known[like], "title": name.replace("_", " "), **OURS}, changes, f"intervention {name}")
        self._add("intervention", name, row, Intervention)
        preference = self.tables["preference"]
        preference.insert(0 if first else preference.index(like) + 1, name)
        for key, rule in list(self.tables.get("rule", {}).items()):
            if rule.get("intervention") == like:
                self.tables["rule"][f"{name}_{key}"] = {**deepcopy(rule), "intervention": name}
        return self

    def prior(
        self,
        name: str,
        *,
        median: float,
        low: float,
        high: float,
        shape: str = "lognormal",
        unit: str = "1",
        why: str = "A prior of one's own",
        source: str = "own",
        sure: str = "L",
        mark: str = "assumed",
    ) -> Self:
        """Add an uncertain parameter, or give one another prior: its median and 90 % range, on the scale of its shape.

        A figure uses it by name: `model.set({"life.case_patience": "my_patience months"})`. No posterior knows it: it is drawn from here.
        """
        from datetime import date

        row = {"median": median, "low": low, "high": high, "shape": shape, "unit": unit, "why": why, "set_on": date.today()}
        if shape == "uniform":
            row |= dict(zip(("low", "median", "high"), UNIFORM, strict=True))
        self._add("parameter", name, {**row, "source": source, "sure": sure, "mark": mark}, Parameter)
        self.priors[name] = None
        return self

    def measure(self, *, unit: str, title: str | Mapping[str, str] = "", name: str = "") -> Callable[[F], F]:
        """Add a measure: a function (spells, window) that gives one number a run, counted from the parting date to the end.

        `@model.measure(unit="persons", title={"en": "In rehabilitation", "sv": "I rehabilitering"})`; spells are narrowed down by name
        (`spells.stage("work").days(window)`). It gets intervals, differences against the reference and a row in the table.
        """

        def add(function: F) -> F:
            own = name or function.__name__
            titles = dict(title) if isinstance(title, Mapping) else {"en": title} if title else {}
            said = " ".join((function.__doc__ or "").split())
            self.measures = self.measures.with_measure(Measure(own, unit, titles, said, "spells", function))
            return function

        return add

    def options(
        self,
        named: Mapping[str, Mapping[str, Any]] | None = None,
        /,
        *,
        reference: str = "",
        title: str = "",
        question: str = "",
        **more: Any,
    ) -> Options:
        """Say what is compared: each option by name, with what it changes by dotted path; the first is the reference.

        `model.options(today={}, mine={"order.mapping": longest_need, "unit": "half"})`. Besides dotted paths an option may have `unit`,
        the unit from the parting date on, `title`, `discharge`, `in_progress`, `diagnostic`, and `from_parting`: what changes on that date.
        """
        options = {**(named or {}), **more}
        for content in options.values():
            for function in functions_in(content):
                if function not in self.strategies.values():
                    self.strategy(function)
        first = next(iter(options), "")
        who = question or "What happens to people under each option?"
        name = title or str(self.tables.get("title", "A model of one's own"))
        found = Options(
            self._source(),
            options,
            reference or first,
            name,
            who,
            dict(self.settings),
            dict(self.strategies),
            tuple(self.priors),
            self.measures.of("spells"),
        )
        found.asked()
        return found

    def _source(self) -> Source:
        """Give the tables as they stand."""
        return self.source.changed(deepcopy(self.tables), dict(self.origin))

    def _add(self, table: str, name: str, row: Mapping[str, Any], kind: type[BaseModel]) -> None:
        """Put a row into a table once it is seen to be whole; InputError names the first thing that is wrong in it."""
        where = f"{table} {name}"
        try:
            kind.model_validate(row)
        except ValidationError as error:
            raise InputError(explain(error, kind, {}, Path(where), dict(row))) from error
        self.tables.setdefault(table, {})[name] = dict(row)
        self.origin[f"{table}.{name}"] = f"model.{table}"


def functions_in(content: Any) -> list[Rank]:
    """List the functions that an option hands in as the order of a queue, now or from the parting on."""
    if not isinstance(content, Mapping):
        return []
    places = [content, content.get("from_parting", {})]
    return [place[key] for place in places if isinstance(place, Mapping) for key in QUEUES if callable(place.get(key))]

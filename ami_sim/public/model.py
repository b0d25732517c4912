"""A model that a researcher changes by hand: a municipality's files, and what is added to them by public names."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from pydantic import BaseModel, ValidationError

from ami_sim.engines.own_stage import OwnStage, way_out
from ami_sim.model.strategies import refuse_latent
from ami_sim.public.options import QUEUES, Options, Rank
from ami_sim.record.measures.registry import Measure
from ami_sim.runs.measures import SHIPPED
from ami_sim.scenario.dotted import override
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import Source, build, explain, read_source, refuse_misshaped
from ami_sim.scenario.named_rows import IN_NEED_WORD
from ami_sim.scenario.need import Clock, Strategy
from ami_sim.scenario.payment import Payment
from ami_sim.scenario.priors import UNIFORM, Parameter
from ami_sim.scenario.registry import NOT_REFERRED, Vocabulary
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Intervention, Resource

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
        self.words = source.vocabulary
        self.stages: dict[str, OwnStage] = {}

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
        """The scenario as it stands now, to look at.

        >>> import ami_sim as ami
        >>> ami.Model.load().scenario.name
        'ragunda'
        """
        return build(self._source(), self.settings, "model.set")

    def set(self, settings: Mapping[str, Any] | None = None, /, **more: Any) -> Self:
        """Change figures in every option, by dotted path. InputError at once for a key that nothing would read, with the nearest name.

        >>> import ami_sim as ami
        >>> model = ami.Model.load("calibration/ragunda/scenario.toml").set({"life.case_patience": "9 months"})
        >>> model.scenario.life.case_patience.text
        '9 months'
        >>> model.set({"life.case_patiense": "9 months"})
        Traceback (most recent call last):
        ...
        ami_sim.scenario.errors.InputError: model.set: life.case_patiense: unknown key "case_patiense"; ... Did you mean "case_patience"?
        """
        given = {**(settings or {}), **more}
        tables = override(self.tables, given, "model.set")
        refuse_misshaped(tables, {}, "model.set")
        build(self._source(), {**self.settings, **given}, "model.set")
        self.settings |= given
        return self

    def strategy(self, function: F, *, title: str = "") -> F:
        """Add an order of a queue: a function (person, today, theta) of what an official can see; the lowest number comes first.

        Used by name or by function in an option: `{"order.mapping": longest_need}`. A function that reads what nobody can see is refused.
        """
        name = getattr(function, "__name__", repr(function))
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

    def stage(
        self,
        *,
        income: str = "",
        title: str | Mapping[str, str] = "",
        in_need: bool = True,
        like: str = "",
        enters: Mapping[str, float | str] | None = None,
        needs: Mapping[str, int] | None = None,
        name: str = "",
    ) -> Callable[[F], F]:
        """Add a stage whose life is a SimPy process of one's own: a generator function (unit, person) that returns the next stage's name.

        income: what a person lives on there; "" leaves it as it is, where the need goes on. in_need: whether the need goes on there: then
        life clocks run as for everybody in need, and work, illness or moving away may end the stage. like: a stage whose own clocks run
        there, too. enters: how people get in: of those whose mapping or intervention ends, this share, in every option (for one option
        alone, set `mapping.leads_to` there). needs: resources that it asks for, and how many there are (`model.resource` says more).
        In the function: `with unit.request("coach", person) as turn: ...`, `yield unit.timeout(days)`, `person.exponential(name, mean=)`.
        """

        def add(function: F) -> F:
            own = name or function.__name__
            words = self.words.with_stage(own, titled(title), in_need=in_need, income=income)
            row = OwnStage(own, function)
            if like and like not in words.stages:
                raise InputError(f'stage {own}: like: "{like}" is not a stage.{nearest(like, words.stages)}')
            for door in enters or {}:
                self._door(own, door)
            self.words, self.stages[own] = words, row
            for resource, capacity in (needs or {}).items():
                self.resource(resource, capacity=capacity)
            for clock, content in self.tables["clock"].items():
                if like and like in content["stages"] and own in words.clock_stages(clock):
                    content["stages"][own] = content["stages"][like]
            for door, share in (enters or {}).items():
                self.enter(own, door, share)
            return function

        return add

    def enter(self, stage: str, door: str, share: float | str) -> Self:
        """Lead a share of those whose mapping or intervention (`door`) ends to a stage."""
        self._door(stage, door).setdefault("leads_to", {})[stage] = share
        return self

    def _door(self, stage: str, door: str) -> dict[str, Any]:
        """Find the table of mapping or of an intervention."""
        known: dict[str, dict[str, Any]] = {"mapping": self.tables["mapping"], **self.tables["intervention"]}
        if door not in known:
            raise InputError(f'stage {stage}: enters: "{door}" is neither mapping nor an intervention.{nearest(door, known)}')
        return known[door]

    def resource(
        self, name: str, *, capacity: float | str, from_: date | str | None = None, title: str = "", source: str = "own", sure: str = "L"
    ) -> Self:
        """Say how many there are of what a stage of one's own asks for, and from when; an option may set `resource.coach.capacity`."""
        row: dict[str, Any] = {**OURS, "title": title or name.replace("_", " "), "capacity": capacity, "source": source, "sure": sure}
        if from_ is not None:
            row["from"] = date.fromisoformat(from_) if isinstance(from_, str) else from_
        self._add("resource", name, row, Resource)
        return self

    def event(
        self,
        name: str,
        *,
        rate: str,
        stages: Mapping[str, float] | str | tuple[str, ...],
        leads_to: str = "",
        income: str = "",
        title: str | Mapping[str, str] = "",
        source: str = "own",
        **more: Any,
    ) -> Self:
        """Add an event with a life clock of its own, on both engines: how often it comes to a person, where, and what it does.

        rate: "0.02 per month", may use parameters. stages: where the clock runs, each with a factor on the rate or just names ("in_need"
        for all of them). leads_to: the stage it takes a person to. income: what the person lives on from then. more: what a clock's row may
        have besides: incomes, by_step, by_need, by_age, traits, frailty.
        """
        factors = dict(stages) if isinstance(stages, Mapping) else dict.fromkeys((stages,) if isinstance(stages, str) else stages, 1.0)
        where = tuple(factors) if IN_NEED_WORD not in factors else ()
        words = self.words.with_event(name, titled(title), stages=where, leads_to=leads_to, income=income)
        self._add("clock", name, {"rate": rate, "stages": factors, **more, **OURS, "source": source}, Clock)
        self.words = words
        return self

    def price(
        self,
        name: str,
        *,
        payer: str,
        payee: str,
        amount: str | None = None,
        once: str | None = None,
        stage: str | tuple[str, ...] = (),
        intervention: str | tuple[str, ...] = (),
        income: str | tuple[str, ...] = (),
        group: str | tuple[str, ...] = (),
        formula: Callable[..., float] | None = None,
        title: str = "",
        index: str = "prices",
        source: str = "own",
        year: int | None = None,
    ) -> Self:
        """Add a price rule: who pays whom for days in a condition, or `once` for each beginning of a stage.

        payer, payee: ifo, ami or other_municipal (the municipality's committees), region, af, social_insurance, treasury, person,
        employer; payee "resources" is something used up, payer "output" something made, all else a transfer. amount: of a person there,
        "9 tkr per month". stage, intervention, income, group: where it holds; all that are named must fit. formula: a function of the
        condition instead of an amount. year: of these kronor, the price year unless said.
        """
        at = year or self.tables["prices"]["price_year"]
        row: dict[str, Any] = {"title": title or name.replace("_", " "), "payer": payer, "payee": payee, "index": index, **OURS}
        row |= {key: {at: value} for key, value in (("amount", amount), ("once", once)) if value is not None}
        row |= {"formula": formula} if formula else {}
        named = (("stages", stage), ("interventions", intervention), ("incomes", income), ("groups", group))
        row |= {key: [words] if isinstance(words, str) else list(words) for key, words in named if words}
        payments = self.tables["prices"].setdefault("payment", {})
        if name in payments:
            raise InputError(f'price "{name}": there is one of that name already; expected another name')
        self._checked("price", name, {**row, "source": source}, Payment)
        payments[name] = {**row, "source": source}
        self.origin[f"prices.payment.{name}"] = "model.price"
        return self

    @property
    def vocabulary(self) -> Vocabulary:
        """The words as they stand: with each way out of a stage of one's own as an event."""
        words = self.words
        for own in self.stages:
            for target in words.stages[NOT_REFERRED:]:
                if target not in (own, "mapping", "in_intervention"):
                    words = words.with_event(way_out(own, target), stages=(own,), leads_to=target, clock=False)
        return words

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
            said = " ".join((function.__doc__ or "").split())
            self.measures = self.measures.with_measure(Measure(own, unit, titled(title), said, "spells", function))
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
            tuple(self.stages.values()),
        )
        found.asked()
        return found

    def _source(self) -> Source:
        """Give the tables as they stand."""
        source = self.source.changed(deepcopy(self.tables), dict(self.origin))
        source.vocabulary = self.vocabulary
        return source

    def _add(self, table: str, name: str, row: Mapping[str, Any], kind: type[BaseModel]) -> None:
        """Put a row into a table once it is seen to be whole; InputError names the first thing that is wrong in it."""
        self._checked(table, name, row, kind)
        self.tables.setdefault(table, {})[name] = dict(row)
        self.origin[f"{table}.{name}"] = f"model.{table}"

    def _checked(self, what: str, name: str, row: Mapping[str, Any], kind: type[BaseModel]) -> None:
        """Refuse a row that is not whole; InputError names the first thing that is wrong in it."""
        try:
            kind.model_validate(row, context={"vocabulary": self.vocabulary})
        except ValidationError as error:
            raise InputError(explain(error, kind, {}, Path(f"{what} {name}"), dict(row))) from error


def titled(title: str | Mapping[str, str]) -> dict[str, str]:
    """Give titles by language; a plain one is in English."""
    return dict(title) if isinstance(title, Mapping) else {"en": title} if title else {}


def functions_in(content: Any) -> list[Rank]:
    """List the functions that an option hands in as the order of a queue, now or from the parting on."""
    if not isinstance(content, Mapping):
        return []
    places = [content, content.get("from_parting", {})]
    return [place[key] for place in places if isinstance(place, Mapping) for key in QUEUES if callable(place.get(key))]

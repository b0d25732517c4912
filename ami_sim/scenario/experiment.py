"""An experiment: one question, a base scenario, the options that are compared and what each of them changes."""

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from ami_sim.scenario.common import with_common_tables
from ami_sim.scenario.dotted import override
from ami_sim.scenario.errors import InputError, nearest, shorten
from ami_sim.scenario.load import Source, build, explain, find, read_source, read_toml, refuse_misshaped, set_by
from ami_sim.scenario.open_cases import find_cases
from ami_sim.scenario.precision import Precision, Search
from ami_sim.scenario.quantities import Money
from ami_sim.scenario.registry import SHIPPED, Vocabulary
from ami_sim.scenario.rows import Strict
from ami_sim.scenario.scenario import Scenario

About = Literal["reading", "effects", "prices", "horizon", "prior", "regime"]
Subject = Literal["money", "queues", "people"]  # what leads a page of results
DecisionPayer = Literal["municipality", "public", "society", "state"]


class Option(Strict):
    """One alternative: the unit from the parting date on, and any figure of the base by dotted path.

    `set` holds for the whole run, so it is for what has no effect before the parting; `from_parting` holds from that date on: rules of
    AF, interventions and the order of the queues, while the history stays as it was. `rewrites_history`: the option means to change what
    happened before that date, too; every page then says so. `diagnostic`: shown apart, never as something that could be chosen.
    """

    title: str
    unit: str = ""
    in_progress: Literal["finish", "suspend"] = "finish"
    discharge: bool = False
    diagnostic: bool = False
    rewrites_history: bool = False
    note: str = ""
    set: dict[str, Any] = {}
    from_parting: dict[str, Any] = {}


class Variant(Strict):
    """Another reading of the same question: what it changes in every option (also from the parting date on), and in some of them.

    `about`: what kind of doubt it tries. `fix`: an uncertain parameter by name and the value it has in every draw instead of its own.
    `prior`: a file with a wider prior; parameters are then drawn from it, not from the posterior.
    """

    title: str
    about: About = "reading"
    set: dict[str, Any] = {}
    from_parting: dict[str, Any] = {}
    fix: dict[str, float] = {}
    prior: str = ""
    option: dict[str, dict[str, Any]] = {}


class Decision(Strict):
    """What the decision page goes by: whose net result decides, the risk of choosing wrong by chance alone, and the studies on offer.

    `studies`: a file beside the experiment; without it `studies.toml` beside the base scenario, where there is one.
    """

    payer: DecisionPayer = "municipality"
    alpha: float = Field(default=0.05, gt=0.0, lt=0.5)
    studies: str = ""


class Experiment(Strict):
    """A question with its options. `delta`: the smallest difference worth a decision, set before any run. `about`: what leads a page."""

    name: str
    title: str
    question: str
    base: str
    regime: str = ""
    reference: str
    also: tuple[str, ...] = ()
    replications: int = Field(default=100, ge=1)
    draws: int = Field(default=1, ge=1)
    seed: int = Field(default=2019, ge=0)
    delta: Money | None = None
    about: Subject = "money"
    set: dict[str, Any] = {}
    decision: Decision = Decision()
    option: dict[str, Option]
    variant: dict[str, Variant] = {}
    precision: Precision | None = None
    search: Search | None = None

    @property
    def titles(self) -> dict[str, str]:
        """The options' titles, by key."""
        return {name: row.title for name, row in self.option.items()}


@dataclass(frozen=True)
class Question:
    """An experiment that has been read: the options as scenarios, in order, and the files it came from."""

    experiment: Experiment
    scenarios: dict[str, Scenario]
    files: tuple[Path, ...]
    regime: str
    variant: str
    fix: Mapping[str, float] = field(default_factory=dict)  # parameters that a variant holds at one value in every draw
    said: Mapping[str, str] = field(default_factory=dict)  # what is changed in every option, by dotted path, and by whom
    prior: Path | None = None  # the wider prior that a variant draws its parameters from
    remade: "Callable[[Experiment], Question] | None" = field(default=None, repr=False, compare=False)  # asks the same of other options

    @property
    def reading(self) -> str:
        """Which reading of the published words posterior draws are taken from; "" takes the one that is used unless said."""
        return next(iter(self.scenarios.values())).reading

    @property
    def fitted_in(self) -> Path:
        """Give the folder whose fitted parameters are used: that of the base scenario, or the one that it names."""
        return self.files[1].parent / next(iter(self.scenarios.values())).posterior

    def fixed(self, rows: Sequence[Mapping[str, float]]) -> tuple[Mapping[str, float], ...]:
        """Give parameter rows with the variant's own values in place of each draw's, and what is derived solved again."""
        scenario = next(iter(self.scenarios.values()))
        return tuple(scenario.solved({**row, **self.fix}) for row in rows) if self.fix else tuple(rows)


def read_settings(pairs: Sequence[str]) -> dict[str, Any]:
    """Read `path=value` settings from a command line; a value is TOML, or text where it is not."""
    settings: dict[str, Any] = {}
    for pair in pairs:
        dotted, equals, text = pair.partition("=")
        if not equals or not dotted.strip():
            raise InputError(f'--set: "{pair}" is not of the form path=value, for example life.retirement_age=66')
        try:
            settings[dotted.strip()] = tomllib.loads(f"value = {text.strip()}")["value"]
        except RecursionError as error:
            raise InputError(f"--set: {shorten(pair)}: is nested too deep; expected a value such as 66") from error
        except ValueError:  # no TOML, or a number with more digits than Python reads
            settings[dotted.strip()] = text.strip()
    return settings


def written(value: Any) -> str:
    """Write a setting's value so that `read_settings` reads it again: TOML where the text of Python would be another thing."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {quoted(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(quoted, value)) + "]"
    return str(value)


def quoted(value: Any) -> str:
    """Write a value inside a list or a table: text needs its quotes there."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else written(value)


def is_experiment(path: Path) -> bool:
    """Tell an experiment file from a scenario file, by the keys that only one of them has."""
    return bool({"base", "option", "question", "reference"} & set(read_toml(path)))


def read_experiment(path: Path) -> Experiment:
    """Read and validate an experiment file; InputError for the first thing that is wrong."""
    tables = read_toml(path)
    if {"include", "timeline", "start"} & set(tables) and not is_experiment(path):
        raise InputError(f"{path}: is a scenario; expected an experiment, with a base and options (ami-sim run takes a scenario)")
    try:
        experiment = Experiment.model_validate(tables)
    except ValidationError as error:
        raise InputError(explain(error, Experiment, {}, path, tables)) from error
    if experiment.search:
        experiment = with_grid(experiment, experiment.search, path)
    names = list(experiment.option)
    if len(names) < 2:
        raise InputError(f"{path}: option: {len(names)} given; expected at least two to compare")
    for key, word in (("reference", experiment.reference), *(("also", word) for word in experiment.also)):
        if word not in names:
            raise InputError(f'{path}: {key}: "{word}" is not an option.{nearest(word, names)}')
    if "" in names:
        raise InputError(f"{path}: option: a name is empty; expected a word")
    for number, word in enumerate(experiment.also):
        if word in (experiment.reference, *experiment.also[:number]):
            raise InputError(f'{path}: also: "{word}" is a reference already; expected another option')
    for name, variant in experiment.variant.items():
        for word in variant.option:
            if word not in names:
                raise InputError(f'{path}: variant.{name}.option: "{word}" is not an option.{nearest(word, names)}')
    return experiment


def with_grid(experiment: Experiment, search: Search, path: Path) -> Experiment:
    """Add the options of a search's grid after those that the file names."""
    grid = {name: Option.model_validate(table) for name, table in search.grid().items()}
    both = sorted(set(grid) & set(experiment.option))
    if both:
        raise InputError(f"{path}: option.{both[0]}: the search makes an option of that name, too; expected another name")
    return experiment.model_copy(update={"option": {**experiment.option, **grid}})


def load_experiment(
    name: str | Path,
    settings: Mapping[str, Any] | None = None,
    variant: str = "",
    regime: str = "",
    vocabulary: Vocabulary = SHIPPED,
) -> Question:
    """Read an experiment and build every option's scenario, with overrides; InputError for anything wrong.

    `vocabulary`: the stages, incomes, events and traits that its files may name.
    """
    path = find(name)
    experiment = read_experiment(path)
    source = read_source(find(experiment.base, path.parent, f"{path}: base"), vocabulary)
    return question_of(experiment, source, path, settings, variant, regime)


def question_of(
    experiment: Experiment, source: Source, path: Path, settings: Mapping[str, Any] | None = None, variant: str = "", regime: str = ""
) -> Question:
    """Build every option's scenario of an experiment on a base that has been read; `path`: where the experiment comes from.

    Raises:
        InputError: for anything wrong; names the file and the key.
    """
    if regime and regime not in source.tables.get("regime", {}):
        known = nearest(regime, source.tables.get("regime", {}))
        raise InputError(f'--regime: "{regime}" is not a regime of {source.path}; expected one of those described.{known}')
    chosen = experiment.variant.get(variant)
    if variant and chosen is None:
        raise InputError(f'--variant: "{variant}" is not a variant of {path}.{nearest(variant, experiment.variant)}')
    if not regime and experiment.regime and experiment.regime not in source.tables.get("regime", {}):
        known = nearest(experiment.regime, source.tables.get("regime", {}))
        raise InputError(f'{path}: regime: "{experiment.regime}" is not a regime of {source.path}.{known}')
    used = regime or experiment.regime or str(source.tables.get("regime_used", ""))
    shared = dict(experiment.set) | (dict(chosen.set) if chosen else {})
    if isinstance(cases := shared.get("open_cases"), str) and cases:
        shared["open_cases"] = str(find_cases(cases, path.parent))
    scenarios = {}
    for key, option in experiment.option.items():
        own = dict(option.set) | (chosen.option.get(key, {}) if chosen else {})
        where = f"{path}: option.{key}.set"
        for who, made in ((f"{path}: set", shared), (where, own), ("--set", settings or {})):
            if "regime_used" in made:
                raise InputError(f"{who}: regime_used: holds for all options; expected regime in the experiment, or --regime")
        if "reading" in own:
            raise InputError(f"{where}: reading: holds for all options; expected it in the experiment's set, or --reading")
        if "open_cases" in own:
            raise InputError(f"{where}: open_cases: holds for all options; expected it in the experiment's set, or --open-cases")
        tables = override(override(source.tables, shared, f"{path}: set"), own, where)
        refuse_misshaped(tables, {}, where)
        place = f"variant.{variant}.option.{key}.unit_from_parting" if "unit_from_parting" in tables else f"option.{key}.unit"
        unit = str(tables.pop("unit_from_parting", option.unit))
        tables = override(tables, settings or {}, "--set")
        refuse_misshaped(tables, {}, "--set")
        if unit:
            known = tables.get("unit", {})
            if unit not in known:
                raise InputError(f'{path}: {place}: "{unit}" is not a unit of {source.path}.{nearest(unit, known)}')
            tables["timeline"] = [*tables.get("timeline", []), from_parting(option, unit, tables, str(path))]
        origin = source.origin | set_by(shared, f"{path}: set") | set_by(own, where) | set_by(settings or {}, "--set")
        origin |= {f"timeline[{len(source.tables.get('timeline', []))}]": f"{path}: option.{key}"}
        then = (dict(chosen.from_parting) if chosen else {}) | option.from_parting
        scenarios[key] = build(source.changed(tables, origin), regime=used, then=then, then_by=f"{path}: option.{key}")
    refuse_uneven(scenarios, path)
    scenarios = with_common_tables(scenarios)
    fix = dict(chosen.fix) if chosen else {}
    refuse_unknown_parameters(fix, next(iter(scenarios.values())), f"{path}: variant.{variant}.fix")
    prior = find(chosen.prior, path.parent, f"{path}: variant.{variant}.prior") if chosen and chosen.prior else None
    files = (path, *source.files, *([prior] if prior else []))
    said = set_by(shared, f"{path}: set") | set_by(settings or {}, "--set")
    remade = partial(question_of, source=source, path=path, settings=settings, variant=variant, regime=regime)
    return Question(experiment, scenarios, files, used, variant, fix, said, prior, remade)


def refuse_uneven(scenarios: Mapping[str, Scenario], path: Path) -> None:
    """Refuse a requirement that some options have and others have not: what is counted of it is compared option by option."""
    have = {name: scenario.requirement is not None for name, scenario in scenarios.items()}
    if len(set(have.values())) > 1:
        without = next(name for name, has in have.items() if not has)
        raise InputError(
            f"{path}: option.{without}: has no requirement, which others have; expected it in every option, "
            "from a date after the end where it does not hold"
        )


def refuse_unknown_parameters(fix: Mapping[str, float], scenario: Scenario, where: str) -> None:
    """Refuse a value for what is no uncertain parameter; InputError names the nearest."""
    for name in fix:
        if name not in scenario.parameter:
            raise InputError(f'{where}: "{name}" is not an uncertain parameter.{nearest(name, scenario.parameter)}')


def from_parting(option: Option, unit: str, tables: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Give the row of the timeline that an option's unit makes."""
    parting = tables.get("parting")
    if not isinstance(parting, date):
        raise InputError(f"{where}: the base scenario has no parting date; expected one such as 2020-01-01")
    return {
        "from": parting,
        "unit": unit,
        "in_progress": option.in_progress,
        "discharge": option.discharge,
        "source": f"{where}: the option",
        "sure": "H",
        "mark": "assumed",
    }

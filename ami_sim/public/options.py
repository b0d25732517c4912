"""The options that a model is asked to compare: by name, what each changes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from inspect import getsource
from tokenize import TokenError
from typing import Any, Final

from pydantic import ValidationError

from ami_sim.engines.own_stage import OwnStage
from ami_sim.record.measures.registry import Measure
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.experiment import Experiment, Option, question_of
from ami_sim.scenario.load import Source, explain
from ami_sim.workflow.asked import Asked
from ami_sim.workflow.parameters import PER_DRAW

QUEUES: Final = ("order.mapping", "order.places")
OF_OPTION: Final = tuple(name for name in Option.model_fields if name != "set")
RUNS: Final = 100  # in all, when nothing else is said
Rank = Callable[..., float]


def text_of(thing: Any) -> str:
    """Give what stands for a thing in a hash: a function's source, or its compiled code where there is none; any other thing as text."""
    if not callable(thing):
        return str(thing)
    try:
        return getsource(thing)
    except (OSError, TypeError, SyntaxError, TokenError):  # none, or the file that it names is a page and no program
        return thing.__code__.co_code.hex() if hasattr(thing, "__code__") else repr(type(thing))


@dataclass(frozen=True)
class Options:
    """A model as it stood when it was asked, and its options in order; the first is the reference unless another is named."""

    source: Source
    named: Mapping[str, Mapping[str, Any]]
    reference: str
    title: str
    question: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    strategies: Mapping[str, Rank] = field(default_factory=dict)
    priors: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    stages: tuple[OwnStage, ...] = ()

    def __post_init__(self) -> None:
        if len(self.named) < 2:
            raise InputError(f"options: {len(self.named)} given; expected two or more, such as options(today={{}}, mine={{...}})")
        if self.reference not in self.named:
            raise InputError(f'options: reference: "{self.reference}" is not an option.{nearest(self.reference, self.named)}')

    def asked(self, draws: bool = False) -> Asked:
        """Build every option's scenario; InputError for anything wrong. `draws`: so many draws are asked for that each has few runs."""
        own: dict[str, Rank] = {}
        option = {name: self.row(name, content, own) for name, content in self.named.items()}
        experiment = Experiment.model_construct(
            name="model",
            title=self.title,
            question=self.question,
            base=str(self.source.path),
            reference=self.reference,
            replications=PER_DRAW if draws else RUNS,
            option=option,
        )
        question = question_of(experiment, self.source, self.source.path, self.settings)
        return Asked(question, own, self.priors, self.measures, self.stages, self.digest)

    @property
    def digest(self) -> str:
        """A hash of all that is said here: tables, options, and the text of every function."""
        functions: list[Callable[..., Any]] = [
            *self.strategies.values(),
            *(row.function for row in self.measures),
            *(row.function for row in self.stages),
        ]
        said = [self.source.tables, self.source.vocabulary, self.settings, self.named, self.reference, *map(text_of, functions)]
        return sha256(json.dumps(said, default=text_of, sort_keys=True).encode()).hexdigest()

    def row(self, name: str, content: Mapping[str, Any], own: dict[str, Rank]) -> Option:
        """Make an option's row; a rank function that it names goes into `own`."""
        if not isinstance(content, Mapping):
            raise InputError(f"options: {name}: {content!r}; expected a table of settings by dotted path")
        used: dict[str, Rank] = {}
        told = {key: value for key, value in content.items() if key in OF_OPTION}
        settings = {key: self.ordered(key, value, used) for key, value in content.items() if key not in OF_OPTION}
        if isinstance(then := told.get("from_parting"), Mapping):
            told["from_parting"] = {key: self.ordered(key, value, used) for key, value in then.items()}
        if len(used) > 1:
            raise InputError(f"options: {name}: {' and '.join(used)}; expected one function of one's own, for one or both queues")
        own.update({name: next(iter(used.values()))} if used else {})
        try:
            return Option.model_validate({"title": name.replace("_", " "), **told, "set": settings})
        except ValidationError as error:
            raise InputError(explain(error, Option, {}, self.source.path).replace(str(self.source.path), f"options: {name}", 1)) from error

    def ordered(self, key: str, value: Any, used: dict[str, Rank]) -> Any:
        """Give a setting as files have it; a strategy of one's own, by function or by name, is noted in `used`."""
        if callable(value):
            known = [name for name, function in self.strategies.items() if function is value]
            if key not in QUEUES or not known:
                raise InputError(f'options: "{key}": {value!r} is a function; expected one under {", ".join(QUEUES)}')
            value = known[0]
        if key in QUEUES and value in self.strategies:
            used[value] = self.strategies[value]
        return value

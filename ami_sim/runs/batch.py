"""A batch: a block of replications of one parameter draw, every option on the same people, written as one part.

The plan of batches is fixed before the start and never depends on the number of workers. Whoever works computes the files of a batch;
a part is written under a temporary name and renamed when it is whole; what exists is done.
"""

import os
import pickle
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import cloudpickle
from threadpoolctl import ThreadpoolController

from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.engines.protocol import Engine, engine_of
from ami_sim.model.arrivals import History, highest_rates
from ami_sim.model.common import Common
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import as_official, by_own, no_own_rank, own_rank, sees_all
from ami_sim.record.measures.registry import Measure, Measures
from ami_sim.runs.measures import SHIPPED
from ami_sim.runs.parts import Files, files_of
from ami_sim.runs.replicate import Outcome, Prepared, replicate
from ami_sim.runs.store import SUMS, is_whole, sums_of
from ami_sim.scenario.common import with_common_tables
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.scenario import Scenario


@dataclass(frozen=True)
class Work:
    """Everything that decides a result: options in order, a parameter row a draw, seed, sizes, engine."""

    scenarios: Mapping[str, Scenario]
    thetas: tuple[Mapping[str, float], ...]  # one a draw; draw 0 is the medians
    seed: int
    replications: int
    per_batch: int
    engine: str | Engine  # by name, or an engine itself
    folder: str = ""  # where a strategy's own function is looked for
    own: Mapping[str, Callable[..., float]] | None = None  # functions handed in from Python, by option
    reference: str = ""  # the option that all others are compared with, life by life
    histories: tuple[History, ...] = ()  # whose luck the time up to the present has, one a draw; none: each replication's own
    measures: tuple[Measure, ...] = ()  # measures of one's own, beside the shipped ones
    trust: bool = False  # run also code of a file that is not the user's own
    pilot: tuple[int, int] = (0, 0)  # draws and replications of each that come first in the plan

    def batches(self) -> list["Batch"]:
        """Give the plan: blocks of replications, draw by draw; a pilot first, then the rest of its draws, then the others.

        A plan with more draws begins with that of fewer, and one of a pilot's replications or more begins with the pilot: parts of an
        earlier round stand.
        """
        pilots, each = min(self.pilot[0], len(self.thetas)), min(self.pilot[1], self.replications)
        spans = [(draw, 0, each) for draw in range(pilots)]
        spans += [(draw, each if draw < pilots else 0, self.replications) for draw in range(len(self.thetas))]
        found: list[Batch] = []
        for draw, start, end in spans:
            for first in range(start, end, self.per_batch):
                found.append(Batch(len(found), draw, first, min(first + self.per_batch, end)))
        return found


@dataclass(frozen=True)
class Batch:
    """Replications first..last-1 of one draw."""

    number: int
    draw: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """The name of the part's folder."""
        return f"batch-{self.number:05d}"


@dataclass(frozen=True)
class Done:
    """What a worker says about a finished batch."""

    number: int
    runs: int


def prepare(work: Work, draw: int, common: Common | None = None) -> tuple[dict[str, Prepared], dict[str, float]]:
    """Lower every option at a draw's parameters, and find the highest arrival rates in play; InputError for what cannot be used.

    common: where what options and draws share is kept.
    """
    theta = work.thetas[draw]
    own = work.own or {}
    options, common = {}, common or Common()
    for name, scenario in work.scenarios.items():
        rank = own.get(name) or rank_of(scenario, work.folder)
        if rank is not no_own_rank and not engine_of(work.engine).compiles:
            rank = as_official(name, rank, sees_all(scenario))
        options[name] = Prepared(name, with_aid_prices(lower(ordered(scenario, common) if name in own else scenario, theta, common)), rank)
    return options, highest_rates([(option.plan.scenario, option.plan.theta) for option in options.values()])


def ordered(scenario: Scenario, common: Common) -> Scenario:
    """Order the queues by a function handed in from Python: the same scenario in every draw."""
    return common.once("ordered", (scenario,), {}, lambda _: by_own(scenario))


def rank_of(scenario: Scenario, folder: str) -> Callable[..., float]:
    """Find the function of one's own that a scenario names; InputError also for a file that cannot be run."""
    try:
        return own_rank(scenario, Path(folder) if folder else None)
    except InputError:
        raise
    except (Exception, SystemExit) as error:
        names = dict.fromkeys(name for _, *queues in scenario.orders() for name in queues)
        given = next(f'strategy.{name}.function: "{text}"' for name in names if (text := scenario.strategy[name].function))
        raise InputError(f"{given}: the file cannot be run ({type(error).__name__}: {error}); expected Python that defines it") from error


class Desk:
    """Where one process runs batches: the work it was handed, and the options of the draw that it is at.

    Whoever runs batches makes one and runs them by it; nothing about a work is kept anywhere else.
    """

    def __init__(self, work: Work) -> None:
        self.work = replace(work, scenarios=with_common_tables(work.scenarios))
        self.measures = taken(work)
        self.options_at = lru_cache(maxsize=2)(partial(prepare, self.work, common=Common()))
        self.threads = ThreadpoolController()  # to look for the libraries again for every batch takes milliseconds

    def run(self, batch: Batch, parts: Path) -> Done:
        """Run a batch and write its part; a part that exists is done."""
        target = parts / batch.name
        if not is_whole(target):
            write_part(target, self.files(batch))
        return done(batch, self.work)

    def warm_up(self, batch: Batch) -> None:
        """Live the first replication of a batch for what is remembered of it: prices and compiled code, which forked processes share."""
        self.outcomes(replace(batch, last=batch.first + 1))

    def outcomes(self, batch: Batch) -> list[tuple[int, str, Outcome]]:
        """Run a batch on one thread: replication, option, outcome."""
        work = self.work
        options, highest = self.options_at(batch.draw)
        engine = engine_of(work.engine)
        history = work.histories[batch.draw] if work.histories else None
        outcomes: list[tuple[int, str, Outcome]] = []
        with self.threads.limit(limits=1):  # a sum in several threads is another sum
            for replication in range(batch.first, batch.last):
                found = lived(options, engine, work.seed, batch.draw, replication, highest, work.reference, history, self.measures)
                outcomes += [(replication, name, outcome) for name, outcome in found.items()]
        return outcomes

    def files(self, batch: Batch) -> Files:
        """Run a batch and give the files of its part; nothing is written."""
        (options, _), outcomes = self.options_at(batch.draw), self.outcomes(batch)
        return files_of(batch.draw, outcomes, self.measures, {name: option.months for name, option in options.items()})


def done(batch: Batch, work: Work) -> Done:
    """Say that a batch is finished, and how many runs it stands for."""
    return Done(batch.number, (batch.last - batch.first) * len(work.scenarios))


def packed(work: Work) -> bytes:
    """Give the work as it travels to another process, functions and classes handed in from Python with it.

    Raises:
        InputError: something handed in cannot travel; names the reason.
    """
    try:
        return bytes(cloudpickle.dumps(work))
    except Exception as error:  # whatever the object's own way of being pickled raises
        reason = f"{type(error).__name__}: {error}"
        raise InputError(f"workers: what was handed in from Python cannot go to another process ({reason}); expected workers=1") from error


def unpacked(content: bytes) -> Work:
    """Read what `packed` has written; InputError when something in it is not there in this process."""
    try:
        work: Work = pickle.loads(content)
    except (ImportError, AttributeError) as error:
        raise InputError(
            f"workers: what was handed in from Python is not there in another process ({error}); expected workers=1"
        ) from error
    return work


def taken(work: Work) -> Measures:
    """Give everything that is counted: the shipped measures and the work's own."""
    found = SHIPPED
    for row in work.measures:
        found = found.with_measure(row)
    return found


def lived(options: Mapping[str, Prepared], *rest: Any) -> dict[str, Outcome]:
    """Live a replication; a function of one's own that fails on the way is named, for its author to mend."""
    try:
        return replicate(options, *rest)
    except ArithmeticError as error:
        named = ", ".join(f"{option.own.__name__} of {name}" for name, option in options.items() if option.own is not no_own_rank)
        if not named:
            raise
        raise InputError(f"strategy {named} fails: {type(error).__name__}: {error}; expected a number for every person") from error


def write_part(target: Path, files: Files) -> None:
    """Write the files of a part under a temporary name, force them to disk and rename the folder in one step."""
    draft = target.with_name(f"{target.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    for name, content in {**files, SUMS: sums_of(files)}.items():
        with open(draft / name, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    shutil.rmtree(target, ignore_errors=True)  # what is there and not whole
    os.replace(draft, target)

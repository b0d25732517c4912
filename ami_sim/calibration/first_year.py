"""The first year alone: a base scenario up to its present, simulated at parameter rows and counted."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.pooled import aid_by_income, with_aid_prices
from ami_sim.engines.protocol import engine_named, engine_of
from ami_sim.model.arrivals import History, highest_rates
from ami_sim.model.common import Common
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.tables import Plan
from ami_sim.record.first_year import first_year_counts
from ami_sim.record.spells import spells_of
from ami_sim.runs.pool import begin_as_worker
from ami_sim.scenario.dotted import override
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import Source, build, read_source
from ami_sim.scenario.provenance import is_figure
from ami_sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]
PART: Final = 256  # rows of a part: what a kill may cost
Progress = Callable[[int, int], None]
Given = TypeVar("Given")
Made = TypeVar("Made")


@dataclass(frozen=True)
class FirstYear:
    """A base scenario cut at its present, its effects drawn whatever a file's switch says. `engine` changes nothing but the speed."""

    source: Source
    engine: str = "compiled"

    @classmethod
    def of(cls, scenario: str | Path, engine: str = "compiled") -> "FirstYear":
        """Read a scenario file."""
        return cls(read_source(scenario), engine)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario from its start to its present; InputError when it has none."""
        present, start = self.source.tables.get("present"), self.source.tables.get("start")
        if present is None:
            raise InputError(f"{self.source.path}: present: missing; expected the last day of what has been observed, such as 2019-07-31")
        drawn = {"effects.use": "drawn"} if "effects" in self.source.tables else {}
        tables = override(self.source.tables, {"parting": start, "end": present, **drawn}, "first year")
        del tables["present"]
        return build(self.source.changed(tables)).model_copy(update={"present": present})

    @cached_property
    def common(self) -> Common:
        """What parameter rows have in common."""
        return Common()

    def counts(self, theta: Mapping[str, float], seed: int, draw: int, replications: range = range(1)) -> Floats:
        """Simulate the first year at one parameter row, once a replication: [replication, `COUNTS`]; theta may lack what is derived."""
        plan = lower(self.scenario, theta, self.common)
        aid = aid_by_income(plan)
        return np.array([one_year(plan, History(seed, draw, replication), self.engine, aid) for replication in replications])


def one_year(plan: Plan, luck: History, engine: str, aid: Sequence[Sequence[float]]) -> Floats:
    """Simulate a plan that ends at its present once, and count. aid: of every income and household, kr a month."""
    runs = engine_named(engine)
    highest = highest_rates([(plan.scenario, plan.theta)], plan.scenario.present)
    people = population(plan, *luck, highest, runs.live)
    spells = spells_of(runs.simulate(plan, people).log, plan.horizon)
    return first_year_counts(spells, plan, people, plan.horizon, aid)


def counts_of(scenario: Scenario, theta: Mapping[str, float], luck: History, engine: str) -> Floats:
    """Count the first year of a whole scenario (an option), with somebody's luck."""
    cut = scenario.model_copy(update={"parting": scenario.start, "end": scenario.present})
    plan = with_aid_prices(lower(cut, theta))
    return one_year(plan, luck, engine, aid_by_income(plan))


class Part(NamedTuple):
    """Rows that are simulated together and written into one file; `first`: the number of the first of them."""

    year: FirstYear
    rows: Sequence[Mapping[str, float]]
    first: int
    seed: int
    replications: int
    path: Path


def simulate_part(part: Part) -> None:
    """Simulate the rows of a part and write their counts."""
    drawn = enumerate(part.rows, start=part.first + 1)
    counts = [part.year.counts(theta, part.seed, draw, range(part.replications)) for draw, theta in drawn]
    write_array(part.path, np.array(counts))


def table_of_counts(
    year: FirstYear,
    rows: Sequence[Mapping[str, float]],
    seed: int,
    replications: int,
    folder: Path,
    name: str,
    progress: Progress | None = None,
    workers: int = 1,
) -> Floats:
    """Give the counts of every parameter row [row, replication, `COUNTS`], part by part: what a killed run wrote is not simulated again.

    Row i is draw i + 1 of the seed, so a result depends neither on parts and workers nor on when they were made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    size = max(1, PART // replications)
    parts = [
        Part(year, rows[first : first + size], first, seed, replications, folder / f"{name}-{first:06d}.npy")
        for first in range(0, len(rows), size)
    ]
    missing = [part for part in parts if not part.path.is_file()]
    done = len(rows) - sum(len(part.rows) for part in missing)
    if len(missing) > 1 and workers > 1:
        engine_of(year.engine)  # compile once, before any worker needs it
    for part, _ in zip(missing, each_of(simulate_part, missing, workers), strict=True):
        done += len(part.rows)
        if progress:
            progress(done, len(rows))
    if progress and not missing:
        progress(done, len(rows))
    return np.concatenate([np.load(part.path) for part in parts])


def each_of(work: Callable[[Given], Made], parts: Sequence[Given], workers: int) -> Iterator[Made]:
    """Do the work of parts on some processes of this machine, in order."""
    if workers <= 1 or len(parts) <= 1:
        yield from map(work, parts)
        return
    with ProcessPoolExecutor(min(workers, len(parts)), initializer=begin_as_worker) as pool:
        yield from pool.map(work, parts)


def write_array(path: Path, values: Floats) -> None:
    """Write an array under a temporary name, force it to disk and rename it in one step."""
    draft = path.with_suffix(".draft")
    with open(draft, "wb") as file:
        np.save(file, values)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def numbers_of(tables: Any) -> Any:
    """Give a file's tables without what only explains: sources, titles, reasons, dates of setting, and the hand-set start values."""
    explaining = {"source", "sure", "mark", "note", "title", "why", "set_on", "learns", "evidence", "legal", "employment_law"}
    if is_figure(tables):
        return numbers_of(tables["value"])
    if isinstance(tables, dict):
        prior = {"low", "median", "high"} <= set(tables)
        return {key: numbers_of(value) for key, value in sorted(tables.items()) if key not in explaining and not (prior and key == "start")}
    if isinstance(tables, list):
        return [numbers_of(value) for value in tables]
    return tables

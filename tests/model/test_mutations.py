"""Mutated files: each gives one clear error or a valid run; never a traceback, a hang or a silent wrong number."""

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.strategies import no_own_rank
from ami_sim.record.checks import check_run
from ami_sim.runs.batch import Work
from ami_sim.runs.measures import SHIPPED
from ami_sim.runs.ready import sensible_at_every_draw
from ami_sim.runs.replicate import Prepared, observe
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import Source, build, load_scenario
from ami_sim.scenario.scenario import Scenario
from tests.model.mutants import mutant, places_in, spoilt_folder
from tests.model.worlds import SOURCE

PATIENCE = 20  # seconds that one mutant may take
FOLDER = SOURCE.path.parent


class Hang(Exception):
    """A mutant took too long."""


@contextmanager
def alarm(seconds: int) -> Iterator[None]:
    """Stop what takes too long (where the system can)."""

    def ring(*_: Any) -> None:
        raise Hang

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def short(tables: dict[str, Any]) -> dict[str, Any]:
    """The same tables with a short history and horizon, so that hundreds of runs take half a minute."""
    life = {**tables["life"], "burn_in": "2 years"}
    dates = {"parting": date(2019, 10, 1), "end": date(2020, 3, 1)}
    return {**{key: value for key, value in tables.items() if key != "present"}, "life": life, **dates}


def run_it(scenario: Scenario) -> None:
    """Run a scenario that was accepted: it must be a valid run."""
    sensible_at_every_draw(Work({"mutant": scenario}, (scenario.at_medians(),), 1, 1, 1, "compiled"))
    plan = lower(scenario)
    engine = engine_named("compiled")
    people = population(plan, 1, 0, 0, None, engine.live)
    run = engine.simulate(plan, people)
    check_run(run.log, plan, people)
    outcome, _ = observe(Prepared("mutant", plan, no_own_rank), people, run)
    counted = [value for (name, *_), value in outcome.measures.items() if SHIPPED[name].unit in ("persons", "months", "kr", "stays")]
    assert np.isfinite(counted).all()


@pytest.fixture(autouse=True, scope="module")
def warm() -> None:
    """Compile before the clock runs."""
    engine_named("compiled")


def outcome_of(name: str, make: Any) -> str:
    """What a mutant gives: "error", "run" or a description of what must not happen."""
    try:
        with alarm(PATIENCE):
            run_it(make())
    except InputError as error:
        text = str(error)
        return "error" if text.strip() and "Traceback" not in text and len(text) < 4000 else f"{name}: an error that says nothing: {text!r}"
    except Exception as error:
        return f"{name}: {type(error).__name__}: {str(error)[:200]}"
    return "run"


def outcomes(count: int, seed: int) -> list[str]:
    """What so many mutants of the raw tables give."""
    tables, chance = short(SOURCE.tables), random.Random(seed)
    places = places_in(tables)
    kinds = list(tables)
    found = []
    for _ in range(count):
        key = chance.choice(kinds)  # every part of the language as often as another
        name, changed = mutant(tables, [place for place in places if place[0] == key], chance)
        found.append(outcome_of(name, lambda changed=changed: build(Source(changed, SOURCE.origin, SOURCE.path, SOURCE.files))))
    return found


@pytest.mark.slow
def test_a_mutated_scenario_is_refused_clearly_or_runs() -> None:
    found = outcomes(150, 1)
    assert [text for text in found if text not in ("error", "run")] == []
    assert 20 <= found.count("run") <= 90  # both ways are tried


@pytest.mark.slow
def test_hundreds_of_mutated_scenarios_are_refused_clearly_or_run() -> None:
    assert [text for text in outcomes(200, 2) if text not in ("error", "run")] == []


FOUND: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "a band that takes no time": (("bands", "stage", 0), "0 months"),
    "regimes that are a date": (("regime",), date(9999, 12, 31)),
    "an age that is no age": (("referrer", "establishment", "ages", "edges", 4), 1e308),
    "a contract that ended before anything began": (("cohort", 0, "together"), date(1, 1, 1)),
    "clocks that never stop": (("clock", "aid_ends", "stages", "in_need"), 1e9),
    "an effect beyond all effects": (("workplace", "intermediate", "after"), "1e9 * (after_intermediate)"),
    "a range without end": (("effects", "after_range", 1), 3e9),
    "stays of any length": (("mapping", "length", "spread"), 3.5e8),
    "a price of no year": (("prices", "household", "couple_two_children", "year"), -1),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_mutations_once_found_stays_refused(name: str) -> None:
    (*path, last), value = FOUND[name]
    tables = deepcopy(short(SOURCE.tables))
    at: Any = tables
    for step in path:
        at = at[step]
    assert at[last] != value
    at[last] = value
    assert outcome_of(name, lambda: build(Source(tables, SOURCE.origin, SOURCE.path, SOURCE.files))) == "error"


def spoilt(count: int, folder: Path, seed: int) -> list[str]:
    """What so many folders with one spoilt file give."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        name = spoilt_folder(FOLDER, folder, chance)
        settings = {"present": None, "life.burn_in": "2 years", "end": date(2019, 1, 1) + timedelta(days=400)}
        found.append(outcome_of(f"text of {name}", lambda settings=settings: load_scenario(folder / "scenario.toml", settings)))
    return found


def test_a_spoilt_file_is_refused_clearly_or_runs(tmp_path: Path) -> None:
    assert [text for text in spoilt(30, tmp_path, 3) if text not in ("error", "run")] == []


@pytest.mark.slow
def test_many_spoilt_files_are_refused_clearly_or_run(tmp_path: Path) -> None:
    assert [text for text in spoilt(100, tmp_path, 4) if text not in ("error", "run")] == []

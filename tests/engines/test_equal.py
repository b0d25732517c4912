"""The two engines give the same log, event by event and bit by bit; so does the compiled loop run as plain Python."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ami_sim.accounts.pooled import with_aid_prices
from ami_sim.engines import compiled as kernel
from ami_sim.engines.protocol import Run
from ami_sim.engines.records import as_record
from ami_sim.model.arrivals import highest_rates
from ami_sim.model.history import live_readably, population
from ami_sim.model.lowering import lower
from ami_sim.model.person import as_people
from ami_sim.model.strategies import no_own_rank
from ami_sim.model.tables import LOG, Plan
from ami_sim.scenario.experiment import is_experiment, load_experiment
from ami_sim.scenario.load import read_source
from ami_sim.scenario.registry import CALENDAR

CHECKOUT = Path(__file__).parents[2]
EXPERIMENTS = sorted(path.name for path in (CHECKOUT / "experiments").glob("*.toml") if is_experiment(path))
ALWAYS = ("orientation.toml",)  # the others take minutes in the readable engine
UNTIL = date(2024, 7, 1)  # a year after the last date on which any option changes anything; after it nothing is new but years
LAST_OF_BASE = date(2022, 1, 1)  # the last on which Ragunda's own scenario does
YEAR = timedelta(days=365)
MECHANISMS = (  # one option a mechanism, in the default run for three years
    ("organisation", "one_recession"),
    ("priorities", "nearest_first"),
    ("priorities", "youngest_first"),
    ("af_rules", "introduction_open"),
    ("af_rules", "af_13_weeks"),
    ("af_prices", "ends_anticipated"),
    ("alternatives", "long_jobs"),
    ("tasks", "sales"),
    ("external", "better"),
    ("inflow", "all_mapped_deters"),
    ("permanent", "caseload"),
    ("supervisors", "absence"),
)
BASE = read_source(CHECKOUT / "calibration" / "ragunda" / "scenario.toml").tables
GRID = {
    "mapping.length.grid": 30,
    **{f"intervention.{name}.length.grid": 30 for name in BASE["intervention"]},
    "life.case_patience": "60 days",
}
People = Callable[..., np.ndarray]


def assert_same(one: Run, other: Run) -> None:
    """Compare two runs; name the first event that differs."""
    if one.log.tobytes() != other.log.tobytes():
        length = min(len(one.log), len(other.log))
        differ = np.flatnonzero(one.log[:length] != other.log[:length])
        at = int(differ[0]) if len(differ) else length
        raise AssertionError(f"the logs differ from event {at} on: {one.log[at : at + 1]} and {other.log[at : at + 1]}")
    assert one.events == other.events


def ties(run: Run) -> int:
    """Count the events that share their moment with the one before."""
    return int((np.diff(run.log["time"]) == 0.0).sum())


@pytest.mark.parametrize(("experiment", "option"), MECHANISMS)
def test_what_an_option_changes_from_the_parting_on(experiment: str, option: str, compiled: Any, readable: Any) -> None:
    question = load_experiment(CHECKOUT / "experiments" / f"{experiment}.toml", {"end": date(2023, 1, 1)})
    plan, reference = (with_aid_prices(lower(question.scenarios[name])) for name in (option, question.experiment.reference))
    highest = highest_rates([(p.scenario, p.theta) for p in (plan, reference)])
    people, others = (population(p, 7, 0, 1, highest, live=compiled.live) for p in (plan, reference))
    run, other = compiled.simulate(plan, people), compiled.simulate(reference, others)
    assert_same(run, readable.simulate(plan, people))
    before = people_before(plan, people, run)
    assert before == people_before(reference, others, other), "the history differs from that of the reference"
    assert len(before) > 1000
    assert run.log.tobytes() != other.log.tobytes()


def people_before(plan: Plan, people: np.ndarray, run: Run) -> list[tuple[Any, ...]]:
    """Say what happens before the parting: when, to whom by number, what, stage, income and service row by name; rows of life alone."""
    log = run.log[run.log["time"] < plan.parting]
    names = [row.name for row in plan.rows] + [""]
    who = list(zip(people["referrer"].tolist(), people["number"].tolist(), strict=True))
    return [
        (row["time"], *who[row["person"]], row["what"], row["stage"], row["income"], row["step"], names[row["row"]], row["rights"])
        for row in log
        if row["what"] != CALENDAR
    ]


@pytest.fixture(scope="module")
def lived() -> set[str]:
    """Give the worlds that this process has lived on both engines."""
    return set()


def dates_of(experiment: str) -> list[date]:
    """List the dates on which options of an experiment change anything, by its file, from the last of the base's own on."""
    text = (CHECKOUT / "experiments" / experiment).read_text(encoding="utf-8")
    dates = [date.fromisoformat(day) for day in re.findall(r"(?<!end = )\b20\d\d-\d\d-\d\d\b", text)]
    return [LAST_OF_BASE, *(day for day in dates if day + YEAR < date(2030, 1, 1))]


@pytest.mark.parametrize("experiment", [pytest.param(name, marks=() if name in ALWAYS else pytest.mark.slow) for name in EXPERIMENTS])
def test_every_option_of_every_shipped_experiment(experiment: str, compiled: Any, readable: Any, lived: set[str]) -> None:
    """Options that differ in money alone have the same tables and the same people: they are one world, in whatever experiment."""
    question = load_experiment(CHECKOUT / "experiments" / experiment)
    changed = max(dates_of(experiment))
    for name, scenario in question.scenarios.items():
        end = min(scenario.end, max(changed + YEAR, scenario.parting + 3 * YEAR))
        plan = with_aid_prices(lower(scenario.model_copy(update={"end": end})))
        world = sha256(as_record(plan.tables).tobytes())
        people = population(plan, question.experiment.seed, 0, world.digest()[0] % 3, live=compiled.live)
        before = people.tobytes()
        world.update(before)
        if world.hexdigest() in lived:
            continue
        lived.add(world.hexdigest())
        run = compiled.simulate(plan, people)
        assert_same(run, readable.simulate(plan, people))
        assert people.tobytes() == before, f"{name}: an engine changed the people it was given"
        assert run.events > 1000


def test_ten_years_to_the_end(compiled: Any, readable: Any) -> None:
    question = load_experiment(CHECKOUT / "experiments" / "orientation.toml")
    plan = with_aid_prices(lower(question.scenarios[question.experiment.reference]))
    people = population(plan, question.experiment.seed, 0, 0, live=compiled.live)
    assert_same(compiled.simulate(plan, people), readable.simulate(plan, people))


@pytest.mark.parametrize("experiment", EXPERIMENTS)
def test_no_option_changes_anything_in_the_last_year_that_is_lived(experiment: str) -> None:
    assert [day for day in dates_of(experiment) if day + YEAR > UNTIL] == []


@pytest.mark.parametrize("strategy", BASE["strategy"])
def test_every_strategy_in_both_queues(strategy: str, compiled: Any, readable: Any, planned: Any, people_of: People) -> None:
    plan = planned("half", {"order.mapping": strategy, "order.places": strategy})
    people = people_of(plan, 1)
    assert_same(compiled.simulate(plan, people), readable.simulate(plan, people))


@pytest.mark.parametrize("regime", BASE["regime"])
def test_every_regime_of_rules(regime: str, compiled: Any, readable: Any, planned: Any, people_of: People) -> None:
    plan = planned("sixty", {"end": UNTIL}, regime)
    people = people_of(plan, 2)
    assert_same(compiled.simulate(plan, people), readable.simulate(plan, people))


@pytest.mark.parametrize(
    "settings",
    [
        {"order.strict": True},
        {"order.strict": True, "order.places": "saving_first", "unit.half.wage_money.amount": "400 tkr per year"},
        {"unit.half.wage_money.amount": "0 tkr per year"},
    ],
)
def test_tight_limits_and_strict_order(settings: dict[str, Any], compiled: Any, readable: Any, planned: Any, people_of: People) -> None:
    plan = planned("half", settings)
    people = people_of(plan, 0)
    assert_same(compiled.simulate(plan, people), readable.simulate(plan, people))


def test_durations_on_a_calendar_grid_make_ties_that_both_engines_settle_alike(
    compiled: Any, readable: Any, planned: Any, people_of: People
) -> None:
    plan = planned("half", GRID)
    people = people_of(plan, 0)
    people["arrives"] = np.where(people["arrives"] < np.inf, np.ceil(people["arrives"] / 30.0) * 30.0, np.inf)
    people["since"] = np.where(people["arrives"] < np.inf, people["arrives"], people["since"])
    run = compiled.simulate(plan, people)
    assert_same(run, readable.simulate(plan, people))
    assert ties(run) > 500


def test_lives_before_the_start_are_the_same(compiled: Any, planned: Any) -> None:
    plan = planned("today", {"life.burn_in": "10 years"})
    one = population(plan, 5, 0, 0, live=compiled.live)
    other = population(plan, 5, 0, 0, live=live_readably)
    assert len(one) == len(other) > 100
    for field in one.dtype.names or ():
        if field not in ("rate", "ahead", "behind", "over", "below"):  # what does not run has any rate; nobody stands in a line yet
            assert one[field].tobytes() == other[field].tobytes(), field


def plainly(plan: Plan, people: np.ndarray) -> Run:
    """Run the compiled engine's loop as plain Python, on the readable engine's objects."""
    agenda = [SimpleNamespace(when=np.inf, order=0) for _ in range(2 * len(people))]
    log = [SimpleNamespace() for _ in range(40_000)]
    todo = [0] * (2 * len(people))
    at = SimpleNamespace(now=0.0, entry=0, round=0, events=0, written=0)
    assert kernel.loop(as_people(people), plan.tables, plan.world(), no_own_rank, plan.horizon, agenda, todo, log, at)
    rows = [tuple(getattr(entry, name) for name in LOG.names or ()) for entry in log[: at.written]]
    return Run(np.array(rows, LOG), at.events)


@pytest.mark.parametrize("option", ["half", "no"])
def test_the_compiled_loop_as_plain_python(option: str, compiled: Any, planned: Any, people_of: People) -> None:
    plan = planned(option)
    people = people_of(plan, 0)
    assert_same(compiled.simulate(plan, people), plainly(plan, people))


def test_a_log_longer_than_its_buffer_is_taken_down_in_parts(monkeypatch: pytest.MonkeyPatch, planned: Any, people_of: People) -> None:
    plan = planned("half", {"end": UNTIL})
    people = people_of(plan, 0)
    whole = kernel.CompiledEngine(Run).simulate(plan, people)
    monkeypatch.setattr(kernel, "ROOM", 1)
    in_parts = kernel.CompiledEngine(Run)
    assert_same(in_parts.simulate(plan, people), whole)
    assert len(in_parts.desks.log) < len(whole.log) / 2


def test_nobody_in_need_gives_an_empty_log(compiled: Any, readable: Any, planned: Any, people_of: People) -> None:
    plan = planned("today")
    nobody = people_of(plan, 0)[:0]
    assert_same(compiled.simulate(plan, nobody), readable.simulate(plan, nobody))
    assert len(compiled.simulate(plan, nobody).log) == 0

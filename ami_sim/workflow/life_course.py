"""What exclusion costs over a life, whom and when: cohorts by age and way of entry, run to 85 or death over draws of every figure."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import cloudpickle
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.accounts.discounting import named_rates
from ami_sim.accounts.life_course import Periods
from ami_sim.accounts.pricing import price_book
from ami_sim.analysis.life_course import PAYERS, SPANS, Interval, months_to_pay, summed_up
from ami_sim.engines.protocol import engine_named
from ami_sim.model.draws import parameter_rows
from ami_sim.model.entry import NO_UNIT, Luck
from ami_sim.model.lowering import lower
from ami_sim.runs.life_course import (
    LAST,
    SURVIVAL_AGES,
    CohortRun,
    Lives,
    Setting,
    drawn_figures,
    live_some,
    periods_in,
    run_cohort,
    scenario_of,
)
from ami_sim.runs.sizes import refuse_size
from ami_sim.scenario.consequences import CohortRow, Consequences, beside, load_consequences
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import find, load_scenario
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import STAGES, STEPS
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.notes import Notes
from ami_sim.workflow.parameters import kind_for

Floats = NDArray[np.float64]
RAGUNDA: Final = "calibration/ragunda/scenario.toml"
RATES: Final = (0.0, 0.02, 0.05)  # besides the scenario's own, which comes first
MONTHS: Final = 12
DRAWS: Final = 20
MOST_LIVES: Final = 1_000_000


@dataclass(frozen=True)
class Reduced:
    """What is kept of a replication, sums over its persons.

    spans: part -> payer -> [discounting, cell, span]; months: payer -> [cell, month]; periods: part -> payer -> [period], in kronor.
    out: person-years out of work [cell, span]; month_out: the same [cell, month]; uninsured: without right to sick pay [cell, span].
    """

    persons: Floats
    spans: Mapping[str, Mapping[str, Floats]]
    months: Mapping[str, Floats]
    periods: Mapping[str, Mapping[str, Floats]]
    out: Floats
    month_out: Floats
    uninsured: Floats
    alive: Floats
    never_left: Floats
    stages: Floats
    moves: Floats
    survivors: Floats


def reduced(run: CohortRun, periods: Periods) -> Reduced:
    """Keep of a run what results need."""
    inside = np.array([periods.since < span for span in SPANS])
    months = np.array([periods.month == month for month in range(MONTHS)]).T.astype(np.float64)

    def by_span(kr: Floats) -> Floats:
        found: Floats = kr @ inside.T.astype(np.float64)
        return found

    kept = {part: {payer: kr for payer, kr in each.items() if payer in PAYERS} for part, each in run.parts.items()}
    folded = run.folded
    return Reduced(
        folded.persons,
        {part: {payer: by_span(kr) for payer, kr in each.items()} for part, each in kept.items()},
        {payer: kr[0] @ months for payer, kr in kept["accounts"].items()},
        {part: {payer: kr[0].sum(axis=0) for payer, kr in each.items()} for part, each in kept.items()},
        by_span(folded.out)[0],
        folded.out[0] @ months,
        by_span(run.uninsured)[0],
        folded.alive,
        folded.never_left,
        folded.stages,
        folded.moves,
        run.survivors,
    )


@dataclass(frozen=True)
class Task:
    """Some draws of one cohort, for one process."""

    scenario: Scenario
    row: CohortRow
    setting: Setting
    lives: int
    seed: int
    replications: int
    draws: tuple[tuple[int, Mapping[str, float], Mapping[str, float]], ...]  # number, parameters, figures

    def run(self) -> list[list[Reduced]]:
        """Run them: [draw][replication]."""
        found, book = [], None
        for number, theta, figures in self.draws:
            plan = lower(self.scenario, theta)
            if book is None or self.setting.unit != NO_UNIT:  # without a unit no price follows an uncertain parameter
                book = price_book(plan)
            periods = periods_in(plan)
            lucks = [Luck(self.seed, number, replication) for replication in range(self.replications)]
            found.append(
                [reduced(run_cohort(plan, self.row.referrer, self.setting, self.lives, luck, figures, book), periods) for luck in lucks]
            )
        return found


def run_packed(task: bytes) -> list[list[Reduced]]:
    """Run a task that was packed for another process."""
    unpacked: Task = cloudpickle.loads(task)
    return unpacked.run()


@dataclass(frozen=True)
class LifeCourse:
    """Cohorts that were followed. runs: cohort -> [draw][replication]; every frame is per person unless it says so."""

    scenario: Scenario
    file: Consequences
    cohorts: Mapping[str, CohortRow]
    setting: Setting
    runs: Mapping[str, Sequence[Sequence[Reduced]]]
    rows: tuple[tuple[Mapping[str, float], Mapping[str, float]], ...]  # parameters and figures of each draw
    lives: int
    seed: int
    parameters: str
    notes: Notes = ()

    @property
    def draws(self) -> int:
        """How many draws of the figures there are."""
        return len(self.rows)

    @property
    def replications(self) -> int:
        """How often each draw was run."""
        return len(next(iter(self.runs.values()))[0])

    def each(self, cohort: str, get: Any, cells: slice | int = slice(None)) -> Floats:
        """Give a number a person of every run [draw, replication]; `get` takes it, summed over persons, from a `Reduced` by cell."""
        chosen = [cells] if isinstance(cells, int) else list(range(STEPS))[cells]

        def one(run: Reduced) -> float:
            people = run.persons[chosen].sum()
            return float(get(run)[chosen].sum() / people) if people else float("nan")

        return np.array([[one(run) for run in draw] for draw in self.runs[cohort]])

    def cost(self, cohort: str, part: str, payer: str, span: float, discounting: int = 1, step: int | None = None) -> Floats:
        """Give kr a person of every run [draw, replication]; 0 for a payer that a part does not touch. discounting: 0 is none."""
        at = SPANS.index(span)

        def get(run: Reduced) -> Floats:
            kr = run.spans[part].get(payer)
            return np.zeros(STEPS) if kr is None else kr[discounting, :, at]

        return self.each(cohort, get, slice(None) if step is None else step)

    @property
    def discountings(self) -> tuple[str, ...]:
        """Name the discountings: none first, then the scenario's own rate."""
        return ("none", *(how.name for how in self.setting.discounting))

    @property
    def parts(self) -> tuple[str, ...]:
        """Name the parts: "accounts", "pension" and the layers that were asked for. They are never summed."""
        return ("accounts", "pension", *self.setting.layers)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """A row for each cohort, part, payer, span (years; inf for life) and discounting: kr a person with intervals."""
        rows = []
        for cohort in self.cohorts:
            for part in self.parts:
                for payer in PAYERS:
                    for span in SPANS:
                        for number, name in enumerate(self.discountings):
                            runs = self.cost(cohort, part, payer, span, number)
                            words = {"cohort": cohort, "part": part, "payer": payer, "years": span, "discounting": name, "unit": "kr"}
                            rows.append({**words, **summed_up(runs)})
        return pd.DataFrame(rows)

    @cached_property
    def months(self) -> pd.DataFrame:
        """What the first to the twelfth month less is worth, kr a month: by cohort, step at entry (0 for all), month and payer."""
        rows = []
        for cohort in self.cohorts:
            for step in range(STEPS + 1):
                for payer in PAYERS:
                    for month in range(1, MONTHS + 1):
                        runs = self.month_runs(cohort, payer, month, step)
                        if not np.isnan(runs).any():
                            rows.append({"cohort": cohort, "step": step, "payer": payer, "month": month, "unit": "kr", **summed_up(runs)})
        return pd.DataFrame(rows)

    def month_runs(self, cohort: str, payer: str, month: int, step: int = 0) -> Floats:
        """Give kr a month out of work in a month since entry [draw, replication], among those of a step (0: all); `month` 0: all twelve."""
        cells = list(range(STEPS)) if step == 0 else [step - 1]
        when = slice(0, MONTHS) if month == 0 else slice(month - 1, month)

        def one(run: Reduced) -> float:
            out = run.month_out[cells, when].sum() * 12
            return float(run.months[payer][cells, when].sum() / out) if out > 0 else float("nan")

        return np.array([[one(run) for run in draw] for draw in self.runs[cohort]])

    @cached_property
    def incidence(self) -> pd.DataFrame:
        """Who bears it and when: kr a person who entered, by cohort, part, payer and year since entry; age: the cohort's mean."""
        rows = []
        for cohort, row in self.cohorts.items():
            since = self.periods(cohort).since
            people = sum(run.persons.sum() for draw in self.runs[cohort] for run in draw)
            for part in self.parts:
                for payer in PAYERS:
                    kr = [run.periods[part][payer] for draw in self.runs[cohort] for run in draw if payer in run.periods[part]]
                    if kr:
                        by_year = np.bincount(since, weights=sum(kr) / people)
                        age = (row.ages[0] + row.ages[1]) / 2
                        rows += [
                            {"cohort": cohort, "part": part, "payer": payer, "year": year, "age": age + year, "kr": float(value)}
                            for year, value in enumerate(by_year)
                        ]
        return pd.DataFrame(rows)

    @cached_property
    def survival(self) -> pd.DataFrame:
        """Shares of those who entered, by years since entry: alive and of working age; out of work without a break since entry."""
        rows = []
        for cohort in self.cohorts:
            runs = [run for draw in self.runs[cohort] for run in draw]
            people = sum(run.persons.sum() for run in runs)
            alive, never = (sum(getattr(run, name) for run in runs) / people for name in ("alive", "never_left"))
            for edge, first, second in zip(self.periods(cohort).edges / YEAR, alive, never, strict=True):
                rows.append({"cohort": cohort, "years": float(edge), "of_working_age": float(first), "still_out": float(second)})
        return pd.DataFrame(rows)

    @cached_property
    def stages(self) -> pd.DataFrame:
        """Share of the time that those who live and are of working age spend in each stage, by year since entry."""
        rows = []
        for cohort in self.cohorts:
            since = self.periods(cohort).since
            time = np.sum([run.stages for draw in self.runs[cohort] for run in draw], axis=0)
            by_year = np.array([time[since == year].sum(axis=0) for year in range(int(since[-1]) + 1)])
            total = by_year.sum(axis=1)
            for year in np.flatnonzero(total > 0).tolist():
                rows += [
                    {"cohort": cohort, "year": year, "stage": name, "share": float(by_year[year, code] / total[year])}
                    for code, name in enumerate(STAGES)
                    if by_year[year, code] > 0
                ]
        return pd.DataFrame(rows)

    @cached_property
    def transitions(self) -> pd.DataFrame:
        """Moves between stages: for each person who entered, by year since entry, from and to."""
        rows = []
        for cohort in self.cohorts:
            runs = [run for draw in self.runs[cohort] for run in draw]
            people, moved = sum(run.persons.sum() for run in runs), np.sum([run.moves for run in runs], axis=0)
            for year, first, second in np.argwhere(moved > 0).tolist():
                each = float(moved[year, first, second] / people)
                rows.append({"cohort": cohort, "year": year, "from": STAGES[first], "to": STAGES[second], "moves": each})
        return pd.DataFrame(rows)

    @cached_property
    def rights(self) -> pd.DataFrame:
        """Years out of work and years without right to sick pay, a person, by cohort and span; survival from entry to 65, 75 and 85."""
        rows = []
        for cohort in self.cohorts:
            for at, span in enumerate(SPANS):
                for name in ("out", "uninsured"):
                    runs = self.each(cohort, lambda run, name=name, at=at: getattr(run, name)[:, at])
                    rows.append({"cohort": cohort, "what": name, "years": span, "unit": "years", **summed_up(runs, "years")})
            for at, age in enumerate(SURVIVAL_AGES):
                runs = np.array([[run.survivors[at] / run.persons.sum() for run in draw] for draw in self.runs[cohort]])
                rows.append({"cohort": cohort, "what": f"alive at {age:g}", "years": np.nan, "unit": "share", **summed_up(runs, "share")})
        return pd.DataFrame(rows)

    def periods(self, cohort: str) -> Periods:
        """Give the periods of a cohort."""
        return periods_in(self._plan(cohort))

    def break_even(self, cost: float, payer: str = "municipality", cohort: str = "") -> pd.DataFrame:
        """Give how many months an effort at a cost (kr a participant) must take away to pay for itself, at the first year's worth of one.

        of_ten_years: those months as a share of the expected months out of work within ten years. Credible intervals over draws.
        """
        refuse_cost(cost)
        if payer not in PAYERS:
            raise InputError(f'payer: "{payer}" is not a payer.{nearest(payer, PAYERS)}')
        rows = []
        for name in [self.known(cohort)] if cohort else self.cohorts:
            month = self.month_runs(name, payer, 0).mean(axis=1)
            found: Interval = months_to_pay(cost, month)
            out = 12 * self.each(name, lambda run: run.out[:, SPANS.index(10.0)]).mean()
            words = {"cohort": name, "payer": payer, "cost": cost, "months": found.mean, "low": found.low, "high": found.high}
            rows.append({**words, "of_ten_years": found.mean / out})
        return pd.DataFrame(rows)

    def known(self, cohort: str) -> str:
        """Give a cohort's name; InputError for one that was not followed."""
        if cohort not in self.cohorts:
            raise InputError(f'cohort: "{cohort}" was not followed.{nearest(cohort, self.cohorts)}')
        return cohort

    def _plan(self, cohort: str, draw: int = 0) -> Any:
        return lower(scenario_of(self.scenario, self.cohorts[cohort], self.setting), self.rows[draw][0])

    def some(self, cohort: str, lives: int = 100, draw: int = 0) -> Lives:
        """Live some of a cohort's lives again, as they were lived in a draw's first replication."""
        if not 1 <= lives <= self.lives:
            raise InputError(f"lives: {lives}; expected 1 to {self.lives}")
        plan = self._plan(self.known(cohort), draw)
        return live_some(plan, self.cohorts[cohort].referrer, self.setting, lives, Luck(self.seed, draw, 0), self.rows[draw][1])

    def each_life(self, cohort: str, lives: int = 100, draw: int = 0) -> pd.DataFrame:
        """Give what single lives cost whom and when: a row for each person, year since entry and payer, kr, not discounted."""
        found = self.some(cohort, lives, draw)
        since = periods_in(found.plan).since
        age = (found.plan.parting - found.people["born"]) / YEAR
        person, year = np.divmod(np.arange(len(age) * (int(since[-1]) + 1)), int(since[-1]) + 1)
        parts = []
        for payer in PAYERS:
            kr = np.stack([np.bincount(since, weights=row) for row in found.lost[payer]]).ravel()
            words = {"cohort": cohort, "person": person + 1, "year": year, "age": age[person] + year, "payer": payer, "kr": kr}
            parts.append(pd.DataFrame(words))
        return pd.concat(parts, ignore_index=True)

    def events(self, cohort: str, lives: int = 100, draw: int = 0) -> pd.DataFrame:
        """Give the event log of some lives: a row a spell, with person, from and to (years since entry), age, stage, income and step."""
        found = self.some(cohort, lives, draw)
        words = found.plan.vocabulary
        spells, entry = found.spells, found.plan.parting
        kept = (spells.end > entry) & (spells.stage != STAGES.index("left"))
        kept |= (spells.stage == STAGES.index("left")) & (spells.start >= entry)
        person = spells.person[kept]
        start = (spells.start[kept] - entry) / YEAR
        frame = pd.DataFrame(
            {
                "cohort": cohort,
                "person": person + 1,
                "from": start,
                "to": (spells.end[kept] - entry) / YEAR,
                "age": (spells.start[kept] - found.people["born"][person]) / YEAR,
                "event": [words.events[code] for code in spells.what[kept].tolist()],
                "stage": [words.stages[code] for code in spells.stage[kept].tolist()],
                "income": [words.incomes[code] for code in spells.income[kept].tolist()],
                "step": spells.step[kept] + 1,
                "household": spells.household[kept],
            }
        )
        return frame


def followed(
    scenario: Scenario | str | Path = RAGUNDA,
    *,
    cohorts: Sequence[str] = (),
    ages: Sequence[tuple[float, float]] = (),
    doors: Sequence[str] = (),
    lives: int = 500,
    draws: int = DRAWS,
    replications: int = 2,
    seed: int = 2019,
    parameters: str = "",
    until: int = 0,
    layers: Sequence[str] | str = (),
    growing: bool = True,
    unit: str = "empty_world",
    consequences: str | Path | Consequences = "",
    workers: int = 1,
    folder: str | Path = RAGUNDA,
) -> LifeCourse:
    """Follow cohorts of one scenario; arguments as `ami.cohort`, `folder`: a file beside which a loaded scenario's posterior lies."""
    if not 1 <= lives <= MOST_LIVES:
        raise InputError(f"--lives: {lives}; expected 1 to {MOST_LIVES}")
    if draws < 1 or replications < 1:
        raise InputError(f"--lives: {draws} draws, {replications} replications; expected at least 1 of each")
    refuse_size("--lives", draws, replications)
    if workers < 1:
        raise InputError(f"workers: {workers}; expected at least 1")
    if not 0 <= until <= LAST:
        raise InputError(f"until: {until}; expected years from 0 (to the age of {LAST:g}) to {LAST:g}")
    path = Path(folder) if isinstance(scenario, Scenario) else Path(scenario)
    loaded = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    file = consequences if isinstance(consequences, Consequences) else load_consequences(consequences or beside(path))
    rows = rows_asked(file, loaded, cohorts, ages, doors)
    declining = tuple(zip(file.declining.years, file.declining.rates, strict=True))
    rates = named_rates([loaded.discount, *(rate for rate in RATES if rate not in (0.0, loaded.discount))], declining)
    setting = Setting(file, rates, file.chosen(layers), int(until), growing, unit)
    kind, thetas, notes = parameters_of(loaded, find(path).parent, parameters, seed, draws)
    figures = [drawn_figures(file, seed, None if kind == "median" else number) for number in range(len(thetas))]
    drawn = tuple(zip(thetas, figures, strict=True))
    numbered = tuple((number, theta, figures) for number, (theta, figures) in enumerate(drawn))
    tasks = {name: Task(scenario_of(loaded, row, setting), row, setting, lives, seed, replications, numbered) for name, row in rows.items()}
    runs = run_all(tasks, workers)
    return LifeCourse(loaded, file, rows, setting, runs, drawn, lives, seed, kind, notes)


def refuse_cost(cost: float) -> None:
    """Refuse a cost a participant that is none."""
    if not (np.isfinite(cost) and cost > 0):
        raise InputError(f"cost: {cost:g}; expected kr a participant, over 0")


def rows_asked(
    file: Consequences, scenario: Scenario, cohorts: Sequence[str], ages: Sequence[tuple[float, float]], doors: Sequence[str]
) -> dict[str, CohortRow]:
    """Give the cohorts that are asked for: rows of the file, or everybody from some doors at some ages."""
    for name in cohorts:
        if name not in file.cohort:
            raise InputError(f'cohort: "{name}" is not a cohort.{nearest(name, file.cohort)}')
    found = {name: file.cohort[name] for name in cohorts}
    if ages or doors:
        found |= {row_name(door, band): by_age(scenario, door, band) for door in doors or ("ifo",) for band in ages or ((16.0, 65.0),)}
    found = found or dict(file.cohort)
    for name, row in found.items():
        for kind, words, known in (
            ("referrer", (row.referrer,), scenario.referrer),
            ("household", row.households, scenario.prices.household),
        ):
            for word in words:
                if word not in known:
                    raise InputError(f'cohort: {name}: {kind}: "{word}" is not in the scenario.{nearest(word, known)}')
    return found


def row_name(door: str, band: tuple[float, float]) -> str:
    """Name a cohort by door and ages."""
    return f"{door}_{band[0]:g}_{band[1]:g}"


def by_age(scenario: Scenario, door: str, band: tuple[float, float]) -> CohortRow:
    """Make a cohort of everybody from a door at some ages, with the door's own background."""
    if door not in scenario.referrer:
        raise InputError(f'cohort: door: "{door}" is not in the scenario.{nearest(door, scenario.referrer)}')
    if not 16 <= band[0] < band[1] <= 65:
        raise InputError(f"cohort: ages: {tuple(band)}; expected two ages from 16 to 65, the lower first")
    row = scenario.referrer[door]
    shares: dict[str, dict[str, float]] = {
        name: {word: share.at(scenario.at_medians()) for word, share in getattr(row, name).items()} for name in ("income", "households")
    }
    title = f"{row.title}, {band[0]:g} to {band[1]:g}"
    return CohortRow(en=title, sv=title, referrer=door, ages=(band[0], band[1]), source=row.source, **shares)


def parameters_of(
    scenario: Scenario, folder: Path, wanted: str, seed: int, draws: int
) -> tuple[str, tuple[Mapping[str, float], ...], Notes]:
    """Give the rows of uncertain parameters: a fresh posterior's, else medians with a note that says why."""
    kind, posterior, notes = kind_for(wanted, folder, "compiled")
    if posterior is None:
        return kind, parameter_rows(scenario, seed, draws, kind), notes
    if draws > len(posterior.frame):
        raise InputError(f"--draws: {draws}; the posterior of {posterior.folder} has {len(posterior.frame)} draws")
    return kind, tuple({**scenario.at_medians(), **row} for row in posterior.rows(draws)), notes


def run_all(tasks: Mapping[str, Task], workers: int) -> dict[str, list[list[Reduced]]]:
    """Run every draw of every cohort: name -> [draw][replication], the same for any number of processes."""
    parts = {(name, at): replace(task, draws=task.draws[at::workers]) for name, task in tasks.items() for at in range(workers)}
    if workers == 1:
        done = {key: part.run() for key, part in parts.items()}
    else:
        engine_named("compiled")  # compiled once, before any process needs it
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
        with ProcessPoolExecutor(workers) as pool:
            done = dict(zip(parts, pool.map(run_packed, [cloudpickle.dumps(part) for part in parts.values()]), strict=True))
    return {name: [done[name, number % workers][number // workers] for number in range(len(task.draws))] for name, task in tasks.items()}

"""What exclusion costs over a life, whom and when: cohorts by age and way of entry, run to 85 or death over draws of every figure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.accounts.discounting import named_rates
from ami_sim.accounts.life_course import AGE_EDGES, MARKS, Periods, still_out
from ami_sim.analysis.life_course import PAYERS, SPANS, Interval, months_to_pay, summed_up
from ami_sim.model.draws import parameter_rows
from ami_sim.model.entry import Luck
from ami_sim.model.lowering import lower
from ami_sim.runs.life_course import LAST, SURVIVAL_AGES, Lives, Setting, drawn_figures, live_some, periods_in, scenario_of, years_followed
from ami_sim.runs.sizes import refuse_size
from ami_sim.scenario.consequences import PARTS, CohortRow, Consequences, beside, load_consequences
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import find, load_scenario
from ami_sim.scenario.quantities import YEAR
from ami_sim.scenario.registry import STAGES, STEPS
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.cohort_runs import MONTHS, Reduced, Task, run_all
from ami_sim.workflow.notes import Notes
from ami_sim.workflow.parameters import kind_for

Floats = NDArray[np.float64]
RAGUNDA: Final = "calibration/ragunda/scenario.toml"
RATES: Final = (0.0, 0.02, 0.05)  # besides the scenario's own, which comes first
SHOWN: Final = 100  # single lives that are told of when no number is said
ENDS: Final = (0.025, 0.975)  # of draws, where a band begins and ends
DRAWS: Final = 20
FEW_LIVES, FEW_DRAWS = 60, 12  # enough for one screen at once
MOST_LIVES: Final = 1_000_000


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
    figures_file: str = ""  # where the consequences were read

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
        """Name the parts: "accounts", "pension" (of lives that are followed to the end) and layers asked for. They are never summed."""
        return (*(PARTS[:1] if self.setting.until else PARTS), *self.setting.layers)

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
                            rows.append({**words, **self.told(part, runs)})
        return pd.DataFrame(rows)

    def told(self, part: str, runs: Floats) -> dict[str, float]:
        """Sum up runs of a part's kronor; a layer is so often a price, and no end of its intervals lies below nothing."""
        found = summed_up(runs)
        least = 0.0 if part in self.file.layer else -np.inf
        return {name: max(value, least) if name.endswith("low") else value for name, value in found.items()}

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
        """Who bears it and when: kr a person who entered, by cohort, part, payer and year since entry; age: the cohort's mean.

        low, high: nineteen of twenty draws, chance of the lives in them included; NaN with one draw. Not discounted.
        """
        rows = []
        for cohort, row in self.cohorts.items():
            since, age = self.periods(cohort).since, (row.ages[0] + row.ages[1]) / 2
            for part in self.parts:
                for payer in PAYERS:
                    if payer not in self.runs[cohort][0][0].periods[part]:
                        continue
                    draws = np.array(
                        [sum(run.periods[part][payer] for run in draw) / people_of(draw) for draw in self.runs[cohort]]
                    )  # kr a person [draw, period]
                    by_year = np.stack([np.bincount(since, weights=draw) for draw in draws]).astype(np.float64)
                    low, high = band(by_year)
                    words = {"cohort": cohort, "part": part, "payer": payer}
                    rows += [
                        {**words, "year": year, "age": age + year, "kr": float(kr), "low": float(low[year]), "high": float(high[year])}
                        for year, kr in enumerate(by_year.mean(axis=0))
                    ]
        return pd.DataFrame(rows)

    @cached_property
    def survival(self) -> pd.DataFrame:
        """Share still out of work since entry, without a break, by years since entry, by Kaplan and Meier, with intervals.

        group: "all", "step 1" .., "age 16-24" .. at entry. Whoever dies or retires is censored. at_risk: persons in all runs who are
        still out and followed at that time. A group in which nobody is, in some run, ends there.
        """
        rows = []
        for cohort, row in self.cohorts.items():
            runs = [[run.durations for run in draw] for draw in self.runs[cohort]]
            until = years_followed(row, self.setting.until)
            marks = [at for at, mark in enumerate(MARKS) if mark <= until]
            for group, steps, ages in duration_groups():
                counts = np.array([[run[:, steps, ages].sum(axis=(1, 2)) for run in draw] for draw in runs])
                if not counts.any():
                    continue
                shares = np.apply_along_axis(lambda both: still_out(both.reshape(2, -1)), 2, counts.reshape(*counts.shape[:2], -1))
                ended = np.r_[0, np.cumsum(counts.sum(axis=(0, 1, 2)))]
                for at in marks:
                    if np.isnan(shares[:, :, at]).any():
                        break
                    words = {"cohort": cohort, "group": group, "years": MARKS[at], "at_risk": int(ended[-1] - ended[at]), "unit": "share"}
                    rows.append({**words, **summed_up(shares[:, :, at], "share")})
        return pd.DataFrame(rows)

    @cached_property
    def alive(self) -> pd.DataFrame:
        """Share of those who entered who live and have not retired, by years since entry."""
        rows = []
        for cohort in self.cohorts:
            runs = [run for draw in self.runs[cohort] for run in draw]
            share = np.sum([run.alive for run in runs], axis=0) / people_of(runs)
            edges = self.periods(cohort).edges / YEAR
            rows += [{"cohort": cohort, "years": float(edge), "share": float(one)} for edge, one in zip(edges, share, strict=True)]
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
        """Moves between stages by year since entry: for each person who entered, and for each year spent in the stage (`rate`).

        years: person-years in the stage, a person who entered. low, high: of the rate in nineteen of twenty draws, chance included.
        """
        rows = []
        for cohort in self.cohorts:
            since = self.periods(cohort).since
            people = np.array([people_of(draw) for draw in self.runs[cohort]])
            moves = np.array([sum(run.moves for run in draw) for draw in self.runs[cohort]]) / people[:, None, None, None]
            stages = np.array([sum(run.stages for run in draw) for draw in self.runs[cohort]]) / people[:, None, None]
            years = np.stack([stages[:, since == year].sum(axis=1) for year in range(moves.shape[1])], axis=1)  # [draw, year, stage]
            with np.errstate(invalid="ignore", divide="ignore"):
                low, high = band(moves / years[..., None])
            mean, spent = moves.mean(axis=0), years.mean(axis=0)
            for year, first, second in np.argwhere(mean > 0).tolist():
                at = (year, first, second)
                words = {"cohort": cohort, "year": year, "from": STAGES[first], "to": STAGES[second], "moves": float(mean[at])}
                rate = float(mean[at] / spent[year, first]) if spent[year, first] else float("nan")
                rows.append({**words, "years": float(spent[year, first]), "rate": rate, "low": float(low[at]), "high": float(high[at])})
        return pd.DataFrame(rows)

    @cached_property
    def rights(self) -> pd.DataFrame:
        """Years out of work, years without right to sick pay and what that would be worth (kr), a person, by cohort and span; survival.

        "alive at 65": of those who entered, for ages that lives are followed to.
        """
        rows = []
        for cohort, row in self.cohorts.items():
            for at, span in enumerate(SPANS):
                for name, unit in (("out", "years"), ("uninsured", "years"), ("sick_pay", "kr")):
                    runs = self.each(cohort, lambda run, name=name, at=at: getattr(run, name)[:, at])
                    rows.append({"cohort": cohort, "what": name, "years": span, "unit": unit, **summed_up(runs, unit)})
            for at, age in enumerate(SURVIVAL_AGES):
                if row.ages[0] + years_followed(row, self.setting.until) >= age:
                    runs = np.array([[run.survivors[at] / run.persons.sum() for run in draw] for draw in self.runs[cohort]])
                    words = {"cohort": cohort, "what": f"alive at {age:g}", "years": np.nan, "unit": "share"}
                    rows.append({**words, **summed_up(runs, "share")})
        return pd.DataFrame(rows)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Every figure of the consequences file that has a range: value, low, high, grade and source."""
        rows = [{"figure": path, **figure.model_dump()} for path, figure in self.file.figures.items()]
        return pd.DataFrame(rows)[["figure", "value", "low", "high", "grade", "source"]]

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """What every draw took: a row for each draw and uncertain parameter or figure, to set results against."""
        return pd.DataFrame(
            [
                {"draw": number, "kind": kind, "name": name, "value": float(value)}
                for number, both in enumerate(self.rows)
                for kind, row in zip(("parameter", "figure"), both, strict=True)
                for name, value in row.items()
            ]
        )

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

    def some(self, cohort: str, lives: int | None = None, draw: int = 0) -> Lives:
        """Live some of a cohort's lives again, as they were lived in a draw's first replication; by default a hundred, or all."""
        lives = min(SHOWN, self.lives) if lives is None else lives
        for name, number, least, most in (("lives", lives, 1, self.lives), ("draw", draw, 0, self.draws - 1)):
            if not least <= number <= most:
                raise InputError(f"{name}: {number}; expected {least} to {most}")
        plan = self._plan(self.known(cohort), draw)
        return live_some(plan, self.cohorts[cohort].referrer, self.setting, lives, Luck(self.seed, draw, 0), self.rows[draw][1])

    def each_life(self, cohort: str, lives: int | None = None, draw: int = 0) -> pd.DataFrame:
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

    def happenings(self, cohort: str, lives: int | None = None, draw: int = 0) -> pd.DataFrame:
        """Give what came to some lives beyond the accounts, drawn as events: layer, person, age, years since entry, and its price, kr.

        Of the layers that were asked for. On average over lives they are the layer's sums in `costs`; nothing in a life follows from them.
        """
        found = self.some(cohort, lives, draw)
        age = (found.plan.parting - found.people["born"]) / YEAR
        empty = {"cohort": str, "layer": str, "person": int, "years": float, "age": float, "payer": str, "kr": float}
        parts = [pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in empty.items()})]
        for name, (came, prices) in found.happenings.items():
            words = {"cohort": cohort, "layer": name, "person": came.person + 1, "years": came.when / YEAR}
            paid = {"payer": self.file.layer[name].payer, "kr": prices[came.period]}
            parts.append(pd.DataFrame({**words, "age": age[came.person] + came.when / YEAR, **paid}))
        return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)

    def events(self, cohort: str, lives: int | None = None, draw: int = 0) -> pd.DataFrame:
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
    cohorts: Sequence[str] | str = (),
    ages: Sequence[tuple[float, float]] = (),
    doors: Sequence[str] | str = (),
    lives: int = 500,
    draws: int = DRAWS,
    replications: int = 2,
    seed: int = 2019,
    parameters: str = "",
    until: int = 0,
    layers: Sequence[str] | str = (),
    growing: bool = True,
    consequences: str | Path | Consequences = "",
    workers: int = 1,
    folder: str | Path = RAGUNDA,
) -> LifeCourse:
    """Follow cohorts of one scenario; arguments as `ami.cohort`, `folder`: a file beside which a loaded scenario's posterior lies."""
    for name, number in (("--lives", lives), ("--draws", draws), ("replications", replications), ("workers", workers)):
        refuse_count(name, number)
    refuse_size("--lives", draws, replications)
    if until != int(until) or not 0 <= until <= LAST:
        raise InputError(f"until: {until}; expected years from 0 (to the age of {LAST:g}) to {LAST:g}")
    path = Path(folder) if isinstance(scenario, Scenario) else Path(scenario)
    loaded = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    where = "" if isinstance(consequences, Consequences) else Path(consequences or beside(path))
    file = consequences if isinstance(consequences, Consequences) else load_consequences(where)
    refuse_a_gap(file, loaded)
    rows = rows_asked(file, loaded, as_names(cohorts), ages, as_names(doors))
    declining = tuple(zip(file.declining.years, file.declining.rates, strict=True))
    rates = named_rates([loaded.discount, *(rate for rate in RATES if rate not in (0.0, loaded.discount))], declining)
    setting = Setting(file, rates, file.chosen(layers), int(until), growing)
    kind, thetas, notes = parameters_of(loaded, find(path).parent, parameters, seed, draws)
    replications *= max(draws // len(thetas), 1)  # where nothing is drawn, as many runs of the one set
    figures = [drawn_figures(file, seed, None if kind == "median" else number) for number in range(len(thetas))]
    drawn = tuple(zip(thetas, figures, strict=True))
    numbered = tuple((number, theta, figures) for number, (theta, figures) in enumerate(drawn))
    tasks = {name: Task(scenario_of(loaded, row, setting), row, setting, lives, seed, replications, numbered) for name, row in rows.items()}
    runs = run_all(tasks, workers)
    return LifeCourse(loaded, file, rows, setting, runs, drawn, lives, seed, kind, notes, str(where))


def people_of(runs: Sequence[Reduced]) -> float:
    """Count the persons of some runs."""
    return float(sum(run.persons.sum() for run in runs))


def band(draws: Floats) -> tuple[Floats, Floats]:
    """Give the ends between which nineteen of twenty draws lie [draw, ...]; NaN with one draw."""
    if len(draws) < 2:
        return np.full(draws.shape[1:], np.nan), np.full(draws.shape[1:], np.nan)
    low, high = np.quantile(draws, ENDS, axis=0)
    return low, high


def duration_groups() -> tuple[tuple[str, slice, slice], ...]:
    """Name groups of time out of work: everybody, by readiness step at entry, by age at entry; which steps and ages are in each."""
    edges = (16.0, *AGE_EDGES, 65.0)
    steps = [(f"step {step + 1}", slice(step, step + 1), slice(None)) for step in range(STEPS)]
    ages = [(f"age {low:g}-{high - 1:g}", slice(None), slice(at, at + 1)) for at, (low, high) in enumerate(pairwise(edges))]
    return (("all", slice(None), slice(None)), *steps, *ages)


def as_names(words: Sequence[str] | str) -> tuple[str, ...]:
    """Read names: one, or several."""
    return (words,) if isinstance(words, str) and words else tuple(words)


def refuse_count(name: str, number: int) -> None:
    """Refuse what is no whole number of things, or none."""
    if number != int(number) or not 1 <= number <= MOST_LIVES:
        raise InputError(f"{name}: {number}; expected 1 to {MOST_LIVES}")


def refuse_a_gap(file: Consequences, scenario: Scenario) -> None:
    """Refuse a table of deaths that begins after retirement: nobody would die in between."""
    if file.mortality.ages[0] > scenario.life.retirement_age:
        raise InputError(
            f"mortality.ages: {file.mortality.ages[0]:g}; expected {scenario.life.retirement_age:g}, the age of retiring, or less"
        )


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
    return CohortRow(en=row.title, referrer=door, ages=(band[0], band[1]), source=row.source, **shares)


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

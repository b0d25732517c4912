"""A forecast as a dated file that cannot be changed unseen, and its score once what it was about has been counted."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from ami_sim.calibration.calibrate import FILES, POSTERIOR, Municipality
from ami_sim.calibration.first_year import FirstYear
from ami_sim.calibration.forecast import (
    KEPT,
    WINDOWED,
    Luck,
    Progress,
    last_days,
    nearest_known,
    part_of,
    shares_of,
    until_day,
    windowed,
    years,
)
from ami_sim.calibration.own.table import pick, read_table
from ami_sim.calibration.posterior import PosteriorDraws, fresh_posterior, required_posterior
from ami_sim.calibration.prior import Prior
from ami_sim.calibration.public_figures import number_in
from ami_sim.calibration.scores import ENDS, Score, miss_by_part, score
from ami_sim.calibration.targets import Target, Targets
from ami_sim.model.arrivals import day_of
from ami_sim.model.draws import parameter_rows
from ami_sim.record.first_year import COUNTS
from ami_sim.runs.store import write_json
from ami_sim.scenario.errors import InputError, at_least, nearest
from ami_sim.scenario.load import build, explain, read_source, read_toml
from ami_sim.scenario.provenance import plain
from ami_sim.scenario.scenario import Scenario
from ami_sim.version import __version__

Floats = NDArray[np.float64]
WHAT: Final = "A forecast of ami-sim"
LUCK: Final = 11  # added to the seed: forecasts have chance of their own
REPORTS: Final = 13  # and the reporting of them
DRAWS: Final = 200
FEWEST: Final = 20
DIGITS: Final = 6


@dataclass(frozen=True)
class Counted:
    """The forecast of one count: which count it is of, up to which day, its simulated years [draw], and what their spread comes from."""

    count: str
    until: date
    values: tuple[float, ...]
    shares: Mapping[str, float]

    @property
    def ends(self) -> tuple[float, ...]:
        """The 5th, 50th and 95th of a hundred."""
        return tuple(float(end) for end in np.quantile(self.values, ENDS))


@dataclass(frozen=True)
class Forecast:
    """Counts of a window, forecast on a day: `since` to `until`, at draws of the posterior or the prior.

    known: what was taken as known, by target, in a forecast of a past window. inputs: hashes of what it was made from. hash: of all this.
    """

    municipality: str
    made: date
    since: date
    until: date
    known: Mapping[str, float]
    parameters: str
    seed: int
    draws: int
    counts: Mapping[str, Counted]
    inputs: Mapping[str, str]
    hash: str = ""
    path: Path | None = None
    reason: str = ""  # why it is the prior


@dataclass(frozen=True)
class Scored:
    """A forecast beside what came.

    left: counts of the forecast that are not scored: nothing was observed, or it would count the same thing twice. by_part: shares of the
    squared misses.
    """

    forecast: Forecast
    scores: Mapping[str, Score]
    left: tuple[str, ...]
    by_part: Mapping[str, float]

    @property
    def inside(self) -> int:
        """How many intervals held what came."""
        return sum(one.inside for one in self.scores.values())


def make_forecast(
    folder: Path,
    *,
    until: str = "",
    known_until: str = "",
    parameters: str = "",
    draws: int = DRAWS,
    seed: int = 2019,
    out: Path | None = None,
    made: date | None = None,
    progress: Progress | None = None,
) -> Forecast:
    """Forecast counts: from the present to `until` (a year on), or of the first year as if only targets up to a day were known.

    parameters: "posterior" or "prior"; "" takes a fresh posterior, else the prior. out: a file that is not there yet.

    Raises:
        InputError: a date that cannot be, a posterior that is asked for and not there, no target known by the day, or a file that is there.
    """
    at_least("draws", draws, FEWEST)
    if out is not None and out.exists():
        raise InputError(f"--out: {out}: a file of that name is there; expected a new file, for a forecast is made once")
    if known_until:
        found = of_the_past(folder, day(known_until, "--known-until"), parameters, draws, seed, progress)
    else:
        found = of_what_comes(folder, until, parameters, draws, seed, progress)
    found = replace(found, made=made or date.today())
    found = replace(found, hash=hash_of(found))
    if out is None:
        return found
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_json(out, as_json(found) | {"hash": found.hash})
    except OSError as error:
        raise InputError(f"--out: {out}: cannot be written ({error.strerror}); expected a file one may write to") from error
    return replace(found, path=out)


def of_what_comes(folder: Path, until: str, parameters: str, draws: int, seed: int, progress: Progress | None) -> Forecast:
    """Forecast the time from the present on."""
    source = read_source(folder / FILES[0])
    whole = build(source)
    if whole.present is None:
        raise InputError(f"{folder / FILES[0]}: present: missing; expected the last day of what has been observed, such as 2019-07-31")
    end = day(until, "--until") if until else a_year_on(whole.present)
    if not whole.present < end <= whole.end:
        raise InputError(f"--until: {end}; expected a day after the present {whole.present}, no later than the scenario's end {whole.end}")
    posterior, reason = posterior_for(folder, parameters)
    if posterior is not None and draws > len(posterior.frame):
        raise InputError(f"--draws: {draws}; the posterior of {folder} has {len(posterior.frame)} draws")
    scenario = until_day(whole, end)
    rows = posterior.rows(draws) if posterior else parameter_rows(scenario, seed, draws, "prior")
    luck = Luck(seed + LUCK, posterior.histories(draws) if posterior else ())
    days = day_of(scenario, whole.present), day_of(scenario, end)
    values = windowed(years(scenario, [{**scenario.at_medians(), **row} for row in rows], days, luck, progress=progress), days)
    shares = shares_by_count(values, rows, scenario, source.tables)
    counts = {name: Counted(name, end, rounded(values[name]), shares[name]) for name in WINDOWED}
    inputs = hashes(folder) | ({POSTERIOR: posterior.hash} if posterior else {})
    kind = "posterior" if posterior else "prior"
    return Forecast(scenario.name, date.min, whole.present, end, {}, kind, seed, draws, counts, inputs, reason=reason)


def of_the_past(folder: Path, known_until: date, parameters: str, draws: int, seed: int, progress: Progress | None) -> Forecast:
    """Forecast the rest of the first year as if only the targets whose windows had ended by a day were known."""
    if parameters not in ("", "prior"):
        raise InputError(f'--parameters: "{parameters}" knows the whole first year; expected prior beside --known-until')
    municipality = Municipality(folder)
    year = FirstYear.of(folder / FILES[0])
    targets = municipality.targets.target
    known = {name: row for name, row in targets.items() if row.until <= known_until and row.scored}
    asked = {name: row for name, row in targets.items() if row.until > known_until}
    if not known or not asked:
        first, last = (end(row.until for row in targets.values() if row.scored) for end in (min, max))
        raise InputError(f"--known-until: {known_until}; expected a day from {first} on and before {last}, so that some targets are known")
    days, on = last_days(year.scenario, targets)
    rows = parameter_rows(year.scenario, seed, KEPT * draws, "prior")
    counts = years(year.scenario, rows, days, Luck(seed + LUCK), progress=progress)
    kept = nearest_known(counts, known, on, draws)
    values = {name: counts[kept, on[name], COUNTS.index(row.counts)] for name, row in asked.items()}
    shares = shares_by_count(values, [rows[index] for index in kept], year.scenario, year.source.tables)
    found = {name: Counted(row.counts, row.until, rounded(values[name]), shares[name]) for name, row in asked.items()}
    told = {name: row.observed for name, row in known.items()}
    until = max(row.until for row in asked.values())
    return Forecast(year.scenario.name, date.min, year.scenario.start, until, told, "prior", seed, draws, found, hashes(folder))


def a_year_on(present: date) -> date:
    """Give the same day a year on."""
    return present.replace(year=present.year + 1, day=28 if (present.month, present.day) == (2, 29) else present.day)


def posterior_for(folder: Path, parameters: str) -> tuple[PosteriorDraws | None, str]:
    """Give the posterior that is asked for, or the fresh one there is; else nothing and why."""
    if parameters == "posterior":
        return required_posterior(folder), ""
    if parameters == "prior":
        return None, ""
    if parameters:
        raise InputError(f'--parameters: "{parameters}"; expected posterior or prior, for a forecast has a range')
    return fresh_posterior(folder)


def shares_by_count(
    values: Mapping[str, Floats], rows: Any, scenario: Scenario, tables: Mapping[str, object]
) -> dict[str, dict[str, float]]:
    """Say of each count what its spread comes from."""
    prior = Prior.of(scenario)
    z = prior.z_of(np.array([[row[name] for name in prior.names] for row in rows]))
    parts = list(part_of(prior.names, tables).values())
    return {name: shares_of(one, z, parts) for name, one in values.items()}


def rounded(values: Floats) -> tuple[float, ...]:
    """Give values as they are kept."""
    return tuple(float(f"{value:.{DIGITS}g}") for value in values)


def hashes(folder: Path) -> dict[str, str]:
    """Hash the files that a forecast is made from."""
    source = read_source(folder / FILES[0])
    cases = build(source).open_cases
    files = (*source.files, *([Path(cases)] if cases else []))
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def day(text: str, option: str) -> date:
    """Read a date of a command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f'{option}: "{text}"; expected a date, such as 2019-02-28') from error


def as_json(found: Forecast) -> dict[str, Any]:
    """Give a forecast as its file holds it, without its hash."""
    return {
        "what": WHAT,
        "version": __version__,
        "municipality": found.municipality,
        "made": str(found.made),
        "since": str(found.since),
        "until": str(found.until),
        "known": dict(found.known),
        "parameters": found.parameters,
        "seed": found.seed,
        "draws": found.draws,
        "inputs": dict(found.inputs),
        "counts": {
            name: {
                "count": one.count,
                "until": str(one.until),
                **dict(zip(("low", "median", "high"), one.ends, strict=True)),
                "spread_from": {part: round(share, 3) for part, share in one.shares.items()},
                "years": list(one.values),
            }
            for name, one in found.counts.items()
        },
    }


def hash_of(found: Forecast) -> str:
    """Hash everything that a forecast says."""
    return hashed(as_json(found))


def hashed(content: Mapping[str, Any]) -> str:
    """Hash the content of a forecast's file, its own hash left out."""
    said = {name: value for name, value in content.items() if name != "hash"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def read_forecast(path: Path) -> Forecast:
    """Read a forecast's file; InputError when it is none, or has changed since it was made."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(f"{path}: is no forecast; expected a file that `ami-sim forecast` wrote") from error
    if not isinstance(content, dict) or content.get("what") != WHAT:
        raise InputError(f"{path}: is no forecast; expected a file that `ami-sim forecast` wrote")
    if hashed(content) != content.get("hash"):
        raise InputError(f"{path}: has changed since it was made; expected it as it was written then")
    counts = {
        name: Counted(row["count"], date.fromisoformat(row["until"]), tuple(row["years"]), row["spread_from"])
        for name, row in content["counts"].items()
    }
    since, until, made = (date.fromisoformat(content[key]) for key in ("since", "until", "made"))
    said = {key: content[key] for key in ("municipality", "known", "parameters", "seed", "draws", "inputs", "hash")}
    return Forecast(made=made, since=since, until=until, counts=counts, path=path, **said)


def score_forecast(forecast: Path, observed: Path) -> Scored:
    """Score a forecast against what came: a targets file, whose figures are reported as its rows say, or a table of count and value.

    InputError for a forecast that has changed, and where nothing that was observed was forecast.
    """
    found = read_forecast(forecast)
    scores = against_targets(found, observed) if observed.suffix == ".toml" else against_table(found, observed)
    if not scores:
        raise InputError(f"{observed}: no figure of the forecast's window is in it; expected one of {', '.join(found.counts)}")
    left = tuple(name for name in found.counts if name not in scores)
    return Scored(found, scores, left, miss_by_part(scores, {name: one.shares for name, one in found.counts.items()}))


def against_targets(found: Forecast, path: Path) -> dict[str, Score]:
    """Score against published figures, each forecast year reported as the figure's row says."""
    raw, _ = plain(read_toml(path), str(path))
    try:
        targets = Targets.model_validate(raw)
    except ValidationError as error:
        raise InputError(explain(error, Targets, {}, path)) from error
    if targets.municipality.casefold() != found.municipality.casefold():
        raise InputError(
            f'{path}: municipality: "{targets.municipality}" is not the forecast\'s, which is "{found.municipality}"; '
            "expected its own figures"
        )
    read = targets.under(targets.reading) if targets.reading else targets
    scores = {}
    for index, (name, one) in enumerate(found.counts.items()):
        row = read.target.get(name) or next((row for row in read.target.values() if row.counts == name), None)
        if row is not None and row.scored and row.counts == one.count and row.until == one.until:
            values = reported(row, np.array(one.values), found.seed + index)
            scores[name] = score(name, values, row.observed, row.scale == "present")
    return scores


def reported(row: Target, values: Floats, seed: int) -> Floats:
    """Report forecast years as a figure's row says, with luck of their own for its looseness."""
    luck = np.random.Generator(np.random.Philox(key=[seed, REPORTS])).random((len(values), 1 + len(row.offset) + len(row.times)))
    return row.report(values, luck)


def against_table(found: Forecast, path: Path) -> dict[str, Score]:
    """Score against a table of what was counted: columns count and value."""
    table = pick(read_table(path).frame, {"count": "count", "value": "value"}, f"{path}")
    scores: dict[str, Score] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        name, place = str(row["count"]).strip(), f"{path}: line {number}"
        if name not in found.counts:
            raise InputError(f'{place}: count: "{name}" is not in the forecast.{nearest(name, found.counts)}')
        if name in scores:
            raise InputError(f'{place}: count: "{name}" stands twice; expected one value of it')
        value = number_in(str(row["value"]), f"{place}: value")
        if value < 0:
            raise InputError(f"{place}: value: {value:g}; expected 0 or more")
        scores[name] = score(name, np.array(found.counts[name].values), value)
    return scores

"""A case log of one's own: read, checked, estimated, and handed over as priors and targets; nothing of the log itself is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from ami_sim.calibration.own.estimates import estimates_of
from ami_sim.calibration.own.hand_over import (
    HandedOver,
    as_targets,
    priors_from,
    priors_text,
    refuse_unknown,
    targets_from,
    targets_text,
    window_missed,
)
from ami_sim.calibration.own.lived_again import distances_of
from ami_sim.calibration.own.mapping import Map, proposed, read_map
from ami_sim.calibration.own.privacy import shown, telling_columns
from ami_sim.calibration.own.rows import REASONS, CaseLog, check_rows
from ami_sim.calibration.own.table import RawTable, pick, read_table
from ami_sim.runs.executor import take_folder
from ami_sim.runs.store import write_frame
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.scenario import Scenario

RAGUNDA: Final = "calibration/ragunda/scenario.toml"
PRIORS, TARGETS, ESTIMATES = "own_priors.toml", "own_targets.toml", "own_estimates.csv"


@dataclass(frozen=True)
class Ingested:
    """What a log says. Numbers of rows and persons are to the nearest five; None stands for one to four.

    rows: all, and `used`, and `unused` by reason. late, open, after: used rows that had begun before the log did, have no end, or end after
    it did. estimates: a row a figure (columns as in `estimates_of`). priors, targets: what is handed over. as_before: uncertain
    parameters that the log says nothing about. missed: the log does not hold the scenario's first year, so that no target is counted.
    distances: how far the log's window, lived again from its own estimates, is from the log (`distances_of`); no row for a log of few.
    """

    name: str
    given: Map
    scenario: str
    rows: int | None
    used: int | None
    people: int | None
    unused: Mapping[str, int | None]
    late: int | None
    open: int | None
    after: int | None
    estimates: pd.DataFrame
    priors: HandedOver
    targets: HandedOver
    as_before: tuple[str, ...]
    missed: bool
    distances: pd.DataFrame
    written: tuple[Path, ...] = ()


def ingest_log(
    log: str | Path | pd.DataFrame,
    map: str | Path | Map,
    *,
    scenario: str | Path | Scenario = RAGUNDA,
    pseudonymise: bool = False,
    out: Path | None = None,
) -> Ingested:
    """Read a log by its map, check it, estimate, and write what it hands over into a folder if one is named.

    log: CSV, Excel, parquet, XES or OCEL 2.0 with a row a spell, or such a frame. scenario: whose stages and parameters the map names.
    pseudonymise: read a log with personal identity numbers or names in columns that no estimate is split by; they are never written.
    InputError for a map or log that cannot be read, or that tells who somebody is.
    """
    where = "map" if isinstance(map, Map) else str(map)
    given = map if isinstance(map, Map) else read_map(Path(map))
    place = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    refuse_unknown(given, place, where)
    name, raw = opened(log, given.separator)
    refuse_telling(raw.frame, given, name, pseudonymise)
    found = check_rows(pick(raw.frame, given.wanted, where), given, place.vocabulary.stages, raw.unreadable)
    result = ingested(found, given, place, name)
    if out is None:
        return result
    return Ingested(**(vars(result) | {"written": written_to(out, result, place)}))


def opened(log: str | Path | pd.DataFrame, separator: str) -> tuple[str, RawTable]:
    """Read a log's table, and say what the log is called."""
    if isinstance(log, pd.DataFrame):
        return "log", read_table(log)
    return Path(log).name, read_table(Path(log), separator)


def ingested(log: CaseLog, given: Map, scenario: Scenario, name: str) -> Ingested:
    """Estimate what a checked log says."""
    priors = priors_from(log, given, scenario)
    unsure = [one for one, row in scenario.parameter.items() if row.shape != "fixed"]
    return Ingested(
        name,
        given,
        scenario.name,
        shown(log.rows),
        shown(log.used),
        shown(log.people),
        {reason: shown(log.unused[reason]) for reason in REASONS if log.unused[reason]},
        shown(log.late),
        shown(log.open),
        shown(log.after),
        estimates_of(log, pd.Timestamp(given.observed_from), given.by),
        priors,
        targets_from(log, given, scenario),
        tuple(one for one in unsure if one not in priors.rows),
        window_missed(given, scenario),
        distances_of(log),
    )


def refuse_telling(table: pd.DataFrame, given: Map | None, name: str, pseudonymise: bool) -> None:
    """Refuse a log that tells who somebody is; with `pseudonymise`, only where that would stand in what is written."""
    columns = given.columns if given else None
    times = [columns.start, columns.end] if columns else []
    found = telling_columns(table, columns.case if columns else "", times)
    for column, kind in found.items():
        kinds = "personal identity numbers" if kind == "number" else "names of persons"
        if given and column in (*given.background, given.columns.activity):
            raise InputError(f'{name}: "{column}" holds {kinds}; expected a column that tells nobody\'s identity to split estimates by')
        if not pseudonymise:
            raise InputError(
                f'{name}: "{column}" holds {kinds}; expected a log without them, or --pseudonymise (they are read and never kept)'
            )


def propose_map(log: str | Path | pd.DataFrame, *, scenario: str | Path = RAGUNDA, pseudonymise: bool = False) -> str:
    """Write a first map for a log, as TOML to be looked over and filled in."""
    name, raw = opened(log, "")
    refuse_telling(raw.frame, None, name, pseudonymise)
    quiet = raw.frame.assign(**dict.fromkeys(telling_columns(raw.frame, "", ()), ""))  # so that nobody stands in the map
    return proposed(quiet, load_scenario(scenario).vocabulary.stages)


def written_to(out: Path, result: Ingested, scenario: Scenario) -> tuple[Path, ...]:
    """Write estimates, priors and targets into a folder; what is empty is not written."""
    as_targets(result.targets, scenario)
    texts = {PRIORS: priors_text(result.priors) if result.priors.rows else ""}
    texts[TARGETS] = targets_text(result.targets, scenario) if result.targets.rows else ""
    take_folder(out)
    try:
        write_frame(out / ESTIMATES, result.estimates)
        for name, text in texts.items():
            (out / name).unlink(missing_ok=True)
            if text:
                (out / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"--out: {out}: cannot be written ({error.strerror}); expected a folder one may write to") from error
    return tuple(out / name for name in (ESTIMATES, *texts) if (out / name).exists())

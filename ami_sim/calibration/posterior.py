"""The posterior of a municipality's folder: is it there, is it fresh, and which parameter rows and histories does a comparison get."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from ami_sim.calibration.calibrate import LEFT, MANIFEST, POSTERIOR, READING, hash_of
from ami_sim.calibration.first_year import FirstYear
from ami_sim.model.arrivals import History
from ami_sim.record.first_year import COUNTS, same_counts
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import read_source, read_toml

TARGETS: Final = "targets.toml"
DECIDES: Final = ("priors.toml", TARGETS, "evidence.toml")  # a change here makes another posterior whatever the first year does
TRIED: Final = 3  # rows that are simulated again when another file has changed, before a comparison
SAME: Final = 1e-3  # how near solved values must be: a root is found to within 1e-5, on any machine
AGAIN: Final = "run `ami-sim calibrate {folder}`, or choose --parameters median or prior"


@dataclass(frozen=True, eq=False)
class PosteriorDraws:
    """The committed draws of one reading of the published words: parameters, history number and that history's counts, one row a draw."""

    folder: Path
    frame: pd.DataFrame
    manifest: dict[str, Any]
    reading: str = ""

    @property
    def hash(self) -> str:
        """The hash of the file of draws."""
        return hashlib.sha256((self.folder / POSTERIOR).read_bytes()).hexdigest()

    @property
    def municipality(self) -> str:
        """Name the municipality whose counts the draws were fitted to: as recorded, else as the targets say that they were made from."""
        recorded = self.manifest.get("municipality") or read_toml(self.folder / TARGETS).get("municipality", "")
        return str(recorded)

    @property
    def failed(self) -> tuple[str, ...] | None:
        """Name the checks of its own that it fails; None where their results are not recorded."""
        checks = self.manifest.get("checks")
        if not isinstance(checks, dict):
            return None
        return tuple(str(name) for name, row in checks.items() if not row.get("passed"))

    @property
    def readings(self) -> tuple[str, ...]:
        """Every reading that has been fitted."""
        return tuple(self.manifest.get("readings", {}))

    @property
    def left(self) -> Mapping[str, float]:
        """What is left of the prior's spread, by parameter."""
        left: Mapping[str, float] = self.manifest.get("readings", {}).get(self.reading, {}).get(LEFT, {})
        return left

    @property
    def names(self) -> list[str]:
        """The parameters."""
        return [str(name) for name in self.frame.columns if name not in ("history", READING) and not str(name).startswith("counts.")]

    def rows(self, draws: int) -> tuple[dict[str, float], ...]:
        """Give the first draws, one parameter row each: the order is random, so any number of them is a sample."""
        return tuple({name: float(row[name]) for name in self.names} for row in self.frame.head(draws).to_dict("records"))

    def histories(self, draws: int) -> tuple[History, ...]:
        """Give the luck of the first year of each draw."""
        seed = int(self.manifest["history_seed"])
        return tuple(History(seed, i + 1, int(number)) for i, number in enumerate(self.frame["history"].head(draws)))

    def counts(self, rows: Sequence[int]) -> np.ndarray:
        """Give the stored counts of some rows [row, `COUNTS`]; NaN where a count was not kept then."""
        return self.frame.reindex(columns=[f"counts.{name}" for name in COUNTS]).to_numpy(dtype=np.float64)[list(rows)]

    def again(self, rows: Sequence[int], engine: str = "compiled") -> np.ndarray:
        """Simulate some rows' first years again [row, `COUNTS`]: equal to the stored counts when nothing that decides them has changed."""
        year = FirstYear.of(self.folder / "scenario.toml", engine)
        thetas, histories = self.rows(len(self.frame)), self.histories(len(self.frame))
        found = [
            year.counts(thetas[i], histories[i].seed, histories[i].draw, range(histories[i].number, histories[i].number + 1)) for i in rows
        ]
        return np.concatenate(found)

    def solved_alike(self, rows: Sequence[int]) -> bool:
        """Whether what is derived in some rows is what the scenario's effects give now: the first year's counts hardly show it."""
        scenario = FirstYear.of(self.folder / "scenario.toml").scenario
        thetas = self.rows(len(self.frame))
        return all(np.isclose(scenario.solved(thetas[i])[name], thetas[i][name], atol=SAME) for i in rows for name in scenario.derived)


def read_posterior(folder: Path, reading: str = "") -> PosteriorDraws | None:
    """Read a folder's posterior under a reading, or nothing when there is none; "" is the reading that is used unless said.

    InputError when it cannot be read, or holds no such reading.
    """
    draws, manifest = folder / POSTERIOR, folder / MANIFEST
    if not draws.is_file() or not manifest.is_file():
        return None
    try:
        frame, said = pd.read_parquet(draws), json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{draws}: cannot be read ({error}); {AGAIN.format(folder=folder)}") from error
    if "readings" not in said or READING not in frame.columns:
        return PosteriorDraws(folder, frame, {})  # of an earlier version: stale
    chosen = reading or str(said["reading"])
    if chosen not in said["readings"]:
        known = ", ".join(name for name in said["readings"] if name) or "none"
        raise InputError(f'reading: "{reading}" has not been fitted in {draws}; expected {known}.{nearest(reading, said["readings"])}')
    return PosteriorDraws(folder, frame[frame[READING] == chosen].reset_index(drop=True), said, chosen)


def what_is_stale(posterior: PosteriorDraws, engine: str = "compiled") -> str:
    """Say what has changed since a posterior was made, or nothing when it is fresh.

    A posterior is of the municipality whose counts it was fitted to, and of its people, lives and targets: of another name, or with other
    targets, it is another municipality's. Files are compared by their numbers. When a scenario file has changed in something that the first
    year may not use (another unit, a price), some rows are simulated again: equal counts mean that it is still fresh.
    """
    folder = posterior.folder
    if not posterior.readings:
        return f"{folder / POSTERIOR} was made by an earlier version"
    source = read_source(folder / "scenario.toml")
    own = str(source.tables.get("name", ""))
    if own.casefold() != posterior.municipality.casefold():
        return f"{folder / POSTERIOR} was fitted to the counts of {posterior.municipality} and the scenario is {own}"
    made_from: dict[str, str] = posterior.manifest["inputs"]
    paths = {path.name: path for path in (*source.files, *(folder / name for name in DECIDES))}
    now = {name: hash_of(path) for name, path in paths.items() if path.is_file()}
    changed = sorted(name for name in {*now, *made_from} if now.get(name) != made_from.get(name))
    for name in changed:
        if name in DECIDES:
            return f"{folder / name} has changed since {POSTERIOR} was made"
    try:
        same = lived_alike(folder, engine, posterior.hash, tuple(sorted(now.items())))
    except (InputError, KeyError) as error:
        return f"{folder / POSTERIOR} does not fit the scenario any more ({error})"
    if same:
        return ""
    named = " and ".join(str(folder / name) for name in changed) or "the model's own rules"
    return f"{named} changed since {POSTERIOR} was made, and the first year with it"


@lru_cache(maxsize=8)
def lived_alike(folder: Path, engine: str, draws: str, files: tuple[tuple[str, str], ...]) -> bool:
    """Whether some rows' first years are lived again as they are stored; asked once for the same draws, files (hashes) and sources of ours.

    That they are is remembered beside the compiled kernels; that they are not is found out again by every process.
    """
    mark = mark_of(engine, draws, files)
    if mark is not None and mark.is_file():
        return True
    posterior = read_posterior(folder)
    if posterior is None or posterior.hash != draws:
        raise InputError(f"{folder / POSTERIOR}: has changed while it was read; expected it to stay (try again)")
    tried = range(min(TRIED, len(posterior.frame)))
    same = same_counts(posterior.again(tried, engine), posterior.counts(tried)) and posterior.solved_alike(tried)
    if same and mark is not None:
        with suppress(OSError):
            mark.touch()
    return same


def mark_of(engine: str, draws: str, files: tuple[tuple[str, str], ...]) -> Path | None:
    """Give the file that is there when some draws are known to be lived alike; None where nothing can be kept."""
    from ami_sim.engines.kernels import kept_in, sources

    folder = kept_in()
    return None if folder is None else folder / f"alike-{hashlib.sha256(repr((sources(), engine, draws, files)).encode()).hexdigest()}"


def fresh_posterior(folder: Path, engine: str = "compiled", reading: str = "") -> tuple[PosteriorDraws | None, str]:
    """Give a folder's posterior under a reading if it is there and fresh, else nothing and the reason in words."""
    found = read_posterior(folder, reading)
    if found is None:
        return None, f"{folder / POSTERIOR}: no such file"
    stale = what_is_stale(found, engine)
    return (None, stale) if stale else (found, "")


def required_posterior(folder: Path, engine: str = "compiled", reading: str = "") -> PosteriorDraws:
    """Give a folder's fresh posterior; InputError says what is missing or has changed, and what to do."""
    found, reason = fresh_posterior(folder, engine, reading)
    if found is None:
        raise InputError(f"--parameters posterior: {reason}; {AGAIN.format(folder=folder)}")
    return found

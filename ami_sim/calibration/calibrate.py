"""Calibrate a municipality's folder: two waves of simulated first years, posterior draws, and for each draw the history nearest the counts.

Everything is written in parts, so a killed calibration goes on where it stopped and gives the same result.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.calibration.evidence import load_evidence
from ami_sim.calibration.first_year import FirstYear, each_of, numbers_of, table_of_counts
from ami_sim.calibration.prior import Prior
from ami_sim.calibration.reference_table import Posterior, Table, Waves, calibrate
from ami_sim.calibration.targets import Targets, load_targets
from ami_sim.record.first_year import COUNTS
from ami_sim.runs.executor import alone_in, check_folder
from ami_sim.runs.store import write_frame, write_json
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import read_toml

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]  # what is being done, rows done, rows in all
FILES: Final = ("scenario.toml", "priors.toml", "targets.toml", "evidence.toml")
WIDE: Final = "priors_wide.toml"
READING, LEFT = "reading", "left of the prior's spread"  # a column of the draws, and a key of the manifest
POSTERIOR, MANIFEST = "posterior.parquet", "posterior.json"
FIRST_SEED, SECOND_SEED, HISTORY_SEED, REPORT_SEED = 1, 2, 3, 4  # added to the calibration's seed: luck of its own for each purpose
SOLVED: Final = 64  # rows whose derived parameters are solved together by one process
HISTORIES: Final = 20  # first years simulated at each posterior draw; the one nearest the counts is its history


@dataclass(frozen=True)
class Municipality:
    """A municipality's folder: base scenario, priors, targets and evidence, read and checked."""

    folder: Path
    engine: str = "compiled"
    wide: bool = False  # use the second, wider prior set

    def __post_init__(self) -> None:
        if not self.folder.is_dir():
            raise InputError(f"{self.folder}: no such folder; expected one with {', '.join(FILES)}")
        for name in FILES[:3]:
            if not (self.folder / name).is_file():
                raise InputError(f"{self.folder / name}: no such file; expected a municipality's folder with {', '.join(FILES)}")

    @cached_property
    def year(self) -> FirstYear:
        """The first year of its base scenario."""
        return FirstYear.of(self.folder / FILES[0], self.engine)

    @cached_property
    def prior(self) -> Prior:
        """The prior of its uncertain parameters."""
        prior = Prior.of(self.year.scenario)
        return prior.wider(self.folder / WIDE) if self.wide else prior

    @cached_property
    def targets(self) -> Targets:
        """Its targets, checked against what the scenario simulates; what targets and priors cite has to stand in the evidence."""
        found = load_targets(self.folder / FILES[2], self.year.scenario)
        cited = {f"{FILES[2]}: target.{name}": row.evidence for name, row in found.target.items()}
        cited |= {f"{FILES[1]}: parameter.{name}": row.evidence for name, row in self.year.scenario.parameter.items()}
        refuse_unknown_evidence(self.folder, cited)
        return found

    @property
    def hashes(self) -> dict[str, str]:
        """Hash the numbers of every file that decides the posterior: a changed comment or source text changes nothing."""
        files = dict.fromkeys([*self.year.source.files, self.folder / FILES[2], self.folder / FILES[3]])
        return {path.name: hash_of(path) for path in files if path.is_file()}


def refuse_unknown_evidence(folder: Path, cited: Mapping[str, Iterable[str]]) -> None:
    """Refuse a citation of evidence that the folder's file does not hold, by place; a folder without evidence cites what it likes."""
    if not (folder / FILES[3]).is_file():
        return
    evidence = load_evidence(folder / FILES[3])
    for place, ids in cited.items():
        for id in ids:
            try:
                evidence.entry(id)
            except InputError as error:
                raise InputError(f"{folder / place}.evidence: {error}") from error


def hash_of(path: Path) -> str:
    """Hash the numbers of a TOML file."""
    text = json.dumps(numbers_of(read_toml(path)), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Calibrated(NamedTuple):
    """A calibration under one reading: draws with their histories and counts, the weighted posterior, both tables with their counts.

    `targets`: as the reading has them. `stretch`: the posterior of what each target was stretched by, as normal scores in the order of
    `Targets.stretchable`. `replicated` holds one first year a draw with luck that was not chosen: what a posterior prediction is made of.
    """

    targets: Targets
    draws: pd.DataFrame
    posterior: Posterior
    stretch: Posterior
    first: Table
    second: Table
    first_counts: Floats
    second_counts: Floats
    replicated: Floats


class Readings(NamedTuple):
    """A calibration by reading, the one that is used unless said first, and the hashes of the files when it began."""

    by: dict[str, Calibrated]
    inputs: dict[str, str]


def calibrate_folder(
    municipality: Municipality,
    waves: Waves,
    work: Path,
    histories: int = HISTORIES,
    progress: Progress | None = None,
    workers: int = 1,
) -> Readings:
    """Run or go on with a calibration of every reading, from the same simulated years; its parts are kept in `work`.

    InputError when they belong to other inputs.
    """
    check_folder(work)
    with alone_in(work):
        inputs = claim(work, municipality, waves, histories)
        simulate = Simulation(municipality, waves, work, progress, workers)
        prior, read = municipality.prior, simulate.targets
        stretchable = next(iter(read.values())).stretchable
        names = (*prior.names, *map(stretch_of, stretchable))
        observed = {reading: targets.transformed(targets.observed[None, :])[0] for reading, targets in read.items()}
        fitted = calibrate(simulate, names, observed, waves)
        parameters, stretch = slice(len(prior.names)), slice(len(prior.names), None)
        first, second = simulate.counts[1], simulate.counts[2]
        found = {}
        for reading, one in fitted.items():
            drawn = prior.drawn(one.posterior.resampled(waves.draws, waves.seed)[:, parameters])
            parts = [drawn[first : first + SOLVED] for first in range(0, len(drawn), SOLVED)]
            rows = [row for part in each_of(prior.complete, parts, workers) for row in part]
            told = said(progress, f"Finding histories {reading}".strip())
            seed, part = waves.seed + HISTORY_SEED, f"histories-{reading}" if reading else "histories"
            counts = table_of_counts(municipality.year, rows, seed, histories, work, part, told, workers)
            found[reading] = Calibrated(
                targets=read[reading],
                draws=with_histories(rows, counts, read[reading]),
                posterior=one.posterior.columns(parameters),
                stretch=one.posterior.columns(stretch),
                first=one.first,
                second=one.second,
                first_counts=first,
                second_counts=np.concatenate((second, first[one.again])),
                replicated=counts[:, 0],
            )
    return Readings(found, inputs)


def with_histories(rows: Sequence[Mapping[str, float]], counts: Floats, targets: Targets) -> pd.DataFrame:
    """Give draws with the history of each: the first year nearest the published figures, and what it counts.

    counts: [draw, history, `COUNTS`].
    """
    frame = pd.DataFrame(rows)
    chosen = np.array([int(np.argmin(targets.distance(each))) for each in counts])
    nearest = counts[np.arange(len(counts)), chosen]
    frame["history"] = chosen
    for index, name in enumerate(COUNTS):
        frame[f"counts.{name}"] = nearest[:, index]
    return frame


def stretch_of(target: str) -> str:
    """Name what a target is stretched by, among the parameters."""
    return f"stretch {target}"


class Simulation:
    """What `calibrate` calls: figures of many parameter rows as each reading reports them; the counts are kept by wave."""

    def __init__(self, municipality: Municipality, waves: Waves, work: Path, progress: Progress | None, workers: int = 1) -> None:
        self.municipality, self.waves, self.work, self.progress, self.workers = municipality, waves, work, progress, workers
        self.targets = {reading: municipality.targets.under(reading) for reading in municipality.targets.ways}
        self.counts: dict[int, Floats] = {}

    def __call__(self, z: Floats, wave: int) -> dict[str, Floats]:
        """Simulate a wave and report it in the document's words, transformed and stretched: z [row, parameters and stretches]."""
        seed = self.waves.seed + (FIRST_SEED if wave == 1 else SECOND_SEED)
        name = ("first", "second")[wave - 1]
        prior = self.municipality.prior
        rows, stretch = prior.drawn(z[:, : len(prior.names)]), z[:, len(prior.names) :]  # what is derived is solved where it is simulated
        told = said(self.progress, f"Simulating the {name} wave")
        found = table_of_counts(self.municipality.year, rows, seed, 1, self.work, name, told, self.workers)
        self.counts[wave] = found[:, 0]
        found_by = {}
        for reading, targets in self.targets.items():
            figures = targets.transformed(targets.reports(self.counts[wave], seed + REPORT_SEED))
            found_by[reading] = targets.stretched(figures, stretch)
        return found_by


def said(progress: Progress | None, what: str) -> Callable[[int, int], None] | None:
    """Give a progress call for one part of the work."""
    if progress is None:
        return None
    return lambda done, total: progress(what, done, total)


def claim(work: Path, municipality: Municipality, waves: Waves, histories: int) -> dict[str, str]:
    """Go on with parts of the same inputs; parts of other inputs are dropped, for they belong to another answer. Returns the hashes."""
    _ = municipality.year.scenario, municipality.targets  # read before they are hashed
    inputs = municipality.hashes
    plan = {"inputs": inputs, "waves": list(waves), "histories": histories, "wide": municipality.wide}
    path = work / "plan.json"
    if path.is_file() and json.loads(path.read_text(encoding="utf-8")) != plan:
        for part in work.glob("*.npy"):
            part.unlink()
    write_json(path, plan)
    return inputs


def write_posterior(municipality: Municipality, found: Readings, waves: Waves, histories: int, target: Path | None = None) -> list[Path]:
    """Write the draws of every reading and the manifest that says what they were made from."""
    folder = target or municipality.folder
    one = next(iter(found.by.values()))
    manifest: dict[str, Any] = {
        "what": "Equally weighted posterior draws by reading: parameters, history number, counts of that history's first year",
        "municipality": municipality.targets.municipality,
        "inputs": found.inputs,
        "present": str(municipality.year.scenario.present),
        "seed": waves.seed,
        "history_seed": waves.seed + HISTORY_SEED,
        "histories": histories,
        "rows": {"first wave": len(one.first.z), "second wave": len(one.second.z), "nearest": waves.nearest, "draws": len(one.draws)},
        "reading": next(iter(found.by)),
        "readings": {
            reading: {LEFT: {name: round(float(sd), 3) for name, sd in zip(municipality.prior.names, row.posterior.sd, strict=True)}}
            for reading, row in found.by.items()
        },
    }
    frames = [row.draws.assign(**{READING: reading}) for reading, row in found.by.items()]
    write_frame(folder / POSTERIOR, pd.concat(frames, ignore_index=True))
    write_json(folder / MANIFEST, manifest)
    return [folder / POSTERIOR, folder / MANIFEST]


def record_checks(municipality: Municipality, checks: Mapping[str, Mapping[str, Any]], target: Path | None = None) -> None:
    """Write what a posterior's own checks gave into its manifest: by name, `passed` and the figures that say so."""
    path = (target or municipality.folder) / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8"))
    write_json(path, {**manifest, "checks": {name: dict(row) for name, row in checks.items()}})

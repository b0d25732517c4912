"""Results that a comparison has written, read again with the question they answer; refused when a file has changed since."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ami_sim.calibration.calibrate import POSTERIOR
from ami_sim.calibration.posterior import read_posterior
from ami_sim.model.draws import parameter_rows
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.experiment import Question, load_experiment, read_settings
from ami_sim.workflow.manifest import hashes_of
from ami_sim.workflow.variant_rows import wider_rows


@dataclass(frozen=True)
class StoredResults:
    """A results folder: what was asked (`question`), the parameter row of each draw, and the stored days."""

    folder: Path
    manifest: dict[str, Any]
    file: str
    question: Question
    thetas: tuple[Mapping[str, float], ...]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Days by condition and year of every run, and counted transitions."""
        return stored_frame(self.folder / "replications.parquet")

    @cached_property
    def days(self) -> pd.DataFrame:
        """Days by condition and year of every run; transitions are left out."""
        return self.rows[self.rows["what"] == -1].reset_index(drop=True)

    def asked_again(self, settings: Mapping[str, Any]) -> Question:
        """Read the same question with further settings on top of the run's own."""
        plan = self.manifest["plan"]
        return load_experiment(self.file, {**own_settings(self.manifest), **settings}, plan["variant"], plan["regime"])

    def option(self, name: str) -> str:
        """Check the name of an option; InputError names the nearest."""
        if name not in self.question.scenarios:
            raise InputError(f'--option: "{name}" is not among the results.{nearest(name, self.question.scenarios)}')
        return name


def stored_frame(path: Path, **how: Any) -> pd.DataFrame:
    """Read a CSV or parquet file of a results folder; InputError when it is not there or not whole."""
    if not path.is_file():
        raise InputError(f"{path.parent}: holds no {path.name}; expected a folder that ami-sim compare has finished")
    try:
        return pd.read_csv(path, **how) if path.suffix == ".csv" else pd.read_parquet(path, **how)
    except (OSError, ValueError) as error:  # what pandas and pyarrow raise is one of them
        raise InputError(f"{path}: cannot be read ({' '.join(str(error).split())}); expected a whole file (run again)") from error


def refuse_unfinished(folder: Path, manifest: Any) -> None:
    """Refuse a folder where a run is going on or was killed: what stands there may be of an earlier run."""
    if isinstance(manifest, dict) and manifest.get("run", {}).get("status") == "running":
        raise InputError(f"{folder}: holds a run that is not finished; expected a finished one (ami-sim compare --resume goes on with it)")


def read_results(folder: Path, file: str = "") -> StoredResults:
    """Read a results folder; InputError when it is none, or when a file that decided the results has changed since.

    file: the experiment file, when it is no longer where the run found it.
    """
    path = folder / "manifest.json"
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        plan, inputs = manifest["plan"], manifest["inputs"]
        settings = own_settings(manifest)
        asked = plan["variant"], plan["regime"]
        manifest["run"]["file"], plan["draws"], plan["seed"], plan["parameters"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"{folder}: holds no manifest.json that can be read; expected one written by ami-sim compare") from error
    if not manifest.get("reference"):
        raise InputError(f"{folder}: holds one scenario without a reference; expected the results of ami-sim compare")
    refuse_unfinished(folder, manifest)
    if not (folder / "replications.parquet").is_file():
        raise InputError(f"{folder}: holds no replications.parquet; expected a folder that ami-sim compare has finished")
    name = file or str(manifest["run"]["file"])
    question = load_experiment(name, settings, *asked)
    for input_name, digest in hashes_of(question).items():
        if inputs.get(input_name) != digest:
            raise InputError(f"{name}: {input_name} has changed since the run in {folder}; expected that run's files (or run again)")
    thetas = parameters_again(folder, manifest, question)
    return StoredResults(folder, manifest, name, question, tuple(thetas))


def parameters_again(folder: Path, manifest: Mapping[str, Any], question: Question) -> tuple[Mapping[str, float], ...]:
    """Give the parameter row of each draw again; InputError when the posterior has been made anew since."""
    plan, scenario = manifest["plan"], next(iter(question.scenarios.values()))
    if question.prior:
        return question.fixed(wider_rows(question, plan["seed"], plan["draws"]))
    if plan["parameters"] != "posterior":
        return question.fixed(parameter_rows(scenario, plan["seed"], plan["draws"], plan["parameters"]))
    beside = question.files[1].parent
    posterior = read_posterior(beside)
    if posterior is None or posterior.hash != manifest["inputs"].get(POSTERIOR):
        raise InputError(
            f"{question.files[1].parent / POSTERIOR} has changed since the run in {folder}; expected that run's (or run again)"
        )
    return question.fixed([{**scenario.at_medians(), **row} for row in posterior.rows(plan["draws"])])


def own_settings(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Read the settings (`--set`) that a run was given."""
    return read_settings([f"{path}={value}" for path, value in manifest["plan"]["set"].items()])

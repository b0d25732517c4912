"""Results that a comparison has written, read again with the question they answer; refused when a file has changed since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ami_sim.calibration.calibrate import POSTERIOR
from ami_sim.calibration.posterior import read_posterior
from ami_sim.model.draws import parameter_rows
from ami_sim.runs.batch import Work
from ami_sim.runs.rows import ROWS, Rows
from ami_sim.runs.shapes import SHAPES, refuse_misshapen
from ami_sim.runs.sizes import refuse_size
from ami_sim.runs.store import FILES, MANIFEST, Keep, hash_of, read_frame, read_manifest
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.experiment import Question, load_experiment, read_settings
from ami_sim.workflow.compare import Comparison
from ami_sim.workflow.manifest import MODEL, changed_since, hashes_of
from ami_sim.workflow.parameters import fitted_rows, not_fitted
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
        found = stored_frame(self.folder / "replications.parquet")
        refuse_unknown_conditions(found, self.question, self.folder / "replications.parquet")
        return found

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


def refuse_unknown_conditions(rows: pd.DataFrame, question: Question, path: Path) -> None:
    """Refuse conditions that the question has no word for: a number too large would be read as another condition."""
    scenario = next(iter(question.scenarios.values()))
    words = scenario.vocabulary
    for name, known in (("stage", len(words.stages)), ("income", len(words.incomes)), ("household", len(scenario.prices.compositions))):
        values = rows[name]
        if len(values) and not (values.min() >= -1 and values.max() < known):
            raise InputError(f"{path}: {name} {int(values.max())} is not known; expected 0 to {known - 1}")


def stored_frame(path: Path, columns: list[str] | None = None, keep: Keep | None = None) -> pd.DataFrame:
    """Read a CSV or parquet file of a results folder; InputError when it is not there, not whole or not as the run wrote it.

    keep: what of each piece of a parquet file is kept.
    """
    known = read_manifest(path.parent) if (path.parent / MANIFEST).is_file() else {}
    found = read_frame(path.parent, path.name, known, columns, keep)
    return found if columns else refuse_misshapen(path.name, found, str(path))


def read_results(folder: Path, file: str = "") -> StoredResults:
    """Read a results folder; InputError when it is none, or when a file that decided the results has changed since.

    file: the experiment file, when it is neither where the run found it nor where it lay beside the results.
    """
    manifest = read_manifest(folder)
    try:
        plan, inputs = manifest["plan"], manifest["inputs"]
        settings = own_settings(manifest)
        asked = plan["variant"], plan["regime"]
        manifest["run"]["file"], plan["seed"], plan["parameters"]
        draws, replications = int(plan["draws"]), int(plan["replications"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{folder}: holds no {MANIFEST} that can be read; expected one written by ami-sim compare") from error
    refuse_size(f"{folder / MANIFEST}: plan.draws", draws, replications)
    if not manifest.get("reference"):
        raise InputError(f"{folder}: holds one scenario without a reference; expected the results of ami-sim compare")
    if not (folder / "replications.parquet").is_file():
        raise InputError(f"{folder}: holds no replications.parquet; expected a folder that ami-sim compare has finished")
    if MODEL in inputs:
        raise InputError(f"{folder}: was asked of {MODEL}; expected the results of an experiment file (ami.load reads these whole)")
    name = file or question_file(folder, manifest)
    question = load_experiment(name, settings, *asked)
    if changed := changed_since(hashes_of(question), inputs):
        raise InputError(f"{name}: {changed} has changed since the run in {folder}; expected that run's files (or run again)")
    thetas = parameters_again(folder, manifest, question)
    return StoredResults(folder, manifest, name, question, tuple(thetas))


def question_file(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Find the experiment file that a run was asked with: where it lay beside the results, or where the command found it.

    InputError when it is in neither place.
    """
    run = manifest["run"]
    beside = folder / str(run["beside"]) if run.get("beside") else None
    places = [str(beside)] if beside is not None and beside.is_file() else []
    places += [str(run["file"])] if Path(str(run["file"])).is_file() else []
    digest = next(iter(manifest["inputs"].values()), "")  # of the experiment file, the first of a question's
    for place in places:
        if hash_of(Path(place).read_bytes()) == digest:
            return place
    if places:
        return places[0]
    return str(run["file"])  # a question that ships is found by its name alone, anything else is refused by it


def load_results(folder: str | Path, only: Collection[str] = ()) -> Comparison:
    """Read everything that a comparison has written, as it was when the run ended; the question's files are not needed.

    only: the files that are read where not all of them are needed; what stands in the others is then empty.

    Raises:
        InputError: it is no such folder, its run is not finished, or a file is not as the run wrote it.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    missing = [key for key in ("title", "question", "titles", "parting", "years", "plan", FILES) if key not in manifest]
    if missing:
        raise InputError(f"{folder}: {MANIFEST} does not say {missing[0]}; expected results of this version (run again)")
    frames = {name: pd.DataFrame() for name in SHAPES if only and name not in only}
    for name in manifest[FILES]:
        if name not in frames:
            frames[name] = refuse_misshapen(name, read_frame(folder, name, manifest), str(folder / name))
    return Comparison(
        title=manifest["title"],
        question=manifest["question"],
        reference=manifest["reference"],
        titles=manifest["titles"],
        summary=frames["summary.csv"],
        monthly=frames["monthly.parquet"],
        measures=frames["measures.parquet"],
        rows=Rows(held=frames[ROWS]),
        manifest=manifest,
        parting=pd.Timestamp(manifest["parting"]),
        years=float(manifest["years"]),
        budget=frames.get("budget.csv", pd.DataFrame()),
        folder=folder,
    )


def work_again(folder: Path) -> Work:
    """Give the work that stored results come from, so that a run of it can be lived again; the question must be as it was.

    Raises:
        InputError: the question has changed or is not found, or functions handed in from Python decided the run.
    """
    stored = read_results(folder)
    plan, run = stored.manifest["plan"], stored.manifest["run"]
    if run.get("own"):
        raise InputError(
            f"{folder}: the run used functions handed in from Python ({', '.join(run['own'])}); expected the answer that made it"
        )
    posterior = read_posterior(stored.question.fitted_in, stored.question.reading) if plan["parameters"] == "posterior" else None
    sizes = (plan["seed"], plan["replications"], plan["per_batch"], run["engine"])
    beside = str(stored.question.files[0].parent)
    histories = posterior.histories(plan["draws"]) if posterior else ()
    return Work(stored.question.scenarios, stored.thetas, *sizes, beside, None, stored.manifest["reference"], histories)


def parameters_again(folder: Path, manifest: Mapping[str, Any], question: Question) -> tuple[Mapping[str, float], ...]:
    """Give the parameter row of each draw again; InputError when the posterior has been made anew since."""
    plan, scenario = manifest["plan"], next(iter(question.scenarios.values()))
    if question.prior:
        return question.fixed(wider_rows(question, plan["seed"], plan["draws"]))
    if plan["parameters"] != "posterior":
        return question.fixed(parameter_rows(scenario, plan["seed"], plan["draws"], plan["parameters"]))
    beside = question.fitted_in
    posterior = read_posterior(beside, question.reading)
    if posterior is None or posterior.hash != manifest["inputs"].get(POSTERIOR):
        raise InputError(f"{question.fitted_in / POSTERIOR} has changed since the run in {folder}; expected that run's (or run again)")
    return question.fixed(fitted_rows(posterior, scenario, plan["seed"], plan["draws"], not_fitted(scenario, posterior)))


def own_settings(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Read the settings (`--set`) that a run was given."""
    return read_settings([f"{path}={value}" for path, value in manifest["plan"]["set"].items()])

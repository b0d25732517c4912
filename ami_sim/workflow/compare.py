"""From a question to its result: run every option and sum up, as frames and facts; no words and no pictures."""

import platform
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import methodcaller
from os import cpu_count
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ami_sim.analysis.budget import budget_frame
from ami_sim.analysis.differences import LEVEL, arrange, summarise
from ami_sim.analysis.payback import with_intervals_of_shares
from ami_sim.analysis.ratios import ratios
from ami_sim.analysis.uncertainty import intervals
from ami_sim.engines.protocol import Engine
from ami_sim.model.strategies import refuse_latent
from ami_sim.runs.batch import Work
from ami_sim.runs.executor import Keep, Progress, Results, alone_in, check_folder, run_work
from ami_sim.runs.folders import clear_parts, named, refuse_other_question
from ami_sim.runs.measures import SHIPPED
from ami_sim.runs.ready import refuse_unusable
from ami_sim.runs.rows import ROWS, Rows
from ami_sim.runs.sizes import refuse_size
from ami_sim.runs.store import draft_of, write_results
from ami_sim.runs.versions import versions
from ami_sim.scenario.errors import InputError, at_least
from ami_sim.scenario.experiment import Experiment, Question, is_experiment, load_experiment, written
from ami_sim.scenario.load import build, find, read_source, set_by
from ami_sim.scenario.precision import Precision
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.asked import Asked
from ami_sim.workflow.manifest import MODEL, begun, hashes_of, way
from ami_sim.workflow.notes import Note, Notes, notes_in
from ami_sim.workflow.open_cases import note_cases
from ami_sim.workflow.parameters import GIVEN, KINDS, Chosen, choose, given_rows, kind_for, note_assumptions, refuse_reading, spread
from ami_sim.workflow.rounds import needs_draws, run_in_rounds, targets_of
from ami_sim.workflow.shared_history import note_rewritten
from ami_sim.workflow.unread import refuse_unread
from ami_sim.workflow.variant_rows import kind_of, rows_of

MONEY: Final = "money"  # what pages begin with where nothing else is asked
PER_BATCH: Final = 10  # replications in a batch; never depends on the number of workers
Own = Mapping[str, Callable[..., float]]


@dataclass(frozen=True)
class Settings:
    """How a question is run: parameter draws, replications of each, seed, workers, engine and where the parameters come from.

    cluster: the address of a scheduler whose workers run the batches; "" runs them on this machine.
    """

    draws: int = 1
    replications: int = 100
    seed: int = 2019
    workers: int = field(default_factory=lambda: cpu_count() or 1)
    engine: str | Engine = "compiled"
    parameters: str = "median"
    cluster: str = ""  # the address of a scheduler; "" for this machine
    precision: Precision | None = None  # draws are added in rounds; `draws` is then the most there may be

    def __post_init__(self) -> None:
        for name, least in (("draws", 1), ("replications", 1), ("seed", 0), ("workers", 1)):
            at_least(name, getattr(self, name), least)
        refuse_size("--draws, --replications", self.draws, self.replications)
        if self.parameters not in (*KINDS, GIVEN):
            raise InputError(f'--parameters: "{self.parameters}"; expected {", ".join(KINDS)}')
        if self.draws > 1 and self.parameters == "median":
            raise InputError(
                f"--draws: {self.draws} draws of the medians are all the same; expected --parameters posterior or prior with more than one"
            )


@dataclass(frozen=True)
class Comparison:
    """What a comparison gave. `summary`: one row a number; `monthly`: bands by month; `measures`: every run's numbers;

    `rows`: days by condition and transitions per year, left in a file until `days` is asked for; `manifest`: every input's hash, seed,
    versions, date.
    """

    title: str
    question: str
    reference: str
    titles: dict[str, str]
    summary: pd.DataFrame
    monthly: pd.DataFrame
    measures: pd.DataFrame
    rows: Rows
    manifest: dict[str, Any]
    parting: pd.Timestamp
    years: float
    budget: pd.DataFrame = field(default_factory=pd.DataFrame)  # committee x line x year in current kronor
    work: Work | None = field(default=None, repr=False, compare=False)  # what was run; none when the frames were read from a folder
    folder: Path | None = None  # where the frames were read from

    @property
    def days(self) -> pd.DataFrame:
        """Days by condition and year of every run, and counted transitions."""
        return self.rows.frame

    @property
    def parameters(self) -> str:
        """Where the parameters come from: median, posterior or prior."""
        return str(self.manifest["plan"]["parameters"])

    @property
    def about(self) -> str:
        """What its pages begin with: "money", "queues" or "people"."""
        return str(self.manifest.get("about", MONEY))

    @property
    def labels(self) -> dict[str, dict[str, str]]:
        """What is said of each measure, those of one's own too: its title in both languages and what it counts."""
        shipped = {name: (SHIPPED[name].title("en"), SHIPPED[name].title("sv"), SHIPPED[name].doc) for name in SHIPPED}
        own = {
            row["name"]: (row["titles"].get("en", ""), row["titles"].get("sv", ""), row["doc"]) for row in self.manifest.get("measures", [])
        }
        return {name: {"long_name": en, "title_sv": sv, "definition": doc} for name, (en, sv, doc) in {**shipped, **own}.items()}

    @property
    def notes(self) -> Notes:
        """What a reader should know about the run."""
        return notes_in(self.manifest)

    @property
    def partial(self) -> bool:
        """Whether the run was stopped before it was whole."""
        return bool(self.manifest["run"].get("status") == "partial")

    @property
    def eligible(self) -> list[str]:
        """Name the options that somebody can choose, in order."""
        diagnostic = self.manifest.get("diagnostic", [])
        return [name for name in self.titles if name not in diagnostic]

    @property
    def frames(self) -> dict[str, pd.DataFrame | Rows]:
        """What is written, by the name of its file; no budget when there is none."""
        found: dict[str, pd.DataFrame | Rows] = {
            "summary.csv": self.summary,
            "monthly.parquet": self.monthly,
            ROWS: self.rows,
            "measures.parquet": self.measures,
            "budget.csv": self.budget,
        }
        return {name: frame for name, frame in found.items() if name != "budget.csv" or not self.budget.empty}

    def write(self, folder: Path) -> list[Path]:
        """Write the frames and, when they are all there, manifest.json with the hash of each."""
        check_folder(folder)
        return write_results(folder, self.frames, self.manifest)


def compare(
    experiment: str | Path | Asked,
    *,
    draws: int | pd.DataFrame | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    engine: str | Engine = "compiled",
    parameters: str = "",
    settings: Mapping[str, Any] | None = None,
    variant: str = "",
    regime: str = "",
    own: Own | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    force: bool = False,
    trust: bool = False,
    cluster: str = "",
    progress: Progress | None = None,
) -> Comparison:
    """Run an experiment file, or a question made in Python, and compare its options with its reference, the same people under each.

    draws: how many, or a frame of parameter rows (a row a draw, a column a parameter). parameters: "median", "posterior" or "prior"; ""
    takes a fresh posterior, else the medians and says why. Without draws, replications are the runs in all, spread over the posterior's
    draws. engine: a name, or an engine. settings: overrides by dotted path. own: a rank function of one's own by option
    (`rank(person, today, theta) -> float`).
    out: a folder for the files; without it nothing is kept. force: replace the results of another question in it. trust: run also code
    that the file names and that lies neither in nor below the current folder. cluster: the address of a dask scheduler that runs it.
    Raises InputError for anything wrong, before anything is written.
    """
    if cluster and workers is not None:
        raise InputError("--workers: counts processes of this machine; expected it without --cluster")
    asked = experiment if isinstance(experiment, Asked) else Asked(load_experiment(experiment, settings, variant, regime))
    asked = replace(asked, own={**asked.own, **(own or {})})
    size = {"draws": None if isinstance(draws, pd.DataFrame) else draws, "replications": replications, "seed": seed, "workers": workers}
    frame = draws if isinstance(draws, pd.DataFrame) else None
    planned = plan_of(asked, frame, size, parameters, engine, cluster).noted(asked)
    folder = None if out is None else named(out)
    if folder and not force:
        refuse_other_question(folder, asked.question.experiment.name)
    return answer(asked, planned.how, folder, settings or {}, resume, progress, planned.rows, trust)


@dataclass(frozen=True)
class Planned:
    """How a question is to be run, and the parameter rows of its draws."""

    how: Settings
    rows: Chosen

    def noted(self, asked: Asked) -> "Planned":
        """Note that stages of one's own run on SimPy."""
        names = [row.name for row in asked.stages]
        return replace(self, rows=replace(self.rows, notes=(*self.rows.notes, Note("own_stages", {"names": names})))) if names else self


def plan_of(
    asked: Asked, frame: pd.DataFrame | None, size: Mapping[str, int | None], parameters: str, engine: str | Engine, cluster: str
) -> Planned:
    """Say how a question is to be run: sizes and a seed as given, else as the question has them, and where parameters come from."""
    question, said = asked.question, asked.question.experiment
    chosen: dict[str, Any] = {"draws": said.draws, "replications": said.replications, "seed": said.seed}
    chosen |= {name: value for name, value in size.items() if value is not None}
    at_least("replications", chosen["replications"], 1)  # before they are spread over draws
    engine = asked.on(engine)
    if frame is not None:
        return in_frame(asked, frame, chosen, parameters, engine, cluster)
    by_name = engine if isinstance(engine, str) else "simpy" if asked.stages else "compiled"  # whatever lives the first year again
    kind, posterior, notes = kind_for(kind_of(question, parameters), question.fitted_in, by_name, question.reading)
    given = {name for name, value in size.items() if value is not None}
    precision = None if given & {"draws", "replications"} else said.precision
    if precision and kind == "median":
        precision, notes = None, (*notes, *needs_draws(kind))
    if precision:
        chosen["draws"], chosen["replications"] = precision.at_most, precision.pilot_replications
        targets_of(precision, question.files[0])
    elif kind == "posterior" and "draws" not in given and said.draws == 1:
        chosen["draws"], chosen["replications"] = spread(chosen["replications"])
    how = Settings(**chosen, engine=engine, parameters=kind, cluster=cluster, precision=precision)
    refuse_unread(question, kind, asked.priors)
    rows = choose(kind, posterior, question.scenarios, how.seed, how.draws, by_name, notes, asked.priors)
    return Planned(how, rows_of(question, rows, how.seed))


def in_frame(asked: Asked, frame: pd.DataFrame, chosen: Mapping[str, Any], parameters: str, engine: str | Engine, cluster: str) -> Planned:
    """Plan a run at the parameter rows of a frame."""
    if parameters:
        raise InputError(f'parameters: "{parameters}"; expected none, since draws is a frame with the rows')
    rows = given_rows(frame, next(iter(asked.question.scenarios.values())))
    refuse_unread(asked.question, GIVEN, given=[str(name) for name in frame.columns])
    sized: dict[str, Any] = {**chosen, "draws": len(rows.rows)}
    how = Settings(**sized, engine=engine, parameters=GIVEN, cluster=cluster)
    return Planned(how, replace(rows, rows=asked.question.fixed(rows.rows)))


def run_scenario(
    scenario: str | Path,
    *,
    replications: int = 100,
    seed: int = 2019,
    workers: int | None = None,
    engine: str = "compiled",
    settings: Mapping[str, Any] | None = None,
    regime: str | None = None,
    out: str | Path | None = None,
    force: bool = False,
    trust: bool = False,
    progress: Progress | None = None,
) -> Comparison:
    """Run one scenario file and sum up its measures; there is no reference, so nothing is said about effects."""
    if is_experiment(find(scenario)):
        raise InputError(f"{scenario}: is an experiment; expected a scenario (ami-sim compare takes an experiment)")
    source = read_source(scenario)
    built = build(source, settings, regime=regime)
    experiment = Experiment.model_construct(
        name=built.name, title=built.title, question=built.who, base=str(source.path), reference="", also=(), option={}
    )
    folder = None if out is None else named(out)
    if folder and not force:
        refuse_other_question(folder, built.name)
    used = regime or str((settings or {}).get("regime_used", source.tables.get("regime_used", "")))
    question = Question(experiment, {built.name: built}, source.files, used, "", said=set_by(settings or {}, "--set"))
    refuse_reading(question.reading, "one scenario is run at the medians")
    refuse_unread(question, "median")
    how = Settings(replications=replications, seed=seed, workers=(cpu_count() or 1) if workers is None else workers, engine=engine)
    return answer(Asked(question), how, folder, settings or {}, False, progress, trust=trust)


def answer(
    asked: Asked,
    how: Settings,
    out: Path | None,
    settings: Mapping[str, Any],
    resume: bool,
    progress: Progress | None,
    rows: Chosen | None = None,
    trust: bool = False,
) -> Comparison:
    """Run a question that has been read, and put the answer together. `rows`: the parameter rows, when they are not the medians."""
    question = asked.question
    for name, function in asked.own.items():
        refuse_latent(name, function)
    work = replace(work_of(question, how, asked.own or None, rows), measures=asked.measures, trust=trust)
    refuse_unusable(work)
    rewritten = note_rewritten(question, work) if question.experiment.reference else ()
    rows = replace(rows, notes=(*rows.notes, *rewritten)) if rows else rows
    if how.cluster:
        from ami_sim.runs.cluster import check_cluster

        check_cluster(how.cluster)
    manifest = manifest_of(question, how, settings, work)
    manifest["inputs"] |= (dict(rows.inputs) if rows else {}) | ({MODEL: asked.digest} if asked.digest else {})
    if out is None:
        with tempfile.TemporaryDirectory() as folder:
            return run_and_sum_up(question, how, work, manifest, Path(folder) / "parts", Rows.kept, progress, rows)
    check_folder(out)
    manifest["run"]["beside"] = way(question.files[0], out)  # so that results and question may be moved together
    parts = out / "parts"
    with alone_in(out), begun(out, parts, manifest, resume), ThreadPoolExecutor(1) as beside:  # nearly all of it is done outside Python
        began, begin = time.perf_counter(), methodcaller("begun", draft_of(out / ROWS), beside)
        comparison = run_and_sum_up(question, how, work, manifest, parts, begin, progress, rows)
        manifest["run"]["seconds"] = round(time.perf_counter() - began, 1)
        comparison.write(out)
        if manifest["run"]["status"] == "complete":
            clear_parts(parts)
    return replace(comparison, rows=Rows(out / ROWS))


def run_and_sum_up(
    question: Question,
    how: Settings,
    work: Work,
    manifest: dict[str, Any],
    parts: Path,
    keep: Keep,
    progress: Progress | None,
    rows: Chosen | None,
) -> Comparison:
    """Run a plan, at once or in rounds until it is sharp enough, and put the answer together. keep: as `gather`."""
    workers = how.cluster or how.workers
    if how.precision is None:
        return together(question, work, manifest, run_work(work, parts, workers, progress, keep), rows)
    diagnostic = [name for name, option in question.experiment.option.items() if option.diagnostic]
    sharpened = run_in_rounds(work, how.precision, parts, workers, progress, diagnostic, keep)
    used = sharpened.work
    manifest["plan"] |= {"draws": len(used.thetas), "replications": used.replications}
    manifest["precision"] = sharpened.said
    comparison = together(question, used, manifest, sharpened.results, rows.first_of(len(used.thetas)) if rows else None)
    take_notes(manifest, comparison.notes + sharpened.notes)
    return comparison


def work_of(question: Question, how: Settings, own: Own | None, chosen: Chosen | None = None) -> Work:
    """Everything that decides the result."""
    scenarios = question.scenarios
    chosen = chosen or choose(how.parameters, None, scenarios, how.seed, how.draws, "compiled")
    folder, reference = str(question.files[0].parent), question.experiment.reference
    sizes = (how.seed, how.replications, PER_BATCH, how.engine)
    return Work(scenarios, chosen.rows, *sizes, folder, own, reference, chosen.histories)


def manifest_of(question: Question, how: Settings, settings: Mapping[str, Any], work: Work) -> dict[str, Any]:
    """Say what decided the result, by hash, and what did it."""
    size: dict[str, Any] = {"draws": how.draws, "replications": how.replications}
    if how.precision:  # how many there will be is not known before the run
        size = {"precision": how.precision.as_plan()}
    return {
        "experiment": question.experiment.name,
        "reference": question.experiment.reference,
        "inputs": hashes_of(question),
        "plan": {
            "seed": how.seed,
            **size,
            "per_batch": work.per_batch,
            "parameters": how.parameters,
            "regime": question.regime,
            "variant": question.variant,
            "set": {key: written(value) for key, value in settings.items()},
            "options": list(work.scenarios),
        },
        "measures": [{"name": row.name, "unit": row.unit, "titles": dict(row.titles), "doc": row.doc} for row in work.measures],
        "versions": versions(),
        "run": {
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "file": str(question.files[0]),
            "engine": how.engine if isinstance(how.engine, str) else how.engine.name,
            "workers": how.cluster or how.workers,
            "own": [*(work.own or {}), *(row.name for row in work.measures)],  # functions handed in from Python
            "machine": platform.machine(),
        },
    }


def take_notes(manifest: dict[str, Any], notes: Notes) -> None:
    """Write what a reader should know into a manifest; no key when there is nothing."""
    if notes:
        manifest["notes"] = [note.as_dict() for note in notes]


def together(question: Question, work: Work, manifest: dict[str, Any], results: Results, rows: Chosen | None = None) -> Comparison:
    """Sum up the runs into a comparison."""
    diagnostic = [name for name in work.scenarios if name in question.experiment.option and question.experiment.option[name].diagnostic]
    notes: Notes = ()
    if rows:
        chosen = results.measures[~results.measures["scenario"].isin(diagnostic)]
        notes = rows.notes + note_assumptions(chosen, rows, question.experiment.reference)
    first: Scenario = next(iter(question.scenarios.values()))
    notes = (*note_cases(first), *notes)
    said = question.experiment
    references = [said.reference, *said.also] if said.reference else []
    about: dict[str, Any] = {"experiment": said.name, "references": references, "level": LEVEL}
    table = arrange(results.measures, references, list(work.scenarios), SHIPPED.printed)
    summary = with_intervals_of_shares(summarise(table, **about))
    further = [found for found in (intervals(table, **about), ratios(table, **about)) if len(found)]
    summary = pd.concat([summary, *further], ignore_index=True)
    titles = {name: said.option[name].title if name in said.option else first.title for name in work.scenarios}
    manifest |= {"title": said.title, "question": said.question, "titles": titles, "diagnostic": diagnostic}
    years = round((first.end - first.parting).days / 365.25, 2)
    manifest |= {"parting": first.parting.isoformat(), "years": years}
    manifest |= {"about": said.about} if said.about != MONEY else {}
    manifest["run"] |= {
        "status": "complete" if results.complete else "partial",
        "events": results.events,
        "replications": results.replications,
        "replications_planned": sum(batch.last - batch.first for batch in work.batches()),
    }
    if not results.complete:
        planned = manifest["run"]["replications_planned"]
        notes = (Note("partial", {"done": results.replications, "planned": planned}), *notes)
    take_notes(manifest, notes)
    return Comparison(
        title=said.title,
        question=said.question,
        reference=said.reference,
        titles=titles,
        summary=summary,
        monthly=results.monthly,
        measures=results.measures,
        rows=results.rows,
        manifest=manifest,
        parting=pd.Timestamp(first.parting),
        years=years,
        budget=budget_frame(results.outturns, work.scenarios, work.thetas[0], said.reference),
        work=work,
    )

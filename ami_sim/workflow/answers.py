"""Every question of a folder run: the runs, searches and switches that its list names; what stands with the same inputs is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypedDict

from ami_sim.analysis.choice import decider
from ami_sim.runs.store import write_json
from ami_sim.scenario.errors import InputError, at_least, nearest
from ami_sim.scenario.experiment import Question, load_experiment, written
from ami_sim.workflow.answer_list import LIST, AnswerList, RunRow, read_list
from ami_sim.workflow.asked import Asked
from ami_sim.workflow.compare import compare
from ami_sim.workflow.manifest import fresh, hashes_of, read_manifest
from ami_sim.workflow.screen_figures import read_screened, screen_figures
from ami_sim.workflow.searched import record_of_search, searched
from ami_sim.workflow.switches import run_switches

RECORD: Final = "answers.json"  # beside the list: what the pages were made from
QUICK: Final = 4  # runs of each experiment where only the way from question to page is tried
KEPT: Final = ("summary.csv", "budget.csv", "monthly.parquet", "measures.parquet", "replications.parquet")  # what a whole result holds
RECORDED: Final = ("experiment", "reference", "inputs", "plan", "versions")  # of a run: what decided it
Say = Callable[[str], None]


class Making(TypedDict):
    """How a run or a search is made. A handful of runs is over before other processes have begun, so that all that is quick takes one."""

    quick: bool
    again: bool
    workers: int | None


@dataclass(frozen=True)
class Ran:
    """A list and where its results stand, a folder a run or search. ran: made now; kept: stood already with the same inputs."""

    folder: Path
    results: Path
    listed: AnswerList
    ran: tuple[str, ...]
    kept: tuple[str, ...]


def run_all(
    folder: Path,
    results: Path,
    *,
    quick: bool = False,
    only: tuple[str, ...] = (),
    again: bool = False,
    workers: int | None = None,
    trust: bool = False,
    say: Say = lambda _: None,
) -> Ran:
    """Run what the folder's list names and has not been run with these inputs.

    quick: a few runs of each. only: runs to make; switches are then left alone. trust: run also code of the folder's own. Raises
    InputError before anything is run for a list or an experiment that is wrong.
    """
    at_least("workers", workers, 1)
    listed = read_list(folder, trust)
    everything = (*listed.run, *listed.search)
    for word in only:
        if word not in everything:
            raise InputError(f'--only: "{word}" is not a run of {folder / LIST}.{nearest(word, everything)}')
    ran: list[str] = []
    kept: list[str] = []
    asked = dict(listed.questions(folder))
    workers = workers or (1 if quick else None)
    how: Making = {"quick": quick, "again": again, "workers": workers}
    for name in only or everything:
        to = results / name
        if name in listed.search:
            row = listed.search[name]
            new = searched(row, folder, to, asked[f"search.{name}"], say=partial(say, f"{name}: {row.file}, a search"), **how)
        else:
            new = run_one(listed.run[name], asked[f"run.{name}"], to, name, say=say, **how)
        (ran if new else kept).append(name)
        if not new:
            say(f"{name}: stands already in {to}")
    if not only:
        turn_switches(folder, listed, results, quick, workers, say)
        move_figures(folder, listed, results, quick, workers, say)
    return Ran(folder, results, listed, tuple(ran), tuple(kept))


def run_one(row: RunRow, question: Question, to: Path, name: str, *, quick: bool, again: bool, workers: int | None, say: Say) -> bool:
    """Make a run, or go on with one that was stopped, unless it stands already with the same inputs; whether it was made."""
    runs = QUICK if quick else row.replications
    begun = "" if again else begun_alike(question, row, runs, to)
    if begun == "complete":
        return False
    say(f"{name}: {row.file}{f', {row.variant}' if row.variant else ''}{f', {row.regime}' if row.regime else ''}")
    made = compare(
        Asked(question),
        replications=runs,
        settings=row.set,
        out=to,
        trust=True,  # the list has asked
        force=True,  # of this list's own results
        workers=workers,
        resume=begun in ("running", "partial"),
    )
    if made.partial:  # Ctrl-C: no further run, and no page from half a result
        raise KeyboardInterrupt
    return True


def turn_switches(folder: Path, listed: AnswerList, results: Path, quick: bool, workers: int | None, say: Say) -> None:
    """Turn the switches of every decision that asks for them, beside its run's results; what stands with the same inputs is kept."""
    wanted: dict[str, int] = {}
    for row in listed.decision.values():
        wanted[row.run] = max(row.switches, wanted.get(row.run, 0))
    for name, draws in wanted.items():
        if draws:
            say(f"{name}: switches")
            file = folder / listed.run[name].file
            run_switches(file, trust=True, draws=min(draws, QUICK // 2) if quick else draws, out=results / name, workers=workers)


def move_figures(folder: Path, listed: AnswerList, results: Path, quick: bool, workers: int | None, say: Say) -> None:
    """Move every figure for the decisions that ask for it, beside their runs' results; what stands with the same inputs is kept."""
    for name, row in listed.decision.items():
        file, to = folder / listed.run[row.run].file, results / row.run
        question = load_experiment(file)
        payer = decider(row.payer, question.experiment.decision.payer)
        if row.figures and not quick and read_screened(to, payer, hashes_of(question)) is None:
            say(f"{name}: figures")
            screen_figures(file, option=row.option, payer=payer, replications=row.figures, workers=workers, out=to, trust=True)


def begun_alike(question: Question, row: RunRow, runs: int | None, to: Path) -> str:
    """Say how far a run has come that was begun with the same inputs: "complete", "running" (it was stopped), or "" for none."""
    path = to / "manifest.json"
    if not path.is_file():
        return ""
    try:
        manifest = read_manifest(path)
        plan, status = manifest["plan"], str(manifest["run"]["status"])
    except (InputError, KeyError):  # damaged: made again
        return ""
    if status == "complete" and not all((to / file).is_file() for file in KEPT):
        return ""
    same = all(manifest["inputs"].get(name) == digest for name, digest in hashes_of(question).items())
    made = plan.get("draws", 0) * plan.get("replications", 0)  # a run in rounds knows them when it has ended
    size = runs is None or made == runs - runs % max(1, plan.get("replications", 1))
    settings = {key: written(value) for key, value in row.set.items()}
    asked = (plan["variant"], plan["regime"], plan["set"]) == (row.variant, question.regime, settings)
    alike = same and size and asked and fresh(question.fitted_in, manifest)
    return status if alike else ""


def write_record(ran: Ran) -> None:
    """Write beside the list what the pages were made from: of each run its inputs' hashes, plan and versions; of each search its plan."""
    found: dict[str, Any] = {}
    for name in ran.listed.run:
        manifest = read_manifest(ran.results / name / "manifest.json")
        found[name] = {key: manifest[key] for key in RECORDED}
    write_json(ran.folder / RECORD, found | {name: record_of_search(ran.results / name) for name in ran.listed.search})

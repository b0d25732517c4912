"""Every question of a folder run and answered: the runs that a list names, then the pages, filled from what the runs gave.

The list (`answers.toml`) has a row a run (experiment file, reading, regime, size), a row a search (experiment file) and a row a page
(template, where it goes). Templates are Jinja; a number in a page comes from `Quotes` or from a search's page and is never typed.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypedDict

from pydantic import Field, ValidationError

from ami_sim.report.facts import facts
from ami_sim.report.pictures import draw_all
from ami_sim.report.quotes import Quotes
from ami_sim.runs.executor import write_json
from ami_sim.scenario.errors import InputError, at_least, nearest
from ami_sim.scenario.experiment import load_experiment, written
from ami_sim.scenario.load import explain, read_toml
from ami_sim.scenario.rows import Strict
from ami_sim.workflow.compare import compare
from ami_sim.workflow.decide import PAYERS
from ami_sim.workflow.manifest import fresh, hashes_of, read_manifest
from ami_sim.workflow.searched import SearchRow, record_of_search, search_page, searched
from ami_sim.workflow.switches import run_switches

if TYPE_CHECKING:  # what a decision page needs is read when one is made
    from ami_sim.report.pages.decision_parts import Page
    from ami_sim.workflow.decide import Decided

LIST: Final = "answers.toml"
RECORD: Final = "answers.json"  # beside the list: what the pages were made from
QUICK: Final = 4  # runs of each experiment where only the way from question to page is tried
Say = Callable[[str], None]


class Making(TypedDict):
    """How a run or a search is made. A handful of runs is over before other processes have begun, so that quick ones take one."""

    quick: bool
    again: bool
    workers: int | None


class RunRow(Strict):
    """One run: an experiment file of the folder, and what differs from how it stands. `replications`: runs in all."""

    file: str
    variant: str = ""
    regime: str = ""
    replications: int | None = Field(default=None, ge=1)
    set: dict[str, Any] = Field(default_factory=dict)


class PageRow(Strict):
    """One page: a template of the folder, where it is written, and in which order it is listed."""

    template: str
    to: str


class DecisionRow(Strict):
    """One decision page: of which run, where it is written, whose net result decides (default: the file's).

    `option`: whose difference the parts on sensitivity and on who gains are about (default: the leader's, or the next after the reference).
    `switches`: draws of each switch that is turned for part c; 0 turns none.
    """

    run: str
    to: str
    payer: str = ""
    option: str = ""
    switches: int = Field(default=0, ge=0)


class AnswerList(Strict):
    """What is run and what is written, in order."""

    run: dict[str, RunRow]
    search: dict[str, SearchRow] = Field(default_factory=dict)
    page: dict[str, PageRow] = Field(default_factory=dict)
    decision: dict[str, DecisionRow] = Field(default_factory=dict)


KEPT: Final = ("summary.csv", "budget.csv", "monthly.parquet", "measures.parquet", "replications.parquet")  # what a whole result holds


@dataclass(frozen=True)
class Answers:
    """What was run and written. `ran`: runs and searches made now; `kept`: those that stood already with the same inputs."""

    ran: list[str]
    kept: list[str]
    pages: list[Path]


def read_list(folder: Path) -> AnswerList:
    """Read the list of runs and pages; InputError for anything wrong, files that are missing included."""
    path = folder / LIST
    if not path.is_file():
        raise InputError(f"{path}: is missing; expected a list of runs and pages")
    try:
        found = AnswerList.model_validate(read_toml(path))
    except ValidationError as error:
        raise InputError(explain(error, AnswerList, {}, path)) from error
    for name, row in found.run.items():
        if not (folder / row.file).is_file():
            known = sorted(each.name for each in folder.glob("*.toml"))
            raise InputError(f'{path}: run.{name}.file: "{row.file}" is not there.{nearest(row.file, known)}')
        load_experiment(folder / row.file, row.set, row.variant, row.regime)
    for name, asked_for in found.search.items():
        if not (folder / asked_for.file).is_file():
            known = sorted(each.name for each in folder.glob("*.toml"))
            raise InputError(f'{path}: search.{name}.file: "{asked_for.file}" is not there.{nearest(asked_for.file, known)}')
        if load_experiment(folder / asked_for.file).experiment.search is None:
            raise InputError(f"{path}: search.{name}.file: {asked_for.file} has no [search] table; expected the file of a search")
        if name in found.run:
            raise InputError(f"{path}: search.{name}: a run has that name, too; expected another name")
    for name, decision in found.decision.items():
        if decision.run not in found.run:
            raise InputError(f'{path}: decision.{name}.run: "{decision.run}" is not a run.{nearest(decision.run, found.run)}')
        asked = found.run[decision.run]
        if decision.switches and (asked.variant or asked.regime or asked.set):
            raise InputError(f"{path}: decision.{name}.switches: {decision.run} is a variant; expected a run of a file as it stands")
        if decision.payer not in ("", *PAYERS):
            raise InputError(f'{path}: decision.{name}.payer: "{decision.payer}" is not a payer.{nearest(decision.payer, PAYERS)}')
    for name, page in found.page.items():
        if not (folder / page.template).is_file():
            raise InputError(f'{path}: page.{name}.template: "{page.template}" is not there; expected a template in {folder}')
    return found


def answer_all(
    folder: Path,
    results: Path,
    *,
    quick: bool = False,
    only: tuple[str, ...] = (),
    pages: Path | None = None,
    again: bool = False,
    workers: int | None = None,
    say: Say = lambda _: None,
) -> Answers:
    """Run what the folder's list names and has not been run with these inputs, then write the pages.

    quick: a few runs of each, into `results` all the same; pages then go to `pages` and never beside the experiments. only: runs to make
    (pages are left alone). pages: where pages go (default: beside the list).
    Raises InputError before anything is run for a list, an experiment or a page that is wrong.
    """
    at_least("workers", workers, 1)
    listed = read_list(folder)
    everything = (*listed.run, *listed.search)
    for word in only:
        if word not in everything:
            raise InputError(f'--only: "{word}" is not a run of {folder / LIST}.{nearest(word, everything)}')
    if quick and pages is None:
        raise InputError("--quick: its pages hold too few runs to stand beside the experiments; expected --pages FOLDER too")
    ran: list[str] = []
    kept: list[str] = []
    how: Making = {"quick": quick, "again": again, "workers": workers or (1 if quick else None)}
    for name in only or everything:
        to = results / name
        if name in listed.search:
            row = listed.search[name]
            made = searched(row, folder, to, say=partial(say, f"{name}: {row.file}, a search"), **how)
        else:
            made = run_one(listed.run[name], folder, to, name, say=say, **how)
        (ran if made else kept).append(name)
        if not made:
            say(f"{name}: stands already in {to}")
    if only:
        return Answers(ran, kept, [])
    turn_switches(folder, listed, results, quick, workers, say)
    decisions = Decisions(folder, listed, results)
    written = write_pages(folder, listed, results, pages or folder, decisions) + write_decisions(decisions, pages or folder)
    if not quick:
        write_json(folder / RECORD, record_of(listed, results))
    return Answers(ran, kept, written)


def run_one(row: RunRow, folder: Path, to: Path, name: str, *, quick: bool, again: bool, workers: int | None, say: Say) -> bool:
    """Make a run unless it stands already with the same inputs, or go on with one that was stopped; whether it was made."""
    runs = QUICK if quick else row.replications
    begun = "" if again else begun_alike(folder, row, runs, to)
    if begun == "complete":
        return False
    say(f"{name}: {row.file}{f', {row.variant}' if row.variant else ''}{f', {row.regime}' if row.regime else ''}")
    made = compare(
        folder / row.file,
        replications=runs,
        variant=row.variant,
        regime=row.regime,
        settings=row.set,
        out=to,
        workers=workers,
        resume=begun in ("running", "partial"),
    )
    if made.partial:  # Ctrl-C: no further run, and no page from half a result
        raise KeyboardInterrupt
    draw_all(made, to)
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
            run_switches(file, draws=min(draws, QUICK // 2) if quick else draws, out=results / name, workers=workers)


def begun_alike(folder: Path, row: RunRow, runs: int | None, to: Path) -> str:
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
    question = load_experiment(folder / row.file, row.set, row.variant, row.regime)
    same = all(manifest["inputs"].get(name) == digest for name, digest in hashes_of(question).items())
    made = plan.get("draws", 0) * plan.get("replications", 0)  # a run in rounds knows them when it has ended
    size = runs is None or made == runs - runs % max(1, plan.get("replications", 1))
    settings = {key: written(value) for key, value in row.set.items()}
    asked = (plan["variant"], plan["regime"], plan["set"]) == (row.variant, question.regime, settings)
    alike = same and size and asked and fresh(question.files[1].parent, manifest)
    return status if alike else ""


class Decisions:
    """The decision pages of a list, each made once, when somebody first asks for it."""

    def __init__(self, folder: Path, listed: AnswerList, results: Path) -> None:
        """Make nothing yet."""
        self.folder, self.listed, self.results = folder, listed, results
        self._made: dict[str, tuple[Decided, Page]] = {}

    def of(self, name: str) -> "tuple[Decided, Page]":
        """Give what a decision rests on, and its page."""
        if name not in self._made:
            from ami_sim.report.pages.decision import page_of
            from ami_sim.workflow.decide import read_decided

            row = self.listed.decision[name]
            file = str(self.folder / self.listed.run[row.run].file)
            decided = read_decided(self.results / row.run, row.payer, file).looking_at(row.option)
            self._made[name] = decided, page_of(decided)
        return self._made[name]

    def worth_recording(self, name: str) -> str:
        """Give the part of a decision page that says what knowing more is worth: its first sentences and the table of studies."""
        from ami_sim.report.pages.decision_parts import Grid

        parts = next(section for section in self.of(name)[1].sections if section.key == "what_next").parts
        said = list(takewhile(lambda part: isinstance(part, str), parts))  # what stands before the first table
        studies = [part.as_markdown() for part in parts if isinstance(part, Grid) and part.columns[0] == "Study"]
        return "\n\n".join([*map(str, said), *studies])


def write_pages(folder: Path, listed: AnswerList, results: Path, to: Path, decisions: Decisions) -> list[Path]:
    """Fill every template and write the pages; nothing is written when one of them cannot be filled."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

    runs = {name: Quotes(results / name) for name in listed.run}
    searches = {name: search_page(results / name) for name in listed.search}
    places = {name: to / page.to for name, page in listed.page.items()}
    if to != folder:  # elsewhere all pages stand together
        places = {name: to / Path(page.to).name for name, page in listed.page.items()}
    room = Environment(loader=FileSystemLoader(folder), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    known = facts(load_experiment(folder / row.file, row.set, row.variant, row.regime) for row in listed.run.values())
    filled: dict[str, str] = {}
    pictures: dict[Path, Path] = {}
    for name, page in listed.page.items():
        beside = places[name].parent

        def picture(run: str, kind: str, beside: Path = beside) -> str:
            """Put a run's picture beside the page and give its Markdown."""
            source = runs[run].folder / f"{kind}.png"
            if not source.is_file():
                raise InputError(f"{source}: is missing; expected a picture that compare has drawn")
            target = beside / "img" / f"{run}-{kind}.png"
            pictures[target] = source
            return f"![{kind.replace('_', ' ')}](img/{target.name})"

        try:
            filled[name] = room.get_template(page.template).render(
                run=runs, searched=searches, picture=picture, pages=listed.page, worth_recording=decisions.worth_recording, **known
            )
        except (TemplateError, KeyError) as error:
            raise InputError(f"{folder / page.template}: cannot be filled ({type(error).__name__}: {error})") from error
    for target, source in pictures.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    for name, text in filled.items():
        places[name].parent.mkdir(parents=True, exist_ok=True)
        places[name].write_text(f"{text}\n", encoding="utf-8")
    return list(places.values())


def write_decisions(decisions: Decisions, to: Path) -> list[Path]:
    """Write the decision pages with their pictures beside them."""
    from ami_sim.report.pages.decision_pictures import draw_all as draw_decision

    written = []
    for name, row in decisions.listed.decision.items():
        decided, page = decisions.of(name)
        target = to / row.to if to == decisions.folder else to / Path(row.to).name
        target.parent.mkdir(parents=True, exist_ok=True)
        pictures = draw_decision(decided, page, target.parent / "img" / name)
        shown = "\n\n".join(f"![{path.stem}](img/{name}/{path.name})" for path in pictures)
        target.write_text(f"{page.as_markdown()}\n## Pictures\n\n{shown}\n", encoding="utf-8")
        written.append(target)
    return written


def record_of(listed: AnswerList, results: Path) -> dict[str, Any]:
    """Say what the pages were made from: of each run its inputs' hashes, plan and versions; of each search its inputs' and its plan."""
    runs = {
        name: {key: Quotes(results / name).manifest[key] for key in ("experiment", "reference", "inputs", "plan", "versions")}
        for name in listed.run
    }
    return runs | {name: record_of_search(results / name) for name in listed.search}

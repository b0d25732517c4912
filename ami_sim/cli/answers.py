"""The command that runs every question of a folder and writes its pages."""

from dataclasses import dataclass
from os import cpu_count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ami_sim.cli.help import asked
from ami_sim.cli.idle import refuse_beside
from ami_sim.cli.options import Trust, Workers, out_named
from ami_sim.cli.output import say, tell
from ami_sim.report import words

if TYPE_CHECKING:
    from ami_sim.report.answer_pages import Filled


def add_answer_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="ami-sim answers experiments")(answers)


def answers(
    folder: Annotated[Path, typer.Argument()] = Path("experiments"),
    results: Annotated[Path, typer.Option("--out", parser=out_named, metavar="PATH")] = Path("results/answers"),
    quick: Annotated[bool, typer.Option("--quick")] = False,
    only: Annotated[list[str] | None, typer.Option("--only")] = None,
    pages: Annotated[Path | None, typer.Option("--pages", parser=out_named, metavar="PATH")] = None,
    again: Annotated[bool, typer.Option("--again")] = False,
    workers: Workers = None,
    trust: Trust = False,
) -> None:
    """Run every experiment of a folder and write its pages from the results: the whole decision memo in one command."""
    how: dict[str, Any] = {"quick": quick, "only": tuple(only or ()), "again": again, "workers": workers, "trust": trust}
    found = answer_all(folder, results, pages=pages, say=tell, **how)
    say(words.say(asked(), "commands.answered", ran=len(found.ran), kept=len(found.kept), pages=len(found.pages)))
    for page in found.pages:
        say(str(page))


@dataclass(frozen=True)
class Answers:
    """What was run and written. ran: runs and searches made now; kept: those that stood already with the same inputs."""

    ran: tuple[str, ...]
    kept: tuple[str, ...]
    pages: tuple[Path, ...]


def answer_all(folder: Path, results: Path, *, pages: Path | None = None, **how: Any) -> Answers:
    """Run what the folder's list names, then write its pages into `pages` (default: the folder); `how`: as `run_all` takes it.

    Pages of quick runs never stand beside the experiments; where only some runs are asked for, pages are left alone. Raises InputError
    before anything is run for a list, an experiment or a page that is wrong, and before anything is written for one that cannot be filled.
    """
    from threadpoolctl import threadpool_limits

    from ami_sim.report.answer_pages import fill
    from ami_sim.scenario.errors import InputError
    from ami_sim.workflow.answers import run_all, write_record
    from ami_sim.workflow.decide import decide
    from ami_sim.workflow.facts import QUICK, Sizes, read_facts

    quick = bool(how.get("quick"))
    if how.get("only"):  # pages are left alone, wherever they would stand
        refuse_beside("--only", {"--pages": pages})
    elif quick and pages is None:
        raise InputError("--quick: its pages hold too few runs to stand beside the experiments; expected --pages FOLDER too")
    ran = run_all(folder, results, **how)
    if how.get("only"):
        return Answers(ran.ran, ran.kept, ())
    sizes = QUICK if quick else Sizes(workers=how.get("workers") or cpu_count() or 1)
    with threadpool_limits(limits=1):  # sums of small tables: several threads would wait for each other
        decisions = {
            name: decide(results / row.run, row.payer, row.option, str(folder / ran.listed.run[row.run].file))
            for name, row in ran.listed.decision.items()
        }
        facts = read_facts((question for _, question in ran.listed.questions(folder)), sizes)
        filled = fill(ran, decisions, facts, pages or folder)
    write(filled)
    if not quick:
        write_record(ran)
    return Answers(ran.ran, ran.kept, tuple(filled.pages))


def write(filled: "Filled") -> None:
    """Write pages and pictures."""
    from ami_sim.report.pages.decision import pictures

    for beside, (decision, language) in filled.decisions.items():
        beside.mkdir(parents=True, exist_ok=True)
        pictures.save(decision, beside, language)
    for target, drawn in filled.drawings.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        drawn()
    for place, text in filled.pages.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

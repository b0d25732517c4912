"""The commands: thin ways into the toolkit, with one clear error and exit code 2 for anything wrong in what was given."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from ami_sim.cli.answers import add_answer_commands
from ami_sim.cli.decide import add_decision_commands
from ami_sim.cli.money import add_money_commands
from ami_sim.cli.output import present
from ami_sim.cli.search import add_search_command
from ami_sim.scenario.errors import GOES_ON, InputError

if TYPE_CHECKING:
    from ami_sim.public.answer import Answer
    from ami_sim.report.vocabulary import Language

WRONG, STOPPED = 2, 130  # exit codes: something wrong in what was given; Ctrl-C

app = typer.Typer(
    help="Simulate what social exclusion costs and what a municipality can do about it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Set = Annotated[list[str] | None, typer.Option("--set", help="Override any figure: path=value, for example life.retirement_age=66")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the files (default: results/NAME).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Seed = Annotated[int | None, typer.Option("--seed", help="The same seed gives the same result.")]
Replications = Annotated[int | None, typer.Option("--replications", help="Replications per parameter draw.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Processes (default: all cores); the result is the same.")]
EngineName = Annotated[str, typer.Option("--engine", help="compiled (default) or simpy; both give the same numbers.")]
Regime = Annotated[str, typer.Option("--regime", help="What AF does after the decision (see rules.toml).")]
Every = Annotated[bool, typer.Option("--all", help="Print every section, not the main ones alone.")]
SectionNames = Annotated[list[str] | None, typer.Option("--section", help="Print this section (may be repeated); the names stand last.")]
Swedish = Annotated[bool, typer.Option("--sv", help="Swedish table and sentences.")]


@app.command(epilog="Example: ami-sim compare experiments/capacity.toml --replications 50")
def compare(
    experiment: Annotated[str, typer.Argument(help="An experiment file.")],
    draws: Annotated[int | None, typer.Option("--draws", help="Parameter draws (more than one needs a posterior or prior).")] = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    setting: Set = None,
    variant: Annotated[str, typer.Option("--variant", help="Another reading that the file describes.")] = "",
    regime: Regime = "",
    parameters: Annotated[str, typer.Option("--parameters", help="median, posterior or prior.")] = "",
    engine: EngineName = "compiled",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped in --out.")] = False,
    cluster: Annotated[str, typer.Option("--cluster", help="Run on the workers of a dask scheduler: tcp://host:8786.")] = "",
    every: Every = False,
    section: SectionNames = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Compare the options of an experiment with its reference: queues, people, money, with intervals."""
    from ami_sim.public.compare import compare as compared
    from ami_sim.scenario.experiment import read_settings

    folder = out or Path("results") / Path(experiment).stem
    with progress_bar("Comparing", quiet=as_json) as progress:
        comparison = compared(
            experiment,
            draws=draws,
            replications=replications,
            seed=seed,
            workers=workers,
            engine=engine,
            parameters=parameters,
            settings=read_settings(setting or []),
            variant=variant,
            regime=regime,
            out=folder,
            resume=resume,
            cluster=cluster,
            progress=progress,
            language="sv" if sv else "en",
        )
    show(comparison, folder, "sv" if sv else "en", as_json, every, section)
    leave_if_partial(comparison)


@app.command(epilog="Example: ami-sim run calibration/ragunda/scenario.toml --replications 20")
def run(
    scenario: Annotated[str, typer.Argument(help="A scenario file.")],
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    setting: Set = None,
    regime: Regime = "",
    engine: EngineName = "compiled",
    every: Every = False,
    section: SectionNames = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Run one scenario and print its measures (levels, no comparison)."""
    from ami_sim.public import answer
    from ami_sim.scenario.experiment import read_settings

    with progress_bar("Running", quiet=as_json) as progress:
        result = answer.run_scenario(
            scenario,
            replications=100 if replications is None else replications,
            seed=2019 if seed is None else seed,
            workers=workers,
            engine=engine,
            settings=read_settings(setting or []),
            regime=regime or None,
            out=out,
            progress=progress,
            language="sv" if sv else "en",
        )
    show(result, out, "sv" if sv else "en", as_json, every, section)
    leave_if_partial(result)


@app.command(epilog="Example: ami-sim check experiments/capacity.toml")
def check(file: Annotated[str, typer.Argument(help="A scenario or experiment file.")], setting: Set = None, as_json: Json = False) -> None:
    """Validate a file and print what it means in words."""
    from ami_sim.report.pages.meaning import meaning_of
    from ami_sim.scenario.experiment import read_settings

    meaning = meaning_of(file, read_settings(setting or []))
    say(as_script(meaning.as_dict()) if as_json else meaning.as_text())


@app.command(epilog="Example: ami-sim person experiments/capacity.toml --option sixty --person ifo-17 --replication 3")
def person(
    file: Annotated[str, typer.Argument(help="A scenario or experiment file.")],
    who: Annotated[str, typer.Option("--person", help="Referrer and number: ifo-17, or ifo-s4 for the fourth before the start.")],
    replication: Annotated[int, typer.Option("--replication", help="Which replication (0 is the first).")] = 0,
    option: Annotated[str, typer.Option("--option", help="Which option of an experiment.")] = "",
    seed: Seed = None,
    setting: Set = None,
    engine: EngineName = "compiled",
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Tell one simulated person's story beside the twin's, as an illustration."""
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.workflow.follow_one import story_of

    story = story_of(
        file, who, replication, option, 2019 if seed is None else seed, read_settings(setting or []), engine, "sv" if sv else "en"
    )
    say(as_script(story.as_dict()) if as_json else story.as_text())


@app.command(epilog="Example: ami-sim new my-municipality")
def new(folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet.")], as_json: Json = False) -> None:
    """Start a municipality of one's own from a template."""
    from ami_sim.workflow.template import start_municipality

    written = [str(path) for path in start_municipality(folder)]
    say(as_script({"written": written}) if as_json else "\n".join(["Written:", *written, "", *next_steps(folder)]))


@app.command(epilog="Example: ami-sim evidence N29")
def evidence(
    about: Annotated[str, typer.Argument(help="An id such as N29 or C17, a parameter, or a word; nothing for all.")] = "",
    file: Annotated[str, typer.Option("--file", help="An evidence file.")] = "calibration/ragunda/evidence.toml",
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Print the evidence: every figure with its source, how sure it is and how it is used."""
    from ami_sim.report.pages.evidence import evidence_page
    from ami_sim.workflow.evidence import sources_about

    present(evidence_page(sources_about(file, about), "sv" if sv else "en"), as_json)


add_money_commands(app)
add_answer_commands(app)
add_search_command(app)
add_decision_commands(app)


@app.command(epilog="Example: ami-sim calibrate calibration/ragunda")
def calibrate(
    folder: Annotated[Path, typer.Argument(help="A municipality's folder with scenario, priors, targets and evidence.")] = Path(
        "calibration/ragunda"
    ),
    work: Annotated[Path | None, typer.Option("--work", help="Folder for the parts; a killed calibration goes on from them.")] = None,
    power: Annotated[int, typer.Option("--power", help="Rows of a wave, as a power of two.")] = 13,
    draws: Annotated[int, typer.Option("--draws", help="Posterior draws.")] = 1000,
    histories: Annotated[int, typer.Option("--histories", help="First years tried per draw; the nearest is its history.")] = 10,
    seed: Seed = None,
    wide: Annotated[bool, typer.Option("--wide", help="Use the wider priors; the posterior goes into the --work folder.")] = False,
    page: Annotated[Path | None, typer.Option("--page", help="Write the checks as a page, too.")] = None,
) -> None:
    """Calibrate to the first year's figures and write the posterior into the folder; says what was learnt and what was not."""
    from ami_sim.calibration.reference_table import Waves
    from ami_sim.report.pages.calibration import calibrate_and_write, write_page

    waves = Waves(power=power, nearest=max(60, min(2500, 2**power // 3)), draws=draws, seed=2019 if seed is None else seed)
    parts = work or Path("results") / f"calibrate-{folder.name}{'-wide' if wide else ''}"
    with progress_bar("Calibrating", quiet=False) as bar:
        step = None if bar is None else lambda what, done, total: bar(done, total)
        found = calibrate_and_write(folder, waves, parts, histories, "compiled", step, wide)
    from rich.console import Console

    console = Console(width=None if sys.stdout.isatty() else 160)
    for part in found.parts():
        console.print(part, highlight=False)
    if page:
        write_page(found, page)


def next_steps(folder: Path) -> list[str]:
    """Say what to do with a new municipality's files."""
    question = f"{folder}/experiments/capacity.toml"
    question = f'"{question}"' if " " in question else question
    return [
        "Every figure in them is still Ragunda's. Change them, then:",
        f"  ami-sim check {question}",
        f"  ami-sim compare {question}",
    ]


def say(text: str) -> None:
    """Print text as it is."""
    typer.echo(text)


def as_script(content: Any) -> str:
    """Write JSON for scripts; a number that is not defined is null, since JSON has no NaN."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [plain(item) for item in value]
        return None if isinstance(value, float) and not isfinite(value) else value

    return json.dumps(plain(content), ensure_ascii=False, indent=2, default=str, allow_nan=False)


def show(comparison: "Answer", folder: Path | None, language: "Language", as_json: bool, every: bool, sections: list[str] | None) -> None:
    """Print a comparison: the main figures, a sentence per option, what else there is, and where the files are."""
    from ami_sim.report import words
    from ami_sim.report.pages.comparison import comparison_page

    present(comparison_page(comparison, language), as_json, every, tuple(sections or ()))
    if folder and not as_json:
        say(words.say(language, "commands.files", folder=str(folder)))


@contextmanager
def progress_bar(title: str, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar with the time left on the error stream; nothing when the output is for a script or goes to a file."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("runs"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"{title} (the first use compiles for some seconds)", total=None)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, description=title)

        yield advance


def leave_if_partial(comparison: "Answer") -> None:
    """Say on the error stream that a run was stopped, and leave with the exit code of Ctrl-C."""
    if comparison.partial:
        made = comparison.manifest["run"]
        share = f"{made['replications']} of {made['replications_planned']} replications"
        leave(f"stopped after {share}; what is shown is a partial result (compare goes on with --resume)", STOPPED)


def leave(message: str, code: int) -> NoReturn:
    """Say one thing on the error stream and leave."""
    typer.echo(f"ami-sim: {message}", err=True)
    raise SystemExit(code)


def main() -> None:
    """Run the command line: one message and exit code 2 for anything wrong in what was given, 130 when Ctrl-C stopped it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal without the letter å shows a question mark, and no traceback
            stream.reconfigure(errors="replace")
    try:
        code = app(standalone_mode=False)
    except InputError as error:
        leave(" ".join(str(error).split()), WRONG)
    except Exception as error:
        if not hasattr(error, "format_message"):  # what is wrong in an option, in words that click has found
            raise
        if type(error).__name__ == "NoArgsIsHelpError":  # the help has been printed
            raise SystemExit(WRONG) from error
        leave(f"{' '.join(error.format_message().split())} (ami-sim --help lists the commands and their options)", WRONG)
    if code == STOPPED:
        goes_on = sys.argv[1:2] in (["answers"], ["switches"], ["calibrate"])
        leave(GOES_ON if goes_on else "stopped before there was anything to show", STOPPED)
    raise SystemExit(code or 0)


if __name__ == "__main__":
    main()

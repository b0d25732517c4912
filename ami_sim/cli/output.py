"""What commands print and how they end: streams, pages as text or JSON, progress, one error sentence and the exit code."""

import codecs
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from ami_sim.report import words
from ami_sim.scenario.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console

    from ami_sim.report.document import Page
    from ami_sim.report.words import Language

GONE, WRONG, STOPPED = 1, 2, 130  # exit codes: nobody reads on; something wrong in what was given; Ctrl-C
PLAIN_WIDTH = 160  # characters a line where the output is no terminal
LOOKALIKES = "ami_sim.lookalikes"
# What a stream that lacks a sign gets in its place; a letter without a likeness becomes a question mark.
INSTEAD = {"−": "-", "\u00a0": " ", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "×": "x", "±": "+/-", "≤": "<=", "≥": ">="}


def prepare_streams() -> None:
    """Let both streams write lookalikes of the signs they lack: a terminal or file of an old code page shows `-`, and no traceback."""
    codecs.register_error(LOOKALIKES, lookalikes)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=LOOKALIKES)


def lookalikes(error: UnicodeError) -> tuple[str, int]:
    """Give what a stream writes for signs that it lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(INSTEAD.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def say(text: str) -> None:
    """Print text as it is."""
    typer.echo(text)


def tell(text: str) -> None:
    """Print text on the error stream, beside what a script reads."""
    typer.echo(text, err=True)


def say_json(content: Any) -> None:
    """Print plain values for scripts; a number that is not defined is null."""
    from ami_sim.report.document import plain

    say(json.dumps(plain(content), ensure_ascii=False, indent=2, default=str, allow_nan=False))


def say_page(page: "Page", as_json: bool = False, every: bool = True, sections: tuple[str, ...] = ()) -> None:
    """Print a page: as JSON for scripts, or for a reader, with all sections, those named, or the main ones."""
    if as_json:
        say_json(page.as_dict())
        return
    from ami_sim.report.render.terminal import parts

    page.chosen(every, sections)  # refuse an unknown section before anything is printed
    out = console()
    out.print(parts(page, out.width, every, sections), highlight=False)


def written(page: "Page") -> str:
    """Write a page as plain text, as wide as the terminal is."""
    return str(page.to("terminal", width=console().width))


def console() -> "Console":
    """Give the output as a rich console: as wide as the terminal, or as wide as a file should be."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)


@contextmanager
def progress_bar(act: str, language: "Language", quiet: bool = False) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar with the time left on the error stream; nothing when the output is for a script or goes to a file.

    act: what is done, as the catalogue of the commands names it.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    runs = TextColumn(words.say(language, "commands.runs"))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), runs, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        title = words.say(language, f"commands.{act}")
        task = progress.add_task(words.say(language, "commands.compiling", act=title), total=None)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, description=title)

        yield advance


def write_text(path: Path, text: str) -> None:
    """Write a text that `--out` asks for, making its folder; InputError when it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"--out: {path}: cannot be written ({error.strerror}); expected a file one may write to") from error


def leave(message: str, code: int) -> NoReturn:
    """Say one thing on the error stream and leave."""
    tell(f"ami-sim: {message}")
    raise SystemExit(code)

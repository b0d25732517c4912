"""The command that runs every question of a folder and writes its pages."""

from pathlib import Path
from typing import Annotated

import typer


def add_answer_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: ami-sim answers experiments")(answers)


def answers(
    folder: Annotated[Path, typer.Argument(help="A folder with experiments and answers.toml.")] = Path("experiments"),
    results: Annotated[Path, typer.Option("--out", help="Where results go; what stands there with the same inputs is kept.")] = Path(
        "results/answers"
    ),
    quick: Annotated[bool, typer.Option("--quick", help="A few runs of each, to try the way; needs --pages.")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Make this run or search alone (may be repeated); pages are left.")
    ] = None,
    pages: Annotated[Path | None, typer.Option("--pages", help="Write the pages here, not beside the experiments.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Run also what stands already.")] = False,
    workers: Annotated[int | None, typer.Option("--workers", help="Processes (default: all cores); the result is the same.")] = None,
) -> None:
    """Run every experiment of a folder and write its pages from the results: the whole decision memo in one command."""
    from ami_sim.workflow.answers import answer_all

    found = answer_all(
        folder,
        results,
        quick=quick,
        only=tuple(only or ()),
        pages=pages,
        again=again,
        workers=workers,
        say=lambda text: typer.echo(text, err=True),
    )
    typer.echo(f"{len(found.ran)} runs made, {len(found.kept)} stood already; {len(found.pages)} pages written")
    for page in found.pages:
        typer.echo(str(page))

"""What a command prints: a page on the terminal, or its data for a script."""

import sys

import typer

from ami_sim.report.document import WIDTH, Page


def present(page: Page, as_json: bool = False, every: bool = True, sections: tuple[str, ...] = ()) -> None:
    """Print a page as wide as the terminal (160 characters into a file), or as JSON."""
    if as_json:
        typer.echo(page.to("json"))
        return
    from rich.console import Console

    from ami_sim.report.render.terminal import parts

    console = Console(width=None if sys.stdout.isatty() else WIDTH, legacy_windows=False)
    console.print(parts(page, console.width, every, sections), highlight=False)

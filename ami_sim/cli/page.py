"""The command that opens the planner's page in a browser."""

from pathlib import Path
from typing import Annotated

import typer


def add_page_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("app", epilog="ami-sim app")(page)


def page(
    folder: Annotated[Path | None, typer.Argument()] = None,
    port: Annotated[int, typer.Option("--port")] = 8501,
    no_browser: Annotated[bool, typer.Option("--no-browser")] = False,
) -> None:
    """Open the planner's page: change a rule, see the queue, take away a document. Only this machine can reach it."""
    from ami_sim.app.server import serve

    serve(port, browser=not no_browser, folder=folder)

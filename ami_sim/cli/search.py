"""The command that searches a grid of options."""

from pathlib import Path
from typing import Annotated

import typer


def search(
    experiment: Annotated[str, typer.Argument(help="An experiment file with a [search] table.")],
    seed: Annotated[int | None, typer.Option("--seed", help="The same seed gives the same result.")] = None,
    workers: Annotated[int | None, typer.Option("--workers", help="Processes (default: all cores); the result is the same.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for search.csv and search.json.")] = None,
    setting: Annotated[list[str] | None, typer.Option("--set", help="Override any figure: path=value.")] = None,
    regime: Annotated[str, typer.Option("--regime", help="What AF does after the decision (see rules.toml).")] = "",
    parameters: Annotated[str, typer.Option("--parameters", help="median, posterior or prior.")] = "",
    sv: Annotated[bool, typer.Option("--sv", help="Swedish page.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """Search capacity times strategy: drop what is shown to lose, and run the winner again with fresh luck."""
    from ami_sim.report.pages.search import search_page
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.workflow import search as searching

    found = searching.search(
        experiment, seed=seed, workers=workers, parameters=parameters, settings=read_settings(setting or []), regime=regime, out=out
    )
    page = search_page(found, "sv" if sv else "en")
    typer.echo(page.to("json") if as_json else page.as_text())
    if out and not as_json:
        typer.echo(f"Files: {out}")


def add_search_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="Example: ami-sim search experiments/search.toml")(search)

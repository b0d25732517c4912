"""The command that searches a grid of options."""

from typing import Annotated

import typer

from ami_sim.cli.help import language_for
from ami_sim.cli.options import Json, Out, Parameters, Regime, Seed, Set, Swedish, Trust, Workers
from ami_sim.cli.output import say, say_page


def add_search_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="ami-sim search experiments/search.toml")(search)


def search(
    experiment: Annotated[str, typer.Argument()],
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    setting: Set = None,
    regime: Regime = "",
    parameters: Parameters = "",
    trust: Trust = False,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Search capacity times strategy: drop what is shown to lose, and run the winner again with fresh luck."""
    from ami_sim.report import words
    from ami_sim.report.pages.search import search_page
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.workflow import search as searching

    found = searching.search(
        experiment,
        seed=seed,
        workers=workers,
        parameters=parameters,
        settings=read_settings(setting or []),
        regime=regime,
        out=out,
        trust=trust,
    )
    say_page(search_page(found, language_for(sv)), as_json)
    if out and not as_json:
        say(words.say(language_for(sv), "commands.files", folder=str(out)))

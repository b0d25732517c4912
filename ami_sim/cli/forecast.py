"""The commands that forecast a municipality's counts and score a forecast once they are known."""

from pathlib import Path
from typing import Annotated

import typer

from ami_sim.cli.help import language_for
from ami_sim.cli.idle import refuse_beside, refuse_language
from ami_sim.cli.options import RAGUNDA, SEED, Json, Out, Parameters, Seed, Swedish
from ami_sim.cli.output import progress_bar, say_page


def add_forecast_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(epilog="ami-sim forecast calibration/ragunda --out forecast.json")(forecast)
    app.command(epilog="ami-sim score forecast.json calibration/ragunda/targets.toml")(score)


def forecast(
    folder: Annotated[Path, typer.Argument()] = Path(RAGUNDA),
    until: Annotated[str, typer.Option("--until")] = "",
    known_until: Annotated[str, typer.Option("--known-until")] = "",
    parameters: Parameters = "",
    draws: Annotated[int, typer.Option("--draws")] = 200,
    seed: Seed = None,
    out: Out = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Forecast a municipality's counts with 90 % intervals, as a dated file that cannot be changed unseen."""
    from ami_sim.report.pages.forecast import page_of
    from ami_sim.workflow.forecast import make_forecast

    refuse_language(as_json, sv)
    if known_until:
        refuse_beside("--known-until", {"--until": until})
    with progress_bar("forecasting", language_for(sv), quiet=as_json) as bar:
        found = make_forecast(
            folder,
            until=until,
            known_until=known_until,
            parameters=parameters,
            draws=draws,
            seed=SEED if seed is None else seed,
            out=out,
            progress=bar,
        )
    say_page(page_of(found, language_for(sv)), as_json)


def score(
    made: Annotated[Path, typer.Argument(metavar="FORECAST")],
    observed: Annotated[Path, typer.Argument()],
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Score a forecast against what was counted: coverage, CRPS, and what a miss comes from."""
    from ami_sim.report.pages.forecast import score_page
    from ami_sim.workflow.forecast import score_forecast

    refuse_language(as_json, sv)
    say_page(score_page(score_forecast(made, observed), language_for(sv)), as_json)

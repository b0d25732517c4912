"""Options that several commands have, each said once."""

from pathlib import Path
from typing import Annotated

import typer

RAGUNDA = "calibration/ragunda"


def out_named(word: str) -> Path:
    """Give the folder or file that `--out` names; InputError for none."""
    from ami_sim.runs.folders import named

    return named(word)


RAGUNDA = "calibration/ragunda"

Experiment = Annotated[str, typer.Argument()]
ScenarioOrExperiment = Annotated[str, typer.Argument()]
Results = Annotated[Path, typer.Argument()]
File = Annotated[str, typer.Option("--file")]
Set = Annotated[list[str] | None, typer.Option("--set")]
OpenCases = Annotated[str, typer.Option("--open-cases")]
Out = Annotated[Path | None, typer.Option("--out", parser=out_named, metavar="PATH")]
Force = Annotated[bool, typer.Option("--force")]
Trust = Annotated[bool, typer.Option("--trust")]
Json = Annotated[bool, typer.Option("--json")]
All = Annotated[bool, typer.Option("--all")]
About = Annotated[str, typer.Option("--about")]
Sections = Annotated[list[str] | None, typer.Option("--section")]
Seed = Annotated[int | None, typer.Option("--seed")]
Replications = Annotated[int | None, typer.Option("--replications")]
Workers = Annotated[int | None, typer.Option("--workers")]
EngineName = Annotated[str, typer.Option("--engine")]
Regime = Annotated[str, typer.Option("--regime")]
Reading = Annotated[str, typer.Option("--reading")]
Parameters = Annotated[str, typer.Option("--parameters")]
Swedish = Annotated[bool, typer.Option("--sv")]
SEED = 2019  # where neither the command nor a file says another

"""Options that several commands have, each said once."""

from pathlib import Path
from typing import Annotated

import typer

RAGUNDA = "calibration/ragunda"

Experiment = Annotated[str, typer.Argument()]
ScenarioOrExperiment = Annotated[str, typer.Argument()]
Results = Annotated[Path, typer.Argument()]
File = Annotated[str, typer.Option("--file")]
Set = Annotated[list[str] | None, typer.Option("--set")]
Out = Annotated[Path | None, typer.Option("--out")]
Json = Annotated[bool, typer.Option("--json")]
All = Annotated[bool, typer.Option("--all")]
Sections = Annotated[list[str] | None, typer.Option("--section")]
Seed = Annotated[int | None, typer.Option("--seed")]
Replications = Annotated[int | None, typer.Option("--replications")]
Workers = Annotated[int | None, typer.Option("--workers")]
EngineName = Annotated[str, typer.Option("--engine")]
Regime = Annotated[str, typer.Option("--regime")]
Parameters = Annotated[str, typer.Option("--parameters")]
Swedish = Annotated[bool, typer.Option("--sv")]
SEED = 2019  # where neither the command nor a file says another

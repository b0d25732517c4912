"""Options that several commands have, each said once."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ami_sim.report.vocabulary import Language

RAGUNDA = "calibration/ragunda"

Experiment = Annotated[str, typer.Argument(help="An experiment file.")]
ScenarioOrExperiment = Annotated[str, typer.Argument(help="A scenario or experiment file.")]
Results = Annotated[Path, typer.Argument(help="A folder that ami-sim compare has written.")]
File = Annotated[str, typer.Option("--file", help="The experiment file, when it is not where the run found it.")]
Set = Annotated[list[str] | None, typer.Option("--set", help="Override any figure: path=value, for example life.retirement_age=66")]
Out = Annotated[Path | None, typer.Option("--out", help="Folder for the files (default: results/NAME).")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
All = Annotated[bool, typer.Option("--all", help="Print every section, not the first ones only.")]
Sections = Annotated[list[str] | None, typer.Option("--section", help="Print one section by name; may be given several times.")]
Seed = Annotated[int | None, typer.Option("--seed", help="The same seed gives the same result.")]
Replications = Annotated[int | None, typer.Option("--replications", help="Replications per parameter draw.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Processes (default: all cores); the result is the same.")]
EngineName = Annotated[str, typer.Option("--engine", help="compiled (default) or simpy; both give the same numbers.")]
Regime = Annotated[str, typer.Option("--regime", help="What AF does after the decision (see rules.toml).")]
Parameters = Annotated[str, typer.Option("--parameters", help="median, posterior or prior.")]
Swedish = Annotated[bool, typer.Option("--sv", help="In Swedish: tables, sentences and pictures.")]
SEED = 2019  # where neither the command nor a file says another


def language_of(sv: bool) -> "Language":
    """Give the language of a command's output."""
    return "sv" if sv else "en"

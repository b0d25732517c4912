"""The command that calibrates a municipality's folder."""

from pathlib import Path
from typing import Annotated

import typer

from ami_sim.cli.help import language_for
from ami_sim.cli.options import RAGUNDA, SEED, Json, Seed, Swedish, Workers
from ami_sim.cli.output import progress_bar, say_page


def add_calibration_commands(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="ami-sim calibrate calibration/ragunda")(calibrate)


def calibrate(
    folder: Annotated[Path, typer.Argument()] = Path(RAGUNDA),
    work: Annotated[Path | None, typer.Option("--work")] = None,
    power: Annotated[int, typer.Option("--power")] = 13,
    draws: Annotated[int, typer.Option("--draws")] = 1000,
    histories: Annotated[int, typer.Option("--histories")] = 10,
    seed: Seed = None,
    workers: Workers = None,
    wide: Annotated[bool, typer.Option("--wide")] = False,
    page: Annotated[Path | None, typer.Option("--page")] = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Calibrate to the first year's figures and write the posterior into the folder; says what was learnt and what was not."""
    from ami_sim.report.pages.calibration import page_of, widened_page, write_part
    from ami_sim.workflow.calibrate import calibrate_and_write, waves_of, widened

    parts = work or Path("results") / f"calibrate-{folder.name}{'-wide' if wide else ''}"
    waves = waves_of(power, draws, SEED if seed is None else seed)
    with progress_bar("calibrating", language_for(sv), quiet=as_json) as bar:
        step = None if bar is None else lambda _, done, total: bar(done, total)
        found = calibrate_and_write(folder, waves, parts, histories, step, wide, workers)
    say_page(page_of(found, language_for(sv)), as_json)
    if page:
        write_part(page, "wide", widened_page(widened(found))) if wide else write_part(page, "calibration", page_of(found))

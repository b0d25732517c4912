"""The commands about a unit's own case log: read one, and write a run as one."""

from pathlib import Path
from typing import Annotated

import typer

from ami_sim.cli.help import language_for
from ami_sim.cli.idle import refuse_beside, refuse_language
from ami_sim.cli.options import RAGUNDA, Force, Json, Out, Results, Swedish
from ami_sim.cli.output import say, say_json, say_page
from ami_sim.report import words
from ami_sim.scenario.errors import InputError


def add_own_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(epilog="ami-sim ingest log.csv --map map.toml --out own")(ingest)
    app.command(epilog="ami-sim export results/capacity log.csv --option sixty")(export)


def ingest(
    log: Annotated[Path, typer.Argument()],
    mapping: Annotated[str, typer.Option("--map")] = "",
    out: Out = None,
    propose: Annotated[bool, typer.Option("--propose")] = False,
    pseudonymise: Annotated[bool, typer.Option("--pseudonymise")] = False,
    file: Annotated[str, typer.Option("--file")] = f"{RAGUNDA}/scenario.toml",
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Read a unit's case log: rows used and not, estimates with standard errors, rows for priors and targets."""
    from ami_sim.report.pages.ingest import page_of
    from ami_sim.workflow.ingest import ingest_log, propose_map

    refuse_language(as_json, sv)
    if propose:
        refuse_beside("--propose", {"--map": mapping, "--out": out, "--json": as_json, "--sv": sv})
        say(propose_map(log, scenario=file, pseudonymise=pseudonymise).rstrip("\n"))
        return
    if not mapping:
        raise InputError("--map: missing; expected a file that says which column and activity is what (--propose writes a first one)")
    found = ingest_log(log, mapping, scenario=file, pseudonymise=pseudonymise, out=out)
    say_page(page_of(found, language_for(sv)), as_json)


def export(
    results: Results,
    to: Annotated[Path, typer.Argument()],
    option: Annotated[str, typer.Option("--option")] = "",
    replication: Annotated[int, typer.Option("--replication")] = 0,
    draw: Annotated[int, typer.Option("--draw")] = 0,
    force: Force = False,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Write one run of a stored comparison as a flat case log, CSV, parquet, XES or OCEL 2.0, in the words that `ingest` reads."""
    from ami_sim.public.stored import load
    from ami_sim.record.case_log import write_case_log

    refuse_language(as_json, sv)
    answer = load(results)
    write_case_log(to, answer.case_log(option, replication, draw), force)
    if as_json:
        say_json({"written": [str(to)]})
    else:
        say(words.say(language_for(sv), "commands.written", path=str(to)))

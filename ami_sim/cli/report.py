"""The command that makes documents of stored results: a draft memo for Word, a workbook for Excel, one HTML file."""

from pathlib import Path
from typing import Annotated

import typer

from ami_sim.cli.help import language_for
from ami_sim.cli.options import Force, Json, Out, Results, Swedish
from ami_sim.cli.output import say, say_json
from ami_sim.report import words


def add_report_command(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(epilog="ami-sim report results/capacity --docx --sv")(report)


def report(
    results: Results,
    docx: Annotated[bool, typer.Option("--docx")] = False,
    xlsx: Annotated[bool, typer.Option("--xlsx")] = False,
    html: Annotated[bool, typer.Option("--html")] = False,
    csv: Annotated[bool, typer.Option("--csv")] = False,
    checklist: Annotated[bool, typer.Option("--checklist")] = False,
    template: Annotated[Path | None, typer.Option("--template")] = None,
    out: Out = None,
    force: Force = False,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Make documents of stored results: Word, Excel and HTML, or those asked for."""
    from ami_sim.report.documents import PAGES, USUAL, documents, file_name, refuse_written, write_bytes
    from ami_sim.runs.executor import take_folder
    from ami_sim.workflow.results import load_results

    language, result = language_for(sv), load_results(results)
    asked = {"docx": docx, "xlsx": xlsx, "html": html, "csv": csv, "checklist": checklist}
    kinds = [kind for kind in PAGES if asked[kind]] or list(USUAL)
    paths = {kind: (out or results) / file_name(result, kind, language) for kind in kinds}
    if not force:
        refuse_written(paths.values())
    made = documents(result, kinds, language, template)
    if out:
        take_folder(out)
    for kind, path in paths.items():
        write_bytes(path, made[kind])
    if as_json:
        say_json({"written": [str(path) for path in paths.values()]})
    else:
        say("\n".join(words.say(language, "commands.written", path=str(path)) for path in paths.values()))

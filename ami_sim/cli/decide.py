"""The commands about a decision: the decision page, the switches it rests on, and screening of the priors."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Swedish = Annotated[bool, typer.Option("--sv", help="Swedish page.")]
Folder = Annotated[Path, typer.Argument(help="A folder that ami-sim compare has written.")]
Experiment = Annotated[str, typer.Argument(help="An experiment file.")]
File = Annotated[str, typer.Option("--file", help="The experiment file, when it is not where the run found it.")]
Payer = Annotated[
    str, typer.Option("--payer", help="Whose net result decides: municipality, public, society or state (default: the file's).")
]
Seed = Annotated[int | None, typer.Option("--seed", help="The same seed gives the same result.")]
Workers = Annotated[int | None, typer.Option("--workers", help="Processes (default: all cores); the result is the same.")]
Parameters = Annotated[str, typer.Option("--parameters", help="posterior or prior.")]


def add_decision_commands(app: typer.Typer) -> None:
    """Add the commands about a decision to the command line."""
    app.command(epilog="Example: ami-sim decide results/capacity --pictures results/capacity/pictures")(decide)
    app.command(epilog="Example: ami-sim switches experiments/capacity.toml --draws 40 --out results/capacity")(switches)
    app.command(epilog="Example: ami-sim screen experiments/capacity.toml --trajectories 10")(screen)


def decide(
    results: Folder,
    payer: Payer = "",
    option: Annotated[str, typer.Option("--option", help="Whose difference the sensitivity parts are about (default: the leader's).")] = "",
    file: File = "",
    out: Annotated[Path | None, typer.Option("--out", help="Write the page as Markdown, too.")] = None,
    pictures: Annotated[Path | None, typer.Option("--pictures", help="Folder for the pictures.")] = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Print the decision page of stored results: which option, how sure, what would change it, what to record next, who gains."""
    from ami_sim.report.pages.decision import decision_page
    from ami_sim.report.pages.decision import pictures as drawn
    from ami_sim.report.vocabulary import Language
    from ami_sim.runs.executor import check_folder
    from ami_sim.workflow.decide import decide as decided

    language: Language = "sv" if sv else "en"
    decision = decided(results, payer, option, file)
    page = decision_page(decision, language)
    if out:
        write(out, page.as_markdown())
    if pictures:
        check_folder(pictures)
        for path in drawn.save(decision, pictures, language):
            typer.echo(f"Written: {path}", err=True)
    typer.echo(page.to("json") if as_json else page.as_text(every=False))


def switches(
    experiment: Experiment,
    draws: Annotated[int, typer.Option("--draws", help="Parameter draws of each switch, two replications each.")] = 40,
    out: Annotated[Path | None, typer.Option("--out", help="The experiment's results folder (default: results/NAME).")] = None,
    only: Annotated[list[str] | None, typer.Option("--only", help="One switch by name; may be given several times.")] = None,
    seed: Seed = None,
    workers: Workers = None,
    parameters: Parameters = "",
    as_json: Json = False,
) -> None:
    """Turn one thing at a time: every regime of AF and every variant, at the same fewer draws; a stopped call goes on where it was."""
    from ami_sim.workflow.switches import run_switches

    folder = out or Path("results") / Path(experiment).stem

    def tell(name: str, number: int, total: int) -> None:
        typer.echo(f"{number + 1}/{total} {name}", err=True)

    found = run_switches(
        experiment,
        draws=draws,
        out=folder,
        seed=seed,
        workers=workers,
        parameters=parameters,
        only=tuple(only or ()),
        progress=None if as_json or not sys.stderr.isatty() else tell,
    )
    if as_json:
        rows = found.rows.astype(object).where(found.rows.notna(), None).to_dict(orient="records")
        typer.echo(json.dumps({"file": str(found.file), "rows": rows}, ensure_ascii=False, indent=2, default=str))
    else:
        typer.echo(f"{found.rows['switch'].nunique()} switches: {found.file}")


def screen(
    experiment: Experiment,
    trajectories: Annotated[
        int, typer.Option("--trajectories", help="Morris trajectories: (parameters + 2) runs of every option each.")
    ] = 10,
    sobol: Annotated[int, typer.Option("--sobol", help="Prior runs for Sobol indices by an emulator; 0 for none.")] = 0,
    option: Annotated[str, typer.Option("--option", help="Whose difference from the reference (default: all that can be chosen).")] = "",
    payer: Payer = "",
    out: Annotated[Path | None, typer.Option("--out", help="Folder for screening.csv.")] = None,
    seed: Seed = None,
    workers: Workers = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Screen the priors: which parameters move an option's net result at all (Morris), and their shares of its variance (Sobol)."""
    from ami_sim.report.pages.screen import screening_page
    from ami_sim.workflow.screen import screen_experiment

    found = screen_experiment(
        experiment, trajectories=trajectories, sobol=sobol, option=option, payer=payer, seed=seed, workers=workers, out=out
    )
    page = screening_page(found, "sv" if sv else "en")
    typer.echo(page.to("json") if as_json else page.as_text())


def write(path: Path, text: str) -> None:
    """Write a page, making its folder; InputError when it cannot be written."""
    from ami_sim.scenario.errors import InputError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"--out: {path}: cannot be written ({error.strerror}); expected a file one may write to") from error

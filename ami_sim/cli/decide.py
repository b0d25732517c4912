"""The commands about a decision: the decision page, the switches it rests on, and screening of the priors."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ami_sim.cli.help import language_for
from ami_sim.cli.idle import refuse_beside, refuse_idle_choice, refuse_without
from ami_sim.cli.options import (
    All,
    Experiment,
    File,
    Json,
    Out,
    Parameters,
    Replications,
    Results,
    Sections,
    Seed,
    Swedish,
    Trust,
    Workers,
    out_named,
)
from ami_sim.cli.output import progress_bar, say, say_json, say_page, tell, write_text
from ami_sim.report import words

Payer = Annotated[str, typer.Option("--payer")]
TRAJECTORIES = 10  # where the command names no number


def add_decision_commands(app: typer.Typer) -> None:
    """Add the commands about a decision to the command line."""
    app.command(epilog="ami-sim decide results/capacity --pictures results/capacity/pictures")(decide)
    app.command(epilog="ami-sim switches experiments/capacity.toml --draws 40 --out results/capacity")(switches)
    app.command(epilog="ami-sim screen experiments/capacity.toml --trajectories 10")(screen)


def decide(
    results: Results,
    payer: Payer = "",
    option: Annotated[str, typer.Option("--option")] = "",
    file: File = "",
    out: Out = None,
    pictures: Annotated[Path | None, typer.Option("--pictures", parser=out_named, metavar="PATH")] = None,
    every: All = False,
    sections: Sections = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Print the decision page of stored results: which option, how sure, what would change it, what to record next, who gains."""
    from ami_sim.report.pages.decision import decision_page
    from ami_sim.report.pages.decision import pictures as drawn
    from ami_sim.runs.executor import take_folder
    from ami_sim.workflow.decide import decide as decided

    refuse_idle_choice(as_json, every, sections)
    language = language_for(sv)
    decision = decided(results, payer, option, file)
    page = decision_page(decision, language)
    if out:
        write_text(out, page.as_markdown())
    if pictures:
        take_folder(pictures)
        for path in drawn.save(decision, pictures, language):
            tell(words.say(language, "commands.written", path=str(path)))
    say_page(page, as_json, every, tuple(sections or ()))


def switches(
    experiment: Experiment,
    draws: Annotated[int, typer.Option("--draws")] = 40,
    out: Out = None,
    only: Annotated[list[str] | None, typer.Option("--only")] = None,
    seed: Seed = None,
    workers: Workers = None,
    parameters: Parameters = "",
    trust: Trust = False,
    as_json: Json = False,
) -> None:
    """Turn one thing at a time: every regime of AF and every variant, at the same fewer draws; a stopped call goes on where it was."""
    from ami_sim.workflow.switches import run_switches

    folder = out or Path("results") / Path(experiment).stem

    def told(name: str, number: int, total: int) -> None:
        tell(f"{number + 1}/{total} {name}")

    found = run_switches(
        experiment,
        draws=draws,
        out=folder,
        seed=seed,
        workers=workers,
        parameters=parameters,
        only=tuple(only or ()),
        trust=trust,
        progress=None if as_json or not sys.stderr.isatty() else told,
    )
    if as_json:
        rows = found.rows.astype(object).where(found.rows.notna(), None).to_dict(orient="records")
        say_json({"file": str(found.file), "rows": rows})
    else:
        say(f"{found.rows['switch'].nunique()} switches: {found.file}")


def screen(
    experiment: Experiment,
    trajectories: Annotated[int | None, typer.Option("--trajectories")] = None,
    sobol: Annotated[int | None, typer.Option("--sobol")] = None,
    option: Annotated[str, typer.Option("--option")] = "",
    payer: Payer = "",
    out: Out = None,
    seed: Seed = None,
    workers: Workers = None,
    figures: Annotated[bool, typer.Option("--figures")] = False,
    only: Annotated[list[str] | None, typer.Option("--only")] = None,
    replications: Replications = None,
    trust: Trust = False,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Screen the priors: which parameters move an option's net result at all (Morris), and their shares of its variance (Sobol).

    With --figures: move every figure of the files, drawn or not, and say what the answer hangs on and where it breaks.
    """
    if figures:
        refuse_beside("--figures", {"--sobol": sobol, "--trajectories": trajectories})
        from ami_sim.report.pages.screen_figures import figures_page
        from ami_sim.workflow.screen_figures import LIVES, screen_figures

        with progress_bar("screening", language_for(sv), quiet=as_json) as bar:
            step = None if bar is None else lambda _, done, total: bar(done, total)
            moved = screen_figures(
                experiment,
                option=option,
                payer=payer,
                seed=seed,
                workers=workers,
                out=out,
                progress=step,
                replications=LIVES if replications is None else replications,
                only=tuple(only or ()),
                trust=trust,
            )
        say_page(figures_page(moved, language_for(sv)), as_json)
        return
    refuse_without("--figures", {"--replications": replications, "--only": only})
    from ami_sim.report.pages.screen import screening_page
    from ami_sim.workflow.screen import screen_experiment

    found = screen_experiment(
        experiment,
        trajectories=TRAJECTORIES if trajectories is None else trajectories,
        sobol=sobol or 0,
        option=option,
        payer=payer,
        seed=seed,
        workers=workers,
        out=out,
        trust=trust,
    )
    say_page(screening_page(found, language_for(sv)), as_json)

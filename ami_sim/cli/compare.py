"""The commands that run: the options of an experiment compared, or one scenario by itself."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ami_sim.cli.help import language_for
from ami_sim.cli.idle import refuse_idle_choice, refuse_without
from ami_sim.cli.options import (
    SEED,
    About,
    All,
    EngineName,
    Experiment,
    Force,
    Json,
    OpenCases,
    Out,
    Parameters,
    Reading,
    Regime,
    Replications,
    Sections,
    Seed,
    Set,
    Swedish,
    Trust,
    Workers,
)
from ami_sim.cli.output import STOPPED, leave, progress_bar, say, say_page, tell

if TYPE_CHECKING:
    from ami_sim.public.answer import Answer
    from ami_sim.report.vocabulary import Language


def add_run_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(epilog="ami-sim compare experiments/capacity.toml --replications 50")(compare)
    app.command(epilog="ami-sim run calibration/ragunda/scenario.toml --replications 20")(run)


def compare(
    experiment: Experiment,
    draws: Annotated[int | None, typer.Option("--draws")] = None,
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    setting: Set = None,
    variant: Annotated[str, typer.Option("--variant")] = "",
    regime: Regime = "",
    reading: Reading = "",
    open_cases: OpenCases = "",
    parameters: Parameters = "",
    engine: EngineName = "compiled",
    resume: Annotated[bool, typer.Option("--resume")] = False,
    force: Force = False,
    trust: Trust = False,
    cluster: Annotated[str, typer.Option("--cluster")] = "",
    subject: About = "",
    every: All = False,
    sections: Sections = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Compare the options of an experiment with its reference: queues, people, money, with intervals."""
    from ami_sim.public.compare import compare as answered
    from ami_sim.report import words
    from ami_sim.report.pages.comparison import refuse_unknown
    from ami_sim.scenario.experiment import read_settings

    refuse_idle_choice(as_json, every, sections)
    refuse_unknown(subject)
    folder = out or Path("results") / Path(experiment).stem
    if cluster and not cluster.startswith("tls://"):
        tell(f"ami-sim: {words.say(language_for(sv), 'commands.open-cluster', address=cluster)}")
    with progress_bar("comparing", language_for(sv), quiet=as_json) as progress:
        found = answered(
            experiment,
            draws=draws,
            replications=replications,
            seed=seed,
            workers=workers,
            engine=engine,
            parameters=parameters,
            settings=read_settings(setting or []) | ({"reading": reading} if reading else {}),
            open_cases=open_cases or None,
            variant=variant,
            regime=regime,
            out=folder,
            resume=resume,
            force=force,
            trust=trust,
            cluster=cluster,
            progress=progress,
            language=language_for(sv),
        )
    show(found, folder, language_for(sv), as_json, every, tuple(sections or ()), subject)


def run(
    scenario: Annotated[str, typer.Argument()],
    replications: Replications = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    setting: Set = None,
    regime: Regime = "",
    engine: EngineName = "compiled",
    force: Force = False,
    trust: Trust = False,
    subject: About = "",
    every: All = False,
    sections: Sections = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Run one scenario and print its measures (levels, no comparison)."""
    from ami_sim.public import answer
    from ami_sim.report.pages.comparison import refuse_unknown
    from ami_sim.scenario.experiment import read_settings

    refuse_idle_choice(as_json, every, sections)
    refuse_unknown(subject)
    if out is None:
        refuse_without("--out", {"--force": force})
    with progress_bar("running", language_for(sv), quiet=as_json) as progress:
        found = answer.run_scenario(
            scenario,
            replications=100 if replications is None else replications,
            seed=SEED if seed is None else seed,
            workers=workers,
            engine=engine,
            settings=read_settings(setting or []),
            regime=regime or None,
            out=out,
            force=force,
            trust=trust,
            progress=progress,
            language=language_for(sv),
        )
    show(found, out, language_for(sv), as_json, every, tuple(sections or ()), subject)


def show(
    found: "Answer", folder: Path | None, language: "Language", as_json: bool, every: bool, sections: tuple[str, ...], about: str
) -> None:
    """Print an answer and where its files are; leave with the exit code of Ctrl-C when the run was stopped."""
    from ami_sim.report import words

    say_page(found.page(language, about), as_json, every, sections)
    if folder and not as_json:
        say(words.say(language, "commands.files", folder=str(folder)))
    if found.partial:
        made = found.manifest["run"]
        done, planned = made["replications"], made["replications_planned"]
        leave(words.say(language, "commands.partial", done=done, planned=planned), STOPPED)

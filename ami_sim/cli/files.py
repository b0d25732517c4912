"""The commands about files: what one means, where its figures come from, one person's life in it, a municipality of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from ami_sim.cli.help import asked, language_for
from ami_sim.cli.idle import refuse_beside, refuse_language
from ami_sim.cli.options import RAGUNDA, SEED, EngineName, Json, OpenCases, ScenarioOrExperiment, Seed, Set, Swedish, Trust
from ami_sim.cli.output import say, say_json, say_page
from ami_sim.report import words


def add_file_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(epilog="ami-sim check experiments/capacity.toml")(check)
    app.command(epilog="ami-sim person experiments/capacity.toml --option sixty --person ifo-17 --replication 3")(person)
    app.command(epilog="ami-sim new my-municipality")(new)
    app.command(epilog="ami-sim evidence N29")(evidence)


def check(file: ScenarioOrExperiment, setting: Set = None, open_cases: OpenCases = "", sv: Swedish = False, as_json: Json = False) -> None:
    """Validate a file and print what it means in words."""
    from ami_sim.report.pages.check import page_of
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.workflow.check import check_file

    refuse_language(as_json, sv)
    say_page(
        page_of(check_file(file, read_settings(setting or []) | ({"open_cases": open_cases} if open_cases else {})), language_for(sv)),
        as_json,
    )


def person(
    file: ScenarioOrExperiment,
    who: Annotated[str, typer.Option("--person")],
    replication: Annotated[int, typer.Option("--replication")] = 0,
    option: Annotated[str, typer.Option("--option")] = "",
    seed: Seed = None,
    setting: Set = None,
    engine: EngineName = "compiled",
    trust: Trust = False,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Tell one simulated person's story beside the twin's, as an illustration."""
    from ami_sim.report.pages.life import page_of
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.workflow.follow_one import follow_one

    lives = follow_one(file, who, replication, option, SEED if seed is None else seed, read_settings(setting or []), engine, trust)
    say_page(page_of(lives, language_for(sv)), as_json)


def new(
    folder: Annotated[Path, typer.Argument()],
    public: Annotated[Path | None, typer.Option("--from")] = None,
    synthetic: Annotated[str, typer.Option("--synthetic")] = "",
    as_json: Json = False,
) -> None:
    """Start a municipality of one's own from a template, scaled to its own public figures where they are given."""
    from ami_sim.workflow.synthetic import Synthetic
    from ami_sim.workflow.template import start_municipality

    if synthetic:
        refuse_beside("--synthetic", {"--from": public})
    files = Synthetic(folder, synthetic).start() if synthetic else start_municipality(folder, public)
    written = [str(path) for path in files]
    if as_json:
        say_json({"written": written})
    else:
        say("\n".join([words.say(asked(), "commands.written-all"), *written, "", *next_steps(folder, bool(public or synthetic))]))


def evidence(
    about: Annotated[str, typer.Argument()] = "",
    file: Annotated[str, typer.Option("--file")] = f"{RAGUNDA}/evidence.toml",
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Print the evidence: every figure with its source, how sure it is and how it is used."""
    from ami_sim.report.evidence_words import Spoken
    from ami_sim.report.pages.evidence import evidence_page
    from ami_sim.workflow.evidence import sources_about

    language = language_for(sv)
    say_page(evidence_page(sources_about(file, about, Spoken(language)), language), as_json)


def next_steps(folder: Path, scaled: bool = False) -> list[str]:
    """Say what to do with a new municipality's files; scaled: to public figures of its own."""
    question = f"{folder}/experiments/capacity.toml"
    question = f'"{question}"' if " " in question else question
    return [
        words.say(asked(), "commands.scaled-first" if scaled else "commands.change-first"),
        f"  ami-sim check {question}",
        f"  ami-sim compare {question}",
    ]

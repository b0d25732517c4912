"""`ami.compare`: run a question and give its answer."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ami_sim.engines.protocol import Engine
from ami_sim.public.answer import Answer, drawn
from ami_sim.public.options import Options
from ami_sim.report.vocabulary import Language
from ami_sim.runs.executor import Progress
from ami_sim.scenario.errors import InputError
from ami_sim.workflow import compare as workflow


def compare(
    question: str | Path | Options,
    *,
    draws: int | pd.DataFrame | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    engine: str | Engine = "",
    parameters: str = "",
    settings: Mapping[str, Any] | None = None,
    open_cases: str | Path | None = None,
    variant: str = "",
    regime: str = "",
    own: Mapping[str, Callable[..., float]] | None = None,
    out: str | Path | None = None,
    resume: bool = False,
    force: bool = False,
    trust: bool = False,
    cluster: str = "",
    progress: Progress | None = None,
    language: Language = "en",
) -> Answer:
    """Compare the options of a question with its reference, the same people under each.

    question: an experiment file, or the options of a model (`model.options(...)`).
    draws: how many parameter draws, or a frame of them: a row a draw, a column a parameter; a parameter without a column is at its median.
    replications: runs of each draw; without draws, the runs in all. seed: the same seed gives the same answer.
    workers: processes; any number gives the same bytes. cluster: the address of a dask scheduler instead.
    engine: "compiled" (default) or "simpy", or an engine such as `ami.SimpyEngine(MyModel)`.
    parameters: "median", "posterior" or "prior"; "" takes a fresh posterior, else the medians and says why.
    settings: figures changed in every option, by dotted path. open_cases: a CSV of the cases that are open on the start date, with which
    every option then begins (docs/how-to/open-cases.md). variant, regime: of an experiment file.
    own: a rank function by option, for an experiment file. out: a folder for the files and the pictures (in `language`); without it
    nothing is kept; force: replace the results of another question in it.
    trust: run also code that the file names and that does not stand in or below the folder one works in.

    Raises:
        InputError: for anything wrong, in one sentence, before anything is run.

    >>> import ami_sim as ami
    >>> answer = ami.compare("experiments/capacity.toml", replications=2, parameters="median", workers=1)
    >>> answer.reference
    'no'
    >>> answer.summary.query("measure == 'net_result' and actor == 'municipality' and scenario == 'sixty'")["unit"].iloc[0]
    'kr'
    """
    asked: Any = question
    if isinstance(question, Options):
        for name, given in (("settings", settings), ("open_cases", open_cases), ("variant", variant), ("regime", regime), ("own", own)):
            if given:
                raise InputError(f"{name}: {given!r}; expected with an experiment file (a model has model.set and its options)")
        asked = question.asked(draws is not None)
        settings = question.settings
    elif open_cases is not None:
        settings = {**(settings or {}), "open_cases": str(open_cases)}
    comparison = workflow.compare(
        asked,
        draws=draws,
        replications=replications,
        seed=seed,
        workers=workers,
        engine=engine,
        parameters=parameters,
        settings=settings,
        variant=variant,
        regime=regime,
        own=own,
        out=out,
        resume=resume,
        force=force,
        trust=trust,
        cluster=cluster,
        progress=progress,
    )
    return drawn(comparison, out, language)

"""The parameter rows of a variant: some held at one value in every draw, or all drawn from a wider prior."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from ami_sim.calibration.prior import Prior
from ami_sim.report.told import Told
from ami_sim.scenario.experiment import Question
from ami_sim.workflow.parameters import Chosen

STREAM: Final = 0x9E1D  # sets the draws from a wider prior apart from all other draws of the same seed
WIDER: Final = Told(
    "Parameters are drawn from the wider prior {name}; no figure of the first year is used.",
    "Parametrarna är dragna ur den vidare prioren {name}; ingen siffra från det första året används.",
)
FIXED: Final = Told(
    "In every draw {told}. The draws and their first years are those that were found with the parameters' own values, so the start is a"
    " stand-in.",
    "I varje dragning {told}. Dragningarna och deras första år är de som hittades med parametrarnas egna värden, så starten är en"
    " ersättning.",
)


def kind_of(question: Question, wanted: str) -> str:
    """Say where a question's parameters come from: a variant with a wider prior of its own is never calibrated."""
    return "prior" if question.prior else wanted


def rows_of(question: Question, chosen: Chosen, seed: int) -> Chosen:
    """Give the rows a variant runs at, in place of the ones chosen for the question as it stands; `note` says what was done."""
    rows, note, inputs = chosen.rows, chosen.note, chosen.inputs
    if question.prior:
        rows = wider_rows(question, seed, len(rows))
        note = note.then(Told(*(text.format(name=question.prior.name) for text in WIDER)))
    if question.fix:
        held = ", ".join(f"{name} = {value:g}" for name, value in question.fix.items())
        note = note.then(Told(*(text.format(told=held) for text in FIXED)))
    assumed = tuple(name for name in chosen.assumed if name not in question.fix)
    return replace(chosen, rows=question.fixed(rows), note=note, inputs=inputs, assumed=assumed)


def wider_rows(question: Question, seed: int, draws: int) -> tuple[Mapping[str, float], ...]:
    """Draw parameter rows from a variant's wider prior: independent, by a stream of their own; more draws change no earlier row."""
    assert question.prior is not None
    scenario = next(iter(question.scenarios.values()))
    prior = Prior.of(scenario).wider(question.prior)
    z = np.random.default_rng([seed, STREAM]).standard_normal((draws, len(prior.names)))
    return tuple({**scenario.at_medians(), **row} for row in prior.rows(z))

"""The parameter rows of a variant: some held at one value in every draw, or all drawn from a wider prior."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from ami_sim.calibration.prior import Prior
from ami_sim.scenario.experiment import Question
from ami_sim.workflow.notes import Note
from ami_sim.workflow.parameters import Chosen

STREAM: Final = 0x9E1D  # sets the draws from a wider prior apart from all other draws of the same seed


def kind_of(question: Question, wanted: str) -> str:
    """Say where a question's parameters come from: a variant with a wider prior of its own is never calibrated."""
    return "prior" if question.prior else wanted


def rows_of(question: Question, chosen: Chosen, seed: int) -> Chosen:
    """Give the rows a variant runs at, in place of the ones chosen for the question as it stands; `notes` hold what was done."""
    rows, notes = chosen.rows, chosen.notes
    if question.prior:
        rows = wider_rows(question, seed, len(rows))
        notes = (*notes, Note("wider_prior", {"prior": question.prior.name}))
    if question.fix:
        notes = (*notes, Note("held", {"values": dict(question.fix)}))
    assumed = tuple(name for name in chosen.assumed if name not in question.fix)
    return replace(chosen, rows=question.fixed(rows), notes=notes, assumed=assumed)


def wider_rows(question: Question, seed: int, draws: int) -> tuple[Mapping[str, float], ...]:
    """Draw parameter rows from a variant's wider prior: independent, by a stream of their own; more draws change no earlier row."""
    assert question.prior is not None
    scenario = next(iter(question.scenarios.values()))
    prior = Prior.of(scenario).wider(question.prior)
    z = np.random.default_rng([seed, STREAM]).standard_normal((draws, len(prior.names)))
    return tuple({**scenario.at_medians(), **row} for row in prior.rows(z))

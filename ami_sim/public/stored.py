"""`ami.load`: an answer that was written into a folder, read again whole."""

from pathlib import Path

from ami_sim.public.answer import Answer
from ami_sim.workflow.results import load_results


def load(folder: str | Path) -> Answer:
    """Read the answer that a comparison has written into a folder: every frame, table, sentence and picture, as when the run ended.

    The folder may have been moved or mailed; the question's own files are not needed. InputError names a file that was cut, edited or saved
    by another program since.

    >>> import ami_sim as ami
    >>> ami.load("results/nowhere")
    Traceback (most recent call last):
    ...
    ami_sim.scenario.errors.InputError: results/nowhere: holds no manifest.json that can be read; expected one written by ami-sim compare
    """
    return Answer.of(load_results(folder))

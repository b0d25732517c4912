"""Columns of a table by the messages that title them."""

from collections.abc import Iterable

from ami_sim.report.document import Column
from ami_sim.report.words import Language, say


def columns(language: Language, file: str, left: Iterable[str] = (), right: Iterable[str] = ()) -> tuple[Column, ...]:
    """Give the columns that a file of messages titles: texts from the left, then numbers from the right."""
    texts = (Column(say(language, f"{file}.{name}"), "left") for name in left)
    return (*texts, *(Column(say(language, f"{file}.{name}")) for name in right))

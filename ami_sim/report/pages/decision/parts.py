"""What the sections of the decision page share: one section from its parts, and the sentence that says why a part is not shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from ami_sim.analysis.choice import FEWEST, Choice
from ami_sim.report.document import Cell, Column, Part, Row, Section, Sentence, Table
from ami_sim.report.option_titles import Titles, option_titles
from ami_sim.report.words import Language, say
from ami_sim.workflow.decision import Decision


def section_of(key: str, parts: Sequence[Part], values: Mapping[str, Any], language: Language) -> Section:
    """Put a section together; scripts get its heading, its sentences and its values."""
    title = say(language, f"decision.{key}")
    said = [part.text for part in parts if isinstance(part, Sentence)]
    return Section(key, title, tuple(parts), data={"heading": title, "said": said, **values})


def called(decision: Decision, language: Language) -> Titles:
    """Give the short title of each option."""
    return option_titles(decision.about.titles, language)


def few(choice: Choice, language: Language) -> Sentence:
    """Say that draws are too few to tell parameters from chance."""
    return Sentence(say(language, "decision.few", needed=FEWEST, draws=choice.draws, replications=choice.replications))


def table_of(key: str, title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Table:
    """Put a table together whose first column names the rows."""
    headings = tuple(Column(column, "left" if at == 0 else "right") for at, column in enumerate(columns))
    return Table(title, headings, tuple(Row(tuple(row)) for row in rows), key=key)

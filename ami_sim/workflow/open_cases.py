"""What a reader should know about a start from open cases: how many, from which file, on which day."""

from pathlib import Path
from typing import Final

from ami_sim.model.lowering import lower
from ami_sim.model.open_cases import outlasting
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.notes import Note, Notes

START: Final = "open_cases"


def note_cases(scenario: Scenario) -> Notes:
    """Note that a run begins with open cases; nothing where it does not. `outlasting`: at the medians."""
    if not scenario.cases:
        return ()
    facts = {"file": Path(scenario.open_cases).name, "cases": len(scenario.cases), "day": scenario.start.isoformat()}
    longer = outlasting(lower(scenario))
    return (Note(START, facts), *([Note("outlasting", {"cases": longer})] if longer else []))

"""The searches of a list of answers: made once, kept while their inputs stand, and read back for the pages."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import Question
from ami_sim.workflow.answer_list import SearchRow
from ami_sim.workflow.found import Found
from ami_sim.workflow.manifest import fresh, hashes_of
from ami_sim.workflow.search import plan_of, search

FOUND: Final = "search.json"  # in a search's results
RECORDED: Final = ("inputs", "plan")  # of a search: what decided it


def searched(
    row: SearchRow, folder: Path, to: Path, question: Question, *, quick: bool, again: bool, workers: int | None, say: Callable[[], None]
) -> bool:
    """Make a search unless it stands already with the same inputs and sizes; whether it was made. `say` is called before it is made."""
    if not again and stands(question, to, quick):
        return False
    say()
    search(folder / row.file, quick=quick, workers=workers, out=to, trust=True)  # the list has asked
    return True


def stands(question: Question, to: Path, quick: bool) -> bool:
    """Say whether a search was made in a folder with the inputs as they are, in the sizes asked for."""
    if not (to / FOUND).is_file():
        return False
    found = stored_in(to)
    same = all(found["inputs"].get(name) == digest for name, digest in hashes_of(question).items())
    return same and found["plan"] == plan_of(question, quick) and fresh(question.fitted_in, found)


def stored_in(folder: Path) -> dict[str, Any]:
    """Read what a search wrote; InputError when it did not."""
    path = folder / FOUND
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error}); expected what ami-sim search --out has written") from error
    if missing := [key for key in RECORDED if key not in found]:
        raise InputError(f"{path}: {missing[0]}: missing; expected what this version of ami-sim search --out writes")
    return found


def read_found(folder: Path) -> Found:
    """Read what a search found."""
    stored = stored_in(folder)
    return Found.from_dict({key: value for key, value in stored.items() if key not in RECORDED})


def record_of_search(folder: Path) -> dict[str, Any]:
    """Say what a search was made from."""
    found = stored_in(folder)
    return {key: found[key] for key in RECORDED}

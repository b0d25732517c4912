"""Options have one history: what an option changes before the parting is refused by name, unless its row says that it means to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ami_sim.runs.batch import Work
from ami_sim.runs.shared_history import other_histories
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import Experiment, Option, Question
from ami_sim.scenario.parting import KINDS
from ami_sim.workflow.notes import Note, Notes

PLAIN: Final = "as the base has it"  # an option that changes nothing before the parting
MEANS: Final = "rewrites_history"
UNIT: Final = "unit_from_parting"


def note_rewritten(question: Question, work: Work) -> Notes:
    """Refuse options whose lives before the parting are not the reference's, and note those that mean to be so.

    Raises:
        InputError: names the option, the paths that reach back and how to say the same from the parting date on.
    """
    said, own = question.experiment, work.own or {}
    reference = said.reference
    changed = [name for name in work.scenarios if changes(question, name) or name in own]
    asked = [name for name in work.scenarios if name != reference and (name in changed or reference in changed)]
    other = other_histories(work, reference, asked) if asked else []
    meant = [name for name in other if said.option[name].rewrites_history or said.option[reference].rewrites_history]
    for name in other:
        if name not in meant:
            refuse(question, work, name)
    for name in work.scenarios:
        if said.option[name].rewrites_history and name not in other and (name != reference or not other):
            raise InputError(
                f"{question.files[0]}: option.{name}.{MEANS}: nothing before {work.scenarios[name].parting} differs from option "
                f"{reference}; expected it left out"
            )
    return (Note(MEANS, {"options": meant}),) if meant else ()


def changes(question: Question, name: str) -> dict[str, Any]:
    """Give what an option changes by dotted path for the whole run, its variant's changes with it."""
    said = question.experiment
    variant = said.variant[question.variant].option.get(name, {}) if question.variant else {}
    return {path: value for path, value in {**said.option[name].set, **variant}.items() if path != UNIT}


def refuse(question: Question, work: Work, name: str) -> None:
    """Say which of an option's changes reach back, or of the reference's where the option itself changes nothing; always raises."""
    file, parting = question.files[0], work.scenarios[name].parting
    reference = question.experiment.reference
    for option in (name, reference):
        if option in (work.own or {}):
            raise InputError(
                f"own: {option}: orders the queues before {parting}, too, so that options do not share their history; expected the order "
                f"under the option's from_parting, or rewrites_history = true in its row"
            )
        changed = changes(question, option)
        reach = [path for path, value in changed.items() if reaches_back(question, work, option, {path: value})]
        reach = reach or ([*changed] if reaches_back(question, work, option, changed) else [])
        if reach:
            kind = reach[0].partition(".")[0]
            how = f"option.{option}.from_parting" if kind in KINDS else f"a row that is dated {parting} or later"
            raise InputError(
                f"{file}: option.{option}.set: {', '.join(reach)}: changes what happens before {parting}, so that options do not share "
                f"their history; expected {how}, or rewrites_history = true in the option"
            )
    raise InputError(f"{file}: option.{name}: what happens before {parting} is not as in {reference}; expected the same")


def reaches_back(question: Question, work: Work, option: str, settings: Mapping[str, Any]) -> bool:
    """Tell whether some of an option's changes make another history than none of them."""
    said = question.experiment
    row = said.option[option]
    two = {PLAIN: row.model_copy(update={"set": {}}), option: row.model_copy(update={"set": dict(settings)})}
    try:
        scenarios = remade(question, said, two).scenarios
    except InputError:  # it needs another change beside it
        return False
    return bool(other_histories(replace(work, scenarios=scenarios, own=None, reference=PLAIN), PLAIN, [option]))


def remade(question: Question, said: Experiment, options: Mapping[str, Option]) -> Question:
    """Ask the same question of other options; what its variant changes in some of them is left out."""
    variants = {name: variant.model_copy(update={"option": {}}) for name, variant in said.variant.items()}
    other = said.model_copy(update={"option": dict(options), "reference": PLAIN, "also": (), "variant": variants})
    if question.remade is None:
        return question
    return question.remade(other)

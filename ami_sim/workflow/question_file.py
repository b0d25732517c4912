"""A question that a form has made, as an experiment file with the options "today" and "changed", and the form read back from it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import Experiment, load_experiment, quoted, read_experiment
from ami_sim.scenario.load import find, load_scenario
from ami_sim.workflow.rule_change import Form, form_of, settings_of
from ami_sim.workflow.rules_today import RulesToday, rules_today

TODAY, OTHER = "today", "changed"
BASE: Final = "calibration/ragunda/scenario.toml"  # found beside a file, from the current folder, or among what ships
SEED: Final = 2019


@dataclass(frozen=True)
class Named:
    """What a question is called: words of whoever asks, which stand in the file."""

    title: str
    question: str
    today: str
    changed: str


def what_may_change(base: str = BASE) -> RulesToday:
    """Read a scenario and list what a form may change of it; InputError when it cannot be read."""
    return rules_today(load_scenario(find(base)), base)


def file_text(form: Form, today: RulesToday, named: Named, replications: int = 100, seed: int = SEED) -> str:
    """Write a question as TOML; InputError for an impossible form. replications, seed: what `ami-sim compare` runs unless told."""
    settings = settings_of(form, today)
    head = {"name": "question", "title": named.title, "question": named.question, "base": today.base, "reference": TODAY}
    lines = [*assigned(head), *assigned({"replications": replications, "seed": seed, "about": "queues"})]
    lines += ["", f"[option.{TODAY}]", *assigned({"title": named.today, "unit": form.unit})]
    lines += ["", f"[option.{OTHER}]", *assigned({"title": named.changed, "unit": form.other_unit or form.unit})]
    if settings:
        lines += ["", f"[option.{OTHER}.set]", *(f"{quoted(path)} = {quoted(value)}" for path, value in settings.items())]
    return "\n".join(lines) + "\n"


def assigned(values: dict[str, Any]) -> list[str]:
    """Write keys with their values, a line each."""
    return [f"{key} = {quoted(value)}" for key, value in values.items()]


def write_question(path: Path, form: Form, today: RulesToday, named: Named, replications: int = 100, seed: int = SEED) -> Path:
    """Write a question file and read it as `ami-sim compare` does; InputError for what is impossible, and then nothing is left."""
    text = file_text(form, today, named, replications, seed)
    path.write_text(text, encoding="utf-8")
    try:
        load_experiment(path)
    except InputError:
        path.unlink()
        raise
    return path


def read_form(path: Path, today: RulesToday) -> Form:
    """Read the form that a question file came from; InputError for one that no form has made, or that is none."""
    experiment: Experiment = read_experiment(path)
    form = None
    if set(experiment.option) == {TODAY, OTHER} and experiment.reference == TODAY and experiment.base == today.base:
        other, reference = experiment.option[OTHER], experiment.option[TODAY]
        form = None if reference.set else form_of(other.set, reference.unit, other.unit, today)
    if form is None:
        raise InputError(f"{path}: holds more than the form can show; expected a question that the page has written (run it as it is)")
    return form

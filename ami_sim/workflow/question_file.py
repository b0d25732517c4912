"""A question that a form has made, as an experiment file with the options today, changed and perhaps second; the form read back from it."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import Experiment, load_experiment, quoted, read_experiment
from ami_sim.scenario.load import find, load_scenario
from ami_sim.workflow.requirement_change import Settings
from ami_sim.workflow.rule_change import Form, form_of, reference_of, settings_of, then_of, unit_name
from ami_sim.workflow.rules_today import RulesToday, rules_today

TODAY, OTHER, SECOND = "today", "changed", "second"
ASSUMED: Final = "assumed"  # the variant in which assumptions are held at one value
BASE: Final = "calibration/ragunda/scenario.toml"  # found beside a file, from the current folder, or among what ships
BASE_2026: Final = "calibration/ragunda_2026/scenario.toml"  # where a question on the requirement to take part begins
SEED: Final = 2019


@dataclass(frozen=True)
class Named:
    """What a question is called: words of whoever asks, which stand in the file."""

    title: str
    question: str
    today: str
    changed: str
    second: str = ""
    assumed: str = ""


def scenario_in(folder: Path) -> Path:
    """Find the scenario of a municipality's folder, as `ami-sim new` writes it; InputError where there is none, or several."""
    found = [path for path in (folder / "scenario.toml", *sorted(folder.glob("calibration/*/scenario.toml"))) if path.is_file()]
    if len(found) != 1:
        raise InputError(f"{folder}: {len(found)} scenarios; expected the folder of one municipality, as `ami-sim new` writes it")
    return found[0].resolve()


def what_may_change(base: str = BASE) -> RulesToday:
    """Read a scenario and list what a form may change of it; InputError when it cannot be read."""
    return rules_today(load_scenario(find(base)), base)


def start_of(form: Form) -> str:
    """Name the scenario in which a question begins."""
    return BASE_2026 if form.requirement else BASE


def start_in(path: Path) -> str:
    """Name the scenario that a question file begins in, of those that a form knows; the first of them for any other file."""
    try:
        base = read_experiment(path).base
    except InputError:
        return BASE
    return base if base == BASE_2026 else BASE


def file_text(form: Form, today: RulesToday, named: Named, replications: int = 100, seed: int = SEED) -> str:
    """Write a question as TOML; InputError for an impossible form. replications, seed: what `ami-sim compare` runs unless told."""
    options = {OTHER: (form, named.changed)} | ({SECOND: (form.beside, named.second)} if form.beside else {})
    made = {name: (settings_of(one, today), then_of(one)) for name, (one, _) in options.items()}
    head = {"name": "question", "title": named.title, "question": named.question, "base": today.base, "reference": TODAY}
    lines = [*assigned(head), *assigned({"replications": replications, "seed": seed, "about": "queues"})]
    lines += [
        "",
        f"[option.{TODAY}]",
        *assigned({"title": named.today, "unit": form.unit}),
        *table("set", TODAY, reference_of(form, today)),
    ]
    for name, (one, title) in options.items():
        lines += ["", f"[option.{name}]", *assigned({"title": title, "unit": unit_name(one)})]
        for key, settings in zip(("set", "from_parting"), made[name], strict=True):
            lines += table(key, name, settings)
    if form.assumed:
        lines += ["", f"[variant.{ASSUMED}]", *assigned({"title": named.assumed, "about": "prior", "fix": dict(form.assumed)})]
    return "\n".join(lines) + "\n"


def table(key: str, option: str, settings: Settings) -> list[str]:
    """Write the settings of an option under a key; nothing for none."""
    return ["", f"[option.{option}.{key}]", *(f"{quoted(path)} = {quoted(value)}" for path, value in settings.items())] if settings else []


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
    form, names = None, set(experiment.option)
    if {TODAY, OTHER} <= names <= {TODAY, OTHER, SECOND} and experiment.reference == TODAY and experiment.base == today.base:
        reference = experiment.option[TODAY]
        others = {name: row for name, row in experiment.option.items() if name != TODAY}
        found = {
            name: form_of(row.set, row.from_parting, reference.unit, row.unit, today, bool(reference.set)) for name, row in others.items()
        }
        first = found[OTHER]
        whole = not reference.from_parting and set(experiment.variant) <= {ASSUMED} and all(found.values())
        form = first if whole and first and reference_of(first, today) == dict(reference.set) else None
    if form is not None:
        fixed = experiment.variant[ASSUMED].fix if ASSUMED in experiment.variant else {}
        form = replace(form, beside=found.get(SECOND), assumed=dict(fixed))
    if form is None:
        raise InputError(f"{path}: holds more than the form can show; expected a question that the page has written (run it as it is)")
    return form

"""Where figures come from: rows of the evidence, and the uncertain parameters with the evidence behind each."""

from dataclasses import dataclass
from pathlib import Path

from ami_sim.calibration.evidence import describe, load_evidence
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import find, read_source
from ami_sim.scenario.priors import Parameter


@dataclass(frozen=True)
class Sources:
    """What is known about something: rows of the evidence as `describe` gives them, and parameters by name."""

    about: str
    file: Path
    rows: tuple[dict[str, str], ...]
    parameters: dict[str, Parameter]


def sources_about(file: str | Path, about: str = "") -> Sources:
    """Find what the evidence says about an id ("N29"), a parameter ("work_rate") or a word; everything for "".

    The parameters are those of the scenario beside the evidence file. An id also gives the rows and parameters that rest on it, a
    parameter the rows it rests on. Raises InputError when nothing is found, with the nearest name.
    """
    path = find(file)
    evidence = load_evidence(path)
    parameters = parameters_beside(path)
    word = about.strip()
    if word in parameters:
        row = parameters[word]
        rows = [next(found for found in describe(evidence, id) if found["id"] == id) for id in row.evidence]
        return Sources(word, path, tuple(rows), {word: row})
    rows = describe(evidence, word or None)
    if word.upper() in {entry.id for entry in evidence.entries()}:
        resting = {name: row for name, row in parameters.items() if word.upper() in row.evidence}
    else:
        resting = {name: row for name, row in parameters.items() if word.casefold() in f"{name} {row.why}".casefold()}
    if not rows and not resting:
        raise InputError(f'{path}: nothing is said about "{about}".{nearest(word, parameters)}')
    return Sources(word, path, tuple(rows), resting)


def parameters_beside(evidence: Path) -> dict[str, Parameter]:
    """Read the uncertain parameters of the scenario that lies beside an evidence file; none when there is no scenario."""
    scenario = evidence.parent / "scenario.toml"
    if not scenario.is_file():
        return {}
    tables = read_source(scenario).tables.get("parameter", {})
    return {name: Parameter.model_validate(row) for name, row in tables.items()}

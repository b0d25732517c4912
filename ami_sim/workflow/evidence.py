"""Where figures come from: rows of the evidence, and the uncertain parameters with the evidence behind each."""

from dataclasses import dataclass
from pathlib import Path

from ami_sim.calibration.evidence import ENGLISH, Entry, Words, entries_about, load_evidence, row_of
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import find, read_source
from ami_sim.scenario.priors import Parameter


@dataclass(frozen=True)
class Sources:
    """What is known about something: rows of the evidence about a document, and parameters by name."""

    about: str
    file: Path
    document: str
    entries: tuple[Entry, ...]
    parameters: dict[str, Parameter]

    def rows(self, words: Words = ENGLISH) -> tuple[dict[str, str], ...]:
        """Lay the rows of the evidence out as the columns of a table, in English or as `words` say them."""
        return tuple(row_of(self.document, entry, words) for entry in self.entries)


def sources_about(file: str | Path, about: str = "", words: Words = ENGLISH) -> Sources:
    """Find what the evidence says about an id ("N29"), a parameter ("work_rate") or a word; everything for "".

    The parameters are those of the scenario beside the evidence file. An id also gives the rows and parameters that rest on it, a
    parameter the rows it rests on; a word is looked for in English and as `words` say it. Raises InputError when nothing is found, with
    the nearest name.
    """
    path = find(file)
    evidence = load_evidence(path)
    parameters = parameters_beside(path)
    word = about.strip()
    if word in parameters:
        row = parameters[word]
        return Sources(word, path, evidence.document, tuple(evidence.entry(id) for id in row.evidence), {word: row})
    entries = entries_about(evidence, word or None, words)
    if word.upper() in {entry.id for entry in evidence.entries()}:
        resting = {name: row for name, row in parameters.items() if word.upper() in row.evidence}
    else:
        resting = {name: row for name, row in parameters.items() if word.casefold() in f"{name} {row.why} {words.text(row.why)}".casefold()}
    if not entries and not resting:
        raise InputError(f'{path}: nothing is said about "{about}".{nearest(word, parameters)}')
    return Sources(word, path, evidence.document, tuple(entries), resting)


def parameters_beside(evidence: Path) -> dict[str, Parameter]:
    """Read the uncertain parameters of the scenario that lies beside an evidence file; none when there is no scenario."""
    scenario = evidence.parent / "scenario.toml"
    if not scenario.is_file():
        return {}
    tables = read_source(scenario).tables.get("parameter", {})
    return {name: Parameter.model_validate(row) for name, row in tables.items()}

"""Where figures come from: rows of the evidence, and the uncertain parameters with the evidence behind each."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ami_sim.calibration.evidence import describe, load_evidence
from ami_sim.report.numbers import write_number
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import find, read_source
from ami_sim.scenario.priors import Parameter

FEW: Final = 6  # rows that are printed in full; more become a table
SURE: Final = {"H": "high", "M": "medium", "L": "low"}
LEARNS: Final = {
    "counts": "the counts of the first year",
    "stock": "the stock and flow of aid",
    "prior": "nothing that has been counted: the range stays as judged",
}


@dataclass(frozen=True)
class Sources:
    """What is known about something: rows of the evidence as `describe` gives them, and parameters by name."""

    about: str
    file: Path
    rows: tuple[dict[str, str], ...]
    parameters: dict[str, Parameter]

    def parts(self) -> RenderableType:
        """Give everything a console prints, in order: a few rows in full, many as a table."""
        said: list[RenderableType] = [told(name, row) for name, row in self.parameters.items()] if len(self.parameters) <= FEW else []
        said += [in_full(row) for row in self.rows] if len(self.rows) <= FEW else [as_table(list(self.rows))]
        if len(self.parameters) > FEW:
            said.append(parameter_table(self.parameters))
        return Group(*said)

    def as_text(self, width: int = 140) -> str:
        """Give the same as plain text of at most `width` characters a line."""
        out = io.StringIO()
        Console(file=out, width=width, color_system=None, legacy_windows=False).print(self.parts())
        return "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())

    def as_dict(self) -> dict[str, object]:
        """Give plain values for scripts."""
        return {
            "about": self.about,
            "file": str(self.file),
            "rows": [dict(row) for row in self.rows],
            "parameters": {name: row.model_dump(mode="json") for name, row in self.parameters.items()},
        }


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


def told(name: str, row: Parameter) -> Text:
    """Say in words what a parameter is, its range and where it comes from."""
    middle, low, high = (write_number(value, 4, "en").rstrip("0").rstrip(".") for value in (row.median, row.low, row.high))
    lines = [
        f"{name}: {row.why}",
        f"  median {middle}, nine times of ten between {low} and {high} ({row.unit}; {row.shape})",
        f"  source: {row.source}. How sure: {SURE[row.sure]}; {row.mark}; set on {row.set_on}",
        f"  informed by {LEARNS[row.learns]}",
        f"  rests on {', '.join(row.evidence)}" if row.evidence else "  rests on no row of the evidence",
    ]
    return Text("\n".join(lines) + "\n")


def in_full(row: dict[str, str]) -> Text:
    """Say one row of the evidence in full."""
    lines = [f"{row['id']} ({row['kind']}): {row['what']}"]
    lines += [f"  {key}: {SURE.get(row[key], row[key])}" for key in ("says", "when", "source", "sure", "use", "why") if row[key]]
    return Text("\n".join(lines) + "\n")


def as_table(rows: list[dict[str, str]]) -> Table:
    """Lay many rows of the evidence out as a table."""
    table = Table(show_lines=True, expand=True)
    table.add_column("id", no_wrap=True)
    for name, ratio in (("what", 4), ("says", 4), ("source", 3)):
        table.add_column(name, ratio=ratio)
    for name in ("sure", "use"):
        table.add_column(name)
    for row in rows:
        table.add_row(*(Text(row[name]) for name in ("id", "what", "says", "source", "sure", "use")))
    return table


def parameter_table(parameters: dict[str, Parameter]) -> Table:
    """Lay many parameters out as a table."""
    table = Table(title="Uncertain parameters", title_justify="left", expand=True)
    for name in ("parameter", "median", "low", "high", "unit", "what", "rests on"):
        table.add_column(name, justify="right" if name in ("median", "low", "high") else "left")
    for name, row in parameters.items():
        numbers = (f"{value:g}".replace("-", "−") for value in (row.median, row.low, row.high))
        table.add_row(name, *numbers, row.unit, Text(row.why), ", ".join(row.evidence))
    return table

"""A figure that is marked as the memo's own cites the line of the memo that holds it, as the evidence file quotes it."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ami_sim.calibration.evidence import Amount, Counted, Evidence, load_evidence
from ami_sim.scenario.load import bundled, read_toml
from ami_sim.scenario.provenance import is_figure
from ami_sim.scenario.quantities import MONIES

HOME = bundled("calibration/ragunda/scenario.toml").parent
WORDS = {"title", "source", "why", "note", "legal", "unit", "role", "employment_law", "text", "what"}
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*[(\w])")
Figure = tuple[str, float, str, tuple[str, ...]]  # where it stands, the number in whole kr or units, its source, what it cites


def figures(tables: Any, at: str = "", memo: bool = False, source: str = "", cited: tuple[str, ...] = ()) -> Iterator[Figure]:
    """Go through every number of a file that is marked as the memo's: by its own mark, or by that of the row it stands in."""
    if is_figure(tables):
        yield from figures(tables["value"], at, tables["mark"] == "memo", tables["source"], ())
    elif isinstance(tables, dict):
        if "mark" in tables:
            memo, source, cited = tables["mark"] == "memo", tables["source"], tuple(tables.get("evidence", ()))
        for key, value in tables.items():
            if key not in WORDS and not (key in OBSERVATION and at.startswith("target.")):
                yield from figures(value, f"{at}.{key}".lstrip("."), memo, source, cited)
    elif isinstance(tables, list):
        for index, value in enumerate(tables):
            yield from figures(value, f"{at}[{index}]", memo, source, cited)
    elif memo and not isinstance(tables, bool | date):
        for number in numbers(tables):
            yield at, number, source, cited


OBSERVATION = {"sd", "rounded_to", "offset", "times", "reading", "at_least"}  # of a target: how the project reads the words


def numbers(value: Any) -> list[float]:
    """Give the numbers in a figure as it is written, money in whole kr; an uncertain parameter alone is none."""
    if isinstance(value, int | float):
        return [float(value)]
    unit = next((factor for word, factor in sorted(MONIES.items(), key=lambda kind: -len(kind[0])) if f" {word}" in value), 1.0)
    return [float(found) * unit for found in NUMBER.findall(value)]


def held(evidence: Evidence, id: str) -> set[float]:
    """Give every number that a row of the evidence holds, money in mnkr too."""
    row = evidence.entry(id)
    amounts: list[Amount] = [row, *row.parts] if isinstance(row, Counted) else []
    found = {number for each in amounts for number in (each.value, each.low, each.high) if number is not None}
    return found | {number / 1e6 for number in found}


def unheld(tables: Any, evidence: Evidence) -> list[str]:
    """List the figures marked as the memo's that cite no row of the memo that holds them."""
    wrong = []
    for where, number, source, cited in figures(tables):
        ids = [id for id in (*cited, *re.findall(r"\bN\d+\b", source)) if id.startswith("N")]
        if not any(abs(number - one) <= 1e-9 * abs(one) for id in ids for one in held(evidence, id)):
            wrong.append(f"{where}: {number:g}, cites {', '.join(ids) or 'nothing'}")
    return wrong


@pytest.mark.parametrize("path", sorted(HOME.glob("*.toml")), ids=lambda path: path.name)
def test_what_is_marked_memo_stands_in_the_memo(path: Path) -> None:
    if path.name != "evidence.toml":
        assert unheld(read_toml(path), load_evidence(HOME / "evidence.toml")) == []


def test_the_check_sees_a_figure_that_the_memo_does_not_give() -> None:
    evidence = load_evidence(HOME / "evidence.toml")
    row = {"amount": "2.9 mnkr per year", "hard": True, "source": "Memo 1d (N29)", "sure": "M", "mark": "memo"}
    assert unheld({"wage": row}, evidence) == []
    assert unheld({"wage": row | {"amount": "3 mnkr per year"}}, evidence) == ["wage.amount: 3e+06, cites N29"]
    assert unheld({"wage": row | {"source": "Memo 1d"}}, evidence) == ["wage.amount: 2.9e+06, cites nothing"]
    assert unheld({"wage": row | {"share": {"value": 0.3, "source": "own", "sure": "L", "mark": "assumed"}}}, evidence) == []
    assert unheld({"wage": row | {"mark": "derived"}}, evidence) == []

"""A parameter's draws are its name's: they hang neither on the order of rows in a file nor on which others there are."""

from typing import Any

import pytest

from ami_sim.model.draws import parameter_rows
from ami_sim.scenario.load import Source, build, bundled, read_source

TRUST = {"source": "t", "sure": "L", "mark": "assumed"}
MINE = {
    "median": 1.0,
    "low": 0.5,
    "high": 2.0,
    "shape": "lognormal",
    "unit": "x",
    "why": "t",
    "source": "t",
    "sure": "L",
    "mark": "assumed",
}


@pytest.fixture(scope="module")
def source() -> Source:
    return read_source(bundled("calibration/ragunda/scenario.toml"))


def in_order(how: str, rows: dict[str, Any]) -> dict[str, Any]:
    """Give the same rows in another order, or with another parameter among them."""
    mine = {"mine": MINE | {"set_on": next(iter(rows.values()))["set_on"]}}
    orders = {"added last": {**rows, **mine}, "added first": {**mine, **rows}, "by the alphabet": dict(sorted(rows.items()))}
    return orders[how]


@pytest.mark.parametrize("how", ["added last", "added first", "by the alphabet"])
def test_no_draw_moves_with_the_rows_of_others(how: str, source: Source) -> None:
    rows = source.tables["parameter"]
    plain = parameter_rows(build(source), 2019, 2, "prior")
    other = Source(**{**vars(source), "tables": {**source.tables, "parameter": in_order(how, rows)}})
    for before, after in zip(plain, parameter_rows(build(other), 2019, 2, "prior"), strict=True):
        assert {name: after[name] for name in before} == before

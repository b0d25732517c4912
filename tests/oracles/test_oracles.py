"""What judges the rules knows none of them, and says the same as the data that a run is checked by."""

import ast
from pathlib import Path

import numpy as np
import pytest

from ami_sim.record.checks import legal_moves
from ami_sim.scenario.registry import SHIPPED
from tests.oracles import moves

ORACLES = sorted(path for path in Path(__file__).parent.glob("*.py") if not path.name.startswith(("test_", "__")))


def modules_in(path: Path) -> set[str]:
    """List the modules that a file imports."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return named | {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}


@pytest.mark.parametrize("path", ORACLES, ids=lambda path: path.stem)
def test_an_oracle_imports_no_rule(path: Path) -> None:
    """Of the model it reads the lowered tables, which are data, and of the package nothing above it."""
    rooms = {name for name in modules_in(path) if name.startswith("ami_sim")}
    assert {name for name in rooms if not name.startswith("ami_sim.scenario")} <= {"ami_sim.model.tables"}


def test_the_rows_of_the_vocabulary_allow_what_a_hand_allows() -> None:
    derived, by_hand = legal_moves(SHIPPED), moves.legal_moves()
    differ = [(SHIPPED.events[what], SHIPPED.stages[one], SHIPPED.stages[other]) for what, one, other in np.argwhere(derived != by_hand)]
    assert differ == []

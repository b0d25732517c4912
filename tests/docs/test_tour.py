"""CONTRIBUTING's tour follows one change from count to table: its blocks run, one after another, and its claims hold."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.docs.blocks import blocks_of


def test_the_tour_runs_from_count_to_table(page: Callable[[str], str], checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(checkout)
    space: dict[str, Any] = {"__name__": "tour"}
    steps = blocks_of(page("CONTRIBUTING.md"), "python")
    assert len(steps) == 6
    for step in steps:
        exec(compile(step.text, "CONTRIBUTING.md", "exec"), space)
    assert space["by_hand"] > 0  # a measure that counts nothing would show nothing

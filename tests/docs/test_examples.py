"""The examples in the docstrings of public names give what they say."""

import doctest
import importlib
from pathlib import Path

import pytest

MODULES = ("ami_sim.public.model", "ami_sim.workflow.columns")  # those that hold examples
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert found.attempted > 0
    assert found.failed == 0


def test_no_example_stands_where_none_is_run() -> None:
    files = (path for path in (ROOT / "ami_sim").rglob("*.py") if ">>> " in path.read_text(encoding="utf-8"))
    assert {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files} == set(MODULES)

"""The examples in the docstrings of public names give what they say."""

import doctest
import importlib
from pathlib import Path

import pytest

import ami_sim as ami

MODULES = (
    "ami_sim.public.answer",
    "ami_sim.public.cohort",
    "ami_sim.public.compare",
    "ami_sim.public.forecast",
    "ami_sim.public.model",
    "ami_sim.public.own",
    "ami_sim.public.stored",
    "ami_sim.workflow.columns",
)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def answer() -> ami.Answer:
    """Give the answer that examples look at, as the example of `ami.compare` makes it."""
    return ami.compare(str(ROOT / "experiments/capacity.toml"), replications=2, parameters="median", workers=1)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str, answer: ami.Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS, extraglobs={"answer": answer})
    assert found.attempted > 0
    assert found.failed == 0


def test_no_example_stands_where_none_is_run() -> None:
    files = (path for path in (ROOT / "ami_sim").rglob("*.py") if ">>> " in path.read_text(encoding="utf-8"))
    assert {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files} == set(MODULES)

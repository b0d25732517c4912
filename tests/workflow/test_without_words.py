"""Workflows know no words: none needs a report, a console or a picture to be imported."""

import subprocess
import sys
from pathlib import Path

import pytest

import ami_sim

WORKFLOWS = sorted(path.stem for path in (Path(ami_sim.__file__).parent / "workflow").glob("[!_]*.py"))


@pytest.mark.parametrize("module", WORKFLOWS)
def test_a_workflow_imports_no_report(module: str) -> None:
    wordy = "[m for m in sys.modules if m.startswith('ami_sim.report') or m in ('rich', 'matplotlib')]"
    code = f"import sys, ami_sim.workflow.{module}; print({wordy})"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
